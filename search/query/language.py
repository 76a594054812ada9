"""Queries: what was typed -> clauses. Nothing that is typed is an error.

words            all of them preferred; talks with some are shown when none has all
"as a phrase"    these words in this order (also “…”, 「…」, 『…』); always required
-word            not with this word (also -"a phrase")
speaker:桑野      narrows to names that contain it; also event: tech: year:
                 and 発表者: イベント: 技術: 年:
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from search.clauses import AllOf, AnyOf, Clause, HasFacet, Not, Phrase, Term, Word, Words
from search.model import FacetName
from search.query.event_names import EventNames
from search.query.expansion import expanded
from search.query.vocabulary import Vocabulary
from search.query.words import query_words_of, spelling_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.spelling.folding import BREAK, codes_of, fold
from search.text.spelling.latin import RUN, key_of

MAX_CHARACTERS = 1_000
"""What lies beyond in a query is not read: nobody typed it."""
MAX_WORDS = 48
"""Words beyond are not read, for the same reason; each costs time."""
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

# Brackets are also how prose quotes: they make a phrase only where they stand apart.
_QUOTE_PAIRS = (
    ('"', '"', ""),
    ("“", "”", ""),
    ("＂", "＂", ""),
    ("「", "」", r"(?!\S)"),
    ("『", "』", r"(?!\S)"),
)
_QUOTED = "|".join(
    f"{begin}(?P<q{place}>[^{end}]*){end}{apart}" for place, (begin, end, apart) in enumerate(_QUOTE_PAIRS)
)
_CHUNK = re.compile(
    rf'(?P<minus>[-－−](?![\s\d‐-―−－-]))?(?:(?P<key>[^\s:："＂“「『]{{1,20}})[:：])?(?:{_QUOTED}|(?P<bare>[^\s"＂“]+|[“]))'
)
_A = ord("ア")
_ANY_QUOTE = re.compile('["＂“”]')


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as an engine takes it: `clause` always holds, `words` may be relaxed.

    `marked` are the spellings of everything that was asked for, as (what was typed, spellings), for marks and
    reasons. `is_empty` says that nothing was typed, `says_nothing` that none of it can be searched for.
    """

    words: Words
    clause: Clause
    marked: tuple[Word, ...]
    is_empty: bool
    says_nothing: bool


def parse(
    text: str,
    analyzer: Analyzer,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    facet_values: Callable[[FacetName], tuple[str, ...]],
    events: EventNames | None = None,
) -> ParsedQuery:
    """Return the clauses of what was typed; unbalanced quotes, symbols and unknown keys are plain text.

    `facet_values` gives every value of a facet, for `speaker:` and the like. `events` says what events are
    called; without it their values are their names.
    """
    bare: list[str] = []
    clauses: list[Clause] = []
    phrases: list[Word] = []
    for chunk in _chunks_of(text[:MAX_CHARACTERS])[:MAX_WORDS]:
        if chunk.facet is not None:
            if chunk.facet == "event" and events is not None:
                values = events.named(chunk.text)
            else:
                values = _values_named(chunk.text, chunk.facet, lexicon, facet_values(chunk.facet))
            has_value = HasFacet(chunk.facet, values)
            clauses.append(Not(has_value) if chunk.is_excluded else has_value)
        elif chunk.is_excluded:
            clauses += [Not(found) for found in (_excluded_of(chunk, analyzer),) if found is not None]
        elif chunk.is_phrase:
            phrase = _phrase_of(chunk.text)
            if phrase is not None:
                clauses.append(phrase)
                phrases.append(Word(chunk.text, (spelling_of(chunk.text, "typed", analyzer),)))
        else:
            bare.append(chunk.text)
    words = _words_of(" ".join(bare), analyzer, lexicon, vocabulary)
    is_empty = not text.strip()
    says_nothing = not (is_empty or words.words or clauses)
    return ParsedQuery(
        words=words,
        clause=AnyOf(()) if says_nothing else AllOf(tuple(clauses)),
        marked=(*words.words, *phrases),
        is_empty=is_empty,
        says_nothing=says_nothing,
    )


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between spaces, or in quotes."""

    text: str
    facet: FacetName | None
    is_phrase: bool
    is_excluded: bool


def _chunks_of(text: str) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for match in _CHUNK.finditer(text):
        quoted = next((value for name, value in match.groupdict().items() if name[0] == "q" and value), None)
        key = match["key"] or ""
        facet = FACET_KEYS.get(name_key(key)) if key else None
        body = quoted if quoted is not None else _ANY_QUOTE.sub(" ", match["bare"] or "")
        if key and facet is None:
            body = f"{key}:{body}"
        if not body.strip():
            continue
        is_phrase = quoted is not None and (facet is not None or not key)
        chunks.append(_Chunk(body.strip(), facet, is_phrase, bool(match["minus"])))
    return chunks


def _words_of(text: str, analyzer: Analyzer, lexicon: Lexicon, vocabulary: Vocabulary) -> Words:
    found = query_words_of(text, analyzer)
    words = expanded(text, found.words, analyzer, lexicon, vocabulary)[:MAX_WORDS]
    return Words(
        words=tuple(each.word for each in words),
        links=found.links[: 4 * MAX_WORDS],
        places=found.places[:MAX_WORDS],
        is_sentence=len(text.split()) < 2,
    )


def _phrase_of(text: str) -> Clause | None:
    """Return a phrase: its folded characters in this order, so that no wrong cut of a word can miss it.

    Latin words in it must also stand as words: "Go" is not in Django. None when there is nothing to look for.
    """
    codes = fold(codes_of(text)).codes.tolist()
    pairs = [
        (chr(one) + chr(other), place)
        for place, (one, other) in enumerate(pairwise(codes))
        if BREAK not in (one, other)
    ]
    clauses: list[Clause] = [Term("words", key_of(run[0])) for run in RUN.finditer(text)]
    if pairs:
        first = pairs[0][1]
        phrase = Phrase("bigrams", tuple((pair, place - first) for pair, place in pairs))
        if first or codes[0] != _A:
            clauses.append(phrase)
        else:
            # Behind an i-row kana, as in ミニアプリ, it is folded to ヤ.
            behind = replace(phrase, terms=((f"ヤ{pairs[0][0][1]}", 0), *phrase.terms[1:]))
            clauses.append(AnyOf((phrase, behind)))
    elif not clauses:
        clauses += [Term("bigrams", chr(code)) for code in codes if code != BREAK]
    return AllOf(tuple(clauses)) if clauses else None


def _excluded_of(chunk: "_Chunk", analyzer: Analyzer) -> Clause | None:
    """Return what an exclusion excludes: the characters, and for a word also its normalized form."""
    phrase = _phrase_of(chunk.text)
    words = () if chunk.is_phrase else spelling_of(chunk.text, "typed", analyzer).words
    found = (*((phrase,) if phrase else ()), *((AllOf(words),) if words else ()))
    return AnyOf(found) if found else None


def _values_named(name: str, facet: FacetName, lexicon: Lexicon, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values whose name contains what was typed, or is another spelling of it."""
    canonical = {"speaker": lexicon.speaker_of, "technology": lexicon.technology_of}.get(facet, str)(name)
    wanted = {name_key(name), name_key(canonical)}
    if facet == "year":
        return tuple(value for value in values if value in wanted)
    return tuple(value for value in values if any(key in name_key(value) for key in wanted))
