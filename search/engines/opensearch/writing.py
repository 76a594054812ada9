"""Writing: batches of documents -> an index of a cluster, without copies until it is whole.

Copies of an index that is being written replay what is written, from what is kept of each document, and that
lacks its terms: such copies answer, and find less. So an index is written alone, merged, closed to writers,
copied as it is, and every copy is counted.
"""

import base64
import json
import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import IO

import numpy as np
import numpy.typing as npt

from search import ranking
from search.arrays import Float32Array
from search.documents import PHRASED
from search.engines.batches import Batch, Run, unpacked_grams
from search.engines.opensearch.client import PATIENCE, Cluster, Json
from search.engines.opensearch.dictionaries import chunk_lines, counted_in, read_dictionary
from search.engines.opensearch.gram_counts import GRAMS, GramDraft
from search.engines.opensearch.mapping import (
    COUNTED,
    DELIMITER,
    EVERYTHING,
    FORMAT,
    META,
    counted_field,
    facet_field,
    index_body,
    kept_as,
    places_field,
    scale_of,
    sendable,
)
from search.engines.opensearch.places import packed_places
from search.errors import IndexDamaged
from search.text.streams import STREAMS, Stream

_BODY = 4 << 20
"""Bytes of one request."""
_HOURS = 6 * 3600.0
"""Seconds for what takes as long as the index is large."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The name of an older index, and the documents in it, by their `seq`, that do not stay."""

    index: str
    leaving: Sequence[int]


def write(
    cluster: Cluster, index: str, batches: Iterable[Batch], kept: Kept | None = None, shards: int = 1
) -> None:
    """Write a new index of these documents, behind those of an older one that stay.

    It has no copy yet, and nobody is to search it: see `publish`. Raises as `Cluster.ask`, `Conflict` or
    `Refused` where there is such an index, and OSError where nothing can be set aside.
    """
    with tempfile.TemporaryFile() as aside:
        loading = _Loading(cluster, index)
        if kept is None:
            averages = _set_aside(batches, aside)
            batches = _brought_back(aside)
            how = Made(averages, scale_of(averages))
            cluster.ask("PUT", f"/{index}", index_body(how.scale, shards), patience=PATIENCE)
            counts = {name: Counter[str]() for name in COUNTED}
            begin = 0
        else:
            how = made(cluster, kept.index)
            counts = _cloned(cluster, index, kept)
            begin = _last_number(cluster, index) + 1
            loading.delete(kept.leaving)
        grams = {stream: GramDraft(is_packed=kept is None) for stream in GRAMS}
        for batch in batches:
            loading.add(batch, how, begin)
            for stream in GRAMS:
                grams[stream].add(batch.runs[stream])
            begin += len(batch.keys)
            for name in COUNTED:
                run = _run_of(batch, name)
                terms = map(kept_as, _texts_of(run))
                counts[name].update(dict(zip(terms, np.diff(run.firsts).tolist(), strict=True)))
        for lines in chunk_lines(counts):
            loading.put(lines)
        has_grams = all(draft.is_packed for draft in grams.values())
        for stream, draft in grams.items() if has_grams else ():
            for lines in draft.lines(stream):
                loading.put(lines)
        loading.put(replace(how, has_grams=has_grams).lines())
        loading.end()
    cluster.ask("POST", f"/{index}/_refresh", patience=_HOURS)
    if kept is None:
        cluster.ask("POST", f"/{index}/_forcemerge", params={"max_num_segments": 1}, patience=_HOURS)
    cluster.ask("POST", f"/{index}/_flush", patience=_HOURS)
    cluster.ask("PUT", f"/{index}/_settings", {"index.blocks.write": True}, patience=PATIENCE)


def copy(cluster: Cluster, index: str, copies: int) -> None:
    """Give a written index its copies, wait for them, and count what is in every one.

    Raises `IndexDamaged` where they differ, and as `Cluster.ask`.
    """
    settings = {"index.number_of_replicas": copies, "index.routing.rebalance.enable": "all"}
    cluster.ask("PUT", f"/{index}/_settings", settings, patience=PATIENCE)
    cluster.ask(
        "GET",
        f"/_cluster/health/{index}",
        params={"wait_for_status": "green", "wait_for_no_relocating_shards": "true", "timeout": "600s"},
        patience=_HOURS,
    )
    check_copies(cluster, index)


def check_copies(cluster: Cluster, index: str) -> int:
    """Count what is in every copy of an index; return how many copies of all of it there are.

    Raises `IndexDamaged` where one is missing or has something else than another, and as `Cluster.ask`.
    """
    shards = cluster.ask("GET", f"/_cat/shards/{index}", params={"format": "json", "h": "id,state,shard"})
    if any(shard["state"] != "STARTED" for shard in shards):
        raise IndexDamaged(f"copies of {index} are missing: has the cluster nodes enough?")
    counted = [
        _contents(cluster, index, f"_prefer_nodes:{node}")
        for node in sorted({shard["id"] for shard in shards})
    ]
    if any(each != counted[0] for each in counted):
        raise IndexDamaged(f"the copies of {index} differ: run `indexer rebuild`")
    return len(shards) // len({shard["shard"] for shard in shards})


@dataclass(frozen=True, slots=True)
class Made:
    """How an index was made: the average lengths, by which impacts are worked out, and their scale."""

    averages: Mapping[Stream, float]
    scale: int
    has_grams: bool = False
    """Whether it says how many documents have each gram."""

    def lines(self) -> list[bytes]:
        """Return what is written of it."""
        plain = json.dumps({"format": FORMAT, **asdict(self)})
        chunk = base64.b64encode(plain.encode())
        return [b'{"index":{"_id":"%s"}}\n' % META.encode(), b'{"chunk":"%s"}\n' % chunk]


def made(cluster: Cluster, index: str) -> Made:
    """Return how an index was made; raises as `Cluster.ask`; of another version `IndexDamaged`."""
    plain = json.loads(base64.b64decode(cluster.ask("GET", f"/{index}/_doc/{META}")["_source"]["chunk"]))
    if plain["format"] != FORMAT:
        raise IndexDamaged(f"the index {index} is none of this version: run `indexer rebuild`")
    return Made(plain["averages"], plain["scale"], plain["has_grams"])


class _Loading:
    """Documents on their way to an index, some megabytes at a time."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, batch: Batch, how: Made, begin: int) -> None:
        for lines in document_lines(batch, how, begin):
            self.put(lines)

    def delete(self, numbers: Sequence[int]) -> None:
        for first in range(0, len(numbers), 1000):
            query = {"query": {"terms": {"seq": list(numbers[first : first + 1000])}}}
            answer = self._cluster.ask(
                "POST", f"/{self._index}/_delete_by_query", query, {"refresh": "true"}, patience=_HOURS
            )
            if answer["deleted"] != len(numbers[first : first + 1000]) or answer["failures"]:
                raise IndexDamaged("documents that were to leave the index did not; it stays as it was")

    def put(self, lines: Sequence[bytes]) -> None:
        line = b"".join(lines)
        if self._lines and self._size + len(line) > _BODY:
            self.end()
        self._lines.append(line)
        self._size += len(line)

    def end(self) -> None:
        if self._lines:
            self._cluster.bulk(self._index, self._lines)
        self._lines, self._size = [], 0


def document_lines(batch: Batch, how: Made, begin: int) -> Iterator[list[bytes]]:
    """Yield the lines of each document; its number in the index counts on from `begin`."""
    size = len(batch.keys)
    columns = {stream: _impact_texts(batch, stream, how.averages[stream], how.scale) for stream in STREAMS}
    places = {
        places_field(each): packed_places(run, _texts_of(run), size)
        for each, run in batch.runs.items()
        if len(run.positions)
    }
    counted = {counted_field(name): _value_texts(_run_of(batch, name), size) for name in COUNTED}
    for number in range(size):
        plain = {
            "keys": [kept_as(key) for key in batch.keys[number]],
            "digest": batch.digests[number].hex(),
            "date": int(batch.dates[number]),
            "place": int(batch.places[number]),
            "seq": begin + number,
            **{
                facet_field(name): list(map(sendable, values[number]))
                for name, values in batch.facets.items()
                if values[number]
            },
        }
        text = batch.stored[number].encode("utf-8", "surrogatepass")
        parts = [json.dumps(plain)[:-1].encode()]
        parts += [
            b',"%s":[%s]' % (name.encode(), each[number])
            for name, each in (columns | counted).items()
            if each[number]
        ]
        parts += [
            b',"%s":"%s"' % (name.encode(), each[number]) for name, each in places.items() if each[number]
        ]
        parts += [
            b',"%s":"%s"' % (name, base64.b64encode(value))
            for name, value in ((b"stored", text), (b"spans", batch.spans[number]))
        ]
        yield [
            b'{"index":{"_id":"%s"}}\n' % id_of(batch.keys[number][0]).encode(),
            b"".join(parts) + b"}\n",
        ]


def id_of(key: str) -> str:
    """Return the name of a document in the cluster, by the first of its keys: such names are short."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _impact_texts(batch: Batch, stream: Stream, average: float, scale: int) -> list[bytes]:
    """Return each document's terms of a stream with their impacts, as what stands in a list of JSON."""
    run = batch.runs[stream]
    impacts = impacts_of(run, batch.lengths[stream], average, scale)
    distinct, codes = np.unique(impacts, return_inverse=True)
    terms = [_quoted(term)[:-1] + DELIMITER.encode() for term in _texts_of(run)]
    ends = [b'%d",' % impact for impact in distinct.tolist()]
    order = np.argsort(run.documents, kind="stable")
    numbers = np.arange(len(terms)).repeat(np.diff(run.firsts))[order]
    # Two references a posting, and no object made for it.
    pieces = np.empty((len(order), 2), np.object_)
    pieces[:, 0] = np.array([*terms, None], np.object_)[numbers]
    pieces[:, 1] = np.array([*ends, None], np.object_)[codes[order]]
    return _joined(pieces.ravel(), 2 * np.bincount(run.documents, minlength=len(batch.keys)))


def _value_texts(run: Run, documents: int) -> list[bytes]:
    """Return each document's terms of a run, as what stands in a list of JSON."""
    terms = [_quoted(term) + b"," for term in _texts_of(run)]
    order = np.argsort(run.documents, kind="stable")
    numbers = np.arange(len(terms)).repeat(np.diff(run.firsts))[order]
    pieces = np.array([*terms, None], np.object_)[numbers]
    return _joined(pieces, np.bincount(run.documents, minlength=documents))


def _joined(pieces: npt.NDArray[np.object_], counts: npt.NDArray[np.integer]) -> list[bytes]:
    found, first = [], 0
    for stop in counts.cumsum().tolist():
        found.append(b"".join(pieces[first:stop].tolist())[:-1])
        first = stop
    return found


def impacts_of(run: Run, lengths: Float32Array, average: float, scale: int) -> npt.NDArray[np.int64]:
    """Return what each posting adds to a score before idf, as a whole number above 0."""
    saturation = ranking.saturation(lengths, average)[run.documents]
    impacts = ranking.bm25(run.weights.array(), saturation)
    return np.maximum(np.rint(impacts.astype(np.float64) * scale), 1).astype(np.int64)


def _quoted(term: str) -> bytes:
    return json.dumps(kept_as(term), ensure_ascii=False).encode()


def _texts_of(run: Run) -> Sequence[str]:
    return unpacked_grams(run.terms) if isinstance(run.terms, np.ndarray) else run.terms


def _run_of(batch: Batch, name: str) -> Run:
    return {"words": batch.runs["words"], "surfaces": batch.surfaces, "names": batch.names}[name]


def _set_aside(batches: Iterable[Batch], aside: IO[bytes]) -> dict[Stream, float]:
    """Write batches to a file, for how long documents are is known when the last has come; return that."""
    totals = dict.fromkeys(STREAMS, 0.0)
    counts = dict.fromkeys(STREAMS, 0)
    for batch in batches:
        pickle.dump(batch, aside, pickle.HIGHEST_PROTOCOL)
        for stream, lengths in batch.lengths.items():
            totals[stream] += float(lengths.sum(dtype=np.float64))
            counts[stream] += int(np.count_nonzero(lengths))
    return {stream: totals[stream] / max(1, counts[stream]) or 1.0 for stream in STREAMS}


def _brought_back(aside: IO[bytes]) -> Iterator[Batch]:
    end = aside.tell()
    aside.seek(0)
    while aside.tell() < end:
        # A file without a name, which nobody else has written.
        batch: Batch = pickle.load(aside)
        yield batch


def _cloned(cluster: Cluster, index: str, kept: Kept) -> dict[str, Counter[str]]:
    """Make an index of another one's files; return how many of what stays have each term."""
    counts = {}
    leaving = counted_in(cluster, kept.index, kept.leaving)
    for name in COUNTED:
        old = read_dictionary(cluster, kept.index, name)
        counts[name] = Counter(dict(zip(old.terms, old.counts.tolist(), strict=True)))
        counts[name].subtract(leaving[name])
    settings = {
        "index.number_of_replicas": 0,
        "index.blocks.write": None,
        "index.routing.rebalance.enable": "none",
    }
    cluster.ask(
        "PUT",
        f"/{kept.index}/_clone/{index}",
        {"settings": settings},
        {"wait_for_active_shards": 1},
        patience=_HOURS,
    )
    cluster.ask("GET", f"/_cluster/health/{index}", params={"wait_for_status": "green"}, patience=PATIENCE)
    cluster.ask("PUT", f"/{index}/_settings", {"index.blocks.write": False}, patience=PATIENCE)
    return counts


def _last_number(cluster: Cluster, index: str) -> int:
    (answer,) = cluster.search(index, [{"size": 0, "aggs": {"last": {"max": {"field": "seq"}}}}])
    last = answer["aggregations"]["last"]["value"]
    return -1 if last is None else int(last)


def _contents(cluster: Cluster, index: str, preference: str) -> Json:
    """Count what one copy of an index has: documents, and those with each field that finds them."""
    fields = [*STREAMS, *map(places_field, PHRASED), *map(facet_field, ("kind",)), "keys", "seq"]
    aggs: Json = {name: {"filter": {"exists": {"field": name}}} for name in fields}
    aggs["sum"] = {"sum": {"field": "seq"}}
    body: Json = {"size": 0, "track_total_hits": True, "query": EVERYTHING, "aggs": aggs}
    answer = cluster.ask(
        "POST",
        f"/{index}/_search",
        body,
        {"preference": preference, "allow_partial_search_results": "false"},
        patience=PATIENCE,
    )
    return {"total": answer["hits"]["total"]["value"], **answer["aggregations"]}
