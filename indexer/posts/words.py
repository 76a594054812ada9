"""Words that tell talks from everything else in a report, and reports from other posts."""

import re
import unicodedata

from indexer.posts.word_lists import (
    CONTAINER_SENTENCE,
    CONTAINER_WHOLE,
    CONTAINERS,
    PART_OF_DAY,
    SOCIAL,
    STOP_SENTENCE,
    STOP_WORDS,
    STOPS,
)

_LEAD = re.compile(r"^(?:\d{1,2}[.)、．）:]|[-・●■◆◇▼▽★☆#＃*]|[①-⑳])+")
_DECORATION = re.compile(
    r"[\s　!！?？。、,.…:：;；~〜～\-–—―_・/／|｜「」『』【】()（）\[\]<>＜＞♪★☆*#'\"”“]+"
)
_NO_BRACKETS = dict.fromkeys(map(ord, "()[]【】「」:、・"))
_TAGS = re.compile(r"tags?\s*[:：]", re.IGNORECASE)
"""HackMD has its tags in a heading."""
_AND = re.compile(r"[、,，＆&・]")
_BY_SOMEBODY = re.compile(r"\S.{0,20}?(?:さん|氏)による(?P<what>.{2,20})")
_DATE_LAST = re.compile(r"(?<=[^0-9/])\d{1,2}/\d{1,2}[月火水木金土日]?$")
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]|:[a-z_]{2,30}:")
_WENT = r"(?:に|へ)行っ?た|行っ?て(?:き|み|来)|いって(?:き|み)"
_TALKED_TO = r"(?<!電話)(?<!ビデオ)(?<!テレビ)(?<!リモート)(?<!オンライン)(?<!定例)(?<!Web)会議"
REPORT = re.compile(
    rf"参加|{_WENT}|[聞聴観]いて(?:き"
    r"|み|来)|[聞聴]いた|聴講|勉強会|アウトラインメモ"
    r"|(?:(?<![ァ-ヴー])|(?:イベント|オンライン|ミニ|ライブ|カンファレンス))レポート"
    r"|(?<![ァ-ヴー])レポ(?![ジー])|れぽ"
    r"|第\s*[0-9一二三四五六七八九十]+\s*回.{0,40}会|研究会|講習会|読書会"
    r"|交流会|報告会|説明会|発表会|国際会議|夜会"
    r"|カンファレンス|コンファレンス|シンポジウム|フォーラム|サミット"
    r"|ミートアップ|セミナー|ハッカソン"
    r"|つどい|の集い|まつり|祭り|フェスタ|潜入|お邪魔|開催しました|登壇し"
    r"|登壇レポ|話してき|発表してき|発表しました|喋って|しゃべって"
    rf"|(?<![A-Za-z])LT(?!スライド|資料|[A-Za-z])|ライトニング|kaigi|{_TALKED_TO}(?=$|[\s#＃0-9])"
    r"|(?<![a-z.])conf(?:erence)?(?![a-z]|\.[a-z])|(?<=[a-z])conf(?-i:[A-Z]{2})?(?=$|[\s#＃0-9_])"
    r"|meet-?up|summit|congress|symposium|unconference"
    r"|re:invent|(?<![a-z])reinvent\s*20\d\d|iosdc|try! ?swift|devfest|builderscon|scala ?matsuri"
    r"|cloud ?native ?days|kubecon|vue ?fes|jaws ?days|nodefest|javaone|pycon|yapc|phpcon|jjug|devsumi"
    r"|デブサミ|wwdc|google ?i/?o|バーキャンプ|(?<![a-z])(?:night|fest)(?![a-z])",
    re.IGNORECASE,
)
"""What the title of a report says."""
_GONE = re.compile(rf"{_WENT}|[聞聴観]い(?:た|て(?:き|み|来))")
_DAY = re.compile(
    r"day ?\d|(?:第?[0-9一二三四五]|最終|初)日目?"
    r"|(?:\d{4}[/年.-])?\d{1,2}[/月]\d{1,2}日?(?:\(?[月火水木金土日](?:曜日?)?\)?)?",
    re.IGNORECASE,
)
HANDS_ON = re.compile(r"ハンズオン|hands-?on", re.IGNORECASE)
"""One goes to a hands-on, or writes one."""
MAYBE_REPORT = re.compile(
    r"[#＃](?!\d)\w{3,}|第\s*[0-9一二三四五六七八九十]+\s*回|vol\.?\s*\d"
    r"|(?<![(（])[#＃]\s*\d+|会(?=$|[\s#＃0-9vV(（「])"
    rf"|ナイト|祭$|感想|メモ(?![リ化帳])|{HANDS_ON.pattern}"
    r"|(?<![a-z])(?:days?|talks?|forum|con|expo|world|festa|tour|casual"
    r"|tech)(?![a-z])|スタッフ|トーク(?!ン)"
    rf"|{_TALKED_TO}|^[A-Z][\w.&' -]{{1,40}}(?<! in)(?<! of)(?<! for)\s20\d\d$",
    re.IGNORECASE,
)
"""What the title of a report may say, and that of other posts as well."""
ANNOUNCEMENT = re.compile(
    r"(?:し|き|り|い|れ)ます(?:[。!！]|\s*[#＃]\w+|\s|[(（].*)*$|予定$"
    r"|予告|参加者?募集|募集(?:中|します)|お知らせ|参加表明|してほしい"
    r"|してください|プロポーザル|提出した"
)
"""What the title of a post says that tells of something to come."""
OF_A_YEAR = re.compile(
    r"^(?:20\d\d年?|今年|昨年|去年)度?[もをのはに、 ]{0,2}(?:一年|1年|まとめ|年)?(?:[をの] ?)?"
    r"(?:振り?返|ふりかえ|総括|まとめ|やったこと|in review)",
    re.IGNORECASE,
)
"""What looks back at a year, and at no event."""
REPORT_TAG = re.compile(
    r"勉強会|カンファレンス|参加(?:記|レポ|報告)|レポート|セミナー|ミートアップ"
    r"|conference|meetup|kaigi|^lt$|^ライトニング",
    re.IGNORECASE,
)
"""What the tags of a report say."""
MAYBE_TAG = re.compile(r"イベント|参加|(?<![a-z])events?$|登壇|発表", re.IGNORECASE)


def key_of(title: str) -> str:
    """Return a heading without numbers, signs and blanks, in one width and case."""
    folded = _EMOJI.sub("", unicodedata.normalize("NFKC", title)).casefold()
    return _DECORATION.sub("", _LEAD.sub("", folded.strip()))


def is_stop(title: str) -> bool:
    """Say whether a heading stands for no talk by its words alone."""
    key = key_of(title)
    if len(key) < 1 or key in STOPS or _TAGS.match(title) or (len(key) <= 40 and STOP_SENTENCE.search(key)):
        return True
    is_short = len(key) <= 20 and key not in CONTAINERS
    if (is_short and STOP_WORDS.fullmatch(key)) or SOCIAL.fullmatch(_plain(title)):
        return True
    if by := _BY_SOMEBODY.fullmatch(title):
        return is_stop(by["what"])
    pieces = _AND.split(title)
    return len(pieces) > 1 and len(title) <= 40 and all(piece.strip() and is_stop(piece) for piece in pieces)


def _plain(title: str) -> str:
    return _EMOJI.sub("", unicodedata.normalize("NFKC", title)).strip()


def is_container(title: str) -> bool:
    """Say whether a heading stands above talks by its words alone."""
    folded = _plain(title)
    if len(folded) > 40:
        return False
    key = key_of(title)
    day = PART_OF_DAY.sub("", folded.casefold().translate(_NO_BRACKETS).replace(" ", ""))
    day = _DATE_LAST.sub("", day) or day
    return key in CONTAINERS or bool(CONTAINER_SENTENCE.search(folded) or CONTAINER_WHOLE.fullmatch(day))


def is_nameless(title: str) -> bool:
    """Say whether a title names nothing of its own: a day, まとめ, セッション."""
    key = key_of(title)
    return key in STOPS or key in CONTAINERS or bool(_DAY.fullmatch(_plain(title)))


def only_went(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether nothing but having gone somewhere makes a title a report's: one goes to films, too."""
    rest = _GONE.sub("", unicodedata.normalize("NFKC", title))
    return not looks_like_report(rest, tags) and not may_be_report(rest, tags)


def looks_like_report(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether a post tells of an event, by its title alone or by its title and tags."""
    folded = unicodedata.normalize("NFKC", title)
    if ANNOUNCEMENT.search(folded) or OF_A_YEAR.match(folded):
        return False
    if REPORT.search(folded) or any(map(REPORT_TAG.search, tags)):
        return True
    return bool(MAYBE_REPORT.search(folded)) and any(map(MAYBE_TAG.search, tags))


def may_be_report(title: str, tags: tuple[str, ...]) -> bool:
    """Say whether title or tags are such as reports have, too: the text has to decide."""
    folded = unicodedata.normalize("NFKC", title)
    if ANNOUNCEMENT.search(folded) or OF_A_YEAR.match(folded):
        return False
    return bool(MAYBE_REPORT.search(folded)) or any(map(MAYBE_TAG.search, tags))
