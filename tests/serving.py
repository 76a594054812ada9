"""A site that runs while a test does."""

import threading
from collections.abc import Iterator
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
