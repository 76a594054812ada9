"""`indexer verify`: whether every byte of the index is what was written."""

from indexer.commands import DAMAGED, OK
from indexer.report import Report
from search.errors import IndexDamaged
from search.index import open_index
from search.settings import Settings


def verify(settings: Settings, report: Report) -> int:
    """Read the whole index; 2 when a file is not what was written, which is named."""
    try:
        found = open_index(settings).verify()
    except IndexDamaged as error:
        report.complain_of("索引が壊れています。`indexer rebuild` を実行してください", str(error))
        return DAMAGED
    size = f"{found.size / 1_000_000:.1f} MB"
    kept = f"写し {found.files} 部" if settings.engine == "opensearch" else f"ファイル {found.files} 個"
    report.say(f"索引の第 {found.generation} 世代: {kept}、{size}、すべて書いたとおりです")
    return OK
