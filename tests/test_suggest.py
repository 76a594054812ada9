"""Which words complete what was typed."""

import random
from unicodedata import normalize

import pytest
from plain_documents import surfaces_of
from plain_terms import PlainTerms

from search.guide.suggest import Completions
from search.index import TalkIndex
from search.model import Query
from search.text.analysis import Analyzer
from search.text.name_terms import surface_term

WRITTEN = {"Elasticsearch": 3, "ElasticSearch": 1, "elastic": 1, "コンテナ": 5, "コンテナー": 1, "コラム": 2}


@pytest.fixture(scope="module")
def completions() -> Completions:
    return Completions(PlainTerms({surface_term(word): talks for word, talks in WRITTEN.items()}))


def texts(completions: Completions, typed: str) -> list[str]:
    return [completion.text for completion in completions.starting_with(typed, 10)]


def test_a_prefix_finds_the_surface_and_not_the_normalized_form(completions: Completions) -> None:
    assert texts(completions, "Elas") == ["Elasticsearch", "elastic"]
    assert texts(completions, "コン") == ["コンテナ", "コンテナー"]


@pytest.mark.parametrize("typed", ["elas", "ELAS", "Ｅｌａｓ"])
def test_width_and_case_do_not_matter(completions: Completions, typed: str) -> None:
    assert texts(completions, typed) == ["Elasticsearch", "elastic"]


@pytest.mark.parametrize("typed", ["", " ", "ん", "\ud800", "x" * 10_000])
def test_what_begins_no_word_completes_to_nothing(completions: Completions, typed: str) -> None:
    assert texts(completions, typed) == []


def test_words_of_most_talks_come_first_and_spellings_are_counted_together(completions: Completions) -> None:
    (first, *_) = completions.starting_with("e", 10)
    assert (first.text, first.talks) == ("Elasticsearch", 4)
    word = completions.of_key("elasticsearch")
    assert word and (word.text, word.talks) == ("Elasticsearch", 4)
    assert completions.of_key("elastics") is None


def test_every_prefix_of_two_hundred_written_words_suggests_its_word(corpus_index: TalkIndex) -> None:
    analyzer = Analyzer()
    bodies = [hit.talk.title + "\n" + hit.talk.body for hit in corpus_index.search(Query(per_page=500)).hits]
    written = set()
    for body in bodies:
        units, begins = analyzer.units(body)
        written.update(word for word in surfaces_of(body, units, begins.tolist()) if len(word) > 1)
    chosen = random.Random(200).sample(sorted(written), 200)
    for word in chosen:
        for length in range(2, len(word) + 1):
            suggested = corpus_index.complete(word[:length], limit=10_000)
            # ポ is written as one character, or as ホ with its mark behind it.
            written_so = {normalize("NFC", each.text.casefold()) for each in suggested}
            assert normalize("NFC", word.casefold()) in written_so, (word, word[:length])
