"""Copying: an index that is whole gets its copies, and what is in every one of them is counted.

A copy that has lost the terms of its documents has the right number of them, and finds less.
"""

from search.documents import PHRASED
from search.engines.opensearch.client import PATIENCE, Cluster, Json
from search.engines.opensearch.mapping import EVERYTHING, HOURS, facet_field, places_field
from search.errors import IndexDamaged
from search.text.streams import STREAMS


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
        patience=HOURS,
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
