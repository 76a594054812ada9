"""Copying: an index that is whole gets its copies, and what is in every one of them is counted.

A copy that has lost the terms of its documents has the right number of them, and finds less.
"""

from collections import Counter

from search.documents import KIND, PHRASED, facet_field
from search.engines.opensearch.client import PATIENCE, Cluster
from search.engines.opensearch.mapping import EVERYTHING, HOURS, places_field
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.refusals import Refused
from search.errors import IndexDamaged, IndexUnreachable
from search.text.streams import STREAMS

_ANSWERING = ("STARTED", "RELOCATING")
"""States of a copy that is asked: one that moves answers where it was until it is where it goes."""
_PATIENCE = 600
"""Seconds that copies may take."""
_TOO_LATE = 408
"""Status of who did not see in time what was waited for."""


def copy(cluster: Cluster, index: str, copies: int) -> None:
    """Give a written index its copies, wait for them, and count what is in every one.

    Raises `IndexDamaged` where they differ, `IndexUnreachable` where they do not come, and as `Cluster.ask`.
    """
    settings = {"index.number_of_replicas": copies, "index.routing.rebalance.enable": "all"}
    cluster.ask("PUT", f"/{index}/_settings", settings, patience=PATIENCE)
    waiting = {
        "wait_for_status": "green",
        "wait_for_no_relocating_shards": "true",
        "timeout": f"{_PATIENCE}s",
    }
    try:
        cluster.ask("GET", f"/_cluster/health/{index}", params=waiting, patience=HOURS)
    except Refused as error:
        if error.status != _TOO_LATE:
            raise
        raise IndexUnreachable(
            f"{index} has no copies after {_PATIENCE} s: are all nodes running, and have their disks room?"
        ) from error
    shards, present = _shards(cluster, index)
    if len(present) < len(shards):
        raise IndexDamaged(f"copies of {index} are missing: has the cluster nodes enough?")
    check_copies(cluster, index)


def check_copies(cluster: Cluster, index: str) -> int:
    """Count what is in every copy of an index that answers; return how many copies of all of it there are.

    A copy whose node is away, or is just being moved, is no damage. Raises `IndexDamaged` where one has
    something else than another, `IndexUnreachable` where a part of the index is nowhere, as `Cluster.ask`.
    """
    shards, present = _shards(cluster, index)
    copies = Counter(shard["shard"] for shard in present)
    if not copies or copies.keys() != {shard["shard"] for shard in shards}:
        raise IndexUnreachable(f"a part of {index} is on no node that answers: are all nodes running?")
    counted = [
        _contents(cluster, index, f"_prefer_nodes:{node}")
        for node in sorted({shard["id"] for shard in present})
    ]
    if any(each != counted[0] for each in counted):
        raise IndexDamaged(f"the copies of {index} differ: run `indexer rebuild`")
    return min(copies.values())


def _shards(cluster: Cluster, index: str) -> tuple[list[Json], list[Json]]:
    """Return the copies of each shard that there should be, and those that answer."""
    shards = cluster.ask("GET", f"/_cat/shards/{index}", params={"format": "json", "h": "id,state,shard"})
    return shards, [shard for shard in shards if shard["state"] in _ANSWERING]


def _contents(cluster: Cluster, index: str, preference: str) -> Json:
    """Count what one copy of an index has: documents, and those with each field that finds them."""
    fields = [*STREAMS, *map(places_field, PHRASED), facet_field(KIND), "keys", "seq"]
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
