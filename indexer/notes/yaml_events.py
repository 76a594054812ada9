"""YAML events: PyYAML's event stream -> nodes; aliases, merges, tags and deep nesting are refused.

Where PyYAML is built with libyaml, that reads first, ten times as fast. It agrees with PyYAML's own parser on
everything that is right and has no odd characters; for all else, and for what to say of a mistake, PyYAML's
own parser is asked.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from indexer.notes.safe_yaml import YamlList, YamlMapping, YamlNode, YamlText
from search.errors import NoteError

MAX_DEPTH = 5
MAX_DEPTH_OF_DATA = 12
"""Data of other projects is nested deeper than what people write by hand."""

_ODD = re.compile(r"[\t\r\x85\u2028\u2029\ufeff|>?{]|^(?:---|\.\.\.)", re.MULTILINE)
"""Where libyaml counts lines or reads in another way."""


def read_mapping(path: Path, text: str, first_line: int) -> YamlMapping:
    """Return the one mapping that `text` holds; raise `NoteError` with the line and the cure."""
    try:
        node = _read_quickly(path, text, first_line) or _Reader(path, first_line).read(
            yaml.parse(text, Loader=yaml.SafeLoader)
        )
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise NoteError(path, line, "YAML に制御文字が入っています。その文字を消してください") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise NoteError(path, line, _cure_of(error.problem or error.context or "")) from error
    if not isinstance(node, YamlMapping):
        raise NoteError(path, node.line, "YAML は `キー: 値` の行の並びで書いてください")
    return node


def read_document(path: Path, text: str) -> YamlNode:
    """Return what a file of data holds, a list or a mapping; raise `NoteError` where it cannot be read."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        return _Reader(path, 1, MAX_DEPTH_OF_DATA).read(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise NoteError(path, mark.line + 1 if mark else 1, f"YAML を読めません({error})") from error


def is_flow(value: str) -> bool:
    """Say whether a value is a whole list or mapping in brackets, with nothing around it that is neither."""
    try:
        node = _Reader(Path(), 1).read(yaml.parse(value, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, NoteError):
        return False
    return not isinstance(node, YamlText)


def _read_quickly(path: Path, text: str, first_line: int) -> YamlNode | None:
    """Return what libyaml reads; None where it is not there, not to be trusted, or finds a mistake."""
    if not yaml.__with_libyaml__ or _ODD.search(text):
        return None
    try:
        return _Reader(path, first_line).read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, NoteError):
        return None


class _Reader:
    """Builds nodes out of events without recursion deeper than `deepest`."""

    def __init__(self, path: Path, first_line: int, deepest: int = MAX_DEPTH) -> None:
        self._path = path
        self._deepest = deepest
        self._first_line = first_line

    def read(self, events: Iterator[yaml.Event]) -> YamlNode:
        document: YamlNode | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and document is not None:
                raise self._error(event, "YAML の文書は 1 つだけにしてください")
            if isinstance(event, yaml.NodeEvent):
                document = self._node(event, events, depth=1)
        return document or YamlMapping((), self._first_line)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> YamlNode:
        self._refuse_magic(event)
        line = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return YamlText(event.value, line)
        if depth > self._deepest:
            raise self._error(event, f"YAML の入れ子が深すぎます({self._deepest} 段まで)")
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[YamlNode] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(event, events, depth + 1))
            return YamlList(tuple(items), line)
        return self._mapping(events, line, depth)

    def _mapping(self, events: Iterator[yaml.Event], line: int, depth: int) -> YamlMapping:
        entries: list[tuple[YamlText, YamlNode]] = []
        seen: set[str] = set()
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            if not isinstance(key, YamlText):
                raise self._error(event, "YAML のキーは文字列にしてください")
            if key.text == "<<":
                raise self._error(event, "YAML のマージ(<<)は使えません。値をそのまま書いてください")
            if key.text in seen:
                raise self._error(event, f"`{key.text}` が 2 回あります。どちらかを消してください")
            seen.add(key.text)
            entries.append((key, self._node(next(events), events, depth + 1)))
        return YamlMapping(tuple(entries), line)

    def _refuse_magic(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._error(
                event, "YAML のアンカーと別名(& と *)は使えません。文字なら引用符で囲んでください"
            )
        if getattr(event, "tag", None):
            raise self._error(event, "YAML のタグ(!)は使えません。文字なら引用符で囲んでください")

    def _line(self, event: yaml.Event) -> int:
        return self._first_line + (event.start_mark.line if event.start_mark else 0)

    def _error(self, event: yaml.Event, problem: str) -> NoteError:
        return NoteError(self._path, self._line(event), problem)


def _cure_of(problem: str) -> str:
    """Say in the writer's terms what PyYAML stumbled over."""
    if "mapping values are not allowed" in problem:
        return "YAML を読めません。値に「: 」を含むときは、値を引用符で囲んでください"
    if "'\\t'" in problem:
        return "YAML を読めません。字下げのタブを空白に替えてください"
    if "'@'" in problem or "'`'" in problem or "'%'" in problem:
        return "YAML を読めません。記号で始まる値は引用符で囲んでください"
    return f"YAML を読めません。引用符・括弧・字下げを確かめてください({problem})"
