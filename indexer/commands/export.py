"""`indexer export`: bring the index up to date, and write the site into a folder, in a process of its own.

As with `serve`, the pages are `python -m web.export`, to which this process gives its place.
"""

from pathlib import Path

from indexer.commands.page import become, program
from indexer.commands.rebuild import rebuild_if_needed
from indexer.report import Report
from search.settings import Settings


def export(settings: Settings, out: Path, base_url: str, report: Report) -> int:
    """Index what is new and write all pages into `out`; `base_url` may be empty."""
    rebuild_if_needed(settings, report)
    address = ("--base-url", base_url) if base_url else ()
    return become(program("web.export", "--out", str(out), *address), settings)
