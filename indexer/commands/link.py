"""`indexer link`: a talk, an event, a name or a search in one form, as the link box of the page has it."""

from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from indexer.commands import OK, PROBLEMS
from indexer.report import Report
from search.errors import TalkNotFound
from search.index import TalkIndex, open_index
from search.linking.addresses import LISTED, NAMED
from search.linking.forms import Order, forms_of
from search.linking.subjects import Subject, event_subject, name_subject, search_subject, talk_subject
from search.linking.titles import JAPANESE, SearchWords
from search.model import Query
from search.settings import Settings

FEW = 20


class Wanted(Struct, frozen=True):
    """What is to be linked: an id, an address of a page or a search; and how.

    `words` choose the passage that is quoted of a talk; `most` and `by` are for lists.
    """

    what: str
    form: str
    words: str = ""
    most: int = FEW
    by: Order = "found"


def link(settings: Settings, wanted: Wanted, report: Report) -> int:
    """Print the form; 1 when there is no such page, or it has no such form."""
    index, base = open_index(settings), settings.public_url
    if not base:
        base = f"http://{settings.host}:{settings.port}{settings.base}"
        report.complain(f"KIKIGAKI_PUBLIC_URL がないので、アドレスは {base} で始めます")
    subject = _subject_of(index, wanted, base, replace(JAPANESE, site=settings.title or JAPANESE.site))
    if subject is None:
        report.complain(f"{wanted.what} というページはありません")
        return PROBLEMS
    if not (subject.cited or subject.talks):
        report.complain(f"{wanted.what} で見つかる発表はありません。ID か語を確かめてください")
    forms = {form.name: form.text for form in forms_of(subject, wanted.by)}
    if wanted.form not in forms:
        report.complain(f"{subject.title} に {wanted.form} の形はありません。あるのは {', '.join(forms)}")
        return PROBLEMS
    report.write(forms[wanted.form])
    return OK


def _subject_of(index: TalkIndex, wanted: Wanted, base: str, words: SearchWords) -> Subject | None:
    """Return what is meant: first an id, then the address of a page, then a search; None for no such page."""
    what = wanted.what
    if not what.startswith(("/", f"{base}/")):
        found = _of_id(index, what, wanted, base)
        query = Query(what)
        return found or search_subject(index, query, base, words, wanted.most)
    path = unquote(urlsplit(what.removeprefix(base)).path)
    _, kind, name = (*path.split("/", 2), "", "")[:3]
    if kind in ("talks", "events"):
        return _of_id(index, name, wanted, base)
    facet = LISTED.get(kind)
    named = index.name(facet, name) if facet in NAMED else None
    return name_subject(index, named, base, wanted.most) if named else None


def _of_id(index: TalkIndex, written: str, wanted: Wanted, base: str) -> Subject | None:
    try:
        if "/" in written:
            return talk_subject(index, index.talk(written), base, wanted.words)
        return event_subject(index.event(written), base)
    except TalkNotFound:
        return None
