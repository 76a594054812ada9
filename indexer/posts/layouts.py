"""Layouts: which blog engine a post was written for, and which markup its text has."""

import re
from pathlib import PurePosixPath
from typing import Literal

from indexer.posts.front_matter import Front
from indexer.posts.which import SUFFIXES, suffix_of
from search.model import Markup

_LOOKED_AT = 3_000
_HTML_BLOCK = re.compile(
    r"^\s*<(?:p|h[1-6]|div|ul|ol|table|blockquote|section)\b", re.MULTILINE | re.IGNORECASE
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s|[-*+]\s|```|\d+\.\s)|\]\(", re.MULTILINE)


_AS_MARKDOWN = frozenset(SUFFIXES) - {"html", "htm", "rst", "txt"}
"""Those whose text is Markdown, or is read as such."""

_DECK_KEYS = frozenset(
    (
        *("marp", "paginate", "highlighter", "drawings", "transition", "colorschema", "titletemplate"),
        *("mdc", "slideoptions", "revealoptions", "slidenumber", "canvaswidth"),
    )
)
"""Keys that Marp, Slidev, reveal.js and HackMD read in front of slides."""
_SLIDE_SIGN = re.compile(
    r"<!--\s*(?:\$theme|\.slide|_class|_backgroundColor|page_number|slide\b)", re.IGNORECASE
)
_BETWEEN_SLIDES = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_FEWEST_SLIDES = 3


def is_deck(front: Front, body: str) -> bool:
    """Say whether a text is slides: its rules part pages of one talk."""
    is_written_for_slides = (
        not _DECK_KEYS.isdisjoint(front.fields)
        or front.text("type") == "slide"
        or front.says("slide") is True
    )
    if not is_written_for_slides and not _SLIDE_SIGN.search(body[:_LOOKED_AT]):
        return False
    return len(_BETWEEN_SLIDES.findall(body)) >= _FEWEST_SLIDES


def is_as_markdown(path: str) -> bool:
    """Say whether a file's text is Markdown, however much HTML is in it."""
    return suffix_of(path) in _AS_MARKDOWN


def dialect_of(path: str) -> Literal["org", "asciidoc", ""]:
    """Name the markup of a file that is read as Markdown though it is none."""
    suffix = suffix_of(path)
    return "org" if suffix == "org" else "asciidoc" if suffix in ("adoc", "asciidoc") else ""


def markup_of(path: str, body: str) -> Markup:
    """Return how a text is marked up, by its file's name and by what stands in it."""
    suffix = suffix_of(path)
    if suffix == "rst":
        return "rst"
    if suffix in ("html", "htm"):
        return "html"
    if dialect_of(path):
        return "markdown"
    head = body[:_LOOKED_AT]
    if len(_HTML_BLOCK.findall(head)) > 2 * len(_MARKDOWN.findall(head)):
        return "html"
    return "text" if suffix == "txt" and not _MARKDOWN.search(head) else "markdown"


def layout_of(path: str, front: Front, markup: Markup) -> str:
    """Name the engine that a post was most likely written for."""
    parts = PurePosixPath(path).parts
    if markup in ("rst", "text"):
        return markup
    if dialect := dialect_of(path):
        return dialect
    if front.dialect == "toml":
        return "hugo-toml"
    if front.dialect in ("none", "html"):
        return "html" if markup == "html" else "markdown"
    if "emoji" in front.fields or "topics" in front.fields:
        return "zenn"
    if "layout" in front.fields or "_posts" in parts:
        return "jekyll"
    if "pages" in parts and "src" in parts:
        return "gatsby"
    if markup == "html":
        return "html-in-markdown"
    return "hugo-yaml" if "content" in parts else "front-matter"
