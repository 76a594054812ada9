"""Texts: the bytes of a file -> text, in whatever encoding its author's machine once wrote."""

from indexer.wide_text import wide_coding_of

MAX_BYTES = 20_000_000
"""An export of a whole blog fits; what is longer is no post."""

_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"{\\rtf")
_PEEKED = 100_000
_OLD = ("cp932", "euc_jp")


def is_text(data: bytes) -> bool:
    """Say whether bytes may be a text: pictures, programs and documents of offices have NULs in them."""
    return not (b"\0" in data[:_PEEKED] or data.startswith(_DOCUMENTS)) or wide_coding_of(data) != ""


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text with `\\n` as line end, and the encoding where it is not UTF-8; never fails."""
    text, encoding = _decoded(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Neither can be stored: lone surrogates and NUL.
    return text.replace("\0", " "), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    if coding := wide_coding_of(data):
        return data.decode(coding, "replace").removeprefix("\ufeff"), coding[:6].upper()
    # Seven bits with escapes are valid UTF-8, too.
    names = ("iso2022_jp", "utf-8-sig", *_OLD) if b"\x1b$" in data else ("utf-8-sig", *_OLD)
    for name in names:
        try:
            return data.decode(name), "" if name == "utf-8-sig" else name
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8-sig", "replace"), "?"
