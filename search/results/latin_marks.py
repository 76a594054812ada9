"""Latin marks: bigrams of a Latin word count where a written word has them, and only that word is marked.

Folded, a text has no blanks, and "indicates the" has the letters of test. What a document must have for such
bigrams to count (`clauses.Run`) must stand where they are marked, too; and of a path its part is marked.
"""

from collections.abc import Sequence

from search.clauses import Run
from search.text.spelling.latin import RUN, ascii_of, key_of, pieces_of

_JOINTS = "./-_"
"""What parts the words of a path, and of a name with several."""


class Held:
    """The words of which one must stand where the letters of some runs do; none where no word holds a run."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = [
            (
                {run.text, *(term.text for term in (*run.holding, *run.near))},
                {part.text for part in run.parts},
            )
            for run in runs
            if run.holding or run.near or run.parts
        ]

    def is_in(self, written: str) -> bool:
        """Say whether every run is held by a word of what is written, or by the words it is made of."""
        words = set()
        for run in RUN.findall(written):
            words |= {key_of(run), *(term for term, _, _ in pieces_of(ascii_of(run)))}
        return all(words & own or (parts and parts <= words) for own, parts in self._runs)


def shown_of_run(written: str, first: int, last: int, held: Held | None) -> tuple[int, int, bool]:
    """Return where begins and ends what joints part around `written[first:last]` from the rest of what is
    written, and whether letters count there that must be held.

    >>> shown_of_run("bin/docker-compose", 4, 10, None)
    (4, 10, True)
    """
    ends = [found for joint in _JOINTS if (found := written.find(joint, last)) >= 0]
    begin = max([written.rfind(joint, 0, first) for joint in _JOINTS]) + 1
    end = min(ends, default=len(written))
    return begin, end, held is None or held.is_in(written[begin:end])
