"""`indexer import`: other people's records -> notes in the corpus. A dry run, unless asked to write."""

from collections.abc import Callable
from pathlib import Path

from indexer.aliases import NAME as ALIASES
from indexer.aliases import read_aliases
from indexer.commands import OK, PROBLEMS
from indexer.imported import Decide, Outcome, note_path_of, outcome_of, paths_by_name, write_imported
from indexer.importers import hatena, pasted, pyvideo, rubyevents
from indexer.importers.imported_event import Imported, ImportedEvent
from indexer.note_text import note_text_of
from indexer.report import Report
from search.errors import NoteError
from search.settings import Settings
from search.text.lexicon import Lexicon

Read = Callable[[Path, Lexicon], Imported]

READERS: dict[str, Read] = {
    pasted.SOURCE: pasted.read_source,
    hatena.SOURCE: hatena.read_source,
    pyvideo.SOURCE: pyvideo.read_source,
    rubyevents.SOURCE: rubyevents.read_source,
}

_SHOWN = 40
"""So many talks are named one by one; more would hide what is said about their notes."""

_WOULD = {
    Outcome.WRITTEN: "書きます",
    Outcome.UNCHANGED: "変わりません",
    Outcome.KEPT: "手で書き直されたノートなので残します",
}
_DID = {**_WOULD, Outcome.WRITTEN: "書きました", Outcome.KEPT: "手で書き直されたノートなので残しました"}


def preview_import(settings: Settings, name: str, source: Path, report: Report) -> int:
    """Say what an import would write; 1 when some part of the source cannot be used."""
    return _import(settings, name, source, report, outcome_of)


def import_records(settings: Settings, name: str, source: Path, report: Report) -> int:
    """Write one note per event; 1 when some part of the source could not be used."""
    return _import(settings, name, source, report, write_imported)


def _import(settings: Settings, name: str, source: Path, report: Report, decide: Decide) -> int:
    try:
        lexicon, alias_problems = read_aliases(settings.corpus / ALIASES)
    except NoteError as error:
        # Notes with other names than the canonical ones would have to be written again.
        report.problems((error,))
        return PROBLEMS
    imported = READERS[name](source, lexicon)
    is_short = sum(len(one.talks) for one in imported.events) <= _SHOWN
    there = paths_by_name(settings.corpus)
    said = _WOULD if decide is outcome_of else _DID
    outcomes: list[Outcome] = []
    for one in imported.events:
        path = note_path_of(settings.corpus, one.event)
        path = there.get(path.name, path)
        outcomes.append(decide(path, note_text_of(one.event, one.talks, name), name))
        mentions = sum(talk.mention for talk in one.talks)
        counts = f"発表 {len(one.talks) - mentions} 件" + (f"、言及 {mentions} 件" if mentions else "")
        report.say(f"{path}: {counts}、{said[outcomes[-1]]}")
        if is_short:
            _say_talks(one, report)
        day = one.event.date.isoformat()
        for other in sorted(found for name, found in there.items() if name.startswith(day) and found != path):
            report.say(f"  同じ日のノートがあります。同じイベントなら 1 つにまとめてください: {other}")
    if imported.passed_over:
        report.say(f"発表の記録ではなさそうな記事 {imported.passed_over} 件は除きました")
    report.problems((*alias_problems, *imported.problems))
    if decide is outcome_of and Outcome.WRITTEN in outcomes:
        report.say("まだ何も書いていません。--write を付けると書きます")
    return PROBLEMS if alias_problems or imported.problems else OK


def _say_talks(one: ImportedEvent, report: Report) -> None:
    for talk in one.talks:
        speakers = "、".join(speaker.name for speaker in talk.speakers)
        mark = "(言及)" if talk.mention else ""
        report.say(f"  - {talk.title}{mark}" + (f" / {speakers}" if speakers else ""))
