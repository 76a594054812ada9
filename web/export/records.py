"""Records: a talk as Pagefind indexes it, in tokens of ours that it can neither part nor stem.

Pagefind parts words at signs, at upper case and, in Japanese, wherever the browser's dictionary does. A token
here is small Latin letters alone: two for a kana, a Latin letter or a digit, four for any other UTF-16 unit.
So a phrase of tokens finds just what has them, one behind the other.
"""

import html
from collections.abc import Iterable
from functools import lru_cache

from search.model import Talk
from search.portable import PortableTalk
from search.text.visible_text import visible_text

SOUND = "w"
"""Begins a token of how something is read."""
LANGUAGE = "unknown"
"""No language that Pagefind knows how to stem."""
_SIGNS = "0123456789+#./"
_KANA = range(0x30A0, 0x3100)


@lru_cache(maxsize=65_536)
def encoded(token: str) -> str:
    """Return a token in small letters: `web/static/exported-words.js` does the same.

    >>> encoded("カタ"), encoded("c++"), encoded("片")
    ('qlrp', 'yczkzk', 'hceh')
    """
    return "".join(map(_letters_of, token))


def record_of(talk: Talk, portable: PortableTalk, event_value: str) -> str:
    """Return a talk as a page for Pagefind. Its own text is there to be shown, and is not searched."""
    filters = [
        ("event", event_value),
        *(("speaker", speaker.name) for speaker in talk.speakers),
        *(("technology", technology) for technology in talk.technologies),
        ("year", str(talk.date.year)),
    ]
    seen = visible_text(talk.body, talk.markup).text
    return (
        f'<!doctype html><html lang="{LANGUAGE}"><head><title>{html.escape(talk.title)}</title>'
        f'<meta data-pagefind-meta="text[content]" content="{html.escape(" ".join(seen.split()))}">'
        + "".join(
            f'<meta data-pagefind-filter="{name}[content]" content="{html.escape(value)}">'
            for name, value in filters
        )
        + f"</head><body data-pagefind-body>{_words(portable.written, '')} {_words(portable.sounds, SOUND)}"
        "</body></html>"
    )


def _words(tokens: Iterable[str], before: str) -> str:
    return " ".join(before + encoded(token) for token in tokens)


def _letters_of(character: str) -> str:
    code = ord(character)
    if code in _KANA:
        return chr(ord("q") + (code - 0x30A0 >> 4)) + chr(ord("a") + (code & 15))
    if "a" <= character <= "z":
        return "y" + character
    if character in _SIGNS:
        return "z" + chr(ord("a") + _SIGNS.index(character))
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(chr(ord("a") + (byte >> 4)) + chr(ord("a") + (byte & 15)) for byte in units)
