"""The evening that started this: its ten talks among all the notes that are shipped."""

from pathlib import Path

import pytest

from search.index import TalkIndex
from search.model import Query

EVENING = "2015-01-14-dogenzaka-lt"
SEED_QUERIES = Path(__file__).parents[2] / "shared" / "data" / "relevance" / "seed_queries.tsv"
TALK_OF_KEY = {"cfn": "cloudformation", "ostack": "openstack", "wt": "wiredtiger"}


def ids(index: TalkIndex, text: str) -> list[str]:
    return [hit.talk.id for hit in index.search(Query(text)).hits]


@pytest.mark.parametrize(
    ("name", "talk"),
    [
        ("RHEL7", "rhel"),
        ("CloudFormation", "cloudformation"),
        ("CloudStack", "openstack"),
        ("Datomic", "datomic"),
        ("HBase", "hbase"),
        ("HP Moonshot", "hp"),
        ("Spark", "spark"),
        ("fluentd", "fluentd"),
        ("アダルト", "adult"),
        ("WiredTiger", "wiredtiger"),
    ],
)
def test_each_talk_is_the_first_hit_for_its_main_name(corpus_index: TalkIndex, name: str, talk: str) -> None:
    assert ids(corpus_index, name)[0] == f"{EVENING}/{talk}"


def test_the_evening_has_ten_talks_and_one_that_was_missed(corpus_index: TalkIndex) -> None:
    evening = corpus_index.event(EVENING)
    assert len(evening.talks) == 10
    assert [talk.id for talk in evening.mentions] == [f"{EVENING}/aurora"]


@pytest.mark.parametrize("word", ["Aurora", "ビール", "お父さん", "togetter"])
def test_what_was_not_heard_as_a_talk_is_never_a_hit(corpus_index: TalkIndex, word: str) -> None:
    assert not any(talk.startswith(EVENING) for talk in ids(corpus_index, word))


@pytest.mark.skipif(not SEED_QUERIES.exists(), reason="the shared relevance data is not beside this checkout")
def test_what_people_remember_of_the_evening_finds_it(corpus_index: TalkIndex) -> None:
    lines = SEED_QUERIES.read_text(encoding="utf-8").splitlines()
    places = []
    for line in lines:
        key, query = line.split("\t")
        wanted = f"{EVENING}/{TALK_OF_KEY.get(key, key)}"
        found = ids(corpus_index, query)
        places.append(found.index(wanted) + 1 if wanted in found else 0)
    assert sum(place == 1 for place in places) >= 0.9 * len(lines)
    assert sum(1 <= place <= 3 for place in places) >= 0.97 * len(lines)
