"""`indexer watch`: bring the index up to date whenever a note is saved, until somebody says stop.

A save that would take away what is served, because a note can no longer be read, is told and changes nothing:
what the last good index has of it serves until the note is mended, or somebody runs `indexer update`.
"""

import logging
from pathlib import Path
from threading import Event

from watchfiles import Change
from watchfiles import watch as saved

from indexer.aliases import NAME as ALIASES
from indexer.aliases import read_aliases
from indexer.commands import OK
from indexer.commands.index_sources import changes_since, usable_sources_of
from indexer.commands.update import update, update_without
from indexer.corpus import read_notes
from indexer.note_files import find_notes
from indexer.report import Report
from indexer.sources import Changes, Sources
from search.errors import CorpusError, KikigakiError, NoteError, SettingsError, TalkNotFound
from search.index import TalkIndex, open_index
from search.settings import Settings

LOOK_AGAIN = 2_000
"""Milliseconds after which what failed, as when another rebuild was at work, is tried once more."""


def watch(settings: Settings, report: Report, ended: Event | None = None) -> int:
    """Watch the notes until Ctrl-C, or until something else has `ended`.

    Raises `CorpusError` when there is no such folder.
    """
    if not settings.corpus.is_dir():
        raise CorpusError(f"ノートのフォルダー {settings.corpus} がありません")
    # It says in words of its own that somebody stopped it.
    logging.getLogger("watchfiles").setLevel(logging.ERROR)
    try:
        failure, is_settled = refresh(settings, report), False
        report.say(f"{settings.corpus} を見張っています。Ctrl-C で終わります")
        for saves in saved(
            settings.corpus,
            watch_filter=_Visible(settings.corpus),
            rust_timeout=LOOK_AGAIN,
            yield_on_timeout=True,
            stop_event=ended,
            raise_interrupt=False,
        ):
            # What was saved while the watching began is seen by nobody but the first look around.
            if saves or failure or not is_settled:
                # What is tried again every two seconds is told once.
                failure = refresh(settings, report, "" if saves else failure)
            is_settled = is_settled or not saves
    except KeyboardInterrupt:
        # It was said to stop, as it is between two saves; only this time there was something to do.
        report.say("更新の途中で終わりました。まだ入っていないものは、次の watch か update で入ります")
    return OK


def refresh(settings: Settings, report: Report, told: str = "") -> str:
    """Bring the index up to date, unless that would lose something; return what kind of error kept it
    from that, nothing when it is done with. One of the kind that was `told` is not told again.
    """
    try:
        index = open_index(settings)
        sources = usable_sources_of(index)
        if sources is None:
            update(settings, report)
            return ""
        changes = changes_since(settings, sources)
        if not changes:
            return ""
        if changes.is_lexicon_other and (problems := _problems_of_aliases(settings)):
            report.problems(problems)
            report.complain("前の索引のままにしています。直して保存すると索引に入ります")
            return ""
        lost = _lost(settings, index, sources, changes)
        for problems in lost.values():
            report.problems(problems)
        if lost:
            report.complain(
                "ここは前の索引のままにしています。直して保存するか、`indexer update` で入れ替えてください"
            )
        update_without(lost.keys(), settings, report)
        return ""
    except SettingsError:
        raise
    except (KikigakiError, OSError) as error:
        # Its words may count the seconds.
        failure = type(error).__name__
        if failure != told:
            report.problems(error.problems if isinstance(error, CorpusError) else ())
            report.complain_of("索引を新しくできませんでした。前の索引はそのままです", str(error))
        return failure


def _problems_of_aliases(settings: Settings) -> tuple[NoteError, ...]:
    try:
        return read_aliases(settings.corpus / ALIASES)[1]
    except NoteError as error:
        return (error,)


def _lost(
    settings: Settings, index: TalkIndex, sources: Sources, changes: Changes
) -> dict[str, tuple[NoteError, ...]]:
    """Return the saved files that would take talks out of the index, with what is wrong in each."""
    lost: dict[str, tuple[NoteError, ...]] = {}
    listing = find_notes(settings.corpus).stamps
    for path in changes.written:
        if not (served := _served(index, sources.events.get(path, ""))):
            continue
        notes = read_notes(settings.corpus, (path,), listing, index.lexicon(), settings.posts)
        note, posts = notes.parsed.get(path), notes.posts.get(path, ())
        if posts and all(post.is_hidden for post in posts):
            continue  # It is no mistake that it goes.
        if note is None or note.event is None:
            reasons = [NoteError(settings.corpus / path, 1, post.reason) for post in posts]
            lost[path] = notes.problems or tuple(reasons)
        elif notes.problems and len(note.talks) < served:
            lost[path] = notes.problems
    return lost


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
    """Lets pass what lies in the folder, and there in no hidden file or folder: editors keep their own things
    there. What is watched follows links out of the folder, which notes do not.
    """

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        place = Path(path).resolve()
        return place.is_relative_to(self._corpus) and not any(
            part.startswith(".") for part in place.relative_to(self._corpus).parts
        )
