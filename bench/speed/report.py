"""Report: what a run found, as tables. Peers stand as multiples of the reference; where it loses is bold."""

import math
from collections.abc import Callable, Iterator, Sequence

from bench.speed.engine import KINDS
from bench.speed.figures import PERCENTILES, percentile
from bench.speed.measured import ALL, EngineFigures, Measured
from bench.speed.product.finding import Finding
from bench.speed.targets import MARGIN, Verdict
from bench.tables import Table

_DASH = "–"


def tables_of(
    measured: Sequence[Measured], findings: Sequence[Finding], verdicts: Sequence[Verdict]
) -> Iterator[Table]:
    """Yield every table of a run, in the order in which they are read."""
    if verdicts:
        yield targets_table(verdicts)
    for each in measured:
        yield times_table(each, facets=True)
        yield times_table(each, facets=False)
        yield costs_table(each)
    if findings:
        yield product_table(findings)


def targets_table(verdicts: Sequence[Verdict]) -> Table:
    """Return every target with what was reached."""
    met = sum(verdict.is_met for verdict in verdicts)
    of = sum(verdict.is_measured for verdict in verdicts)
    rows = tuple(
        (each.name, f"≤ {_amount(each.limit, each.unit)}", _amount(each.reached, each.unit), _mark(each))
        for each in verdicts
    )
    note = f"~ marks what is missed by less than {MARGIN:.0%}, which `--check` lets pass as noise."
    return Table(
        f"Targets: {met} of {of} met", ("ours to the peer's", "target", "reached", ""), rows, (note,)
    )


def times_table(each: Measured, facets: bool) -> Table:
    """Return warm times: the reference in milliseconds, the others as multiples of it."""
    reference = each.reference
    rows = [
        (reference, *(_milliseconds(each, kind, facets) for kind in (*KINDS, ALL)), _asked(each, reference))
    ]
    for name in each.engines:
        if name != reference and each.engines[name].warm.get(facets):
            cells = (_multiples(each, name, kind, facets) for kind in (*KINDS, ALL))
            rows.append((name, *cells, _asked(each, name)))
    which = "top 20, exact total and three facets" if facets else "top 20 and exact total"
    notes = [
        f"{reference} in ms, the others as multiples of it: p50 / p95 / p99. Bold: {reference} is slower.",
        f"Of {each.source}.",
    ]
    notes += [
        f"{name}: {len(figures.complaints)} of {figures.checked} answers differ from the truth."
        for name, figures in each.engines.items()
        if figures.complaints
    ]
    return Table(
        f"{each.notes:,} notes, {which}, warm", ("", *KINDS, ALL, "questions"), tuple(rows), tuple(notes)
    )


def costs_table(each: Measured) -> Table:
    """Return what an answer costs besides: cold caches, processor time, memory, disk, indexing, starting."""
    columns: tuple[tuple[str, Callable[[EngineFigures], float], str], ...] = (
        ("cold p50, ms", lambda found: 1e3 * percentile(found.cold.values(), 50), ".2f"),
        ("cold p95, ms", lambda found: 1e3 * percentile(found.cold.values(), 95), ".2f"),
        ("CPU p50, ms", _cpu, ".2f"),
        ("answers/s, 1 process", lambda found: found.throughput[0], ",.0f"),
        ("2 processes", lambda found: found.throughput[1], ",.0f"),
        ("start to answer, ms", lambda found: 1e3 * found.first_answer, ".0f"),
        ("indexing, s", lambda found: found.built.wall, ".1f"),
        ("CPU, s", lambda found: found.built.cpu, ".1f"),
        ("index, MB", lambda found: found.size / 1e6, ".1f"),
        ("memory grown, MB", lambda found: (found.held.resident - found.before) / 1e6, ".1f"),
        ("index mapped, MB", lambda found: found.held.mapped / 1e6, ".1f"),
    )
    ours = each.engines[each.reference]
    rows = []
    for name, found in each.engines.items():
        cells = []
        for _, figure, form in columns:
            value, base = figure(found), figure(ours)
            times = f" ({value / base:.2f}×)" if found is not ours and base > 0 else ""
            cells.append(_DASH if math.isnan(value) else f"{value:{form}}{times}")
        rows.append((name, *cells))
    cold = [
        f"{name} {found.cached:.0%}" for name, found in each.engines.items() if (found.cached or 0) > 0.01
    ]
    left = f" Left in it: {', '.join(cold)}." if cold else ""
    notes = (
        "Cold: the first pass of a new process after its index was dropped from the page cache." + left,
        "Cold, throughput and memory: three facets where the engine has them; slow engines are asked fewer"
        " questions. In brackets: multiples of " + each.reference + ".",
        f"A process that imports Flask and ends takes {1e3 * each.import_flask:.0f} ms.",
    )
    return Table(f"{each.notes:,} notes, costs", ("", *(name for name, _, _ in columns)), tuple(rows), notes)


def product_table(findings: Sequence[Finding]) -> Table:
    """Return what was measured of the whole product, also what could not be."""
    rows = tuple(
        (each.name, each.detail, _DASH if math.isnan(each.reached) else _amount(each.reached, each.unit))
        for each in findings
    )
    return Table("The whole product", ("what", "measured", "reached"), rows)


def _milliseconds(each: Measured, kind: str, facets: bool) -> str:
    warm = each.engines[each.reference].warm.get(facets, {})
    times = [warm[number] for number in each.numbers(kind) if number in warm]
    return (
        " / ".join(f"{1e3 * percentile(times, percent):.2f}" for percent in PERCENTILES) if times else _DASH
    )


def _multiples(each: Measured, peer: str, kind: str, facets: bool) -> str:
    cells = []
    for percent in PERCENTILES:
        found = each.against(peer, kind, facets, percent)
        if not found.questions:
            return _DASH
        times = 1 / found.ratio
        cells.append(f"**{times:.2f}×**" if times < 1 else f"{times:.1f}×")
    return " / ".join(cells)


def _asked(each: Measured, name: str) -> str:
    return f"{len(each.engines[name].cold):,}"


def _cpu(found: EngineFigures) -> float:
    """Return the median processor time of an answer, with facets where the engine has them, in ms."""
    times = found.warm_cpu.get(True) or found.warm_cpu.get(False) or {}
    return 1e3 * percentile(times.values(), 50)


def _amount(value: float, unit: str) -> str:
    if math.isnan(value):
        return "not measured"
    return f"{1e3 * value:.0f} ms" if unit == "s" else f"{value:.3g} {unit}"


def _mark(verdict: Verdict) -> str:
    if not verdict.is_measured:
        return ""
    return "✓" if verdict.is_met else "✗" if verdict.fails else "~"
