"""What the command says, in Japanese: progress, summaries, problems, hits.

Plain text into a pipe, colours and a progress bar on a terminal. Nothing that is printed is read as
markup, and control characters of a note never reach the terminal.
"""

import datetime
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from indexer.corpus import Corpus
from search.contents import IndexStatus
from search.errors import NoteError
from search.model import Facet, Hit, SearchResult, Snippet

SHOWN_FACET_VALUES = 5

_FACET_LABELS = {"event": "イベント", "speaker": "発表者", "technology": "技術", "year": "年"}
_INVISIBLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command to end with the exit code of a closed pipe; rich would exit with 1."""
        raise


class Report:
    """Prints to standard output; what went wrong goes to standard error."""

    def __init__(self) -> None:
        self._out = _Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._err = _Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def say(self, text: str) -> None:
        self._out.print(_visible(text))

    def complain(self, text: str) -> None:
        self._err.print(_visible(text), style="red")

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[int], None]]:
        """Yield a function that is told how many talks are done: a bar, or a line for every quarter."""
        if not self._out.is_terminal:
            yield lambda done: self._say_quarter(done, total)
            return
        columns = (TextColumn("索引を作成中"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self._out, transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda done: bar.update(task, completed=done)

    def _say_quarter(self, done: int, total: int) -> None:
        if done * 4 // total > (done - 1) * 4 // total:
            self.say(f"索引を作成中 {done}/{total}")

    def problems(self, problems: Sequence[NoteError]) -> None:
        for problem in problems:
            self.complain(f"{problem.path}:{problem.line}: {problem.problem}")

    def corpus(self, corpus: Corpus) -> None:
        mentions = sum(talk.mention for talk in corpus.talks)
        talks, problems = len(corpus.talks) - mentions, len(corpus.problems)
        self.say(f"ノート {len(corpus.notes)} 件、発表 {talks} 件、言及 {mentions} 件、問題 {problems} 件")

    def rebuilt(self, corpus: Corpus, status: IndexStatus, seconds: float) -> None:
        self.corpus(corpus)
        self.say(f"発表者 {status.speakers} 人、技術 {status.technologies} 個、イベント {status.events} 件")
        self.say(f"索引の第 {status.generation} 世代を {seconds:.1f} 秒で作りました")

    def status(self, status: IndexStatus) -> None:
        built = status.built_at.astimezone()
        self.say(f"世代      {status.generation}")
        self.say(f"作成      {built:%Y-%m-%d %H:%M:%S}({_age_of(status.built_at)})")
        self.say(f"発表      {status.talks}(言及 {status.mentions})")
        self.say(f"イベント  {status.events}")
        self.say(f"発表者    {status.speakers}")
        self.say(f"技術      {status.technologies}")
        self.say(f"解析の版  {status.fingerprint}")

    def search(self, result: SearchResult) -> None:
        milliseconds = result.took * 1000
        self.say(f"{result.total} 件({milliseconds:.0f} ミリ秒)")
        if result.relaxed:
            self.say("すべての語がそのままある発表はないため、近いものを表示しています")
        first = (result.query.page - 1) * result.query.per_page + 1
        for number, hit in enumerate(result.hits, start=first):
            self._hit(f"{number:>3}. ", hit)
        for hit in result.mentions:
            self._hit("聞けなかった発表: ", hit)
        for facet in result.facets:
            self._facet(facet)

    def _hit(self, lead: str, hit: Hit) -> None:
        talk = hit.talk
        speakers = "、".join(speaker.name for speaker in talk.speakers)
        technologies = ", ".join(talk.technologies)
        facts = " · ".join(filter(None, (str(talk.date), talk.event.name, speakers, technologies)))
        self._out.print(Text(lead).append_text(_marked(hit.title, "bold")))
        self._out.print(Text(f"     {_visible(facts)}", style="dim"))
        if hit.snippet.text:
            self._out.print(Text("     ").append_text(_marked(hit.snippet, "")))
        self._out.print(Text(f"     {_visible(talk.id)}", style="cyan"))

    def _facet(self, facet: Facet) -> None:
        shown = [f"{value.value} {value.count}" for value in facet.values[:SHOWN_FACET_VALUES] if value.count]
        if shown:
            more = " …" if len(facet.values) > SHOWN_FACET_VALUES else ""
            self.say(f"{_FACET_LABELS[facet.name]}: {' / '.join(shown)}{more}")


def _marked(snippet: Snippet, style: str) -> Text:
    text = Text(snippet.text.translate(_INVISIBLE), style=style)
    for start, end in snippet.marks:
        text.stylize("bold yellow", start, end)
    return text


def _visible(text: str) -> str:
    """Show each control character as a blank: a note must not steer the terminal."""
    return text.translate(_INVISIBLE)


def _age_of(built_at: datetime.datetime) -> str:
    minutes = int((datetime.datetime.now(datetime.UTC) - built_at).total_seconds() // 60)
    if minutes < 1:
        return "たった今"
    if minutes < 60:
        return f"{minutes} 分前"
    return f"{minutes // 60} 時間前" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 日前"
