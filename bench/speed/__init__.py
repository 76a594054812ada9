"""The bench of speed: this engine and its peers on the same tokens, questions and facets, in one run.

`python -m bench.speed` makes corpora, has every engine index them and asks all of them the same questions in
turns, each engine in a process of its own; then it measures the whole product against Sudachi and Flask.

corpora     zipf or real_text, facets, questions   → a folder (writing, store)
engines/    what is compared                       → SpeedEngine (engine)
worker      one engine in one process              ← workers, which starts it and asks
truth       what every answer is held against  ← checking
measuring   one corpus, all engines                → Measured (figures)
product     rebuild, update, request, start        → Ratio
targets     what is meant to be reached            → Verdict
report, plots                                      → docs/SPEED.md and docs/speed-*.svg
"""
