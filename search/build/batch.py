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
    FIELD_GAP,
    KIND,
    TITLE_ROOM,
    EventTalkIds,
    digest_of,
    event_key,
    facets_of,
    facets_of_event,
    fields_of,
    fields_of_event,
    names_of,
    names_of_event,
    short_key,
    short_of,
    stored_of,
    stored_of_event,
    talk_key,
    texts_of,
    texts_of_event,
    title_key,
    visible_note_of,
    visible_of,
)
from search.engines.batches import Batch, Run, existence
from search.model import FACET_NAMES, Talk
from search.ranking import FIELD_WEIGHTS, LENGTH_WITHOUT_NOTES
from search.text.streams import STREAMS, Stream

_KINDS = {field: kind for kind, field in enumerate(FIELD_WEIGHTS)}
_BODY = _KINDS["body"]


def batch_of(
    talks: Sequence[Talk], events: Sequence[EventTalkIds], cutter: Cutter, places: Sequence[int] = ()
) -> Batch:
    """Return the documents of talks and mentions, and those of events behind them.

    `places` say which of its event's talks each talk is; without them each is the first.
    """
    bodies = list(map(visible_of, talks))
    notes = [visible_note_of(event) for event, _ in events]
    numbers: dict[str, int] = {}
    fields = [
        [(_KINDS[field], numbers.setdefault(text, len(numbers))) for field, text in own]
        for own in (
            *map(fields_of, talks, bodies),
            *(fields_of_event(event, note) for (event, _), note in zip(events, notes, strict=True)),
        )
    ]
    columns = TextColumns(list(numbers) or [""], cutter)
    of_documents = _placed(fields, columns.extents.tolist(), len(talks) + len(events))
    runs: dict[Stream, Run] = {}
    lengths: dict[Stream, Float32Array] = {}
    unnoted = [number for number, seen in enumerate((*bodies, *notes)) if not seen.strip()]
    for stream in STREAMS:
        runs[stream], lengths[stream] = run_of(columns.streams[stream], of_documents)
        lengths[stream][unnoted] = np.maximum(lengths[stream][unnoted], LENGTH_WITHOUT_NOTES[stream])
    texts = (
        *map(texts_of, talks, bodies),
        *(texts_of_event(event, note) for (event, _), note in zip(events, notes, strict=True)),
    )
    # What completes a word tells how many talks have it: words of events alone are none.
    of_talks = _placed(fields[: len(talks)], columns.extents.tolist(), len(talks) + len(events))
    written = [[numbers[text] for text in own] for own in texts]
    dates = [*(talk.date for talk in talks), *(event.date for event, _ in events)]
    places = places or [0] * len(talks)
    stored = [
        *map(stored_of, talks, bodies, places),
        *(stored_of_event(*event, note) for event, note in zip(events, notes, strict=True)),
    ]
    return Batch(
        keys=(*map(_keys_of, talks), *((event_key(event.id),) for event, _ in events)),
        digests=tuple(map(digest_of, stored)),
        dates=np.array([date.toordinal() for date in dates], np.int32),
        places=np.array([*places, *([0] * len(events))], np.int32),
        facets=_facets_of(talks, events),
        stored=tuple(stored),
        spans=tuple(encoded_documents(columns.spans, written)),
        runs=runs,
        lengths=lengths,
        surfaces=run_of(columns.surfaces, of_talks)[0],
        names=_names_of(talks, events, cutter),
    )


def _names_of(talks: Sequence[Talk], events: Sequence[EventTalkIds], cutter: Cutter) -> Run:
    own = [*map(names_of, talks), *(names_of_event(event) for event, _ in events)]
    return existence([list(chain.from_iterable(starmap(cutter.terms_of_name, each))) for each in own])


def _keys_of(talk: Talk) -> tuple[str, ...]:
    ids = dict.fromkeys((talk.id, *talk.aliases))
    return (*map(talk_key, ids), *(short_key(short_of(each)) for each in ids), title_key(talk.title))


def _facets_of(
    talks: Sequence[Talk], events: Sequence[EventTalkIds]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    own = (*map(facets_of, talks), *(facets_of_event(event) for event, _ in events))
    kinds = (*(("mention" if talk.mention else "talk",) for talk in talks), *(("event",),) * len(events))
    return {name: tuple(facets[name] for facets in own) for name in FACET_NAMES} | {KIND: kinds}


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
