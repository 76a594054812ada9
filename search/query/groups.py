"""Groups: how the chunks of a query hold together: what must hold at once, and of what one must."""

from collections.abc import Iterator

from msgspec import Struct

from search.query.chunks import Chunk


class Group(Struct, frozen=True):
    """Chunks and groups that must hold together."""

    parts: tuple["Part", ...]
    is_excluded: bool = False


class Choice(Struct, frozen=True):
    """Parts of which one must hold, two or more."""

    parts: tuple["Part", ...]


Part = Chunk | Group | Choice


def tree_of(found: Iterator[Chunk], is_excluded: bool = False) -> Group:
    """Return what stands up to the next closing bracket; `or` ties the parts right before and behind it."""
    groups: list[list[Part]] = []
    is_tied = False
    for chunk in found:
        if chunk.kind == "close":
            break
        if chunk.kind == "or":
            is_tied = bool(groups)
            continue
        part: Part = tree_of(found, chunk.is_excluded) if chunk.kind == "open" else chunk
        if is_tied:
            groups[-1].append(part)
        else:
            groups.append([part])
        is_tied = False
    parts = (group[0] if len(group) == 1 else Choice(tuple(group)) for group in groups)
    return Group(tuple(parts), is_excluded)


def excludes(part: Part) -> bool:
    """Say whether a talk that matches need have nothing for it."""
    if isinstance(part, Chunk):
        return part.is_excluded
    among = any if isinstance(part, Choice) else all
    return (isinstance(part, Group) and part.is_excluded) or among(map(excludes, part.parts))


def written_of(part: Part, query: str) -> str:
    """Return how a part of a query was typed."""
    first = last = part
    while not isinstance(first, Chunk):
        first = first.parts[0]
    while not isinstance(last, Chunk):
        last = last.parts[-1]
    written = query[first.start : last.end]
    return f"-({written})" if isinstance(part, Group) and part.is_excluded else written


def is_ranked(chunk: Chunk) -> bool:
    """Say whether a chunk is a word that talks are ranked by, and that need not be there."""
    return chunk.kind == "word" and chunk.key is None and not chunk.is_excluded
