"""Writing: notes as arrays go into a corpus folder, some thousands at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from bench.speed.engine import FACETS
from bench.speed.store import DAYS, TEXTS, TOKENS, About, write_about, write_words

Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """n notes, one behind the other: `tokens` with `lengths`, shape (n,), and `text` in UTF-8 with
    `text_lengths` in bytes, shape (n,)."""

    tokens: Int32Array
    lengths: Int64Array
    text: bytes
    text_lengths: Int64Array
    days: Int32Array


class CorpusWriter:
    """Appends blocks to a new corpus folder; `close` makes it whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        self._tokens = _RowsFile(folder, TOKENS)
        self._texts = _RowsFile(folder, TEXTS)
        self._days = (folder / f"{DAYS}.values").open("wb")
        self._notes = 0

    def append(self, block: Block) -> None:
        self._tokens.append(block.tokens.astype(np.int32).tobytes(), block.lengths)
        self._texts.append(block.text, block.text_lengths)
        self._days.write(block.days.astype(np.int32).tobytes())
        self._notes += len(block.lengths)

    def close(self, words: Sequence[str], facets: Sequence["FacetRows"], source: str) -> None:
        self._tokens.close()
        self._texts.close()
        self._days.close()
        write_words(self._folder, TOKENS, words)
        for name, facet in zip(FACETS, facets, strict=True):
            write_words(self._folder, name, facet.values)
            rows = _RowsFile(self._folder, name)
            rows.append(facet.ordinals.astype(np.int32).tobytes(), facet.lengths)
            rows.close()
        write_about(self._folder, About(self._notes, source))


@dataclass(frozen=True, slots=True, eq=False)
class FacetRows:
    """A facet's `values`, and which n notes have: `ordinals`, one note behind the other, `lengths` each."""

    values: Sequence[str]
    ordinals: Int32Array
    lengths: Int64Array


class _RowsFile:
    def __init__(self, folder: Path, name: str) -> None:
        self._values: BinaryIO = (folder / f"{name}.values").open("wb")
        self._firsts: BinaryIO = (folder / f"{name}.firsts").open("wb")
        self._end = 0
        self._firsts.write(np.zeros(1, np.int64).tobytes())

    def append(self, values: bytes, lengths: Int64Array) -> None:
        self._values.write(values)
        self._firsts.write((self._end + np.cumsum(lengths, dtype=np.int64)).tobytes())
        self._end += int(lengths.sum())

    def close(self) -> None:
        self._values.close()
        self._firsts.close()
