"""`python -m web`: serve the site."""

import gc
import os
import sys

if __name__ == "__main__":
    # Nothing that loads is garbage, and looking for some would be a tenth of the start.
    gc.disable()
    # Nobody multiplies matrices here, and a thread that waits for some takes a core while all else loads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from web.serving import serve

    sys.exit(serve())
