"""Bench: each claim of quality or speed, measured beside its peers in the same run.

`python -m bench.relevance` asks every system the same judged questions about the same documents and prints
what each found, and how much of what is found for a name has the name; `python -m bench.job` asks how fast a
visitor's whole job is done, and has a tour of its own. Both ask the same adapters, one a peer. They are a
reader's tools: nothing in `search`, `indexer` or `web` imports them.

judged       a folder of documents, queries and judgements  → Collection
evening      the shipped notes and what one remembers of one evening → Collection
ranker       what a system must do                          → Ranker; Peer, for a whole page
systems      the systems to compare, by name (kikigaki, peers/)
evaluation   one system over one collection                 → Run (rankings and times)
measures     rankings and judgements                        → figures for each query
scores       figures for each query                         → means with confidence intervals
targets, tables, report                                     → what is printed
ablation     Kikigaki with one ingredient dropped
precision    names of technologies, and what has them (precision_names)
machine      what a run ran on
"""
