"""The default engine: a Whoosh index of columnar segments, embedded, one folder.

What is in its segments are arrays of ours (`columnar`), and requests are evaluated on those, without Whoosh:
in 2.7.4 the best ten of And(Term, Or(...)) are wrong, facets cost a pass over the whole index for each
search, and writing costs as much again as Sudachi for each posting.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from search.arrays import BoolArray
from search.budget import ENDLESS
from search.clauses import Clause, Phrase, Words
from search.documents import KIND
from search.engines.columnar.files import CHECKED_BESIDE
from search.engines.columnar.segment_infos import SegmentInfo, open_segment, read_infos
from search.engines.columnar.segments import Segment
from search.engines.contract import Dictionary, Found, FoundDocument, Handle, Request
from search.engines.evaluate.evaluation import Asking, Evaluated, select, some_match
from search.engines.evaluate.evidence import evaluate_words
from search.engines.facet_counts import FacetCounts
from search.engines.snapshot import Snapshot
from search.errors import IndexDamaged
from search.text.streams import Stream


class WhooshEngine:
    """An open Whoosh index; see `Engine` for what it promises."""

    def __init__(self, directory: Path) -> None:
        try:
            self._segments: list[tuple[SegmentInfo, Segment, BoolArray | None]] = [
                (info, open_segment(directory, info), info.live()) for info in read_infos(directory)
            ]
            self._snapshot = Snapshot([(data, live) for _, data, live in self._segments])
        except IndexDamaged:
            raise
        except Exception as error:
            raise IndexDamaged(f"the index in {directory} cannot be read: run `indexer rebuild`") from error

    @property
    def documents(self) -> int:
        return self._snapshot.documents

    def find(self, request: Request) -> Found:
        return self.find_all([request])[0]

    def find_all(self, requests: Sequence[Request]) -> list[Found]:
        found: list[Found] = []
        words: Words | None = None
        phrases: dict[Phrase, Evaluated] = {}
        for number, request in enumerate(requests):
            # What accompanies the first answer can be done without.
            if number and request.budget.lacks("beside"):
                break
            if request.words is not words:
                words = request.words
                evaluated = evaluate_words(words, self._snapshot, request.budget)
            # Of what is asked for at all the clauses are never left out: they are those of the first.
            asking = Asking(ENDLESS if number else request.budget, phrases)
            selection = select(request, evaluated, self._snapshot, asking)
            numbers = [each for each, _ in selection.page]
            stored, spans = (self._snapshot.texts(name, numbers) for name in ("stored", "spans"))
            hits = [
                FoundDocument(text.decode("utf-8", "surrogatepass"), own_spans, score)
                for text, own_spans, (_, score) in zip(stored, spans, selection.page, strict=True)
            ]
            found.append(Found(selection.total, tuple(hits), selection.counts, selection.relaxed))
        return found

    def stored(self, key: str) -> str | None:
        numbers = self._snapshot.with_key(key)
        return self._stored_at(int(numbers[0])) if len(numbers) else None

    def stored_of(self, handles: Collection[Handle]) -> Iterator[str]:
        return (self._stored_at(int(handle)) for handle in handles)

    def scan(self, kind: str) -> Iterator[str]:
        return map(
            self._stored_at, np.flatnonzero(self._alive() & self._snapshot.having(KIND, (kind,))).tolist()
        )

    def facet_values(self, facet: str) -> tuple[str, ...]:
        snapshot = self._snapshot
        if snapshot.live is None:
            return tuple(snapshot.facet_values(facet))
        counts = snapshot.counts([facet], np.flatnonzero(snapshot.live))[facet]
        return tuple(counts.values[ordinal] for ordinal in np.flatnonzero(counts.counts).tolist())

    def facet_counts(self, facet: str, kind: str) -> FacetCounts:
        numbers = np.flatnonzero(self._snapshot.having(KIND, (kind,)))
        return self._snapshot.counts([facet], numbers)[facet]

    def dictionary(self, field: str) -> Dictionary:
        return self._snapshot.dictionary(field)

    def document_frequencies(self, terms: Sequence[tuple[Stream, str]]) -> list[int]:
        return [self._snapshot.frequency(stream, term) for stream, term in terms]

    def digests(self) -> Iterable[tuple[Handle, bytes]]:
        digests = self._snapshot.digests
        return ((number, digests[number].tobytes()) for number in np.flatnonzero(self._alive()).tolist())

    def digests_of(self, keys: Iterable[str]) -> Mapping[Handle, bytes]:
        numbers = (number for key in keys for number in self._snapshot.with_key(key).tolist())
        return {number: self._snapshot.digests[number].tobytes() for number in numbers}

    def prepare(self) -> None:
        for _, data, _ in self._segments:
            if data.file.size <= CHECKED_BESIDE:
                data.file.check_all()

    def has_any(self, clause: Clause) -> bool:
        return some_match(clause, self._snapshot)

    def has_key(self, key: str) -> bool:
        return self._snapshot.frequency("key", key) > 0

    def newest(self, count: int) -> Iterator[tuple[bytes, str]]:
        # What was written now stands behind what was kept, and none of it is deleted.
        for number in range(self._snapshot.size - count, self._snapshot.size):
            yield self._snapshot.digests[number].tobytes(), self._stored_at(number)

    def segments_without(
        self, dropped: Collection[Handle]
    ) -> Iterator[tuple[SegmentInfo, Segment, BoolArray]]:
        """Yield each segment with which of its documents are neither deleted nor to be dropped."""
        wanted = self._alive()
        wanted[np.fromiter(dropped, np.int64, len(dropped))] = False
        base = 0
        for segment, data, _ in self._segments:
            yield segment, data, wanted[base : base + data.documents]
            base += data.documents

    def _alive(self) -> BoolArray:
        live = self._snapshot.live
        return np.ones(self._snapshot.size, np.bool_) if live is None else live.copy()

    def _stored_at(self, number: int) -> str:
        return self._snapshot.texts("stored", [number])[0].decode("utf-8", "surrogatepass")
