"""Below a heading: the first lines of a talk's text, where its speaker is named as often as above."""

import re

from indexer.posts.inline import PERSON, PERSON_END, marked_of
from indexer.posts.names import COMPANY, EMAIL, could_be_person, is_people, is_person, may_be_person
from indexer.posts.people import people_of
from indexer.posts.programme import column_of
from indexer.posts.words import thanks_host
from search.model import Speaker

_STOPS = str.maketrans("．，", "。、")
"""As textbooks are written."""
_POINT = re.compile(r"(?<=さん|くん|.氏|先生)。$")
_LOOKED_AT = 8
"""Lines with text in them, of which a speaker may be named in one."""
_SPEAKER_KEY = (
    r"(?:発表者|登壇者|講演者|話者|講師|スピーカー|プレゼンター|発表"
    r"|登壇|ゲスト|speakers?|presenters?|panelists?|presented by|by)"
)
_LABELLED = re.compile(
    rf"^[-*+・●■◆|>\s]*{_SPEAKER_KEY}(?:さん|名)?\s*(?:::?|[：|｜]|は(?=\S))\s*(?P<people>\S.*?)\s*[|｜]?$",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(rf"^[-*+・●■◆#【\[<\s]*{_SPEAKER_KEY}\s*[】\]>]?\s*[:：]?$", re.IGNORECASE)
_SAID_TO_SPEAK = re.compile(
    r"^(?:発表者|登壇者|講演者|講師|スピーカー)の\s?(?P<people>[^\s、。]{1,16}?(?:さん|氏))(?!の)"
)
_BY = re.compile(r"^[-*+・(（]*\s*(?:by|By|BY|presented by)[\s:：]+(?P<people>\S.{0,60}?)[)）]?$")
_BULLET = re.compile(r"^\s*(?:[-*+・]|\d{1,2}[.)])\s+")
_BOLD = re.compile(
    r"^\s*(?:\*\*|__|<b>|<strong>).{1,120}(?:\*\*|__|</b>|</strong>)\s*(?:さん|氏)?\s*$", re.IGNORECASE
)
_TAIL = re.compile(
    r"\s*(?:の(?:発表|講演|LT|セッション|トーク|話)(?:から|です|でした"
    r"|になります)?|による(?:発表|講演|LT|セッション|トーク)?(?:です)?"
    r"|です|より|から)[。．.]?$"
)
_ORDER = re.compile(
    r"^(?:(?:\d{1,2}|[一二三四五])(?:つ目|つめ|人目|番目|本目|個目)|最初|次|続いて|最後|トップバッター)[はにのが]?、?\s*"
)
_WHO_DOES = re.compile(r"(?:いる|いた|れた|した|である)(?P<who>[一-龯々ァ-ヴーA-Za-z0-9_]{1,16}(?:さん|氏))$")
"""Somebody with what they do before their name: 島で網を作っている磯野さん."""
_TOLD_IN_ENGLISH = re.compile(
    rf"(?P<people>{PERSON}[^{PERSON_END}]{{2,40}}{PERSON_END})\s(?:from|of|at|gave|talked|spoke|told|presented|came|was)\b"
)
_CREDIT = re.compile(
    r"\bfrom\s{0,5}(?:<(?:strong|b)>\s{0,5})?<a\b[^<>]{0,200}\bslideshare\.net/[\w-]{1,80}/?[\"'][^<>]{0,200}>"
    r"\s{0,5}(?P<people>[^<>\n]{2,60}?)\s{0,5}</a>",
    re.IGNORECASE,
)
"""Whose slides they are, below a player of SlideShare."""
_WINDOW = 3_000
_TWEET = re.compile(r"<blockquote\b.{0,3000}?(?:</blockquote>|$)", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
"""Code has @names of its own."""
_NOISE = re.compile(
    r"^\s*(?:>|\.\. |:\w+:|!\[|<(?:iframe|script|img|div|figure|blockquote|!--)|@\[|\{[{%]|```|https?://|@\w+(?:\(\"|\s*\{)|\}\s*$)",
    re.IGNORECASE,
)


def speakers_below(text: str, start: int, end: int, *, is_rst: bool = False) -> tuple[Speaker, ...]:
    """Return the speakers whom the first lines between two offsets name; none when no line surely does."""
    label_at = -10
    for number, source in enumerate(_first_lines(text, start, end)):
        marked = marked_of(source, is_rst=is_rst).strip().translate(_STOPS)
        if not marked or thanks_host(marked):
            continue
        match = _LABELLED.match(marked) or _BY.match(marked)
        people = _POINT.sub("", match["people"]) if match else ""
        if people and _may_name(people) and (found := people_of(people)):
            return found
        if _LABEL_ALONE.match(marked):
            label_at = number
            continue
        bare = _BULLET.sub("", marked)
        if number == label_at + 1 and len(bare) <= 60 and _may_name(bare):
            return people_of(bare)
        if number < 2 and (speaks := _SAID_TO_SPEAK.match(marked)):
            return people_of(speaks["people"])
        if number < 2 and (told := _TOLD_IN_ENGLISH.match(marked)):
            return people_of(told["people"])
        first, _, more = bare.partition("。")
        if number < 4 and len(first) <= 80 and (not more or _TAIL.search(first)):
            shorter = _ORDER.sub("", _TAIL.sub("", first.rstrip()))
            if is_person(shorter):
                return people_of(shorter)
            if len(shorter) < len(first.rstrip()) and (who := _WHO_DOES.search(shorter)):
                return people_of(who["who"])
            if number < 2 and _BOLD.match(source) and may_be_person(shorter):
                return people_of(shorter)
    return _whose_slides(text[start : min(end, start + _WINDOW)])


def speakers_labelled(text: str, start: int, end: int, *, is_rst: bool = False) -> tuple[Speaker, ...]:
    """Return whom the lines between two offsets name, that stand under a heading such as 登壇者."""
    lines = [marked_of(source, is_rst=is_rst).strip() for source in _first_lines(text, start, end)]
    people = [_BULLET.sub("", line) for line in lines if len(line) <= 60]
    named = list(filter(is_person, people)) or list(filter(may_be_person, people[-1:]))
    return tuple(who for line in named for who in people_of(line))


def full_name_below(text: str, start: int, end: int, *, is_rst: bool = False) -> tuple[Speaker, ...]:
    """Return whom the first line between two offsets may name: it is no more than a first name and a last."""
    source = next(iter(_first_lines(text, start, end)), "")
    line = EMAIL.sub("", _BULLET.sub("", marked_of(source, is_rst=is_rst))).strip(" ,")
    return people_of(line) if " " in line and len(line) <= 60 and may_be_person(line) else ()


def is_label(title: str) -> bool:
    """Say whether a heading is no more than a word for who spoke."""
    return bool(_LABEL_ALONE.match(title))


def _whose_slides(text: str) -> tuple[Speaker, ...]:
    """Return the one person whose slides are shown; none where there are several, or a company's."""
    names = {match["people"] for match in _CREDIT.finditer(text)}
    if len(names) != 1:
        return ()
    (name,) = names
    return people_of(name) if may_be_person(name) and not COMPANY.search(name) else ()


def _may_name(people: str) -> bool:
    """Say whether what stands behind a label may be names: the label alone does not make it so."""
    return (
        len(people) <= 120
        and " - " not in people
        and column_of(people) == "other"
        and (is_people(people) or may_be_person(people) or could_be_person(people, 40))
    )


def _first_lines(text: str, start: int, end: int) -> list[str]:
    found: list[str] = []
    window = text[start : min(end, start + _WINDOW)]
    if "```" in window or "~~~" in window:
        window = _CODE.sub("", window)
    window = _TWEET.sub("", window)
    for line in re.split(r"\n|<br\s*/?>|</(?:p|li|div)>", window):
        if line.strip() and not _NOISE.match(line):
            found.append(line)
            if len(found) == _LOOKED_AT:
                break
    return found
