"""`indexer import`: other people's records -> notes in the corpus."""

from pathlib import Path

from indexer.aliases import NAME as ALIASES
from indexer.aliases import read_aliases
from indexer.commands import OK, PROBLEMS
from indexer.imported import Outcome, note_path_of, write_imported
from indexer.importers import pyvideo
from indexer.note_text import note_text_of
from indexer.report import Report
from search.errors import NoteError
from search.settings import Settings

_OUTCOMES = {
    Outcome.WRITTEN: "書きました",
    Outcome.UNCHANGED: "変わりません",
    Outcome.KEPT: f"source: {pyvideo.SOURCE} がない、手で書かれたノートなので残しました",
}


def import_pyvideo(settings: Settings, source: Path, report: Report) -> int:
    """Write one note per event; 1 when some file of the source could not be used."""
    try:
        lexicon, alias_problems = read_aliases(settings.corpus / ALIASES)
    except NoteError as error:
        # Notes with other names than the canonical ones would have to be written again.
        report.problems((error,))
        return PROBLEMS
    events, problems = pyvideo.read_events(source, lexicon)
    for imported in events:
        path = note_path_of(settings.corpus, imported.event)
        text = note_text_of(imported.event, imported.talks, pyvideo.SOURCE)
        outcome = write_imported(path, text, pyvideo.SOURCE)
        report.say(f"{path}: 発表 {len(imported.talks)} 件、{_OUTCOMES[outcome]}")
    report.problems((*alias_problems, *problems))
    return PROBLEMS if alias_problems or problems else OK
