"""`indexer export`: bring the index up to date, and write the site into a folder, in a process of its own.

As with `serve`, the pages are `python -m web.export`, to which this process gives its place.
"""

from pathlib import Path

from indexer.commands.page import become, program
from indexer.commands.rebuild import rebuild_if_needed
from indexer.report import Report
from search.errors import SettingsError
from search.settings import Settings
from search.settings_values import public_url_of


def export(settings: Settings, out: Path, base_url: str, report: Report) -> int:
    """Index what is new and write all pages into `out`; `base_url` may be empty. Raises `SettingsError`."""
    # What is written wrong is told before an index is made for it.
    if out.exists() and not out.is_dir():
        raise SettingsError("--out", f"{out} はファイルです。フォルダーを書いてください")
    address = ("--base-url", _checked(base_url)) if base_url else ()
    rebuild_if_needed(settings, report)
    return become(program("web.export", "--out", str(out), *address), settings)


def _checked(base_url: str) -> str:
    try:
        return public_url_of(base_url)
    except ValueError as error:
        raise SettingsError("--base-url", str(error)) from error
