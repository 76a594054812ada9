"""Movable Type's export, which Hatena Blog and others write: one text file with every entry of a blog."""

import re
from collections.abc import Iterator

from msgspec import Struct

from indexer.posts.exported import Exported
from indexer.posts.front_matter import Front
from indexer.posts.lenient_yaml import Value

_HEADER = re.compile(
    r"^(?:AUTHOR|TITLE|BASENAME|STATUS|DATE|ALLOW COMMENTS|CONVERT BREAKS"
    r"|CATEGORY|PRIMARY CATEGORY|TAGS|IMAGE|UNIQUE URL):",
    re.MULTILINE,
)
_FIELD = re.compile(r"(?P<key>[A-Z][A-Z ]{2,30}):[ \t]?(?P<value>.*)")
_ENTRY_END = re.compile(r"^--------[ \t]*$(?=\s*+(?:\Z|[A-Z][A-Z ]{2,30}:))", re.MULTILINE)
_PART_END = re.compile(
    r"^-----[ \t]*$(?=\s*+(?:\Z|(?:EXTENDED BODY|BODY|EXCERPT|KEYWORDS|COMMENT|PING):))", re.MULTILINE
)
"""What else is a row of hyphens is a rule in the text."""
_CONTINUED = re.compile(r"^-----[ \t]*\n\s*+EXTENDED BODY:[ \t]*$", re.MULTILINE)


class Entry(Struct, frozen=True):
    """One entry: its fields in upper case, the first of each, and where its text stands in the file."""

    fields: dict[str, str]
    tags: tuple[str, ...]
    """Categories and tags."""
    start: int
    end: int
    line: int


def is_export(text: str) -> bool:
    """Say whether a file is an export: headers of an entry at its very top, and the rule below them."""
    head = text[:4_000].lstrip("\ufeff\n ")
    return bool(_HEADER.match(head)) and "\n-----" in head and len(_HEADER.findall(head)) >= 2


def entries_of(text: str) -> Iterator[Entry]:
    """Yield the entries in the order of the file; comments and trackbacks are left out."""
    start, line = 0, 1
    for end in [*(match.start() for match in _ENTRY_END.finditer(text)), len(text)]:
        if entry := _entry_of(text, start, end, line):
            yield entry
        following = text.find("\n", end) + 1 or len(text)
        line += text.count("\n", start, following)
        start = following


def posts_of(text: str) -> Iterator[Exported]:
    """Yield the entries as posts, without the words that part the two bodies of one."""
    for entry in entries_of(text):
        fields = entry.fields
        front: dict[str, Value] = {
            "title": fields["TITLE"],
            "date": fields.get("DATE", ""),
            "tags": entry.tags,
            "status": "draft" if fields.get("STATUS", "Publish").casefold() != "publish" else "",
            "url": fields.get("UNIQUE URL", ""),
        }
        body = _CONTINUED.sub(lambda match: "\n" * match[0].count("\n"), text[entry.start : entry.end])
        name = fields.get("BASENAME", "")
        yield Exported("movable-type", name, Front("none", front, 0, entry.line), body)


def _entry_of(text: str, start: int, end: int, line: int) -> Entry | None:
    fields: dict[str, str] = {}
    tags: list[str] = []
    body_start, body_end = end, end
    at = start
    for part_end in [*(match.start() for match in _PART_END.finditer(text, start, end)), end]:
        head = text[at : min(part_end, at + 10_000)].lstrip("\n")
        if head.startswith("BODY:"):
            body_start, body_end = text.index("BODY:", at) + 6, part_end
        elif head.startswith("EXTENDED BODY:") and body_start < end:
            body_end = part_end
        elif not fields:
            for row in head.split("\n"):
                if match := _FIELD.match(row):
                    fields.setdefault(match["key"], match["value"].strip())
                    if match["key"] in ("CATEGORY", "PRIMARY CATEGORY") and match["value"].strip():
                        tags.append(match["value"].strip())
                    elif match["key"] == "TAGS":
                        tags += [tag.strip(' "') for tag in match["value"].split(",") if tag.strip()]
        at = text.find("\n", part_end) + 1 or end
    if "TITLE" not in fields:
        return None
    body_start = min(body_start, body_end)
    return Entry(
        fields,
        tuple(dict.fromkeys(tags)),
        body_start,
        body_end,
        line + text.count("\n", start, body_start),
    )
