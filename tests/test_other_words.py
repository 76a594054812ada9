"""Words that are others: not found or found behind. Column and columnist, the tool and the cook, nonsense."""

import random

import pytest
from spelt_notes import first, found

from indexer.corpus import Corpus
from search.index import TalkIndex
from search.model import Query
from search.text.lexicon import Lexicon


def test_column_is_not_columnist(spelt_index: TalkIndex) -> None:
    assert found(spelt_index, "カラム")[0] == "hbase"
    assert found(spelt_index, "コラム")[0] == "column"


def test_the_column_of_hbase_is_not_the_column_of_a_web_site(corpus_index: TalkIndex) -> None:
    assert first(corpus_index, "カラム").talk.id.endswith("/hbase")
    assert first(corpus_index, "コラム").talk.id.endswith("/adult")


@pytest.mark.parametrize("typed", ["chef", "Chef", "ＣＨＥＦ"])
def test_chef_is_the_tool_before_the_cook(spelt_index: TalkIndex, typed: str) -> None:
    assert found(spelt_index, typed)[0] == "chef"


def test_a_cook_in_katakana_is_the_cook_before_the_tool(spelt_index: TalkIndex) -> None:
    assert found(spelt_index, "シェフ")[0] == "cook"


@pytest.mark.parametrize("typed", ["WAL", "wal"])
def test_a_write_ahead_log_is_no_whirlpool(spelt_index: TalkIndex, typed: str) -> None:
    assert found(spelt_index, typed) == ["hbase"]


def test_in_short_is_not_jammed(spelt_index: TalkIndex) -> None:
    assert found(spelt_index, "つまり")[0] == "short"
    assert found(spelt_index, "詰まり")[0] == "jam"
    assert found(spelt_index, "詰まった")[0] == "jam"


@pytest.mark.parametrize("typed", ["Go", "go", "ＧＯ"])
def test_go_is_not_in_google_django_or_goland(spelt_index: TalkIndex, typed: str) -> None:
    assert found(spelt_index, typed) == ["go"]


def test_golang_is_go_first(spelt_index: TalkIndex) -> None:
    assert found(spelt_index, "golang")[0] == "go"


def test_to_choose_is_not_a_choice(spelt_index: TalkIndex) -> None:
    assert found(spelt_index, "選択し")[0] == "choose"
    assert found(spelt_index, "選択肢")[0] == "choice"


NONSENSE = [
    "くぁwせdrftgyふじこlp",
    "あｑｗせｄｒｆｔｇｙふじこｌｐ",
    "asdfghjkl",
    "qwertyuiop",
    "ほげほげぴよぴよ",
]


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_finds_nothing(spelt_index: TalkIndex, corpus_index: TalkIndex, typed: str) -> None:
    assert found(spelt_index, typed) == []
    assert found(corpus_index, typed) == []


def random_strings(seed: int, count: int) -> list[str]:
    """Return strings of kana, of Latin letters, of kanji and of symbols, as many of each."""
    chance = random.Random(seed)
    alphabets = (
        [chr(code) for code in (*range(0x3041, 0x3094), *range(0x30A1, 0x30F5))],
        list("abcdefghijklmnopqrstuvwxyz"),
        [chr(code) for code in range(0x4E00, 0x9FA0)],
        list("!#$%&=~^|@`{}[]<>?;*/。、・…「」【】★♪※→"),
    )
    return ["".join(chance.choices(letters, k=chance.randint(5, 12))) for letters in alphabets * (count // 4)]


@pytest.mark.slow
def test_hardly_a_random_string_finds_anything(corpus_index: TalkIndex) -> None:
    texts = random_strings(20150114, 600)
    finding = [text for text in texts if corpus_index.search(Query(text)).total]
    assert len(finding) <= len(texts) // 100, finding


@pytest.mark.parametrize("typed", ["ol", "al", "an", "og", "ub", "ca", "pr"])
def test_two_letters_begin_words_and_are_not_found_inside(spelt_index: TalkIndex, typed: str) -> None:
    for hit in spelt_index.search(Query(typed)).hits:
        assert [why.written.casefold()[:2] for why in hit.why] == [typed]


COMMON_WORDS = """
今日 明日 昨日 時間 場所 会社 学校 電車 道路 天気 音楽 映画 写真 手紙 電話 部屋 家族 友達 子供 先生
学生 仕事 問題 質問 答え 意味 言葉 名前 番号 数字 世界 日本 東京 大阪 料理 野菜 果物 牛乳 砂糖 朝食
山 川 海 空 雨 雪 風 花 木 犬 猫 鳥 魚 水 火 土 手 足 目 口
赤い 青い 白い 黒い 大きい 小さい 高い 安い 新しい 古い 行く 来る 見る 聞く 話す 読む 書く 食べる 飲む 使う
つまり そして しかし たとえば とても すこし たくさん もちろん ときどき やはり ここ それ どこ
シェフ ルビー パール ハイブ ソーラー オーロラ ビール テーブル ニュース ホテル
"""


def test_common_words_have_no_other_names(corpus: Corpus) -> None:
    words = COMMON_WORDS.split()
    assert len(words) >= 100
    for lexicon in (Lexicon(), corpus.lexicon):
        assert {word: lexicon.others_of(word) for word in words if lexicon.others_of(word)} == {}
