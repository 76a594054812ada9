"""What terms a text gives."""

import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sudachipy import Dictionary

from search.text.analysis import Analysis, Analyzer
from search.text.streams import STREAMS, Stream

ANALYZER = Analyzer()


def terms(text: str, stream: Stream = "words") -> list[str]:
    return [str(term) for term in ANALYZER.analyze(text).streams[stream].terms]


def test_particles_and_symbols_are_no_words() -> None:
    assert set(terms("バッファの監視。")) == {"バツフア", "監視"}


SAME_WORD = [
    ("サーバ", "サーバー"),
    ("コンテナー", "コンテナ"),
    ("引越し", "引っ越し"),
    ("引越", "引っ越し"),
    ("ｼｬｰﾃﾞｨﾝｸﾞ", "シャーディング"),
    ("シャーデイング", "シャーディング"),
    ("ＲＨＥＬ７", "RHEL7"),
    ("詰まった", "詰まる"),
    ("kernel", "カーネル"),
    ("OpenStack", "オープンスタック"),
    ("ヴァイオリン", "バイオリン"),
    ("学校", "學校"),
]


@pytest.mark.parametrize(("one", "other"), SAME_WORD)
def test_spellings_of_one_word_share_a_term(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


SAME_CHARACTERS = [
    ("シャーでぃんぐ", "シャーディング"),
    ("しゃーでぃんぐ", "シャーディング"),
    ("シャーデイング", "ｼｬｰﾃﾞｨﾝｸﾞ"),
    ("シャ-ディング", "シャーディング"),
    ("プラがブル", "プラガブル"),
    ("café", "cafe"),
    ("HP Moon Shot", "HPMoonShot"),
    ("か\u3099", "ガ"),
    ("㍿", "株式会社"),
    ("Ⅲ", "III"),
    ("ＣｅｎｔＯＳ　7", "CentOS7"),
]


@pytest.mark.parametrize(("one", "other"), SAME_CHARACTERS)
def test_spellings_of_one_word_share_their_bigrams(one: str, other: str) -> None:
    assert terms(one, "bigrams") == terms(other, "bigrams")


@pytest.mark.parametrize(("kanji", "kana"), [("片岡", "カタオカ"), ("機械学習", "きかいがくしゅう")])
def test_a_reading_meets_its_kanji(kanji: str, kana: str) -> None:
    assert terms(kanji, "readings") == terms(kana, "readings")


def test_okurigana_is_no_difference_between_kanji() -> None:
    assert terms("取り組む", "skeleton") == ["取組"]
    assert "取組" in terms("取組", "bigrams")


def test_the_surface_stays_beside_the_normalized_form() -> None:
    assert set(terms("カラム")) == {"コラム", "カラム"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("C++", "c++"), ("C#", "c#"), ("Node.js", "nodejs"), ("3.0", "3.0"), ("k8s", "k8s")],
)
def test_what_sudachi_would_break_stays_whole(text: str, expected: str) -> None:
    assert expected in terms(text)
    assert not {"c", "30"} & set(terms(text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("HPMoonShot", {"hpmoonshot", "hp", "moon", "shot", "moonshot"}),
        ("RHEL7", {"rhel7", "rhel", "7"}),
        ("ProLiantSL4540", {"proliantsl4540", "proliant", "4540"}),
        ("JavatoScara", {"javatoscara", "scara"}),
    ],
)
def test_glued_words_are_found_by_their_pieces(text: str, pieces: set[str]) -> None:
    assert pieces <= set(terms(text))


def test_a_two_letter_word_is_not_found_inside_another() -> None:
    assert "go" not in terms("GoLand")


def test_compounds_stand_beside_their_parts_on_advancing_positions() -> None:
    words = ANALYZER.analyze("自然言語処理を学ぶ").streams["words"]
    placed = dict(zip(words.terms, words.positions.tolist(), strict=True))
    assert placed == {"自然言語処理": 0, "自然": 0, "言語": 1, "処理": 2, "学ブ": 4}


ODD = [
    "",
    "   ",
    "!!!",
    "🍺👨‍👩‍👧‍👦",
    "ﷺ",
    "مرحبا",
    "ｶﾞｷﾞﾊﾟ",
    "か\u3099",
    "\u3099\u309a゛",
    "㍿㌢",
    "Ⅲ①",
    "\ud800漢字\udfff",
    "\x00\x07",
    "ーー・・",
    "ヴヴァ",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_gives_terms_inside_it(text: str) -> None:
    assert_inside(text, ANALYZER.analyze(text))


@given(st.text(st.characters(max_codepoint=sys.maxunicode), max_size=60))
def test_offsets_always_lie_in_the_original_text(text: str) -> None:
    assert_inside(text, ANALYZER.analyze(text))


def assert_inside(text: str, analysis: Analysis) -> None:
    for stream in STREAMS:
        found = analysis.streams[stream]
        assert len({len(column) for column in (found.terms, found.positions, found.starts, found.ends)}) == 1
        assert np.all((found.starts >= 0) & (found.starts < found.ends) & (found.ends <= len(text)))
        most = sum(unit.steps for unit in analysis.units) if stream == "words" else 18 * len(text)
        assert np.all((found.positions >= 0) & (found.positions < max(1, most)))
        assert all(str(term).strip() for term in found.terms)


def test_fifty_kilobytes_without_a_space_are_analyzed_to_the_end() -> None:
    text = "監視" * 25_000 + "fluentd"
    words = ANALYZER.analyze(text).streams["words"]
    assert words.terms[-1] == "fluentd"
    assert text[words.starts[-1] : words.ends[-1]] == "fluentd"


def test_threads_may_share_an_analyzer() -> None:
    expected = terms("自動シャーディングの監視", "readings")
    wrong: list[object] = []

    def work() -> None:
        for _ in range(200):
            try:
                if terms("自動シャーディングの監視", "readings") != expected:
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
    assert Analyzer().fingerprint != before


def test_the_dictionary_is_opened_once_when_it_is_first_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Dictionary] = []

    def opening(**options: str) -> Dictionary:
        time.sleep(0.05)
        opened.append(Dictionary(**options))
        return opened[-1]

    monkeypatch.setattr("search.text.sudachi.Dictionary", opening)
    analyzer = Analyzer()
    assert analyzer.fingerprint and not opened
    threads = [threading.Thread(target=analyzer.analyze, args=("引っ越し",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
