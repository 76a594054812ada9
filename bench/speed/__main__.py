"""`python -m bench.speed`: measure, print, and write docs/SPEED.md after a complete run.

Tables go to stdout, progress to stderr. Exit codes: 0 measured, 1 `--check` failed, 2 wrong usage.
"""

import argparse
import compileall
import logging
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.evaluation import log_to_stderr
from bench.speed import workers
from bench.speed.corpora import SEED
from bench.speed.document import write_document
from bench.speed.engines import ENGINES
from bench.speed.machine import load_line, machine_line, versions_line
from bench.speed.plan import Plan, measure_engines, measure_product
from bench.speed.real_text import NoText
from bench.speed.report import tables_of
from bench.speed.targets import failures_of, verdicts_of
from bench.tables import markdown, plain

_DOCS = workers.CHECKOUT / "docs"

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the options say, and return the exit code."""
    options = _options(arguments)
    log_to_stderr()
    for package in ("search", "web", "indexer", "bench"):
        # As of any installed package: processes are timed from their start, and Flask's modules are compiled.
        compileall.compile_dir(workers.CHECKOUT / package, quiet=2)
    plan = _plan_of(options)
    missing = {name: reason for name in plan.engines if (reason := workers.missing(name))}
    for name, reason in missing.items():
        _log.warning("%s is not run: %s", name, reason)
    run = [line for line in (machine_line(), versions_line(), load_line()) if line]
    try:
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            return _measured(plan, missing, options.keep, run, options)
        with tempfile.TemporaryDirectory() as folder:
            return _measured(plan, missing, Path(folder), run, options)
    except NoText as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2


def _measured(
    plan: Plan, missing: Mapping[str, str], folder: Path, run: Sequence[str], options: argparse.Namespace
) -> int:
    measured = measure_engines(plan, [name for name in plan.engines if name not in missing], folder)
    findings = measure_product(plan, folder)
    verdicts = [*verdicts_of(measured), *(finding.verdict for finding in findings)]
    tables = list(tables_of(measured, findings, verdicts))
    render = markdown if options.markdown else plain
    print("\n\n".join(map(render, tables)))
    print("\n" + "\n".join([*run, *(f"Not run: {name}. {why}." for name, why in missing.items())]))
    if options.docs and measured:
        write_document(options.docs, measured, tables, missing, run)
    failures = failures_of(measured, verdicts) if options.check else []
    for failure in failures:
        print(f"bench: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _plan_of(options: argparse.Namespace) -> Plan:
    plan = Plan.quick() if options.quick else Plan.long() if options.long else Plan()
    plan = plan.with_texts(options.text, options.zipf, options.seed)
    return plan.only(options.notes, options.engines, options.talks)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=(__doc__ or "").split("\n")[0])
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="one corpus, fewer rounds: under three minutes")
    length.add_argument("--long", action="store_true", help="a million notes too, slow peers up to 100,000")
    parser.add_argument("--notes", type=_sizes, default=(), metavar="N,N", help="only corpora of these sizes")
    parser.add_argument("--engines", type=_engines, default=(), help=f"of {', '.join(ENGINES)}")
    parser.add_argument("--talks", type=int, metavar="N", help="talks for the whole product; 0 leaves it out")
    parser.add_argument(
        "--text", type=Path, action="append", default=[], metavar="PATH", help="make notes of real text"
    )
    parser.add_argument("--zipf", action="store_true", help="make notes by lot even where there is text")
    parser.add_argument("--seed", type=int, default=SEED, help="of all lots")
    parser.add_argument("--check", action="store_true", help="fail when a target is missed beyond its margin")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep corpora here, and use those kept")
    parser.add_argument("--docs", type=Path, metavar="FOLDER", help="write SPEED.md and its plots here")
    options = parser.parse_args(arguments)
    partial = options.quick or options.notes or options.engines or options.talks is not None
    if options.docs is None and not partial:
        options.docs = _DOCS
    return options


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(each.replace("_", "")) for each in text.split(","))
    if min(sizes) < 100:
        raise argparse.ArgumentTypeError("a corpus needs at least 100 notes")
    return sizes


def _engines(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := [name for name in names if name not in ENGINES]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(ENGINES)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
