"""Hello: the least that Flask does under waitress, as the page's yardstick.

python -m bench.speed.product.hello PORT
"""

import sys

import waitress
from flask import Flask

# As many as `python -m web` has.
THREADS = 8


def main(port: int) -> None:
    """Serve a line of text until killed."""
    app = Flask(__name__)
    app.get("/")(lambda: "hello")
    waitress.serve(app, host="127.0.0.1", port=port, threads=THREADS, ident=None, _quiet=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
