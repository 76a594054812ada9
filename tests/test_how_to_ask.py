"""How to ask: every example does what is said of it, and the documentation says the same."""

from pathlib import Path

import pytest

from search.index import TalkIndex
from search.model import Query
from web.how_to_ask import WAYS, Way

SEARCHING = Path(__file__).parent.parent / "docs" / "SEARCHING.md"
EXAMPLES = [typed for way in WAYS for typed in way.typed]


def ids(index: TalkIndex, text: str) -> set[str]:
    return {hit.talk.id for hit in index.search(Query(text, per_page=1000)).hits}


@pytest.mark.parametrize("typed", EXAMPLES)
def test_every_example_finds_something_with_all_that_it_asks_for(corpus_index: TalkIndex, typed: str) -> None:
    found = corpus_index.search(Query(typed, per_page=1))
    assert found.total
    assert not found.relaxed
    assert not found.hits[0].missing


@pytest.mark.parametrize("way", [way for way in WAYS if len(way.typed) > 1], ids=lambda way: way.typed[0])
def test_examples_of_one_way_are_different_texts(way: Way) -> None:
    assert len(set(way.typed)) == len(way.typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("しゃーでぃんぐ", "sharding"),
        ("しゃーでぃんぐ", "ｼｬｰﾃﾞｨﾝｸﾞ"),
        ("かたおか", "kataoka"),
        ("「検索エンジン」", '"検索エンジン"'),
        ("HBase OR Cassandra", "HBase｜Cassandra"),
        ("HBase OR Cassandra", "HBase or Cassandra"),
        ("コンテナ -OpenStack", "コンテナ NOT OpenStack"),
        ("技術:HBase", "tech:HBase"),
        ("イベント:道玄坂", "event:道玄坂"),
        ("題名:検索", "title:検索"),
        ("since:2020-01", "以降:2020-01"),
        ("until:2012", "以前:2012"),
    ],
)
def test_examples_that_say_the_same_find_the_same(corpus_index: TalkIndex, one: str, other: str) -> None:
    assert one in EXAMPLES
    assert other in EXAMPLES
    assert ids(corpus_index, one) == ids(corpus_index, other)


def test_what_stands_behind_a_dash_is_left_out(corpus_index: TalkIndex) -> None:
    assert ids(corpus_index, "コンテナ -OpenStack") < ids(corpus_index, "コンテナ")


def test_the_documentation_has_the_same_examples_and_words() -> None:
    rows = [f"| {' '.join(f'`{typed}`' for typed in way.typed)} | {way.english} |" for way in WAYS]
    table = [line for line in SEARCHING.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert table == rows
