"""What terms a text gives."""

import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import STREAMS, Analyzer, latin_pieces

ANALYZER = Analyzer()


def words(text: str) -> list[str]:
    return list(ANALYZER.analyze(text).streams["word"].texts)


def test_particles_and_symbols_are_no_terms() -> None:
    assert words("バッファの監視。") == ["バッファー", "監視"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバ", "サーバー"),
        ("コンテナー", "コンテナ"),
        ("引越し", "引っ越し"),
        ("ｼｬｰﾃﾞｨﾝｸﾞ", "シャーディング"),
        ("ＲＨＥＬ７", "RHEL7"),
        ("詰まった", "詰まる"),
    ],
)
def test_spellings_of_one_word_share_a_term(one: str, other: str) -> None:
    assert set(words(one)) & set(words(other))


@pytest.mark.parametrize(("latin", "kana"), [("kernel", "カーネル"), ("OpenStack", "オープンスタック")])
def test_a_latin_word_that_sudachi_knows_meets_its_kana(latin: str, kana: str) -> None:
    assert set(words(latin)) & set(words(kana))


def test_the_surface_stays_beside_the_normalized_form() -> None:
    streams = ANALYZER.analyze("カラム").streams
    assert streams["word"].texts == ("コラム",)
    assert streams["surface"].texts == ("カラム",)


@pytest.mark.parametrize("text", ["C++", "C#", "node.js", "3.0", "k8s"])
def test_what_sudachi_would_break_stays_findable_as_typed(text: str) -> None:
    typed = {alternative.text for unit in ANALYZER.units(text) for alternative in unit.alternatives}
    assert typed & set(words(text))
    assert "c" not in words(text)


def test_three_point_zero_is_not_thirty() -> None:
    assert "30" not in words("3.0")


def test_latin_neighbours_are_also_one_word() -> None:
    assert "elasticsearch" in words("elastic search")
    assert "rhel7" in words("RHEL 7")


def test_a_two_letter_word_is_not_found_inside_another() -> None:
    assert "go" not in words("GoLand")
    assert latin_pieces("HPMoonShot") == ["hp", "hpmoon", "moon", "moonshot", "shot"]


def test_compounds_stand_beside_their_parts_on_advancing_positions() -> None:
    terms = ANALYZER.analyze("自然言語処理を学ぶ").streams["word"]
    placed = dict(zip(terms.texts, terms.positions, strict=True))
    assert placed == {"自然言語処理": 0, "自然": 0, "言語": 1, "処理": 2, "学ぶ": 4}


ODD = [
    "",
    "   ",
    "!!!",
    "🍺👨‍👩‍👧‍👦",
    "ﷺ",
    "مرحبا",
    "ｶﾞｷﾞ",
    "か\u3099",
    "㍿",
    "Ⅲ①",
    "\ud800漢字\udfff",
    "\x00\x07",
    "ーー",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_gives_terms_inside_it(text: str) -> None:
    for terms in ANALYZER.analyze(text).streams.values():
        assert all(0 <= start < end <= len(text) for start, end in zip(terms.starts, terms.ends, strict=True))


def test_fifty_kilobytes_without_a_space_are_analyzed_to_the_end() -> None:
    text = "監視" * 25_000 + "fluentd"
    terms = ANALYZER.analyze(text).streams["word"]
    assert terms.texts[-1] == "fluentd"
    assert text[terms.starts[-1] : terms.ends[-1]] == "fluentd"


@given(st.text(st.characters(max_codepoint=sys.maxunicode), max_size=60))
def test_offsets_always_lie_in_the_original_text(text: str) -> None:
    analysis = ANALYZER.analyze(text)
    for stream in STREAMS:
        terms = analysis.streams[stream]
        for start, end, position in zip(terms.starts, terms.ends, terms.positions, strict=True):
            assert 0 <= start < end <= len(text)
            assert 0 <= position < analysis.units


def test_threads_may_share_an_analyzer() -> None:
    expected = ANALYZER.analyze("自動シャーディングの監視")
    wrong: list[object] = []

    def work() -> None:
        for _ in range(200):
            try:
                if ANALYZER.analyze("自動シャーディングの監視") != expected:
                    wrong.append("another result")
            except RuntimeError as error:
                wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_fingerprint_names_the_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ANALYZER.fingerprint
    monkeypatch.setattr("importlib.metadata.version", lambda name: "99")
    assert ANALYZER.fingerprint != before
