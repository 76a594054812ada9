"""`indexer watch`: bring the index up to date whenever a note is saved, until somebody says stop.

A save that would take away what is served, because a note can no longer be read, is told and changes nothing:
the last good index serves until the note is mended.
"""

from pathlib import Path

from watchfiles import Change
from watchfiles import watch as saved

from indexer import aliases
from indexer.commands import OK
from indexer.commands.index_sources import changes_since, usable_sources_of
from indexer.commands.update import update
from indexer.corpus import read_notes
from indexer.report import Report
from indexer.sources import Changes, Sources
from search.errors import CorpusError, KikigakiError, NoteError, SettingsError, TalkNotFound
from search.index import TalkIndex, open_index
from search.settings import Settings

LOOK_AGAIN = 5_000
"""Milliseconds after which what failed, as when another rebuild was at work, is tried once more."""


def watch(settings: Settings, report: Report) -> int:
    """Watch the notes; ends with Ctrl-C. Raises `CorpusError` when there is no such folder."""
    if not settings.corpus.is_dir():
        raise CorpusError(f"ノートのフォルダー {settings.corpus} がありません")
    done = refresh(settings, report)
    report.say(f"{settings.corpus} を見張っています。Ctrl-C で終わります")
    for saves in saved(
        settings.corpus,
        watch_filter=_Visible(settings.corpus),
        rust_timeout=LOOK_AGAIN,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if saves or not done:
            done = refresh(settings, report)
    return OK


def refresh(settings: Settings, report: Report) -> bool:
    """Bring the index up to date, unless that would lose something; say whether that is done with."""
    try:
        index = open_index(settings)
        sources = usable_sources_of(index)
        if sources is None:
            update(settings, report)
            return True
        changes = changes_since(settings, sources)
        if not changes:
            return True
        if lost := _lost(settings, index, sources, changes):
            report.problems(lost)
            report.complain("前の索引のままにしています。直して保存すると索引に入ります")
            return True
        update(settings, report)
        return True
    except SettingsError:
        raise
    except (KikigakiError, OSError) as error:
        report.problems(error.problems if isinstance(error, CorpusError) else ())
        report.complain(f"索引を新しくできませんでした。前の索引はそのままです: {error}")
        return False


def _lost(settings: Settings, index: TalkIndex, sources: Sources, changes: Changes) -> tuple[NoteError, ...]:
    """Return the problems of saved files that would take talks, or names, out of the index."""
    lost: list[NoteError] = []
    if changes.is_lexicon_other:
        lost += aliases.read_aliases(settings.corpus / aliases.NAME)[1]
    for path in changes.written:
        served = _served(index, sources.events.get(path, ""))
        notes = read_notes(settings.corpus, (path,))
        note = notes.parsed.get(path)
        if notes.problems and (note is None or note.event is None or len(note.talks) < served):
            lost += notes.problems
    return tuple(lost)


def _served(index: TalkIndex, event_id: str) -> int:
    """Return how many talks of an event are in the index."""
    if not event_id:
        return 0
    try:
        found = index.event(event_id)
    except TalkNotFound:
        return 0
    return len(found.talks) + len(found.mentions)


class _Visible:
    """Lets pass what does not lie in a hidden file or folder: editors keep their own things there."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        place = Path(path)
        below = place.relative_to(self._corpus) if place.is_relative_to(self._corpus) else Path(place.name)
        return not any(part.startswith(".") for part in below.parts)
