"""The commands of `indexer`: each does one thing, says what it did and returns the exit code."""

import datetime
import time
from pathlib import Path

from indexer.aliases import NAME as ALIASES
from indexer.aliases import read_aliases
from indexer.corpus import Corpus, read_corpus
from indexer.imported import Outcome, note_path_of, write_imported
from indexer.importers import pyvideo
from indexer.note_files import changed_since, find_notes
from indexer.note_text import note_text_of
from indexer.report import Report
from search.contents import IndexStatus
from search.errors import IndexDamaged, IndexMissing
from search.index import open_index
from search.model import Query
from search.settings import Settings

OK, PROBLEMS, STALE = 0, 1, 65

_OUTCOMES = {
    Outcome.WRITTEN: "書きました",
    Outcome.UNCHANGED: "変わりません",
    Outcome.KEPT: f"source: {pyvideo.SOURCE} がない、手で書かれたノートなので残しました",
}


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
    corpus = read_corpus(settings.corpus)
    if _is_current(settings, corpus):
        report.problems(corpus.problems)
        report.say("索引は最新です")
        return OK
    return _rebuild(settings, corpus, report)


def status(settings: Settings, report: Report) -> int:
    """Describe the index; 1 when notes are newer than it, 65 when it must be rebuilt to be searched."""
    found = open_index(settings).status()
    report.status(found)
    newer = changed_since(find_notes(settings.corpus), found.built_at)
    for path in newer:
        report.say(f"索引より新しい: {path}")
    if found.is_stale:
        report.complain("索引は別の版の解析で作られています。`indexer rebuild` を実行してください")
        return STALE
    if newer:
        report.say("`indexer rebuild` で索引に入ります")
    return PROBLEMS if newer else OK


def search(settings: Settings, query: Query, report: Report) -> int:
    report.search(open_index(settings).search(query))
    return OK


def import_pyvideo(settings: Settings, source: Path, report: Report) -> int:
    """Write one note per event; 1 when some file of the source could not be used."""
    lexicon, alias_problems = read_aliases(settings.corpus / ALIASES)
    events, problems = pyvideo.read_events(source, lexicon)
    for imported in events:
        path = note_path_of(settings.corpus, imported.event)
        text = note_text_of(imported.event, imported.talks, pyvideo.SOURCE)
        outcome = write_imported(path, text, pyvideo.SOURCE)
        report.say(f"{path}: 発表 {len(imported.talks)} 件、{_OUTCOMES[outcome]}")
    report.problems((*alias_problems, *problems))
    return PROBLEMS if alias_problems or problems else OK


def _rebuild(settings: Settings, corpus: Corpus, report: Report) -> int:
    started = time.perf_counter()
    read_at = datetime.datetime.now(datetime.UTC)
    with report.progress(len(corpus.talks)) as on_talk:
        made = open_index(settings).rebuild(corpus.talks, corpus.lexicon, on_talk)
    report.problems(corpus.problems)
    report.rebuilt(corpus, made, time.perf_counter() - started)
    if changed_since(find_notes(settings.corpus), read_at):
        report.say("索引を作る間にノートが変わりました。もう一度 `indexer rebuild` を実行してください")
    return OK


def _is_current(settings: Settings, corpus: Corpus) -> bool:
    try:
        found: IndexStatus = open_index(settings).status()
    except (IndexMissing, IndexDamaged):
        return False
    mentions = sum(talk.mention for talk in corpus.talks)
    same_counts = (found.talks, found.mentions) == (len(corpus.talks) - mentions, mentions)
    newer = changed_since(find_notes(settings.corpus), found.built_at)
    return same_counts and not found.is_stale and not newer
