"""Sounds: what a word in katakana sounds like, and in which Latin letters each sound is written.

`sounds.txt` has a line for each sound, or for a few in katakana that letters stand for together: the letters
and what they cost, the likeliest at 0, `-` for none. `c!eiy` is c before none of these, `t>i` t before one,
`e$` e at the end. The costs were counted over the 4,300 English words whose reading Sudachi's dictionary has.
They are logarithms: how much rarer these letters are for the sound than the likeliest ones, and the sound for
these letters.
"""

import re
import string
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from search.text.spelling.kana import KATAKANA, SMALL

Sounds: TypeAlias = tuple[str, ...]
"""Consonants and vowels: `a:` is long, `u0` a vowel that a foreign word need not have, `Qt` a doubled t, `=d`
a letter that was typed as such.
"""

_ROWS = {
    "": "ア イ ウ エ オ", "k": "カ キ ク ケ コ", "s": "サ スィ ス セ ソ", "t": "タ ティ トゥ テ ト",
    "n": "ナ ニ ヌ ネ ノ", "h": "ハ ヒ - ヘ ホ", "m": "マ ミ ム メ モ", "r": "ラ リ ル レ ロ",
    "g": "ガ ギ グ ゲ ゴ", "z": "ザ ズィ ズ ゼ ゾ", "d": "ダ ディ ドゥ デ ド", "b": "バ ビ ブ ベ ボ",
    "p": "パ ピ プ ペ ポ", "f": "ファ フィ フ フェ フォ", "w": "ワ ウィ - ウェ ウォ", "y": "- - - イェ -",
    "S": "シャ シ シュ シェ ショ", "J": "ジャ ジ ジュ ジェ ジョ", "C": "チャ チ チュ チェ チョ",
    "T": "ツァ ツィ ツ ツェ ツォ",
}  # fmt: skip
_MORAS: dict[str, tuple[str, str]] = {
    mora: (consonant, vowel)
    for consonant, row in _ROWS.items()
    for mora, vowel in zip(row.split(), "aiueo", strict=True)
} | {
    "ヤ": ("", "ya"),
    "ユ": ("", "yu"),
    "ヨ": ("", "yo"),
    "ヲ": ("", "o"),
    "ヂ": ("J", "i"),
    "ヅ": ("z", "u"),
}
_KANA = {parts: mora for mora, parts in reversed(_MORAS.items())}
_PIECE = re.compile(r"[ッンー]|[ァ-ヺ][ァィゥェォャュョ]?|[a-z]")
_LONGER = {("e", "i"): "e:", ("o", "u"): "o:", ("yo", "u"): "yo:", ("a", "i"): "ai", ("a", "u"): "au"}
_FLEETING = {"o": "td", "u": "ksnhmrgzbpfSJCT", "i": "SCJ"}
"""The vowels that stand behind these consonants where a foreign word has none: キット is kit."""
_LETTERS = re.compile(r"([a-z]+|-)([>!$]?)([a-z]*)=([0-9.]+)")


class Letters(NamedTuple):
    """Letters for `sounds`, and at what cost. One of `before` must follow, where there are any; `$` is the
    end.
    """

    cost: float
    sounds: Sounds
    text: str
    before: str


def sounds_of(written: str) -> Sounds:
    """Return the sounds of a word in kana, which may have Latin letters in it; () for any other.

    >>> sounds_of("キット"), sounds_of("データ")
    (('k', 'i', 'Qt', 'o0'), ('d', 'e:', 't', 'a'))
    """
    plain = unicodedata.normalize("NFKC", written).lower().translate(KATAKANA).replace("ヴ", "ブ")
    pieces = _PIECE.findall(plain)
    if sum(map(len, pieces)) != len(plain):
        return ()
    found: list[str] = []
    double = ""
    for piece in pieces:
        before = found[-1] if found else ""
        consonants, vowel = _parts_of(piece)
        if piece == "ー" and before[-1:] in tuple("aiueo") and before not in ("ai", "au"):
            found[-1] += ":"
        elif not consonants and (before, vowel) in _LONGER:
            found[-1] = _LONGER[before, vowel]
        elif vowel:
            found += [double + consonant for consonant in consonants]
            is_fleeting = bool(consonants) and consonants[-1] in _FLEETING.get(vowel, "")
            found.append(vowel + "0" * is_fleeting)
        elif piece == "ン" or piece.isascii():
            found.append("N" if piece == "ン" else f"={piece}")
        double = "Q" if piece == "ッ" else ""
    return tuple(found)


def size_of(sounds: Sounds) -> float:
    """Return how much a word says: its sounds, long vowels one and a half each."""
    return sum(1.5 if sound in ("ai", "au") or sound[-1] == ":" else 1.0 for sound in sounds)


@cache
def letters_by_sound() -> dict[str, tuple[Letters, ...]]:
    """Return what letters there are for sounds, by the first of these, the cheapest first."""
    found = {f"={letter}": [Letters(0.0, (f"={letter}",), letter, "")] for letter in string.ascii_lowercase}
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        key, _, entries = line.partition(" ")
        sounds = (key,) if key.isascii() else sounds_of(key)
        for text, sign, context, cost in _LETTERS.findall(entries):
            letters = Letters(float(cost), sounds, text.strip("-"), _before(sign, context))
            found.setdefault(sounds[0], []).append(letters)
    return {sound: tuple(sorted(own)) for sound, own in found.items()}


def mora_of(consonant: str, sound: str) -> str:
    """Return a vowel behind a consonant, which may be empty or doubled, or ン, in katakana; empty for what is
    never heard so.

    >>> mora_of("Qt", "o0"), mora_of("", "N"), mora_of("t", "o"), mora_of("f", "ai")
    ('ット', 'ン', '', 'ファイ')
    """
    if sound == "N":
        return "" if consonant else "ン"
    vowel, plain = sound.rstrip(":0"), consonant.removeprefix("Q")
    short = vowel if vowel not in ("ai", "au") else "a"
    if (sound == f"{vowel}0") != (plain[-1:] in tuple(_FLEETING.get(sound.rstrip("0"), ""))):
        return ""
    mora = _KANA.get((plain, short), "")
    tail = "ー" if sound[-1] == ":" else {"ai": "イ", "au": "ウ"}.get(vowel, "")
    return mora and "ッ" * (plain != consonant) + mora + tail


def _parts_of(piece: str) -> tuple[str, str]:
    """Return the consonants and the vowel of a mora, nothing for what is none."""
    if piece in _MORAS or len(piece) == 1:
        return _MORAS.get(piece, ("", ""))
    consonant, vowel = _MORAS.get(piece[0], ("", ""))
    return consonant + "w" * (vowel == "u" and consonant in tuple("kg")), SMALL[piece[1]]


def _before(sign: str, context: str) -> str:
    if sign == "!":
        return "".join(sorted({*string.ascii_lowercase, "$"} - {*context}))
    return sign if sign == "$" else context
