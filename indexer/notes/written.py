"""Front matter as it is written: what stands behind a key is its text, whatever YAML makes of signs.

YAML ends `渋谷Web勉強会 #12` at the blank, and refuses `[東京] LT会`, `@IT セミナー` and `勉強会: 秋の回`.
People write names, not YAML. So each such value is put into quotes, in its own line, before YAML reads it.
Values in quotes, block scalars, lists and mappings stay YAML's.
"""

import re
from collections.abc import Callable

TEXTS = frozenset({"event", "venue"})
"""Facts that may hold any text. In all others a blank and `#` begin a remark."""

HASHTAG = "hashtag"

_COLON = re.compile("[:：]")
_COLON_OF_YAML = re.compile(r":(?=[ \t]|$)")
_NO_KEY = frozenset(" \t#[{&*!|>%@`?-]},")
_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?P<rest>.*)""")
_REMARK = re.compile(r"\s#")
_BLOCK = re.compile(r"[|>][-+\d]{0,2}(?:\s+#.*)?")
_LONGEST_NAME = 2_000
_STRUCTURE = re.compile(r"\s*(?:- |#|.*:(?:\s|$))")
_BARE = re.compile(r"(?!.*\s#)[\w(（「『【](?:[\w +./()（）「」『』【】・ー-]*[\w+.)）」』】#])?")


def as_written(text: str, fact_of: Callable[[str], str]) -> str:
    """Return the YAML text with the same lines, every bare value in quotes.

    `fact_of` names the fact that a key means; empty for a key that is none of ours. Those are recognised
    also with a full-width colon, or without a blank behind it.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _entry_of(line, fact_of)
        if found is None:
            continue
        key, name, value = found
        below = _below(lines, number + 1)
        written = _text_of(value, name, is_above_more=bool(below))
        if written is not None and not any(_STRUCTURE.match(more) for more in below):
            lines[number] = f"{key}: {_quoted(' '.join((written, *map(str.strip, below))))}"
            lines[number + 1 : number + 1 + len(below)] = [""] * len(below)
        elif name:
            lines[number] = f"{key}: {value}"
    return "\n".join(lines)


def _entry_of(line: str, fact_of: Callable[[str], str]) -> tuple[str, str, str] | None:
    """Split a line into its key as written, the fact that the key means, and its value."""
    if not line or line[0] in _NO_KEY:
        return None
    start = line.find(line[0], 1) if line[0] in "\"'" else 0
    if start < 0:
        return None
    if (colon := _COLON.search(line, start)) and (name := fact_of(_bare(line[: colon.start()].rstrip()))):
        return line[: colon.start()].rstrip(), name, line[colon.end() :].strip()
    if colon := _COLON_OF_YAML.search(line, start):
        return line[: colon.start()].rstrip(), "", line[colon.end() :].strip()
    return None


def _text_of(value: str, name: str, *, is_above_more: bool) -> str | None:
    """Return what a bare value says; None when YAML is to read it."""
    if not value:
        return None
    if value[0] in "\"'":
        quoted = _QUOTED.fullmatch(value)
        is_yaml = quoted is None or not quoted["rest"].strip() or bool(_REMARK.match(quoted["rest"]))
        return None if is_yaml else value
    if is_above_more and _BLOCK.fullmatch(value):
        return None
    if name in TEXTS:
        return value
    if value[0] == "#" and not (name == HASHTAG and value[1:2].strip()):
        return None
    if value[0] in "[{" and (is_above_more or len(value) > _LONGEST_NAME or _is_flow(value)):
        return None
    return _REMARK.split(value, maxsplit=1)[0].rstrip()


def _is_flow(value: str) -> bool:
    # Hardly any note needs PyYAML, and loading it takes 20 ms.
    from indexer.notes.yaml_events import is_flow

    return is_flow(value)


def _below(lines: list[str], start: int) -> list[str]:
    """Return the indented lines that a value goes on in."""
    end = start
    while end < len(lines) and lines[end][:1] in (" ", "\t") and lines[end].strip():
        end += 1
    return lines[start:end]


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" else key


def flow_scalar(value: str) -> str:
    """Return a value as it may stand inside of brackets, and as a key: in quotes only where it needs them."""
    is_bare = _BARE.fullmatch(value) and not value.startswith("-")
    return value if is_bare else _quoted(value)
