"""Words: the words of a query, and the ways in which each may be written.

A query word is a typed word (between spaces) without its particles: 日本で梅雨が is 日本 and 梅雨; what
stands between spaces or signs all in kana stays whole, for Sudachi cannot be trusted to part しゃーでぃんぐ.
Its spellings are itself, itself without a particle at its end, its reading, its Japanese or Latin name; the
lexicon's and the vocabulary's are added by `expansion`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from search.clauses import Phrase, Spelling, Term, Word
from search.query.heads import begins_silent, heads_of, read_whole
from search.query.honorifics import POLITE, SUFFIXES, honorifics_in
from search.query.numerals import Number, numbers_in, parted_by_numbers, with_numeral
from search.query.person_names import noted_in_kana
from search.query.spelling import (
    KANA,
    KEPT,
    OKURIGANA,
    SHORT_KANA,
    behind_i_row,
    reading_of,
    spelling_of,
    typed_spellings,
    units_of,
)
from search.ranking import EVIDENCE_WEIGHTS
from search.text.analysis import Analyzer
from search.text.spelling.folded_codes import is_kanji, is_sign
from search.text.spelling.folding import BREAK, codes_of, fold, folded, folded_runs
from search.text.spelling.latin import RUN, key_of, parts_of
from search.text.spelling.romaji import kana_of
from search.text.units import Unit

_TYPED = re.compile(r"\S+")
_PART = re.compile(r"L+|N*V*")
"""Letters by themselves; nouns, with the verb behind them but not the noun behind a verb: 進む|日本."""
_LETTER = re.compile(r"(?<!L)L(?=N)|(?<=N)L(?!L)")
_SMALL = re.compile(r"[ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー]")
"""Kana that no word begins with."""
_VERSION = re.compile(r"([A-Za-z]{2,})(?:-?v?|-?ver\.?)([0-9]+(?:\.[0-9]+)*)")
_VERSION_BEHIND = re.compile(r"(?<![0-9A-Za-z])([A-Za-z]{2,}) v(?:er\.?)?([0-9]+(?:\.[0-9]+)*)$")
_AMOUNT = re.compile(r"([0-9０-９]+(?:[.．][0-9０-９]+)?)([A-Za-zＡ-Ｚａ-ｚ]{1,4})")
"""16GB is also written 16 GB."""
_PERSONS = {"一人": "1人", "二人": "2人"}
"""Words of their own, for ひとり and ふたり."""
_BORDER = re.compile(r"[ァ-ヺー]{3,}(?=[ぁ-ゖ]{4})")
"""Where katakana end and something is asked of them: フリーランス|ってどうやるの."""
_APART = re.compile(r"[ァ-ヺー]{3,}[がでとにのはへもやを][ァ-ヴ](?<![ァィゥェォッャュョ])[ァ-ヺー]{2,}")
"""Words in katakana that a particle parts: ドッカーでコンテナ."""
_ASKING = frozenset({"確カ", "筈", "ドウ", "遣ル", "話", "話ス"})
"""Terms of what questions say beside what they ask about."""
_LEAST_STEM = 3
"""Kana that a stem must have: わか of わかは is everywhere, さーば of さーばは is not."""
_FEW = 2
"""Words of a query whose reading is looked for, too, where they are kanji with okurigana, and whose units
should stand together, as numbers should with what they count; of questions that asks too much."""


class QueryWord(Struct, frozen=True):
    """A word and where it stands in the query: `query[start:end]`."""

    start: int
    end: int
    word: Word


class QueryWords(Struct, frozen=True):
    """The words of a query, the bigrams that tie neighbours, and the `words` terms at each of its places."""

    words: tuple[QueryWord, ...]
    links: tuple[Term, ...]
    places: tuple[tuple[str, ...], ...]


def query_words_of(text: str, analyzer: Analyzer) -> QueryWords:
    """Return the words of a query with the spellings that need neither lexicon nor index."""
    placed = units_of(text, analyzer)
    numbers = {(each.start, each.end): each for each in numbers_in(text, placed)}
    spans = _without_asking(_spans_of(text, placed, ()), text, placed)
    is_question = len(spans) > _FEW and len(text.split()) == 1
    if is_question:
        # But for which time it was.
        numbers = {span: each for span, each in numbers.items() if each.is_edition}
    if numbers:
        spans = _without_asking(_spans_of(text, placed, tuple(numbers.values())), text, placed)
    spellings, links = typed_spellings(text, placed, spans)
    if is_question:
        # What a question asks about may be said in other words: there the units alone tell enough.
        spellings = [
            spelling if span in numbers else replace(spelling, joints=(), bounds=())
            for span, spelling in zip(spans, spellings, strict=True)
        ]
    words = []
    places: list[tuple[str, ...]] = []
    for (start, end), spelling in zip(spans, spellings, strict=True):
        others = list(_other_names(spelling.text, analyzer))
        if text.startswith(POLITE, end):
            others = list(map(read_whole, others))
        if stem := _stem_of(text, start, end, placed):
            others.append(spelling_of(stem, "typed", analyzer))
        is_parted = _VERSION.fullmatch(spelling.text) or _AMOUNT.fullmatch(spelling.text)
        exact = (folded_runs(spelling.text),) if is_parted else ()
        if persons := _PERSONS.get(spelling.text):
            others.append(spelling_of(persons, "typed", analyzer))
            exact = (persons,)
        if text[start] in "vV" and (behind := _VERSION_BEHIND.search(text, 0, end)):
            others.append(_version_of(*behind.groups()))
            exact = (folded_runs("".join(behind.groups())),)
        inside = [unit for unit, begin in placed if start <= begin < end]
        if inside and all(unit.person for unit in inside):
            others.append(noted_in_kana("".join(unit.reading for unit in inside), analyzer))
        elif len(spans) <= _FEW and (reading := _with_okurigana(text[start:end], inside)):
            others.append(reading_of(reading, "okurigana", heads_of(reading, "okurigana")))
        spelt = [spelling, *others]
        spelt += [behind_i_row(each) for each in spelt if folded(each.text)[:1] == "ア"]
        word = Word(spelling.text, tuple(spelt), _is_telling(spelling.text), exact=exact)
        if number := numbers.get((start, end)):
            word = Word(spelling.text, (spelling,), exact=number.exact())
        elif not is_question and (whole := with_numeral(spelling.text, inside)):
            exact = (folded_runs(spelling.text),)
            word = Word(spelling.text, (replace(spelling, bounds=((whole,),), joints=()),), exact=exact)
        words.append(QueryWord(start, end, word))
        places += _places_of(spelling, others[:1])
    return QueryWords(tuple(words), links, tuple(places))


def _spans_of(
    text: str, placed: Sequence[tuple[Unit, int]], numbers: Sequence[Number]
) -> list[tuple[int, int]]:
    """Return where the query words are, as (start, end)."""
    content = _content_of(text, placed)
    honorifics = {end: start for start, end in honorifics_in(text, placed)}
    for end, start in honorifics.items():
        content = content[:start] + " " * (end - start) + content[end:]
    for number in numbers:
        size = number.end - number.start
        content = content[: number.start] + "N" * size + content[number.end :]
    spans: list[tuple[int, int]] = []
    for typed in _TYPED.finditer(text):
        found: list[tuple[int, int]] = []
        for start, end in _between_signs(typed):
            end = honorifics.get(end, end)
            inside = [part.span() for part in _PART.finditer(content, start, end) if part[0]]
            whole = KANA.fullmatch(text, start, end) and (inside or (start, end) == typed.span())
            if whole and (border := _BORDER.match(text, start, end)):
                is_asked = content[border.end()] == " " and any(begin == border.end() for _, begin in placed)
                whole = None if is_asked else whole
            if whole and _APART.search(text, start, end):
                whole = None
            key = folded(text[start:end]) if whole else ""
            found += [(start, end)] if len(key) > 1 or (key and inside) else inside
        if not found:
            pieces = _between_signs(typed)
            found = [(start, end) for start, end in pieces if _is_searchable(text[start:end], text)]
        spans += found
    return [part for span in spans for part in parted_by_numbers(text, span, numbers)]


def _without_asking(
    spans: list[tuple[int, int]], text: str, placed: Sequence[tuple[Unit, int]]
) -> list[tuple[int, int]]:
    """Return the words of a sentence that say what is looked for, all where none does."""
    if len(spans) < 2 or len(text.split()) > 1:
        return spans
    asking = {begin for unit, begin in placed if _ASKING.issuperset(key for key, *_ in unit.parts)}
    telling = {begin for _, begin in placed} - asking
    return [span for span in spans if span[0] not in asking or not telling.isdisjoint(range(*span))] or spans


def _is_searchable(piece: str, text: str) -> bool:
    """Say whether a piece without a content word can be found; 🔥 is where nothing else is typed, one kana
    by itself is nowhere.
    """
    characters = folded(piece)
    if len(characters) == 1 and KANA.fullmatch(characters):
        return False
    if all(map(is_sign, characters)):
        return characters != "" and all(map(is_sign, fold(codes_of(text)).text()))
    return True


def _content_of(text: str, placed: Sequence[tuple[Unit, int]]) -> str:
    """Return a letter for each character, a space for particles and signs: see `_PART`."""
    marks = [" "] * (len(text) + 1)
    for unit, begin in placed:
        letters = unit.latin and not unit.parts[0][0].isdigit()
        mark = "L" if letters else "V" if unit.inflects else "N"
        if not unit.latin and marks[begin] == "L":
            # X線 is one word: it begins in the Latin run that was cut out of it.
            marks[begin : begin + unit.size] = mark * unit.size
            continue
        for key, _, start, end in unit.outer_parts:
            if key:
                marks[begin + start : begin + end] = mark * (end - start)
    # So is T字路: one letter is a word by itself only where it stands alone.
    return _LETTER.sub("N", "".join(marks))


def _between_signs(typed: re.Match[str]) -> list[tuple[int, int]]:
    """Return the pieces of a typed word that no punctuation parts but that inside a Latin run (node.js)."""
    if typed[0].isalnum():
        return [typed.span()]
    characters = fold(codes_of(typed[0]))
    runs = [range(*run.span()) for run in RUN.finditer(typed[0])]
    pieces, begin = [], 0
    for place in (characters.codes == BREAK).nonzero()[0].tolist():
        start, end = int(characters.start[place]), int(characters.end[place])
        if not any(start in run for run in runs):
            pieces.append((typed.start() + begin, typed.start() + start))
            begin = end
    pieces.append((typed.start() + begin, typed.end()))
    return [(start, end) for start, end in pieces if start < end]


def _stem_of(text: str, start: int, end: int, placed: Sequence[tuple[Unit, int]]) -> str:
    """Return a word in kana without particles or さん at its end (しゃーでぃんぐ|とは), empty without any."""
    if not KANA.fullmatch(text, start, end):
        return ""
    stop = end
    for unit, begin in reversed(placed):
        is_silent = not any(part[0] for part in unit.parts) and not _SMALL.match(text, begin)
        is_silent = is_silent or text[begin:stop] in SUFFIXES
        if start < begin < stop and begin + unit.size == stop and is_silent:
            stop = begin
    stem = text[start:stop]
    return stem if stop < end and len(stem) >= _LEAST_STEM and len(folded(stem)) > 1 else ""


def _with_okurigana(written: str, units: Sequence[Unit]) -> str:
    """Return the reading of kanji with okurigana, in katakana; empty for others and for short ones."""
    if not OKURIGANA.fullmatch(written) or sum(unit.size for unit in units) != len(written):
        return ""
    reading = "".join(unit.reading for unit in units)
    return reading if len(folded(reading)) > SHORT_KANA else ""


def _places_of(typed: Spelling, others: Sequence[Spelling]) -> list[tuple[str, ...]]:
    """Return the terms at each place of a word: one for each of its units, other names at the first."""
    written = [term.text for term in typed.more if term.stream == "words"]
    names = [term.text for other in others for term in (*other.words, *other.whole)]
    places: list[tuple[str, ...]] = [(term.text,) for term in typed.words] or [()]
    places[0] = (*places[0], *written, *names, *(term.text for term in typed.whole))
    return [place for place in places if place]


@lru_cache(maxsize=KEPT)
def _other_names(text: str, analyzer: Analyzer) -> tuple[Spelling, ...]:
    """Return the spellings of a word by its reading and by the name the other script has for it."""
    if RUN.fullmatch(text):
        name, _ = analyzer.japanese_of(text)
        kana = kana_of(text)
        found = [spelling_of(name, "name", analyzer)] if name else []
        if version := _VERSION.fullmatch(text) or _AMOUNT.fullmatch(text):
            found.append(_version_of(*version.groups()))
        parts = parts_of(text)
        if len(parts) > 1 and all(len(part) > 1 and part.isalpha() for part in parts):
            # JavaScript/TypeScript is also had where both stand.
            pieces = tuple(Term("words", part, EVIDENCE_WEIGHTS["piece"]) for part in parts)
            stand = tuple(Phrase("words", ((part, 0),)) for part in parts)
            found.append(Spelling("typed", text, words=pieces, bounds=(stand,)))
        if len(kana) > 2:
            found.append(reading_of(kana, "romaji", heads_of(kana, "romaji")))
        return tuple(found)
    if KANA.fullmatch(text) and len(text) > 1:
        heads = () if begins_silent(text, analyzer) else heads_of(text, "reading")
        return (reading_of(text, "reading", heads),)
    return ()


def _version_of(name: str, number: str) -> Spelling:
    """Return a name and its version, or a number and its unit, one behind the other: Python 3.7, 16 GB."""
    parts = (key_of(name), key_of(number))
    stands = Phrase("words", ((parts[0], 0), (parts[1], 1)))
    words = tuple(Term("words", part, EVIDENCE_WEIGHTS["join"]) for part in parts)
    return Spelling("name", f"{name} {number}", words, bounds=((stands,),))


def _is_telling(text: str) -> bool:
    """Say whether finding this word alone means anything: one letter or two kana stand everywhere."""
    key = folded(text)
    return len(key) > 2 or any(is_kanji(ord(c)) for c in key) or (len(key) == 2 and text.isupper())
