"""Queries as people say them: a question, a version, an identifier, a star that no word begins with."""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk

EVENING = Event("yoru", "夜の会", datetime.date(2018, 5, 11))
BODIES = {
    "freelance": "フリーランスになる前の準備。",
    "doing": "チューニングはどうやるのか、たしかな手順を話す。",
    "tuning": "MySQLのtuningを、計測してから。",
    "python 2": "Python 2 で書いたものを移す。",
    "python": "Pythonのバージョンを上げる。2人で。",
    "rails": "Rails 8 の新機能。",
    "names": "cache_type を設定する。",
    "apart": "cacheは何か。cacheのtypeの話。typeとcache。",
    "camp": "セキュリティキャンプの記録。",
    "deadlock": "デッドロックを調べた。",
    "lock": "ロックを取る。",
    "pilot": "Pilotを動かす。",
    "piro": "広げる話。",
    "dining": "ダイニングを借りる。",
    "timing": "タイミングを計る。",
    "jax": "JAXで行列を計算する。",
    "jax and rs": "RSとJAXの比較。",
    "docker": "Dockerの中でkernelを試す。",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("asked"))
    index.rebuild([Talk(key, "題", EVENING, (), (), EVENING.date, body) for key, body in BODIES.items()])
    return index


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("フリーランスってどうやるんだっけ", "freelance"),
        ("フリーランスってどういうことだっけ", "freelance"),
        ("tuningってどうやるんだっけ", "tuning"),
        ("たしかtuningを話してたはず", "tuning"),
        ("どうやるの", "doing"),
        ("python v2", "python 2"),
        ("Python ver.2", "python 2"),
        ("python-2", "python 2"),
        ("Rails-8", "rails"),
        ("rails v8", "rails"),
        ("cache_type", "names"),
        ("セキュリティキャ*", "camp"),
        ("デットロック", "deadlock"),
        ("pirot", "pilot"),
        ("ドッカーでカーネル", "docker"),
    ],
)
def test_what_was_asked_for_comes_first(asked: TalkIndex, typed: str, talk: str) -> None:
    hit = asked.search(Query(typed)).hits[0]
    assert hit.talk.id == talk
    assert hit.why and not hit.missing


@pytest.mark.parametrize(("typed", "written"), [("python v9", "Python"), ("Rails-7", "Rails")])
def test_of_another_version_only_the_name_is_had(asked: TalkIndex, typed: str, written: str) -> None:
    assert {why.written for hit in asked.search(Query(typed)).hits for why in hit.why} == {written}


def test_a_part_of_an_identifier_is_not_it(asked: TalkIndex) -> None:
    assert [hit.talk.id for hit in asked.search(Query("JAX-RS")).hits] == ["jax and rs"]


def test_what_differs_in_its_voicing_only_is_the_slip(asked: TalkIndex) -> None:
    assert [hit.talk.id for hit in asked.search(Query("タイニング")).hits] == ["dining"]
