"""What a search is called in one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.model import FacetName, Query


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
    @property
    def quoted(self) -> str: ...
    @property
    def within(self) -> str: ...
    @property
    def site(self) -> str: ...


def search_title(query: Query, words: SearchWords) -> str:
    """Name a search in one line: its words, then its filters."""
    filters = [f"{words.facets[each.facet]}: {each.value}" for each in query.filters]
    ends = ((words.since_date, query.since), (words.until_date, query.until))
    filters.extend(told.format(date=date) for told, date in ends if date)
    search = " ".join(filters)
    if query.text:
        quoted = words.quoted.format(text=query.text)
        search = quoted + words.within.format(filters=search) if filters else quoted
    return words.results_of.format(search=search) if search else words.everything


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
    results_of: str = "{search}の検索結果"
    everything: str = "すべての発表"
    quoted: str = "「{text}」"
    within: str = "({filters})"
    site: str = "聞き書き"
