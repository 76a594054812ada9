"""Parts: a text that is too long for one answer is told in several, one behind the other."""

import json

from msgspec import Struct

WHOLE = 200_000
"""Bytes of JSON: a longer text is cut, so that no answer has more than half a megabyte."""
LETTERS = 40_000
"""Letters of a part, of at most four bytes each."""
MARKS = 5_000
"""Marks that are told of one part."""


class Part(Struct, frozen=True):
    """One part of a text; `page` counts from 1."""

    text: str
    page: int
    pages: int


def part_of(text: str, page: int) -> Part:
    """Return one part of a text, the last for a later page; of a usual text that is all of it.

    A part ends with a line where it can.
    """
    if len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")) <= WHOLE:
        return Part(text, 1, 1)
    borders = [0]
    while borders[-1] + LETTERS < len(text):
        end = text.rfind("\n", borders[-1], borders[-1] + LETTERS) + 1
        borders.append(end if end > borders[-1] + LETTERS // 2 else borders[-1] + LETTERS)
    page = min(page, len(borders))
    return Part(text[borders[page - 1] : [*borders[1:], len(text)][page - 1]], page, len(borders))
