"""Columns: many texts analysed at once. The terms of `Analyzer.analyze`, laid out as numbers for all of them.

Texts stand one behind the other with a newline behind each, which no word, bigram or reading reaches across.
So what is done for one text is done for all, and what is left to tell is whose each term is.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from search.arrays import BoolArray, Codes, Int64Array, Integers, Offsets, bounds_of, distinct, ranges_of
from search.build.alphabets import Alphabet
from search.build.cutter import Cutter
from search.build.sorting import Column
from search.build.span_columns import SpanColumns, Spans
from search.build.unit_table import SEPARATOR
from search.text.name_terms import surface_term
from search.text.spelling.folding import Folded, codes_of, fold, folded, join_ia
from search.text.streams import COMPOUND, Stream, are_kanji, bigram_places, skeleton_places, triple_places

_AT_ONCE = 1 << 17
"""Bigrams that are numbered together: what that takes is 60 bytes for each."""
_LEAST_RUN = 3
"""Shorter runs of katakana are no word of their own."""
_KATAKANA = np.zeros(0x3101, np.bool_)
_KATAKANA[0x30A1:0x30FB] = _KATAKANA[ord("ー")] = True


class TextColumns:
    """The columns of at least one text. `extents`, shape (t,), are one more than the last place in each.

    Whose each thing is, is told by where the things of each text begin, `firsts`, and mostly found by sums:
    if units give 2, 0, 1, 3 terms, there are 0, 2, 2, 3, 6 before each and behind the last; texts that begin
    at the units 0 and 2 (and end at 4) have those from 0 and 2 on (and end at 6).
    """

    def __init__(self, texts: Sequence[str], cutter: Cutter) -> None:
        self._text = "\n".join([*texts, ""])
        self._codes = codes_of(self._text)
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        ends = (sizes + 1).cumsum() - 1
        self._starts = ends - sizes
        # First, so that what it takes is free again: ﷺ is 18 characters.
        self._folded_firsts, of_characters = self._character_columns(fold(self._codes))
        cut = cutter.cut(self._codes, ends.tolist())
        self._units, self._begins, self._table = cut.units, cut.begins, cut.table
        borders = (cut.units == SEPARATOR).nonzero()[0]
        self._unit_firsts = np.concatenate([[0], borders + 1])
        # From here on all is counted from each text's own start.
        self._own_begins = (self._begins - self._starts.repeat(np.diff(self._unit_firsts))).astype(np.int32)
        words, word_spans, terms, steps = self._word_column()
        readings, sound_firsts, sounds = self._reading_column()
        self.streams: Mapping[Stream, Column] = {"words": words, **of_characters, "readings": readings}
        self.surfaces = self._surface_column()
        self.spans = SpanColumns(word_spans, terms, *self._part_spans(), sound_firsts, sounds)
        self.extents = np.maximum.reduce([steps, np.diff(self._folded_firsts) - 1, np.diff(sound_firsts) - 1])

    def _part_spans(self) -> tuple[Spans, BoolArray, Int64Array]:
        """Return where the units' parts are, which are Latin, and how many sounds the unit has that begins
        there: 3, 0, 2 for a unit of two parts with 3 sounds, and one with 2.
        """
        counts, rows = self._table.parts.rows_of(self._units)
        begins = self._own_begins.repeat(counts)
        before = bounds_of(counts)
        sounds = np.zeros(len(rows), np.int64)
        has_parts = counts > 0
        sounds[before[:-1][has_parts]] = self._table.sounds.rows_of(self._units)[0][has_parts]
        spans = Spans(before[self._unit_firsts], begins + rows[:, 0], begins + rows[:, 1])
        return spans, rows[:, 2] != 0, sounds

    def _word_column(self) -> tuple[Column, Spans, npt.NDArray[np.object_], Int64Array]:
        """Return the words, where they are, their strings, and how many places each text's units take."""
        steps_before = bounds_of(self._table.facts.array()[self._units, 1])
        counts, rows = self._table.terms.rows_of(self._units)
        terms_before = bounds_of(counts)
        firsts = terms_before[self._unit_firsts]
        at = steps_before[:-1].repeat(counts)
        at += rows[:, 1]
        begins = self._own_begins.repeat(counts)
        starts, ends = begins + rows[:, 2], begins + rows[:, 3]
        numbers, kinds = rows[:, 0], rows[:, 4]
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
        words = self._table.words
        origins = steps_before[self._unit_firsts]
        column = Column(
            firsts,
            words.ranks()[numbers],
            len(words.ranks()),
            partial(_strings, words.ranked()),
            at,
            origins[:-1],
            kinds,
            tuple(self._table.weights),
        )
        return column, Spans(firsts, starts, ends), words.ranked()[column.terms], np.diff(origins)

    def _parted_katakana(self) -> tuple[Int64Array, Int64Array]:
        """Return (start, end) of katakana runs of several units, shape (runs, 2), and each one's text.

        Katakana at 2 to 6 where units begin at 0, 2, 4, 6 is one, for two units begin inside, 1 and 2.
        """
        is_katakana = _KATAKANA.take(self._codes, mode="clip")
        # Text ends with a newline, so every run has an end.
        edges = np.diff(is_katakana, prepend=np.False_).nonzero()[0].reshape(-1, 2)
        runs = edges[edges[:, 1] - edges[:, 0] >= _LEAST_RUN]
        inside = self._begins.searchsorted(runs)
        parted = runs[inside[:, 1] - inside[:, 0] > 1]
        return parted, self._starts.searchsorted(parted[:, 0], "right") - 1

    def _character_columns(self, characters: Folded) -> tuple[Int64Array, dict[Stream, Column]]:
        """Return where the characters of each text begin, and what they give."""
        codes = characters.codes
        starts = np.append(self._starts, len(self._codes)).astype(characters.start.dtype)
        firsts = characters.start.searchsorted(starts)
        # Nothing else of them is asked for, and of a note of ﷺ they are many.
        del characters
        alphabet = Alphabet(codes)
        at, grams = _bigrams(codes, alphabet)
        first, second = skeleton_places(codes, are_kanji(codes))
        numbers = [alphabet.numbers_of(codes[places]) for places in (first, second)]
        named = partial(alphabet.packed, places=2)
        return firsts, {
            "bigrams": Column(
                at.searchsorted(firsts.astype(at.dtype)), grams, alphabet.limit(2), named, at, firsts[:-1]
            ),
            "skeleton": Column(
                first.searchsorted(firsts), alphabet.joined(numbers), alphabet.limit(2), named
            ),
        }

    def _reading_column(self) -> tuple[Column, Int64Array, Codes]:
        """Return the readings, and of the sounds of each unit by itself where those of a text begin, and all.

        Short readings and heads go behind the triples of their text: where texts' triples begin at 0, 4 and
        end at 9, one of text 0 is inserted at 4, and texts begin at 0, 5 and end at 10.
        """
        counts, rows = self._table.sounds.rows_of(self._units)
        codes = rows.ravel().view(np.uint32)
        sounds_before = bounds_of(counts)
        short = (self._table.facts.array()[self._units, 2] != 0).nonzero()[0]
        # A short reading is that of the unit alone, whatever stands before it.
        begins = sounds_before[short]
        pairs = codes[begins], codes[begins + 1]
        sounds = codes.copy()
        join_ia(codes)
        head_counts, heads = self._table.heads.rows_of(self._units)
        head_codes = heads.T.astype(np.uint32)
        alphabet = Alphabet(codes, *pairs, *head_codes)
        numbers = alphabet.numbers_of(codes)
        at = triple_places(codes)
        firsts = at.searchsorted(sounds_before[self._unit_firsts])
        with_heads = np.arange(len(self._units)).repeat(head_counts)
        owners = self._unit_firsts.searchsorted(np.concatenate([short, with_heads]), "right") - 1
        triples = alphabet.joined([numbers[at], numbers[at + 1], numbers[at + 2]])
        shorts = alphabet.joined([*map(alphabet.numbers_of, pairs), np.zeros(len(short), np.int64)])
        begins_of_words = alphabet.joined([alphabet.numbers_of(column) for column in head_codes])
        # Texts without triples begin where others end: what goes there must stand in the order of the texts.
        order = owners.argsort(kind="stable")
        owners = owners[order]
        behind = firsts[owners + 1]
        origins = sounds_before[self._unit_firsts]
        column = Column(
            firsts + owners.searchsorted(np.arange(len(firsts))),
            np.insert(triples, behind, np.concatenate([shorts, begins_of_words])[order]),
            alphabet.limit(3),
            partial(alphabet.packed, places=3),
            np.insert(at, behind, sounds_before[np.concatenate([short, with_heads])[order]]),
            origins[:-1],
        )
        return column, origins, sounds

    def _surface_column(self) -> Column:
        counts, rows = self._table.written.rows_of(self._units)
        before = bounds_of(counts)
        numbers = rows[:, 2].copy()
        for unit in self._otherwise_written().tolist():
            begin = int(self._begins[unit])
            for row in range(before[unit], before[unit + 1]):
                start, end, _ = rows[row].tolist()
                term = surface_term(self._text[begin + start : begin + end])
                numbers[row] = self._table.surfaces.number_of(term)
        surfaces = self._table.surfaces
        return Column(
            before[self._unit_firsts],
            surfaces.ranks()[numbers],
            len(surfaces.ranks()),
            partial(_strings, surfaces.ranked()),
        )

    def _otherwise_written(self) -> Int64Array:
        """Return the units that do not stand here as they did when they were first met.

        Units of 2, 0, 3 letters, of which letter 3 differs: the sums 2, 2, 5 say that it is in unit 2.
        """
        counts, rows = self._table.letters.rows_of(self._units)
        differ = (rows[:, 0] != self._codes[ranges_of(self._begins, counts)]).nonzero()[0]
        return distinct(counts.cumsum().searchsorted(differ, "right"))


def _strings(strings: npt.NDArray[np.object_], numbers: Int64Array) -> list[str]:
    found: list[str] = strings[numbers].tolist()
    return found


def _bigrams(codes: Codes, alphabet: Alphabet) -> tuple[Offsets, Integers]:
    """Return where the bigrams of characters are, and their numbers."""
    at, grams = [], []
    kind = np.uint32 if alphabet.limit(2) < 1 << 32 else np.int64
    for some in range(0, len(codes), _AT_ONCE):
        # The pair that begins with the last character reaches one further.
        own = codes[some : some + _AT_ONCE + 1]
        places = bigram_places(own)
        places = places[places < 2 * _AT_ONCE]
        first, pairs = places >> 1, places & 1
        numbers = alphabet.numbers_of(own)
        grams.append(alphabet.joined([numbers[first], numbers[first + pairs] * pairs]).astype(kind))
        at.append((first + some).astype(np.int32))
    return np.concatenate(at), np.concatenate(grams)
