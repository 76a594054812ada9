"""Serving: the site by waitress, until Ctrl-C or a polite kill."""

import gc
import os
import signal
import sys

import waitress

from search.errors import SettingsError
from search.heap import share_memory
from search.settings import Settings
from web.application import application

THREADS = 8
YOUNG = 20_000
"""Objects between two looks of Python's collector. A page makes several thousand, hardly any of them in a
cycle: looking at every 700, as Python does, takes a twentieth of a page's time."""


def serve() -> int:
    """Serve, and return an exit code: 0 stopped, 2 unusable settings, 69 the address cannot be used."""
    # Before there is a thread: see there.
    share_memory()
    try:
        settings = Settings.from_env()
        app = application(settings)
    except SettingsError as error:
        print(f"設定に問題があります: {error}", file=sys.stderr)
        return 2
    try:
        server = waitress.create_server(
            app, host=settings.host, port=settings.port, threads=THREADS, ident=None
        )
    except (OSError, ValueError) as error:
        print(
            f"{settings.host}:{settings.port} で待ち受けられません: {error}\n"
            f"使われている番号なら、KIKIGAKI_PORT={settings.port + 1} のように変えてください。",
            file=sys.stderr,
        )
        return os.EX_UNAVAILABLE
    # Also where Ctrl-C was switched off, as in the background of a shell, and for service managers.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    # What is there now stays: the collector, which `python -m web` has stopped, need never look at it.
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"聞き書きを開きました: http://{host}:{settings.port}/ (止めるには Ctrl-C)", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    print("止めました。")
    return 0
