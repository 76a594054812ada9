"""The terminal: hits, colours and a progress bar, by rich. Imported where they are shown and nowhere else."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from indexer.visible import visible
from search.answers import EventHit, Facet, Hit, SearchResult, Snippet
from search.budget import LeftOut

SHOWN_FACET_VALUES = 5

_LEFT_OUT: dict[LeftOut, str] = {
    "spellings": "見つからない語のほかの表記",
    "words": "一部の語",
    "beside": "聞けなかった発表とイベント",
    "passages": "抜粋",
}
_FACET_LABELS = {"event": "イベント", "speaker": "発表者", "technology": "技術", "year": "年"}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command to end with the exit code of a closed pipe; rich would exit with 1."""
        raise


def complain(text: str) -> None:
    """Print to standard error, in red."""
    _console(stderr=True).print(text, style="red")


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Yield a function that is told how many of `total` are done."""
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)


def show(result: SearchResult, told: Callable[[str], str]) -> None:
    """Print what a search found, its own words as they are `told`."""
    console = _console()
    console.print(told(f"{result.total} 件({result.took * 1000:.0f} ミリ秒)"))
    if result.relaxed:
        console.print(told("すべての語がそのままある発表はないため、近いものを表示しています"))
    if result.left_out:
        parts = told("、").join(told(_LEFT_OUT[part]) for part in result.left_out)
        console.print(told(f"時間切れ: 省いたもの: {parts}"))
    if not result.is_exact:
        console.print(told("件数と並び順は正確ではありません"))
    first = (result.query.page - 1) * result.query.per_page + 1
    if result.total and not result.hits:
        last = -(-result.total // result.query.per_page)
        console.print(told(f"{result.query.page} ページめはありません。最後は {last} ページめです"))
    for number, hit in enumerate(result.hits, start=first):
        _show_hit(console, f"{number:>3}. ", hit)
    for hit in result.mentions:
        _show_hit(console, told("聞けなかった発表: "), hit)
    for event in result.events:
        _show_event(console, told("イベント: "), event)
    for facet in result.facets:
        _show_facet(console, facet, told)


def _console(*, stderr: bool = False) -> Console:
    file = sys.stderr if stderr else sys.stdout
    return _Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=True)


def _show_hit(console: Console, lead: str, hit: Hit) -> None:
    talk = hit.talk
    speakers = "、".join(speaker.name for speaker in talk.speakers)
    technologies = ", ".join(talk.technologies)
    facts = (str(talk.date), talk.event.name, speakers, technologies)
    _show_found(console, Text(lead).append_text(_marked(hit.title, "bold")), facts, hit.snippet, talk.id)


def _show_event(console: Console, lead: str, hit: EventHit) -> None:
    event = hit.event
    facts = (str(event.date), event.venue, event.hashtag)
    _show_found(console, Text(lead).append_text(_marked(hit.name, "bold")), facts, hit.snippet, event.id)


def _show_found(console: Console, head: Text, facts: Iterable[str], snippet: Snippet, own_id: str) -> None:
    console.print(head)
    console.print(Text(f"     {visible(' · '.join(filter(None, facts)))}", style="dim"))
    if snippet.text:
        console.print(Text("     ").append_text(_marked(snippet, "")))
    console.print(Text(f"     {visible(own_id)}", style="cyan"))


def _show_facet(console: Console, facet: Facet, told: Callable[[str], str]) -> None:
    shown = [f"{value.value} {value.count}" for value in facet.values[:SHOWN_FACET_VALUES] if value.count]
    if shown:
        more = " …" if len(facet.values) > SHOWN_FACET_VALUES else ""
        console.print(visible(told(f"{_FACET_LABELS[facet.name]}: {' / '.join(shown)}{more}")))


def _marked(snippet: Snippet, style: str) -> Text:
    text = Text(visible(snippet.text), style=style)
    for start, end in snippet.marks:
        text.stylize("bold yellow", start, end)
    return text
