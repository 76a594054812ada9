"""Rows as CSV, for whoever opens them in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from flask import Response

Cell = str | int | float
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula, in either width."""


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Return a table as RFC 4180 has it; a text that looks like a formula begins with an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell_of(row[column]) for column in columns] for row in rows)
    return written.getvalue()


def csv_response(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], name: str) -> Response:
    """Answer with a table. Without a mark of its order of bytes Excel would take it for Shift_JIS."""
    content = csv_of(columns, rows).encode("utf-8-sig", "replace")
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell_of(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    # Not all readers of CSV know what to make of these.
    text = value.replace("\0", "")
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) or text.startswith(_FORMULA) else text
