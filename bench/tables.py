"""Tables: rows of cells as plain text or as Markdown."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column names and rows of equal length. The first column is set left, the others right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def plain(table: Table) -> str:
    """Return a table as text with aligned columns."""
    widths = [max(map(_width, column)) for column in zip(table.columns, *table.rows, strict=True)]
    rule = "  ".join("-" * width for width in widths)
    lines = [table.title, "=" * _width(table.title), _aligned(table.columns, widths), rule]
    lines += [_aligned(row, widths) for row in table.rows]
    return "\n".join([*lines, *table.notes])


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    lines = [f"### {table.title}", "", _piped(table.columns)]
    lines.append("|" + "|".join(["---", *["---:"] * (len(table.columns) - 1)]) + "|")
    lines += map(_piped, table.rows)
    if table.notes:
        lines += ["", *(f"- {note}" for note in table.notes)]
    return "\n".join(lines)


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    padded = [first[0] + " " * (first[1] - _width(first[0]))]
    padded += [" " * (width - _width(cell)) + cell for cell, width in others]
    return "  ".join(padded).rstrip()


def _piped(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
