"""Lexicon: canonical names and the other ways people write them.

It holds what `corpus/aliases.yaml` says, is stored with the index, and is used in two places: names in notes
become canonical when the corpus is read, and a query's words reach the other spellings when it is asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain

from search.text.lexicon_builtin import common_names, one_way_spellings
from search.text.spelling.folding import folded
from search.text.spelling.latin import key_of

Spellings = Mapping[str, tuple[str, ...]]
"""Canonical name -> its other spellings, as written."""

_EDITION = re.compile(r"\s*(?:[#＃]|[vV]ol\.?|[nN]o\.?|第|['’])?\s*\d{1,4}\s*(?:回|年|th|st|nd|rd)?")
"""What one of several events of a series has behind the name they share: 2018, #12, 第3回."""


@dataclass(frozen=True)
class Lexicon:
    """Other spellings of technologies, speakers, ordinary terms and events; each maps a canonical name to its
    spellings. The name of a series of events is that of its editions, too: PyCon JP, PyCon JP 2018.
    """

    technologies: Spellings = field(default_factory=dict)
    speakers: Spellings = field(default_factory=dict)
    terms: Spellings = field(default_factory=dict)
    events: Spellings = field(default_factory=dict)
    laid_out: Mapping[str, tuple[str, ...]] | None = field(
        default=None, repr=False, compare=False, kw_only=True
    )
    """What `others()` returned, where that was kept."""
    beginnings: str = field(default="", repr=False, compare=False, kw_only=True)
    """The terms of all spellings (`name_terms`), one a line, where these were kept."""
    _technology: dict[str, str] = field(init=False, repr=False, compare=False)
    _speaker: dict[str, str] = field(init=False, repr=False, compare=False)
    _event: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_technology", _canonical_by_key(self.technologies))
        object.__setattr__(self, "_speaker", _canonical_by_key(self.speakers))
        object.__setattr__(self, "_event", _canonical_by_key(self.events))

    @cached_property
    def others(self) -> Mapping[str, tuple[str, ...]]:
        """By key, the other spellings of every name, also of those that everybody knows."""
        if self.laid_out is not None:
            return self.laid_out
        # Folding thousands of spellings takes some 20 ms: they are kept with an index.
        # What somebody lists for these notes always counts, common word or not.
        own, common = _others_by_key(self.groups(), frozenset()), _common_others()
        both = {key: tuple(dict.fromkeys((*own[key], *common.get(key, ())))) for key in own}
        return {**common, **both}

    def technology_of(self, written: str) -> str:
        """Return the canonical name of a technology; a name that is not listed is its own canonical name."""
        return self._technology.get(name_key(written), written)

    def speaker_of(self, written: str) -> str:
        """Return the canonical name of a speaker; a name that is not listed is its own canonical name."""
        return self._speaker.get(name_key(written), written)

    def event_of(self, written: str) -> str:
        """Return the canonical name of an event, by its own name or that of its series."""
        name, edition = self._parted(written)
        return self._event.get(name_key(name), name) + edition

    def event_others_of(self, written: str) -> tuple[str, ...]:
        """Return the other spellings of an event's canonical name."""
        name, edition = self._parted(written)
        return tuple(other + edition for other in self.events.get(name, ()))

    def others_of(self, written: str) -> tuple[str, ...]:
        """Return the other spellings of a name, canonical one first; none when it is not listed.

        Names that everybody knows are listed too (`lexicon_builtin`).
        """
        return self.others.get(_spelling_key(written), ())

    def spellings(self) -> tuple[str, ...]:
        """Return every spelling that is listed, also by `lexicon_builtin`."""
        return tuple(dict.fromkeys(chain.from_iterable((*self.groups(), *common_names()))))

    def groups(self) -> Iterator[tuple[str, ...]]:
        """Yield every name with its spellings, canonical name first."""
        for spellings in (self.technologies, self.speakers, self.terms, self.events):
            for name, others in spellings.items():
                yield (name, *others)

    def _parted(self, written: str) -> tuple[str, str]:
        """Return an event's name and nothing, or the name of its series and what tells the edition."""
        if name_key(written) not in self._event:
            for edition in _EDITION.finditer(written):
                if edition.end() == len(written) and name_key(written[: edition.start()]) in self._event:
                    return written[: edition.start()], edition[0]
        return written, ""


def name_key(name: str) -> str:
    """Return what two spellings of one name share whatever their width, case and spaces."""
    plain = name.lower() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()
    return "".join(plain.split())


def _canonical_by_key(spellings: Spellings) -> dict[str, str]:
    canonical = {name_key(other): name for name, others in spellings.items() for other in others}
    return canonical | {name_key(name): name for name in spellings}


def _others_by_key(groups: Iterable[tuple[str, ...]], silent: Set[str]) -> dict[str, tuple[str, ...]]:
    """Return for each spelling but the silent ones the others of its groups."""
    others: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for spelling in group:
            if spelling in silent:
                continue
            key = _spelling_key(spelling)
            rest = tuple(other for other in group if _spelling_key(other) != key)
            others[key] = tuple(dict.fromkeys((*others.get(key, ()), *rest)))
    return others


@cache
def _common_others() -> dict[str, tuple[str, ...]]:
    return _others_by_key(common_names(), one_way_spellings())


@lru_cache(maxsize=65_536)
def _spelling_key(spelling: str) -> str:
    # C++ and C# fold to c like everything else that drops signs.
    return key_of(spelling) if "+" in spelling or "#" in spelling else folded(spelling)
