"""Kikigaki's own engine on the bare tokens: columnar segments of a Whoosh index, and a Whoosh collector."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from whoosh import columns, fields, index
from whoosh.filedb.filestore import FileStorage

from bench.speed.engine import FACETS, KINDS, TOP, TOP_VALUES, Answer, Note, Question
from bench.speed.engines.runs import existence, run_of
from bench.speed.engines.whoosh_engine import AsCut, query_of
from search.engines.columnar import ColumnarCollector, commit_segments, write_columnar_segment
from search.engines.columnar.segments import SegmentData
from search.engines.columnar.stored import packed_values
from search.engines.columnar.writers import STORED, length_column
from search.engines.writing import segments_of

_NAME = "MAIN"
_AT_ONCE = 20_000


class KikigakiColumnar:
    """Documents go in as arrays, as a rebuild hands them over; Whoosh opens the index and runs the query."""

    settings = "write_columnar_segment; open_dir, ColumnarCollector(limit=20, facets=...), Whoosh's BM25F"
    kinds = KINDS
    facets = True

    def missing(self) -> str:
        return ""

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        storage = FileStorage(str(folder))
        segments = [write_columnar_segment(storage, _NAME, data) for data in segments_of(_parts(notes))]
        commit_segments(storage, _NAME, _schema(), segments, generation=1)

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        collector = ColumnarCollector(limit=TOP, facets=facets)
        self._searcher.search_with_collector(query_of(question), collector)
        return Answer(
            total=collector.total,
            top=tuple(number for number, _ in collector.top),
            scores=tuple(score for _, score in collector.top),
            counts=tuple(tuple(collector.top_counts(facet, TOP_VALUES)) for facet in facets),
        )

    def close(self) -> None:
        self._searcher.close()


def _schema() -> fields.Schema:
    return fields.Schema(
        body=fields.TEXT(analyzer=AsCut(), phrase=True),
        text=fields.STORED(),
        day=fields.COLUMN(columns.NumericColumn("i")),
        **{facet: fields.KEYWORD(commas=True) for facet in FACETS},
    )


def _parts(notes: Iterable[Note]) -> Iterator[SegmentData]:
    remaining = iter(notes)
    while part := list(islice(remaining, _AT_ONCE)):
        named = zip(FACETS, zip(*(note.facets for note in part), strict=True), strict=True)
        yield SegmentData(
            documents=len(part),
            fields={
                "body": run_of([note.tokens for note in part]),
                **{facet: existence(values) for facet, values in named},
            },
            columns={
                length_column("body"): np.array([len(note.tokens) for note in part], np.uint16),
                "day": np.array([note.day for note in part], np.int32),
            },
            texts={STORED: [packed_values({"text": note.text}) for note in part]},
            facets=FACETS,
        )
