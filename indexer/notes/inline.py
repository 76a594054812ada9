"""Inline Markdown of one value -> what a reader sees of it: no targets of links, no emphasis, no escapes.

A fact is one line of a list. Whoever writes `` `Go` ``, `**Rust**` or `[@foo](https://…)` means the word that
a page shows, and the same word without any sign must be the same value.
"""

import html
import re

_LONGEST = 2_000
"""Characters; what is longer is no value that somebody wrote, and is left as it is."""

_SIGN = re.compile(r"[\[`*_~\\<&]")
_TARGET = r"""\s*(?:<[^<>\n]*>|(?:[^\s()（）]|\([^\s()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*"""
_LABEL = r"(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()]*\))?)*"
_TOKEN = re.compile(
    rf"""
      \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | !?\[(?P<label>{_LABEL})\](?:\({_TARGET}\)|（\s*https?://[^\s（）]*\s*）|\[[^\[\]]*\])
    | <(?P<address>https?://[^\s<>]*|mailto:[^\s<>]*)>
    | (?P<tag></?(?:a|b|br|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>)
    | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]\w{{1,30}});)
    """,
    re.VERBOSE,
)
_EMPHASIS = re.compile(r"(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1")
_UNDERLINES = re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
# What is a sign only where it was written bare; meanwhile it stands in for itself.
_HIDDEN = str.maketrans("*_~", "\ue0f0\ue0f1\ue0f2")
_SHOWN = str.maketrans("\ue0f0\ue0f1\ue0f2", "*_~")
_TO_ESCAPE = re.compile(r"[\\`*_~\[\]<]|&(?=#?\w+;)")


def visible_of(value: str) -> str:
    """Return a value as it is read on a page; one without any sign is returned as it is."""
    if not _SIGN.search(value) or len(value) > _LONGEST:
        return value
    text = _TOKEN.sub(_seen, value)
    for pattern in (_EMPHASIS, _UNDERLINES):
        text = pattern.sub(r"\2", text)
    return text.translate(_SHOWN).strip()


def written_value(seen: str) -> str:
    """Return how a value must be written so that `visible_of` reads it back."""
    return seen if visible_of(seen) == seen else _TO_ESCAPE.sub(r"\\\g<0>", seen)


def _seen(token: re.Match[str]) -> str:
    if (escaped := token["escaped"]) is not None:
        return escaped.translate(_HIDDEN)
    if (code := token["code"]) is not None:
        return code.strip().translate(_HIDDEN)
    if (label := token["label"]) is not None:
        return visible_of(label).translate(_HIDDEN)
    if (address := token["address"]) is not None:
        return address.translate(_HIDDEN)
    if token["tag"] is not None:
        return " " if token["tag"].startswith("<br") else ""
    return html.unescape(token["entity"])
