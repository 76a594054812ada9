"""The pages as a browser without JavaScript gets them, and as htmx does."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.index import TalkIndex
from search.model import Talk
from search.settings import Settings
from web import create_app

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def corpus_app(corpus_index: TalkIndex) -> Flask:
    return create_app(Settings(), corpus_index)


@pytest.fixture
def corpus_client(corpus_app: Flask) -> FlaskClient:
    return corpus_app.test_client()


def entries_of(page: str) -> list[str]:
    """The titles of the hits, in order."""
    return [
        re.sub(r"<[^>]+>", "", unescape(title)) for title in re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", page)
    ]


def hrefs_of(page: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', page)]


def test_the_front_page_shows_the_newest_talks_first(client: FlaskClient) -> None:
    page = client.get("/").text
    assert entries_of(page)[:2] == ["Node.js と C++", "シャーディングのコラム"]
    assert "すべての発表" in page and "勉強会" in page


def test_every_heard_talk_is_on_the_front_page_and_no_missed_one(
    client: FlaskClient, talks: tuple[Talk, ...]
) -> None:
    assert set(entries_of(client.get("/").text)) == {talk.title for talk in talks if not talk.mention}


def test_a_search_marks_its_words_and_keeps_the_spelling(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "シャーディング サーバー"}).text
    assert "<mark>シャーディング</mark>のコラム" in page
    assert "小さな<mark>サーバ</mark>を並べる" in page


def test_the_same_results_come_alone_for_htmx_and_inside_the_page(client: FlaskClient) -> None:
    search = {"q": "MongoDB", "year": "2015"}
    whole = client.get("/", query_string=search)
    part = client.get("/", query_string=search, headers=FRAGMENT)
    assert "<html" in whole.text and "<html" not in part.text
    assert entries_of(part.text) == entries_of(whole.text) == ["WiredTiger を試す"]
    assert "<title>「MongoDB」(年: 2015)の検索結果" in part.text
    assert {"HX-Request", "HX-History-Restore-Request"} <= set(whole.vary) & set(part.vary)


def test_going_back_gets_the_whole_page(client: FlaskClient) -> None:
    headers = {**FRAGMENT, "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/?q=HBase", headers=headers).text


def test_typing_replaces_the_address_by_the_shortest_one(client: FlaskClient) -> None:
    headers = {**FRAGMENT, "HX-Trigger": "search-form"}
    typed = client.get("/?q=+HBase+&sort=relevance&page=1", headers=headers)
    clicked = client.get("/?q=HBase&year=2015", headers=FRAGMENT)
    assert typed.headers["HX-Replace-Url"] == "/?q=HBase"
    assert "HX-Replace-Url" not in clicked.headers


def test_a_facet_value_is_a_link_that_gives_what_it_promises(client: FlaskClient) -> None:
    page = client.get("/").text
    links = re.findall(r'class="choice" href="([^"]*)".*?class="count">(\d+)<', page)
    assert len(links) >= 10
    for href, count in links:
        assert f"<b>{count}</b> 件" in client.get(unescape(href)).text


def test_active_filters_can_be_dropped_one_by_one_or_all_together(client: FlaskClient) -> None:
    page = client.get("/?q=MongoDB&technology=MongoDB&year=2016").text
    assert "/?q=MongoDB&technology=MongoDB" in hrefs_of(page)
    assert "/?q=MongoDB&year=2016" in hrefs_of(page)
    assert re.search(r'class="clear" href="/\?q=MongoDB"', page)


def test_the_form_carries_filters_and_sort_without_javascript(client: FlaskClient) -> None:
    page = client.get("/?q=MongoDB&speaker=Smith,+Jr.&sort=oldest").text
    assert '<input type="hidden" form="search-form" name="speaker" value="Smith, Jr.">' in page
    assert '<input type="hidden" form="search-form" name="sort" value="oldest">' in page


def test_pages_follow_each_other(client: FlaskClient) -> None:
    first, second = (client.get(f"/?per_page=2&page={page}").text for page in (1, 2))
    assert "/?per_page=2&page=2" in hrefs_of(first)
    assert "/?per_page=2" in hrefs_of(second)
    assert not set(entries_of(first)) & set(entries_of(second))


def test_a_page_beyond_the_last_says_so(client: FlaskClient) -> None:
    page = client.get("/?page=999").text
    assert "このページには何もありません" in page and "<b>5</b> 件" in page


def test_no_hits_say_which_word_has_none_and_what_dropping_one_thing_finds(client: FlaskClient) -> None:
    page = client.get("/?q=%22HBase%22+%22ぬるぽぬるぽ%22&year=2015").text
    assert "見つかりませんでした" in page
    assert re.search(r'href="/\?q=HBase">HBase</a> <span class="count">1件<', page)
    assert re.search(r'<s>ぬるぽぬるぽ</s> <span class="count">0件<', page)
    assert "「&#34;ぬるぽぬるぽ&#34;」を使わずに検索" in page
    assert "「&#34;HBase&#34;」を使わずに検索" not in page
    assert "「HBase」だけで検索" in page and "すべての発表を見る" in page


def test_no_hits_offer_to_drop_the_filter_that_leaves_none(client: FlaskClient) -> None:
    page = client.get("/?q=WiredTiger&year=2016&technology=MongoDB").text
    (way,) = re.findall(r'<a href="([^"]*)">「2016」の絞り込みを外す</a> <span class="count">1件', page)
    assert "WiredTiger を試す" in entries_of(client.get(unescape(way)).text)
    assert "「MongoDB」の絞り込みを外す" not in page
    assert "絞り込みをすべて外して「WiredTiger」を検索" in page


def test_filters_are_blamed_before_words_where_the_words_are_there(client: FlaskClient) -> None:
    page = client.get("/?q=WiredTiger+引っ越し&year=2016&since=2016-01").text
    assert "言葉はあります。絞り込みに合う発表がありません(絞り込みなしで1件)。" in page
    ways = re.findall(r'<li><a href="([^"]*)">([^<]*)</a>(?: <span class="count">(\d+)件)?', page)
    labels = [label for _, label, _ in ways]
    assert labels.index("絞り込みをすべて外して「WiredTiger 引っ越し」を検索") == 2
    for address, label, count in ways:
        if count and "外" in label:
            assert f"<b>{count}</b> 件" in client.get(unescape(address)).text
    only_dates = client.get("/?q=WiredTiger&since=2016-01").text
    assert re.search(r'href="/\?q=WiredTiger">期間の絞り込みを外す</a> <span class="count">1件', only_dates)
    # Where the words are nowhere, they are to blame.
    assert "別の書き方や" in client.get("/?q=%22ぬるぽぬるぽ%22&year=2015").text


def test_a_group_says_how_many_talks_its_event_has_on_all_pages(corpus_client: FlaskClient) -> None:
    page = corpus_client.get("/?q=Python&group=event").text
    choices = re.findall(r'class="choice-label">([^<]*)</span> <span class="count">(\d+)', page)
    counts = dict(choices[:12])
    first = re.search(r'class="margin">.*?<a href="[^"]*">([^<]*)</a>.*?他(\d+)件', page, re.S)
    assert first and int(first[2]) == int(counts[first[1]]) - 1
    link = re.search(r'href="([^"]*)">このイベントの(\d+)件だけを見る', page)
    assert link and f"<b>{link[2]}</b> 件" in corpus_client.get(unescape(link[1])).text


def test_a_search_that_is_narrowed_to_a_name_leads_to_its_page(client: FlaskClient) -> None:
    page = client.get("/?speaker=桑野&q=MongoDB").text
    (line,) = re.findall(r'<p class="narrowed-to">(.*?)</p>', page)
    assert 'href="/speakers/%E6%A1%91%E9%87%8E">発表者「桑野」のページ' in line
    assert "<span>2件</span><span>2015–2016</span>" in line and "別の書き方: くわの" in line
    event = client.get("/?event=道玄坂LT祭り(ミドル・インフラ)").text
    assert 'href="/events/dogenzaka">イベント「道玄坂LT祭り(ミドル・インフラ)」のページ' in event
    assert "narrowed-to" not in client.get("/?technology=MongoDB&technology=HBase").text
    assert "narrowed-to" not in client.get("/?q=MongoDB").text


@pytest.mark.parametrize(
    "path",
    ["/?q=HBase", "/talks/dogenzaka/hbase", "/events/dogenzaka", "/technologies/HBase", "/speakers/桑野"],
)
def test_a_name_beside_a_talk_narrows_wherever_it_stands(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    facts = "".join(re.findall(r'<(?:p class="facts"|dl class="talk-facts").*?</(?:p|dl)>', page, re.S))
    leading = [href for href in hrefs_of(facts) if not href.startswith(("http", "/events", "/talks"))]
    assert leading and all(href.startswith("/?") for href in leading)


def test_a_few_values_are_shown_whole(corpus_client: FlaskClient, client: FlaskClient) -> None:
    page = corpus_client.get("/").text
    events = page[page.index("facet-event") : page.index("facet-speaker")]
    assert events.count('class="choice"') == 11 and "もっと見る" not in events
    assert "もっと見る" in page[page.index("facet-speaker") :]


def test_all_values_come_by_count_or_by_name_and_close_again(corpus_client: FlaskClient) -> None:
    asked = {"HX-Request": "true"}
    by_count = corpus_client.get("/facets/speaker", headers=asked).text
    by_name = corpus_client.get("/facets/speaker?order=name", headers=asked).text
    first = re.findall(r'class="choice-label">([^<]*)<', by_name)
    assert len(first) > 250 and first != re.findall(r'class="choice-label">([^<]*)<', by_count)
    assert [first.index(name) for name in ("小田切 篤", "清水川 貴之", "Ian Lewis")] == sorted(
        first.index(name) for name in ("小田切 篤", "清水川 貴之", "Ian Lewis")
    )
    assert 'name="order" value="name"' in by_name
    assert re.search(r'class="values-close" href="/" .*hx-select="\.facet-speaker"', by_name)
    assert "あ→ん" not in corpus_client.get("/facets/year", headers=asked).text


def test_relaxing_is_said_aloud(client: FlaskClient) -> None:
    page = client.get("/?q=HBase+ぬるぽぬるぽ").text
    assert "すべての語を含む発表は見つからなかったので、一部の語を含む発表を表示しています。" in page


@pytest.mark.parametrize(
    ("cookie", "heading"), [("ja", "この言葉が出てくるイベント"), ("en", "Events with these words")]
)
def test_an_event_with_the_words_stands_beside_the_hits_and_is_not_counted(
    client: FlaskClient, cookie: str, heading: str
) -> None:
    page = client.get("/?q=ビール", headers={"Accept-Language": cookie}).text
    (section,) = re.findall(rf"<h2[^>]*>{heading}</h2>(.*?)</section>", page, re.S)
    assert 'href="/events/dogenzaka"' in section and "<mark>ビール</mark>" in section
    assert "#dogenzakalt" in section and "**" not in section
    assert '<span class="total"><b>0</b>' in page
    assert heading not in client.get("/?q=WAL", headers={"Accept-Language": cookie}).text


def test_a_missed_talk_is_mentioned_and_not_counted(client: FlaskClient) -> None:
    page = client.get("/?q=Aurora").text
    assert "聞けなかった発表" in page
    assert "/events/dogenzaka#aurora" in hrefs_of(page)
    assert "<b>0</b> 件" in page


def test_a_hit_and_the_search_can_be_taken_away_as_links(client: FlaskClient) -> None:
    opened = [href for href in hrefs_of(client.get("/?q=HBase&year=2015").text) if href.startswith("/link/")]
    search, hit = (unescape(client.get(href, headers=FRAGMENT).text) for href in opened)
    assert "<html" not in search + hit
    assert "[https://notes.example.jp/talks/dogenzaka/hbase:title=HBase 徹底入門のさわり]" in hit
    assert "\nhttps://notes.example.jp/?q=HBase&year=2015</textarea>" in search


def test_without_a_public_address_links_carry_the_one_that_was_asked(index: TalkIndex) -> None:
    page = (
        create_app(Settings(), index)
        .test_client()
        .get("/talks/kaigi/node", base_url="http://localhost:81")
        .text
    )
    assert "\nhttp://localhost:81/talks/kaigi/node</textarea>" in page


def test_a_talk_page_shows_the_note_its_facts_and_its_neighbours(client: FlaskClient) -> None:
    page = client.get("/talks/dogenzaka/fluentd").text
    assert "<li>何でもできる</li>" in page
    assert "鈴木健太" in page and "すずけん / VOYAGE" in page
    assert "2015年1月14日(水)" in page
    links = hrefs_of(page)
    assert {"/events/dogenzaka", "/talks/dogenzaka/hbase", "/talks/dogenzaka/wiredtiger"} <= set(links)
    assert "[fluentd設定行数とシステム複雑性](https://notes.example.jp/talks/dogenzaka/fluentd)" in page


def test_a_talk_page_leads_to_its_place_in_the_post_it_is_from(
    tmp_path: Path, talks: tuple[Talk, ...]
) -> None:
    posts = ("https://blog.example.jp/lt", "https://blog.example.jp/lt#後半", "javascript:alert(1)", "")
    written = [
        replace(
            talks[0],
            id=f"e{n}/a-b",
            title="A-B, 題 & #1",
            event=replace(talks[0].event, id=f"e{n}", post=post),
            aliases=(),
        )
        for n, post in enumerate(posts)
    ]
    one_entry = replace(written[0], id="e0/post", aliases=())
    built = TalkIndex(tmp_path / "index")
    built.rebuild((*written, one_entry))
    client = create_app(Settings(), built).test_client()
    text = "A%2DB%2C%20%E9%A1%8C%20%26%20%231"
    assert f"https://blog.example.jp/lt#a-b:~:text={text}" in hrefs_of(client.get("/talks/e0/a-b").text)
    assert f"https://blog.example.jp/lt#後半:~:text={text}" in hrefs_of(client.get("/talks/e1/a-b").text)
    assert not [href for href in hrefs_of(client.get("/talks/e2/a-b").text) if "javascript" in href]
    assert not [href for href in hrefs_of(client.get("/talks/e3/a-b").text) if "text=" in href]
    assert "https://blog.example.jp/lt" in hrefs_of(client.get("/talks/e0/post").text)


def test_a_talk_page_links_slides_and_videos(client: FlaskClient) -> None:
    assert "https://example.jp/slides/hbase" in hrefs_of(client.get("/talks/dogenzaka/hbase").text)


def test_a_talk_page_marks_the_words_that_led_there(client: FlaskClient) -> None:
    plain, marked = (client.get(f"/talks/dogenzaka/hbase{query}").text for query in ("", "?q=hbase+wal"))
    assert "<mark>" not in plain
    assert "<h1><mark>HBase</mark>" in marked
    assert "まず <mark>WAL</mark> へ" in marked


def test_an_old_id_leads_to_the_new_one_for_good(client: FlaskClient) -> None:
    answer = client.get("/talks/dogenzaka/hbase-talk?q=WAL")
    assert (answer.status_code, answer.location) == (301, "/talks/dogenzaka/hbase?q=WAL")


def test_a_missed_talk_stands_on_its_events_page(client: FlaskClient) -> None:
    answer = client.get("/talks/dogenzaka/aurora")
    assert (answer.status_code, answer.location) == (302, "/events/dogenzaka#aurora")
    assert 'id="aurora"' in client.get("/events/dogenzaka").text


def test_an_event_page_shows_its_note_and_its_talks_in_order(client: FlaskClient) -> None:
    page = client.get("/events/dogenzaka").text
    assert "<strong>ビール</strong>" in page and "#dogenzakalt" in page
    assert entries_of(page) == [
        "HBase 徹底入門のさわり",
        "fluentd設定行数とシステム複雑性",
        "WiredTiger を試す",
    ]
    assert "遅刻して聞けなかった。" in page


def test_all_values_of_a_facet_are_a_page_of_their_own(client: FlaskClient) -> None:
    page = client.get("/facets/speaker?q=MongoDB").text
    assert "/?q=MongoDB&speaker=Smith,+Jr.".replace(",", "%2C") in hrefs_of(page)
    assert "/?q=MongoDB" in hrefs_of(page)
    assert client.get("/facets/colour").status_code == 404


def test_a_value_is_found_among_all_by_a_part_of_its_name(client: FlaskClient) -> None:
    page = client.get("/facets/speaker?find=鈴木").text
    assert re.findall(r'class="choice-label">([^<]*)<', page) == ["鈴木俊裕", "鈴木健太"]
    assert "あてはまるものはありません" in client.get("/facets/speaker?find=ぬるぽ").text
    part = client.get("/facets/speaker?q=MongoDB", headers=FRAGMENT).text
    assert "<html" not in part and '<input type="hidden" name="q" value="MongoDB">' in part


def test_all_of_several_technologies_or_any_of_them(client: FlaskClient) -> None:
    any_of = client.get("/?technology=MongoDB&technology=WiredTiger").text
    all_of = client.get("/?technology=MongoDB&technology=WiredTiger&match=all").text
    assert len(entries_of(any_of)) == 2
    assert entries_of(all_of) == ["WiredTiger を試す"]
    assert "/?technology=MongoDB&technology=WiredTiger&match=all" in hrefs_of(any_of)
    assert "match-all" not in client.get("/?q=MongoDB").text


def test_years_are_bars_that_lead_to_their_talks(client: FlaskClient) -> None:
    page = client.get("/?q=MongoDB").text
    bars = re.findall(r'<a href="([^"]*)" tabindex="-1"><title>(\d+): 1件</title>', page)
    assert [(unescape(url), year) for url, year in bars] == [
        ("/?q=MongoDB&year=2015", "2015"),
        ("/?q=MongoDB&year=2016", "2016"),
    ]


def test_hits_of_one_event_can_stand_together(client: FlaskClient) -> None:
    plain, grouped = client.get("/").text, client.get("/?group=event").text
    assert "/?group=event" in hrefs_of(plain) and "/" in hrefs_of(grouped)
    assert sorted(entries_of(grouped)) == sorted(entries_of(plain))
    assert "同じイベントの発表 他1件" in grouped and "同じイベントの発表 他2件" in grouped
    # Nothing to group, nothing to offer.
    assert "イベント別" not in client.get("/?q=HBase").text


def test_only_the_ten_most_frequent_values_stand_beside_the_hits(
    client: FlaskClient, index: TalkIndex
) -> None:
    page = client.get("/").text
    # The five talks know eight technologies: none is hidden, so there is nothing more to see.
    assert "もっと見る" not in page


def test_pages_are_asked_for_again_and_assets_are_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/talks/kaigi/node")
    again = client.get("/talks/kaigi/node", headers={"If-None-Match": page.headers["ETag"]})
    assert (page.headers["Cache-Control"], again.status_code) == ("no-cache", 304)
    for name in re.findall(r'"(/static/[^"]+)"', client.get("/").text):
        asset = client.get(name)
        assert asset.status_code == 200
        assert "immutable" in asset.headers["Cache-Control"]
        assert re.search(r"-[0-9a-f]{12}\.(css|js|svg)$|htmx-[\d.]+\.js$", name)


def test_assets_come_compressed_to_those_who_can_read_it(client: FlaskClient) -> None:
    path = next(name for name in hrefs_of(client.get("/").text) if name.endswith(".css"))
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.data) * 2 < len(plain.data)
    assert "Accept-Encoding" in zipped.headers["Vary"]


def test_no_page_has_inline_script_or_style(client: FlaskClient) -> None:
    for path in ("/", "/?q=HBase", "/talks/dogenzaka/hbase?q=WAL", "/events/dogenzaka", "/facets/year", "/x"):
        page = client.get(path)
        # A block of data is no script: nothing runs it. What is to be copied is text.
        assert not re.search(
            r'<script(?![^>]* src=| type="application/ld\+json")|<style|\sstyle=(?!&#34;)|\son\w+=', page.text
        ), path
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("year", ["①②③", "²", "২০১৫", "二〇一五", "-1", "2015.5", "１", "9" * 40])
def test_a_year_in_whatever_digits_is_a_page(client: FlaskClient, year: str) -> None:
    assert client.get("/", query_string={"q": "HBase", "year": year}).status_code == 200
    assert client.get("/search.json", query_string={"year": year}).status_code == 200


def test_a_talk_says_of_words_that_it_marks_whether_it_has_them(corpus_client: FlaskClient) -> None:
    talk, spoken = "/talks/2015-01-14-dogenzaka-lt/wiredtiger", {"Accept-Language": "ja"}
    marked = corpus_client.get(f"{talk}?q=MMAP", headers=spoken).text
    assert "<mark>" in marked and "「MMAP」に印を付けています" in marked and "印を消す" in marked
    # It was found by what stands beside the note, or not at all.
    for text in ("道玄坂", "ぬるぽ"):
        other = corpus_client.get(f"{talk}?q={text}", headers=spoken).text
        assert "<mark>" not in other and "に印を付けて" not in other and "印を消す" not in other
        assert f"「{text}」は、題名にも本文にもそのままではありません" in other and "検索に戻る" in other


@pytest.mark.parametrize(("language", "name"), [("ja", "新しい発表のフィード"), ("en", "Feed of new talks")])
def test_every_page_leads_to_the_feed_where_somebody_sees_it(
    corpus_client: FlaskClient, language: str, name: str
) -> None:
    """Browsers no longer show what the head names."""
    for path in ("/", "/?q=HBase", "/events", "/talks/2015-01-14-dogenzaka-lt/hbase", "/nowhere"):
        page = corpus_client.get(path, headers={"Accept-Language": language}).text
        foot = page.partition('<footer class="colophon">')[2]
        assert re.search(rf'<a href="/feed.atom"[^>]*>{name}</a>', foot), path
