"""Serving: the site until Ctrl-C or a polite kill, after which what was asked is still answered."""

import errno
import gc
import os
import signal
import sys
import threading
from types import FrameType

from search.errors import SettingsError
from search.heap import share_memory
from search.index import open_index
from search.settings import Settings, spoken_language
from web.gate import Gate
from web.opening import Opening
from web.security import headers_of
from web.server import Server
from web.site import is_without_address
from web.watching import AccessLog, Watch

YOUNG = 20_000
"""Objects between two looks of Python's collector. A page makes several thousand, hardly any of them in a
cycle: looking at every 700, as Python does, takes a twentieth of a page's time."""

PATIENCE = 3.0
"""Seconds that a start waits for the index to be open."""


def spare_collector() -> None:
    """Let Python's collector, which `python -m web` has stopped, look at what is new, and that rarely."""
    # What is there now stays.
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()


_SAID = {
    "ja": {
        "setting": "設定に問題があります: {error}",
        "address": (
            "{host}:{port} で待ち受けられません: {error}\n"
            "KIKIGAKI_PORT={other} のように、番号を変えてください。"
        ),
        "host": (
            "{host}:{port} で待ち受けられません。"
            "KIKIGAKI_HOST には、127.0.0.1 や 0.0.0.0 のような、この機械のアドレスを書いてください。"
        ),
        "open": "{title}を開きました: {address} (止めるには Ctrl-C)",
        "nameless": (
            "KIKIGAKI_PUBLIC_URL がありません。リンクや引用は、読む人がたまたま使ったアドレスで始まります。"
            "https://notes.example.jp のように決めてください。"
        ),
        "stopped": "止めました。",
    },
    "en": {
        "setting": "A setting cannot be used: {error}",
        "address": (
            "{host}:{port} cannot be listened to: {error}\nTry another one, as by KIKIGAKI_PORT={other}."
        ),
        "host": (
            "{host}:{port} cannot be listened to. "
            "KIKIGAKI_HOST is an address of this machine, such as 127.0.0.1 or 0.0.0.0."
        ),
        "open": "{title} is at {address} (Ctrl-C stops it)",
        "nameless": (
            "There is no KIKIGAKI_PUBLIC_URL: links and quotations begin with whatever address a reader "
            "used. Set it, as to https://notes.example.jp."
        ),
        "stopped": "Stopped.",
    },
}
"""What a terminal is told."""


def serve() -> int:
    """Serve, and return an exit code: 0 stopped, 2 unusable settings, 69 the address cannot be used.

    Where `--open` is asked for, a browser shows it.
    """
    # Before there is a thread: see there.
    share_memory()
    spoken = spoken_language()
    said = _SAID[spoken]
    try:
        settings = Settings.from_env()
        log = (
            None if settings.access_log == "off" else AccessLog(sys.stdout, settings.access_log == "queries")
        )
        watch = Watch(log)
        index = open_index(settings)
        app = Opening(settings, index, watch)
    except SettingsError as error:
        print(said["setting"].format(error=_told(error, spoken)), file=sys.stderr)
        return 2
    try:
        gate = Gate()
        server = Server(
            app,
            settings.host,
            settings.port,
            headers_of(settings),
            watch.saw,
            gate,
            believes_proxy=settings.forwarded == "on",
        )
    except (OSError, ValueError) as error:
        # Waitress says by a ValueError that a name leads nowhere.
        is_host = not isinstance(error, OSError) or error.errno == errno.EADDRNOTAVAIL
        place = {"host": settings.host, "port": settings.port, "other": _other_than(settings.port)}
        print(
            said["host" if is_host else "address"].format(**place, error=_told(error, spoken)),
            file=sys.stderr,
        )
        return os.EX_UNAVAILABLE
    watch.gauges["kikigaki_searches_running"] = ("Requests at work.", lambda: gate.running)
    watch.gauges["kikigaki_searches_waiting"] = ("Requests waiting for their turn.", lambda: gate.waiting)
    watch.gauges["kikigaki_rejected"] = ("Requests that found too many waiting.", lambda: gate.refused)

    def stop(number: int, frame: FrameType | None) -> None:
        server.stop()

    # Also where Ctrl-C was switched off, as in the background of a shell, and for service managers.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    # Beside answers it would take turns with them. Where an index is far away nobody waits for it long.
    preparing = threading.Thread(target=index.prepare, daemon=True)
    preparing.start()
    preparing.join(PATIENCE)
    spare_collector()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}{settings.base}/"
    title = settings.title or ("聞き書き" if settings.spoken == "ja" else "Kikigaki")
    if is_without_address(settings):
        print(said["nameless"], file=sys.stderr, flush=True)
    print(said["open"].format(title=title, address=address), flush=True)
    if "--open" in sys.argv:
        import webbrowser

        # Whoever comes is let in as soon as `run` below begins: the port is taken already.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    server.run()
    if log is not None:
        log.close()
    print(said["stopped"])
    return 0


def _told(error: Exception, spoken: str) -> str:
    """Return what an error of ours or of the system says to whoever reads the terminal."""
    if spoken == "en":
        return str(error)
    from search.japanese import in_japanese, in_japanese_words

    return in_japanese_words(in_japanese(str(error)))


def _other_than(port: int) -> int:
    """Return a port that anybody may listen to: those below 1,024 are the administrator's."""
    return max(8000, (port + 1) % 65536)
