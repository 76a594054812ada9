"""What the command says: progress, summaries, problems. In Japanese, or as `english` has it.

Plain text into a pipe, colours and a progress bar on a terminal. Nothing that is printed is read as
markup, and control characters of a note never reach the terminal.
"""

import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Literal

from indexer.corpus import Corpus
from indexer.published.table import Published
from indexer.sources import Changes
from indexer.visible import escaped, visible
from search import IndexStatus
from search.answers import SearchResult
from search.errors import NoteError
from search.model import Talk

MOST_PROBLEMS = 1_000
"""Problems that are shown one by one: nobody mends more before looking again."""
FEW_LOST = 5
"""Lost addresses that are shown after a change: a note that was moved loses each of its own."""


class Report:
    """Prints to standard output; what went wrong goes to standard error, a line each.

    `has_published` says whether a new index has taken the old one's place, whatever goes wrong later.

    Colours, bars and hits need rich, which takes longer to load than most commands do: see `terminal`.
    """

    def __init__(self, spoken: Literal["ja", "en"] = "ja") -> None:
        self.has_published = False
        self._spoken = spoken

    def told(self, text: str) -> str:
        """Return a sentence in the language of the command's user."""
        if self._spoken == "ja":
            return text
        from indexer.english import in_english

        return in_english(text)

    def told_usage(self, text: str) -> str:
        """Return what is wrong with a command line: argparse says it in English, about our own words."""
        if self._spoken == "ja":
            from indexer.system_words import usage_in_japanese

            return usage_in_japanese(text)
        argument, colon, problem = text.partition(": ")
        return f"{argument}{colon}{self.told(problem)}" if colon else self.told(text)

    def told_wrong(self, text: str) -> str:
        """Return a sentence about what is wrong, which may hold words of the operating system."""
        if self._spoken == "en":
            return self.told(text)
        from search.japanese import in_japanese_words

        return in_japanese_words(text)

    def say(self, text: str) -> None:
        sys.stdout.write(f"{visible(self.told(text))}\n")

    def write(self, text: str) -> None:
        """Print what another program reads, as it stands."""
        sys.stdout.write(f"{text}\n")

    def tree(self, lines: Iterable[str]) -> None:
        """Print what posts were read as, for a person at a terminal."""
        if sys.stdout.isatty():
            for line in lines:
                self.say(line)

    def complain(self, text: str) -> None:
        line = escaped(self.told_wrong(text))
        # Where nobody can be told, there is nobody to tell that.
        with suppress(OSError):
            if sys.stderr.isatty():
                from indexer import terminal

                terminal.complain(line)
            else:
                sys.stderr.write(f"{line}\n")

    def complain_of(self, sentence: str, error: str) -> None:
        """Complain, and say which error it was: those of `search` are made in English."""
        if self._spoken == "ja":
            from search.japanese import in_japanese

            error = in_japanese(error)
        self.complain(f"{sentence}: {error}")

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[int], None]]:
        """Yield a function that is told how many talks are done: a bar, or a line for every quarter."""
        if not sys.stdout.isatty():
            yield lambda done: self._say_quarter(done, total)
            return
        from indexer import terminal

        with terminal.bar(self.told("索引を作成中"), total) as on_talk:
            yield on_talk

    def _say_quarter(self, done: int, total: int) -> None:
        if done * 4 // total > (done - 1) * 4 // total:
            self.say(f"索引を作成中 {done}/{total}")

    def problems(self, problems: Sequence[NoteError]) -> None:
        for problem in problems[:MOST_PROBLEMS]:
            self.complain(f"{problem.path}:{problem.line}: {self.told(problem.problem)}")
        if more := len(problems[MOST_PROBLEMS:]):
            self.complain(f"ほかに {more} 件の問題があります。ここまでを直してから、もう一度確かめてください")

    def corpus(self, corpus: Corpus) -> None:
        mentions = sum(talk.mention for talk in corpus.talks)
        talks, problems = len(corpus.talks) - mentions, len(corpus.problems)
        self.say(f"ノート {len(corpus.notes)} 件、発表 {talks} 件、言及 {mentions} 件、問題 {problems} 件")
        if corpus.posts or corpus.skipped:
            self.say(f"うちブログの記事 {corpus.posts} 件、ほかに読まなかったもの {len(corpus.skipped)} 件")

    def rebuilt(self, corpus: Corpus, status: IndexStatus, seconds: float) -> None:
        self.corpus(corpus)
        self.say(f"発表者 {status.speakers} 人、技術 {status.technologies} 個、イベント {status.events} 件")
        self.say(f"索引の第 {status.generation} 世代を {seconds:.1f} 秒で作りました")

    def lost(self, lost: Sequence[Published], most: int = FEW_LOST) -> None:
        """Tell which published addresses lead nowhere now, at most so many, and how each could be kept."""
        if not lost:
            return
        self.complain(f"前に公開した {len(lost)} 件のアドレスがなくなります(410 と答えます)")
        for row in lost[:most]:
            self.complain(f"{row.path}: /talks/{row.id}")
        if more := len(lost[most:]):
            self.complain(f"ほかに {more} 件のアドレス")
        self.complain("題名を変えただけなら、発表に `- aliases: 前の ID` と書くと、そこへ移ります(301)")

    def status(self, status: IndexStatus) -> None:
        built = status.built_at.astimezone()
        self.say(f"世代      {status.generation}")
        self.say(f"作成      {built:%Y-%m-%d %H:%M:%S}({_age_of(status.built_at)})")
        self.say(f"発表      {status.talks}(言及 {status.mentions})")
        self.say(f"イベント  {status.events}")
        self.say(f"発表者    {status.speakers}")
        self.say(f"技術      {status.technologies}")
        self.say(f"解析の版  {status.fingerprint}")
        self.say(f"エンジン  {status.engine}({status.path})")

    def updated(self, changes: Changes, talks: Sequence[Talk], status: IndexStatus, seconds: float) -> None:
        read, removed = len(changes.to_read), len(changes.removed)
        self.say(f"変わったノート {read} 件(発表 {len(talks)} 件)を読みました。消えたノート {removed} 件")
        self.say(f"索引の第 {status.generation} 世代(発表 {status.talks} 件)を {seconds:.2f} 秒で作りました")

    def search(self, result: SearchResult) -> None:
        from indexer import terminal

        terminal.show(result, self.told)


def _age_of(built_at: datetime.datetime) -> str:
    minutes = int((datetime.datetime.now(datetime.UTC) - built_at).total_seconds() // 60)
    if minutes < 1:
        return "たった今"
    if minutes < 60:
        return f"{minutes} 分前"
    return f"{minutes // 60} 時間前" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 日前"
