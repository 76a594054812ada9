"""YAML as people write it by hand: mappings, lists and plain text; nothing that can hurt.

PyYAML's own loaders expand aliases and merge keys without a limit and turn `no` into False and
`12:30` into 750. So only its event stream is used: whatever could blow up is refused when it is seen,
every scalar stays text, and every value knows the line it stands in.
"""

from pathlib import Path

from indexer.notes.plain_yaml import plain_entries_of
from indexer.notes.yaml_nodes import YamlMapping, YamlText
from search.errors import NoteError

MAX_BYTES = 64 * 1024


def parse_mapping(path: Path, text: str, first_line: int = 1) -> YamlMapping:
    """Return the one mapping that `text` holds; an empty text is an empty mapping.

    `first_line` is where `text` begins in the file. Raises `NoteError` with the line and the cure.
    """
    if 4 * len(text) > MAX_BYTES and len(text.encode()) > MAX_BYTES:
        raise NoteError(path, first_line, f"YAML が {MAX_BYTES // 1024} KB を超えています。短くしてください")
    entries = plain_entries_of(text)
    if entries is None or len(dict(entries)) < len(entries):
        # Most notes never need PyYAML, and loading it takes 20 ms.
        from indexer.notes.yaml_events import read_mapping

        return read_mapping(path, text, first_line)
    numbered = enumerate(entries, first_line)
    return YamlMapping(
        tuple((YamlText(key, line), YamlText(value, line)) for line, (key, value) in numbered), first_line
    )
