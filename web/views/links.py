"""The link box: a subject in all its forms, by kind."""

from collections.abc import Sequence

from msgspec import Struct

from search.linking.forms import KINDS, ORDERS, Form, Order
from search.linking.subjects import Subject
from web.texts import Texts

NUMBERS = (5, 10, 20, 50, 100)
MOST_ROWS = 10
A_ROW = 60
"""Code points that are reckoned for a row."""


class FormView(Struct, frozen=True, eq=False):
    """One text to copy. `rows` is how many lines of it are shown at once."""

    name: str
    label: str
    text: str
    rows: int


class FormGroup(Struct, frozen=True, eq=False):
    """The forms of one kind."""

    kind: str
    label: str
    forms: tuple[FormView, ...]


class Option(Struct, frozen=True, eq=False):
    """One thing to choose for a list."""

    value: str
    label: str
    chosen: bool


class Listed(Struct, frozen=True, eq=False):
    """How a list was asked for: at which path, with what beside. `most` is 0 where all are listed."""

    path: str
    kept: tuple[tuple[str, str], ...]
    by: Order
    most: int


class ListingView(Struct, frozen=True, eq=False):
    """The form that asks for the list in another order or length; no `numbers` where all are listed."""

    path: str
    hidden: tuple[tuple[str, str], ...]
    orders: tuple[Option, ...]
    numbers: tuple[Option, ...]


class LinksView(Struct, frozen=True, eq=False):
    """What the box holds. `url` is where its subject stands."""

    title: str
    page_title: str
    url: str
    groups: tuple[FormGroup, ...]
    listing: ListingView | None


def links_view(subject: Subject, forms: Sequence[Form], listed: Listed, texts: Texts) -> LinksView:
    return LinksView(
        title=subject.title,
        page_title=f"{texts.link}: {subject.title} — {texts.site}",
        url=subject.url,
        groups=form_groups(forms, texts),
        listing=_listing_view(listed, texts) if subject.talks else None,
    )


def form_groups(forms: Sequence[Form], texts: Texts) -> tuple[FormGroup, ...]:
    groups = []
    for kind in KINDS:
        views = tuple(
            FormView(
                form.name, texts.link_forms[form.name.removeprefix(f"{kind}-")], form.text, _rows(form.text)
            )
            for form in forms
            if form.kind == kind
        )
        if views:
            groups.append(FormGroup(kind, texts.link_kinds_of[kind], views))
    return tuple(groups)


def _listing_view(listed: Listed, texts: Texts) -> ListingView:
    numbers = sorted({*NUMBERS, listed.most}) if listed.most else ()
    return ListingView(
        listed.path,
        listed.kept,
        tuple(Option(order, texts.link_orders[order], order == listed.by) for order in ORDERS),
        tuple(Option(str(n), texts.count(texts.talks, n), n == listed.most) for n in numbers),
    )


def _rows(text: str) -> int:
    return min(MOST_ROWS, sum(1 + len(line) // A_ROW for line in text.splitlines()))
