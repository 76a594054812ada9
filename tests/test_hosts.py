"""A site answers to its own names only, and says so of every other."""

import pytest

from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.hosts import Hosts

HERE = [
    "localhost",
    "LOCALHOST:8000",
    "notes.localhost",
    "127.0.0.1",
    "127.8.9.1:81",
    "[::1]:8000",
    "localhost.",
]
ELSEWHERE = [
    *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", "169.254.169.254"),
    *("10.0.0.1", "[2001:db8::1]", "0.0.0.0", "2130706433", "0x7f.1"),
]
ILL_FORMED = [
    *("", " ", "/", "localhost/", "localhost:", "localhost:0", "localhost:99999", "localhost:8000:1", "a b"),
    *(
        "localhost, evil.example",
        "user@localhost",
        "[::1",
        "::1",
        "[localhost]",
        "localhost#",
        "http://localhost",
    ),
    *("ローカル", "localhost\x00", "<script>", "localhost\r\nx", "-", ".", ".."),
]


@pytest.mark.parametrize("host", HERE)
def test_a_site_answers_where_it_is(host: str) -> None:
    assert Hosts(Settings()).knows(host)


@pytest.mark.parametrize("host", [*ELSEWHERE, *ILL_FORMED])
def test_any_other_host_is_refused(index: TalkIndex, host: str) -> None:
    assert not Hosts(Settings()).knows(host)
    client = create_app(Settings(), index).test_client(use_cookies=False)
    for path in ("/", "/search.json", "/static/x", "/healthz", "/nowhere"):
        answer = client.get(path, environ_overrides={"HTTP_HOST": host})
        assert answer.status_code == 400
        assert "evil.example" not in answer.text


def test_a_host_that_looks_like_an_address_and_is_none_is_refused() -> None:
    assert not any(
        map(Hosts(Settings(host="0.0.0.0")).knows, ["[::ffff:999.1.1.1]", "[1:2]", "[....]", "[]"])
    )


def test_a_public_address_and_the_one_listened_at_are_known() -> None:
    hosts = Hosts(Settings(host="box.lan", public_url="https://Notes.example.jp:8443/n"))
    assert (
        hosts.knows("notes.example.jp")
        and hosts.knows("notes.example.jp:8443")
        and hosts.knows("BOX.lan:8000")
    )
    assert not hosts.knows("example.jp") and not hosts.knows("192.168.1.2")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]", "*", "0", ""])
def test_who_listens_everywhere_is_known_by_any_address_and_by_no_other_name(host: str) -> None:
    hosts = Hosts(Settings(host=host))
    assert hosts.knows("192.168.1.2:8000") and hosts.knows("[fe80::1]") and hosts.knows("localhost")
    assert not hosts.knows("evil.example")


def test_links_are_never_made_of_an_ill_formed_host(index: TalkIndex) -> None:
    client = create_app(Settings(public_url="https://notes.example.jp"), index).test_client()
    assert (
        'href="https://notes.example.jp/talks/dogenzaka/hbase"' in client.get("/talks/dogenzaka/hbase").text
    )
