"""What a TalkIndex finds, in which order, and what it gives back."""

import dataclasses
from dataclasses import replace
from pathlib import Path

import pytest

from search.answers import SearchResult
from search.errors import TalkNotFound
from search.index import TalkIndex
from search.model import Filter, Query, Talk


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
