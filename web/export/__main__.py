"""`python -m web.export`: write the site into a folder."""

import sys

if __name__ == "__main__":
    from web.export.command import main

    sys.exit(main())
