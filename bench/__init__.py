"""Bench: each claim of quality or speed, measured beside its peers in the same run.

`python -m bench.relevance` asks every system the same judged questions about the same documents and prints
what each found. It is a reader's tool: nothing in `search`, `indexer` or `web` imports it.

judged       a folder of documents, queries and judgements  → Collection
evening      the shipped notes and what one remembers of one evening → Collection
systems      the systems to compare, by name                → Ranker
evaluation   one system over one collection                 → Run (rankings and times)
measures     rankings and judgements                        → figures for each query
scores       figures for each query                         → means with confidence intervals
targets, tables, report                                     → what is printed
ablation     Kikigaki with one ingredient dropped
"""
