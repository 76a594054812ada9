"""Store: an index as a folder of generations. "Here is a new one, whole; make it the current one"."""
