"""Front matter of any blog engine: YAML, TOML, JSON, reST fields or none -> plain values.

No line is refused. A value stays the text that stands behind its colon, so a title keeps its `#12`,
and a file that no YAML parser would read still gives its title and date.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from indexer.posts.lenient_yaml import KEY, Item, Value, list_items, unquoted, yaml_fields, yaml_items

Dialect = Literal["yaml", "toml", "json", "rst", "org", "asciidoc", "html", "none"]

MAX_LINES = 400
"""Front matter is looked for in so many lines; what is longer is text."""

_FENCES: Mapping[str, Dialect] = {
    **{"---": "yaml", "---yaml": "yaml", "---yml": "yaml"},
    **{"+++": "toml", "---toml": "toml", "---json": "json"},
}
"""Behind three dashes Gatsby and 11ty take the name of the language."""
_OBJECT = re.compile(r"""\{\s*"[^"]*"\s*:""")
_TOML_KEY = re.compile(r"""([\w.-]{1,64})[ \t]*=[ \t]*(.*)""")
_FIELD = re.compile(r"(?::|\.\. (?=[a-z]+:))([^:\s][^:\n]{0,63}):(?:[ \t]+(.*))?$")
"""A field of reST, or Nikola's `.. title: …`."""
_ABLOG = re.compile(r"\.\.[ \t]+post::[ \t]*(.*)$")
_RULE = re.compile(r"([=\-~^\"'#*+.:_`])\1{2,}[ \t]*$")


class Front(Struct, frozen=True):
    """Keys in lower case, where the text begins: its offset and its line, counted from 1; and whether a rule
    ends what one began.
    """

    dialect: Dialect
    fields: Mapping[str, Value] = field(default_factory=dict)
    start: int = 0
    line: int = 1
    is_closed: bool = True

    def text(self, *keys: str) -> str:
        """Return the first of these keys that has a text; of a list the first item."""
        for key in keys:
            value = self.fields.get(key)
            if isinstance(value, tuple) and value:
                value = value[0]
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def items(self, *keys: str) -> tuple[str, ...]:
        """Return the items of all these keys; a text is split at its commas."""
        found: list[str] = []
        for key in keys:
            value = self.fields.get(key, ())
            if isinstance(value, str):
                value = tuple(re.split("[,，、]", value.strip("[]")))
            if isinstance(value, tuple):
                found += [unquoted(item) for item in value]
        return tuple(dict.fromkeys(item for item in found if item))

    def says(self, key: str) -> bool | None:
        """Return what a key says when it says yes or no."""
        word = self.text(key).casefold().split(maxsplit=1)
        if word and word[0] in ("true", "yes", "on"):
            return True
        return False if word and word[0] in ("false", "no", "off") else None


def front_matter_of(text: str, *, is_rst: bool = False) -> Front:
    """Read what stands before the text; a file without front matter has no fields."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    first = text[start : start + 200].partition("\n")[0].rstrip()
    line = text.count("\n", 0, start) + 1
    if dialect := _FENCES.get(first):
        ends = ("+++",) if first == "+++" else ("---", "...")
        front = _fenced(text, start, line, ends, dialect)
        if dialect == "yaml" and front.dialect == "none":
            below = _headers(text, text.find("\n", start) + 1 or len(text), line + 1)
            return replace(below, is_closed=not below.fields)
        return front
    if first.startswith("{") and (first == "{" or _OBJECT.match(first)):
        return _json(text, start, line)
    if is_rst:
        return Front("rst", _rst_fields(text))
    if first == "<!--":
        return _in_comment(text, start, line)
    return _headers(text, start, line)


def items_of(text: str, front: Front) -> Iterator[Item]:
    """Yield the keys of a front matter as they are written; none of one that is neither YAML nor headers."""
    if front.dialect in ("yaml", "none") and front.fields:
        yield from yaml_items(text[: front.start].split("\n"))


def broken_toml_in(text: str, front: Front) -> int:
    """Return the line, counted from 1, at which a front matter is no TOML; 0 where it is."""
    if front.dialect != "toml":
        return 0
    lines = text[: front.start].split("\n")[: front.line - 2]
    opening = next(number for number, line in enumerate(lines, start=1) if line.strip("\ufeff \t"))
    try:
        tomllib.loads("\n".join(lines[opening:]))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        return opening + int(at[1]) if at else len(lines)
    except RecursionError:
        return opening
    return 0


def _fenced(text: str, start: int, line: int, ends: tuple[str, ...], dialect: Dialect) -> Front:
    at = text.find("\n", start) + 1
    inside = at
    for number in range(MAX_LINES):
        if at <= 0 or at > len(text):
            break
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        if text[at:end].rstrip() in ends:
            lines = text[inside:at].split("\n")
            fields = _fields_of(lines, dialect)
            if not fields and number:
                break  # A rule, some text and another rule.
            return Front(dialect, fields, min(end + 1, len(text)), line + number + 2)
        at = end + 1
    return Front("none")


def _fields_of(lines: list[str], dialect: Dialect) -> dict[str, Value]:
    match dialect:
        case "toml":
            return _toml_fields(lines)
        case "json":
            return _json_fields(lines)
        case _:
            return yaml_fields(lines)


def _toml_fields(lines: list[str]) -> dict[str, Value]:
    try:
        return {key.casefold(): _plain(value) for key, value in tomllib.loads("\n".join(lines)).items()}
    except (tomllib.TOMLDecodeError, RecursionError):
        matches = (_TOML_KEY.match(line) for line in lines)
        return {
            match[1].casefold(): list_items(match[2]) if match[2].startswith("[") else unquoted(match[2])
            for match in matches
            if match
        }


def _json(text: str, start: int, line: int) -> Front:
    try:
        found, end = json.JSONDecoder().raw_decode(text[: start + 65_536], start)
    except (ValueError, RecursionError):
        return Front("none")
    fields = _object_fields(found)
    if not fields or text[end : end + 200].partition("\n")[0].strip():
        return Front("none")
    return Front("json", fields, end, line + text.count("\n", start, end))


def _json_fields(lines: list[str]) -> dict[str, Value]:
    try:
        return _object_fields(json.loads("\n".join(lines)))
    except (ValueError, RecursionError):
        return {}


def _object_fields(found: object) -> dict[str, Value]:
    if not isinstance(found, dict):
        return {}
    return {str(key).casefold(): _plain(value) for key, value in found.items()}


def _plain(value: object) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, dict):
        return {str(key).casefold(): str(item) for key, item in value.items()}
    return str(value)


def _rst_fields(text: str) -> dict[str, Value]:
    """Gather the field lists at the top of a reST file, before or below its title, and ablog's `post`."""
    fields: dict[str, Value] = {}
    for number, line in enumerate(text[:20_000].split("\n")[:60]):
        if post := _ABLOG.match(line):
            fields.setdefault("date", post[1].strip())
        elif match := _FIELD.match(line.strip()):
            fields.setdefault(match[1].casefold(), (match[2] or "").strip())
        elif (
            number > 3 and line[:1].strip() and not line.startswith("..") and not _RULE.match(line) and fields
        ):
            break
    return fields


def _in_comment(text: str, start: int, line: int) -> Front:
    """Read the comment that opens a Markdown file, as Nikola has it."""
    end = text.find("-->", start)
    fields = _rst_fields(text[start:end]) if end >= 0 else {}
    if "title" not in fields:
        return Front("none")
    return Front("none", fields, end + 3, line + text.count("\n", start, end))


def _headers(text: str, start: int, line: int) -> Front:
    """Read `Title: …` lines that open a file, as Pelican has them; Hexo has lists there, and a rule below."""
    lines = text[start : start + 4_000].split("\n")
    rows = list(takewhile(_is_header, lines))
    fields = yaml_fields(rows)
    if "title" not in fields and "date" not in fields:
        return Front("none")
    if lines[len(rows) : len(rows) + 1] == ["---"]:
        rows.append("---")
    below = start + sum(len(row) + 1 for row in rows)
    return Front("none", fields, min(below, len(text)), line + len(rows))


def _is_header(row: str) -> bool:
    match = KEY.match(row)
    return row[:2] in ("- ", "  ") or (match is not None and match[2].isascii() and " " not in match[2])
