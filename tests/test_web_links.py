"""The link box: the same forms on the page, without JavaScript and from the command."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from conftest import BASE
from flask.testing import FlaskClient

from indexer.cli import main
from search import short_of
from search.index import TalkIndex
from search.linking.forms import FORMS
from search.linking.titles import JAPANESE as WORDS
from search.model import Talk
from search.settings import Settings
from web import create_app
from web.texts.japanese import JAPANESE

FRAGMENT = {"HX-Request": "true"}


def forms_on(page: str) -> dict[str, str]:
    """The text of each form as a browser has it: the line break behind the tag is none of it."""
    found = re.findall(r'data-form="([^"]+)".*?<textarea[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def test_a_hit_leads_to_its_forms_and_none_of_them_is_on_the_page(client: FlaskClient) -> None:
    page = client.get("/?q=MongoDB").text
    assert "<textarea" not in page
    opened = [unescape(href) for href in re.findall(r'class="link-opener" href="([^"]*)"', page)]
    assert opened[0] == "/link/search?q=MongoDB"
    assert "/link/talks/dogenzaka/wiredtiger?q=MongoDB" in opened
    assert all(client.get(href).status_code == 200 for href in opened)


def test_without_javascript_every_form_stands_in_a_text_field(client: FlaskClient) -> None:
    page = client.get("/link/talks/dogenzaka/wiredtiger").text
    assert "<html" in page and '<meta name="robots" content="noindex">' in page
    forms = forms_on(page)
    assert list(forms) == [name for name in FORMS if not name.startswith(("list-", "short"))]
    assert forms["markdown"] == f"[WiredTiger を試す]({BASE}/talks/dogenzaka/wiredtiger)"
    assert forms["card"] == f"\n{BASE}/talks/dogenzaka/wiredtiger\n"


def test_the_quotation_is_the_passage_with_the_words_that_were_searched(client: FlaskClient) -> None:
    forms = forms_on(client.get("/link/talks/dogenzaka/wiredtiger?q=引越").text)
    assert forms["quote-text"].splitlines()[0] == "> 引っ越しはまだ待つ。"
    assert forms["quote-text"].splitlines()[-1] == (
        "— 桑野「WiredTiger を試す」道玄坂LT祭り(ミドル・インフラ), 2015-01-14, "
        f"{BASE}/talks/dogenzaka/wiredtiger"
    )


def test_what_was_chosen_on_the_page_is_quoted_and_nothing_that_is_not_there(client: FlaskClient) -> None:
    chosen = forms_on(client.get("/link/talks/dogenzaka/wiredtiger?passage=容量は半分。").text)
    invented = forms_on(client.get("/link/talks/dogenzaka/wiredtiger?passage=嘘の引用").text)
    assert chosen["quote-text"].startswith("> 容量は半分。\n")
    assert "嘘の引用" not in invented["quote-text"]


def test_a_missed_talk_links_to_its_place_on_the_page_of_its_event(client: FlaskClient) -> None:
    assert (
        forms_on(client.get("/link/talks/dogenzaka/aurora").text)["url"] == f"{BASE}/events/dogenzaka#aurora"
    )


def test_a_talk_is_linked_by_its_id_of_today(client: FlaskClient) -> None:
    forms = forms_on(client.get("/link/talks/dogenzaka/hbase-talk").text)
    assert forms["url"] == f"{BASE}/talks/dogenzaka/hbase"


def test_a_talk_with_a_japanese_id_has_a_short_address_too(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path / "index")
    index.rebuild([replace(talks[0], id="dogenzaka/徹底入門", aliases=())])
    client = create_app(Settings(public_url=BASE), index).test_client()
    forms = forms_on(client.get("/link/talks/dogenzaka/徹底入門").text)
    assert len(forms["short"]) < 40 < len(forms["url"])
    answer = client.get(forms["short"].removeprefix(BASE))
    assert (answer.status_code, BASE + answer.location) == (301, forms["url"])


def test_an_event_is_cited_and_listed(client: FlaskClient) -> None:
    forms = forms_on(client.get("/link/events/dogenzaka").text)
    assert forms["cite-text"] == f"「道玄坂LT祭り(ミドル・インフラ)」, 2015-01-14, {BASE}/events/dogenzaka"
    assert re.findall(r"- (\S+)", forms["list-text"]) == [
        "HBase",
        "fluentd設定行数とシステム複雑性",
        "WiredTiger",
    ]
    assert "quote-text" not in forms


@pytest.mark.parametrize(
    ("path", "name", "talks"),
    [
        ("/link/speakers/桑野", "桑野", 2),
        ("/link/speakers/くわの", "桑野", 2),
        ("/link/technologies/C++", "C++", 1),
        ("/link/technologies/MongoDB", "MongoDB", 2),
    ],
)
def test_a_name_is_linked_with_its_talks(client: FlaskClient, path: str, name: str, talks: int) -> None:
    forms = forms_on(client.get(path).text)
    assert forms["text"].startswith(f"{name} {BASE}/")
    assert forms["list-text"].count("\n- ") + 1 == talks


def test_a_name_nobody_has_is_not_found(client: FlaskClient) -> None:
    assert client.get("/link/speakers/だれでもない").status_code == 404
    assert client.get("/link/talks/dogenzaka/nothing").status_code == 404


def test_the_list_of_a_search_has_its_first_hits_and_the_search_below(client: FlaskClient) -> None:
    page = client.get("/link/search?q=MongoDB&year=2015&year=2016&n=1&by=date", headers=FRAGMENT).text
    listed = forms_on(page)["list-markdown"].splitlines()
    assert len(listed) == 3
    assert listed[0].startswith("- 2015-01-14 [") or listed[0].startswith("- 2016-03-05 [")
    assert listed[2].endswith(f"]({BASE}/?q=MongoDB&year=2015&year=2016)")
    assert '<option value="date" selected>' in page and '<option value="1" selected>' in page
    assert '<input type="hidden" name="q" value="MongoDB">' in page


@pytest.mark.parametrize("odd", ["n=0", "n=-3", "n=99999999", "n=x", "by=x", "n=²", "passage=%00"])
def test_an_odd_wish_gets_a_list_all_the_same(client: FlaskClient, odd: str) -> None:
    assert "list-text" in forms_on(client.get(f"/link/search?q=MongoDB&{odd}").text)


def test_a_search_without_hits_still_has_a_link(client: FlaskClient) -> None:
    forms = forms_on(client.get("/link/search?q=ぬるぽぬるぽ").text)
    assert forms["text"].startswith("「ぬるぽぬるぽ」の検索結果 - 聞き書き https://")
    assert "list-text" not in forms


def test_the_words_of_the_command_are_those_of_the_page() -> None:
    for name in WORDS.__struct_fields__:
        assert getattr(WORDS, name) == getattr(JAPANESE, name)


@pytest.mark.parametrize(
    ("what", "path", "options"),
    [
        ("dogenzaka/wiredtiger", "/link/talks/dogenzaka/wiredtiger", ()),
        ("dogenzaka/wiredtiger", "/link/talks/dogenzaka/wiredtiger?q=引越", ("--words", "引越")),
        ("dogenzaka", "/link/events/dogenzaka?by=date", ("--by", "date")),
        (f"{BASE}/talks/dogenzaka/hbase-talk", "/link/talks/dogenzaka/hbase", ()),
        ("/speakers/Smith%2C%20Jr.", "/link/speakers/Smith, Jr.", ()),
        ("MongoDB", "/link/search?q=MongoDB&by=event", ("--by", "event")),
        ("MongoDB -シャーディング", "/link/search?q=MongoDB -シャーディング&n=1", ("--number", "1")),
    ],
)
def test_the_command_prints_what_the_page_shows(
    client: FlaskClient,
    index: TalkIndex,
    what: str,
    path: str,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KIKIGAKI_PUBLIC_URL", BASE)
    monkeypatch.setattr("indexer.commands.link.open_index", lambda settings: index)
    shown = forms_on(client.get(path, headers={"Accept-Language": "ja"}).text)
    assert shown
    for name, text in shown.items():
        assert main(["link", "--format", name, *options, "--", *what.split(" ")]) == 0
        assert capsys.readouterr().out == f"{text}\n"


def test_the_command_says_which_forms_there_are(
    index: TalkIndex, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KIKIGAKI_PUBLIC_URL", raising=False)
    monkeypatch.setattr("indexer.commands.link.open_index", lambda settings: index)
    assert main(["link", "dogenzaka/hbase", "--format", "list-rst"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "list-rst の形はありません" in said.err and "quote-rst" in said.err
    assert "KIKIGAKI_PUBLIC_URL" in said.err
    assert main(["link", "/speakers/だれでもない"]) == 1


def test_the_command_needs_an_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "HBase", "--index", str(tmp_path / "none")]) == 66


# --- Talks that are set aside


def picks_on(page: str) -> dict[str, bool]:
    """The addresses that set a hit aside, or back, and whether it is set aside now."""
    links = re.findall(r'class="pick" href="([^"]*)"([^>]*)>', page)
    return {unescape(href): "aria-current" in more for href, more in links}


def test_hits_are_set_aside_in_the_address_and_stay_so_over_other_searches(client: FlaskClient) -> None:
    add = next(iter(picks_on(client.get("/?q=WiredTiger").text)))
    page = client.get(add).text
    one = short_of("dogenzaka/wiredtiger")
    assert add == f"/?q=WiredTiger&set={one}"
    assert next(iter(picks_on(page).values())) is True
    assert f'<input type="hidden" form="search-form" name="set" value="{one}">' in page
    inside = [unescape(href) for href in re.findall(r'class="choice" href="(/[^"]*)"', page)]
    assert inside and all(href.endswith(f"&set={one}") for href in inside)
    again = next(iter(picks_on(client.get(f"/?q=HBase&set={one}").text)))
    assert again == f"/?q=HBase&set={one}.{short_of('dogenzaka/hbase')}"
    assert next(iter(picks_on(page))) == "/?q=WiredTiger"


def test_what_is_set_aside_changes_nothing_about_what_is_found(client: FlaskClient) -> None:
    one = short_of("dogenzaka/wiredtiger")
    plain, picked = (client.get(f"/search.json?q=MongoDB{more}").json for more in ("", f"&set={one}"))
    assert plain and picked
    assert [hit["id"] for hit in plain["hits"]] == [hit["id"] for hit in picked["hits"]]
    forms = forms_on(client.get(f"/link/search?q=MongoDB&set={one}").text)
    assert forms["url"] == f"{BASE}/?q=MongoDB"


def test_the_set_is_a_list_in_its_order_in_every_form(client: FlaskClient) -> None:
    names = [short_of(each) for each in ("kaigi/node", "dogenzaka/hbase", "kaigi/sharding")]
    page = client.get(f"/set?q=MongoDB&set={'.'.join(names)}").text
    forms = forms_on(page)
    assert re.findall(r"^- (\S+)", forms["list-text"], re.MULTILINE) == [
        "Node.js",
        "HBase",
        "シャーディングのコラム",
    ]
    assert forms["url"] == f"{BASE}/set?set={'.'.join(names)}"
    assert f'<link rel="canonical" href="{forms["url"]}">' in page
    assert f'href="/?q=MongoDB&amp;set={".".join(names)}"' in page
    grouped = forms_on(client.get(f"/set?by=event&set={'.'.join(names)}").text)["list-markdown"]
    assert [line[:3] for line in grouped.splitlines()[:5]] == ["- [", "  -", "  -", "- [", "  -"]


def test_a_talk_of_the_set_is_moved_up_and_dropped_by_links(client: FlaskClient) -> None:
    first, second = short_of("kaigi/node"), short_of("dogenzaka/hbase")
    page = unescape(client.get(f"/set?set={first}.{second}").text)
    assert f'href="/set?set={second}.{first}"' in page
    assert f'href="/set?set={first}"' in page and f'href="/set?set={second}"' in page
    assert "引用セットは空です" in client.get("/set").text


def test_a_talk_that_is_gone_is_counted_and_an_odd_set_is_no_error(client: FlaskClient) -> None:
    known = short_of("kaigi/node")
    page = client.get(f"/set?set=aaaaaaaaaa.{known}.{known}.<b>.x").text
    assert "1件の発表は、もうありません" in page
    assert forms_on(page)["list-text"].count("Node.js") == 1
    assert client.get(f"/set?set={'.'.join(['b' * 10] * 500)}").status_code == 200


def test_a_short_address_leads_to_the_talk_also_from_its_earlier_id(client: FlaskClient) -> None:
    for talk_id in ("dogenzaka/hbase", "dogenzaka/hbase-talk"):
        answer = client.get(f"/t/{short_of(talk_id).upper()}")
        assert (answer.status_code, answer.location) == (301, "/talks/dogenzaka/hbase")
    assert client.get(f"/t/{short_of('dogenzaka/aurora')}").location == "/events/dogenzaka#aurora"
    assert client.get("/t/aaaaaaaaaa").status_code == 404
    assert client.get("/t/あ").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/link/talks/dogenzaka/wiredtiger",
        "/link/events/kaigi",
        "/link/speakers/Smith%2C%20Jr.",
        "/link/technologies/C%2B%2B",
        "/link/search?q=MongoDB&year=2015&page=3&n=5",
        f"/set?set={short_of('kaigi/node')}",
    ],
)
def test_a_frame_shows_what_its_link_leads_to(client: FlaskClient, path: str) -> None:
    forms = forms_on(client.get(path).text)
    (source,) = re.findall(r'<iframe src="([^"]*)"', forms["frame"])
    page = client.get(unescape(source).removeprefix(BASE))
    assert page.status_code == 200 and "data-embed" in page.text
    assert "<h2>" in page.text or "wiredtiger" in path
    assert "page=" not in source
