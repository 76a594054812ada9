"""A title in lines: broken between phrases where it can be, as even as they get, none beginning with 。"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from web.pictures.fonts import Font

if TYPE_CHECKING:
    from budoux import Parser

_NO_START = frozenset(
    "、。，．・：；:;ー」』）)]】〕〉》”’？！?!…,.%ァィゥェォッャュョヮァぁぃぅぇぉっゃゅょゎ々ゝゞヽヾ"
)
_NO_END = frozenset("「『（([【〔〈《“‘")
_WORD_END = re.compile(r"(?<= )|(?<=[^「『（(\[【〔〈《])(?=[「『（(\[【〔〈《])")
_STEPS = 6
"""Halvings by which the narrowest width of as many lines is found: to a 64th."""


def broken(text: str, font: Font, width: float, most: int) -> tuple[tuple[str, ...], bool]:
    """Return a text in at most so many lines of a width in em, and whether all of it is in them.

    What does not fit ends in …
    """
    phrases = _phrases_of(text)
    lines = list(_filled(phrases, font, width))
    if len(lines) > most:
        return (*lines[: most - 1], clipped("".join(lines[most - 1 :]), font, width, "…")), False
    low, high = width / 2, width
    for _ in range(_STEPS):
        middle = (low + high) / 2
        tried = list(_filled(phrases, font, middle))
        if len(tried) == len(lines) and all(font.width_of(line) <= middle for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return tuple(lines), True


def clipped(text: str, font: Font, width: float, end: str = "") -> str:
    """Return a text and an `end` no wider than so many em; what has no room is cut off with … for an end."""
    if font.width_of(text + end) <= width:
        return text + end
    while text and font.width_of(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _phrases_of(text: str) -> list[str]:
    """Return the pieces between which a line may end. A space ends one, and stays with it; ( begins one."""
    return [word for phrase in _parser().parse(text) for word in _WORD_END.split(phrase) if word]


def _filled(phrases: Sequence[str], font: Font, width: float) -> Iterator[str]:
    line = ""
    for phrase in phrases:
        if font.width_of((line + phrase).rstrip()) <= width:
            line += phrase
            continue
        # A phrase that is no line's begins where it may and is broken inside.
        pieces = (
            [phrase] if font.width_of(phrase.rstrip()) <= width else list(_pieces_of(phrase, font, width))
        )
        for piece in pieces:
            if line.strip() and font.width_of((line + piece).rstrip()) > width:
                yield line.strip()
                line = ""
            line += piece
    if line.strip():
        yield line.strip()


def _pieces_of(phrase: str, font: Font, width: float) -> Iterator[str]:
    """Yield Latin words and katakana whole unless longer than a line; others with what sticks to them."""
    piece = ""
    for letter in phrase:
        kind = _kind_of(letter)
        glued = letter in _NO_START or piece[-1:] in _NO_END or (kind and kind == _kind_of(piece[-1:]))
        if piece and (not glued or font.width_of(piece + letter) > width):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _kind_of(letter: str) -> str:
    """Return which letters this one makes a word with; empty for none."""
    if letter in ("", " "):
        return ""
    return "latin" if letter.isascii() else "katakana" if "ァ" <= letter <= "ヿ" else ""


@cache
def _parser() -> "Parser":
    # Loaded with the first card that is drawn: a site starts sooner without.
    from budoux import load_default_japanese_parser

    return load_default_japanese_parser()
