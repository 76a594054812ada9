"""Document: docs/SPEED.md and its plots, from one run."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.speed.engine import TOP
from bench.speed.engines import KIKIGAKI
from bench.speed.measured import ALL, Measured
from bench.speed.plots import by_engine, by_size
from bench.tables import Table, markdown

_PAGE = """# How fast Kikigaki answers

All figures of this page are of one run on one machine, written by `make bench`:

{run}

## What is measured, and how to repeat it

    make bench                         # everything below; about a quarter of an hour
    make bench ARGS=--quick            # one corpus, fewer rounds, under three minutes; writes nothing here
    make bench ARGS="--notes 20000"    # one size
    make bench ARGS="--text FILE"      # of real text: .jsonl with the key `text`, or a folder of notes
    make bench ARGS=--long             # a million notes too, of the fastest three; the slow peers on 100,000
    make bench ARGS=--check            # fails when a target is missed by more than its margin

Every engine gets the same tokens, is asked the same questions and counts the same three facets. Each
runs in a process of its own and they are asked in turns, sixteen questions each, so that what else the
machine does hits all alike. A question's time goes from its terms to numbers in Python: the {top} best
notes, the exact total and the ten most frequent values of each facet. Percentiles are over questions, of
each question's median over the rounds. Every answer's total, hits and counts are held against a brute
force over the tokens in the same run; what differs is stated under the table.

- **Notes**: about 500 characters, with one event (ten notes each on average), one or two of up to 5,000
  speakers and up to four of 300 technologies. Real text where it is given, else words by lot after
  Zipf's law, as `bench/speed/zipf.py` says.
- **Questions**: {questions}, a quarter each of OR (one to three terms), AND (two or three), phrases (two
  or three neighbours) and prefixes (one to three characters), in terms of every frequency from one note
  in ten thousand to every note.
- **Peers**, in the best of the settings that their documentation offers:
{engines}
{missing}
## Results

{plots}
{tables}

## Speed (a draft for the README)

{draft}
"""


def write_document(
    folder: Path,
    measured: Sequence[Measured],
    tables: Sequence[Table],
    missing: Mapping[str, str],
    run: Sequence[str],
) -> None:
    """Write SPEED.md and its plots into a folder."""
    plots = {"speed-by-size.svg": by_size(measured, 95)}
    largest = max(measured, key=lambda each: each.notes)
    plots["speed-by-engine.svg"] = by_engine(largest)
    for name, svg in plots.items():
        (folder / name).write_text(svg, encoding="utf-8")
    settings = {name: found.settings for each in measured for name, found in each.engines.items()}
    page = _PAGE.format(
        run="\n".join(f"- {line}" for line in run),
        top=TOP,
        questions=len(largest.questions),
        engines="\n".join(f"  - {name}: {setting}" for name, setting in settings.items()),
        missing="".join(f"- Not run: {name}. {reason}.\n" for name, reason in missing.items()),
        plots="".join(f"![{_titles[name]}]({name})\n\n" for name in plots),
        tables="\n\n".join(map(markdown, tables)),
        draft=_draft(largest),
    )
    (folder / "SPEED.md").write_text(page, encoding="utf-8")


_titles = {
    "speed-by-size.svg": "Time of a faceted answer by number of notes, a line for each engine",
    "speed-by-engine.svg": "Time of a faceted answer of each engine as a multiple of Kikigaki's",
}


def _draft(largest: Measured) -> str:
    """Return what the README could say, in figures of this run."""
    if largest.reference != KIKIGAKI:
        return "Kikigaki's own engine was not in this run."
    found = [
        f"{name} {1 / ratio:.{0 if ratio < 0.1 else 1}f}"
        for name in largest.engines
        if name != KIKIGAKI
        and not math.isnan(ratio := largest.against(name, ALL, facets=True, percent=50).ratio)
    ]
    ours = 1e3 * largest.against(KIKIGAKI, ALL, facets=True, percent=50).ours
    count = len(largest.questions)
    return (
        f"`make bench` asks Kikigaki's engine and its peers the same {count} questions in one run. On"
        f" {largest.notes:,} notes the median answer, with exact total and three facets, takes {ours:.2g} ms;"
        f" as multiples of that: {', '.join(found)}. [docs/SPEED.md](docs/SPEED.md) has every"
        " percentile, also where a peer is quicker."
    )
