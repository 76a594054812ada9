"""Events of one name are told apart wherever they are counted, chosen or listed."""

import datetime
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.documents import event_facet
from search.index import TalkIndex
from search.model import Event, Filter, Query, Speaker, Talk
from search.query.event_names import EventNames
from search.settings import Settings
from search.text.lexicon import Lexicon
from web import create_app

LEXICON = Lexicon(events={"道玄坂LT祭り": ("道玄坂LTまつり",), "PyCon JP": ("PyCon Japan", "パイコン")})
EVENTS = (
    Event("shibuya-1", "渋谷LT会", datetime.date(2015, 1, 14), note="第一回。会場で迷った。"),
    Event("shibuya-2", "渋谷LT会", datetime.date(2015, 2, 18), venue="セルリアンタワー"),
    Event("shibuya-3a", "渋谷LT会", datetime.date(2015, 3, 18)),
    Event("shibuya-3b", "渋谷LT会", datetime.date(2015, 3, 18), hashtag="shibuyalt"),
    Event("dogenzaka", "道玄坂LT祭り", datetime.date(2015, 1, 14)),
    Event("named-so", "渋谷LT会 (2015-02-18)", datetime.date(2016, 5, 5)),
    Event("pycon-2018", "PyCon JP 2018", datetime.date(2018, 9, 17)),
)
SHIBUYA = (
    "渋谷LT会 (2015-01-14)",
    "渋谷LT会 (2015-02-18) (shibuya-2)",
    "渋谷LT会 (2015-03-18, shibuya-3a)",
    "渋谷LT会 (2015-03-18, shibuya-3b)",
)


def talks_of(event: Event, count: int) -> list[Talk]:
    return [
        Talk(
            id=f"{event.id}/{number}",
            title=f"監視の話 {number}",
            event=event,
            speakers=(Speaker("鈴木"),),
            technologies=("HBase",),
            date=event.date,
            body="監視と通知。",
        )
        for number in range(count)
    ]


TALKS = [talk for count, event in enumerate(EVENTS, start=1) for talk in talks_of(event, count)]
COUNTS = {event.id: count for count, event in enumerate(EVENTS, start=1)}


@pytest.fixture(scope="module")
def recurring(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("recurring"))
    index.rebuild(TALKS, LEXICON)
    return index


@pytest.fixture(scope="module")
def client(recurring: TalkIndex) -> FlaskClient:
    return create_app(Settings(), recurring).test_client()


def counted(index: TalkIndex, query: Query) -> dict[str, int]:
    (facet,) = (each for each in index.search(query).facets if each.name == "event")
    return {each.value: each.count for each in facet.values}


def total(index: TalkIndex, value: str) -> int:
    return index.search(Query(filters=(Filter("event", value),))).total


def test_a_name_that_stands_alone_is_the_value_and_one_that_repeats_shows_its_date(
    recurring: TalkIndex,
) -> None:
    assert counted(recurring, Query("監視")) == {
        **dict(zip(SHIBUYA, (1, 2, 3, 4), strict=True)),
        "道玄坂LT祭り": 5,
        "渋谷LT会 (2015-02-18)": 6,
        "PyCon JP 2018": 7,
    }


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_facet_filter_list_and_page_of_an_event_agree(
    recurring: TalkIndex, client: FlaskClient, event: Event
) -> None:
    own = COUNTS[event.id]
    page = recurring.event(event.id)
    (entry,) = (each for each in recurring.events() if each.event.id == event.id)
    (name,) = (each for each in recurring.names("event") if each.text == page.value)
    assert len(page.talks) == entry.talks == name.talks == own
    assert counted(recurring, Query())[page.value] == total(recurring, page.value) == own
    shown = client.get(f"/events/{event.id}").text
    (inside,) = re.findall(r'href="(/\?event=[^"]+)"', shown)
    answer = client.get(inside.replace("/?", "/search.json?")).json
    assert answer and answer["total"] == own
    assert {hit["event_id"] for hit in answer["hits"]} == {event.id}
    assert [each["value"] for each in answer["facets"]["event"] if each["selected"]] == [page.value]
    searched = client.get(inside).text
    assert f'<span class="chip-facet">イベント</span> {page.value}<' in searched


def test_the_list_of_events_counts_each_by_itself(client: FlaskClient) -> None:
    listed = dict(re.findall(r'href="/events/([\w-]+)".*?class="count">(\d+)<', client.get("/events").text))
    assert {event: int(count) for event, count in listed.items()} == COUNTS


def test_a_name_that_repeats_still_means_all_events_that_bear_it(recurring: TalkIndex) -> None:
    chosen = Query(filters=(Filter("event", "渋谷LT会"),))
    assert recurring.search(chosen).total == 1 + 2 + 3 + 4
    (facet,) = (each for each in recurring.search(chosen).facets if each.name == "event")
    assert [(each.value, each.count) for each in facet.values if each.selected] == [("渋谷LT会", 10)]
    assert recurring.canonical(chosen) == chosen


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("shibuya-1", SHIBUYA[0]),
        ("渋谷ＬＴ会 (2015-01-14)", SHIBUYA[0]),
        ("渋谷LT会 (2015-02-18, shibuya-2)", SHIBUYA[1]),
        ("道玄坂LT祭り (2015-01-14)", "道玄坂LT祭り"),
        ("道玄坂ＬＴ祭り", "道玄坂LT祭り"),
        ("道玄坂LTまつり", "道玄坂LT祭り"),
        ("PyCon Japan 2018", "PyCon JP 2018"),
        ("渋谷LT会 (2015-02-18)", "渋谷LT会 (2015-02-18)"),
        ("渋谷 LT会", "渋谷LT会"),
        ("誰も知らない会", "誰も知らない会"),
    ],
)
def test_whatever_an_event_was_called_in_a_link_leads_to_its_value(
    recurring: TalkIndex, written: str, value: str
) -> None:
    asked = Query(filters=(Filter("event", written),))
    assert recurring.canonical(asked).filters == (Filter("event", value),)
    result = recurring.search(asked)
    assert result.query.filters == (Filter("event", value),)
    assert result.total == total(recurring, value)


def test_a_typed_name_finds_all_events_that_bear_it(recurring: TalkIndex) -> None:
    assert recurring.search(Query("event:渋谷LT会")).total == 1 + 2 + 3 + 4 + 6
    assert recurring.search(Query('event:"渋谷LT会 (2015-03-18"')).total == 3 + 4
    assert recurring.search(Query("監視 -event:渋谷LT会")).total == 5 + 7
    assert recurring.search(Query("event:2015-01")).total == 1
    assert recurring.search(Query('イベント:"PyCon Japan"')).total == 7


def test_a_suggested_event_leads_to_as_many_talks_as_it_says(recurring: TalkIndex) -> None:
    suggested = [each for each in recurring.suggestions("しぶや") if each.kind == "event"]
    assert [each.text for each in suggested] == ["渋谷LT会 (2015-02-18)", "渋谷LT会"]
    dated = [each for each in recurring.suggestions("渋谷LT会 (2015-03") if each.kind == "event"]
    assert [each.text for each in dated] == [SHIBUYA[3], SHIBUYA[2]]
    for each in (*suggested, *dated):
        assert total(recurring, each.text) == each.talks, each
    (pycon,) = recurring.suggestions("PyCon Jap")
    assert (pycon.text, pycon.talks) == ("PyCon JP 2018", 7)


def test_values_are_found_by_a_part_of_them(recurring: TalkIndex) -> None:
    found = recurring.facet(Query(), "event", "2015-03", limit=10)
    assert [each.value for each in found.values] == [SHIBUYA[3], SHIBUYA[2]]


def test_grouped_hits_lead_to_the_talks_of_their_own_event(client: FlaskClient) -> None:
    page = client.get("/?q=監視&group=event&per_page=100").text
    ways = re.findall(r'class="all-of-event".*?href="/\?([^"]+)"', page)
    found = [client.get(f"/search.json?{way.replace('&amp;', '&')}").json["total"] for way in ways]
    assert sorted(found) == [2, 3, 4, 5, 6, 7]


def test_a_name_that_begins_to_repeat_keeps_its_links(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks_of(EVENTS[0], 2), LEXICON)
    assert counted(index, Query()) == {"渋谷LT会": 2}
    index.update(talks_of(EVENTS[1], 3), removed=())
    assert counted(index, Query()) == {"渋谷LT会 (2015-01-14)": 2, "渋谷LT会 (2015-02-18)": 3}
    assert total(index, "渋谷LT会") == 5
    index.update((), removed=["shibuya-1"])
    assert counted(index, Query()) == {"渋谷LT会": 3}
    assert total(index, "渋谷LT会 (2015-02-18)") == 3


NAMES = st.sampled_from(
    ["渋谷LT会", "渋谷LT会 (2015-01-01)", "渋谷LT会 (2015-01-01, a)", "渋谷ＬＴ会", "LT 1"]
)


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(NAMES, st.integers(1, 2)), min_size=1),
)
def test_no_two_events_are_called_alike_and_each_value_means_its_event(
    events: dict[str, tuple[str, int]],
) -> None:
    all_events = [
        Event(event_id, name, datetime.date(2015, 1, day)) for event_id, (name, day) in events.items()
    ]
    names = EventNames(sorted(map(event_facet, all_events)), Lexicon())
    values = [names.value_of_event(event) for event in all_events]
    assert len(set(values)) == len(values)
    for event, value in zip(all_events, values, strict=True):
        assert names.keys_of(value) == (event_facet(event),)
        assert names.called(value) == value
        bearers = [each for each in all_events if each.name == event.name]
        assert (value == event.name) == (len(bearers) == 1)
        assert set(map(event_facet, bearers)) == set(names.keys_of(event.name))
        assert event_facet(event) in names.named(event.name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("PyCon Japan", "PyCon JP"),
        ("pycon japan 2018", "PyCon JP 2018"),
        ("パイコン2018", "PyCon JP2018"),
        ("PyCon Japan #12", "PyCon JP #12"),
        ("PyCon Japan 第3回", "PyCon JP 第3回"),
        ("PyCon Japan vol.3", "PyCon JP vol.3"),
        ("PyCon Japan 2018 番外編", "PyCon Japan 2018 番外編"),
        ("PyCon Japanese", "PyCon Japanese"),
    ],
)
def test_the_name_of_a_series_is_that_of_its_editions(written: str, name: str) -> None:
    assert LEXICON.event_of(written) == name


@pytest.mark.parametrize("typed", ["PyCon Japan 2018", "PyCon JP 2018"])
def test_an_event_is_found_by_every_spelling_of_its_series(corpus_index: TalkIndex, typed: str) -> None:
    result = corpus_index.search(Query(typed))
    assert result.total and {hit.talk.event.name for hit in result.hits[:5]} == {"PyCon JP 2018"}
    assert [hit.event.name for hit in result.events] == ["PyCon JP 2018"]
