"""Which files are posts, and which our own notes: by their names and first bytes.

A folder of notes needs nothing else of this room: what reads posts has some 350 patterns to compile, and is
imported for the first post.
"""

import os
import re
from codecs import getincrementaldecoder
from collections.abc import Collection
from itertools import takewhile
from pathlib import Path
from typing import Literal

from indexer.notes.front_matter import fact_of
from indexer.posts.texts import text_of
from indexer.wide_text import wide_coding_of

Wanted = Literal["reports", "all"]

READING = 9
"""Raised when posts are read otherwise than before: an update then reads them all again."""

KNITTED = ("rmd", "rmarkdown", "qmd")
"""Markdown with code that R Markdown or Quarto runs to write a page or plain Markdown beside it."""
SUFFIXES = (
    *("md", "markdown", "mdx", "mkd", "mkdn", "mdown", *KNITTED),
    *("html", "htm", "rst", "txt", "org", "adoc", "asciidoc"),
)
"""What the names of files end in that may be posts."""
ONLY_EXPORTS = frozenset(("xml", "json"))
"""Suffixes of files that are nothing to us but for being an export."""

EVENT_KEYS = ("event", "conference", "meetup", "イベント", "イベント名", "カンファレンス")
THEME_KEYS = ("event_url", "date_end", "all_day", "abstract", "url_slides", "url_video")
"""What Hugo's Academic theme has beside the event of a page about a talk."""
SPEAKER_KEYS = ("speaker", "speakers", "presenter", "presenters", "発表者", "登壇者", "スピーカー")
SLIDES_KEYS = (
    *("url_slides", "slides", "slides_url", "slidesurl", "slide", "slide_url", "slideurl", "deck"),
    *("speakerdeck", "slideshare", "資料", "発表資料", "スライド"),
)
VIDEO_KEYS = ("url_video", "video", "video_url", "videourl", "youtube", "動画")

_HTML = ("html", "htm")
_ROOMS = frozenset(
    (
        *("_sources", "source", "src", "content", "contents", "_posts", "posts", "post", "blog", "articles"),
        *("entries", "pages", "public", "docs", "_site", "site", "html", "dist", "out", "build", "output"),
    )
)
"""Folders of sources and of the sites that are made of them, which are in no address of a page."""
_LIST = re.compile(
    r"(?:.*/)?(?:tags?|categor(?:y|ies)|archives?|authors?|series|page/?\d*)(?:/.*)?\.html?", re.IGNORECASE
)
"""A page of a made site that may repeat the beginnings of several posts."""
_SURE_LIST = re.compile(
    r"(?:.*/)?(?:(?:tags?|categor(?:y|ies))(?:/[^/]+)?(?:/index)?|(?:series|authors?)(?:/[^/]+)?/index"
    r"|archives?(?:(?:/\d{1,4}){0,2}/index)?|page/?\d+(?:/index)?)\.html?",
    re.IGNORECASE,
)
"""One that does so wherever it stands: of `archives/2014.html` the number may be that of a post."""

_MADE = frozenset(("search.html", "genindex.html", "modindex.html", "py-modindex.html", "404.html"))
"""Pages that a tool makes of no post."""

_MARKS = tuple(mark.encode() for mark in (*THEME_KEYS, *SPEAKER_KEYS, *SLIDES_KEYS, *VIDEO_KEYS, "itle"))
"""Of which the page of one talk has some in its front matter; a note of our own format has none."""
_OWN_FORMAT = re.compile(
    r"^##[^\n]*\n+[-*] ?(?:speaker|tech|slides|video|mention|発表者|技術|資料|動画)".encode(), re.MULTILINE
)
"""What the talks of our own format begin with."""
_HIDES = re.compile(
    rb"(?:\n|\r)[ \t]?[\"']?(?:draft|publish(?:ed)?|private|status|kikigaki)\b", re.IGNORECASE
)
"""What may say of a note that it is not to be published."""
_PEEKED = 8_192
_ODD = (b"\xef\xbc", b"\r", b"\x1b$")
"""What stands in full-width letters and signs, at ends of lines, and before Japanese in seven bits."""
_PATH = re.compile(r"[ \t]*[\"']?[\w-]+/[\w/-]+[\"']?[ \t\r]*")
"""What leads to a page about an event, and is no name: 2020/seaconf."""
_EVENT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\n]*\n){0,200}?[ \t]?[\"']?"
    rb"(?:[Ee][Vv][Ee][Nn][Tt]|" + "イベント(?:名)?".encode() + rb")[\"']?[ \t]*(?::|\xef\xbc\x9a)"
    rb"(?!" + _PATH.pattern.encode() + rb"\n)"
)
"""The key of an event's name in front matter."""


def suffix_of(path: str) -> str:
    """Return what a file's name ends in, in lower case and without its dot.

    Sphinx keeps the sources of its pages as `.txt`, which says nothing: they are reST.
    """
    suffix = os.path.splitext(path)[1].lower().removeprefix(".")
    return "rst" if suffix == "txt" and (path.endswith(".rst.txt") or "_sources/" in path) else suffix


def is_post(path: str) -> bool:
    """Say whether a file at this path below its folder may be a post.

    README tells of its folder: it is a post where that is named after a day, as an `index.md` would be.
    """
    folder, _, name = path.rpartition("/")
    if name.lower() in _MADE:
        return False
    stem, dot, suffix = name.lower().rpartition(".")
    if not (dot and stem and (suffix in SUFFIXES or suffix in ONLY_EXPORTS)):
        return False
    if stem != "readme":
        return True
    from indexer.posts.dates import path_date_of  # with a dozen patterns, which hardly any folder needs

    return path_date_of(folder) is not None


def pages_made_of(paths: Collection[str]) -> dict[str, str]:
    """Return the HTML pages among files whose sources stand there, too, by the same address, with these:
    `2012/07/28/kai.html` was made of `_sources/2012/07/28/kai.rst.txt` or of `_posts/2012-07-28-kai.md`, and
    so was `kai.md` of `kai.Rmd`. A page that lists posts was made of all of them, and has an empty text for a
    source.
    """
    pages = [path for path in paths if suffix_of(path) in _HTML]
    knitted = {_address_of(path): path for path in paths if suffix_of(path) in KNITTED}
    if not (pages or knitted):
        return {}
    plain = [path for path in paths if knitted and suffix_of(path) in ("md", "markdown")]
    sources = {_address_of(path): path for path in paths if suffix_of(path) not in _HTML} | knitted
    found = {page: source for page in pages if (source := sources.get(_address_of(page)))}
    found |= {path: source for path in plain if (source := knitted.get(_address_of(path)))}
    lists = _LIST if found else _SURE_LIST
    return found | {page: "" for page in pages if page not in found and lists.fullmatch(page)}


def _address_of(path: str) -> str:
    """Return what a source and its page have in common; empty for the first page of a site."""
    *folders, name = path.split("/")
    while suffix_of(name) in SUFFIXES:
        name = name.rpartition(".")[0]
    parts = [folder for folder in folders if folder.lower() not in _ROOMS]
    return "-".join(parts if name.lower() in ("index", "_index") else [*parts, name])


def is_strict_note(folder: Path, path: str) -> bool:
    """Say whether a file, by its path below the folder, is one of our own notes: its front matter has
    `event:`, is not that of a page about one talk and hides nothing. Raises `OSError`.
    """
    if os.path.splitext(path)[1].lower() != ".md":
        return False
    with (folder / path).open("rb", buffering=0) as file:
        head = file.read(_PEEKED)
    event = _EVENT.match(head)
    if event is None and not (_is_odd(head) and _names_event_oddly(head)):
        return False
    may_be_page = not _OWN_FORMAT.search(head) and any(mark in head for mark in _MARKS)
    end = head.find(b"\n---", event.end()) if event else -1
    may_hide = "_drafts" in path or _HIDES.search(head, 0, end if end >= 0 else len(head))
    if not may_be_page and not may_hide:
        return True
    from indexer.posts.front_matter import front_matter_of
    from indexer.posts.orders import orders_of, reason_to_hide
    from indexer.posts.talk_pages import is_talk_page

    # The front matter may go on behind what was looked at.
    text = head.decode("utf-8", "ignore") + "\n---\n"
    front = front_matter_of(text)
    # Whoever reads posts says why a hidden one is passed over.
    return not (reason_to_hide(path, front, orders_of(text, front)) or (may_be_page and is_talk_page(front)))


def _is_odd(head: bytes) -> bool:
    """Say whether a key may stand in it that `_EVENT` does not see."""
    if any(sign in head for sign in _ODD) or wide_coding_of(head):
        return True
    try:
        # What is cut in the middle of a letter is no reason to doubt.
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return False


def _names_event_oddly(head: bytes) -> bool:
    """Say whether some key of a front matter means `event`, in whatever width and coding it is written."""
    whole = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
    first, *lines = text_of(whole)[0].lstrip("\ufeff \n").splitlines() or [""]
    inside = takewhile(lambda line: line.rstrip() not in ("---", "..."), lines)
    facts = (re.split("[:：]", line, maxsplit=1) for line in inside)
    return first.rstrip() == "---" and any(
        fact_of(key) == "event" and not _PATH.fullmatch(value) for key, *values in facts for value in values
    )
