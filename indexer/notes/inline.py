"""One value of a note as a page shows it: no targets of links, no emphasis, no escapes.

A fact is one line of a list. Whoever writes `` `Go` ``, `**Rust**` or `[@foo](https://…)` means the word that
a page shows, and the same word without any sign must be the same value.
"""

import re

from search.text.visible_text import visible_title

_LONGEST = 2_000
"""Characters; what is longer is no value that somebody wrote, and is left as it is."""

_SIGN = re.compile(r"[\[`*_~\\<&]")
_WIDE_TARGET = re.compile(r"\]（\s*(?P<url>https?://[^\s（）]*)\s*）")
_REFERENCE = re.compile(r"(?<!\\)\[(?P<label>[^\[\]\\`]+)\]\[[^\[\]]*\]")
_TO_ESCAPE = re.compile(r"[!-/:-@\[-`{-~]")


def visible_of(value: str) -> str:
    """Return a value as it is read on a page; one without any sign is returned as it is."""
    if not _SIGN.search(value) or len(value) > _LONGEST:
        return value
    return visible_title(_REFERENCE.sub(r"\g<label>", _WIDE_TARGET.sub(r"](\g<url>)", value)))


def written_value(seen: str) -> str:
    """Return how a value must be written so that `visible_of` reads it back."""
    # Two signs may meet in a line that are none where each stands alone.
    beside = f"{seen}, {seen} ({seen})"
    return seen if visible_of(beside) == beside else _TO_ESCAPE.sub(r"\\\g<0>", seen)
