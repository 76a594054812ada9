"""The measuring of relevance: the measures, what is read, who is compared, what is printed."""

import dataclasses
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bench.ablation import ABLATIONS
from bench.evaluation import ranker_of, run, run_ablations
from bench.judged import Collection, JudgedError, JudgedQuery, document_of, read_collections, sampled
from bench.measures import DEPTH, MEASURES, Judgements, figures_of
from bench.precision import measure as precision_of
from bench.precision import truth_of
from bench.precision_names import names
from bench.relevance import NOTES, main
from bench.report import wins_table
from bench.scores import UNMIRRORED, resampled_means, scores_of
from bench.systems import KIKIGAKI, SYSTEMS
from bench.tables import Table, markdown, plain
from indexer.corpus import read_corpus
from search import ranking as kikigaki_ranking
from search.query import language as queries
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

CORPUS = (
    ("db/hbase", "HBase のしくみ", "カラムファミリーは先に決める。書き込みはまずログへ。"),
    ("db/mongo", "MongoDB を試す", "シャーディングは自動で、引っ越しは手で行う。"),
    ("os/rhel", "RHEL に上げる", "カーネルとコンテナの話。監視はまだ古いまま。"),
    ("os/fluentd", "ログを集める", "設定は三千行。検索サーバが遅いと詰まる。"),
)
QUESTIONS = (
    ("q1", "シャーディングは自動か", "question", {"db/mongo": 2, "db/hbase": 1}),
    ("q2", "カラムファミリー", "okurigana", {"db/hbase": 1}),
    ("q3", "引越し", "okurigana", {"db/mongo": 1}),
    ("q4", "検索サーバ", "question", {"os/fluentd": 1}),
)

# Of the comparison, and of nothing that the product does.
pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus and one set, `talks`."""
    (tmp_path / "own").mkdir()
    write_jsonl(
        tmp_path / "own" / "corpus.jsonl",
        [{"id": id_, "title": title, "text": text} for id_, title, text in CORPUS],
    )
    write_set(tmp_path / "own", "talks.")
    return tmp_path / "own"


@pytest.fixture
def collection(folder: Path) -> Collection:
    (found,) = read_collections([folder])
    return found


def write_jsonl(path: Path, rows: Sequence[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_set(folder: Path, prefix: str) -> None:
    queries = [{"id": id_, "text": text, "kind": kind} for id_, text, kind, _ in QUESTIONS]
    write_jsonl(folder / f"{prefix}queries.jsonl", queries)
    lines = [f"{id_}\t{doc}\t{grade}\n" for id_, _, _, right in QUESTIONS for doc, grade in right.items()]
    (folder / f"{prefix}qrels.tsv").write_text("".join(lines), encoding="utf-8")


def figures(ranking: Sequence[int], grades: dict[int, float]) -> dict[str, float]:
    row = figures_of(np.array([ranking], np.int64).reshape(1, -1), Judgements.of([grades]))[0]
    return dict(zip(MEASURES, row.tolist(), strict=True))


def test_the_measures_are_those_worked_out_by_hand() -> None:
    # Grades by place: 0, 3, 0, 1; document 9 (grade 2) is missed.
    found = figures([5, 7, 6, 8], {7: 3.0, 8: 1.0, 9: 2.0})
    gained = 3 / math.log2(3) + 1 / math.log2(5)
    best = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert found["nDCG@10"] == pytest.approx(gained / best)
    assert found["MRR@10"] == pytest.approx(1 / 2)
    assert (found["recall@1"], found["recall@10"]) == (0, pytest.approx(2 / 3))
    assert (found["success@1"], found["success@3"], found["success@10"]) == (0, 1, 1)


def test_what_stands_below_the_depth_of_a_measure_does_not_count() -> None:
    found = figures(list(range(DEPTH)), {10: 1.0, 50: 1.0})
    assert (found["nDCG@10"], found["MRR@10"], found["success@10"]) == (0, 0, 0)
    assert found["recall@100"] == 1


def test_an_empty_ranking_is_worth_nothing() -> None:
    assert set(figures([], {0: 1.0}).values()) == {0.0}


def brute_force(ranking: Sequence[int], grades: dict[int, float]) -> list[float]:
    """The measures of one query, spelt out."""
    gains = [grades.get(document, 0.0) for document in ranking if document >= 0]
    best = sorted(grades.values(), reverse=True)
    right = sum(grade > 0 for grade in grades.values())
    hits = [gain > 0 for gain in gains]

    def dcg(values: Sequence[float]) -> float:
        return sum(value / math.log2(rank + 1) for rank, value in enumerate(values[:10], start=1))

    return [
        dcg(gains) / dcg(best),
        1 / (hits.index(True) + 1) if any(hits[:10]) else 0.0,
        *(sum(hits[:k]) / right for k in (1, 10, 100)),
        *(float(any(hits[:k])) for k in (1, 3, 10)),
    ]


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[int], dict[int, float]]:
    documents = st.integers(0, 30)
    ranking = draw(st.lists(documents, unique=True, max_size=30))
    grades = draw(st.dictionaries(documents, st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=1, max_size=14))
    first = next(iter(grades))
    return ranking, {**grades, first: grades[first] or 1.0}


@examples(60)
@given(st.lists(asked(), min_size=1, max_size=6))
def test_the_measures_agree_with_brute_force(queries: list[tuple[list[int], dict[int, float]]]) -> None:
    width = max(len(ranking) for ranking, _ in queries)
    rankings = np.array([ranking + [-1] * (width - len(ranking)) for ranking, _ in queries], np.int64)
    found = figures_of(rankings, Judgements.of([grades for _, grades in queries]))
    assert found == pytest.approx(np.array([brute_force(*query) for query in queries]))


def test_resampling_gives_the_interval_that_theory_gives() -> None:
    values = np.repeat([0.0, 1.0], [300, 700])
    low, high = np.percentile(resampled_means(values), (2.5, 97.5))
    error = 1.96 * math.sqrt(0.7 * 0.3 / 1000)
    assert (low, high) == pytest.approx((0.7 - error, 0.7 + error), abs=0.004)


def test_a_lead_is_sure_only_where_chance_does_not_explain_it(collection: Collection) -> None:
    (small,) = collection.sets
    many = dataclasses.replace(
        small,
        queries=small.queries * 10,
        judgements=Judgements.of([{0: 1.0}] * 40),
    )
    right, wrong = np.zeros((40, 1), np.int64), np.ones((40, 1), np.int64)
    mostly = wrong.copy()
    mostly[0] = 0
    scores = scores_of(many, {"first": wrong, "always": right, "once": mostly})
    whole = scores.groups[0].scores
    assert whole["always"]["success@1"].is_sure
    assert whole["once"]["success@1"].lead > 0
    assert not whole["once"]["success@1"].is_sure
    rows = wins_table([scores], ["first", "always", "once"]).rows
    assert {row[2] for row in rows} == {"always"}


def test_kinds_are_scored_apart_and_the_unmirrored_together(collection: Collection) -> None:
    (judged,) = collection.sets
    scores = scores_of(judged, {"nobody": np.full((4, 1), -1, np.int64)})
    assert [(group.name, group.queries) for group in scores.groups] == [
        ("all", 4),
        ("okurigana", 2),
        ("question", 2),
        (UNMIRRORED, 2),
    ]


def test_a_folder_without_a_corpus_asks_about_the_one_beside_it(folder: Path) -> None:
    beside = folder.parent / "misspelt"
    beside.mkdir()
    write_set(beside, "")
    (found,) = read_collections([folder.parent])
    assert [judged.name for judged in found.sets] == ["misspelt", "own/talks"]
    assert len(found.documents) == len(CORPUS)


def test_queries_that_nothing_answers_are_left_out(folder: Path) -> None:
    (folder / "talks.qrels.tsv").write_text("q1\tdb/mongo\t0\nq2\tdb/hbase\t1\n", encoding="utf-8")
    ((judged,),) = [found.sets for found in read_collections([folder])]
    assert [query.id for query in judged.queries] == ["q2"]


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("talks.qrels.tsv", "q1 db/mongo 1\n", "talks.qrels.tsv:1: expected query id"),
        ("talks.queries.jsonl", '{"id": "q1"}\n', "talks.queries.jsonl:1: 'text' must be a text"),
        ("talks.queries.jsonl", "ログ\n", "talks.queries.jsonl:1: not JSON"),
        ("corpus.jsonl", '{"id": "a", "title": "", "text": ""}\n' * 2, "two documents have the same id"),
    ],
)
def test_a_damaged_folder_says_where(folder: Path, file: str, text: str, complaint: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(JudgedError, match=complaint):
        read_collections([folder])


def test_a_sample_keeps_each_query_with_its_own_judgements(collection: Collection) -> None:
    (judged,) = collection.sets
    some = sampled(judged, 2, seed=3)
    assert len(some.queries) == 2
    ranking = np.array([[judged_number(collection, query.id)] for query in some.queries], np.int64)
    assert figures_of(ranking, some.judgements)[:, MEASURES.index("success@1")].tolist() == [1, 1]


def judged_number(collection: Collection, query_id: str) -> int:
    right = next(right for id_, _, _, right in QUESTIONS if id_ == query_id)
    return [document.id for document in collection.documents].index(next(iter(right)))


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_finds_what_was_asked_for_first(collection: Collection, system: str) -> None:
    if reason := ranker_of(system).missing():
        pytest.skip(reason)
    (judged,) = collection.sets
    ranking = run(system, collection).rankings[judged.name]
    found = figures_of(ranking, judged.judgements)[:, MEASURES.index("success@1")]
    by_query = dict(zip((query.id for query in judged.queries), found.tolist(), strict=True))
    assert (by_query["q1"], by_query["q2"], by_query["q4"]) == (1, 1, 1)


ODD = (
    "",
    " ",
    "語",
    '"',
    "'",
    "\\",
    "-",
    "*",
    "a OR",
    "NEAR(",
    "speaker:",
    "(",
    'C++ \\"',
    "\ud800",
    "\0",
    "😀",
)


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_system_stumbles_over_odd_queries(collection: Collection, tmp_path: Path, system: str) -> None:
    ranker = ranker_of(system)
    if reason := ranker.missing():
        pytest.skip(reason)
    (tmp_path / "index").mkdir()
    ranker.index(collection, tmp_path / "index")
    try:
        for text in ODD:
            assert set(ranker.rank(text)) <= set(range(len(CORPUS)))
        assert ranker.rank("カラムファミリー")[0] == 0
    finally:
        ranker.close()


def library() -> dict[str, object]:
    """Everything that an ablation may replace."""
    held = {
        "expanded": vars(queries)["expanded"],
        "rescue": Vocabulary.rescue,
        "others_of": Lexicon.others_of,
    }
    held |= {"japanese_of": Analyzer._japanese_of}
    return held | {name: value for name, value in vars(kikigaki_ranking).items() if name.isupper()}


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_changes_something_and_puts_it_back(name: str) -> None:
    before = library()
    with ABLATIONS[name]():
        assert library() != before
    assert library() == before


def test_what_an_ablation_drops_is_not_found(collection: Collection) -> None:
    (judged,) = collection.sets
    asked = (JudgedQuery("r", "カンシ"), JudgedQuery("t", "シャーディンク"), JudgedQuery("w", "監視"))
    grades = Judgements.of([{0: 1.0}] * len(asked))
    three = dataclasses.replace(
        collection, sets=(dataclasses.replace(judged, queries=asked, judgements=grades),)
    )
    names = ["without readings", "without edit distance", "without lexicon"]
    found = {
        each.system: [row[0] >= 0 for row in each.rankings[judged.name]]
        for each in run_ablations(names, three)
    }
    found["all"] = [row[0] >= 0 for row in run(KIKIGAKI, three).rankings[judged.name]]
    assert found["all"] == found["without lexicon"] == [True, True, True]
    assert found["without readings"] == [False, True, True]
    assert found["without edit distance"][2]


def test_the_report_names_targets_peers_and_times(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "talks.queries.jsonl").rename(folder / "clean.queries.jsonl")
    (folder / "talks.qrels.tsv").rename(folder / "clean.qrels.tsv")
    out = folder / "figures.json"
    arguments = ["--systems", "kikigaki,sqlite-sudachi", "--jobs", "1", "--json", str(out), str(folder)]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "own/clean: 4 queries" in printed
    assert "≥ 0.985" in printed
    assert "ratio to kikigaki" in printed
    kept = json.loads(out.read_text(encoding="utf-8"))
    assert set(kept["sets"][0]["groups"][0]["scores"]) == {KIKIGAKI, "sqlite-sudachi"}


def test_without_data_it_says_so_and_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.relevance.VISIBLE_SETS", tmp_path / "relevance")
    monkeypatch.setattr("bench.relevance.REAL_DATA", tmp_path)
    assert main(["--systems", KIKIGAKI]) == 0
    assert "Ranking was not measured" in capsys.readouterr().out


def test_a_folder_with_nothing_to_ask_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no queries with judgements" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "text", "stands"),
    [
        ("Scala", "Scala、スカラの話", True),
        ("Scala", "Scala2.13 で書く", True),
        ("Scala", "scalable な設計", False),
        ("Scala", "明日から始める", False),
        ("Java", "ＪａｖａＳｃｒｉｐｔ だけの話", False),
        ("Java", "JavaScript と Java", True),
        ("Spark", "PySpark で集計する", True),
        ("Docker", "Dockerfile の書き方", True),
        ("Rust", "trust を得る", False),
        ("Rust", "ブラストする", False),
        ("React", "reactive な reaction", False),
        ("Raspberry Pi", "RaspberryPi とラズパイ", True),
        ("MongoDB", "モンゴの話", True),
    ],
)
def test_a_name_stands_where_a_person_would_accept_it(typed: str, text: str, stands: bool) -> None:
    (name,) = (each for each in names() if each.typed == typed)
    assert name.stands_in(text) is stands


def test_a_hundred_different_names_are_asked() -> None:
    assert len({name.typed for name in names()}) == len(names()) == 100


def test_precision_counts_what_has_the_name_and_what_says_why() -> None:
    talks = tuple(document_of(talk) for talk in read_corpus(NOTES).talks if not talk.mention)
    collection = Collection(talks)
    truth = truth_of(collection, names())
    ours = precision_of(KIKIGAKI, collection, truth)
    peer = precision_of("sqlite-fts5", collection, truth)
    assert ours.present == peer.present > 200
    assert 0 <= ours.bare < ours.hits
    assert peer.bare == -1
    assert peer.true <= peer.hits
    # Words that are cut alike on both sides are found by both: a peer is nearly always right.
    assert peer.true > 0.95 * peer.hits
    assert ours.true >= peer.true
    assert ours.newest[1] == ours.best[1] <= 20 * len(truth)


def test_tables_line_up_in_plain_text_and_parse_as_markdown() -> None:
    table = Table("表", ("語", "n"), (("検索", "1"), ("log", "10")))
    assert plain(table).splitlines()[2:] == ["語     n", "----  --", "検索   1", "log   10"]
    assert markdown(table).splitlines()[2:] == ["| 語 | n |", "|---|---:|", "| 検索 | 1 |", "| log | 10 |"]
