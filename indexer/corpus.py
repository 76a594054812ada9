"""The corpus: every note and post of a folder, with all their problems at once."""

import os
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from indexer import aliases
from indexer.canonical_names import with_canonical_names
from indexer.fit_texts import fit
from indexer.joined_events import Joined, joined_events
from indexer.note_files import NoteFiles, find_notes
from indexer.notes.note import ParsedNote, read_note
from indexer.posts.git_dates import GitDates
from indexer.posts.ids import event_ids_of
from indexer.posts.which import READING, Wanted, is_strict_note
from indexer.published.keeping import recorded, with_published_ids
from indexer.published.known import Read
from indexer.published.table import Published, Table, read_table, vanished
from indexer.single_ids import with_free_ids, without_doubles
from indexer.sources import Sources, sources_of
from search import Lexicon
from search.errors import CorpusError, NoteError
from search.model import Talk

if TYPE_CHECKING:
    from indexer.posts.files import PostReader
    from indexer.posts.post import ReadPost


class Corpus(Struct, frozen=True):
    """What there is to index: talks in the order of their notes, with canonical names."""

    talks: tuple[Talk, ...]
    lexicon: Lexicon
    notes: tuple[Path, ...]
    """Every note and post that was found, also those that are left out, but for posts that are skipped."""
    problems: tuple[NoteError, ...]
    """By file and line; whatever has one is left out, and nothing else."""
    sources: Sources
    posts: int = 0
    """How many of the notes are posts."""
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Posts and folders that were passed over, by their path below the corpus, with the reason."""
    published: Table = field(default_factory=dict)
    """Every id that was ever published, and these."""
    lost: tuple[Published, ...] = ()
    """Ids that led to a talk and no longer do."""


class Notes(Struct, frozen=True):
    """Notes that were read, by their path below the corpus, with all that is wrong with them.

    A post that is accepted is parsed like a note; `posts` has everything that was read of the others, too.
    """

    parsed: Mapping[str, ParsedNote]
    problems: tuple[NoteError, ...]
    posts: "Mapping[str, tuple[ReadPost, ...]]" = field(default_factory=dict)


class Gathered(Struct, frozen=True):
    """Everything that was found and read, before anything is decided about all of it."""

    read_at: int
    fingerprint: str
    files: NoteFiles
    lexicon: Lexicon
    alias_problems: tuple[NoteError, ...]
    lost: NoteError | None
    """Why no alias can be used; None when they can."""
    notes: Notes
    read: Read
    """The same with the ids that the files alone give."""
    published: Table
    """What was published before."""


def read_corpus(directory: Path, wanted: Wanted = "reports") -> Corpus:
    """Read every note and post below a folder; one bad note never stops the others.

    Raises `CorpusError` with every problem when the folder is missing, the aliases file cannot be used as a
    whole or not a single talk is usable.
    """
    return corpus_of(directory, gather(directory, wanted))


def gather(directory: Path, wanted: Wanted = "reports") -> Gathered:
    """Read everything below a folder; raises `CorpusError` when there is no such folder."""
    read_at = time.time_ns()
    files = find_notes(directory)
    # Taken before reading: what changes meanwhile is seen as changed the next time.
    fingerprint = fingerprint_of(directory, wanted)
    lost: NoteError | None = None
    try:
        lexicon, alias_problems = aliases.read_aliases(directory / aliases.NAME)
    except NoteError as error:
        lexicon, alias_problems, lost = Lexicon(), (error,), error
    notes = read_notes(directory, files.stamps, files.stamps, lexicon, wanted)
    published = read_table(directory)
    read = read_of(directory, notes, files.stamps)
    notes = replace(notes, parsed=with_published_ids(published, read))
    return Gathered(read_at, fingerprint, files, lexicon, alias_problems, lost, notes, read, published)


def corpus_of(directory: Path, gathered: Gathered) -> Corpus:
    """Decide what of it is indexed; raises `CorpusError` when nothing is, or when names would be lost."""
    files, notes = gathered.files, gathered.notes
    if gathered.lost is not None:
        # Without the aliases every canonical name would be lost.
        problems = in_order([*files.problems, gathered.lost, *notes.problems])
        reason = f"{gathered.lost.path} を使えません。{gathered.lost.problem}"
        raise CorpusError(reason, problems) from gathered.lost
    parsed, entangled = with_free_ids(notes.parsed, notes.posts)
    published = recorded(gathered.published, gathered.read, parsed)
    joined = joined_events(parsed, gathered.lexicon)
    talks, clashes = talks_of(parsed.values(), gathered.lexicon, joined)
    found = [*files.problems, *gathered.alias_problems, *notes.problems, *clashes]
    skipped = {path: posts[0].reason for path, posts in notes.posts.items() if path not in parsed}
    paths = tuple(directory / path for path in files.stamps if path not in skipped)
    if not talks:
        raise CorpusError(_reason_for_nothing(directory, paths, skipped, found), found)
    entangled |= {str(problem.path.relative_to(directory)) for problem in clashes}
    return Corpus(
        talks=talks,
        lexicon=gathered.lexicon,
        notes=paths,
        problems=in_order(found),
        sources=replace(
            sources_of(gathered.read_at, gathered.fingerprint, files.stamps, parsed, entangled),
            names=joined.names,
            joined=joined.moved,
        ),
        posts=len(notes.posts) - len(skipped),
        skipped={**files.skipped, **skipped},
        published=published,
        lost=vanished(gathered.published, published),
    )


def fingerprint_of(directory: Path, wanted: Wanted) -> str:
    """Name what decides about every file: the aliases, how posts are read, and which of them are wanted."""
    return f"{aliases.fingerprint_of(directory / aliases.NAME)} {READING} {wanted}"


def read_notes(
    directory: Path,
    paths: Iterable[str],
    listing: Iterable[str] = (),
    lexicon: Lexicon | None = None,
    wanted: Wanted = "reports",
) -> Notes:
    """Read these notes and posts; one that is no readable text is a problem, and left out.

    `listing` has the paths of all files of the folder: the ids of posts depend on it.
    """
    paths = tuple(paths)
    reader: PostReader | None = None
    parsed: dict[str, ParsedNote] = {}
    posts: dict[str, tuple[ReadPost, ...]] = {}
    problems: list[NoteError] = []
    for path in paths:
        try:
            if _is_strict(directory, path):
                parsed[path] = note = read_note(directory / path)
                problems.extend(note.problems)
                continue
            if reader is None:
                reader = _reader_of(directory, listing or paths, lexicon or Lexicon(), wanted)
            posts[path] = reader.read(path)
        except NoteError as error:
            problems.append(error)
            continue
        if accepted := [post.note for post in posts[path] if post.note]:
            parsed[path] = replace(accepted[0], more=tuple(accepted[1:]))
    return Notes(parsed, tuple(problems), posts)


def _reader_of(directory: Path, listing: Iterable[str], lexicon: Lexicon, wanted: Wanted) -> "PostReader":
    """Return what reads posts; it is loaded for the first one, and all ids are made: notes need neither."""
    from indexer.posts.files import PostReader

    return PostReader(directory, event_ids_of(listing), lexicon, wanted, GitDates(directory))


def read_of(directory: Path, notes: Notes, present: Collection[str]) -> Read:
    """Return what was read as those who keep ids want it."""
    every = (*notes.problems, *(problem for note in notes.parsed.values() for problem in note.problems))
    unsure = {os.path.relpath(problem.path, directory) for problem in every}
    return Read(notes.parsed, notes.posts, present, unsure)


def talks_of(
    notes: Iterable[ParsedNote], lexicon: Lexicon, joined: Joined
) -> tuple[tuple[Talk, ...], tuple[NoteError, ...]]:
    """Return the talks with canonical names, those of one event in one, and the problems that notes have with
    each other's ids.
    """
    clashes: list[NoteError] = []
    each = (one for note in notes for one in note.parts)
    talks = map(fit, map(joined.talk_of, without_doubles(each, clashes)))
    return tuple(with_canonical_names(talks, lexicon)), tuple(clashes)


def _is_strict(directory: Path, path: str) -> bool:
    try:
        return is_strict_note(directory, path)
    except OSError:
        return True  # Whoever reads it says why it cannot be read.


def in_order(problems: Iterable[NoteError]) -> tuple[NoteError, ...]:
    """Sort problems by file and line."""
    return tuple(sorted(problems, key=lambda problem: (problem.path.parts, problem.line)))


def _reason_for_nothing(
    directory: Path, paths: tuple[Path, ...], skipped: Mapping[str, str], problems: list[NoteError]
) -> str:
    if paths:
        cure = f"{directory} の {len(paths)} 件のノートに使える発表がありません。問題を直してください"
    elif skipped:
        cure = (
            f"{directory} の {len(skipped)} 件の記事に、参加の記録に見えるものがありません。"
            "すべて読むには KIKIGAKI_POSTS=all とします。`indexer check` が一つずつ理由を示します"
        )
    else:
        cure = (
            f"{directory} にノートも記事もありません。読むのは .md .html .rst .org .adoc .txt などです。"
            "ノートの書き方は corpus/README.md にあります"
        )
    return cure if not problems else f"{cure}(問題 {len(problems)} 件)"
