"""Numerals: a number with what it counts, 8人 or 第3回, is one thing: neither 8 nor 人, nor in 18人."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from search.clauses import Phrase
from search.query.phrases import characters_of, words_in_order
from search.text.spelling.folding import folded, folded_runs
from search.text.spelling.latin import ascii_of
from search.text.units import Unit

_NUMBER = re.compile(
    r"(?P<ordinal>第?)(?P<digits>[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９])"
    r"|[0-9０-９]{1,9}(?:[.．][0-9０-９]{1,3})?)"
    r"|(?<![一二三四五六七八九十百千万〇0-9０-９])(?P<before>第?)(?P<kanji>[一二三四五六七八九十百千万]{1,9})(?![一二三四五六七八九十百千万億〇])"
)
_DIGITS = re.compile("[0-9]+")
_HAS_THOUSANDS = re.compile("第?[0-9]{4}")
_AT_THOUSANDS = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+(?![0-9]))")
_KANJI = "一二三四五六七八九"
_BELOW_MYRIAD = f"(?:[{_KANJI}]?千)?(?:[{_KANJI}]?百)?(?:[{_KANJI}]?十)?[{_KANJI}]?"
_KANJI_NUMBER = re.compile(f"(?:(?P<myriads>{_BELOW_MYRIAD})万)?(?P<rest>{_BELOW_MYRIAD})")
_ONE_KANJI = re.compile(f"[{_KANJI}十百千]")
_POWERS = f"{_KANJI}十百千万"
_MYRIAD = 10_000
_NOUN = re.compile("[一-鿿]|次元|段階|世代|種類|文字|年度|言語|要素")
"""What is counted, too, though Sudachi knows it as a plain noun: 章, 席, 曲."""
_BEHIND_LATIN = re.compile(r"[0-9A-Za-zＡ-Ｚａ-ｚ]\s?$")
_FEW_DIGITS = 3
"""Digits of a number before such a noun; more are a year: 2015秋."""
_EDITIONS = frozenset({"版", "系"})
"""What stands behind a version as well, where it is left out as often: Ubuntu 22版. Behind 第 it counts."""
_BESIDE = frozenset({"以上", "以下", "以内", "以降", "以前", "未満", "程度", "前後"})
_POINTS = frozenset(".,．，")
_KA = frozenset("ヶヵケカか箇")
"""How the first character of 3ヶ月 and 3か所 is written."""
_TAILS = frozenset({"目", "間", "半"})
"""What makes another counter of the one before it: 2回目, 3年間."""


class Number(Struct, frozen=True):
    """A number with its counter, at `text[start:end]`, in all ways in which it is `written`."""

    start: int
    end: int
    written: tuple[str, ...]
    words: Phrase | None
    """Its words as they follow each other: they are found behind what folds to nothing, too, as in 3〜5分."""

    @property
    def is_edition(self) -> bool:
        return self.written[0][0] == "第" and "回" in self.written[0]

    def exact(self) -> tuple[str, ...]:
        """Return the folded characters of each way, for marks."""
        parted = (_AT_THOUSANDS.sub(",", way) for way in self.written if _HAS_THOUSANDS.match(way))
        return tuple(dict.fromkeys(map(folded_runs, (*self.written, *parted))))

    def bounds(self) -> tuple[tuple[Phrase, ...], ...]:
        """Return the ways in which a text may have it, as phrases that stand in it then."""
        phrases = [(written, characters_of(written)) for written in self.written]
        ways = [
            (replace(phrase, barred=(*phrase.barred, *_kanji_before(written))), *_number_of(written))
            for written, phrase in phrases
            if phrase is not None
        ]
        first = phrases[0][1]
        if self.words is None or first is None:
            return tuple(ways)
        if not _POINTS.isdisjoint(self.written[0]):
            return ((self.words,),)  # Its characters are those behind the point only.
        if any(map(_HAS_THOUSANDS.match, self.written)):
            return (*ways, (self.words,))  # What commas part in a text are one word, and no characters.
        # Its pieces are words of 2.5, too, but its characters do not stand there.
        return (*ways, (replace(first, barred=()), self.words)) if first.barred else tuple(ways)


def numbers_in(text: str, placed: Sequence[tuple[Unit, int]]) -> list[Number]:
    """Return the numbers of a text that have a counter behind them or 第 before, in order.

    Versions have neither: the 7 of Rails7 and of Java 7入門 is no number of things.
    """
    runs = {begin: unit for unit, begin in placed if unit.latin}
    words = {begin: unit for unit, begin in placed if unit.size and not unit.latin}
    found = []
    for match in _NUMBER.finditer(text):
        begin, end = match.start("digits" if match["digits"] else "kanji"), match.end()
        if match["digits"] and (begin not in runs or runs[begin].size != end - begin):
            continue
        if not _POINTS.isdisjoint(text[max(0, begin - 1) : begin] + text[end : end + 1]):
            continue  # A part of 1.5 or 1,000.
        if match["digits"] and begin in words:
            # 一番 in digits, and 3万, are one word.
            end = max(end, begin + words[begin].size)
        elif match["kanji"]:
            # Sudachi knows 一回 of 第十一回 as one word, and 三ヶ所.
            first = begin if match["before"] or text[match.end() : match.end() + 1] in _KA else begin + 1
            end = max(end, *(at + words[at].size for at in range(first, end) if at in words), 0)
        if (counter := words.get(end)) and _counts(counter, text[end : end + counter.size], match):
            end += counter.size
            while (tail := words.get(end)) and text[end : end + tail.size] in _TAILS:
                end += tail.size
        if end > match.end() or match["ordinal"] or match["before"]:
            own = [(unit, at) for unit, at in placed if match.start() <= at < end]
            written = _ways_of(match, text[match.end() : end])
            found.append(Number(match.start(), end, written, words_in_order(own)))
    return found


def parted_by_numbers(
    text: str, span: tuple[int, int], numbers: Sequence[Number]
) -> Iterator[tuple[int, int]]:
    """Yield the numbers that a word consists of, or the word where it has more to say, as 3人体制; of
    第3回勉強会 both.

    What only says more of a number is not asked for: 10年前, 約5人, 100人以上.
    """
    own = [number for number in numbers if span[0] <= number.start and number.end <= span[1]]
    ends = [span[0], *(number.end for number in own)]
    starts = [*(number.start for number in own), span[1]]
    beside = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    # 二次的 and 三日月 are words of their own, as no 3日月 is.
    least = 1 if any(number.written[0][0] in _POWERS for number in own) else 2
    if own and all(len(each) < least or each in _BESIDE for each in beside):
        yield from ((number.start, number.end) for number in own)
    elif own and all(number.is_edition for number in own):
        places = [span[0], *(place for number in own for place in (number.start, number.end)), span[1]]
        yield from ((start, end) for start, end in pairwise(places) if start < end)
    else:
        yield span


def with_numeral(written: str, units: Sequence[Unit]) -> Phrase | None:
    """Return a word of which one of two parts is a number, 世界一, as its characters: any text has a 一."""
    keys = [key for unit in units for key, *_ in unit.outer_parts]
    is_counted = len(keys) == 2 and any(key in written and _ONE_KANJI.fullmatch(key) for key in keys)
    return characters_of(written) if is_counted else None


def _counts(unit: Unit, written: str, number: re.Match[str]) -> bool:
    """Say whether what stands behind a number is counted by it."""
    is_ordinal = bool(number["ordinal"] or number["before"])
    is_noun = _NOUN.fullmatch(written) is not None and unit.parts[0][0] != "" and not unit.inflects
    if is_ordinal:
        return unit.counts or is_noun
    if unit.counts or not is_noun:
        return unit.counts and written not in _EDITIONS
    # What follows a version is no counter of it: CentOS 7型.
    is_version = _BEHIND_LATIN.search(number.string, 0, number.start()) is not None
    return not is_version and len(number["digits"] or number["kanji"]) <= _FEW_DIGITS


def _ways_of(match: re.Match[str], counter: str) -> tuple[str, ...]:
    """Return the ways in which a number is written: 3回, 03回, 三回, of 3ヶ月 also 3か月; as typed first."""
    before = match["ordinal"] or match["before"] or ""
    digits = ascii_of(match["digits"] or match["kanji"]).replace(",", "")
    number = value_of(digits) if not digits.isascii() else int(digits) if digits.isdecimal() else 0
    ways = [digits, str(number), f"{number:02}"] if number else [digits]
    if number and number % _MYRIAD == 0:
        ways.append(f"{number // _MYRIAD}万")
    if counter and 0 < number < _MYRIAD**2:
        kanji = kanji_of(number)
        ways += [kanji, f"一{kanji}"] if kanji[0] == "千" else [kanji]
    others = "ケカ箇".replace(folded(counter[0]), "") if counter[:1] in _KA else ""
    counters = (counter, *(f"{other}{counter[1:]}" for other in others))
    return tuple(f"{before}{way}{each}" for each in counters for way in dict.fromkeys(ways))


def value_of(kanji: str) -> int:
    """Return the number that is written in kanji, 0 for what is none, as 三三.

    >>> value_of("三"), value_of("二十一"), value_of("千五百"), value_of("一万"), value_of("三三")
    (3, 21, 1500, 10000, 0)
    """
    match = _KANJI_NUMBER.fullmatch(kanji)
    return _MYRIAD * _below_myriad(match["myriads"] or "") + _below_myriad(match["rest"]) if match else 0


def _below_myriad(kanji: str) -> int:
    """Return a number of at most one 千, 百 and 十, in this order; 0 of nothing."""
    value, digit = 0, 0
    for each in kanji:
        if each in _KANJI:
            digit = _KANJI.index(each) + 1
        else:
            value += (digit or 1) * 10 ** ("十百千".index(each) + 1)
            digit = 0
    return value + digit


def kanji_of(number: int) -> str:
    """Return a number from 1 to 99,999,999 in kanji.

    >>> kanji_of(5), kanji_of(10), kanji_of(42), kanji_of(120), kanji_of(10_003_000)
    ('五', '十', '四十二', '百二十', '千万三千')
    """
    if number >= _MYRIAD:
        return f"{kanji_of(number // _MYRIAD)}万{kanji_of(number % _MYRIAD)}"
    written = ""
    for digit, power in zip(f"{number:04}", ("千", "百", "十", ""), strict=True):
        if digit != "0":
            written += power if power and digit == "1" else _KANJI[int(digit) - 1] + power
    return written


def _number_of(written: str) -> Iterator[Phrase]:
    """Yield the number as a word, if it is in digits: the 5 of 1.5倍 is none."""
    if digits := _DIGITS.match(written):
        yield Phrase("words", ((digits[0], 0),))


def _kanji_before(written: str) -> Iterator[tuple[str, int]]:
    """Yield the pairs that make another number of what begins with one in kanji: 三人 in 十三人."""
    if written[0] in _POWERS:
        yield from ((f"{kanji}{written[0]}", -1) for kanji in _POWERS)
