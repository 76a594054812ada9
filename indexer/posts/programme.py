"""Programmes: tables whose header says what its columns are -> a talk a row, with speakers and links."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from indexer.posts.inline import marked_of, unmarked
from indexer.posts.leads import without_lead
from indexer.posts.links import Found, addresses_in, distinct_links, usable
from indexer.posts.naming import named_of
from indexer.posts.people import people_of
from indexer.posts.source import Source
from indexer.posts.tables import Row, tables_in
from indexer.posts.words import is_container, is_stop, key_of
from search.model import Link, Speaker

Column = Literal["title", "speakers", "slides", "video", "link", "other"]

_SHORTEST = 6
"""Letters by which one title may be known as a part of another."""
_EMPTY = re.compile(r"\W*(?:なし|未定|tbd|tba|n/?a|none)?\W*", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COLUMNS: Mapping[Column, re.Pattern[str]] = {
    "speakers": re.compile(
        r"(?:発表者|登壇者|講演者|話者|講師|スピーカー|プレゼンター|担当者?|発表した人)(?:名|敬称略|さん)?"
        r"|(?:speaker|presenter)s?(?:name)?|発表者/所属|who|by",
        re.IGNORECASE,
    ),
    "slides": re.compile(
        r"(?:発表|登壇|講演)?(?:資料|スライド)(?:url|リンク)?|slides?|decks?", re.IGNORECASE
    ),
    "video": re.compile(
        r"(?:発表|録画)?(?:動画|録画|アーカイブ)(?:url|リンク)?|videos?|recordings?", re.IGNORECASE
    ),
    "link": re.compile(r"urls?|リンク|links?", re.IGNORECASE),
    "title": re.compile(
        r"(?:発表|講演|トーク|セッション|LT)?(?:題名?|題目|演題|タイトル|テーマ|名)|発表(?:内容)?|講演|セッション|トーク|LT|内容"
        r"|(?:(?:talk|session|presentation)(?:title|name)?|title|topic)s?",
        re.IGNORECASE,
    ),
}
_QUOTED = re.compile(r"[「『](?P<title>[^「」『』]+)[」』]")
_SIGNS = re.compile(r"[\s*_`【】「」:()]")


class Listed(Struct, frozen=True):
    """A talk as a row of a table tells it."""

    title: str
    speakers: tuple[Speaker, ...]
    links: tuple[Link, ...]
    start: int
    end: int


class Programme(Struct, frozen=True):
    """The talks that a post's tables list, by what their titles say."""

    listed: Mapping[str, Listed] = field(default_factory=dict)

    @property
    def names_speakers(self) -> bool:
        """Whether most of its talks have a speaker."""
        return 2 * sum(bool(row.speakers) for row in self.listed.values()) > len(self.listed)

    def of(self, title: str) -> Listed | None:
        """Return the row of a talk of this title, also of one that says a little more or less."""
        key = key_of(title)
        if not key or not self.listed:
            return None
        if found := self.listed.get(key):
            return found
        near = [row for own, row in self.listed.items() if _are_near(own, key)]
        return near[0] if len(near) == 1 else None


def programme_of(source: Source, links: Sequence[Found]) -> Programme:
    """Return the talks that a post's tables list."""
    listed: dict[str, Listed] = {}
    for header, *rows in tables_in(source.text, source.start):
        columns = [column_of(cell) for cell in header.cells]
        if not _is_of_talks(columns):
            continue
        found = [one for row in rows if (one := _listed_in(row, columns, links, source.is_rst))]
        for one in found:
            # Where a column has who spoke, what nobody gave is a break.
            if one.speakers or one.links or "speakers" not in columns:
                listed.setdefault(key_of(one.title), one)
    return Programme(listed)


def _are_near(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and 2 * len(shorter) > len(longer) and shorter in longer


def column_of(cell: str) -> Column:
    """Return what the header of a column says that stands below it."""
    name = _SIGNS.sub("", unicodedata.normalize("NFKC", unmarked(marked_of(cell))))
    return next((column for column, pattern in _COLUMNS.items() if pattern.fullmatch(name)), "other")


def _is_of_talks(columns: Sequence[Column]) -> bool:
    """Say whether columns are those of talks: titles, and who spoke or slides; many a list has addresses."""
    return columns.count("title") == 1 and not {"speakers", "slides"}.isdisjoint(columns)


def _listed_in(row: Row, columns: Sequence[Column], links: Sequence[Found], is_rst: bool) -> Listed | None:
    cells = dict(zip(columns, row.cells, strict=False))
    marked = " ".join(marked_of(_BREAK.sub(" ", cells.get("title", "")), is_rst=is_rst).split())
    if "speakers" in columns:
        title = unmarked(without_lead(marked)[0]).strip()
        title = quoted["title"] if (quoted := _QUOTED.fullmatch(title)) else title
        speakers = _people_in(cells.get("speakers", ""), is_rst)
    else:
        named = named_of(marked)
        title, speakers = named.title, named.speakers
    if _EMPTY.fullmatch(title) or is_stop(title) or (is_container(title) and not speakers):
        return None
    own = [Link(kind, url) for kind, url in _written_links(cells) if usable(url)]
    found = distinct_links(links, row.start, row.end)
    urls = {link.url for link in found}
    return Listed(
        title, speakers, (*found, *(link for link in own if link.url not in urls)), row.start, row.end
    )


def _people_in(cell: str, is_rst: bool) -> tuple[Speaker, ...]:
    lines = [marked_of(line, is_rst=is_rst).strip() for line in _BREAK.split(cell)]
    people = (who for line in lines if not _EMPTY.fullmatch(unmarked(line)) for who in people_of(line))
    return tuple({who.name: who for who in people}.values())


def _written_links(cells: Mapping[Column, str]) -> Iterator[tuple[Literal["slides", "video", "link"], str]]:
    for kind in ("slides", "video", "link"):
        for url in addresses_in(cells.get(kind, "")):
            yield kind, url
