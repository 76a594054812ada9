"""Pasted text: no headings, but rules of hyphens, `■` heads or bold lines between the talks."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from indexer.posts.inline import marked_of, visible_of
from indexer.posts.links import Found
from indexer.posts.names import is_people, may_be_person
from indexer.posts.naming import Named, named_of
from indexer.posts.openings import opening_of
from indexer.posts.outline import Heading
from indexer.posts.words import is_stop
from search.model import Speaker

RULE = re.compile(
    r"^[ \t]*(?:[-=_*~＝－―ー─━・＊～〜◇◆□■☆★…]{3,}|(?:[-*_][ \t]){2,}[-*_])[ \t]*$", re.MULTILINE
)
_HEAD = re.compile(
    r"^[ \t\u3000]*(?P<sign>[■□◆◇●○▼▽▲△★☆◎▶►])[ \t\u3000]*(?P<title>\S[^\n]{0,200})$", re.MULTILINE
)
_BOLD = re.compile(
    r"^[ \t]*(?:\*\*|__|<p>\s*<(?:b|strong)>|<b>|<strong>)(?P<title>[^*\n<]{2,200})(?:\*\*"
    r"|__|</(?:b|strong)>)(?:</p>)?[ \t:：]*$",
    re.MULTILINE | re.IGNORECASE,
)
_BRACKETS = re.compile(r"^[ \t\u3000]*(?P<title>【[^【】\n]{2,120}】[^\n]{0,80})$", re.MULTILINE)
_SHORT_LINE = re.compile(
    r"^[ \t\u3000]*(?P<item>[-*+・][ \t]*|\d{1,2}[.)][ \t]+)?(?P<title>[^\s#>|][^\n]{5,140})$", re.MULTILINE
)
_HATENA = re.compile(
    r"^(?P<stars>\*{1,3})(?:\[[^\[\]\n]{1,40}\])?(?P<title>[^\s*\d\[\]][^*\n]{1,200})$", re.MULTILINE
)
"""A heading in Hatena's own notation: stars without a blank, a category in brackets."""
_CLOCK = r"\d{1,2}[:：]\d{2}"
_ITEM = re.compile(
    rf"^(?P<mark>[-*+・](?=[ \t])|\d{{1,2}}[.)．]|{_CLOCK}(?:[ \t]*[-–~〜～][ \t]*{_CLOCK})?(?=[ \t\u3000]))"
    r"[ \t\u3000]*(?P<title>\S[^\n]{0,140})$",
    re.MULTILINE,
)
"""An item of a list, not indented: with a sign, a number or a time."""
_BEHIND_LIST = re.compile(r"^[ \t]*\n(?=[^\s*+・\d-])", re.MULTILINE)
_QUOTE_SIGNS = re.compile("[「『“]")
_A_LIST = 3
_NAME_BELOW = 80
MISSED = re.compile(
    r"[聞聴き]けなかった|[聞聴き]けず|[聞聴き]けません|[聞聴き]き逃し|[聞聴]きそび?れ|聞いてない|見られなかった|見れなかった"
    r"|間に合わず|間に合わなかった|見逃し"
)
_WANTED = re.compile(r"\s*(?P<about>[^。、]{2,40}?)[もはをが]?、?[聞聴き]きたかった")
_NOT_HEARD = re.compile(
    r"(?:[^。、]{0,20}(?:遅刻|遅れ|都合|仕事|電車)[^。、]{0,12}[、で])?\s*(?P<about>[^。、]{2,40}?(?:の(?:お?話|発表|LT|セッション|講演))?)"
    r"[もはをが]、?[^。]{0,15}?(?:[聞聴き]け|[聞聴き]き逃|見逃|間に合わ|[聞聴]きそ)"
)
_MISSED_HEADING = re.compile(
    r"\W*(?:[聞聴]けなかった|[聞聴]き逃した|見られなかった|見れなかった|[聞聴]きたかった)(?:発表|セッション|LT|講演|トーク|話|もの)?(?:たち)?\W*"
)
_ADDRESS = re.compile(r"https?://\S+|[\s　]+")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,60}\]:\s*\S+.*$", re.MULTILINE)
"""Where a link of Markdown leads, written at the end of a text."""
_SLIDES = re.compile(r"slide|speakerdeck|docswell|youtu", re.IGNORECASE)
_LONGEST_NAME = 24
_CLAUSE = re.compile(r"[はがをも。]|[ただるいでのに]\Z|\A\W")
"""Part of a sentence: no name of a talk."""
_MAY_BE_TALK = re.compile(r"発表|LT|セッション|講演|トーク|話|[A-Za-z][A-Za-z.+#]|[ァ-ヴー]{3,}|[「『]")
_TALK_AT_END = re.compile(r"の(?:お?話|発表|LT|セッション|講演|回)\Z")
_LEAD = re.compile(r"^[\s>*+・\-]+")
_NO_ONE_TALK = re.compile(
    r"^(?:他|ほか|その他|裏|残り|あまり|いくつか|一部|前半|後半|途中|参加)|(?:もの|の|人)[がはもをに]|しか"
)
"""What is said of many talks, or of no talk's name."""
_MANY = re.compile(rf"(?:{MISSED.pattern})[^。]{{0,20}}(?:多かった|多い|たくさん|いくつか)")
_NAME = re.compile(
    r"さん|氏|[「『@＠]|[A-Za-z]{3}|(?!(?:セッション|トーク|スライド|スピーカー))(?<![ァ-ヴー])[ァ-ヴー]{3}"
)
_MISSED_TALK = re.compile(r"発表|LT|セッション|講演|トーク|話")
_MISSED_ABOUT = re.compile(
    r"[（(「『](?P<about>[^（）()「」『』。^;]{3,60})[)）」』]\s*(?:さん)?(?=[はもをがの]|という|って)"
)


class Part(Struct, frozen=True):
    """What stands between two rules: a talk when it begins with who spoke."""

    start: int
    end: int
    named: Named
    speakers: tuple[Speaker, ...]
    body: int


def is_about_missed(title: str) -> bool:
    """Say whether a heading stands above what its author did not hear."""
    return bool(_MISSED_HEADING.fullmatch(title.strip()))


def named_headings(text: str, start: int) -> list[Heading]:
    """Return lines that say more surely than rules where talks begin, for somebody is named behind or below
    most of them: quoted titles with who gave them, items of a list, bold lines with a name below; none where
    they are few.
    """
    lines = [line for line in _SHORT_LINE.finditer(text, start) if _QUOTE_SIGNS.search(line["title"])]
    quoted = [line for line in lines if _names_speaker(line["title"])]
    if len(quoted) >= (2 if all(line["item"] for line in quoted) else _A_LIST):
        return _headings_of(quoted, text)
    if items := _named_items(text, start):
        return items
    bold = list(_BOLD.finditer(text, start))
    named = sum(map(_is_somebody, (_line_below(text, match) for match in bold)))
    return _headings_of(bold, text) if named >= _A_LIST and 2 * named > len(bold) else []


def _named_items(text: str, start: int) -> list[Heading]:
    """Return the items of a list that is one of talks, for most of its items name somebody for sure.

    What follows a list with signs is marked by a heading without a title: it is no part of the last talk.
    """
    items = list(_ITEM.finditer(text, start))
    if len(items) < _A_LIST:
        return []
    named = [named_of(marked_of(item["title"])) for item in items]
    sure = sum(bool(one.speakers) and len(one.title) > 1 and not is_stop(one.title) for one in named)
    if sure < _A_LIST or 2 * sure <= len(items):
        return []
    found = _headings_of(items, text)
    if items[-1]["mark"] in "-*+・" and (behind := _BEHIND_LIST.search(text, items[-1].end())):
        found.append(Heading(1, "", behind.end(), behind.end()))
    return found


def _headings_of(lines: Sequence[re.Match[str]], text: str) -> list[Heading]:
    return [Heading(1, line["title"].strip(), line.start(), min(line.end() + 1, len(text))) for line in lines]


def _names_speaker(line: str) -> bool:
    """Say whether a line is no more than a quoted title and who gave it."""
    named = named_of(marked_of(line))
    return bool(named.speakers) and (named.is_quoted or f"「{named.title}」" in line)


def _line_below(text: str, line: re.Match[str]) -> str:
    return text[line.end() + 1 : line.end() + 1 + _NAME_BELOW].partition("\n")[0]


def _is_somebody(line: str) -> bool:
    shown = marked_of(line).strip(" -*・")
    return len(shown) <= _NAME_BELOW and (is_people(shown) or may_be_person(shown))


def pseudo_headings(text: str, start: int) -> list[Heading]:
    """Return lines that serve as headings where a post has none: two of one kind, or a lone ■.

    Hatena's own notation has levels.
    """
    lone: list[Heading] = []
    starred = list(_HATENA.finditer(text, start))
    if len(starred) >= 2:
        return [
            Heading(len(line["stars"]), line["title"].strip(), line.start(), min(line.end() + 1, len(text)))
            for line in starred
        ]
    for pattern in (_HEAD, _BRACKETS, _BOLD):
        found = [
            Heading(1, match["title"].strip(), match.start(), min(match.end() + 1, len(text)))
            for match in pattern.finditer(text, start)
        ]
        ends = [*(one.start for one in found[1:]), len(text)]
        found = [one for one, end in zip(found, ends, strict=False) if not _is_address(text, one, end)]
        if len(found) >= 2:
            return found
        lone = lone or (found if pattern is _HEAD else [])
    return lone


def _is_address(text: str, heading: Heading, end: int) -> bool:
    """Say whether a line with its text, up to an offset, is the name of a page and no talk's: its address
    stands below, and nothing else or what the line itself links to; who names somebody names a talk.
    """
    below = _DEFINITION.sub("", text[heading.end : end])
    if _SLIDES.search(heading.source + below):
        return False
    if not _ADDRESS.sub("", below):
        is_link = "](http" in heading.source or "<a " in heading.source
        return is_link or bool(below.strip() and not named_of(marked_of(heading.source)).speakers)
    first = below.split(maxsplit=1)[0]
    return first.startswith("http") and first in heading.source


def parts_of(text: str, start: int, links: Sequence[Found]) -> tuple[Part, ...]:
    """Return the talks of a text that has only rules; none unless two of its parts name who spoke."""
    edges = [start, *(match.end() for match in RULE.finditer(text, start)), len(text)]
    if len(edges) < 4:
        return ()
    starts = [match.start() for match in RULE.finditer(text, start)] + [len(text)]
    parts = [_part_of(text, first, end, links) for first, end in zip(edges[1:-1], starts[1:], strict=True)]
    talks = tuple(part for part in parts if part is not None)
    return talks if len(talks) >= 2 else ()


def missed_in(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the talks between two offsets that the author missed: where it says so and what it was about."""
    seen = -1
    for match in MISSED.finditer(text, start, end):
        if match.start() < seen:
            continue
        at = text.rfind("\n", start, match.start()) + 1 or start
        stop = text.find("\n", match.end(), end)
        seen = stop if stop >= 0 else end
        if text.startswith(".. ", at):
            continue  # A comment of reST.
        if missed := _missed(visible_of(text[at:seen]).strip()):
            yield at, missed


def _missed(line: str) -> str:
    """Return what a line says to have missed; empty when it is no talk."""
    line = _LEAD.sub("", line)
    if _MISSED_HEADING.fullmatch(line) or _MANY.search(line):
        return ""
    is_talk = bool(_MISSED_TALK.search(line))
    about = _MISSED_ABOUT.search(line) if is_talk else None
    if about and not MISSED.search(about["about"]) and about["about"].count("。") == 0:
        return about["about"]
    if about := _WANTED.match(line) or _NOT_HEARD.match(line):
        name = _TALK_AT_END.sub("", about["about"]).strip(" 　、")
        if len(name) <= _LONGEST_NAME and _MAY_BE_TALK.search(name) and not _CLAUSE.search(name):
            return name
    is_one = len(line) <= 60 and "。" not in line[:-1] and not _NO_ONE_TALK.search(line)
    return line if is_talk and is_one and _NAME.search(line) else ""


def _part_of(text: str, start: int, end: int, links: Sequence[Found]) -> Part | None:
    opening = opening_of(text, start, end, links)
    if opening is None:
        return None
    return Part(start, end, Named(opening.title), opening.speakers, min(opening.body, end))
