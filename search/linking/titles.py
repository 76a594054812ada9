"""What a search is called in one line."""

from collections.abc import Mapping

from msgspec import Struct

from search.model import FacetName, Query


class SearchWords(Struct, frozen=True, kw_only=True):
    """The words of a language that name a search, and the site."""

    site: str
    facets: Mapping[FacetName, str]
    since_date: str
    until_date: str
    results_of: str
    everything: str
    quoted: str
    within: str


JAPANESE = SearchWords(
    site="聞き書き",
    facets={"event": "イベント", "speaker": "発表者", "technology": "技術", "year": "年"},
    since_date="{date} から",
    until_date="{date} まで",
    results_of="{search}の検索結果",
    everything="すべての発表",
    quoted="「{text}」",
    within="({filters})",
)
"""Where no page gives them."""


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
