"""Aliases: the other spellings that a lexicon lists, found by how they begin. They stand in no talk."""

from collections.abc import Iterator
from functools import cached_property

from search.arrays import beginning_with
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.name_terms import BORDER, WRITTEN, terms_of_name, typed_keys


class Aliases:
    """The other spellings of one generation's lexicon. May be shared by threads."""

    def __init__(self, lexicon: Lexicon, analyzer: Analyzer) -> None:
        self._lexicon = lexicon
        self._analyzer = analyzer

    def beginning_with(self, kind: str, prefix: str) -> Iterator[tuple[str, bool]]:
        """Yield the spellings with a word that begins so, and whether it is inside of them."""
        for is_inside, code in enumerate((kind, kind.upper())):
            for term in self._range(code + prefix):
                yield term.partition(BORDER)[2], bool(is_inside)

    def lines(self) -> bytes:
        """Return the terms of all spellings as they are written, a newline behind each."""
        return "".join(f"{term}\n" for term in self._range(WRITTEN)).encode()

    def series(self, typed: str) -> Iterator[str]:
        """Yield the names of series of which another spelling may begin so, with an edition behind it."""
        keys = list(typed_keys(typed))
        for name, begins in self._series:
            if any(
                begin.startswith(key) or key.startswith(begin)
                for kind, key in keys
                for begin in begins.get(kind, ())
            ):
                yield name

    def begins(self, spelling: str, typed: str) -> bool | None:
        """Say whether a spelling has a word inside that begins so; False at its beginning, None for no."""
        terms = terms_of_name(spelling, "", self._analyzer)
        keys = [(kind, kind + key) for kind, key in typed_keys(typed)]
        if any(term.startswith(key) for _, key in keys for term in terms):
            return False
        is_inside = any(term.startswith(kind.upper() + key[1:]) for kind, key in keys for term in terms)
        return True if is_inside else None

    def _range(self, begin: str) -> list[str]:
        return self._terms[beginning_with(self._terms, begin)]

    @cached_property
    def _terms(self) -> list[str]:
        return self._lexicon.beginnings.split("\n")

    @cached_property
    def _series(self) -> list[tuple[str, dict[str, list[str]]]]:
        """Series by name, with the keys of each kind at which words of their other spellings begin."""
        series = []
        for name, others in self._lexicon.events.items():
            begins: dict[str, list[str]] = {}
            for other in others:
                for term in terms_of_name(other, "", self._analyzer):
                    begins.setdefault(term[0].lower(), []).append(term[1:-1])
            series.append((name, begins))
        return series
