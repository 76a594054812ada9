"""`indexer search`: ask the index from a terminal."""

from indexer.commands import OK
from indexer.report import Report
from search.index import open_index
from search.model import Query
from search.settings import Settings


def search(settings: Settings, query: Query, report: Report) -> int:
    report.search(open_index(settings).search(query))
    return OK
