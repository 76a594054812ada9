"""Pieces: what of a source is seen, in order, each piece with where it comes from."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from search.model import Mark

SOFT = "\r"
"""A line that only wraps: nothing between wide characters, else a blank."""
HARD = "\n"
"""What parts two lines or paragraphs."""


class Piece(NamedTuple):
    """`text[at:…]` comes from `source[start:end]`: as it is where both are as long, else in place of it."""

    at: int
    start: int
    end: int


class VisibleText(Struct, frozen=True):
    """What a reader sees of a source, and where each piece of it stands there."""

    text: str
    pieces: tuple[Piece, ...]

    def source_of(self, mark: Mark) -> tuple[Mark, ...]:
        """Return the ranges of the source that `text[start:end]` comes from, cut where signs part them."""
        start, end = mark
        found: list[Mark] = []
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1)
        for number in range(first, len(self.pieces)):
            at, begin, stop = self.pieces[number]
            if at >= end:
                break
            behind = self.pieces[number + 1].at if number + 1 < len(self.pieces) else len(self.text)
            if behind - at == stop - begin:
                begin, stop = begin + max(0, start - at), stop - max(0, behind - end)
            elif self.text[at:behind].isspace():
                continue  # A break stands for a tag, which is no part of what is seen.
            if found and found[-1][1] == begin:
                found[-1] = (found[-1][0], stop)
            elif begin < stop:
                found.append((begin, stop))
        return tuple(found)

    def source_marks(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        """Return marks in the text as marks in the source."""
        return tuple(part for mark in marks for part in self.source_of(mark))


def as_written(source: str) -> VisibleText:
    """Return a source of which everything is seen."""
    return VisibleText(source, (Piece(0, 0, len(source)),) if source else ())


class Pieces:
    """Collects pieces. A piece may be taken back (`texts[n] = ""`) as long as the text is not made."""

    __slots__ = ("ends", "source", "starts", "texts")

    def __init__(self, source: str) -> None:
        self.source = source
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def keep(self, start: int, end: int) -> None:
        """Add a piece of the source as it is."""
        if start < end:
            self.put(self.source[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Add a text that stands for a piece of the source."""
        self.texts.append(text)
        self.starts.append(start)
        self.ends.append(end)

    def visible(self) -> VisibleText:
        """Return the text, as `text` does, and where each piece of it comes from."""
        whole = self.text()
        pieces: list[Piece] = []
        at = 0
        for text, start, end in zip(self.texts, self.starts, self.ends, strict=True):
            if text:
                pieces.append(Piece(at, start, end))
                at += len(text)
        return VisibleText(whole, tuple(pieces))

    def text(self) -> str:
        """Return the text: of the breaks between two pieces the strongest, none at the ends."""
        texts = self.texts
        last, waiting, kind = "", -1, ""
        for number, text in enumerate(texts):
            if text in (SOFT, HARD):
                if waiting < 0:
                    waiting, kind = number, text
                elif text == HARD:
                    kind = HARD
                texts[number] = ""
            elif waiting >= 0 and text in " \u3000":
                texts[number] = ""
            elif text:
                if waiting >= 0:
                    texts[waiting] = _between(last, text[0], kind)
                    waiting = -1
                last = text[-1]
        return "".join(texts)


def _between(before: str, behind: str, kind: str) -> str:
    if not before or before == HARD:
        return ""
    if kind == HARD:
        return HARD
    if before.isspace() or behind.isspace() or (is_wide(before) and is_wide(behind)):
        return ""
    return " "


@lru_cache(maxsize=16_384)
def is_wide(character: str) -> bool:
    """Say whether a browser's line break beside this character is no space in Japanese."""
    return unicodedata.east_asian_width(character) in "WF"
