"""Cards: the picture of a talk or an event where somebody links to it, drawn as SVG."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.model import Event, Talk
from web.texts import Texts

LINE = 15.5
"""Full-width letters in a line of a title; a Latin one counts 0.56."""
MOST_LINES = 4
_TOP, _STEP = 230, 92
_NO_START = "、。，．・ー」』）)]】？！?!ァィゥェォッャュョぁぃぅぇぉっゃゅょ々"


@dataclass(frozen=True, slots=True)
class CardLine:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class CardView:
    """A title in lines, what stands above and what below it."""

    lines: tuple[CardLine, ...]
    above: str
    below: str


def talk_card(talk: Talk, texts: Texts) -> CardView:
    speakers = "、".join(speaker.name for speaker in talk.speakers)
    return _card_of(talk.title, f"{talk.event.name} · {texts.short_date(talk.date)}", speakers)


def event_card(event: Event, talks: int, texts: Texts) -> CardView:
    return _card_of(event.name, texts.short_date(event.date), texts.count(texts.talks, talks))


def site_card(texts: Texts) -> CardView:
    return _card_of(texts.lead, texts.site, "")


def _card_of(title: str, above: str, below: str) -> CardView:
    lines = list(wrapped(title, LINE))
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
    top = _TOP + (MOST_LINES - len(lines)) * _STEP // 3
    return CardView(
        tuple(CardLine(line, top + _STEP * place) for place, line in enumerate(lines)),
        next(wrapped(above, 36.0), ""),
        next(wrapped(below, 36.0), ""),
    )


def wrapped(text: str, width: float) -> Iterator[str]:
    """Yield the lines of a text, none empty: Latin words stay whole, 。 and ッ start no line."""
    line, taken = "", 0.0
    for piece in _pieces(" ".join(text.split())):
        size = sum(map(_width, piece))
        if line and taken + size > width and piece[0] not in _NO_START:
            yield line.strip()
            line, taken = "", 0.0
        if not line and piece.isspace():
            continue
        line += piece
        taken += size
    if line.strip():
        yield line.strip()


def _pieces(text: str) -> Iterator[str]:
    """Yield Latin words with the space behind them, cut where too long, and other letters one by one."""
    word = ""
    for letter in text:
        if _width(letter) == 1.0 or len(word) > 24:
            if word:
                yield word
            word = ""
        if _width(letter) == 1.0:
            yield letter
            continue
        word += letter
        if letter == " ":
            yield word
            word = ""
    if word:
        yield word


def _width(letter: str) -> float:
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.56
