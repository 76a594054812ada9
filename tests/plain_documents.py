"""Documents in plain Python, made term by term: what batches of arrays must come to."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np
from plain_spans import encoded_spans

from search import documents
from search.documents import (
    BODY,
    FACETS,
    FIELD_GAP,
    KIND,
    PHRASED,
    TITLE_ROOM,
    PlacedTalk,
    event_key,
    short_key,
    short_of,
    talk_key,
    title_key,
)
from search.engines.batches import GRAM, Batch, Run, existence, packed_grams, unpacked_grams
from search.engines.weights import Weights
from search.model import Event, Talk
from search.ranking import FIELD_WEIGHTS, LENGTH_WITHOUT_NOTES
from search.stored import digest_of
from search.text.analysis import Analysis, Analyzer
from search.text.name_terms import surface_term, terms_of_name
from search.text.spans import spans_of
from search.text.spelling.folding import codes_of, fold
from search.text.streams import COMPOUND, STREAMS, Stream
from search.text.units import Unit, written_spans

_GRAMS: tuple[Stream, ...] = ("bigrams", "readings", "skeleton")


def surfaces_of(text: str, units: Sequence[Unit], begins: Sequence[int]) -> Iterator[str]:
    """Yield the words of a text as written: Latin runs, compounds and their parts, but no particles."""
    for unit, begin in zip(units, begins, strict=True):
        yield from (text[begin + start : begin + end] for start, end in written_spans(unit))


@dataclass(frozen=True, slots=True)
class TermPosting:
    """Where a term stands in a document: a weighted count, and ascending positions where they are kept."""

    text: str
    weight: float
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine stores. `postings` and `lengths` have every stream; `facets` has every facet."""

    keys: tuple[str, ...]
    postings: Mapping[Stream, tuple[TermPosting, ...]]
    lengths: Mapping[Stream, float]
    facets: Mapping[str, tuple[str, ...]]
    date: datetime.date
    stored: str
    surfaces: frozenset[str] = frozenset()
    """Its words as written, for completions."""
    names: frozenset[str] = frozenset()
    """What its names are looked up by."""
    spans: bytes = b""
    place: int = 0


def placed(talks: Iterable[Talk]) -> list[PlacedTalk]:
    """Return talks each of which is the first of its event."""
    return [(talk, 0) for talk in talks]


def document_of(talk: Talk, analyzer: Analyzer) -> Document:
    """Return the document of a talk or of a mention."""
    ids = dict.fromkeys((talk.id, *talk.aliases))
    keys = (*map(talk_key, ids), *(short_key(short_of(each)) for each in ids), title_key(talk.title))
    kind = "mention" if talk.mention else "talk"
    return _document(documents.document_of(talk, 0), keys, kind, analyzer)


def event_document_of(event: Event, talk_ids: Sequence[str], analyzer: Analyzer) -> Document:
    """Return the document of an event and of the order of its talks; its words complete none."""
    own = documents.event_document_of(event, talk_ids)
    document = _document(own, (event_key(event.id),), "event", analyzer)
    return replace(document, surfaces=frozenset())


def _document(own: documents.Document, keys: tuple[str, ...], kind: str, analyzer: Analyzer) -> Document:
    fields = own.fields
    weights: dict[Stream, defaultdict[str, float]] = {stream: defaultdict(float) for stream in STREAMS}
    places: dict[Stream, defaultdict[str, set[int]]] = {stream: defaultdict(set) for stream in STREAMS}
    surfaces: set[str] = set()
    front = 0
    analysed = [(field, text, analyzer.analyze(text)) for field, text in fields]
    back = BODY + extent_of(*analysed[-1][1:]) + FIELD_GAP
    for field, text, analysis in analysed:
        size = extent_of(text, analysis) + FIELD_GAP
        if field == "body":
            base = BODY
        elif front + size <= BODY:
            base, front = front, max(front + size, TITLE_ROOM)
        else:
            base, back = back, back + size
        for stream, terms in analysis.streams.items():
            each = weights_of(analysis) if stream == "words" else [1.0] * len(terms.terms)
            for term, weight, position in zip(terms.terms, each, terms.positions.tolist(), strict=True):
                weights[stream][str(term)] += weight * FIELD_WEIGHTS[field]
                if stream in PHRASED:
                    places[stream][str(term)].add(base + position)
        surfaces.update(surfaces_of(text, analysis.units, analysis.begins.tolist()))
    lengths = {stream: sum(weights[stream].values()) for stream in STREAMS}
    if not fields[-1][1].strip():
        lengths = {stream: max(LENGTH_WITHOUT_NOTES[stream], length) for stream, length in lengths.items()}
    return Document(
        keys=keys,
        postings={
            stream: tuple(
                TermPosting(term, weight, tuple(sorted(places[stream][term])))
                for term, weight in sorted(weights[stream].items())
            )
            for stream in STREAMS
        },
        lengths=lengths,
        facets={**own.facets, KIND: (kind,)},
        date=own.date,
        stored=own.stored,
        surfaces=frozenset(map(surface_term, surfaces)),
        names=frozenset(chain.from_iterable(terms_of_name(*name, analyzer) for name in own.names)),
        spans=encoded_spans([spans_of(analyzer.analyze(text)) for text in own.texts]),
    )


def weights_of(analysis: Analysis) -> list[float]:
    """Return what each of a text's words counts: those of its units, then parted katakana runs."""
    of_units = [hundredths / 100 for unit in analysis.units for *_, hundredths in terms_of(unit)]
    return of_units + [COMPOUND] * (len(analysis.streams["words"].terms) - len(of_units))


def terms_of(unit: Unit) -> Iterator[tuple[int, ...]]:
    """Yield position, start, end and weight of a unit's terms."""
    numbers = memoryview(unit.columns).cast("i").tolist()
    return zip(*[iter(numbers)] * 4, strict=True)


def extent_of(text: str, analysis: Analysis) -> int:
    """Return one more than the last position in any stream of a text."""
    steps = sum(unit.steps for unit in analysis.units)
    sounds = sum(len(unit.sounds.decode("utf-32-le")) for unit in analysis.units)
    return max(steps, len(fold(codes_of(text)).codes), sounds)


def batch_of_documents(documents: Sequence[Document]) -> Batch:
    """Return documents as a batch."""
    return Batch(
        keys=tuple(document.keys for document in documents),
        digests=tuple(digest_of(document.stored) for document in documents),
        dates=np.array([document.date.toordinal() for document in documents], np.int32),
        places=np.array([document.place for document in documents], np.int32),
        facets={name: tuple(document.facets[name] for document in documents) for name in FACETS},
        stored=tuple(document.stored for document in documents),
        spans=tuple(document.spans for document in documents),
        runs={
            stream: _run_of([document.postings[stream] for document in documents], stream in _GRAMS)
            for stream in STREAMS
        },
        lengths={
            stream: np.array([document.lengths[stream] for document in documents], np.float32)
            for stream in STREAMS
        },
        surfaces=existence([sorted(document.surfaces) for document in documents]),
        names=existence([sorted(document.names) for document in documents]),
    )


def documents_of(batch: Batch) -> list[Document]:
    """Return what a batch holds."""
    postings = {stream: _postings_of(run, len(batch.keys)) for stream, run in batch.runs.items()}
    surfaces = _postings_of(batch.surfaces, len(batch.keys))
    names = _postings_of(batch.names, len(batch.keys))
    return [
        Document(
            keys=batch.keys[number],
            postings={stream: tuple(postings[stream][number]) for stream in STREAMS},
            lengths={stream: float(batch.lengths[stream][number]) for stream in STREAMS},
            facets={name: values[number] for name, values in batch.facets.items()},
            date=datetime.date.fromordinal(int(batch.dates[number])),
            stored=batch.stored[number],
            surfaces=frozenset(posting.text for posting in surfaces[number]),
            names=frozenset(posting.text for posting in names[number]),
            spans=batch.spans[number],
            place=int(batch.places[number]),
        )
        for number in range(len(batch.keys))
    ]


def _run_of(documents: Sequence[Sequence[TermPosting]], packed: bool) -> Run:
    found: dict[str, list[tuple[int, TermPosting]]] = defaultdict(list)
    for number, postings in enumerate(documents):
        for posting in postings:
            found[posting.text].append((number, posting))
    terms = sorted(found)
    rows = [row for term in terms for row in found[term]]
    packed = packed and max(map(len, terms), default=0) <= GRAM
    codes = np.zeros((len(terms), GRAM), np.uint32)
    for number, term in enumerate(terms if packed else ()):
        codes[number, : len(term)] = list(map(ord, term))
    return Run(
        terms=packed_grams(codes) if packed else terms,
        firsts=np.cumsum([0, *(len(found[term]) for term in terms)]),
        documents=np.array([number for number, _ in rows], np.int32),
        weights=Weights.of(np.array([posting.weight for _, posting in rows], np.float32)),
        counts=np.array([len(posting.positions) for _, posting in rows], np.int32),
        positions=np.array([place for _, posting in rows for place in posting.positions], np.int32),
    )


def _postings_of(run: Run, documents: int) -> list[list[TermPosting]]:
    terms = unpacked_grams(run.terms) if isinstance(run.terms, np.ndarray) else run.terms
    found: list[list[TermPosting]] = [[] for _ in range(documents)]
    places, weights = iter(run.positions.tolist()), run.weights.array().tolist()
    for term, (first, last) in zip(terms, pairwise(run.firsts.tolist()), strict=True):
        for row in range(first, last):
            positions = tuple(next(places) for _ in range(run.counts[row]))
            found[run.documents[row]].append(TermPosting(term, weights[row], positions))
    assert next(places, None) is None
    return found
