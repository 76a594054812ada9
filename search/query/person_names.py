"""Person names: a name in kanji, as it was heard and noted down in kana.

By their reading alone names stand everywhere: タナカ is read in した中, イシダ in 意思だ, クドウ is 駆動. So
the kana themselves are looked for, in notes where Sudachi takes them for a word, or for one of the words that
it parts the name into: くわ|の.
"""

from functools import lru_cache

from search.clauses import Run, Spelling, Term
from search.query.spelling import KEPT, SHORT_KANA, spelling_of, units_of, word_of
from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.spelling.kana import HIRAGANA
from search.text.units import head_of

_NOTED = "さん"
"""What stands behind a name as it is noted down: Sudachi cuts it as in a sentence."""


@lru_cache(maxsize=KEPT)
def noted_in_kana(reading: str, analyzer: Analyzer) -> Spelling:
    """Return the spelling in kana of a name that is read so."""
    written = spelling_of(reading, "reading", analyzer)
    key = folded(reading)
    # Of two kana the word may be another, with long ones.
    own = word_of(key) if len(key) >= SHORT_KANA else Term("readings", head_of(reading))
    run = Run(reading, holding=(own,), parts=_parts_of(reading, analyzer))
    return Spelling("reading", reading, grams=written.grams, runs=(run,))


def _parts_of(reading: str, analyzer: Analyzer) -> tuple[Term, ...]:
    """Return how the words begin that Sudachi parts a name into where it stands in hiragana."""
    units = units_of(reading.translate(HIRAGANA) + _NOTED, analyzer)
    if units[0][0].size >= len(reading):
        return ()
    inside = [unit for unit, begin in units if begin + unit.size <= len(reading)]
    return tuple(Term("readings", head) for unit in inside for head in unit.heads)
