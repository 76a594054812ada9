"""`python -m web`: serve the site."""

import gc
import sys

if __name__ == "__main__":
    # Nothing that loads is garbage, and looking for some would be a tenth of the start.
    gc.disable()
    from web.serving import serve

    sys.exit(serve())
