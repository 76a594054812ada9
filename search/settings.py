"""Settings: the one reader of the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from search.errors import SettingsError

_HOST = re.compile(r"[\w.:*\[\]%-]{1,255}")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST_SHOWN = 100
_ANCESTOR = re.compile(r"\*|'self'|https?://(?:\*\.)?[A-Za-z0-9.-]+(?::(?:[0-9]{1,5}|\*))?/?")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are served; every value has a default that works."""

    corpus: Path = Path("corpus")
    index: Path = Path(".kikigaki")
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    """The address readers use, without a final slash; empty means the address of each request."""
    posts: Literal["reports", "all"] = "reports"
    """Which blog posts of the corpus are read: those that look like reports of events, or every one."""
    access_log: Literal["off", "on", "queries"] = "off"
    """Whether each answer leaves a line, and whether that says what was searched for."""
    frame_ancestors: str = "*"
    """Whose pages may show `/embed/…` in a frame, as the Content-Security-Policy says it."""
    editor: str = ""
    """The command that `indexer new` opens a note with; empty means none."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read `KIKIGAKI_*` variables; raise `SettingsError` naming the first that cannot be used."""
        env = os.environ if environ is None else environ
        default = cls()
        return cls(
            corpus=Path(env.get("KIKIGAKI_CORPUS") or default.corpus),
            index=Path(env.get("KIKIGAKI_INDEX") or default.index),
            posts=_posts_of(env.get("KIKIGAKI_POSTS") or default.posts),
            host=_host_of(env.get("KIKIGAKI_HOST") or default.host),
            port=_port_of(env.get("KIKIGAKI_PORT") or str(default.port)),
            public_url=_public_url_of(env.get("KIKIGAKI_PUBLIC_URL") or default.public_url),
            access_log=_access_log_of(env.get("KIKIGAKI_ACCESS_LOG") or default.access_log),
            frame_ancestors=_ancestors_of(env.get("KIKIGAKI_FRAME_ANCESTORS") or default.frame_ancestors),
            editor=env.get("VISUAL") or env.get("EDITOR") or default.editor,
        )


def _posts_of(text: str) -> Literal["reports", "all"]:
    if text == "reports":
        return "reports"
    if text == "all":
        return "all"
    raise SettingsError("KIKIGAKI_POSTS", f"must be reports or all, not {_shown(text)}")


def _access_log_of(text: str) -> Literal["off", "on", "queries"]:
    if text == "off":
        return "off"
    if text == "on":
        return "on"
    if text == "queries":
        return "queries"
    raise SettingsError("KIKIGAKI_ACCESS_LOG", f"must be off, on or queries, not {_shown(text)}")


def _host_of(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise SettingsError("KIKIGAKI_HOST", f"must be a name or an address, not {_shown(text)}")
    return text.strip("[]")


def _ancestors_of(text: str) -> str:
    sources = text.split()
    # Whatever else stood here could end the policy and begin another.
    if sources and (sources == ["'none'"] or all(map(_ANCESTOR.fullmatch, sources))):
        return " ".join(sources)
    raise SettingsError(
        "KIKIGAKI_FRAME_ANCESTORS",
        f"must be *, 'none', or addresses like https://blog.example.jp parted by spaces, not {text!r}",
    )


def _port_of(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536:
        return int(text)
    raise SettingsError("KIKIGAKI_PORT", f"must be a number from 1 to 65535, not {_shown(text)}")


def _public_url_of(text: str) -> str:
    """Return an address as it goes into links: in ASCII, without a final slash."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        if ":" in host:
            host = f"[{ip_address(host).compressed}]"
        else:
            host = host.removesuffix(".").encode("idna").decode().lower()
            if not all(map(_LABEL.fullmatch, host.split("."))):
                raise ValueError(host)
        # What would end an address in a page, a feed or a line of text, or lead somewhere else.
        if not text.isprintable() or set(text) & set(' "<>\\^`{|}?#@') or "/.." in parts.path:
            raise ValueError(text)
        if parts.scheme not in ("http", "https") or port == 0:
            raise ValueError(text)
    except ValueError:
        raise SettingsError(
            "KIKIGAKI_PUBLIC_URL",
            f"must look like https://notes.example.jp, without user, query or spaces, not {_shown(text)}",
        ) from None
    name = host if port is None else f"{host}:{port}"
    return f"{parts.scheme}://{name}{quote(parts.path, safe='/%~')}".rstrip("/")


def _shown(text: str) -> str:
    """Return a value as a message shows it: on one line, and without a password."""
    return ascii(re.sub(r"//[^/]*@", "//…@", text)[:_LONGEST_SHOWN])
