"""Relevance: how well Kikigaki ranks, beside its peers, on judged queries.

    python -m bench.relevance                       the visible sets, when they are beside the checkout
    python -m bench.relevance FOLDER ...            any folders of the form that `bench.judged` describes
    python -m bench.relevance --sample 200          a quick look
    python -m bench.relevance --sets precision      only what is found for names of technologies
    python -m bench.relevance --ablate --systems kikigaki

Tables go to stdout, progress to stderr.
"""

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.ablation import ABLATIONS
from bench.evaluation import Run, log_to_stderr, ranker_of, run_all
from bench.evening import EVENING, SEED_QUERIES, read_evening
from bench.judged import Collection, JudgedError, read_collections, sampled
from bench.machine import versions
from bench.precision import PRECISION, precision_tables
from bench.report import ablation_table, kind_tables, set_table, targets_table, times_table, wins_table
from bench.scores import SEED, SetScores, scores_of
from bench.systems import KIKIGAKI, SYSTEMS, WHOLE_JOB
from bench.tables import Table, markdown, plain
from bench.targets import SETS_WITH_TARGETS

CHECKOUT = Path(__file__).resolve().parents[1]
NOTES = CHECKOUT / "corpus"
REAL_DATA = CHECKOUT.parent / "shared" / "data"
VISIBLE_SETS = REAL_DATA / "relevance"
"""Where real talks and the visible sets lie, beside the checkout. They are not part of it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code: 0, or 2 when the folders cannot be measured."""
    options = _options(arguments)
    log_to_stderr()
    missing = {name: reason for name in options.systems if (reason := SYSTEMS[name]().missing())}
    systems = [KIKIGAKI, *(name for name in options.systems if name not in (KIKIGAKI, *missing))]
    render = markdown if options.markdown else plain
    if not options.folders and not VISIBLE_SETS.is_dir():
        print(f"Ranking was not measured: {VISIBLE_SETS} is not there, and no folder was named.\n")
    elif options.sets != [PRECISION]:
        try:
            collections = _collections(options)
        except (JudgedError, OSError) as error:
            print(f"relevance: {error}", file=sys.stderr)
            return 2
        ablations = list(ABLATIONS) if options.ablate else []
        runs = run_all([*systems, *ablations], collections, options.jobs)
        scores = list(_scores(collections, runs))
        print("\n\n".join(map(render, _tables(collections, runs, scores, systems, ablations))) + "\n")
        if options.json:
            options.json.write_text(_json(runs, scores, missing), encoding="utf-8")
    if PRECISION in options.sets or not (options.sets or options.folders):
        peers = [name for name, kind in WHOLE_JOB.items() if kind in map(SYSTEMS.get, systems)]
        tables = precision_tables(peers, NOTES, [REAL_DATA, *options.talks])
        print("\n\n".join(map(render, tables)) + "\n")
    bullet = "- " if options.markdown else ""
    print("\n".join(f"{bullet}{line}" for line in _footnotes(systems, missing)))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.relevance", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="judged sets; see bench.judged"
    )
    parser.add_argument("--sets", type=_names, default=[], help="only these sets, by name, comma between")
    parser.add_argument("--systems", type=_systems, default=list(SYSTEMS), help=f"of {', '.join(SYSTEMS)}")
    parser.add_argument("--sample", type=_count, metavar="N", help="ask N queries of each set, by lot")
    parser.add_argument("--seed", type=int, default=SEED, help="of the lot")
    parser.add_argument("--ablate", action="store_true", help="also drop each ingredient of Kikigaki in turn")
    parser.add_argument(
        "--talks", type=Path, action="append", default=[], metavar="FOLDER", help="more talks for precision"
    )
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to a file")
    parser.add_argument(
        "--jobs", type=_count, default=os.cpu_count() or 1, help="systems run at once; 1 for steady times"
    )
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _systems(text: str) -> list[str]:
    names = _names(text)
    if unknown := [name for name in names if name not in SYSTEMS]:
        raise argparse.ArgumentTypeError(f"no such system: {', '.join(unknown)}")
    return names


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a number from 1 on")
    return int(text)


def _collections(options: argparse.Namespace) -> tuple[Collection, ...]:
    """Read what was asked for; without a folder, the visible sets that have targets."""
    if options.folders:
        collections = read_collections(options.folders, options.sets)
    else:
        collections = _visible_collections(options.sets or SETS_WITH_TARGETS)
    if not options.sample:
        return collections
    return tuple(
        dataclasses.replace(
            collection,
            sets=tuple(sampled(judged, options.sample, options.seed) for judged in collection.sets),
        )
        for collection in collections
    )


def _visible_collections(names: Sequence[str]) -> tuple[Collection, ...]:
    collections: tuple[Collection, ...] = ()
    if EVENING in names:
        collections += (read_evening(VISIBLE_SETS / SEED_QUERIES, NOTES),)
    if others := [name for name in names if name != EVENING]:
        collections += read_collections([VISIBLE_SETS], others)
    return collections


def _scores(collections: Sequence[Collection], runs: Sequence[Sequence[Run]]) -> Iterator[SetScores]:
    for collection, row in zip(collections, runs, strict=True):
        for judged in collection.sets:
            yield scores_of(judged, {run.system: run.rankings[judged.name] for run in row})


def _tables(
    collections: Sequence[Collection],
    runs: Sequence[Sequence[Run]],
    scores: Sequence[SetScores],
    systems: Sequence[str],
    ablations: Sequence[str],
) -> Iterator[Table]:
    for each in scores:
        yield set_table(each, systems)
        yield from kind_tables(each, systems)
    if any(each.stem in SETS_WITH_TARGETS for each in scores):
        yield targets_table(scores, systems[0])
    if len(systems) > 1:
        yield wins_table(scores, systems)
    if ablations:
        yield ablation_table(scores, systems[0], ablations)
    yield times_table(collections, [row[: len(systems)] for row in runs])


def _footnotes(systems: Sequence[str], missing: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{system}: {ranker_of(system).settings}" for system in systems)
    yield from (f"{system}: not run; {reason}" for system, reason in missing.items())
    yield ", ".join(f"{name} {version}" for name, version in versions().items())


def _json(runs: Sequence[Sequence[Run]], scores: Sequence[SetScores], missing: Mapping[str, str]) -> str:
    times: dict[str, Any] = {}
    for row in runs:
        for run in row:
            kept = times.setdefault(run.system, {"indexing": 0.0, "sets": {}})
            kept["indexing"] += run.indexing
            kept["sets"] |= run.seconds
    figures = {
        "versions": versions(),
        "missing": dict(missing),
        "settings": {run.system: ranker_of(run.system).settings for run in runs[0]},
        "seconds": times,
        "sets": [dataclasses.asdict(each) for each in scores],
    }
    return json.dumps(figures, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    sys.exit(main())
