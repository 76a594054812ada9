"""Fonts: which characters they have and how wide these are, and what is shown for the others.

Only two tables of a font are read: `cmap` in its format 12 and `hmtx`. OpenType 1.9, "cmap" and "hmtx".
"""

import struct
import unicodedata
from array import array
from bisect import bisect_right
from functools import cache

import pylopdf_fonts_jp

MISSING = "\N{GETA MARK}"
"""What printers of Japanese have always put where they had no type."""

_UNICODE_FULL = (3, 10)
"""The platform and encoding whose table holds all of Unicode."""


class Font:
    """One font file. Widths are in em."""

    def __init__(self, content: bytes) -> None:
        tables = _tables_of(content)
        (units,) = struct.unpack_from(">H", content, tables["head"] + 18)
        (metrics,) = struct.unpack_from(">H", content, tables["hhea"] + 34)
        advances = struct.unpack_from(">" + "HH" * metrics, content, tables["hmtx"])[::2]
        self._advances = array("f", (advance / units for advance in advances))
        groups = _groups_of(content, tables["cmap"])
        self._first, self._last, self._glyph = (array("L", column) for column in zip(*groups, strict=True))
        self._widths: dict[str, float] = {}

    def width(self, letter: str) -> float | None:
        """Return how wide a character is; None if the font has no picture of it."""
        place = bisect_right(self._first, ord(letter)) - 1
        if place < 0 or ord(letter) > self._last[place]:
            return None
        glyph = self._glyph[place] + ord(letter) - self._first[place]
        # Glyphs behind the last width are as wide as it.
        return self._advances[min(glyph, len(self._advances) - 1)] if glyph else None

    def width_of(self, text: str) -> float:
        """Return how wide a text is of which the font has every character."""
        # A line is measured a few hundred times before it is set.
        known = self._widths
        for letter in text:
            if letter not in known:
                known[letter] = self.width(letter) or 0.0
        return sum([known[letter] for letter in text])

    def shown(self, text: str) -> str:
        """Return a text in characters that the font has, and none that XML could not hold.

        A character without a picture becomes its plain form or its letter without accents; a run of others
        becomes one 〓. What is not seen anyway is left out.
        """
        shown: list[str] = []
        for letter in unicodedata.normalize("NFC", " ".join(text.split())):
            plain = self._shown(letter)
            if plain and (plain != MISSING or shown[-1:] != [MISSING]):
                shown.append(plain)
        # What was left out may have stood between two spaces.
        return " ".join("".join(shown).split())

    def _shown(self, letter: str) -> str:
        if self.width(letter) is not None and not unicodedata.category(letter).startswith("C"):
            return letter
        if unicodedata.category(letter)[0] in "CM":
            return " " if unicodedata.category(letter) == "Cc" else ""
        for form in (unicodedata.normalize("NFKC", letter), unicodedata.normalize("NFKD", letter)[:1]):
            if all(self.width(each) is not None for each in form):
                return form
        return MISSING


def font_files() -> tuple[str, str]:
    """Return the files of both fonts."""
    return str(pylopdf_fonts_jp.serif_path()), str(pylopdf_fonts_jp.sans_path())


@cache
def serif() -> Font:
    """Return the font of titles."""
    return Font(pylopdf_fonts_jp.serif_path().read_bytes())


@cache
def sans() -> Font:
    """Return the font of what stands above and below titles."""
    return Font(pylopdf_fonts_jp.sans_path().read_bytes())


def _tables_of(content: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", content, 4)
    records = struct.iter_unpack(">4sLLL", content[12 : 12 + 16 * count])
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in records}


def _groups_of(content: bytes, cmap: int) -> list[tuple[int, int, int]]:
    """Return the runs of characters that a font has as (first, last, glyph of the first), in order."""
    (count,) = struct.unpack_from(">H", content, cmap + 2)
    for platform, encoding, offset in struct.iter_unpack(">HHL", content[cmap + 4 : cmap + 4 + 8 * count]):
        if (platform, encoding) == _UNICODE_FULL:
            (groups,) = struct.unpack_from(">L", content, cmap + offset + 12)
            begin = cmap + offset + 16
            return list(struct.iter_unpack(">LLL", content[begin : begin + 12 * groups]))
    raise ValueError("the font has no cmap of all Unicode (platform 3, encoding 10)")
