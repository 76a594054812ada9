"""The commands of `indexer`, one module each: it does one thing, says what it did, returns the exit code."""

OK, PROBLEMS, DAMAGED, STALE = 0, 1, 2, 65
