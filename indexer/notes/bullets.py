"""Bullets: the list right under a heading, as keys with their values, each with its line.

Every bullet that is no `key: value` of a talk stays what it was: text. It does not end the list.
"""

import re

from msgspec import Struct

from indexer.notes.inline import visible_of

LONGEST_KEY = 40

_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+][ \t　]+|-(?![-\s])|[・•●○■＊][ \t　]*)(?P<text>\S.*)")
_COLON = re.compile("[:：](?!//)")
_SIGNS = ("**", "__", "*", "_", "`")
_LINK_ALONE = re.compile(r"!?\[(?P<label>[^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")


class Bullet(Struct, frozen=True):
    """One bullet of the list: `key: value`, without the key's own signs.

    `key` is empty when there is none, and `value` is then all of the text. `line` counts in the file.
    """

    key: str
    value: str
    line: int
    source: tuple[str, ...]
    """The lines as written, those that are indented below it included."""
    below: tuple["Bullet", ...] = ()
    """The bullets below it, however deep, in their order."""


def bullet_at(text: str, at: int, line: int) -> tuple[Bullet, int] | None:
    """Return the bullet that begins at a place of the text, and the place behind it; None when none does.

    What is indented below a bullet belongs to it, up to a blank line.
    """
    first, end = _line_at(text, at)
    found = _BULLET.fullmatch(first)
    if found is None or len(found["indent"].expandtabs(4)) > 3:
        return None
    source = [first]
    while end < len(text):
        more, after = _line_at(text, end)
        if not more.strip() or _depth_of(more) <= max(1, _depth_of(first)):
            break
        source.append(more)
        end = after
    return _bullet_of(source, line), end


def label_of(value: str) -> str:
    """Return the label of a value that is a Markdown link and nothing else; else empty."""
    link = _LINK_ALONE.fullmatch(value) if value.startswith(("[", "![")) else None
    return visible_of(link["label"]).strip() if link else ""


def _line_at(text: str, at: int) -> tuple[str, int]:
    end = text.find("\n", at)
    return (text[at:end], end + 1) if end >= 0 else (text[at:], len(text))


def _depth_of(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))


def _bullet_of(source: list[str], line: int) -> Bullet:
    """Read one bullet; what is indented below it is a bullet of its own, or goes on with the one above."""
    starts = [0, *(at for at, more in enumerate(source) if at and _BULLET.fullmatch(more))]
    ends = [*starts[1:], len(source)]
    bullets: list[Bullet] = []
    for start, end in zip(starts, ends, strict=True):
        key, value = _entry_of(
            " ".join(map(str.strip, source[start:end])) if end - start > 1 else source[start]
        )
        bullets.append(Bullet(key, value, line + start, tuple(source[start:end])))
    first = bullets[0]
    if len(bullets) == 1:
        return first
    return Bullet(first.key, first.value, line, tuple(source), tuple(bullets[1:]))


def _entry_of(line: str) -> tuple[str, str]:
    """Split `- key: value`; the key is empty when there is none."""
    found = _BULLET.fullmatch(line)
    text = found["text"].strip() if found else line.strip()
    colon = _COLON.search(text, 0, LONGEST_KEY)
    if colon is None or "//" in text[: colon.start()] or label_of(text):
        return "", text
    key, value = text[: colon.start()].strip(), text[colon.end() :].strip()
    for sign in _SIGNS:
        if key.startswith(sign):
            key = key.removeprefix(sign)
            value = value if key.endswith(sign) else value.removeprefix(sign).strip()
            key = key.removesuffix(sign)
            break
    return visible_of(key).strip(), value
