"""One note file: what it says, what is wrong with it, and where."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.note_text import note_text_of
from indexer.notes.ids import parse_id, slug_of
from indexer.notes.note import MAX_BYTES, ParsedNote, parse_note, read_note
from indexer.notes.safe_yaml import parse_mapping
from indexer.notes.speakers import speakers_of
from indexer.notes.values import parse_date, parse_url
from search.errors import NoteError
from search.model import Event, Link, Speaker, Talk

SHIBUYA = Path(__file__).parent / "notes" / "2015-02-20-shibuya-lt.md"
FRONT = "---\nevent: 道玄坂LT祭り\ndate: 2015-01-14\n---\n"


def parsed(text: str) -> ParsedNote:
    return parse_note(Path("corpus/2015/2015-01-14-lt.md"), text)


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(error.line, error.problem) for error in parsed(text).problems]


def the_problem_of(text: str) -> tuple[int, str]:
    (problem,) = problems_of(text)
    return problem


def test_a_note_with_japanese_keys_says_the_same() -> None:
    note = read_note(SHIBUYA)
    assert note.problems == ()
    assert note.event == Event(
        id="2015-02-20-shibuya-lt",
        name="渋谷LT大会",
        date=datetime.date(2015, 2, 20),
        hashtag="shibuyalt",
        venue="渋谷",
        note="二月の寒い夜。お茶をいただいた。",
    )
    talk = note.talks[0]
    assert talk.speakers == (Speaker("山田太郎", "やまだ", "検索社"), Speaker("Smith, Jr."))
    assert talk.technologies == ("Lucene", "Elasticsearch", "lucene")
    assert talk.links == (
        Link("slides", "http://example.jp/slides"),
        Link("video", "https://example.jp/video"),
    )
    assert talk.aliases == ("2015-02-20-shibuya-lt/kensaku", "2014-12-01-old/kensaku")


def test_a_list_and_a_heading_of_the_body_stay_in_the_body() -> None:
    body = read_note(SHIBUYA).talks[0].body
    assert body.startswith("- 転置索引とは: 語から文書を引く表\n- 速さ: 10 倍")
    assert "## これは見出しではない" in body
    assert body.endswith("### くわしく\n\nおわり。")


def test_headings_in_code_and_comments_are_no_talks() -> None:
    note = read_note(SHIBUYA)
    assert [talk.id.partition("/")[2] for talk in note.talks] == ["fulltext", "c-と-net", "聞けなかった発表"]
    assert note.lines == (10, 28, 38)


def test_a_talk_may_have_its_own_date_and_its_speaker_only_an_affiliation() -> None:
    talk = read_note(SHIBUYA).talks[1]
    assert talk.title == "C# と .NET"
    assert talk.date == datetime.date(2015, 2, 21)
    assert talk.speakers == (Speaker("田中", affiliation="鉄道会社（東京）"),)


def test_a_missed_talk_is_a_mention() -> None:
    assert [talk.mention for talk in read_note(SHIBUYA).talks] == [False, False, True]


def test_spelling_is_kept_and_line_ends_are_not(tmp_path: Path) -> None:
    path = tmp_path / "2015-01-14-lt.md"
    text = FRONT + "## ｼｬｰでぃんぐ\n\nＨＢａｓｅ は プラがブル。\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    note = read_note(path)
    assert note.problems == ()
    assert (note.talks[0].title, note.talks[0].body) == ("ｼｬｰでぃんぐ", "ＨＢａｓｅ は プラがブル。")


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


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("", 1, "front matter がありません"),
        ("## 発表\n", 1, "front matter がありません"),
        ("---\nevent: x\ndate: 2015-01-14\n\n## 発表\n", 1, "閉じていません"),
        ("---\ndate: 2015-01-14\n---\n## 発表\n", 1, "`event` がありません"),
        ("---\nevent: x\n---\n## 発表\n", 1, "`date` がありません"),
        ("---\nevent: x\ndate: 1月14日\n---\n## 発表\n", 3, "2015-01-14 のように"),
        ("---\nevent: x\n  date: 2015-01-14\n---\n## 発表\n", 3, "引用符で囲んで"),
        ('---\nevent: "x\ndate: 2015-01-14\n---\n## 発表\n', 3, "YAML を読めません"),
        ("---\nevent: x\ndate: 2015-01-14\nevent: y\n---\n## 発表\n", 4, "2 回あります"),
        ("---\nevent: x\ndate: 2015-01-14\nid: a/b\n---\n## 発表\n", 4, "先頭は文字か数字"),
        ("---\nevent:\n- x\ndate: 2015-01-14\n---\n## 発表\n", 3, "文字を 1 つ"),
    ],
)
def test_unusable_front_matter_leaves_out_the_note(text: str, line: int, cure: str) -> None:
    note = parsed(text)
    assert (note.event, note.talks, note.lines) == (None, (), ())
    assert note.problems[0].line == line
    assert cure in note.problems[0].problem


@pytest.mark.parametrize(
    ("facts", "line", "cure"),
    [
        ("url: javascript:alert(1)", 4, "https://"),
        ("hashtag: # まだない", 4, "dogenzakalt` のように"),
        ("hashtga: dogenzakalt", 4, "`hashtag` のことですか"),
        ("aliases: [a/b]", 4, "前の ID"),
        ("イベント: y", 4, "同じ意味"),
    ],
)
def test_an_unusable_fact_of_the_event_leaves_out_that_fact(facts: str, line: int, cure: str) -> None:
    text = f"---\nevent: x\ndate: 2015-01-14\n{facts}\n---\n## 発表\n"
    found_line, problem = the_problem_of(text)
    assert (found_line, len(parsed(text).talks)) == (line, 1)
    assert cure in problem


@pytest.mark.parametrize(
    ("bullet", "cure"),
    [
        ("- speeker: 桑野", "`speaker` のことですか"),
        ("- slides: file:///etc/passwd", "https://"),
        ("- date: 来週", "2015-01-14 のように"),
        ("- mention: たぶん", "true か false"),
        ("- speaker: (くわの)", "名前がありません"),
        ("- aliases: a/b/c", "「発表」か「イベント/発表」"),
        ("- aliases: ../x", "ID"),
    ],
)
def test_an_unusable_fact_of_a_talk_leaves_out_that_fact(bullet: str, cure: str) -> None:
    text = f"{FRONT}## WiredTiger\n{bullet}\n- tech: MongoDB\n\n本文。\n"
    line, problem = the_problem_of(text)
    assert line == (5 if "aliases" in bullet else 6)
    assert cure in problem
    (talk,) = parsed(text).talks
    assert (talk.technologies, talk.body, talk.mention) == (("MongoDB",), "本文。", False)


@pytest.mark.parametrize(
    ("heading", "cure"),
    [
        ("##", "題名が空"),
        ("## {#id}", "題名が空"),
        ("## 🍺", "{#id} と書いて"),
        ("## 題名 {#a/b}", "先頭は文字か数字"),
        ("## HDFS {#storage}", "5 行目の発表と同じ"),
        ("## HDFS {#storage}", "{#storage-2}"),
    ],
)
def test_an_unusable_heading_leaves_out_its_talk_and_no_other(heading: str, cure: str) -> None:
    text = f"{FRONT}## HBase {{#storage}}\n\n一\n\n{heading}\n\n二\n\n## Spark\n\n三\n"
    line, problem = the_problem_of(text)
    assert line == 9
    assert cure in problem
    assert [talk.body for talk in parsed(text).talks] == ["一", "三"]


def test_every_problem_of_a_note_is_told_at_once() -> None:
    text = "---\nurl: x\n---\n## \n## A\n- date: ?\n## ？\n"
    assert [line for line, _ in problems_of(text)] == [1, 1, 2, 4, 6, 7]


def test_a_note_without_a_talk_is_a_problem() -> None:
    assert the_problem_of(FRONT + "ビールがおいしかった。\n")[1].startswith("発表がありません")


def test_a_heading_without_a_blank_is_a_talk_and_a_problem() -> None:
    assert the_problem_of(FRONT + "##HBase\n")[0] == 5
    assert parsed(FRONT + "##HBase\n").talks[0].title == "HBase"


def test_an_open_code_block_is_named_where_it_opens() -> None:
    line, problem = the_problem_of(FRONT + "## A\n\n```\n## B\n")
    assert (line, "閉じていません" in problem) == (7, True)


def test_a_renamed_event_and_a_renamed_talk_answer_under_every_earlier_id() -> None:
    text = "---\nid: new\nevent: x\ndate: 2015-01-14\naliases: [old]\n---\n## A {#a}\n- aliases: b, else/c\n"
    assert parsed(text).talks[0].aliases == ("new/b", "old/a", "old/b", "else/c")


@pytest.mark.parametrize(
    ("data", "line", "cure"),
    [
        ((FRONT + "## シャーディング\n").encode("cp932"), 2, "Shift_JIS"),
        ((FRONT + "## シャーディング\n").encode("euc_jp"), 2, "EUC-JP"),
        ((FRONT + "## シャーディング\n").encode("utf-16"), 1, "UTF-16"),
        (FRONT.encode() + b"## \xff\xff\n", 5, "UTF-8"),
        (FRONT.encode() + b"## A\n" + b"x" * MAX_BYTES, 1, "大きすぎます"),
    ],
)
def test_a_file_that_is_no_text_says_what_to_do(tmp_path: Path, data: bytes, line: int, cure: str) -> None:
    path = tmp_path / "note.md"
    path.write_bytes(data)
    with pytest.raises(NoteError, match=cure) as raised:
        read_note(path)
    assert raised.value.line == line


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "a: &a {k: v}\nb: {<<: *a}",
        "<<: {event: x}",
        "event: !!python/object/apply:os.system [id]",
        "event: !!int 3",
        "event: x\n---\nevent: y",
        "[" * 30_000,
        "- " * 30_000,
        "? " * 30_000,
        "event: " + "x" * 70_000,
        "event: \x00",
        "event:\n\t- x",
    ],
)
def test_dangerous_yaml_is_refused_at_once(front: str) -> None:
    started = time.process_time()
    with pytest.raises(NoteError, match="YAML"):
        parse_mapping(Path("note.md"), front)
    assert time.process_time() - started < 1


def test_scalars_stay_text() -> None:
    mapping = parse_mapping(Path("note.md"), "a: 12:30\nb: no\nc: 0755\nd: 2015-13-99\ne: ~")
    assert [value.text for _, value in mapping.entries] == ["12:30", "no", "0755", "2015-13-99", "~"]  # type: ignore[union-attr]


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)
LINES = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: bool(slug_of(text)))
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
SPEAKERS = st.builds(Speaker, NAMES, st.just("") | NAMES, st.just("") | NAMES)
LINKS = st.builds(Link, st.sampled_from(["slides", "video", "link"]), st.just("https://example.jp/あ?a=(1)"))


@given(
    name=LINES,
    titles=st.lists(LINES, min_size=1, unique_by=slug_of),
    speakers=st.lists(SPEAKERS),
    links=st.lists(LINKS),
)
def test_what_is_written_is_read_back(
    name: str, titles: list[str], speakers: list[Speaker], links: list[Link]
) -> None:
    event = Event("2015-01-14-lt", name, datetime.date(2015, 1, 14), hashtag="lt", note="前書き。")
    talks = tuple(
        Talk(
            id=f"{event.id}/{number if number % 2 else slug_of(title)}",
            title=title,
            event=event,
            speakers=tuple({speaker.name: speaker for speaker in speakers}.values()),
            technologies=("HBase", "C++"),
            date=event.date + datetime.timedelta(number),
            body="本文。\n\n- speaker: これは本文",
            links=tuple(dict.fromkeys(links)),
        )
        for number, title in enumerate(titles)
    )
    note = parse_note(Path("2015-01-14-lt.md"), note_text_of(event, talks, "test"))
    if len({talk.id for talk in talks}) == len(talks):
        assert note.problems == ()
        assert (note.event, note.talks) == (event, talks)


MARKS = st.sampled_from(
    ["---\n", "## ", "- ", "speaker: ", "date: ", "event: x\n", "{#", "}", "```\n", "<!--", "、", "("]
)


@given(st.lists(MARKS | st.text(max_size=5)).map("".join))
def test_no_text_ever_breaks_the_parser(text: str) -> None:
    for whole in (text, FRONT + text):
        assert all(
            1 <= error.line <= whole.count("\n") + whole.count("\r") + 1 for error in parsed(whole).problems
        )


@pytest.mark.parametrize("long", [" ", "#", "\\", "{#", "(", "、", "[", "a:", "\t"])
def test_long_lines_cost_no_more_than_their_length(long: str) -> None:
    started = time.process_time()
    line = long * 100_000
    parsed(f"{FRONT}## {line}x\n- speaker: {line}x\n- link: {line}\n- {line}x\n")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("## C#", "C#"),
        ("## F# と C#", "F# と C#"),
        ("## C# ##", "C#"),
        ("## C#　###", "C#"),
        ("## C# {#csharp}", "C#"),
        ("## C#{#csharp}", "C#"),
        ("## 監視 #", "監視"),
        ("## 監視\\#", "監視#"),
        ("## #監視", "#監視"),
    ],
)
def test_hashes_of_a_name_stay_and_those_that_close_a_heading_go(heading: str, title: str) -> None:
    note = parsed(f"{FRONT}{heading}\n本文。\n")
    assert [talk.title for talk in note.talks] == [title]
    assert note.problems == ()


@pytest.mark.parametrize("heading", ["## #", "## ##", "## {#x}"])
def test_a_heading_of_nothing_but_hashes_has_no_title(heading: str) -> None:
    assert "題名が空です" in the_problem_of(f"{FRONT}{heading}\n本文。\n\n## 監視\n")[1]
