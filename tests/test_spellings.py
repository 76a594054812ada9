"""However it was spelt, the talk is found, first, with the place marked and the reason given."""

import datetime
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.corpus import Corpus
from search.index import TalkIndex
from search.model import Event, Hit, Query, Talk, Why, WhyRoute
from search.text.lexicon import Lexicon

EVENING = Event("yoru", "夜の勉強会", datetime.date(2018, 5, 11))
NOTES = {
    "hbase": (
        "HBase徹底入門のさわり",
        "HBaseはカラム指向のデータベース。行キーの設計が大事。WALに書いてからメモリにためる。自動でシャーディングもする。",
    ),
    "column": ("技術書のコラム", "本の余白にあるコラムの書き方。コラムは短く、読者に一息ついてもらう。"),
    "chef": ("サーバ構築の自動化", "Chefのレシピでサーバを構築した。cookbookの管理がつらい。"),
    "cook": ("料理教室の夜", "シェフが教える家庭料理。シェフの包丁さばきを間近で見た。"),
    "whirl": ("洗濯機を選ぶ", "ワールプール社の洗濯機を使っている。ワールドカップも見る。"),
    "jam": ("ログ収集でつかえた話", "書き込みが詰まり、バッファがあふれた。詰まりの原因はディスク。"),
    "short": ("発表のコツ", "つまり、結論から話すこと。つまり短く。"),
    "go": ("Goで書くAPI", "Goの並行処理は軽いスレッドで書く。Go言語はいいぞ。"),
    "google": ("Googleの検索", "Googleとalgorithmの話。DjangoとGoLandとMongoDBも少し。"),
    "choice": ("ディストリビューションの選択肢", "どれを使うか、選択肢が多い。"),
    "choose": ("機能を選択し直す", "必要な機能だけ選択し、他は捨てる。"),
    "glued": ("HPMoonShotでスパコン", "ProLiantSL4540にOpenStackを入れた。JavatoScaraとRHEL7も。"),
    "kataoka": ("片岡さんのSpark入門", "片岡さんがオンメモリの分散処理を紹介した。"),
    "moving": ("データセンターの引っ越し", "引っ越しの手続きと、取り組みの振り返り。申し込みは来月。"),
    "school": ("学校図書館の検索", "広島の学校で、沢山の本を探す仕組みを作った。渡辺さんの発表。"),
    "learning": ("機械学習で画像を分ける", "機械学習が速い場面。顔の認識率を測る。"),
    "container": ("コンテナの運用", "Kubernetesとドッカーの話。マネージメントが楽になる。"),
    "monitor": ("監視をPrometheusに移す", "アラートの閾値とダッシュボード。バイオリンも弾く。"),
    "queue": ("メッセージキューの設計", "ブローカーとコンシューマー。リトライとタイムアウト。"),
    "parser": ("パーサーを手で書く", "コンパイラとインタプリタの字句解析。レキサーのテスト。"),
    "editor": ("エディタの改造", "ショートカットを増やす。camelCaseの変換。"),
    "postgres": ("PostgreSQLの実行計画", "インデックスとバキューム。トランザクションの分離レベル。"),
    "company": ("起業の手引き", "株式会社を作る。第III期の決算と、1人目の社員。"),
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    """One note for each spelling family and for each meaning of an ambiguous word; no lexicon of its own."""
    index = TalkIndex(tmp_path_factory.mktemp("notes"))
    index.rebuild(
        [Talk(name, title, EVENING, (), (), EVENING.date, body) for name, (title, body) in NOTES.items()]
    )
    return index


@dataclass(frozen=True)
class Spelt:
    """How a word is typed, the talk that has it, how it is written there, and by which route it is found."""

    family: str
    typed: str
    talk: str
    written: str
    route: WhyRoute


SPELT = [
    Spelt("width", "ＨＢａｓｅ", "hbase", "HBase", "typed"),
    Spelt("width", "ＯｐｅｎＳｔａｃｋ", "glued", "OpenStack", "typed"),
    Spelt("width", "ｼｬｰﾃﾞｨﾝｸﾞ", "hbase", "シャーディング", "typed"),
    Spelt("width", "ﾊﾞｯﾌｧ", "jam", "バッファ", "typed"),
    Spelt("kana script", "しゃーでぃんぐ", "hbase", "シャーディング", "spelling"),
    Spelt("kana script", "シャーでぃんぐ", "hbase", "シャーディング", "spelling"),
    Spelt("kana script", "ばっふぁ", "jam", "バッファ", "spelling"),
    Spelt("kana script", "すれっど", "go", "スレッド", "spelling"),
    Spelt("small kana", "シャーデイング", "hbase", "シャーディング", "spelling"),
    Spelt("small kana", "ショートカツト", "editor", "ショートカット", "spelling"),
    Spelt("long vowel added", "サーバー", "chef", "サーバ", "spelling"),
    Spelt("long vowel added", "コンテナー", "container", "コンテナ", "spelling"),
    Spelt("long vowel added", "インタープリター", "parser", "インタプリタ", "spelling"),
    Spelt("long vowel dropped", "パーサ", "parser", "パーサー", "spelling"),
    Spelt("long vowel dropped", "コンシューマ", "queue", "コンシューマー", "spelling"),
    Spelt("long vowel dropped", "マネジメント", "container", "マネージメント", "spelling"),
    Spelt("long vowel as dash", "シャ-ディング", "hbase", "シャーディング", "spelling"),
    Spelt("long vowel as dash", "コンシュ−マ−", "queue", "コンシューマー", "spelling"),
    Spelt("middle dot", "ダッシュ・ボード", "monitor", "ダッシュボード", "spelling"),
    Spelt("ヴ", "ヴァイオリン", "monitor", "バイオリン", "spelling"),
    Spelt("okurigana", "引越し", "moving", "引っ越し", "spelling"),
    Spelt("okurigana", "引越", "moving", "引っ越し", "spelling"),
    Spelt("okurigana", "手続", "moving", "手続き", "spelling"),
    Spelt("okurigana", "取組み", "moving", "取り組み", "spelling"),
    Spelt("okurigana", "申込", "moving", "申し込み", "spelling"),
    Spelt("okurigana", "仕組", "school", "仕組み", "spelling"),
    Spelt("old kanji", "學校", "school", "学校", "spelling"),
    Spelt("old kanji", "廣島", "school", "広島", "spelling"),
    Spelt("old kanji", "澤山", "school", "沢山", "spelling"),
    Spelt("old kanji", "渡邊", "school", "渡辺", "spelling"),
    Spelt("glued", "ProLiant", "glued", "ProLiant", "typed"),
    Spelt("glued", "RHEL", "glued", "RHEL", "typed"),
    Spelt("glued", "Scara", "glued", "Scara", "typed"),
    Spelt("glued", "sl4540", "glued", "SL4540", "typed"),
    Spelt("camelCase", "MoonShot", "glued", "MoonShot", "typed"),
    Spelt("camelCase", "camel", "editor", "camel", "typed"),
    Spelt("camelCase", "mongo", "google", "Mongo", "typed"),
    Spelt("reading", "かたおか", "kataoka", "片岡", "reading"),
    Spelt("reading", "カタオカ", "kataoka", "片岡", "reading"),
    Spelt("reading", "ひろしま", "school", "広島", "reading"),
    Spelt("reading", "ひっこし", "moving", "引っ越し", "reading"),
    Spelt("reading", "しきいち", "monitor", "閾値", "reading"),
    Spelt("kana of a word with kanji", "てつづき", "moving", "手続き", "spelling"),
    Spelt("kana of a word with kanji", "がっこう", "school", "学校", "spelling"),
    Spelt("romaji", "kataoka", "kataoka", "片岡", "reading"),
    Spelt("romaji", "watanabe", "school", "渡辺", "reading"),
    Spelt("romaji", "gakkou", "school", "学校", "reading"),
    Spelt("romaji", "kikaigakushu", "learning", "機械学習", "reading"),
    Spelt("Latin for katakana", "container", "container", "コンテナ", "spelling"),
    Spelt("Latin for katakana", "compiler", "parser", "コンパイラ", "spelling"),
    Spelt("Latin for katakana", "violin", "monitor", "バイオリン", "spelling"),
    Spelt("Latin for katakana", "shortcut", "editor", "ショートカット", "spelling"),
    Spelt("katakana for Latin", "オープンスタック", "glued", "OpenStack", "spelling"),
    Spelt("katakana for Latin", "スパーク", "kataoka", "Spark", "reading"),
    Spelt("alias", "sharding", "hbase", "シャーディング", "alias"),
    Spelt("alias", "k8s", "container", "Kubernetes", "alias"),
    Spelt("alias", "クバネティス", "container", "Kubernetes", "alias"),
    Spelt("alias", "プロメテウス", "monitor", "Prometheus", "alias"),
    Spelt("alias", "docker", "container", "ドッカー", "alias"),
    Spelt("alias", "インメモリ", "kataoka", "オンメモリ", "alias"),
    Spelt("typo in kana", "コンパイナ", "parser", "コンパイラ", "correction"),
    Spelt("typo in kana", "トリライ", "queue", "リトライ", "correction"),
    Spelt("typo in kana", "トランザックション", "postgres", "トランザクション", "correction"),
]
# Four in five of the letters' pairs are there, so the index is never asked for a near word.
SLIPPED = [
    ("インタプリンタ", "parser", "インタプリタ"),
    ("ダッシュボート", "monitor", "ダッシュボード"),
    ("prometeus", "monitor", "Prometheus"),
    ("kubernets", "container", "Kubernetes"),
    ("postgressql", "postgres", "PostgreSQL"),
]


def first(index: TalkIndex, typed: str) -> Hit:
    """Return the first hit."""
    return index.search(Query(typed)).hits[0]


def found(index: TalkIndex, typed: str) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.talk.id for hit in index.search(Query(typed)).hits]


def marked(hit: Hit) -> list[str]:
    """Return the marked pieces of a hit's title and passage."""
    return [shown.text[start:end] for shown in (hit.title, hit.snippet) for start, end in shown.marks]


def test_two_words_in_kana_that_are_typed_without_a_space_are_both_looked_for(notes: TalkIndex) -> None:
    hit = first(notes, "タイムアウトブローカー")
    assert hit.talk.id == "queue"
    assert set(marked(hit)) == {"タイムアウト", "ブローカー"}


@pytest.mark.parametrize("spelt", SPELT, ids=lambda spelt: f"{spelt.family}: {spelt.typed}")
def test_a_talk_is_found_first_and_marked_and_explained_however_it_is_spelt(
    notes: TalkIndex, spelt: Spelt
) -> None:
    hit = first(notes, spelt.typed)
    assert hit.talk.id == spelt.talk
    assert any(spelt.written in piece for piece in marked(hit))
    assert hit.why == (Why(spelt.typed, spelt.written, spelt.route),)


@pytest.mark.parametrize(("typed", "talk", "written"), SLIPPED)
def test_one_slip_of_the_keys_does_not_hide_a_talk(
    notes: TalkIndex, typed: str, talk: str, written: str
) -> None:
    hit = first(notes, typed)
    assert hit.talk.id == talk
    assert written in marked(hit)
    assert [(why.word, why.written) for why in hit.why] == [(typed, written)]


@pytest.mark.parametrize("typed", ["ｼｬｰﾃﾞｨﾝｸﾞ", "しゃーでぃんぐ", "シャーデイング", "シャーディング"])
def test_what_was_heard_as_sharding_is_found_among_all_notes(corpus_index: TalkIndex, typed: str) -> None:
    for hit in corpus_index.search(Query(typed)).hits[:2]:
        assert "シャーでぃんぐ" in hit.talk.body
        assert "シャーでぃんぐ" in marked(hit)


def test_column_is_not_columnist(notes: TalkIndex) -> None:
    assert found(notes, "カラム")[0] == "hbase"
    assert found(notes, "コラム")[0] == "column"


def test_the_column_of_hbase_is_not_the_column_of_a_web_site(corpus_index: TalkIndex) -> None:
    assert first(corpus_index, "カラム").talk.id.endswith("/hbase")
    assert first(corpus_index, "コラム").talk.id.endswith("/adult")


@pytest.mark.parametrize("typed", ["chef", "Chef", "ＣＨＥＦ"])
def test_chef_is_the_tool_before_the_cook(notes: TalkIndex, typed: str) -> None:
    assert found(notes, typed)[0] == "chef"


def test_a_cook_in_katakana_is_the_cook_before_the_tool(notes: TalkIndex) -> None:
    assert found(notes, "シェフ")[0] == "cook"


@pytest.mark.parametrize("typed", ["WAL", "wal"])
def test_a_write_ahead_log_is_no_whirlpool(notes: TalkIndex, typed: str) -> None:
    assert found(notes, typed) == ["hbase"]


def test_in_short_is_not_jammed(notes: TalkIndex) -> None:
    assert found(notes, "つまり")[0] == "short"
    assert found(notes, "詰まり")[0] == "jam"
    assert found(notes, "詰まった")[0] == "jam"


@pytest.mark.parametrize("typed", ["Go", "go", "ＧＯ"])
def test_go_is_not_in_google_django_or_goland(notes: TalkIndex, typed: str) -> None:
    assert found(notes, typed) == ["go"]


def test_golang_is_go_first(notes: TalkIndex) -> None:
    assert found(notes, "golang")[0] == "go"


def test_to_choose_is_not_a_choice(notes: TalkIndex) -> None:
    assert found(notes, "選択し")[0] == "choose"
    assert found(notes, "選択肢")[0] == "choice"


NONSENSE = [
    "くぁwせdrftgyふじこlp",
    "あｑｗせｄｒｆｔｇｙふじこｌｐ",
    "asdfghjkl",
    "qwertyuiop",
    "ほげほげぴよぴよ",
]


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_finds_nothing(notes: TalkIndex, corpus_index: TalkIndex, typed: str) -> None:
    assert found(notes, typed) == []
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


def test_hardly_a_random_string_finds_anything(corpus_index: TalkIndex) -> None:
    texts = random_strings(20150114, 600)
    finding = [text for text in texts if corpus_index.search(Query(text)).total]
    assert len(finding) <= len(texts) // 100, finding


@pytest.mark.parametrize("typed", ["ol", "al", "an", "og", "ub", "ca", "pr"])
def test_two_letters_begin_words_and_are_not_found_inside(notes: TalkIndex, typed: str) -> None:
    for hit in notes.search(Query(typed)).hits:
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


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("コラム 読者", "column"),
        ("サーバ レシピ", "chef"),
        ("検索 学校", "school"),
        ("検索 Google", "google"),
        ("さーば　れしぴ", "chef"),
        ("prometheus アラート", "monitor"),
        ("片岡 オンメモリ 分散処理", "kataoka"),
        ("HP Moonshot", "glued"),
    ],
)
def test_the_talk_with_every_word_comes_first(notes: TalkIndex, typed: str, talk: str) -> None:
    result = notes.search(Query(typed))
    assert not result.relaxed
    assert result.hits[0].talk.id == talk
    assert [why.word for why in result.hits[0].why] == typed.split()


def test_talks_with_some_of_the_words_are_shown_when_none_has_all(notes: TalkIndex) -> None:
    result = notes.search(Query("監視 バッファ"))
    assert result.relaxed
    assert {hit.talk.id for hit in result.hits} == {"monitor", "jam"}


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("書き込みが詰まった原因は何か", "jam"),
        ("片岡さんが紹介した分散処理は何ですか", "kataoka"),
        ("データセンターの引越しで手続きはどうなりますか", "moving"),
        ("学校の図書館で本を探す仕組み", "school"),
        ("サーバーをChefで構築する", "chef"),
        ("トランザクションの分離レベルとインデックスについて", "postgres"),
    ],
)
def test_a_sentence_without_a_space_finds_its_talk(notes: TalkIndex, typed: str, talk: str) -> None:
    assert found(notes, typed)[0] == talk


ODD_BUT_READABLE = [("ﾊﾞｯﾌｧ", "jam"), ("ハ\u3099ッファ", "jam"), ("㍿", "company"), ("第Ⅲ期", "company")]


@pytest.mark.parametrize(("typed", "talk"), ODD_BUT_READABLE)
def test_what_looks_odd_is_read_for_what_it_is(notes: TalkIndex, typed: str, talk: str) -> None:
    assert found(notes, typed)[0] == talk


ODD = {
    "empty": "",
    "spaces": " \u3000\t\n",
    "symbols": "!!! 。、・「」 -- **",
    "half a phrase": '"',
    "fifty kilobytes": "監視" * 25_000,
    "fifty kilobytes of Latin": "fluentd" * 7_500,
    "lone surrogates": "\ud800監視\udfff",
    "one lone surrogate": "\udc00",
    "ligature": "ﷺ",
    "emoji sequence": "👨‍👩‍👧‍👦🏳️‍🌈🍺",
    "Arabic": "مرحبا بالعالم",
    "half-width voiced kana": "ｶﾞｷﾞﾊﾟ",
    "combining marks alone": "\u3099\u309a゛",
    "square company": "㍿",
    "Roman numeral": "Ⅲ",
    "circled digit": "①",
    "control characters": "\x00\x07\x1b",
    "long vowels only": "ーーー",
}


@pytest.mark.parametrize("typed", ODD.values(), ids=ODD)
def test_whatever_is_typed_is_answered(notes: TalkIndex, typed: str) -> None:
    result = notes.search(Query(typed))
    assert result.total >= len(result.hits)
    text = typed[:200]
    assert all(0 <= start < end <= len(text) for start, end in notes.marks(text, typed))
    for hit in result.hits:
        assert all(why.written in f"{hit.talk.title}\n{hit.talk.body}" for why in hit.why)


@pytest.mark.parametrize("typed", [ODD["symbols"], ODD["Arabic"], ODD["emoji sequence"], ODD["ligature"]])
def test_what_no_note_has_finds_nothing(notes: TalkIndex, typed: str) -> None:
    assert found(notes, typed) == []


@pytest.mark.parametrize(
    ("typed", "whole", "apart", "part"),
    [
        ("資金決済法", "資金決済法が変わった。", "資金、資金。決済は難しい。決済。法は変わる。法。", "資金"),
        ("全文検索", "長い前置き。全文検索の話。", "検索、検索、検索。全文を写す。全文。", "検索"),
        (
            "データベース設計",
            "データベース設計。",
            "設計する。データベース、データベース。設計。",
            "データベース",
        ),
    ],
)
def test_parts_that_stand_apart_are_below_the_word_and_it_is_said(
    tmp_path: Path, typed: str, whole: str, apart: str, part: str
) -> None:
    event = Event("parts", "部分の会", datetime.date(2020, 1, 1))
    talks = [
        Talk(f"parts/{name}", title, event, (), (), event.date, body)
        for name, title, body in (
            ("whole", "改正", whole),
            ("apart", apart, apart),
            ("none", "無関係", "話。"),
        )
    ]
    index = TalkIndex(tmp_path)
    index.rebuild(talks)
    first, second = index.search(Query(typed)).hits
    assert (first.talk.id, [why.route for why in first.why]) == ("parts/whole", ["typed"])
    assert (second.talk.id, second.why) == ("parts/apart", (Why(typed, part, "part"),))


def test_a_version_is_found_with_and_without_a_space(corpus_index: TalkIndex) -> None:
    apart, joined = (corpus_index.search(Query(typed)).hits for typed in ("Python 3.7", "Python3.7"))
    assert joined
    assert {hit.talk.id for hit in joined} <= {hit.talk.id for hit in apart}
    assert all(hit.why and not hit.missing for hit in joined)
