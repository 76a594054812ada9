"""Posts that name an event and tell of none, and what somebody did there, which is no talk."""

import pytest
from reports import read, titles

from indexer.posts.which import is_post


@pytest.mark.parametrize(
    ("title", "is_report"),
    [
        ("Umi I/O 2013 で発表された潮位計を使ってみる", False),
        ("磯Kaigi 2016アプリを作り直した話", False),
        ("海カンファレンス2023 ネームカードの裏側で網が動いていた", False),
        ("磯Kaigi 2017 に応募したよ", False),
        ("ライトニングトークを面白くする3つのコツ", False),
        ("LTのやり方", False),
        ("網を自作する #umijp #netjp", False),
        ("誰でも開発に参加できるようにする", False),
        ("#umi_sushi で網の型について発表した", True),
        ("海Conf 2013 で発表されたスライドまとめ", True),
        ("磯Kaigi 2016アプリのセッションに参加した", True),
        ("磯の開発 hack-a-thon #umijp", True),
        ("Umi Boot Camp in 浜 #umicamp", True),
        ("うみじゃんぷ2013、無事終わりました", True),
    ],
)
def test_what_was_shown_at_an_event_is_not_what_happened_there(title: str, is_report: bool) -> None:
    text = f"---\ntitle: '{title}'\n---\n会場で磯野さんの発表を聞いた。イベントのセッションに参加しました。\n"
    if not is_report:
        text = text.replace("参加しました", "触れる")
    assert (read(text).note is not None) is is_report


@pytest.mark.parametrize(
    "heading",
    [
        *("入場開始", "自由解散", "今後の磯の会のイベントについて", "懇親会の表彰", "灯台 × 港 Drinkup"),
        *("次回に向けて", "感じたこと", "で、どうだったの", "なにを話したのか", "たくさん話した", "登壇した"),
        *(
            "そしてビーチパーティへ",
            "協賛企業様",
            "前回の復習",
            "写真で紹介",
            "当日のスケジュール",
            "こぼれ話",
            "{{ item.title }}",
        ),
        *("Shownote", "会場A 13:00〜", "2日目ライトニングトーク"),
    ],
)
def test_what_somebody_did_there_is_no_talk(heading: str) -> None:
    text = f"## 潮を測る / 磯野さん\n\n波。\n\n## {heading}\n\nhttps://youtu.be/x\n\n## 貝を数える / 浜さん\n"
    assert titles(text) == ["潮を測る", "貝を数える"]


def test_a_folder_of_any_topic_is_no_event() -> None:
    text = "---\ntitle: 「潮の手引き」の訳\n---\n訳した。\n"
    assert read(text, "_posts/tech/2017-02-07-tebiki.md").note is None


PAGES = "[{}](https://iso.connpass.com/event/{}/)"


@pytest.mark.parametrize(
    ("top", "foot", "page"),
    [
        (PAGES.format("会", 1), PAGES.format("次回", 2), "https://iso.connpass.com/event/1/"),
        ("", PAGES.format("会", 1), "https://iso.connpass.com/event/1/"),
        ("", PAGES.format("次回", 2) + "\n" + PAGES.format("その次", 3), ""),
    ],
)
def test_of_several_pages_at_the_foot_none_is_the_events(top: str, foot: str, page: str) -> None:
    spoken = "## 潮を測る / 磯野さん\n\n波。\n\n## 網を編む / 浜さん\n\n網。"
    post = read(f"{top}\n\n{spoken}\n\n## 今後の予定\n\n{foot}\n")
    assert post.note is not None and post.note.event is not None
    assert post.note.event.url == page


def test_editions_of_events_beside_each_other_are_no_talks() -> None:
    text = "".join(f"## 海Conf {place} 2015\n\n行く。\n\n" for place in ("磯", "浜", "港", "島"))
    assert titles(text, title="海外Confで修行する") == []


@pytest.mark.parametrize("name", ["search.html", "genindex.html", "py-modindex.html", "404.html"])
def test_pages_that_a_tool_made_of_no_post_are_none(name: str) -> None:
    assert not is_post(f"static/slides/conf/{name}")
    assert is_post(f"static/{name}/index.html")
