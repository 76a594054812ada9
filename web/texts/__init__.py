"""Texts: everything the pages say, once in each language.

A language is one value of `Texts`, so a missing sentence is a type error. `{n}` and the like are filled in
by views; where a number decides between two forms they stand as `one|many`.
"""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from search.answers import WhyRoute
from search.budget import LeftOut
from search.linking.titles import SearchWords
from search.model import FacetName, Sort

if TYPE_CHECKING:
    from search.linking.forms import Kind, Order


# Nobody compares or prints two languages, and methods that do so of 140 fields take 15 ms of a start to make.
class Texts(SearchWords, frozen=True, eq=False, kw_only=True):
    """One language of the interface. Names of fields say where a text stands; those that name a search are in
    `SearchWords`.
    """

    code: str
    front_title: str
    description: str
    colophon: str
    feed: str
    skip: str
    home: str

    # The masthead and the box
    box_label: str
    box_placeholder: str
    box_button: str
    browse: str
    facet_pages: Mapping[FacetName, str]

    # Suggestions and keys
    suggestions: str
    suggestion_kinds: Mapping[str, str]
    suggestions_told: str
    recent: str
    recent_clear: str
    help: str
    how_to_ask: str
    keys: str
    keys_close: str
    key_rows: tuple[tuple[str, str], ...]

    # Narrowing
    narrow: str
    narrowing: str
    narrow_close: str
    narrow_none: str
    narrow_done: str
    active: str
    selected: str
    more: str
    find_value: str
    only_first: str
    no_value: str
    match: str
    match_any: str
    match_all: str
    chips: str
    page_of_name: str
    drop: str
    dates: str
    since_label: str
    until_label: str
    dates_apply: str
    clear: str

    # Results
    lead: str
    talks: str
    counted: str
    seconds: str
    sorting: str
    sorts: Mapping[Sort, str]
    group: str
    ungroup: str
    same_event: str
    all_of_event: str
    page_of: str
    page_title: str
    pages: str
    previous: str
    next: str
    empty_page: str
    relaxed_words: str
    relaxed: str
    out_of_time: str
    left_out: Mapping[LeftOut, str]
    inexact: str
    did_you_mean: str
    found: str
    found_none: str
    at_page: str
    why: str
    routes: Mapping[WhyRoute, str]
    absent: str
    mentions: str
    events_found: str
    offline: str
    stale: str
    again: str

    # Nothing found
    # The search of an exported site
    export_needs_script: str
    export_failed: str
    export_local: str
    export_searching: str
    export_words: str

    nothing: str
    nothing_advice: str
    filters_to_blame: str
    without_dates: str
    word_counts: str
    ways_out: str
    without_filters: str
    without_filter: str
    without_word: str
    only_word: str
    see_all: str

    # Links to paste
    link: str
    link_to_talk: str
    link_to_search: str
    links_of_talk: str
    link_to_event: str
    link_kinds_of: "Mapping[Kind, str]"
    link_forms: Mapping[str, str]
    link_form: str
    link_by: str
    link_orders: "Mapping[Order, str]"
    link_most: str
    link_list_again: str
    link_back: str
    pick: str
    picked: str
    set_title: str
    set_open: str
    set_clear: str
    set_drop: str
    set_up: str
    set_on: str
    set_lost: str
    set_named: str
    set_short: str
    set_empty: str
    copy: str
    copied: str
    copy_by_hand: str

    # A talk, an event
    date: str
    event: str
    speaker: str
    technology: str
    venue: str
    hashtag: str
    link_kinds: Mapping[str, str]
    event_site: str
    event_post: str
    search_event: str
    in_event: str
    picture: str
    marked: str
    nothing_marked: str
    unmark: str
    too_long: str
    """What is said below the beginning of a very long note."""
    back_to_search: str
    neighbours: str
    previous_talk: str
    next_talk: str
    related: str
    shared: str

    # Pages to browse
    recent_events: str
    all_of: str
    years_ago: str
    years_ago_title: str
    technologies_lead: str
    by_name: str
    by_count: str
    by_date: str
    rows: str
    other_row: str
    also_written: str
    over_time: str
    with_it: str
    search_it: str
    newest_first: str

    # Frames on other people's pages
    read_talk: str
    see_event: str
    see_search: str
    see_site: str
    list_of_talks: str

    # Preferences
    language: str
    theme: str
    themes: Mapping[str, str]

    # Errors
    error: str
    errors: Mapping[int, tuple[str, str]]
    error_standard: str
    outages: Mapping[str, tuple[str, str]]
    for_keeper: str

    def number(self, n: int) -> str:
        """Return a number with its thousands parted."""
        return f"{n:,}"

    def count(self, form: str, n: int) -> str:
        """Return a text about `n` things."""
        one, _, many = form.partition("|")
        return (one if n == 1 or not many else many).format(n=self.number(n))

    def short_date(self, date: datetime.date) -> str:
        if self.code == "en":
            return f"{date.day} {_ENGLISH_MONTHS[date.month - 1][:3]} {date.year}"
        return f"{date.year}.{date.month}.{date.day}"

    def long_date(self, date: datetime.date) -> str:
        if self.code == "ja":
            return f"{date.year}年{date.month}月{date.day}日({_JAPANESE_DAYS[date.weekday()]})"
        return f"{_ENGLISH_DAYS[date.weekday()]}, {date.day} {_ENGLISH_MONTHS[date.month - 1]} {date.year}"


_JAPANESE_DAYS = "月火水木金土日"
# Not strftime: it speaks the language of the machine.
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
