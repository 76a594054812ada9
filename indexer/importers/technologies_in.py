"""Which of the known technologies a title names."""

import re
from functools import cache

from search import Lexicon

SHORT = 4
"""Names up to this length must be written exactly: `rest` is not REST, `go` is not Go."""

_WORD = "A-Za-z0-9_&+#"
_KATAKANA = "ァ-ヿ"


def technologies_in(title: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return canonical names whose name or spelling stands in the title as a whole word.

    In the order of the title. A version may follow: Python3, Plone 5. Of two names in one place the
    longer counts: Apache Spark, not Spark.
    """
    found: list[tuple[int, int, str]] = []
    for name, spellings in lexicon.technologies.items():
        for spelling in (name, *spellings):
            found += [(match.start(), -match.end(), name) for match in _pattern(spelling).finditer(title)]
    names: list[str] = []
    covered = 0
    for _, end, name in sorted(found):
        if -end > covered:
            names.append(name)
            covered = -end
    return tuple(dict.fromkeys(names))


@cache
def _pattern(spelling: str) -> re.Pattern[str]:
    before = f"(?<![{_WORD}])" if re.match(f"[{_WORD}]", spelling) else f"(?<![{_KATAKANA}])"
    version = r"(?:\d[\d.]*)?" if len(spelling) > 1 and spelling[-1:].isalpha() else ""
    after = f"(?![{_WORD}])" if re.search(f"[{_WORD}]$", spelling) else f"(?![{_KATAKANA}])"
    flags = re.IGNORECASE if len(spelling) > SHORT else 0
    return re.compile(f"{before}{re.escape(spelling)}{version}{after}", flags)
