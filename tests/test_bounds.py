"""No address makes a large answer: whatever it asks for, half a megabyte is the most."""

import datetime
import random
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search import short_of
from search.index import TalkIndex
from search.linking.addresses import url_of
from search.model import FACET_NAMES, Event, Filter, Query, Speaker, Talk
from search.settings import Settings
from web import create_app
from web.bounds import MOST_OF_TEXT, ROOM, bounded, fitting

MOST = 512 * 1024
LONGEST = 8 * 1024
SHORT = str.maketrans("0123456789", "abcdefghij")
WORDS = ["監視", "シャーディング", "バッファ", "設定", "話", "の", "Python", "データ", "運用", "kubernetes"]


def many_talks(count: int, events: int) -> Iterator[Talk]:
    chance = random.Random(4)
    for number in range(count):
        number_of_event = number % events
        day = datetime.date(1990 + number_of_event % 35, 1 + number_of_event % 12, 1)
        event = Event(f"kai-{number_of_event}", f"第{number_of_event}回 運用とデータの会", day)
        yield Talk(
            id=f"{event.id}/{number}",
            title="".join(chance.choices(WORDS, k=4)),
            event=event,
            speakers=tuple(Speaker(f"発表者 {chance.randrange(count)}") for _ in range(2)),
            technologies=tuple({f"技術{chance.randrange(count)}" for _ in range(3)}),
            date=day,
            body="".join(chance.choices(WORDS, k=20)),
            mention=number % 97 == 3,
        )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site of enough talks for every bound to be reached."""
    folder = tmp_path_factory.mktemp("many") / "index"
    TalkIndex(folder).rebuild(tuple(many_talks(1_500, 400)))
    return create_app(Settings(index=folder)).test_client(use_cookies=False)


def filled(beginning: str, parts: Iterator[str]) -> str:
    """Return as many parts as an address of 8 kB holds."""
    for part in parts:
        if len(beginning) + len(part) > LONGEST - 100:
            break
        beginning += part
    return beginning


def heavy() -> dict[str, str]:
    """Queries that would make large answers or long searches, each of at most 8 kB."""
    names = [f"発表者 {number}" for number in range(50)]
    filters = [f"&{facet}={quote_plus(name)}" for facet in FACET_NAMES for name in names]
    return {
        "nothing": "q=",
        "a word": "q=監視",
        "many words": filled("q=", (f"{quote_plus(word)}+" for word in WORDS * 90)),
        "words not encoded": "q=" + " ".join(WORDS * 60)[:1_000],
        "one letter": "q=" + quote_plus("監") * 850,
        "signs": "q=" + "%22%3C%26" * 800,
        "filters": filled("q=データ", iter(filters)),
        "words and filters": filled("q=" + "%E7%9B%A3%E8%A6%96+" * 150, iter(filters)),
        "long filters": filled("q=監視", (f"&speaker={'長' * 199}{number}" for number in range(50))),
        "exclusions": filled("q=Python", (f"+-{quote_plus(word)}" for word in WORDS * 90)),
        "phrases": filled("q=", (f"%22{quote_plus(word)}%22+" for word in WORDS * 90)),
        "either": filled("q=話", (f"+OR+{quote_plus(word)}" for word in WORDS * 90)),
        "beginnings": filled("q=", (f"{letter}*+" for letter in "abcdefghijklmnopqrstuvwxyz" * 20)),
        "brackets": "q=" + "(" * 4_000 + "監視" + ")" * 3_000,
        "distinct": filled("q=", (f"{quote_plus(chr(0x4E00 + 7 * n))}x{n}+" for n in range(600))),
        "set aside": filled(
            "q=監視+Python&set=", (f"{number:0>10}.".translate(SHORT) for number in range(200))
        ),
        "unknown": filled("x=1", (f"&a{n}={n}" for n in range(900))),
    }


QUERIES = heavy()
MORE = [
    "",
    "&per_page=100&values=100",
    "&per_page=100&group=event&values=9999",
    "&page=2&match=all&sort=oldest",
]
PATHS = [
    *(
        "/",
        "/search.json",
        "/suggest.json",
        "/facets/speaker",
        "/facets/event.json",
        "/facets/technology.json",
    ),
    *(
        "/link/search",
        "/link/talks/kai-0/0",
        "/search.csv",
        "/search.atom",
        "/embed/search",
        "/events/kai-0.json",
    ),
    *("/talks/kai-0/0", "/talks/kai-0/0.json", "/events/kai-0", "/speakers", "/technologies", "/events"),
]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_no_answer_is_larger_than_half_a_megabyte(client: FlaskClient, path: str) -> None:
    # What shows no hits knows nothing of these.
    mores = MORE[1:3] if path in ("/", "/search.json") else MORE[:1]
    for name, more in product(QUERIES, mores):
        began = time.process_time()
        answer = client.get(f"{path}?{QUERIES[name]}{more}")
        assert answer.status_code == 200
        assert len(answer.data) <= MOST, (name, more)
        assert sum(len(key) + len(value) for key, value in answer.headers) < 12_000
        # Two hundred times what an ordinary one takes.
        assert time.process_time() - began < 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/speakers?sort=name", "/speakers?sort=name&page=2", "/technologies?sort=name"]
)
def test_a_row_of_the_syllabary_is_a_page_at_most(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert page.count('class="shelf-') < 400 and 'rel="' in page


@pytest.mark.slow
def test_all_values_of_a_facet_are_on_its_pages(client: FlaskClient) -> None:
    first = client.get("/facets/speaker.json?q=監視&per_page=100").json
    found = [each["value"] for each in first["values"]]
    for page in range(2, first["total"] // 100 + 3):
        found += [
            each["value"]
            for each in client.get(f"/facets/speaker.json?q=監視&page={page}&per_page=100").json["values"]
        ]
    assert len(found) == len(set(found)) == first["total"] > 300
    assert first["total"] == client.get("/search.json?q=監視").json["facet_totals"]["speaker"]


@pytest.mark.slow
def test_a_value_leads_to_the_search_narrowed_to_it(client: FlaskClient) -> None:
    (value, *_) = client.get("/facets/technology.json?q=監視&find=技術1").json["values"]
    assert client.get(value["url"]).json["total"] == value["count"]
    assert client.get("/facets/nothing.json").status_code == 404


@pytest.mark.slow
def test_fewer_values_can_be_asked_for(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=監視&values=3").json
    assert [len(answer["facets"][name]) for name in ("event", "speaker", "technology")] == [3, 3, 3]


@pytest.mark.slow
def test_a_value_that_was_chosen_stays_beyond_the_first(client: FlaskClient) -> None:
    last = client.get("/facets/speaker.json?page=3").json["values"][-1]["value"]
    answer = client.get("/search.json", query_string={"speaker": last, "values": 2}).json
    assert last in [each["value"] for each in answer["facets"]["speaker"] if each["selected"]]


queries = st.builds(
    Query,
    text=st.text(max_size=1_000),
    filters=st.lists(
        st.builds(Filter, st.sampled_from(FACET_NAMES), st.text(min_size=1, max_size=200)), max_size=50
    ).map(tuple),
)


@given(queries)
def test_a_bounded_search_has_a_bounded_address(query: Query) -> None:
    found = bounded(query)
    assert query.text.startswith(found.text) and found.filters == query.filters[: len(found.filters)]
    size = len(url_of(found))
    assert size * max(1, len(found.filters)) <= ROOM + MOST_OF_TEXT * 2
    assert bool(found.filters) == bool(query.filters)
    assert bounded(found) == found


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_what_people_type_is_not_cut(text: str, values: list[str]) -> None:
    query = Query(text, tuple(Filter("speaker", value) for value in values))
    assert bounded(query) is query


@pytest.fixture(scope="module")
def conference(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site with one event of 700 talks."""
    folder: Path = tmp_path_factory.mktemp("conference") / "index"
    TalkIndex(folder).rebuild(tuple(many_talks(700, 1)))
    return create_app(Settings(index=folder)).test_client()


@pytest.mark.slow
def test_a_large_event_has_pages(conference: FlaskClient) -> None:
    pages = [conference.get(f"/events/kai-0?page={number}").text for number in (1, 2, 3, 4, 5)]
    assert [page.count('<h3><a href="/talks/') for page in pages[:3]] != [0, 0, 0]
    listed = [page.count('<h3><a href="/talks/') + page.count("<article id=") for page in pages]
    assert listed == [200, 200, 200, 100, 0]
    assert "693" in pages[0]
    assert 'rel="next" href="/events/kai-0?page=2"' in pages[0] and 'rel="prev"' not in pages[0]
    assert 'rel="prev" href="/events/kai-0"' in pages[1] and 'rel="next"' not in pages[3]


@pytest.mark.slow
def test_talks_of_a_large_event_know_their_neighbours(conference: FlaskClient) -> None:
    page = conference.get("/talks/kai-0/4").text
    # The one before was missed.
    assert 'rel="prev" href="/talks/kai-0/2"' in page and 'href="/talks/kai-0/5"' in page
    first, last = conference.get("/talks/kai-0/0").text, conference.get("/talks/kai-0/699").text
    assert 'rel="prev"' not in first and 'rel="next"' not in last


@pytest.mark.slow
def test_each_page_of_a_large_event_is_its_own_address(conference: FlaskClient) -> None:
    canonical = [
        conference.get(f"/events/kai-0{asked}").text.partition('<link rel="canonical" href="')[2]
        for asked in ("", "?page=1", "?page=2")
    ]
    paths = [each.partition('"')[0].removeprefix("http://localhost") for each in canonical]
    assert paths == ["/events/kai-0", "/events/kai-0", "/events/kai-0?page=2"]


@pytest.mark.slow
def test_a_set_is_the_same_as_a_page_as_data_and_in_a_frame(conference: FlaskClient) -> None:
    told = conference.get("/search.json?per_page=100").get_json()["hits"]
    chosen = ".".join(short_of(each["id"]) for each in told)
    page = conference.get(f"/set?set={chosen}").text
    assert page.count('<h2><a href="/talks/') == 100
    assert conference.get(f"/set.json?set={chosen}").get_json()["total"] == 100
    assert conference.get(f"/set.csv?set={chosen}").text.count("/talks/") == 100
    frame = conference.get(f"/embed/list?set={chosen}").text
    assert frame.count('<h2><a href="') == 100 and len(frame) < 500_000


@given(st.integers(0, 50), st.integers(0, 9), st.integers(0, 9), st.integers(0, 200))
def test_there_are_as_many_links_as_fit_and_no_fewer_than_the_least(
    size: int, wanted: int, least: int, room: int
) -> None:
    count = fitting(size, wanted, least, room)
    fits = [number for number in range(wanted + 1) if number * max(1, size) <= room]
    assert count == max(least, *fits)


@given(st.text(alphabet="a あ%", min_size=1, max_size=5), st.integers(400, 1_000))
def test_of_a_long_text_stays_what_is_within_its_bytes(unit: str, times: int) -> None:
    text = (unit * times).strip()
    kept = bounded(Query(text)).text
    assert text.startswith(kept) and len(quote_plus(kept)) <= MOST_OF_TEXT
    # One more word, or letter, would be too much.
    more = text[len(kept) :].lstrip()[:1]
    upto = text[: text.index(more, len(kept)) + 1] if more else kept
    assert kept == text or len(quote_plus(upto)) > MOST_OF_TEXT
