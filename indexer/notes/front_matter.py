"""Front matter: the event's facts at the top of a note."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from indexer.notes.ids import id_of_name, parse_id
from indexer.notes.problems import Problems
from indexer.notes.safe_yaml import YamlList, YamlMapping, YamlNode, YamlText, parse_front_matter
from indexer.notes.values import items_of, near_key_of, parse_date, parse_url
from search.errors import NoteError
from search.model import Event

KEYS: dict[str, str] = {
    **dict.fromkeys(("event", "イベント", "イベント名"), "event"),
    **dict.fromkeys(("date", "日付", "開催日"), "date"),
    **dict.fromkeys(("url", "イベントページ"), "url"),
    **dict.fromkeys(("post", "記事", "ブログ"), "post"),
    **dict.fromkeys(("hashtag", "ハッシュタグ"), "hashtag"),
    **dict.fromkeys(("venue", "会場", "場所"), "venue"),
    **dict.fromkeys(("id",), "id"),
    **dict.fromkeys(("aliases", "別名", "旧id"), "aliases"),
}
"""Other keys are left alone: a blog's own engine may need them."""

_WRITTEN = tuple(KEYS)
_FENCE = "---"
_END = re.compile(r"\n(?:---|\.\.\.)[^\S\n]*+(?![^\n])")

T = TypeVar("T")


class FrontMatter(Struct, frozen=True):
    """`event` is None when the facts do not suffice; the problems say why."""

    event: Event | None
    earlier_ids: tuple[str, ...]
    body: str | None
    """The text below; None when the file ends with the front matter."""
    body_line: int
    """The line in which the body begins."""


def front_matter_of(path: Path, text: str, problems: Problems) -> FrontMatter:
    """Read the event; an event without usable name, date or id is None."""
    start = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    first = text[start:].partition("\n")[0]
    if first.rstrip() != _FENCE:
        problems.add(
            1,
            "先頭に front matter がありません。--- の行で始め、event: と date: を書いて --- で閉じてください",
        )
        return FrontMatter(None, (), text, 1)
    line = text.count("\n", 0, start) + 1
    inside = start + len(first)
    end = _END.search(text, inside)
    if end is None:
        problems.add(line, "front matter が閉じていません。イベントの項目のあとに --- の行を足してください")
        return FrontMatter(None, (), None, text.count("\n") + 2)
    below = line + text.count("\n", start, end.end()) + 1
    body = text[end.end() + 1 :] if end.end() < len(text) else None
    try:
        mapping = parse_front_matter(path, text[inside + 1 : end.start()], line + 1, fact_of)
    except NoteError as error:
        problems.take(error)
        return FrontMatter(None, (), body, below)
    fields = _Fields(mapping, line, problems)
    return FrontMatter(_event_of(path, fields), fields.ids("aliases"), body, below)


def fact_of(key: str) -> str:
    """Return the fact that a key means, whatever its case and width; empty when it is none of ours."""
    return KEYS.get(key) or KEYS.get(_folded(key), "")


def _folded(key: str) -> str:
    return unicodedata.normalize("NFKC", key).strip().casefold()


class _Fields:
    """The known keys with their text; whatever cannot be used is reported and counts as absent."""

    def __init__(self, mapping: YamlMapping, line: int, problems: Problems) -> None:
        self._line = line
        self._problems = problems
        self._values: dict[str, YamlNode] = {}
        for key, value in mapping.entries:
            if not (name := fact_of(key.text)):
                if near := near_key_of(_folded(key.text), _WRITTEN):
                    problems.add(key.line, f"`{key.text}` という項目はありません。`{near}` のことですか?")
            elif name in self._values:
                problems.add(
                    key.line, f"`{key.text}` と同じ意味の項目が 2 つあります。どちらかを消してください"
                )
            else:
                self._values[name] = value

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if value is None:
            return ""
        if isinstance(value, YamlText):
            return " ".join(filter(None, map(str.strip, value.text.splitlines())))
        self._problems.add(value.line, f"`{name}` には文字を 1 つ書いてください")
        return ""

    def url(self, name: str) -> str:
        return (self._read(name, parse_url) or "") if self.text(name) else ""

    def date(self, name: str) -> datetime.date | None:
        return self._read(name, parse_date)

    def id(self, name: str, default: str) -> str | None:
        return self._read(name, parse_id, default)

    def hashtag(self) -> str:
        tag = self.text("hashtag").lstrip("#＃").strip()
        if "hashtag" in self._values and not tag:
            self._problems.add(
                self._line_of("hashtag"), "`hashtag` が空です。`hashtag: dogenzakalt` のように書いてください"
            )
        return tag

    def ids(self, name: str) -> tuple[str, ...]:
        value = self._values.get(name)
        written = value.items if isinstance(value, YamlList) else (value,) if value else ()
        found: list[str] = []
        for item in written:
            for text in items_of(item.text) if isinstance(item, YamlText) else ("",):
                try:
                    found.append(parse_id(text))
                except ValueError as error:
                    self._problems.add(item.line, f"`{name}` にはイベントの前の ID を書きます: {error}")
        return tuple(found)

    def missing(self, name: str, example: str) -> None:
        self._problems.add(self._line_of(name), f"`{name}` がありません。`{example}` のように書いてください")

    def _read(self, name: str, parse: Callable[[str], T], default: str = "") -> T | None:
        try:
            return parse(self.text(name) or default)
        except ValueError as error:
            self._problems.add(self._line_of(name), f"`{name}`: {error}")
            return None

    def _line_of(self, name: str) -> int:
        value = self._values.get(name)
        return value.line if value else self._line


def _event_of(path: Path, fields: _Fields) -> Event | None:
    name = fields.text("event")
    if not name:
        fields.missing("event", "event: 道玄坂LT祭り")
    date = None
    if fields.text("date"):
        date = fields.date("date")
    else:
        fields.missing("date", "date: 2015-01-14")
    event_id = fields.id("id", default=id_of_name(path.stem))
    url, post, hashtag, venue = fields.url("url"), fields.url("post"), fields.hashtag(), fields.text("venue")
    if not name or date is None or event_id is None:
        return None
    return Event(event_id, name, date, url=url, post=post, hashtag=hashtag, venue=venue)
