"""The values of a note's facts: speakers, dates, addresses, ids."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.notes.ids import parse_id, slug_of
from indexer.notes.speakers import speakers_of
from indexer.notes.values import parse_date, parse_url
from search.model import Speaker


@pytest.mark.parametrize(
    ("written", "speakers"),
    [
        ("桑野", (Speaker("桑野"),)),
        ("桑野 (くわの)", (Speaker("桑野", "くわの"),)),
        ("桑野（モンゴリアン桑野 ／ CA）", (Speaker("桑野", "モンゴリアン桑野", "CA"),)),
        ("桑野 (/ CA/メディア)", (Speaker("桑野", "", "CA/メディア"),)),
        ("鈴木、田中 (たなか、と聞こえた)", (Speaker("鈴木"), Speaker("田中", "たなか、と聞こえた"))),
        ("Smith, Jr.", (Speaker("Smith, Jr."),)),
        ("イアン・ルイス", (Speaker("イアン・ルイス"),)),
        ("中川 (ナカガワ(野球) / ヤキュウ社)", (Speaker("中川", "ナカガワ(野球)", "ヤキュウ社"),)),
        ("括弧が) 変", (Speaker("括弧が) 変"),)),
    ],
)
def test_speakers_are_read_by_one_rule(written: str, speakers: tuple[Speaker, ...]) -> None:
    assert speakers_of(written) == speakers


@pytest.mark.parametrize("written", ["2015-01-14", "2015/1/14", "2015年1月14日", "２０１５年１月１４日(水)"])
def test_dates_are_read_as_people_write_them(written: str) -> None:
    assert parse_date(written) == datetime.date(2015, 1, 14)


@pytest.mark.parametrize(
    "written", ["1月14日", "2015-02-30", "0000-01-01", "14/1/2015", "2015-1/14", "来週", ""]
)
def test_other_dates_come_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="2015-01-14"):
        parse_date(written)


@pytest.mark.parametrize("written", ["http://a.jp/", "<http://a.jp/>", "[資料](http://a.jp/)"])
def test_a_link_may_be_written_in_three_ways(written: str) -> None:
    assert parse_url(written) == "http://a.jp/"


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.jp",
        "http://",
        "http://[",
        "a.jp",
        "http://a.jp/ と b",
        "ftp://a.jp",
    ],
)
def test_only_web_addresses_are_links(written: str) -> None:
    with pytest.raises(ValueError, match="https"):
        parse_url(written)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("WiredTiger を試す", "wiredtiger-を試す"),
        ("ＨＢａｓｅ／ＨＤＦＳ", "hbase-hdfs"),
        ("  C++ & C#!? ", "c-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("🍺🍺", ""),
        ("あ" * 200, "あ" * 80),
    ],
)
def test_a_title_makes_an_id_of_letters_and_digits(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text())
def test_every_id_is_one_safe_segment_of_a_path(title: str) -> None:
    slug = slug_of(title)
    assert not set(slug) & set("/\\.?#%&<>\" '\n\x00")
    assert slug == "" or parse_id(slug) == slug


@pytest.mark.parametrize("written", ["a/b", "..", ".a", "a b", "a.json", "a\x07", "-a", "", "あ" * 81])
def test_other_ids_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="ID"):
        parse_id(written)
