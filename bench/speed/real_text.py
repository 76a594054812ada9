"""Real text: notes of about 500 characters made of the sentences of texts that somebody wrote.

A note is a run of consecutive sentences from a place drawn by lot, cut where it is long enough. When more
notes are asked for than the text gives, sentences come again in other company: the words and phrases are
those of the language, but the vocabulary no longer grows with the corpus.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sudachipy import Dictionary, SplitMode

from bench.speed.writing import Block
from bench.speed.zipf import CHARACTERS, DAYS, FIRST_DAY, SPREAD
from indexer.corpus import read_corpus

_BLOCK = 20_000
_SENTENCE = re.compile(r"[^。．！？!?\n]+[。．！？!?\n]*")
_MAX_SENTENCE = 2_000
_EMPTY_POS = frozenset({"補助記号", "記号", "空白"})
_UNREADABLE = re.compile("[\ud800-\udfff\0]")


class NoText(Exception):
    """Nothing to make notes of; the message says where it was looked for."""


def texts_in(path: Path) -> Iterator[str]:
    """Yield the texts of a .jsonl file (key `text`), or of a folder of notes as in `corpus/`."""
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            yield from (str(json.loads(line)["text"]) for line in lines if line.strip())
    elif path.is_dir():
        yield from (talk.body for talk in read_corpus(path).talks)
    else:
        raise NoText(f"{path} is neither a .jsonl file nor a folder of notes")


class RealNotes:
    """A seeded source of notes, like `ZipfNotes`."""

    def __init__(self, texts: Iterable[str], notes: int, seed: int, name: str) -> None:
        self.notes = notes
        sentences = [sentence for text in texts for sentence in _sentences(text)]
        numbers: dict[str, int] = {}
        self._sentences: list[str] = []
        self._tokens: list[list[int]] = []
        for sentence, terms in zip(sentences, _terms_of(sentences), strict=True):
            if terms:
                self._sentences.append(sentence)
                self._tokens.append([numbers.setdefault(term, len(numbers)) for term in terms])
        if not self._sentences:
            raise NoText(f"{name} holds no sentence")
        self.words: Sequence[str] = list(numbers)
        characters = sum(map(len, self._sentences))
        self.source = f"{name}: {characters:,} characters, {len(numbers):,} words, seed {seed}"
        self._lots = np.random.default_rng(seed)

    def blocks(self) -> Iterator[Block]:
        """Yield all notes, some thousands at a time."""
        for first in range(0, self.notes, _BLOCK):
            yield self._block(first, min(_BLOCK, self.notes - first))

    def _block(self, first: int, count: int) -> Block:
        mean = np.log(CHARACTERS) - SPREAD**2 / 2
        wanted = self._lots.lognormal(mean, SPREAD, count)
        starts = self._lots.integers(0, len(self._sentences), count)
        texts: list[str] = []
        tokens: list[int] = []
        lengths: list[int] = []
        for start, characters in zip(starts.tolist(), wanted.tolist(), strict=True):
            text, before, at = "", len(tokens), start
            while len(text) < characters:
                text += self._sentences[at]
                tokens += self._tokens[at]
                at = (at + 1) % len(self._sentences)
            texts.append(text)
            lengths.append(len(tokens) - before)
        days = (FIRST_DAY + np.arange(first, first + count) * DAYS // self.notes).astype(np.int32)
        encoded = [text.encode() for text in texts]
        sizes = np.array([len(text) for text in encoded], np.int64)
        return Block(np.array(tokens, np.int32), np.array(lengths, np.int64), b"".join(encoded), sizes, days)


def _sentences(text: str) -> list[str]:
    cut = _UNREADABLE.sub(" ", text)
    return [found[0][:_MAX_SENTENCE] for found in _SENTENCE.finditer(cut) if found[0].strip()]


def _terms_of(sentences: Sequence[str]) -> Iterator[list[str]]:
    """Yield each sentence's terms: Sudachi's A units, normalized, without punctuation, none with a space."""
    tokenizer = Dictionary(dict="core").tokenizer(SplitMode.A)
    for sentence in sentences:
        terms = (
            "_".join(morpheme.normalized_form().casefold().split())
            for morpheme in tokenizer.tokenize(sentence)
            if morpheme.part_of_speech()[0] not in _EMPTY_POS
        )
        yield [term for term in terms if term]
