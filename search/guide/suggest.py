"""Suggestions for what is being typed: events, speakers, technologies, titles of talks, and plain words.

All of them begin with what was typed, as it is written, read, or in romaji.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from search.clauses import AllOf, AnyOf, Clause, Phrase, Term
from search.guide.names import MAX_TYPED, Name, Names, beginnings_of, typed_keys
from search.guide.pace import Pace
from search.model import Talk
from search.query.event_names import EventNames
from search.text.analysis import Analyzer
from search.text.lexicon import name_key
from search.text.spelling.folding import BREAK, codes_of, fold
from search.text.spelling.romaji import kana_of
from search.text.spelling.romanized import romanized

PER_KIND = 3
"""Suggestions of each kind: a list that is longer is not read."""
LOOKED_AT = 40
READ = 12
"""Talks whose titles are compared, and read: the best of those that hold what was typed anywhere."""

SuggestionKind = Literal["technology", "speaker", "event", "talk"]


@dataclass(frozen=True, slots=True)
class Suggestion:
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


def _whole_series(names: Sequence[Name], events: EventNames) -> dict[str, tuple[str, int]]:
    """Return, for events of which many bear one name and all are named, that name and the talks of all."""
    groups: dict[tuple[str, int], list[Name]] = {}
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
    clause = _held_by(typed)
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
        if written.startswith(wanted["written"]) or ("kana" in wanted and kana.startswith(wanted["kana"])):
            return True
        if "romaji" in wanted and romanized(kana).startswith(wanted["romaji"]):
            return True
    return False


def _held_by(typed: str) -> Clause | None:
    """Return a clause for talks with these characters or this reading; None when that says too little."""
    folded = fold(codes_of(typed)).codes.tolist()
    pairs = [(chr(a) + chr(b), at) for at, (a, b) in enumerate(pairwise(folded)) if BREAK not in (a, b)]
    if not pairs:
        return None
    first = pairs[0][1]
    clauses: list[Clause] = [Phrase("bigrams", tuple((pair, at - first) for pair, at in pairs))]
    read = "".join(map(chr, fold(codes_of(kana_of(name_key(typed)) or typed)).codes.tolist()))
    if len(read) >= 3 and all("ァ" <= letter <= "ヺ" for letter in read):
        threes = [read[at : at + 3] for at in range(len(read) - 2)]
        clauses.append(AllOf(tuple(Term("readings", three) for three in threes)))
    return AnyOf(tuple(clauses))


@dataclass(frozen=True, slots=True)
class Completion:
    """A word as it is written most often, and how many talks have it in any width and case."""

    text: str
    talks: int


class Completions:
    """The words of an index, sorted for looking up prefixes."""

    def __init__(self, talks_of: Mapping[str, int], pace: Pace) -> None:
        """`talks_of` maps each written word to how many talks have it."""
        spellings: dict[str, dict[str, int]] = {}
        for written, talks in pace.steps(talks_of.items()):
            spellings.setdefault(name_key(written), {})[written] = talks
        keys = [key for key in spellings if key]
        self._keys = [keys[place] for place in pace.ascending(keys)]
        # Not objects: of so many the collector takes its time, with the interpreter in its hands.
        self._texts: list[str] = []
        self._talks = array("L")
        for key in pace.steps(self._keys):
            # The spelling of most talks, of equal ones the first.
            self._texts.append(max(spellings[key], key=spellings[key].__getitem__))
            self._talks.append(sum(spellings[key].values()))

    def starting_with(self, typed: str, limit: int) -> tuple[Completion, ...]:
        """Return the words that begin with what was typed, whatever its width and case, most talks first."""
        prefix = name_key(typed)
        if not prefix:
            return ()
        first = bisect_left(self._keys, prefix)
        last = bisect_left(self._keys, prefix + chr(0x10FFFF))
        texts, talks = self._texts, self._talks
        places = sorted(range(first, last), key=lambda place: (-talks[place], texts[place]))[:limit]
        return tuple(Completion(texts[place], talks[place]) for place in places)

    def counts(self) -> dict[str, int]:
        """Return how many talks have each word, as it is written most often."""
        return dict(zip(self._texts, self._talks, strict=True))
