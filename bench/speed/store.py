"""Store: a corpus on disk, made once and read by every engine's process through memory maps.

Rows of different length are two files: the values one behind the other, and where each row begins. A corpus
of a million notes takes 3 GB, of which a reader holds only the page it reads.
"""

import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from bench.speed.engine import FACETS, Note, Question

TOKENS, TEXTS, DAYS = "tokens", "texts", "days"
Code: TypeAlias = Literal["i", "q", "B"]
"""A type of numbers, as in `struct`."""

_ABOUT, _QUESTIONS = "about.json", "questions.json"


@dataclass(frozen=True, slots=True)
class About:
    """What a corpus is: how many notes, and what they were made from."""

    notes: int
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """n rows: row i is `values[firsts[i]:firsts[i + 1]]`; `firsts` has n + 1 entries."""

    values: memoryview
    firsts: memoryview

    def __getitem__(self, row: int) -> memoryview:
        return self.values[self.firsts[row] : self.firsts[row + 1]]


class Store:
    """A corpus folder, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = About(**json.loads((folder / _ABOUT).read_text(encoding="utf-8")))
        self.words = words_in(folder, TOKENS)
        self.tokens = rows_in(folder, TOKENS, "i")
        self.texts = rows_in(folder, TEXTS, "B")
        self.days = _mapped(folder / f"{DAYS}.values", "i")
        self.facet_values = tuple(words_in(folder, facet) for facet in FACETS)
        self.facets = tuple(rows_in(folder, facet, "i") for facet in FACETS)

    def notes(self) -> Iterator[Note]:
        """Yield every note, in order."""
        words = self.words
        for number in range(self.about.notes):
            yield Note(
                tokens=[words[token] for token in self.tokens[number]],
                text=str(self.texts[number], "utf-8"),
                day=self.days[number],
                facets=tuple(
                    tuple(values[ordinal] for ordinal in rows[number])
                    for values, rows in zip(self.facet_values, self.facets, strict=True)
                ),
            )


def write_words(folder: Path, name: str, words: Sequence[str]) -> None:
    """Write the words that the numbers of a file stand for; none holds a line break."""
    (folder / f"{name}.words").write_text("\n".join(words), encoding="utf-8")


def words_in(folder: Path, name: str) -> list[str]:
    """Return what `write_words` wrote."""
    return (folder / f"{name}.words").read_text(encoding="utf-8").split("\n")


def rows_in(folder: Path, name: str, code: Code) -> Rows:
    """Return rows of numbers."""
    return Rows(_mapped(folder / f"{name}.values", code), _mapped(folder / f"{name}.firsts", "q"))


def write_about(folder: Path, about: About) -> None:
    """Write what the corpus is: the last file, so that a folder that has it is whole."""
    (folder / _ABOUT).write_text(json.dumps(asdict(about), ensure_ascii=False), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a corpus was written here to its end."""
    return (folder / _ABOUT).is_file()


def write_questions(folder: Path, questions: Sequence[Question]) -> None:
    """Keep the questions beside the corpus."""
    rows = [[question.kind, *question.terms] for question in questions]
    (folder / _QUESTIONS).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def questions_in(folder: Path) -> tuple[Question, ...]:
    """Return what `write_questions` wrote."""
    rows = json.loads((folder / _QUESTIONS).read_text(encoding="utf-8"))
    return tuple(Question(kind, tuple(terms)) for kind, *terms in rows)


def _mapped(path: Path, code: Code) -> memoryview:
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return memoryview(b"").cast(code)
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast(code)
