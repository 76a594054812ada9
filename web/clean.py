"""Clean HTML: what of any HTML may stand on a page, as a flat list of tags and texts.

A browser's parser puts it in order first (`nh3`); only what is named here is left, with only the attributes
named here, and nothing that loads anything or runs.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import nh3
from msgspec import Struct

BLOCKS = frozenset(
    """
    blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary
    table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
INLINE = frozenset(
    """
    a abbr b cite code del dfn em i ins kbd q rp rt ruby s samp small strong sub sup u var
    """.split()  # noqa: SIM905
)
_CONTENT_GONE = {
    "head",
    "math",
    "noembed",
    "noscript",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
}
VOID = frozenset(("br", "hr"))
PLAYERS = frozenset(("iframe", "script", "video", "audio", "embed", "object"))
"""What shows something from elsewhere; it becomes a link there."""
_SOURCES = ("data-src", "src", "data")
_READ = {
    "a": {"href"},
    "img": {"src", "alt", "data-src"},
    "iframe": {"src", "data-src", "title"},
    "script": {"src", "data-src", "data-id", "class"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src"},
    "embed": {"src"},
    "object": {"data"},
    "ol": {"start"},
    "div": {"class"},
}
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_SCHEMES = frozenset({"http", "https", "mailto"})
_DECK = re.compile(r"[0-9a-f]{16,64}")
_EMBEDDED_VIDEO = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{5,20}).*")


class Tag(Struct, frozen=True):
    """A tag with its attributes as they are read, not as they are written."""

    name: str
    closes: bool
    attributes: dict[str, str]


def cleaned(markup: str) -> Iterator[Tag | str]:
    """Yield what is left of any HTML: tags that are properly nested, and unescaped texts between them."""
    whole = nh3.clean(
        markup,
        tags=set(
            BLOCKS | INLINE | PLAYERS | {"img", "source", "section", "article", "header", "footer", "center"}
        ),
        attributes=_READ,
        clean_content_tags=_CONTENT_GONE,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    at = 0
    for token in _TOKEN.finditer(whole):
        if token.start() > at:
            yield html.unescape(whole[at : token.start()])
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(token[3])}
        yield Tag(token[2], token[1] == "/", attributes)
        at = token.end()
    if at < len(whole):
        yield html.unescape(whole[at:])


def address_of(written: str) -> str:
    """Return an address that leads to the web or to mail, else an empty text."""
    address = f"https:{written}" if written.startswith("//") else written.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    leads = parts.scheme in _SCHEMES and bool(parts.netloc or (parts.scheme == "mailto" and parts.path))
    return address if leads else ""


def player_address(tag: Tag) -> str:
    """Return the page of what a player shows; empty where it shows nothing that one could go to."""
    written = next((tag.attributes[name] for name in _SOURCES if tag.attributes.get(name)), "")
    if tag.name == "script":
        deck = tag.attributes.get("data-id", "")
        if "speakerdeck" in tag.attributes.get("class", "") and _DECK.fullmatch(deck):
            return f"https://speakerdeck.com/player/{deck}"
        if "gist.github.com/" in written:
            return address_of(written.split(".js")[0])
        return address_of(tag.attributes.get("data-src", ""))
    address = address_of(written)
    if video := _EMBEDDED_VIDEO.fullmatch(address):
        return f"https://www.youtube.com/watch?v={video[1]}"
    return address


def short_of(address: str) -> str:
    """Return an address as people say it: without scheme and what is too long."""
    parts = urlsplit(address)
    shown = (parts.netloc or parts.path).removeprefix("www.") + (parts.path if parts.netloc else "")
    shown += f"?{parts.query}" if parts.query else ""
    return f"{shown[:60]}…" if len(shown) > 60 else shown.rstrip("/")
