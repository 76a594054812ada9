"""Analyzer: text -> terms, the same for notes, queries and snippets. The only module that knows Sudachi.

A text becomes two streams of terms. `surface` holds words as written, folded in width and case; `word` holds
Sudachi's normalized forms, which bridge scripts and spellings (kernel = カーネル, 引越 = 引っ越し). Both are
needed: normalization also collides (カラム becomes コラム), so what is written must be able to outrank it.

Latin words and numbers are cut out before Sudachi sees the text, because it reads 3.0 as 3, C++ as C and
elastic as エラスティック. They are kept whole, in pieces at camel case and digits (HPMoonShot: hp, moonshot
…), and joined to a Latin neighbour (RHEL 7 = RHEL7, elastic search = elasticsearch).
"""

import hashlib
import importlib.metadata
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

RECIPE = 1
"""Raised whenever the same text would give other terms, so that older indexes become stale."""

Stream = Literal["word", "surface"]
STREAMS: tuple[Stream, ...] = ("word", "surface")

Kind = Literal["whole", "piece", "join", "compound", "bridge"]
WEIGHTS: dict[Kind, float] = {
    "whole": 1.0,
    "piece": 0.5,  # a camel-case piece says less than the word
    "join": 0.5,  # so do two neighbours that may be one word
    "compound": 0.3,  # a bonus: its parts already carry the meaning
    "bridge": 0.5,  # Sudachi's katakana for a Latin word is sometimes another word (WAL: ワール)
}
"""What one occurrence counts, by how the term came from the text."""

# Sudachi refuses inputs over 49,149 UTF-8 bytes; a code point takes at most four.
_MAX_CHARACTERS = 49_149 // 4
_LATIN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９À-ÖØ-öø-ɏ]+(?:[+#＋＃]+(?![A-Za-z0-9]))?")
_PIECES = re.compile(r"[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[^A-Z0-9]+|[A-Z]")
_JOINERS = frozenset(" -_.&'‐・")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_EMPTY_POS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})
_NO_POSITION = frozenset({"補助記号", "記号", "空白"})
_LIGHT_VERBS = frozenset({"為る", "有る", "居る", "成る", "出来る", "言う", "下さる", "頂く"})


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one stream as columns of equal length, in text order.

    `positions` count Sudachi's A units, so several terms may share one; `starts` and `ends` are code points
    of the original text; `weights` say how much an occurrence counts.
    """

    texts: tuple[str, ...]
    positions: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All streams of one text. `units` is one more than the last position used."""

    streams: dict[Stream, Terms]
    units: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """One term by which a word of a query may be found; `weight` is 1.0 for the word itself."""

    stream: Stream
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of a query: it is found where any of its alternatives stands.

    `word` is the term of the `word` stream to ask for in a phrase, at `position`.
    """

    text: str
    word: str
    position: int
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    stream: Stream
    text: str
    position: int
    start: int
    end: int
    kind: Kind


class Analyzer:
    """Turns text into terms. May be shared by threads."""

    def __init__(self) -> None:
        self._dictionary = Dictionary(dict="core")
        # A tokenizer may not be shared: "already borrowed".
        self._local = threading.local()
        self._bridge = lru_cache(maxsize=50_000)(self._uncached_bridge)

    @property
    def fingerprint(self) -> str:
        """Names everything that decides which terms a text gives; 16 hexadecimal digits."""
        parts = [f"recipe {RECIPE}", f"unicode {unicodedata.unidata_version}"]
        parts += [f"{name} {importlib.metadata.version(name)}" for name in ("sudachipy", "sudachidict-core")]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def analyze(self, text: str) -> Analysis:
        """Return the terms of any text; text without a word gives empty streams."""
        terms, units = self._terms(text)
        return Analysis({stream: _columns(terms, stream) for stream in STREAMS}, units)

    def units(self, text: str) -> tuple[Unit, ...]:
        """Return the words of a query in order, each with every term that may stand for it.

        Pieces are left out: who types HPMoonShot does not ask for every hp. A join or a compound stands for
        each of the words it covers.
        """
        terms, _ = self._terms(text)
        wholes = [term for term in terms if term.kind == "whole" and term.stream == "word"]
        others = [term for term in terms if term.kind != "piece"]
        return tuple(_unit_of(whole, others, text) for whole in wholes)

    def _terms(self, text: str) -> tuple[list[_Term], int]:
        text = _SURROGATES.sub("�", text)
        latin = list(_LATIN.finditer(text))
        blanked = _LATIN.sub(lambda match: " " * len(match[0]), text)
        found: list[_Placed | re.Match[str]] = [*self._morphemes(blanked), *latin]
        found.sort(key=_start_of)
        terms: list[_Term] = []
        position = 0
        previous: re.Match[str] | None = None
        for item in found:
            if isinstance(item, re.Match):
                terms += self._latin_terms(item, position, previous)
                previous = item
                position += 1
            else:
                new, width = _japanese_terms(item, position)
                terms += new
                position += width
                if width:
                    previous = None
        return terms, position

    def _morphemes(self, text: str) -> Iterator["_Placed"]:
        tokenizer = self._tokenizer()
        for start, end in _pieces_of(text):
            for morpheme in tokenizer.tokenize(text[start:end]):
                yield _Placed(morpheme, start)

    def _tokenizer(self) -> Tokenizer:
        tokenizer = getattr(self._local, "tokenizer", None)
        if tokenizer is None:
            tokenizer = self._local.tokenizer = self._dictionary.tokenizer(SplitMode.C)
        return tokenizer

    def _latin_terms(
        self, match: re.Match[str], position: int, previous: re.Match[str] | None
    ) -> list[_Term]:
        start, end = match.span()
        whole = folded(match[0])
        terms = [
            _Term("word", whole, position, start, end, "whole"),
            _Term("surface", whole, position, start, end, "whole"),
        ]
        terms += [_Term("word", piece, position, start, end, "piece") for piece in latin_pieces(match[0])]
        bridge = self._bridge(whole)
        if bridge:
            terms.append(_Term("word", bridge, position, start, end, "bridge"))
        if previous is not None and _are_neighbours(previous, match):
            joined = join_latin(folded(previous[0]), whole)
            terms.append(_Term("word", joined, position - 1, previous.start(), end, "join"))
        return terms

    def _uncached_bridge(self, word: str) -> str:
        """Return the normalized form of a Latin word that Sudachi's dictionary knows in kana, else ""."""
        morphemes = self._tokenizer().tokenize(word)
        if len(morphemes) != 1 or morphemes[0].is_oov():
            return ""
        normalized = folded(morphemes[0].normalized_form())
        return "" if normalized == word else normalized


def folded(text: str) -> str:
    """Return text folded in width and case (NFKC, case folding), as terms are."""
    return unicodedata.normalize("NFKC", text).casefold()


def join_latin(left: str, right: str) -> str:
    """Return two neighbouring Latin words as one; numbers keep their point, so that 3.0 is not 30."""
    return f"{left}.{right}" if left[-1:].isdigit() and right[:1].isdigit() else left + right


def latin_pieces(word: str) -> list[str]:
    """Return the pieces of a camel-case or glued word and the joins of neighbouring pieces, folded.

    >>> latin_pieces("HPMoonShot")
    ['hp', 'hpmoon', 'moon', 'moonshot', 'shot']

    One or two lower-case letters are no piece: "Go" must not be found in GoLand.
    """
    pieces = _PIECES.findall(unicodedata.normalize("NFKC", word))
    if not 2 <= len(pieces) <= 6 or pieces[-1][-1] in "+#":
        return []
    joins: list[str] = []
    for first in range(len(pieces)):
        for last in range(first + 1, len(pieces) + 1):
            joined = "".join(pieces[first:last])
            if last - first < len(pieces) and (len(joined) > 2 or joined.isdigit() or joined.isupper()):
                joins.append(joined.casefold())
    return list(dict.fromkeys(joins))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A morpheme of a piece of text that begins at `offset`."""

    morpheme: Morpheme
    offset: int


def _start_of(item: "_Placed | re.Match[str]") -> int:
    return item.start() if isinstance(item, re.Match) else item.morpheme.begin() + item.offset


def _are_neighbours(left: re.Match[str], right: re.Match[str]) -> bool:
    gap = left.string[left.end() : right.start()]
    return len(gap) == 1 and gap in _JOINERS


def _japanese_terms(placed: _Placed, position: int) -> tuple[list[_Term], int]:
    """Return a C unit's terms and how many positions it takes."""
    compound = placed.morpheme
    if compound.part_of_speech()[0] in _NO_POSITION or not compound.surface().strip():
        return [], 0
    # SudachiPy 0.7.0 panics on the parts that add_single=True gives for a word without parts.
    parts = list(compound.split(SplitMode.A, add_single=False)) or [compound]
    terms: list[_Term] = []
    if len(parts) > 1:
        normalized = folded(compound.normalized_form())
        start, end = compound.begin() + placed.offset, compound.end() + placed.offset
        terms.append(_Term("word", normalized, position, start, end, "compound"))
    for step, part in enumerate(parts):
        terms += _part_terms(part, placed.offset, position + step)
    return terms, len(parts)


def _part_terms(part: Morpheme, offset: int, position: int) -> list[_Term]:
    normalized = folded(part.normalized_form()).strip()
    kind = part.part_of_speech()[0]
    # Some input (ﷺ) yields morphemes with an empty surface or a blank normalized form.
    if kind in _EMPTY_POS or kind == "代名詞" or not normalized or normalized in _LIGHT_VERBS:
        return []
    start, end = part.begin() + offset, part.end() + offset
    if start == end:
        return []
    return [
        _Term("word", normalized, position, start, end, "whole"),
        _Term("surface", folded(part.surface()), position, start, end, "whole"),
    ]


def _pieces_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that Sudachi takes at once, cut at sentence ends where there are any."""
    start = 0
    while len(text) - start > _MAX_CHARACTERS:
        limit = start + _MAX_CHARACTERS
        ends = [match.end() for match in _SENTENCE_END.finditer(text, start, limit)]
        end = ends[-1] if ends else limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _unit_of(whole: _Term, terms: list[_Term], text: str) -> Unit:
    covering = [term for term in terms if term.start <= whole.start and whole.end <= term.end]
    alternatives = {(term.stream, term.text): WEIGHTS[term.kind] for term in reversed(covering)}
    return Unit(
        text=text[whole.start : whole.end],
        word=whole.text,
        position=whole.position,
        alternatives=tuple(Alternative(*key, weight) for key, weight in reversed(alternatives.items())),
    )


def _columns(terms: list[_Term], stream: Stream) -> Terms:
    chosen = [term for term in terms if term.stream == stream]
    return Terms(
        texts=tuple(term.text for term in chosen),
        positions=tuple(term.position for term in chosen),
        starts=tuple(term.start for term in chosen),
        ends=tuple(term.end for term in chosen),
        weights=tuple(WEIGHTS[term.kind] for term in chosen),
    )
