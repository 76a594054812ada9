"""Facts: the bullet list right under a talk's heading.

The list ends at its first blank line. A bullet of it that is not `known key: value` is text and stays in
the body, wherever it stands, so a list that belongs to the text is never eaten. A key that is nearly known
is a problem, not text.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from indexer.notes.bullets import LONGEST_KEY, Bullet, bullet_at, label_of
from indexer.notes.inline import visible_of
from indexer.notes.problems import Problems
from indexer.notes.speakers import speakers_of
from indexer.notes.values import items_of, near_key_of, parse_date, parse_urls, parse_yes
from search.model import Link, Speaker

Key = Literal["speaker", "tech", "slides", "video", "link", "date", "mention", "aliases"]

KEYS: dict[str, Key] = {
    **dict.fromkeys(
        ("speaker", "speakers", "発表者", "登壇者", "話者", "講演者", "講師", "スピーカー"), "speaker"
    ),
    **dict.fromkeys(("tech", "technology", "technologies", "技術"), "tech"),
    **dict.fromkeys(("slides", "slide", "資料", "発表資料", "スライド"), "slides"),
    **dict.fromkeys(("video", "videos", "動画"), "video"),
    **dict.fromkeys(("link", "links", "url", "リンク"), "link"),
    **dict.fromkeys(("date", "日付"), "date"),
    **dict.fromkeys(("mention", "言及", "聞けなかった"), "mention"),
    **dict.fromkeys(("aliases", "alias", "別名", "旧id"), "aliases"),
}

_WRITTEN = tuple(KEYS)
# What nearly every bullet looks like, read in a quarter of the time: no signs, and nothing indented below it.
_SIMPLE = re.compile(r"- (?P<key>\w+)[:：](?P<value>[^\n]*)(?:\n(?![ \t])|\Z)")
_LINKS = ("slides", "video", "link")
_AFFILIATION = frozenset({"所属", "会社", "affiliation", "company"})
_COLON = re.compile("[:：]")
_BRACKETS = re.compile(r"\s*\(.*?\)\Z")

T = TypeVar("T")


@dataclass(slots=True)
class Facts:
    """What a fact list says; a fact that cannot be used is left out and reported."""

    speakers: list[Speaker] = field(default_factory=list)
    technologies: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    date: datetime.date | None = None
    mention: bool = False
    aliases: list[str] = field(default_factory=list)


def facts_of(text: str, first_line: int, problems: Problems) -> tuple[Facts, str]:
    """Return the facts and the text of the body; `first_line` is where `text` begins in the file."""
    facts = Facts()
    at = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    line = first_line + text.count("\n", 0, at)
    kept: list[str] = []
    while at < len(text):
        if (simple := _SIMPLE.match(text, at)) and (name := KEYS.get(simple["key"])):
            _add(facts, name, simple["value"].strip(), line, problems)
            at, line = simple.end(), line + 1
        elif found := bullet_at(text, at, line):
            bullet, at = found
            line += len(bullet.source)
            if stated := _fact_of(bullet, problems):
                _add_bullet(facts, stated, bullet, kept, problems)
            elif stated is None and not _is_affiliation(bullet, facts):
                kept.extend(bullet.source)
        else:
            break
    return facts, "".join(f"{own}\n" for own in kept) + text[at:]


def _fact_of(bullet: Bullet, problems: Problems) -> Key | Literal[""] | None:
    """Return the fact that a bullet states; None for text, and empty for what was told as a problem."""
    if key := _known(bullet):
        return key
    if bullet.key and (near := near_key_of(_folded(bullet.key), _WRITTEN)):
        problems.add(bullet.line, f"`{bullet.key}` という項目はありません。`{near}` のことですか?")
        return ""
    return None


def _known(bullet: Bullet) -> Key | None:
    """Return the fact that a bullet's key means; a link alone is known by its label: `[資料](https://…)`."""
    if bullet.key:
        return KEYS.get(bullet.key) or KEYS.get(_folded(bullet.key))
    label = _COLON.split(label_of(bullet.value), maxsplit=1)[0]
    key = KEYS.get(_folded(label[:LONGEST_KEY])) if label else None
    return key if key in _LINKS else None


def _folded(key: str) -> str:
    """Return a key without case, width, blanks and remarks: `Speaker(s)` is `speaker`."""
    folded = unicodedata.normalize("NFKC", key).casefold()
    return _BRACKETS.sub("", folded).replace(" ", "")


def _add_bullet(facts: Facts, name: Key, bullet: Bullet, kept: list[str], problems: Problems) -> None:
    """Add a bullet with those below it: more of its values, or facts of their own; others stay text."""
    _add(facts, name, bullet.value, bullet.line, problems)
    for below in bullet.below:
        if own := _known(below):
            _add(facts, own, below.value, below.line, problems)
        elif not below.key or name in _LINKS:
            _add(facts, name, below.value, below.line, problems)
        elif not _is_affiliation(below, facts):
            kept.extend(below.source)


def _is_affiliation(bullet: Bullet, facts: Facts) -> bool:
    """Say whether a bullet tells where the speaker above it works, and keep it if so."""
    if _folded(bullet.key) not in _AFFILIATION or not facts.speakers or facts.speakers[-1].affiliation:
        return False
    facts.speakers[-1] = replace(facts.speakers[-1], affiliation=visible_of(bullet.value))
    return True


def _add(facts: Facts, key: Key, value: str, line: int, problems: Problems) -> None:
    if not value:
        return

    def read(parse: Callable[[str], T], default: T, value: str = value) -> T:
        try:
            return parse(value)
        except ValueError as error:
            problems.add(line, str(error))
            return default

    seen = visible_of(value)
    match key:
        case "speaker":
            facts.speakers.extend(read(speakers_of, ()))
        case "tech":
            facts.technologies.extend(items_of(seen))
        case "slides" | "video" | "link":
            none: tuple[str, ...] = ()
            facts.links.extend(Link(key, url) for url in read(parse_urls, none))
        case "date":
            facts.date = read(parse_date, facts.date, seen)
        case "mention":
            facts.mention = read(parse_yes, False, seen)
        case "aliases":
            facts.aliases.extend(items_of(seen))
