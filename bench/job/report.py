"""Report: what a run found, as tables and as docs/SPEED.md."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.job.chart import lines_svg
from bench.job.measuring import CHECKED, TEXTS, TYPED, Size
from bench.job.targets import Verdict
from bench.job.turns import Asked, percentile
from bench.systems import KIKIGAKI, WHOLE_JOB
from bench.tables import Table, markdown

CHART = "speed-by-size.svg"
_DASH = "–"
_MB = 1e6

_PAGE = """# How fast Kikigaki answers

Written by `make bench`; all figures are of one run on one machine.

{run}

## What is measured, and how to repeat it

    make bench                             # everything below; about a quarter of an hour
    make bench ARGS=--quick                # 1,000 talks only; writes nothing here
    make bench ARGS="--sizes 10000"        # one size
    make bench ARGS="--talks FOLDER"       # with more real talks: clones of pyvideo/data or RubyEvents
    make bench ARGS=--long                 # a million talks too, and stock Whoosh on 100,000
    make bench ARGS=--check                # fails when a target is missed

**The whole job**: from a typed text to the exact total, twenty hits each with its title and a passage in
which the words are marked, and the ten commonest values of four facets. Cutting the text into words with
Sudachi is part of it, for peers too. Peers find what has any of the words and let the score decide, as for
[RELEVANCE.md](RELEVANCE.md); tantivy is also asked for all of them and only then for any, which is what we
do, and which is quicker and finds better where words are typed.

- All engines hold the same talks, live in one process and are asked the same {texts} texts in turns.
  **Each text is asked once**: nothing is remembered from an earlier round. They are warmed up by other
  texts. Slow engines are asked fewer of them and compared on those. Times are of the processor, all threads
  together: what else a machine does is not in them. Pages over HTTP are timed by the clock.
- Texts are words, names and pieces of the talks themselves. *As typed*: {typed} more texts, character after
  character, the last word standing for all that it begins.
- Beside each time stands what is found: how often the judged paragraph comes first (success@1) of the
  known-item queries of [RELEVANCE.md](RELEVANCE.md), as they are and misspelt in twenty ways, asked of the
  same adapters. {found}
- The peers' totals, hits and counts on {checked} texts were held against plain counting over their terms.
  We find more than equal words; of our answers it was checked that they are there and hold together.
- Peers get a smaller job: their passages are of the terms they hold, not of the note as it is written.

{engines}
{missing}
## Results

![95th percentile of the whole job by number of talks, a line for each engine]({chart})

{tables}
"""


def tables_of(
    sizes: Sequence[Size], verdicts: Sequence[Verdict], found: Mapping[str, Mapping[str, float]]
) -> Iterator[Table]:
    """Yield every table of a run, in the order in which they are read."""
    if verdicts:
        yield targets_table(verdicts)
    for size in sizes:
        yield times_table(size, found)
    if sizes:
        yield site_table(sizes)


def targets_table(verdicts: Sequence[Verdict]) -> Table:
    """Return every target with what was reached."""
    rows = tuple(
        (each.name, each.detail, f"≤ {_amount(each.target, each.unit)}", _reached(each), _mark(each))
        for each in verdicts
    )
    met = sum(each.is_met for each in verdicts)
    return Table(
        f"Targets: {met} of {sum(each.is_measured for each in verdicts)} met",
        ("", "measured", "target", "reached", ""),
        rows,
        ("~ marks what is missed by less than `--check` lets pass as noise.",),
    )


def times_table(size: Size, found: Mapping[str, Mapping[str, float]]) -> Table:
    """Return the time of the whole job with what is found beside it; peers also as multiples of ours."""
    ours = size.engines[KIKIGAKI]
    rows = tuple(
        (
            name,
            *(_share(found.get(name, {}).get(judged)) for judged in ("clean", "perturbed")),
            *(_times(each.asked, ours.asked, percent) for percent in (50, 95)),
            *(_times(each.typed, ours.typed, percent) for percent in (50, 95)),
            f"{each.typed.nothing:.0%}",
            f"{each.seconds:.1f}",
            f"{each.size / _MB:,.1f}",
        )
        for name, each in size.engines.items()
    )
    real = min(size.real, size.talks)
    made = f", the other {size.talks - real:,} made of their sentences" if real < size.talks else ""
    notes = [
        "p50 and p95 in ms, in brackets as multiples of ours on the same texts; bold where we are slower.",
        f"Real talks: {real:,}{made}.",
        f"Indexing: peers without the {size.sudachi:.1f} s in which Sudachi made their terms; we with"
        " everything, from note files.",
        *_asked_less(size),
        *(
            f"{name}: {len(each.complaints)} complaints about {each.checked} answers, as {each.complaints[0]}"
            for name, each in size.engines.items()
            if each.complaints
        ),
    ]
    columns = ("success@1", "misspelt", "p50", "p95", "as typed p50", "p95", "finds nothing")
    return Table(
        f"{size.talks:,} talks, whole job", ("", *columns, "indexing, s", "index, MB"), rows, tuple(notes)
    )


def site_table(sizes: Sequence[Size]) -> Table:
    """Return what the site takes at each size."""
    rows = tuple(
        (
            f"{size.talks:,}",
            _both(size.site.pages, 99),
            _both(size.site.answers, 99),
            _both(size.site.hellos, 99),
            f"{1e3 * size.site.slowest:.0f}",
            f"{1e3 * (size.site.start - size.site.import_flask):.0f}",
            f"{size.site.held.own / _MB:,.0f}",
            f"{size.site.held.mapped / _MB:,.0f}",
            f"{size.rebuilt.wall:.1f}",
            f"{size.rebuilt.peak / _MB:,.0f}",
        )
        for size in sizes
    )
    columns = ("page", "/search.json", "bare Flask", "slowest page", "start", "own MB", "mapped MB")
    notes = (
        "p50 / p99 in ms, over HTTP, compressed pages; the slowest of all pages but the first.",
        "Start: to the first page, less importing Flask. Memory: of the site's process after all pages.",
    )
    return Table("The site and the rebuild", ("talks", *columns, "rebuild, s", "its peak, MB"), rows, notes)


def write_document(
    folder: Path,
    sizes: Sequence[Size],
    tables: Sequence[Table],
    run: Sequence[str],
    missing: Mapping[str, str],
    found: str,
) -> None:
    """Write SPEED.md and its chart into a folder."""
    names = [name for name in WHOLE_JOB if any(name in size.engines for size in sizes)]
    lines = {
        name: [
            (size.talks, 1e3 * size.engines[name].asked.percentile(95))
            for size in sizes
            if name in size.engines
        ]
        for name in names
    }
    title = "The whole job: 95th percentile, ms, by number of talks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHART).write_text(lines_svg(title, lines), encoding="utf-8")
    page = _PAGE.format(
        run="\n".join(f"- {line}" for line in run),
        texts=TEXTS,
        typed=TYPED,
        checked=CHECKED,
        found=found,
        engines="\n".join(f"- {name}: {WHOLE_JOB[name]().settings}" for name in names),
        missing="".join(f"- Not run: {name}. {reason}.\n" for name, reason in missing.items()),
        chart=CHART,
        tables="\n\n".join(map(markdown, tables)),
    )
    (folder / "SPEED.md").write_text(page, encoding="utf-8")


def _asked_less(size: Size) -> Iterator[str]:
    every = len(size.engines[KIKIGAKI].asked.seconds)
    for name, each in size.engines.items():
        if (many := len(each.asked.seconds)) < every:
            yield f"{name} was asked {many} of {every} texts."


def _times(asked: Asked, ours: Asked, percent: float) -> str:
    text = f"{1e3 * asked.percentile(percent):.2f}"
    if asked is ours:
        return text
    times = 1 / ours.ratio(asked, percent)
    return f"{text} (**{times:.2f}×**)" if times < 1 else f"{text} ({times:.1f}×)"


def _both(times: Sequence[float], percent: float) -> str:
    return f"{1e3 * percentile(times, 50):.2f} / {1e3 * percentile(times, percent):.2f}"


def _share(value: float | None) -> str:
    return _DASH if value is None else f"{value:.3f}"


def _amount(value: float, unit: str) -> str:
    return f"{value:.3g} ×" if unit == "×" else f"{value:,.0f} {unit}"


def _reached(verdict: Verdict) -> str:
    return _amount(verdict.reached, verdict.unit) if not math.isnan(verdict.reached) else "not measured"


def _mark(verdict: Verdict) -> str:
    if not verdict.is_measured:
        return ""
    return "✓" if verdict.is_met else "✗" if verdict.fails else "~"
