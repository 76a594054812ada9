"""Posts: blog posts as people have them, read in place. Lenient where `indexer.notes` is strict.

For a post nothing is an error that a sensible guess can mend; what was guessed is said by `indexer check`.
"""
