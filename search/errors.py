"""Every error Kikigaki raises on purpose.

    KikigakiError
    ├── SettingsError        a setting that cannot be used; names the variable
    ├── NoteError            one problem in one note; carries path and line
    ├── CorpusError          all problems of a corpus together
    ├── QueryError           a question that has no answer: a page before the first, a facet nobody knows
    ├── TalkNotFound         no talk answers to this id
    │   └── TalkGone         but one did
    ├── TokenizingFailed     a process that reads the talks died or failed
    └── EngineError          the index cannot answer; never shown as "no hits"
        ├── IndexMissing     there is none yet
        ├── IndexStale       it was made by another analysis
        ├── IndexDamaged     its files are not what was written
        ├── IndexUnsafe      others could have written into it
        ├── IndexUnwritable  the folder takes no new generation
        ├── IndexNotDurable  the new one answers, but might not after a loss of power
        ├── IndexLocked      another rebuild is at work
        └── IndexUnreachable the cluster that has it does not answer

Each message says what happened and what to do about it.
"""

from collections.abc import Sequence
from pathlib import Path

REBUILD = "run `indexer rebuild`"
"""What to do about most indexes that cannot be used."""


class KikigakiError(Exception):
    """Root of every error raised on purpose."""


class SettingsError(KikigakiError):
    """A setting has a value that cannot be used."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable
        self.problem = problem


class NoteError(KikigakiError):
    """One problem in one note file; `line` counts from 1."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class CorpusError(KikigakiError):
    """The notes as a whole cannot be indexed; `problems` holds every single one found."""

    def __init__(self, message: str, problems: Sequence[NoteError] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class QueryError(KikigakiError, ValueError):
    """A question, or a part of one, has a value that no question can have; `part` is what it is called."""

    def __init__(self, part: str, problem: str) -> None:
        super().__init__(f"{part} {problem}")
        self.part = part
        self.problem = problem


class TalkNotFound(KikigakiError):
    """No talk, and no earlier id of a talk, is called this."""

    def __init__(self, talk_id: str) -> None:
        super().__init__(f"no talk is called {talk_id!r}")
        self.talk_id = talk_id


class TalkGone(TalkNotFound):
    """A talk or an event that was published under this id has been taken away."""


class TokenizingFailed(KikigakiError):
    """A process that tokenizes died or failed; nothing of what it had to do was written."""


class EngineError(KikigakiError):
    """The index cannot answer."""


class IndexMissing(EngineError):
    """Nothing has been indexed yet."""


class IndexStale(EngineError):
    """The index was made by another version of the analysis."""


class IndexDamaged(EngineError):
    """Files of the index are missing or are not what was written."""


class IndexUnsafe(EngineError):
    """Somebody else may write into the index folder, and an index can run code."""


class IndexUnwritable(EngineError):
    """The index folder cannot be written to."""


class IndexNotDurable(EngineError):
    """The new index has taken the old one's place, but the disk did not confirm it."""


class IndexLocked(EngineError):
    """Another process is rebuilding this index."""


class IndexUnreachable(EngineError):
    """The cluster that holds the index does not answer, or a part of it is missing."""
