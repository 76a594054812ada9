"""What the page says when nothing was found: which word finds nothing, and where else to look."""

from dataclasses import dataclass, replace

from search import WayOut, WaysOut
from search.model import Query
from web.params import cleared, url_of, with_text
from web.texts import Texts
from web.views.choices import Choice


@dataclass(frozen=True, slots=True)
class NothingView:
    """`words` say how many talks each word finds; `ways` are searches near the one that found nothing."""

    words: tuple[Choice, ...]
    ways: tuple[Choice, ...]


def nothing_view(query: Query, found: WaysOut, texts: Texts) -> NothingView:
    ways = [_way_of(way, texts) for way in found.ways]
    if query.text and (len(query.filters) > 1 or query.since or query.until):
        label = texts.without_filters.format(text=query.text)
        ways.append(Choice("", label, url_of(cleared(query))))
    alone = replace(cleared(query), sort="relevance")
    if len(found.words) > 1:
        ways += [
            Choice("", texts.only_word.format(word=each.word), url_of(with_text(alone, each.word)))
            for each in found.words
            if each.talks
        ]
    ways.append(Choice("", texts.see_all, "/"))
    return NothingView(
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
    else:
        label = texts.without_filter.format(value=way.dropped.value)
    return Choice("", label, url_of(way.query), count=texts.count(texts.talks, way.talks))
