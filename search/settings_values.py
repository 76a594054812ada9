"""What each setting may be: its text -> its value; raises `ValueError` with what it must be."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

MAX_LINE = 200

_HOST = re.compile(r"[\w.:*\[\]%-]{1,255}")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST_SHOWN = 100
_ANCESTOR = re.compile(r"\*|'self'|https?://(?:\*\.)?[A-Za-z0-9.-]+(?::(?:[0-9]{1,5}|\*))?/?")
_BASE = re.compile(r"(?:/(?!\.)(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+)*")


def one_of(*known: str) -> Callable[[str], str]:
    """Return what takes one of some words, as it is."""

    def taken(text: str) -> str:
        if text not in known:
            raise ValueError(f"must be {', '.join(known[:-1])} or {known[-1]}, not {_shown(text)}")
        return text

    return taken


def number_from(least: int, most: int) -> Callable[[str], int]:
    """Return what takes a whole number from one to another."""

    def taken(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
            return int(text)
        raise ValueError(f"must be a number from {least} to {most}, not {_shown(text)}")

    return taken


def line_of(text: str) -> str:
    if len(text) > MAX_LINE or not text.isprintable():
        raise ValueError(f"must be one line of at most {MAX_LINE} characters")
    return text.strip()


def base_of(text: str) -> str:
    """Return a path as addresses have it, without a final slash."""
    base = quote(text.rstrip("/"), safe="/%~")
    if not _BASE.fullmatch(base):
        raise ValueError(f"must be a path like /notes/, not {_shown(text)}")
    return base


def host_of(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError(f"must be a name or an address, not {_shown(text)}")
    return text.strip("[]")


def ancestors_of(text: str) -> str:
    sources = text.split()
    # Whatever else stood here could end the policy and begin another.
    if sources and (sources == ["'none'"] or all(map(_ANCESTOR.fullmatch, sources))):
        return " ".join(sources)
    raise ValueError(
        f"must be *, 'none', or addresses like https://blog.example.jp parted by spaces, not {text!r}"
    )


def seconds_of(text: str) -> float:
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text, re.ASCII):
        return float(text)
    raise ValueError(f"must be a number of seconds like 1 or 0.5, not {_shown(text)}")


def public_url_of(text: str) -> str:
    """Return an address as it goes into links: in ASCII, without a final slash."""
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
        raise ValueError(
            f"must look like https://notes.example.jp, without user, query or spaces, not {_shown(text)}"
        ) from None
    name = host if port is None else f"{host}:{port}"
    return f"{parts.scheme}://{name}{quote(parts.path, safe='/%~')}".rstrip("/")


def nodes_of(text: str) -> str:
    """Return the addresses of nodes, parted by commas. What cannot be used is not shown: it has passwords."""
    nodes = [node.strip().rstrip("/") for node in text.split(",") if node.strip()]
    for number, node in enumerate(nodes, start=1):
        try:
            parts = urlsplit(node)
            is_good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
            is_good = is_good and node.isprintable() and not (set(node) & set(' "<>\\^`{|}?#'))
            is_good = is_good and parts.path == "" and parts.netloc.count("@") <= 1
        except ValueError:
            is_good = False
        if not is_good:
            raise ValueError(
                f"address {number} must look like https://name:password@node.example.jp:9200; "
                "in name and password write %40 for @, %2F for /, %3A for :"
            )
    return ",".join(nodes)


def prefix_of(text: str) -> str:
    # Behind the prefix a hyphen and the number of a generation stand.
    if re.fullmatch(r"[a-z][a-z0-9_-]{0,99}", text) and not re.search(r"-[0-9]+$", text):
        return text
    raise ValueError(
        f"must be small letters, digits, - and _, without a number at its end, not {_shown(text)}"
    )


def timeout_of(text: str) -> float:
    if seconds := seconds_of(text):
        return seconds
    raise ValueError("must be a number of seconds above 0")


def _shown(text: str) -> str:
    """Return a value as a message shows it: on one line, and without a password."""
    return repr(re.sub(r"//[^/]*@", "//…@", text)[:_LONGEST_SHOWN])
