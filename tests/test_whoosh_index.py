"""Whoever knows Whoosh opens the index with Whoosh: what it answers is what plain Python answers."""

import dataclasses
import datetime
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import whoosh.index
from whoosh import query
from whoosh.highlight import UppercaseFormatter
from whoosh.matching import Matcher
from whoosh.qparser import MultifieldParser, OrGroup, QueryParser
from whoosh.searching import Hit, Searcher
from whoosh.sorting import FieldFacet, MultiFacet

from search.index import TalkIndex
from search.model import Event, Speaker, Talk


def talk(number: int, **facts: object) -> Talk:
    day = datetime.date(2014, 1, 1) + datetime.timedelta(200 * number)
    event = Event(f"e{number}", f"夜 #{number}", day, url=f"https://example.jp/{number}")
    plain = Talk(f"e{number}/t", f"題 {number}", event, (), (), day, "")
    return dataclasses.replace(plain, **facts)


TALKS = (
    talk(
        1,
        title="fluentd のバッファ",
        body="書き込み先が詰まると、バッファはあふれる。障害の監視が大事。",
        speakers=(Speaker("鈴木", heard="すずけん"),),
        technologies=("fluentd",),
    ),
    talk(
        2,
        title="監視の設計",
        body="障害監視と、検索エンジンのシャーディング。\n\nHBase を使う。C++ も。",
        speakers=(Speaker("桑野"), Speaker("Smith, Jr.")),
        technologies=("HBase", "Ruby on Rails", "Django"),
    ),
    talk(
        3,
        title="検索",
        body="形態素解析の話。監視カメラではない。",
        speakers=(Speaker("桑野"),),
        technologies=("Django",),
        mention=True,
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a generation of two segments, in the first of which a talk is deleted."""
    path = tmp_path_factory.mktemp("whoosh")
    index = TalkIndex(path)
    index.rebuild([*TALKS[:2], talk(0, title="監視 古い"), *(talk(number) for number in range(5, 20))])
    index.update(TALKS[2:], removed=["e0"])
    return index.status().path


@pytest.fixture
def searcher(folder: Path) -> Searcher:
    return whoosh.index.open_dir(folder).searcher()


def ids(searcher: Searcher, typed: str, field: str = "words") -> set[str]:
    found = searcher.search(QueryParser(field, searcher.schema).parse(typed), limit=None)
    return {hit["id"] for hit in found if hit["id"] in {talk.id for talk in TALKS}}


def test_postings_are_read_with_their_values(searcher: Searcher) -> None:
    def postings() -> Matcher:
        # Where there are several segments, or some document is gone, others go through what this one has.
        reader, _ = searcher.reader().leaf_readers()[-1]
        return reader.postings("words", "監視")

    counts, positions = (list(postings().items_as(kind)) for kind in ("frequency", "positions"))
    assert counts and counts == [(number, len(own)) for number, own in positions]
    assert [number for number, _ in postings().all_items()] == list(postings().all_ids())


@pytest.mark.slow
def test_nothing_but_whoosh_is_needed(folder: Path) -> None:
    program = """if True:
        import sys
        import whoosh.index
        from whoosh.qparser import QueryParser

        index = whoosh.index.open_dir(sys.argv[1])
        with index.searcher() as searcher:
            parsed = QueryParser("words", index.schema).parse("facet_technology:HBase 監視")
            (hit,) = searcher.search(parsed, terms=True)
            print(sorted(hit.fields()))
            print(hit["id"], hit["date"], hit["speakers"], hit.highlights("body"))
    """
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert out.splitlines() == [
        "['body', 'date', 'event', 'id', 'speakers', 'technologies', 'title', 'url']",
        "e2/t 2015-02-05 ['桑野', 'Smith, Jr.'] "
        '障害<b class="match term0">監視</b>と、検索エンジンのシャーディング',
    ]


def test_a_hit_holds_its_talk(searcher: Searcher) -> None:
    (hit,) = searcher.search(query.Term("id", "e2/t"))
    assert isinstance(hit, Hit)
    assert hit.fields() == {
        "id": "e2/t",
        "title": "監視の設計",
        "event": "夜 #2",
        "date": TALKS[1].date,
        "speakers": ["桑野", "Smith, Jr."],
        "technologies": ["HBase", "Ruby on Rails", "Django"],
        "url": "https://example.jp/2",
        "body": TALKS[1].body,
    }
    assert searcher.document(id="e1/t")["title"] == "fluentd のバッファ"
    assert searcher.document(id="e0/t") is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("監視", {"e1/t", "e2/t", "e3/t"}),
        ("バッファー", {"e1/t"}),
        ("書込", set()),
        ("ＨＢＡＳＥ", {"e2/t"}),
        ("C++", {"e2/t"}),
        ("障害の監視", {"e1/t", "e2/t"}),
        ("監視の障害", {"e1/t", "e2/t"}),
        ('"障害の監視"', {"e1/t"}),
        ('"障害監視"', {"e2/t"}),
        ('"監視の障害"', set()),
        ('"障害 監視"~2', {"e1/t", "e2/t"}),
        ("形態素解析", {"e3/t"}),
        ("hba*", {"e2/t"}),
        ("シャー*", {"e2/t"}),
        ("h?ASE", {"e2/t"}),
        ("監視 NOT 設計", {"e1/t", "e3/t"}),
        ("バッファ OR 形態素", {"e1/t", "e3/t"}),
        ("監視 facet_technology:Django", {"e2/t", "e3/t"}),
        ('facet_technology:"Ruby on Rails"', {"e2/t"}),
        ("technologies:'Ruby on Rails'", {"e2/t"}),
        ("technologies:Ruby", set()),
        ("facet_speaker:'Smith, Jr.'", {"e2/t"}),
        ("speakers:桑野 facet_kind:talk", {"e2/t"}),
        ("facet_year:[2014 TO 2014]", {"e1/t"}),
        ('event:"夜 #3"', {"e3/t"}),
        ("date:2015-02-05", {"e2/t"}),
        ("date:2015", {"e2/t", "e3/t"}),
        ("監視 date:2015-0*", {"e2/t", "e3/t"}),
        ("date:[2014 TO 2015-02]", {"e1/t", "e2/t"}),
        ("date:{2014 TO 2015-02-05}", set()),
        ("date:[2015-03 TO]", {"e3/t"}),
        ("date:[TO 2015-02-05}", {"e1/t"}),
        ("date:いつか", set()),
        ("title:監視", {"e2/t"}),
        ("body:監視", {"e1/t", "e2/t", "e3/t"}),
        ("body:検索", {"e2/t"}),
        ("title:桑野", set()),
        ("words:桑野 NOT body:桑野", {"e2/t", "e3/t"}),
        ("bigrams:素解", {"e3/t"}),
        ('bigrams:"障害の監視"', {"e1/t"}),
        ("readings:かんし", {"e1/t", "e2/t", "e3/t"}),
        ("id:e2/t", {"e2/t"}),
        ("の", set()),
        ("", set()),
    ],
)
def test_what_is_typed_is_cut_as_notes_are(searcher: Searcher, typed: str, expected: set[str]) -> None:
    assert ids(searcher, typed) == expected


def test_other_parsers_of_whoosh_do_too(searcher: Searcher) -> None:
    schema = searcher.schema
    some = QueryParser("words", schema, group=OrGroup).parse("バッファ 形態素解析")
    assert {hit["id"] for hit in searcher.search(some)} == {"e1/t", "e3/t"}
    both = MultifieldParser(["title", "body"], schema).parse("検索")
    assert {hit["id"] for hit in searcher.search(both)} == {"e2/t", "e3/t"}
    assert [hit["id"] for hit in searcher.search(query.FuzzyTerm("words", "hbse"))] == ["e2/t"]
    assert "hbase" in searcher.suggest("words", "hbasf")


@pytest.mark.parametrize(
    ("field", "typed", "marked"),
    [
        ("body", "監視", "障害監視と"),
        ("body", '"障害 監視"', "障害監視と"),
        ("body", "シャー*", "シャーディング"),
    ],
)
def test_passages_are_highlighted(searcher: Searcher, field: str, typed: str, marked: str) -> None:
    parsed = QueryParser(field, searcher.schema).parse(typed)
    (hit,) = [hit for hit in searcher.search(parsed) if hit["id"] == "e2/t"]
    assert marked in hit.highlights(field).replace('<b class="match term0">', "").replace("</b>", "")
    assert "<b" in hit.highlights(field)


def test_a_search_for_words_that_keeps_its_terms_is_highlighted_everywhere(searcher: Searcher) -> None:
    found = searcher.search(QueryParser("words", searcher.schema).parse("監視 hbase"), terms=True)
    found.formatter = UppercaseFormatter()
    (hit,) = found
    assert "HBASE" in hit.highlights("body")
    assert hit.highlights("title") == "監視の設計"
    assert "HBASE" in hit.highlights("words", text=hit["body"])


def test_hits_are_sorted_and_grouped(searcher: Searcher) -> None:
    asked = query.Term("words", "監視")
    by_date = [hit["id"] for hit in searcher.search(asked, sortedby="date")]
    assert by_date == ["e1/t", "e2/t", "e3/t"]
    assert [hit["id"] for hit in searcher.search(asked, sortedby="date", reverse=True)] == by_date[::-1]
    assert next(iter(searcher.reader().column_reader("date"))) == TALKS[0].date
    both = MultiFacet([FieldFacet("facet_kind"), FieldFacet("date", reverse=True)])
    assert [hit["id"] for hit in searcher.search(asked, sortedby=both)] == ["e3/t", "e2/t", "e1/t"]
    groups = {
        "date": FieldFacet("date"),
        "speakers": FieldFacet("facet_speaker", allow_overlap=True),
        "technologies": FieldFacet("technologies", allow_overlap=True),
    }
    found = searcher.search(asked, groupedby=groups)
    for name, expected in (
        ("date", {each.date: {each.id} for each in TALKS}),
        ("speakers", {"鈴木": {"e1/t"}, "桑野": {"e2/t", "e3/t"}, "Smith, Jr.": {"e2/t"}}),
        (
            "technologies",
            {"fluentd": {"e1/t"}, "HBase": {"e2/t"}, "Ruby on Rails": {"e2/t"}, "Django": {"e2/t", "e3/t"}},
        ),
    ):
        named = {
            value: {searcher.stored_fields(number)["id"] for number in numbers}
            for value, numbers in found.groups(name).items()
        }
        assert named == expected


def test_events_of_one_name_are_found_and_grouped_by_it(tmp_path: Path) -> None:
    again = [
        dataclasses.replace(each, event=dataclasses.replace(each.event, name='夜 "大" 会'))
        for each in TALKS[:2]
    ]
    index = TalkIndex(tmp_path)
    index.rebuild([*again, TALKS[2]])
    with whoosh.index.open_dir(index.status().path).searcher() as searcher:
        asked = query.And([query.Term("facet_kind", "talk"), query.Term("event", '夜 "大" 会')])
        assert {hit["id"] for hit in searcher.search(asked)} == {"e1/t", "e2/t"}
        assert not searcher.search(query.Term("event", "夜"))
        assert ids(searcher, "event:'夜 #3'") == {"e3/t"}
        grouped = searcher.search(query.Term("words", "監視"), groupedby="event").groups()
        assert set(grouped) == {'夜 "大" 会', "夜 #3"}


def test_what_is_pickled_is_small_and_holds_no_analysis(folder: Path) -> None:
    (toc,) = folder.glob("*.toc")
    assert toc.stat().st_size < 4_000
    assert b"sudachi" not in toc.read_bytes().lower()
    schema = whoosh.index.open_dir(folder).schema
    assert pickle.loads(pickle.dumps(schema)).names() == schema.names()
