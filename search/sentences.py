"""Sentences of ours in another language: each is found by its pattern when it is about to be printed.

They are made in some hundred modules that know nothing of who reads them. What stands in a `{}` of a pattern
stays as it is, but for a sentence of ours in it.
"""

import re
from collections.abc import Sequence
from functools import cached_property

_DEEPEST = 4
_COUNTED = re.compile(
    r"(?P<one>(?<!\{)\{\}(?: changed)?(?: (?:talk|note|post|file|day|level|character)(?=s))?)s?"
)
"""A value, with what it counts in English; `{{` is a brace."""


class Sentences:
    """Pairs of a sentence and what it is in the other language, both with `{}` for each name in them.

    >>> Sentences([("{} is gone", "{} はありません")]).told("a.md is gone")
    'a.md はありません'
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    @cached_property
    def _patterns(self) -> Sequence[tuple[str, re.Pattern[str], str]]:
        """Every sentence, the most telling first: its longest piece, its pattern, what it is in the other.

        One that begins with a name comes behind those that begin with words of ours: the name would swallow
        them.
        """
        found = []
        for own, other in self._pairs:
            pieces = own.split("{}")
            pattern = re.compile("(.*?)".join(map(re.escape, pieces)), re.DOTALL)
            found.append((max(pieces, key=len), pattern, other))
        return sorted(found, key=lambda each: (each[1].pattern.startswith("("), -len(each[1].pattern)))

    def told(self, text: str, depth: int = _DEEPEST) -> str:
        """Return a sentence in the other language; what is no sentence of ours stays as it is."""
        for literal, pattern, other in self._patterns if depth else ():
            # Most sentences differ in their longest piece: looking for that is quicker than matching.
            if literal in text and (found := pattern.fullmatch(text)):
                told = [self.told(each, depth - 1) for each in found.groups()]
                return _one_by_one(other, told).format(*told)
        return text


def _one_by_one(sentence: str, told: Sequence[str]) -> str:
    """Put the words behind a 1 into the singular: `{} talks` is said of others."""
    values = iter(told)
    return _COUNTED.sub(lambda match: match["one"] if next(values, "") == "1" else match[0], sentence)
