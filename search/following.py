"""Following: which generation answers. Rebuilds by other processes are followed, mishaps are outlived."""

import logging
import threading
import time
from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from typing import Protocol, TypeVar

from search.errors import EngineError, IndexMissing, IndexStale
from search.open_generation import Opened
from search.store.contents import lexicon_of
from search.store.store import Generation, Store
from search.text.analysis import Analyzer

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds until an index that could not be opened is looked at again; each time it fails, twice as long."""

_log = logging.getLogger(__name__)


class _Asked(Protocol):
    _following: "Following"


Asked = TypeVar("Asked", bound=_Asked)
Answer = TypeVar("Answer")


class Following:
    """The current generation, open. May be shared by threads.

    A generation that is open goes on answering when the pointer or what it names cannot be used any more:
    `trouble` says so, and now and then it is tried again.
    """

    def __init__(self, store: Store, analyzer: Analyzer) -> None:
        self._store = store
        self._analyzer = analyzer
        self._opening = threading.Lock()
        self._opened: Opened | None = None
        self._preparing: threading.Thread | None = None
        self._trouble: EngineError | None = None
        self._troubled_stamp: tuple[int, ...] | None = None
        self._pause = 0.0
        self._try_again = 0.0

    @property
    def trouble(self) -> EngineError | None:
        """Why an older generation than the current one answers; None while all is well."""
        return self._trouble or self._store.trouble

    def look_again(self) -> bool:
        """Say whether another generation is current than the one that answers."""
        self._store.look_again()
        return self._opened is not None and self._store.stamp() != self._opened.stamp

    def current(self) -> Opened:
        """Return the generation that answers; one `stat` when nothing has changed. Raises `EngineError`."""
        stamp = self._store.stamp()
        opened = self._opened
        if opened is not None and self._will_do(opened, stamp):
            return opened
        with self._opening:
            opened = self._opened
            if opened is not None and self._will_do(opened, stamp):
                return opened
            try:
                self._opened = fresh = self.open_now()
            except EngineError as error:
                if opened is None:
                    raise
                self._outlive(error, stamp)
                return opened
            self._trouble, self._pause = None, 0.0
            self._preparing = fresh.prepare()
            return fresh

    def prepare(self) -> None:
        """Open the current generation and wait until all is made that first words would wait for."""
        self.current()
        if (preparing := self._preparing) is not None:
            preparing.join()

    def open_now(self, look_at: Callable[[Generation], object] = lambda generation: None) -> Opened:
        """Open the current generation, or raise `EngineError`; `look_at` may refuse it before."""
        # The stamp is taken first: if the pointer moves meanwhile, the next question opens again.
        stamp = self._store.stamp()

        def opened(generation: Generation) -> Opened:
            if generation.facts["fingerprint"] != self._analyzer.fingerprint:
                raise IndexStale(
                    "the index was made by another version of Kikigaki or Sudachi: run `indexer rebuild`"
                )
            look_at(generation)
            return Opened(generation, stamp, generation.open(), lexicon_of(generation), self._analyzer)

        return self._store.read(opened)

    def _will_do(self, opened: Opened, stamp: tuple[int, ...] | None) -> bool:
        if opened.stamp == stamp:
            if self._trouble is not None:
                self._trouble, self._pause = None, 0.0
            return True
        is_known = self._trouble is not None and self._troubled_stamp == stamp
        return is_known and time.monotonic() < self._try_again

    def _outlive(self, error: EngineError, stamp: tuple[int, ...] | None) -> None:
        if self._troubled_stamp != stamp:
            self._pause = 0.0
        self._pause = min(LONGEST_PAUSE, 2 * self._pause) or FIRST_PAUSE
        self._try_again = time.monotonic() + self._pause
        # What was being opened must not stay open with the error.
        error.__cause__ = error.__context__ = error.__traceback__ = None
        self._trouble, self._troubled_stamp = error, stamp
        _log.error("the index that was opened before goes on answering: %s", error)


def once_more(questions: type[Asked]) -> type[Asked]:
    """Let a class ask once more what it could not answer because the generation was taken away meanwhile."""

    def again(ask: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(ask)
        def asked(self: Asked, *given: object, **named: object) -> Answer:
            try:
                return ask(self, *given, **named)
            except IndexMissing:
                if not self._following.look_again():
                    raise
            return ask(self, *given, **named)

        return asked

    for name, ask in list(vars(questions).items()):
        if isfunction(ask) and not name.startswith("_"):
            setattr(questions, name, again(ask))
    return questions
