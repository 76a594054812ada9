"""Which headings of a report are talks."""

import datetime
from pathlib import Path

import pytest
from reports import DATED, read, talks, titles

from indexer.posts.post import parse_post
from indexer.posts.source import Place
from search.text.lexicon import Lexicon


def test_words_of_every_report_are_no_talks() -> None:
    text = "".join(
        f"## {heading}\n\n波の話。\n\n"
        for heading in (
            *("はじめに", "会場の様子", "潮を測る / 磯野さん", "ランチ", "貝を数える / 浜さん", "懇親会"),
            *("まとめ", "参考リンク", "次回は", "5分休憩", "Afternoon Break", "Intermission", "Door Open"),
        )
    )
    assert titles(text) == ["潮を測る", "貝を数える"]


@pytest.mark.parametrize(
    "heading",
    [
        *("動画アーカイブ", "会場と受付", "今回のテーマ", "クロージング、後片付け", "オープニングトーク"),
        "tags: `勉強会` `Go`",
        *("朝食、お弁当、ティーブレイク", "浜さんによる会場説明", "くじ引き＆集合写真"),
        *("懇親会（船上）", "懇親会 #iso_kon", "二次会: 浜の店", "Drinkup by 浜の会社", "SlideShare"),
    ],
)
def test_words_of_every_report_are_none_either_side_by_side_or_with_a_place(heading: str) -> None:
    text = f"## 潮を測る / 磯野さん\n\n波。\n\n## {heading}\n\nhttps://youtu.be/x\n\n## 貝を数える / 浜さん\n"
    assert titles(text) == ["潮を測る", "貝を数える"]


@pytest.mark.parametrize(
    "heading",
    [
        *("Lunch Time", "コーヒーブレイク", "会場案内、全体説明", "オープニング続き", "スライドなど", "次"),
        *("灯台の会様からお知らせ", "後から来た人の自己紹介", "時間が余ったので質疑応答など", "LT 前半"),
        *("見てないセッションの発表資料", "プレゼントコーナー", "イベント告知タイム", "プレゼン資料"),
        *("会場提供の灯台の会さん", "トークセッション（午前）", "ほかにも面白い発表が", "大LT大会"),
        *("ライトニングトーク＆閉会式", "発表資料及びリンク集", "ポスターセッション", "磯の会自体の URL"),
        *("スライドまとめ(随時更新)", "Lightning Talks（5min × 6）", "LTを聞いて"),
        *("アジェンダ", "セミナーを終えて。", "そのほか、思ったこと", "オマケ・船で聞けたこと"),
        *("海の会のノベルティ", "別のイベント「港の会」にも参加"),
    ],
)
def test_parts_of_every_programme_are_no_talks(heading: str) -> None:
    text = f"## 潮を測る / 磯野さん\n\n波。\n\n## {heading}\n\nhttps://youtu.be/x\n\n## 貝を数える / 浜さん\n"
    assert titles(text) == ["潮を測る", "貝を数える"]


def test_between_breaks_stand_talks_whatever_their_words_and_whoever_gave_one() -> None:
    text = "".join(
        f"## {heading}\n\n話。\n\n"
        for heading in (
            *("会場", "オープニング", "Nami 2.6 Update", "休憩", "網で漁を始めるときに必ずしてほしいこと"),
            *("昼の散歩", "休憩", "Nami 初級者向けレッスン", "クロージング"),
        )
    )
    spoken = ["Nami 2.6 Update", "網で漁を始めるときに必ずしてほしいこと", "Nami 初級者向けレッスン"]
    title = "第5回 磯の勉強会でNamiについて発表しました"
    assert titles(text, title=title) == spoken
    assert titles(text.replace("休憩", "昼寝").replace("オープニング", "朝の散歩"), title=title) == []


@pytest.mark.parametrize(
    "title",
    [
        "umi-conf 2017 1日目 Keynote",
        "海の勉強会で「潮位データ基盤」を聞いた",
        "UmiSummit: Kotlin で書く貝の画像認識を視聴したのでメモ",
        "Kotlin で書く貝の画像認識入門（Umi DevSummit）",
        "海カンファレンス 2019年総会",
    ],
)
def test_a_post_on_one_talk_has_that_talks_own_headings(title: str) -> None:
    text = "## 潮位データ基盤の作り方と運用の勘所\n\nブイ。\n\n## Kotlin で書く貝の画像認識入門\n\n多い。\n"
    assert titles(text, title=title) == []
    assert len(titles(text, title="海べの勉強会に参加した")) == 2


def test_a_lone_heading_with_a_video_is_a_talk_where_it_looks_like_one() -> None:
    text = "行った。\n\n## {}\n\nhttps://youtu.be/x\n\n## 感想\n\n海。\n"
    assert titles(text.format("今日を映像で")) == []
    assert titles(text.format("潮を測る / 磯野さん")) == ["潮を測る"]
    assert titles(text.format("「潮」")) == ["潮"]
    assert len(titles(text.format("Kotlin で書く貝の画像認識入門"))) == 1


def test_below_impressions_stand_the_talks_they_are_about() -> None:
    told = (
        "潮位データ基盤の作り方と運用の勘所",
        "Kotlin で書く貝の画像認識入門",
        "Revolutionizing Tides with Go",
    )
    text = "## 感想\n\n" + "".join(f"### {title}\n\n話。\n\n" for title in told)
    assert titles(text) == list(told)
    assert titles(text.replace("## 感想", "## まとめ", 1)) == []
    assert titles("## 感想\n\n### よかったこと\n\n海。\n\n### 食事\n\n鯵。\n\n### 宿\n\n島。\n") == []


def test_who_only_went_somewhere_wrote_no_talks_down_without_names() -> None:
    text = "## 灯台の歴史と技術\n\n発表会の看板。\n\n## 近代ミュージアム・船の導入事例\n\n光る。\n"
    assert titles(text, title="山の町に行ってきた") == []
    assert len(titles(text, title="山の勉強会に行ってきた")) == 2
    assert len(titles(text.replace("\n\n発表", "（@iso）\n\n発表"), title="山の町に行ってきた")) == 2


@pytest.mark.parametrize(
    "front", ["marp: true", "theme: seriph\nhighlighter: shiki", "type: slide", "slide: true"]
)
def test_slides_are_one_talk(front: str) -> None:
    slides = "\n---\n\n".join(
        f"## {title}\n\n話。\n" for title in ("潮 / 磯野さん", "貝 / 浜さん", "網 / 沖さん", "帆 / 港さん")
    )
    head = f"---\ntitle: 海の勉強会で発表しました\n{front}\n---\n"
    assert titles(head + slides) == []
    assert len(titles(head.replace(front, "type: post") + slides)) == 4


def test_code_names_nobody() -> None:
    code = "```kotlin\n@Buoy\nfun nami() = 1\n```\n\n"
    text = f"## 潮を測る / 磯野さん\n\n波。\n\n## 波を描く\n\n{code}波の式。\n"
    assert [[who.name for who in talk.speakers] for talk in talks(text)] == [["磯野"], []]


def test_what_is_only_planned_may_be_called_a_look_back() -> None:
    text = "## 潮を測る / 磯野さん\n\n波。\n\n## 海2019 振り返り(仮)\n\n海。\n\n## 貝を数える / 浜さん\n"
    assert titles(text) == ["潮を測る", "海2019 振り返り", "貝を数える"]


@pytest.mark.parametrize("heading", ["配信環境", "ブログ運営", "動画配信を支える技術"])
def test_words_that_titles_have_as_well_make_no_stop(heading: str) -> None:
    text = f"## 潮を測る / 磯野さん\n\n波。\n\n## {heading} / 浜さん\n\n多い。\n"
    assert titles(text) == ["潮を測る", heading]


def test_headings_that_link_to_the_pages_of_a_programme_are_talks() -> None:
    text = "## 行ってきたよ\n\n船で。\n\n" + "".join(
        f"### [{title}](https://iso.example/2019/talk/{number})\n\n波。\n\n"
        for number, title in enumerate(("オープニング", "潮騒", "貝塚", "網の結び目"))
    )
    assert titles(text) == ["潮騒", "貝塚", "網の結び目"]
    assert titles(text.replace("https://iso.example/2019/talk/", "https://a.example/")) == []


@pytest.mark.parametrize(
    "heading",
    [
        *("0日目(5/24)", "Day1 カンファレンス", "聞いてきたセッション", "特に凄かったやつ", "見てきた発表"),
        *("Day 1 Friday, Oct 6 2023", "Monday 24th April", "October 6th, 2023"),
    ],
)
def test_what_stands_above_talks_is_none(heading: str) -> None:
    text = f"## 宿\n\n島。\n\n## {heading}\n\n### 潮を測る計器\n\n波。\n\n### 貝を数える画像認識\n\n多い。\n"
    assert titles(text) == ["潮を測る計器", "貝を数える画像認識"]


@pytest.mark.parametrize("line", ["**{}**", "■ {}"])
def test_below_a_heading_that_is_the_posts_title_lines_serve_as_headings(line: str) -> None:
    title = "海べの勉強会 #3 に参加してきた"
    lines = [line.format(talk) for talk in ("潮を測る / 磯野さん", "貝を数える / 浜さん")]
    text = f"# {title}\n\n島。\n\n{lines[0]}\n\n波。\n\n{lines[1]}\n\n多い。\n"
    assert [talk.body for talk in talks(text, title=title)] == ["波。", "多い。"]
    assert titles(text.replace(title, "今日の献立"), title=title) == []


def test_a_list_of_links_behind_dots_is_no_list_of_talks() -> None:
    links = "".join(
        f'●<a href="http://a.example/{number}">磯の日記 第{number}回の会に参加した話</a>\n\nhttp://a.example/{number}\n\n'
        for number in range(3)
    )
    assert titles(f"島で聞いた。\n\n{links}") == []
    talks_of_it = "●潮を測る / 磯野さん\n波。\n\n●貝を数える / 浜さん\n多い。\n\n"
    assert titles(f"{talks_of_it}{links}") == ["潮を測る", "貝を数える"]


def test_what_repeats_a_title_with_a_name_in_it_is_no_talk() -> None:
    title = "海べの勉強会 hosted by @iso から浜にLTで参加"
    assert titles(f"# {title}\n\n## 資料\n\n波。\n", title=title) == []


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


def test_what_repeats_the_posts_title_is_no_talk() -> None:
    text = (
        "# 海べの勉強会 #3 に参加してきた\n\n前書き。\n\n# 潮を測る（@iso）\n\nブイ。\n\n#"
        " 貝を数える（@hama）\n\n多い。\n"
    )
    assert titles(text) == ["潮を測る", "貝を数える"]


def test_talks_stand_below_days_and_sessions() -> None:
    text = (
        "## 1日目\n\n### 潮を測る計器の設計\n\nブイ。\n\n### ランチ\n\n鯵。\n\n"
        "## LT\n\n### 貝を数える画像認識\n\n多い。\n\n## 感想\n\n楽しい。\n"
    )
    assert titles(text) == ["潮を測る計器の設計", "貝を数える画像認識"]


def test_a_lightning_talk_that_is_only_a_list_is_no_talk() -> None:
    text = (
        "## 潮を測る（@iso）\n\nブイ。\n\n## 貝を数える（@hama）\n\n多い。\n\n## 飛び入りLT\n\n- 網の直し方\n"
    )
    assert titles(text) == ["潮を測る", "貝を数える"]


def test_plain_titles_are_talks_where_nothing_has_evidence() -> None:
    text = (
        "# はじめに\n\n行ってきた。\n\n# 潮位データ基盤の作り方と運用の勘所\n\nブイ。\n\n"
        "# Kotlin で書く貝の画像認識入門\n\n多い。\n\n# おわりに\n\n楽しい。\n"
    )
    assert titles(text) == ["潮位データ基盤の作り方と運用の勘所", "Kotlin で書く貝の画像認識入門"]


def test_a_diary_is_one_entry() -> None:
    post = read("朝の船で出発。島で @iso さんの潮の話を聞いた。\n\n## 昼\n\n鯵。\n\n## 帰り道\n\n雨。\n")
    assert post.is_one_entry and post.note is not None
    (entry,) = post.note.talks
    assert entry.title == "海べの勉強会 #3 に参加してきた"
    assert "潮の話" in entry.body and "雨。" in entry.body
    assert post.note.event is not None and post.note.event.note == ""


def test_the_steps_of_a_hands_on_are_no_talks() -> None:
    text = (
        "## Docker のインストール\n\nした。\n\n## コンテナ の起動と設定\n\nした。\n\n##"
        " Kubernetes へのデプロイ方法\n\nした。\n"
    )
    assert titles(text, title="Docker ハンズオンに参加してきた") == []


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


def test_headings_that_name_the_event_itself_tell_of_it() -> None:
    text = "".join(
        f"## {one}\n\n波。\n\n" for one in ("初開催となるUmiPerKaigi", "UmiPerKaigiの至れり尽くせり")
    )
    assert titles(text, title="UmiPerKaigi 2018 に参加してきた") == []


def test_a_day_in_code_is_not_the_events() -> None:
    code = "```\niso version 3.1 (2020-04-10)\n```\n\n"
    post = read(f"---\ntitle: 磯の会 #3 に参加\ndate: 2020-05-01\n---\n{code}4/28 に聞いた。\n")
    assert post.note is not None and post.note.event is not None
    assert post.note.event.date == datetime.date(2020, 4, 28)


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


def test_a_post_without_any_date_takes_that_of_its_file_and_says_so() -> None:
    place = Place(Path("kai.md"), "kai.md", "kai", lambda: (datetime.date(2020, 5, 1), True))
    post = parse_post(place, "# 海の会に参加した\n\n行った。\n", Lexicon())
    assert post.note is not None and post.note.event is not None
    assert post.note.event.date == datetime.date(2020, 5, 1)
    assert "2020-05-01" in post.remarks[0].problem


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
