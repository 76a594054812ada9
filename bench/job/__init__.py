"""The whole job, timed: from what is typed to the total, twenty hits with marked passages, and counts.

`python -m bench.job` makes corpora, has the product and its peers index them, and asks all of them the same
typed texts in turns; then it times the site over HTTP, the rebuild and the update.

talks, made, typed    real talks, more made of their sentences, what is typed   → talks and texts
turns                 all engines asked in turns                                → seconds
counted               what a peer said, held against plain counting             → complaints
found                 success@1 on the judged queries, beside each time
site, rebuilds        pages over HTTP · rebuild, update, memory                 → Figure
targets, report       what is meant to be reached; docs/SPEED.md and its chart
"""
