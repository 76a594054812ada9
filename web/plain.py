"""A passage as a line of prose: with … where it is cut out of something longer."""

from search.model import Snippet


def shortened(snippet: Snippet) -> Snippet:
    """Put … where the passage leaves out what stands before or after it."""
    before = "…" if snippet.more_before else ""
    behind = "…" if snippet.more_behind else ""
    moved = tuple((start + len(before), end + len(before)) for start, end in snippet.marks)
    return Snippet(before + snippet.text + behind, moved)
