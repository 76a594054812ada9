"""Source: one post as it was found, with what its front matter says; all further reading starts from it."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from msgspec import Struct

from indexer.posts.dates import path_date_of, post_date_of
from indexer.posts.front_matter import Front
from indexer.posts.ids import is_bundle
from indexer.posts.inline import marked_of, visible_of
from indexer.posts.layouts import is_as_markdown, markup_of
from indexer.posts.outline import outline_of
from indexer.posts.report_titles import looks_like_report
from indexer.posts.words import is_nameless, is_stop
from search.model import Markup
from search.text.signs.code_blocks import code_blocks

HEAD = 3_000
"""Characters at the top of a post in which its event is described."""

TITLE_KEYS = ("title", "タイトル", "題名")
TAG_KEYS = ("tags", "topics", "categories", "tag", "category", "keywords", "タグ", "カテゴリ")
DATE_KEYS = (
    *("date", "published_at", "publishedat", "pubdate", "publishdate", "publish_date", "published_time"),
    *("created_at", "created_time", "createdat", "created", "posted", "date_published", "datepublished"),
    *("posted_at", "日付", "published"),
)
UPDATE_KEYS = ("updated_at", "updatedat", "updated", "lastmod", "modified", "last_edited_time", "更新日")
EVENT_DATE_KEYS = ("event_date", "eventdate", "event-date", "開催日", "日時", "開催日時")

_LOOKED_AT = 20_000
_LONGEST_TITLE = 120
_ABOVE = 4
_LINE_ALONE = re.compile(
    r"\s*(?P<title>[^\s#<>*+|!:=.\[\]`-][^\n。<>]{3,80})\n[ \t]*\n(?=.{0,4000}?^# )", re.DOTALL | re.MULTILINE
)
"""A line with nothing below it, and first headings further on."""
_NUMBERS = re.compile(r"[\d_.-]+")
_ROOMS = frozenset(
    (
        *("posts", "_posts", "post", "content", "src", "pages", "articles", "entries", "entry", "blog"),
        *("blogs", "contents", "public", "data", "org", "diary", "notes", "docs", "_site", "html"),
        *("source", "index", "readme", "site", "talk", "talks", "speaking", "slides", "events"),
    )
)
"""Folders that say nothing of what is in them."""
_HTML_TITLE = re.compile(r"<title[^<>]{0,100}>([^<]{1,300})</title", re.IGNORECASE)
_OF_THE_POST = re.compile(r"\s*(?::(?:date|published|modified|created):|\.\.\s+post::)", re.IGNORECASE)


class Place(Struct, frozen=True):
    """Where a post comes from: its file, its path below the corpus, and the id of its event.

    `first_day` is asked only for a post that has no date: it returns the day, and whether that is a guess.
    """

    path: Path
    relative: str
    event_id: str
    first_day: Callable[[], tuple[datetime.date, bool] | None] = lambda: None


class Source(Struct, frozen=True):
    place: Place
    text: str
    front: Front
    markup: Markup
    title: str
    tags: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where the text begins behind the front matter."""
        return self.front.start

    @property
    def written(self) -> Markup:
        """How the bodies are to be read: a Markdown file stays one, however much HTML is in it."""
        return "markdown" if is_as_markdown(self.place.relative) else self.markup

    @property
    def is_rst(self) -> bool:
        return self.markup == "rst"

    def line_at(self, at: int) -> int:
        """Return the line in the file, counted from 1, of an offset."""
        return self.front.line + self.text.count("\n", self.start, at)

    def head(self, end: int) -> str:
        """Return the visible text above an offset, without code, as far as it may describe the event."""
        head = self.text[self.start : min(end, self.start + HEAD)]
        for block in reversed(code_blocks(head)):
            head = head[: block.start] + head[block.end :]
        lines = head.split("\n")
        # What a reST file says of the post is no word about the event.
        return "\n".join(
            marked_of(line, is_rst=self.is_rst) for line in lines if not _OF_THE_POST.match(line)
        )

    def posted(self) -> datetime.date | None:
        """Return the day of the post, by its front matter or its path."""
        return post_date_of(self.front.text(*DATE_KEYS)) or path_date_of(self.place.relative)

    def updated(self) -> datetime.date | None:
        """Return the day of the last change that its front matter tells: Qiita's CLI keeps no other."""
        return post_date_of(self.front.text(*UPDATE_KEYS))


def source_of(place: Place, text: str, front: Front) -> Source:
    """Gather what is known of a post before its text is read."""
    markup = markup_of(place.relative, text[front.start : front.start + _LOOKED_AT])
    title = _title_of(place, text, front, markup)
    return Source(place, text, front, markup, title, front.items(*TAG_KEYS))


def _title_of(place: Place, text: str, front: Front, markup: Markup) -> str:
    if title := front.text(*TITLE_KEYS):
        return " ".join(visible_of(title).split()) or title
    is_page = place.relative.lower().endswith((".html", ".htm"))
    if is_page and (match := _HTML_TITLE.search(text, front.start, front.start + _LOOKED_AT)):
        return " ".join(visible_of(match[1]).split())
    root = outline_of(text[: front.start + _LOOKED_AT], front.start, front.line, markup)
    first = root.children[0] if root.children else None
    if len(root.children) > 1 and (line := _LINE_ALONE.match(text, front.start)):
        # A heading with others beside it is a part of the post: what stands above them all is its title.
        return visible_of(line["title"])
    if first and first.title and (first.level == 1 or not text[front.start : first.start].strip()):
        return _named_by_path(place.relative, first.title) if is_nameless(first.title) else first.title
    if lines := _first_lines(text, front.start):
        # Above a pasted post stands what its blog is called.
        return next((line for line in lines[:_ABOVE] if looks_like_report(line, ())), lines[0])
    return (first.title if first else "") or place.event_id


def _named_by_path(path: str, title: str) -> str:
    """Put its folder's name, else its file's, before the title of what calls itself no more than `Day 2`;
    what begins with a heading such as 概要 is called as its file.
    """
    stem = _telling(PurePosixPath(path).stem)
    if is_stop(title) and stem and not is_bundle(path):
        return stem
    return f"{folder_name_of(path) or stem} {title}".strip()


def folder_name_of(path: str) -> str:
    """Return the name of the nearest folder of a file that says what is in it, else nothing."""
    return next(filter(None, map(_telling, reversed(PurePosixPath(path).parts[:-1]))), "")


def _telling(name: str) -> str:
    is_telling = not _NUMBERS.fullmatch(name) and not is_nameless(name) and name.lower() not in _ROOMS
    return name if is_telling else ""


def _first_lines(text: str, start: int) -> list[str]:
    """Return the lines at the top that may be a title, as a reader sees them."""
    found: list[str] = []
    for line in text[start : start + HEAD].split("\n"):
        shown = visible_of(line).strip("#=-*■● \t")
        if shown and not line.startswith((":", "..", "<!", "---", "===")):
            # Of a running text the first sentence may be.
            found.append(shown.partition("。")[0][:_LONGEST_TITLE])
    return found
