"""`python -m web` as a person starts it: it says where it is, and why when it cannot be."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import free_port

from web import serving
from web.server import Server

REPOSITORY = Path(__file__).parent.parent


def start(**variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "web"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUTF8": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The same in this process, by its own environment; while it serves it is asked, and then stopped.

    A start is most of what a process takes. Signals, the heap and the collector stay this process's own.
    """
    run = Server.run
    for name in ("share_memory", "spare_collector", "signal.signal"):
        monkeypatch.setattr(f"web.serving.{name}", lambda *_: None)

    def serve(ask: Callable[[int], None] = lambda port: None, **variables: str) -> int:
        def asked(server: Server) -> None:
            thread = threading.Thread(target=run, args=(server,))
            thread.start()
            try:
                ask(server.addresses[0].port)
            finally:
                server.stop()
                server.stop()
                thread.join(10)

        monkeypatch.setattr(Server, "run", asked)
        for name, text in variables.items():
            monkeypatch.setenv(name, text)
        return serving.serve()

    return serve


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_it_tells_its_address_answers_and_stops_quietly(tmp_path: Path, name: str) -> None:
    port = free_port()
    with start(KIKIGAKI_PORT=str(port), KIKIGAKI_INDEX=str(tmp_path)) as server:
        assert server.stdout is not None and server.stderr is not None
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        with pytest.raises(urllib.error.HTTPError, match="503") as missing:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
        with missing.value as answer:
            assert "索引がまだありません" in answer.read().decode()
        server.send_signal(signal.Signals[name])
        try:
            assert server.wait(timeout=10) == 0
        finally:
            server.kill()
        assert "Traceback" not in server.stderr.read()


def test_a_taken_port_is_named_with_a_way_out(
    serve: Callable[..., int], taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(KIKIGAKI_PORT=str(taken_port), LC_ALL="ja_JP.UTF-8") == 69
    told = capsys.readouterr().err
    assert f"{taken_port} で待ち受けられません: そのポートはほかで使われています" in told
    assert f"KIKIGAKI_PORT={taken_port + 1} " in told
    assert serve(LC_ALL="en_US.UTF-8") == 69
    assert "Address already in use" in capsys.readouterr().err


@pytest.mark.parametrize(("port", "other"), [(80, 8000), (8000, 8001), (65535, 8000)])
def test_the_port_of_the_way_out_is_one_that_anybody_may_take(port: int, other: int) -> None:
    assert serving._other_than(port) == other


def test_an_unusable_setting_is_named(serve: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(KIKIGAKI_PORT="eighty", LC_ALL="ja_JP.UTF-8") == 2
    assert "KIKIGAKI_PORT: 1 から 65535 までの数にしてください('eighty' ではなく)" in capsys.readouterr().err


def asked(port: int, **headers: str) -> str:
    """What the first copy of a search's link box begins with, asked with these headers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/link/search?q=HBase")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    with urllib.request.urlopen(request, timeout=10) as answer:
        found = re.search(r"<textarea[^>]*>\n(\S+)</textarea>", answer.read().decode())
    assert found
    return found[1].partition("/?q=")[0]


PROXY = {"X_Forwarded_Host": "notes.example.jp", "X_Forwarded_Proto": "https"}


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "http://127.0.0.1:{port}"),
        ({"KIKIGAKI_FORWARDED": "off"}, "http://127.0.0.1:{port}"),
        ({"KIKIGAKI_FORWARDED": "on"}, "https://notes.example.jp"),
        ({"KIKIGAKI_FORWARDED": "on", "KIKIGAKI_PUBLIC_URL": "https://a.example"}, "https://a.example"),
        ({"KIKIGAKI_PUBLIC_URL": "https://a.example"}, "https://a.example"),
    ],
)
def test_what_a_proxy_says_counts_only_where_a_setting_says_so(
    serve: Callable[..., int], built: Path, variables: dict[str, str], address: str
) -> None:
    port, told = free_port(), list[str]()
    own = {"KIKIGAKI_PORT": str(port), "KIKIGAKI_INDEX": str(built)}
    assert serve(lambda at: told.append(asked(at, **PROXY)), **own, **variables) == 0
    assert told == [address.format(port=port)]


@pytest.mark.parametrize(
    ("variables", "warned"),
    [
        ({}, False),
        ({"KIKIGAKI_HOST": "0.0.0.0"}, True),
        ({"KIKIGAKI_HOST": "0.0.0.0", "KIKIGAKI_PUBLIC_URL": "https://a.example"}, False),
    ],
)
def test_a_site_that_others_read_without_an_address_of_its_own_is_warned_once(
    serve: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    warned: bool,
) -> None:
    assert serve(KIKIGAKI_PORT=str(free_port()), KIKIGAKI_INDEX=str(tmp_path), **variables) == 0
    assert capsys.readouterr().err.count("KIKIGAKI_PUBLIC_URL") == int(warned)


def test_a_host_that_is_not_this_machine_is_named_and_no_port(
    serve: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(KIKIGAKI_HOST="nosuch.invalid", KIKIGAKI_PORT=str(free_port())) == 69
    told = capsys.readouterr().err
    assert "KIKIGAKI_HOST" in told and "KIKIGAKI_PORT" not in told
