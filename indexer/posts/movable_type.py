"""Movable Type's export, which Hatena Blog and others write: one text file with every entry of a blog."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(
    r"^(?:AUTHOR|TITLE|BASENAME|STATUS|DATE|ALLOW COMMENTS|CONVERT BREAKS"
    r"|CATEGORY|PRIMARY CATEGORY|TAGS|IMAGE|UNIQUE URL):",
    re.MULTILINE,
)
_FIELD = re.compile(r"(?P<key>[A-Z][A-Z ]{2,30}):[ \t]?(?P<value>.*)")
_ENTRY_END = re.compile(r"^--------[ \t]*$", re.MULTILINE)
_PART_END = re.compile(r"^-----[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its fields in upper case, the first of each, and where its text stands in the file."""

    fields: dict[str, str]
    categories: tuple[str, ...]
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


def _entry_of(text: str, start: int, end: int, line: int) -> Entry | None:
    fields: dict[str, str] = {}
    categories: list[str] = []
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
                        categories.append(match["value"].strip())
        at = text.find("\n", part_end) + 1 or end
    if "TITLE" not in fields:
        return None
    body_start = min(body_start, body_end)
    return Entry(
        fields,
        tuple(dict.fromkeys(categories)),
        body_start,
        body_end,
        line + text.count("\n", start, body_start),
    )
