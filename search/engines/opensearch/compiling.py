"""Compiling: clauses -> what a cluster is asked. `engines.evaluate.evaluation` says the same in arrays."""

from collections.abc import Iterator

from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet, HasKey, Not, Phrase, Term
from search.documents import facet_field
from search.engines.opensearch.dsl import NOTHING, any_of, none_of, scored
from search.engines.opensearch.mapping import EVERYTHING, kept_as, sendable
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.scripts import standing
from search.engines.opensearch.spelled import Frequencies


def terms_of(clause: Clause) -> Iterator[Term]:
    """Yield the terms that a clause scores."""
    match clause:
        case Term():
            yield clause
        case Phrase():
            yield from clause.found()
        case AnyOf(clauses) | AllOf(clauses):
            for inner in clauses:
                yield from terms_of(inner)
        case _:
            pass


def is_scored(clause: Clause) -> bool:
    """Say whether a clause scores anything."""
    return (
        isinstance(clause, HasKey)
        or next(terms_of(clause), None) is not None
        or (isinstance(clause, AnyOf | AllOf) and any(map(is_scored, clause.clauses)))
    )


def compiled(clause: Clause, frequencies: Frequencies) -> Json:
    """Return a query for the documents that match a clause, with its score."""
    match clause:
        case Term():
            return (
                scored(clause, clause.weight * frequencies.weight(clause))
                if frequencies.of(clause)
                else NOTHING
            )
        case Phrase():
            if not all(map(frequencies.of, clause.found())):
                return NOTHING
            must = [scored(term, frequencies.weight(term)) for term in clause.found()]
            return {"bool": {"must": must, "filter": [standing(clause)]}}
        case AnyOf(clauses):
            return any_of([compiled(inner, frequencies) for inner in clauses])
        case AllOf(clauses):
            own = [inner for inner in clauses if inner != AllOf(())]
            must = [compiled(inner, frequencies) for inner in own if is_scored(inner)]
            filters = [compiled(inner, frequencies) for inner in own if not is_scored(inner)]
            if not own:
                return _unscored(EVERYTHING)
            return {"bool": {"must": must, "filter": filters}}
        case Not(inner):
            return none_of(compiled(inner, frequencies))
        case HasFacet(name, values):
            return (
                _unscored({"terms": {facet_field(name): list(map(sendable, values))}}) if values else NOTHING
            )
        case HasKey(key, score):
            return {"constant_score": {"filter": {"term": {"keys": kept_as(key)}}, "boost": score}}
        case Dated(first, last):
            return _unscored({"range": {"date": {"gte": first, "lte": last}}})


def _unscored(query: Json) -> Json:
    return {"bool": {"filter": [query]}}
