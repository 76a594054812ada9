"""Whoosh 2.7.4 as its documentation has it: `groupedby` for facets, BM25F, positions."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from whoosh import columns, fields, index, query, sorting
from whoosh.analysis import Token, Tokenizer

from bench.speed.engine import AND, FACETS, KINDS, OR, PHRASE, TOP, TOP_VALUES, Answer, Note, Question


class AsCut(Tokenizer):  # type: ignore[misc]  # whoosh is untyped
    """Takes a text that comes as a list of tokens; in a module, since Whoosh pickles its schema."""

    def __call__(self, value: Sequence[str], **_: object) -> Iterator[Token]:
        token = Token(positions=True)
        for token.pos, token.text in enumerate(value):
            yield token


class Whoosh:
    """One segment. With a `limit` 2.7.4 skips blocks, which it then neither counts nor groups: all are asked
    for, and the first hits taken."""

    settings = "2.7.4, TEXT(phrase=True), KEYWORD facets, compound=False, limit=None, groupedby with Count"
    kinds = KINDS
    facets = True

    def missing(self) -> str:
        return ""

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        schema = fields.Schema(
            body=fields.TEXT(analyzer=AsCut(), phrase=True),
            text=fields.STORED(),
            day=fields.COLUMN(columns.NumericColumn("i")),
            **{facet: fields.KEYWORD(commas=True) for facet in FACETS},
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=256, compound=False)
        for note in notes:
            named = zip(FACETS, note.facets, strict=True)
            writer.add_document(
                body=note.tokens,
                text=note.text,
                day=note.day,
                **{facet: ",".join(values) for facet, values in named if values},
            )
        writer.commit(optimize=True)

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        grouped = {facet: sorting.FieldFacet(facet, allow_overlap=True) for facet in facets}
        results = self._searcher.search(
            query_of(question), limit=None, groupedby=grouped or None, maptype=sorting.Count
        )
        first = results.top_n[:TOP]
        return Answer(
            total=len(results),
            top=tuple(number for _, number in first),
            scores=tuple(float(score) for score, _ in first),
            counts=tuple(_most(results.groups(facet)) for facet in facets),
        )

    def close(self) -> None:
        self._searcher.close()


def query_of(question: Question) -> query.Query:
    """Return the question as a tree of Whoosh's query classes on the field `body`."""
    terms = [query.Term("body", term) for term in question.terms]
    if question.kind == OR:
        return query.Or(terms)
    if question.kind == AND:
        return query.And(terms)
    if question.kind == PHRASE:
        return query.Phrase("body", list(question.terms))
    return query.Prefix("body", question.terms[0])


def _most(counts: dict[str | None, int]) -> tuple[tuple[str, int], ...]:
    pairs = [(value, count) for value, count in counts.items() if value]
    return tuple(sorted(pairs, key=lambda pair: -pair[1])[:TOP_VALUES])
