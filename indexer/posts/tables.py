"""Tables: those of Markdown, Hatena, Org, reST's grids and HTML -> rows of cells, the header first."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from search.text.signs.code_blocks import code_blocks

_LINE = re.compile(r"^[ \t]{0,3}(?P<line>[^|\n]{0,2000}\|[^\n]{0,2000}|\+[-=+]{3,1000}\+)$", re.MULTILINE)
"""No row is longer."""
_BAR = re.compile(r"(?<!\\)\|(?![^\[\]\n]*\]\()(?![^\[\]\n]*\]\])")
"""No bar in the text of a link parts cells."""
_TABLE = re.compile(
    r"<table\b[^<>]{0,300}>(?P<rows>(?:(?!<table\b).){0,60000}?)</table\s*>", re.DOTALL | re.IGNORECASE
)
_ROW = re.compile(
    r"<tr\b[^<>]{0,300}>(?P<cells>.{0,8000}?)(?=<tr\b|</tr\s*>|</table|\Z)", re.DOTALL | re.IGNORECASE
)
_CELL = re.compile(
    r"<t[hd]\b[^<>]{0,300}>(?P<cell>.{0,4000}?)(?=<t[hd]\b|</t[hdr]\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_MOST_CELLS = 12


class Row(Struct, frozen=True):
    """One row of a table: its cells as written, and where it stands in the text."""

    cells: tuple[str, ...]
    start: int
    end: int


def tables_in(text: str, start: int) -> Iterator[list[Row]]:
    """Yield every table behind an offset that has a header and a row, outside of code."""
    if "|" in text:
        yield from _of_bars(text, start)
    if "<t" in text or "<T" in text:
        for table in _TABLE.finditer(text, start):
            rows = [
                Row(
                    tuple(cell["cell"].strip() for cell in _CELL.finditer(row["cells"])),
                    row.start(),
                    row.end(),
                )
                for row in _ROW.finditer(text, table.start("rows"), table.end("rows"))
            ]
            rows = [row for row in rows if 0 < len(row.cells) <= _MOST_CELLS]
            if len(rows) > 1:
                yield rows


def _of_bars(text: str, start: int) -> Iterator[list[Row]]:
    blocks = code_blocks(text)
    begins = [block.start for block in blocks]
    rows: list[Row] = []
    behind, is_ruled = -1, False
    for line in _LINE.finditer(text, start):
        block = bisect_right(begins, line.start()) - 1
        if block >= 0 and line.start() < blocks[block].end:
            continue
        if line.start() != behind:
            yield from _whole(rows, is_ruled)
            rows, is_ruled = [], False
        behind = line.end() + 1
        # A rule below the header, or between the rows of a grid.
        if not line["line"].strip(" \t|+:=-") and not {"-", "="}.isdisjoint(line["line"]):
            is_ruled |= len(rows) == 1
        elif 1 < len(cells := _cells_of(line["line"])) <= _MOST_CELLS:
            rows.append(Row(cells, line.start(), line.end()))
    yield from _whole(rows, is_ruled)


def _whole(rows: list[Row], is_ruled: bool) -> Iterator[list[Row]]:
    """Yield the rows of a table; what has no rule below its header has stars in it, as Hatena's has."""
    is_starred = bool(rows) and all(cell.startswith("*") for cell in rows[0].cells)
    if len(rows) > 1 and (is_ruled or is_starred):
        first = Row(tuple(cell.lstrip("*") for cell in rows[0].cells), rows[0].start, rows[0].end)
        yield [first, *rows[1:]]


def _cells_of(line: str) -> tuple[str, ...]:
    bare = line.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return tuple(cell.strip() for cell in _BAR.split(bare))
