"""Plain YAML: the front matter that nearly every note has, read by one pattern.

One `key: value` a line, the value plain or simply quoted. A YAML parser says the same of it and takes fifty
times as long (`tests/test_safe_yaml.py` compares them); whatever is not so plain is left to it.
"""

import re

_ODD = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What YAML does not call printable, its other line ends, tabs and the byte order mark."""
# Alternatives instead of one class of signs: that takes milliseconds to compile.
_LINE = re.compile(
    r"""
    (?P<key>\w[\w-]{0,63}):
    (?:
        [ ]+ (?P<plain>(?=\w|\(|（|「|『|【)(?![^\n]*(?:[ ]\#|:[ \n]))[^\n]+)
      | [ ]+ '(?P<single>[^'\n]*)' [ ]*
      | [ ]+ "(?P<double>[^"\\\n]*)" [ ]*
      | [ ]*
    )
    \n
    """,
    re.VERBOSE,
)


def plain_entries_of(text: str) -> list[tuple[str, str]] | None:
    """Return the key and the value of each line; None when some line is not plain."""
    if _ODD.search(text):
        return None
    entries: list[tuple[str, str]] = []
    text, at = text + "\n", 0
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None:
            return None
        plain, single, double = line["plain"], line["single"], line["double"]
        entries.append((line["key"], plain.rstrip(" ") if plain else single or double or ""))
        at = line.end()
    return entries
