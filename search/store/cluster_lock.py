"""Cluster lock: who writes to a cluster just now.

No kernel drops it when its process dies, so its heart beats: after a long silence others take it over. Who
was only slow learns of that before anything is published.
"""

import contextlib
import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator

from search.engines.opensearch.nodes import Json
from search.engines.opensearch.refusals import Conflict
from search.errors import EngineError, IndexLocked
from search.store.cluster_documents import Documents, Version

BEAT = 10.0
"""Seconds between two beats."""
SILENCE = 60.0
"""Seconds after which nobody waits any longer."""

_log = logging.getLogger(__name__)


class Lock:
    """A lock that is held. Its heart beats in a thread of its own."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self.last = 0
        """The generation that the one was making from whom this was taken over, who may be at it yet."""
        self._mine: Json = {
            "owner": uuid.uuid4().hex,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started": time.time(),
        }
        self._turn = threading.Lock()
        self._version = self._take()
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._live, daemon=True)
        self._heart.start()

    @property
    def owner(self) -> str:
        return str(self._mine["owner"])

    def begin(self, generation: int) -> None:
        """Tell others which generation is being made; raises as `confirm`."""
        self._mine["generation"] = generation
        self.confirm()

    def confirm(self) -> None:
        """Make sure that nobody has taken it over; raises `IndexLocked`."""
        with self._turn:
            try:
                self._version = self._documents.write("lock", self._beating(), self._version)
            except Conflict as error:
                held = self._documents.read("lock")
                if not held or held[0].get("owner") != self.owner:
                    raise IndexLocked("another rebuild took over from this one: try again") from error
                # A beat of our own arrived, though its answer did not.
                self._version = held[1]

    def release(self) -> None:
        self._ended.set()
        self._heart.join()
        with contextlib.suppress(EngineError):
            self._documents.remove("lock", self._version)

    def _take(self) -> Version:
        try:
            return self._documents.write("lock", self._beating(), None)
        except Conflict:
            held = self._documents.read("lock")
        if held is None:
            # It was released this moment.
            return self._taken_over(None)
        other, version = held
        if other.get("owner") == self.owner:
            return version
        silent = time.time() - float(other.get("beat", 0))
        if silent < SILENCE:
            raise IndexLocked(
                f"another rebuild of {self._documents.name} is at work (process {other.get('pid')} on "
                f"{other.get('host')}): wait for it; if it has died, try again in {SILENCE - silent:.0f} s"
            )
        self.last = int(other.get("generation", 0))
        _log.warning("taking over from a rebuild that has not been heard of for %.0f s", silent)
        return self._taken_over(version)

    def _taken_over(self, since: Version | None) -> Version:
        try:
            return self._documents.write("lock", self._beating(), since)
        except Conflict as error:
            raise IndexLocked(
                f"another rebuild of {self._documents.name} has just begun: wait for it"
            ) from error

    def _beating(self) -> Json:
        return {**self._mine, "beat": time.time()}

    def _live(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                self.confirm()
            except IndexLocked:
                # Who publishes is told.
                return
            except EngineError as error:
                _log.warning("the cluster does not hear that a rebuild is at work: %s", error)


@contextlib.contextmanager
def taken(documents: Documents) -> Iterator[Lock]:
    """Hold the lock; raises `IndexLocked`."""
    lock = Lock(documents)
    try:
        yield lock
    finally:
        lock.release()
