"""`python -m bench.job`: time the whole job, print, and write docs/SPEED.md after a complete run.

Tables go to stdout, progress to stderr. Exit codes: 0 measured, 1 `--check` failed, 2 wrong usage.
"""

import argparse
import compileall
import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from bench.evaluation import log_to_stderr
from bench.job.found import first_found
from bench.job.made import made_talks
from bench.job.measuring import Size, measure
from bench.job.rebuilds import Rebuilds, measure_rebuilds
from bench.job.report import tables_of, write_document
from bench.job.talks import numbered, read_talks, write_notes
from bench.job.targets import Verdict, verdicts_of
from bench.machine import run_lines
from bench.relevance import CHECKOUT, NOTES, REAL_DATA, VISIBLE_SETS
from bench.systems import KIKIGAKI, WHOLE_JOB
from bench.tables import markdown, plain
from search.model import Talk

SEED = 20150114
SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
REBUILT = 20_000
"""Talks of which rebuilds are measured."""
_WHOOSH, _SLOW_UP_TO = "whoosh", 10_000
"""Stock Whoosh indexes 100,000 talks in many minutes and answers in seconds."""
_JUDGED = 1_000

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the options say, and return the exit code."""
    options = _options(arguments)
    log_to_stderr()
    for package in ("search", "web", "indexer", "bench"):
        # As of any installed package: processes are timed from their start.
        compileall.compile_dir(CHECKOUT / package, quiet=2)
    run = list(run_lines())
    missing = {name: why for name, kind in WHOLE_JOB.items() if (why := kind().missing())}
    for name, why in missing.items():
        _log.warning("%s is not run: %s", name, why)
    names = [name for name in options.engines if name not in missing]
    folders = [REAL_DATA, *options.talks]
    real = read_talks(folders, NOTES, SEED)
    there = ", ".join(folder.name for folder in folders if folder.is_dir())
    run.append(f"{len(real):,} real talks, of " + (there or "the shipped notes alone: no others were found"))
    found, about = _found(names)
    sizes = [_measured(size, real, names, options) for size in options.sizes]
    rebuilt = (options.rebuilt, _rebuilds(options.rebuilt, real)) if options.rebuilt else None
    verdicts = list(verdicts_of(sizes, rebuilt))
    tables = list(tables_of(sizes, verdicts, found))
    print("\n\n".join(map(markdown if options.markdown else plain, tables)))
    print("\n" + "\n".join([*run, about, *(f"Not run: {name}. {why}." for name, why in missing.items())]))
    if options.docs:
        write_document(options.docs, sizes, tables, run, missing, about)
    failures = list(_failures(sizes, verdicts)) if options.check else []
    for failure in failures:
        print(f"bench: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _measured(size: int, real: Sequence[Talk], names: Sequence[str], options: argparse.Namespace) -> Size:
    most = 100_000 if options.long else _SLOW_UP_TO
    engines = [name for name in names if name != _WHOOSH or size <= most]
    with tempfile.TemporaryDirectory() as folder:
        return measure(_talks(size, real), len(real), engines, Path(folder), SEED)


def _rebuilds(size: int, real: Sequence[Talk]) -> Rebuilds:
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        write_notes(_talks(size, real), notes)
        return measure_rebuilds(notes, Path(folder) / "index", size)


def _talks(size: int, real: Sequence[Talk]) -> list[Talk]:
    """Return real talks, and as many made ones as are lacking."""
    return numbered(chain(real[:size], made_talks(real, max(0, size - len(real)), SEED)))


def _found(names: Sequence[str]) -> tuple[Mapping[str, Mapping[str, float]], str]:
    """Return what engines find of the judged queries, and a sentence about it."""
    if not VISIBLE_SETS.is_dir():
        return {}, "It was not measured in this run: the judged queries are not beside the checkout."
    _log.info("success@1 of the judged queries")
    found = first_found(names, VISIBLE_SETS, _JUDGED, SEED)
    return found, f"It is of {_JUDGED:,} queries of each set, by lot."


def _failures(sizes: Sequence[Size], verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.fails:
            yield f"{verdict.name}: {verdict.reached:.3g} {verdict.unit}, at most {verdict.target:g} wanted"
    for size in sizes:
        for name, engine in size.engines.items():
            yield from (f"{size.talks:,} talks, {name}: {complaint}" for complaint in engine.complaints)
    if not any(verdict.is_measured for verdict in verdicts):
        yield "no target was measured"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.job", description=(__doc__ or "").split("\n")[0])
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="1,000 talks only")
    length.add_argument("--long", action="store_true", help="a million talks too, stock Whoosh on 100,000")
    length.add_argument("--sizes", type=_sizes, default=(), metavar="N,N", help="only these sizes")
    parser.add_argument(
        "--engines", type=_engines, default=tuple(WHOLE_JOB), help=f"of {', '.join(WHOLE_JOB)}"
    )
    parser.add_argument(
        "--talks", type=Path, action="append", default=[], metavar="FOLDER", help="more real talks"
    )
    parser.add_argument("--rebuilt", type=int, metavar="N", help="talks to measure rebuilds of; 0 for none")
    parser.add_argument("--check", action="store_true", help="fail when a target is missed beyond its margin")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--docs", type=Path, metavar="FOLDER", help="write SPEED.md and its chart here")
    options = parser.parse_args(arguments)
    partial = options.quick or options.sizes or options.rebuilt is not None
    if options.docs is None and not partial and options.engines == tuple(WHOLE_JOB):
        options.docs = CHECKOUT / "docs"
    if options.rebuilt is None:
        options.rebuilt = 0 if options.quick or options.sizes else REBUILT
    options.sizes = options.sizes or (SIZES[:1] if options.quick else SIZES)
    if options.long:
        options.sizes = (*SIZES, MILLION)
    return options


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(each.replace("_", "")) for each in text.split(","))
    if min(sizes) < 100:
        raise argparse.ArgumentTypeError("a corpus needs at least 100 talks")
    return sizes


def _engines(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := [name for name in names if name not in WHOLE_JOB]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(WHOLE_JOB)}")
    return (KIKIGAKI, *(name for name in names if name != KIKIGAKI))


if __name__ == "__main__":
    sys.exit(main())
