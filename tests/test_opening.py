"""The site answers its first page before it has loaded the others, and nobody can tell."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

import web.opening
from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.application import application
from web.opening import Opening
from web.watching import Watch

PAGES = (
    "/?q=シャーディング",
    "/",
    "/events",
    "/feed.atom",
    "/search.json?q=MongoDB",
    "/openapi.json",
    "/link/search?q=HBase",
    "/robots.txt",
    "/no/such/page",
    "/static/no-such.css",
)


@pytest.fixture
def opening(index: TalkIndex) -> Opening:
    return Opening(Settings(), index, Watch())


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Let nothing be loaded before this is set."""
    may_load = threading.Event()

    def application_when_it_may(*given: object) -> object:
        assert may_load.wait(30)
        return application(*given)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(web.opening, "application", application_when_it_may)
    yield may_load
    may_load.set()


@pytest.mark.parametrize("path", PAGES)
def test_the_first_answer_is_that_of_the_whole_site(opening: Opening, index: TalkIndex, path: str) -> None:
    answer = Client(opening).get(path, headers={"HX-Request": "true"})
    whole = create_app(Settings(), index).test_client().get(path, headers={"HX-Request": "true"})
    assert (answer.status, answer.mimetype) == (whole.status, whole.mimetype)
    assert sorted(answer.headers.keys()) == sorted(whole.headers.keys())


def test_a_search_is_answered_while_nothing_else_is_loaded(opening: Opening, held: threading.Event) -> None:
    client = Client(opening)
    assert "シャーディング" in client.get("/?q=シャーディング").text
    page = client.get("/").text
    assert client.get(page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]).status_code == 200
    assert not opening.is_whole


def test_the_others_are_loaded_once_the_first_page_is_answered(opening: Opening) -> None:
    Client(opening).get("/").close()
    for thread in threading.enumerate():
        if thread.name == "loads-pages":
            thread.join(30)
    assert opening.is_whole


def test_nothing_is_loaded_beside_answers_that_follow_each_other(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.opening, "QUIET", 30.0)
    of_others = threading.enumerate()
    client = Client(opening)
    for _ in range(3):
        client.get("/").close()
    timers = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
    waiting = [each for each in timers if each not in of_others and not each.finished.is_set()]
    assert len(waiting) == 1 and not opening.is_whole
    assert client.get("/events").status_code == 200 and opening.is_whole
    waiting[0].cancel()


def test_who_asks_for_another_page_waits_for_it_and_it_is_loaded_once(
    opening: Opening, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []
    wait = web.opening.application

    def counted(*given: object) -> object:
        loaded.append(given)
        return wait(*given)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(web.opening, "application", counted)
    answers: list[int] = []
    paths = ("/events", "/feed.atom", "/openapi.json", "/?q=HBase", "/speakers")
    threads = [
        threading.Thread(target=lambda path=path: answers.append(Client(opening).get(path).status_code))
        for path in paths
    ]
    for thread in threads:
        thread.start()
    threads[3].join(30)
    assert answers == [200], "a search waits for nobody"
    held.set()
    for thread in threads:
        thread.join(30)
    assert answers == [200] * len(paths)
    assert len(loaded) == 1


def test_what_cannot_be_loaded_is_tried_again_by_who_asks_next(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(web.opening, "application", lambda *_: (_ for _ in ()).throw(OSError("no more files")))
        with pytest.raises(OSError, match="no more files"):
            Client(opening).get("/events")
    assert Client(opening).get("/events").status_code == 200


def test_a_site_below_a_path_opens_as_well(index: TalkIndex) -> None:
    opening = Opening(Settings(base="/notes"), index, Watch())
    answer = Client(opening).get("/notes/?q=HBase")
    assert answer.status_code == 200
    assert Client(opening).get("/notes/events").status_code == 200


def test_every_answer_is_counted_once(index: TalkIndex) -> None:
    watch = Watch()
    opening = Opening(Settings(), index, watch)
    for path in ("/?q=HBase", "/events", "/"):
        Client(opening).get(path)
    assert b'kikigaki_requests_total{path="search",status="200"} 2.0' in watch.written()
    assert b'kikigaki_requests_total{path="events",status="200"} 1.0' in watch.written()


@pytest.mark.slow
def test_a_server_starts_without_what_its_first_page_does_not_need() -> None:
    """Each of these takes some milliseconds of a start."""
    code = "import sys, web.serving; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = loaded.stdout.split()
    assert "web.searching" in modules
    unneeded = ("web.families", "web.feeds", "search.linking.forms", "search.text.visible_text", "tomllib")
    assert not set(unneeded) & set(modules), Path(web.opening.__file__).name
