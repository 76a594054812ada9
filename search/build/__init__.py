"""Build: talks become batches of postings. "Here are talks, gimme what an engine writes"."""
