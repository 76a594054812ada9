"""The commands of `indexer`, one module each: it does one thing, says what it did, returns the exit code."""

OK, PROBLEMS, STALE = 0, 1, 65
