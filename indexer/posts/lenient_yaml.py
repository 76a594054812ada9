"""Lenient YAML: keys with what stands behind and below them -> plain values; no line is refused.

A value stays the text that stands behind its colon, so a title keeps its `#12`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | tuple[str, ...] | Mapping[str, str]"
KEY = re.compile(r"""(['"]?)([\w][\w .-]{0,63}?)\1[ \t]*:(?:[ \t]+|$)(.*)""")
_COMMENT = re.compile(r"[ \t]#.*$")


def yaml_fields(lines: list[str]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for item in yaml_items(lines):
        fields.setdefault(item.key, _yaml_value(item.written, item.below))
    return fields


class Item(NamedTuple):
    """A key with what stands behind it and below it; `place` is its line, from 0."""

    place: int
    key: str
    written: str
    below: list[str]

    def is_open_text(self) -> bool:
        """Say whether nobody closed its quotation mark."""
        return _is_unclosed("".join([self.written, *self.below]))

    def is_open_list(self) -> bool:
        """Say whether nobody closed its brackets, or a quotation mark in them."""
        whole = "".join([self.written, *self.below])
        return whole.startswith("[") and ("]" not in whole or whole.count('"') % 2 == 1)


def yaml_items(lines: list[str]) -> Iterator[Item]:
    number = 0
    while number < len(lines):
        match = KEY.match(lines[number])
        number += 1
        if match is None:
            continue
        place, below = number - 1, list[str]()
        while number < len(lines) and (not lines[number].strip() or lines[number][0] in " \t-#"):
            below.append(lines[number])
            number += 1
        yield Item(place, match[2].strip().casefold(), match[3].strip(), below)


def _yaml_value(written: str, below: list[str]) -> Value:
    if written[:1] in ("|", ">") and len(written) <= 2:
        return " ".join(line.strip() for line in below if line.strip())
    if written.startswith("["):
        whole = " ".join([written, *(line.strip() for line in below)])
        behind = _uncommented(whole.partition("]")[2])
        # A title that begins with brackets is no list, though no other tool would read it.
        return written if behind and behind[0] not in "#,]" else list_items(whole)
    if written.startswith("{"):
        return dict(_pairs_of(written.strip("{}").split(",")))
    if not written or (written.startswith("#") and (below or written[1:2] in ("", " "))):
        items = [line.strip()[1:].strip() for line in below if line.strip().startswith("-")]
        if items:
            return tuple(unquoted(_uncommented(item)) for item in items)
        return dict(_pairs_of(below)) if below else ""
    more = [line.strip() for line in below if line.strip() and line[:1] in " \t"]
    if written[0] in "\"'":
        whole = written if written.find(written[0], 1) > 0 else " ".join([written, *more])
        # An apostrophe may begin a text; a quotation mark that nobody closed is none of it.
        return whole[1:].strip() if _is_unclosed(whole) else unquoted(whole)
    # A plain text may go on in the lines below; a comment in it is what people most often mean as text.
    return " ".join([written, *more])


def _is_unclosed(whole: str) -> bool:
    return whole.startswith('"') and whole.find('"', 1) < 0


def _pairs_of(lines: list[str]) -> list[tuple[str, str]]:
    matches = (KEY.match(line.strip()) for line in lines)
    return [(match[2].strip().casefold(), unquoted(_uncommented(match[3]))) for match in matches if match]


def list_items(written: str) -> tuple[str, ...]:
    inside = written[1:].partition("]")[0]
    return tuple(filter(None, (unquoted(item) for item in re.split("[,，]", inside))))


def unquoted(written: str) -> str:
    written = written.strip()
    quote = written[:1]
    if quote and quote in "\"'":
        end = written.rfind(quote, 1)
        if end > 0:
            inside = written[1:end]
            if quote == "'":
                return inside.replace("''", "'")
            return _decoded(inside) if "\\" in inside else inside
    return written


def _decoded(inside: str) -> str:
    """Undo the escapes of a double-quoted text; leave it as it stands when they are none."""
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside.replace('\\"', '"')


def _uncommented(written: str) -> str:
    written = written.strip()
    return written if written[:1] in ("'", '"') else _COMMENT.sub("", written)
