"""Queries: what was typed -> clauses. Nothing that is typed is an error.

words            all of them preferred; talks with some are shown when none has all
"as a phrase"    these words in this order (also “…”, 「…」, 『…』); always required
-word            not with this word (also -"a phrase", -(one OR other))
one OR other     either of them (also |); brackets group: (one OR other) third
begin*           words that begin so
speaker:桑野      narrows to names that contain it or are read so; also event: tech: year:
                 and 発表者: イベント: 技術: 年:
title:検索       in the title (題名:)
date:2015-01     on a day, in a month, in a year, in a range (2015-01..2015-06); also since: until:
                 and 日付: 以降: 以前:
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeAlias, TypeVar

from search.budget import ENDLESS, Budget
from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet, HasKey, Not, Word, Words
from search.documents import TITLE_ROOM, title_key
from search.model import WhyRoute
from search.query.begun import beginning_of
from search.query.chunks import Chunk, chunks
from search.query.dates import FIRST, LAST, range_of
from search.query.expansion import expanded
from search.query.groups import Choice, Group, Part, excludes, is_ranked, tree_of, written_of
from search.query.honorifics import without_honorific
from search.query.keyed import as_far_as_it_goes, keyed_word, mixed_of
from search.query.known import Known
from search.query.phrases import enough_of, exact_of, phrase_of, short_terms
from search.query.spelling import spelling_of
from search.query.words import query_words_of
from search.quickly_made import quickly_made
from search.ranking import TITLE

MAX_WORDS = 48
"""Words beyond are not read: nobody typed them, and each costs time."""
MAX_CHUNKS = 2 * MAX_WORDS
MAX_CLAUSES = 16
"""Phrases, exclusions, alternatives beyond are not read either: a common letter takes 10 ms in 20,000."""
_AGAIN = 2
"""How often one word counts: in a title it may stand twice, and each time costs what the first one did."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction to some values of a facet, or to some days, as it was typed without its key, so that hits
    can say it, too. `route` is how values were found that do not hold what was typed.
    """

    text: str
    clause: HasFacet | Dated
    route: WhyRoute = "reading"


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as an engine takes it: `clause` always holds, `words` may be relaxed.

    `marked` are the spellings of everything that was asked for, as (what was typed, spellings), for marks and
    reasons; `restrictions` are the names and days, and `excluded` is what alternatives exclude, as it was
    typed.
    """

    words: Words
    clause: Clause
    marked: tuple[Word, ...]
    restrictions: tuple[Restriction, ...] = ()
    excluded: str = ""


def parse(text: str, known: Known, budget: Budget = ENDLESS) -> ParsedQuery:
    """Return the clauses of what was typed; unbalanced quotes, symbols and unknown keys are plain text."""
    return _Reading(known, budget).query(text)


_Read: TypeAlias = tuple[Clause | None, list[Word], list[Restriction]]
"""What a chunk says, and what it is marked by and restricts."""


class _Reading:
    """Reads one query: words are gathered to be ranked, everything else becomes clauses that must hold."""

    def __init__(self, known: Known, budget: Budget) -> None:
        self._known = known
        self._budget = budget
        self._bare: list[str] = []
        self._either: list[Word] = []
        self._clauses: list[Clause] = []
        self._marked: list[Word] = []
        self._restrictions: list[Restriction] = []
        self._excluded: list[str] = []
        self._text = ""
        self._read: dict[tuple[str | None, str, str, bool, bool], _Read] = {}

    def query(self, text: str) -> ParsedQuery:
        self._text = text
        found = chunks(text)[:MAX_CHUNKS]
        # A title is pasted from its first letter on: neither -Keynote nor "Keynote" nor Keynote* is one.
        is_pasted = bool(found) and not (
            found[0].is_excluded or (len(found) == 1 and (found[0].kind == "phrase" or found[0].is_beginning))
        )
        if is_pasted and self._known.is_title(text):
            # Who pastes a title means it, whatever its signs would mean elsewhere.
            self._bare.append(text)
            self._clauses.append(AnyOf((AllOf(()), HasKey(title_key(text), TITLE))))
        else:
            self._take(tree_of(iter(found)))
        words = self._words()
        # What was typed, and cannot be searched for, is in no talk.
        says_nothing = bool(text.strip()) and not (words.words or self._clauses)
        return ParsedQuery(
            words=words,
            clause=AnyOf(()) if says_nothing else AllOf(tuple(dict.fromkeys(self._clauses))),
            marked=(*words.words, *dict.fromkeys(self._marked)),
            restrictions=tuple(dict.fromkeys(self._restrictions)),
            excluded=" OR ".join(dict.fromkeys(self._excluded)),
        )

    def _take(self, group: Group) -> None:
        """Take the parts of the query itself, or of a bracket that only groups."""
        for part in group.parts:
            if isinstance(part, Group) and not part.is_excluded:
                self._take(part)
            elif isinstance(part, Chunk) and is_ranked(part):
                if part.is_beginning:
                    self._either.append(self._beginning(part))
                elif text := self._without_keyed(part.text):
                    self._bare.append(text)
            elif isinstance(part, Choice) and all(
                isinstance(each, Chunk) and is_ranked(each) for each in part.parts
            ):
                self._either.append(self._any_word([each for each in part.parts if isinstance(each, Chunk)]))
            elif (clause := self._clause_of(part)) is not None:
                self._clauses.append(clause)

    def _without_keyed(self, text: str) -> str:
        """Return what was typed without what an input method left of a word at its end, which is taken."""
        mixed = mixed_of(text)
        if not mixed or self._budget.lacks("spellings"):
            return text
        if word := keyed_word(mixed, self._known):
            self._either.append(word)
            return text[: -len(mixed)]
        return text[: -len(mixed)] + as_far_as_it_goes(mixed)

    def _words(self) -> Words:
        text = " ".join(self._bare)
        found = query_words_of(text, self._known.analyzer)
        words = expanded(text, found.words, self._known, self._budget)
        return Words(
            words=_counted((*words, *self._either), attrgetter("text"))[:MAX_WORDS],
            links=found.links[: 4 * MAX_WORDS],
            places=_counted(found.places, hash)[:MAX_WORDS],
            is_sentence=len(text.split()) < 2 and not self._either,
        )

    def _any_word(self, alternatives: Sequence[Chunk]) -> Word:
        """Return one word of which any alternative will do."""
        distinct = {(each.text, each.is_beginning): each for each in alternatives}.values()
        words = [self._beginning(each) if each.is_beginning else self._word(each.text) for each in distinct]
        return Word(
            " OR ".join(word.text for word in words),
            tuple(spelling for word in words for spelling in word.spellings),
            any(word.is_telling for word in words),
            tuple(word.text for word in words),
            tuple(phrase for word in words for phrase in word.exact),
        )

    def _word(self, text: str) -> Word:
        """Return what stands between spaces as one word, however many Sudachi makes of it."""
        typed_words = query_words_of(text, self._known.analyzer).words
        found = expanded(text, typed_words, self._known, self._budget)
        if len(found) == 1:
            return replace(found[0], text=text)
        typed = spelling_of(text, "typed", self._known.analyzer)
        return Word(text, (self._known.vocabulary.in_runs(typed, is_name=False),))

    def _beginning(self, chunk: Chunk) -> Word:
        """Return a word of which any word that begins so will do."""
        return Word(f"{chunk.text}*", (beginning_of(chunk.text, self._known),))

    def _clause_of(self, part: Part) -> Clause | None:
        """Return what must hold, None for what says nothing."""
        marked, restrictions, excluded = len(self._marked), len(self._restrictions), len(self._excluded)
        if isinstance(part, Chunk):
            clause = self._clause_of_chunk(part)
        else:
            clauses = [clause for each in part.parts if (clause := self._clause_of(each)) is not None]
            if not clauses:
                return None
            clause = (AnyOf if isinstance(part, Choice) else AllOf)(tuple(dict.fromkeys(clauses)))
            if isinstance(part, Choice):
                self._excluded += [written_of(each, self._text) for each in part.parts if excludes(each)]
        if clause is None or isinstance(part, Choice) or not part.is_excluded:
            return clause
        # What must not be there is nothing to be shown.
        del self._marked[marked:], self._restrictions[restrictions:], self._excluded[excluded:]
        return Not(clause)

    def _clause_of_chunk(self, chunk: Chunk) -> Clause | None:
        """Return what a chunk says; what was typed before is not read again."""
        said = (chunk.key, chunk.kind, chunk.text, chunk.is_excluded, chunk.is_beginning)
        if (read := self._read.get(said)) is None:
            if len(self._read) >= MAX_CLAUSES or self._budget.lacks("words"):
                return None
            marked, restrictions = len(self._marked), len(self._restrictions)
            clause = self._new_clause_of(chunk)
            self._read[said] = clause, self._marked[marked:], self._restrictions[restrictions:]
            return clause
        clause, marks, restricted = read
        self._marked += marks
        self._restrictions += restricted
        return clause

    def _new_clause_of(self, chunk: Chunk) -> Clause | None:
        match chunk.key:
            case None if chunk.kind == "phrase":
                return self._phrase(chunk)
            case None:
                return self._anyhow(chunk)
            case "title":
                return self._phrase(chunk, below=TITLE_ROOM)
            case "date" | "since" | "until" as key:
                days = range_of(chunk.text) or (FIRST, LAST)
                first = FIRST if key == "until" else days[0]
                last = LAST if key == "since" else days[1]
                dated = Dated(first.toordinal(), last.toordinal())
                self._restrictions.append(Restriction(chunk.text, dated))
                return dated
            case facet:
                name = (
                    without_honorific(chunk.text, self._known.analyzer) if facet == "speaker" else chunk.text
                )
                named = HasFacet(facet, self._known.values_named(name, facet))
                route: WhyRoute = "alias" if self._known.is_alias(name, facet) else "reading"
                self._restrictions.append(Restriction(chunk.text, named, route))
                return named

    def _phrase(self, chunk: Chunk, below: int | None = None) -> Clause | None:
        phrase = phrase_of(chunk.text, self._known.analyzer, below)
        if phrase is not None:
            self._marked.append(self._marks_of(chunk.text))
        return phrase

    def _marks_of(self, text: str) -> Word:
        """Return what a phrase is marked by: none of its words or pieces by itself is what was asked for."""
        if exact := exact_of(text):
            return Word(text, (), exact=exact)
        spelling = replace(spelling_of(text, "typed", self._known.analyzer), more=(), skeleton=())
        if not spelling.grams:
            # Signs around a word are no part of it that a text might lack.
            spelling = replace(spelling, whole=short_terms(text), share=1.0)
        return Word(text, (spelling,))

    def _anyhow(self, chunk: Chunk) -> Clause | None:
        """Return a word as what must hold: its characters, or its words however they are written."""
        text = without_honorific(chunk.text, self._known.analyzer)
        if chunk.is_beginning:
            word = self._beginning(chunk)
        elif chunk.is_excluded:
            word = Word(text, (spelling_of(text, "typed", self._known.analyzer),))
        else:
            word = self._word(text)
            word = replace(word, spellings=tuple(each for each in word.spellings if each.route != "typo"))
        phrase = None if chunk.is_beginning else phrase_of(text, self._known.analyzer)
        found: list[Clause] = [phrase] if phrase else []
        for spelling in word.spellings:
            found += enough_of(spelling)
        exact = (*exact_of(text), *word.exact) if phrase else ()
        self._marked.append(replace(word, exact=tuple(dict.fromkeys(exact))))
        return AnyOf(tuple(dict.fromkeys(found))) if found else None


_Value = TypeVar("_Value")


def _counted(values: Sequence[_Value], key_of: Callable[[_Value], Hashable]) -> tuple[_Value, ...]:
    """Return values in order, of those with the same key the first `_AGAIN`.

    >>> _counted("abaca", str)
    ('a', 'b', 'a', 'c')
    """
    keys = list(map(key_of, values))
    if len(set(keys)) == len(keys):
        return tuple(values)
    counts: Counter[Hashable] = Counter()
    kept = []
    for value, key in zip(values, keys, strict=True):
        counts[key] += 1
        if counts[key] <= _AGAIN:
            kept.append(value)
    return tuple(kept)
