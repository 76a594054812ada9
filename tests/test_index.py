"""What a TalkIndex finds and how it behaves while it changes."""

import dataclasses
import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from plain_documents import document_of, event_document_of
from plain_engine import PlainEngine
from plain_terms import PlainTerms

from indexer.corpus import Corpus
from search.clauses import AllOf, HasFacet
from search.documents import KIND, event_facet, facets_of, talk_of
from search.engines import FacetCounts, Found, Kept, Request, write_index
from search.engines.batches import Batch
from search.engines.whoosh_engine import WhooshEngine
from search.errors import (
    CorpusError,
    IndexDamaged,
    IndexMissing,
    IndexStale,
    IndexUnwritable,
    KikigakiError,
    QueryError,
    TalkNotFound,
)
from search.guide.suggest import Completions
from search.index import TalkIndex
from search.model import FACET_NAMES, Event, FacetName, Filter, Query, SearchResult, Talk
from search.query.event_names import EventNames
from search.query.known import Known
from search.query.language import parse
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon


def found(index: TalkIndex, text: str, *filters: Filter) -> list[str]:
    return [hit.talk.id for hit in index.search(Query(text, filters)).hits]


def counts(result: SearchResult) -> dict[str, dict[str, int]]:
    return {facet.name: {value.value: value.count for value in facet.values} for facet in result.facets}


@pytest.mark.parametrize("typed", ["引越", "引っ越し", "引越し", "ひっこし 引越し"])
def test_every_spelling_finds_the_talk(index: TalkIndex, typed: str) -> None:
    assert found(index, typed)[0] == "dogenzaka/wiredtiger"


def test_a_word_as_written_comes_before_its_normalized_twin(index: TalkIndex) -> None:
    assert found(index, "カラム") == ["dogenzaka/hbase", "kaigi/sharding"]
    assert found(index, "コラム") == ["kaigi/sharding", "dogenzaka/hbase"]


def test_an_alias_finds_the_talk(index: TalkIndex) -> None:
    assert found(index, "sharding") == ["kaigi/sharding", "dogenzaka/hbase"]
    assert set(found(index, "くわの")) == {"dogenzaka/wiredtiger", "kaigi/sharding"}


def test_a_speaker_is_found_by_the_name_that_was_heard_and_by_affiliation(index: TalkIndex) -> None:
    assert found(index, "モンゴリアン") == ["dogenzaka/wiredtiger"]
    assert found(index, "VOYAGE") == ["dogenzaka/fluentd"]


def test_all_words_are_preferred(index: TalkIndex) -> None:
    result = index.search(Query("バッファ 設定"))
    assert (result.total, result.relaxed) == (1, False)


def test_when_no_talk_has_all_words_some_are_enough_and_it_is_said(index: TalkIndex) -> None:
    result = index.search(Query("バッファ 容量"))
    assert result.relaxed
    assert {hit.talk.id for hit in result.hits} == {"dogenzaka/fluentd", "dogenzaka/wiredtiger"}


def test_a_hit_says_which_words_it_lacks(index: TalkIndex) -> None:
    missing = {hit.talk.id: hit.missing for hit in index.search(Query("バッファ 容量")).hits}
    assert missing == {"dogenzaka/fluentd": ("容量",), "dogenzaka/wiredtiger": ("バッファ",)}
    assert [hit.missing for hit in index.search(Query("バッファ 設定")).hits] == [()]


def test_talks_with_every_word_come_before_those_that_lack_one(corpus_index: TalkIndex) -> None:
    lacking = [bool(hit.missing) for hit in corpus_index.search(Query("Python 機械学習", per_page=100)).hits]
    assert not lacking[0]
    assert lacking == sorted(lacking)


def test_a_single_word_that_nobody_wrote_finds_nothing(index: TalkIndex) -> None:
    result = index.search(Query("くぁwせdrftgyふじこlp"))
    assert (result.total, result.hits) == (0, ())


def test_a_phrase_wants_its_words_in_order(index: TalkIndex) -> None:
    assert found(index, '"バッファが詰まる"') == ["dogenzaka/fluentd"]
    assert found(index, '"詰まるバッファ"') == []


def test_a_phrase_does_not_reach_from_the_title_into_the_body(index: TalkIndex) -> None:
    assert found(index, '"さわり 鈴木"') == []


def test_an_excluded_word_is_not_in_the_hits(index: TalkIndex) -> None:
    assert "kaigi/sharding" not in found(index, "-コラム")
    assert found(index, "カラム -WAL") == ["kaigi/sharding"]


def test_without_words_every_talk_comes_newest_first(index: TalkIndex) -> None:
    result = index.search(Query())
    assert result.total == 5
    dates = [hit.talk.date for hit in result.hits]
    assert dates == sorted(dates, reverse=True)


def test_a_missed_talk_is_a_mention_and_never_a_hit(index: TalkIndex) -> None:
    result = index.search(Query("Aurora"))
    assert (result.total, result.hits) == (0, ())
    assert [hit.talk.id for hit in result.mentions] == ["dogenzaka/aurora"]
    assert "Aurora" not in counts(index.search(Query()))["technology"]


def test_an_events_own_note_shows_the_event_and_is_never_a_hit(index: TalkIndex) -> None:
    result = index.search(Query("ビール"))
    assert (result.total, result.hits, result.mentions) == (0, (), ())
    (event,) = result.events
    assert event.event.id == "dogenzaka"
    assert [event.snippet.text[start:end] for start, end in event.snippet.marks] == ["ビール"]
    assert all(value.count == 0 for facet in result.facets for value in facet.values)


@pytest.mark.parametrize(
    ("typed", "event"),
    [
        ("道玄坂LT祭り", "dogenzaka"),
        ("どうげんざか", "dogenzaka"),
        ("dogenzakalt", "dogenzaka"),
        ("秋葉原", "kaigi"),
        ("あきはばら", "kaigi"),
        ("びーる 配る", "dogenzaka"),
        ('"が配られた"', "dogenzaka"),
    ],
)
def test_an_event_is_found_by_its_name_hashtag_venue_and_note(
    index: TalkIndex, typed: str, event: str
) -> None:
    assert [hit.event.id for hit in index.search(Query(typed)).events] == [event]


@pytest.mark.parametrize(
    "typed", ["", "ビール シャーディング", "ビール -配る", "WAL", "-ビール", "year:2015"]
)
def test_an_event_without_all_of_the_words_is_not_shown(index: TalkIndex, typed: str) -> None:
    assert index.search(Query(typed)).events == ()


def test_a_word_of_an_event_alone_completes_nothing(index: TalkIndex) -> None:
    assert index.complete("ビール") == ()
    assert [word.text for word in index.complete("バッファ")] == ["バッファ"]


def test_events_beside_the_hits_keep_to_the_filters_and_to_the_first_page(index: TalkIndex) -> None:
    def shown(*filters: Filter, page: int = 1) -> list[str]:
        return [hit.event.id for hit in index.search(Query("ビール", filters, page=page)).events]

    assert (
        shown(Filter("year", "2015"))
        == shown(Filter("event", "道玄坂LT祭り(ミドル・インフラ)"))
        == ["dogenzaka"]
    )
    # What the event's own text says was said by no speaker, about no technology.
    assert shown(Filter("year", "2016")) == shown(Filter("speaker", "桑野")) == shown(page=2) == []


def test_a_changed_note_of_an_event_is_searched_after_an_update(
    tmp_path: Path, talks: tuple[Talk, ...]
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)
    told = [
        replace(talk, event=replace(talk.event, note="帰り道は雪だった。"))
        for talk in talks
        if talk.event.id == "dogenzaka"
    ]
    index.update(told, removed=["dogenzaka"])
    assert index.search(Query("ビール")).events == ()
    (hit,) = index.search(Query("雪")).events
    assert hit.snippet.text == "帰り道は雪だった。"


def test_values_of_one_facet_widen_and_of_two_facets_narrow(index: TalkIndex) -> None:
    mongo, fluentd = Filter("technology", "MongoDB"), Filter("technology", "fluentd")
    assert index.search(Query("", (mongo, fluentd))).total == 3
    assert index.search(Query("", (mongo, Filter("year", "2015")))).total == 1


def test_a_facet_keeps_its_other_values_visible(index: TalkIndex) -> None:
    result = index.search(Query("", (Filter("technology", "MongoDB"),)))
    assert counts(result)["technology"]["fluentd"] == 1
    assert counts(result)["year"] == {"2015": 1, "2016": 1}


def test_a_selected_value_stays_visible_at_zero(index: TalkIndex) -> None:
    result = index.search(Query("HBase", (Filter("speaker", "山田"), Filter("speaker", "誰でもない"))))
    speakers = next(facet for facet in result.facets if facet.name == "speaker")
    assert {value.value: value.count for value in speakers.values if value.selected} == {
        "山田": 0,
        "誰でもない": 0,
    }


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_hits_can_be_sorted_by_date(index: TalkIndex, sort: str) -> None:
    dates = [hit.talk.date for hit in index.search(Query("桑野", sort=sort)).hits]  # type: ignore[arg-type]
    assert dates == sorted(dates, reverse=sort == "newest")


def test_pages_follow_each_other_and_end_empty(index: TalkIndex) -> None:
    pages = [index.search(Query("", page=page, per_page=2)) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    assert len({hit.talk.id for page in pages for hit in page.hits}) == 5


def test_marks_lie_on_the_words_as_written(index: TalkIndex) -> None:
    (hit,) = index.search(Query("引越し")).hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["引っ越し"]
    assert hit.snippet.text in hit.talk.body


def test_a_talk_comes_back_as_it_went_in(index: TalkIndex, talks: tuple[Talk, ...]) -> None:
    for talk in talks:
        event_without_note = dataclasses.replace(talk.event, note="")
        assert index.talk(talk.id) == dataclasses.replace(talk, event=event_without_note)


def test_an_earlier_id_leads_to_the_talk(index: TalkIndex) -> None:
    assert index.talk("dogenzaka/hbase-talk").id == "dogenzaka/hbase"


@pytest.mark.parametrize("talk_id", ["", "dogenzaka", "dogenzaka/none", "../../etc/passwd", "\x00", "\ud800"])
def test_an_unknown_id_is_not_found(index: TalkIndex, talk_id: str) -> None:
    with pytest.raises(TalkNotFound):
        index.talk(talk_id)


def test_an_event_lists_its_talks_in_the_order_of_the_note(index: TalkIndex) -> None:
    evening = index.event("dogenzaka")
    assert evening.event.note == "途中で**ビール**が配られた。"
    assert [talk.id for talk in evening.talks] == [
        "dogenzaka/hbase",
        "dogenzaka/fluentd",
        "dogenzaka/wiredtiger",
    ]
    assert [talk.id for talk in evening.mentions] == ["dogenzaka/aurora"]


def test_without_an_index_it_is_said_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="indexer rebuild"):
        TalkIndex(tmp_path / "none").search(Query("監視"))


def test_another_analysis_makes_an_index_stale(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    TalkIndex(tmp_path).rebuild(talks)
    monkeypatch.setattr("search.text.analysis.RECIPE", -1)
    index = TalkIndex(tmp_path)
    assert index.status().is_stale
    with pytest.raises(IndexStale, match="indexer rebuild"):
        index.search(Query("監視"))


def test_no_talk_at_all_leaves_the_old_index(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)
    with pytest.raises(CorpusError):
        index.rebuild([])
    with pytest.raises(CorpusError, match="dogenzaka/hbase"):
        index.rebuild([*talks, talks[0]])
    assert index.search(Query()).total == 5


def test_a_failure_in_the_middle_leaves_the_old_index(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)

    def fail(done: int) -> None:
        if done:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        index.rebuild([replace(talk, title=f"{talk.title}、再び") for talk in talks], on_talk=fail)
    assert index.search(Query()).total == 5
    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["1"]


def test_what_does_not_read_back_is_never_published(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)

    def lose_the_last(path: Path, batches: Iterable[Batch], kept: Kept | None) -> None:
        write_index(path, list(batches)[:-1], kept)

    monkeypatch.setattr("search.store.generations.write_index", lose_the_last)
    with pytest.raises(IndexDamaged, match="old index"):
        index.rebuild([*talks[:3], replace(talks[4], title="新しい題")])
    assert index.search(Query()).total == 5


def test_what_reads_back_otherwise_is_never_published(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)

    def alter(path: Path, batches: Iterable[Batch], kept: Kept | None) -> None:
        altered = [replace(batch, stored=tuple(text + " " for text in batch.stored)) for batch in batches]
        write_index(path, altered, kept)

    monkeypatch.setattr("search.store.generations.write_index", alter)
    with pytest.raises(IndexDamaged, match="did not read back"):
        index.rebuild([replace(talks[4], title="新しい題")])
    assert index.search(Query()).total == 5


def test_an_open_index_follows_a_rebuild_elsewhere(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    reader = TalkIndex(tmp_path)
    TalkIndex(tmp_path).rebuild(talks)
    assert reader.search(Query()).total == 5
    TalkIndex(tmp_path).rebuild(talks[:2])
    assert reader.search(Query()).total == 2


def test_an_index_folder_below_a_file_is_named(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexUnwritable, match="file"):
        TalkIndex(tmp_path / "file" / "index").rebuild(talks)


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
    return {**facets_of(talk), "event": (names.value_of(event_facet(talk.event)),)}


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
    vocabulary = Vocabulary(PlainTerms(dict.fromkeys(plain.terms("words"), 1)))
    surfaces = Counter(term for document in documents for term in document.surfaces)
    completions = Completions(PlainTerms(surfaces))
    known = Known(
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
        parsed = parse(query.text, analyzer, known)
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
@pytest.mark.parametrize("searches", [150, pytest.param(2_000, marks=pytest.mark.torture)])
def test_random_searches_equal_brute_force_and_clicks_keep_their_promise(
    corpus: Corpus, corpus_index: TalkIndex, searches: int
) -> None:
    assert_as_brute_force(corpus.talks, corpus.lexicon, corpus_index, searches)


@pytest.mark.slow
@pytest.mark.parametrize("searches", [60, pytest.param(1_000, marks=pytest.mark.torture)])
def test_where_half_of_the_events_recur_searches_equal_brute_force(
    corpus: Corpus, tmp_path: Path, searches: int
) -> None:
    talks = recurring(corpus.talks)
    index = TalkIndex(tmp_path)
    index.rebuild(talks, corpus.lexicon)
    assert_as_brute_force(talks, corpus.lexicon, index, searches)


def test_a_search_brings_the_first_values_of_a_facet_and_the_rest_can_be_asked_for(
    corpus_index: TalkIndex,
) -> None:
    (speakers,) = (each for each in corpus_index.search(Query(), values=50).facets if each.name == "speaker")
    everyone = corpus_index.facet(Query(), "speaker", "", limit=10_000)
    assert len(speakers.values) == 50 < speakers.total == len(everyone.values) == everyone.total
    assert speakers.values == everyone.values[:50]
    found = corpus_index.facet(Query(), "speaker", "ＳＡＴＯ", limit=10_000)
    assert found.total == len(found.values) > 0
    # Latin names that hold it, and those that are read so: 佐藤.
    spelt = [each.value for each in found.values if not each.value.startswith("佐藤")]
    assert spelt and all("sato" in value.casefold() for value in spelt)


def test_a_selected_value_stays_though_it_is_not_among_the_first(index: TalkIndex) -> None:
    chosen = Query(filters=(Filter("speaker", "誰でもない"),))
    facet = index.facet(chosen, "speaker", "", limit=1)
    assert [(each.value, each.count) for each in facet.values if each.selected] == [("誰でもない", 0)]


UNKNOWN: Any = "venue"
ODD_VALUES: dict[str, Callable[[TalkIndex], object]] = {
    "a page before the first": lambda index: index.search(Query(page=-3)),
    "page 0": lambda index: index.search(Query(page=0)),
    "half a page": lambda index: index.search(Query(page=1.5)),  # type: ignore[arg-type]
    "a page that is a text": lambda index: index.search(Query(page="2")),  # type: ignore[arg-type]
    "fewer than no hits": lambda index: index.search(Query(per_page=-1)),
    "an unknown order": lambda index: index.search(Query(sort=UNKNOWN)),
    "an unknown match": lambda index: index.search(Query(match=UNKNOWN)),
    "an unknown grouping": lambda index: index.search(Query(group=UNKNOWN)),
    "a filter of an unknown facet": lambda index: index.search(Query(filters=(Filter(UNKNOWN, "秋葉原"),))),
    "a filter without a value": lambda index: index.search(
        Query(filters=(Filter("speaker", None),))  # type: ignore[arg-type]
    ),
    "filters that are no tuple": lambda index: index.search(
        Query(filters=[Filter("speaker", "桑野")])  # type: ignore[arg-type]
    ),
    "no text": lambda index: index.search(Query(None)),  # type: ignore[arg-type]
    "fewer than no values": lambda index: index.search(Query(), values=-1),
    "values of an unknown facet": lambda index: index.facet(Query(), UNKNOWN, "", 5),
    "fewer than no values of a facet": lambda index: index.facet(Query(), "speaker", "", -5),
    "names of an unknown facet": lambda index: index.names(UNKNOWN),
    "a name of an unknown facet": lambda index: index.name(UNKNOWN, "秋葉原"),
    "fewer than no completions": lambda index: index.complete("監", -1),
    "fewer than no ids": lambda index: index.ranked("監視", -1),
}


@pytest.mark.parametrize("odd", ODD_VALUES)
def test_a_question_that_makes_no_sense_is_refused_and_never_answered_with_nothing(
    index: TalkIndex, odd: str
) -> None:
    with pytest.raises(QueryError) as refused:
        ODD_VALUES[odd](index)
    assert isinstance(refused.value, KikigakiError) and isinstance(refused.value, ValueError)
    assert str(refused.value).startswith(refused.value.part)


def test_a_question_far_beyond_the_last_page_is_answered_with_an_empty_one(index: TalkIndex) -> None:
    found = index.search(Query(page=10**30, per_page=10**9))
    assert (found.total, found.hits) == (5, ())


def test_a_question_is_not_told_which_of_its_words_an_answer_lacks(index: TalkIndex) -> None:
    apart = index.search(Query("MongoDB バッファ"))
    assert {hit.talk.id: hit.missing for hit in apart.hits}["kaigi/sharding"] == ("バッファ",)
    together = index.search(Query("MongoDBのバッファ"))
    assert together.hits and not any(hit.missing for hit in together.hits)


def test_an_excluded_word_is_excluded_also_where_it_is_the_title_of_a_talk(corpus_index: TalkIndex) -> None:
    everything = corpus_index.search(Query()).total
    titled = corpus_index.search(Query("Keynote"))
    assert any(hit.talk.title == "Keynote" for hit in titled.hits)
    without = corpus_index.search(Query("-Keynote", per_page=1_000))
    assert 0 < without.total < everything
    assert not any("keynote" in hit.talk.title.casefold() for hit in without.hits)


def test_a_value_beyond_those_that_an_engine_counts_is_found_by_typing(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)
    every = index.facet(Query(), "speaker", "", limit=10)
    last = every.values[-1].value
    count_all = WhooshEngine.find

    def count_one(engine: WhooshEngine, request: Request) -> Found:
        """Count, as an engine may where there are many, the value of most talks and those it is told of."""
        found = count_all(engine, request)
        counts = {}
        for name, own in found.counts.items():
            told = sorted({*(value for value, _ in own.top(1)), *request.named})
            counts[name] = FacetCounts(
                told, np.array([own.of(value) for value in told]), own.total - len(told)
            )
        return replace(found, counts=counts)

    monkeypatch.setattr(WhooshEngine, "find", count_one)
    assert index.facet(Query(), "speaker", "", limit=10).total == every.total > 1
    assert [each.value for each in index.facet(Query(), "speaker", last, limit=10).values] == [last]
