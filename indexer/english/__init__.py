"""What the command says, in English: its own sentences are made in Japanese.

`tests/test_english_command.py` finds sentences that have no English.
"""

import re
from functools import cache

from search.sentences import Sentences

_JAPANESE = re.compile(r"[\u3001-\u30ff\u4e00-\u9fff]")


def in_english(text: str) -> str:
    """Return a sentence of the command in English; what is no sentence of ours stays as it is."""
    return _sentences().told(text) if _JAPANESE.search(text) else text


@cache
def _sentences() -> Sentences:
    from indexer.english.commands import COMMANDS
    from indexer.english.problems import PROBLEMS

    return Sentences((*COMMANDS, *PROBLEMS))
