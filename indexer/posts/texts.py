"""Texts: the bytes of a file -> text, in whatever encoding its author's machine once wrote."""

from collections.abc import Iterator

MAX_BYTES = 20_000_000
"""An export of a whole blog fits; what is longer is no post."""

_OLD = ("cp932", "euc_jp", "iso2022_jp")


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text with `\\n` as line end, and the encoding where it is not UTF-8; never fails."""
    text, encoding = _decoded(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Neither can be stored: lone surrogates and NUL.
    return text.replace("\0", " "), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    for text, encoding in _guesses(data):
        return text, encoding
    return data.decode("utf-8-sig", "replace"), "?"


def _guesses(data: bytes) -> Iterator[tuple[str, str]]:
    names = ("iso2022_jp", *_OLD) if b"\x1b$" in data else _OLD
    for name in names:
        try:
            yield data.decode(name), name
        except UnicodeDecodeError:
            continue
