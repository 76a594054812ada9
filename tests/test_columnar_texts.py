"""Texts that come in pieces are kept as those that come at once, and are compressed as they come."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.engines.columnar import texts as module
from search.engines.columnar.files import ArrayFile, write_arrays
from search.engines.columnar.spill import Spill, spill_in
from search.engines.columnar.texts import Texts, TextsDraft


@pytest.fixture
def spill(tmp_path: Path) -> Iterator[Spill]:
    with spill_in(tmp_path) as spill:
        yield spill


def texts_of(count: int) -> list[bytes]:
    lots = random.Random(7)
    words = ["索引を", "作る", "発表と", "その記録", "。"]
    return ["".join(lots.choices(words, k=lots.choice([0, 40, 90]))).encode() for _ in range(count)]


def read_back(draft: TextsDraft, path: Path, name: str = "t") -> list[bytes]:
    with path.open("wb") as file:
        write_arrays(file, {}, draft.arrays().items())
    file = ArrayFile(path)
    return Texts(file, name).texts(range(len(file.array(f"text.{name}.places")) - 1))


@pytest.mark.parametrize("largest", [1 << 10, 110 << 10])
def test_texts_come_back_in_order_however_they_came(
    tmp_path: Path, spill: Spill, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    monkeypatch.setattr(module, "SMALLEST_DICTIONARY", 512)
    monkeypatch.setattr(module, "LARGEST_DICTIONARY", largest)
    texts = texts_of(900)
    draft = TextsDraft("t", spill)
    for first in range(0, 900, 250):
        draft.add(texts[first : first + 250])
    assert read_back(draft, tmp_path / "x") == texts


def test_texts_are_compressed_before_the_last_has_come(spill: Spill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SMALLEST_DICTIONARY", 512)
    monkeypatch.setattr(module, "LARGEST_DICTIONARY", 1 << 10)
    made: list[int] = []
    dictionary_of = module._dictionary_of
    monkeypatch.setattr(
        module, "_dictionary_of", lambda texts: made.append(len(texts)) or dictionary_of(texts)
    )
    draft = TextsDraft("t", spill)
    draft.add(texts_of(10))
    assert made == []
    draft.add(texts_of(600))
    assert made == [610]
    draft.add(texts_of(50))
    draft.arrays()
    assert made == [610]


def test_spans_are_kept_as_they_are(tmp_path: Path, spill: Spill) -> None:
    texts = texts_of(90)
    draft = TextsDraft("spans", spill)
    draft.add(texts[:50])
    draft.add(texts[50:])
    assert read_back(draft, tmp_path / "x", "spans") == texts
    assert b"".join(texts) in (tmp_path / "x").read_bytes()


@pytest.mark.parametrize("name", ["t", "spans"])
def test_no_text_at_all_is_kept_too(tmp_path: Path, spill: Spill, name: str) -> None:
    assert read_back(TextsDraft(name, spill), tmp_path / "x", name) == []


def test_threads_read_texts_at_once(tmp_path: Path, spill: Spill) -> None:
    expected = texts_of(2000)
    path = tmp_path / "x"
    with path.open("wb") as file:
        draft = TextsDraft("t", spill)
        draft.add(expected)
        write_arrays(file, {}, draft.arrays().items())
    texts = Texts(ArrayFile(path), "t")
    with ThreadPoolExecutor(8) as threads:
        found = list(
            threads.map(lambda _: [texts.texts([number])[0] for number in range(len(expected))], range(8))
        )
    assert all(each == expected for each in found)
