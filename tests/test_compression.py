"""Answers come compressed as the client asks, and stay the same answer."""

import gzip
import re

import brotli
import pytest
import zstandard
from flask.testing import FlaskClient
from werkzeug.http import parse_accept_header

from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.compression import coding_of

DECODED = {
    "zstd": lambda content: zstandard.ZstdDecompressor().decompress(content),
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


@pytest.fixture
def client(index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), index).test_client()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, *", "zstd"),
        ("identity, gzip;q=0.5", ""),
        ("gzip;q=0", ""),
        ("deflate", ""),
        ("", ""),
    ],
)
def test_the_coding_is_what_the_client_likes_best(accepted: str, coding: str) -> None:
    assert coding_of(parse_accept_header(accepted)) == coding


@pytest.mark.parametrize("coding", sorted(DECODED))
def test_a_page_reads_the_same_in_every_coding(client: FlaskClient, coding: str) -> None:
    plain = client.get("/talks/kaigi/node")
    coded = client.get("/talks/kaigi/node", headers={"Accept-Encoding": coding})
    assert coded.headers["Content-Encoding"] == coding
    assert int(coded.headers["Content-Length"]) == len(coded.data) < len(plain.data) / 2
    assert DECODED[coding](coded.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.vary and "Accept-Encoding" in coded.vary


def test_an_unchanged_page_is_answered_by_304_whatever_the_coding(client: FlaskClient) -> None:
    first = client.get("/?q=HBase", headers={"Accept-Encoding": "zstd"})
    etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    for coding in ("zstd", "gzip", "identity"):
        again = client.get("/?q=HBase", headers={"Accept-Encoding": coding, "If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert {"Accept-Encoding", "HX-Request"} <= set(again.vary)
    assert client.get("/?q=WAL", headers={"If-None-Match": etag}).status_code == 200


def test_a_fragment_is_not_the_page(client: FlaskClient) -> None:
    page, part = client.get("/?q=HBase"), client.get("/?q=HBase", headers={"HX-Request": "true"})
    assert page.headers["ETag"] != part.headers["ETag"]


def test_head_tells_what_get_would_send(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    got, told = (client.open("/talks/kaigi/node", method=m, headers=headers) for m in ("GET", "HEAD"))
    assert told.data == b""
    for name in ("Content-Length", "Content-Encoding", "ETag", "Vary"):
        assert told.headers[name] == got.headers[name]


def test_small_answers_are_left_alone(client: FlaskClient) -> None:
    answer = client.get("/nowhere.json", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers and answer.json["error"]


def test_assets_come_as_small_as_they_get(client: FlaskClient) -> None:
    page = client.get("/").text
    headers = {"Accept-Encoding": "gzip, br, zstd"}
    sent = [client.get(name, headers=headers) for name in re.findall(r'"(/static/[^"]+)"', page)]
    assert {answer.headers["Content-Encoding"] for answer in sent} == {"br"}
    assert sum(len(answer.data) for answer in sent) < 45_000
