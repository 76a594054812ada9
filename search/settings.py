"""Settings: the one reader of the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from search.errors import SettingsError

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
            host=env.get("KIKIGAKI_HOST") or default.host,
            port=_port_of(env.get("KIKIGAKI_PORT") or str(default.port)),
            public_url=_public_url_of(env.get("KIKIGAKI_PUBLIC_URL") or default.public_url),
            frame_ancestors=_ancestors_of(env.get("KIKIGAKI_FRAME_ANCESTORS") or default.frame_ancestors),
            editor=env.get("VISUAL") or env.get("EDITOR") or default.editor,
        )


def _posts_of(text: str) -> Literal["reports", "all"]:
    if text == "reports":
        return "reports"
    if text == "all":
        return "all"
    raise SettingsError("KIKIGAKI_POSTS", f"must be reports or all, not {text!r}")


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
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise SettingsError("KIKIGAKI_PORT", f"must be a number from 1 to 65535, not {text!r}")


def _public_url_of(text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError("KIKIGAKI_PUBLIC_URL", f"must look like https://notes.example.jp, not {text!r}")
    return text.rstrip("/")
