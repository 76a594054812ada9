"""Reports without headings: lines that say who gave what tell where talks begin, more surely than rules."""

import pytest
from reports import read, talks, titles

from indexer.posts.event import event_facts_of
from indexer.posts.inline import PERSON, marked_of
from indexer.posts.naming import named_of


def said(text: str, title: str = "海べの勉強会 #3 に参加してきた") -> list[tuple[str, list[str]]]:
    return [(talk.title, [who.name for who in talk.speakers]) for talk in talks(text, title=title)]


BOLD = """2024年3月16日(土) 港の会館

---

**網は自分で編むべきか**
磯野 一郎

編んだ。

---

**鍵ひとつで港を守る（しばらくのあいだ）**
浜 花子 - @hama_h

---

**灯りの色を測る**
港 次郎

よい話。
"""


def test_bold_lines_with_a_name_below_are_talks() -> None:
    assert said(BOLD) == [
        ("網は自分で編むべきか", ["磯野 一郎"]),
        ("鍵ひとつで港を守る（しばらくのあいだ）", ["浜 花子"]),
        ("灯りの色を測る", ["港 次郎"]),
    ]


QUOTED = """よい話がいくつもあった。

「網は自分で編む」 - 磯野 一郎
https://youtu.be/abcdefghijk

「灯りの色を測る」 - 浜 花子

---

重たい話もあった。
「港を守る鍵」 / 港 次郎
"""


def test_lines_with_a_quoted_title_and_a_name_are_talks() -> None:
    assert said(QUOTED) == [
        ("網は自分で編む", ["磯野 一郎"]),
        ("灯りの色を測る", ["浜 花子"]),
        ("港を守る鍵", ["港 次郎"]),
    ]


def test_two_such_lines_are_an_aside() -> None:
    text = QUOTED.replace("「灯りの色を測る」 - 浜 花子", "灯りの話。")
    assert "よい話がいくつもあった。" not in titles(text)


ARTICLE = "材料についてまとめた。\n\n## 材料の選び方：麻とナイロン\n\n## TypeScript で網を編む方法\n"


@pytest.mark.parametrize(("opening", "number"), [("", 0), ("港の会に参加しました。\n\n", 2)])
def test_a_tag_alone_makes_no_talks_of_an_articles_headings(opening: str, number: int) -> None:
    front = "---\ntitle: 網の編み方を完全に理解した\ndate: 2020-05-01\ntags: [勉強会, LT]\n---\n"
    assert len(titles(f"{front}{opening}{ARTICLE}")) == number


def test_an_english_agenda_with_day_and_place_is_a_report() -> None:
    head = "# Harbour Melbourne 2024\n\nhttps://harbour.example/agenda\n\nSat 16th March 2024 - Town Hall"
    note = read(f"{head}\n\n## Nets\nGood.\n", "NOTES.md", title="").note
    assert note is not None and note.event is not None
    assert (note.event.name, note.event.date.isoformat()) == ("Harbour Melbourne 2024", "2024-03-16")


def test_where_an_address_is_said_to_be_is_no_venue() -> None:
    assert event_facts_of("海の会", "## 会場\n\n- Issue (議事録):\n- 灯台の二階").venue == ""


def test_the_day_an_event_was_held_is_no_part_of_its_name() -> None:
    assert event_facts_of("週刊 網の会 #04 (2020-04-24開催)", "").name == "週刊 網の会 #04"


def test_a_site_is_nobody() -> None:
    assert PERSON not in marked_of('<a href="https://twitter.com/hama">twitter.com</a>')
    assert PERSON in marked_of('<a href="https://twitter.com/hama">hama</a>')


@pytest.mark.parametrize("heading", ["`->@net.foo` や `->@@net.bar` などが編めるように", "@@net を読む"])
def test_a_variable_is_nobody(heading: str) -> None:
    assert not named_of(marked_of(heading)).speakers


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("網LTを聴きに行ってきました", "網LT"),
        ("網のデザインの講義を受けてきました", "網のデザインの講義"),
        ("網会議 2020「港を守る鍵の話をしよう」をまとめてみた", "網会議 2020"),
    ],
)
def test_what_one_did_there_is_told_from_the_name(title: str, name: str) -> None:
    assert event_facts_of(title, "").name == name


@pytest.mark.parametrize(
    "text",
    [
        "- 「網を編む」浜さん\n- 「灯りを読む」港さん\n\nよかった。\n",
        "よかったのは二つ。\n\n- 浜さん「網を編む」\n- 港さん「灯りを読む」\n",
        "1. 浜さん「網を編む」\n2. 港さん「灯りを読む」\n",
    ],
)
def test_a_list_of_who_gave_what_is_a_list_of_talks(text: str) -> None:
    assert said(text, "XP浜ユーザー会に行ってきた") == [("網を編む", ["浜"]), ("灯りを読む", ["港"])]


def test_a_programme_above_headings_is_none() -> None:
    programme = "- 浜さん「網を編む」\n- 港さん「灯りを読む」\n"
    text = f"{programme}\n## 網を編む（浜さん）\n編む。\n\n## 灯りを読む（港さん）\n"
    assert said(text) == [("網を編む", ["浜"]), ("灯りを読む", ["港"])]


def test_a_sentence_about_the_speaker_names_them() -> None:
    text = "=====\n浜の会\n=====\n\n`第3回浜の会`_ に参加してきました。\n\n"
    text += "`機械鳥`_ による促進\n---------\n\n"
    text += "発表者の磯尾さんは何度か見た人。\n\nNAgileのご紹介\n---------\n\n発表者の `福居さん`_ と会う。\n"
    note = read(text, "2005-05-29.rst", title="").note
    assert note is not None
    assert [(talk.title, talk.speakers[0].name) for talk in note.talks] == [
        ("機械鳥 による促進", "磯尾"),
        ("NAgileのご紹介", "福居"),
    ]


PARTS = ("GraphQLとは", "GraphQLのスキーマの書き方", "RESTとGraphQLの比較", "GraphQLを使う理由")


def test_what_a_thing_is_and_more_of_it_is_one_talk() -> None:
    text = "\n\n".join(f"## {part}\n書いた。" for part in PARTS)
    assert titles(text, title="磯.rb #30 に参加した") == []


def test_the_same_with_speakers_are_talks() -> None:
    text = "\n\n".join(f"## {part}（@iso{at}）\n聞いた。" for at, part in enumerate(PARTS))
    assert titles(text, title="磯.rb #30 に参加した") == list(PARTS[1:])


NUMBERED = """磯LT会 第4回 議事録

日時: 2020/5/1(金)
参加者: 浜、港、磯野

1. 潮を測る（浜さん）
   - 深い

2. 網を編む（港さん）
   - 丸い

3. 灯りを測る（磯野さん）
   - 青い
"""
SIGNED = """- 潮を測る by hama
    - 深い
- 休憩
- 網を編む by minato
    - 丸い
- 灯りを測る by isono
    - 青い

よかったです。
"""
TIMED = """磯勉強会 #4

19:00 潮を測る 浜さん
深い。

19:10 網を編む 港さん
丸い。

19:20 灯りを測る 磯野さん
青い。
"""


def test_minutes_with_numbers_have_a_talk_an_item() -> None:
    note = read(NUMBERED, "2020-05-01-kai.txt", title="").note
    assert note is not None
    assert [(talk.title, talk.speakers[0].name, talk.body.strip()) for talk in note.talks] == [
        ("潮を測る", "浜", "- 深い"),
        ("網を編む", "港", "- 丸い"),
        ("灯りを測る", "磯野", "- 青い"),
    ]
    assert note.event is not None and "参加者" in note.event.note


def test_a_list_with_signs_ends_where_it_ends() -> None:
    found = talks(SIGNED)
    assert [(talk.title, talk.speakers[0].name) for talk in found] == [
        ("潮を測る", "hama"),
        ("網を編む", "minato"),
        ("灯りを測る", "isono"),
    ]
    assert "よかったです" not in found[-1].body and "よかったです" in found[-1].event.note
    assert "休憩" not in found[0].body


def test_minutes_with_times_have_a_talk_a_time() -> None:
    note = read(TIMED, "2020-05-01-kai.txt", title="").note
    assert note is not None
    assert [(talk.title, talk.body.strip()) for talk in note.talks] == [
        ("潮を測る", "深い。"),
        ("網を編む", "丸い。"),
        ("灯りを測る", "青い。"),
    ]


def test_a_list_of_things_is_no_list_of_talks() -> None:
    assert said("- 浜さんに会った\n- 網が丸い\n- 灯りが青い\n- 港さんはいない\n") == []


def test_stars_of_hatena_are_headings() -> None:
    text = "*[磯.pm]磯.pm #3\n行った。\n**潮を測る id:hama さん\n深い。\n**網を編む id:minato さん\n丸い。\n"
    assert said(text, "磯.pm #3 に参加した") == [("潮を測る", ["hama"]), ("網を編む", ["minato"])]


def test_emphasis_and_notes_are_no_headings_of_hatena() -> None:
    text = "*潮*\n**網**\n*1 注の一\n*2 注の二\n* 浜を歩く\n* 港を歩く\n"
    assert said(text) == []
