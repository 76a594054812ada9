"""Leads: what stands before a talk's title in its heading: a number, a time, a role, a room."""

import re
from collections.abc import Sequence

from indexer.posts.heading_patterns import NUMBER, ROLE, TIME, WHERE

_CODE = re.compile(
    r"(?:[A-Z]{1,2}-?\d{1,2}(?:_\d)?|[A-Z]{2,4}-?\d{3}|(?:keynote|LT)-\d{1,2})(?:\s+(?=\S{2})|(?=[「『]))"
)
_A_PROGRAMME = 3
"""So many titles beside each other have the codes of a programme."""
_SIGNS = "■□◆◇●○▼▽▲△★☆◎▶► 　"


def without_lead(text: str) -> tuple[str, bool]:
    """Take signs, a number, a time, a role and a room off the beginning; say whether a number was there."""
    numbered = False
    text = text.lstrip(_SIGNS) or text
    for _ in range(3):
        before = text
        if ((match := NUMBER.match(text)) and len(text) > match.end()) or (
            (match := TIME.match(text)) and len(text) > match.end()
        ):
            text, numbered = text[match.end() :], True
        elif ((match := ROLE.match(text)) and len(text) > match.end()) or (
            (match := WHERE.match(text)) and len(text) > match.end()
        ):
            text = text[match.end() :]
        if text == before:
            break
    return text.strip(), numbered


def codes_before(titles: Sequence[str]) -> list[int]:
    """Return how long the code of a session before each title is; 0 for all unless most have one."""
    found = [match.end() if (match := _CODE.match(title)) else 0 for title in titles]
    number = sum(map(bool, found))
    return found if number >= _A_PROGRAMME and 2 * number > len(found) else [0] * len(found)
