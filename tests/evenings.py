"""Evenings of talks, made up by number, and what an index of them shows: for what updates come to."""

import dataclasses
import datetime
import random
from collections.abc import Sequence
from pathlib import Path

from search import IndexStatus
from search.answers import SearchResult
from search.index import TalkIndex
from search.model import SORTS, Event, Query, Speaker, Talk

WORDS = (
    *("監視", "バッファ", "シャーディング", "分散", "検索", "設定", "HBase", "Kubernetes", "fluentd", "Rust"),
    *("片岡", "引っ越し", "自動", "入門"),
)


QUERIES = (
    "監視",
    "バッファ 設定",
    "しゃーでぃんぐ",
    "kubernetes",
    "かたおか",
    "分散検索の入門",
    '"自動"',
    "",
)


def evening(number: int, version: int = 0, talks: int = 4) -> list[Talk]:
    """Return the talks of one event; another version has other words."""
    chance = random.Random(f"{number} {version}")
    # Some events share their day, and some their name.
    day = datetime.date(2015, 1, 1) + datetime.timedelta(number // 3)
    event = Event(f"e{number}", f"夜 {number - number % 2}", day)
    return [
        Talk(
            id=f"{event.id}/{place}",
            title=" ".join(chance.sample(WORDS, 2)),
            event=event,
            speakers=(Speaker(chance.choice(("片岡", "桑野", "Smith, Jr."))),),
            technologies=tuple(chance.sample(("HBase", "Rust", "Go"), chance.randrange(3))),
            date=event.date,
            body="。".join("と".join(chance.choices(WORDS, k=6)) for _ in range(5)),
            mention=chance.random() < 0.1,
        )
        for place in range(talks)
    ]


def shown(result: SearchResult) -> object:
    """Return all that a visitor sees of a result, in its order, to the last digit."""
    return dataclasses.replace(result, took=0.0)


def assert_same(index: TalkIndex, other: TalkIndex, queries: Sequence[str] = QUERIES) -> None:
    for text in queries:
        for sort in SORTS:
            query = Query(text, per_page=100, sort=sort)
            assert shown(index.search(query)) == shown(other.search(query)), (text, sort)
        second = Query(text, per_page=5, page=2)
        assert shown(index.search(second)) == shown(other.search(second)), text
        assert index.near_words(text) == other.near_words(text)
        assert index.suggestions(text[:2]) == other.suggestions(text[:2])
        assert index.complete(text[:1]) == other.complete(text[:1])
    assert index.events() == other.events()
    assert index.names("speaker") == other.names("speaker")
    for hit in index.search(Query(per_page=5)).hits:
        assert index.related(hit.talk) == other.related(hit.talk)
        assert index.event(hit.talk.event.id) == other.event(hit.talk.event.id)
    assert described(index) == described(other)


def described(index: TalkIndex) -> IndexStatus:
    """Return what an index says of itself, but for where and when it was made."""
    return dataclasses.replace(index.status(), generation=0, built_at=datetime.datetime.min, path=Path())


def rebuilt(path: Path, evenings: Sequence[Sequence[Talk]]) -> TalkIndex:
    index = TalkIndex(path)
    index.rebuild([talk for talks in evenings for talk in talks])
    return index
