"""A site that runs while a test does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
