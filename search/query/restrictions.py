"""Restrictions: what of a query asks for names and days, and not for words, so that hits can say it, too."""

from dataclasses import dataclass

from search.clauses import Dated, HasFacet
from search.model import WhyRoute


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction to some values of a facet, or to some days, as it was typed without its key.

    `route` is how values were found that do not hold what was typed.
    """

    text: str
    clause: HasFacet | Dated
    route: WhyRoute = "reading"
