"""TalkIndex: the library's one door.  (contract sketch, being written)"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
import datetime
from pathlib import Path

from search.lexicon import Lexicon
from search.model import Event, Mark, Query, SearchResult, Talk
from search.settings import Settings


@dataclass(frozen=True, slots=True)
class IndexStatus:
    generation: int
    built_at: datetime.datetime      # aware, UTC
    talks: int
    mentions: int
    events: int
    speakers: int
    technologies: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class EventTalks:
    """One event with its talks in the order of the note."""
    event: Event
    talks: tuple[Talk, ...]
    mentions: tuple[Talk, ...]


class TalkIndex:
    def __init__(self, directory: Path) -> None: ...
    def rebuild(self, talks: Sequence[Talk], lexicon: Lexicon = ..., on_talk: Callable[[int], None] = ...) -> IndexStatus:
        """Replace the index by these talks at once, or leave it as it was."""
    def search(self, query: Query) -> SearchResult:
        """raises EngineError; never for what was typed"""
    def talk(self, talk_id: str) -> Talk:
        """The talk of this id, or of this earlier id (then .id differs). Raises TalkNotFound, EngineError."""
    def event(self, event_id: str) -> EventTalks:
        """Raises TalkNotFound."""
    def marks(self, text: str, query_text: str) -> tuple[Mark, ...]:
        """Where the query's words stand in any text (used to highlight a whole talk page)."""
    def status(self) -> IndexStatus: ...


def open_index(settings: Settings) -> TalkIndex: ...
