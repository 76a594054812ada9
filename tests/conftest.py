"""Fixtures that every test may use: a few talks, and indexes built from them and from the real corpus."""

import datetime
import gc
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cluster_nodes
import pytest
from examples import USUAL
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from one_note import NOTE
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import serving
from spelt_notes import SPELT_TALKS

import search.budget
import search.results.ways_out
import search.text.sudachi
from indexer.corpus import Corpus, read_corpus
from search.index import TalkIndex
from search.model import Event, Link, Speaker, Talk
from search.settings import Settings
from search.text.lexicon import Lexicon
from web import create_app

if TYPE_CHECKING:
    from search.engines.opensearch.client import Cluster

# A busy machine is no failure: no case has a deadline, and none is too slow to be made. The usual run takes
# the same dozens of cases each time: whether a change is let in is no matter of luck.
# --hypothesis-profile=long takes a thousand new ones, the quick one a few.
settings.register_profile(
    "usual", max_examples=USUAL, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("usual"), max_examples=10)
settings.register_profile("long", settings.get_profile("usual"), max_examples=1_000, derandomize=False)

# To open it takes 30 ms of every index that a test makes, and it may be shared; a site opens one.
search.text.sudachi.Dictionary = cache(search.text.sudachi.Dictionary)

# No loss of power is outlived by what a test writes. That a program forces what it must, and when, is seen by
# the kernel in `test_fsyncs`; that it may fail, in `test_faults`.
os.fsync = lambda handle: None

# A machine may stand still for some seconds.
expect.set_options(timeout=30_000)

# In the background of a shell Ctrl-C is switched off, for tests and for what they start and send it to.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What other processes of a busy machine take is none of the time that a search may take, and ways out of no
# hits, for which there is very little of it, are all told.
search.budget.Budget.__init__.__defaults__ = (float("inf"), time.thread_time)
_FOR_WAYS_OUT = search.results.ways_out.SECONDS
search.results.ways_out.SECONDS = float("inf")

REPOSITORY = Path(__file__).parent.parent
BASE = "https://notes.example.jp"
"""The address of the site that tests visit."""

CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # None is kept ready for a page to come: each would take a tenth of a second.
    "--renderer-process-limit=1",
    # Of what draws and what loads nothing is kept apart: to talk with them takes a tenth of every page.
    "--in-process-gpu",
    "--enable-features=NetworkServiceInProcess2",
)

DOGENZAKA = Event(
    id="dogenzaka",
    name="道玄坂LT祭り(ミドル・インフラ)",
    date=datetime.date(2015, 1, 14),
    url="https://example.jp/dogenzaka",
    hashtag="dogenzakalt",
    note="途中で**ビール**が配られた。",
)
KAIGI = Event(id="kaigi", name="分散会議 2016", date=datetime.date(2016, 3, 5), venue="秋葉原")

TALKS = (
    Talk(
        id="dogenzaka/hbase",
        title="HBase 徹底入門のさわり",
        event=DOGENZAKA,
        speakers=(Speaker("鈴木俊裕", heard="すずきとしひろ"),),
        technologies=("HBase", "HDFS"),
        date=DOGENZAKA.date,
        body="カラムファミリーは先に決める。\n\nRegion は自動でシャーでぃんぐされる。書き込みはまず WAL へ。",
        links=(Link("slides", "https://example.jp/slides/hbase"), Link("link", "https://example.jp/book")),
        aliases=("dogenzaka/hbase-talk",),
    ),
    Talk(
        id="dogenzaka/fluentd",
        title="fluentd設定行数とシステム複雑性",
        event=DOGENZAKA,
        speakers=(Speaker("鈴木健太", heard="すずけん", affiliation="VOYAGE"),),
        technologies=("fluentd", "Elasticsearch"),
        date=DOGENZAKA.date,
        body="設定は3000行。Elasticsearch が遅いとバッファが詰まる。\n\n- 何でもできる\n- 何でもしない",
    ),
    Talk(
        id="dogenzaka/wiredtiger",
        title="WiredTiger を試す",
        event=DOGENZAKA,
        speakers=(Speaker("桑野", heard="モンゴリアン桑野", affiliation="CA"),),
        technologies=("MongoDB", "WiredTiger"),
        date=DOGENZAKA.date,
        body="MMAPv1 より3割ほど速い。容量は半分。引っ越しはまだ待つ。",
        links=(Link("slides", "https://example.jp/slides/wt"),),
    ),
    Talk(
        id="dogenzaka/aurora",
        title="Aurora の話",
        event=DOGENZAKA,
        speakers=(),
        technologies=("Aurora",),
        date=DOGENZAKA.date,
        body="遅刻して聞けなかった。",
        mention=True,
    ),
    Talk(
        id="kaigi/sharding",
        title="シャーディングのコラム",
        event=KAIGI,
        speakers=(Speaker("Smith, Jr."), Speaker("桑野")),
        technologies=("MongoDB",),
        date=KAIGI.date,
        body="水平分割の読み物。HPMoonShot のような小さなサーバを並べる。",
    ),
    Talk(
        id="kaigi/node",
        title="Node.js と C++",
        event=KAIGI,
        speakers=(Speaker("山田"),),
        technologies=("Node.js", "C++"),
        date=datetime.date(2016, 3, 6),
        body="elastic search の話も少し。kernel は関係ない。",
    ),
)

LEXICON = Lexicon(
    technologies={"Elasticsearch": ("エラスティックサーチ",), "Scala": ("Scara",)},
    speakers={"桑野": ("くわの",)},
    terms={"シャーディング": ("シャーでぃんぐ", "sharding")},
)


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Take the usual profile, before Hypothesis takes that which is asked for, and let garbage lie.

    Not by a statement: what is imported from here by a test runs once more.
    """
    settings.load_profile("usual")
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """From here on garbage is collected; what was imported and collected is never looked through again."""
    gc.freeze()
    # As the command has it: looking at every 700 new things takes a thirtieth of all tests' time.
    gc.set_threshold(50_000)
    gc.enable()


@pytest.fixture(scope="session")
def talks() -> tuple[Talk, ...]:
    """Five talks and a mention, of two events."""
    return TALKS


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    """An index of `talks`; not to be rebuilt by a test."""
    built = TalkIndex(tmp_path_factory.mktemp("index"))
    built.rebuild(TALKS, LEXICON)
    return built


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of `talks`, of one generation; a test copies what it changes."""
    folder = tmp_path_factory.mktemp("built") / "index"
    TalkIndex(folder).rebuild(TALKS)
    return folder


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The notes that the project ships."""
    return read_corpus(REPOSITORY / "corpus")


@pytest.fixture(scope="session")
def corpus_index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    """An index of the notes that the project ships; not to be rebuilt by a test."""
    built = TalkIndex(tmp_path_factory.mktemp("corpus-index"))
    built.rebuild(corpus.talks, corpus.lexicon)
    return built


@pytest.fixture(scope="session")
def spelt_index(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    """A note for each family of spellings and for each ambiguous word; it has no lexicon of its own."""
    built = TalkIndex(tmp_path_factory.mktemp("spelt-index"))
    built.rebuild(SPELT_TALKS)
    return built


@pytest.fixture
def corpus_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one note, named to the command by the environment, beside a place for its index."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "2015-01-14-lt.md").write_text(NOTE)
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(folder))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    return folder


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for the files of a blog, named to the command by the environment, beside one for its index."""
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path / "blog"))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    return tmp_path / "blog"


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ways out have as little time as a visitor's."""
    monkeypatch.setattr(search.results.ways_out, "SECONDS", _FOR_WAYS_OUT)


@pytest.fixture(scope="session", autouse=True)
def nodes_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder of the run's OpenSearch cluster and the process that it ends with.

    Where it will be asked for, it is started already: the first tests need not wait for it.
    """
    base, owner = tmp_path_factory.getbasetemp(), os.getpid()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base, owner = base.parent, os.getppid()
    place = base / "cluster", owner
    if any("nodes" in getattr(item, "fixturenames", ()) for item in request.session.items):
        threading.Thread(target=cluster_nodes.begin_shared, args=place, daemon=True).start()
    return place


@pytest.fixture(scope="session")
def nodes(nodes_place: tuple[Path, int]) -> Iterator[cluster_nodes.Nodes]:
    """A real OpenSearch cluster, one for all processes of a run."""
    try:
        with cluster_nodes.shared(*nodes_place) as running:
            yield running
    except cluster_nodes.NoCluster as error:
        pytest.skip(f"no OpenSearch: {error}")


@pytest.fixture(scope="session")
def cluster(nodes: cluster_nodes.Nodes) -> "Cluster":
    """The same, as the engine asks it."""
    from search.engines.opensearch.client import Cluster

    return Cluster(nodes.urls, timeout=20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was not tried, and why."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    without = [reason for reason in reasons if "no OpenSearch" in reason]
    if without:
        terminalreporter.write_line(f"NOT TRIED: {len(without)} tests on a real cluster ({without[0]})")


@pytest.fixture(scope="module")
def app(index: TalkIndex) -> Flask:
    """The site of those talks, at an address of its own."""
    return create_app(Settings(public_url=BASE), index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of that site, or of what a module calls `app` itself."""
    return app.test_client()


@pytest.fixture(scope="module")
def site(corpus_index: TalkIndex) -> Iterator[str]:
    """The address of a running site with the notes that the project ships."""
    with serving(create_app(Settings(), corpus_index)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium and no google-chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, locale="ja-JP", viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page that fails its test when the console has an error, a CSP report or another site's request."""
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(site) else troubles.append(sent.url))
    yield page
    assert troubles == []


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a browser with JavaScript off."""
    context = browser.new_context(base_url=site, locale="ja-JP", java_script_enabled=False)
    yield context.new_page()
    context.close()
