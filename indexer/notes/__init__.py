"""Our own note format: one Markdown file -> one event with its talks, and all that is wrong with it."""
