"""Stretches: which parts of a post's text are its talks, and what is left beside them."""

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from indexer.notes.sections import body_of
from indexer.posts.candidates import Candidate, Reader, repeats_title
from indexer.posts.event import event_name_of
from indexer.posts.links import Found, distinct_links, found_links
from indexer.posts.lists import Item, heard_in
from indexer.posts.orders import NO_TALKS
from indexer.posts.outline import Heading, Section, outline_of, tree_of, walk
from indexer.posts.programme import Listed, Programme, programme_of
from indexer.posts.report_titles import is_of_no_talks, tells_of_own_talk
from indexer.posts.rules import (
    MISSED,
    Part,
    is_about_missed,
    missed_in,
    named_headings,
    parts_of,
    pseudo_headings,
)
from indexer.posts.source import Source
from indexer.posts.talks import talks_of
from indexer.posts.words import is_container
from search.model import Link, Speaker

_BELOW_ALL = 7
"""A level below those of all headings."""
MOST_MISSED = 20
"""Who missed more talks than that writes of something else."""


class Stretch(Struct, frozen=True):
    """A talk before it has an id: where it begins, where its text begins and where it ends."""

    title: str
    speakers: tuple[Speaker, ...]
    line: int
    start: int
    body: int
    end: int
    links: tuple[Link, ...] = ()
    is_mention: bool = False


class Split(Struct, frozen=True):
    """A post's talks in the order of its text, those its author missed, and all other text."""

    talks: tuple[Stretch, ...]
    missed: tuple[Stretch, ...]
    outside: str


def split_of(source: Source, level: int, *, is_told: bool = True) -> Split:
    """Split a report; `level` is the one of the headings that its author chose, 0 for none.

    `is_told` says that the post calls itself a report; where only its text does, talks need evidence.
    """
    links = found_links(source.text, source.start)
    root = outline_of(source.text, source.start, source.front.line, source.markup)
    programme = Programme() if level == NO_TALKS else programme_of(source, links)
    talks = _talks_in(source, root, level, links, programme, is_told) if level != NO_TALKS else ()
    if not (talks or level) and is_told:
        items = heard_in(source.text, source.start, is_rst=source.is_rst)
        talks = tuple(_of_item(source, item, links) for item in items)
    talks = _with_listed(
        source, talks, programme, may_add=not level and (is_told or programme.names_speakers)
    )
    return Split(talks, _missed_in(source, talks), _outside(source, talks, root))


def whole_of(source: Source) -> Stretch:
    """Return the whole text as one entry."""
    links = distinct_links(found_links(source.text, source.start), source.start, len(source.text))
    return Stretch(source.title, (), source.front.line, source.start, source.start, len(source.text), links)


def _talks_in(
    source: Source, root: Section, level: int, links: Sequence[Found], programme: Programme, is_told: bool
) -> tuple[Stretch, ...]:
    titles = (source.title, event_name_of(source.title)[0])
    is_of_one = any(map(is_of_no_talks, titles)) and not any(map(tells_of_own_talk, titles))
    reader = Reader(source.text, titles, links, source.is_rst, level, is_told, is_of_one, programme)
    found = talks_of(root, reader)
    if not found and _has_no_headings(root, reader) and not source.is_rst:
        start = root.children[0].body if root.children else source.start
        headings = named_headings(source.text, start)
        parts = parts_of(source.text, start, links)
        if parts and len(parts) >= len(headings):
            return tuple(_of_part(source, part, links) for part in parts)
        headings = headings or pseudo_headings(source.text, start)
        found = talks_of(tree_of(source.text, headings, source.start, source.front.line), reader)
        # One line behind ■ is a heading where it names who spoke.
        found = found if len(headings) != 1 else tuple(one for one in found if one.named.speakers)
    elif not found and not source.is_rst:
        found = _below_headings(source, root, reader)
    return tuple(_of_heading(one, links) for one in found if not is_about_missed(one.section.title))


def _below_headings(source: Source, root: Section, reader: Reader) -> tuple[Candidate, ...]:
    """Return the talks that lines with a sign begin below headings that hold some: a day, LT."""
    lines = pseudo_headings(source.text, source.start)
    if len(lines) < 2:
        return ()
    above = [Heading(one.level, one.source, one.start, one.body) for one in walk(root)]
    headings = sorted(
        (*above, *(replace(line, level=_BELOW_ALL) for line in lines)), key=lambda one: one.start
    )
    found = talks_of(tree_of(source.text, headings, source.start, source.front.line), reader)
    return tuple(
        one
        for one in found
        if one.section.level == _BELOW_ALL and one.section.parent and is_container(one.section.parent.title)
    )


def _with_listed(
    source: Source, talks: tuple[Stretch, ...], programme: Programme, *, may_add: bool
) -> tuple[Stretch, ...]:
    """Return talks with what tables say of them, and those that only tables tell of: they have no text."""
    found: list[Stretch] = []
    known: set[int] = set()
    for talk in talks:
        if (row := programme.of(talk.title)) is None:
            found.append(talk)
            continue
        known.add(row.start)
        urls = {link.url for link in talk.links}
        links = (*talk.links, *(link for link in row.links if link.url not in urls))
        found.append(replace(talk, speakers=talk.speakers or row.speakers, links=links))
    left = [row for row in programme.listed.values() if row.start not in known] if may_add else []
    unlisted = [talk for talk in talks if programme.of(talk.title) is None]
    for row in left:
        if any(talk.start <= row.start < talk.end for talk in talks) or _is_renamed(row, left, unlisted):
            continue
        at = row.start
        found.append(Stretch(row.title, row.speakers, source.line_at(at), at, at, at, row.links))
    return tuple(sorted(found, key=lambda talk: talk.start))


def _is_renamed(row: Listed, left: Sequence[Listed], talks: Sequence[Stretch]) -> bool:
    """Say whether a row is the one talk that is told of its speaker, who called it otherwise in the end."""
    if not (names := _names_of(row.speakers)):
        return False
    told = [talk for talk in talks if names <= _names_of(talk.speakers)]
    return len(told) == 1 == sum(bool(names & _names_of(other.speakers)) for other in left)


def _names_of(speakers: Sequence[Speaker]) -> set[str]:
    """Return what speakers are called, by name and by handle."""
    names = (name for who in speakers for name in (who.name, who.heard.removeprefix("@")))
    return {name.casefold() for name in names if name}


def _has_no_headings(root: Section, reader: Reader) -> bool:
    """Say whether a text has no heading but the post's own title at its top."""
    first = root.children[0] if root.children else None
    return first is None or (len(root.children) == 1 and not first.children and repeats_title(first, reader))


def _of_heading(one: Candidate, links: Sequence[Found]) -> Stretch:
    section = one.section
    return Stretch(
        one.named.title,
        one.speakers,
        section.line,
        section.start,
        section.body,
        section.end,
        distinct_links(links, section.start, section.end),
    )


def _of_item(source: Source, item: Item, links: Sequence[Found]) -> Stretch:
    named = item.named
    found = distinct_links(links, item.start, item.end)
    line = source.line_at(item.start)
    return Stretch(named.title, named.speakers, line, item.start, item.body, item.end, found)


def _of_part(source: Source, part: Part, links: Sequence[Found]) -> Stretch:
    first = part.start + len(source.text[part.start :]) - len(source.text[part.start :].lstrip())
    named = part.named.title
    return Stretch(
        named or "、".join(f"{speaker.name}さんの発表" for speaker in part.speakers),
        part.speakers,
        source.line_at(first),
        part.start,
        part.body if named else first,
        part.end,
        distinct_links(links, part.start, part.end),
    )


def _missed_in(source: Source, talks: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the talks that the author says to have missed, outside of those told."""
    if not MISSED.search(source.text, source.start):
        return ()
    found: list[Stretch] = []
    for start, end in _gaps(source, talks):
        for at, title in islice(missed_in(source.text, start, end), MOST_MISSED - len(found)):
            found.append(Stretch(title, (), source.line_at(at), at, at, at, is_mention=True))
    return tuple(found)


def _outside(source: Source, talks: Sequence[Stretch], root: Section) -> str:
    """Return all text that belongs to no talk, in order; a heading that only repeats the title goes."""
    first = root.children[0] if root.children else None
    pieces: list[str] = []
    for start, end in _gaps(source, talks):
        if first and start <= first.start < end and first.title.strip() == source.title.strip():
            pieces.append(source.text[start : first.start] + source.text[first.body : end])
        else:
            pieces.append(source.text[start:end])
    return "\n\n".join(filter(None, map(body_of, pieces)))


def _gaps(source: Source, talks: Sequence[Stretch]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    at = source.start
    for talk in talks:
        if at < talk.start:
            gaps.append((at, talk.start))
        at = max(at, talk.end)
    return [*gaps, (at, len(source.text))]
