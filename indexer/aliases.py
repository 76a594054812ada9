"""The aliases file: canonical names and their other spellings -> Lexicon."""

import hashlib
from pathlib import Path

from indexer.notes.problems import Problems
from indexer.notes.safe_yaml import parse_mapping
from indexer.notes.yaml_nodes import YamlList, YamlMapping, YamlNode, YamlText
from search.errors import NoteError
from search.text.lexicon import Lexicon, name_key

NAME = "aliases.yaml"

_KINDS = ("technologies", "speakers", "terms", "events")


def read_aliases(path: Path) -> tuple[Lexicon, tuple[NoteError, ...]]:
    """Read the file; a missing one is an empty lexicon, an entry with a problem is left out."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Lexicon(), ()
    except OSError as error:
        return Lexicon(), (
            NoteError(path, 1, f"読めません({error.strerror})。ファイルの権限を確かめてください"),
        )
    except UnicodeDecodeError:
        return Lexicon(), (NoteError(path, 1, "UTF-8 ではありません。UTF-8 で保存し直してください"),)
    return parse_aliases(path, text)


def fingerprint_of(path: Path) -> str:
    """Name what is in the aliases file; empty when nothing can be read there."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def parse_aliases(path: Path, text: str) -> tuple[Lexicon, tuple[NoteError, ...]]:
    """Read the text of an aliases file; each spelling may stand under one name of its kind only."""
    problems = Problems(path)
    found: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in _KINDS}
    try:
        mapping = parse_mapping(path, text)
    except NoteError as error:
        return Lexicon(), (error,)
    for kind, names in mapping.entries:
        if kind.text not in found:
            problems.add(kind.line, f"`{kind.text}` はありません。{'・'.join(_KINDS)} のどれかにしてください")
        elif isinstance(names, YamlMapping):
            found[kind.text] = _spellings_of(names, problems)
        elif not (isinstance(names, YamlText) and not names.text):
            problems.add(names.line, f"`{kind.text}` の下には `名前: [別の書き方, …]` の行を並べてください")
    return Lexicon(**found), problems.in_line_order()


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
