"""Names: every event, speaker and technology of an index, found by how a name begins as written, read or in
romaji.

They work on what is written and never on normalized text: Elastic normalizes to エラスティック, コン to こん,
and a beginning would no longer be one.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from search.guide.pace import Pace
from search.model import FacetName
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.spelling.romanized import romaji_key, romanized

NAMED: tuple[FacetName, ...] = ("technology", "speaker", "event")
"""The facets whose values are names, in the order in which they are suggested."""

_READ_AT_ONCE = 32
"""Texts that are analysed together: some 1 ms."""
MAX_TYPED = 100
"""Nobody types more of a name."""

_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_KANA = re.compile(r"[ァ-ヺー]+")
_THRICE = re.compile(r"(.)\1\1")
_LATIN = re.compile(r"[a-z'’ā-ž]+")
_LAST = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Name:
    """A facet value; `reading` is in katakana, empty when it is not to be read as Japanese."""

    facet: FacetName
    text: str
    talks: int
    reading: str
    others: tuple[str, ...] = ()
    """Other spellings, from the lexicon."""


class Names:
    """The names of one generation. Made once, then only read; making it costs some 50 µs a name."""

    def __init__(
        self,
        counts: Mapping[FacetName, Mapping[str, int]],
        lexicon: Lexicon,
        analyzer: Analyzer,
        pace: Pace,
    ) -> None:
        found = [
            (
                facet,
                text,
                talks,
                lexicon.event_others_of(text) if facet == "event" else lexicon.others_of(text),
            )
            for facet in NAMED
            for text, talks in pace.steps(counts[facet].items())
        ]
        read = _read_in_steps(
            [spelling for _, text, _, others in found for spelling in (text, *others)], analyzer, pace
        )
        written, kana, romaji = _Draft(), _Draft(), _Draft()
        names: list[Name] = []
        for number, (facet, text, talks, others) in enumerate(pace.steps(found)):
            reading = ""
            for place, spelling in enumerate((text, *others)):
                pieces = next(read)
                if place == 0:
                    reading = _reading_of(pieces)
                for at, (surface, sound) in enumerate(_beginnings_of(spelling, pieces)):
                    written.add(surface, number, at > 0)
                    kana.add(sound, number, at > 0)
                    # Latin letters are found as they are written; as romaji they would be read wrong.
                    if _KANA.match(sound):
                        romaji.add(romanized(sound), number, at > 0)
            names.append(Name(facet, text, talks, reading, others))
        self.all: tuple[Name, ...] = tuple(names)
        self._by_key = {(name.facet, name_key(name.text)): name for name in pace.steps(names)}
        drafts = {"written": written, "kana": kana, "romaji": romaji}
        self._keys = {kind: _Sorted(draft, pace) for kind, draft in drafts.items()}

    def get(self, facet: FacetName, written: str) -> Name | None:
        """Return a name, whatever the width, case and spaces in which it is written."""
        return self._by_key.get((facet, name_key(written)))

    def of(self, facet: FacetName) -> tuple[Name, ...]:
        """Return the names of a facet."""
        return tuple(name for name in self.all if name.facet == facet)

    def starting_with(self, typed: str) -> tuple[Name, ...]:
        """Return the names that begin with what was typed, then those with such a word inside.

        Of equal ones, those of most talks come first. Width, case and kana do not matter.
        """
        best: dict[int, bool] = {}
        for kind, prefix in typed_keys(typed):
            for number, inside in self._keys[kind].starting_with(prefix):
                best[number] = min(inside, best.get(number, True))
        order = sorted(best, key=lambda n: (best[n], -self.all[n].talks, self.all[n].text))
        return tuple(self.all[number] for number in order)


def typed_keys(typed: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, prefix) of the ways to read what was typed: as written, as kana, as romaji."""
    written = name_key(typed[:MAX_TYPED])
    if not written:
        return
    yield "written", written
    kana = written.translate(_KATAKANA)
    if _KANA.fullmatch(kana):
        yield "kana", kana
    # One letter begins too many readings to mean one, and no sound is three letters of a kind.
    if len(written) > 1 and _LATIN.fullmatch(written) and not _THRICE.search(written):
        if written.endswith("m"):
            # shim may be on its way to shimbun.
            yield "romaji", romaji_key(written[:-1] + "n")
        yield "romaji", romaji_key(written)


def beginnings_of(text: str, analyzer: Analyzer) -> list[tuple[str, str]]:
    """Return what follows each word's beginning in a text, as (written key, katakana)."""
    (pieces,) = _read_all([text], analyzer)
    return _beginnings_of(text, pieces)


def reading_of(text: str, analyzer: Analyzer) -> str:
    """Return how a name begins to be read, in katakana; empty for names in Latin letters or unread kanji."""
    (pieces,) = _read_all([text], analyzer)
    return _reading_of(pieces)


class _Piece(NamedTuple):
    """A piece of a text: where it begins, its reading (a Latin run's own letters), whether it is a word."""

    begin: int
    sound: str
    is_word: bool
    is_latin: bool


def _read_in_steps(texts: Sequence[str], analyzer: Analyzer, pace: Pace) -> Iterator[list[_Piece]]:
    """Yield the pieces of each text, some at a time: Sudachi holds the interpreter while it reads."""
    for first in range(0, len(texts), _READ_AT_ONCE):
        yield from _read_all(texts[first : first + _READ_AT_ONCE], analyzer)
        pace.step()


def _read_all(texts: Sequence[str], analyzer: Analyzer) -> list[list[_Piece]]:
    """Return the pieces of many short texts; they are analysed as the lines of one, which saves half."""
    lines = [" ".join(text.splitlines()) for text in texts]
    joined = "\n".join(lines)
    ends = list(accumulate(len(line) + 1 for line in lines))
    found: list[list[_Piece]] = [[] for _ in lines]
    units, begins = analyzer.units(joined)
    line = 0
    for unit, begin in zip(units, begins.tolist(), strict=True):
        while begin >= ends[line]:
            line += 1
        # A Latin run is typed as it is written, whatever its Japanese name.
        sound = name_key(joined[begin : begin + unit.size]) if unit.latin else unit.reading.strip()
        is_word = any(part[0] for part in unit.parts)
        found[line].append(_Piece(begin - ends[line] + len(lines[line]) + 1, sound, is_word, unit.latin))
    return found


def _beginnings_of(text: str, pieces: Sequence[_Piece]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    read = ""
    for piece in reversed(pieces):
        read = piece.sound + read if piece.sound else ""
        if piece.is_word and piece.begin:
            found.append((name_key(text[piece.begin :]), read))
    found.append((name_key(text), read))
    return found[::-1]


def _reading_of(pieces: Sequence[_Piece]) -> str:
    heard = ""
    for piece in pieces:
        part = unicodedata.normalize("NFKC", piece.sound).translate(_KATAKANA)
        if piece.is_latin or (part and not _KANA.fullmatch(part)):
            break
        heard += part
    return heard


class _Draft:
    """Keys as they come, each with the number of its name and whether it begins inside of it."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.owners = array("L")

    def add(self, key: str, number: int, inside: bool) -> None:
        if key:
            self.keys.append(key)
            self.owners.append(number << 1 | inside)


class _Sorted:
    """Keys in order. Owners are numbers, not objects: there are several for each name."""

    def __init__(self, draft: _Draft, pace: Pace) -> None:
        self._keys: list[str] = []
        self._owners = array("L")
        for place in pace.ascending(draft.keys):
            self._keys.append(draft.keys[place])
            self._owners.append(draft.owners[place])

    def starting_with(self, prefix: str) -> list[tuple[int, bool]]:
        first, last = bisect_left(self._keys, prefix), bisect_left(self._keys, prefix + _LAST)
        return [(owner >> 1, bool(owner & 1)) for owner in self._owners[first:last]]
