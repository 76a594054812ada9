"""The event of a post: its name, hashtag, page, venue and day."""

import datetime

import pytest

from indexer.posts.dates import event_date_of, path_date_of, post_date_of
from indexer.posts.event import event_facts_of, event_name_of
from indexer.posts.front_matter import front_matter_of
from indexer.posts.links import distinct_links, event_page_of, found_links
from indexer.posts.source import DATE_KEYS


@pytest.mark.parametrize(
    ("title", "name", "tags"),
    [
        ("みなと勉強会 #12 に参加してきた", "みなと勉強会 #12", ()),
        ("Kaze LT Night 参加レポート #kazelt", "Kaze LT Night", ("kazelt",)),
        ("[イベント] 第3回 ほしぞら会に行ってきました", "第3回 ほしぞら会", ()),
        ("【参加レポート】もりの夜会 vol.4", "もりの夜会 vol.4", ()),
        ("「いなほ勉強会」に行ってきた", "いなほ勉強会", ()),
        ('【Istio⛵️】"Sea Talk Night" に登壇', "Sea Talk Night", ()),
        ("古民家ITナイト20160305にいってきた", "古民家ITナイト", ()),
        ("蔵出しハッカソンの発表を聞いた", "蔵出しハッカソンの発表を聞いた", ()),
        ("夏のフロント勉強会で聞いたこと", "夏のフロント勉強会で聞いたこと", ()),
        ("若手確認会 #wakate に参加したまとめ", "若手確認会", ("wakate",)),
        ("#umi_scrap に参加してきたよ〜", "umi_scrap", ("umi_scrap",)),
        ("PyCon 海 2024 に参加しました", "PyCon 海 2024", ()),
        ("うみべカンファレンス2018参加＆登壇レポート", "うみべカンファレンス2018", ()),
        ("うみべハンズオンで網について発表してきた", "うみべハンズオン", ()),
        ("勉強会行ってみた「磯の会 2015 Fall」#iso_kai", "磯の会 2015 Fall", ("iso_kai",)),
        ("イベント参加レポート「磯の夜会」", "磯の夜会", ()),
        ("磯の会 2012 ( #iso )に参加", "磯の会 2012", ("iso",)),
        ("磯の会 #isokaiに参加しました", "磯の会", ("isokai",)),
        ("磯の会 #6でLTしてきました", "磯の会 #6", ()),
        ("#潮の本 の読書会に行った", "潮の本 の読書会", ("潮の本",)),
        ("磯勉強会(iso-iso) vol.1を開催する", "磯勉強会(iso-iso) vol.1", ()),
        ("「磯のセミナー」を受講しました", "磯のセミナー", ()),
        ("磯の会 vol.4 〜夏の網〜 参加レポート", "磯の会 vol.4 〜夏の網〜", ()),
        ("Iso Night vol.4 ~Net Growth~ に参加してきた", "Iso Night vol.4 ~Net Growth~", ()),
        ("磯Kaigi 2026 個人的メモ", "磯Kaigi 2026", ()),
        ("磯カンファレンス遠征を終えて", "磯カンファレンス", ()),
        ("磯の会 第10回勉強会に突撃してきました", "磯の会 第10回勉強会", ()),
        ("磯の会2016、無事終わりました", "磯の会2016", ()),
        ("Iso JPとは", "Iso JP", ()),
        ("発表スライド『Isoとはいったい何か』", "発表スライド『Isoとはいったい何か』", ()),
        ("第1回『磯の、会に参加する", "第1回『磯の、会", ()),
        ("Iso.rb #27 (GraphQL)に参加した", "Iso.rb #27 (GraphQL)", ()),
        ("[Go]磯.tokyo #11 参加メモ", "磯.tokyo #11", ()),
        ("#IsoConf 2016で潮の話を発表しました", "IsoConf 2016", ("IsoConf",)),
        ("#磯フレッシュ #0 夏祭りでLTをしました", "磯フレッシュ #0 夏祭り", ("磯フレッシュ",)),
        ("#IsoTokyo 01で「潮百本」を発表してきました", "IsoTokyo 01", ("IsoTokyo",)),
        (
            "#IsoTokyo で #潮わからん という雑な置き場を作った",
            "IsoTokyo で 潮わからん という雑な置き場を作った",
            ("IsoTokyo", "潮わからん"),
        ),
        ('Iso.R で"潮のつくり方"を発表してきた', "Iso.R", ()),
        ("網を編む者の会にて潮の話をしてきました", "網を編む者の会", ()),
        ("「磯に遊びに行くとよいこと」を書く", "「磯に遊びに行くとよいこと」を書く", ()),
        ("会社で「潮のつくり方」というLTをした", "会社で「潮のつくり方」というLTをした", ()),
        ("Iso.rb #002 開催しました", "Iso.rb #002", ()),
        ("磯の会を開催するための道具", "磯の会を開催するための道具", ()),
        ("磯 2016 で、潮を読む機械というLTしてきました", "磯 2016", ()),
        ("参加レポート", "参加レポート", ()),
        ("磯の会 2012 ツイートまとめ #iso", "磯の会 2012", ("iso",)),
        ("5月9日 磯の読書会 第３回(港町)", "磯の読書会 第３回(港町)", ()),
        ("2016.09.21 LT駆動に参加", "LT駆動", ()),
        ("【5/28港町】磯の勉強会", "磯の勉強会", ()),
        ("0.9系 磯の勉強会に参加", "0.9系 磯の勉強会", ()),
        ("10/12-13 磯の会に行った", "10/12-13 磯の会", ()),
        ("【満員御礼】ISO POP TALK #5", "ISO POP TALK #5", ()),
        ("【増枠しました！】磯の夜会 #2", "磯の夜会 #2", ()),
        ("登壇ログ: 「潮を測る」@ Classic Iso Night", "Classic Iso Night", ()),
        ("潮の最新情報ご紹介 (3.0 / 3.1 など) @ Nami on Iso Day 2023", "Nami on Iso Day 2023", ()),
        ("IsoKaigi 2025「網と潮 ― 解きほぐす」発表スライド", "IsoKaigi 2025", ()),
        ("発表スライド『潮を測る』（IsoFest Tokyo 2023）", "IsoFest Tokyo 2023", ()),
        ("磯の会 - Iso Hosting Conference - @港町に参加", "磯の会 - Iso Hosting Conference - @港町", ()),
        ("IsoCon 2015 in 港町 で網を紹介してきました", "IsoCon 2015 in 港町", ()),
        ("Iso Boot Camp in 港町で講師してきました #isocamp", "Iso Boot Camp in 港町", ("isocamp",)),
        ("いそまつりでLTしました", "いそまつり", ()),
        ("[随時更新] 磯カンファレンス", "磯カンファレンス", ()),
        ("Iso night #11参加メモ", "Iso night #11", ()),
        ("#isocongress JP 2018に参加しました", "isocongress JP 2018", ("isocongress",)),
    ],
)
def test_the_name_is_what_is_left_of_the_title(title: str, name: str, tags: tuple[str, ...]) -> None:
    assert event_name_of(title) == (name, tags)


def test_venue_and_hashtag_stand_in_the_head() -> None:
    facts = event_facts_of("みなと勉強会", "会場は風見ビル。\nハッシュタグは #minato です")
    assert (facts.venue, facts.hashtag) == ("風見ビル", "minato")


@pytest.mark.parametrize(
    ("head", "venue"),
    [
        ("会場は磯の「波止場カフェ」というところでした。", "磯の「波止場カフェ」"),
        ("会場はおなじみの灯台センター(いつもお世話になっています)。", "灯台センター"),
        ("会場は、もはやおなじみとなった灯台センター。", "灯台センター"),
        ("会場はお馴染みの磯会館ではなく灯台センターでした。", "灯台センター"),
        ("会場は磯の会社さんをお借りしました。", "磯の会社"),
        ("会場: 灯台センター(北)", "灯台センター(北)"),
        ("会場は灯台ビルで、広かった。", "灯台ビル"),
        ("会場は毎年変わっており、今回は港でした。", ""),
        ("会場は港に店を構える「灯台ビル」様でした。", "灯台ビル"),
        ("会場はいつもの 4 階。", ""),
        ("会場は天井の高いホール。", ""),
        ("会場は磯駅から徒歩一分。", ""),
        ("2019/03/01 Fri\n\n灯台センター さんにて\n\n楽しい。", "灯台センター"),
        ("* 開催場所\n  * 灯台センター 北館\n", "灯台センター 北館"),
        ("会場\n:  灯台センター\n", "灯台センター"),
        ("磯の会の懇親会にて\n", ""),
        ("会場: 磯の会社 さん", "磯の会社"),
        ("会場は約60人の満席でした。", ""),
        ("会場は先週に引き続き同じビル。", ""),
        ("会場:: 灯台センター", "灯台センター"),
        ("会場は古い倉庫だった建物を改めた施設「灯台」です。", "灯台"),
        ("会場は、海の会社さんの本社ビル「浜センター」での開催。", "浜センター"),
        ("会場: 灯台センター(今月は3回目のお邪魔)", "灯台センター"),
    ],
)
def test_of_a_sentence_about_the_venue_its_name_is_left(head: str, venue: str) -> None:
    assert event_facts_of("磯の会", head).venue == venue


def test_a_sentence_may_go_on_behind_a_hashtag() -> None:
    assert event_facts_of("磯の会", "ハッシュタグは #isokai2あたりで。").hashtag == "isokai2"
    assert event_facts_of("磯の会", "ハッシュタグ: #磯の会").hashtag == "磯の会"


def test_a_number_is_all_the_name_that_some_meetings_have() -> None:
    assert (event_facts_of("#13", "").name, event_facts_of("#13", "").hashtag) == ("#13", "")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (
            "[資料](https://a.example/) [会](https://minato.connpass.com/event/12/)。",
            "https://minato.connpass.com/event/12/",
        ),
        ("http://atnd.org/events/54101:title", "http://atnd.org/events/54101"),
        ("[https://connpass.com/event/7/:embed:cite]", "https://connpass.com/event/7/"),
        ("https://connpass.com/ のこと", ""),
        ("公式: https://minato.example/", ""),
        (
            "[@iso](https://connpass.com/user/iso/) さん https://connpass.com/event/3/",
            "https://connpass.com/event/3/",
        ),
        ("https://minato.connpass.com/ と https://connpass.com/series/22/", ""),
    ],
)
def test_the_page_is_that_of_a_platform(text: str, page: str) -> None:
    assert event_page_of(text) == page


POSTED = datetime.date(2019, 2, 11)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("2/8に行ってきました。", "2019-02-08"),
        ("2月8日(金)、蔵で。", "2019-02-08"),
        ("2019年2月8日（金）〜9日の二日間", "2019-02-08"),
        ("２０１９／２／８ 開催", "2019-02-08"),
        ("12/22の会の記録", "2018-12-22"),
        ("去年の 2018/2/8 ではなく 2/9 の会", "2019-02-09"),
        ("次は 3/1 です", None),
        ("2/8(日) は曜日が違う", None),
        ("進み具合は 1/10 と 120/300", None),
        ("申込 1/10 まで\n日時: 2/8 19:00", "2019-02-08"),
        ("前回(1/10)よりも 2/8 は人が多い", "2019-02-08"),
        ("(2/9追記) 2/8 の会", "2019-02-08"),
        ("追記(2/9): 写真を足した。", None),
    ],
)
def test_a_date_in_the_head_near_before_the_post_is_the_events(head: str, day: str | None) -> None:
    found = event_date_of("会", head, POSTED)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("published: true\npublished_at: 2019-02-08", "2019-02-08"),
        ("published: 2019-02-08", "2019-02-08"),
        ("publish_date: 2019-02-08", "2019-02-08"),
        ("published: true", None),
    ],
)
def test_published_is_a_day_or_says_yes(fields: str, day: str | None) -> None:
    front = front_matter_of(f"---\n{fields}\n---\n")
    found = post_date_of(front.text(*DATE_KEYS))
    assert (found and found.isoformat()) == day


def test_without_a_posts_date_a_whole_one_is_needed_or_a_year_in_the_title() -> None:
    assert event_date_of("会", "2014年6月7日の会", None) == datetime.date(2014, 6, 7)
    assert event_date_of("海Conf 2017", "川べりで。11月18日。", None) == datetime.date(2017, 11, 18)
    assert event_date_of("海Conf", "11月18日。", None) is None
    assert event_date_of("海の会", "行った。\n次回、海の会14は、2013/10/19(土)だよ", None) is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Sat 16th March 2024 - Town Hall", "2024-03-16"),
        ("Day 1 Friday, Oct 6 2023", "2023-10-06"),
        ("Monday 24th April", "2023-04-24"),
        ("Marine 24 talks", None),
        ("May be 3", None),
    ],
)
def test_english_days_count_where_a_post_has_no_date(head: str, day: str | None) -> None:
    found = event_date_of("Umi Osaka 2023", head, None)
    assert (found and found.isoformat()) == day
    posted = datetime.date(2024, 12, 1)
    assert event_date_of("Umi Osaka 2023", head, posted) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-02-11T21:30:00+09:00", "2019-02-11"),
        ("2013/10/31 08:00", "2013-10-31"),
        ("Oct 20, 2018", "2018-10-20"),
        ("Mon, 5 Mar 2018 10:00:00 +0900", "2018-03-05"),
        ("06/26/2016 10:15:00", "2016-06-26"),
        ("2014-02-30", None),
        ("来週", None),
    ],
)
def test_dates_of_front_matters(written: str, day: str | None) -> None:
    found = post_date_of(written)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("_posts/2011-03-05-1299300000.md", "2011-03-05"),
        ("src/pages/2018/12/16/index.md", "2018-12-16"),
        ("20160305.txt", "2016-03-05"),
        ("_posts/2014/2014-02-01-umi.md", "2014-02-01"),
        ("content/post/2019-02-kaze/index.md", None),
        ("2019/0301-iso/README.md", "2019-03-01"),
        ("2019/0301.md", "2019-03-01"),
        ("2019/1301-iso/README.md", None),
    ],
)
def test_dates_of_paths(path: str, day: str | None) -> None:
    found = path_date_of(path)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "title", "tags"),
    [
        ("---\ntitle: 渋谷Web勉強会 #12\ntags: [Go, 'LT']\n---\n本文", "渋谷Web勉強会 #12", ("Go", "LT")),
        ("---\ntitle: #IsoKaigi 2025 Day1\ntags: # 題\n  - Go\n---\n", "#IsoKaigi 2025 Day1", ("Go",)),
        ('---\ntitle: "引用: \\"花\\""\ntags:\n  - Go\n  - LT\n---\n', '引用: "花"', ("Go", "LT")),
        (
            "---\ntitle: 海: 会 [東京] @IT *注目*\ntags: Go, LT\n---\n",
            "海: 会 [東京] @IT *注目*",
            ("Go", "LT"),
        ),
        ('+++\ntitle = "\\u82b1の会"\ntags = ["Go", "LT"]\n+++\n', "花の会", ("Go", "LT")),
        ('+++\ntitle = \'花の会\ntags = ["Go", "LT"]\n+++\n', "'花の会", ("Go", "LT")),
        ('{\n"title": "花の会", "tags": ["Go", "LT"]\n}\n本文', "花の会", ("Go", "LT")),
        ('{"title": "花の会", "tags": ["Go", "LT"]}\n本文', "花の会", ("Go", "LT")),
        ('{ "title": "花の会 {1}",\n"tags": ["Go", "LT"]}\n本文', "花の会 {1}", ("Go", "LT")),
        (f'{{"title": "花の会", "text": "{"本" * 300}", "tags": ["Go", "LT"]}}\n', "花の会", ("Go", "LT")),
        ('---json\n{"title": "花の会", "tags": ["Go", "LT"]}\n---\n本文', "花の会", ("Go", "LT")),
        ('---toml\ntitle = "花の会"\ntags = ["Go", "LT"]\n---\n本文', "花の会", ("Go", "LT")),
        ("---yaml\ntitle: 花の会\ntags: [Go, LT]\n---\n本文", "花の会", ("Go", "LT")),
        ("---\nlayout: post\ntitle: |\n  花の会\ntags: Go, LT\n---\n", "花の会", ("Go", "LT")),
        ('---\ntitle: "花の\n  会"\ntags: [Go, LT]\n---\n', "花の 会", ("Go", "LT")),
        ("Title: 花の会\nTags: Go, LT\n\n本文", "花の会", ("Go", "LT")),
        ("title: 花の会\ntags:\n- Go\n- LT\n---\n\n本文", "花の会", ("Go", "LT")),
        ("<!--\n.. title: 花の会\n.. tags: Go, LT\n-->\n\n本文", "花の会", ("Go", "LT")),
    ],
)
def test_front_matters_of_every_dialect(text: str, title: str, tags: tuple[str, ...]) -> None:
    front = front_matter_of(text)
    assert (front.text("title"), front.items("tags")) == (title, tags)


@pytest.mark.parametrize(
    "head",
    [
        "Title: 花の会\nTags: Go, LT\n",
        "title: 花の会\ntags:\n- Go\n- LT\n---\n",
        "<!--\n.. title: 花の会\n-->\n",
    ],
)
def test_lines_above_a_text_are_no_part_of_it(head: str) -> None:
    text = f"{head}\n本文\n"
    front = front_matter_of(text)
    assert text[front.start :].strip() == "本文"
    assert front.line == text.count("\n", 0, front.start) + 1


@pytest.mark.parametrize(
    "text", ["花の会\n---\n本文", "- 花: 会\n---\n本文", "<!-- 花 -->\n本文", "<!--\n花\n本文"]
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    assert front_matter_of(text).start == 0


def test_fields_of_nikola_stand_at_the_top_of_a_rest_file() -> None:
    front = front_matter_of(".. title: 花の会\n.. date: 2019-09-19\n.. tags: Go, LT\n\n本文\n", is_rst=True)
    assert (front.text("title"), front.text("date"), front.items("tags")) == (
        "花の会",
        "2019-09-19",
        ("Go", "LT"),
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "花の会"} と書くと題になる\n',
        "{{< slide >}}\n本文",
        '{"title": "花の会"\n本文',
        '{"title"}\n',
        "---json\ntitle: 花の会\n---\n",
    ],
)
def test_what_only_begins_like_front_matter_is_text(text: str) -> None:
    front = front_matter_of(text)
    assert (front.dialect, front.start) == ("none", 0)


def test_fields_of_rest_stand_before_or_below_the_title() -> None:
    text = "====\n花会\n====\n\n.. post:: 2019-09-19\n   :tags: Go, LT\n\n本文\n"
    front = front_matter_of(text, is_rst=True)
    assert (front.text("date"), front.items("tags")) == ("2019-09-19", ("Go", "LT"))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("@[speakerdeck](0123abcd)", ["slides https://speakerdeck.com/player/0123abcd"]),
        (
            '<script async data-id="0123456789abcdef" src="//speakerdeck.com/assets/embed.js"></script>',
            ["slides https://speakerdeck.com/player/0123456789abcdef"],
        ),
        (
            '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
            ["video https://www.youtube.com/watch?v=abcdefghijk"],
        ),
        (
            "https://www.docswell.com/s/ikari/5K1234-sensor",
            ["slides https://www.docswell.com/s/ikari/5K1234-sensor"],
        ),
        ("[スライド](https://slides.example/花.pdf)", ["slides https://slides.example/花.pdf"]),
        ("{{< youtube abcdefghijk >}}", ["video https://www.youtube.com/watch?v=abcdefghijk"]),
        (
            '<iframe src="//www.slideshare.net/slideshow/embed_code/key/a1"></iframe>'
            " http://www.slideshare.net/kaze/hana",
            ["slides http://www.slideshare.net/kaze/hana"],
        ),
        ("https://speakerdeck.com/kaze と https://github.com/kaze/hana", []),
        (
            "http://www.slideshare.net/kaze/hana http://www.slideshare.net/kaze/hana",
            ["slides http://www.slideshare.net/kaze/hana"],
        ),
    ],
)
def test_slides_and_videos(text: str, links: list[str]) -> None:
    found = distinct_links(found_links(text, 0), 0, len(text))
    assert [f"{link.kind} {link.url}" for link in found] == links


@pytest.mark.parametrize(
    "title", ["海藻会議 2018 に来ている day1", "海藻会議 2018に来ました！", "海藻会議 2018 に来た"]
)
def test_who_came_to_an_event_was_there(title: str) -> None:
    assert event_name_of(title)[0] == "海藻会議 2018"
