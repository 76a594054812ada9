"""Forms: every way in which a subject can be pasted somewhere, by name."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal, get_args

from msgspec import Struct

from search.linking.records import bibtex, csl_json
from search.linking.subjects import Frame, Source, Subject
from search.linking.syntax import Entry, Syntax, one_line
from search.linking.syntaxes import SYNTAXES, target_of

Kind = Literal["link", "card", "quote", "cite", "list"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Order = Literal["found", "event", "date"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""How a list stands: as it was found, by event, or by date, the newest first."""

FORMS: tuple[str, ...] = (
    *("url", "short", *SYNTAXES, "hatena-card", "zenn", "card", "frame"),
    *(f"quote-{name}" for name in SYNTAXES),
    *(f"cite-{name}" for name in SYNTAXES),
    *("bibtex", "csl-json"),
    *(f"list-{name}" for name in SYNTAXES),
)
"""The names of all forms; a subject need not have every one."""


class Form(Struct, frozen=True):
    """One way to write a subject, ready to be pasted. `name` is one of `FORMS`."""

    kind: Kind
    name: str
    text: str


def forms_of(subject: Subject, by: Order = "found") -> tuple[Form, ...]:
    """Write a subject in every form it has, in the order of `FORMS`."""
    url, title = subject.url, one_line(subject.title) or subject.url
    links = {name: _link_alone(name, url, title) for name in SYNTAXES}
    cards = {
        "hatena-card": f"[{target_of(url)}:embed:cite]",
        "zenn": f"@[card]({url.replace('(', '%28').replace(')', '%29')})",
        # Alone in a paragraph it becomes a card on Zenn, Qiita, note and WordPress.
        "card": f"\n{url}\n",
    }
    return (
        *_named("link", {"url": url, **({"short": subject.short} if subject.short else {}), **links}),
        *_named("card", cards),
        *((Form("card", "frame", _framed(subject.frame, title)),) if subject.frame else ()),
        *(_quoted_and_cited(subject.cited, subject.passage) if subject.cited else ()),
        *(_lists(subject.talks, by, url, title) if subject.talks else ()),
    )


def citation(syntax: Syntax, source: Source) -> str:
    """Write 発表者「題」イベント, 日付, and the address where the title is no link."""
    title = one_line(source.title) or source.url
    who, event = syntax.line(_names(source)), _event(syntax, source)
    return f"{who}「{syntax.link(source.url, title)}」{event}, {source.date}{syntax.shown(source.url)}"


def _named(kind: Kind, texts: dict[str, str]) -> Iterator[Form]:
    return (Form(kind, name, text) for name, text in texts.items())


def _framed(frame: Frame, title: str) -> str:
    """Write a frame as HTML, with the script that makes it as tall as what it shows; it works without."""
    name = SYNTAXES["html"].text(title)
    return (
        f'<iframe src="{escape(frame.url)}" width="600" height="{frame.height}" title="{name}" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>\n'
        f'<script src="{escape(frame.script)}" async></script>'
    )


def _link_alone(name: str, url: str, title: str) -> str:
    link = SYNTAXES[name].link(url, title)
    match name:
        case "rst":
            # Between words of Japanese, without spaces, docutils would not see the link.
            return f"\\ {link}\\ "
        case "text":
            return f"{link} {url}"
        case _:
            return link


def _quoted_and_cited(source: Source, passage: Sequence[str]) -> Iterator[Form]:
    cited = {name: citation(syntax, source) for name, syntax in SYNTAXES.items()}
    if passage:
        for name, text in cited.items():
            yield Form("quote", f"quote-{name}", SYNTAXES[name].quotation(passage, text))
    yield from _named("cite", {f"cite-{name}": text for name, text in cited.items()})
    yield Form("cite", "bibtex", bibtex(source))
    yield Form("cite", "csl-json", csl_json(source))


def _lists(talks: Sequence[Source], by: Order, url: str, title: str) -> Iterator[Form]:
    for name, syntax in SYNTAXES.items():
        below = f"{syntax.link(url, title)}{syntax.shown(url)}"
        yield Form("list", f"list-{name}", syntax.listed(_entries(syntax, talks, by), below))


def _entries(syntax: Syntax, talks: Sequence[Source], by: Order) -> list[Entry]:
    match by:
        case "found":
            return [Entry(_line(syntax, talk, f"{_event(syntax, talk)}, {talk.date}")) for talk in talks]
        case "date":
            newest = sorted(talks, key=lambda talk: talk.date, reverse=True)
            return [Entry(f"{talk.date} {_line(syntax, talk, _event(syntax, talk))}") for talk in newest]
        case "event":
            events: dict[tuple[str, str], list[Source]] = {}
            for talk in talks:
                events.setdefault((talk.event_url, talk.event), []).append(talk)
            return [_event_entry(syntax, url, name, each) for (url, name), each in events.items()]


def _event_entry(syntax: Syntax, url: str, name: str, talks: Sequence[Source]) -> Entry:
    head = f"{syntax.link(url, one_line(name) or url)}, {min(talk.date for talk in talks)}{syntax.shown(url)}"
    return Entry(head, tuple(_line(syntax, talk, "") for talk in talks))


def _line(syntax: Syntax, talk: Source, facts: str) -> str:
    told = ", ".join(filter(None, (syntax.text(_names(talk)), facts)))
    link = syntax.link(talk.url, one_line(talk.title) or talk.url)
    return f"{link}{f' — {told}' if told else ''}{syntax.shown(talk.url)}"


def _names(source: Source) -> str:
    return "、".join(map(one_line, source.speakers))


def _event(syntax: Syntax, source: Source) -> str:
    return syntax.text(one_line(source.event))
