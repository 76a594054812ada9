"""The server among clients that hold it, hurry it, overfill it and speak badly: who asks is answered."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from waitress.adjustments import Adjustments

from search.index import TalkIndex
from search.model import Talk
from search.settings import Settings
from web import connections, create_app
from web import server as serving_module
from web.gate import Gate
from web.security import headers_of
from web.server import Server

REPOSITORY = Path(__file__).parent.parent
ASKED = b"GET /search.json?q=HBase HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEADERS = [name for name, _ in headers_of(Settings())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, talks: tuple[Talk, ...]) -> Path:
    path = tmp_path_factory.mktemp("served") / "index"
    TalkIndex(path).rebuild(talks)
    return path


@contextlib.contextmanager
def process(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A site as a person starts it, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "web"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUTF8": "1", "KIKIGAKI_PORT": str(port), "KIKIGAKI_INDEX": str(folder)}
        | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as started:
        assert started.stdout is not None
        assert str(port) in started.stdout.readline()
        try:
            yield started, port
        finally:
            started.kill()


@pytest.fixture(scope="module")
def held_site(folder: Path) -> Iterator[int]:
    """The port of one such site for all who leave it as it was."""
    with process(folder) as (_, port):
        yield port


@contextlib.contextmanager
def serving(app: Flask, gate: Gate | None = None) -> Iterator[int]:
    """The port of a server in this process."""
    server = Server(app, "127.0.0.1", 0, headers_of(Settings()), gate=gate)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.addresses[0].port
    finally:
        server.stop()
        server.stop()
        thread.join(10)


def connected(port: int, sent: bytes = b"") -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=20)
    opened.sendall(sent)
    return opened


def told(port: int, sent: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are; return status, headers and body of the answer."""
    with connected(port, sent) as opened:
        answer = http.client.HTTPResponse(opened)
        answer.begin()
        return answer.status, dict(answer.getheaders()), answer.read()


def whole_answer(port: int, sent: bytes) -> bytes:
    """Return all that comes until the connection ends, which may be before all was read of what was sent."""
    answered = b""
    with connected(port, sent) as opened, contextlib.suppress(ConnectionError):
        while piece := opened.recv(65_536):
            answered += piece
    return answered


def answer_of(opened: socket.socket) -> int:
    """Return the status of a whole answer, 0 for none."""
    try:
        answer = http.client.HTTPResponse(opened)
        answer.begin()
        return answer.status if answer.read() else 0
    except (OSError, http.client.HTTPException):
        return 0


def milliseconds(port: int, count: int) -> float:
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        assert told(port, ASKED)[0] == 200
        taken.append(time.perf_counter() - began)
    # What others do on the machine only adds to it.
    return min(taken) * 1000


@pytest.mark.slow
def test_twelve_hundred_connections_that_ask_nothing_keep_nobody_waiting(held_site: int) -> None:
    port = held_site
    with contextlib.ExitStack() as held:
        milliseconds(port, 20)
        alone = milliseconds(port, 100)
        for number in range(98):
            browser = held.enter_context(connected(port, ASKED))
            assert answer_of(browser) == 200, number
        for _ in range(200):
            held.enter_context(connected(port, b"GET /search.json?q=HBa"))
        for _ in range(900):
            held.enter_context(connected(port))
        assert milliseconds(port, 100) < 3 * alone + 2


def test_beyond_the_limit_the_idlest_make_room(index: TalkIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving_module, "CONNECTIONS", 40)
    with serving(create_app(Settings(), index)) as port, contextlib.ExitStack() as held:
        first = held.enter_context(connected(port, ASKED))
        assert answer_of(first) == 200
        for number in range(200):
            held.enter_context(connected(port, b"GET / HT" if number % 2 else b""))
        assert told(port, ASKED)[0] == 200
        assert first.recv(1) == b""


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: loc", ASKED], ids=["silent", "half", "idle"])
def test_who_asks_nothing_is_dropped(sent: bytes, index: TalkIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(serving_module, "LOOKED_AT_EVERY", 0)
    with serving(create_app(Settings(), index)) as port, connected(port, sent) as opened:
        if sent == ASKED:
            assert answer_of(opened) == 200
        assert opened.recv(1) == b""


def test_a_request_that_drips_is_dropped(index: TalkIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.5)
    monkeypatch.setattr(serving_module, "LOOKED_AT_EVERY", 0)
    with serving(create_app(Settings(), index)) as port, connected(port, b"GET / HTTP/1.1\r\n") as opened:
        opened.settimeout(0.1)
        began = time.monotonic()
        with pytest.raises(OSError, match=r"pipe|reset"):
            while time.monotonic() - began < 15:
                opened.sendall(b"a: b\r\n")
                time.sleep(0.1)


@pytest.mark.slow
def test_a_reader_who_takes_nothing_holds_nobody_up(held_site: int) -> None:
    port = held_site
    with contextlib.ExitStack() as held:
        for _ in range(30):
            slow = held.enter_context(socket.socket())
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            slow.connect(("127.0.0.1", port))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
        assert told(port, ASKED)[0] == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "is_kept"), [("SIGTERM", False), ("SIGINT", True)], ids=["new", "kept alive"]
)
def test_what_was_asked_before_a_stop_is_answered(folder: Path, name: str, is_kept: bool) -> None:
    with process(folder) as (site, port), contextlib.ExitStack() as held:
        clients = [held.enter_context(connected(port, ASKED if is_kept else b"")) for _ in range(60)]
        if is_kept:
            assert {answer_of(each) for each in clients} == {200}
        for each in clients:
            each.sendall(ASKED)
        site.send_signal(signal.Signals[name])
        with ThreadPoolExecutor(60) as together:
            assert list(together.map(answer_of, clients)) == [200] * 60
        assert site.wait(timeout=10) == 0
        with pytest.raises(OSError, match=r"refused|reset"):
            connected(port)


@pytest.mark.slow
def test_a_stop_ends_though_connections_are_held(folder: Path) -> None:
    with process(folder) as (site, port), connected(port), connected(port, b"GET / HT"):
        began = time.monotonic()
        site.terminate()
        assert site.wait(timeout=10) == 0
        assert time.monotonic() - began < 5


def test_a_stop_that_comes_when_all_is_closed_writes_nowhere(index: TalkIndex) -> None:
    server = Server(create_app(Settings(), index), "127.0.0.1", 0)
    server.stop()
    server.run()
    # Whatever is opened next has the numbers of what was closed.
    with tempfile.TemporaryFile() as other, tempfile.TemporaryFile() as another:
        server.stop()
        assert other.read() == another.read() == b""
        assert other.tell() == another.tell() == 0


@pytest.fixture
def slow_app() -> tuple[Flask, threading.Event]:
    """An application whose search answers when it is told to."""
    app, go_on = Flask("slow"), threading.Event()

    @app.get("/")
    def search() -> str:
        go_on.wait(20)
        return "見つかりました"

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    return app, go_on


def until(wanted: object, look: Callable[[], object]) -> None:
    ends = time.monotonic() + 30
    while (seen := look()) != wanted:
        assert time.monotonic() < ends, seen
        time.sleep(0.01)


def test_a_site_that_stops_answers_whom_it_has_and_takes_in_nobody_else(
    slow_app: tuple[Flask, threading.Event],
) -> None:
    app, go_on = slow_app
    server = Server(app, "127.0.0.1", 0)
    port = server.addresses[0].port
    with contextlib.ExitStack() as held:
        clients = [
            held.enter_context(connected(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")) for _ in range(9)
        ]
        server.stop()
        running = threading.Thread(target=server.run)
        running.start()
        until(True, lambda: is_refused(port))
        go_on.set()
        assert [answer_of(each) for each in clients] == [200] * 9
    running.join(10)


def is_refused(port: int) -> bool:
    try:
        connected(port).close()
    except ConnectionRefusedError:
        return True
    return False


def test_who_comes_when_too_many_wait_is_told_to_come_back(slow_app: tuple[Flask, threading.Event]) -> None:
    app, go_on = slow_app
    gate = Gate(running=2, waiting=3)
    asked = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with serving(app, gate) as port, contextlib.ExitStack() as held:
        patient = [held.enter_context(connected(port, asked)) for _ in range(5)]
        until((2, 3), lambda: (gate.running, gate.waiting))
        status, headers, body = told(port, asked)
        assert status == 503 and int(headers["Retry-After"]) > 0
        assert set(HEADERS) < set(headers) and headers["Cache-Control"] == "no-store"
        assert "混み合って" in body.decode()
        assert told(port, asked.replace(b"GET /", b"HEAD /"))[0] == 503
        # What costs nothing never waits behind a search.
        assert told(port, asked.replace(b"GET /", b"GET /healthz"))[0] == 200
        go_on.set()
        assert [answer_of(each) for each in patient] == [200] * 5
        assert told(port, asked)[0] == 200
    assert gate.refused == 2


@pytest.mark.slow
def test_two_hundred_at_a_time_are_all_answered(held_site: int) -> None:
    with ThreadPoolExecutor(200) as together:
        assert set(together.map(lambda _: told(held_site, ASKED)[0], range(200))) == {200}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno header at all\r\n\r\n", 400),
        (b"GET\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\na: " + b"b" * 200_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405),
        (b"BREW /static/x HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        (b"GET http://[::1/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET https://a@localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /" + b"x" * 110_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET //evil.example/x HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
    ],
)
def test_every_answer_carries_the_headers(index: TalkIndex, sent: bytes, status: int) -> None:
    with serving(create_app(Settings(), index)) as port:
        answered, headers, _ = told(port, sent)
        headed = sent.replace(b"GET", b"HEAD", 1).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        alone = whole_answer(port, headed)
    assert answered == status
    assert alone.endswith(b"\r\n\r\n") or not sent.startswith(b"GET ")
    assert set(HEADERS) < set(headers)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


@pytest.mark.parametrize(
    ("pieces", "is_head"),
    [
        ((b"HE", b"AD / HTTP/1.1\r\nno header at all\r\n\r\n"), True),
        ((b"\r\nHEAD / HTTP/1.1\r\nno header at all\r\n\r\n",), True),
        ((b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"HEAD is no size\r\n"), False),
    ],
)
def test_only_what_begins_so_is_refused_as_a_head(pieces: Sequence[bytes], is_head: bool) -> None:
    request = connections.Channel.parser_class(Adjustments())
    for piece in pieces:
        request.received(piece)
    assert request.error and request.is_head is is_head


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 40\r\n",
        b"Content-Length: 4\r\nContent-Length: 40\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
        b"Content-Length: +4\r\n",
    ],
)
@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
def test_no_request_hides_in_another(index: TalkIndex, version: bytes, lengths: bytes) -> None:
    """Who is before the site may count otherwise: where two lengths are told, nothing more is read."""
    request = b"GET / HTTP/" + version + b"\r\nHost: localhost\r\nConnection: keep-alive\r\n" + lengths
    hidden = b"0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with serving(create_app(Settings(), index)) as port:
        answered = whole_answer(port, request + b"\r\n" + hidden)
    assert answered.count(b"HTTP/1.") == 1
    assert answered.split()[1] in (b"400", b"501")


@pytest.mark.parametrize("address", ["http://localhost", "HTTP://127.0.0.1:80", "https://[::1]:443"])
def test_a_whole_address_of_ours_is_a_path_of_ours(index: TalkIndex, address: str) -> None:
    with serving(create_app(Settings(), index)) as port:
        status, _, _ = told(port, f"GET {address}/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert status == 200
