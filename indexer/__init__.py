"""The writing side: note files -> talks -> index.

`notes` reads one file, `corpus` reads a folder of them, `importers` make note files out of other
people's data, and `cli` is the command `indexer`, the only module that prints.
"""

import os

# Nobody multiplies matrices here; a thread that waits for some takes 40 ms of the processor at each start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
