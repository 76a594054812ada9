"""Knowing again: which talk of now is which that was published."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import chain

from msgspec import Struct

from indexer.notes.ids import own_part
from indexer.notes.note import ParsedNote
from indexer.published.pairs import Pairs, Placed, singles
from indexer.published.table import SAME, Published, Table
from search.model import Talk

Notes = Mapping[str, ParsedNote]

BARE = "@"
"""Begins the digest of a talk of which only the speakers are known: it tells the talks of one file apart."""
LED = ">"
"""Begins what stands in place of the digest of an earlier id that is gone: the id of the talk it led to."""


@dataclass(frozen=True)
class Read:
    """What was read. `present` are the paths of all files there are, `unsure` of those with a problem."""

    notes: Notes
    posts: Collection[str]
    present: Collection[str]
    unsure: Collection[str] = ()

    @cached_property
    def placed(self) -> list[Placed]:
        """Every talk with the path of its file."""
        return list(placed_of(self.notes))

    @cached_property
    def digests(self) -> list[str]:
        """The digest of each talk, in the same order."""
        return [digest_of(talk) for _, talk in self.placed]


class Known(Struct, frozen=True):
    """Ids of the table, each with the id that the files of now give to that talk.

    `same` were the talk's own, also where it is called as before. `back` lead to it, for it has their text.
    """

    same: Mapping[str, str]
    back: Mapping[str, str]


def known_again(table: Table, read: Read) -> Known:
    """Say which talks of now were published before."""
    lost, fresh, same = _by_file(table, read)
    if lost and fresh:
        same |= _paired(lost, fresh, read)
    back = _come_back(table, read, lost, same)
    # What nobody knew and what came back are one talk, and its address is the old one.
    told = set(same.values())
    same |= {old: new for old, new in back.items() if new not in told}
    return Known(same, back)


def _paired(lost: list[Published], fresh: list[Placed], read: Read) -> Mapping[str, str]:
    """Return which ids that were lost are which talks that no file knows by their ids."""
    digests = {
        (path, talk.id): digest for (path, talk), digest in zip(read.placed, read.digests, strict=True)
    }
    pairs = Pairs(lost, fresh)
    pairs.match(
        lambda row: row.digest and (row.path, row.digest),
        lambda path, talk: (digest := digests[path, talk.id]) and (path, digest),
    )
    pairs.match(lambda row: _far(row.digest), lambda path, talk: _far(digests[path, talk.id]))
    # The other talks of a file that was renamed, or whose event is called otherwise, have their names.
    renamed = {old: new for old, new in pairs.paths if old == new or old not in read.present}
    pairs.match(
        lambda row: row.path in renamed and (renamed[row.path], own_part(row.id)),
        lambda path, talk: (path, own_part(talk.id)),
    )
    pairs.match_alike()
    return pairs.found


def placed_of(notes: Notes) -> Iterator[Placed]:
    """Yield every talk of notes with the path of its file."""
    return ((path, talk) for path, note in notes.items() for each in note.parts for talk in each.talks)


def digest_of(talk: Talk) -> str:
    """Name a talk's text, or its links, with its speakers; empty where nothing could tell it from others."""
    told = talk.body.strip() or "\0".join(link.url for link in talk.links)
    names = "\0".join(speaker.name for speaker in talk.speakers)
    data = f"{told}\0{names}".encode("utf-8", "surrogatepass")
    mark = blake2b(data, digest_size=8).hexdigest() if told or names else ""
    return mark if told else mark and f"{BARE}{mark}"


def _far(digest: str) -> str:
    """Return a digest where it tells who is who among the talks of all files, else nothing."""
    return "" if digest.startswith((BARE, LED)) else digest


def _by_file(table: Table, read: Read) -> tuple[list[Published], list[Placed], dict[str, str]]:
    """Return the ids that no talk has by its file alone, the talks without an id of the table, and those
    that have one, with what their file calls them.
    """
    near = [
        row
        for row in table.values()
        if (row.path in read.notes or row.path not in read.present) and row.owner == SAME
    ]
    known = {(row.path, row.id_made): row for row in near}
    chosen = {each for note in read.notes.values() for each in note.chosen}
    barred = chosen.union(*(talk.aliases for _, talk in read.placed))
    same: dict[str, str] = {}
    others: list[tuple[Placed, str]] = []
    for placed, digest in zip(read.placed, read.digests, strict=True) if known else ():
        row = known.get((placed[0], placed[1].id))
        # Mostly nothing has changed: then nothing else is looked at.
        if row and row.digest == digest and digest and row.id not in barred:
            same[row.id] = placed[1].id
        else:
            others.append((placed, digest))
    left = [row for row in known.values() if row.id not in same and row.id not in barred] if others else []
    rest = _by_text(others, left, chosen, same) if known else read.placed
    used = barred - chosen | same.keys()
    fresh: list[Placed] = []
    earlier: list[Placed] = []

    def is_lost(path: str, row: Published | None) -> bool:
        # An id is the same in whatever file it stands, unless that of the table is still there.
        return row is not None and row.id not in used and (row.path == path or row.path not in read.present)

    for path, talk in rest:
        row = None if talk.id in chosen else known.get((path, talk.id))
        row = row or table.get(talk.id)
        if row and row.owner not in ("", SAME):
            earlier.append((path, talk))
        elif row and is_lost(path, row) and (row.id == talk.id or row.id not in chosen):
            used.add(row.id)
            same[row.id] = talk.id
        else:
            fresh.append((path, talk))
    for path, talk in earlier:
        # An earlier id leads to its talk, and is that talk's own where it is called so again.
        row = table.get(table[talk.id].owner)
        if row and is_lost(path, row) and row.id not in chosen:
            used.add(row.id)
            same[row.id] = talk.id
        else:
            fresh.append((path, talk))
    return [row for row in near if row.id not in used], fresh, same


def _by_text(
    others: list[tuple[Placed, str]], rows: list[Published], chosen: Collection[str], same: dict[str, str]
) -> list[Placed]:
    """Put among those that are the `same` the ids of talks that the texts of their files tell, with what
    these call them; return the talks that no text tells.

    Titles may have been exchanged, and of several of one title one may be new: a text that only one talk of
    a file has tells more than a title. What somebody wrote as an id tells more than either.
    """
    texts = singles((row.digest and (row.path, row.digest), row) for row in rows)
    keys = [digest and (placed[0], digest) for placed, digest in others]
    told = singles(zip(keys, others, strict=True)) if texts else {}
    rest: list[Placed] = []
    for key, (placed, _) in zip(keys, others, strict=True):
        row = texts.get(key) if key in told and placed[1].id not in chosen else None
        if row:
            same[row.id] = placed[1].id
        else:
            rest.append(placed)
    return rest


def _come_back(table: Table, read: Read, lost: list[Published], same: Mapping[str, str]) -> dict[str, str]:
    """Return ids that are gone, or would go as they are `lost`, but whose text is there, under whatever name
    and in whatever file, each with what the files call its talk.

    Just one of what is gone and just one of what is there must have the text; and who was there before is
    another talk, with as few words, unless it is called so, too.
    """
    gone = [
        row for row in chain((row for row in table.values() if not row.owner), lost) if row.id not in same
    ]
    if not gone:
        return {}
    taken = {each for _, talk in read.placed for each in (talk.id, *talk.aliases)}
    texts = singles((_far(row.digest), row.id) for row in gone if row.id not in taken)
    told = zip(read.placed, read.digests, strict=True)
    here = singles((_far(each), talk.id) for (_, talk), each in told) if texts else {}
    if both := here.keys() & texts.keys():
        unread = set(read.present).difference(read.notes)
        both -= {row.digest for row in table.values() if row.is_live and row.path in unread}
    there = set(same.values())
    pairs = ((texts[key], here[key]) for key in both)
    back = {old: new for old, new in pairs if new not in there or own_part(old) == own_part(new)}
    # What led to a talk before it went comes back with it.
    led = {f"{LED}{old}": new for old, new in (*same.items(), *back.items()) if not table[old].owner}
    return back | {row.id: led[row.digest] for row in gone if row.digest in led}
