"""The event of a post: its name without 「に参加してきた」, its hashtag, its page and its venue."""

import re

from msgspec import Struct

from indexer.posts.inline import visible_of
from indexer.posts.report_titles import HANDS_ON, MEETINGS, REPORT, event_beside
from indexer.posts.technologies import is_known_name
from indexer.posts.venue import venue_of

_HASHTAG = re.compile(
    r"(?<![\w&/#＃])[#＃](?P<tag>(?!\d+(?:[\Wぁ-ん一-龯]|$))(?:\w{2,50}?(?=[にでへをはがとも][ぁ-んァ-ヶ一-龯]{2})(?<=[A-Za-z0-9_])"
    r"|[^\s#＃()（）「」『』\[\]【】,、。.:：/&!！?？]{2,50}))"
)
"""A sentence may go on behind it without a blank; `#3に` is a number."""
_HASHTAG_LINE = re.compile(
    r"(?:ハッシュタグ|hash\s?tag)[^#＃\n]{0,20}[#＃](?P<tag>[A-Za-z0-9_]{2,50}(?=[ぁ-ん])|\w{2,50})",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^\s*[【\[［(（<＜](?P<inside>[^【】\[\]［］()（）<>＜＞]{1,30})[】\]］)）>＞]\s*")
_TRAILING = re.compile(r"\s*[【\[［(（<＜](?P<inside>[^【】\[\]［］()（）<>＜＞]{1,30})[】\]］)）>＞]\s*$")
_LABEL = re.compile(
    r"参加|イベント|レポ|れぽ|勉強会$|^勉強会|感想|メモ|日記|備忘|報告"
    r"|report|event|レビュー|雑記|^lt$|^ブログ|随時更新|更新中|満員御礼|増枠|追加枠|増席|緊急開催|参加無料|無料開催|^(?:完全)?オンライン(?:開催)?$|初心者歓迎"
    r"|\d{1,2}[/月]\d{1,2}日?",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\s*(?:に|へ|で|を|にて|の|、)?\s*(?:[ぁ-ん、]{0,4}(?:今年も|今回も"
    r"|また|ついに|初めて|はじめて|初|友人と|一般|オンライン(?:で)?"
    r"|現地|リモート(?:で)?|オフライン(?:で)?|スタッフとして|LT枠で"
    r"|聴講者として|登壇者として|学生枠で|ブログ枠で)\s*)?"
    r"(?:参加|行っ?[たて]|行きまし|いって|いった|いきまし|出席|潜入"
    r"|(?<=を)(?:[聴聞見観]き?に|[聴聞]いて(?:き|来|みまし|みた)|受けてき|受けに|受講)"
    r"|お邪魔|突撃し|遠征(?=[をしに]|$)|顔を出し|足を運|遊びに|聞きに|観に|見に|出て(?:き|み)"
    r"|来て(?:い[るたま]|き|ま)|来(?:た|ました)|聴講|視聴|参戦).*$"
)
_SPOKE = re.compile(
    r"(?:にて|に|で)(?:、|「|『|初|LT|ＬＴ|[^\s]{0,20}(?:として|について"
    r"|という|を題に|の話を|を))?[^\n]{0,80}?(?:登壇|発表|話を?し|話をさせ"
    r"|喋|しゃべ|LTを?し|LTデビュー|講演|講師(?:を?し|とし)|紹介して(?:き|み)|トークし|参加)[^\n]{0,30}$"
)
_NOUN = re.compile(
    r"\s*(?:の|[:：|｜—–-])?\s*(?:個人的な?|個人用|自分用|簡易)?\s*(?:参加|聴講|視聴|観戦|参戦|イベント"
    r"|開催|勉強会|ツイート|つぶやき)?\s*(?:レポート?|れぽーと|れぽ|メモ|ログ|記録|感想(?:文)?"
    r"|まとめ|報告(?:書)?|備忘録|日記|雑感|速報|体験記|体験レポート"
    r"|参加記|アウトラインメモ|参加側感想|参加者側感想|ふりかえり|振り返り"
    r"|report)"
    r"(?:\s*(?:です|など|等|その\d|[!！。]))*\s*$",
    re.IGNORECASE,
)
_GONE_TO = re.compile(
    r"^(?:勉強会|イベント|セミナー|カンファレンス|講演会|ハンズオン|LT会?)?\s*(?:[にへ]\s*)?"
    r"(?:参加|行っ|いっ|(?:参加|聴講)?(?:レポ(?:ート)?|メモ|報告|記録))[^「」『』\s]{0,12}\s?[「『](?P<name>[^「」『』]{3,100})[」』]\s*(?:[(（][前中後]編[)）]\s*)?(?:[#＃]\S{2,60}\s*)*$"
)
"""What it was comes first, its name behind."""
_HELD = re.compile(
    r"[、も]?\s*無事に?(?:終|開催).*$|\s*に登壇$|を終えて.{0,12}$|(?<=[A-Za-z\d])\s?とは[?？]?$|(?:\s*[をにへで]\s*|\s+)(?:開催|主催|見学|観覧|受講|出演|登壇|運営)"
    r"(?:する|した|しました|して(?:い|き)(?:た|ました)|されました)(?:[よね]?[\s!！。〜～♪–—-].*)?$"
)
_SPOKE_OF = re.compile(
    r"^(?P<name>[^「『“\"]{3,40}?)(?:にて|に|で|\s|(?=[「『]))、?\s*(?:[「『].+[」』]|[“\"].+[”\"]).{0,12}(?:発表|登壇|LT|話|喋|しゃべ|トーク)",
    re.IGNORECASE,
)
_QUOTED_BEHIND = re.compile(
    r"^.{2,60}?\s[/／|｜]\s[「『](?P<name>[^「」『』]{4,80})[」』]\s?(?:の(?:感想|まとめ|メモ|レポ|参加)|[にへ](?:参加|行)).{0,20}$"
)
"""What somebody did there comes first, the event's name behind."""
_WHEN_FIRST = re.compile(
    r"^(?:(?:先日|今日|本日|昨日|先週|週末|今年|去年|昨年|この前|今回)(?:[のもは、]|、?\s)\s*)(?=\S{3})"
)
_AS_WHAT_LAST = re.compile(
    r"(?:\s*[にへで]\s*[^\s「」『』、にへ]{1,16}として|\s?の?(?:当日|コア)?(?:スタッフ|ボランティア)(?:として)?|\sの?当日)$"
)
"""What somebody was there, left over of 「当日スタッフとして参加」."""
_NO_NAME = re.compile(
    r"(?:これ|今|いま)ま(?:で(?:に?(?:参加し|行っ|出席し)た)?)?|過去|最近|はじめて|初めて|ついに|勉強会|イベント"
)
"""What is left of a title that names no event before its verb."""
_DAY_FIRST = re.compile(
    r"^\s*(?:(?:19|20)\d\d\s?[./年-]\s?\d{1,2}\s?[./月-]\s?\d{1,2}日?|\d{1,2}(?:/\d{1,2}|月\d{1,2}日))(?![\d.年])"
    r"\s*(?:[(（][月火水木金土日](?:曜日?)?[・祝休]*[)）])?\s*(?:の|に|[,、:：])?\s*(?=[^\s\d./~〜～がはもをで-])"
)
_LOG_OF = re.compile(r"^(?:登壇|発表|参加|聴講)(?:ログ|メモ|記録?|レポート?|報告|資料|スライド)\s*[:：]\s*")
_TALK_AT = re.compile(
    r"^(?P<talk>[「『].{2,80}[」』]|[^@＠「」『』]{8,80}?)\s*(?:\s[@＠]\s?|[@＠]\s)(?P<name>[^@＠]{4,60})$"
)
_SLIDES_OF = re.compile(
    r"^(?P<name>[^「『]{4,60}?)\s*(?:[「『].{2,100}[」』])\s*の?\s*(?:発表|登壇)?(?:スライド|資料|補足.{0,12}|解説)$"
    r"|^(?:発表|登壇)?(?:スライド|資料)\s*[「『].{2,100}[」』]\s*[(（](?P<inside>[^()（）]{4,60})[)）]$"
)
"""The title of somebody's own talk, with where it was given."""
_MAY_BE_NAME = re.compile(r"[A-Za-z]{2}|会(?![社場])|祭|ナイト|カンファ|ミート|フェス")
_NUMBERED = re.compile(
    r"(?<!\d)20\d\d(?!\d)|[#＃]\s?\d|boot\s?camp|(?<![a-z])vol\b|(?:会|ナイト|night|\.(?:rb|js|py|go|pm|r))$",
    re.IGNORECASE,
)
_SO_CALLED = re.compile(r"[#＃](?=[^\s#＃]{2,40}\s*(?:という|って))")
_SIGNS = re.compile(r"[^\w.+# -]+")
_EMPTY = re.compile(r"[(（\[【「『]\s*[)）\]】」』]")
_PARTICLE_FIRST = re.compile(
    r"\s*(?:の|で|に|を|が|は|と|へ|も|にて)(?=\s|[^ぁ-ん])|\s*(?:[A-Z][A-Za-z]{1,11}\s)?[#＃]?\d{1,4}(?!\d)"
)
_QUOTED = re.compile(r"^[「『“\"](?P<name>[^「」『』“”\"]{3,100})[」』”\"]")
_ENDS = " 　\t、,。.・:：|｜-–—!！に"
_WAVES = "〜～~"
_DATE = re.compile(
    r"\s*[(（\[]?(?:19|20)\d\d(?:[/.-]\d{1,2}[/.-]\d{1,2}|\d{4}|年\d{1,2}月\d{1,2}日)\s*(?:開催)?(?:"
    r"[(（][月火水木金土日][)）])?\s*[)）\]]?\s*$"
)


class EventFacts(Struct, frozen=True):
    name: str
    hashtag: str
    venue: str


def event_facts_of(title: str, head: str, hashtag: str = "", venue: str = "") -> EventFacts:
    """Read the event off the post's title and the head of its text (both visible text)."""
    name, tags = event_name_of(title)
    line = _HASHTAG_LINE.search(head)
    return EventFacts(
        name,
        hashtag.lstrip("#＃") or (tags[0] if tags else "") or (line["tag"] if line else ""),
        venue or venue_of(head),
    )


def event_name_of(title: str) -> tuple[str, tuple[str, ...]]:
    """Return the event's name in a post's title, and the hashtags that stand there.

    Whatever is taken off, a name is left: a title that is nothing but 「参加レポート」 stays as it is.
    """
    whole = " ".join(visible_of(title).split())
    tags = tuple(match["tag"] for match in _HASHTAG.finditer(whole))
    name = " ".join(_without_hashtags(whole).split())
    name = event_beside(name) or name
    for _ in range(4):
        before = name
        name = _without(name, _DATE, _DAY_FIRST, _LOG_OF, _WHEN_FIRST)
        name = _of_own_talk(name)
        name = _without_labels(name)
        if (gone_to := _GONE_TO.match(name)) or (gone_to := _QUOTED_BEHIND.match(name)):
            name = gone_to["name"]
        if (spoke_of := _SPOKE_OF.match(name)) and _MAY_BE_NAME.search(spoke_of["name"]):
            name = _trimmed(spoke_of["name"])
        name = _without(name, _GOING, _HELD, _AS_WHAT_LAST)
        spoke = _SPOKE.sub("", name)
        if any(kind.search(spoke) for kind in (REPORT, HANDS_ON, MEETINGS, _NUMBERED)):
            name = _shorter(name, spoke)
        name = _without(name, _NOUN)
        if name == before:
            break
    if (quoted := _QUOTED.match(name)) and len(name) <= len(quoted[0]) + 2:
        name = quoted["name"]
    return name.strip(" 　") or whole, tags


def _of_own_talk(name: str) -> str:
    """Return the event in a title that has somebody's own talk before or in it."""
    if ("「" in name or "『" in name) and (slides_of := _SLIDES_OF.match(name)):
        return _trimmed(slides_of["name"] or slides_of["inside"])
    at = _TALK_AT.match(name) if "@" in name or "＠" in name else None
    if at is None or REPORT.search(at["talk"]) or at["talk"].count("(") != at["talk"].count(")"):
        return name
    return _trimmed(at["name"]) if REPORT.search(at["name"]) or _NUMBERED.search(at["name"]) else name


def _without_hashtags(title: str) -> str:
    """Take hashtags out, but for one that is all the name there is, or that a sentence begins with."""
    rest = _EMPTY.sub(" ", _HASHTAG.sub(" ", _SO_CALLED.sub("", title)))
    if (first := _HASHTAG.match(title)) and _PARTICLE_FIRST.match(rest):
        rest = f"{first['tag']} {rest.strip()}"
    shorter = _GOING.sub("", rest).strip(_ENDS + _WAVES + "()（）")
    if len(re.sub(r"[\W\d_]", "", shorter)) >= 2 or not _HASHTAG.search(title):
        return rest
    return title.replace("#", "").replace("＃", "")


def _without_labels(name: str) -> str:
    for pattern in (_LEADING, _TRAILING):
        match = pattern.search(name)
        # What a post is about stands before its title; behind it stands what the event was about.
        is_topic = match and pattern is _LEADING and is_known_name(_SIGNS.sub("", match["inside"]))
        if match and (is_topic or _LABEL.search(match["inside"])):
            name = _without(name, pattern)
    return name


def _without(name: str, *patterns: re.Pattern[str]) -> str:
    """Take out what each pattern finds."""
    for pattern in patterns:
        name = _shorter(name, pattern.sub("", name))
    return name


def _trimmed(name: str) -> str:
    """Take signs off both ends; one wave of 〜a pair〜 stays with the other."""
    name = name.strip(_ENDS)
    for sign in _WAVES:
        while name.count(sign) % 2 and (name.startswith(sign) or name.endswith(sign)):
            name = (name[:-1] if name.endswith(sign) else name[1:]).strip(_ENDS)
    return name


def _shorter(name: str, cut: str) -> str:
    cut = _trimmed(cut)
    if any(abs(_open_in(cut, pair)) > abs(_open_in(name, pair)) for pair in ("「」", "『』")):
        return name.strip()
    return cut if len(cut) >= 2 and not _NO_NAME.fullmatch(cut) else name.strip()


def _open_in(name: str, pair: str) -> int:
    return name.count(pair[0]) - name.count(pair[1])
