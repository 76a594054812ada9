"""The engine over one index of a cluster, into which nobody writes any more; see `Engine`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from msgspec import structs

from search.clauses import Clause, Term, Words
from search.documents import KIND, facet_field
from search.engines.contract import MOST_COUNTED, Found, Handle, Request
from search.engines.facet_counts import FacetCounts
from search.engines.memory import Memory
from search.engines.opensearch.client import Cluster, Question
from search.engines.opensearch.dictionaries import FrozenDictionary
from search.engines.opensearch.dsl import NOTHING
from search.engines.opensearch.mapping import EVERYTHING, WINDOW, bytes_of, kept_as
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.page import (
    SHOWN,
    document_of,
    facet_counts_of,
    found_of,
    nothing_of,
    page_body,
)
from search.engines.opensearch.rounds import NOBODY, Hits, hits_of
from search.engines.opensearch.term_counts import TermCounts
from search.text.streams import Stream

_KEPT = 64
"""Queries whose first rounds are kept: who pages and narrows asks for the same words again."""
_PAGE = 1_000
"""Documents read at once where all are."""
_KEPT_VALUES = 200_000
"""Values of facets whose counts are kept for other pages, some hundred bytes each."""
_ASKED = 1_000
"""Keys, or documents, asked for at once."""


class OpenSearchEngine:
    """An open index of a cluster. May be shared by threads; raises as `Cluster.search` says.

    A key that it says it `may_have` is asked for; others are known to be in no document.
    """

    def __init__(
        self, cluster: Cluster, index: str, may_have: Callable[[str], bool] = lambda key: True
    ) -> None:
        self._may_have = may_have
        self._cluster = cluster
        self._index = index
        self._counts = TermCounts(cluster, index)
        self.documents = self._counts.documents
        cluster.locate(index)
        self._values: dict[str, tuple[str, ...]] = {}
        self._hits: Memory[Hits] = Memory(_KEPT)
        self._told: Memory[Found] = Memory(_KEPT_VALUES)

    def find(self, request: Request) -> Found:
        return self.find_all([request])[0]

    def find_all(self, requests: Sequence[Request]) -> list[Found]:
        question = self._cluster.question(self._index)
        asked = [(request, self._hits_of(request.words, question)) for request in requests]
        if any(request.budget.lacks("beside") for request in requests[1:]):
            asked[1:] = [(request, NOBODY) for request in requests[1:]]
        if all(hits is NOBODY for _, hits in asked):
            # That no document has such words is known here: whether there are documents, there.
            question([_REACHABLE])
        found = self._pages([(request, hits, hits.hits) for request, hits in asked], question)
        # Where filters leave nothing, the next best are taken.
        again = [
            place
            for place, ((request, hits), own) in enumerate(zip(asked, found, strict=True))
            if not own.total and not request.is_strict and hits.some is not hits.hits
        ]
        others = self._pages([(*asked[place], asked[place][1].some) for place in again], question)
        for place, own in zip(again, others, strict=True):
            found[place] = own
        return found

    def stored(self, key: str) -> str | None:
        answer = self._search({**_FIRST, "query": {"term": {"keys": kept_as(key)}}})
        hits = answer["hits"]["hits"]
        return document_of(hits[0]).stored if hits else None

    def stored_of(self, handles: Collection[Handle]) -> Iterator[str]:
        numbers = [int(handle) for handle in handles]
        for first in range(0, len(numbers), _ASKED):
            for hit in self._all({"terms": {"seq": numbers[first : first + _ASKED]}}, **SHOWN):
                yield document_of(hit).stored

    def scan(self, kind: str) -> Iterator[str]:
        for hit in self._all({"term": {facet_field(KIND): kind}}, **SHOWN):
            yield document_of(hit).stored

    def facet_values(self, facet: str) -> tuple[str, ...]:
        # Two threads may both ask; either answer is as good.
        if facet not in self._values:
            self._values[facet] = tuple(self._all_values(facet, EVERYTHING).values)
        return self._values[facet]

    def facet_counts(self, facet: str, kind: str) -> FacetCounts:
        return self._all_values(facet, {"term": {facet_field(KIND): kind}})

    def dictionary(self, field: str) -> FrozenDictionary:
        return self._counts.dictionary(field)

    def document_frequencies(self, terms: Sequence[tuple[Stream, str]]) -> list[int]:
        return [self._counts.of(Term(stream, text)) for stream, text in terms]

    def digests(self) -> Iterable[tuple[Handle, bytes]]:
        return self._digests(EVERYTHING)

    def digests_of(self, keys: Iterable[str]) -> Mapping[Handle, bytes]:
        wanted = list(dict.fromkeys(map(kept_as, keys)))
        found: dict[Handle, bytes] = {}
        for first in range(0, len(wanted), _ASKED):
            found.update(self._digests({"terms": {"keys": wanted[first : first + _ASKED]}}))
        return found

    def prepare(self) -> None:
        """Nothing is to be done: a cluster looks at its own files."""

    def has_any(self, clause: Clause) -> bool:
        return self.find(Request(clause, Words(), {}, (), "newest", 0, 0)).total > 0

    def has_key(self, key: str) -> bool:
        return self._may_have(key) and bool(self.digests_of((key,)))

    def newest(self, count: int) -> Iterator[tuple[bytes, str]]:
        if not count:
            return
        answer = self._search({**_FIRST, "sort": [{"seq": "desc"}], "from": 0})
        last = answer["hits"]["hits"][0]["sort"][0]
        query = {"range": {"seq": {"gt": last - count}}}
        for hit in self._all(query, **{**SHOWN, "docvalue_fields": ["shown", "digest"]}):
            yield bytes_of(hit["fields"]["digest"][0]), document_of(hit).stored

    def _digests(self, query: Json) -> Iterator[tuple[Handle, bytes]]:
        for hit in self._all(query, stored_fields="_none_", docvalue_fields=["digest"]):
            yield hit["sort"][0], bytes_of(hit["fields"]["digest"][0])

    def _all(self, query: Json, **fields: object) -> Iterator[Json]:
        """Yield all documents that a query matches, in the order of writing."""
        sort = [{"seq": "asc"}]
        return self._walk({"query": query, "sort": sort, "track_total_hits": False, **fields}, _PAGE)

    def _walk(self, body: Json, step: int) -> Iterator[Json]:
        """Yield all hits of a search, of which each answer has so many."""
        while True:
            answer = self._search({**body, "size": step})
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < step:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    def _hits_of(self, words: Words, question: Question) -> Hits:
        hits = self._hits.get(words)
        if hits is None:
            hits = hits_of(words, self._counts, question)
            self._hits.put(words, hits, 1)
        return hits

    def _pages(self, asked: Sequence[tuple[Request, Hits, Json | None]], question: Question) -> list[Found]:
        found = [nothing_of(request) for request, _, _ in asked]
        open_ones = [place for place, (_, hits, _) in enumerate(asked) if hits is not NOBODY]
        known = [self._told.get(_told_key(*asked[place])) for place in open_ones]
        # Where another page has told counts, and whether words were left out, they are not asked for.
        own = [
            (replace(request, counted=()), structs.replace(hits, is_relaxed=told.relaxed), wanted)
            if told
            else (request, hits, wanted)
            for told, (request, hits, wanted) in zip(known, map(asked.__getitem__, open_ones), strict=True)
        ]
        answers = question([self._body(*each) for each in own]) if own else []
        for place, told, each, answer in zip(open_ones, known, own, answers, strict=True):
            request, hits, _ = each
            if request.offset + request.limit > WINDOW:
                body = {**self._body(*each), "aggs": {}, "track_total_hits": False}
                answer["hits"]["hits"] = self._far(body, request.offset, request.limit)
            found[place] = found_of(request, hits, answer)
            if told is not None:
                found[place] = structs.replace(found[place], counts=told.counts)
            elif request.counted and not request.is_strict:
                size = sum(len(counts.values) for counts in found[place].counts.values())
                self._told.put(_told_key(*asked[place]), structs.replace(found[place], hits=()), size)
        return found

    def _far(self, body: Json, offset: int, limit: int) -> list[Json]:
        """Return a page that ends further away than a cluster counts; what lies before is passed unread."""
        if offset:
            passed = self._walk({**body, "docvalue_fields": []}, min(offset, WINDOW))
            last = next(islice(passed, offset - 1, None), None)
            if last is None:
                return []
            body = {**body, "search_after": last["sort"]}
        return list(islice(self._walk(body, min(limit, WINDOW)), limit))

    def _body(self, request: Request, hits: Hits, wanted: Json | None) -> Json:
        if request.offset + request.limit > WINDOW:
            request = replace(request, offset=0, limit=0)
        large = [name for name in request.counted if len(self.facet_values(name)) >= MOST_COUNTED]
        return page_body(request, hits, wanted, self._counts, large)

    def _all_values(self, facet: str, query: Json) -> FacetCounts:
        """Count every value of a facet: as often as an answer has room for some of them."""
        told: dict[str, int] = {}
        source = {"value": {"terms": {"field": facet_field(facet)}}}
        composite: Json = {"size": WINDOW, "sources": [source]}
        while True:
            body = {
                "size": 0,
                "track_total_hits": False,
                "query": query,
                "aggs": {"values": {"composite": composite}},
            }
            answer = self._search(body)
            values = answer["aggregations"]["values"]
            told |= {each["key"]["value"]: each["doc_count"] for each in values["buckets"]}
            if len(values["buckets"]) < WINDOW:
                break
            composite["after"] = values["after_key"]
        return facet_counts_of(told)

    def _search(self, body: Json) -> Json:
        (answer,) = self._cluster.search(self._index, [body])
        return answer


def _told_key(request: Request, hits: Hits, wanted: Json | None) -> object:
    """Return what the counts of an answer hang on: those of two pages, and in either order, are the same."""
    chosen = tuple(sorted(request.chosen.items()))
    asked = (request.clause, request.words, chosen, request.counted, request.named, request.is_strict)
    return *asked, wanted is hits.hits


_REACHABLE: Json = {"size": 0, "track_total_hits": False, "query": NOTHING}
_FIRST: Json = {"size": 1, "track_total_hits": False, **SHOWN, "query": EVERYTHING, "sort": [{"seq": "asc"}]}
