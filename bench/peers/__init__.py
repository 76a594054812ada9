"""Peers: what others would use for the same documents, each in the best of its documented settings.

They share a few choices, each of which was tried both ways and kept where it ranked better:

- title and text in one field: two summed fields lose 0.005 to 0.03 nDCG@10 with Whoosh and tantivy, and are
  the same with FTS5;
- every term is optional and the score decides: requiring all of them finds nothing for most questions;
- each term of a query counts once, and nothing typed is read as an operator.
"""

from collections.abc import Iterator

from bench.judged import Collection


def whole_texts(collection: Collection) -> Iterator[str]:
    """Yield what a peer with one field indexes, for each document in order."""
    return (f"{document.title}\n{document.text}" for document in collection.documents)
