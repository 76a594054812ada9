"""`indexer check`: what is wrong in the notes, without making an index."""

from indexer.commands import OK, PROBLEMS
from indexer.corpus import read_corpus
from indexer.report import Report
from search.settings import Settings


def check(settings: Settings, report: Report) -> int:
    corpus = read_corpus(settings.corpus)
    report.problems(corpus.problems)
    report.corpus(corpus)
    return PROBLEMS if corpus.problems else OK
