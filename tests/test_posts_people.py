"""Names as people write them in haste: nicknames, handles in brackets, textbook points, places of work."""

import pytest
from reports import talks

from indexer.posts.naming import named_of
from indexer.posts.people import people_of

Told = list[tuple[str, list[str]]]


def told(text: str) -> Told:
    return [(talk.title, [who.name for who in talk.speakers]) for talk in talks(text)]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("ライダー", ["ライダー"]),
        ("かもめーさん", ["かもめー"]),
        ("ー 山田", ["山田"]),
        ("山田ー", ["山田"]),
        ("いそっちゃん", ["いそっちゃん"]),
        ("磯野ちゃん", ["磯野"]),
        ("灯台データの磯野 汐さん（@iso）", ["磯野 汐"]),
        ("Toudaiの磯野 汐さん（@iso）", ["磯野 汐"]),
        ("Umi Sango a.k.a @sango", ["Umi Sango"]),
        ("7人", []),
    ],
)
def test_a_name_is_kept_whole_and_alone(written: str, names: list[str]) -> None:
    assert [who.name for who in people_of(written)] == names


def test_a_package_names_nobody() -> None:
    text = "## 潮を測る\n\n- @umi/tide-server\n- 速い\n\n## 網を編む / 磯野さん\n\n編む。\n"
    assert told(text) == [("潮を測る", []), ("網を編む", ["磯野"])]


def test_who_stands_in_brackets_among_handles_spoke_whatever_the_title_says() -> None:
    text = "".join(
        f"# {heading}\n\n話。\n\n"
        for heading in (
            *("LT1: 潮を測る（[@iso](https://x.com/iso)）", "LT2: 網を編む（[@hama](https://x.com/hama)）"),
            *("LT3: 波をちゃんと理解したい（ハム）", "動画アーカイブ"),
        )
    )
    assert told(text) == [("潮を測る", ["iso"]), ("網を編む", ["hama"]), ("波をちゃんと理解したい", ["ハム"])]


def test_who_stands_before_a_quoted_title_among_others_spoke() -> None:
    text = "".join(
        f"## {who}「{title}」\n\n話。\n\n"
        for who, title in (("@iso", "潮を測る"), ("もうてん", "網を編む"), ("ライダー", "波を描く"))
    )
    assert told(text) == [("潮を測る", ["iso"]), ("網を編む", ["もうてん"]), ("波を描く", ["ライダー"])]


def test_a_word_in_quotes_is_a_part_of_its_title() -> None:
    title = 'Umi Tide による "辛くない" 潮位の記録'
    assert (named_of(title).title, named_of(title).speakers) == (title, ())


@pytest.mark.parametrize(
    ("heading", "title", "names"),
    [
        ("1日目注目セッション「潮を測る」 ― Umi Sango", "潮を測る", ["Umi Sango"]),
        ("ビギナーセッション 「潮を測る」- Umi Sango", "潮を測る", ["Umi Sango"]),
        ("注目セッション「潮を測る」 ー 磯野汐", "潮を測る", ["磯野汐"]),
        ("基調講演 ー Umi Sango 氏", "基調講演", ["Umi Sango"]),
        ("1コマ目「基調講演1 : 潮を測る」", "潮を測る", []),
        ("キーノート: Umi Sango", "Umi Sango", ["Umi Sango"]),
        ("磯野さんの発表「潮を測る」", "潮を測る", ["磯野"]),
        ("２つ目は、@iso氏による「潮を測る」の紹介です。", "潮を測る", ["iso"]),
        ("映画『潮を測る』はいいぞ", "映画『潮を測る』はいいぞ", []),
        ("過去の『潮を測る』", "過去の『潮を測る』", []),
        ("潮を測る by 灯台会岬支部", "潮を測る", []),
    ],
)
def test_what_a_talk_was_stands_before_its_title_or_its_speaker(
    heading: str, title: str, names: list[str]
) -> None:
    named = named_of(heading)
    assert (named.title, [who.name for who in named.speakers]) == (title, names)


def test_who_is_named_below_comes_before_a_lone_guess() -> None:
    text = "".join(f"## Keynote: {who}\n\n話。\n\n" for who in ("Umi Sango", "Iso Fugu", "Nami Ebi"))
    formatter = "## Any Net You Like - As Long As Black\n\n発表者: 浜野 港さん\n\n黒い。\n"
    assert told(text + formatter)[-1][1] == ["浜野 港"]


def test_where_most_headings_are_somebodys_talk_they_are_no_sentences() -> None:
    text = "".join(
        f"### {who} さんのトーク\n\nhttps://speakerdeck.com/iso/{who}\n\n"
        for who in ("@iso", "@hama", "浜野")
    )
    assert [names for _, names in told(text)] == [["iso"], ["hama"], ["浜野"]]


def test_a_sentence_may_end_as_in_textbooks() -> None:
    below = "発表者は[磯](https://twitter.com/iso)さん．\n島から．"
    text = f"## 潮を測る\n\n{below}\n\n## 網を編む by はまこ。\n\n編む．\n"
    assert told(text) == [("潮を測る", ["磯"]), ("網を編む", ["はまこ"])]


def test_companies_with_a_booth_are_no_talks() -> None:
    text = "## セッション\n\n### 潮を測る\n\nhttps://speakerdeck.com/iso/1\n\n### 網を編む\n\nhttps://speakerdeck.com/iso/2\n\n"
    booths = "## スポンサーブース\n\n### umibestさん\n\n鯵。\n\n### U/43さん\n\n貝。\n"
    assert told(text + booths) == [("潮を測る", []), ("網を編む", [])]


def test_codes_of_three_digits_and_times_are_no_titles() -> None:
    coded = "".join(f"## {code} {title}\n\n話。\n\n" for code, title in CODED)
    assert told(coded) == [(title, []) for _, title in CODED]
    timed = "".join(f"## {title} (26日 1{at}:00)\n\n話。\n\n" for at, (_, title) in enumerate(CODED))
    assert told(timed) == [(title, []) for _, title in CODED]


def test_what_all_headings_end_in_is_no_part_of_a_title() -> None:
    text = "".join(
        f"## {title}: presentation\n\nhttps://speakerdeck.com/iso/{code}\n\n" for code, title in CODED
    )
    assert told(text) == [(title, []) for _, title in CODED]


CODED = (
    ("DEV-013", "進化する網の最新機能"),
    ("CLT-006", "眼鏡で見る潮の活用事例"),
    ("DOO-012", "灯台の運用と改善"),
)
