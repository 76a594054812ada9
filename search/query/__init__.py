"""Query: what was typed becomes clauses and words, each word in all its spellings."""
