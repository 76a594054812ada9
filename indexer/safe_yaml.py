"""YAML as people write it by hand: mappings, lists and plain text; nothing that can hurt.

PyYAML's own loaders expand aliases and merge keys without a limit and turn `no` into False and
`12:30` into 750. So only its event stream is used: whatever could blow up is refused when it is seen,
every scalar stays text, and every value knows the line it stands in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from search.errors import NoteError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class YamlText:
    """A scalar, as text; `line` counts from 1 in the whole file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class YamlList:
    items: tuple["YamlNode", ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """Keys in the order of the file; no key occurs twice."""

    entries: tuple[tuple[YamlText, "YamlNode"], ...]
    line: int


YamlNode = YamlText | YamlList | YamlMapping


def parse_mapping(path: Path, text: str, first_line: int = 1) -> YamlMapping:
    """Return the one mapping that `text` holds; an empty text is an empty mapping.

    `first_line` is where `text` begins in the file. Raises `NoteError` with the line and the cure.
    """
    if len(text.encode()) > MAX_BYTES:
        raise NoteError(path, first_line, f"YAML が {MAX_BYTES // 1024} KB を超えています。短くしてください")
    reader = _Reader(path, first_line)
    try:
        node = reader.read(yaml.parse(text, Loader=yaml.SafeLoader))
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


class _Reader:
    """Builds nodes out of events without recursion deeper than `MAX_DEPTH`."""

    def __init__(self, path: Path, first_line: int) -> None:
        self._path = path
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
        if depth > MAX_DEPTH:
            raise self._error(event, f"YAML の入れ子が深すぎます({MAX_DEPTH} 段まで)")
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
