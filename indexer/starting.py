"""The start of the command: who stops it while it still loads is told no less politely than later."""

import signal
import sys


def run() -> int:
    """Load and run the command; return its exit code."""
    try:
        from indexer.cli import main

        return main()
    except KeyboardInterrupt:
        # Whatever language somebody speaks: what knows that is not there yet.
        sys.stderr.write("\n")
        return 128 + signal.SIGINT
