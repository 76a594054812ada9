"""Batching: talks -> Batch. Their texts are analysed together, then each stream is sorted into postings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from search.batches import Batch, Float32Array, Int64Array, Run
from search.columns import Column, TextColumns
from search.cutting import Cutter
from search.documents import (
    BODY,
    FIELD_GAP,
    KIND,
    PHRASED,
    EventTalkIds,
    digest_of,
    event_key,
    facets_of,
    fields_of,
    stored_of,
    stored_of_event,
    talk_key,
    texts_of,
)
from search.model import FACET_NAMES, Talk
from search.ranking import FIELD_WEIGHTS, LENGTH_WITHOUT_NOTES
from search.runs import Occurrences, run_of
from search.span_batches import encoded_documents
from search.streams import STREAMS, Stream
from search.unit_table import ranges_of

_FIELDS = tuple(FIELD_WEIGHTS)


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """Which texts make up which documents: arrays of shape (fields of all documents,).

    A text's positions begin at `bases`; `fields` are indices into `FIELD_WEIGHTS`.
    """

    documents: Int64Array
    texts: Int64Array
    fields: Int64Array
    bases: Int64Array


def batch_of(talks: Sequence[Talk], events: Sequence[EventTalkIds], cutter: Cutter) -> Batch:
    """Return the documents of talks and mentions, and those of events behind them, which no word finds."""
    numbers: dict[str, int] = {}
    fields = [
        [(field, numbers.setdefault(text, len(numbers))) for field, text in fields_of(talk)] for talk in talks
    ]
    columns = TextColumns(list(numbers) or [""], cutter)
    placed = _placed(fields, columns.extents.tolist())
    runs: dict[Stream, Run] = {}
    lengths: dict[Stream, Float32Array] = {}
    count = len(talks) + len(events)
    unnoted = [number for number, talk in enumerate(talks) if not talk.body.strip()]
    for stream in STREAMS:
        found = _occurrences(columns.streams[stream], placed, has_positions=stream in PHRASED)
        runs[stream], lengths[stream] = run_of(found, count, columns.streams[stream].named)
        lengths[stream][unnoted] = np.maximum(lengths[stream][unnoted], LENGTH_WITHOUT_NOTES[stream])
    surfaces = _occurrences(columns.surfaces, placed, has_positions=False)
    written = [*([numbers[text] for text in texts_of(talk)] for talk in talks), *([] for _ in events)]
    dates = [*(talk.date for talk in talks), *(event.date for event, _ in events)]
    stored = [*map(stored_of, talks), *(stored_of_event(event, talk_ids) for event, talk_ids in events)]
    return Batch(
        keys=(*map(_keys_of, talks), *((event_key(event.id),) for event, _ in events)),
        digests=tuple(map(digest_of, stored)),
        dates=np.array([date.toordinal() for date in dates], np.int32),
        facets=_facets_of(talks, len(events)),
        stored=tuple(stored),
        spans=tuple(encoded_documents(columns.spans, written)),
        runs=runs,
        lengths=lengths,
        surfaces=run_of(surfaces, count, columns.surfaces.named)[0],
    )


def _keys_of(talk: Talk) -> tuple[str, ...]:
    return tuple(dict.fromkeys(talk_key(talk_id) for talk_id in (talk.id, *talk.aliases)))


def _facets_of(talks: Sequence[Talk], events: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    of_talks = [facets_of(talk) for talk in talks]
    none: tuple[tuple[str, ...], ...] = ((),) * events
    kinds = (*(("mention" if talk.mention else "talk",) for talk in talks), *(("event",),) * events)
    return {name: (*(facets[name] for facets in of_talks), *none) for name in FACET_NAMES} | {KIND: kinds}


def _placed(documents: Iterable[Sequence[tuple[str, int]]], extents: Sequence[int]) -> _Placed:
    """Give every field of every document, as (field, text), its positions.

    Headings come first, from 0 on, and the body at `BODY`; what of the headings does not fit before the body
    comes behind it.
    """
    rows: list[tuple[int, int, int, int]] = []
    for document, fields in enumerate(documents):
        front = 0
        back = BODY + sum(extents[text] + FIELD_GAP for field, text in fields if field == "body")
        for field, text in fields:
            size = extents[text] + FIELD_GAP
            if field == "body":
                base = BODY
            elif front + size <= BODY:
                base = front
                front += size
            else:
                base = back
                back += size
            rows.append((document, text, _FIELDS.index(field), base))
    return _Placed(*np.array(rows, np.int64).reshape(-1, 4).T)


def _occurrences(column: Column, placed: _Placed, *, has_positions: bool) -> Occurrences:
    counts = np.diff(column.firsts)[placed.texts]
    at = ranges_of(column.firsts[placed.texts], counts)
    kinds = (placed.fields * len(column.weights)).repeat(counts)
    if column.kinds is not None:
        kinds += column.kinds[at]
    positions = None
    if has_positions and column.at is not None and column.origins is not None:
        positions = column.at[at] + (placed.bases - column.origins[placed.texts]).repeat(counts)
    return Occurrences(
        terms=column.terms[at],
        term_limit=column.limit,
        documents=placed.documents.repeat(counts),
        positions=positions,
        kinds=kinds,
        weights=np.outer(list(FIELD_WEIGHTS.values()), column.weights).ravel(),
    )
