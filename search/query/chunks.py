"""Chunks: what stands between spaces in a query, or in quotes, with its place and what it is.

Whoever asks what a query consists of asks here: the language, the ways out of a search that found nothing,
the page. Nothing that is typed is an error: unbalanced quotes and brackets and unknown keys are text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from search.query.dates import is_day_or_month, range_of
from search.text.lexicon import name_key
from search.text.spelling.latin import ascii_of

MAX_CHARACTERS = 1_000
"""What lies beyond in a query is not read: nobody typed it."""
MAX_DEPTH = 8
"""Brackets in brackets; deeper ones are text."""

Key = Literal["event", "speaker", "technology", "title", "date", "day", "since", "until"]
"""`day` is a day or a month that stands by itself."""
Kind = Literal["word", "phrase", "or", "open", "close"]

_WRITTEN: Mapping[Key, str] = {
    "event": "event イベント",
    "speaker": "speaker 発表者 登壇者 話者",
    "technology": "tech technology 技術",
    "title": "title 題名 タイトル",
    "date": "date 日付 year 年",
    "since": "since 以降",
    "until": "until 以前",
}
KEYS: Mapping[str, Key] = MappingProxyType({name: key for key in _WRITTEN for name in _WRITTEN[key].split()})

_DATED = ("date", "since", "until")

# Brackets are also how prose quotes: they make a phrase only where they stand apart.
_QUOTE_PAIRS = (
    ('"', '"', ""),
    ("“", "”", ""),
    ("＂", "＂", ""),
    ("「", "」", r"(?![^\s|｜])"),
    ("『", "』", r"(?![^\s|｜])"),
)
_QUOTED = "|".join(
    f"{begin}(?P<q{place}>[^{end}]*){end}{apart}" for place, (begin, end, apart) in enumerate(_QUOTE_PAIRS)
)
_QUOTES = [f"q{place}" for place in range(len(_QUOTE_PAIRS))]
_MINUS = r"[-－−](?![\s\d‐-―−－-])"
"""A minus excludes; before a digit it is a number's, before a dash an option's (--dry-run)."""
_OPTION = re.compile(r"[A-Za-z]|[a-z][A-Za-z]")
"""What stands behind the dash of an option; Go and AI do not."""
_LONG_OPTION = re.compile(r"[A-Za-z][0-9A-Za-z]*")
_NO_OPTIONS = frozenset({"ai", "db", "go", "js", "ml", "ts", "ui", "ux", "vr"})
"""Names of two letters that are typed in lower case, too, and that no command has as its options."""
_COMMANDS = frozenset(
    """
    awk cc chmod chown cp curl df du find g++ gcc grep ls mv netstat ps rm rsync scp sed ssh tar wget xargs
    """.split()  # noqa: SIM905
)
"""Commands whose options are longer, too; few are what a talk is about."""
_OPERATORS: Mapping[str, Literal["or", "and", "not"]] = MappingProxyType(
    {"OR": "or", "or": "or", "AND": "and", "and": "and", "NOT": "not"}
)
_LATIN_END = re.compile(r"[0-9A-Za-z]$")
_CHUNK = re.compile(
    rf"(?P<or>[|｜]+)|(?P<minus>{_MINUS})?"
    rf'(?:(?P<key>[^\s:："＂“「『|｜]{{1,20}})[:：])?(?:{_QUOTED}|(?P<bare>[^\s"＂“|｜]+|[“]))'
)
_RUNS = ("[0-9A-Za-z]", "[ぁ-ゖァ-ヺー]")
"""Characters that would make a word longer that ends in one of the same script."""
_ANY_QUOTE = re.compile('["＂“”]')
_STAR = re.compile(r"[*＊]+$")
_BRACKETS = re.compile(rf"{_QUOTED}|(?P<open>[(（])|(?P<close>[)）])")
_OPENED = re.compile("[(（]")
_BEGINNING = re.compile(r"(?:^|[\s|｜])[-－−]?[(（]*$")
_MINUS_HERE = re.compile(_MINUS)


class Chunk(Struct, frozen=True):
    """`query[start:end]`, and what it says: `text` is without minus, key, quotes and star."""

    start: int
    end: int
    kind: Kind
    text: str = ""
    key: Key | None = None
    is_excluded: bool = False
    is_beginning: bool = False
    """Whether a star says that words begin so."""


def chunks(query: str) -> tuple[Chunk, ...]:
    """Return what a query consists of, in order; brackets come in pairs.

    >>> [(chunk.kind, chunk.text) for chunk in chunks('Go OR Rust "二 語" -発表者:桑野')]
    [('word', 'Go'), ('or', ''), ('word', 'Rust'), ('phrase', '二 語'), ('word', '桑野')]
    """
    text = query[:MAX_CHARACTERS]
    found: list[Chunk] = []
    at = 0
    for place, kind in sorted(_paired_brackets(text)):
        is_excluded = kind == "open" and place > at and bool(_MINUS_HERE.match(text, place - 1))
        found += _chunks_in(text, at, place - is_excluded)
        found.append(Chunk(place - is_excluded, place + 1, kind, is_excluded=is_excluded))
        at = place + 1
    found += _chunks_in(text, at, len(text))
    return tuple(_with_options(_with_operators(found)))


def without(query: str, chunk: Chunk) -> str:
    """Return the query without one of its chunks."""
    return " ".join(f"{query[: chunk.start]} {query[chunk.end :]}".split())


def replaced(query: str, word: str, other: str) -> str:
    """Return the query with another word wherever a word stands in it, but not inside a longer one.

    >>> replaced("Scara Scaramanga", "Scara", "Scala")
    'Scala Scaramanga'
    """
    if not word:
        return query
    before, behind = (next((run for run in _RUNS if re.match(run, end)), "") for end in (word[0], word[-1]))
    begin, end = f"(?<!{before})" if before else "", f"(?!{behind})" if behind else ""
    return re.sub(begin + re.escape(word) + end, lambda match: other, query)


def _with_operators(found: Sequence[Chunk]) -> Iterator[Chunk]:
    """Yield the chunks of a query without those that say how the others hold together. NOT is a word where
    nothing stands before it: NOT A HOTEL.

    >>> [(chunk.kind, chunk.text, chunk.is_excluded) for chunk in chunks("Go or Rust AND NOT Ruby")]
    [('word', 'Go', False), ('or', '', False), ('word', 'Rust', False), ('word', 'Ruby', True)]
    """
    operators = [_operator_of(chunk) for chunk in found]
    if all(operators):
        yield from found
        return
    excluding: int | None = None
    for place, (chunk, operator) in enumerate(zip(found, operators, strict=True)):
        if operator == "not" and 0 < place < len(found) - 1:
            excluding = chunk.start
            continue
        if operator == "or":
            yield Chunk(chunk.start, chunk.end, "or")
        elif operator != "and":
            if excluding is not None and chunk.kind in ("word", "phrase", "open"):
                chunk = replace(chunk, start=excluding, is_excluded=True)
            yield chunk
        excluding = None


def _operator_of(chunk: Chunk) -> Literal["or", "and", "not"] | None:
    is_bare = chunk.kind == "word" and not (chunk.key or chunk.is_excluded or chunk.is_beginning)
    return _OPERATORS.get(ascii_of(chunk.text)) if is_bare and len(chunk.text) <= len("NOT") else None


def _with_options(found: Iterable[Chunk]) -> Iterator[Chunk]:
    """Yield the chunks of a query, those that are the option of a command as words.

    >>> [(chunk.text, chunk.is_excluded) for chunk in chunks("docker run -it -Go")]
    [('docker', False), ('run', False), ('it', False), ('Go', True)]
    """
    is_latin = in_command = False
    for chunk in found:
        is_bare = chunk.kind == "word" and chunk.key is None
        if is_bare and chunk.is_excluded and not chunk.is_beginning:
            is_short = is_latin and _OPTION.fullmatch(chunk.text) and chunk.text not in _NO_OPTIONS
            if is_short or (in_command and _LONG_OPTION.fullmatch(chunk.text)):
                chunk = replace(chunk, is_excluded=False)
        yield chunk
        is_latin = is_bare and not chunk.is_excluded and _LATIN_END.search(chunk.text) is not None
        in_command = in_command or (is_bare and not chunk.is_excluded and chunk.text in _COMMANDS)


def _paired_brackets(text: str) -> Iterator[tuple[int, Literal["open", "close"]]]:
    """Yield where brackets group: before a chunk and behind one. Those inside one, as in main(), do not."""
    waiting: list[tuple[int, bool]] = []
    if not _OPENED.search(text):
        return
    for match in _BRACKETS.finditer(text):
        place = match.start()
        if match["open"]:
            groups = _BEGINNING.search(text, 0, place) is not None
            waiting.append((place, groups and sum(group for _, group in waiting) < MAX_DEPTH))
        elif match["close"] and waiting:
            opened, groups = waiting.pop()
            behind = text[place + 1 :].lstrip(")）")[:1]
            if groups and (not behind or behind.isspace() or behind in "|｜"):
                yield opened, "open"
                yield place, "close"


def _chunks_in(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Yield the chunks of a piece without grouping brackets."""
    for match in _CHUNK.finditer(text, start, end):
        if match["or"]:
            yield Chunk(match.start(), match.end(), "or")
            continue
        quoted = next(filter(None, match.group(*_QUOTES)), None)
        written = match["key"] or ""
        key = KEYS.get(name_key(written)) if written else None
        body = quoted if quoted is not None else _ANY_QUOTE.sub(" ", match["bare"] or "")
        if key in _DATED and range_of(body) is None:
            key = None
        if written and key is None:
            body = f"{written}:{body}"
        elif not written and quoted is None and is_day_or_month(body):
            key = "day"
        is_phrase = quoted is not None and (key is not None or not written)
        plain = body if is_phrase else _STAR.sub("", body)
        if plain.strip():
            yield Chunk(
                match.start(),
                match.end(),
                "phrase" if is_phrase else "word",
                plain.strip(),
                key,
                bool(match["minus"]),
                plain != body,
            )
