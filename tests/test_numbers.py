"""A number with what it counts is one thing: found together, never within a longer number, marked whole."""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk

EVENING = Event("su", "数の会", datetime.date(2020, 1, 1))
BODIES = {
    "three days": "作業は3日で終わり。",
    "the 23rd": "次は23日。3人が8回話した。日は長い。",
    "november": "11月30日に。1人の月。",
    "january": "1月の予定。",
    "eight": "８人が来た。",
    "eighteen": "18人が来た。8つの人形。",
    "third": "第3回勉強会の話。",
    "third in kanji": "第三回の話。",
    "third party": "第三者が3つ、一回で。",
    "thirteenth": "第13回、3日目と。勉強会は第2回で3度め。",
    "decade": "十年の話。",
    "fifty years": "五十年と2010年の10人の年。",
    "ten years": "10年前の話。",
    "a range": "待つのは3〜5分。",
    "a time": "19:30 7分で。",
    "twice": "2回目。",
    "two and one": "2人が1回、目で。",
    "half": "1〜1.5倍で2.5次元。",
    "python": "Python 3.12 の入門。",
    "rails": "Rails7 と CentOS 7 の構築。",
    "euros": "3万円。",
    "thirteen": "十三人で。",
    "march": "03月の会。",
    "rails apart": "Rails 7.1 と S7 の料金。",
    "neither": "Rails で書き、S7 を試す。rail も。",
    "fivefold": "5倍速で、三倍は無理。",
    "docker": "Docker を入れる。",
    "a world": "世界に一つ。",
    "first in the world": "世界一の速さ。",
    "second": "二次的な話。",
    "thousands": "参加費は2,500円で、12,800人が見た。",
    "no thousands": "2500冊と2024年。EC2,500台とも。",
    "eleventh": "第11回読書会。",
    "months": "4ヶ月で6か所を直す。",
    "months in kanji": "四か月後に、六箇所。",
    "ten thousand": "7万人が見た。",
    "kanji": "百二十人が、二千万円と。",
    "both of us": "ふたりで96 GBを。",
    "glued": "96GBの機械。",
    "two fees": "6,300円を300円にした。",
}


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("numbers"))
    index.rebuild([Talk(f"su/{n}", "題", EVENING, (), (), EVENING.date, body) for n, body in BODIES.items()])
    return index


def found(index: TalkIndex, typed: str) -> set[str]:
    return {hit.talk.id[3:] for hit in index.search(Query(typed, per_page=100)).hits}


def marked(index: TalkIndex, typed: str) -> list[str]:
    hits = index.search(Query(typed, per_page=100)).hits
    return sorted(hit.snippet.text[start:end] for hit in hits for start, end in hit.snippet.marks)


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ("3日", {"three days", "thirteenth"}),
        ("1月", {"january"}),
        ("3月", {"march"}),
        ("8人", {"eight"}),
        ("18人", {"eighteen"}),
        ("第3回", {"third", "third in kanji"}),
        ("第三回", {"third", "third in kanji"}),
        ("10年", {"decade", "ten years"}),
        ("10年前", {"decade", "ten years"}),
        ("5分", {"a range"}),
        ("7分", {"a time"}),
        ("2回目", {"twice"}),
        ("2.5次元", {"half"}),
        ("3万円", {"euros"}),
        ("1倍", set()),
        ("5倍", {"fivefold"}),
        ("3倍", {"fivefold"}),
        ("5次元", set()),
        ("1.5倍", {"half"}),
        ("3人", {"the 23rd"}),
        ("13人", {"thirteen"}),
        ("99回", set()),
        ("120人", {"kanji"}),
        ("20人", set()),
        ("百二十人", {"kanji"}),
        ("二千五百円", {"thousands"}),
        ("一万二千八百人", {"thousands"}),
        ("二千五百冊", {"no thousands"}),
        ("七万人", {"ten thousand"}),
        ("二千万円", {"kanji"}),
        ("千人", set()),
        ("2000万円", {"kanji"}),
        ("1000万円", set()),
        ("二人", {"both of us", "two and one"}),
        ("96GB", {"both of us", "glued"}),
        ("９６ＧＢ", {"both of us", "glued"}),
        ("96 GB", {"both of us", "glued"}),
        ("4ヶ月", {"months", "months in kanji"}),
        ("4ケ月", {"months", "months in kanji"}),
        ("四カ月", {"months", "months in kanji"}),
        ("6箇所", {"months", "months in kanji"}),
        ("三ヶ所", set()),
        ("六ヶ所", {"months", "months in kanji"}),
    ],
)
def test_a_number_is_found_with_what_it_counts(numbers: TalkIndex, typed: str, talks: set[str]) -> None:
    assert found(numbers, typed) == talks


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ('"3日"', {"three days", "thirteenth"}),
        ('"1月"', {"january"}),
        ('"8人"', {"eight"}),
        ('"5分"', {"a range"}),
        ('"年の10"', {"fifty years"}),
        ('"年の10人"', {"fifty years"}),
        ('"年と201"', set()),
        ('"年と2010"', {"fifty years"}),
        ('"3.1"', set()),
        ('"5倍"', {"fivefold"}),
        ('"3.12"', {"python"}),
        ('"第3回"', {"third"}),
    ],
)
def test_a_quoted_number_is_no_part_of_a_longer_one(numbers: TalkIndex, typed: str, talks: set[str]) -> None:
    assert found(numbers, typed) == talks


def test_a_number_is_left_out_only_where_it_stands(numbers: TalkIndex) -> None:
    assert found(numbers, "勉強会") == {"third", "thirteenth"}
    assert found(numbers, "勉強会 -第3回") == {"thirteenth"}
    assert found(numbers, "勉強会 -第三回") == {"thirteenth"}
    assert found(numbers, "勉強会 -第3回勉強会") == {"thirteenth"}
    assert found(numbers, "勉強会 -第2回勉強会") == {"third", "thirteenth"}


def test_a_number_is_a_word_beside_others(numbers: TalkIndex) -> None:
    assert next(iter(numbers.search(Query("第3回勉強会")).hits)).talk.id == "su/third"
    assert found(numbers, "8人 OR 18人") == {"eight", "eighteen"}
    best = numbers.search(Query("3日 勉強会")).hits[0]
    assert best.talk.id == "su/thirteenth"
    assert not best.missing


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("8人", ["８人"]),
        ("3日", ["3日", "3日"]),
        ('"3日"', ["3日", "3日"]),
        ("第三回", ["第3回", "第三回"]),
        ("5分", ["5分"]),
        ("10年", ["10年", "十年"]),
        ("8人 OR 18人", ["18人", "８人"]),
        ("8人 OR 予定", ["予定", "８人"]),
    ],
)
def test_a_number_is_marked_whole_and_nothing_else_is(
    numbers: TalkIndex, typed: str, marks: list[str]
) -> None:
    assert marked(numbers, typed) == marks


@pytest.mark.parametrize(
    ("typed", "talk"), [("Python 3.12", "python"), ("Rails7", "rails"), ("CentOS 7構築", "rails")]
)
def test_versions_are_found_as_ever(numbers: TalkIndex, typed: str, talk: str) -> None:
    result = numbers.search(Query(typed))
    assert result.hits[0].talk.id == f"su/{talk}"
    assert not result.relaxed


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ("Rails7", {"rails", "rails apart"}),
        ("Rails1", {"rails", "rails apart", "neither"}),
        ("Python3", {"python"}),
        ("Python3.12", {"python"}),
        ("Docker1.12", {"docker"}),
        ("docker27", {"docker"}),
    ],
)
def test_a_version_is_found_apart_from_its_name_and_else_the_name(
    numbers: TalkIndex, typed: str, talks: set[str]
) -> None:
    assert found(numbers, typed) == talks


def test_where_nobody_spoke_of_a_version_the_hit_says_what_it_has_instead(numbers: TalkIndex) -> None:
    (hit,) = numbers.search(Query("Docker1.12")).hits
    assert [(why.written, why.route) for why in hit.why] == [("Docker", "correction")]


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ("十三人", {"thirteen"}),
        ("三回", {"third in kanji", "third"}),
        ("十年", {"decade", "ten years"}),
        ("五十年", {"fifty years"}),
    ],
)
def test_a_number_in_kanji_is_one_with_what_it_counts(
    numbers: TalkIndex, typed: str, talks: set[str]
) -> None:
    assert found(numbers, typed) == talks


def test_a_number_inside_of_a_word_stands_there_only(numbers: TalkIndex) -> None:
    assert found(numbers, "世界一") == {"first in the world"}
    assert found(numbers, "日本一") == set()


def test_a_word_that_begins_with_a_number_is_no_number(numbers: TalkIndex) -> None:
    assert found(numbers, "二次的") == {"second"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2,500円", {"thousands"}),
        ("2500円", {"thousands"}),
        ("２，５００円", {"thousands"}),
        ("500円", set()),
        ("12800人", {"thousands"}),
        ("800人", set()),
        ("2500", {"thousands", "no thousands"}),
        ("500", {"no thousands"}),
        ("500台", {"no thousands"}),
    ],
)
def test_commas_in_a_number_part_nothing(numbers: TalkIndex, typed: str, wanted: set[str]) -> None:
    assert found(numbers, typed) == wanted


def test_a_number_is_marked_with_its_commas(numbers: TalkIndex) -> None:
    assert marked(numbers, "2500円") == ["2,500円"]
    assert marked(numbers, "12800") == ["12,800"]
    assert marked(numbers, "70,000人") == ["7万人"]
    assert marked(numbers, "300円") == marked(numbers, '"300円"') == ["300円"]
    assert marked(numbers, "96GB") == ["96 GB", "96GB"]


def test_a_number_by_itself_is_no_other_one(numbers: TalkIndex) -> None:
    assert found(numbers, "1024") == set()


@pytest.mark.parametrize("typed", ["第十一回", "第十一回読書会", "第十一回読書会の話を誰がしたか"])
def test_an_edition_in_kanji_is_one_however_it_is_cut(numbers: TalkIndex, typed: str) -> None:
    hit = numbers.search(Query(typed)).hits[0]
    assert hit.talk.id == "su/eleventh"
    assert "第11回" in hit.snippet.text and hit.why[0].route == "spelling"
