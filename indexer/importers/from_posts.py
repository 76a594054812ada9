"""Posts that were read -> events to write down as notes: their text as Markdown, their ids within a note."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from indexer.importers.html_text import markdown_of
from indexer.importers.imported_event import ImportedEvent
from indexer.notes.ids import dated_id, of_event, slug_of, take_id
from indexer.notes.note import ParsedNote
from indexer.posts.rules import RULE
from search.errors import CorpusError
from search.text.signs.code_blocks import code_blocks

MAX_BYTES = 100_000_000
"""What a blog of decades exports fits; a device has no end."""

_TOO_HIGH = re.compile(r"^ {0,3}#{1,2}(?=[ \t])", re.MULTILINE)
_SETEXT = re.compile(r"^(?=[^\n\S]*+\S)(?P<title>[^\n]++)\n {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_FENCE = re.compile("`{3,}|~{3,}")
_ROUNDS = 4
"""Where one fence is text, others pair otherwise. Who needs more rounds wrote no code."""
_HTML = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|a|br|blockquote|pre|table|span|strong|em|img|iframe)\b[^<>]*>", re.I
)


def data_of(path: Path) -> bytes:
    """Return what a file to import holds; raises OSError, and `CorpusError` for one without an end."""
    with path.open("rb") as file:
        return bounded(path, file)


def bounded(path: Path, file: BinaryIO) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CorpusError(f"{path} は大きすぎます({MAX_BYTES // 1_000_000} MB まで)。分けてください")
    return data


def imported_of(note: ParsedNote) -> ImportedEvent | None:
    """Return the event of a post under an id made of its day and name; None when the post is left out."""
    if note.event is None:
        return None
    own = slug_of(note.event.name) or slug_of(note.event.id)
    event = replace(note.event, id=dated_id(note.event.date, own), note=_text_of(note.event.note))
    talks = (
        replace(talk, title=" ".join(talk.title.split()), body=_text_of(talk.body))
        for talk in of_event(note.talks, event)
    )
    return ImportedEvent(event, tuple(talks))


def without_doubles(events: list[ImportedEvent]) -> tuple[ImportedEvent, ...]:
    """Give the later of two events with one id `-2`: several posts may tell of one evening."""
    taken: set[str] = set()
    kept: list[ImportedEvent] = []
    for one in events:
        event = replace(one.event, id=take_id(one.event.id, taken))
        kept.append(ImportedEvent(event, of_event(one.talks, event)))
    return tuple(kept)


def _text_of(text: str) -> str:
    """Return a body that can stand in a note: Markdown without headings that would begin a talk, or rules.

    Code stays as it is, for nothing in it is a heading. What nobody closed would end in another talk, and is
    text: its fence gets a backslash.
    """
    if len(_HTML.findall(text)) >= 2:
        text = markdown_of(text)
    blocks = code_blocks(text)
    for _ in range(_ROUNDS):
        if all(block.closed for block in blocks):
            break
        text = _escaped(text, [block.start for block in blocks if not block.closed])
        blocks = code_blocks(text)
    else:
        text, blocks = _FENCE.sub(r"\\\g<0>", text), []
    # Behind the last that closes a comment, none is closed.
    parts, at, last = [], 0, text.rfind("-->")
    for block in (*blocks, None):
        end = block.start if block else len(text)
        closed = max(at, min(last, end))
        parts.append(_lowered(text[at:closed] + text[closed:end].replace("<!--", "&lt;!--")))
        if block:
            parts.append(text[block.start : block.end])
            at = block.end
    return "".join(parts).strip("\n")


def _escaped(text: str, fences: Sequence[int]) -> str:
    """Put a backslash before the first fence behind each of these places."""
    parts, at = [], 0
    for fence in fences:
        if sign := _FENCE.search(text, fence):
            parts += [text[at : sign.start()], "\\"]
            at = sign.start()
    return "".join((*parts, text[at:]))


def _lowered(text: str) -> str:
    text = _TOO_HIGH.sub("###", _SETEXT.sub(r"### \g<title>", text))
    lines = ("" if RULE.match(line) else line.replace("\xa0", " ").rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
