"""Hello: the least that Flask does under waitress, as the page's yardstick.

KIKIGAKI_PORT=8001 python -m bench.job.hello
"""

import os

import waitress
from flask import Flask

# As many as `python -m web` has.
THREADS = 8

if __name__ == "__main__":
    app = Flask(__name__)
    app.get("/")(lambda: "hello")
    port = int(os.environ["KIKIGAKI_PORT"])
    waitress.serve(app, host="127.0.0.1", port=port, threads=THREADS, ident=None, _quiet=True)
