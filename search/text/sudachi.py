"""Sudachi: text cut into the words of a dictionary. The only module that knows SudachiPy."""

import re
import threading
from collections.abc import Iterator
from typing import TypeAlias

from sudachipy import Dictionary, Morpheme, MorphemeList, SplitMode, Tokenizer
from sudachipy.errors import SudachiError

from search.errors import TokenizingFailed

UNKNOWN = 0xF000_0000
"""Sudachi numbers words it does not know from here on, by part of speech."""
SudachiWord: TypeAlias = Morpheme
_SENTENCE_END = re.compile(r"[\n。.!?！？]")
# Sudachi refuses inputs over 49,149 bytes; a code point takes at most three once surrogates are gone, four
# beyond.
_CHUNK = 12_000


class Sudachi:
    """Cuts plain text (`spelling.plain`) of any length. May be shared by threads.

    The dictionary is opened when a text first needs it.
    """

    def __init__(self) -> None:
        self._opening = threading.Lock()
        self._opened: Dictionary | None = None
        self._local = threading.local()

    def lists(self, plain: str) -> Iterator[MorphemeList]:
        """Yield the C units of a text, in as many lists as the text is too long for one."""
        return (found for chunk in _chunks_of(plain) for found in self._tokenized(chunk))

    def words(self, plain: str) -> list[SudachiWord]:
        """Return the C units of a text."""
        return [word for found in self.lists(plain) for word in found]

    def alone(self, word: SudachiWord) -> SudachiWord:
        """Return an unknown word as it is by itself: where it is first met must not decide what it is.

        A number's reading follows from what stands around it: 十六 is イチムイ before 日.
        """
        alone = self._tokenizer().tokenize(word.surface())
        return alone[0] if len(alone) == 1 and alone[0].word_id() == word.word_id() else word

    def readings_of(self, word: str) -> tuple[str, ...]:
        """Return every way in which the dictionary reads a word, in katakana: 方 is ホウ and カタ."""
        return tuple(dict.fromkeys(each.reading_form() for each in self._dictionary.lookup(word)))

    def part_of_speech(self, number: int) -> tuple[str, ...]:
        """Return the part of speech of a number."""
        pos: tuple[str, ...] = self._dictionary.pos_of(number)
        return pos

    @property
    def _dictionary(self) -> Dictionary:
        if self._opened is None:
            with self._opening:
                self._opened = self._opened or _opened()
        return self._opened

    def _tokenizer(self) -> Tokenizer:
        # One shared by threads fails ("already borrowed"); a fresh one costs 100 µs at its first use.
        tokenizer: Tokenizer | None = getattr(self._local, "tokenizer", None)
        if tokenizer is None:
            tokenizer = self._local.tokenizer = self._dictionary.tokenizer(SplitMode.C)
        return tokenizer

    def _tokenized(self, chunk: str) -> Iterator[MorphemeList]:
        try:
            found = self._tokenizer().tokenize(chunk)
        except SudachiError:
            # Width and ligatures undone, ﷺ is 18 times as long, and what Sudachi then refuses is too long.
            if len(chunk) < 2:
                raise
            middle = len(chunk) // 2
            yield from self._tokenized(chunk[:middle])
            yield from self._tokenized(chunk[middle:])
        else:
            yield found


def parts_of(word: SudachiWord) -> list[SudachiWord]:
    """Return the A units of a C unit, itself if it has no parts."""
    # SudachiPy 0.7.0 panics on the parts that add_single=True gives for a word without parts.
    return list(word.split(SplitMode.A, add_single=False)) or [word]


def numbers_of(words: list[SudachiWord]) -> Iterator[int]:
    """Return Sudachi's numbers of words."""
    return map(Morpheme.word_id, words)


def _chunks_of(text: str) -> Iterator[str]:
    """Cut text that Sudachi would refuse at line or sentence ends, else hard."""
    start = 0
    while len(text) - start > _CHUNK:
        ends = [match.end() for match in _SENTENCE_END.finditer(text, start, start + _CHUNK)]
        cut = ends[-1] if ends else start + _CHUNK
        yield text[start:cut]
        start = cut
    if start < len(text):
        yield text[start:]


def _opened() -> Dictionary:
    """Return the dictionary, mapped into memory; raises `TokenizingFailed` where that cannot be."""
    try:
        return Dictionary(dict="core")
    except (SudachiError, ImportError, OSError) as error:
        raise TokenizingFailed(
            f"the dictionary cannot be opened ({error}): install sudachidict-core anew, or allow more memory"
        ) from error
