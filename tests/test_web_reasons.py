"""What is found by a name alone says by which, and a talk's own page marks what the list of hits marks."""

import datetime
import re
from html import unescape

import pytest
from flask import Flask

from search.index import TalkIndex
from search.model import Event, Query, Speaker, Talk
from search.settings import Settings
from web import create_app

SHORE = Event("umi", "海辺の夕べ", datetime.date(2021, 4, 2), hashtag="umibe", venue="灯台ホール")
TALKS = (
    Talk(
        "umi/1",
        "画像を見分ける",
        SHORE,
        (Speaker("佐伯 健一", affiliation="帆布工房"),),
        ("深層学習", "PyTorch"),
        SHORE.date,
        "モデルを大きくしたらよく当たった。",
    ),
    Talk("umi/2", "網の話", SHORE, (), (), SHORE.date, "長い文のなかで、データベースの複製をとる。"),
    Talk("umi/3", "聞けなかった話", SHORE, (Speaker("江ノ島 渚"),), (), SHORE.date, "", mention=True),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    built = TalkIndex(tmp_path_factory.mktemp("index"))
    built.rebuild(TALKS)
    return built


@pytest.fixture
def app(index: TalkIndex) -> Flask:
    return create_app(Settings(), index)


def reasons_of(app: Flask, typed: str) -> list[str]:
    """Return the reasons that the page shows, each as it is read."""
    page = app.test_client().get("/", query_string={"q": typed}).text
    lists = re.findall(r'<ul class="reasons".*?</ul>', page, re.DOTALL)
    items = (item for each in lists for item in re.findall(r"<li>(.*?)</li>", each))
    return [unescape(re.sub(r"<[^>]+>", "", item)) for item in items]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("深学層習", "深 → 深層学習 技術"),
        ("PyTorch", "PyTorch 技術"),
        ("佐伯", "佐伯 → 佐伯 健一 発表者"),
        ("帆布", "帆布 → 帆布工房 発表者"),
        ("夕べ", "夕べ → 海辺の夕べ イベント"),
        ("umibe", "umibe ハッシュタグ"),
        ("網 OR date:2021-04-02", "2021-04-02 日付"),
        ("灯台", "灯台 → 灯台ホール 会場"),
        ("江ノ島", "江ノ島 → 江ノ島 渚 発表者"),
        ("umbie", "umbie → umibe 訂正"),
    ],
)
def test_a_hit_without_a_mark_says_which_name_has_the_word(app: Flask, typed: str, reason: str) -> None:
    assert reason in reasons_of(app, typed)


def test_a_hit_with_a_mark_says_no_more_of_words_as_typed(app: Flask) -> None:
    assert not reasons_of(app, "画像 PyTorch")


def test_a_talks_page_marks_most_of_a_word_where_the_list_does(app: Flask, index: TalkIndex) -> None:
    typed = "複データベー"
    (hit,) = index.search(Query(typed)).hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["データベース"]
    client = app.test_client()
    assert "<mark>データベース</mark>" in client.get("/talks/umi/2", query_string={"q": typed}).text
    assert "<mark>データベース</mark>" in client.get("/glance/umi/2", query_string={"q": typed}).text
    assert index.body_marks(hit.talk, typed) == hit.snippet.marks


def test_a_talk_that_has_a_word_among_its_names_has_nothing_near_it_marked(index: TalkIndex) -> None:
    (hit,) = index.search(Query("PyTorch")).hits
    marks = index.marker_of(hit.talk, "PyTorch")
    assert (marks(hit.talk.title), marks(hit.talk.body), marks("PyTorch")) == ((), (), ((0, 7),))
