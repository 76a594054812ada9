"""Cluster documents: the one index that says which generation of a cluster is current, and keeps its parts.

    current             the pointer: which generation answers, what its writer said, which parts it has
    lock                held by the one process that writes, as long as its heart beats
    7.lexicon.json.0    a piece of a part of generation 7, compressed

What two may write is written by comparing: only if nobody has written since it was read.
"""

import base64
import contextlib
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

import zstandard
from msgspec import Struct, convert, to_builtins

from search.engines.opensearch.client import PATIENCE, Cluster
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.refusals import Conflict, Refused
from search.errors import REBUILD, IndexDamaged, IndexMissing

FORMAT = 1

_PIECE = 4 << 20
"""Bytes of a part in one document."""


class Version(Struct, frozen=True):
    """Which writing of a document was read."""

    seq_no: int
    term: int

    def unchanged(self) -> dict[str, int]:
        """Return as parameters: write only if nobody has since."""
        return {"if_seq_no": self.seq_no, "if_primary_term": self.term}


class Part(Struct, frozen=True):
    """In how many pieces a part is kept, and its SHA-256."""

    pieces: int
    sha256: str


class Pointer(Struct, frozen=True):
    """Which generation answers. `older` are those that were taken over from, and when, in seconds."""

    generation: int
    published: int
    """In nanoseconds since 1970."""
    writer: str
    facts: Mapping[str, Any]
    parts: Mapping[str, Part]
    older: Mapping[int, float]


class Documents:
    """The documents of one index that only these classes write."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster = cluster
        self.name = name

    def index(self, generation: int) -> str:
        """Return what the cluster calls a generation."""
        return f"{self.name}-{generation}"

    def make(self, replicas: int) -> None:
        """Make the index unless it is there; in either case it has so many further copies."""
        body = {
            "settings": {"number_of_shards": 1, "number_of_replicas": replicas},
            "mappings": {"dynamic": False, "properties": {"of": {"type": "long"}}},
        }
        try:
            self.cluster.ask("PUT", f"/{self.name}", body, patience=PATIENCE)
        except Refused as error:
            if "resource_already_exists" not in str(error):
                raise
            # It must outlive what the index does that it points to, which has as many.
            settings = {"number_of_replicas": replicas}
            self.cluster.ask("PUT", f"/{self.name}/_settings", settings, patience=PATIENCE)

    def read(self, name: str, patience: float | None = None) -> tuple[Json, Version] | None:
        """Return a document as it was written last; None where there is none."""
        try:
            found = self.cluster.document(self.name, name, patience=patience)
        except IndexMissing:
            return None
        return found["_source"], Version(found["_seq_no"], found["_primary_term"])

    def write(self, name: str, value: Json, since: Version | None) -> Version:
        """Write a document, new or since a version; raises `Conflict` where another has come first."""
        way, params = ("_doc", since.unchanged()) if since else ("_create", {})
        said = self.cluster.ask("PUT", f"/{self.name}/{way}/{name}", value, params)
        return Version(said["_seq_no"], said["_primary_term"])

    def remove(self, name: str, since: Version) -> None:
        """Remove a document unless another has written it since."""
        with contextlib.suppress(Conflict, IndexMissing):
            self.cluster.ask("DELETE", f"/{self.name}/_doc/{name}", params=since.unchanged())

    def pointer(self, patience: float | None = None) -> tuple[Pointer, Version] | None:
        """Return the pointer; raises `IndexDamaged` if it is not what was written."""
        found = self.read("current", patience)
        if found is None:
            return None
        plain, version = found
        try:
            if plain.pop("format") != FORMAT:
                raise ValueError("format")
            return convert(plain, Pointer, str_keys=True), version
        except (KeyError, ValueError, AttributeError) as error:
            raise IndexDamaged(f"{self.name}/current is not what was written: {REBUILD}") from error

    def point(self, pointer: Pointer, since: Version | None) -> None:
        self.write("current", {"format": FORMAT, **to_builtins(pointer)}, since)

    def keep(self, generation: int, name: str, data: bytes) -> Part:
        packed = zstandard.compress(data)
        starts = range(0, len(packed), _PIECE)
        for number, start in enumerate(starts):
            source = {"of": generation, "data": base64.b64encode(packed[start : start + _PIECE]).decode()}
            lines = [{"index": {"_id": f"{generation}.{name}.{number}"}}, source]
            self.cluster.bulk(self.name, [f"{json.dumps(line)}\n".encode() for line in lines])
        return Part(len(starts), hashlib.sha256(data).hexdigest())

    def part(self, generation: int, name: str, part: Part) -> bytes:
        """Return a part; raises `IndexDamaged`."""
        pieces = [self.read(f"{generation}.{name}.{number}") for number in range(part.pieces)]
        try:
            packed = b"".join(base64.b64decode(piece[0]["data"]) for piece in pieces if piece)
            data = zstandard.decompress(packed)
        except (KeyError, ValueError, zstandard.ZstdError) as error:
            raise self._damaged(generation, name) from error
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise self._damaged(generation, name)
        return data

    def forget(self, generations: Collection[int]) -> None:
        self.cluster.ask("POST", f"/{self.name}/_refresh", patience=PATIENCE)
        query = {"query": {"terms": {"of": sorted(generations)}}}
        params = {"conflicts": "proceed"}
        self.cluster.ask("POST", f"/{self.name}/_delete_by_query", query, params, patience=PATIENCE)

    def _damaged(self, generation: int, name: str) -> IndexDamaged:
        return IndexDamaged(f"{name} of {self.index(generation)} is not what was written: {REBUILD}")
