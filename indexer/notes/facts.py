"""Facts: the bullet list right under a talk's heading.

The list ends at its first blank line and at the first bullet that is not `known key: value`, so a
list that belongs to the text is never eaten. A key that is nearly known is a problem, not text.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from indexer.notes.problems import Problems
from indexer.notes.values import items_of, near_key_of, parse_date, parse_url, parse_yes
from search.model import Link, Speaker

Key = Literal["speaker", "tech", "slides", "video", "link", "date", "mention", "aliases"]

KEYS: dict[str, Key] = {
    **dict.fromkeys(("speaker", "speakers", "発表者", "登壇者", "話者", "講演者", "スピーカー"), "speaker"),
    **dict.fromkeys(("tech", "technology", "technologies", "技術"), "tech"),
    **dict.fromkeys(("slides", "slide", "資料", "スライド"), "slides"),
    **dict.fromkeys(("video", "videos", "動画"), "video"),
    **dict.fromkeys(("link", "links", "url", "リンク"), "link"),
    **dict.fromkeys(("date", "日付"), "date"),
    **dict.fromkeys(("mention", "言及", "聞けなかった"), "mention"),
    **dict.fromkeys(("aliases", "alias", "別名", "旧id"), "aliases"),
}

_WRITTEN = tuple(KEYS)
_LONGEST_KEY = 24
_BULLETS = ("-", "*", "+")
_COLON = re.compile("[:：]")
_OPENING, _CLOSING = "(（", ")）"

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
    number = first_line + text.count("\n", 0, at)
    while at < len(text):
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        written, value = _bullet_of(text[at:end])
        key = written if written in KEYS else unicodedata.normalize("NFKC", written).casefold()
        if key in KEYS:
            _add(facts, KEYS[key], value, number, problems)
        elif key and (near := near_key_of(key, _WRITTEN)):
            problems.add(number, f"`{written}` という項目はありません。`{near}` のことですか?")
        else:
            break
        at, number = end + 1, number + 1
    return facts, text[at:]


def speakers_of(text: str) -> tuple[Speaker, ...]:
    """Read the speakers of one bullet; raise `ValueError` when a name is missing.

    One bullet names one speaker, or several with 、 between them. A comma never separates: "Smith, Jr."
    is one person; neither does ・, which stands inside names. `名前 (as heard / affiliation)` takes
    brackets of either width; `名前 (/ affiliation)` says the affiliation alone.
    """
    return tuple(_speaker_of(item) for item in _split_outside_brackets(text))


def _bullet_of(line: str) -> tuple[str, str]:
    """Split `- key: value`; the key is empty when the line is something else."""
    text = line.strip()
    if text[:1] not in _BULLETS or not text[1:2].isspace() or len(line) - len(line.lstrip(" ")) > 3:
        return "", ""
    colon = _COLON.search(text, 2)
    if colon is None:
        return "", text[2:].strip()
    key = text[2 : colon.start()].strip()
    return (key, text[colon.end() :].strip()) if len(key) <= _LONGEST_KEY else ("", "")


def _add(facts: Facts, key: Key, value: str, line: int, problems: Problems) -> None:
    if not value:
        return

    def read(parse: Callable[[str], T], default: T) -> T:
        try:
            return parse(value)
        except ValueError as error:
            problems.add(line, str(error))
            return default

    match key:
        case "speaker":
            facts.speakers.extend(read(speakers_of, ()))
        case "tech":
            facts.technologies.extend(items_of(value))
        case "slides" | "video" | "link":
            if url := read(parse_url, ""):
                facts.links.append(Link(key, url))
        case "date":
            facts.date = read(parse_date, facts.date)
        case "mention":
            facts.mention = read(parse_yes, False)
        case "aliases":
            facts.aliases.extend(items_of(value))


def _split_outside_brackets(text: str) -> list[str]:
    if "、" not in text:
        return [text.strip()] if text.strip() else []
    items, depth = [""], 0
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        if char == "、" and depth <= 0:
            items.append("")
        else:
            items[-1] += char
    return [item.strip() for item in items if item.strip()]


def _speaker_of(text: str) -> Speaker:
    name, remark = cut_remark(text)
    if not name:
        raise ValueError(
            f"発表者の名前がありません。「名前 (聞いたままの名前 / 所属)」と書いてください(今は {text!r})"
        )
    heard, _, affiliation = remark.replace("／", "/", 0 if "/" in remark else 1).partition("/")
    return Speaker(name, heard.strip(), affiliation.strip())


def cut_remark(text: str) -> tuple[str, str]:
    """Split `名前 (…)` at the bracket that the last one closes; without one the remark is empty."""
    text = text.strip()
    if not text.endswith(tuple(_CLOSING)):
        return text, ""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] in _CLOSING) - (text[position] in _OPENING)
        if depth == 0:
            return text[:position].strip(), text[position + 1 : -1].strip()
    return text, ""
