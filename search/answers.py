"""Answers: a query -> what an engine is asked; what it found -> hits."""

from collections.abc import Sequence

from search.clauses import AllOf, HasFacet
from search.documents import KIND, talk_of, texts_of
from search.engines import Found, Request
from search.errors import IndexDamaged
from search.marking import Marker
from search.model import Hit, Query, Snippet, Why
from search.queries import ParsedQuery
from search.snippets import marks_of, reasons_of, snippet_of


def request_of(parsed: ParsedQuery, query: Query, kind: str, counted: tuple[str, ...]) -> Request:
    """Return what an engine is asked for a query: documents of a kind, with these facets counted."""
    return Request(
        clause=AllOf((parsed.clause, HasFacet(KIND, (kind,)), *_required(query))),
        words=parsed.words,
        chosen=_chosen(query),
        counted=counted,
        sort=query.sort,
        offset=(query.page - 1) * query.per_page,
        limit=query.per_page,
    )


def hits_of(found: Found, parsed: ParsedQuery, marker: Marker) -> tuple[Hit, ...]:
    """Return what an engine found as hits, marked, with passages and reasons; raises `IndexDamaged`."""
    talks = [talk_of(hit.stored) for hit in found.hits]
    texts = [texts_of(talk) for talk in talks]
    try:
        marks = marker.matches_in(texts, [hit.spans for hit in found.hits])
    except ValueError as error:
        raise IndexDamaged(f"spans are not what was written ({error}): run `indexer rebuild`") from error
    hits = []
    for talk, own, hit, marked in zip(talks, texts, found.hits, marks, strict=True):
        matches = dict(zip(own, marked, strict=True))
        title = Snippet(talk.title, marks_of(matches[talk.title]))
        snippet = snippet_of(talk.body, matches[talk.body])
        why = reasons_of(parsed.marked, matches)
        hits.append(Hit(talk, hit.score, title, snippet, why, _missing(parsed, why)))
    return tuple(hits)


def _missing(parsed: ParsedQuery, why: Sequence[Why]) -> tuple[str, ...]:
    """Return the words that a talk does not have; a question is not expected to be answered word by word."""
    if parsed.words.is_sentence:
        return ()
    present = {reason.word for reason in why}
    return tuple(word.text for word in parsed.words.words if word.text not in present)


def _required(query: Query) -> list[HasFacet]:
    """Return the filters that must hold one by one: technologies, when all of them are asked for.

    As clauses they also hold for the counts of their own facet, so a value that shows N still gives N.
    """
    if query.match == "any":
        return []
    return [HasFacet(each.facet, (each.value,)) for each in query.filters if each.facet == "technology"]


def _chosen(query: Query) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for wanted in query.filters:
        if wanted.facet == "technology" and query.match == "all":
            continue
        chosen[wanted.facet] = (*chosen.get(wanted.facet, ()), wanted.value)
    return chosen
