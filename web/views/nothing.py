"""What the page says when nothing was found: what is to blame, and where else to look."""

from dataclasses import replace

from msgspec import Struct

from search import Dates, WayOut, WaysOut
from search.linking.addresses import url_of
from search.model import Query
from web.params import cleared, with_text
from web.texts import Texts
from web.views.choices import Choice


class NothingView(Struct, frozen=True, eq=False):
    """`words` say how many talks each word finds; `ways` are searches near the one that found nothing.

    `advice` says whether filters are to blame, or the words.
    """

    advice: str
    words: tuple[Choice, ...]
    ways: tuple[Choice, ...]


def nothing_view(query: Query, found: WaysOut, texts: Texts) -> NothingView:
    ways = [_way_of(way, texts) for way in found.ways]
    dropped = len(query.filters) + bool(query.since or query.until)
    if found.unfiltered and dropped > 1:
        label = texts.without_filters.format(text=query.text)
        count = texts.count(texts.talks, found.unfiltered)
        ways.insert(0, Choice("", label, url_of(cleared(query)), count=count))
    alone = replace(cleared(query), sort="relevance")
    if len(found.words) > 1:
        ways += [
            Choice("", texts.only_word.format(word=each.word), url_of(with_text(alone, each.word)))
            for each in found.words
            if each.talks
        ]
    ways.append(Choice("", texts.see_all, "/"))
    blamed = texts.count(texts.filters_to_blame, found.unfiltered) if found.unfiltered else ""
    return NothingView(
        advice=blamed or texts.nothing_advice,
        words=tuple(
            Choice(
                "",
                each.word,
                url_of(with_text(alone, each.word)) if each.talks else "",
                count=texts.count(texts.talks, each.talks),
            )
            for each in found.words
        ),
        ways=tuple(ways),
    )


def _way_of(way: WayOut, texts: Texts) -> Choice:
    if isinstance(way.dropped, str):
        label = texts.without_word.format(word=way.dropped)
    elif isinstance(way.dropped, Dates):
        label = texts.without_dates
    else:
        label = texts.without_filter.format(value=way.dropped.value)
    return Choice("", label, url_of(way.query), count=texts.count(texts.talks, way.talks))
