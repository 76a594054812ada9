"""Serving: the site by waitress, until Ctrl-C or a polite kill."""

import gc
import os
import signal
import sys
import threading
import webbrowser

import waitress

from search.errors import SettingsError
from search.settings import Settings, spoken_language
from web.application import application

THREADS = 8
YOUNG = 20_000
"""Objects between two looks of Python's collector. A page makes several thousand, hardly any of them in a
cycle: looking at every 700, as Python does, takes a twentieth of a page's time."""


_SAID = {
    "ja": {
        "setting": "設定に問題があります: {error}",
        "address": (
            "{host}:{port} で待ち受けられません: {error}\n"
            "使われている番号なら、KIKIGAKI_PORT={other} のように変えてください。"
        ),
        "open": "{title}を開きました: {address} (止めるには Ctrl-C)",
        "stopped": "止めました。",
    },
    "en": {
        "setting": "A setting cannot be used: {error}",
        "address": (
            "{host}:{port} cannot be listened to: {error}\n"
            "If it is taken, try another one, as by KIKIGAKI_PORT={other}."
        ),
        "open": "{title} is at {address} (Ctrl-C stops it)",
        "stopped": "Stopped.",
    },
}
"""What a terminal is told."""


def serve() -> int:
    """Serve, and return an exit code: 0 stopped, 2 unusable settings, 69 the address cannot be used.

    Where `--open` is asked for, a browser shows it.
    """
    said = _SAID[spoken_language()]
    try:
        settings = Settings.from_env()
        app = application(settings)
    except SettingsError as error:
        print(said["setting"].format(error=error), file=sys.stderr)
        return 2
    try:
        server = waitress.create_server(
            app, host=settings.host, port=settings.port, threads=THREADS, ident=None
        )
    except (OSError, ValueError) as error:
        place = {"host": settings.host, "port": settings.port, "other": settings.port % 65535 + 1}
        print(said["address"].format(**place, error=error), file=sys.stderr)
        return os.EX_UNAVAILABLE
    # Also where Ctrl-C was switched off, as in the background of a shell, and for service managers.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    # What is there now stays: the collector, which `python -m web` has stopped, need never look at it.
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}{settings.base}/"
    title = settings.title or ("聞き書き" if settings.spoken == "ja" else "Kikigaki")
    print(said["open"].format(title=title, address=address), flush=True)
    if "--open" in sys.argv:
        # Those that come are let in as soon as `run` below begins: the port is taken already.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    print(said["stopped"])
    return 0
