"""Keys: what an input method for Japanese makes of Latin letters, and which letters it was given.

Whoever forgot to switch it on has typed moderinngu for モデリング; whoever forgot to switch it off, らいls
for rails. The table has what MS-IME and Mozc accept beyond Hepburn and Kunrei (`romaji`): nn for ン, - for
ー, a small letter behind x or l.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.text.spelling.kana import KATAKANA, SYLLABLES

_VOWELS = "aiueo"
_SMALL = dict(zip(_VOWELS, "ァィゥェォ", strict=True))
_GLIDED = ("ky", "gy", "sy", "zy", "jy", "ty", "cy", "dy", "ny",
           "hy", "by", "py", "my", "ry", "th", "dh", "fy", "vy")  # fmt: skip
_GLIDES = dict(zip(_VOWELS, "ャィュェョ", strict=True))


def _row(consonant: str, kana: str, following: dict[str, str], bare: str = "") -> dict[str, str]:
    """Return a consonant before each vowel: a kana and what follows it, nothing behind the vowel `bare`."""
    return {consonant + each: kana + ("" if each == bare else small) for each, small in following.items()}


_TABLE: dict[str, str] = {
    **SYLLABLES,
    **dict(zip(("ca", "ci", "cu", "ce", "co"), "カシクセコ", strict=True)),
    **dict(zip(("ya", "yi", "yu", "yo", "wa", "wu", "wo", "tsu", "nn", "n'", "xn", "-"),
               "ヤイユヨワウヲツンンンー", strict=True)),
    "ye": "イェ",
    "wi": "ウィ",
    "we": "ウェ",
    **_row("wh", "ウ", _SMALL, bare="u"),
    **_row("f", "フ", _SMALL, bare="u"),
    **_row("v", "ヴ", _SMALL, bare="u"),
    **_row("q", "ク", _SMALL, bare="u"),
    **_row("ts", "ツ", _SMALL, bare="u"),
    **_row("j", "ジ", _GLIDES, bare="i"),
    **_row("sh", "シ", _GLIDES, bare="i"),
    **_row("ch", "チ", _GLIDES, bare="i"),
}  # fmt: skip
for _consonant, _kana in zip(["kw", "qw", "gw", "sw", "tw", "dw", "fw"], "ククグストドフ", strict=True):
    _TABLE |= _row(_consonant, _kana, _SMALL)
for _consonant, _kana in zip(_GLIDED, "キギシジジチチヂニヒビピミリテデフヴ", strict=True):
    _TABLE |= _row(_consonant, _kana, _GLIDES)
for _small in "lx":
    _TABLE |= {
        _small + each: kana for each, kana in (*_SMALL.items(), ("ya", "ャ"), ("yu", "ュ"), ("yo", "ョ"))
    }
    _TABLE |= dict(
        zip((_small + each for each in ("tu", "tsu", "wa", "ka", "ke")), "ッッヮヵヶ", strict=True)
    )

_KEY = re.compile(
    "|".join(sorted(_TABLE, key=len, reverse=True))
    + r"|(([bcdfghjklmpqrstvwxyz])(?=\2)|t(?=ch))|n(?![aiueoy'])|m(?=[bp])"
)
"""The keys of one kana; those of ッ are its first group, and those of no kana of the table else ン."""
_BEGUN = {key[:size] for key in _TABLE for size in range(1, len(key)) if key[0] not in "lx"} - {"n'"}
"""Letters that wait for more."""
_KEYS: dict[str, list[str]] = {}
for _key, _kana in _TABLE.items():
    _KEYS.setdefault(_kana, []).append(_key)
_KEYS["ー"], _KEYS["ン"] = ["", "-"], ["n", "nn"]
WIDE = {code + 0xFEE0: code for code in range(ord("a"), ord("z") + 1)}
"""Letters as an input method leaves them, narrow."""
_MIXED = re.compile(r"(?=[a-z]*[ぁ-ゖァ-ヺー])(?=[ぁ-ゖァ-ヺー]*[a-z])[ぁ-ゖァ-ヺーb-df-hj-np-tv-z]+")
"""A consonant with a vowel behind it would be kana by now."""
_UNFINISHED = re.compile(r"([ぁ-ゖァ-ヺー]+)([a-z]{1,3})")


def kana_of_keys(keys: str) -> tuple[str, str]:
    """Return the katakana of some keys in lower case, and the letters at their end that wait for a vowel;
    ("", "") for what is not typed so.

    >>> kana_of_keys("po-taburu"), kana_of_keys("moderinng"), kana_of_keys("docker")
    (('ポータブル', ''), ('モデリン', 'g'), ('', ''))
    """
    kana, at = "", 0
    while at < len(keys):
        found = _KEY.match(keys, at)
        if found:
            kana += _TABLE.get(found[0]) or ("ッ" if found[1] else "ン")
            at = found.end()
        elif kana and keys[at:] in _BEGUN:
            return kana, keys[at:]
        else:
            return "", ""
    return kana, ""


def key_rules() -> tuple[dict[str, str], str]:
    """Return the kana of some keys, and the pattern that finds one, for whoever reads keys elsewhere."""
    return dict(_TABLE), _KEY.pattern


def is_mixed(typed: str) -> bool:
    """Say whether an input method may have left narrow letters so: neither Railsの nor Tシャツ."""
    return not typed.isascii() and _MIXED.fullmatch(typed) is not None


def unfinished(typed: str) -> tuple[str, str]:
    """Return kana, and the letters behind them that wait for a vowel; ("", "") for anything else.

    >>> unfinished("かt"), unfinished("らいls"), unfinished("かた")
    (('か', 't'), ('', ''), ('', ''))
    """
    parts = _UNFINISHED.fullmatch(typed)
    return (parts[1], parts[2]) if parts and parts[2] in _BEGUN else ("", "")


@lru_cache(maxsize=256)
def going_on(begun: str) -> tuple[str, ...]:
    """Return the kana that letters which wait for a vowel may become, ン too for n; none for others.

    >>> going_on("g"), going_on("sy")
    (('ガ', 'ギ', 'グ', 'ゲ', 'ゴ'), ('シャ', 'シィ', 'シュ', 'シェ', 'ショ'))
    """
    if begun not in _BEGUN:
        return ()
    found = dict.fromkeys(kana for key, kana in _TABLE.items() if key.startswith(begun))
    return tuple(kana for kana in found if kana[0] == kana or kana[0] not in found)


def keyed(typed: str, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which words, of some in Latin letters that ascend, have the keys that made what was typed in
    kana and letters; and which keys may have made it that a word begins with.

    >>> keyed("らいls", ["rail", "rails", "ruby"]), keyed("どcけ", ["docker"])
    ((['rails'], ['rails']), ([], ['docke']))
    """
    kana = typed.translate(KATAKANA)
    begun = list(dict.fromkeys(_keys_from(kana, 0, "", words)))
    return [each for each in begun if words[bisect_left(words, each)] == each], begun


def likely_keys(typed: str) -> str:
    """Return the keys that most likely made what was typed, where no word is known that has them.

    >>> likely_keys("ふぅえんtd"), likely_keys("ろっsdb")
    ('fwuentd', 'rossdb')
    """
    kana, found, at, doubled = typed.translate(KATAKANA), "", 0, False
    while at < len(kana):
        unit, options = _units_at(kana, at)[0]
        at += len(unit)
        if unit == "ッ":
            doubled = True
            continue
        option = min(options, key=lambda each: (each[:1] in "cqx", len(each)))
        found += option[:1] * doubled + option
        doubled = False
    return found


def _units_at(kana: str, at: int) -> list[tuple[str, Sequence[str]]]:
    """Return the kana that one key stroke or more may have made from a place on, the longest first, with
    these keys.
    """
    found: list[tuple[str, Sequence[str]]] = [
        (unit, _KEYS[unit]) for size in (2, 1) if len(unit := kana[at : at + size]) == size and unit in _KEYS
    ]
    return found or [(kana[at], (kana[at],))]


def _keys_from(kana: str, at: int, begun: str, words: Sequence[str], doubled: bool = False) -> Iterator[str]:
    """Yield the keys that may have made what stands from a place on, behind some, if a word begins so."""
    place = bisect_left(words, begun)
    if place == len(words) or not words[place].startswith(begun):
        return
    if at == len(kana):
        yield begun
        return
    for unit, options in _units_at(kana, at):
        if unit == "ッ" and at + 1 < len(kana):
            yield from _keys_from(kana, at + 1, begun, words, doubled=True)
        for option in options:
            if not doubled or (option and option[0] not in _VOWELS):
                yield from _keys_from(kana, at + len(unit), begun + option[:1] * doubled + option, words)
