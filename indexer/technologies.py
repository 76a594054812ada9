"""Technologies: which of the names that everybody or the corpus knows a title and its tags name.

A tag says what it means. In a title many names are ordinary words, too (Go, Chef, Express): these count only
where what stands beside them says so; see `ambiguous_names`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from indexer.ambiguous_names import Setting, is_ambiguous, is_meant, is_part_of_phrase
from search.text.lexicon import Lexicon, name_key
from search.text.lexicon_builtin import technology_names

_WORD = re.compile(r"[A-Za-z0-9]")
_SIGNS = re.compile(r"[&+#]")
_FILE = re.compile(r"[A-Za-z0-9_]\.\Z")
_KATAKANA = re.compile(r"[ァ-ヺーｦ-ﾟ]")
_VERSION = re.compile(r"\d[\d.]*")
_BETWEEN = re.compile(r"\s*(?:[/／・,、，&＆+＋×xと]|や|から|vs\.?|and|for|on|with)\s*", re.IGNORECASE)
_TIGHT = ("/", "・", "+", "×")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_ABBREVIATIONS = "aws css dns gcp html iot json llm mcp php sql ssh svg xml yaml"
"""Abbreviations that are also written in small letters; of the others some are words then (rest, rag)."""


class Found(NamedTuple):
    """A name in a title: where it stands, a version included, and the spelling that stands there."""

    start: int
    end: int
    spelling: str
    name: str
    is_ambiguous: bool


class TechnologyNames:
    """Every known spelling of a technology, prepared for looking into titles. Made once for a corpus.

    What the lexicon lists has its canonical name there, all else the one in `lexicon_builtin`.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        listed = [(name, *others) for name, others in lexicon.technologies.items()]
        owners = {name_key(spelling): group[0] for group in reversed(listed) for spelling in group}
        self._names: dict[str, str] = {}
        self._starts: dict[str, list[_Spelling]] = {}
        for group in (*listed, *technology_names()):
            # A known thing that the lexicon has under any of its spellings is called as it is there.
            name = next((owners[key] for key in map(name_key, group) if key in owners), group[0])
            for spelling in group:
                if self._names.setdefault(name_key(spelling), name) == name:
                    # Kana that the corpus itself lists means what it is listed for.
                    ambiguous = is_ambiguous(spelling) and (spelling.isascii() or group not in listed)
                    entry = _Spelling(spelling, name, ambiguous)
                    self._starts.setdefault(spelling[:2].casefold(), []).append(entry)
        for spellings in self._starts.values():
            spellings.sort(key=lambda each: -len(each.text))

    def listed(self, tag: str) -> str | None:
        """Return the technology that a tag is a spelling of; None for any other tag."""
        return self._names.get(name_key(tag.lstrip("#＃")))

    def standing_in(self, title: str) -> list[Found]:
        """Return where names stand in a title as whole words, in order; of two in one place the longer."""
        found: list[Found] = []
        end = 0
        folded = title.casefold() if title.isascii() else "".join(map(_folded, title))
        for start in range(len(title)):
            if start < end or (start and _are_one_word(title[start - 1], title[start])):
                continue
            one, two = folded[start], folded[start : start + 2]
            for text, name, ambiguous in (*self._starts.get(two, ()), *self._starts.get(one, ())):
                if behind := _end_of(text, title, start):
                    found.append(Found(start, behind, text, name, ambiguous))
                    end = behind
                    break
        return found


class _Spelling(NamedTuple):
    text: str
    name: str
    is_ambiguous: bool


def technologies_of(title: str, tags: Iterable[str], names: TechnologyNames) -> tuple[str, ...]:
    """Return the technologies that tags or topics list, in their order, then those that only the title names.

    Tags that are no known technology are left out. Each stands once, by its canonical name.
    """
    tagged = dict.fromkeys(name for tag in tags if (name := names.listed(tag)))
    return tuple(dict.fromkeys((*tagged, *_meant_in(title, names, frozenset(tagged)))))


def _meant_in(title: str, names: TechnologyNames, tagged: frozenset[str]) -> Iterator[str]:
    """Yield the technologies that a title means. In a list, one that is sure tells of those beside it."""
    plain = title.translate(_WIDE)
    found = names.standing_in(plain)
    sure = [each.name in tagged or not each.is_ambiguous for each in found]
    has_company = any(sure) or bool(tagged)
    for place, each in enumerate(found):
        if not sure[place]:
            sure[place] = is_meant(each.spelling, _setting(plain, each), has_company)
    beside = [_are_a_list(one, other, plain) for one, other in pairwise(found)]
    for place, is_list in enumerate(beside):
        sure[place + 1] |= is_list and sure[place]
    for place in reversed(range(len(beside))):
        sure[place] |= beside[place] and sure[place + 1]
    return (each.name for each, is_sure in zip(found, sure, strict=True) if is_sure)


def _are_a_list(one: Found, other: Found, title: str) -> bool:
    """Say whether names follow each other as equals: C/C++, Puma と Unicorn; not Speech Processing, NLP."""
    between = title[one.end : other.start]
    if between in _TIGHT:
        return True
    parts = (each for each in (one, other) if each.is_ambiguous)
    return bool(_BETWEEN.fullmatch(between)) and not any(
        is_part_of_phrase(_setting(title, each)) for each in parts
    )


def _setting(title: str, found: Found) -> Setting:
    return Setting(title[: found.start], title[found.start + len(found.spelling) :])


def _end_of(spelling: str, title: str, start: int) -> int:
    """Return where a name that stands here as a whole word ends, with its version; 0 if none does."""
    end = start + len(spelling)
    written = title[start:end]
    if written.casefold() != spelling.casefold() or not _is_written_so(written, spelling):
        return 0
    if _runs_on(title[start - 1 : start], spelling[0], spelling) or _FILE.search(
        title[max(0, start - 2) : start]
    ):
        return 0
    if len(spelling) > 1 and spelling[-1].isalpha() and (version := _VERSION.match(title, end)):
        end = version.end() - len(version[0]) + len(version[0].rstrip("."))
    return 0 if _runs_on(title[end : end + 1], spelling[-1], spelling) else end


def _is_written_so(written: str, spelling: str) -> bool:
    """Ordinary words and abbreviations must be written as they are: `go` is not Go, `rest` is not REST."""
    if written == spelling or not spelling.isascii():
        return True
    if is_ambiguous(spelling):
        return False
    return not spelling.isupper() or written in _ABBREVIATIONS.split()


def _runs_on(outside: str, inside: str, spelling: str) -> bool:
    """Say whether a word goes on beyond its edge: by the character outside and the one inside."""
    if not outside:
        return False
    if len(spelling) == 1 and _SIGNS.match(outside):
        return True
    if spelling[0] == "." and _WORD.match(outside):
        return True
    return _are_one_word(outside, inside)


def _are_one_word(before: str, behind: str) -> bool:
    return any(kind.match(before) and kind.match(behind) for kind in (_WORD, _KATAKANA))


def _folded(character: str) -> str:
    """Return a character in small, always one: İ and ß become two by `casefold`."""
    small = character.casefold()
    return small if len(small) == 1 else character
