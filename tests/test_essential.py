"""Which terms a document must have one of, held against plain sums."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from making import Folders
from plain_documents import Document, TermPosting
from plain_engine import PlainEngine

from search import ranking
from search.clauses import AllOf, Run, Spelling, Term, Word, Words
from search.documents import BODY, FACETS
from search.engines import Request
from search.engines.evaluate import evidence
from search.engines.evaluate.candidates import Candidates
from search.engines.evaluate.essential import essential
from search.ranking import ROUTE_WEIGHTS, term_weight
from search.text.streams import STREAMS

DOCUMENTS = 1000


def weights_of(frequencies: dict[Term, int]) -> dict[Term, float]:
    return {term: term_weight(own, DOCUMENTS) for term, own in frequencies.items()}


def test_what_has_only_common_bigrams_of_a_word_is_not_looked_at() -> None:
    rare, common = Term("bigrams", "監視", 0.5), Term("bigrams", "シス", 0.5)
    word = Word("監視システム", (Spelling("typed", "監視システム", grams=(rare, common)),))
    frequencies = {rare: 3, common: 390}
    found = essential(Words((word,)), weights_of(frequencies), frequencies)
    assert found.terms == {rare}


def test_letters_that_count_only_in_a_word_need_no_look_at_where_they_stand() -> None:
    held = Term("words", "unity")
    grams = tuple(Term("bigrams", gram, 0.5) for gram in ("un", "ni", "it", "ty"))
    spelling = Spelling("typed", "unity", grams=grams, runs=(Run("unity", (held,)),), is_run=True)
    frequencies = {held: 5, **dict.fromkeys(grams, 300)}
    found = essential(Words((Word("unity", (spelling,)),)), weights_of(frequencies), frequencies)
    assert found.terms == {held}


def note(number: int, length: float, *words: str) -> Document:
    return Document(
        keys=(f"talk:{number}",),
        postings={**dict.fromkeys(STREAMS, ()), "words": tuple(TermPosting(one, 1.0, ()) for one in words)},
        lengths={**dict.fromkeys(STREAMS, 0.0), "words": length},
        facets={**dict.fromkeys(FACETS, ()), "year": ("2016" if number > 2 else "2015",)},
        date=datetime.date(2015, 1, 14),
        stored=f"{number:04}",
    )


def test_who_can_be_no_hit_beside_one_with_every_word_is_looked_at_only_when_filters_leave_no_other(
    tmp_path: Path,
) -> None:
    typed = ("監視", "障害")
    stored = [note(number, 4_000.0, *words) for number, words in enumerate((typed, *zip(typed, strict=True)))]
    stored += [note(number, 100.0, "設計" if number % 3 else "会場") for number in range(3, 300)]
    words = tuple(Word(each, (Spelling("typed", each, words=(Term("words", each),)),)) for each in typed)
    # It may score more than what is close where no talk has every word, and less than what is a hit then.
    asked = Words(words, links=(Term("words", "会場", 0.5),))
    sizes = []

    def candidates(*given: Any, all_documents: bool) -> Candidates:
        found = Candidates(*given, all_documents=all_documents)
        sizes.append(found.size)
        return found

    engine, plain = Folders(tmp_path).made(stored), PlainEngine(stored)
    for chosen, expected in ({}, [3]), ({"year": ("2016",)}, [3, len(stored)]):
        request = Request(AllOf(()), asked, chosen, (), "relevance", 0, 20)
        sizes.clear()
        with mock.patch.object(evidence, "Candidates", candidates):
            found = engine.find(request)
        assert [hit.stored for hit in found.hits] == [hit.stored for hit in plain.find(request).hits]
        assert sizes == expected


@pytest.mark.parametrize(
    ("stored", "expected", "relaxed"),
    [
        (["abce", "cde", "c"], [0], True),
        (["abcdefgh", "abcdefg", "hab"], [0], False),
        (["abcdefg", "habcde", "h"], [0], False),
    ],
    ids=["nearly", "whole", "enough"],
)
def test_a_single_word_is_had_by_those_that_come_close_to_the_best(
    tmp_path: Path, stored: list[str], expected: list[int], relaxed: bool
) -> None:
    documents = [note(number, 10.0, *(stored[number : number + 1] or ["z"])[0]) for number in range(200)]
    terms = tuple(Term("words", each) for each in sorted(set("".join(stored))))
    asked = Words((Word("一語", (Spelling("typed", "一語", words=terms),)),))
    request = Request(AllOf(()), asked, {}, (), "relevance", 0, 20)
    found, plain = Folders(tmp_path).made(documents).find(request), PlainEngine(documents).find(request)
    assert [int(hit.stored) for hit in found.hits] == [int(hit.stored) for hit in plain.hits] == expected
    assert found.relaxed == plain.relaxed == relaxed


def test_pairs_are_looked_at_before_it_is_known_whether_some_document_has_all(tmp_path: Path) -> None:
    def paired(number: int, text: str) -> Document:
        pairs = tuple(
            TermPosting(text[place : place + 2], 1.0, (place + BODY,)) for place in range(len(text) - 1)
        )
        without = note(number, 10.0)
        postings, lengths = without.postings | {"bigrams": pairs}, without.lengths | {"bigrams": 10.0}
        return replace(without, postings=postings, lengths=lengths)

    documents = [paired(number, text) for number, text in enumerate(("いろはにほへとち", "いろはにほへとを"))]
    documents += [note(number, 10.0, "設計") for number in range(2, 200)]
    grams = tuple(Term("bigrams", posting.text, 0.5) for posting in documents[0].postings["bigrams"])
    asked = Words((Word("いろは", (Spelling("typed", "いろはにほへとち", grams=grams),)),))
    request = Request(AllOf(()), asked, {}, (), "relevance", 0, 20)
    found, plain = Folders(tmp_path).made(documents).find(request), PlainEngine(documents).find(request)
    assert [int(hit.stored) for hit in found.hits] == [int(hit.stored) for hit in plain.hits] == [0]


TERMS = [
    Term(stream, text, weight) for stream in ("words", "bigrams") for text in "abc" for weight in (0.5, 1.0)
]
SOME = st.lists(st.sampled_from(TERMS), max_size=4).map(tuple)
SPELLINGS = st.builds(
    Spelling,
    st.sampled_from(sorted(ROUTE_WEIGHTS)),
    st.just(""),
    words=SOME,
    whole=SOME,
    more=SOME,
    grams=SOME,
    skeleton=SOME,
    readings=SOME,
    share=st.sampled_from([0.0, 0.5, 1.0]),
)
WORDS = st.lists(
    st.builds(Word, st.just(""), st.lists(SPELLINGS, min_size=1, max_size=2).map(tuple)),
    min_size=1,
    max_size=2,
)


@examples(150)
@given(WORDS.map(tuple), SOME, st.lists(st.integers(0, DOCUMENTS), min_size=12, max_size=12), st.data())
def test_what_has_none_of_them_has_little_of_any_word_and_scores_no_more_than_is_said(
    words: tuple[Word, ...], links: tuple[Term, ...], counts: list[int], data: st.DataObject
) -> None:
    asked = Words(words, links)
    frequencies = {term: own for term, own in zip(TERMS, counts, strict=True) if term in {*asked.terms()}}
    weights = weights_of(frequencies)
    found = essential(asked, weights, frequencies)
    others = [term for term, own in frequencies.items() if own and term not in found.terms]
    had = set(data.draw(st.lists(st.sampled_from(others), unique=True)) if others else [])

    def share(terms: tuple[Term, ...], helping: tuple[Term, ...] = ()) -> float:
        whole = sum(weights[term] for term in terms)
        return sum(weights[term] for term in (*terms, *helping) if term in had) / whole if whole else 0.0

    def score(terms: tuple[Term, ...]) -> float:
        return sum((ranking.K1 + 1) * weights[term] * term.weight for term in terms if term in had)

    total = score(links)
    for word in words:
        for each in word.spellings:
            assert not had & {*each.whole}
            by_words, by_grams, by_readings = (
                share(each.words) * each.share,
                share(each.grams, each.skeleton),
                share(each.readings),
            )
            assert max(by_words, by_grams, by_readings) < ranking.NEARLY
            own = score((*each.words, *each.more))
            own += score((*each.grams, *each.skeleton)) * by_grams**ranking.GATE if each.grams else 0
            own += score(each.readings) * by_readings**ranking.GATE_READING
            total += own * ROUTE_WEIGHTS[each.route]
    if len(words) > 1:
        assert total <= found.others + 1e-6
