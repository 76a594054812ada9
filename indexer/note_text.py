"""Note text: an event with its talks -> the note file that holds them; `parse_note` reads it back."""

import re
from collections.abc import Sequence

import yaml

from indexer.imported import stamped
from indexer.notes.ids import own_part, slug_of
from indexer.notes.inline import written_value
from indexer.notes.speakers import written_speaker
from search.model import Event, Link, Talk
from search.text.visible_text import visible_title

_LOOKS_LIKE_ID = re.compile(r"\{(?=#[^{}]*\}\Z)")
_TRAILING_HASHES = re.compile(r"(?:(?<=\s)|\A)#(?=#*\Z)")
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)")


def note_text_of(event: Event, talks: Sequence[Talk], source: str) -> str:
    """Write a note; `source` names the importer that may write it again.

    Bodies must not hold `##` headings of their own, and titles and names no line breaks.
    """
    facts = {"event": event.name, "date": event.date.isoformat(), "hashtag": event.hashtag}
    facts |= {"venue": event.venue, "url": event.url, "post": event.post, "source": source}
    front = "".join(f"{key}: {_scalar(value)}\n" for key, value in facts.items() if value)
    parts = [f"---\n{front}---\n", *([f"{event.note}\n"] if event.note else [])]
    return stamped("\n".join((*parts, *(_section(talk) for talk in talks))), source)


def _section(talk: Talk) -> str:
    short = own_part(talk.id)
    suffix = "" if short == slug_of(talk.title) else f" {{#{short}}}"
    lines = [f"## {_escaped(talk.title)}{suffix}"]
    lines += [f"- speaker: {written_speaker(speaker)}" for speaker in talk.speakers]
    lines += [f"- tech: {', '.join(map(written_value, talk.technologies))}"] if talk.technologies else []
    lines += [f"- date: {talk.date.isoformat()}"] if talk.date != talk.event.date else []
    lines += [_link(link) for link in talk.links]
    lines += [f"- aliases: {', '.join(talk.aliases)}"] if talk.aliases else []
    lines += ["- mention: true"] if talk.mention else []
    lines += ["", talk.body] if talk.body else []
    return "\n".join(lines) + "\n"


def _link(link: Link) -> str:
    return f"- {link.kind}: {link.url}"


def _scalar(value: str) -> str:
    """Quote a value only where YAML would read something else; dates are read as text and need none."""
    if value.replace("-", "").isdigit():
        return value
    return yaml.safe_dump(value, allow_unicode=True, width=10_000).removesuffix("\n").removesuffix("\n...")


def _escaped(title: str) -> str:
    """Keep the parts of a title that would read as markup."""
    if visible_title(title) != title:
        title = _SIGN.sub(r"\\\g<0>", title)
    else:
        title = _BACKSLASH.sub(r"\\\\", title)
        title = _TRAILING_HASHES.sub(r"\\#", title)
        title = _LOOKS_LIKE_ID.sub(r"\\{", title)
    return title
