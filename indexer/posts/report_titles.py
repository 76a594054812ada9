"""Report titles: which titles and tags of posts say that an event is told of, and which something else."""

import re
import unicodedata
from typing import Literal

from indexer.posts.word_lists import NO_TALKS

Doubt = Literal["an event", "a meeting", "anything", "no report"]
"""What a title names that does not say that its post is a report."""
_TITLE_AND_EVENT = (
    re.compile(r"(?P<title>[^（()）]{12,})[（(](?P<event>[^（()）]{4,40})[)）]"),
    re.compile(r"[\[［【](?P<event>[^\[\]［］【】]{4,40})[\]］】]\s*(?P<title>.{10,})"),
    re.compile(r"(?P<title>.{10,}?)\s+[-–—|｜]\s?(?P<event>[^-–—|｜]{4,40})"),
    re.compile(
        r"(?P<event>[^「」『』]{4,40}?)\s*[「『](?P<title>[^「」『』]{8,}(?:「[^「」]*」[^「」『』]*)?)[」』]"
        r"(?:を(?:まとめ|聞|聴|見|観|視聴|受講)|の?(?:まとめ|メモ|感想|聴講|視聴)).{0,10}"
    ),
)
"""A title with the event at which it was heard behind it, in brackets before it, or behind a dash."""
_TOLD = (
    r"(?i:days?|notes?|highlights?|takeaways?|recap|reports?|reviews?|summary|summarized|talks?|sessions?|speak\w*|trip"
    r"|times?|experiences?|week\w*|lessons|thoughts|impressions|reflections|attend\w*|visit\w*|back|live|part|my|we|our|i)"
)
_TOPIC_AT = re.compile(
    rf"(?!.*\b{_TOLD}\b)(?P<title>[\x20-\x7e‘’“”–—]{{4,80}}?)\s+(?:at|from)\s+"
    r"(?P<event>[A-Z][\w.&'’+ -]{3,40}\s(?:19|20)\d\d)(?:\s?[,(].{0,30})?"
)
"""What a post in English tells of an event's one topic: Sass at SeaConf 2011."""
_NAMES_AN_EVENT = re.compile(r"[0-9０-９]|[A-Za-z]{4}")
_ONE_TALK = re.compile(
    r"(?:keynote|キーノート|基調講演)(?:の?(?:メモ|まとめ|感想|レポート?))?$|[」』\"”]を?(?:視聴|[聴聞見観])|を(?:視聴|試聴|聴講)し",
    re.IGNORECASE,
)
"""What the title of a post says that tells of one talk: its headings are that talk's own."""
_OWN_TALK = re.compile(
    r"(?:について|で|にて|に|を|、|[」』])\s?(?:初|はじめて|初めて)?(?:LT|発表|登壇|講演|話|トーク)を?(?:し(?:た|まし|てき)|させ)",
    re.IGNORECASE,
)
_WENT = r"(?:に|へ)行っ?た|行っ?て(?:き|み|来)|いって(?:き|み)"
_TALKED_TO = r"(?<!電話)(?<!ビデオ)(?<!テレビ)(?<!リモート)(?<!オンライン)(?<!定例)(?<!Web)会議"
_NO_REPORT_OF = (
    r"(?<!(?:解約|購入|開封|使用|試用|検証|調査|障害|月次|週次|日次|分析|実験|旅行|宿泊"
    r"|天気|気象|合格|受験)レポート)"
)
"""What a レポート that tells of no event has before it; it is looked at behind the word, and so seldom."""
REPORT = re.compile(
    rf"参加(?!済|方法|部屋|型|可能|でき|者数?を|する(?:に|方法))|{_WENT}|[聞聴観]いて(?:き"
    r"|み|来)|[聞聴]いた|聴講|勉強会|アウトラインメモ"
    rf"|(?:(?<![ァ-ヴー])|(?:イベント|オンライン|ミニ|ライブ|カンファレンス))レポート{_NO_REPORT_OF}(?!が?(?:公開|発表さ)|を?(?:取得|作成|出力|生成|集計|時系列|自動|送))"
    r"|(?<![ァ-ヴー])レポ(?![ジー])|れぽ"
    r"|第\s*[0-9一二三四五六七八九十]+\s*回.{0,40}会(?<!(?:演奏|音楽|同窓|飲み|運動)会)(?<!総会)|研究会|講習会|読書会"
    r"|ユーザー?会(?!員)|交流会|報告会|説明会|発表会|国際会議|夜会"
    r"|カンファレンス|コンファレンス|シンポジウム|フォーラム|サミット"
    r"|ミートアップ|セミナー|ハッカソン"
    r"|つどい|の集い|潜入|お邪魔|開催しました|登壇し|参戦し"
    r"|登壇レポ|話してき|発表してき|発表しました|喋って|しゃべって"
    rf"|(?<![A-Za-z_])LT(?!スライド|資料|[A-Za-z])|ライトニング|kaigi|{_TALKED_TO}(?=$|[\s#＃0-9])"
    r"|(?<![a-z.])conf(?:erence)?(?![a-z]|\.[a-z])|(?<=[a-z])conf(?-i:[A-Z]{2})?(?=$|[\s#＃0-9_])"
    r"|meet-?up|summit|congress|symposium|unconference"
    r"|re:invent|(?<![a-z])reinvent\s*20\d\d|iosdc|try! ?swift|devfest|builderscon|scala ?matsuri"
    r"|cloud ?native ?days|kubecon(?!fig)|vue ?fes|jaws ?days|nodefest|javaone|pycon|yapc|phpcon|jjug|devsumi"
    r"|デブサミ|wwdc|google ?i/?o|バーキャンプ|(?<![a-z])(?:night|fest)(?![a-z])",
    re.IGNORECASE,
)
"""What the title of a report says."""
_GONE = re.compile(rf"{_WENT}|[聞聴観]い(?:た|て(?:き|み|来))")
HANDS_ON = re.compile(r"ハンズオン|hands-?on", re.IGNORECASE)
"""One goes to a hands-on, or writes one."""
_EVENTS = re.compile(
    r"[#＃](?!\d)\w{3,}?\s?[でにへ](?!ついて|関)"
    r"|第\s*[0-9一二三四五六七八九十]+\s*回|(?<!press )(?<!magazine )vol\.?\s*\d"
    r"|(?<![(（])[#＃]\s*\d+|hack-?a-?thon|boot ?camp"
    rf"|(?<!ミッド)ナイト(?!リー|モード|メア)|{HANDS_ON.pattern}"
    r"|(?<![a-z])(?:days|forum|con|expo|festa|tour|casual|tech)(?![a-z])|(?<=[a-z])(?-i:Con)(?![a-z])"
    r"|^[A-Z][A-Za-z0-9.&'+! -]{1,40}(?<! in)(?<! of)(?<! for)\s20\d\d$",
    re.IGNORECASE,
)
"""What meetings are called, and some other things."""
MEETINGS = re.compile(
    r"無事に?(?:終わ|終了|開催)|会(?=$|[\s#＃0-9vV(（「])|祭(?:り|$)|まつり|フェスタ"
    r"|(?<!hello )(?<!hello, )(?<![a-z])world(?![a-z])",
    re.IGNORECASE,
)
"""What people meet for, and seldom to hear talks: a 演奏会, a 夏祭り."""
_NOTED = re.compile(
    r"感想|メモ(?![リ化帳])|スタッフ|トーク(?:(?![ァ-ヴー])|イベント|ショー|セッション)"
    rf"|(?<![a-z])(?:days?|talks?)(?![a-z])|{_TALKED_TO}|[#＃](?!\d)\w{{3,}}",
    re.IGNORECASE,
)
"""Notes of anything, the days of it, or a hashtag, which any topic has."""
_OF_A_THING = re.compile(
    r"で(?:発表|公開|リリース|予告)された(?!.*(?:まとめ|資料|スライド))"
    r"|(?:kaigi|conf|iosdc|fes(?:ta)?|days?|カンファレンス)(?:\s?japan)?\s?(?:20\d\d)?\s?の?(?:公式)?"
    r"(?:アプリ|サイト|ネームカード|スタンプ)(?!.*(?:セッション|参加|登壇|発表|LT))"
    r"|(?:(?<![A-Za-z])LT(?![A-Za-z])|ライトニングトーク|登壇|発表|プレゼン)(?:会|資料)?[をのにで]"
    r".{0,12}(?:コツ|テクニック|やり方|作り方|すすめ|心得)"
    r"|応募し(?:た|まし|てみ)",
    re.IGNORECASE,
)
"""Something that was shown or made at an event, or how one speaks there."""
_OF_A_BOOK = re.compile(
    r"読書(?:メモ|感想|記録|ノート|ログ)|読後|読了|書評|ブックレビュー|を読(?:んだ|んで|みました|みおえ|み終)"
)
_BOOK_TAG = re.compile(r"書評|読書(?:感想|メモ|記録)?|ブックレビュー|book-?reviews?", re.IGNORECASE)
_READ_TOGETHER = re.compile(r"読書会|輪読会")
"""What tells of a book and of nobody's talk."""
_ANNOUNCEMENT = re.compile(
    r"(?:し|き|り|(?<!て)い|れ)ます(?:[。!！]|[#＃]\w+|\s|[(（].*)*$|予定$"
    r"|予告|参加者?募集|募集(?:中|します)|お知らせ|参加表明|してほしい"
    r"|してください|プロポーザル|提出した|[出行]られず|行けず|参加できず|に(?:行|い)く準備|の打ち?合わせ$"
    r"|資料作成|チケット(?:を?(?:もら|買|取)|当選)|前夜$"
)
"""What the title of a post says that tells of something to come."""
_OF_A_YEAR = re.compile(
    r"^(?:20\d\d年?|今年|昨年|去年)度?[もをのはに、 ]{0,2}(?:一年|1年|まとめ|年)?(?:[をの] ?)?"
    r"(?:振り?返|ふりかえ|総括|まとめ|やったこと|in review|recap)|^(?:今年|昨年|去年).{1,30}(?:活動|まとめ)$"
    r"|(?<![0-9])[0-9]{1,2}年間?(?:の(?:歴史|歩み|あゆみ|活動|軌跡))?を(?:振り?返|ふりかえ)",
    re.IGNORECASE,
)
"""What looks back at a year, and at no event."""
_OF_A_MONTH = re.compile(
    r"(?:勉強|学習)(?:記録|ログ|日記)|月の(?:成果|まとめ|振り?返り)$|日報|週報|月報|^近況"
)
"""What somebody learned by himself."""
_OF_POSTS = re.compile(
    r"^(?:tags?|categor(?:y|ies)|archives?|タグ|カテゴリー?|アーカイブ)\s?[:：]", re.IGNORECASE
)
"""What a site calls its lists of posts."""
REPORT_TAG = re.compile(
    r"勉強会|参加(?:記|レポ|報告)|レポート|セミナー|ミートアップ|^lt$|^ライトニング", re.IGNORECASE
)
"""What the tags of a report say."""
MAYBE_TAG = re.compile(
    r"イベント|参加|(?<![a-z])events?$|登壇|発表|カンファレンス|conference|meetup|kaigi", re.IGNORECASE
)
"""What the tags of articles that grew out of a talk say as well."""


_OF_SOMETHING_ELSE = (_ANNOUNCEMENT, _OF_A_THING, _OF_A_YEAR, _OF_A_MONTH, _OF_POSTS)


def is_of_no_talks(title: str) -> bool:
    """Say whether a post's title tells of something done together, or of a single talk."""
    if NO_TALKS.search(title) or _ONE_TALK.search(title):
        return True
    return bool(event_beside(title))


def tells_of_own_talk(title: str) -> bool:
    """Say whether a post's title tells that its author spoke."""
    return bool(_OWN_TALK.search(title))


def event_beside(title: str) -> str:
    """Return the event that a post's title names beside that of the one talk it is about; else nothing."""
    for pattern in (*_TITLE_AND_EVENT, _TOPIC_AT):
        named = pattern.fullmatch(title)
        if named and not REPORT.search(named["title"]) and not REPORT_TAG.fullmatch(named["event"]):
            event = named["event"]
            if REPORT.search(event) and _NAMES_AN_EVENT.search(event):
                return event.strip()
    return ""


def only_went(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether nothing but having gone somewhere makes a title a report's: one goes to films, too."""
    rest = _GONE.sub("", unicodedata.normalize("NFKC", title))
    return not looks_like_report(rest, tags) and doubt_of(rest, tags) == "no report"


def looks_like_report(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether a post tells of an event, by its title alone or by its tags."""
    folded = unicodedata.normalize("NFKC", title)
    if is_of_something_else(folded, tags):
        return False
    return bool(REPORT.search(folded)) or any(map(REPORT_TAG.search, tags))


def doubt_of(title: str, tags: tuple[str, ...]) -> Doubt:
    """Say how much a text has to tell, where title and tags do not, for its post to be a report."""
    folded = unicodedata.normalize("NFKC", title)
    if is_of_something_else(folded, tags):
        return "no report"
    if _EVENTS.search(folded):
        return "an event"
    if MEETINGS.search(folded):
        return "a meeting"
    if _NOTED.search(folded) or any(map(MAYBE_TAG.search, tags)):
        return "anything"
    return "no report"


def is_of_something_else(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether a title tells of something to come, of a year or a month, or, as tags do, of a book."""
    is_of_a_book = _OF_A_BOOK.search(title) or any(map(_BOOK_TAG.fullmatch, tags))
    if is_of_a_book and not _READ_TOGETHER.search(title):
        return True
    return any(kind.search(title) for kind in _OF_SOMETHING_ELSE)
