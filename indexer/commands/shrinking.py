"""Shrinking: an index that would lose most of its talks is left alone until somebody says so.

A disk that is not there, or a folder half copied, looks like notes that were removed.
"""

from collections.abc import Iterable

from indexer.commands.index_sources import usable_sources_of
from indexer.report import Report
from indexer.sources import Sources
from search.index import TalkIndex

SMALLEST = 10
"""Talks, or notes: of fewer, half is soon removed on purpose."""


def keeps_most(index: TalkIndex, notes: Iterable[str], talks: int, report: Report) -> bool:
    """Say whether an index of these talks loses no more than half of what the present one has.

    `notes` are the paths of the notes that are there. An index of quite other notes is no smaller one of
    these, and one that cannot be used has nothing to lose.
    """
    sources = usable_sources_of(index)
    if sources is None or sources.stamps.keys().isdisjoint(notes):
        return True
    before = index.status().talks
    if _is_most(talks, before):
        return True
    report.complain(
        f"発表が {before} 件から {talks} 件に減ります。前の索引はそのままです。"
        "場所が正しければ `indexer rebuild --force` を実行してください"
    )
    return False


def keeps_most_notes(before: Sources, after: Sources, report: Report) -> bool:
    """Say the same of notes that can be used, where the talks of the others were not read."""
    first, second = (sum(map(bool, sources.events.values())) for sources in (before, after))
    if _is_most(second, first):
        return True
    report.complain(
        f"ノートが {first} 件から {second} 件に減ります。前の索引はそのままです。"
        "場所が正しければ `indexer rebuild --force` を実行してください"
    )
    return False


def _is_most(after: int, before: int) -> bool:
    return before < SMALLEST or 2 * after >= before
