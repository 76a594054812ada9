"""Batching: talks -> Batch. Their texts are analysed together, then each stream is sorted into postings."""

from collections.abc import Sequence
from itertools import chain, starmap

import numpy as np

from search.arrays import Float32Array
from search.build.cutter import Cutter
from search.build.sorting import Fields, run_of
from search.build.span_columns import encoded_documents
from search.build.text_columns import TextColumns
from search.documents import (
    BODY,
    FACETS,
    FIELD_GAP,
    TITLE_ROOM,
    EventTalkIds,
    PlacedTalk,
    document_of,
    event_document_of,
)
from search.engines.batches import Batch, Run, existence
from search.ranking import FIELD_WEIGHTS, LENGTH_WITHOUT_NOTES
from search.stored import digest_of
from search.text.streams import STREAMS, Stream

_KINDS = {field: kind for kind, field in enumerate(FIELD_WEIGHTS)}
_BODY = _KINDS["body"]


def batch_of(talks: Sequence[PlacedTalk], events: Sequence[EventTalkIds], cutter: Cutter) -> Batch:
    """Return the documents of talks and mentions, and those of events behind them."""
    documents = [*starmap(document_of, talks), *starmap(event_document_of, events)]
    numbers: dict[str, int] = {}
    fields = [
        [(_KINDS[field], numbers.setdefault(text, len(numbers))) for field, text in document.fields]
        for document in documents
    ]
    columns = TextColumns(list(numbers) or [""], cutter)
    extents = columns.extents.tolist()
    of_documents = _placed(fields, extents, len(documents))
    # What completes a word tells how many talks have it: words of events alone are none.
    of_talks = _placed(fields[: len(talks)], extents, len(documents))
    runs: dict[Stream, Run] = {}
    lengths: dict[Stream, Float32Array] = {}
    unnoted = [number for number, document in enumerate(documents) if not document.fields[-1][1].strip()]
    for stream in STREAMS:
        runs[stream], lengths[stream] = run_of(columns.streams[stream], of_documents)
        lengths[stream][unnoted] = np.maximum(lengths[stream][unnoted], LENGTH_WITHOUT_NOTES[stream])
    return Batch(
        keys=tuple(document.keys for document in documents),
        digests=tuple(digest_of(document.stored) for document in documents),
        dates=np.array([document.date.toordinal() for document in documents], np.int32),
        places=np.array([document.place for document in documents], np.int32),
        facets={name: tuple(document.facets[name] for document in documents) for name in FACETS},
        stored=tuple(document.stored for document in documents),
        spans=tuple(
            encoded_documents(
                columns.spans, [list(map(numbers.__getitem__, each.texts)) for each in documents]
            )
        ),
        runs=runs,
        lengths=lengths,
        surfaces=run_of(columns.surfaces, of_talks)[0],
        names=existence(
            [list(chain.from_iterable(starmap(cutter.terms_of_name, each.names))) for each in documents]
        ),
    )


def _placed(documents: Sequence[Sequence[tuple[int, int]]], extents: Sequence[int], limit: int) -> Fields:
    """Give every field of every document, as (kind, text), its places.

    Headings come first, from 0 on, and the body at `BODY`; what of the headings does not fit before the body
    comes behind it.
    """
    rows: list[int] = []
    for document, fields in enumerate(documents):
        front = 0
        back = BODY + FIELD_GAP + extents[fields[-1][1]]
        for kind, text in fields:
            size = extents[text] + FIELD_GAP
            if kind == _BODY:
                rows += (document, text, BODY, kind)
            elif front + size <= BODY:
                rows += (document, text, front, kind)
                front = max(front + size, TITLE_ROOM)
            else:
                rows += (document, text, back, kind)
                back += size
    columns = np.array(rows, np.int64).reshape(-1, 4)
    return Fields(
        documents=columns[:, 0],
        texts=columns[:, 1],
        bases=columns[:, 2],
        kinds=columns[:, 3],
        weights=tuple(FIELD_WEIGHTS.values()),
        limit=limit,
    )
