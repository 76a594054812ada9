"""Pages to browse, suggestions and corrections, as a browser without JavaScript and a program get them."""

import datetime
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from search.answers import Facet, FacetValue
from search.guide.guide import EventEntry
from search.guide.names import Name
from search.index import TalkIndex
from search.linking.addresses import name_path
from search.model import Event, FacetName, Query, Talk
from search.settings import Settings
from web import create_app
from web.texts.japanese import JAPANESE
from web.views.browse import ON_ONE_PAGE, Asked, events_view, names_view
from web.views.front import days_of, front_view
from web.views.named import TOGETHER
from web.views.rows import order_of_names, row_of


@pytest.fixture
def client(index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), index).test_client()


@pytest.fixture
def corpus_client(corpus_index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), corpus_index).test_client()


def names_of(talk: Talk, facet: str) -> tuple[str, ...]:
    return talk.technologies if facet == "technology" else tuple(each.name for each in talk.speakers)


def choices_of(page: str) -> list[tuple[str, str]]:
    """The names of a list with their counts, in order."""
    found = re.findall(
        r'class="choice-label">(?:<span[^>]*>[^<]*</span> )?([^<]*)</span> <span class="count">(\d+)', page
    )
    return [(unescape(name), count) for name, count in found]


def test_speakers_are_listed_by_count_and_by_the_rows_of_the_syllabary(client: FlaskClient) -> None:
    by_count = client.get("/speakers").text
    assert choices_of(by_count)[0] == ("桑野", "2")
    by_name = client.get("/speakers?sort=name").text
    assert re.findall(r'<h2 id="row-([^"]*)"', by_name) == ["く", "す", "や", "S"]
    assert [name for name, _ in choices_of(by_name)] == ["桑野", "鈴木健太", "鈴木俊裕", "山田", "Smith, Jr."]
    assert 'href="#row-く"' in by_name


def test_events_are_listed_newest_first_below_their_years(client: FlaskClient) -> None:
    page = client.get("/events").text
    assert choices_of(page) == [("分散会議 2016", "2"), ("道玄坂LT祭り(ミドル・インフラ)", "3")]
    assert choices_of(client.get("/events?sort=count").text)[0][1] == "3"


@pytest.mark.parametrize("facet", ["speaker", "technology"])
def test_a_name_comes_together_with_what_its_own_talks_have(
    corpus_index: TalkIndex, corpus_client: FlaskClient, facet: FacetName
) -> None:
    """All talks counted by hand: another speaker or technology counts what it shares, not what it has."""
    talks = [corpus_index.talk(each) for each in corpus_index.ranked("", 10_000)]
    for name in corpus_index.names(facet)[::9]:
        page = corpus_client.get(name_path(facet, name.text), headers={"Accept-Language": "ja"}).text
        own = [talk for talk in talks if name.text in names_of(talk, facet)]
        for other in ("speaker", "technology"):
            counted = Counter(value for talk in own for value in names_of(talk, other))
            counted.pop(name.text, None)
            heading = JAPANESE.with_it.format(facet=JAPANESE.facets[other])
            section = page.partition(heading)[2].partition("</section>")[0]
            shown = {label: int(count) for label, count in choices_of(section)}
            assert shown.items() <= counted.items(), name.text
            assert len(shown) == min(len(counted), TOGETHER), name.text
            links = [unescape(each) for each in re.findall(r'class="choice" href="([^"]*)"', section)]
            for url, count in zip(links, shown.values(), strict=True):
                if url.startswith("/?"):
                    assert corpus_client.get(f"/search.json{url[1:]}").get_json()["total"] == count, url


@pytest.mark.parametrize("facet", ["speaker", "technology"])
def test_names_that_differ_in_case_alone_have_a_page_each(corpus_index: TalkIndex, facet: FacetName) -> None:
    """Two names of the programmes do: Shinichi Nakagawa, Shinichi NAKAGAWA."""
    names = corpus_index.names(facet)
    assert [corpus_index.name(facet, each.text) for each in names] == list(names)
    nakagawa = corpus_index.name("speaker", "shinichi nakagawa")
    assert nakagawa is not None and nakagawa.talks == 2


def test_the_counts_of_a_list_are_what_its_links_find(client: FlaskClient) -> None:
    for path in ("/speakers", "/technologies"):
        page = client.get(path).text
        links = re.findall(r'class="choice" href="([^"]*)".*?class="count">(\d+)<', page)
        assert len(links) > 3
        for url, count in links:
            assert f"<b>{count}</b> 件" in client.get(unescape(url)).text


def many_names(facet: FacetName, count: int) -> list[Name]:
    """Names in all rows, some of them long."""
    readings = ("アイダ", "ガモウ", "ッシマ", "ヴァン", "ンジャメナ", "パク", "", "カトウ", "ヨシダ", "ラ")
    texts = ("相田", "蒲生", "対馬", "Ｖan", "んじゃめな", "朴", "Smith", "加藤", "吉田", "羅")
    return [
        Name(facet, f"{texts[n % 10]} {n} 株式会社なんとかかんとか研究所", 1 + n % 7, readings[n % 10])
        for n in range(count)
    ]


def test_thousands_of_names_come_row_by_row() -> None:
    names = many_names("speaker", 5000)
    view = names_view("speaker", names, Asked("name", "か"), 5000, JAPANESE)
    assert [row.label for row in view.rows] == [*"あうかつはよらん", "S"]
    assert [group.key for group in view.groups] == ["か"] and len(view.groups[0].entries) == ON_ONE_PAGE
    assert view.rows[0].url == "/speakers?sort=name&row=%E3%81%82"
    assert view.pager.next_url == "/speakers?sort=name&row=%E3%81%8B&page=2"
    by_count = names_view("speaker", names, Asked("count", page=2), 5000, JAPANESE)
    assert len(by_count.groups[0].entries) == ON_ONE_PAGE and len(by_count.rows) == 9
    assert by_count.pager.next_url == "/speakers?page=3"


def test_equal_counts_stand_as_they_are_read() -> None:
    read = (("Abe", ""), ("渡辺", "ワタナベ"), ("阿部", "アベ"))
    names = [Name("speaker", text, 2, reading) for text, reading in read]
    view = names_view("speaker", names, Asked("count"), 3, JAPANESE)
    assert [entry.label for entry in view.groups[0].entries] == ["阿部", "渡辺", "Abe"]


@pytest.mark.parametrize(
    ("text", "reading", "row"),
    [
        ("渡辺", "ワタナベ", "わ"),
        ("ガッツ", "ガッツ", "か"),
        ("ヴァン", "ヴァン", "う"),
        ("っ", "ッ", "つ"),
        ("ｱｲｺ", "", "あ"),
        ("Ａｌｉｃｅ", "", "A"),
        ("Émile", "", "E"),
        ("123", "", "他"),
        ("🍣", "", "他"),
        ("鱻", "", "他"),
    ],
)
def test_each_name_has_its_row(text: str, reading: str, row: str) -> None:
    assert row_of(Name("speaker", text, 1, reading)) == row


@pytest.mark.parametrize(
    ("typed", "found"), [("桑", ["桑野"]), ("くわ", ["桑野"]), ("kuwa", ["桑野"]), ("smi", ["Smith, Jr."])]
)
def test_a_name_is_found_in_its_list_by_writing_reading_and_romaji(
    client: FlaskClient, typed: str, found: list[str]
) -> None:
    page = client.get("/speakers", query_string={"find": typed}).text
    assert [name for name, _ in choices_of(page)] == found
    assert f'value="{typed}"' in page


def test_nobody_of_that_name_is_said_and_events_and_technologies_are_found_too(client: FlaskClient) -> None:
    assert "あてはまるものはありません。" in client.get("/speakers?find=ぬるぽ").text
    assert [name for name, _ in choices_of(client.get("/events?find=bunsan").text)] == ["分散会議 2016"]
    assert [name for name, _ in choices_of(client.get("/technologies?find=mongo&sort=name").text)] == [
        "MongoDB"
    ]
    assert (
        '<input type="hidden" name="sort" value="name">' in client.get("/technologies?find=m&sort=name").text
    )


def events_of(count: int) -> list[EventEntry]:
    """Events of twenty years, half of which bear one name."""
    return [
        EventEntry(
            Event(
                f"e{n}",
                "渋谷LT会" if n % 2 else f"会議 {n}",
                datetime.date(2025 - n * 20 // count, 1 + n % 12, 1 + n % 28),
            ),
            n % 9,
        )
        for n in range(count)
    ]


def test_every_year_of_events_is_one_click_away() -> None:
    view = events_view(events_of(800), {}, Asked("date"), 800, JAPANESE)
    assert [row.label for row in view.rows] == [str(year) for year in range(2025, 2005, -1)]
    assert [group.key for group in view.groups] == ["2025"] and view.rows[0].selected
    (last,) = (row for row in view.rows if row.label == "2008")
    assert last.url == "/events?row=2008"
    of_year = events_view(events_of(800), {}, Asked("date", "2008"), 800, JAPANESE)
    assert {entry.date[:4] for entry in of_year.groups[0].entries} == {"2008"}


@pytest.mark.parametrize("sort", ["count", "name"])
def test_a_page_of_a_long_list_stays_within_100_kb(
    index: TalkIndex, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    client = create_app(Settings(), index).test_client()
    monkeypatch.setattr(index, "names", lambda facet: tuple(many_names(facet, 5000)))
    for path in ("/speakers", "/technologies"):
        page = client.get(f"{path}?sort={sort}").data
        assert 40_000 < len(page) <= 100_000
    monkeypatch.setattr(index, "events", lambda: tuple(events_of(4000)))
    assert len(client.get(f"/events?sort={sort}").data) <= 100_000


def test_the_list_one_is_on_is_marked(client: FlaskClient) -> None:
    page = client.get("/speakers?sort=name").text
    assert re.findall(r'<a href="(/\w+)" aria-current="page">', page) == ["/speakers"]
    assert 'aria-current="page"' not in client.get("/").text


def test_a_technology_has_a_page_with_its_talks_and_its_company(client: FlaskClient) -> None:
    page = client.get("/technologies/MongoDB").text
    assert "WiredTiger を試す" in page and "シャーディングのコラム" in page
    assert "<title>2015: 1件</title>" in page and "<title>2016: 1件</title>" in page
    assert 'href="/?technology=MongoDB&amp;technology=WiredTiger&amp;match=all"' in page
    assert 'href="/?speaker=%E6%A1%91%E9%87%8E&amp;technology=MongoDB"' in page
    assert 'href="/?technology=MongoDB"' in page


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/technologies/C++", "C++"),
        ("/technologies/Node.js", "Node.js"),
        ("/technologies/ｍｏｎｇｏｄｂ", "MongoDB"),
        ("/technologies/エラスティックサーチ", "Elasticsearch"),
        ("/speakers/くわの", "桑野"),
        ("/speakers/Smith, Jr.", "Smith, Jr."),
    ],
)
def test_a_page_answers_to_every_spelling_of_its_name(client: FlaskClient, path: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in client.get(path).text


@pytest.mark.parametrize(
    "path", ["/technologies/ぬるぽ", "/speakers/%00", "/speakers/%ED%A0%80", "/speakers/a/b"]
)
def test_nobody_has_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_front_page_without_technologies_does_not_speak_of_them(index: TalkIndex, tmp_path: Path) -> None:
    bare = TalkIndex(tmp_path)
    bare.rebuild([replace(index.talk("kaigi/node"), technologies=())])
    front = create_app(Settings(), bare).test_client().get("/").text
    assert "最近のイベント" in front and "よく話された技術" not in front


def test_the_front_page_invites_to_events_and_technologies(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "最近のイベント" in page and 'href="/events/kaigi"' in page
    assert re.search(r'class="size-\d" href="/\?technology=MongoDB" title="2件"', page)
    assert "最近のイベント" not in client.get("/?q=HBase").text


@pytest.mark.parametrize(
    ("today", "told"),
    [((2025, 1, 14), "10年前"), ((2026, 1, 12), "11年前"), ((2016, 1, 14), "1年前")],
)
def test_events_of_these_days_are_remembered(
    index: TalkIndex, today: tuple[int, int, int], told: str
) -> None:
    front = front_view(index.events(), index.search(Query()).facets, datetime.date(*today), JAPANESE)
    assert [each.ago for each in front.anniversaries] == [told]


@pytest.mark.parametrize("today", [(2025, 1, 25), (2015, 1, 14), (2014, 1, 14), (2025, 7, 14)])
def test_other_days_remember_nothing(index: TalkIndex, today: tuple[int, int, int]) -> None:
    front = front_view(index.events(), index.search(Query()).facets, datetime.date(*today), JAPANESE)
    assert front.anniversaries == ()


def test_a_leap_day_has_its_years() -> None:
    entry = EventEntry(Event("leap", "閏会", datetime.date(2016, 2, 29)), 3)
    facets = (Facet("technology", (), 0),)
    (found,) = front_view([entry], facets, datetime.date(2021, 2, 28), JAPANESE).anniversaries
    assert found.ago == "5年前"


@given(
    held=st.lists(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31)), min_size=1, max_size=12),
    today=st.dates(datetime.date(2015, 1, 1), datetime.date(2031, 12, 31)),
)
@example(held=[datetime.date(2015, 12, 30), datetime.date(2016, 2, 29)], today=datetime.date(2026, 1, 2))
def test_the_days_asked_for_are_all_that_may_be_remembered(
    held: list[datetime.date], today: datetime.date
) -> None:
    """Asking for these days' events alone shows what all events would show."""
    newest = sorted(held, reverse=True)
    entries = [EventEntry(Event(f"e{n}", f"会{n}", date), 1) for n, date in enumerate(newest)]
    years = tuple(FacetValue(str(year), 1, False) for year in sorted({each.year for each in held}))
    for known in (years, years[-2:]):
        facets = (Facet("technology", (), 0), Facet("year", known, len(years)))
        spans = days_of(today, facets)
        near = [each for each in entries if any(a <= each.event.date <= b for a, b in spans)]
        some = tuple(dict.fromkeys((*entries[:5], *near)))
        shown, whole = (front_view(each, facets, today, JAPANESE) for each in (some, entries))
        assert [each.ago for each in shown.anniversaries] == [each.ago for each in whole.anniversaries]
        assert [each.entry.label for each in shown.anniversaries] == [
            each.entry.label for each in whole.anniversaries
        ]


def test_the_front_page_reads_no_more_events_than_it_shows(
    index: TalkIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TalkIndex, "events", None)
    assert "最近のイベント" in create_app(Settings(), index).test_client().get("/").text


def test_events_of_some_days_are_found_alone(index: TalkIndex) -> None:
    day = datetime.date(2016, 3, 5)
    assert [each.event.id for each in index.events_of([(day, day)])] == ["kaigi"]
    assert index.events_of([]) == ()
    assert index.newest_events(1) == index.events()[:1]


def test_related_talks_show_what_they_share(corpus_client: FlaskClient) -> None:
    page = corpus_client.get("/talks/2015-01-14-dogenzaka-lt/datomic").text
    assert "関連する発表" in page
    assert re.search(r"共通の語: <b>[^<]+</b> <b>", page)


def test_a_slip_is_offered_as_a_link_and_never_applied(corpus_client: FlaskClient) -> None:
    page = corpus_client.get("/?q=Scara").text
    assert re.search(r'もしかして: <a href="/\?q=Scala">Scala</a>', page)
    assert 'value="Scara"' in page
    both = corpus_client.get("/?q=監視+Pythno&year=2015").text
    assert "/?q=%E7%9B%A3%E8%A6%96+Python&amp;year=2015" in both
    assert "もしかして" not in corpus_client.get("/?q=Python").text


def test_suggestions_lead_where_they_promise(corpus_client: FlaskClient) -> None:
    answer = corpus_client.get("/suggest.json?q=バッファ+kata&year=2015").json
    assert list(answer) == ["query", "told", "suggestions"]
    (kataoka,) = (each for each in answer["suggestions"] if each["text"] == "片岡")
    assert list(kataoka) == ["kind", "label", "text", "talks", "count", "url"]
    assert (kataoka["kind"], kataoka["label"], kataoka["talks"], kataoka["count"]) == (
        "speaker",
        "発表者",
        1,
        "1件",
    )
    assert kataoka["url"] == "/?q=%E3%83%90%E3%83%83%E3%83%95%E3%82%A1&speaker=%E7%89%87%E5%B2%A1&year=2015"
    (talk,) = (
        each
        for each in corpus_client.get("/suggest.json?q=もんごりあん").json["suggestions"]
        if each["kind"] == "talk"
    )
    assert corpus_client.get(talk["url"]).status_code == 200


@pytest.mark.parametrize("query_string", ["", "q=", "q=%00%ff", "q=" + "%28" * 3000, "q=a&technology=%00"])
def test_whatever_is_typed_gets_a_list(client: FlaskClient, query_string: str) -> None:
    assert isinstance(client.get("/suggest.json", query_string=query_string).json["suggestions"], list)


def test_numbers_in_names_stand_by_their_size() -> None:
    written = ["第2回 潮の会", "第10回 潮の会", "第11回 潮の会", "第100回 潮の会"]
    names = [Name("event", text, 1, "") for text in sorted(written)]
    assert [name.text for name in sorted(names, key=order_of_names)] == written
