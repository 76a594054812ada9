"""Leads: what stands before a talk's title in its heading: a number, a time, a role, a room."""

from indexer.posts.heading_patterns import NUMBER, ROLE, TIME, WHERE

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
