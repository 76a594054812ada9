"""HTML pages: a whole page as a browser saves it -> its article, and what its head says of it.

What stands around the article (menus, lists of other posts, scripts) becomes blanks, so that every offset and
line stays what it was.
"""

import html
import re
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from indexer.posts.front_matter import Front
from indexer.posts.inline import visible_of
from indexer.posts.lenient_yaml import Value

_PAGE = re.compile(
    r"\s*(?:<!--.{0,1000}?-->\s*){0,3}(?:<\?xml[^<>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOM = re.compile(
    r"<(?P<close>/?)(?P<name>article|main|nav|aside|header|footer|head|script|style|noscript|template|svg)\b"
    r"[^<>]{0,2000}>",
    re.IGNORECASE,
)
_AROUND = frozenset(("nav", "aside", "footer", "head", "script", "style", "noscript", "template", "svg"))
_RAW = frozenset(("script", "style"))
"""Nothing in them is a tag."""
_IS_TEXT = re.compile(r"\btype\s*=\s*[\"']?text/(?:template|(?:x-)?markdown)", re.IGNORECASE)
"""A script that is no program: slides have their Markdown in one."""
_META = re.compile(r"<(?:meta|link)\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:-]{2,20})\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})')""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,100}>([^<]{1,300})</title", re.IGNORECASE)
_H1 = re.compile(r"<h1\b[^<>]{0,500}>(.{1,500}?)</h1", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(r"<time\b[^<>]{0,500}?\bdatetime\s*=\s*[\"']?([^\"'<>\s]{8,40})", re.IGNORECASE)
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_PERMALINK = re.compile(r"<a\b[^<>]{0,300}>\s?(?:¶|&para;|§|#|🔗)\s?</a>", re.IGNORECASE)
"""What Sphinx and others write behind each heading of a page, for its address to be copied."""
_KEYS = ("property", "name", "itemprop", "rel")
_NO_LINE_END = re.compile(r"[^\n]")
_SAID = {
    **dict.fromkeys(("article:published_time", "datepublished", "date", "dc.date", "pubdate"), "date"),
    **dict.fromkeys(("article:modified_time", "og:updated_time"), "updated"),
    **dict.fromkeys(("og:url", "canonical"), "canonical_url"),
    "og:title": "title",
}
"""What the head says, by the name under which it says it."""


def is_page(text: str) -> bool:
    """Say whether a text is a whole page, and no piece of one."""
    return _PAGE.match(text) is not None


def article_of(text: str) -> tuple[str, Front]:
    """Return a page as far as its article goes, with blanks for what stands around it, and what it says."""
    rooms = list(_rooms_of(text))
    inner = [room for room in rooms if room.name == "article"] or [
        room for room in rooms if room.name == "main"
    ]
    # Where several stand side by side, none of them is the page's own.
    own = inner[0] if len(inner) == 1 else _Room("", 0, len(text))
    shown = _blanked(text[: own.end], [room for room in rooms if _is_around(room, own)])
    shown = _PERMALINK.sub(lambda link: " " * len(link[0]), shown)
    fields = _fields_of(text, shown[own.start :])
    return shown, Front("html", fields, own.start, text.count("\n", 0, own.start) + 1)


class _Room(Struct, frozen=True):
    """An element that parts a page, with its tags."""

    name: str
    start: int
    end: int


def _is_around(room: _Room, own: _Room) -> bool:
    # The title of an article stands in its header.
    is_inside = own.name != "" and own.start <= room.start and room.end <= own.end
    return room.name in _AROUND or (room.name == "header" and not is_inside)


def _rooms_of(text: str) -> Iterator[_Room]:
    """Yield the elements that are closed; of nested ones of a name the outer one."""
    opened: dict[str, list[int]] = {}
    raw = ""
    for tag in _ROOM.finditer(text):
        name = tag["name"].lower()
        if raw and not (tag["close"] and name == raw):
            continue
        starts = opened.setdefault(name, [])
        if not tag["close"]:
            if name == "script" and _IS_TEXT.search(tag[0]):
                continue
            starts.append(tag.start())
            raw = name if name in _RAW else ""
        elif starts:
            first = starts.pop()
            raw = ""
            if not starts:
                yield _Room(name, first, tag.end())


def _blanked(text: str, rooms: list[_Room]) -> str:
    parts: list[str] = []
    at = 0
    for room in sorted(rooms, key=attrgetter("start")):
        if room.end > at:
            start = max(at, room.start)
            parts += [text[at:start], _NO_LINE_END.sub(" ", text[start : room.end])]
            at = room.end
    return "".join((*parts, text[at:]))


def _fields_of(text: str, shown: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    tags: list[str] = []
    for meta in _META.findall(text):
        said = {name.lower(): html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(meta)}
        key = next((said[name].lower() for name in _KEYS if name in said), "")
        value = said.get("content", said.get("href", "")).strip()
        if value and key in ("article:tag", "keywords"):
            tags += value.split(",")
        elif value and key in _SAID:
            fields.setdefault(_SAID[key], value)
    if date := _TIME.search(shown) or _PUBLISHED.search(text):
        fields.setdefault("date", date[1])
    if tags:
        fields["tags"] = tuple(tag.strip() for tag in tags if tag.strip())
    titled = _TITLE.search(text)
    whole = " ".join(visible_of(titled[1]).split()) if titled else ""
    for heading in _H1.findall(shown):
        # The page's title has the blog's name beside that of the post.
        if (title := " ".join(visible_of(heading).split())) and title in whole:
            return {**fields, "title": title}
    return {"title": whole, **fields} if whole else fields
