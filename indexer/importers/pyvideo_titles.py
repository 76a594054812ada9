"""Titles as conferences put them on YouTube -> the title, the language mark gone, the speakers apart.

The recordings of one event share their habits: a room code in front, a language mark or the event's
name behind, the speakers in brackets at the end. Each habit is recognised by its form; whether final
brackets hold speakers is decided for the whole event, because `(Type Hints)` looks like a name too.
"""

import re
from collections.abc import Sequence

from indexer.notes.speakers import cut_remark
from search.model import Speaker

_ROOM = re.compile(r"\A(?:[A-Z]{2}\d{2} |\d{2}[-_]\d{3}_)")
_LANGUAGE = re.compile(r"\s*\((?:ja|en)\)\Z")
_EVENT = re.compile(r"(?:\s+-)?\s+PyCon JP \d{4}\Z")
_DAY = re.compile(r"\A(Day ?\d)_")
_KEYNOTE_SPEAKER = re.compile(r"Keynote: (?P<name>[^:]+)\Z")
_NOBODY = frozenset({"", "...", "various speakers"})
_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")


def bare_title_of(recorded: str) -> str:
    """Drop room code, language mark and event name; underscores that stood for blanks or colons go too."""
    title = " ".join(recorded.split())
    bare = _EVENT.sub("", _LANGUAGE.sub("", _ROOM.sub("", title))).strip()
    if bare and _ROOM.match(title):
        bare = ": ".join(part.strip() for part in _DAY.sub(r"\1 ", bare).split("_") if part.strip())
        bare = re.sub(r": (?=\([^()]*\)\Z)", "", bare)
    return bare or title


def names_speakers(bare_titles: Sequence[str]) -> bool:
    """Return whether an event puts speakers into final brackets: most of its titles end in some."""
    return sum(bool(cut_remark(title)[1]) for title in bare_titles) * 2 > len(bare_titles)


def cut_speakers(bare_title: str) -> tuple[str, tuple[Speaker, ...]]:
    """Split a title of an event that puts its speakers into final brackets."""
    title, names = cut_remark(bare_title)
    return (title, speakers_of((names,))) if title and names else (bare_title, ())


def keynote_speakers_of(bare_title: str) -> tuple[Speaker, ...]:
    """Return whom a title such as `Opening~Keynote: Kenneth Reitz` names."""
    match = _KEYNOTE_SPEAKER.search(bare_title)
    return speakers_of((match["name"],)) if match else ()


def speakers_of(listed: Sequence[str]) -> tuple[Speaker, ...]:
    """Read names as pyvideo lists them.

    `漢字/Romaji`, and a Japanese name followed by a Latin one, are one person: the Latin form is kept as
    heard. `Name (nick)` keeps the nick as heard, `Name(職業)` the rest as affiliation.
    """
    names = [" ".join(name.split()) for entry in listed for name in re.split("[;；、]", entry)]
    names = [
        name
        for name in (name.removesuffix("...").strip() for name in names)
        if name.casefold() not in _NOBODY
    ]
    speakers: list[Speaker] = []
    for entry in names:
        name, _, romaji = (part.strip() for part in entry.partition("/"))
        name, remark = cut_remark(name) if cut_remark(name)[0] else (name, "")
        previous = speakers[-1] if speakers else None
        if previous and not previous.heard and _is_japanese(previous.name) and not _is_japanese(name):
            speakers[-1] = Speaker(previous.name, heard=name, affiliation=previous.affiliation)
        elif _is_japanese(remark):
            speakers.append(Speaker(name, affiliation=remark))
        else:
            speakers.append(Speaker(name, heard=romaji or remark))
    return tuple({speaker.name: speaker for speaker in reversed(speakers)}.values())[::-1]


def _is_japanese(name: str) -> bool:
    return bool(_JAPANESE.search(name))
