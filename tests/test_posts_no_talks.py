"""What stands beside talks in a report and is none: events of a year, own preparations, announcements."""

import datetime

import pytest
from reports import read, talks, titles

from indexer.posts.names import could_be_person
from indexer.posts.naming import named_of

YEARS = "\n\n".join(
    f"## 2010/{month:02}/14 {name}\n\n行った。"
    for month, name in enumerate(("網の会", "潮の勉強会", "磯オフ", "浜カフェ", "港ナイト"), start=3)
)


def test_events_one_behind_the_other_are_no_talks() -> None:
    assert titles(YEARS, title="これまでに参加した勉強会") == []


def test_days_of_one_event_still_hold_talks() -> None:
    body = "## 2020/05/01 (金)\n\n### 潮を測る（@iso）\n\n## 2020/05/02 (土)\n\n### 網を編む（@hama）\n"
    assert titles(body) == ["潮を測る", "網を編む"]


@pytest.mark.parametrize(
    "heading",
    [
        *("なぜ参加したのか", "Next Action", "参考図書", "懇親会 + LT", "開始早々、ビールで乾杯！"),
        *(
            "観測している感想ブログ",
            "セッションとか懇親会とか",
            "過去のイベントレポート",
            "今回の磯の会の趣旨",
            "ポジションペーパーについて",
            "みんながやったこと",
        ),
        *(
            "19:30",
            "19:45-20:00",
            "Wrapping up :sea-star:",
            "Let's get started!!!",
            "21:00 本会終了",
            "海のイベント情報",
        ),
    ],
)
def test_words_of_every_report_are_no_titles(heading: str) -> None:
    body = f"## 潮を測る（@iso）\n測る。\n\n## {heading}\nあれこれ。\n\n## 網を編む（@hama）\n編む。\n"
    assert titles(body) == ["潮を測る", "網を編む"]


def test_how_somebody_prepared_an_own_talk_is_no_talk() -> None:
    heads = ("題材の選び方を考える", "図の描き方を試してみる話", "Figma で作った資料のこと")
    body = "\n\n".join(f"## {head}\n考えた。" for head in heads)
    assert titles(body, title="磯カンファレンス 2020 で登壇しました") == []


def test_the_parts_of_an_own_talk_are_no_talks() -> None:
    parts = "\n\n".join(
        f"### {head}\n話した。"
        for head in ("網の知識と感動の話", "神は細部に宿るという話", "時間をかけて編む話")
    )
    body = f"## トーク内容\n\n{parts}\n"
    assert titles(body, title="磯カンファレンス 2020 で網について発表しました") == []
    assert len(titles(body, title="磯カンファレンス 2020 に参加した")) == 3


def test_others_talks_beside_an_own_one_are_talks() -> None:
    body = "## 潮を測る（@iso）\n測る。\n\n## 網を編む（@hama）\n編む。\n"
    assert titles(body, title="磯カンファレンス 2020 で登壇しました") == ["潮を測る", "網を編む"]


def test_sessions_with_letters_are_talks_below_whatever_heading() -> None:
    body = "## なぜ参加したのか\n近い。\n\n### セッションA: 潮を測る\n\n### セッションB: 網を編む\n"
    assert titles(body) == ["潮を測る", "網を編む"]


@pytest.mark.parametrize(
    ("heading", "title"),
    [("2.1. 基本情報", "基本情報"), ("1.2.3. 潮を測る", "潮を測る"), ("3.6 の新機能", "3.6 の新機能")],
)
def test_a_number_of_parts_is_no_title(heading: str, title: str) -> None:
    named = named_of(heading)
    assert (named.title, named.guess) == (title, ())


@pytest.mark.parametrize(
    "heading", ["今度@isoさんにおごってもらうんだ", "能力 = 成長 = 革新", "「潮を測る仕組み」視聴"]
)
def test_a_sentence_names_nobody(heading: str) -> None:
    assert not named_of(heading).speakers and not named_of(heading).guess


def test_what_one_did_there_is_no_name() -> None:
    assert not any(map(could_be_person, ("視聴", "進め方", "基本情報")))


@pytest.mark.parametrize(
    "title",
    ["網の売り上げレポートを取得する", "潮位のレポートを時系列で出力する", "網のレポート作成を自動化する"],
)
def test_a_report_that_a_program_makes_is_no_event(title: str) -> None:
    assert read("## 手順\n取得する。\n", title=title).note is None


def test_an_invitation_in_an_article_is_no_visit() -> None:
    text = "[磯の会](https://iso.connpass.com/event/1/) へぜひ参加してください。\n\n## 網の編み方\n編む。\n"
    assert read(text, title="網の編み方を調べた").note is None


def test_who_writes_the_name_of_the_event_over_its_page_was_there() -> None:
    name = "磯ユーザー会 入門編 #5"
    text = f"# {name}\n\n[{name}](https://iso.connpass.com/event/5/)\n\n## 網の形\n* 丸い\n"
    post = read(text, path="20180730_iso.md", title="")
    assert post.note is not None and post.note.event is not None
    assert (post.note.event.name, post.note.event.date) == (
        "磯ユーザー会 入門編 #5",
        datetime.date(2018, 7, 30),
    )


def test_a_day_in_a_table_below_counts_where_nothing_else_tells_it() -> None:
    row = "| **日時** | 2023年08月26日(土) 13:00 - 17:00 |"
    body = f"## 潮を測る（@iso）\n測る。\n\n{row}\n| 場所 | 港 |\n\n## 網を編む（@hama）\n"
    assert {talk.date for talk in talks(body, path="kai.md")} == {datetime.date(2023, 8, 26)}


@pytest.mark.parametrize(
    "line",
    [
        ".. 磯さんの発表が聴けなかったのは残念（つぎ行けるか）。",
        "卵が来て「キター！」とか言って先生の話聞いてないし",
        "網（有料）を頼んで発表は聞けなかった",
    ],
)
def test_asides_are_no_missed_talks(line: str) -> None:
    note = read(f"会\n==\n\n行った。\n\n{line}\n", path="2020-05-01-kai.rst", title="").note
    assert note is None or not any(talk.mention and len(talk.title) < 12 for talk in note.talks)


def test_codes_of_sessions_are_no_part_of_titles() -> None:
    heads = (
        "GH-1 潮を測る方法（@iso）",
        "EF-2 網を編む方法（@hama）",
        "CD-3 灯りを測る方法（@minato）",
        "懇親会",
    )
    assert titles("\n\n".join(f"## {head}\n" for head in heads)) == [
        "潮を測る方法",
        "網を編む方法",
        "灯りを測る方法",
    ]


def test_one_such_code_may_be_a_name() -> None:
    body = "## T5 を動かす（@iso）\n\n## 網を編む（@hama）\n\n## 灯りを測る（@minato）\n"
    assert titles(body)[0] == "T5 を動かす"


def test_the_volume_of_a_magazine_is_no_event() -> None:
    assert read("## 網の特集\n書いた。\n", title="Ami PRESS Vol.89 に書いた").note is None


@pytest.mark.parametrize(
    "address",
    [
        "[網の会の記録](https://ami.example/1)  \nhttps://ami.example/1",
        "網の会の記録  \nhttps://ami.example/1",
    ],
)
def test_a_line_with_its_address_below_is_a_reference(address: str) -> None:
    other = "●[貝の図鑑](https://kai.example/2)\n\nhttps://kai.example/2\n\n * よく読んだ。\n"
    assert titles(f"波の話を聞いた。\n\n●{address}\n\n{other}\n [1]: https://umi.example/\n") == []


def test_such_lines_with_a_name_or_slides_are_talks() -> None:
    text = "■入江さん「潮を測る」\nhttps://umi.example/1\n\n■浜野さん「貝を数える」\nhttps://umi.example/2\n"
    assert titles(text) == ["潮を測る", "貝を数える"]


@pytest.mark.parametrize("heading", ["旅行記", "函館観光", "おまけの旅日記", "ご飯"])
def test_places_that_were_seen_on_the_way_are_no_talks(heading: str) -> None:
    day = "### 1日目\n\n#### 灯台タワー\n\n登った。\n\n#### 網元の魚料理 いか清\n\n食べた。\n"
    assert titles(f"## 潮を測る（@iso）\n\nブイ。\n\n## {heading}\n\n{day}") == ["潮を測る"]


@pytest.mark.parametrize(
    "title", ["磯Conf 2020 で頂いた QA まとめ", "磯Conf 2020 の質疑応答まとめ", "磯のハンズオンに参加した"]
)
def test_questions_and_steps_have_numbers_and_are_no_talks(title: str) -> None:
    parts = "\n\n".join(
        f"## {number}. {head}\n\n答えた。"
        for number, head in enumerate(
            ("網の目の数はいくつか", "潮を測る道具の選び方", "貝はいつ増えるのか"), start=1
        )
    )
    assert titles(parts, title=title) == []
    assert len(titles(parts, title="磯Conf 2020 に参加した")) == 3


@pytest.mark.parametrize(
    "heading",
    ["パネリスト: (50音順)", "モデレータ", "質疑応答その２", "いきさつ", "文字起こし", "発表スライドとか"],
)
def test_who_sat_there_and_more_questions_are_no_titles(heading: str) -> None:
    body = f"## 潮を測る（@iso）\n測る。\n\n## {heading}\n\n- 磯野 渚 氏\n\n## 網を編む（@hama）\n編む。\n"
    assert titles(body) == ["潮を測る", "網を編む"]


def test_days_between_rules_are_no_talks() -> None:
    day = '{}日目\n\n<iframe src="https://www.youtube.com/embed/{}aaaaaaaaaa"></iframe>\n\n----\n\n'
    assert (
        titles(
            "行った。\n\n----\n\n" + "".join(day.format(day_, number) for number, day_ in enumerate("一二三"))
        )
        == []
    )


def test_who_counts_whole_sentences_or_calls_upon_others_writes_an_essay() -> None:
    counted = "".join(
        f"## {n}. 磯の勉強会は{what}を規定しません。\n\n話。\n\n"
        for n, what in ((1, "話す人"), (2, "聞く人"), (3, "中身"))
    )
    essay = "".join(
        f"## {one}\n\n話。\n\n"
        for one in (
            "テーマに興味がなくても磯に来てほしい",
            "小さな集まりから始めたらどうだろうか",
            "浜の人が会いたい人を呼ぼうぜ",
        )
    )
    assert titles(counted) == titles(essay) == []


def test_two_headings_of_two_words_are_hardly_those_of_talks() -> None:
    assert titles("## 砂浜Conについて\n\n話。\n\n## Sea Lion\n\n話。\n") == []


def test_hours_of_a_journey_are_no_talks_where_talks_have_speakers() -> None:
    said = ("潮を測る - @iso", "網を編む - @hama", "貝を数える - @umi")
    heard = "# 1日目\n\n" + "".join(f"## {one}\n\n話。\n\n" for one in said)
    journey = "# 2日目\n\n## 07:00〜 起床\n\n眠い。\n\n## 08:00〜 市場で海鮮丼を食べる\n\nうまい。\n"
    assert titles(heard + journey) == ["潮を測る", "網を編む", "貝を数える"]


def test_part_three_may_be_a_party() -> None:
    text = "".join(
        f"## PART {n} : {one}\n\n話。\n\n"
        for n, one in ((1, "Net in New Zealand"), (2, "網の合宿レポート"), (3, "二次会"))
    )
    assert titles(text) == ["Net in New Zealand", "網の合宿レポート"]


def test_names_alone_are_those_of_who_came_unless_slides_or_titles_stand_beside_them() -> None:
    came = ("[@iso](https://x.com/iso)", "[@hama](https://x.com/hama)", "umi")
    assert titles("".join(f"## {who}\n\nコードを書いた。\n\n" for who in came)) == []
    assert (
        len(titles("".join(f"## {who}\n\nhttps://speakerdeck.com/a/{who[1:3]}\n\n" for who in came[:2]))) == 2
    )
    assert (
        len(titles("## 潮を測る / 磯さん\n\n話。\n\n" + "".join(f"## {who}\n\n話。\n\n" for who in came[:1])))
        == 2
    )


def test_headings_with_names_of_events_and_years_tell_of_events() -> None:
    text = "".join(
        f"## {one}\n\n応募した。\n\n"
        for one in ("PyCon APAC 2015", "PyCon Korea 2015", "PyCon Singapore 2015", "PyCon Isola")
    )
    assert titles(text, title="海外カンファレンスで修行する") == []


def test_rows_without_a_name_are_no_talks_where_a_column_has_who_spoke() -> None:
    table = (
        "| 内容 | 発表者 |\n|---|---|\n| 自己紹介＆目標 | |\n| 各自で何かする時間 | |\n{}| 運営ブレスト | |\n"
    )
    assert titles(table.format("")) == []
    assert titles(table.format("| 網を編む道具 | 磯さん |\n")) == ["網を編む道具"]


def test_parts_of_one_talk_are_none_below_its_heading() -> None:
    text = "## Keynote\n\n" + "".join(
        f"### {one}\n\n話。\n\n" for one in ("Net Today", "網の言語サービス", "貝の採用事例")
    )
    assert titles(text, title="iso-conf 2017 1日目 Keynoteメモ") == []


def test_a_sentence_before_a_remark_and_a_day_of_change_are_no_titles() -> None:
    ends = ("第9回磯の会を主催しました。(移植)", "[UPDATED] 2018-10-01", "2023")
    text = "".join(f"## {one}\n\n話。\n\n" for one in ("潮を測る / 磯さん", "網を編む / 浜さん", *ends))
    assert titles(text) == ["潮を測る", "網を編む"]


def test_an_article_called_by_what_one_does_is_not_cut_though_it_tells_of_an_event() -> None:
    checks = "".join(
        f"## {one}\n\n書く。\n\n"
        for one in ("Volume の概念を抽出する", "Landscape に対応する", "Net を形にする")
    )
    top = "# はじめに\n\n磯の会に参加して、visionOS に備える一覧を作りました。\n\nhttps://iso.connpass.com/event/1/\n\n"
    assert titles(top + checks, title="visionOS に備える") == []


def test_the_rules_of_an_event_are_no_talk_of_it() -> None:
    def kind(path: str) -> bool:
        return read("# 海べの決まり\n\n守る。\n", path, "海べの決まり").note is not None

    assert kind("isokaigi2014/net.md") and not kind("policies/isokaigi2014/net.md")
    assert not kind("isokaigi2014/privacy-policy-ja.md")


def test_who_counts_slides_tells_of_one_talk() -> None:
    pages = "\n\n".join(f"#### {number}p, 潮を測るしくみと実践\n{number} 枚。" for number in range(1, 5))
    assert titles(pages, title="磯Kaigi 2017 の「潮を測る」を読む会") == []
    assert titles(f"{pages}\n\n#### 潮を測る（@iso）\n", title="磯Kaigi 2017") == []


@pytest.mark.parametrize(
    "day", ["1日目（ワークショップの日）", "2,3日目（本番）", "Day 2 (last one)", "SeaConf Conference Day"]
)
def test_a_day_with_a_remark_holds_talks_and_is_none(day: str) -> None:
    body = f"## {day}\n\n### 潮を測る（@iso）\n測る。\n\n### 網を編む（@hama）\n編む。\n"
    assert titles(body) == ["潮を測る", "網を編む"]


def test_sentences_and_nouns_in_english_are_no_titles_by_their_length_alone() -> None:
    heads = ("Flight cancellations and delays", "The conference", "Getting things done", "The social event")
    essay = "\n\n".join(f"## {head}\nIt was nice." for head in heads)
    assert titles(essay, title="SeaConf 2017") == []
    heads = ("Knots for Slow Sailors", "Charting Tides with Python", "The State of Lighthouses")
    told = "\n\n".join(f"## {head}\nIt was nice." for head in heads)
    assert titles(told, title="SeaConf 2017") == list(heads)


def test_one_topic_at_an_event_in_english_is_cut_into_no_talks() -> None:
    heads = ("Bowlines and Friends", "Splicing a Long Rope", "Knots That Hold Well")
    body = "\n\n".join(f"## {head}\nTie it." for head in heads)
    read_as = read(body, title="Knots and Ropes at SeaConf 2011")
    assert read_as.note is not None
    assert (read_as.is_one_entry, read_as.note.event.name) == (True, "SeaConf 2011")
    assert titles(body, title="Notes from SeaConf 2011") == list(heads)
