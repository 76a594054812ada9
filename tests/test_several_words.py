"""Several words: all of them first, some where no talk has all, and words that are typed without a space."""

import datetime
from pathlib import Path

import pytest
from spelt_notes import first, found, marked

from search.answers import Why
from search.index import TalkIndex
from search.model import Event, Query, Talk


def test_two_words_in_kana_that_are_typed_without_a_space_are_both_looked_for(spelt_index: TalkIndex) -> None:
    hit = first(spelt_index, "タイムアウトブローカー")
    assert hit.talk.id == "queue"
    assert set(marked(hit)) == {"タイムアウト", "ブローカー"}


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
def test_the_talk_with_every_word_comes_first(spelt_index: TalkIndex, typed: str, talk: str) -> None:
    result = spelt_index.search(Query(typed))
    assert not result.relaxed
    assert result.hits[0].talk.id == talk
    assert [why.word for why in result.hits[0].why] == typed.split()


def test_talks_with_some_of_the_words_are_shown_when_none_has_all(spelt_index: TalkIndex) -> None:
    result = spelt_index.search(Query("監視 バッファ"))
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
def test_a_sentence_without_a_space_finds_its_talk(spelt_index: TalkIndex, typed: str, talk: str) -> None:
    assert found(spelt_index, typed)[0] == talk


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
