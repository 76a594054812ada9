"""Opened: one generation of an index, open for questions."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Thread, Timer

from search.budget import ENDLESS, Budget
from search.clauses import Clause, Term, Words
from search.documents import KIND, title_key
from search.engines import Engine, Request
from search.engines.memory import Memory
from search.errors import EngineError
from search.guide.guide import Guide
from search.model import Former
from search.query.event_names import EventNames
from search.query.known import Known
from search.query.language import ParsedQuery, parse
from search.query.vocabulary import Vocabulary
from search.store.contents import former_of
from search.store.store import Generation
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.spelling.folding import folded

_BEGINNING = 50
"""Words that a typed beginning stands for: with a thousand the same talks are found."""
_BESIDE = {"mention": 5, "event": 5}
"""Missed talks and events shown beside the hits."""
_SOME, _MANY = 500, 20_000
"""Documents from which on what the first words would wait for is made beforehand: of some it takes a tenth of
a second, once the first page has gone; of many it goes before.
"""
_FIRST_PAGE = 0.25
"""Seconds in which the first page of some has gone."""
_KEPT = 64
"""Queries whose clauses are kept: who types, pages and narrows asks for few different ones."""


@dataclass(frozen=True)
class Opened:
    """An open generation, and what is made of it when first asked for. May be shared by threads."""

    generation: Generation
    stamp: tuple[int, ...] | None
    engine: Engine
    lexicon: Lexicon
    analyzer: Analyzer
    _parsed: Memory[ParsedQuery] = field(default_factory=lambda: Memory(_KEPT), init=False, compare=False)

    def prepare(self) -> Thread | None:
        """Make what the first words would wait for, beside the answers; of few documents they hardly wait.
        Return the thread that does where answers had better wait for it.
        """
        if self.engine.documents < min(_SOME, _MANY):
            return None
        if self.engine.documents < _MANY:
            later = Timer(_FIRST_PAGE, self._prepare)
            later.daemon = True
            later.start()
            return None
        thread = Thread(target=self._prepare, daemon=True)
        thread.start()
        return thread

    def _prepare(self) -> None:
        # Who asks for what cannot be made is told why.
        with suppress(EngineError):
            self.vocabulary.prepare()
            self.guide.prepare()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.engine.dictionary("words"), self.analyzer, partial(_some_have, self.engine))

    @cached_property
    def guide(self) -> Guide:
        return Guide(self.engine, self.lexicon, self.analyzer, self.events)

    @cached_property
    def events(self) -> EventNames:
        return EventNames(self.engine.facet_values("event"), self.lexicon)

    @cached_property
    def former(self) -> Former:
        return former_of(self.generation)

    @cached_property
    def beside(self) -> Mapping[str, int]:
        """What is shown beside the talks that are found, and how many of each: kinds that there are none of
        are spared the search for them.
        """
        kinds = self.engine.facet_values(KIND)
        return {kind: most for kind, most in _BESIDE.items() if kind in kinds}

    def parsed(self, text: str, budget: Budget = ENDLESS) -> ParsedQuery:
        """Return a query's clauses in the names and spellings of this generation.

        Those of the last queries are kept: near words, another page or a facet ask for the same ones again.
        """
        found = self._parsed.get(text)
        if found is None:
            before = budget.left_out
            found = parse(text, self.known, budget)
            if budget.left_out == before:
                self._parsed.put(text, found, 1)
        return found

    @cached_property
    def known(self) -> Known:
        """What a query may speak of."""
        # Made of parts, not of `self`: a circle would keep an old generation's files until it is collected.
        engine, guide = self.engine, self.guide
        return Known(
            self.analyzer,
            self.lexicon,
            self.vocabulary,
            engine.facet_values,
            self.events,
            beginning_with=lambda typed: [
                each.text for each in guide.completions.starting_with(typed, _BEGINNING)
            ],
            is_title=lambda text: bool(folded(text)) and engine.has_key(title_key(text)),
            read_as=lambda facet, typed: [
                each.text for each in guide.names.starting_with(typed) if each.facet == facet
            ],
        )


def _some_have(engine: Engine, clauses: Sequence[Clause]) -> list[bool]:
    terms = [(clause.stream, clause.text) for clause in clauses if isinstance(clause, Term)]
    frequencies = iter(engine.document_frequencies(terms) if terms else ())
    return [
        next(frequencies) > 0
        if isinstance(clause, Term)
        else engine.find(Request(clause, Words(), {}, (), "newest", 0, 0)).total > 0
        for clause in clauses
    ]
