"""Speakers as people write them: `[@foo](https://…)`, `桑野さん（モンゴリアン桑野 ／ CA）` -> the name alone.

The same person must be the same value however politely a note speaks of him: courtesy and the sign of an
account are no part of a name. Where they are one, the name stands in backticks: `` `鈴木庸氏` ``.
"""

import re

from indexer.notes.inline import visible_of, written_value
from search.model import Speaker

_OPENING, _CLOSING = "(（", ")）"
_COURTESIES = ("さん", "さま", "様", "氏", "先生")
_LITERAL = re.compile(r"(`+)(?P<name>[^`]+)\1(?P<remark>\s*[(（].*)?", re.DOTALL)
# A comma belongs to "Smith, Jr."; behind さん or a remark, before an account or a link, or between names in
# Japanese letters it can only part two people.
_APART = re.compile(
    r"、|(?:(?<=さん)|(?<=さま)|(?<=[様氏)）]))\s*[,，]|[,，](?=\s*[@＠\[<])"
    r"|(?<=[ぁ-ヿ㐀-鿿々])\s*[,，](?=\s*[ぁ-ヿ㐀-鿿々])"
)


def speakers_of(text: str) -> tuple[Speaker, ...]:
    """Read the speakers of one bullet; raise `ValueError` when a name is missing.

    One bullet names one speaker, or several with 、 between them. A comma that may belong to a name never
    separates: "Smith, Jr." is one person; neither does ・, which stands inside names.
    `名前 (as heard / affiliation)` takes brackets of either width; `名前 (/ affiliation)` says the
    affiliation alone.
    """
    return tuple(_speaker_of(item) for item in _split_outside_brackets(text))


def written_speaker(speaker: Speaker) -> str:
    """Return what `speakers_of` reads back as this speaker."""
    name = speaker.name
    written = written_value(name) if bare_name_of(name) == name else f"`{name}`"
    remark = f"{speaker.heard} / {speaker.affiliation}" if speaker.affiliation else speaker.heard
    return f"{written} ({written_value(remark.strip())})" if remark else written


def bare_name_of(name: str) -> str:
    """Take courtesy and the sign of an account off a name; at least one character stays."""
    return _without_courtesy(name.strip().lstrip("@＠").strip())


def cut_remark(text: str) -> tuple[str, str]:
    """Split `名前 (…)` at the bracket that the last one closes; without one the remark is empty."""
    text = text.strip()
    if not text.endswith(tuple(_CLOSING)):
        return text, ""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] in _CLOSING) - (text[position] in _OPENING)
        if depth == 0:
            return text[:position].strip(), text[position + 1 : -1].strip()
    return text, ""


def _without_courtesy(name: str) -> str:
    for courtesy in _COURTESIES:
        if name.endswith(courtesy) and (rest := name.removesuffix(courtesy).rstrip()):
            return rest
    return name


def _split_outside_brackets(text: str) -> list[str]:
    items, start, at, depth = [], 0, 0, 0
    for separator in _APART.finditer(text):
        for char in text[at : separator.start()]:
            depth += (char in _OPENING) - (char in _CLOSING)
        at = separator.start()
        if depth <= 0:
            items.append(text[start:at])
            start = separator.end()
    items.append(text[start:])
    return [item.strip() for item in items if item.strip()]


def _speaker_of(text: str) -> Speaker:
    if literal := _LITERAL.fullmatch(text):
        name, remark = literal["name"].strip(), visible_of(literal["remark"] or "").strip()[1:-1]
    else:
        # 桑野 (CA) さん: the courtesy may stand behind the remark, too.
        name, remark = cut_remark(_without_courtesy(visible_of(text).strip()))
        name = bare_name_of(name)
    if not name:
        raise ValueError(
            f"発表者の名前がありません。「名前 (聞いたままの名前 / 所属)」と書いてください(今は {text!r})"
        )
    heard, _, affiliation = remark.replace("／", "/", 0 if "/" in remark else 1).partition("/")
    return Speaker(name, heard.strip(), affiliation.strip())
