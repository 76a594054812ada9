"""Connections: how a request is taken in, and the answers that the application never sees."""

import re
import time
from collections.abc import Callable

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import Error

IDLE_SECONDS = 15
"""What is open for so long without a request is closed the next time that somebody looks."""
REQUEST_SECONDS = 20
"""A request that is not complete by then never will be."""
_LIGHT = re.compile(r"(?:/static/[^/]+|/healthz|/metrics|/favicon\.ico)\Z")
"""Below whichever path the site lives, and beside it."""

Saw = Callable[[str, str, int, float, int], None]
"""Is told of such an answer: method, path, status, seconds, bytes."""


class TooBusy(Error):  # type: ignore[misc]  # waitress is untyped
    """More searches wait than could be answered in reasonable time."""

    code = 503
    reason = "Service Unavailable"


_TOLD = {
    400: "この要求は読めません。 This request cannot be read.",
    413: "要求が大きすぎます。 This request is too large.",
    431: "要求の見出しが大きすぎます。 The headers of this request are too large.",
    500: "うまく答えられませんでした。 Something went wrong.",
    501: "この要求には答えられません。 This kind of request is not answered.",
    503: "いま混み合っています。少し待ってからもう一度どうぞ。 Too busy: please try again soon.",
}


class _Refusal(ErrorTask):  # type: ignore[misc]  # waitress is untyped
    """An answer that the application never saw."""

    @property
    def has_body(self) -> bool:
        return not self.request.is_head

    def execute(self) -> None:
        error, server = self.request.error, self.channel.server
        self.status = f"{error.code} {error.reason}"
        body = f"{error.code} {error.reason}\n{_TOLD.get(error.code, '')}\n".encode()
        self.response_headers += [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
            *server.headers,
            *([("Retry-After", "2")] if error.code == 503 else []),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body if self.has_body else b"")
        server.saw(
            getattr(self.request, "command", ""), getattr(self.request, "path", ""), error.code,
            max(0.0, time.time() - self.start_time), len(body),
        )  # fmt: skip


class _Answer(WSGITask):  # type: ignore[misc]  # waitress is untyped
    """An answer of the application; while the site stops, the last one of its connection."""

    def build_response_header(self) -> bytes:
        if self.channel.server.loop.is_stopping:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header


class _Request(HTTPRequestParser):  # type: ignore[misc]  # waitress is untyped
    is_head = False
    """Also of what is not understood: nothing may follow the headers of an answer to HEAD."""

    def received(self, data: bytes) -> int:
        if self.body_rcv is None:
            self.is_head = (self.header_plus + data).lstrip().startswith(b"HEAD ")
        return int(super().received(data))

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("the address cannot be read") from error
        # Who is before this server may go by the length, and take what follows for another request.
        if (self.chunked and "CONTENT_LENGTH" in self.headers) or "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("two lengths")


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress is untyped
    parser_class = _Request
    task_class = _Answer
    error_task_class = _Refusal
    began = 0.0
    _active = 0.0

    @property
    def last_activity(self) -> float:
        """Seconds of a clock that nobody sets, whichever waitress says: else who sets one drops everybody."""
        return self._active

    @last_activity.setter
    def last_activity(self, _: float) -> None:
        self._active = time.monotonic()

    def is_calm(self) -> bool:
        """Whether nothing will happen here before something arrives."""
        return not (self.requests or self.total_outbufs_len or self.will_close or self.close_when_flushed)

    def is_light(self) -> bool:
        request = self.requests[0]
        return bool(request.error) or bool(_LIGHT.search(request.path))

    def refuse(self) -> None:
        self.requests[0].error = TooBusy("")

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.began = time.monotonic()
        return bool(super().received(data))

    def is_overdue(self, now: float) -> bool:
        if self.requests:
            return False
        is_slow = self.request is not None and self.began < now - REQUEST_SECONDS
        return is_slow or self.last_activity < now - IDLE_SECONDS

    def drop(self) -> None:
        self.will_close = True
        self.server.loop.restless.add(self._fileno)
