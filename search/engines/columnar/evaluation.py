"""Evaluation: a tree of Whoosh's queries on one segment's arrays.

Documents and scores are those of Whoosh's own `search(q, limit=None)`, but where 2.7.4 does not do what its
documentation says:

- `AndNot`, `Not` inside `Or`, `Require` (which in 2.7.4 excludes what it should require), `AndMaybe` inside
  `And` and `DisjunctionMax` match and score as documented. `Not` scores 1.0, as in Whoosh.
- Prefixes, patterns and ranges with `constantscore` score their boost for every document, however many terms
  and documents there are.
- A boost counts for compound queries of one part and for patterns of one term, too.
- Ranges of unsigned numbers are right.

A query of another class, and every term under a model of ranking that `weighting` does not know, is left to
Whoosh's own matcher: as right and as slow as that.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from whoosh import query
from whoosh.fields import NUMERIC
from whoosh.query import MultiTerm, Query
from whoosh.query.qcore import QueryError, _NullQuery
from whoosh.searching import SearchContext, Searcher

from search.engines.columnar.collection import Collection, Leaf
from search.engines.columnar.expansion import having_any, numbers_between, terms_between
from search.engines.columnar.matches import (
    NONE,
    Few,
    Many,
    Matches,
    alike,
    all_of,
    any_of,
    best_of,
    boosted,
    count_of,
    mask_of,
    required,
    with_more,
    without,
)
from search.engines.columnar.phrases import PhraseTerms
from search.engines.columnar.terms import Terms


class Evaluation:
    """One search of one leaf. Deleted documents match; whoever asks leaves them out of the whole."""

    def __init__(
        self, collection: Collection, leaf: Leaf, whole: Searcher, searcher: Searcher, context: SearchContext
    ) -> None:
        self._collection = collection
        self._leaf = leaf
        self._whole = whole
        self._searcher = searcher
        self._context = context

    def matches(self, asked: Query) -> Matches:
        """Return the documents that match a query, and their scores."""
        evaluate = _BY_CLASS.get(type(asked))
        if evaluate is None or self._leaf.segment is None:
            return self._as_whoosh_does(asked)
        return evaluate(self, asked)

    def _as_whoosh_does(self, asked: Query) -> Matches:
        matcher = asked.matcher(self._searcher, self._context)
        found: dict[int, float] = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.score()
            matcher.next()
        documents = np.array(sorted(found), np.int64)
        return Few(documents, np.array([found[each] for each in documents.tolist()], np.float32))

    def _term(self, asked: query.Term) -> Matches:
        name = asked.fieldname
        try:
            weighed = self._collection.typed(name, asked.text, self._whole)
        except (KeyError, ValueError):
            return NONE
        terms = self._leaf.terms
        if weighed is None or terms is None:
            return self._as_whoosh_does(asked)
        return boosted(terms.matches(weighed), asked.boost)

    def _scored(self, name: str, text: bytes) -> Matches:
        weighed = self._collection.weighed(name, text, self._whole)
        terms = self._leaf.terms
        if weighed is None or terms is None:
            return self._as_whoosh_does(query.Term(name, text))
        return terms.matches(weighed)

    def _and(self, asked: query.And) -> Matches:
        wanted = [each for each in asked.subqueries if type(each) is not query.Not]
        if not wanted:
            return self._all(asked)
        parts = [self.matches(each) for each in wanted]
        found = parts[0] if len(parts) == 1 else all_of(parts)
        for each in asked.subqueries:
            if type(each) is query.Not:
                found = _with(without(found, self.matches(each.query), self._leaf.n), 1.0)
        return boosted(found, asked.boost)

    def _all(self, asked: query.And) -> Matches:
        parts = [self.matches(each) for each in asked.subqueries]
        return boosted(all_of(parts), asked.boost) if parts else NONE

    def _or(self, asked: query.Or) -> Matches:
        if asked.scale:
            return self._as_whoosh_does(asked)
        return boosted(any_of([self.matches(each) for each in asked.subqueries], self._leaf.n), asked.boost)

    def _best(self, asked: query.DisjunctionMax) -> Matches:
        parts = [self.matches(each) for each in asked.subqueries]
        return boosted(best_of(parts, asked.tiebreak, self._leaf.n), asked.boost) if parts else NONE

    def _not(self, asked: query.Not) -> Matches:
        return alike(~mask_of(self.matches(asked.query), self._leaf.n), 1.0)

    def _and_not(self, asked: query.AndNot) -> Matches:
        return without(self.matches(asked.a), self.matches(asked.b), self._leaf.n)

    def _require(self, asked: query.Require) -> Matches:
        return required(self.matches(asked.a), self.matches(asked.b), self._leaf.n)

    def _and_maybe(self, asked: query.AndMaybe) -> Matches:
        return with_more(self.matches(asked.a), self.matches(asked.b), self._leaf.n)

    def _constant(self, asked: query.ConstantScoreQuery) -> Matches:
        return _alike(self.matches(asked.child), asked.score)

    def _nothing(self, asked: Query) -> Matches:
        return NONE

    def _phrase(self, asked: query.Phrase) -> Matches:
        name = asked.fieldname
        if name not in self._searcher.schema:
            return NONE
        field = self._searcher.schema[name]
        if not field.format or not field.format.supports("positions"):
            raise QueryError(f"Phrase search: {name!r} field has no positions")
        terms = self._leaf.terms
        if terms is None or self._collection.scale(name, self._whole) is None:
            return self._as_whoosh_does(asked)
        try:
            typed = [self._collection.typed(name, word, self._whole) for word in asked.words]
        except ValueError:
            return NONE
        words = [weighed for weighed in typed if weighed is not None]
        parts = [terms.matches(weighed) for weighed in words]
        if not parts or not all([count_of(part) for part in parts]):
            return NONE
        found = parts[0] if len(parts) == 1 else PhraseTerms(terms, words, parts).in_sequence(asked.slop)
        return boosted(found, asked.boost)

    def _every(self, asked: query.Every) -> Matches:
        if asked.fieldname is None:
            return alike(np.ones(self._leaf.n, np.bool_), asked.boost)
        terms = self._terms(asked.fieldname)
        return NONE if terms is None else self._with_any(terms, range(len(terms)), asked.boost)

    def _prefix(self, asked: query.Prefix) -> Matches:
        if asked.text == "":
            return self._every(query.Every(asked.fieldname, asked.boost))
        terms = self._terms(asked.fieldname)
        if terms is None:
            return NONE
        return self._expanded(asked, terms, terms.within(self._bytes(asked.fieldname, asked.text)))

    def _term_range(self, asked: query.TermRange) -> Matches:
        terms = self._terms(asked.fieldname)
        if terms is None:
            return NONE
        try:
            numbers = terms_between(terms, asked, self._searcher.schema[asked.fieldname].to_bytes)
        except ValueError:
            return NONE
        return self._expanded(asked, terms, numbers)

    def _number_range(self, asked: query.NumericRange) -> Matches:
        field = self._searcher.schema[asked.fieldname]
        terms = self._terms(asked.fieldname)
        if terms is None or not isinstance(field, NUMERIC):
            return self._as_whoosh_does(asked)
        return self._with_any(terms, numbers_between(terms, asked, field), asked.boost)

    def _pattern(self, asked: MultiTerm) -> Matches:
        """Evaluate a query of any terms that Whoosh itself finds."""
        if getattr(asked, "text", None) in {query.Wildcard: "*", query.Regex: ".*"}.get(type(asked), ()):
            return self._every(query.Every(asked.fieldname, asked.boost))
        terms = self._terms(asked.fieldname)
        if terms is None:
            return NONE
        texts = [
            text if isinstance(text, bytes) else self._bytes(asked.fieldname, text)
            for text in asked._btexts(self._leaf.reader)
        ]
        numbers = {terms.number(text) for text in texts if text}
        return self._expanded(asked, terms, sorted(each for each in numbers if each is not None))

    def _expanded(self, asked: MultiTerm, terms: Terms, numbers: Sequence[int]) -> Matches:
        # Whoosh leaves out the empty term.
        if numbers and not terms.text(numbers[0]):
            numbers = numbers[1:]
        if asked.constantscore:
            return self._with_any(terms, numbers, asked.boost)
        parts = [self._scored(asked.fieldname, terms.text(number)) for number in numbers]
        return boosted(any_of(parts, self._leaf.n), asked.boost)

    def _with_any(self, terms: Terms, numbers: Sequence[int], score: float) -> Matches:
        return having_any(terms, numbers, score, self._leaf.n)

    def _terms(self, name: str) -> Terms | None:
        return None if self._leaf.segment is None else self._leaf.segment.terms(name)

    def _bytes(self, name: str, text: object) -> bytes:
        encoded: bytes = self._searcher.schema[name].to_bytes(text)
        return encoded


def _with(matches: Matches, more: float) -> Matches:
    """Return the same documents, each with a little more of a score."""
    if isinstance(matches, Few):
        return Few(matches.documents, matches.scores + np.float32(more))
    return Many(matches.mask, matches.scores + alike(matches.mask, more).scores)


def _alike(matches: Matches, score: float) -> Matches:
    if isinstance(matches, Few):
        return Few(matches.documents, np.full(len(matches.documents), score, np.float32))
    return alike(matches.mask, score)


_BY_CLASS: Mapping[type, Callable[[Evaluation, Any], Matches]] = {
    query.Term: Evaluation._term,
    query.And: Evaluation._and,
    query.Or: Evaluation._or,
    query.DisjunctionMax: Evaluation._best,
    query.Not: Evaluation._not,
    query.AndNot: Evaluation._and_not,
    query.Require: Evaluation._require,
    query.AndMaybe: Evaluation._and_maybe,
    query.ConstantScoreQuery: Evaluation._constant,
    query.Phrase: Evaluation._phrase,
    query.Every: Evaluation._every,
    query.Prefix: Evaluation._prefix,
    query.TermRange: Evaluation._term_range,
    query.NumericRange: Evaluation._number_range,
    query.DateRange: Evaluation._number_range,
    query.Wildcard: Evaluation._pattern,
    query.Regex: Evaluation._pattern,
    query.FuzzyTerm: Evaluation._pattern,
    query.Variations: Evaluation._pattern,
    _NullQuery: Evaluation._nothing,
}
"""By exact class: a subclass may mean something else."""
