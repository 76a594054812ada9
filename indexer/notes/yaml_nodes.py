"""YAML as nodes: text, lists and mappings, each with the line it stands in."""

from dataclasses import dataclass


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
