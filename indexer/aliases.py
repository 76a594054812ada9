"""The aliases file: canonical names and their other spellings -> Lexicon."""

import hashlib
from pathlib import Path

from indexer.notes.problems import Problems
from indexer.notes.safe_yaml import YamlList, YamlMapping, YamlNode, YamlText, parse_mapping
from indexer.plain_file import read_plain_file
from search.errors import NoteError
from search.text.lexicon import Lexicon, name_key

NAME = "aliases.yaml"

_KINDS = ("technologies", "speakers", "terms", "events")


MAX_BYTES = 2_000_000

_UNREADABLE = "unreadable"


def read_aliases(path: Path) -> tuple[Lexicon, tuple[NoteError, ...]]:
    """Read the file; a missing one is an empty lexicon, an entry with a problem is left out.

    Each spelling may stand under one name of its kind only.

    Raises `NoteError` for a file that cannot be used as a whole: without it every canonical name is lost.
    """
    try:
        data = read_plain_file(path, MAX_BYTES)
    except FileNotFoundError:
        return Lexicon(), ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NoteError(path, line, "UTF-8 ではありません。UTF-8 で保存し直してください") from error
    return _lexicon_of(path, parse_mapping(path, text, most=MAX_BYTES))


def fingerprint_of(path: Path) -> str:
    """Name what is in the aliases file: empty when there is none, never the same when it cannot be read."""
    try:
        return hashlib.blake2b(read_plain_file(path, MAX_BYTES), digest_size=16).hexdigest()
    except FileNotFoundError:
        return ""
    except NoteError:
        # No index was made with this.
        return _UNREADABLE


def _lexicon_of(path: Path, mapping: YamlMapping) -> tuple[Lexicon, tuple[NoteError, ...]]:
    problems = Problems(path)
    found: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in _KINDS}
    for kind, names in mapping.entries:
        if kind.text not in found:
            problems.add(kind.line, f"`{kind.text}` はありません。{'・'.join(_KINDS)} のどれかにしてください")
        elif isinstance(names, YamlMapping):
            found[kind.text] = _spellings_of(names, problems)
        elif not (isinstance(names, YamlText) and not names.text):
            problems.add(names.line, f"`{kind.text}` の下には `名前: [別の書き方, …]` の行を並べてください")
    return Lexicon(*found.values()), problems.in_line_order()


def _spellings_of(names: YamlMapping, problems: Problems) -> dict[str, tuple[str, ...]]:
    spellings: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for name, _ in names.entries:
        if other := owners.get(name_key(name.text)):
            problems.add(
                name.line, f"{name.text!r} はすでに {other!r} の行にあります。1 つにまとめてください"
            )
        else:
            owners[name_key(name.text)] = name.text
            spellings[name.text] = ()
    for name, value in names.entries:
        kept: list[str] = []
        for item in _texts_of(name.text, value, problems):
            other = owners.setdefault(name_key(item.text), name.text)
            if other != name.text:
                problems.add(item.line, f"{item.text!r} は {other!r} の書き方です。片方から消してください")
            else:
                kept.append(item.text)
        if name.text in spellings:
            spellings[name.text] = tuple(dict.fromkeys(kept))
    return spellings


def _texts_of(name: str, value: YamlNode, problems: Problems) -> list[YamlText]:
    """Return the spellings, written as a list or as one text; an empty value has none."""
    items = value.items if isinstance(value, YamlList) else (value,)
    texts = [item for item in items if isinstance(item, YamlText) and item.text.strip()]
    if any(not isinstance(item, YamlText) for item in items):
        problems.add(value.line, f"{name!r} の書き方は [別の書き方, …] の形で書いてください")
    return texts
