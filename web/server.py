"""The server: waitress, made to hold thousands of connections and to stop politely.

Beyond its limit waitress accepts nobody; here the idlest connections make room for the next.
"""

import resource
import threading
import time
from collections.abc import Sequence
from typing import Any
from wsgiref.types import WSGIApplication

from msgspec import Struct
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from web.connections import Channel, Saw
from web.gate import Gate
from web.loop import Loop
from web.security import MAX_BODY_BYTES

CONNECTIONS = 2_000
LOOKED_AT_EVERY = 5
"""Seconds: so an idle connection is closed after 15 to 20 s."""
LAST_SECONDS, GRACE_SECONDS = 5.0, 0.3
"""What was asked before a stop is answered within the first; the second is for what is still on its way."""
MOST_OF_HEADERS = 128 * 1024
_FILES = 200
"""Descriptors beside connections: an index has some dozens."""


# Else waitress takes away whatever a request says of the kind.
_BELIEVED = {
    "trusted_proxy": "*",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-host", "x-forwarded-proto"},
}


class _Server(TcpWSGIServer):  # type: ignore[misc]  # waitress is untyped
    channel_class = Channel
    next_channel_cleanup = float("inf")
    """Waitress goes by the clock of the day, which somebody may set."""
    next_look = 0.0

    def __init__(self, loop: Loop, headers: Sequence[tuple[str, str]], saw: Saw, *given: Any, **named: Any):
        self.loop, self.headers, self.saw = loop, headers, saw
        super().__init__(*given, map=loop.map, **named)

    def handle_accept(self) -> None:
        super().handle_accept()
        if len(self._map) >= self.adj.connection_limit - 1:
            self._make_room()

    def readable(self) -> bool:
        now = time.monotonic()
        if now >= self.next_look:
            self.next_look = now + LOOKED_AT_EVERY
            self._drop_overdue(now)
        return bool(super().readable())

    def _drop_overdue(self, now: float) -> None:
        for channel in self.active_channels.values():
            if channel.is_overdue(now):
                channel.drop()

    def take_in_all(self) -> None:
        """Accept whoever is connected already, and nobody after that."""
        known = -1
        while known != len(self._map):
            known = len(self._map)
            super().handle_accept()
        wasyncore.dispatcher.close(self)

    def _make_room(self) -> None:
        idle = [channel for channel in self.active_channels.values() if channel.is_calm()]
        # Some at once: to look for the idlest takes as long as an answer.
        idle.sort(key=lambda channel: channel.last_activity)
        for channel in idle[: 1 + len(idle) // 20]:
            channel.drop()


class Address(Struct, frozen=True):
    host: str
    port: int


class Server:
    """A site at its addresses, from `run` until `stop`.

    Making one raises OSError or ValueError where it cannot listen.
    """

    def __init__(
        self, app: WSGIApplication, host: str, port: int, headers: Sequence[tuple[str, str]] = (),
        saw: Saw = lambda *_: None, gate: Gate | None = None, *, believes_proxy: bool = False,
    ) -> None:  # fmt: skip
        self._gate = Gate() if gate is None else gate
        self._loop = Loop()
        self._is_hurried = False
        self._is_closed = False
        # A handler may come while its own thread is in here.
        self._ending = threading.RLock()
        adjustments = Adjustments(
            host=host, port=port, ident=None, connection_limit=_connections(),
            max_request_header_size=MOST_OF_HEADERS,
            max_request_body_size=MAX_BODY_BYTES, server_name="localhost", log_socket_errors=False,
            **(_BELIEVED if believes_proxy else {}),
        )  # fmt: skip
        try:
            self._servers = tuple(
                _Server(self._loop, headers, saw, app, dispatcher=self._gate, adj=adjustments, sockinfo=each)
                for each in adjustments.listen
            )
        except BaseException:
            self.close()
            raise
        self.addresses = tuple(
            Address(each.effective_host, int(each.effective_port)) for each in self._servers
        )

    def run(self) -> None:
        """Answer until `stop`, and then whatever was asked before it."""
        while not self._loop.is_stopping:
            self._loop.turn(1.0)
        self._answer_the_rest()
        self.close()

    def stop(self) -> None:
        """Stop politely, or, at the second call, at once. May be called by a signal's handler or a thread."""
        with self._ending:
            self._is_hurried = self._loop.is_stopping
            self._loop.is_stopping = True
            # What it writes to is another file's once it is closed.
            for each in () if self._is_closed else self._servers:
                each.pull_trigger()

    def close(self) -> None:
        with self._ending:
            self._is_closed = True
        self._gate.shutdown()
        self._loop.close()

    def _answer_the_rest(self) -> None:
        for each in self._servers:
            each.take_in_all()
        started = time.monotonic()
        while not self._is_hurried and (passed := time.monotonic() - started) < LAST_SECONDS:
            self._loop.turn(0.05)
            channels = [each for each in self._loop.map.values() if isinstance(each, Channel)]
            if not channels:
                return
            if passed > GRACE_SECONDS:
                for channel in channels:
                    # Who was answered just now may have asked again, and nobody has listened yet.
                    if channel.is_calm() and channel._fileno in self._loop.heard:
                        channel.drop()


def _connections() -> int:
    """Return how many connections there may be, of as many descriptors as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(64, min(CONNECTIONS, soft - _FILES))
