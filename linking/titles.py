"""What a search is called in one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.model import FacetName, Query

SITE = "聞き書き"


class SearchWords(Protocol):
    """The words of a language that name a search; the texts of the pages have them."""

    @property
    def facets(self) -> Mapping[FacetName, str]: ...
    @property
    def since_date(self) -> str: ...
    @property
    def until_date(self) -> str: ...
    @property
    def results_of(self) -> str: ...
    @property
    def everything(self) -> str: ...


def search_title(query: Query, words: SearchWords) -> str:
    """Name a search in one line: its words, then its filters."""
    told = [f"「{query.text}」"] if query.text else []
    told.extend(f"{words.facets[each.facet]}: {each.value}" for each in query.filters)
    ends = ((words.since_date, query.since), (words.until_date, query.until))
    told.extend(end.format(date=date) for end, date in ends if date)
    return words.results_of.format(search=" ".join(told)) if told else words.everything


@dataclass(frozen=True, slots=True)
class JapaneseWords:
    """The words where no page gives them."""

    facets: Mapping[FacetName, str] = field(
        default_factory=lambda: {
            "event": "イベント",
            "speaker": "発表者",
            "technology": "技術",
            "year": "年",
        }
    )
    since_date: str = "{date} から"
    until_date: str = "{date} まで"
    results_of: str = "{search} の検索結果"
    everything: str = "すべての発表"
