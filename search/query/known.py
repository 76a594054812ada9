"""Known: what an index knows that a query may speak of, and which of its names are meant."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from search.model import FacetName
from search.query.event_names import EventNames
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.spelling.folding import folded


class Known(Struct, frozen=True):
    """What an index knows that a query may speak of."""

    analyzer: Analyzer
    lexicon: Lexicon
    vocabulary: Vocabulary
    facet_values: Callable[[FacetName], Sequence[str]]
    """Every value of a facet, for `speaker:` and the like."""
    events: EventNames | None = None
    """What events are called; without it their values are their names."""
    beginning_with: Callable[[str], Sequence[str]] = lambda typed: ()
    """Words as written that begin so, those of most talks first."""
    is_title: Callable[[str], bool] = lambda text: False
    """Whether some talk bears this title."""
    listed_near: Callable[[str], Sequence[str]] = lambda typed: ()
    """Names of which a list has another spelling that is a slip away."""
    read_as: Callable[[FacetName, str], Sequence[str]] = lambda facet, typed: ()
    """Values of a facet that are read so, in kana or romaji."""

    def values_named(self, name: str, facet: FacetName) -> tuple[str, ...]:
        """Return the values whose name contains what was typed, is another spelling of it or is read so."""
        if facet == "event" and self.events is not None:
            return self.events.named(name)
        values = self.facet_values(facet)
        wanted = list(
            {
                key
                for each in (name, self._canonical(name, facet))
                for key in (name_key(each), folded(each))
                if key
            }
        )
        # One as a rule, looked for in tens of thousands of names.
        first, more = wanted[:1], wanted[1:]
        found = tuple(
            value
            for key in first
            for value in values
            if key in (keys := _both_keys(value)) or (more and any(other in keys for other in more))
        )
        return found or tuple(self.read_as(facet, name))

    def has_talks_of(self, first: int, last: int) -> bool:
        """Say whether there are talks of any of these years, both included."""
        return any(str(first) <= year <= str(last) for year in self.facet_values("year"))

    def is_alias(self, name: str, facet: FacetName) -> bool:
        """Say whether a name is another spelling of one that a list has."""
        return name_key(self._canonical(name, facet)) != name_key(name)

    def _canonical(self, name: str, facet: FacetName) -> str:
        lexicon = self.lexicon
        known = {
            "speaker": lexicon.speaker_of,
            "technology": lexicon.technology_of,
            "event": lexicon.event_of,
        }
        return known.get(facet, str)(name)


@lru_cache(maxsize=65_536)
def _both_keys(value: str) -> str:
    """Return a name as it is compared, and folded, parted by what no key has: 髙橋 is 高橋."""
    return f"{name_key(value)}\n{folded(value)}"
