"""Worker: one engine in a process of its own, which is asked over its standard input, a line of JSON each.

    python -m bench.speed.worker missing ENGINE
    python -m bench.speed.worker build ENGINE CORPUS FOLDER
    python -m bench.speed.worker first ENGINE CORPUS FOLDER       the first question, and no more
    python -m bench.speed.worker serve ENGINE CORPUS FOLDER

Times are taken here, around `ask` alone: what the question costs, from its terms to its numbers.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.speed.engine import FACETS, Question, SpeedEngine
from bench.speed.engines import XAPIAN, engine_of
from bench.speed.memory import held_by_me
from bench.speed.store import Store, questions_in

_HOW_TO_GET = {XAPIAN: "apt-get install python3-xapian"}
_HOW_TO_GET_OTHERS = "pip install '.[bench]'"


def main(arguments: Sequence[str]) -> None:
    """Do what the command line says, and answer with lines of JSON."""
    command, name, *folders = arguments
    answers = _claimed_stdout()
    if command == "missing":
        print(json.dumps(_missing(name)), file=answers)
        return
    corpus, folder = map(Path, folders)
    if command == "build":
        print(json.dumps(_built(name, corpus, folder)), file=answers)
        return
    questions = questions_in(corpus)
    engine = engine_of(name)
    resident = held_by_me(folder).resident
    started = time.perf_counter()
    engine.open(folder)
    opening = time.perf_counter() - started
    if command == "first":
        question = next(question for question in questions if question.kind in engine.kinds)
        total = engine.ask(question, FACETS if engine.facets else ()).total
        print(json.dumps(total), file=answers, flush=True)
        return
    ready = {"kinds": list(engine.kinds), "facets": engine.facets, "settings": engine.settings}
    print(json.dumps({**ready, "seconds": opening, "resident": resident}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(_served(engine, questions, folder, json.loads(line))), file=answers, flush=True)
    engine.close()


def _claimed_stdout() -> Any:
    """Return where answers go; whatever an engine's library prints goes to stderr from now on."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _missing(name: str) -> str:
    try:
        return engine_of(name).missing()
    except ImportError as error:
        return f"{error}; {_HOW_TO_GET.get(name, _HOW_TO_GET_OTHERS)}"


def _built(name: str, corpus: Path, folder: Path) -> dict[str, float]:
    notes = Store(corpus).notes()
    engine = engine_of(name)
    started = time.perf_counter()
    engine.build(folder, notes)
    wall = time.perf_counter() - started
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "wall": wall,
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in usages),
        "resident": max(usage.ru_maxrss for usage in usages) * 1024,
    }


def _served(engine: SpeedEngine, questions: Sequence[Question], folder: Path, asked: Any) -> object:
    """Answer one line: {"do": "memory"}, or questions by number, to time or to check."""
    if asked["do"] == "memory":
        return asdict(held_by_me(folder))
    facets = FACETS if asked["facets"] else ()
    if asked["do"] == "check":
        return [asdict(engine.ask(questions[number], facets)) for number in asked["numbers"]]
    times = []
    for number in asked["numbers"]:
        question = questions[number]
        processor, wall = time.process_time_ns(), time.perf_counter_ns()
        engine.ask(question, facets)
        wall = time.perf_counter_ns() - wall
        times.append((wall / 1e9, (time.process_time_ns() - processor) / 1e9))
    return times


if __name__ == "__main__":
    main(sys.argv[1:])
