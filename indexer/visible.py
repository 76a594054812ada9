"""Visible: what a note says, made fit for a terminal, which it must not steer, turn around or fill."""

LONGEST = 1_000
"""Characters of a line about a problem: more of a note is no help."""

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_UNSEEN = (
    *(0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF),
    *range(0xFFF9, 0xFFFC),
)
"""Characters that turn the direction of a line around, end it, or take no room; none joins an emoji."""
_BLANK = dict.fromkeys((*_CONTROLS, *_UNSEEN), " ")
_ESCAPED = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (*_CONTROLS, *_UNSEEN, *range(0xD800, 0xE000))
}


def visible(text: str) -> str:
    """Show each control character, and each that cannot be seen, as a blank, one for one."""
    return text.translate(_BLANK)


def escaped(text: str) -> str:
    """Return one line of bounded length that shows such characters by their numbers."""
    line = text[: LONGEST + 1].translate(_ESCAPED)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
