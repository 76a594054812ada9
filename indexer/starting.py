"""The start of the command: who stops it while it still loads is told no less politely than later."""

import os
import signal
import sys


def run() -> int:
    """Load and run the command; return its exit code.

    A polite kill, as by `docker stop`, ends it as Ctrl-C does: what was begun in a cluster is taken back, and
    the first process of a container, which the kernel guards against such signals, ends at all.
    """
    killed: list[int] = []

    def end(number: int, _: object) -> None:
        killed.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        from indexer.cli import main

        code = main()
    except KeyboardInterrupt:
        # Whatever language somebody speaks: what knows that is not there yet.
        sys.stderr.write("\n")
        code = 128 + signal.SIGINT
    if killed:
        # Whoever sent it is to see that it was this signal.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    return code
