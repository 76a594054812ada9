"""Documents, how an index came to have them, and what an engine is asked, as Hypothesis draws them."""

import datetime
from collections.abc import Sequence
from itertools import combinations, product
from typing import TypeVar

from hypothesis import strategies as st
from msgspec import structs
from plain_documents import Document, TermPosting

from search.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Dated,
    HasFacet,
    HasKey,
    Not,
    Phrase,
    Run,
    Spelling,
    Term,
    Word,
    Words,
)
from search.documents import FACETS
from search.engines import Request
from search.ranking import ROUTE_WEIGHTS
from search.text.streams import STREAMS, Stream

SOME_TEXTS = ("監視", "hb", "シャデ", "c++", "語")
SOME_NAMES = ("桑野", "Smith, Jr.", "HBase", "2015", "")
TEXTS = st.sampled_from(SOME_TEXTS)
NAMES = st.sampled_from(SOME_NAMES)
STREAM = st.sampled_from(STREAMS)
WEIGHTS = (0.5, 1.0)

T = TypeVar("T")


def parts(values: Sequence[T], most: int, least: int = 0) -> list[tuple[T, ...]]:
    """Return whatever so many of these are, in their order, the fewest first."""
    return [some for count in range(least, most + 1) for some in combinations(values, count)]


# Each is one choice of Hypothesis, where a set of it takes two for each that it may have; most of the time of
# these tests went into choosing.
POSTINGS = st.sampled_from(
    [(weight, places) for places in parts(range(6), 3, least=1) for weight in (0.25, 1.0, 2.0, 3.5)]
)
SURFACES = st.sampled_from(["".join(some) for count in (1, 2, 3) for some in product("abc監", repeat=count)])
TEXTS_OF_STREAM = st.sampled_from(parts(sorted(SOME_TEXTS), 4))
NAMES_OF_FACET = st.sampled_from(parts(sorted(SOME_NAMES), 3))
FAR_PLACES = st.sampled_from(parts(range(13), 3, least=1))


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    drawn = []
    for number in range(draw(st.integers(1, 8))):
        postings = {
            stream: tuple(TermPosting(text, *draw(POSTINGS)) for text in draw(TEXTS_OF_STREAM))
            for stream in STREAMS
        }
        drawn.append(
            Document(
                keys=(f"talk:{number}", f"talk:old-{number}", *(("title:both",) if number % 3 else ())),
                postings=postings,
                lengths={stream: sum(posting.weight for posting in postings[stream]) for stream in STREAMS},
                facets={name: draw(NAMES_OF_FACET) for name in FACETS},
                surfaces=frozenset(draw(st.lists(SURFACES, max_size=3))),
                date=datetime.date(2015, 1, draw(st.integers(1, 3))),
                stored=f'{{"number": {number}}}',
                place=draw(st.integers(0, 3)),
            )
        )
    return drawn


def phrases() -> st.SearchStrategy[Phrase]:
    return st.builds(
        lambda stream, texts, below, barred: Phrase(
            stream, tuple((text, offset) for offset, text in enumerate(texts)), below, barred
        ),
        STREAM,
        st.lists(TEXTS, min_size=1, max_size=3),
        st.sampled_from([None, None, 1, 3]),
        st.sampled_from([(), (), *(((text, place),) for text in SOME_TEXTS for place in (-1, 1, 2))]),
    )


def clauses() -> st.SearchStrategy[Clause]:
    leaves = st.one_of(
        st.builds(Term, STREAM, TEXTS, st.sampled_from(WEIGHTS)),
        phrases(),
        st.builds(HasFacet, st.sampled_from(FACETS), st.lists(NAMES, max_size=2).map(tuple)),
        st.builds(HasKey, st.sampled_from(["talk:0", "talk:old-1", "title:both"]), st.just(2.0)),
        st.builds(
            lambda first, days: Dated(datetime.date(2015, 1, first).toordinal(), days + 735_600),
            st.integers(1, 3),
            st.sampled_from([0, 10, 1_000]),
        ),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            *(st.builds(kind, st.lists(inner, max_size=3).map(tuple)) for kind in (AnyOf, AllOf)),
            st.builds(Not, inner),
        ),
        max_leaves=8,
    )


def terms(*streams: Stream) -> st.SearchStrategy[tuple[Term, ...]]:
    term = st.sampled_from([Term(*each) for each in product(streams, SOME_TEXTS, WEIGHTS)])
    return st.lists(term, max_size=4, unique_by=lambda each: each.text).map(tuple)


def words() -> st.SearchStrategy[Words]:
    spelling = st.builds(
        Spelling,
        st.sampled_from(sorted(ROUTE_WEIGHTS)),
        TEXTS,
        words=terms("words"),
        whole=terms("words"),
        joined=terms("words"),
        more=terms(*STREAMS),
        grams=terms("bigrams"),
        skeleton=terms("skeleton", "bigrams"),
        readings=terms("readings"),
        joints=st.lists(
            st.tuples(
                st.builds(Term, st.just("bigrams"), TEXTS, st.just(0.5)),
                st.builds(Term, st.just("skeleton"), TEXTS, st.just(0.5)),
            ),
            max_size=2,
        ).map(tuple),
        share=st.sampled_from([1.0, 0.5]),
        runs=st.lists(st.builds(Run, TEXTS, *[terms("words")] * 3), max_size=1).map(tuple),
        is_run=st.booleans(),
        bounds=st.lists(st.lists(phrases(), min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    ).map(lambda each: each if each.runs and each.grams else structs.replace(each, is_run=False))
    word = st.builds(Word, TEXTS, st.lists(spelling, min_size=1, max_size=2).map(tuple), st.booleans())
    places = st.lists(st.lists(TEXTS, min_size=1, max_size=2).map(tuple), max_size=4).map(tuple)
    return st.builds(Words, st.lists(word, max_size=3).map(tuple), terms("bigrams"), places, st.booleans())


def requests() -> st.SearchStrategy[Request]:
    return st.builds(
        Request,
        clause=clauses(),
        words=words(),
        chosen=st.dictionaries(st.sampled_from(FACETS), st.lists(NAMES, min_size=1, max_size=2).map(tuple)),
        counted=st.just(FACETS),
        sort=st.sampled_from(["relevance", "newest", "oldest"]),
        offset=st.integers(0, 3),
        limit=st.integers(1, 5),
        is_strict=st.booleans(),
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 4) -> list[tuple[list[Document], set[int]]]:
    """How an index came to be: at each step, documents join it and some, by place, leave it before."""
    steps = [(draw(documents()), set[int]())]
    for _ in range(draw(st.integers(0, most - 1))):
        steps.append((draw(documents()), set(draw(st.lists(st.integers(0, 12), max_size=6)))))
    return steps


def long_words() -> st.SearchStrategy[Words]:
    """Words of two and more bigrams, or readings, which documents have in any order and at any distance, and
    such as phrases decide.
    """

    def terms(stream: Stream, least: int = 0) -> st.SearchStrategy[tuple[Term, ...]]:
        letters = st.lists(st.sampled_from("abcdefg"), min_size=least, max_size=6)
        return letters.map(lambda own: tuple(Term(stream, letter, 0.5) for letter in own))

    by_letters = st.builds(Spelling, st.just("typed"), st.just(""), grams=terms("bigrams", 2))
    over_okurigana = st.builds(
        Spelling, st.just("typed"), st.just(""), grams=terms("bigrams", 2), skeleton=terms("bigrams")
    )
    by_sound = st.builds(Spelling, st.just("reading"), st.just(""), readings=terms("readings", 2))
    letters = st.lists(st.sampled_from("abc"), min_size=1, max_size=2)
    barred = st.sampled_from([(), *(((letter, at),) for letter in "abcd" for at in (-1, 1, 2))])
    phrase = st.builds(
        lambda own, barred: Phrase("bigrams", tuple((each, at) for at, each in enumerate(own)), None, barred),
        letters,
        barred,
    )
    bounds = st.lists(st.lists(phrase, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
    by_phrase = st.builds(
        Spelling,
        st.just("typed"),
        st.just(""),
        grams=terms("bigrams"),
        readings=terms("readings"),
        bounds=bounds,
    )
    spelling = st.one_of(by_letters, over_okurigana, by_sound, by_phrase)
    word = st.builds(Word, st.just(""), st.lists(spelling, min_size=1, max_size=2).map(tuple), st.booleans())
    return st.builds(Words, st.lists(word, min_size=1, max_size=3).map(tuple), is_sentence=st.booleans())


@st.composite
def scattered(draw: st.DrawFn) -> list[Document]:
    """Documents with bigrams and readings anywhere; many have none, so that none is too common to tell."""
    drawn = [
        draw(st.dictionaries(st.sampled_from("abcdefg"), FAR_PLACES)) for _ in range(draw(st.integers(1, 5)))
    ]
    return [
        Document(
            keys=(f"talk:{number}",),
            postings={
                **dict.fromkeys(STREAMS, ()),
                **dict.fromkeys(
                    ("bigrams", "readings"),
                    tuple(TermPosting(text, float(len(at)), at) for text, at in sorted(own.items())),
                ),
            },
            lengths={
                **dict.fromkeys(STREAMS, 0.0),
                **dict.fromkeys(("bigrams", "readings"), float(sum(map(len, own.values())))),
            },
            facets=dict.fromkeys(FACETS, ()),
            date=datetime.date(2015, 1, 1 + number),
            stored=str(number),
        )
        for number, own in enumerate([*drawn, *[{"z": (0,)}] * 12])
    ]
