"""Posts: the text of one file -> the event it tells of, its talks, and what was guessed."""

import datetime
import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from indexer.notes.ids import slug_of
from indexer.notes.note import Naming, ParsedNote
from indexer.notes.sections import body_of
from indexer.posts.asciidoc import asciidoc_front_of, markdown_of_asciidoc
from indexer.posts.event import event_facts_of
from indexer.posts.event_day import day_of
from indexer.posts.front_matter import Front, front_matter_of
from indexer.posts.html_page import article_of, is_page
from indexer.posts.inline import visible_of
from indexer.posts.layouts import dialect_of, is_deck, layout_of
from indexer.posts.links import addresses_in, event_page_of
from indexer.posts.orders import Orders, orders_of, reason_to_hide
from indexer.posts.org import markdown_of_org, org_front_of
from indexer.posts.reports import is_report, is_told
from indexer.posts.source import Place as Place
from indexer.posts.source import Source, source_of
from indexer.posts.stretches import Split, Stretch, split_of, whole_of
from indexer.posts.talk_pages import (
    event_of,
    is_in_event,
    is_lone_keynote,
    is_talk_page,
    names_event,
    talk_of,
)
from indexer.posts.technologies import known_in_title, known_tags, tags_of_talks, told_in
from indexer.posts.unclosed import unclosed_in, unclosed_in_front
from indexer.posts.which import Wanted, suffix_of
from search.errors import NoteError
from search.model import Event, Talk
from search.text.lexicon import Lexicon

Kind = Literal["page", "report", "other"]
"""Of a post: about one talk, about an event, or about something else."""

LONGEST_ID = 72

_TAG = re.compile(r"<(?!(?:img|iframe|video)\b)[^<>]*>", re.IGNORECASE)
"""What shows nothing by itself: a page that a script fills has no text."""
NO_DATE = "日付が見つかりません。front matter に `date: 2015-01-14` のように書いてください"
_NO_DATE_OF_PAGE = (
    '日付が見つかりません。<head> に <meta name="date" content="2015-01-14"> のように書いてください'
)
_NO_REPORT = "参加の記録に見えません。読むには front matter に `kikigaki: true` と書きます"
_NOT_A_REPORT = "参加の記録に見えないので、記事全体を 1 件として読みました"


class ReadPost(Struct, frozen=True):
    """What a post was read as. `note` is None when it is skipped; `reason` says why, or what was guessed."""

    layout: str
    title: str
    note: ParsedNote | None
    reason: str
    detected: tuple[tuple[str, ...], ...] = ()
    """Of each talk, the technologies that were found in its title."""
    is_one_entry: bool = False
    remarks: tuple[NoteError, ...] = ()
    is_hidden: bool = False
    """Whether its author says that it is not to be published."""


def parse_post(place: Place, text: str, lexicon: Lexicon, wanted: Wanted = "reports") -> ReadPost:
    """Read the text of one file. Never fails: what cannot be known is guessed, and said."""
    text, front = _opened(place.relative, text)
    if is_talk_page(front) and not text[front.start :].strip():
        text = f"{text}\n{front.text('abstract')}"
    return parse_entry(place, text, front, lexicon, wanted)


def _opened(path: str, text: str) -> tuple[str, Front]:
    """Return a file's text, Org and AsciiDoc as Markdown, and its front matter."""
    match dialect_of(path):
        case "org":
            return markdown_of_org(text), org_front_of(text)
        case "asciidoc":
            front = asciidoc_front_of(text)
            return markdown_of_asciidoc(text, front.start), front
        case _ if suffix_of(path) in ("html", "htm") and is_page(text):
            return article_of(text)
        case _:
            return text, front_matter_of(text, is_rst=suffix_of(path) == "rst")


def parse_entry(
    place: Place, text: str, front: Front, lexicon: Lexicon, wanted: Wanted = "reports"
) -> ReadPost:
    """Read what stands below a front matter, which need not be in the text: an export has its own."""
    source = source_of(place, text, front)
    layout = layout_of(place.relative, front, source.markup)
    orders = orders_of(text, front)
    if reason := reason_to_hide(place.relative, front, orders):
        return ReadPost(layout, source.title, None, reason, is_hidden=True)
    if not _has_text(source):
        return ReadPost(layout, source.title, None, "本文がありません")
    is_page = is_talk_page(front)
    reports = orders.is_wanted is True or is_page or is_report(source)
    if not is_page and (not reports or is_lone_keynote(source)) and is_in_event(source):
        reports = is_page = True
    if not reports and wanted == "reports":
        return ReadPost(layout, source.title, None, _NO_REPORT)
    if is_page:
        split = Split((talk_of(source),), (), "")
    elif reports and not is_deck(front, text[front.start :]):
        split = split_of(source, orders.level, is_told=is_told(source))
    else:
        split = Split((), (), "")
    # What a list or a table names has no text of its own: the event is told of around it.
    first = next((one for one in split.talks if text[one.body : one.end].strip()), None)
    # Below the title of a page stands who spoke, and when.
    end = len(text) if first is None else first.body if is_page else first.start
    head = source.head(end)
    day, remarks, has_day = day_of(source, orders, head if reports else None)
    if day is None:
        reason = _NO_DATE_OF_PAGE if front.dialect == "html" else NO_DATE
        return ReadPost(layout, source.title, None, reason)
    kind: Kind = "page" if is_page else "report" if reports else "other"
    page = orders.url or front.text("event_url") or _page_of(source, end)
    event = _event_of(source, orders, head, page, day, split.outside if split.talks else "", kind)
    told = split.talks or (whole_of(source),)
    every = (*told, *split.missed)
    talks, detected = _talks_of(source, event, every, lexicon, is_one_entry=not split.talks)
    is_written = bool(orders.event) or (is_page and names_event(source))
    naming: Naming = "written" if is_written else "guessed" if reports else "none"
    lines = tuple(one.line for one in every)
    note = ParsedNote(place.path, event, talks, lines, (), (), naming, has_day, is_strict=False)
    reason = "" if reports else _NOT_A_REPORT
    remarks += unclosed_in_front(place.path, text, front)
    if source.written == "markdown":
        remarks += unclosed_in(place.path, text)
    return ReadPost(layout, source.title, note, reason, detected, not split.talks, remarks)


def _has_text(source: Source) -> bool:
    body = source.text[source.start :]
    if source.markup == "html":
        body = _TAG.sub("", body)
    return bool(body.strip()) or is_talk_page(source.front)


def _event_of(
    source: Source, orders: Orders, head: str, page: str, day: datetime.date, outside: str, kind: Kind
) -> Event:
    field = source.front.text
    venue = visible_of(field("venue", "会場", "場所", "location"))
    facts = event_facts_of(source.title, head, field("hashtag"), venue)
    name = {"page": event_of(source), "report": facts.name, "other": source.title}[kind]
    post = field("canonical_url", "permalink", "url")
    return Event(
        source.place.event_id,
        orders.event or name or source.place.event_id,
        day,
        url=page,
        post=post if post.startswith(("http://", "https://")) else "",
        hashtag=facts.hashtag,
        venue=facts.venue,
        note=outside,
        markup=source.written,
    )


def _page_of(source: Source, end: int) -> str:
    """Return the address of the event's page: above where its talks begin, or the only one in a text; of
    several further below each is of another event.
    """
    text = source.text[source.start :]
    # What a link of reST leads to stands at the end of the text.
    if page := event_page_of(text if source.is_rst else source.text[source.start : end]):
        return page
    pages = {page for address in addresses_in(text) if (page := event_page_of(address))}
    return pages.pop() if len(pages) == 1 else ""


def _talks_of(
    source: Source, event: Event, told: Sequence[Stretch], lexicon: Lexicon, *, is_one_entry: bool
) -> tuple[tuple[Talk, ...], tuple[tuple[str, ...], ...]]:
    """Return the talks, and of each the technologies that its title names."""
    bodies = [body_of(source.text[one.body : one.end]) for one in told]
    tags = known_tags(source.tags, lexicon)
    shared = tags_of_talks(tags, [f"{one.title}\n{body}" for one, body in zip(told, bodies, strict=True)])
    taken: dict[str, int] = {}
    talks: list[Talk] = []
    detected: list[tuple[str, ...]] = []
    for one, body, own_tags in zip(told, bodies, shared, strict=True):
        in_title = known_in_title(one.title, lexicon)
        short = "post" if is_one_entry and not one.is_mention else _free_id(one.title, taken)
        detected.append(in_title)
        talks.append(
            Talk(
                id=f"{event.id}/{short}",
                title=one.title,
                event=event,
                speakers=one.speakers,
                technologies=tuple(dict.fromkeys((*told_in(body, lexicon), *own_tags, *in_title))),
                date=event.date,
                body=body,
                links=one.links,
                mention=one.is_mention,
                markup=source.written,
            )
        )
    return tuple(talks), tuple(detected)


def _free_id(title: str, taken: dict[str, int]) -> str:
    """Make an id; `taken` has the latest number that follows each one."""
    short = base = slug_of(title)[:LONGEST_ID].strip("-") or "talk"
    while short in taken:
        taken[base] += 1
        short = f"{base}-{taken[base]}"
    taken[short] = 1
    return short
