"""Names across scripts: who is on the programme in Latin letters is asked for in kanji, and the other way
round.
"""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Speaker, Talk

EVENING = Event("na", "名の会", datetime.date(2020, 1, 1))
SPEAKERS = {
    "oba": "Yasuko Ohba",
    "endo": "ENDOH Yusuke",
    "ito": "Kenji Ito",
    "ishizuka": "Keiju Ishitsuka",
    "otani": "大谷純",
    "sato": "佐藤 健",
    "kato": "加藤 光彦",
}
BODIES = {
    "kansai": "Meetup Kansai で聞いた。",
    "tokyo": "東京の会場。",
    "iso": "ISO の規格を読む。",
    "sado": "Sado は速い。佐渡とは別。",
    "kanji": "伊藤の話。",
    "obayashi": "大林の話。",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("names"))
    keys = [*SPEAKERS, *BODIES]
    index.rebuild(
        [
            Talk(
                f"na/{key}",
                "題",
                EVENING,
                (Speaker(SPEAKERS[key]),) if key in SPEAKERS else (),
                (),
                EVENING.date,
                BODIES.get(key, "話。"),
            )
            for key in keys
        ]
    )
    return index


def found(index: TalkIndex, typed: str) -> list[str]:
    return [hit.talk.id[3:] for hit in index.search(Query(typed, per_page=100)).hits]


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("大場さん", "oba"),
        ("大場寧子", "oba"),
        ("寧子 大場", "oba"),
        ("おおばさん", "oba"),
        ("遠藤", "endo"),
        ("えんどうさん", "endo"),
        ("石塚さん", "ishizuka"),
        ("石塚圭樹", "ishizuka"),
    ],
)
def test_a_name_in_kanji_or_kana_finds_who_was_noted_in_latin_letters(
    names: TalkIndex, typed: str, talk: str
) -> None:
    (hit,) = names.search(Query(typed)).hits
    assert hit.talk.id == f"na/{talk}"
    assert hit.why and not hit.missing


@pytest.mark.parametrize("typed", ["otani", "Ohtani", "ootani", "otani jun", "jun ohtani"])
def test_long_vowels_of_a_name_may_be_written_or_not(names: TalkIndex, typed: str) -> None:
    assert found(names, typed)[0] == "otani"


@pytest.mark.parametrize("typed", ["sato", "satoh", "satou"])
def test_a_name_without_its_long_vowel_is_found_in_kanji(names: TalkIndex, typed: str) -> None:
    assert found(names, typed) == ["sato"]


def test_the_one_in_kanji_comes_first(names: TalkIndex) -> None:
    assert found(names, "伊藤") == ["kanji", "ito"]


@pytest.mark.parametrize(("typed", "talk"), [("関西", "kansai"), ("tokyo", "tokyo")])
def test_so_are_places(names: TalkIndex, typed: str, talk: str) -> None:
    assert found(names, typed) == [talk]


def test_three_letters_are_a_name_only_where_a_speaker_bears_it(names: TalkIndex) -> None:
    assert found(names, "磯さん") == []


def test_who_is_called_so_is_nobody_with_a_longer_name(names: TalkIndex) -> None:
    assert found(names, "おおばさん") == ["oba"]
    assert "obayashi" in found(names, "おおば")


def test_what_is_no_name_is_not_read_into_latin_letters(names: TalkIndex) -> None:
    # 作動 is read サドウ.
    assert found(names, "作動") == []


@pytest.mark.parametrize("typed", ["かとうみつひこ", "かとう みつひこさん", "katoumitsuhiko"])
def test_a_name_is_read_across_the_blank_in_it(names: TalkIndex, typed: str) -> None:
    (hit,) = names.search(Query(typed)).hits
    assert hit.talk.id == "na/kato" and hit.why
