"""Units: what is known of one word or Latin run, made once: its terms, its reading, where its parts are."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from search.text.spelling.folding import folded_runs

HEAD = 0xB000
"""Added to the kana that a word's reading begins with, and to the one that it ends with: no kana is there."""
_LONG = re.compile("[-‐‑‒–—―−ー─ｰ〜～]")


class Unit(Struct, frozen=True, eq=False):
    """What is known of one C morpheme or Latin run, made once and cached.

    `parts` are its A units as (key, written key or empty, start, end), offsets from its own start; a part
    without a key is silent (a particle). `compound` is the key of the whole, empty when it has one part.
    `terms` and `columns` are what it posts: int32 (position, start, end, weight in 1/100) a term, as bytes.
    `size` is its length in the original text. `sounds` is its folded reading in UCS-4 and `totals` are
    int32 (terms, positions it takes, size, length of `sounds`), as bytes. `heads` are how the readings of its
    words begin (`head_of`). `inflects` says that it is a verb, an adjective or the like, `person` that it is
    part of a person's name, `place` that it is the name of a place, `counts` that numbers stand before it, as
    before 回.
    """

    parts: tuple[tuple[str, str, int, int], ...]
    compound: str
    reading: str
    short_reading: str
    latin: bool
    inflects: bool
    person: bool
    size: int
    sounds: bytes
    terms: tuple[str, ...]
    columns: bytes
    totals: bytes
    heads: tuple[str, ...] = ()
    counts: bool = False
    place: bool = False

    @property
    def outer_parts(self) -> tuple[tuple[str, str, int, int], ...]:
        """Its parts one behind the other: of a Latin run the whole, in which its pieces are."""
        return self.parts[:1] if self.latin else self.parts

    @property
    def steps(self) -> int:
        """How many positions it takes."""
        return memoryview(self.totals).cast("i")[1]


def unit_of(
    parts: tuple[tuple[str, str, int, int], ...],
    compound: str,
    reading: str,
    posted: Sequence[tuple[str, int, int, int, float]],
    steps: int,
    size: int,
    *,
    heads: Iterable[str] = (),
    latin: bool = False,
    inflects: bool = False,
    person: bool = False,
    counts: bool = False,
    place: bool = False,
) -> Unit:
    """Return a unit; `posted` are its terms as (term, position, start, end, weight) from its own start."""
    columns = [(at, start, end, round(100 * w)) for _, at, start, end, w in posted]
    sounds = folded_runs(reading)
    key = sounds.replace("\0", "")
    if reading and not key:
        sounds = "\0"  # A unit without a reading parts the readings around it.
    return Unit(
        parts=parts,
        compound=compound,
        reading=reading,
        short_reading=key if len(key) == 2 else "",
        latin=latin,
        inflects=inflects,
        person=person,
        size=size,
        sounds=sounds.encode("utf-32-le"),
        terms=tuple(term for term, *_ in posted),
        columns=array("i", chain.from_iterable(columns)).tobytes(),
        totals=array("i", (len(posted), steps, size, len(sounds))).tobytes(),
        heads=tuple(head for head in map(head_of, heads) if head),
        counts=counts,
        place=place,
    )


def placed_keys(placed: Iterable[tuple[Unit, int]]) -> Iterator[tuple[str, int, int, int]]:
    """Yield one term for each place that has any, of units with where each begins: the term, its place, and
    where it starts and ends; no other spelling of it, and no compound beside its parts.
    """
    before = 0
    for unit, begin in placed:
        for place, (key, _, start, end) in enumerate(unit.outer_parts, start=before):
            if key:
                yield key, place, begin + start, begin + end
        before += unit.steps


def head_of(reading: str, whole: bool | None = None) -> str:
    """Return the term for how a word's reading begins: two or three kana, the first of them marked, the last
    too where the word ends there. Empty for what is shorter or no kana.

    `whole` says whether the word ends there; None: as the reading does. Of two kana a long one is told from a
    short one before the last: the オーダー of orders is no 小田.

    >>> [hex(ord(kana)) for kana in head_of("テスト")], len(head_of("テ"))
    (['0xe0c6', '0x30b9', '0xe0c8'], 0)
    """
    key = folded_runs(reading).replace("\0", "")
    begin = key[:3]
    if len(begin) < 2 or min(begin) < "ァ" or max(begin) > "ヺ":
        return ""
    ends = len(key) <= 3 if whole is None else whole
    middle = "ー" if len(key) == 2 and _LONG.search(reading, 1, len(reading) - 1) else begin[1:-1]
    return chr(ord(begin[0]) + HEAD) + middle + chr(ord(begin[-1]) + HEAD * ends)


def written_spans(unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield what of a unit is a word to complete to: Latin runs, compounds and their parts, no particles."""
    if unit.latin or unit.compound:
        yield 0, unit.size
    if not unit.latin:
        yield from ((start, end) for key, _, start, end in unit.parts if key and start < end)
