"""Queries: what was typed -> clauses. Nothing that is typed is an error.

words            all of them preferred; talks with some are shown when none has all
"as a phrase"    these words in this order (also “…”, 「…」, 『…』); always required
-word            not with this word (also -"a phrase")
speaker:桑野      narrows to names that contain it; also event: tech: year:
                 and 発表者: イベント: 技術: 年:
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from search.analysis import Analyzer, Unit
from search.clauses import AllOf, AnyOf, BestOf, Clause, HasFacet, Not, Phrase, Term
from search.lexicon import Lexicon, name_key
from search.model import FacetName

MAX_CHARACTERS = 1_000
"""What lies beyond in a query is not read: nobody typed it."""
MAX_WORDS = 48
"""Words beyond are not read, for the same reason; each costs time."""
ALIAS_WEIGHT = 0.8
"""A spelling from the lexicon counts less than the one that was typed."""

_MAX_NAME_CHUNKS = 4

FACET_KEYS: Mapping[str, FacetName] = MappingProxyType(
    {
        "event": "event",
        "イベント": "event",
        "speaker": "speaker",
        "発表者": "speaker",
        "登壇者": "speaker",
        "話者": "speaker",
        "tech": "technology",
        "technology": "technology",
        "技術": "technology",
        "year": "year",
        "年": "year",
    }
)

_QUOTE_PAIRS = (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』"), ("＂", "＂"))
_QUOTED = "|".join(f"{begin}(?P<q{i}>[^{end}]*){end}" for i, (begin, end) in enumerate(_QUOTE_PAIRS))
_CHUNK = re.compile(
    rf'(?P<minus>[-－−](?=\S))?(?:(?P<key>[^\s:："＂“「『]{{1,20}})[:：])?(?:{_QUOTED}|(?P<bare>[^\s"＂]+))'
)
_ANY_QUOTE = re.compile('["＂“”「」『』]')


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as clauses. Words may be relaxed; the rest always holds."""

    words: tuple[Clause, ...]
    phrases: tuple[Clause, ...]
    excluded: tuple[Clause, ...]
    restrictions: tuple[Clause, ...]
    is_empty: bool
    """Nothing was typed, as opposed to nothing that can be searched for (only symbols)."""

    @property
    def says_nothing(self) -> bool:
        """Whether something was typed and none of it can be searched for."""
        return not (self.is_empty or self.words or self.phrases or self.excluded or self.restrictions)

    @property
    def all_words(self) -> Clause:
        """Talks with every word."""
        return AllOf((*self.words, *self._always)) if not self.says_nothing else AnyOf(())

    @property
    def some_words(self) -> Clause:
        """Talks with at least one word; the same as `all_words` when there is nothing to relax."""
        if len(self.words) < 2:
            return self.all_words
        return AllOf((AnyOf(self.words), *self._always))

    @property
    def _always(self) -> tuple[Clause, ...]:
        return (*self.phrases, *self.restrictions, *(Not(clause) for clause in self.excluded))


def parse(
    text: str, analyzer: Analyzer, lexicon: Lexicon, facet_values: Callable[[FacetName], tuple[str, ...]]
) -> ParsedQuery:
    """Return the clauses of what was typed; unbalanced quotes, symbols and unknown keys are plain text.

    `facet_values` gives every value of a facet, for `speaker:` and the like.
    """
    bare: list[str] = []
    phrases: list[Clause] = []
    excluded: list[Clause] = []
    restrictions: list[Clause] = []
    for chunk in _chunks_of(text[:MAX_CHARACTERS]):
        if chunk.facet is not None:
            values = _values_named(chunk.text, chunk.facet, lexicon, facet_values(chunk.facet))
            has_value = HasFacet(chunk.facet, values)
            (excluded if chunk.is_excluded else restrictions).append(has_value)
            continue
        if not (chunk.is_excluded or chunk.is_phrase):
            bare.append(chunk.text)
            continue
        units = analyzer.units(chunk.text)
        if units:
            (excluded if chunk.is_excluded else phrases).append(_phrase_of(units))
    words = _word_clauses(bare, analyzer, lexicon)
    return ParsedQuery(
        tuple(dict.fromkeys(words))[:MAX_WORDS],
        tuple(phrases[:MAX_WORDS]),
        tuple(excluded[:MAX_WORDS]),
        tuple(restrictions[:MAX_WORDS]),
        is_empty=not text.strip(),
    )


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between spaces, or in quotes."""

    text: str
    facet: FacetName | None
    is_phrase: bool
    is_excluded: bool


def _chunks_of(text: str) -> Iterator[_Chunk]:
    for match in _CHUNK.finditer(text):
        quoted = next((value for name, value in match.groupdict().items() if name[0] == "q" and value), None)
        key = match["key"] or ""
        facet = FACET_KEYS.get(name_key(key)) if key else None
        body = quoted if quoted is not None else _ANY_QUOTE.sub(" ", match["bare"] or "")
        if key and facet is None:
            body = f"{key}:{body}"
        if not body.strip():
            continue
        yield _Chunk(
            body.strip(), facet, quoted is not None and (facet is not None or not key), bool(match["minus"])
        )


def _word_clauses(chunks: list[str], analyzer: Analyzer, lexicon: Lexicon) -> list[Clause]:
    """Return a clause for each word; names that the lexicon lists, of up to four chunks, are one clause.

    Chunks that no name claims are analysed together, so that neighbours may join (elastic search).
    """
    clauses: list[Clause] = []
    plain: list[str] = []
    position = 0
    while position < len(chunks):
        for length in range(min(_MAX_NAME_CHUNKS, len(chunks) - position), 0, -1):
            name = " ".join(chunks[position : position + length])
            if others := lexicon.others_of(name):
                clauses += [_unit_clause(unit, 1.0) for unit in analyzer.units(" ".join(plain))]
                clauses.append(_name_clause(name, others, analyzer))
                plain = []
                position += length
                break
        else:
            plain.append(chunks[position])
            position += 1
    return clauses + [_unit_clause(unit, 1.0) for unit in analyzer.units(" ".join(plain))]


def _name_clause(name: str, others: tuple[str, ...], analyzer: Analyzer) -> Clause:
    weighted = [(name, 1.0), *((other, ALIAS_WEIGHT) for other in others)]
    spellings = [
        AllOf(tuple(_unit_clause(unit, weight) for unit in units))
        for spelling, weight in weighted
        if (units := analyzer.units(spelling))
    ]
    return BestOf(tuple(spellings))


def _unit_clause(unit: Unit, weight: float) -> Clause:
    return AnyOf(tuple(Term(found.stream, found.text, found.weight * weight) for found in unit.alternatives))


def _phrase_of(units: tuple[Unit, ...]) -> Clause:
    if len(units) == 1:
        return _unit_clause(units[0], 1.0)
    first = units[0].position
    return Phrase("word", tuple((unit.word, unit.position - first) for unit in units))


def _values_named(name: str, facet: FacetName, lexicon: Lexicon, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values whose name contains what was typed, or is another spelling of it."""
    canonical = {"speaker": lexicon.speaker_of, "technology": lexicon.technology_of}.get(facet, str)(name)
    wanted = {name_key(name), name_key(canonical)}
    if facet == "year":
        return tuple(value for value in values if value in wanted)
    return tuple(value for value in values if any(key in name_key(value) for key in wanted))
