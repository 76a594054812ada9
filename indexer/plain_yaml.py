"""Plain YAML: the front matter that nearly every note has, read by one pattern.

One `key: value` a line, the value plain or simply quoted. A YAML parser says the same of it and takes fifty
times as long (`tests/test_safe_yaml.py` compares them); whatever is not so plain is left to it.
"""

import re

_WIDE = "\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
"""What YAML calls printable beyond ASCII, without its line ends and the byte order mark."""
_LINE = re.compile(
    rf"""
    (?P<key>\w[\w-]{{0,63}}):
    (?:
        [ ]+ (?P<plain>(?=[\w(（「『【])(?![^\n]*(?:[ ]\#|:[ \n]))[\ -~{_WIDE}]+)
      | [ ]+ '(?P<single>[\ -&(-~{_WIDE}]*)' [ ]*
      | [ ]+ "(?P<double>[\ !\#-\[\]-~{_WIDE}]*)" [ ]*
      | [ ]*
    )
    \n
    """,
    re.VERBOSE,
)


def plain_entries_of(text: str) -> list[tuple[str, str]] | None:
    """Return the key and the value of each line; None when some line is not plain."""
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
