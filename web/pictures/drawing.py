"""SVG → PNG, with the fonts of a package and none of the system.

resvg holds the interpreter while it draws, so that a picture would keep every reader waiting: a site draws in
a process of its own, which is also all that ends when something cannot be drawn.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

MAX_SECONDS = 10.0
"""A card takes 0.05 s; this is the end of what somehow hangs."""


class DrawingFailed(Exception):
    """A picture could not be drawn: a fault of the site, never of what a page says."""


def draw(svg: str, fonts: Sequence[str]) -> bytes:
    """Return a picture as PNG, drawn in this process. Raises ValueError for what is no SVG."""
    # Where a site runs, only the process that draws needs it.
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, font_files=list(fonts), skip_system_fonts=True, languages=["ja"]
        )
    )


def draw_aside(svg: str, fonts: Sequence[str]) -> bytes:
    """Return a picture as PNG, drawn while other threads go on; raises `DrawingFailed`."""
    # By its path and not by its name: nothing else of the site is to be loaded there.
    command = [sys.executable, "-P", __file__, *fonts]
    try:
        done = subprocess.run(command, input=svg.encode(), capture_output=True, timeout=MAX_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DrawingFailed(f"no picture within {MAX_SECONDS:.0f} s: {error}") from error
    if done.returncode:
        raise DrawingFailed(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


if __name__ == "__main__":
    # Readers come first. Where a service manager allows no change of it, drawing is as urgent as they are.
    with suppress(AttributeError, OSError):
        os.nice(10)
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read().decode(), sys.argv[1:]))
