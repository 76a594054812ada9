"""Homophones: a word in kanji that was converted wrongly, as the words of an index that are read the same:
監視 for 漢詩, 仮想マシン for 仮装マシン, 負荷分散 for 負荷分産.

Every word of kanji is read once, when first one is asked for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, product
from typing import NamedTuple

from search.clauses import Clause, Spelling
from search.engines import Dictionary
from search.query.phrases import phrase_of
from search.query.spelling import spelling_of, units_of
from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.units import Unit

_WRITTEN = re.compile(r"(?=(?:.*[一-鿿]){2})[一-鿿々ァ-ヺー]{2,12}")
"""What may be a wrong conversion: kanji, perhaps with katakana. Kana are typed as they are read."""
_TERMS = re.compile(r"^[一-鿿々]+$", re.MULTILINE)
_BETWEEN = ("一", "\ua000")
"""Terms that begin with a kanji stand between these."""
_LEAST, _LEAST_INSIDE = 3, 2
"""Folded kana of a reading, and of one inside of a word that stands so: of fewer there are too many words."""
_MOST = 3
"""Words that one may stand for, and that are tried for a part of it."""
_MOST_TRIED = 16
_LONGEST = 4
"""Letters of several parts that are one word: 分|産 for 分散."""


class _Part(NamedTuple):
    """A word inside of a typed one, or several: where it stands, its term, how it may be read."""

    start: int
    end: int
    key: str
    readings: tuple[str, ...]


class Homophones:
    """The words of an index in kanji, by how they are read. May be shared by threads."""

    def __init__(
        self, terms: Dictionary, some_have: Callable[[Sequence[Clause]], Sequence[bool]], analyzer: Analyzer
    ) -> None:
        self._known = terms
        self._some_have = some_have
        self._analyzer = analyzer

    def prepare(self) -> None:
        """Read the words."""
        _ = self._by_reading

    def of(self, typed: Spelling) -> list[Spelling]:
        """Return what a word in kanji that stands in no document was meant for, those of most first."""
        if not _WRITTEN.fullmatch(typed.text) or self._stands(typed):
            return []
        parts = list(self._parts_of(typed.text))
        meant = self._read_as(_joined(parts), _LEAST)
        if self._is_person(typed.text):
            # Of 斎藤 one may have written 斉藤; 砂糖 is no 佐藤.
            meant = list(filter(self._is_person, meant))
        elif not meant and len(parts) > 1:
            meant = self._parts_meant(typed.text, parts)
        return [spelling_of(text, "typo", self._analyzer) for text in meant if text != typed.text]

    def names(self, kanas: Iterable[str]) -> list[str]:
        """Return the names of persons and places that are read in any of these ways, those of most first."""
        known = dict.fromkeys(term for kana in kanas for term in self._by_reading.get(folded(kana), ()))
        # One kanji may be read in ways in which nobody bears it: 剛 as カタ.
        named = [term for term in known if len(term) > 1 and is_name(units_of(term, self._analyzer))]
        return self._counted(named)[:_MOST]

    def _is_person(self, text: str) -> bool:
        return all(unit.person for unit, _ in units_of(text, self._analyzer))

    def _stands(self, typed: Spelling) -> bool:
        """Say whether a word stands somewhere: as one word, or as its characters."""
        if self._known.frequency(folded(typed.text)):
            return True
        # What does not stand where its units meet is sooner told.
        if not all(self._some_have([joint[0] for joint in typed.joints])):
            return False
        phrase = phrase_of(typed.text, self._analyzer)
        return phrase is None or self._some_have([phrase])[0]

    def compounds(self, typed: Spelling) -> dict[str, int]:
        """Return the words of the index that a word of several parts would be with one of these converted
        otherwise, and how many documents have each: 機械学習 for 機会学習.
        """
        if len(typed.words) < 2 or not _WRITTEN.fullmatch(typed.text):
            return {}
        text, parts = typed.text, self._parts_of(typed.text)
        others = [
            text[: part.start] + other + text[part.end :]
            for part in parts
            for other in self._read_as(part, _LEAST)
            if other != part.key
        ]
        return {each: self._known.frequency(each) for each in self._counted(others) if each != text}

    def _parts_meant(self, text: str, parts: Sequence[_Part]) -> list[str]:
        """Return a word with one of its parts, or some beside each other, as others that are read the same,
        where it stands so.
        """
        several = (
            _joined(parts[first:end])
            for size in (3, 2)
            for first, end in enumerate(range(size, len(parts) + 1))
        )
        tried = (
            text[: part.start] + other + text[part.end :]
            for part in (*several, *parts)
            if part in parts or part.end - part.start <= _LONGEST
            for other in self._read_as(part, _LEAST_INSIDE)
        )
        distinct = [each for each in islice(dict.fromkeys(tried), _MOST_TRIED) if each != text]
        phrases = {each: phrase for each in distinct if (phrase := phrase_of(each, self._analyzer))}
        are_had = self._some_have(list(phrases.values()))
        return [each for each, is_had in zip(phrases, are_had, strict=True) if is_had][:_MOST]

    def _parts_of(self, text: str) -> Iterator[_Part]:
        for unit, begin in units_of(text, self._analyzer):
            for key, _, start, end in unit.parts:
                part, reading = text[begin + start : begin + end], unit.reading
                if len(unit.parts) > 1:
                    reading = "".join(each.reading for each, _ in units_of(part, self._analyzer))
                # In a word that there is not Sudachi guesses how a kanji is read.
                others = self._analyzer.sudachi.readings_of(part) if len(part) == 1 else ()
                yield _Part(begin + start, begin + end, key, tuple(dict.fromkeys((reading, *others))))

    def _read_as(self, part: _Part, least: int) -> list[str]:
        """Return the words that are read so, those of most documents first."""
        keys = dict.fromkeys(key for each in part.readings if len(key := folded(each)) >= least)
        return self._counted(dict.fromkeys(term for key in keys for term in self._by_reading.get(key, ())))[
            :_MOST
        ]

    def _counted(self, terms: Iterable[str]) -> list[str]:
        """Return the terms that some document has, those of most documents first."""
        counted = [(self._known.frequency(term), term) for term in terms]
        return [term for count, term in sorted(counted, key=lambda each: (-each[0], each[1])) if count]

    @cached_property
    def _by_reading(self) -> dict[str, list[str]]:
        terms = list(dict.fromkeys(_TERMS.findall(self._known.joined(*_BETWEEN).decode())))
        found: dict[str, list[str]] = {}
        for term, reading, is_one in zip(terms, *self._readings_of(terms), strict=True):
            # 大谷 is オオヤ to Sudachi, and an Otani as well.
            others = self._analyzer.sudachi.readings_of(term) if is_one or len(term) == 1 else ()
            for each in dict.fromkeys(map(folded, (reading, *others))):
                found.setdefault(each, []).append(term)
        return found

    def _readings_of(self, terms: Sequence[str]) -> tuple[list[str], list[bool]]:
        """Return how each term is read, and whether it is a name.

        As one text they are cut four times as fast as one by one.
        """
        sudachi = self._analyzer.sudachi
        readings, are_names = [""], [True]
        for word in chain.from_iterable(sudachi.lists("".join(f"{term}\n" for term in terms))):
            if word.surface() == "\n":
                readings.append("")
                are_names.append(True)
            else:
                readings[-1] += word.reading_form()
                are_names[-1] &= sudachi.part_of_speech(word.part_of_speech_id())[2] in ("人名", "地名")
        return readings[:-1], are_names[:-1]


def is_name(placed: Sequence[tuple[Unit, int]]) -> bool:
    """Say whether all of some units are names of persons or places."""
    return all(unit.person or unit.place for unit, _ in placed)


def _joined(parts: Sequence[_Part]) -> _Part:
    """Return parts beside each other as one, in all ways in which they may be read."""
    readings = map("".join, product(*(part.readings for part in parts)))
    return _Part(parts[0].start, parts[-1].end, "", tuple(islice(readings, 64)))
