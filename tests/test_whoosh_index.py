"""Whoever knows Whoosh opens the index with Whoosh: what it answers is what plain Python answers."""

import dataclasses
import datetime
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pytest
import whoosh.index
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from plain_documents import Document, TermPosting, batch_of_documents
from whoosh import query, scoring
from whoosh.highlight import UppercaseFormatter
from whoosh.qparser import MultifieldParser, OrGroup, QueryParser
from whoosh.searching import Hit, Searcher
from whoosh.sorting import FieldFacet, MultiFacet

from search.documents import BODY, FACETS, TITLE_ROOM
from search.engines import Kept, write_index
from search.index import TalkIndex
from search.model import Event, Speaker, Talk
from search.stored import stored_of
from search.text.streams import STREAMS

TEXTS = ("監視", "障害", "設計", "hbase", "hadoop", "c++")
SPEAKERS = ("桑野", "Smith, Jr.", "片岡")


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


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """Draw documents whose words, weights and places are known; some are above the body, some in it."""
    drawn = []
    for number in range(draw(st.integers(1, 7))):
        places = st.sets(
            st.sampled_from([0, 1, TITLE_ROOM, TITLE_ROOM + 1, BODY, BODY + 1, BODY + 2]),
            min_size=1,
            max_size=4,
        )
        words = tuple(
            TermPosting(text, draw(st.sampled_from([0.25, 1.0, 2.0, 3.5])), tuple(sorted(draw(places))))
            for text in sorted(draw(st.sets(st.sampled_from(TEXTS))))
        )
        drawn.append(
            Document(
                keys=(f"talk:e{number}/t",),
                postings={stream: words if stream == "words" else () for stream in STREAMS},
                lengths={
                    stream: sum(posting.weight for posting in words) * (stream == "words")
                    for stream in STREAMS
                },
                facets={
                    name: tuple(sorted(draw(st.sets(st.sampled_from(SPEAKERS))))) if name == "speaker" else ()
                    for name in FACETS
                },
                date=datetime.date(2015, 1, draw(st.integers(1, 3))),
                stored=stored_of(talk(number), ""),
            )
        )
    return drawn


TERMS = st.builds(query.Term, st.sampled_from(["words", "words", "body", "title"]), st.sampled_from(TEXTS))
TREES: st.SearchStrategy[query.Query] = st.recursive(
    st.one_of(
        TERMS,
        st.builds(query.Term, st.sampled_from(["facet_speaker", "speakers"]), st.sampled_from(SPEAKERS)),
        # With a constant score, Whoosh's own differs with the number of documents.
        st.builds(
            query.Prefix,
            st.just("words"),
            st.sampled_from(["h", "ha", "監", "x"]),
            constantscore=st.just(False),
        ),
        st.builds(
            query.Phrase,
            st.sampled_from(["words", "body"]),
            st.lists(st.sampled_from(TEXTS), min_size=2, max_size=3, unique=True),
        ),
        st.just(query.Every()),
    ),
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one, other: query.And([one, query.Not(other)]), inner, inner),
    ),
    max_leaves=5,
)
Score = Callable[[str, TermPosting, Document], float]


@examples(30)
@given(corpora(), corpora(), st.data())
def test_documents_and_scores_are_those_of_plain_python(
    old: list[Document], new: list[Document], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        write_index(Path(first), [batch_of_documents(old)])
        wanted = np.array([data.draw(st.booleans()) or number == 0 for number in range(len(old))])
        write_index(
            Path(second), [batch_of_documents(new)], Kept(Path(first), np.flatnonzero(~wanted).tolist())
        )
        with whoosh.index.open_dir(second).searcher() as searcher:
            alive = {
                number: document
                for number, document in enumerate(all_documents(searcher, old, wanted, new))
                if not searcher.reader().is_deleted(number)
            }
            score = bm25_of(all_documents(searcher, old, wanted, new))
            for asked in data.draw(st.lists(TREES, min_size=5, max_size=5)):
                found = dict(searcher.search(asked, limit=None).items())
                expected = {
                    number: each
                    for number, document in alive.items()
                    if (each := plain_score(asked, document, score)) is not None
                }
                assert found == pytest.approx(expected, rel=1e-4, abs=1e-4), asked
                ordered = searcher.search(asked, limit=None, sortedby="date")
                assert [hit.docnum for hit in ordered] == sorted(
                    found, key=lambda number: (alive[number].date, number)
                )
                grouped = searcher.search(
                    asked, limit=None, groupedby=FieldFacet("facet_speaker", allow_overlap=True)
                ).groups()
                assert {name: set(numbers) for name, numbers in grouped.items() if name} == {
                    name: numbers
                    for name in SPEAKERS
                    if (numbers := {n for n in found if name in alive[n].facets["speaker"]})
                }


def all_documents(
    searcher: Searcher, old: list[Document], wanted: np.ndarray, new: list[Document]
) -> list[Document]:
    """Return the documents by number; those that were not kept are there until their segment is made anew."""
    if searcher.doc_count_all() == len(old) + len(new):
        return [*old, *new]
    return [*(document for document, stays in zip(old, wanted, strict=True) if stays), *new]


def bm25_of(documents: list[Document]) -> Score:
    """Return BM25 as Whoosh has it, `scoring.BM25F()`: deleted documents count."""
    k1, b, n = scoring.BM25F().K1, scoring.BM25F().B, len(documents)
    average = sum(document.lengths["words"] for document in documents) / n or 1

    def score(text: str, posting: TermPosting, document: Document) -> float:
        frequency = sum(
            any(each.text == text for each in document.postings["words"]) for document in documents
        )
        norm = 1 - b + b * document.lengths["words"] / average
        return (log(n / (frequency + 1)) + 1) * posting.weight * (k1 + 1) / (posting.weight + k1 * norm)

    return score


def plain_score(asked: query.Query, document: Document, score: Score) -> float | None:
    """Return what a query gives a document, None where it does not match."""

    def inner(each: query.Query) -> float | None:
        return plain_score(each, document, score)

    match asked:
        case query.Term(fieldname="facet_speaker" | "speakers"):
            return 1.0 if asked.text in document.facets["speaker"] else None
        case query.Term():
            return word_score(asked.text, asked.fieldname, document, score)
        case query.Prefix():
            beginning = [text for text in TEXTS if text.startswith(asked.text)]
            scores = [word_score(text, "words", document, score) for text in beginning]
            found = [each for each in scores if each is not None]
            return sum(found) if found else None
        case query.Phrase():
            scores = [word_score(text, asked.fieldname, document, score) for text in asked.words]
            places = [places_of(text, asked.fieldname, document) for text in asked.words]
            stands = {
                place for place in places[0] if all(place + at in each for at, each in enumerate(places))
            }
            return sum(each or 0.0 for each in scores) if stands else None
        case query.Every():
            return 1.0
        case query.Not():
            return 1.0 if inner(asked.query) is None else None
        case query.And() | query.Or():
            found = [each for part in asked.subqueries if (each := inner(part)) is not None]
            enough = len(asked.subqueries) if isinstance(asked, query.And) else 1
            return sum(found) if len(found) >= enough else None
    raise TypeError(asked)


def places_of(text: str, field: str, document: Document) -> set[int]:
    """Return where a word stands; in `body` and `title` all of its places if any is there."""
    places = {place for each in document.postings["words"] if each.text == text for place in each.positions}
    in_body = {place for place in places if place >= BODY}
    in_title = {place for place in places if place < TITLE_ROOM}
    within = {"words": places, "body": in_body, "title": in_title}[field]
    return places if within else set()


def word_score(text: str, field: str, document: Document, score: Score) -> float | None:
    for posting in document.postings["words"]:
        if posting.text == text and places_of(text, field, document):
            return score(text, posting, document)
    return None
