"""The plain Sudachi analysis that peers share: A units, normalized, content words only.

This is what one writes in an afternoon; Kikigaki's own analysis is not used here.
"""

import re
from collections.abc import Iterable, Iterator

from sudachipy import Dictionary, SplitMode

from bench.judged import Collection
from bench.peers import whole_texts

_EMPTY_POS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})
_UNREADABLE = re.compile("[\ud800-\udfff\0]")
# Sudachi refuses inputs over 49,149 UTF-8 bytes; a code point takes at most four.
_MAX_CHARACTERS = 49_149 // 4


class SudachiTerms:
    """Makes terms of texts; for one thread."""

    def __init__(self) -> None:
        self._tokenizer = Dictionary(dict="core").tokenizer(SplitMode.A)

    def of(self, text: str) -> list[str]:
        """Return the terms of a text in order; none holds a space."""
        text = _UNREADABLE.sub(" ", text)
        terms = []
        for start in range(0, len(text), _MAX_CHARACTERS):
            for morpheme in self._tokenizer.tokenize(text[start : start + _MAX_CHARACTERS]):
                if morpheme.part_of_speech()[0] not in _EMPTY_POS:
                    terms.append("_".join(morpheme.normalized_form().casefold().split()))
        return [term for term in terms if term]

    def asked(self, text: str) -> list[str]:
        """Return the terms of a query, each once."""
        return list(dict.fromkeys(self.of(text)))


def terms_of(collection: Collection) -> Iterator[str]:
    """Yield each document's terms, a space between; those that the collection brings need no Sudachi."""
    if collection.terms:
        return iter(collection.terms)
    return joined_terms(whole_texts(collection))


def joined_terms(texts: Iterable[str]) -> Iterator[str]:
    """Yield the terms of each text, a space between. A line that comes again is not read again."""
    sudachi = SudachiTerms()
    known: dict[str, str] = {}
    for text in texts:
        lines = text.splitlines()
        for line in lines:
            if line not in known:
                known[line] = " ".join(sudachi.of(line))
        yield " ".join(terms for line in lines if (terms := known[line]))
