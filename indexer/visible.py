"""Visible: what a note says, made fit for a terminal."""

_INVISIBLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")


def visible(text: str) -> str:
    """Show each control character as a blank, one for one: a note must not steer the terminal."""
    return text.translate(_INVISIBLE)
