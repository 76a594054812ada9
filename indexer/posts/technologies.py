"""Technologies of a talk: tags that are known names, and known names in its title."""

from collections.abc import Sequence
from functools import lru_cache

from indexer.importers.technologies_in import technologies_in
from search.text.lexicon import Lexicon, name_key
from search.text.lexicon_builtin import common_names


def known_in_title(title: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the known technologies that a title names: the one place where they are looked for."""
    return _in_title(title, _frozen(lexicon))


def known_tags(tags: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the canonical names of those tags that name a technology."""
    names = _names(_frozen(lexicon))
    return tuple(dict.fromkeys(names[name_key(tag)] for tag in tags if name_key(tag) in names))


def is_known_name(text: str) -> bool:
    """Say whether a text is the name of a technology that everybody knows, and so nobody's own."""
    return name_key(text) in _names(())


def tags_of_talks(tags: Sequence[str], texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Share a post's tags among its talks: a tag goes to the talks that name it, else to all of them."""
    folded = [text.casefold() for text in texts]
    shared: list[list[str]] = [[] for _ in texts]
    for tag in tags:
        having = [number for number, text in enumerate(folded) if tag.casefold() in text]
        for number in having or range(len(texts)):
            shared[number].append(tag)
    return [tuple(each) for each in shared]


_Spellings = tuple[tuple[str, tuple[str, ...]], ...]


def _frozen(lexicon: Lexicon) -> _Spellings:
    return tuple(lexicon.technologies.items())


@lru_cache(maxsize=4096)
def _in_title(title: str, own: _Spellings) -> tuple[str, ...]:
    return technologies_in(title, _known(own))


@lru_cache(maxsize=4)
def _known(own: _Spellings) -> Lexicon:
    names = {group[0]: group[1:] for group in common_names()}
    return Lexicon(technologies={**names, **dict(own)})


@lru_cache(maxsize=4)
def _names(own: _Spellings) -> dict[str, str]:
    known = _known(own).technologies
    return {name_key(spelling): name for name, others in known.items() for spelling in (name, *others)}
