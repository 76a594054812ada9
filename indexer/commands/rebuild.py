"""`indexer rebuild`: every note of the corpus -> a new index."""

import time

from indexer.commands import OK, PROBLEMS
from indexer.commands.index_sources import changes_since, is_sure, is_whole, usable_sources_of
from indexer.commands.shrinking import keeps_most
from indexer.corpus import Corpus, read_corpus
from indexer.kept_sources import encoded_sources
from indexer.published.table import NAME, Kept, Table, former_of, write_table
from indexer.report import Report
from search.heap import share_memory
from search.index import TalkIndex, open_index
from search.settings import Settings


def rebuild(settings: Settings, report: Report, *, is_strict: bool = False, is_forced: bool = False) -> int:
    """Index what is usable, unless most of the talks are gone; problems are reported and are no failure.

    A strict rebuild indexes only a corpus without any problem; a forced one what is usable, however little.
    """
    index = open_index(settings)
    # Before reading: of several rebuilds those that come too late say so at once.
    with index.writing():
        corpus = read_corpus(settings.corpus, settings.posts)
        if is_strict and corpus.problems:
            report.problems(corpus.problems)
            report.complain("問題があるので索引は作りません(--strict)。前の索引はそのままです")
            return PROBLEMS
        heard = sum(not talk.mention for talk in corpus.talks)
        if not is_forced and not keeps_most(index, corpus.sources.stamps, heard, report):
            return PROBLEMS
        return _rebuild(index, settings, corpus, report)


def rebuild_if_needed(settings: Settings, report: Report) -> int:
    """Index only what the index does not show yet, and everything where it is damaged."""
    index = open_index(settings)
    sources = usable_sources_of(index)
    if sources and not changes_since(settings, sources) and is_whole(index):
        report.say("索引は最新です")
        return OK
    return rebuild(settings, report)


def _rebuild(index: TalkIndex, settings: Settings, corpus: Corpus, report: Report) -> int:
    started = time.perf_counter()
    # Before there is a thread. Else each that takes batches in or merges them keeps what it once needed.
    share_memory()
    with report.progress(len(corpus.talks)) as on_talk:
        made = index.rebuild(
            corpus.talks,
            corpus.lexicon,
            on_talk,
            encoded_sources(corpus.sources),
            former_of(corpus.published, corpus.sources.joined),
            lambda: keep_ids(settings, corpus.published, report),
        )
    report.has_published = True
    report.problems(corpus.problems)
    report.lost(corpus.lost)
    report.rebuilt(corpus, made, time.perf_counter() - started)
    if is_sure(changes_since(settings, corpus.sources)):
        report.say("索引を作る間にノートが変わりました。`indexer update` を実行してください")
    return OK


def keep_ids(settings: Settings, published: Table, report: Report, before: Kept | None = None) -> None:
    """Write down which ids are published, before they are: who dies in between has lost no address.

    Where that cannot be written, they are as good as before.
    """
    try:
        write_table(settings.corpus, published, before)
    except OSError as error:
        report.complain(f"公開した ID の控えを {settings.corpus / NAME} に書けません: {error.strerror}")
