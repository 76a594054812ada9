"""Near names: those of one kind that may be one name written twice, with what speaks for it.

A proposal is for a person to judge. Two names that the aliases file lists apart are two names for good.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from indexer.notes.speakers import bare_name_of
from search.text.lexicon import Lexicon, Spellings, name_key
from search.text.spelling.folding import folded

LONG_ENOUGH = 6
"""Characters of a folded name from which one other letter is rather a slip than another name."""

_SIGNS = re.compile(r"[^\w+#]+|_")
_DIGITS = re.compile(r"\d+")
_LATIN_NAME = re.compile(r"[a-z]+(?: [a-z]+)+")
_SAME = (("japan", "jp"), ("tokyo", "東京"), ("osaka", "大阪"), ("vol", "第"), ("回", ""))


class Proposal(Struct, frozen=True):
    """One line for the aliases file: a name, the spellings it has there, and those it might get."""

    name: str
    listed: tuple[str, ...]
    others: tuple[str, ...]
    reason: str


def near_names(
    counts: Mapping[str, int], pairs: Iterable[tuple[str, str, str]], listed: Spellings
) -> list[Proposal]:
    """Join pairs of names, each with its reason, to lines; the name of most talks stands first.

    `counts` says of how many talks each name is. A pair whose names are both `listed` is left out.
    """
    leader: dict[str, str] = {}
    reasons: dict[str, list[str]] = defaultdict(list)

    def lead(name: str) -> str:
        while (above := leader.get(name, name)) != name:
            name = above
        return name

    for one, other, reason in pairs:
        first, second = sorted((lead(one), lead(other)), key=lambda name: _rank(name, counts, listed))
        if first == second or (first in listed and second in listed):
            continue
        leader[second] = first
        reasons[first] += [*reasons.pop(second, []), reason]
    lines: dict[str, list[str]] = defaultdict(list)
    for name in sorted(leader, key=lambda name: _rank(name, counts, listed)):
        lines[lead(name)].append(name)
    return [
        Proposal(name, listed.get(name, ()), tuple(others), "、".join(dict.fromkeys(reasons[name])))
        for name, others in sorted(lines.items(), key=lambda line: _rank(line[0], counts, listed))
    ]


def near_technologies(names: Iterable[str], lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Yield pairs that differ in signs, kana or one letter, or that are known to be one thing."""
    names = tuple(names)
    yield from _of_one_key(names, _bare_key, "表記の違い")
    by_key = {name_key(name): name for name in names}
    for name in names:
        for other in lexicon.others_of(name):
            if (there := by_key.get(name_key(other))) and there != name:
                yield name, there, "同じ技術の別名"
    yield from _one_letter_apart(names)


def near_speakers(names: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of speakers; each name comes with the names that it was heard as."""
    yield from _of_one_key(names, lambda name: _bare_key(bare_name_of(name)), "表記の違い")
    yield from _of_one_key(names, _name_order_key, "姓名の順の違い")
    by_key = {_bare_key(bare_name_of(name)): name for name in names}
    for name, heard in names.items():
        for other in map(bare_name_of, heard):
            if (there := by_key.get(_bare_key(other))) and there != name:
                yield name, there, f"「{name}」が {other} とも書かれている"
    yield from _one_letter_apart(names)


def near_events(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of events; those of different numbers or years are different."""
    names = tuple(names)
    yield from _of_one_key(names, _event_key, "表記の違い")
    yield from _one_letter_apart(names)


def _rank(name: str, counts: Mapping[str, int], listed: Spellings) -> tuple[bool, int, int, str]:
    return name not in listed, -counts.get(name, 0), -len(name), name


def _of_one_key(
    names: Iterable[str], key_of: Callable[[str], str], reason: str
) -> Iterator[tuple[str, str, str]]:
    first: dict[str, str] = {}
    for name in names:
        if (key := key_of(name)) and first.setdefault(key, name) != name:
            yield first[key], name, reason


def _one_letter_apart(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield names that one inserted, missing or other letter parts; never the first one, never a digit."""
    shorter: dict[str, list[str]] = defaultdict(list)
    for name in names:
        key = _bare_key(name)
        if len(key) < LONG_ENOUGH:
            continue
        forms = {key, *(key[:at] + key[at + 1 :] for at in range(1, len(key)))}
        found = {other for form in forms for other in shorter[form]}
        for other in sorted(found):
            if _is_one_slip(key, _bare_key(other)):
                yield other, name, "1 文字の違い"
        for form in forms:
            shorter[form].append(name)


def _is_one_slip(one: str, other: str) -> bool:
    """Say whether two keys that share a form with one letter left out are one letter apart indeed."""
    if one == other or abs(len(one) - len(other)) > 1 or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long)))


def _bare_key(name: str) -> str:
    """Return a name without width, case, kana, long vowels, blanks and signs; `C#` and `C++` keep theirs."""
    return _SIGNS.sub("", folded(name).replace(" ", "")) + "".join(sign for sign in name if sign in "+#＋＃")


def _name_order_key(name: str) -> str:
    parts = " ".join(bare_name_of(name).casefold().replace(",", " ").split())
    return " ".join(sorted(parts.split())) if _LATIN_NAME.fullmatch(parts) else ""


def _event_key(name: str) -> str:
    key = _SIGNS.sub("", name.casefold())
    for one, other in _SAME:
        key = key.replace(one, other)
    return folded(key).replace(" ", "")
