"""Ablation: Kikigaki with one ingredient dropped, to see what each is worth.

Each entry patches the library inside a `with` block, and puts back what was there.
What a query asks for is dropped between parsing and evaluation, so that nothing is left of it: neither its
score nor its share in deciding which documents are hits, nor its right to keep a word from being mended.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias
from unittest.mock import patch

from msgspec.structs import replace

from search import documents, ranking
from search.clauses import Route, Spelling, Word
from search.query import vocabulary, words
from search.query.expansion import expanded
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

Patch: TypeAlias = Callable[[], AbstractContextManager[object]]

_HOLDERS = (ranking, documents, vocabulary, words)
"""The modules that hold names of `search.ranking`; whatever else reads them asks that module."""


@contextmanager
def constant(name: str, value: object) -> Iterator[None]:
    """Replace a constant of `search.ranking` wherever it is held; raise AttributeError for an unknown one."""
    old = getattr(ranking, name)
    with ExitStack() as stack:
        for module in _HOLDERS:
            if vars(module).get(name) is old:
                stack.enter_context(patch.object(module, name, value))
        yield


def entries(name: str, **values: float) -> AbstractContextManager[None]:
    """Replace entries of a table of `search.ranking`; raise KeyError for one that it lacks."""
    table: Mapping[str, float] = getattr(ranking, name)
    if unknown := values.keys() - table.keys():
        raise KeyError(*unknown)
    return constant(name, MappingProxyType({**table, **values}))


@contextmanager
def spellings(change: Callable[[Spelling], Spelling | None]) -> Iterator[None]:
    """Change every spelling of every query word, or drop those for which `change` returns None."""
    rescue = Vocabulary.rescue

    def changed(word: Word) -> Word:
        kept = tuple(new for each in word.spellings if (new := change(each)) is not None)
        return replace(word, spellings=kept)

    def expanded_then_changed(*arguments: Any) -> list[Word]:
        return list(map(changed, expanded(*arguments)))

    def rescue_what_is_left(self: Vocabulary, word: Word) -> tuple[Spelling, ...]:
        return rescue(self, changed(word))

    with (
        patch("search.query.language.expanded", expanded_then_changed),
        patch("search.query.meanings.expanded", expanded_then_changed),
        patch.object(Vocabulary, "rescue", rescue_what_is_left),
    ):
        yield


def _but_routes(*routes: Route) -> Patch:
    return partial(spellings, lambda spelling: None if spelling.route in routes else spelling)


def _without_words(spelling: Spelling) -> Spelling:
    characters = tuple(term for term in spelling.more if term.stream == "bigrams")
    return replace(spelling, words=(), whole=(), joined=(), more=characters)


def _without_grams(spelling: Spelling) -> Spelling:
    return replace(spelling, grams=(), skeleton=())


def _without_skeleton(spelling: Spelling) -> Spelling:
    return replace(spelling, skeleton=())


def _nothing_known(lexicon: Lexicon, written: str) -> tuple[str, ...]:
    return ()


def _no_name(analyzer: Analyzer, word: str) -> tuple[str, str]:
    _, reading = _japanese_of(analyzer, word)
    return "", reading


_japanese_of = Analyzer._japanese_of


@contextmanager
def _all(*patches: Patch) -> Iterator[None]:
    with ExitStack() as stack:
        for each in patches:
            stack.enter_context(each())
        yield


ABLATIONS: Mapping[str, Patch] = {
    "without words": partial(_all, partial(spellings, _without_words), partial(constant, "NEAR", 0.0)),
    "without bigrams": partial(
        _all, partial(spellings, _without_grams), partial(entries, "EVIDENCE_WEIGHTS", kanji=0.0, link=0.0)
    ),
    "without readings": _but_routes("reading", "romaji"),
    "without skeleton": partial(spellings, _without_skeleton),
    "without Sudachi's names": partial(
        _all, _but_routes("name"), partial(patch.object, Analyzer, "_japanese_of", _no_name)
    ),
    "without lexicon": partial(patch.object, Lexicon, "others_of", _nothing_known),
    "without edit distance": _but_routes("typo"),
    "without single kanji": partial(entries, "EVIDENCE_WEIGHTS", kanji=0.0),
    "without links": partial(entries, "EVIDENCE_WEIGHTS", link=0.0),
    "without gate": partial(_all, partial(constant, "GATE", 0.0), partial(constant, "GATE_READING", 0.0)),
    "without union idf": partial(constant, "UNION", 0.0),
    "without nearness": partial(constant, "NEAR", 0.0),
    "without standing together": partial(constant, "TOGETHER", 0.0),
    "without loss for a missing word": partial(constant, "MISSING", 0.0),
    "without near misses": partial(constant, "ALSO", 9.0),
    "k1 1.2, as others": partial(constant, "K1", 1.2),
    "b 0.5": partial(constant, "B", 0.5),
    "title counts once": partial(entries, "FIELD_WEIGHTS", title=1.0),
}

INDEXED = frozenset({"without Sudachi's names", "title counts once"})
"""The ablations that change what is indexed; the others can ask an index that was built without them."""
