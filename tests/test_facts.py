"""Facts of a talk as people write them: one person, technology or address, whatever signs are around."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.notes.inline import visible_of, written_value
from indexer.notes.note import ParsedNote, parse_note
from indexer.notes.speakers import speakers_of, written_speaker
from search.model import Link, Speaker, Talk

FRONT = "---\nevent: 渋谷LT #3\ndate: 2015-01-14\n---\n"
URL = "https://example.jp/a_b?c=(1)"


def note(text: str) -> ParsedNote:
    return parse_note(Path("2015-01-14-lt.md"), FRONT + text)


def talk_with(*bullets: str) -> Talk:
    parsed = note("\n".join(("## 題名", *bullets, "", "本文。")))
    assert parsed.problems == ()
    (talk,) = parsed.talks
    return talk


@pytest.mark.parametrize(
    "written",
    [
        *(
            "foo",
            "@foo",
            "＠foo",
            "foo さん",
            "@fooさん",
            "foo氏",
            "foo 様",
            "fooさま",
            "foo先生",
            "**foo**",
            "`foo`",
        ),
        *(f"[@foo]({URL})", f"[foo]({URL})さん", f'[@foo]({URL} "プロフィール")', f"**[@foo]({URL})** さん"),
        *(
            f"![@foo]({URL})",
            f"[![foo](https://a.jp/i.png)]({URL})",
            f"[@foo]（{URL}）",
            "\\@foo",
            "<b>foo</b>さん",
        ),
    ],
)
def test_courtesy_and_signs_are_no_part_of_a_name(written: str) -> None:
    assert talk_with(f"- Speaker: {written}").speakers == (Speaker("foo"),)


@pytest.mark.parametrize(
    ("written", "speakers"),
    [
        (f"[桑野]({URL})さん（モンゴリアン桑野 ／ CA）", (Speaker("桑野", "モンゴリアン桑野", "CA"),)),
        ("桑野さん (CA) さん", (Speaker("桑野", "CA"),)),
        (f"山田太郎 ([@taro]({URL}) / [検索社]({URL}))", (Speaker("山田太郎", "@taro", "検索社"),)),
        (f"[@a]({URL}), [@b]({URL})、@c, ＠d", tuple(map(Speaker, "abcd"))),
        ("桑野さん, 鈴木氏，田中様", (Speaker("桑野"), Speaker("鈴木"), Speaker("田中"))),
        ("Smith, Jr.", (Speaker("Smith, Jr."),)),
        ("みどり, 佐々木太郎，カズ", tuple(map(Speaker, ("みどり", "佐々木太郎", "カズ")))),
        (
            "桑野 (CA, くわの), Smith (X), Jones (Y)",
            (Speaker("桑野", "CA, くわの"), Speaker("Smith", "X"), Speaker("Jones", "Y")),
        ),
        ("田中, Smith, Jr.", (Speaker("田中, Smith, Jr."),)),
        ("桑野 (モンゴリアン, @kuwa)", (Speaker("桑野", "モンゴリアン, @kuwa"),)),
        ("foo\\_bar", (Speaker("foo_bar"),)),
        ("foo_bar_baz", (Speaker("foo_bar_baz"),)),
        ("`鈴木庸氏` (すずき)", (Speaker("鈴木庸氏", "すずき"),)),
        ("R&amp;D 部", (Speaker("R&D 部"),)),
        ("さん", (Speaker("さん"),)),
    ],
)
def test_one_person_is_one_name(written: str, speakers: tuple[Speaker, ...]) -> None:
    assert talk_with(f"- 発表者：{written}").speakers == speakers


@pytest.mark.parametrize(
    ("written", "technologies"),
    [
        ("`Go`, **Rust**", ("Go", "Rust")),
        ("*Go*、__Rust__，~~PHP~~", ("Go", "Rust", "PHP")),
        (f"[Go]({URL}), [Rust][rust], <em>C</em>", ("Go", "Rust", "C")),
        ("C++, C#, F\\*, snake_case_name, 2*3", ("C++", "C#", "F*", "snake_case_name", "2*3")),
        ("`C*`, `a_b`, ``x`y``, Q&amp;A, Q&A", ("C*", "a_b", "x`y", "Q&A")),
    ],
)
def test_technologies_lose_the_signs_around_them(written: str, technologies: tuple[str, ...]) -> None:
    assert talk_with(f"- tech: {written}").technologies == technologies


@pytest.mark.parametrize(
    "written",
    [
        *(URL, f"<{URL}>", f"[資料]({URL})", f'[資料]({URL} "題")', f"[資料](<{URL}>)", f"![図]({URL})"),
        *(
            f"[資料 [前編]]({URL})",
            f"[資料]（{URL.replace('(1)', '1')}）",
            f"[![図](https://b.jp/i.png)]({URL})",
        ),
        URL.replace("_", "\\_"),
    ],
)
def test_an_address_is_read_out_of_any_link(written: str) -> None:
    (link,) = talk_with(f"- slides: {written}").links
    assert link == Link("slides", URL if "（" not in written else URL.replace("(1)", "1"))


@pytest.mark.parametrize("between", [" ", "、", ", ", "，"])
def test_one_bullet_may_hold_several_addresses(between: str) -> None:
    links = (
        Link("video", "https://a.jp/1,2"),
        Link("video", "https://b.jp/"),
        Link("video", "https://c.jp/x"),
    )
    written = between.join(("https://a.jp/1,2", "[後編](https://b.jp/)", "<https://c.jp/x>"))
    assert talk_with(f"- 動画: {written}").links == links


@pytest.mark.parametrize(
    "bullet",
    [
        *(
            "- 発表者: 桑野",
            "- 発表者：桑野",
            "* 発表者 : 桑野",
            "+ 発表者:桑野",
            "-　発表者：　桑野",
            "-発表者：桑野",
        ),
        *(
            "・発表者：桑野",
            "● 発表者：桑野",
            "- **発表者**: 桑野",
            "- **発表者:** 桑野",
            "- __発表者：__桑野",
            "- `speaker`: 桑野",
        ),
        *(
            "- *Speaker*: 桑野",
            "- ＳＰＥＡＫＥＲ: 桑野",
            "- Speaker(s): 桑野",
            "- 登壇者（敬称略）：桑野",
            "   - 話者: 桑野",
        ),
        *("- 発表者:\n  - 桑野", "- 発表者:\n    * 桑野さん", "- 発表者:\n  桑野", "*\t発表者: 桑野"),
    ],
)
def test_a_key_is_known_however_its_bullet_is_written(bullet: str) -> None:
    talk = talk_with(bullet, "- tech: MongoDB")
    assert (talk.speakers, talk.technologies, talk.body) == ((Speaker("桑野"),), ("MongoDB",), "本文。")


def test_bullets_below_a_fact_are_more_of_it() -> None:
    talk = talk_with(
        "- speaker: 桑野さん",
        "  - 所属: CA",
        "  - 資料: https://a.jp/s",
        "- 技術:",
        "  - MongoDB, Go",
        "    - `Rust`",
        "- 動画:",
        "  - 前編: https://a.jp/1",
        "  - https://a.jp:8080/2",
    )
    assert talk.speakers == (Speaker("桑野", affiliation="CA"),)
    assert talk.technologies == ("MongoDB", "Go", "Rust")
    assert talk.links == (
        Link("slides", "https://a.jp/s"),
        Link("video", "https://a.jp/1"),
        Link("video", "https://a.jp:8080/2"),
    )
    assert talk.body == "本文。"


def test_an_affiliation_may_stand_beside_its_speaker() -> None:
    talk = talk_with(
        "- speaker: 桑野、田中 (/ 検索社)", "- 所属: CA", "- speaker: 鈴木", "- 所属：**広告社**"
    )
    assert [(one.name, one.affiliation) for one in talk.speakers] == [
        ("桑野", ""),
        ("田中", "検索社"),
        ("鈴木", "広告社"),
    ]
    assert talk.body == "- 所属: CA\n\n本文。"


def test_a_link_alone_is_known_by_its_label() -> None:
    talk = talk_with(
        "- speaker: 桑野",
        f"- [発表資料]({URL})",
        "- [動画: 前編](https://v.jp/)",
        "- [発表者](https://x.jp/)",
    )
    assert talk.links == (Link("slides", URL), Link("video", "https://v.jp/"))
    assert talk.body == "- [発表者](https://x.jp/)\n\n本文。"


def test_a_bullet_that_is_no_fact_is_text_and_ends_nothing() -> None:
    talk = talk_with(
        "- speaker: 桑野", "- 持ち時間: 5 分", "- メモを取りながら", "  - 図: きれい", "- tech: MongoDB"
    )
    assert (talk.speakers, talk.technologies) == ((Speaker("桑野"),), ("MongoDB",))
    assert talk.body == "- 持ち時間: 5 分\n- メモを取りながら\n  - 図: きれい\n\n本文。"


def test_what_comes_behind_a_blank_line_or_a_sentence_is_text() -> None:
    (talk,) = note("## 題名\n- speaker: 桑野\n会場は満員。\n- tech: Go\n\n- tech: Rust\n").talks
    assert talk.technologies == ()
    assert talk.body == "会場は満員。\n- tech: Go\n\n- tech: Rust"


def test_the_line_of_a_problem_below_a_bullet_is_its_own() -> None:
    (problem,) = note("## 題名\n- speaker: 桑野\n- 動画:\n  - https://a.jp/\n  - あとで\n").problems
    assert (problem.line, "https://" in problem.problem) == (9, True)


def test_a_date_may_be_emphasised() -> None:
    assert talk_with("- **日付**: **2015/1/15 (木) 19:00**").date == datetime.date(2015, 1, 15)


def test_two_talks_of_one_title_are_two_talks() -> None:
    parsed = note("## LT\n\n一\n\n## LT\n\n二\n\n## LT 2\n\n三\n\n## ＬＴ！\n\n四\n")
    assert parsed.problems == ()
    assert [talk.id.partition("/")[2] for talk in parsed.talks] == ["lt", "lt-3", "lt-2", "lt-4"]
    assert [talk.body for talk in parsed.talks] == ["一", "二", "三", "四"]


def test_an_id_that_somebody_wrote_comes_before_one_that_a_title_makes() -> None:
    parsed = note("## LT\n\n## 小ネタ {#lt}\n\n" + "## " + "あ" * 90 + "\n\n" + "## " + "あ" * 90 + "\n")
    assert parsed.problems == ()
    assert [talk.id.partition("/")[2] for talk in parsed.talks] == ["lt-2", "lt", "あ" * 80, "あ" * 78 + "-2"]


def test_thousands_of_talks_of_one_title_take_no_longer_than_as_many_others() -> None:
    started = time.process_time()
    assert len(note("## LT\n" * 20_000).talks) == 20_000
    assert time.process_time() - started < 5


SIGNS = st.sampled_from([*"*_~`[]()<>\\&!@＠#,|", "さん", "氏", "&amp;", "](https://a.jp)", "**", "LT"])
SEEN = st.lists(SIGNS | st.text(st.characters(categories=["L", "N"]), max_size=3), min_size=1).map(
    lambda parts: "".join(parts).strip()
)


@settings(deadline=None)
@given(SEEN)
def test_a_value_is_written_so_that_it_is_read_back(seen: str) -> None:
    assert visible_of(written_value(seen)) == seen


@settings(deadline=None)
@given(SEEN.filter(lambda text: not set("`、()（）,，\\") & set(text) and text.strip("@＠")))
def test_a_speaker_is_written_so_that_he_is_read_back(name: str) -> None:
    speaker = Speaker(name, "きいたまま", "検索社")
    assert speakers_of(written_speaker(speaker)) == (speaker,)


@pytest.mark.parametrize(
    "long", ["*", "_", "`", "~", "[", "](", "<", "&", "\\", "さん", "、", "@", " ", "![", ":", "https://"]
)
def test_a_long_value_costs_no_more_than_its_length(long: str) -> None:
    started = time.process_time()
    for length in (1_900, 100_000):
        value = (long * length)[:length]
        bullets = "".join(
            f"- {key}{value}x\n" for key in ("speaker: ", "tech: ", "link: ", "", "資料: x", "**")
        )
        note(f"## {value}x\n{bullets}  - {value}\n")
    assert time.process_time() - started < 4
