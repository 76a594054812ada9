"""Imported notes in the corpus: written again at will, as long as nobody has made them his own.

A note that an importer wrote says so in its front matter, with a digest of the rest. Where the digest still
fits, nobody has touched the note; where it does not, it belongs to whoever did.
"""

import hashlib
import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from indexer.note_files import find_notes
from indexer.plain_file import write_whole
from search.errors import CorpusError
from search.model import Event

_DIGEST = re.compile(r"^digest: \w+\n", re.MULTILINE)


class Outcome(Enum):
    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """Somebody's own note stands there; it was not touched."""


Decide = Callable[[Path, str, str], Outcome]
"""Takes a path, the text of a note and the importer's name: `outcome_of`, or `write_imported`."""


def note_path_of(corpus: Path, event: Event) -> Path:
    """Return where an event's note lives: its file name is the event's id."""
    return corpus / str(event.date.year) / f"{event.id}.md"


def paths_by_name(corpus: Path) -> dict[str, Path]:
    """Return the notes that are there by their names: an imported one may have been moved."""
    try:
        return {Path(path).name: corpus / path for path in find_notes(corpus).stamps}
    except CorpusError:
        return {}


def stamped(text: str, source: str) -> str:
    """Return the text of an imported note with the digest of the rest in its front matter."""
    bare = _DIGEST.sub("", text, count=1)
    digest = hashlib.blake2b(bare.encode(), digest_size=8).hexdigest()
    return bare.replace(f"\nsource: {source}\n", f"\nsource: {source}\ndigest: {digest}\n", 1)


def outcome_of(path: Path, text: str, source: str) -> Outcome:
    """Say what writing a note would do, without doing it."""
    try:
        existing = path.read_bytes()
    except FileNotFoundError:
        return Outcome.WRITTEN
    if existing == stamped(text, source).encode():
        return Outcome.UNCHANGED
    # Notes of earlier versions bear no digest; one that is what would be written is surely untouched.
    is_same = existing == _DIGEST.sub("", stamped(text, source), count=1).encode()
    return Outcome.WRITTEN if is_same or _is_untouched(existing, source) else Outcome.KEPT


def write_imported(path: Path, text: str, source: str) -> Outcome:
    """Write a note that an importer made, at once or not at all; what somebody edited is kept."""
    outcome = outcome_of(path, text, source)
    if outcome is not Outcome.WRITTEN:
        return outcome
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, stamped(text, source).encode())
    return Outcome.WRITTEN


def _is_untouched(existing: bytes, source: str) -> bool:
    try:
        text = existing.decode()
    except UnicodeDecodeError:
        return False
    front = text.split("\n---", 1)[0] + "\n"
    return f"\nsource: {source}\n" in front and bool(_DIGEST.search(front)) and stamped(text, source) == text
