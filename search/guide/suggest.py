"""Suggestions for what is being typed: events, speakers, technologies, titles of talks, and plain words.

All of them begin with what was typed, as it is written, read, or in romaji.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import groupby
from typing import Literal

from msgspec import Struct

from search.clauses import AllOf, AnyOf, Clause, Phrase, Term
from search.engines import Dictionary
from search.guide.names import Named, Names
from search.model import Talk
from search.query.event_names import EventNames
from search.query.phrases import pairs_in
from search.text.analysis import Analyzer
from search.text.lexicon import name_key
from search.text.name_terms import BORDER, KANA, MAX_TYPED, ROMAJI, WRITTEN, beginnings_of, typed_keys
from search.text.spelling.folding import folded_runs
from search.text.spelling.input_method import unfinished
from search.text.spelling.romaji import kana_of, romanized

PER_KIND = 3
"""Suggestions of each kind: a list that is longer is not read."""
LOOKED_AT = 40
READ = 12
"""Talks whose titles are compared, and read: the best of those that hold what was typed anywhere."""

SuggestionKind = Literal["technology", "speaker", "event", "talk"]


class Suggestion(Struct, frozen=True):
    """A name or a title; `talks` is how many talks it leads to, and `talk_id` which one, for a title.

    `before` is what was typed before the word that it completes.
    """

    kind: SuggestionKind
    text: str
    talks: int
    before: str = ""
    talk_id: str = ""


def suggestions_of(
    typed: str,
    names: Names,
    events: EventNames,
    titled: Callable[[Clause], Iterator[Talk]],
    analyzer: Analyzer,
) -> tuple[Suggestion, ...]:
    """Return what completes the whole of what was typed, else its last word.

    `titled` gives the best talks with a clause.
    """
    if len(typed) > MAX_TYPED:
        return ()
    whole = _named(typed, "", names, events) + _titles(typed, titled, analyzer)
    before, _, last = typed.rstrip().rpartition(" ")
    return tuple(whole or (_named(last, before.strip(), names, events) if before else ()))


def _named(typed: str, before: str, names: Names, events: EventNames) -> list[Suggestion]:
    found: dict[SuggestionKind, list[Suggestion]] = {"technology": [], "speaker": [], "event": []}
    starting = names.starting_with(typed)
    recurring = _whole_series(starting, events)
    for name in starting:
        if name.facet == "year" or len(found[name.facet]) == PER_KIND:
            continue
        text, talks = name.text, name.talks
        if name.facet == "event":
            # Two dozen evenings of one meetup are one suggestion; its facet tells them apart.
            text, talks = recurring.get(text, (text, talks))
        if all(text != each.text for each in found[name.facet]):
            found[name.facet].append(Suggestion(name.facet, text, talks, before))
    return [suggestion for kind in found.values() for suggestion in kind]


def _whole_series(names: Sequence[Named], events: EventNames) -> dict[str, tuple[str, int]]:
    """Return, for events of which many bear one name and all are named, that name and the talks of all."""
    groups: dict[tuple[str, int], list[Named]] = {}
    for name in names:
        if name.facet == "event":
            groups.setdefault(events.series_of(name.text), []).append(name)
    return {
        each.text: (name, sum(bearer.talks for bearer in bearers))
        for (name, count), bearers in groups.items()
        if len(bearers) == count > PER_KIND
        for each in bearers
    }


def _titles(typed: str, titled: Callable[[Clause], Iterator[Talk]], analyzer: Analyzer) -> list[Suggestion]:
    # Of かt only か can stand in a title.
    clause = _held_by(unfinished(name_key(typed))[0] or typed)
    if clause is None:
        return []
    wanted = dict(typed_keys(typed))
    plain = re.compile(rf"\b{re.escape(unicodedata.normalize('NFKC', typed).strip())}", re.IGNORECASE)
    found: list[Suggestion] = []
    for looked_at, talk in enumerate(titled(clause)):
        # Reading a title costs fifty times a look at it.
        begins = plain.search(unicodedata.normalize("NFKC", talk.title)) is not None
        if begins or (looked_at < READ and _has_beginning(talk.title, wanted, analyzer)):
            found.append(Suggestion("talk", talk.title, 1, talk_id=talk.id))
        if len(found) == PER_KIND:
            break
    return found


def _has_beginning(title: str, wanted: Mapping[str, str], analyzer: Analyzer) -> bool:
    for written, kana in beginnings_of(title, analyzer):
        if written.startswith(wanted[WRITTEN]) or (KANA in wanted and kana.startswith(wanted[KANA])):
            return True
        if ROMAJI in wanted and romanized(kana).startswith(wanted[ROMAJI]):
            return True
    return False


def _held_by(typed: str) -> Clause | None:
    """Return a clause for talks with these characters or this reading; None when that says too little."""
    pairs = pairs_in(typed)
    if not pairs:
        return None
    first = pairs[0][1]
    clauses: list[Clause] = [Phrase("bigrams", tuple((pair, at - first) for pair, at in pairs))]
    read = folded_runs(kana_of(name_key(typed)) or typed)
    if len(read) >= 3 and all("ァ" <= letter <= "ヺ" for letter in read):
        threes = [read[at : at + 3] for at in range(len(read) - 2)]
        clauses.append(AllOf(tuple(Term("readings", three) for three in threes)))
    return AnyOf(tuple(clauses))


class Completion(Struct, frozen=True):
    """A word as it is written most often, and how many talks have it in any width and case."""

    text: str
    talks: int


class Completions:
    """The words of an index as they are written, looked up by how they begin."""

    def __init__(self, words: Dictionary) -> None:
        self._words = words

    def starting_with(self, typed: str, limit: int) -> tuple[Completion, ...]:
        """Return the words that begin with what was typed, whatever its width and case, most talks first."""
        prefix = name_key(typed)
        if not prefix:
            return ()
        counted = self._words.counted(prefix)
        found = _completions_of(zip(counted.values, counted.counts.tolist(), strict=True))
        return tuple(nsmallest(limit, found, key=lambda each: (-each.talks, each.text)))

    def of_key(self, key: str) -> Completion | None:
        """Return the word that has this very key."""
        spelt = self._words.counted(key + BORDER)
        terms = [*zip(spelt.values, spelt.counts.tolist(), strict=True), (key, self._words.frequency(key))]
        return next(iter(_completions_of(each for each in sorted(terms) if each[1])), None)


def _completions_of(terms: Iterable[tuple[str, int]]) -> Iterator[Completion]:
    """Yield the words of ascending terms with their talks: those of one key stand beside each other."""
    for key, own in groupby(terms, key=lambda term: term[0].partition(BORDER)[0]):
        spellings = {term.partition(BORDER)[2] or key: talks for term, talks in own}
        # The spelling of most talks, of equal ones the first.
        best = min(spellings, key=lambda text: (-spellings[text], text))
        yield Completion(best, sum(spellings.values()))
