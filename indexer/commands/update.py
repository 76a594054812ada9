"""`indexer update`: bring the index up to date, reading only what changed."""

import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec.structs import replace

from indexer.commands import OK, PROBLEMS
from indexer.commands.index_sources import is_whole, kept_sources_of
from indexer.commands.rebuild import keep_ids, rebuild
from indexer.commands.shrinking import keeps_most_notes
from indexer.corpus import fingerprint_of, in_order, read_notes, read_of, talks_of
from indexer.joined_events import joined_events
from indexer.kept_sources import encoded_sources
from indexer.note_files import find_notes
from indexer.published.keeping import recorded, with_published_ids
from indexer.published.table import former_of, read_kept, vanished
from indexer.report import Report
from indexer.sources import (
    beside_of,
    changes_of,
    clash_of,
    reason_to_read_all,
    removed_events_of,
    updated_sources,
)
from search.errors import IndexDamaged
from search.index import open_index
from search.settings import Settings

_UNUSABLE = "使える索引がありません"


def update(settings: Settings, report: Report) -> int:
    """Bring the index up to date, reading only notes that changed, or all of them where that is unsure."""
    return update_without(frozenset(), settings, report)


def update_without(held: Collection[str], settings: Settings, report: Report) -> int:
    """Do the same, but leave what the index has of some notes; `held` are their paths.

    Where all notes would have to be read, nothing is done as long as some are held; a damaged index is made
    anew all the same, for it serves nothing.
    """
    try:
        return _update_without(held, settings, report)
    except IndexDamaged:
        return _read_all(settings, report, _UNUSABLE)


def _update_without(held: Collection[str], settings: Settings, report: Report) -> int:
    started, read_at = time.perf_counter(), time.time_ns()
    index = open_index(settings)
    kept = kept_sources_of(index)
    if kept is None:
        return _read_all(settings, report, _UNUSABLE)
    sources, since = kept
    files = find_notes(settings.corpus)
    stamps = {path: sources.stamps[path] if path in held else stamp for path, stamp in files.stamps.items()}
    changes = changes_of(sources, stamps, fingerprint_of(settings.corpus, settings.posts))
    changes = replace(changes, doubtful=tuple(path for path in changes.doubtful if path not in held))
    if not changes:
        if not is_whole(index):
            return _read_all(settings, report, _UNUSABLE)
        report.problems(files.problems)
        report.say("索引は最新です")
        return OK
    if reason := reason_to_read_all(sources, changes, read_at):
        return _read_all_unless(held, settings, report, reason)
    checked = _begun(index.check)
    lexicon = index.lexicon()
    notes = read_notes(settings.corpus, changes.to_read, files.stamps, lexicon, settings.posts)
    if beside := beside_of(sources, changes, joined_events(notes.parsed, lexicon).names, stamps):
        if set(held) & set(beside):
            return _read_all_unless(held, settings, report, "同じ名のイベントのファイルが変わりました")
        changes = replace(changes, doubtful=tuple(sorted((*changes.doubtful, *beside))))
        notes = read_notes(settings.corpus, changes.to_read, files.stamps, lexicon, settings.posts)
    table, read = read_kept(settings.corpus), read_of(settings.corpus, notes, files.stamps)
    before = table.rows
    notes = replace(notes, parsed=with_published_ids(before, read))
    published = recorded(before, read, notes.parsed)
    if reason := clash_of(sources, changes, notes.parsed):
        return _read_all_unless(held, settings, report, reason)
    # The aliases file has not changed: the index knows what it says, and nothing of it needs to be read.
    joined = joined_events(notes.parsed, lexicon)
    talks, clashes = talks_of(notes.parsed.values(), lexicon, joined)
    if clashes:
        return _read_all_unless(held, settings, report, "読んだノートの ID が重なっています")
    removed = removed_events_of(sources, changes, notes.parsed)
    after = updated_sources(sources, changes, read_at, stamps, notes.parsed, joined.names, joined.moved)
    if not any(after.events.values()):
        return _read_all_unless(held, settings, report, "使えるノートがなくなりました")
    if not keeps_most_notes(sources, after, report):
        return PROBLEMS
    kept_sources, former = encoded_sources(after), former_of(published, after.joined)
    made = index.update(
        talks,
        removed=removed,
        sources=kept_sources,
        since=since,
        former=former,
        checked=checked.result,
        on_ready=lambda: keep_ids(settings, published, report, table),
    )
    report.has_published = True
    report.lost(vanished(before, published))
    report.problems(in_order((*files.problems, *notes.problems)))
    report.updated(changes, talks, made, time.perf_counter() - started)
    return OK


def _begun(check: Callable[[], int]) -> Future[int]:
    """Begin a check, which lets other threads work, before it is known what is to be written."""
    beside = ThreadPoolExecutor(1, "checking")
    begun = beside.submit(check)
    beside.shutdown(wait=False)
    return begun


def _read_all_unless(held: Collection[str], settings: Settings, report: Report, reason: str) -> int:
    if held:
        report.complain(f"{reason}が、{min(held)} が直るまで待ちます")
        return PROBLEMS
    return _read_all(settings, report, reason)


def _read_all(settings: Settings, report: Report, reason: str) -> int:
    report.say(f"{reason}。すべてのノートから作り直します")
    return rebuild(settings, report)
