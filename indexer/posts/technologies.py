"""Technologies of a talk: tags that are known names, and known names in its title."""

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.posts.inline import visible_of
from indexer.technologies import TechnologyNames, technologies_of
from search.text.lexicon import Lexicon

_FIELD = re.compile(
    r"^[-*+\s]{0,8}[\[(]?(?:tech|technology|technologies|技術|使用技術)::[ \t]*(\S[^\n]{0,300})",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST = 60


def known_in_title(title: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the known technologies that a title names."""
    return technologies_of(title, (), _names_of(lexicon))


def known_tags(tags: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the canonical names of those tags that name a technology."""
    names = _names_of(lexicon)
    return tuple(dict.fromkeys(name for tag in tags if (name := names.listed(tag))))


def told_in(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the technologies of Obsidian's fields in a text: `tech:: Go, [[Rust]]`, known or not."""
    if "::" not in text:
        return ()
    written = [
        name.strip(" 　[]()#`")
        for line in _FIELD.findall(text)
        for name in re.split(r"[,、，]", visible_of(line))
    ]
    names = _names_of(lexicon)
    return tuple(dict.fromkeys(names.listed(name) or name for name in written if 0 < len(name) <= _LONGEST))


def is_known_name(text: str) -> bool:
    """Say whether a text is the name of a technology that everybody knows, and so nobody's own."""
    return _names(()).listed(text) is not None


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


def _names_of(lexicon: Lexicon) -> TechnologyNames:
    return _names(tuple(lexicon.technologies.items()))


@lru_cache(maxsize=4)
def _names(own: _Spellings) -> TechnologyNames:
    return TechnologyNames(Lexicon(technologies=dict(own)))
