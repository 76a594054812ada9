"""Problems: what is wrong in one file, collected so that its author sees everything at once."""

from pathlib import Path

from search.errors import NoteError


class Problems:
    """Collects the problems of one file in the order in which they are noticed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: list[NoteError] = []

    def add(self, line: int, problem: str) -> None:
        self._found.append(NoteError(self.path, line, problem))

    def take(self, error: NoteError) -> None:
        """Keep an error that some reader raised about this file."""
        self._found.append(error)

    def in_line_order(self) -> tuple[NoteError, ...]:
        return tuple(sorted(self._found, key=lambda error: error.line))
