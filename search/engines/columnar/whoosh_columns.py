"""Columns as Whoosh has them: numbers as a typed array, others as the bytes that their own writer makes."""

import io
from collections.abc import Iterator

import numpy as np
from whoosh import columns
from whoosh.filedb.structfile import BufferFile, StructFile

from search.arrays import Array

_TYPES = {
    "b": np.int8,
    "B": np.uint8,
    "h": np.int16,
    "H": np.uint16,
    "i": np.int32,
    "I": np.uint32,
    "l": np.int32,
    "L": np.uint32,
    "q": np.int64,
    "Q": np.uint64,
    "f": np.float32,
    "d": np.float64,
}
"""Numbers of `struct`'s standard sizes, by the code that a NumericColumn is made with."""


class ColumnDraft:
    """A column being written."""

    def __init__(self, column: columns.Column) -> None:
        self._column = column
        self._documents: list[int] = []
        self._values: list[object] = []

    def add(self, document: int, value: object) -> None:
        """Add a document's value; documents ascend, and those left out get the column's default."""
        self._documents.append(document)
        self._values.append(value)

    def array(self, documents: int) -> Array:
        """Return the column: shape (documents,) of numbers, or bytes, shape (b,)."""
        if isinstance(self._column, columns.NumericColumn):
            numbers = np.full(documents, self._column.default_value(), _TYPES[self._column._typecode])
            numbers[self._documents] = self._values
            return numbers
        buffer = io.BytesIO()
        writer = self._column.writer(StructFile(buffer))
        for document, value in zip(self._documents, self._values, strict=True):
            writer.add(document, value)
        writer.finish(documents)
        return np.frombuffer(buffer.getvalue(), np.uint8)


def column_reader(column: columns.Column, array: Array, documents: int) -> columns.ColumnReader:
    """Return a reader of what `ColumnDraft.array` made."""
    if isinstance(column, columns.NumericColumn):
        return _NumericReader(array)
    # Whoosh's readers move a cursor: each gets its own.
    return column.reader(BufferFile(array.tobytes()), 0, len(array), documents)


class _NumericReader(columns.ColumnReader):  # type: ignore[misc]  # whoosh is untyped
    """Reads numbers from an array. May be shared by threads."""

    def __init__(self, numbers: Array) -> None:
        self._numbers = numbers
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, document: int) -> float:
        number: float = self._numbers[document].item()
        return number

    def __iter__(self) -> Iterator[float]:
        return iter(self._numbers.tolist())

    def sort_key(self, document: int) -> float:
        return self._sign * self[document]

    def load(self) -> list[float]:
        numbers: list[float] = self._numbers.tolist()
        return numbers

    def set_reverse(self) -> None:
        self._sign = -1
