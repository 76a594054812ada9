"""/healthz and /metrics: whether the site answers, from what, and how fast."""

import time
from contextlib import suppress
from typing import Literal

from flask import Blueprint, Response, abort, request

from search.errors import EngineError
from search.index import TalkIndex
from web.api import json_response
from web.hosts import Hosts, name_of
from web.watching import Watch


def health_blueprint(index: TalkIndex, watch: Watch, hosts: Hosts) -> Blueprint:
    blueprint = Blueprint("health", __name__)
    _look(index, watch)

    @blueprint.get("/healthz")
    def health() -> Response:
        """200 `ok`, 200 `degraded` where an older index answers than the newest, 503 `none`."""
        state, reason = _state_of(index)
        # Messages name folders, and anybody may ask: the log has them.
        generation = index.answering()[0] if state != "none" else None
        told = {"status": state, "reason": type(reason).__name__ if reason else "", "engine": index.engine}
        response = json_response({**told, "generation": generation})
        response.status_code = 503 if generation is None else 200
        response.headers["Cache-Control"] = "no-store"
        return response

    @blueprint.get("/metrics")
    def metrics() -> Response:
        # For who runs the site: readers, who come by its public name, are told that there is no such page.
        if hosts.public and name_of(request.headers.get("Host", "")) == hosts.public:
            abort(404)
        response = Response(watch.written(), mimetype="text/plain", content_type="text/plain; version=0.0.4")
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint


def _state_of(index: TalkIndex) -> tuple[Literal["ok", "degraded", "none"], EngineError | None]:
    try:
        index.answering()
    except EngineError as error:
        return "none", error
    trouble = index.trouble
    if trouble is None:
        return "ok", None
    # Which index is current is not known then; the one that is open may answer on, or not.
    return "degraded" if _answers(index) else "none", trouble


def _answers(index: TalkIndex) -> bool:
    with suppress(EngineError):
        index.ranked("", 1)
        return True
    return False


def _look(index: TalkIndex, watch: Watch) -> None:
    """Let the watch look up what answers."""
    state = {"ok": 1.0, "degraded": 0.5, "none": 0.0}

    def generation() -> float:
        try:
            return index.answering()[0]
        except EngineError:
            return 0

    def age() -> float:
        try:
            # Somebody may have set the clock back.
            return max(0.0, time.time() - index.answering()[1])
        except EngineError:
            return 0

    watch.gauges["kikigaki_healthy"] = ("1 ok, 0.5 degraded, 0 no index.", lambda: state[_state_of(index)[0]])
    watch.gauges["kikigaki_generation"] = ("The generation that answers, 0 for none.", generation)
    watch.gauges["kikigaki_generation_age_seconds"] = ("Since it was published.", age)
