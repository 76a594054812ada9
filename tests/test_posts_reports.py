"""Which posts are reports of an evening, and how an evening without a name or a day of its own has one."""

import datetime
from pathlib import Path

import pytest
from reports import DATED, read, titles

from indexer.posts.post import parse_post
from indexer.posts.source import Place
from search.text.lexicon import Lexicon


@pytest.mark.parametrize(
    ("title", "tags", "is_report"),
    [
        ("みなと勉強会に参加してきた", "", True),
        ("海Conf 2017", "", True),
        ("第3回 ほしぞら会", "", True),
        ("海の記録", "勉強会, 海", True),
        ("React Hook Form と Conform の比較", "", False),
        ("テストのカバレッジレポートを出す", "", False),
        ("鍋を買った", "料理", False),
        ("iOSDC うみ 2018", "", True),
        ("リモート会議における五つの挑戦", "", False),
        ("車輪の再発明 Don't Reinvent the Wheel", "", False),
        ("LTスライドを早く作る道具", "", False),
        ("2015年の振り返り #勉強会", "", False),
        ("磯の勉強会に参加します" + 100 * " #umi" + " 磯", "", True),
        ("2015 in review", "イベント", False),
        ("2019年の海Conf 振り返り", "", True),
        ("海の映画、絶対見に行ってきて", "", False),
        ("今年よく聞いた海の歌", "", False),
        ("計器を組むハンズオン", "", False),
        ("ハンズオンに参加した", "", True),
        ("umi.conf の書き方", "", False),
        ("conf.lua を読む", "", False),
        ("UmiConfTH Bangkok", "", True),
        ("Umi Osaka 2018", "", False),
        ("端末を灯台参加済みにする", "", False),
        ("公開部屋への参加方法", "", False),
        ("灯台証券解約レポート", "", False),
        ("海洋検定の合格レポート", "", False),
        ("磯の勉強会 9年の歴史を振り返って", "", False),
        ("天気レポートを出すボット", "", False),
        ("勉強会と LT に効く『海』", "書評", False),
        ("海の会 オンラインレポート", "", True),
        ("読書メモ: 『海の勉強会』", "勉強会", False),
        ("『カンファレンスの作り方』を読んだ", "カンファレンス", False),
        ("『海』読書会に行ってきた", "", True),
        ("磯の勉強会、またも出られず", "", False),
        ("磯の勉強会の資料作成開始", "", False),
        ("今年の海の勉強会での活動", "", False),
        ("うみじお2025に参戦してきました", "", True),
        ("網の2層モデル", "UmiKaigi, 網", False),
        ("かき祭り 2009 に来た", "", False),
        ("集合住宅の総会", "イベント", False),
        ("nami コマンドのメモ", "", False),
        ("【Day3】網を編む", "", False),
        ("はじめての Hello World", "", False),
        ("トークナイズあれこれ", "", False),
        ("呼ばれない会議に顔を出す効能", "", False),
        ("【勉強記録】1月の成果", "勉強会", False),
        ("第39回 定期演奏会", "", False),
        ("ナイトリービルドの設計", "", False),
        ("複数のkubeconfigをマージするメモ", "", False),
        ("is_eq, is_lt, is_gt", "", False),
        ("Tag: 勉強会", "", False),
        ("磯の会2023に参加しています", "", True),
    ],
)
def test_which_posts_look_like_reports(title: str, tags: str, is_report: bool) -> None:
    post = read(f"---\ntitle: {title}\ntags: [{tags}]\n---\n本文。\n")
    assert (post.note is not None) is is_report


@pytest.mark.parametrize(
    ("title", "tags", "tells", "tells_not"),
    [
        ("XPかき祭り2010", "", "基調講演を聞いた。", "かきがうまい。"),
        ("網の会", "イベント", "@iso さんの発表。", "網を張る総会。理事が決まった。"),
        ("潮のメモ", "", "勉強会に参加したときのメモ。", "セッションが切れたときのメモ。"),
        ("島めぐり Day2", "", "カンファレンスに行ってきた。", "島に行った。イベントもあった。"),
        ("大きな港.pm", "conference", "港に行ってきた。登壇も。", "港の作り方。"),
        ("UmiCon JP 2017", "", "開催しました。", "海。"),
    ],
)
def test_a_title_that_may_be_a_reports_needs_a_text_that_tells_of_talks(
    title: str, tags: str, tells: str, tells_not: str
) -> None:
    text = f"---\ntitle: {title}\ntags: [{tags}]\n---\n{{}}\n"
    assert read(text.format(tells)).note is not None
    assert read(text.format(tells_not)).note is None


@pytest.mark.parametrize(
    ("head", "is_report"),
    [
        ("2019/07/11 Thu\n\n灯台センターさんにて\n\n", True),
        ("2019/07/11 Thu\n\nハッシュタグ [#isonode](https://t.example/isonode)\n\n", True),
        (":日時: 7/24(土)\n:会場: 灯台センター\n\n", True),
        ("2019/07/11 Thu\n\n灯台まで歩いた。\n\n", False),
    ],
)
def test_day_place_and_hashtag_at_the_top_are_those_of_an_event(head: str, is_report: bool) -> None:
    text = f"# いそべ node-2\n\n{head}## 潮を測る\n\n磯野さん\n\n## 貝を数える\n\n浜さん\n"
    post = read(text, "2019-07-11/README.markdown")
    assert (post.note is not None) is is_report
    if post.note:
        assert [talk.title for talk in post.note.talks] == ["潮を測る", "貝を数える"]


def test_minutes_have_a_day_and_a_place_and_no_talks() -> None:
    text = "# 定例ミーティング議事録\n\n日時: 2019/07/11\n\n場所: 第二会議室\n\n網を買う。\n"
    assert read(text, "a.txt").note is None


def test_an_article_that_names_an_event_is_not_cut_at_its_headings() -> None:
    page = "[磯の会](https://iso.connpass.com/event/1/)"
    text = (
        "---\ntitle: 網の自動停止の高機能さを伝えたい\n---\n"
        f"{page}で発表した話です。\n\n## 1. 網の停止の設定方法\n\n押す。\n\n"
        "## 2. 停止時刻の指定と運用の勘所\n\n書く。\n"
    )
    assert read(text).note is not None and read(text).is_one_entry
    late = text.replace("---\n[", "---\n" + "網の話。\n\n" * 300 + "[")
    assert read(late).note is None
    far = text.replace("で発表した話です。", "。\n\n" + "網の話。" * 100 + "\n\n別の日に発表した。")
    assert read(far).note is None
    spoken = text.replace("1. 網の停止の設定方法", "網（@iso）").replace("指定と運用の勘所", "指定（@hama）")
    assert len(titles(spoken)) == 2


def test_a_title_that_is_an_events_name_is_said_again_beside_its_page() -> None:
    text = (
        "---\ntitle: 磯野家オフラインの集まり 2016/04/20\ndate: 2020-05-01\n---\n"
        "[磯野家オフラインの集まり](https://iso.doorkeeper.jp/events/1)に参加しました。\n\n"
        "## 潮位データ基盤の作り方と運用の勘所\n\nブイ。\n\n## Kotlin で書く貝の画像認識入門\n\n多い。\n"
    )
    assert len(titles(text)) == 2


def test_who_only_went_somewhere_went_to_an_event_where_the_text_says_so() -> None:
    text = "---\ntitle: 海の家に行ってきた\n---\n{} @iso さんに会った。\n"
    assert read(text.format("焼きそばを食べた。")).note is None
    assert read(text.format("発表を聞いた。")).note is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("磯の勉強会に行ってきた。人が多い。\n\n波の話。\n", "磯の勉強会"),
        ("今日も網を編む。明日は磯の勉強会に行ってきたい。\n\n波の話。\n", ""),
    ],
)
def test_the_first_sentence_of_a_text_without_title_is_its_title(text: str, name: str) -> None:
    post = parse_post(Place(Path("a.txt"), "a.txt", "a", lambda: DATED), text, Lexicon())
    assert (post.note.event.name if post.note and post.note.event else "") == name


def test_a_line_above_headings_of_one_level_is_the_title() -> None:
    text = "磯Conf 2020 に参加しました\n\nこんにちは。\n\n# 会場\n\n浜。\n\n# 潮を測る (@iso)\n\nブイ。\n"
    place = Place(Path("kai.md"), "kai.md", "kai", lambda: DATED)
    post = parse_post(place, text, Lexicon())
    assert post.note is not None and post.note.event is not None
    assert (post.title, post.note.event.name) == ("磯Conf 2020 に参加しました", "磯Conf 2020")
    assert [talk.title for talk in post.note.talks] == ["潮を測る"]


def test_a_hands_on_was_attended_where_the_text_says_so() -> None:
    text = "---\ntitle: 計器ハンズオン\n---\n{}\n"
    assert read(text.format("イベントを受け取る計器を組みます。")).note is None
    assert read(text.format("灯台センターで開催された会に参加しました。")).note is not None


def test_what_is_called_by_a_place_and_a_year_is_a_conference_where_the_text_says_so() -> None:
    text = "---\ntitle: Umi Osaka 2018\n---\n{}\n"
    assert read(text.format("We ate a lot.")).note is None
    assert read(text.format("Notes of the keynote.")).note is not None
    assert read(text.replace("Osaka", "in").format("Notes of the keynote.")).note is None


@pytest.mark.parametrize(
    ("path", "heading", "name"),
    [
        ("umi-conf-2018/0831.md", "8/31（金）", "umi-conf-2018 8/31（金）"),
        ("umi-conf-2018/0901.md", "9/1(土)", "umi-conf-2018 9/1(土)"),
        ("2018/umi-conf/day2.rst", "Day 2", "umi-conf Day 2"),
        ("2018-08-31/index.md", "2日目", "2日目"),
        ("posts/umi_conf_2018.md", "2日目", "umi_conf_2018 2日目"),
        ("umi/x.md", "うみConf 2日目", "うみConf 2日目"),
    ],
)
def test_what_calls_itself_a_day_is_named_by_its_folder_or_its_file(
    path: str, heading: str, name: str
) -> None:
    mark = f"{heading}\n{'=' * 12}\n" if path.endswith(".rst") else f"# {heading}\n"
    post = parse_post(Place(Path(path), path, "x", lambda: DATED), f"{mark}\n会場は浜。\n", Lexicon(), "all")
    assert post.title == name


def test_a_day_in_code_is_not_the_events() -> None:
    code = "```\niso version 3.1 (2020-04-10)\n```\n\n"
    post = read(f"---\ntitle: 磯の会 #3 に参加\ndate: 2020-05-01\n---\n{code}4/28 に聞いた。\n")
    assert post.note is not None and post.note.event is not None
    assert post.note.event.date == datetime.date(2020, 4, 28)


def test_a_post_without_any_date_takes_that_of_its_file_and_says_so() -> None:
    place = Place(Path("kai.md"), "kai.md", "kai", lambda: (datetime.date(2020, 5, 1), True))
    post = parse_post(place, "# 海の会に参加した\n\n行った。\n", Lexicon())
    assert post.note is not None and post.note.event is not None
    assert post.note.event.date == datetime.date(2020, 5, 1)
    assert "2020-05-01" in post.remarks[0].problem


@pytest.mark.parametrize(
    ("title", "updated", "day"),
    [
        ("磯Conf 2018 に参加した", "", "2018-01-01"),
        ("磯の会 2018年11月 参加記録", "", "2018-11-01"),
        ("磯Conf 2018 に参加した", "updated_at: 2020-04-20\n", "2018-01-01"),
        ("磯Conf 2019 に参加した", "updated_at: 2020-02-20\n", "2020-02-20"),
        ("磯Conf 2018 と 2019 に参加した", "", "2020-05-01"),
    ],
)
def test_a_year_in_the_title_comes_before_the_day_of_a_file(title: str, updated: str, day: str) -> None:
    place = Place(Path("kai.md"), "kai.md", "kai", lambda: (datetime.date(2020, 5, 1), True))
    post = parse_post(place, f"---\ntitle: {title}\n{updated}---\n行った。\n", Lexicon())
    assert post.note is not None and post.note.event is not None
    assert post.note.event.date.isoformat() == day
    assert post.note.has_day is False
    assert [remark.problem for remark in post.remarks if day in remark.problem] or updated


@pytest.mark.parametrize(
    ("text", "first", "day"),
    [
        ("行った。", DATED, "2020-04-20"),
        ("行った。", (datetime.date(2020, 4, 1), False), "2020-04-01"),
        ("行った。", (datetime.date(2020, 4, 1), True), "2020-04-20"),
        ("2018年3月1日に行った。", DATED, "2018-03-01"),
        ("3月1日に行った。", DATED, "2020-03-01"),
    ],
)
def test_a_post_that_tells_only_its_last_change_is_no_younger(
    text: str, first: tuple[datetime.date, bool], day: str
) -> None:
    place = Place(Path("kai.md"), "kai.md", "kai", lambda: first)
    head = "---\ntitle: 海の会に参加した\nupdated_at: '2020-04-20T07:53:49+09:00'\n---\n"
    post = parse_post(place, f"{head}{text}\n", Lexicon())
    assert post.note is not None and post.note.event is not None
    assert (post.note.event.date.isoformat(), post.remarks) == (day, ())


def test_what_begins_with_a_heading_such_as_purpose_is_called_as_its_file() -> None:
    body = "趣旨\n----\n\n網を編む。\n\n## 潮を測る（@iso）\n測る。\n"
    post = parse_post(
        Place(Path("umi_2015-09.md"), "meetup/umi_2015-09.md", "kai", lambda: DATED), body, Lexicon(), "all"
    )
    assert post.title == "umi_2015-09"
    assert read("# 8/31（金）\n\n海。\n", path="umi_2018/umi_0831.txt").title == "umi_2018 8/31（金）"


@pytest.mark.parametrize(("went", "is_report"), [("Last week I attended", True), ("I thought about", False)])
def test_who_attended_talks_on_a_day_tells_of_an_event(went: str, is_report: bool) -> None:
    text = f"{went} a gathering of sailors; the talks were good."
    assert (read(text, title="Sailors' Day").note is not None) == is_report
