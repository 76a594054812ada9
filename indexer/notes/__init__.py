"""Notes: our own note format, read strictly. "Here is a file, gimme its event, its talks, its problems"."""
