"""A list below a line that says somebody heard what it names is one of talks, where no heading is."""

import pytest
from reports import read, talks, titles

LISTED = """- [潮の計測入門](https://kai.example/2020/talk/1)
- [貝を数える話](https://kai.example/2020/talk/2)
* [網の設計と運用](https://kai.example/2020/talk/3)
"""
HEARD = ["潮の計測入門", "貝を数える話", "網の設計と運用"]


@pytest.mark.parametrize(
    "lead",
    [
        "## 聞いたセッション",
        "聴講したセッションは以下の 3 つ:",
        "今回は、以下のセッションを選択しました。",
        "海はよかった。##参加したトーク",
    ],
)
def test_what_somebody_says_to_have_heard_are_talks(lead: str) -> None:
    assert titles(f"海へ行った。\n\n{lead}\n\n{LISTED}\n\nよかった。\n") == HEARD


@pytest.mark.parametrize(
    "lead",
    [
        "海の道具です。",
        "次に聞きたいセッション:",
        "見られなかったセッションは以下です。",
        "発表を聞いてやりたくなったこと",
        "参加者と発表者のブログ",
        "網を編みながら話した通り。",
    ],
)
def test_other_lists_are_none(lead: str) -> None:
    assert titles(f"海へ行った。\n\n{lead}\n\n{LISTED}\n") == []


def test_sentences_below_such_a_line_are_no_titles() -> None:
    text = "参加したセッションは以下です。\n\n- 潮は満ちていました。\n- 貝が多いと思う\n- 網が丸かった\n"
    assert titles(text) == []


def test_headings_come_before_lists() -> None:
    assert titles(f"聞いたセッション:\n\n{LISTED}\n## 灯台の話（@iso）\n\n光る。\n") == ["灯台の話"]


def test_each_day_has_a_list_of_its_own_pages() -> None:
    days = "\n".join(
        f"### {day}日目\n\n- [灯台 {day}](https://kai.example/2020/talk/{day}0)\n" for day in (2, 3)
    )
    elsewhere = "### 宿\n\n- [磯の宿](https://yado.example/1)\n"
    assert titles(f"聞いたセッション:\n\n{LISTED}\n{days}\n{elsewhere}") == [*HEARD, "灯台 2", "灯台 3"]


def test_codes_of_a_programme_are_no_titles() -> None:
    items = "- AB-1「潮の計測入門」\n- CD-2 貝を数える話\n- keynote-1 網の設計と運用\n"
    assert titles(f"参加したセッションは以下です。\n\n{items}") == HEARD


def test_what_is_indented_tells_of_the_item_above_and_the_rest_of_the_event() -> None:
    first = LISTED.replace("talk/1)", "talk/1)\n  - ブイで測る。")
    text = f"聞いたセッション:\n\n{first}\n5月1日に浜で開かれた。\n"
    found = talks(text)
    assert [talk.body.strip() for talk in found] == ["- ブイで測る。", "", ""]
    note = read(text).note
    assert note is not None and note.event is not None
    assert "浜で開かれた" in note.event.note


def test_what_stands_right_below_an_item_tells_of_it() -> None:
    items = LISTED.replace(
        ")\n", ")\nおもしろかった。\n    @[speakerdeck](a1)\n  * [実況](https://x.com/iso/1)\n\n"
    )
    found = talks(f"## 聞いたセッション\n\n{items}\n\n## 感想\n\nよかった。\n")
    assert [talk.title for talk in found] == HEARD
    assert all(talk.body.startswith("おもしろかった。") and "感想" not in talk.body for talk in found)


def test_below_a_day_a_list_of_pages_beside_each_other_is_one_of_talks() -> None:
    more = "- [灯台](https://kai.example/2020/talk/4)\n- [櫂の話](https://kai.example/2020/talk/5)\n"
    text = f"## Day1 前半\n\n{LISTED}\n## 登壇\n\n話した。\n\n## Day1 後半\n\n{more}"
    assert titles(text) == [*HEARD, "灯台", "櫂の話"]
    assert titles(f"## Day1 前半\n\n{LISTED.replace('kai', 'umi', 1)}") == []


def test_numbers_of_rest_are_items() -> None:
    items = "#. 潮の計測入門 (磯野)\n#. 貝を数える話 (浜野)\n#. 網の設計と運用 (港)\n"
    text = f"発表について\n============\n\n3つの話。\n\n{items}\n\nどれもよかった。\n"
    found = talks(f"海の会に参加した\n################\n\n{text}", "2020-05-01-kai.rst")
    assert [talk.title for talk in found] == HEARD
    assert [talk.speakers[0].name for talk in found] == ["磯野", "浜野", "港"]


def test_lines_with_a_sign_below_a_day_are_talks() -> None:
    lines = "■{}の計測入門\nhttps://speakerdeck.com/iso/{}\n\n測る。\n\n"
    day = lines.format("潮", 1) + lines.format("波", 2)
    text = f"## お詫び\n\n遅れた。\n\n## Day1\n\n{day}## Day2\n\n{lines.format('風', 3)}"
    assert titles(text) == ["潮の計測入門", "波の計測入門", "風の計測入門"]


def test_a_day_told_below_a_list_is_the_events() -> None:
    text = f"聞いたセッション:\n\n{LISTED}\n4月20日に浜で開かれた。\n"
    note = read(text).note
    assert note is not None and note.event is not None
    assert note.event.date.isoformat() == "2020-04-20"


def test_names_behind_most_items_are_no_part_of_their_titles() -> None:
    items = "- 潮の計測入門 磯野 渚\n- 貝を数える話 浜野 汐\n- 網の設計と運用 港 湊人\n"
    heard = talks(f"参加したセッションは次の通り。\n\n{items}")
    assert [(talk.title, *(who.name for who in talk.speakers)) for talk in heard] == [
        *(("潮の計測入門", "磯野 渚"), ("貝を数える話", "浜野 汐"), ("網の設計と運用", "港 湊人"))
    ]


def test_a_list_of_titles_and_handles_below_内容_is_one_of_talks() -> None:
    assert titles("# 内容\n\n- 潮を測る @iso\n- 貝を数える @hama\n- 網を編む @umi\n") == [
        "潮を測る",
        "貝を数える",
        "網を編む",
    ]


def test_what_is_given_beside_a_game_or_a_tag_is_a_talk() -> None:
    expected = ["深層学習でじゃんけん", "海鳥のハッシュタグ", "貝の設計"]
    listed = "- 深層学習でじゃんけん (@umi)\n- 海鳥のハッシュタグ (@kai)\n- 貝の設計 (@kani)\n"
    assert titles(f"海へ行った。\n\n## 聞いたセッション\n\n{listed}") == expected


def test_a_link_that_goes_on_in_the_next_line_is_read_to_its_end() -> None:
    listed = LISTED.replace("潮の計測入門", "Measuring Tides\n  and Nets")
    assert titles(f"## 聞いたセッション\n\n{listed}")[0] == "Measuring Tides and Nets"


@pytest.mark.parametrize(
    "item",
    [
        "a buoy is a relation that knows its place in the water",
        "The buoy is chained to the ground and swims.",
        "The buoy that somebody had chained to the ground and then\n  forgotten there",
    ],
)
def test_sentences_in_english_are_no_talks(item: str) -> None:
    assert titles(f"Sessions I heard about:\n\n{3 * f'- {item}{chr(10)}'}", title="SeaConf 2017") == []


def test_who_spoke_may_stand_in_brackets_with_a_word_for_the_video() -> None:
    listed = "".join(f"- {name} for All (by {name} Sango, video)\n" for name in ("Kelp", "Foam", "Surf"))
    found = talks(f"Talks:\n\n{listed}", title="SeaConf 2017")
    assert (found[0].title, found[0].speakers[0].name) == ("Kelp for All", "Kelp Sango")
