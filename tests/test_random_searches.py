"""Searches made by chance, held against plain Python and against the clicks that they offer."""

import dataclasses
import datetime
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from plain_documents import document_of, event_document_of
from plain_engine import PlainEngine
from plain_terms import PlainTerms

from indexer.corpus import Corpus
from search.clauses import AllOf, Clause, HasFacet, Words
from search.documents import KIND, event_facet
from search.guide.suggest import Completions
from search.index import TalkIndex
from search.model import FACET_NAMES, Event, FacetName, Filter, Query, Talk
from search.query.event_names import EventNames
from search.query.known import Known
from search.query.language import parse
from search.query.vocabulary import Vocabulary
from search.stored import talk_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

VOCABULARY = (
    "Python",
    "Django",
    "機械学習",
    "データ分析",
    "入門",
    "自動",
    "シャーディング",
    "テスト",
    "監視",
    "Web",
    "API",
    "野球",
    "fluentd",
    "HBase",
    "コンテナ",
    "2015",
    "非同期",
    "型",
    "ドキュメント",
    "翻訳",
    "AWS",
    "サーバ",
    "高速",
    "Keynote",
)


def shown_values_of(talk: Talk, names: EventNames) -> dict[FacetName, tuple[str, ...]]:
    """Return a talk's facet values as readers see them."""
    return {
        "event": (names.value_of(event_facet(talk.event)),),
        "speaker": tuple(dict.fromkeys(speaker.name for speaker in talk.speakers)),
        "technology": tuple(dict.fromkeys(talk.technologies)),
        "year": (str(talk.date.year),),
    }


def passes(values: Mapping[FacetName, tuple[str, ...]], filters: Sequence[Filter]) -> bool:
    """Return whether a talk has a chosen value in every facet that has one: OR inside a facet, AND across."""
    chosen = {name: {wanted.value for wanted in filters if wanted.facet == name} for name in FACET_NAMES}
    return all(not wanted or wanted & set(values[name]) for name, wanted in chosen.items())


def random_query(chance: random.Random, talks: list[Talk], names: EventNames) -> Query:
    words = chance.sample(VOCABULARY, chance.choice([0, 0, 1, 1, 2, 3]))
    shapes = [lambda word: word, lambda word: f'"{word}"', lambda word: f"-{word}"]
    text = " ".join(chance.choices(shapes, [6, 1, 1])[0](word) for word in words)
    filters = []
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        name = chance.choice(FACET_NAMES)
        values = shown_values_of(chance.choice(talks), names)[name]
        if values:
            filters.append(Filter(name, chance.choice(values)))
    sort = chance.choice(["relevance", "newest", "oldest"])
    return Query(text, tuple(dict.fromkeys(filters)), sort, per_page=1000)  # type: ignore[arg-type]


def recurring(talks: Sequence[Talk]) -> list[Talk]:
    """Return talks spread over events of which half bear a name that another bears, some on one evening."""
    events = []
    for number in range(24):
        name = f"一度きりの会 {number}" if number < 12 else f"毎月のLT会{number % 3}"
        date = datetime.date(2015 + number % 4, 1 + number // 6, 14)
        events.append(Event(f"e{number}", name, date, note=f"{number} 回目の前書き。"))
    chance = random.Random(3)
    placed = [(chance.randrange(24), talk) for talk in talks]
    return [
        replace(
            talk,
            id=f"e{number}/{talk.id.replace('/', '-')}",
            event=events[number],
            date=events[number].date,
            aliases=(),
        )
        for number, talk in placed
    ]


def assert_as_brute_force(talks: Sequence[Talk], lexicon: Lexicon, index: TalkIndex, searches: int) -> None:
    """Hold random searches against plain Python, and each count against the click on it."""
    chance = random.Random(20150114)
    analyzer = Analyzer()
    names = EventNames(sorted({event_facet(talk.event) for talk in talks}), lexicon)
    everything = index.search(Query(per_page=10_000))
    heard = [hit.talk for hit in everything.hits]
    assert len(heard) == everything.total == index.status().talks
    events = [event_document_of(event, (), analyzer) for event in {talk.event for talk in talks}]
    documents = [document_of(talk, analyzer) for talk in talks]
    plain = PlainEngine([*documents, *events])

    @cache
    def is_had(clause: Clause) -> bool:
        return bool(plain.matching(clause, Words())[0])

    words = {term: plain.frequency("words", term) for term in plain.terms("words")}
    vocabulary = Vocabulary(PlainTerms(words), analyzer, lambda clauses: list(map(is_had, clauses)))
    surfaces = Counter(term for document in documents for term in document.surfaces)
    completions = Completions(PlainTerms(surfaces))
    known = Known(
        analyzer,
        lexicon,
        vocabulary,
        plain.facet_values,
        names,
        beginning_with=lambda typed: [each.text for each in completions.starting_with(typed, 50)],
    )
    talk_at = cache(talk_of)
    values_of = {talk.id: shown_values_of(talk, names) for talk in heard}
    clicked = 0
    for _ in range(searches):
        query = random_query(chance, heard, names)
        result = index.search(query)
        parsed = parse(query.text, known)
        clause = AllOf((parsed.clause, HasFacet(KIND, ("talk",))))
        hits, some = ([talk_at(stored) for stored in found] for found in plain.matching(clause, parsed.words))
        matching = hits if any(passes(values_of[talk.id], query.filters) for talk in hits) else some
        expected = [talk for talk in matching if passes(values_of[talk.id], query.filters)]
        assert {hit.talk.id for hit in result.hits} == {talk.id for talk in expected}, query
        assert result.total == len(expected) == len(result.hits)
        for name in FACET_NAMES:
            others = [wanted for wanted in query.filters if wanted.facet != name]
            brute = Counter(
                value
                for talk in matching
                if passes(values_of[talk.id], others)
                for value in values_of[talk.id][name]
            )
            listed = index.facet(query, name, "", limit=10_000)
            shown = {value.value: value.count for value in listed.values if value.count}
            assert shown == dict(brute), (query, name)
        open_facets = [
            facet
            for facet in result.facets
            if facet.values and not any(value.selected for value in facet.values)
        ]
        if open_facets:
            facet = chance.choice(open_facets)
            value = chance.choice(facet.values)
            click = dataclasses.replace(query, filters=(*query.filters, Filter(facet.name, value.value)))
            assert index.search(click).total == value.count, (query, facet.name, value)
            clicked += 1
    assert clicked > searches // 2


@pytest.mark.slow
@pytest.mark.parametrize("searches", [75, pytest.param(2_000, marks=pytest.mark.torture)])
def test_random_searches_equal_brute_force_and_clicks_keep_their_promise(
    corpus: Corpus, corpus_index: TalkIndex, searches: int
) -> None:
    assert_as_brute_force(corpus.talks, corpus.lexicon, corpus_index, searches)


@pytest.mark.slow
@pytest.mark.parametrize("searches", [30, pytest.param(1_000, marks=pytest.mark.torture)])
def test_where_half_of_the_events_recur_searches_equal_brute_force(
    corpus: Corpus, tmp_path: Path, searches: int
) -> None:
    talks = recurring(corpus.talks[::2])
    index = TalkIndex(tmp_path)
    index.rebuild(talks, corpus.lexicon)
    assert_as_brute_force(talks, corpus.lexicon, index, searches)
