"""Peers: what others would use for the same documents, each in the best of its documented settings.

One adapter a peer, for how well it ranks and for how fast it does a visitor's whole job. They share a few
choices, each of which was tried both ways and kept where it ranked better:

- title and text in one field: two summed fields lose 0.005 to 0.03 nDCG@10 with Whoosh and tantivy, and are
  the same with FTS5;
- every term is optional and the score decides, also what is counted: requiring all of them finds nothing for
  most questions. For words that are typed, asking for all and only then for any is better and quicker:
  `TantivyAllWords` stands in the tables of the whole job for that;
- each term of a query counts once, and nothing typed is read as an operator.

Passages are of the terms that a peer was given, not of the note as it was written: less than the product
does. Facets are the event, the speakers, the technologies and the year of a talk.
"""

from collections.abc import Iterable, Iterator, Mapping

from bench.judged import Collection, Document
from bench.ranker import TOP_VALUES

SHARE_OF_A_PASSAGE = 32
"""Terms of a passage, about as much as the product shows."""


def whole_texts(collection: Collection) -> Iterator[str]:
    """Yield what a peer with one field indexes, for each document in order."""
    return (f"{document.title}\n{document.text}" for document in collection.documents)


def facets_of(document: Document) -> tuple[tuple[str, ...], ...]:
    """Return the values of each of `FACET_NAMES`; none for a document that is no talk."""
    talk = document.talk
    if talk is None:
        return ((), (), (), ())
    speakers = tuple(dict.fromkeys(speaker.name for speaker in talk.speakers))
    return ((talk.event.name,), speakers, talk.technologies, (str(talk.date.year),))


def most(counts: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values, those of one count by name."""
    pairs = counts.items() if isinstance(counts, Mapping) else counts
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:TOP_VALUES])
