"""The corpus: every note of a folder, with all their problems at once."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from indexer import aliases
from indexer.note_files import find_notes
from indexer.notes.note import ParsedNote, read_note
from indexer.sources import Sources, sources_of
from search import Lexicon
from search.errors import CorpusError, NoteError
from search.model import Event, Speaker, Talk


@dataclass(frozen=True, slots=True)
class Corpus:
    """What there is to index: talks in the order of their notes, with canonical names."""

    talks: tuple[Talk, ...]
    lexicon: Lexicon
    notes: tuple[Path, ...]
    """Every note that was found, also those that are left out."""
    problems: tuple[NoteError, ...]
    """By file and line; whatever has one is left out, and nothing else."""
    sources: Sources


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes that were read, by their path below the corpus, with all that is wrong with them."""

    parsed: Mapping[str, ParsedNote]
    problems: tuple[NoteError, ...]


def read_corpus(directory: Path) -> Corpus:
    """Read every note below a folder; one bad note never stops the others.

    Raises `CorpusError` with every problem when the folder is missing, the aliases file cannot be used as a
    whole or not a single talk is usable.
    """
    read_at = time.time_ns()
    files = find_notes(directory)
    names = directory / aliases.NAME
    # Taken before reading: what changes meanwhile is seen as changed the next time.
    fingerprint = aliases.fingerprint_of(names)
    notes = read_notes(directory, files.stamps)
    try:
        lexicon, alias_problems = aliases.read_aliases(names)
    except NoteError as error:
        # Without it every canonical name would be lost.
        problems = in_order([*files.problems, error, *notes.problems])
        raise CorpusError(f"{names} を使えません。{error.problem}", problems) from error
    talks, clashes = talks_of(notes.parsed.values(), lexicon)
    found = [*files.problems, *alias_problems, *notes.problems, *clashes]
    paths = tuple(directory / path for path in files.stamps)
    if not talks:
        raise CorpusError(_reason_for_nothing(directory, paths, found), found)
    entangled = [str(problem.path.relative_to(directory)) for problem in clashes]
    return Corpus(
        talks=talks,
        lexicon=lexicon,
        notes=paths,
        problems=in_order(found),
        sources=sources_of(read_at, fingerprint, files.stamps, notes.parsed, entangled),
    )


def read_notes(directory: Path, paths: Iterable[str]) -> Notes:
    """Read these notes; one that is no readable text is a problem, and left out."""
    parsed: dict[str, ParsedNote] = {}
    problems: list[NoteError] = []
    for path in paths:
        try:
            note = read_note(directory / path)
        except NoteError as error:
            problems.append(error)
            continue
        problems.extend(note.problems)
        parsed[path] = note
    return Notes(parsed, tuple(problems))


def talks_of(notes: Iterable[ParsedNote], lexicon: Lexicon) -> tuple[tuple[Talk, ...], tuple[NoteError, ...]]:
    """Return the talks with canonical names, and the problems that notes have with each other's ids."""
    clashes: list[NoteError] = []
    talks = _without_doubles(notes, clashes)
    return tuple(_canonical(talks, lexicon)), tuple(clashes)


def in_order(problems: Iterable[NoteError]) -> tuple[NoteError, ...]:
    """Sort problems by file and line."""
    return tuple(sorted(problems, key=lambda problem: (problem.path.parts, problem.line)))


def _reason_for_nothing(directory: Path, paths: tuple[Path, ...], problems: list[NoteError]) -> str:
    if not paths:
        cure = f"{directory} に *.md のノートがありません。書き方は corpus/README.md にあります"
    else:
        cure = f"{directory} の {len(paths)} 件のノートに使える発表がありません。問題を直してください"
    return cure if not problems else f"{cure}(問題 {len(problems)} 件)"


def _without_doubles(notes: Iterable[ParsedNote], problems: list[NoteError]) -> list[Talk]:
    """Keep the first of two events with one id, and an earlier id only where it leads to one talk."""
    events: dict[str, Path] = {}
    kept: list[tuple[ParsedNote, Talk, int]] = []
    for note in notes:
        if note.event is None:
            continue
        if first := events.get(note.event.id):
            cure = "front matter に別の `id:` を書いてください"
            problems.append(
                NoteError(note.path, 1, f"イベントの ID {note.event.id!r} は {first} と同じです。{cure}")
            )
            continue
        events[note.event.id] = note.path
        kept.extend((note, talk, line) for talk, line in zip(note.talks, note.lines, strict=True))
    owners = {talk.id: talk.id for _, talk, _ in kept}
    talks: list[Talk] = []
    for note, talk, line in kept:
        usable: list[str] = []
        for alias in talk.aliases:
            if (owner := owners.setdefault(alias, talk.id)) == talk.id:
                usable.append(alias)
            else:
                problems.append(
                    NoteError(
                        note.path, line, f"前の ID {alias!r} は {owner!r} のものです。片方から消してください"
                    )
                )
        # Copying a talk costs as much as reading it; hardly any changes.
        talks.append(talk if len(usable) == len(talk.aliases) else replace(talk, aliases=tuple(usable)))
    return talks


def _canonical(talks: Iterable[Talk], lexicon: Lexicon) -> Iterator[Talk]:
    """Give everything its canonical name; how a speaker was written stays as heard."""
    speaker_of, technology_of = cache(lexicon.speaker_of), cache(lexicon.technology_of)
    event_of = cache(lambda event: _called(event, lexicon))
    for talk in talks:
        speakers: dict[str, Speaker] = {}
        for speaker in talk.speakers:
            name = speaker_of(speaker.name)
            if name != speaker.name:
                speaker = replace(speaker, name=name, heard=speaker.heard or speaker.name)
            speakers.setdefault(name, speaker)
        found = tuple(speakers.values())
        technologies = tuple(dict.fromkeys(map(technology_of, talk.technologies)))
        event = event_of(talk.event)
        is_changed = found != talk.speakers or technologies != talk.technologies or event is not talk.event
        yield (replace(talk, event=event, speakers=found, technologies=technologies) if is_changed else talk)


def _called(event: Event, lexicon: Lexicon) -> Event:
    name = lexicon.event_of(event.name)
    return event if name == event.name else replace(event, name=name)
