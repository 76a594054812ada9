"""Events found by their own text, as they stand beside the hits."""

from search.linking.addresses import event_path
from search.model import EventHit
from web.plain import shortened
from web.rendering import SafeHtml, snippet_html
from web.texts import Texts
from web.views.dates import Day, day_of
from web.views.printed import printed


@printed
class EventHitView:
    """An event that was found. `facts` are its venue and hashtag, where they are known."""

    name: SafeHtml
    url: str
    day: Day
    facts: str
    snippet: SafeHtml


def event_hit_view(hit: EventHit, texts: Texts) -> EventHitView:
    event = hit.event
    hashtag = f"#{event.hashtag.lstrip('#')}" if event.hashtag else ""
    return EventHitView(
        name=snippet_html(hit.name),
        url=event_path(event.id),
        day=day_of(event.date, texts),
        facts=" ".join(filter(None, (event.venue, hashtag))),
        snippet=snippet_html(shortened(hit.snippet, event.markup)),
    )
