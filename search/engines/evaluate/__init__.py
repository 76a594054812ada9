"""Evaluate: the one evaluator. "Here are postings and a request, gimme documents, scores and counts"."""
