"""The input method was off, on, or not done: moderinngu, らいls, しゃーでぃんg."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelt_notes import first, found, marked

from search.index import TalkIndex
from search.model import Event, Speaker, Talk
from search.query.keyed import mixed_of
from search.text.spelling.input_method import going_on, kana_of_keys, keyed, unfinished

KEYS = {
    "sha-dhinngu": "シャーディング",
    "po-taburu": "ポータブル",
    "faundo": "ファウンド",
    "vaiorinn": "ヴァイオリン",
    "uxotti": "ウォッチ",
    "twitta": "トィッタ",
    "twutyi": "トゥチィ",
    "kwon'a": "クォンア",
    "matcha": "マッチャ",
    "tsa-ri": "ツァーリ",
    "xtuwhi": "ッウィ",
    "jennjinn": "ジェンジン",
    "sinyou": "シニョウ",
    "sinnyou": "シンヨウ",
    "shimbun": "シンブン",
    "cece": "セセ",
}


@pytest.mark.parametrize(("keys", "kana"), KEYS.items())
def test_keys_are_read_as_an_input_method_reads_them(keys: str, kana: str) -> None:
    assert kana_of_keys(keys) == (kana, "")


@pytest.mark.parametrize("word", ["docker", "react-hooks", "kernel", "-", "a1", "3.12", "C++"])
def test_what_no_input_method_makes_kana_of_is_not_read(word: str) -> None:
    kana, rest = kana_of_keys(word)
    assert (kana, rest) in [("", ""), ("ー", "")]


def test_letters_at_the_end_wait_for_their_vowel() -> None:
    assert kana_of_keys("moderinng") == ("モデリン", "g")
    assert kana_of_keys("sutakky") == ("スタッ", "ky")
    assert unfinished("はいすぺっk") == ("はいすぺっ", "k")
    assert unfinished("らいls") == unfinished("kた") == unfinished("かた") == ("", "")
    assert going_on("j") == ("ジ",)
    assert set(going_on("n")) == set("ナニヌネノン")


SYLLABLES = {"ka": "カ", "si": "シ", "tyo": "チョ", "fi": "フィ", "thi": "ティ", "vo": "ヴォ"}
SYLLABLES |= {"-": "ー", "nn": "ン", "xa": "ァ"}


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=8))
def test_each_syllable_is_its_kana(syllables: list[str]) -> None:
    assert kana_of_keys("".join(syllables)) == ("".join(map(SYLLABLES.__getitem__, syllables)), "")


def left_on(word: str) -> str:
    """Return what an input method makes of a word in Latin letters."""
    made, at = "", 0
    while at < len(word):
        for size in (4, 3, 2, 1):
            piece = word[at : at + size]
            kana, rest = kana_of_keys(piece)
            if (
                kana
                and not rest
                and piece[:2] not in ("mb", "mp")
                and (piece[-1] in "aiueo" or piece in ("-", "nn"))
            ):
                break
        else:
            is_doubled = word[at : at + 2] == 2 * piece and piece in "bcdfghjklmpqrstvwxyz"
            is_n = piece == "n" and at + 1 < len(word)
            kana, piece = "っ" if is_doubled else "ん" if is_n else piece, piece[0]
        made += kana
        at += len(piece)
    return "".join(chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in made)


NAMES = (
    "announcing builder control docker editor exception fluentd generation gradle hadoop jenkins "
    "kubernetes mesos playwright postgresql prometheus rails router scheduled technologies variables version"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_a_name_is_known_by_its_keys(name: str) -> None:
    words = sorted([*NAMES.split(), "gothic", "rail", "zebra"])
    exact, begun = keyed(left_on(name), words)
    assert exact == [name]
    assert set(exact) <= set(begun)


@given(st.lists(st.text("abcdefghiklmnorstuvy", min_size=3, max_size=7), min_size=1, max_size=20))
def test_the_keys_of_any_word_lead_to_it(words: list[str]) -> None:
    names = sorted(set(words))
    for name in names:
        if (made := left_on(name)) != name:
            assert name in keyed(made, names)[0]
            assert all(
                left_on(other).replace("ー", "") == made.replace("ー", "") for other in keyed(made, [name])[0]
            )


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("sha-dhinngu", "hbase"),
        ("dhisutoribyu-shonn", "choice"),
        ("konpairaa", "parser"),
        ("dasshuboodo", "monitor"),
        ("toranzakusyonn", "postgres"),
        ("toranzakusyonn bakyu-mu", "postgres"),
        ("dassyubo-do", "monitor"),
        ("dassyubo-d", "monitor"),
        ("しゃーでぃんg", "hbase"),
        ("しゃーでぃんｇ", "hbase"),
        ("ばっf", "jam"),
        ("ダッシュボーd", "monitor"),
        ("とらんざくしょn", "postgres"),
        ("くべrねてs", "container"),
        ("ぽstgれsql", "postgres"),
        ("ぽstgれsq", "postgres"),
        ("pろめてぇうs アラート", "monitor"),
        ("おぺんsたck", "glued"),
        ("おぺmsたck", "glued"),
        ("おぺんｓたｃｋ", "glued"),
        ("画像をわけr", "learning"),
        ("わl", "hbase"),
    ],
)
def test_a_word_is_found_whatever_the_input_method_was(spelt_index: TalkIndex, typed: str, talk: str) -> None:
    assert found(spelt_index, typed)[0] == talk


def test_the_word_that_was_meant_is_marked_and_nothing_is_missing(spelt_index: TalkIndex) -> None:
    for typed, written in [("しゃーでぃんg", "シャーディング"), ("くべrねてs", "Kubernetes")]:
        hit = first(spelt_index, typed)
        assert written in marked(hit)
        assert [why.word for why in hit.why] == [typed]
        assert hit.missing == ()


@pytest.mark.parametrize(
    "typed",
    [
        "S3バケット",
        "Railsの",
        "AさんとB",
        "Tシャツ",
        "3Dプリンタ",
        "IoTデバイス",
        "Vue.jsを",
        "webアプリ",
        "go",
    ],
)
def test_ordinary_letters_beside_kana_are_nothing_of_the_kind(typed: str) -> None:
    assert mixed_of(typed) == ""


@pytest.mark.parametrize("typed", ["npmで", "コンテナx", "コンテナm", "zqsしゃ"])
def test_what_no_word_was_typed_so_is_what_it_looks_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    evening = Event("yoru", "夜", datetime.date(2018, 5, 11))
    index = TalkIndex(tmp_path)
    bodies = {"npm": "npm とコンテナとデータ。", "x": "x と db のコンテナ。", "other": "しゃべる。zqs の話。"}
    index.rebuild([Talk(n, "題", evening, (), (), evening.date, body) for n, body in bodies.items()])
    hits = found(index, typed)
    assert hits or typed == "コンテナm"
    monkeypatch.setattr("search.query.language.mixed_of", lambda text: "")
    assert hits == found(TalkIndex(tmp_path), typed)


@pytest.mark.parametrize(("typed", "talk"), [("だっしゅz", "monitor"), ("めもりz", "hbase")])
def test_the_kana_are_found_where_none_go_on_so(spelt_index: TalkIndex, typed: str, talk: str) -> None:
    assert talk in found(spelt_index, typed)


def test_every_key_on_the_way_to_a_name_suggests_it(tmp_path: Path) -> None:
    evening = Event("yoru", "夜の会", datetime.date(2018, 5, 11))
    index = TalkIndex(tmp_path)
    index.rebuild(
        [Talk("one", "シャーディングの夜", evening, (Speaker("片岡"),), ("Rails",), evening.date, "本文。")]
    )
    for typed in ("かt", "かｔ", "かたおk", "らいl", "らいls", "しゃーd", "しゃーでぃんg", "本文 かt"):
        texts = {each.text for each in index.suggestions(typed)}
        assert texts & {"片岡", "Rails", "シャーディングの夜"}, typed
