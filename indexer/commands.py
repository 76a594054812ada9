"""The commands of `indexer`: each does one thing, says what it did and returns the exit code."""

import time

from indexer.aliases import NAME as ALIASES
from indexer.aliases import fingerprint_of
from indexer.corpus import Corpus, in_order, read_corpus, read_notes, talks_of
from indexer.note_files import find_notes
from indexer.report import Report
from indexer.sources import (
    Changes,
    Sources,
    changes_of,
    clash_of,
    decoded_sources,
    encoded_sources,
    reason_to_read_all,
    removed_events_of,
    updated_sources,
)
from search.errors import IndexDamaged, IndexMissing
from search.index import TalkIndex, open_index
from search.model import Query
from search.settings import Settings

OK, PROBLEMS, STALE = 0, 1, 65


def check(settings: Settings, report: Report) -> int:
    corpus = read_corpus(settings.corpus)
    report.problems(corpus.problems)
    report.corpus(corpus)
    return PROBLEMS if corpus.problems else OK


def rebuild(settings: Settings, report: Report) -> int:
    """Index what is usable; problems are reported and are no failure."""
    return _rebuild(settings, read_corpus(settings.corpus), report)


def rebuild_strictly(settings: Settings, report: Report) -> int:
    """Index only a corpus without any problem."""
    corpus = read_corpus(settings.corpus)
    if corpus.problems:
        report.problems(corpus.problems)
        report.complain("問題があるので索引は作りません(--strict)。前の索引はそのままです")
        return PROBLEMS
    return _rebuild(settings, corpus, report)


def rebuild_if_needed(settings: Settings, report: Report) -> int:
    """Index only what the index does not show yet."""
    sources = _sources_of(open_index(settings))
    if sources and not _changes(settings, sources):
        report.say("索引は最新です")
        return OK
    return rebuild(settings, report)


def update(settings: Settings, report: Report) -> int:
    """Bring the index up to date, reading only notes that changed, or all of them where that is unsure."""
    started, read_at = time.perf_counter(), time.time_ns()
    index = open_index(settings)
    kept = _kept_sources_of(index)
    if kept is None:
        return _read_all(settings, report, "使える索引がありません")
    sources, since = kept
    files = find_notes(settings.corpus)
    changes = changes_of(sources, files.stamps, fingerprint_of(settings.corpus / ALIASES))
    if not changes:
        report.problems(files.problems)
        report.say("索引は最新です")
        return OK
    if reason := reason_to_read_all(sources, changes, read_at):
        return _read_all(settings, report, reason)
    notes = read_notes(settings.corpus, changes.to_read)
    if reason := clash_of(sources, changes, notes.parsed):
        return _read_all(settings, report, reason)
    # The aliases file has not changed: the index knows what it says, and nothing of it needs to be read.
    talks, clashes = talks_of(notes.parsed.values(), index.lexicon())
    if clashes:
        return _read_all(settings, report, "読んだノートの ID が重なっています")
    removed = removed_events_of(sources, changes, notes.parsed)
    after = updated_sources(sources, changes, read_at, files.stamps, notes.parsed)
    if not any(after.events.values()):
        return _read_all(settings, report, "使えるノートがなくなりました")
    made = index.update(talks, removed=removed, sources=encoded_sources(after), since=since)
    report.problems(in_order((*files.problems, *notes.problems)))
    report.updated(changes, talks, made, time.perf_counter() - started)
    return OK


def status(settings: Settings, report: Report) -> int:
    """Describe the index; 1 when notes are newer than it, 65 when it must be rebuilt to be searched."""
    index = open_index(settings)
    found = index.status()
    report.status(found)
    if found.is_stale:
        report.complain("索引は別の版の解析で作られています。`indexer rebuild` を実行してください")
        return STALE
    sources = _sources_of(index)
    if sources is None:
        report.say("どのノートから作られた索引か分かりません。`indexer rebuild` を実行してください")
        return PROBLEMS
    changes = _changes(settings, sources)
    for path in changes.written:
        report.say(f"索引より新しい: {settings.corpus / path}")
    for path in changes.removed:
        report.say(f"消えたノート: {settings.corpus / path}")
    if changes.is_lexicon_other:
        report.say(f"索引より新しい: {settings.corpus / ALIASES}")
    if _is_sure(changes):
        report.say("`indexer update` で索引に入ります")
        return PROBLEMS
    return OK


def status_path(settings: Settings, report: Report) -> int:
    """Print the folder of the current generation, for `whoosh.index.open_dir`."""
    report.say(str(open_index(settings).status().path.absolute()))
    return OK


def search(settings: Settings, query: Query, report: Report) -> int:
    report.search(open_index(settings).search(query))
    return OK


def _read_all(settings: Settings, report: Report, reason: str) -> int:
    report.say(f"{reason}。すべてのノートから作り直します")
    return rebuild(settings, report)


def _rebuild(settings: Settings, corpus: Corpus, report: Report) -> int:
    started = time.perf_counter()
    with report.progress(len(corpus.talks)) as on_talk:
        made = open_index(settings).rebuild(
            corpus.talks, corpus.lexicon, on_talk, encoded_sources(corpus.sources)
        )
    report.problems(corpus.problems)
    report.rebuilt(corpus, made, time.perf_counter() - started)
    if _is_sure(_changes(settings, corpus.sources)):
        report.say("索引を作る間にノートが変わりました。`indexer update` を実行してください")
    return OK


def _sources_of(index: TalkIndex) -> Sources | None:
    """Return what a usable index was made from; None when there is none, or it does not say."""
    kept = _kept_sources_of(index)
    return kept and kept[0]


def _kept_sources_of(index: TalkIndex) -> tuple[Sources, bytes] | None:
    """Return the same, also as the index keeps it."""
    try:
        if index.status().is_stale:
            return None
        data = index.sources()
        return decoded_sources(data), data
    except (IndexMissing, IndexDamaged, ValueError):
        return None


def _changes(settings: Settings, sources: Sources) -> Changes:
    files = find_notes(settings.corpus)
    return changes_of(sources, files.stamps, fingerprint_of(settings.corpus / ALIASES))


def _is_sure(changes: Changes) -> bool:
    """Say whether something changed beyond doubt: doubt is worth reading a note, but no remark."""
    return bool(changes.written or changes.removed or changes.is_lexicon_other)
