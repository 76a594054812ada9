"""Hits: what an engine found, with what is shown of it: marks, a passage, reasons."""

from collections.abc import Sequence

from search.documents import shown_of, texts_of
from search.engines import Found
from search.errors import IndexDamaged
from search.model import Hit, Snippet, Why
from search.query.language import ParsedQuery
from search.results.marking import Marker
from search.results.snippets import marks_of, reasons_of, snippet_of


def hits_of(found: Found, parsed: ParsedQuery, marker: Marker) -> tuple[Hit, ...]:
    """Return what an engine found as hits, marked, with passages and reasons; raises `IndexDamaged`."""
    talks = [shown_of(hit.stored) for hit in found.hits]
    texts = [texts_of(talk, visible) for talk, visible in talks]
    try:
        marks = marker.matches_in(texts, [hit.spans for hit in found.hits])
    except ValueError as error:
        raise IndexDamaged(f"spans are not what was written ({error}): run `indexer rebuild`") from error
    hits = []
    for (talk, visible), own, hit, marked in zip(talks, texts, found.hits, marks, strict=True):
        matches = dict(zip(own, marked, strict=True))
        title = Snippet(talk.title, marks_of(matches[talk.title]))
        snippet = snippet_of(visible, matches[visible])
        why = reasons_of(parsed.marked, matches)
        hits.append(Hit(talk, hit.score, title, snippet, why, _missing(parsed, why)))
    return tuple(hits)


def _missing(parsed: ParsedQuery, why: Sequence[Why]) -> tuple[str, ...]:
    """Return the words that a talk does not have; a question is not expected to be answered word by word."""
    if parsed.words.is_sentence:
        return ()
    present = {reason.word for reason in why}
    return tuple(word.text for word in parsed.words.words if word.text not in present)
