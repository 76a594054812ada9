"""Names across scripts: a person or a place that was noted in Latin letters, asked for in kanji or hiragana,
or the other way round: 大場さん is Yasuko Ohba, otani is 大谷, 関西 Kansai.

How a name is read is known as far as Sudachi's dictionary knows it; which of the ways to write it are meant
is what the index has.
"""

from collections.abc import Iterable
from itertools import islice, product

from msgspec.structs import replace

from search.clauses import Spelling, Word
from search.query.homophones import is_name
from search.query.honorifics import POLITE, SUFFIXES
from search.query.known import Known
from search.query.spelling import HIRAGANA, KANA, one_word, spelling_of, units_of, word_of
from search.text.spelling.kana import KATAKANA
from search.text.spelling.romaji_ways import kanas_of, romaji_ways

_LEAST = 4
"""Letters of a name by itself; what is shorter is one where some speaker bears it: Abe, Ito, Oda."""
_MOST = 3
"""Ways of one name that an index has."""


def with_other_script(word: Word, behind: str, known: Known) -> Word:
    """Return a word, if it may be a name, with what the index has of it in the other script; `behind` is what
    was typed behind it, as さん.
    """
    if word.text.isascii():
        kanas = kanas_of(word.text)
        found = [
            spelling_of(name, "romaji", known.analyzer) for name in known.vocabulary.homophones.names(kanas)
        ]
    elif KANA.fullmatch(word.text):
        found = _of_kana(word, known)
    else:
        found = _of_kanji(word.text, behind.startswith(POLITE), known)
    return replace(word, spellings=(*word.spellings, *found)) if found else word


def _of_kanji(text: str, is_polite: bool, known: Known) -> list[Spelling]:
    """Return a name as it stands in Latin letters: all of its parts, in any order."""
    placed = units_of(text, known.analyzer)
    if not (is_polite or is_name(placed)) or any(unit.latin for unit, _ in placed):
        return []
    parts = []
    for unit, begin in placed:
        # Sudachi reads 大谷 as オオヤ and 須藤 as スドウ; who bears the name may not.
        others = known.analyzer.sudachi.readings_of(text[begin : begin + unit.size])
        parts.append(_ways_of({unit.reading: None, **dict.fromkeys(others)}, len(placed) > 1, known))
    return [
        Spelling("name", " ".join(way), words=tuple(map(word_of, way)))
        for way in islice(product(*parts), _MOST)
    ]


def _of_kana(word: Word, known: Known) -> list[Spelling]:
    """Return a name in hiragana as it stands in Latin letters: nobody wrote it so, or さん is behind it."""
    stems = [each.text for each in word.spellings if each.route == "typed" and each.text != word.text]
    is_polite = bool(stems) and word.text[len(stems[0]) :] in SUFFIXES
    if not HIRAGANA.search(word.text) or not (is_polite or not known.vocabulary.knows(word)):
        return []
    reading = (stems[0] if is_polite else word.text).translate(KATAKANA)
    return [one_word(way, "name") for way in _ways_of((reading,), False, known)]


def _ways_of(readings: Iterable[str], is_part: bool, known: Known) -> list[str]:
    """Return the ways to write a name that the index has; as `is_part` of a longer one, also short ones."""
    ways = dict.fromkeys(way for reading in readings for way in romaji_ways(reading))
    found = filter(known.vocabulary.has_latin, ways)
    return [way for way in found if is_part or len(way) >= _LEAST or _is_borne(way, known)][:_MOST]


def _is_borne(name: str, known: Known) -> bool:
    return any(name in value.casefold().split() for value in known.facet_values("speaker"))
