"""Opened: one generation of an index, open for questions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from search.documents import KIND
from search.engines import Engine
from search.guide.guide import Guide
from search.guide.suggest import Completions
from search.query.language import ParsedQuery, parse
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

_KEPT = 64
"""Queries whose clauses are kept: who types, pages and narrows asks for few different ones."""


@dataclass(frozen=True)
class Opened:
    """An open generation, and what is made of it when first asked for. May be shared by threads."""

    path: Path
    stamp: tuple[int, int] | None
    engine: Engine
    lexicon: Lexicon
    analyzer: Analyzer

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(_Words(self.engine))

    @cached_property
    def completions(self) -> Completions:
        return Completions(dict(self.engine.surfaces().top()))

    @cached_property
    def has_mentions(self) -> bool:
        """Whether any talk was missed: most indexes hold none, and are spared the search for them."""
        return "mention" in self.engine.facet_values(KIND)

    @cached_property
    def guide(self) -> Guide:
        return Guide(self.engine, self.lexicon, self.analyzer, lambda: self.completions)

    @cached_property
    def parsed(self) -> Callable[[str], ParsedQuery]:
        """Return a query's clauses in the names and spellings of this generation.

        Those of the last queries are kept: near words, another page or a facet ask for the same ones again.
        """
        return lru_cache(maxsize=_KEPT)(self._parsed)

    def _parsed(self, text: str) -> ParsedQuery:
        return parse(text, self.analyzer, self.lexicon, self.vocabulary, self.engine.facet_values)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an index, asked one by one as long as that will do."""

    engine: Engine

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self.engine.document_frequency("words", term) > 0

    def __iter__(self) -> Iterator[str]:
        return iter(self.engine.terms("words"))
