"""Faint: where most of a word stands in a document that has no more of it.

A document may be a hit for less than what is marked elsewhere: for one of the words that Sudachi makes of a
word which it does not know, or for bigrams of which most stand together and others elsewhere. That is marked
where nothing else of the query is, so that no hit fails to say why it is one.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search import ranking
from search.arrays import Codes, Int64Array
from search.clauses import Route, Spelling, Term, Word
from search.results.grams import GramFinder
from search.results.joined_texts import PageTexts
from search.text.spelling.folding import BREAK, codes_of

Place = tuple[int, int, Route]
"""Where something stands, and by which route it was found."""
_TOGETHER = 2
"""Grams that tell where a word is; of one that has only one, one."""


def faint_places(word: Word, page: PageTexts) -> list[Place]:
    """Return where the most of a word stands in the texts of one document: words of it, else its grams."""
    # Of a number there is all or nothing, and so there is of 2018/9.
    spellings = [spelling for spelling in word.spellings if not spelling.bounds]
    exact = word.exact if len(spellings) == len(word.spellings) else ()
    phrases = [phrase for phrase in exact if not phrase.replace(chr(BREAK), "").isdecimal()]
    written = [place for phrase in phrases for place in _pairs_of(phrase, page)]
    if not written:
        written = [place for spelling in spellings for place in _words_of(spelling, page)]
    if written:
        return written
    found = [found for spelling in spellings for found in _together(spelling, page)]
    most = max((count for count, _ in found), default=0)
    return [place for count, place in found if count == most]


def _words_of(spelling: Spelling, page: PageTexts) -> Iterator[Place]:
    """Yield where any word of a spelling stands, and what holds a run of it."""
    written = [term for term in spelling.more if term.stream == "words"]
    near = [term for run in spelling.runs for term in run.near]
    holding = [term for run in spelling.runs for term in (*run.holding, *run.parts) if term.stream == "words"]
    own = (*spelling.words, *written, *spelling.joined, *holding)
    routes: tuple[tuple[Sequence[Term], Route], ...] = ((own, spelling.route), (near, "typo"))
    for terms, route in routes:
        places = page.words(list(dict.fromkeys(term.text for term in terms)))
        for start, end in zip(places.starts.tolist(), places.ends.tolist(), strict=True):
            yield start, end, route


def _pairs_of(phrase: str, page: PageTexts) -> Iterator[Place]:
    """Yield where the characters of a phrase stand that no sign parts from all others."""
    codes = codes_of(phrase)
    paired = (codes[:-1] != BREAK) & (codes[1:] != BREAK)
    offsets = paired.nonzero()[0]
    text = page.characters
    at = np.arange(max(0, len(text) - int(offsets[-1]) - 1))
    for offset in offsets.tolist():
        at = at[(text[at + offset] == codes[offset]) & (text[at + offset + 1] == codes[offset + 1])]
    starts, ends = page.of_characters(at + offsets[0], at + offsets[-1] + 1)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield start, end, "typed"


def _together(spelling: Spelling, page: PageTexts) -> Iterator[tuple[float, Place]]:
    """Yield where the most bigrams, or readings, of a spelling stand together, and what share of all."""
    typed: Route = "typo" if spelling.route == "typed" else spelling.route
    for terms, route in ((spelling.grams, typed), (spelling.readings, spelling.route)):
        if not terms:
            continue
        is_read = terms[0].stream == "readings"
        firsts, lasts, count = _crowd(terms, page.sounds if is_read else page.characters)
        if count >= min(_TOGETHER, len(terms)):
            starts, ends = (page.of_sounds if is_read else page.of_characters)(firsts, lasts)
            starts, ends = page.widened(starts, ends)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                yield count / len(terms), (start, end, route)


def _crowd(terms: Sequence[Term], codes: Codes) -> tuple[Int64Array, Int64Array, int]:
    """Return where the first place with the most grams in their order begins and ends, and how many."""
    size = len(terms[0].text)
    distinct = list(dict.fromkeys(term.text for term in terms))
    at, found = GramFinder(distinct, size).found_in(codes)
    own = [np.array([n for n, term in enumerate(terms) if term.text == text]) for text in distinct]
    begins = np.concatenate([at[found == n, None] - places for n, places in enumerate(own)], axis=None)
    if not len(begins):
        return begins, begins, 0
    ends = np.concatenate([at[found == n].repeat(len(places)) for n, places in enumerate(own)]) + size - 1
    order = begins.argsort(kind="stable")
    begins, ends = begins[order], ends[order]
    first = begins.searchsorted(begins - ranking.SHIFT)
    last = begins.searchsorted(begins + ranking.SHIFT, "right")
    best = int((last - first).argmax())
    inside = ends[first[best] : last[best]]
    return np.array([inside.min() - size + 1]), np.array([inside.max()]), len(inside)
