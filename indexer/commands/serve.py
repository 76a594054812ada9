"""`indexer serve`: bring the index up to date and serve the site, in a process of its own.

The page is `python -m web`, for the two packages never import each other. This process gives its place to it,
or stays beside it to follow the notes.
"""

import signal
import subprocess
import threading
from pathlib import Path

from indexer.commands import PROBLEMS
from indexer.commands.page import become, program
from indexer.commands.rebuild import rebuild_if_needed
from indexer.report import Report
from search.errors import IndexLocked, SettingsError
from search.settings import Settings

LAST_WORDS = 10
"""Seconds that the page has to end by itself."""


def serve(settings: Settings, options: tuple[str, ...], report: Report) -> int:
    """Index what is new and become the page; `options` are its own."""
    _index(settings, report)
    return become(program("web", *options), settings)


def serve_and_watch(settings: Settings, options: tuple[str, ...], report: Report) -> int:
    """Do the same, and bring the index up to date whenever a note is saved; ends with the page."""
    from indexer.commands.watch import watch

    _index(settings, report)
    # A polite kill ends this as Ctrl-C does, also where that was switched off, as in the background.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    ended = threading.Event()
    with subprocess.Popen(program("web", *options), env=settings.environment()) as page:
        threading.Thread(target=_tell_end, args=(page, ended), daemon=True).start()
        try:
            watch(settings, report, ended)
        except KeyboardInterrupt:
            pass
        finally:
            page.terminate()
            try:
                page.wait(LAST_WORDS)
            except subprocess.TimeoutExpired:
                page.kill()
    return page.returncode if page.returncode >= 0 else PROBLEMS


def _tell_end(page: subprocess.Popen[bytes], ended: threading.Event) -> None:
    page.wait()
    ended.set()


def settings_of(folder: Path | None) -> Settings:
    """Return the settings to serve with; raises `SettingsError` with the way to make what is not there."""
    settings = Settings.from_env() if folder is None else Settings.of_folder(folder)
    if not settings.corpus.is_dir():
        raise SettingsError(
            str(settings.corpus), "there is no such folder: `kikigaki init` makes one to start in"
        )
    return settings


def _index(settings: Settings, report: Report) -> None:
    """Index what is new; what another process is indexing is served as soon as it has done so."""
    try:
        rebuild_if_needed(settings, report)
    except IndexLocked as error:
        report.complain_of("ほかの rebuild が動いています。終わってからもう一度実行してください", str(error))
