"""Whoever gives an evening its room or money is called さん, too, and speaks only where that is said."""

import pytest
from reports import talks

from indexer.posts.people import people_of

TALKS = "## 網の話 / 山田さん\n\n編む。\n\n## 櫂の話 / 佐藤さん\n\n漕ぐ。\n\n"
HEARD = [("網の話", ["山田"]), ("櫂の話", ["佐藤"])]


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(talk.title, [who.name for who in talk.speakers]) for talk in talks(text)]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "会場スポンサー: ほばしらさん",
            "会場 (ほばしらさん)",
            "会場提供 ほばしらさん",
            "ピザ提供：ほばしらさん",
        ),
        *(
            "乾杯 / ほばしらさん",
            "ほばしらさんによる会場紹介",
            "ほばしらさん 会社紹介",
            "スポンサーはほばしらさん",
        ),
    ],
)
def test_a_heading_about_the_host_is_no_talk(heading: str) -> None:
    assert told(f"{TALKS}## {heading}\n\n広い。\n") == HEARD


@pytest.mark.parametrize(
    "line",
    [
        *(
            "会場はほばしらさん。",
            "スポンサーはほばしらさんです。",
            "株式会社ほばしらさん",
            "ほばしらテクノロジーズさん",
        ),
        *("ほばしらさんの会場で。", "協賛: ほばしらさん", "はてなさん", "ほばしら(株)さん"),
    ],
)
def test_a_line_about_the_host_names_no_speaker(line: str) -> None:
    assert told(f"{TALKS}## 潮の満ち引きをブイで測る話 / @iso\n\n{line}\n")[-1][1] == ["iso"]
    assert told(f"{TALKS}## 1. 潮の満ち引きをブイで測る話\n\n{line}\n")[-1] == (
        "潮の満ち引きをブイで測る話",
        [],
    )


def test_who_works_for_the_host_speaks() -> None:
    assert told(f"{TALKS}## 潮を測る / 株式会社ほばしらの磯野さん\n\nブイ。\n")[-1] == ("潮を測る", ["磯野"])
    assert told(f"{TALKS}## 3. 潮を測る\n\nほばしらさんによる発表。\n")[-1] == ("潮を測る", ["ほばしら"])
    assert told(f"{TALKS}## 会社紹介 / @hobashira\n\n会社の話。\n")[-1] == ("会社紹介", ["hobashira"])


def test_items_and_parts_about_the_host_are_no_talks() -> None:
    items = (
        "19:00 会場説明 ほばしらさん\n19:10 網の話 山田さん\n19:20 櫂の話 佐藤さん\n19:30 波の話 鈴木さん\n"
    )
    assert told(f"{items}20:00 乾杯の挨拶 ほばしらさん\n") == [*HEARD, ("波の話", ["鈴木"])]
    parts = ("会場はほばしらさん", "トップバッターは山田さん\n\n網の話", "次は佐藤さん\n\n櫂の話")
    last = "ほばしらさん\n\n会場と飲み物を提供してくださった"
    assert told("\n\n---\n".join(("前書き。", *parts, last, ""))) == HEARD


@pytest.mark.parametrize(
    ("written", "name", "employer"),
    [
        ("はてなの山田さん", "山田", "はてな"),
        ("株式会社ほばしらの山田さん", "山田", "株式会社ほばしら"),
        ("服部さん", "服部", ""),
    ],
)
def test_a_company_beside_a_name_is_an_employer(written: str, name: str, employer: str) -> None:
    (who,) = people_of(written)
    assert (who.name, who.affiliation) == (name, employer)


@pytest.mark.parametrize("company", ["株式会社ほばしらさん", "ほばしらテクノロジーズさん"])
def test_a_company_behind_a_title_is_no_part_of_it(company: str) -> None:
    assert told(f"{TALKS}## 潮を測る / {company}\n\nブイ。\n") == [*HEARD, ("潮を測る", [])]
