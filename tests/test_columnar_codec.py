"""An index kept as arrays is a Whoosh index: whatever Whoosh itself does with one, it does with this."""

import datetime
import decimal
import pickle
import threading
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import columns, fields, formats, index, query, sorting
from whoosh.filedb.filestore import FileStorage
from whoosh.searching import Searcher
from whoosh_talks import CODEC, FACETS, SCHEMA, WORDS, History, Note, note_of

from search.engines.batches import Run
from search.engines.columnar import (
    ColumnarCodec,
    ColumnarCollector,
    commit_segments,
    write_columnar_segment,
)
from search.engines.columnar.segments import SegmentData
from search.engines.columnar.stored import packed_values, unpacked_values
from search.engines.columnar.writers import STORED, length_column
from search.engines.weights import Weights
from search.errors import IndexDamaged

GENERATIONS = 10
"""How often the index changes, at least, while it is searched."""
NOTES = [
    dict(
        key="talk:1",
        title="監視 の 設計",
        body="監視 は 大事 監視",
        tags="hbase,go",
        minutes=20,
        day=datetime.datetime(2015, 1, 14, 9, 30),
        done=True,
        grams="監視する",
        file=("スライド", b"\x00\xff", datetime.date(2015, 1, 14), {"頁": 3, 4: None}),
        place=b"tokyo",
        rating=-2,
    ),
    dict(key="talk:2", title="索引", body="索引 と 監視", tags="go", minutes=-5, done=False, grams="索引"),
    dict(key="talk:3", body="語", minutes=300, day=datetime.datetime(2016, 3, 5), place=b"akiba", rating=7),
]
EVERY_KIND = fields.Schema(
    key=fields.ID(unique=True, stored=True, sortable=True),
    title=fields.TEXT(stored=True, sortable=True),
    body=fields.TEXT(stored=True),
    tags=fields.KEYWORD(commas=True, stored=True, scorable=True),
    minutes=fields.NUMERIC(stored=True, sortable=True),
    day=fields.DATETIME(stored=True, sortable=True),
    done=fields.BOOLEAN(stored=True),
    grams=fields.NGRAM(stored=True),
    file=fields.STORED(),
    place=fields.COLUMN(columns.RefBytesColumn()),
    rating=fields.COLUMN(columns.NumericColumn("b", default=0)),
)
QUERIES = [
    query.Every(),
    query.Term("body", "監視"),
    query.Phrase("body", ["監視", "大事"], slop=2),
    query.Or([query.Term("title", "監視"), query.Term("tags", "go")]),
    query.Prefix("key", "talk"),
    query.FuzzyTerm("tags", "ga"),
    query.NumericRange("minutes", -10, 20),
    query.DateRange("day", datetime.datetime(2015, 1, 1), datetime.datetime(2015, 12, 31)),
    query.Term("done", True),
    query.Term("grams", "監視"),
]


@pytest.fixture(params=["one segment", "many segments", "merged"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[index.FileIndex, index.FileIndex]:
    """The same notes in Whoosh's own codec and in ours."""
    made = []
    for name, codec in (("stock", None), ("columnar", ColumnarCodec(facets=("tags",)))):
        (tmp_path / name).mkdir()
        each = index.create_in(str(tmp_path / name), EVERY_KIND)
        batches = [NOTES] if request.param == "one segment" else [[note] for note in NOTES]
        for batch in batches:
            writer = each.writer(codec=codec)
            for note in batch:
                writer.add_document(**note)
            writer.commit(merge=False)
        if request.param == "merged":
            each.writer(codec=codec).commit(optimize=True)
        made.append(index.open_dir(str(tmp_path / name)))
    return made[0], made[1]


@pytest.mark.parametrize("asked", QUERIES, ids=str)
def test_every_kind_of_field_is_found_as_in_whoosh_s_own_codec(
    both: tuple[index.FileIndex, index.FileIndex], asked: query.Query
) -> None:
    stock, columnar = (results_of(each, asked) for each in both)
    assert stock
    assert columnar == pytest.approx(stock)


def results_of(made: index.FileIndex, asked: query.Query) -> dict[str, float]:
    with made.searcher() as searcher:
        return {hit["key"]: hit.score for hit in searcher.search(asked, limit=None)}


@pytest.mark.parametrize("name", ["key", "title", "minutes", "day", "place", "rating"])
@pytest.mark.parametrize("reverse", [False, True])
def test_columns_sort_and_group_as_in_whoosh_s_own_codec(
    both: tuple[index.FileIndex, index.FileIndex], name: str, reverse: bool
) -> None:
    orders, groups = [], []
    for each in both:
        with each.searcher() as searcher:
            # Whoosh cannot name the group of those without a date.
            grouped = None if name == "day" else sorting.FieldFacet(name)
            found = searcher.search(
                query.Every(), limit=None, sortedby=name, reverse=reverse, groupedby=grouped
            )
            orders.append([hit["key"] for hit in found])
            groups.append(
                {value: len(numbers) for value, numbers in found.groups().items()} if grouped else {}
            )
    assert orders[0] == orders[1]
    assert groups[0] == groups[1]


def test_what_is_stored_is_given_back(both: tuple[index.FileIndex, index.FileIndex]) -> None:
    stock, columnar = both
    with stock.searcher() as theirs, columnar.searcher() as ours:
        assert [*ours.reader().all_stored_fields()] == [*theirs.reader().all_stored_fields()]


def test_terms_and_what_is_known_of_them(both: tuple[index.FileIndex, index.FileIndex]) -> None:
    stock, columnar = (each.reader() for each in both)
    assert sorted(columnar.all_terms()) == sorted(stock.all_terms())
    for term in stock.all_terms():
        ours, theirs = columnar.term_info(*term), stock.term_info(*term)
        for fact in ("weight", "doc_frequency", "min_length", "max_length", "max_weight", "min_id", "max_id"):
            assert getattr(ours, fact)() == pytest.approx(getattr(theirs, fact)()), (term, fact)
    cursor = next(iter(columnar.leaf_readers()))[0].cursor("tags")
    assert (cursor.find("h"), cursor.next(), cursor.first()) == ("hbase", None, "go")
    for name in ("title", "body", "tags"):
        assert columnar.field_length(name) == stock.field_length(name)


def test_postings_read_one_by_one_are_whole(both: tuple[index.FileIndex, index.FileIndex]) -> None:
    stock, columnar = both
    assert postings_of(columnar) == postings_of(stock)


def postings_of(made: index.FileIndex) -> list[tuple[object, ...]]:
    found = []
    with made.searcher() as searcher:
        for leaf, _ in searcher.reader().leaf_readers():
            for name, text, document, weight, value in leaf.iter_postings():
                kept = made.schema[name].format
                places = kept.decode_positions(value) if isinstance(kept, formats.Positions) else value or b""
                found.append((name, text, leaf.stored_fields(document)["key"], weight, places))
    return sorted(found, key=str)


def test_the_best_few_are_the_first_of_all(tmp_path: Path) -> None:
    import random

    lots = random.Random(1)
    notes = tuple(note_of(lots, f"talk:{number}") for number in range(300))
    made = History(((notes, (), False),)).write(tmp_path, CODEC)
    asked = query.Or([query.Term("body", word) for word in WORDS[:3]])
    with made.searcher() as searcher:
        some, every = searcher.search(asked, limit=5), searcher.search(asked, limit=None)
        assert [hit.score for hit in some] == pytest.approx([hit.score for hit in every[:5]])


def test_deleted_documents_are_a_mask_until_they_are_merged(tmp_path: Path) -> None:
    import random

    lots = random.Random(1)
    notes = tuple(note_of(lots, f"talk:{number}") for number in range(20))
    made = History(((notes, (), False), ((), ("talk:3", "talk:17"), False))).write(tmp_path, CODEC)
    (segment,) = made._segments()
    assert (segment.doc_count_all(), segment.deleted_count()) == (20, 2)
    assert [*segment.deleted_docs()] == [3, 17]
    assert len(pickle.dumps(segment)) < 500
    made.writer(codec=CODEC).commit(optimize=True)
    (segment,) = made._segments()
    assert (segment.doc_count_all(), segment.has_deletions()) == (18, False)
    with made.searcher() as searcher:
        collector = ColumnarCollector(facets=FACETS)
        searcher.search_with_collector(query.Every(), collector)
        expected = Counter(
            name for note in notes for name in note.speaker if note.key not in ("talk:3", "talk:17")
        )
        assert collector.counts("speaker") == expected


def test_finished_arrays_become_an_index(tmp_path: Path) -> None:
    words = Run(
        terms=["監視", "索引"],
        firsts=np.array([0, 2, 3]),
        documents=np.array([0, 1, 1], np.int32),
        weights=Weights.of(np.array([2.5, 1, 1], np.float32)),
        counts=np.array([2, 1, 1], np.int32),
        positions=np.array([0, 2, 0, 1], np.int32),
    )
    none = np.zeros(0, np.int32)
    one = Weights.of(np.ones(1, np.float32))
    speakers = Run(["桑野"], np.array([0, 1]), np.array([1], np.int32), one, none, none)
    data = SegmentData(
        documents=2,
        fields={"body": words, "speaker": speakers},
        columns={length_column("body"): np.array([3.5, 2], np.float32), "day": np.array([9, 8], np.int32)},
        texts={STORED: [packed_values({"key": f"talk:{number}"}) for number in range(2)]},
        facets=("speaker",),
    )
    storage = FileStorage(str(tmp_path))
    segments = [write_columnar_segment(storage, "MAIN", data) for _ in range(2)]
    commit_segments(storage, "MAIN", SCHEMA, segments, 1)
    with index.open_dir(str(tmp_path)).searcher() as searcher:
        collector = ColumnarCollector(facets=("speaker",), sortedby="day")
        searcher.search_with_collector(query.Phrase("body", ["監視", "索引"]), collector)
        assert (collector.total, collector.counts("speaker")) == (2, {"桑野": 2})
        assert [searcher.stored_fields(number)["key"] for number, _ in collector.top] == ["talk:1", "talk:1"]


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (fields.TEXT(chars=True), "Characters"),
        (fields.TEXT(vector=True), "vector"),
        (fields.STORED(), "object"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(tmp_path: Path, field: fields.FieldType, reason: str) -> None:
    writer = index.create_in(str(tmp_path), fields.Schema(odd=field)).writer(codec=CODEC)
    with pytest.raises(TypeError, match=f"'odd'.*{reason}"):
        writer.add_document(odd=object() if isinstance(field, fields.STORED) else "監視")
        writer.commit()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters())
    | st.binary()
    | st.dates()
    | st.datetimes().map(lambda time: time.replace(fold=0))
    | st.times().map(lambda time: time.replace(fold=0))
    | st.decimals(allow_nan=False),
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.just("~"), inner)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.text(min_size=1), VALUES))
def test_stored_values_come_back_as_they_were(values: dict[str, object]) -> None:
    back = unpacked_values(packed_values(values))
    assert back == values
    assert str(back) == str(values)


def test_a_decimal_is_not_a_float() -> None:
    assert (
        type(unpacked_values(packed_values({"price": decimal.Decimal("1.10")}))["price"]) is decimal.Decimal
    )


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    import random

    made = History((((note_of(random.Random(1), "a"),), (), False),)).write(tmp_path, CODEC)
    next(tmp_path.glob("*.arrays")).unlink()
    with pytest.raises(IndexDamaged, match="missing"):
        made.searcher()


@pytest.mark.slow
def test_searches_are_right_while_segments_are_added_and_merged(tmp_path: Path) -> None:
    import random

    lots = random.Random(5)
    made = History(()).write(tmp_path, CODEC)
    asked = [
        query.Term("body", WORDS[0]),
        query.And([query.Term("body", WORDS[1]), query.Term("body", WORDS[2])]),
        query.Or([query.Term("body", WORDS[-1]), query.Term("title", WORDS[3])]),
        query.Every(),
    ]
    alive: dict[str, Note] = {}
    current: list[tuple[Searcher, list[tuple[set[int], Counter[str]]]]] = []
    failures: list[str] = []
    stop = threading.Event()

    def publish() -> None:
        searcher = made.searcher()
        notes = {number: alive[stored["key"]] for number, stored in searcher.iter_docs()}
        expected = []
        for tree in asked:
            found = {number for number, note in notes.items() if has(note, tree)}
            expected.append((found, Counter(name for number in found for name in notes[number].speaker)))
        current.append((searcher, expected))

    def search() -> None:
        turn = 0
        while turn < 2_000 or (len(current) < GENERATIONS and writing.is_alive()):
            turn += 1
            searcher, expected = current[-1]
            numbers, counts = expected[turn % len(asked)]
            collector = ColumnarCollector(limit=3, facets=FACETS)
            searcher.search_with_collector(asked[turn % len(asked)], collector)
            if set(collector.all_ids()) != numbers or collector.counts("speaker") != counts:
                failures.append(f"{asked[turn % len(asked)]} in generation {searcher.reader().generation()}")

    def write() -> None:
        while not stop.is_set():
            writer = made.writer(codec=CODEC)
            for _ in range(6):
                note = note_of(lots, f"talk:{lots.randrange(40)}")
                if note.key not in added_now:
                    added_now.add(note.key)
                    writer.update_document(**note.fields())
                    alive[note.key] = note
            added_now.clear()
            writer.commit(optimize=lots.random() < 0.2)
            publish()

    added_now: set[str] = set()
    publish()
    threads = [threading.Thread(target=search) for _ in range(8)]
    writing = threading.Thread(target=write)
    for thread in (writing, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    writing.join()
    assert failures == []
    assert len(current) >= GENERATIONS


def has(note: Note, tree: query.Query) -> bool:
    match tree:
        case query.Term():
            return tree.text in getattr(note, tree.fieldname)
        case query.And():
            return all(has(note, each) for each in tree.subqueries)
        case query.Or():
            return any(has(note, each) for each in tree.subqueries)
    return True
