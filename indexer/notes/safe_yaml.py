"""YAML as people write it by hand: mappings, lists and plain text; nothing that can hurt.

PyYAML's own loaders expand aliases and merge keys without a limit and turn `no` into False and
`12:30` into 750. So only its event stream is used: whatever could blow up is refused when it is seen,
every scalar stays text, and every value knows the line it stands in.

The front matter that nearly every note has, one `key: value` a line, plain or simply quoted, is read by one
pattern. A YAML parser says the same of it and takes fifty times as long (`tests/test_safe_yaml.py`).
"""

import re
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from indexer.notes.written import as_written
from search.errors import NoteError

MAX_BYTES = 64 * 1024
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


class YamlText(Struct, frozen=True):
    """A scalar, as text; `line` counts from 1 in the whole file."""

    text: str
    line: int


class YamlList(Struct, frozen=True):
    items: tuple["YamlNode", ...]
    line: int


class YamlMapping(Struct, frozen=True):
    """Keys in the order of the file; no key occurs twice."""

    entries: tuple[tuple[YamlText, "YamlNode"], ...]
    line: int


YamlNode = YamlText | YamlList | YamlMapping


def parse_mapping(path: Path, text: str, first_line: int = 1, most: int = MAX_BYTES) -> YamlMapping:
    """Return the one mapping that `text` holds, in at most so many bytes; an empty text is an empty mapping.

    `first_line` is where `text` begins in the file. Raises `NoteError` with the line and the cure.
    """
    _refuse_length(path, text, first_line, most)
    return _plainly_read(text, first_line) or _read(path, text, first_line)


def parse_front_matter(path: Path, text: str, first_line: int, fact_of: Callable[[str], str]) -> YamlMapping:
    """Return the mapping of a front matter, in which what stands bare behind a key is its text.

    `fact_of` names the fact that a key means, and is empty for other keys. Raises as `parse_mapping`.
    """
    _refuse_length(path, text, first_line, MAX_BYTES)
    if plain := _plainly_read(text, first_line):
        return plain
    text = as_written(text, fact_of)
    return _plainly_read(text, first_line) or _read(path, text, first_line)


def _refuse_length(path: Path, text: str, first_line: int, most: int) -> None:
    if 4 * len(text) > most and len(text.encode()) > most:
        raise NoteError(path, first_line, f"YAML が {most // 1024} KB を超えています。短くしてください")


def _plainly_read(text: str, first_line: int) -> YamlMapping | None:
    """Return what plain lines say; None when some line is not plain, or a key occurs twice."""
    entries = plain_entries_of(text)
    if entries is None or len(dict(entries)) < len(entries):
        return None
    numbered = enumerate(entries, first_line)
    return YamlMapping(
        tuple((YamlText(key, line), YamlText(value, line)) for line, (key, value) in numbered), first_line
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


def _read(path: Path, text: str, first_line: int) -> YamlMapping:
    # Most notes never need PyYAML, and loading it takes 20 ms.
    from indexer.notes.yaml_events import read_mapping

    return read_mapping(path, text, first_line)
