"""Ids: short names that stand in a URL, stay the same for years and are never ambiguous."""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count

from search.model import Event, Talk

MAX_LENGTH = 80

_SEPARATORS = re.compile(r"[\W_]+")
_ID = re.compile(r"[^\W_][\w-]*")


def slug_of(title: str) -> str:
    """Make an id from a title: its letters and digits in lower case, `-` for everything between them.

    Empty when the title has neither letter nor digit.
    """
    folded = unicodedata.normalize("NFKC", title).lower()
    return _SEPARATORS.sub("-", folded).strip("-")[:MAX_LENGTH].rstrip("-")


def id_of_name(name: str) -> str:
    """Return a file's name as an id, made into one where it has signs that none may have; as it is where it
    has nothing else.
    """
    normal = unicodedata.normalize("NFC", name)
    is_id = _ID.fullmatch(normal) and len(normal) <= MAX_LENGTH
    return normal if is_id else slug_of(name) or name


def dated_id(day: datetime.date, slug: str) -> str:
    """Make the id of an event out of its day and what it is called."""
    return f"{day.isoformat()}-{slug}"[:MAX_LENGTH].rstrip("-")


def numbered(own_id: str, number: int) -> str:
    """Return an id with `-2` or the like behind it, no longer than one may be."""
    head, slash, last = own_id.rpartition("/")
    suffix = f"-{number}"
    return f"{head}{slash}{last[: MAX_LENGTH - len(suffix)]}{suffix}"


def take_id(wanted: str, taken: set[str]) -> str:
    """Take the id that is wanted, or the first with a number behind it that nobody has, and return it."""
    ids = chain((wanted,), (numbered(wanted, number) for number in count(2)))
    free = next(each for each in ids if each not in taken)
    taken.add(free)
    return free


def event_part(talk_id: str) -> str:
    """Return the id of the event that a talk belongs to by its id."""
    return talk_id.partition("/")[0]


def own_part(talk_id: str) -> str:
    """Return what an id calls a talk within its event."""
    return talk_id.partition("/")[2]


def of_event(talks: Iterable[Talk], event: Event) -> tuple[Talk, ...]:
    """Return talks as those of this event, each called within it as it was within its own."""
    return tuple(replace(talk, id=f"{event.id}/{own_part(talk.id)}", event=event) for talk in talks)


def parse_id(text: str) -> str:
    """Return the id in its one normal form (NFC); raise `ValueError` with the cure.

    Letters and digits of any script, `-` and `_`: so an id can never be `..`, hold a slash, or end
    like a file name, and its URL needs no escape beyond percent-encoding.
    """
    normal = unicodedata.normalize("NFC", text.strip())
    if not normal:
        raise ValueError("ID が空です")
    if not _ID.fullmatch(normal):
        raise ValueError(f"ID {text!r} に使えるのは文字・数字・「-」「_」だけで、先頭は文字か数字です")
    if len(normal) > MAX_LENGTH:
        raise ValueError(f"ID が長すぎます({MAX_LENGTH} 文字まで): {normal[:20]}…")
    return normal
