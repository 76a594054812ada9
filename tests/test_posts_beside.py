"""Titles of posts: the event that stands beside a talk, and what somebody was there."""

import pytest
from reports import read, titles

from indexer.posts.event import event_name_of
from indexer.posts.front_matter import front_matter_of
from indexer.posts.report_titles import event_beside


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("[磯サミット2018夏]網を支える計算機の今とこれから", "磯サミット2018夏"),
        ("【Iso Conf 2021】潮の満ち引きを型で表す方法", "Iso Conf 2021"),
        ("変わらない網のつくり方 - ISO DAYS 2014 カンファレンス", "ISO DAYS 2014 カンファレンス"),
        ("潮位の見える化を続けた三年の話（磯Conf 2019）", "磯Conf 2019"),
        ("【参加レポート】磯カンファレンス 2020 に行ってきた", ""),
        ("[勉強会] 網の基本をもう一度たしかめた話", ""),
        ("磯カンファレンス 2020 - 参加レポートとまとめ", ""),
        ("[Vue.js] 磯カンファレンス 2020 に参加してきた", ""),
    ],
)
def test_a_talk_and_its_event_are_told_apart(title: str, event: str) -> None:
    assert event_beside(title) == event


HEADS = (
    "GPU で網を支える技術の十二年",
    "なぜ Kubernetes の網は速いのか：実践編",
    "Tensor コアによる網の新しい活用",
)
BODY = "\n\n".join(f"## {head}\n\n網の話。" for head in HEADS)


def test_headings_of_a_post_about_one_talk_are_no_talks() -> None:
    post = read(BODY, title="[磯サミット2018夏]網を支える計算機の今とこれから")
    assert post.is_one_entry and post.note is not None and post.note.event is not None
    assert post.note.event.name == "磯サミット2018夏"
    assert [talk.title for talk in post.note.talks] == ["[磯サミット2018夏]網を支える計算機の今とこれから"]


def test_the_same_headings_below_a_report_are() -> None:
    assert len(titles(BODY, title="磯サミット2018夏に参加してきた")) == 3


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("磯カンファレンス2021 当日スタッフとして参加しました", "磯カンファレンス2021"),
        ("ISOCON13にチーム浜風として参加しました", "ISOCON13"),
        ("磯ゲートにはじめての人として参加しました", "磯ゲート"),
        ("先日の磯の会に参加してきた", "磯の会"),
        ("今年も磯カンファレンスに参加した", "磯カンファレンス"),
        ("磯カンファレンスで「潮の定義」というテーマで登壇しました", "磯カンファレンス"),
        ("Iso Conference 2025「潮が変える網の世界」登壇しました", "Iso Conference 2025"),
        ("懇親会で話をした / 「磯つまみ食い LT 会 ～冬の陣～」の感想", "磯つまみ食い LT 会 ～冬の陣～"),
        ("会社で「潮の定義」というLTをした", "会社で「潮の定義」というLTをした"),
        ("今日の料理教室に参加した", "料理教室"),
        ("勉強会行ってみた「磯カンファレンス2015東京」(前編)#iso2015#isoja", "磯カンファレンス2015東京"),
        ("磯実践者の話を聞いてみよう", "磯実践者の話を聞いてみよう"),
        ("はじめての磯LT会 Vol.5に参加した", "はじめての磯LT会 Vol.5"),
    ],
)
def test_what_somebody_was_there_is_no_part_of_the_name(title: str, name: str) -> None:
    assert event_name_of(title)[0] == name


@pytest.mark.parametrize(
    "title",
    ["これまでに参加した勉強会まとめ", "今まで行った勉強会", "最近参加した勉強会", "これまで参加した勉強会"],
)
def test_a_title_without_an_event_keeps_more_than_an_adverb(title: str) -> None:
    assert len(event_name_of(title)[0]) >= 6


@pytest.mark.parametrize(
    ("written", "title"),
    [("[磯の会] に参加した", "[磯の会] に参加した"), ("[磯の会]", "磯の会"), ('["磯の会"]  # 題', "磯の会")],
)
def test_a_title_may_begin_with_brackets(written: str, title: str) -> None:
    assert front_matter_of(f"---\ntitle: {written}\n---\n").text("title") == title
