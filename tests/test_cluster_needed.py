"""Which terms a document needs for a score: what has none of them cannot reach it."""

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from search import ranking
from search.clauses import Term
from search.engines.opensearch.dsl import (
    any_of,
    at_least,
    best_of,
    fixed,
    has,
    has_any,
    needed,
    scored,
    times,
)
from search.engines.opensearch.nodes import Json

TERMS = [Term("words", "監視"), Term("words", "語"), Term("bigrams", "監視"), Term("bigrams", "語の")]
LEAVES = st.one_of(
    st.builds(scored, st.sampled_from(TERMS), st.floats(0.01, 5)),
    st.builds(lambda term, score: fixed(has(term), score), st.sampled_from(TERMS), st.floats(0.01, 1)),
    st.builds(lambda score: fixed(any_of([*map(has, TERMS[:2])]), score), st.floats(0.01, 1)),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(any_of, st.lists(inner, min_size=1, max_size=4)),
        st.builds(best_of, st.lists(inner, min_size=1, max_size=4), st.just(ranking.SECOND)),
        st.builds(lambda query: times(query, [(has(TERMS[0]), ranking.APART)]), inner),
    ),
    max_leaves=8,
)


def most_of(query: Json, own: frozenset[tuple[str, str]]) -> float:
    """Return what a query gives a document with these terms at most."""
    ((kind, body),) = query.items()
    match kind:
        case "term":
            ((stream, each),) = body.items()
            return each["boost"] * (ranking.K1 + 1) if (stream, each["value"]) in own else 0.0
        case "constant_score":
            return body["boost"] if any_is_in(body["filter"], own) else 0.0
        case "bool":
            return sum(most_of(each, own) for each in body["should"])
        case "dis_max":
            scores = [most_of(each, own) for each in body["queries"]]
            return max(scores) + body["tie_breaker"] * (sum(scores) - max(scores))
    return most_of(body["query"], own)


def any_is_in(query: Json, own: frozenset[tuple[str, str]]) -> bool:
    """Say whether a document with these terms passes a filter of terms."""
    ((kind, body),) = query.items()
    if kind == "bool":
        return any(any_is_in(each, own) for each in body["should"])
    ((stream, texts),) = body.items()
    return any((stream, text) in own for text in ([texts] if kind == "term" else texts))


@examples(150)
@given(QUERIES, st.sets(st.sampled_from(TERMS)), st.floats(0.01, 5))
def test_who_reaches_a_score_has_a_term_that_is_needed(query: Json, terms: set[Term], score: float) -> None:
    own = frozenset(term[:2] for term in terms)
    if most_of(query, own) >= score:
        assert all(any_is_in(each, own) for each in needed(query, score))


@pytest.mark.parametrize(
    ("score", "texts"), [(0.05, None), (0.15, ["年", "月", "1931"]), (0.5, ["月", "1931"]), (0.9, ["1931"])]
)
def test_the_commonest_terms_are_not_looked_for(score: float, texts: list[str] | None) -> None:
    weights = {"の": 0.1, "年": 0.2, "月": 0.3, "1931": 0.6}
    query = any_of([fixed(has(Term("words", text)), weight) for text, weight in weights.items()])
    assert needed(query, score) == ([has_any(Term("words", text) for text in sorted(texts))] if texts else [])
    (own,) = at_least(query, score).keys()
    assert own == ("bool" if texts else "function_score")
