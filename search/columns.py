"""Columns: many texts analysed at once. The terms of `Analyzer.analyze`, laid out as numbers for all of them.

Texts stand one behind the other with a newline behind each, which no word, bigram or reading reaches across.
So what is done for one text is done for all, and what is left to tell is whose each term is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from search.alphabets import Alphabet
from search.batches import UInt64Array
from search.cutting import Cutter
from search.spans import TextSpans
from search.spelling.folding import Folded, codes_of, fold, folded, join_ia
from search.streams import COMPOUND, Stream, bigram_places, is_kanji, skeleton_places, triple_places
from search.unit_table import SEPARATOR, Int32Array, Int64Array

_LEAST_RUN = 3
"""Shorter runs of katakana are no word of their own."""
_KATAKANA = np.zeros(0x3101, np.bool_)
_KATAKANA[0x30A1:0x30FB] = _KATAKANA[ord("ー")] = True

Named: TypeAlias = Callable[[Int64Array], Sequence[str] | UInt64Array]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One stream of t texts, o terms: those of text i are at `firsts[i]:firsts[i + 1]`.

    `terms`, shape (o,), are numbers below `limit` in code point order of the strings that `named` gives for
    those that occur. `at`, shape (o,), is where each stands, counted on from text to text, which begin at
    `origins`, shape (t,); both are None where places are not kept. `kinds`, shape (o,), are indices into
    `weights`; None stands for the first.
    """

    firsts: Int64Array
    terms: Int64Array
    limit: int
    named: Named
    at: Int64Array | None = None
    origins: Int64Array | None = None
    kinds: Int64Array | None = None
    weights: tuple[float, ...] = (1.0,)


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Starts and ends, from each text's own start; those of text i are at `firsts[i]:firsts[i + 1]`."""

    firsts: Sequence[int]
    starts: Int32Array
    ends: Int32Array

    def of(self, text: int) -> slice:
        """Return where those of a text are."""
        return slice(self.firsts[text], self.firsts[text + 1])


class TextColumns:
    """The columns of at least one text. `extents`, shape (t,), are one more than the last place in each."""

    def __init__(self, texts: Sequence[str], cutter: Cutter) -> None:
        self._text = "\n".join([*texts, ""])
        self._codes = codes_of(self._text)
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        ends = (sizes + 1).cumsum() - 1
        self._starts = ends - sizes
        cut = cutter.cut(self._codes, ends.tolist())
        self._units, self._begins, self._table = cut.units, cut.begins, cut.table
        borders = (cut.units == SEPARATOR).nonzero()[0]
        self._unit_firsts = np.concatenate([[0], borders + 1])
        # From here on all is counted from each text's own start.
        self._own_begins = (self._begins - self._starts.repeat(np.diff(self._unit_firsts))).astype(np.int32)
        characters = fold(self._codes)
        self._folded_firsts = characters.start.searchsorted(np.append(self._starts, len(self._codes)))
        word_column, steps = self._word_column()
        self.extents = np.maximum(steps, np.diff(self._folded_firsts) - 1)
        self._lay_parts()
        self.surfaces = self._surface_column()
        self.streams: Mapping[Stream, Column] = {
            "words": word_column,
            **self._character_columns(characters),
            "readings": self._reading_column(),
        }

    def spans_of(self, text: int) -> TextSpans:
        """Return where the words, parts and readings of one text are."""
        words, parts, sounds = self._word_spans, self._part_spans, self._sound_spans
        of_words, of_parts = words.of(text), parts.of(text)
        # The last of a text's sounds is the border behind it.
        of_sounds = slice(sounds.firsts[text], sounds.firsts[text + 1] - 1)
        return TextSpans(
            words=tuple(self._words[of_words]),
            word_starts=words.starts[of_words],
            word_ends=words.ends[of_words],
            part_starts=parts.starts[of_parts],
            part_ends=parts.ends[of_parts],
            part_latin=self._part_latin[of_parts],
            reading_codes=self._sounds[of_sounds],
            reading_starts=sounds.starts[of_sounds],
            reading_ends=sounds.ends[of_sounds],
        )

    def _lay_parts(self) -> None:
        counts, rows = self._table.parts.rows_of(self._units)
        begins = self._own_begins.repeat(counts)
        firsts = np.concatenate([[0], counts.cumsum()])[self._unit_firsts]
        self._part_spans = Spans(firsts.tolist(), begins + rows[:, 0], begins + rows[:, 1])
        self._part_latin = rows[:, 2] != 0

    def _word_column(self) -> tuple[Column, Int64Array]:
        """Return the words, and how many places the units of each text take."""
        steps = self._table.facts.array()[self._units, 1].astype(np.int64)
        steps_before = np.concatenate([[0], steps.cumsum()])
        counts, rows = self._table.terms.rows_of(self._units)
        terms_before = np.concatenate([[0], counts.cumsum()])
        firsts = terms_before[self._unit_firsts]
        at = steps_before[:-1].repeat(counts)
        at += rows[:, 1]
        begins = self._own_begins.repeat(counts)
        starts, ends = begins + rows[:, 2], begins + rows[:, 3]
        numbers, kinds = rows[:, 0], rows[:, 4].astype(np.int64)
        runs, owners = self._parted_katakana()
        if len(runs):
            # Those of a text stand behind its other terms.
            places = firsts[owners + 1]
            terms = [self._table.words.number_of(folded(self._text[a:b])) for a, b in runs.tolist()]
            numbers = np.insert(numbers, places, terms)
            at = np.insert(at, places, steps_before[self._begins.searchsorted(runs[:, 0])])
            starts = np.insert(starts, places, runs[:, 0] - self._starts[owners])
            ends = np.insert(ends, places, runs[:, 1] - self._starts[owners])
            kinds = np.insert(kinds, places, self._table.kind_of(COMPOUND))
            firsts = firsts + owners.searchsorted(np.arange(len(firsts)))
        ranks, strings = self._table.words.ranked(numbers)
        self._words = np.array([*strings, ""], np.object_)[ranks].tolist()
        self._word_spans = Spans(firsts.tolist(), starts, ends)
        origins = steps_before[self._unit_firsts]
        column = Column(
            firsts,
            ranks,
            len(strings),
            partial(_strings, strings),
            at,
            origins[:-1],
            kinds,
            tuple(self._table.weights),
        )
        return column, np.diff(origins)

    def _parted_katakana(self) -> tuple[Int64Array, Int64Array]:
        """Return (start, end) of katakana runs of several units, shape (runs, 2), and each one's text."""
        is_katakana = _KATAKANA.take(self._codes, mode="clip")
        # Text ends with a newline, so every run has an end.
        edges = np.diff(is_katakana, prepend=np.False_).nonzero()[0].reshape(-1, 2)
        runs = edges[edges[:, 1] - edges[:, 0] >= _LEAST_RUN]
        inside = self._begins.searchsorted(runs)
        parted = runs[inside[:, 1] - inside[:, 0] > 1]
        return parted, self._starts.searchsorted(parted[:, 0], "right") - 1

    def _character_columns(self, characters: Folded) -> dict[Stream, Column]:
        codes = characters.codes
        kanji = is_kanji(codes)
        alphabet = Alphabet(codes)
        numbers = alphabet.numbers_of(codes)
        places = bigram_places(codes, kanji)
        at, pairs = places >> 1, places & 1
        first, second = skeleton_places(codes, kanji)
        named = partial(alphabet.packed, places=2)
        return {
            "bigrams": Column(
                at.searchsorted(self._folded_firsts),
                alphabet.joined([numbers[at], numbers[at + pairs] * pairs]),
                alphabet.limit(2),
                named,
                at,
                self._folded_firsts[:-1],
            ),
            "skeleton": Column(
                first.searchsorted(self._folded_firsts),
                alphabet.joined([numbers[first], numbers[second]]),
                alphabet.limit(2),
                named,
            ),
        }

    def _reading_column(self) -> Column:
        counts, rows = self._table.sounds.rows_of(self._units)
        codes = rows.ravel().view(np.uint32)
        sounds_before = np.concatenate([[0], counts.cumsum()])
        short = (self._table.facts.array()[self._units, 2] != 0).nonzero()[0]
        # A short reading is that of the unit alone, whatever stands before it.
        begins = sounds_before[short]
        pairs = codes[begins], codes[begins + 1]
        self._sounds = codes.copy()
        starts = self._own_begins.repeat(counts)
        sizes = self._table.facts.array()[self._units, 0].repeat(counts)
        self._sound_spans = Spans(sounds_before[self._unit_firsts].tolist(), starts, starts + sizes)
        join_ia(codes)
        alphabet = Alphabet(codes, *pairs)
        numbers = alphabet.numbers_of(codes)
        at = triple_places(codes)
        firsts = at.searchsorted(sounds_before[self._unit_firsts])
        owners = self._unit_firsts.searchsorted(short, "right") - 1
        triples = alphabet.joined([numbers[at], numbers[at + 1], numbers[at + 2]])
        shorts = alphabet.joined([*map(alphabet.numbers_of, pairs), np.zeros(len(short), np.int64)])
        return Column(
            firsts + owners.searchsorted(np.arange(len(firsts))),
            np.insert(triples, firsts[owners + 1], shorts),
            alphabet.limit(3),
            partial(alphabet.packed, places=3),
        )

    def _surface_column(self) -> Column:
        counts, rows = self._table.written.rows_of(self._units)
        before = np.concatenate([[0], counts.cumsum()])
        numbers = rows[:, 2].copy()
        for unit in self._otherwise_written().tolist():
            begin = int(self._begins[unit])
            for row in range(before[unit], before[unit + 1]):
                start, end, _ = rows[row].tolist()
                numbers[row] = self._table.surfaces.number_of(self._text[begin + start : begin + end])
        ranks, strings = self._table.surfaces.ranked(numbers)
        return Column(before[self._unit_firsts], ranks, len(strings), partial(_strings, strings))

    def _otherwise_written(self) -> Int64Array:
        """Return the units that do not stand here as they did when they were first met."""
        counts, rows = self._table.letters.rows_of(self._units)
        ends = counts.cumsum()
        at = (self._begins - ends + counts).repeat(counts)
        at += np.arange(len(at))
        differ = (rows[:, 0] != self._codes[at]).nonzero()[0]
        return np.unique(ends.searchsorted(differ, "right"))


def _strings(strings: Sequence[str], numbers: Int64Array) -> list[str]:
    return [strings[number] for number in numbers.tolist()]
