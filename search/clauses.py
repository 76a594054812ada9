"""Clauses: a search as engines understand it, made of terms and never of text.

A search is what must hold (`Clause`) and the words that were typed (`Words`). A clause either matches a
document or not. A word is softer: it may be written in several ways (`Spelling`), each is a bundle of
terms, and a document has the word as far as it has those terms. `search.ranking` says how far is far
enough, and what it is worth.

Every engine gives the same answers; `tests/test_engines.py` holds them to it.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from search.text.streams import Stream

Route = Literal[
    "typed", "name", "reading", "romaji", "alias", "form", "typo", "prefix", "okurigana", "sound"
]  # fmt: skip
"""How a spelling came from what was typed: as it stands, by the name the other script has for it, by its
reading, by reading it as romaji, by the lexicon, as another form of an English word, by mending a slip, as
the beginning of longer words, by the reading of kanji with okurigana, by the sound of the other script."""


class Term(NamedTuple):
    """Documents with this term; scores its BM25 times `weight`. A tuple, for a search makes dozens."""

    stream: Stream
    text: str
    weight: float = 1.0


class Phrase(Struct, frozen=True):
    """Documents with these terms at these relative positions; scores the sum of the terms' BM25.

    `terms` holds at least one term, and the offsets ascend from 0. It begins before position `below`, if that
    is given. Where one of `barred` stands at its offset, it is not this: the 3日 of 23日.
    """

    stream: Stream
    terms: tuple[tuple[str, int], ...]
    below: int | None = None
    barred: tuple[tuple[str, int], ...] = ()

    def found(self) -> tuple[Term, ...]:
        """Return the terms that a document with the phrase has."""
        return tuple(Term(self.stream, text) for text, _ in self.terms)


class AnyOf(Struct, frozen=True):
    """Documents that match at least one clause; scores the sum of those that match. Empty matches nothing."""

    clauses: tuple["Clause", ...]


class AllOf(Struct, frozen=True):
    """Documents that match every clause; scores the sum. Empty matches everything with score 0."""

    clauses: tuple["Clause", ...]


class Not(Struct, frozen=True):
    """Documents that do not match the clause; scores 0."""

    clause: "Clause"


class HasFacet(Struct, frozen=True):
    """Documents with at least one of these values of a facet; scores 0. No value matches nothing."""

    facet: str
    values: tuple[str, ...]


class Dated(Struct, frozen=True):
    """Documents of these days, as days since 0001-01-01, both included; scores 0."""

    first: int
    last: int


class HasKey(Struct, frozen=True):
    """Documents with this key, by which they are stored; scores `score`."""

    key: str
    score: float


Clause: TypeAlias = Term | Phrase | AnyOf | AllOf | Not | HasFacet | Dated | HasKey


class Run(Struct, frozen=True):
    """Letters of a spelling, and the terms that a document must have for its bigrams or readings to count.

    A document holds the run when it has one of `holding`, words that have the run in them, all of `parts`,
    the words that it is made of, or one of `near`, from which it is a slip away.
    """

    text: str
    holding: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()
    near: tuple[Term, ...] = ()


class Spelling(Struct, frozen=True):
    """One way in which a word may be written, as terms.

    `words` are the terms of its units: a document that has them all has the word. `whole` is the word as
    one term, where Sudachi may have parted it in the query only, `joined` are it and its neighbour as one:
    each of them is enough. `more` only add to the score. `grams` and `readings` are its bigrams and the
    triples of its reading: a document that has enough of them has the word, too. `skeleton` helps the grams
    over okurigana. `joints` are what stands where two of its units meet, in any of some ways: a document
    without them has the units apart, which is less than the word. `share` is the part of the written word
    that `words` stand for; the rest are particles. Grams and readings count only in documents that hold all
    `runs`; where `is_run`, the only run is all there is of the spelling, and who has a word that it is in has
    it. Where there are `bounds`, a document with all phrases of one of them has the spelling, and one without
    has nothing of it, whatever else it has: 8人 is neither 8 nor 人.
    """

    route: Route
    text: str
    words: tuple[Term, ...] = ()
    whole: tuple[Term, ...] = ()
    joined: tuple[Term, ...] = ()
    more: tuple[Term, ...] = ()
    grams: tuple[Term, ...] = ()
    skeleton: tuple[Term, ...] = ()
    readings: tuple[Term, ...] = ()
    joints: tuple[tuple[Term, ...], ...] = ()
    share: float = 1.0
    runs: tuple[Run, ...] = ()
    is_run: bool = False
    bounds: tuple[tuple[Phrase, ...], ...] = ()

    def terms(self) -> Iterator[Term]:
        """Yield every term there is, those of its runs too."""
        own = (self.words, self.whole, self.joined, self.more, self.grams, self.skeleton, self.readings)
        yield from chain(*own, *self.joints)
        for run in self.runs:
            yield from (*run.holding, *run.parts, *run.near)
        for phrase in chain.from_iterable(self.bounds):
            yield from phrase.found()


class Word(Struct, frozen=True):
    """One word of a query; its first spelling is as typed. What is not telling stands everywhere.

    `either` are the words of which any will do, where several were typed so. `exact` are the folded
    characters, in any of these ways, of what was quoted: a clause says that a document has them, and they are
    here to be marked.
    """

    text: str
    spellings: tuple[Spelling, ...]
    is_telling: bool = True
    either: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Words(Struct, frozen=True):
    """The words of a query in order, the terms that tie neighbours together, and the terms at each of its
    places.

    `is_sentence` says that they were written without a space between them: who writes a question does not
    expect every one of its words in the answer.
    """

    words: tuple[Word, ...] = ()
    links: tuple[Term, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    is_sentence: bool = False

    def terms(self) -> Iterator[Term]:
        """Yield every term that can decide anything, some more than once."""
        for word in self.words:
            for spelling in word.spellings:
                yield from spelling.terms()
        yield from self.links

    def bounds(self) -> Iterator[tuple[Phrase, ...]]:
        """Yield the phrases that decide by themselves where all of them stand."""
        for word in self.words:
            for spelling in word.spellings:
                yield from spelling.bounds
