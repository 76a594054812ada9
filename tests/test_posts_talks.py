"""Which headings of a report are talks."""

import pytest
from reports import talks, titles


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
    text = "## 灯台を守る人の歴史と技術\n\n発表会の看板。\n\n## 近代ミュージアム・船の導入事例\n\n光る。\n"
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


def test_the_steps_of_a_hands_on_are_no_talks() -> None:
    text = (
        "## Docker のインストール\n\nした。\n\n## コンテナ の起動と設定\n\nした。\n\n##"
        " Kubernetes へのデプロイ方法\n\nした。\n"
    )
    assert titles(text, title="Docker ハンズオンに参加してきた") == []


def test_headings_that_name_the_event_itself_tell_of_it() -> None:
    text = "".join(
        f"## {one}\n\n波。\n\n" for one in ("初開催となるUmiPerKaigi", "UmiPerKaigiの至れり尽くせり")
    )
    assert titles(text, title="UmiPerKaigi 2018 に参加してきた") == []
