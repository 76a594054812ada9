"""Words that no talk has as typed: what was meant is found, what only sounds so across words is not.

Names in kanji, kana in another script, kanji converted wrongly, slips, other numbers.
"""

from collections.abc import Mapping

import pytest
from spelt_notes import EVENING

from search.index import TalkIndex
from search.model import Query, Talk
from search.text.lexicon import Lexicon

NOTES: Mapping[str, str] = {
    "tanaka": "田中さんがメモリの断片化を説明した。",
    "noted": "たなかさんは資料なしで話した。",
    "midst": "混雑したなか、用意した中身を見せた。新たな開発の話。",
    "kuwano": "くわのさんのデモ。",
    "sugar": "砂糖の在庫をテスト駆動で数える。",
    "watch": "監視の閾値を決める。",
    "available": "可用性を上げる冗長化の手順。仮想マシンの台数。",
    "superior": "上長に報告し、長化粧の話をした。",
    "sync": "非同期処理とキュー。",
    "motive": "非公開の動機を処理する。",
    "hub": "DockerHubに置いたイメージ。",
    "left": "いくつか省いて説明する。",
    "obsidian": "Obsidianでメモを取る。",
    "isucon": "ISUCONの予選。",
    "state": "ウィスコンシン州の学会。",
    "phone": "スマホで操作する。",
    "lock": "セマフォで並行数を抑える。",
    "php5": "PHP5の保守。",
    "slip": "Kubenetesの紹介。",
    "loom": "デプロを速くする。",
    "async": "ひどい動きを非同期にする。",
    "load": "負荷テストと負荷分散を毎週行う。",
    "function": "関数型言語で例外処理を書く。",
    "apart": "分、産、方、表、限を一つずつ。",
    "disk": "ディスクの残り。",
    "talks": "ディスカッションで出たタスク。",
    "name": "斎藤さんの資料。",
    "site": "トウモロコシの産地のサイト。うまくいった。",
    "read": "徳丸さんの講演。",
    "stop": "とまるまで待つ。",
    "order": "オーダーと、カートの数。orderの管理。",
    "oda": "おださんの資料。",
    "community": "コミュニティの運営。",
    "start": "安全かつ高速に進めるマイクロサービス。",
}
MANY = {f"k{number}": "Kubernetesの冗長化。" for number in range(30)}


@pytest.fixture(scope="module")
def meant_index(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("meant"))
    index.rebuild(
        [
            Talk(f"yoru/{name}", f"発表{name[:1]}", EVENING, (), (), EVENING.date, body)
            for name, body in {**NOTES, **MANY}.items()
        ],
        Lexicon({}, {}, {}),
    )
    return index


def found(index: TalkIndex, typed: str) -> list[str]:
    return [hit.talk.id.removeprefix("yoru/") for hit in index.search(Query(typed, per_page=100)).hits]


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ("田中", ["tanaka", "noted"]),
        ("桑野", ["kuwano"]),
        ("小田", ["oda"]),
        ("加藤", []),
        ("佐藤", []),
        ("工藤", []),
        ("中井", []),
    ],
)
def test_a_name_in_kanji_is_found_in_kana_and_not_across_words(
    meant_index: TalkIndex, typed: str, talks: list[str]
) -> None:
    assert found(meant_index, typed) == talks


@pytest.mark.parametrize(
    ("typed", "written", "route"),
    [
        ("おぶしでぃあん", "Obsidian", "sound"),
        ("オブシディアン", "Obsidian", "sound"),
        ("いすこん", "ISUCON", "sound"),
        ("ドッカーハブ", "DockerHub", "sound"),
        ("どっかーはぶ", "DockerHub", "sound"),
        ("スマフォ", "スマホ", "sound"),
        ("漢詩", "監視", "correction"),
        ("可溶性", "可用性", "correction"),
        ("上長化", "冗長化", "correction"),
        ("仮装マシン", "仮想マシン", "correction"),
        ("非動機処理", "非同期処理", "correction"),
        ("試料", "資料", "correction"),
        ("付加テスト", "負荷テスト", "correction"),
        ("負荷分産", "負荷分散", "correction"),
        ("関数方言語", "関数型言語", "correction"),
        ("例外書理", "例外処理", "correction"),
        ("kubanetes", "Kubernetes", "correction"),
    ],
)
def test_what_was_meant_is_the_first_hit_and_says_why(
    meant_index: TalkIndex, typed: str, written: str, route: str
) -> None:
    (why,) = meant_index.search(Query(typed)).hits[0].why
    assert (why.word, why.written, why.route) == (typed, written, route)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("いすこん", "state"),
        ("ドッカーハブ", "left"),
        ("スマフォ", "lock"),
        ("ワープロ", "loom"),
        ("漢詩", "sugar"),
        ("メルマガ", "start"),
        ("Unity", "community"),
        ("デイスク", "talks"),
        ("さいとう", "site"),
        ("とくまる", "stop"),
    ],
)
def test_what_only_sounds_so_across_words_is_no_hit(meant_index: TalkIndex, typed: str, other: str) -> None:
    assert other not in found(meant_index, typed)


def test_a_word_whose_first_part_is_one_kana_is_found_by_its_reading(meant_index: TalkIndex) -> None:
    assert "async" in found(meant_index, "ひどうき")


def test_a_slip_leads_to_the_common_word_and_to_the_same_slip_of_a_talk(meant_index: TalkIndex) -> None:
    assert set(found(meant_index, "kubanetes")) == {*MANY, "slip"}


def test_another_number_is_not_offered(meant_index: TalkIndex) -> None:
    assert "PHP5" not in {word.text for word in meant_index.near_words("PHP9").get("PHP9", ())}
    assert [word.text for word in meant_index.near_words("PFP5")["PFP5"]] == ["PHP5"]


@pytest.mark.parametrize("typed", ["監視", "可用性", "仮想マシン", "非同期処理", "冗長化"])
def test_a_word_that_stands_somewhere_is_not_corrected(meant_index: TalkIndex, typed: str) -> None:
    routes = {why.route for hit in meant_index.search(Query(typed)).hits for why in hit.why}
    assert "correction" not in routes


def test_a_piece_of_grammar_is_not_what_was_meant(meant_index: TalkIndex) -> None:
    assert "したなか" not in {word.text for word in meant_index.near_words("シタナカ").get("シタナカ", ())}


def test_a_conversion_is_wrong_though_its_parts_and_where_they_meet_stand_elsewhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    index = TalkIndex(tmp_path_factory.mktemp("parts"))
    bodies = ["機械学習の話。", *["機会を待つ。", "学習もする。", "大会学生の部。"] * 4]
    index.rebuild(
        [Talk(f"yoru/{n}", "題", EVENING, (), (), EVENING.date, body) for n, body in enumerate(bodies)]
    )
    assert found(index, "機会学習") == ["0"]


def test_a_slip_in_a_spelling_that_a_list_has_is_its_name(corpus_index: TalkIndex) -> None:
    (hit, *_) = corpus_index.search(Query("フルエンディー")).hits
    assert "fluentd" in hit.talk.technologies
    assert hit.why[0].route == "correction"
