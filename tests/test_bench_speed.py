"""The measuring of speed: corpora, the truth that answers are held against, peers, what is printed."""

import dataclasses
import math
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from bench.speed import workers
from bench.speed.__main__ import main
from bench.speed.checking import SCORED, score_complaints
from bench.speed.corpora import corpus_in
from bench.speed.engine import (
    AND,
    KINDS,
    OR,
    PHRASE,
    PREFIX,
    TOP,
    TOP_VALUES,
    Answer,
    Note,
    Question,
)
from bench.speed.engines import ENGINES, KIKIGAKI, TANTIVY, WHOOSH, engine_of
from bench.speed.figures import against, percentile, typical
from bench.speed.measured import EngineFigures, Measured
from bench.speed.memory import Held
from bench.speed.plots import bars_svg, by_engine, by_size
from bench.speed.product.finding import not_measured
from bench.speed.product.talks import change_one, texts_of, write_talks
from bench.speed.real_text import NoText, RealNotes, texts_in
from bench.speed.report import tables_of, times_table
from bench.speed.store import Store, questions_in
from bench.speed.targets import MARGIN, Verdict, failures_of, verdicts_of
from bench.speed.truth import Truth
from bench.speed.workers import Built
from bench.speed.writing import Block, CorpusWriter, FacetRows
from bench.speed.zipf import CHARACTERS, EXPONENT, OFFSET, ZipfNotes, word_of
from bench.tables import markdown, plain
from indexer.corpus import read_corpus

NOTES = 300


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return corpus_in(tmp_path_factory.mktemp("speed") / "corpus", NOTES, ())


@pytest.fixture(scope="module")
def truth(store: Store) -> Truth:
    return Truth(store)


def test_the_same_seed_makes_the_same_corpus_and_questions(store: Store, tmp_path: Path) -> None:
    again = corpus_in(tmp_path / "again", NOTES, ())
    other = corpus_in(tmp_path / "other", NOTES, (), seed=1)
    assert list(again.notes()) == list(store.notes())
    assert questions_in(again.folder) == questions_in(store.folder)
    assert list(other.notes()) != list(store.notes())


def test_word_frequencies_follow_the_law_that_is_named() -> None:
    source = ZipfNotes(2_000, seed=3)
    tokens = np.concatenate([block.tokens for block in source.blocks()])
    counts = np.bincount(tokens, minlength=len(source.words))
    ranks = np.arange(1, len(source.words) + 1)
    law = 1 / (ranks + OFFSET) ** EXPONENT
    law *= len(tokens) / law.sum()
    # Over bands of ranks, as habits make single words more or less frequent.
    for low, high in ((1, 10), (10, 100), (100, 1_000), (1_000, 10_000)):
        assert counts[low - 1 : high].sum() == pytest.approx(law[low - 1 : high].sum(), rel=0.2)


def test_notes_have_about_the_characters_that_are_named() -> None:
    notes = [length for block in ZipfNotes(2_000, seed=3).blocks() for length in block.text_lengths]
    assert np.mean(notes) / 3 == pytest.approx(CHARACTERS, rel=0.05)


def test_no_two_ranks_spell_the_same_word() -> None:
    words = [word_of(rank) for rank in range(200_000)]
    assert len(set(words)) == len(words)
    assert [len(word) for word in words] == sorted(len(word) for word in words)


def test_a_note_says_what_was_written(store: Store) -> None:
    notes = list(store.notes())
    assert len(notes) == NOTES
    assert all(note.text == "".join(note.tokens) for note in notes)
    assert [note.day for note in notes] == sorted(note.day for note in notes)
    for note in notes:
        event, speakers, technologies = note.facets
        assert (len(event), len(speakers) in (1, 2), len(technologies) <= 4) == (1, True, True)
        assert all(len(set(values)) == len(values) for values in note.facets)


def test_notes_of_real_text_are_runs_of_its_sentences(tmp_path: Path) -> None:
    text = "シャーディングは自動で行う。設定は三千行。引っ越しは手で行う。"
    source = RealNotes([text], 5, 7, "text")
    (block,) = source.blocks()
    assert len(block.lengths) == 5
    assert set("".join(block.text.decode()).split("。")) <= {*text.split("。"), ""}
    assert {"シャーディング", "三千"} & set(source.words)
    with pytest.raises(NoText, match="no-such"):
        list(texts_in(tmp_path / "no-such"))


def test_questions_are_of_every_kind_and_find_something(store: Store, truth: Truth) -> None:
    questions = questions_in(store.folder)
    assert len(questions) >= 300
    assert len(Counter(question.kind for question in questions)) == len(KINDS)
    assert all(truth.of(question).matching.any() for question in questions)
    totals = [int(truth.of(question).matching.sum()) for question in questions]
    assert min(totals) <= 2 and max(totals) > NOTES / 2


def plain_answer(notes: list[Note], question: Question) -> tuple[set[int], list[Counter[str]]]:
    """The truth, spelt out."""

    def matches(tokens: list[str]) -> bool:
        match question.kind:
            case "or":
                return any(term in tokens for term in question.terms)
            case "and":
                return all(term in tokens for term in question.terms)
            case "phrase":
                width = len(question.terms)
                return any(tuple(tokens[at : at + width]) == question.terms for at in range(len(tokens)))
        return any(token.startswith(question.terms[0]) for token in tokens)

    found = {number for number, note in enumerate(notes) if matches(note.tokens)}
    counts = [
        Counter(value for number in found for value in notes[number].facets[place]) for place in range(3)
    ]
    return found, counts


def test_the_truth_is_what_plain_python_finds(store: Store, truth: Truth) -> None:
    notes = list(store.notes())
    for question in (
        *questions_in(store.folder)[:80],
        Question(OR, ("ない語",)),
        Question(PHRASE, ("ない", "語")),
    ):
        found, counts = plain_answer(notes, question)
        right = truth.of(question)
        assert set(np.flatnonzero(right.matching)) == found
        for values, ours, theirs in zip(store.facet_values, right.counts, counts, strict=True):
            assert {values[at]: int(ours[at]) for at in np.flatnonzero(ours)} == dict(theirs)


def right_answer(store: Store, truth: Truth, question: Question) -> Answer:
    right = truth.of(question)
    top = np.flatnonzero(right.matching)[:TOP].tolist()
    counts = []
    for values, found in zip(store.facet_values, right.counts, strict=True):
        best = np.argsort(-found, kind="stable")[:TOP_VALUES]
        counts.append(tuple((values[at], int(found[at])) for at in best if found[at]))
    return Answer(int(right.matching.sum()), tuple(top), (1.0,) * len(top), tuple(counts))


def test_a_wrong_total_hit_or_count_is_complained_of(store: Store, truth: Truth) -> None:
    question = next(each for each in questions_in(store.folder) if each.kind == PREFIX)
    answer = right_answer(store, truth, question)
    assert not list(truth.complaints(question, answer))
    (event, *others), *rest = answer.counts
    wrong = {
        "total": dataclasses.replace(answer, total=answer.total + 1),
        "top": dataclasses.replace(answer, top=answer.top[:-1]),
        "event": dataclasses.replace(answer, counts=((("誰も知らない会", event[1]), *others), *rest)),
    }
    for word, each in wrong.items():
        (complaint,) = truth.complaints(question, each)
        assert word in complaint


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_that_is_here_answers_as_the_truth_does(
    store: Store, truth: Truth, name: str, tmp_path: Path
) -> None:
    if reason := workers.missing(name):
        pytest.skip(reason)
    workers.built(name, store.folder, tmp_path)
    questions = questions_in(store.folder)
    with workers.serving(name, store.folder, tmp_path) as worker:
        numbers = [at for at, question in enumerate(questions) if question.kind in worker.kinds][::4]
        for facets in {worker.facets, False}:
            answers = worker.answers(numbers, facets)
            complaints = [
                (questions[number], complaint)
                for number, answer in zip(numbers, answers, strict=True)
                for complaint in truth.complaints(questions[number], answer)
            ]
            assert not complaints
            assert all(len(answer.counts) == (3 if facets else 0) for answer in answers)
        times = worker.timed(numbers[:3], worker.facets)
        assert len(times) == 3 and all(wall > 0 for wall, _ in times)
        assert worker.held().resident >= worker.resident
    assert workers.seconds_to_first_answer(name, store.folder, tmp_path) > 0


def test_scores_are_held_against_those_of_stock_whoosh(store: Store, truth: Truth) -> None:
    questions = [each for each in questions_in(store.folder) if each.kind in SCORED][:60]
    right = {}
    for number, question in enumerate(questions):
        answer = right_answer(store, truth, question)
        right[number] = dataclasses.replace(answer, scores=tuple(truth.best_scores(question).tolist()))
    assert not list(score_complaints(right, questions, truth))
    first, *others = right[0].scores
    wrong = {0: dataclasses.replace(right[0], scores=(first * 1.01, *others))}
    (complaint,) = score_complaints(wrong, questions, truth)
    assert questions[0].terms[0] in complaint


def test_the_scores_that_are_right_are_those_that_whoosh_gives(tmp_path: Path) -> None:
    # Whoosh's codec keeps a length in a byte; up to 10 tokens exactly.
    notes = [
        Note(["あ"] * (at % 3 + 1) + ["い", "う"] * (at % 4) + ["え"], "", 1, ((), (), ()))
        for at in range(30)
    ]
    writer = CorpusWriter(tmp_path / "corpus")
    words = ["あ", "い", "う", "え"]
    tokens = np.array([words.index(token) for note in notes for token in note.tokens], np.int32)
    lengths = np.array([len(note.tokens) for note in notes], np.int64)
    writer.append(Block(tokens, lengths, b"", np.zeros(30, np.int64), np.ones(30, np.int32)))
    nothing = FacetRows(["無"], np.zeros(0, np.int32), np.zeros(30, np.int64))
    writer.close(words, [nothing] * 3, "by hand")
    truth = Truth(Store(tmp_path / "corpus"))
    (tmp_path / "index").mkdir()
    engine = engine_of(WHOOSH)
    engine.build(tmp_path / "index", notes)
    engine.open(tmp_path / "index")
    for question in (Question(OR, ("あ", "い")), Question(AND, ("い", "え")), Question(PHRASE, ("い", "う"))):
        assert engine.ask(question, ()).scores == pytest.approx(truth.best_scores(question).tolist())
    engine.close()


def test_percentiles_lie_between_neighbours() -> None:
    assert [percentile([4, 1, 3, 2], percent) for percent in (0, 50, 100)] == [1, 2.5, 4]
    assert percentile(range(101), 95) == 95
    assert math.isnan(percentile([], 50))


def test_a_question_is_as_slow_as_its_median_round() -> None:
    assert typical({3: [1.0, 100.0, 2.0]}) == {3: 2.0}


def test_engines_are_compared_on_the_questions_that_both_were_asked() -> None:
    found = against({1: 1.0, 2: 100.0, 3: 3.0}, {1: 2.0, 3: 6.0}, [1, 2, 3], 50)
    assert (found.ours, found.peer, found.ratio, found.questions) == (2.0, 4.0, 0.5, 2)
    assert math.isnan(against({1: 1.0}, {}, [1], 50).ratio)


QUESTIONS = tuple(Question(kind, ("語",)) for kind in (OR, AND, PHRASE, PREFIX) for _ in range(4))


def figures(seconds: float, **changes: object) -> EngineFigures:
    times = {number: seconds * (1 + number / 100) for number in range(len(QUESTIONS))}
    held = Held(resident=30_000_000, mapped=20_000_000)
    found = EngineFigures("settings", Built(1.0, 1.0, 1), 1_000, KINDS, before=10_000_000, held=held)
    warm = {True: times, False: times}
    found = dataclasses.replace(found, cold=times, warm=warm, throughput=(100.0, 180.0), checked=16)
    return dataclasses.replace(found, first_answer=0.3, **changes)  # type: ignore[arg-type]


def measured(notes: int = 100_000, **engines: EngineFigures) -> Measured:
    return Measured(notes, "Zipf", QUESTIONS, next(iter(engines)), engines, import_flask=0.15)


def verdict_by_name(found: Iterator[Verdict]) -> Mapping[str, Verdict]:
    return {each.name: each for each in found}


def test_a_target_is_met_missed_within_the_margin_or_failed() -> None:
    met, missed, failed = (Verdict("x", 0.8, reached) for reached in (0.8, 0.8 * (1 + MARGIN / 2), 1.0))
    assert [(each.is_met, each.fails) for each in (met, missed, failed)] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    unknown = Verdict("x", 0.8, math.nan)
    assert (unknown.is_measured, unknown.fails) == (False, False)


def test_targets_are_ratios_to_the_peers_of_the_same_run() -> None:
    run = measured(kikigaki=figures(0.001), tantivy=figures(0.002))
    found = verdict_by_name(verdicts_of([run]))
    assert found["100,000 notes, three facets, or p95 to tantivy"].reached == pytest.approx(0.5)
    assert found["100,000 notes: memory to mapped files touched"].reached == pytest.approx(1.0)
    assert found["100,000 notes: start to first answer, less importing Flask"].reached == pytest.approx(0.15)
    assert not found["100,000 notes, three facets, or p95 to whoosh"].is_measured
    assert not list(verdicts_of([measured(tantivy=figures(0.001), groonga=figures(0.1))]))


def test_check_fails_for_misses_beyond_the_margin_and_for_wrong_answers() -> None:
    good = [measured(kikigaki=figures(0.001), tantivy=figures(0.002))]
    slow = [measured(kikigaki=figures(0.003), tantivy=figures(0.002))]
    wrong = [measured(kikigaki=figures(0.001, complaints=["total 3, not 4"]), tantivy=figures(0.002))]
    assert failures_of(good, list(verdicts_of(good))) == []
    assert any("or p50 to tantivy: 1.5" in line for line in failures_of(slow, list(verdicts_of(slow))))
    assert failures_of(wrong, list(verdicts_of(wrong))) == ["100,000 notes: total 3, not 4"]
    assert failures_of([], []) == ["no target was measured"]


def test_tables_show_peers_as_multiples_and_where_ours_loses_in_bold() -> None:
    run = measured(kikigaki=figures(0.002), groonga=figures(0.008), tantivy=figures(0.001))
    _, groonga, tantivy = times_table(run, facets=True).rows
    assert groonga[1] == "4.0× / 4.0× / 4.0×"
    assert tantivy[1] == "**0.50×** / **0.50×** / **0.50×**"


def test_every_table_can_be_printed_plain_and_as_markdown() -> None:
    run = measured(kikigaki=figures(0.002), bm25s=figures(0.008, warm={False: {0: 0.1}}))
    absent = not_measured("update", "there is no `indexer update`", 0.15, "s")
    tables = list(tables_of([run], [absent], list(verdicts_of([run]))))
    assert len(tables) == 5
    for table in tables:
        assert plain(table)
        assert markdown(table).count("\n| ") == len(table.rows) + 1
    assert any("not measured: there is no `indexer update`" in markdown(table) for table in tables)


def test_plots_are_svg_that_names_every_engine() -> None:
    runs = [measured(size, kikigaki=figures(0.001), tantivy=figures(0.002)) for size in (1_000, 100_000)]
    for svg in (by_size(runs, 95), by_engine(runs[1])):
        root = ElementTree.fromstring(svg)
        texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
        assert {KIKIGAKI, TANTIVY} <= texts
        assert "nan" not in svg
        assert "prefers-color-scheme" in svg
    assert ElementTree.fromstring(bars_svg("<何もない>", {}, ())) is not None


def test_talks_are_notes_that_the_indexer_reads_without_complaint(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write_talks(store, folder)
    corpus = read_corpus(folder)
    assert len(corpus.talks) == NOTES
    assert not corpus.problems
    assert len(list(texts_of(folder))) == 2 * NOTES
    changed = change_one(folder)
    assert len(read_corpus(folder).talks) == NOTES
    assert changed.read_text(encoding="utf-8").endswith("書き足した。\n")


def test_the_command_measures_prints_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--quick", "--notes", "200", "--engines", "sqlite-fts5,bm25s", "--talks", "0", "--zipf"]
    assert main([*options, "--docs", str(tmp_path), "--check"]) == 1
    printed = capsys.readouterr()
    assert "200 notes, top 20, exact total and three facets, warm" in printed.out
    assert "no target was measured" in printed.err
    page = (tmp_path / "SPEED.md").read_text(encoding="utf-8")
    assert "sqlite-fts5" in page and "speed-by-size.svg" in page
    assert (tmp_path / "speed-by-engine.svg").is_file()
