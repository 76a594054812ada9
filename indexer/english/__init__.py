"""What the command says, in English.

Its sentences are made in Japanese in some fifty modules that know nothing of who reads them; here, where they
are about to be printed, each is found by its pattern. What stands in a `{}` of a pattern stays as it is, but
for a sentence of ours in it. `tests/test_english_command.py` finds sentences that have no English.
"""

import re
from collections.abc import Sequence
from functools import cache

_JAPANESE = re.compile(r"[\u3001-\u30ff\u4e00-\u9fff]")
_DEEPEST = 3


def in_english(text: str, depth: int = _DEEPEST) -> str:
    """Return a sentence of the command in English; what is no sentence of ours stays as it is."""
    if not depth or not _JAPANESE.search(text):
        return text
    for literal, pattern, english in _patterns():
        # Most sentences differ in their longest piece: looking for that is quicker than matching.
        if literal in text and (found := pattern.fullmatch(text)):
            return english.format(*(in_english(each, depth - 1) for each in found.groups()))
    return text


@cache
def _patterns() -> Sequence[tuple[str, re.Pattern[str], str]]:
    """Return every sentence, the most telling first: with its longest piece, as a pattern, in English.

    One that begins with a name comes behind those that begin with words of ours: the name would swallow them.
    """
    from indexer.english.commands import COMMANDS
    from indexer.english.problems import PROBLEMS

    found = []
    for japanese, english in (*COMMANDS, *PROBLEMS):
        pieces = japanese.split("{}")
        pattern = re.compile("(.*?)".join(map(re.escape, pieces)), re.DOTALL)
        found.append((max(pieces, key=len), pattern, english))
    return sorted(found, key=lambda each: (each[1].pattern.startswith("("), -len(each[1].pattern)))
