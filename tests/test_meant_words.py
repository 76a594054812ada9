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
}
MANY = {f"k{number}": "Kubernetesの運用。" for number in range(30)}


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
    [("田中", ["tanaka", "noted"]), ("桑野", ["kuwano"]), ("佐藤", []), ("工藤", []), ("中井", [])],
)
def test_a_name_in_kanji_is_found_in_kana_and_not_across_words(
    meant_index: TalkIndex, typed: str, talks: list[str]
) -> None:
    assert found(meant_index, typed) == talks
