"""Pasted text: no headings, but rules of hyphens, `■` heads or bold lines between the talks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.posts.inline import marked_of, unmarked
from indexer.posts.naming import Named, named_of
from indexer.posts.outline import Heading
from indexer.posts.people import is_person, people_of
from indexer.posts.words import is_stop
from search.model import Speaker

_RULE = re.compile(r"^[ \t]*(?:[-=_*~＝－―ー─━・]{3,}|(?:[-*_][ \t]){2,}[-*_])[ \t]*$", re.MULTILINE)
_HEAD = re.compile(
    r"^[ \t\u3000]*(?P<sign>[■□◆◇●○▼▽▲△★☆◎▶►])[ \t\u3000]*(?P<title>\S[^\n]{0,200})$", re.MULTILINE
)
_BOLD = re.compile(
    r"^[ \t]*(?:\*\*|__|<p>\s*<(?:b|strong)>|<b>|<strong>)(?P<title>[^*\n<]{2,200})(?:\*\*"
    r"|__|</(?:b|strong)>)(?:</p>)?[ \t:：]*$",
    re.MULTILINE | re.IGNORECASE,
)
_BRACKETS = re.compile(r"^[ \t\u3000]*(?P<title>【[^【】\n]{2,120}】[^\n]{0,80})$", re.MULTILINE)
_OPENING = re.compile(
    r"(?P<people>\S.{0,40}?(?:さん|氏)(?:\s*[（(][^（）()]{0,40}[)）])?(?:\s*[@＠][\w.-]{1,"
    r"40})?|[@＠][A-Za-z0-9_][\w.-]{1,38}(?:さん)?)"
    r"\s*(?:の(?:発表|LT|話|講演|セッション|トーク)(?:から|です|でした)?"
    r"|から|です|より|による(?:発表|LT))?\s*[。.:：]?$"
)
_ABOUT = re.compile(r"^.{2,60}(?:話|はなし|発表|件|紹介)(?:です|でした)?[。.]?$")
_SENTENCE = re.compile(r"[。]|(?:です|ます|ました|でした)[。.!！]?$")
_MISSED = re.compile(
    r"聞けなかった|聞けず|聴けなかった|聴けず|聞き逃し|聞きそびれ|聞いてない"
    r"|見られなかった|見れなかった|間に合わず|間に合わなかった"
)
_MISSED_TALK = re.compile(r"発表|LT|セッション|講演|トーク|話")
_MISSED_ABOUT = re.compile(r"[（(「『](?P<about>[^（）()「」『』]{2,60})[)）」』]")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two rules: a talk when it begins with who spoke."""

    start: int
    end: int
    named: Named
    speakers: tuple[Speaker, ...]
    body: int


def pseudo_headings(text: str, start: int) -> list[Heading]:
    """Return lines that serve as headings where a post has none: one kind, at least two of it."""
    for pattern in (_HEAD, _BRACKETS, _BOLD):
        found = [
            Heading(1, match["title"].strip(), match.start(), min(match.end() + 1, len(text)))
            for match in pattern.finditer(text, start)
        ]
        if len(found) >= 2:
            return found
    return []


def parts_of(text: str, start: int) -> tuple[Part, ...]:
    """Return the talks of a text that has only rules; none unless two of its parts name who spoke."""
    edges = [start, *(match.end() for match in _RULE.finditer(text, start)), len(text)]
    if len(edges) < 4:
        return ()
    starts = [match.start() for match in _RULE.finditer(text, start)] + [len(text)]
    parts = [_part_of(text, first, end) for first, end in zip(edges[1:-1], starts[1:], strict=True)]
    talks = tuple(part for part in parts if part is not None)
    return talks if len(talks) >= 2 else ()


def missed_in(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the talks that the author missed: the line and what it was about."""
    for number, line in lines:
        if _MISSED.search(line) and _MISSED_TALK.search(line):
            about = _MISSED_ABOUT.search(line)
            yield number, about["about"] if about else line.strip()[:60]


def _part_of(text: str, start: int, end: int) -> Part | None:
    """Read the first lines of a part: who spoke, and a title where one stands before or after."""
    lines: list[tuple[int, str]] = []
    at = start
    while at < end and len(lines) < 4:
        stop = text.find("\n", at, end)
        stop = stop if stop >= 0 else end
        if text[at:stop].strip():
            lines.append((stop, marked_of(text[at:stop]).strip()))
        at = stop + 1
    speaker_at = -1
    speakers: tuple[Speaker, ...] = ()
    for number, (_, line) in enumerate(lines[:3]):
        match = _OPENING.fullmatch(line)
        if match and is_person(match["people"]):
            speaker_at, speakers = number, people_of(match["people"])
            break
        named = named_of(line)
        if named.speakers and len(line) <= 100:
            return Part(start, end, named, named.speakers, min(lines[number][0] + 1, end))
    if speaker_at < 0 or not speakers:
        return None
    title, last = "", speaker_at
    before = [unmarked(line) for _, line in lines[:speaker_at] if line]
    after = unmarked(lines[speaker_at + 1][1]) if speaker_at + 1 < len(lines) else ""
    if before and len(before[0]) <= 80 and not is_stop(before[0]) and not _SENTENCE.search(before[0]):
        title = before[0]
    elif after and len(after) <= 60 and not _SENTENCE.search(after):
        title, last = after, speaker_at + 1
    elif _ABOUT.match(after):
        title = after
    return Part(start, end, Named(title), speakers, min(lines[last][0] + 1, end))
