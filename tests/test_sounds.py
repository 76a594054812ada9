"""The bridge of sound: katakana for names that stand in Latin letters, and the other way round."""

import datetime
from pathlib import Path

import pytest
from plain_terms import PlainTerms

from indexer.corpus import Corpus
from search.index import TalkIndex
from search.model import Event, Query, Talk
from search.query.sounding import kana_sounding, latin_sounding
from search.query.vocabulary import Vocabulary
from search.query.words import query_words_of
from search.text.analysis import Analyzer
from search.text.spelling.sounds import letters_by_sound, size_of, sounds_of

ANALYZER = Analyzer()
LATIN = ["hololens", "laravel", "rails", "railway", "ruby"]


def lists() -> list[list[list[str]]]:
    """Return the names as (Latin, katakana) that were tuned on, those that were not, and ordinary words."""
    text = Path(__file__).with_name("names_by_sound.txt").read_text(encoding="utf-8")
    parts = text.split("# ")[1:]
    return [[line.split() for line in part.splitlines()[1:]] for part in parts]


TUNED, HELD, ORDINARY = lists()


def index_of(names: list[str], corpus: Corpus, folder: Path) -> TalkIndex:
    """Index the shipped notes and a talk for each name."""
    event = Event("names", "名前の会", datetime.date(2020, 1, 1))
    talks = [
        Talk(f"names/{number}", f"発表その{number}", event, (), (), event.date, f"{name} を使ってみた話。")
        for number, name in enumerate(names)
    ]
    index = TalkIndex(folder)
    index.rebuild([*corpus.talks, *talks], corpus.lexicon)
    return index


def first_three(index: TalkIndex, typed: str) -> list[str]:
    return [f"{hit.talk.title} {hit.talk.body}".casefold() for hit in index.search(Query(typed)).hits[:3]]


@pytest.fixture(scope="module")
def latin_index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    names = [latin for latin, _ in TUNED + HELD]
    return index_of(names, corpus, tmp_path_factory.mktemp("latin"))


@pytest.fixture(scope="module")
def kana_index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    return index_of(["スタートアップ", "ナムフォーカス"], corpus, tmp_path_factory.mktemp("kana"))


@pytest.mark.slow
@pytest.mark.parametrize("names", [TUNED, HELD], ids=["tuned", "held"])
def test_of_a_hundred_names_85_are_found_by_their_katakana(
    latin_index: TalkIndex, names: list[list[str]]
) -> None:
    lost = [
        (latin, kana)
        for latin, kana in names
        if not any(latin.casefold() in seen for seen in first_three(latin_index, kana))
    ]
    assert len(lost) <= 0.15 * len(names), lost


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("メムストア", "MemStore"),
        ("ﾒﾑｽﾄｱ", "MemStore"),
        ("ヌマ", "NUMA"),
        ("ウィサ", "WISA"),
        ("ファイアウォールd", "firewalld"),
    ],
)
def test_katakana_finds_a_latin_name_and_says_so(corpus_index: TalkIndex, typed: str, written: str) -> None:
    hit = corpus_index.search(Query(typed)).hits[0]
    (why,) = hit.why
    assert (why.word, why.written, why.route) == (typed, written, "sound")
    assert hit.snippet.marks or hit.title.marks


@pytest.mark.parametrize(
    ("typed", "written"), [("Startup", "スタートアップ"), ("NumFocus", "ナムフォーカス")]
)
def test_a_latin_name_finds_katakana(kana_index: TalkIndex, typed: str, written: str) -> None:
    hit = kana_index.search(Query(typed)).hits[0]
    assert [(why.written, why.route) for why in hit.why] == [(written, "sound")]


def heard(known: list[str], typed: str) -> list[str]:
    (word,) = query_words_of(typed, ANALYZER).words
    vocabulary = Vocabulary(PlainTerms(dict.fromkeys(known, 1)), ANALYZER)
    return [each.text for each in vocabulary.sounding(word.word)]


def test_only_what_no_note_has_is_heard_as_another_word() -> None:
    assert heard(["laravel"], "ララベル") == ["laravel"]
    assert heard(["laravel", "ララベル"], "ララベル") == []


def test_words_whose_reading_is_known_are_not_heard_otherwise() -> None:
    assert ANALYZER.japanese_of("novel")[1] == "ノベル"
    assert heard(["novel"], "ノーベル") == []


def test_ordinary_words_are_hardly_ever_heard_as_names(corpus_index: TalkIndex) -> None:
    words = [word for (word,) in ORDINARY]
    assert len(words) == len(set(words)) >= 200
    accidents = [
        (word, why.written)
        for word in words
        for hit in corpus_index.search(Query(word, per_page=1)).hits
        for why in hit.why
        if why.route == "sound"
    ]
    assert len(accidents) <= len(words) / 100, accidents


@pytest.mark.parametrize(
    ("written", "sounds"),
    [
        ("キャット", "k ya Qt o0"),
        ("ファイル", "f ai r u0"),
        ("ヴェイル", "b e: r u0"),
        ("クォーツ", "k w o: T u0"),
        ("ﾃﾞｨｽｸ", "d i s u0 k u0"),
        ("ラインd", "r ai N =d"),
        ("でぃすく", "d i s u0 k u0"),
        ("検索", ""),
        ("", ""),
    ],
)
def test_kana_have_sounds(written: str, sounds: str) -> None:
    assert sounds_of(written) == tuple(sounds.split())


def test_long_sounds_say_more() -> None:
    assert size_of(sounds_of("サーバー")) == 5
    assert size_of(sounds_of("サバ")) == 4


def test_every_sound_can_be_written_and_the_likeliest_letters_come_first() -> None:
    table = letters_by_sound()
    every = set(sounds_of("".join(map(chr, range(ord("ア"), ord("ヴ"))))))
    assert every - {"N"} <= table.keys() | {sound for sound in every if sound.startswith("Q")}
    for own in table.values():
        costs = [letters.cost for letters in own]
        assert costs == sorted(costs)
        assert costs[0] <= 2


@pytest.mark.parametrize("typed", ["レイルズ", "レイルウェイ", "ルビー", "ホロレンズ", "ララベル"])
def test_more_words_to_walk_through_change_nothing_for_the_others(typed: str) -> None:
    sounds = sounds_of(typed)
    alone = [(cost, word) for each in LATIN for cost, word in latin_sounding(sounds, [each], most=12.0)]
    assert alone
    assert sorted(latin_sounding(sounds, LATIN, most=12.0)) == sorted(alone)


def test_what_is_heard_of_latin_letters_is_what_is_written_for_the_sound() -> None:
    there = dict((word, cost) for cost, word in latin_sounding(sounds_of("ララベル"), LATIN, most=12.0))
    back = dict((word, cost) for cost, word in kana_sounding("laravel", ["ララベル", "ルビ"], most=12.0))
    assert back["ララベル"] == pytest.approx(there["laravel"])
    assert "ルビ" not in back


@pytest.mark.parametrize("typed", ["", "ー", "ッッッ", "ンンンンンン", "ア" * 500, "ァィゥ", "ヷヸヹヺ"])
def test_whatever_is_typed_is_heard_or_not_without_an_error(corpus_index: TalkIndex, typed: str) -> None:
    corpus_index.search(Query(typed))
    assert list(latin_sounding(sounds_of(typed), LATIN, most=3.0)) == []


@pytest.mark.parametrize("typed", ["メムストア入門", "メムストアを", "メムストアとは", "HBaseのメムストア"])
def test_a_name_is_heard_inside_of_what_was_typed(corpus_index: TalkIndex, typed: str) -> None:
    hit = corpus_index.search(Query(typed)).hits[0]
    assert "MemStore" in [why.written for why in hit.why if why.route == "sound"]


def test_what_stands_beside_a_name_counts_too(latin_index: TalkIndex) -> None:
    assert not latin_index.search(Query("フィグマの話")).relaxed
    assert latin_index.search(Query("フィグマ入門")).relaxed
