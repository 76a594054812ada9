"""What Whoosh finds in the index, and how it scores, is what plain Python makes of the documents."""

import datetime
import tempfile
from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pytest
import whoosh.index
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from plain_documents import Document, TermPosting, batch_of_documents
from whoosh import query, scoring
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from search.documents import BODY, FACETS, TITLE_ROOM
from search.engines import Kept, write_index
from search.model import Event, Talk
from search.stored import stored_of, written_of
from search.text.streams import STREAMS

TEXTS = ("監視", "障害", "設計", "hbase", "hadoop", "c++")


SPEAKERS = ("桑野", "Smith, Jr.", "片岡")


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """Draw documents whose words, weights and places are known; some are above the body, some in it."""
    drawn = []
    for number in range(draw(st.integers(1, 7))):
        places = st.sets(
            st.sampled_from([0, 1, TITLE_ROOM, TITLE_ROOM + 1, BODY, BODY + 1, BODY + 2]),
            min_size=1,
            max_size=4,
        )
        words = tuple(
            TermPosting(text, draw(st.sampled_from([0.25, 1.0, 2.0, 3.5])), tuple(sorted(draw(places))))
            for text in sorted(draw(st.sets(st.sampled_from(TEXTS))))
        )
        event = Event(f"e{number}", f"夜 #{number}", datetime.date(2015, 1, 1))
        talk = Talk(f"{event.id}/t", f"題 {number}", event, (), (), event.date, "")
        drawn.append(
            Document(
                keys=(f"talk:{talk.id}",),
                postings={stream: words if stream == "words" else () for stream in STREAMS},
                lengths={
                    stream: sum(posting.weight for posting in words) * (stream == "words")
                    for stream in STREAMS
                },
                facets={
                    name: tuple(sorted(draw(st.sets(st.sampled_from(SPEAKERS))))) if name == "speaker" else ()
                    for name in FACETS
                },
                date=datetime.date(2015, 1, draw(st.integers(1, 3))),
                stored=stored_of(written_of(talk, 0), talk.body, ""),
            )
        )
    return drawn


TERMS = st.builds(query.Term, st.sampled_from(["words", "words", "body", "title"]), st.sampled_from(TEXTS))


TREES: st.SearchStrategy[query.Query] = st.recursive(
    st.one_of(
        TERMS,
        st.builds(query.Term, st.sampled_from(["facet_speaker", "speakers"]), st.sampled_from(SPEAKERS)),
        # With a constant score, Whoosh's own differs with the number of documents.
        st.builds(
            query.Prefix,
            st.just("words"),
            st.sampled_from(["h", "ha", "監", "x"]),
            constantscore=st.just(False),
        ),
        st.builds(
            query.Phrase,
            st.sampled_from(["words", "body"]),
            st.lists(st.sampled_from(TEXTS), min_size=2, max_size=3, unique=True),
        ),
        st.just(query.Every()),
    ),
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one, other: query.And([one, query.Not(other)]), inner, inner),
    ),
    max_leaves=5,
)


Score = Callable[[str, TermPosting, Document], float]


@examples(15)
@given(corpora(), corpora(), st.data())
def test_documents_and_scores_are_those_of_plain_python(
    old: list[Document], new: list[Document], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        write_index(Path(first), [batch_of_documents(old)])
        wanted = np.array([data.draw(st.booleans()) or number == 0 for number in range(len(old))])
        write_index(
            Path(second), [batch_of_documents(new)], Kept(Path(first), np.flatnonzero(~wanted).tolist())
        )
        with whoosh.index.open_dir(second).searcher() as searcher:
            alive = {
                number: document
                for number, document in enumerate(all_documents(searcher, old, wanted, new))
                if not searcher.reader().is_deleted(number)
            }
            score = bm25_of(all_documents(searcher, old, wanted, new))
            for asked in data.draw(st.lists(TREES, min_size=5, max_size=5)):
                found = dict(searcher.search(asked, limit=None).items())
                expected = {
                    number: each
                    for number, document in alive.items()
                    if (each := plain_score(asked, document, score)) is not None
                }
                assert found == pytest.approx(expected, rel=1e-4, abs=1e-4), asked
                ordered = searcher.search(asked, limit=None, sortedby="date")
                assert [hit.docnum for hit in ordered] == sorted(
                    found, key=lambda number: (alive[number].date, number)
                )
                grouped = searcher.search(
                    asked, limit=None, groupedby=FieldFacet("facet_speaker", allow_overlap=True)
                ).groups()
                assert {name: set(numbers) for name, numbers in grouped.items() if name} == {
                    name: numbers
                    for name in SPEAKERS
                    if (numbers := {n for n in found if name in alive[n].facets["speaker"]})
                }


def all_documents(
    searcher: Searcher, old: list[Document], wanted: np.ndarray, new: list[Document]
) -> list[Document]:
    """Return the documents by number; those that were not kept are there until their segment is made anew."""
    if searcher.doc_count_all() == len(old) + len(new):
        return [*old, *new]
    return [*(document for document, stays in zip(old, wanted, strict=True) if stays), *new]


def bm25_of(documents: list[Document]) -> Score:
    """Return BM25 as Whoosh has it, `scoring.BM25F()`: deleted documents count."""
    k1, b, n = scoring.BM25F().K1, scoring.BM25F().B, len(documents)
    average = sum(document.lengths["words"] for document in documents) / n or 1

    def score(text: str, posting: TermPosting, document: Document) -> float:
        frequency = sum(
            any(each.text == text for each in document.postings["words"]) for document in documents
        )
        norm = 1 - b + b * document.lengths["words"] / average
        return (log(n / (frequency + 1)) + 1) * posting.weight * (k1 + 1) / (posting.weight + k1 * norm)

    return score


def plain_score(asked: query.Query, document: Document, score: Score) -> float | None:
    """Return what a query gives a document, None where it does not match."""

    def inner(each: query.Query) -> float | None:
        return plain_score(each, document, score)

    match asked:
        case query.Term(fieldname="facet_speaker" | "speakers"):
            return 1.0 if asked.text in document.facets["speaker"] else None
        case query.Term():
            return word_score(asked.text, asked.fieldname, document, score)
        case query.Prefix():
            beginning = [text for text in TEXTS if text.startswith(asked.text)]
            scores = [word_score(text, "words", document, score) for text in beginning]
            found = [each for each in scores if each is not None]
            return sum(found) if found else None
        case query.Phrase():
            scores = [word_score(text, asked.fieldname, document, score) for text in asked.words]
            places = [places_of(text, asked.fieldname, document) for text in asked.words]
            stands = {
                place for place in places[0] if all(place + at in each for at, each in enumerate(places))
            }
            return sum(each or 0.0 for each in scores) if stands else None
        case query.Every():
            return 1.0
        case query.Not():
            return 1.0 if inner(asked.query) is None else None
        case query.And() | query.Or():
            found = [each for part in asked.subqueries if (each := inner(part)) is not None]
            enough = len(asked.subqueries) if isinstance(asked, query.And) else 1
            return sum(found) if len(found) >= enough else None
    raise TypeError(asked)


def places_of(text: str, field: str, document: Document) -> set[int]:
    """Return where a word stands; in `body` and `title` all of its places if any is there."""
    places = {place for each in document.postings["words"] if each.text == text for place in each.positions}
    in_body = {place for place in places if place >= BODY}
    in_title = {place for place in places if place < TITLE_ROOM}
    within = {"words": places, "body": in_body, "title": in_title}[field]
    return places if within else set()


def word_score(text: str, field: str, document: Document, score: Score) -> float | None:
    for posting in document.postings["words"]:
        if posting.text == text and places_of(text, field, document):
            return score(text, posting, document)
    return None
