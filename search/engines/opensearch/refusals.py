"""Refusals: what nodes say is wrong, as errors of ours that say what to look at."""

from search.engines.opensearch.nodes import ADDRESS, RUNNING, Json, Refusal
from search.errors import EngineError, IndexMissing, IndexUnreachable

STRANGER = (401, 403)
"""Statuses for who is not let in; each node says so."""
_TOO_MANY = 429
_NOWHERE = (404, 405)
"""Statuses of who is no cluster, where it is not said as one says it."""
_PASSWORD = "look at name and password in KIKIGAKI_OPENSEARCH_URL"


class Conflict(EngineError):
    """Somebody else has written in between, or what was to be made is there already."""


class Refused(EngineError):
    """The cluster understood a request, and does not do it; `status` is that of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Overburdened(IndexUnreachable):
    """The cluster is there, and has too much to do, or too little memory, for what was asked."""


def told_by(refusal: Refusal, shown: str) -> EngineError:
    """Return what a refusal means; `shown` are the nodes as messages name them."""
    if refusal.status < 500 and refusal.is_block:
        return _closed(shown, str(refusal))
    if not refusal.is_known and (refusal.status < 400 or refusal.status in _NOWHERE):
        return unreachable(shown, str(refusal), ADDRESS)
    if refusal.status == 404:
        return IndexMissing(f"the cluster does not know what was asked for: {refusal}")
    if refusal.status == 409:
        return Conflict(f"somebody else has written in between: {refusal}")
    if refusal.status in STRANGER:
        return unreachable(shown, f"user and password do not fit: {refusal}", _PASSWORD)
    if refusal.status == _TOO_MANY:
        return Overburdened(f"the cluster at {shown} has too much to do: {refusal}")
    if refusal.status >= 500:
        return unreachable(shown, str(refusal))
    return Refused(f"the cluster refuses a request: {refusal}", refusal.status)


def lacking_in(answer: Json, shown: str) -> EngineError | None:
    """Return what an answer to searches lacks that another node may have; raises for what none can answer."""
    wrong = next(filter(None, map(_wrong, answer["responses"])), None)
    if wrong is None:
        return None
    status, reason = wrong
    if status == 404:
        # Of an index that was just made a node that was away need not know.
        return IndexMissing(f"the cluster has no such index: {reason}: run `indexer rebuild`")
    if 400 <= status < 500 and status != _TOO_MANY:
        raise Refused(f"the cluster refuses a search: {reason}", status)
    return unreachable(shown, reason)


def not_taken(answer: Json, shown: str) -> list[int]:
    """Return which documents of a bulk request it was too busy for; raises for those it will not take."""
    said = [next(iter(item.values())) for item in answer["items"]]
    failed = [(place, item) for place, item in enumerate(said) if item["status"] >= 300]
    for _, item in failed:
        error = item.get("error", {})
        reason = error.get("reason", item.get("result", ""))
        if str(error.get("type")).endswith("block_exception"):
            raise _closed(shown, f"{item['status']} {reason}")
        if item["status"] != _TOO_MANY:
            raise Refused(f"the cluster does not take a document: {reason}", item["status"])
    return [place for place, _ in failed]


def somebody_else(shown: str) -> IndexUnreachable:
    """Return that who answers is no node."""
    return unreachable(shown, "something else than OpenSearch answers", ADDRESS)


def unreachable(shown: str, reason: str, advice: str = RUNNING) -> IndexUnreachable:
    """Return that a cluster does not answer, and what to look at."""
    return IndexUnreachable(f"the cluster at {shown} does not answer ({reason}): {advice}")


def _closed(shown: str, reason: str) -> IndexUnreachable:
    return IndexUnreachable(
        f"the cluster at {shown} takes nothing new ({reason}): have its disks room enough?"
    )


def _wrong(answer: Json) -> tuple[int, str] | None:
    """Return why the answer to a search is not whole, as a status of HTTP and words."""
    if "error" in answer:
        error = answer["error"]
        causes = error.get("root_cause") or [error]
        said = causes[0].get("reason") or causes[0].get("type") or error
        return answer.get("status", 500), str(said)[:300]
    shards = answer["_shards"]
    if answer["timed_out"] or shards["failed"] or shards["successful"] < shards["total"]:
        return 503, "a shard is missing"
    return None
