"""What is kept of a report: who spoke, about what, the text of each talk, and all the rest as the event's."""

import pytest
from reports import read, talks, titles


def test_code_names_nobody() -> None:
    code = "```kotlin\n@Buoy\nfun nami() = 1\n```\n\n"
    text = f"## 潮を測る / 磯野さん\n\n波。\n\n## 波を描く\n\n{code}波の式。\n"
    assert [[who.name for who in talk.speakers] for talk in talks(text)] == [["磯野"], []]


@pytest.mark.parametrize(
    ("line", "missed"),
    [
        ("磯野さんの潮の話は聞けなかった。", ["磯野さんの潮の話は聞けなかった。"]),
        ("Kafka の話は聞けなかった。", ["Kafka"]),
        ("- 「貝を数える」は裏番組で聴けなかったセッション。", ["貝を数える"]),
        ("他の人の話はあまり聞けなかったのですが、楽しかった。", []),
        ("- 裏でやってて聴けなかったセッションも資料があって助かる", []),
        ("スポンサーのセッションです。（移動していてあまり聞けなかったです。）", []),
        ("とか「そんなの面白いに決まってる」という話を見逃したものが多かった。", []),
    ],
)
def test_what_was_missed_is_a_mention_where_it_has_a_name(line: str, missed: list[str]) -> None:
    note = read(f"## 潮を測る / 磯野さん\n\n波。\n\n## 感想\n\n{line}\n").note
    assert note is not None
    assert [talk.title for talk in note.talks if talk.mention] == missed


def test_two_words_in_brackets_are_no_names() -> None:
    text = "".join(
        f"## {heading}\n\n- 資料: https://speakerdeck.com/iso/{number}\n\n"
        for number, heading in enumerate(("潮とデータ（テーブル）", "貝の講座（クラス）", "網の結び目"))
    )
    assert [talk.speakers for talk in talks(text)] == [(), (), ()]


def test_headings_below_a_talk_belong_to_it() -> None:
    first, second = talks(
        "## 潮を測る @iso\n\n### 道具\n\nブイ。\n\n### まとめ\n\n測れた。\n\n## 貝を数える @hama\n\n多い。\n"
    )
    assert "### 道具" in first.body and "測れた。" in first.body
    assert second.body == "多い。"


def test_a_diary_is_one_entry() -> None:
    post = read("朝の船で出発。島で @iso さんの潮の話を聞いた。\n\n## 昼\n\n鯵。\n\n## 帰り道\n\n雨。\n")
    assert post.is_one_entry and post.note is not None
    (entry,) = post.note.talks
    assert entry.title == "海べの勉強会 #3 に参加してきた"
    assert "潮の話" in entry.body and "雨。" in entry.body
    assert post.note.event is not None and post.note.event.note == ""


def test_all_other_text_is_the_events_own() -> None:
    post = read(
        "船で行った。\n\n## 潮を測る（@iso）\n\nブイ。\n\n## 昼食\n\n鯵がうまい。\n\n##"
        " 貝を数える（@hama）\n\n多い。\n\n## 感想\n\n満足。\n"
    )
    assert post.note is not None and post.note.event is not None
    assert post.note.event.note == "船で行った。\n\n## 昼食\n\n鯵がうまい。\n\n## 感想\n\n満足。"


def test_no_text_is_lost() -> None:
    text = (
        "船で行った。\n\n## 潮を測る（@iso）\n\nブイ。\n\n## 昼食\n\n鯵。\n\n##"
        " 貝を数える（@hama）\n\n多い。\n"
    )
    post = read(text)
    assert post.note is not None and post.note.event is not None
    kept = post.note.event.note + "".join(talk.title + talk.body for talk in post.note.talks)
    for piece in ("船で行った。", "ブイ。", "鯵。", "多い。"):
        assert kept.count(piece) == 1


def test_a_weak_name_counts_where_its_neighbours_have_names() -> None:
    text = (
        "## 潮を測る - 磯野\n\nブイ。\n\n## 貝を数える - 浜田\n\n多い。\n\n## 網を直す - t_ami\n\n破れる。\n"
    )
    assert [[speaker.name for speaker in talk.speakers] for talk in talks(text)] == [
        ["磯野"],
        ["浜田"],
        ["t_ami"],
    ]
    alone = talks(
        "---\ntitle: 海の会\nkikigaki: h2\n---\n"
        "## 潮を測る - 入江\n\nブイ。\n\n## 貝を数える\n\n多い。\n\n## 網を直す\n\n破れる。\n"
    )
    assert [talk.speakers for talk in alone] == [(), (), ()]


def test_what_all_headings_end_in_is_no_part_of_a_title() -> None:
    text = "".join(
        f"## [{title} - {who} | 海Conf](https://umi.example/{who})\n\n話。\n\n"
        for title, who in (("潮を測る", "Iso Taro"), ("貝を数える", "Hama Jiro"), ("網を直す", "Ami Saburo"))
    )
    assert titles(text) == ["潮を測る", "貝を数える", "網を直す"]


def test_who_spoke_may_stand_under_a_heading_of_its_own() -> None:
    talk = "### {}\n\n#### speaker:\n\n磯の会社\nエンジニア\n{}\n\n#### 感想\n\n波。\n\n"
    text = f"# スポンサー枠\n\n{talk.format('潮の話', '磯野 渚さん')}{talk.format('貝の話', '浜さん')}"
    found = [(one.title, [who.name for who in one.speakers]) for one in talks(text)]
    assert found == [("潮の話", ["磯野 渚"]), ("貝の話", ["浜"])]


def test_fields_of_obsidian_name_technologies() -> None:
    text = "## 潮を測る（@iso）\n\ntech:: Golang, [[なみDB]]\n\nブイ。\n\n## 貝（@hama）\n\nstd::tech::x\n"
    assert [talk.technologies for talk in talks(text)] == [("Go", "なみDB"), ()]


def test_tags_go_to_the_talks_that_name_them() -> None:
    first, second = talks(
        "---\ntitle: 海の会に参加した\ntags: [Kotlin, Docker, 海]\n---\n"
        "## Kotlin で潮を測る（@iso）\n\nブイ。\n\n## 貝を数える（@hama）\n\n多い。\n"
    )
    assert set(first.technologies) == {"Kotlin", "Docker"}
    assert set(second.technologies) == {"Docker"}


def test_talk_ids_are_told_apart() -> None:
    found = talks("## LT1: 潮（@iso）\n\n波。\n\n## LT2: 潮（@hama）\n\n波。\n\n## LT3: !?（@ami）\n\n波。\n")
    assert [talk.id for talk in found] == ["kai/潮", "kai/潮-2", "kai/talk"]


def test_who_spoke_may_be_the_heading_below_the_title() -> None:
    talk = "## {}\n#### {}\n\n波の話を聞いた。\n\n"
    text = talk.format("潮を測る道具", "磯の会　入江さん") + talk.format("貝を数える機械", "浜野さん")
    found = [(one.title, [who.name for who in one.speakers]) for one in talks(text)]
    assert found == [("潮を測る道具", ["入江"]), ("貝を数える機械", ["浜野"])]


def test_headings_that_name_several_below_one_are_talks_themselves() -> None:
    text = "## 海の部\n\n### 入江さん\n\n潮の話。\n\n### 浜野さん\n\n貝の話。\n"
    assert titles(text) == ["入江さん", "浜野さん"]


@pytest.mark.parametrize(
    "heading",
    [
        "印象的だったセッション",
        "磯で拝聴したセッション",
        "発表(プレゼン)",
        "興味深かった発表",
        "推しのトーク",
        "記録",
    ],
)
def test_a_heading_that_praises_talks_holds_them(heading: str) -> None:
    text = (
        f"## はじめに\n\n海へ。\n\n## {heading}\n\n### 潮の計測入門\n\nブイ。\n\n### 貝を数える話\n\n多い。\n"
    )
    assert titles(text) == ["潮の計測入門", "貝を数える話"]
