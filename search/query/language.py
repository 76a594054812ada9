"""Queries: what was typed -> clauses. Nothing that is typed is an error.

words            all of them preferred; talks with some are shown when none has all
"as a phrase"    these words in this order (also “…”, 「…」, 『…』); always required
-word            not with this word (also NOT word, -"a phrase", -(one OR other))
one OR other     either of them (also or, |); brackets group: (one OR other) third; AND says nothing
begin*           words that begin so
speaker:桑野      narrows to names that contain it or are read so; also event: tech:
                 and 発表者: イベント: 技術:
title:検索       in the title (題名:)
date:2015-01     on a day, in a month, in a year, in a range (2015-01..2015-06, 2015-2017); also year:
                 since: until: and 日付: 年: 以降: 以前:
2015-01          of that month or day (also 2015年1月14日), or with it in the text; so are 2015年の春 and
                 去年の12月, where there are talks of that year
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from search.budget import ENDLESS, Budget
from search.clauses import AllOf, AnyOf, Clause, HasKey, Not, Word, Words
from search.documents import title_key
from search.query.chunks import Chunk, chunks
from search.query.dates import parted_date, range_of
from search.query.expansion import expanded
from search.query.groups import Choice, Group, Part, excludes, is_ranked, tree_of, written_of
from search.query.keyed import as_far_as_it_goes, keyed_word, mixed_of
from search.query.known import Known
from search.query.meanings import ChunkReader, Meaning, Restriction
from search.query.words import query_words_of
from search.ranking import TITLE

MAX_WORDS = 48
"""Words beyond are not read: nobody typed them, and each costs time."""
MAX_CHUNKS = 2 * MAX_WORDS
_ANY_TALK = re.compile(
    "(?:(?:聞いた|あった|やった|出た|行った|した)?(?:話|発表|登壇|講演|勉強会|イベント)[ので]?)+"
)
"""What says no more of the talks of some days than that they are talks."""
_AGAIN = 2
"""How often one word counts: in a title it may stand twice, and each time costs what the first one did."""


class ParsedQuery(Struct, frozen=True):
    """A query as an engine takes it: `clause` always holds, `words` may be relaxed.

    `marked` are the words of everything that was asked for, for marks and reasons; `restrictions` are the
    names and days, and `excluded` is what alternatives exclude, as it was typed.
    """

    words: Words
    clause: Clause
    marked: tuple[Word, ...]
    restrictions: tuple[Restriction, ...] = ()
    excluded: str = ""


def parse(text: str, known: Known, budget: Budget = ENDLESS) -> ParsedQuery:
    """Return the clauses of what was typed; unbalanced quotes, symbols and unknown keys are plain text."""
    return _Reading(text, known, budget).query()


class _Reading:
    """Reads one query: words are gathered to be ranked, everything else becomes clauses that must hold."""

    def __init__(self, text: str, known: Known, budget: Budget) -> None:
        self._text = text
        self._known = known
        self._budget = budget
        self._reader = ChunkReader(known, budget)
        self._bare: list[str] = []
        self._either: list[Word] = []
        self._meanings: list[Meaning] = []

    def query(self) -> ParsedQuery:
        text = self._text
        found = chunks(text)[:MAX_CHUNKS]
        # A title is pasted from its first letter on: neither -Keynote nor "Keynote" nor Keynote* is one.
        is_pasted = bool(found) and not (
            found[0].is_excluded or (len(found) == 1 and (found[0].kind == "phrase" or found[0].is_beginning))
        )
        if is_pasted and self._known.is_title(text):
            # Who pastes a title means it, whatever its signs would mean elsewhere.
            self._bare.append(text)
            self._meanings.append(Meaning(AnyOf((AllOf(()), HasKey(title_key(text), TITLE)))))
        else:
            self._take(tree_of(iter(found)))
        words, meant = self._words(), _joined(AllOf, self._meanings)
        # What was typed, and cannot be searched for, is in no talk.
        says_nothing = bool(text.strip()) and not words.words and meant.clause is None
        return ParsedQuery(
            words=words,
            clause=AnyOf(()) if says_nothing else meant.clause or AllOf(()),
            marked=(*words.words, *dict.fromkeys(meant.marked)),
            restrictions=tuple(dict.fromkeys(meant.restrictions)),
            excluded=" OR ".join(dict.fromkeys(meant.excluded)),
        )

    def _take(self, group: Group) -> None:
        """Take the parts of the query itself, or of a bracket that only groups."""
        for part in group.parts:
            if isinstance(part, Group) and not part.is_excluded:
                self._take(part)
            elif isinstance(part, Chunk) and is_ranked(part):
                if part.is_beginning:
                    self._either.append(self._reader.beginning(part))
                elif text := self._without_keyed(self._without_date(part.text)):
                    self._bare.append(text)
            elif isinstance(part, Choice) and all(
                isinstance(each, Chunk) and is_ranked(each) for each in part.parts
            ):
                alternatives = [each for each in part.parts if isinstance(each, Chunk)]
                self._either.append(self._reader.any_word(alternatives))
            else:
                self._meanings.append(self._meaning_of(part))

    def _without_date(self, text: str) -> str:
        """Return what was typed without a date at its beginning, which is taken if there are talks then."""
        date, rest = parted_date(text)
        days = range_of(date) if date else None
        if days is None or not self._known.has_talks_of(days[0].year, days[1].year):
            return text
        self._meanings.append(self._reader.meaning_of(Chunk(0, 0, "word", date, "day")))
        return "" if _ANY_TALK.fullmatch(rest) else rest

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

    def _meaning_of(self, part: Part) -> Meaning:
        """Return what must hold, or must not."""
        if isinstance(part, Chunk):
            meaning = self._reader.meaning_of(part)
        else:
            inner = [self._meaning_of(each) for each in part.parts]
            if isinstance(part, Choice):
                excluded = [written_of(each, self._text) for each in part.parts if excludes(each)]
                return _joined(AnyOf, inner, excluded)
            meaning = _joined(AllOf, inner)
        # What must not be there is nothing to be shown.
        return Meaning(Not(meaning.clause)) if part.is_excluded and meaning.clause is not None else meaning


def _joined(kind: type[AllOf | AnyOf], meanings: Sequence[Meaning], excluded: Sequence[str] = ()) -> Meaning:
    """Return what must hold where all, or any, of these must, if anything; `excluded` is what of them must
    not, as it was typed.
    """
    clauses = tuple(dict.fromkeys(each.clause for each in meanings if each.clause is not None))
    return Meaning(
        kind(clauses) if clauses else None,
        marked=tuple(chain.from_iterable(each.marked for each in meanings)),
        restrictions=tuple(chain.from_iterable(each.restrictions for each in meanings)),
        excluded=(*chain.from_iterable(each.excluded for each in meanings), *(excluded if clauses else ())),
    )


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
