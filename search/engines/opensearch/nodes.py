"""Nodes: which node of a cluster is asked next. Who does not answer is asked last, and around, until it does.

A node that hangs takes a request and says nothing, to the others as to us: they may send it on to the copy
that is there. So those that answer are told to look on each other first.
"""

import itertools
import logging
import random
import threading
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes, urlsplit

from opensearchpy import OpenSearch, exceptions

Json: TypeAlias = dict[str, Any]
"""What a cluster is sent, and what it answers."""

LOOK_EVERY = 1.0
"""Seconds between two looks at nodes while one of them does not answer."""

_CONNECTIONS = 32
"""Threads that ask one node at once without waiting for another's connection."""
RUNNING = "is it running?"
ADDRESS = "look at the addresses in KIKIGAKI_OPENSEARCH_URL"
_CA = "look at KIKIGAKI_OPENSEARCH_CA"
_NAME = "/_nodes/_local/http"
_INDEXES = 8
"""Indexes of which it is known who has them: those that were opened last."""
_BUSY = 4
"""Looks in which a node has answered that is there, however late it answers the last."""

# What a node says is told by our own errors, without addresses that may hold a password.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class NoAnswer(Exception):
    """A node did not answer: what it is in a few words, and what to look at. `is_late` where it may be at it
    still.
    """

    def __init__(self, reason: str, advice: str = RUNNING, is_late: bool = False) -> None:
        super().__init__(reason)
        self.advice = advice
        self.is_late = is_late


class Refusal(Exception):
    """A node answered with a status of HTTP that is none of success, and a few words.

    `is_block` is whether it, or the whole cluster, takes nothing; `is_known` whether a node speaks so.
    """

    def __init__(self, status: int, reason: str, is_block: bool = False, is_known: bool = True) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.is_block = is_block
        self.is_known = is_known


class Node:
    """One node, by its URL."""

    def __init__(self, url: str, ca: str | None) -> None:
        parts = urlsplit(url)
        user, _, place = parts.netloc.rpartition("@")
        # The client would send it as Latin-1, in which no Japanese is, and which nodes read as UTF-8.
        mine = {"authorization": f"Basic {b64encode(unquote_to_bytes(user)).decode()}"} if user else {}
        # Attempts are counted by who asks, who asks another node each time.
        own = OpenSearch(
            [parts._replace(netloc=place).geturl()],
            headers=mine,
            pool_maxsize=_CONNECTIONS,
            max_retries=0,
            ca_certs=ca,
            http_compress=False,
        )
        self._transport = own.transport
        self.name = ""
        """What the cluster calls it, once that was asked."""
        self.is_silent = False
        """Whether it did not answer when it was asked last."""
        self.hangs = False
        """Whether it takes requests then, and lets them wait."""
        self._answered_at = float("-inf")

    def ask(
        self,
        method: str,
        path: str,
        body: Json | bytes | None,
        params: Mapping[str, str | int] | None,
        timeout: float,
    ) -> Any:
        """Return the answer to a request; raises `NoAnswer` and `Refusal`."""
        headers = {"content-type": "application/x-ndjson" if isinstance(body, bytes) else "application/json"}
        try:
            answer = self._transport.perform_request(
                method, path, params=params, body=body, timeout=timeout, headers=headers
            )
            self._answered_at = time.monotonic()
            if not isinstance(answer, dict | list):
                raise NoAnswer("something else than OpenSearch answers", ADDRESS)
            return answer
        except (exceptions.SerializationError, AttributeError) as error:
            # In whatever JSON comes with a status of failure the client looks for an error.
            raise NoAnswer("something else than OpenSearch answers", ADDRESS) from error
        except exceptions.ConnectionTimeout as error:
            raise NoAnswer("timeout", is_late=True) from error
        except exceptions.SSLError as error:
            if "WRONG_VERSION_NUMBER" in str(error) or "RECORD_LAYER" in str(error).upper():
                raise NoAnswer("it speaks http, and no https", ADDRESS) from error
            raise NoAnswer("its certificate is not trusted", _CA) from error
        except exceptions.ConnectionError as error:
            # Of a connection only its kind is told: its text may hold anything.
            raise NoAnswer("no connection") from error
        except exceptions.TransportError as error:
            self._answered_at = time.monotonic()
            raise _refusal(error) from error
        except exceptions.OpenSearchException as error:
            raise NoAnswer(type(error).__name__) from error

    def has_answered(self, seconds: float) -> bool:
        return time.monotonic() - self._answered_at < seconds

    def look(self, patience: float) -> None:
        """Find out whether it answers in so many seconds, and what it is called."""
        try:
            said = self.ask("GET", _NAME, None, {"filter_path": "nodes.*.name"}, patience)
            # Who stands before it may answer whatever it likes.
            self.name = next(iter(said.get("nodes", ())), "") if isinstance(said, dict) else ""
            self.is_silent = False
        except Refusal:
            # Who does not tell its name is there.
            self.is_silent = False
        except NoAnswer as silence:
            # Of a busy machine those that are there are slow, too; but they have answered something.
            self.is_silent = not (silence.is_late and self.has_answered(_BUSY * patience))
            self.hangs = self.is_silent and silence.is_late
        else:
            self.hangs = False


class Nodes:
    """The nodes of a cluster that are known by their URLs. May be shared by threads.

    `patience` is how many seconds each has to show that it is there.
    """

    def __init__(self, urls: Sequence[str], ca: str | None, patience: float) -> None:
        self._nodes = [Node(url, ca) for url in urls]
        self._patience = patience
        # Not all processes begin with the same one.
        self._turns = itertools.count(random.randrange(len(urls)))
        self._holders: dict[str, frozenset[str]] = {}
        self._starting = threading.Lock()
        self._look = threading.Event()
        self._look.set()
        self._looked_at = float("-inf")

    def expect(self, index: str, names: Iterable[str]) -> None:
        """Take in which nodes, by their names, have a copy of an index: others would have to ask them."""
        last = list(self._holders.items())[1 - _INDEXES :]
        self._holders = {**dict(last), index: frozenset(names)}
        if not all(node.name for node in self._nodes):
            self._look_again()

    def in_turn(self, index: str = "") -> Iterator[Node]:
        """Yield nodes without end: each time another one, those first that have a copy of an index, as far as
        that is known, and those that are silent when no other is left.
        """
        is_due = time.monotonic() - self._looked_at > LOOK_EVERY
        if is_due and any(node.is_silent for node in self._nodes):
            self._look_again()
        holders, turn = self._holders.get(index, frozenset()), next(self._turns)
        having = [node for node in self._nodes if node.name in holders]
        turned = _turned(having, turn) + _turned([node for node in self._nodes if node not in having], turn)
        asked = Counter[Node]()
        while True:
            node = min(turned, key=lambda each: (each.is_silent, asked[each]))
            asked[node] += 1
            yield node

    def missed(self, node: Node) -> None:
        """Take in that a node did not answer: look at all of them, to know whom to ask instead."""
        # Several questions wait for one that hangs: who has answered the look that another began is there.
        if not node.has_answered(self._patience):
            node.is_silent = True
        # To be connected and to be answered have as long each.
        self._look_again().wait(2 * self._patience)

    @property
    def some_hang(self) -> bool:
        """Whether a node took the last request and let it wait."""
        return any(node.hangs for node in self._nodes)

    @property
    def preference(self) -> str:
        """Whose copies are to be asked, as the cluster is told it: that of the node that is asked, if it has
        one, for it answers sooner than if it asked another; while a node hangs, those of the others.
        """
        names = [node.name for node in self._nodes if node.name and not node.is_silent]
        return f"_prefer_nodes:{','.join(names)}" if names and self.some_hang else "_local"

    def _look_again(self) -> threading.Event:
        """Begin to look at all nodes, unless somebody does; return what tells that it is done."""
        with self._starting:
            if self._look.is_set():
                self._look = threading.Event()
                threading.Thread(target=self._look_at_all, args=(self._look,), daemon=True).start()
            return self._look

    def _look_at_all(self, done: threading.Event) -> None:
        looks = [
            threading.Thread(target=node.look, args=(self._patience,), daemon=True) for node in self._nodes
        ]
        for each in looks:
            each.start()
        for each in looks:
            each.join()
        self._looked_at = time.monotonic()
        done.set()


def _refusal(error: exceptions.TransportError) -> Refusal:
    """Return what a node says is wrong: its kind, and why."""
    told = error.info if isinstance(error.info, dict) else {}
    known = told.get("error")
    kind, reason = (known.get("type"), known.get("reason")) if isinstance(known, dict) else ("", "")
    words = f"{error.error}: {reason}" if reason else str(error.error)
    return Refusal(
        int(error.status_code),
        " ".join(words.split())[:300],
        is_block=str(kind).endswith("block_exception"),
        # What a document is not is told without an error.
        is_known=isinstance(known, dict) or "_index" in told,
    )


def _turned(nodes: list[Node], turn: int) -> list[Node]:
    first = turn % max(1, len(nodes))
    return nodes[first:] + nodes[:first]
