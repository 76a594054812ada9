"""A site, or a server of a test's own, that runs while a test does."""

import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from socketserver import BaseRequestHandler
from typing import Any

from flask import Flask

from web.server import Server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address at which `app` answers until the block is left."""
    server = Server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.addresses[0].port}"
    finally:
        server.stop()
        server.stop()
        thread.join(timeout=5)


class _Bare(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what goes wrong, but not that somebody left: a browser may go on to its next page."""
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)


@contextmanager
def answering(
    handler: Callable[..., BaseRequestHandler], certificate: ssl.SSLContext | None = None
) -> Iterator[int]:
    """The port of loopback at which `handler` answers until the block is left."""
    server = _Bare(("127.0.0.1", 0), handler)
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    # Who stops it waits for so many seconds.
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def free_port() -> int:
    """Return a port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Say whether something comes to be so before it is too late."""
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return is_so()
