"""The timing of the whole job: what is asked, that all peers answer alike, what is measured and printed."""

import dataclasses
import math
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY

from bench.job import __main__ as command
from bench.job.chart import lines_svg
from bench.job.counted import Truth
from bench.job.made import CHARACTERS, made_talks, word_of
from bench.job.processes import held_by
from bench.job.talks import body_of, conference_talks, numbered, read_talks, write_notes
from bench.job.targets import Verdict
from bench.job.turns import Asked, Turns, asked_in_turns, percentile
from bench.job.typed import keystrokes, typed_texts
from bench.judged import Collection, document_of
from bench.peers import whole_texts
from bench.peers.sudachi_terms import joined_terms
from bench.ranker import PAGE, Page, Peer
from bench.systems import ALL_WORDS, KIKIGAKI, WHOLE_JOB
from indexer.corpus import read_corpus
from search.model import Talk

NOTES = REPOSITORY / "corpus"
SHARED = REPOSITORY.parent / "shared" / "data"
TEXTS = ("監視", "Python", "Python 機械学習", "検索サーバが遅い", "分散データベースの話", "どこにもない語彙")

# Of the comparison, and of nothing that the product does.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    return numbered(talk for talk in read_corpus(NOTES).talks if not talk.mention)


@pytest.fixture(scope="module")
def collection(talks: list[Talk]) -> Collection:
    found = Collection(tuple(map(document_of, talks)))
    return dataclasses.replace(found, terms=tuple(joined_terms(whole_texts(found))))


@pytest.fixture(scope="module", params=WHOLE_JOB)
def engine(
    request: pytest.FixtureRequest, collection: Collection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peer]:
    made = WHOLE_JOB[request.param]()
    if reason := made.missing():
        pytest.skip(reason)
    made.index(collection, tmp_path_factory.mktemp("index"))
    yield made
    made.close()


def is_peer(engine: Peer) -> bool:
    return not isinstance(engine, WHOLE_JOB[KIKIGAKI])  # type: ignore[arg-type]


def test_every_peer_answers_as_plain_counting_does(engine: Peer, collection: Collection) -> None:
    truth = Truth(collection, TEXTS)
    assert len(truth.some["Python"]) > PAGE
    assert len(truth.every["Python 機械学習"]) < len(truth.some["Python 機械学習"])
    right = truth.every if isinstance(engine, WHOLE_JOB[ALL_WORDS]) else truth.some  # type: ignore[arg-type]
    if is_peer(engine):
        pages = {text: engine.page(text) for text in TEXTS}
        assert [each for text in TEXTS for each in truth.complaints(text, pages[text], right[text])] == []


def test_every_engine_gives_a_page_with_marks_and_counts(engine: Peer, talks: list[Talk]) -> None:
    page = engine.page("監視")
    assert len(page.hits) == min(PAGE, page.total) > 0
    for hit in page.hits:
        assert hit.title == talks[hit.number].title
        assert hit.is_marked
    assert sum(many for _, many in page.counts[3]) == page.total


def test_a_page_counts_what_the_matches_are(engine: Peer) -> None:
    for text in TEXTS:
        page, found = engine.page(text), engine.matches(text)
        assert page.total == len(set(found)) == len(found)
        assert {hit.number for hit in page.hits} <= set(found)


def test_the_last_word_may_still_grow(engine: Peer) -> None:
    assert engine.page_while_typing("Pytho").total >= engine.page("Python").total / 2 > 0


def test_no_engine_stumbles_over_what_is_half_typed(engine: Peer) -> None:
    for text in ("", " ", '"', "a OR", "(", "語*", "\\", "\ud800", "-", "C++ \\"):
        for page in (engine.page(text), engine.page_while_typing(text)):
            assert len(page.hits) <= page.total
            assert len(page.counts) == 4


def test_a_wrong_total_hit_or_count_is_complained_of(collection: Collection, tmp_path: Path) -> None:
    truth = Truth(collection, ["Python"])
    engine = WHOLE_JOB["whoosh"]()
    engine.index(collection, tmp_path)
    page = engine.page("Python")
    engine.close()
    right = truth.some["Python"]
    assert list(truth.complaints("Python", page, right)) == []
    fewer = dataclasses.replace(page, total=page.total - 1)
    other = dataclasses.replace(page, hits=page.hits[1:])
    miscounted = dataclasses.replace(page, counts=(page.counts[0][1:], *page.counts[1:]))
    for wrong in (fewer, other, miscounted):
        assert len(list(truth.complaints("Python", wrong, right))) == 1


def test_made_talks_are_notes_that_the_indexer_reads_word_for_word(talks: list[Talk], tmp_path: Path) -> None:
    made = numbered([*talks[:20], *made_talks(talks, 80, seed=1)])
    write_notes(made, tmp_path)
    corpus = read_corpus(tmp_path)
    assert corpus.problems == ()
    read = {talk.id: (talk.title, talk.body, talk.technologies, talk.date) for talk in corpus.talks}
    assert read == {talk.id: (talk.title, talk.body, talk.technologies, talk.date) for talk in made}


def test_the_same_lot_makes_the_same_talks_of_the_length_that_is_named(talks: list[Talk]) -> None:
    made = list(made_talks(talks, 300, seed=1))
    assert made == list(made_talks(talks, 300, seed=1))
    assert sum(len(talk.body) for talk in made) / len(made) == pytest.approx(CHARACTERS, rel=0.25)
    assert len({word_of(rank) for rank in range(20_000)}) == 20_000


def test_no_line_of_a_body_reads_as_a_note_s_own_sign() -> None:
    assert (
        body_of(["## 題", "", "- tech: X", "1. 一", "本文 - そのまま"]) == "題\ntech: X\n一\n本文 - そのまま"
    )


def test_real_talks_are_read_where_they_are() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared data are not beside the checkout")
    recorded = conference_talks([SHARED], seed=1)
    assert len(recorded) > 700
    assert len(read_talks([SHARED], NOTES, seed=1)) > len(recorded)
    assert {bool(talk.technologies) for talk in recorded} == {True, False}


def test_without_real_talks_the_shipped_notes_stand_in(tmp_path: Path, talks: list[Talk]) -> None:
    assert len(read_talks([tmp_path / "missing"], NOTES, seed=1)) == len(talks)


def test_texts_are_typed_once_each_and_are_of_the_talks(talks: list[Talk]) -> None:
    texts = typed_texts(talks, 60, seed=1)
    assert len(set(texts)) == 60
    everything = "\n".join(whole_texts(Collection(tuple(map(document_of, talks)))))
    assert all(word in everything for text in texts for word in text.split())
    assert list(keystrokes("検索 x")) == ["検", "検索", "検索 x"]


class Counting(Peer):
    """An engine that only remembers what it was asked."""

    settings = "none"

    def __init__(self) -> None:
        self.heard: list[str] = []

    def page(self, text: str) -> Page:
        self.heard.append(text)
        return Page(len(text), (), ((),) * 4)


def test_each_text_is_asked_once_and_none_of_those_that_warm_up() -> None:
    engines: dict[str, Peer] = {"a": Counting(), "b": Counting()}
    turns = Turns(lambda text: (text,), lambda engine, text: engine.page(text), 60.0, 2)
    asked = asked_in_turns(engines, ["一", "二", "三"], ["温", "暖", "熱"], turns)
    for name, engine in engines.items():
        assert isinstance(engine, Counting)
        assert engine.heard[-3:] == ["一", "二", "三"]
        assert asked[name].pages.keys() == {"一", "二"}
        assert list(asked[name].totals.values()) == [1, 1, 1]


def test_engines_are_compared_on_what_both_were_asked() -> None:
    ours = Asked({(0, 0): 2.0, (1, 0): 4.0, (2, 0): 90.0}, {(0, 0): 0, (1, 0): 1})
    peer = Asked({(0, 0): 1.0, (1, 0): 1.0})
    assert ours.ratio(peer, 50) == 3.0
    assert ours.nothing == 0.5
    assert math.isnan(ours.ratio(Asked(), 50))
    assert percentile([1.0, 2.0, 4.0], 75) == 3.0


def test_a_target_is_met_missed_within_the_margin_or_failed() -> None:
    def verdict(reached: float, fails_above: float = 0.0) -> Verdict:
        return Verdict("x", "", reached, 2.0, fails_above=fails_above)

    assert verdict(2.0).is_met
    assert not verdict(2.2).is_met
    assert not verdict(2.2).fails
    assert verdict(2.4).fails
    assert not verdict(2.9, fails_above=3.0).fails
    assert not verdict(math.nan).is_measured


def test_what_a_process_holds_is_more_than_nothing_on_linux() -> None:
    held = held_by(os.getpid())
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("this system does not say what a process holds")
    assert held.own > 10_000_000
    assert held.mapped > 1_000_000


def test_the_chart_is_svg_that_names_every_engine() -> None:
    drawn = lines_svg("題", {"kikigaki": [(1_000, 2.0), (10_000, 4.0)], "whoosh": [(1_000, 200.0)]})
    texts = [element.text for element in ElementTree.fromstring(drawn).iter() if element.text]
    assert {"kikigaki", "whoosh", "10,000"} <= set(texts)


def test_the_command_measures_prints_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, few in {"WARM_UP": 6, "TEXTS": 12, "TYPED": 4, "CHECKED": 12}.items():
        monkeypatch.setattr(f"bench.job.measuring.{name}", few)
    monkeypatch.setattr("bench.job.rebuilds._UPDATES", 1)
    monkeypatch.setattr("bench.job.site._IMPORTS", 1)
    monkeypatch.setattr("bench.job.site._STARTS", 1)
    monkeypatch.setattr("bench.job.__main__.VISIBLE_SETS", tmp_path / "missing")
    arguments = ["--sizes", "200", "--engines", "sqlite-fts5", "--rebuilt", "200", "--docs", str(tmp_path)]
    assert command.main([*arguments, "--check"]) in (0, 1)
    printed = capsys.readouterr().out
    assert "200 talks, whole job" in printed
    assert "update after one change" in printed
    page = (tmp_path / "SPEED.md").read_text(encoding="utf-8")
    assert "| sqlite-fts5 |" in page
    assert "It was not measured in this run" in page
    assert (tmp_path / "speed-by-size.svg").is_file()


def test_an_unknown_engine_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--engines", "lucene"])
    assert ended.value.code == 2
    assert "unknown: lucene" in capsys.readouterr().err
