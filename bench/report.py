"""Report: scores and times as tables, with targets, peers and where a peer wins."""

from collections.abc import Iterator, Sequence

from bench.evaluation import Run
from bench.judged import Collection
from bench.measures import MEASURES
from bench.scores import ALL, UNMIRRORED, Group, Score, SetScores
from bench.tables import Table
from bench.targets import target_of, verdicts_of

BY_KIND = ("success@1", "success@10", "nDCG@10")
"""The measures shown for each kind of query."""

SURELY_AHEAD, PERHAPS_AHEAD = "▲", "△"

LEGEND = (
    f"± is half of the 95 % bootstrap interval. {SURELY_AHEAD} ahead of the first system beyond chance "
    f"(95 %, query by query); {PERHAPS_AHEAD} ahead within chance."
)


def set_table(scores: SetScores, systems: Sequence[str]) -> Table:
    """Return every measure of a whole set, a column for each system."""
    whole = scores.groups[0]
    rows = tuple(
        (
            measure,
            _target(scores.stem, whole, measure, systems[0]),
            *(_cell(whole.scores[system][measure]) for system in systems),
        )
        for measure in MEASURES
    )
    return Table(
        f"{scores.name}: {whole.queries:,} queries", ("measure", "target", *systems), rows, (LEGEND,)
    )


def kind_tables(scores: SetScores, systems: Sequence[str]) -> Iterator[Table]:
    """Yield a table for each of `BY_KIND` with a row for each kind; nothing for a set without kinds."""
    if len(scores.groups) == 1:
        return
    for measure in BY_KIND:
        rows = tuple(
            (
                group.name,
                f"{group.queries:,}",
                _target(scores.stem, group, measure, systems[0]),
                _cell(group.scores[systems[0]][measure]),
                *(_mean(group.scores[system][measure]) for system in systems[1:]),
            )
            for group in scores.groups
        )
        yield Table(f"{scores.name}, {measure} by kind", ("kind", "queries", "target", *systems), rows)


def wins_table(scores: Sequence[SetScores], systems: Sequence[str]) -> Table:
    """Return where any peer is ahead of the first system beyond chance, worst first."""
    found: list[tuple[float, tuple[str, ...]]] = []
    for each in scores:
        for group in each.groups:
            for measure in MEASURES if group.name == ALL else BY_KIND:
                for system in systems[1:]:
                    score = group.scores[system][measure]
                    if score.lead > 0 and score.is_sure:
                        ours = group.scores[systems[0]][measure].mean
                        cells = (f"{ours:.3f}", f"{score.mean:.3f}", f"+{score.lead:.3f}")
                        found.append((score.lead, (f"{each.name}, {group.name}", measure, system, *cells)))
    found.sort(key=lambda row: -row[0])
    return Table(
        f"Where a peer is ahead of {systems[0]} beyond chance",
        ("queries", "measure", "peer", systems[0], "peer's", "lead"),
        tuple(row for _, row in found),
        () if found else ("Nowhere.",),
    )


def targets_table(scores: Sequence[SetScores], system: str) -> Table:
    """Return every target with what was reached; kinds only where they miss theirs."""
    verdicts = [verdict for each in scores for verdict in verdicts_of(each, system)]
    stated = [verdict for verdict in verdicts if not verdict.is_met or verdict.group in (ALL, UNMIRRORED)]
    met = sum(verdict.is_met for verdict in verdicts)
    return Table(
        f"Targets: {met} of {len(verdicts)} met",
        ("queries", "measure", "target", "reached", ""),
        tuple(
            (
                f"{verdict.set_name}, {verdict.group}",
                verdict.measure,
                f"≥ {verdict.target:.3f}",
                f"{verdict.reached:.4f}",
                _verdict(verdict.is_met),
            )
            for verdict in stated
        ),
    )


def times_table(collections: Sequence[Collection], runs: Sequence[Sequence[Run]]) -> Table:
    """Return the time each system took, and as a ratio to the first one."""
    documents = sum(len(collection.documents) for collection in collections)
    sets = [judged for collection in collections for judged in collection.sets]
    queries = sum(len(judged.queries) for judged in sets)
    per_system = list(zip(*runs, strict=True))
    milliseconds = [1000 * sum(sum(run.seconds.values()) for run in row) / queries for row in per_system]
    rows = tuple(
        (
            row[0].system,
            f"{sum(run.indexing for run in row):.1f}",
            f"{mean:.2f}",
            f"{mean / milliseconds[0]:.2f}",
        )
        for row, mean in zip(per_system, milliseconds, strict=True)
    )
    return Table(
        f"Time: {documents:,} documents, {queries:,} queries for their best 100",
        ("system", "indexing, s", "a query, ms", f"ratio to {per_system[0][0].system}"),
        rows,
        ("Systems run beside each other unless --jobs 1, so read the ratios, and read them as rough.",),
    )


def ablation_table(scores: Sequence[SetScores], system: str, ablations: Sequence[str]) -> Table:
    """Return what each set loses when an ingredient is dropped, in the measures that have targets."""
    columns = [
        (each.stem, group, measure)
        for each in scores
        for group in each.groups
        for measure in _ablated(each.stem, group)
    ]
    rows = [
        (system, *(f"{group.scores[system][measure].mean:.4f}" for _, group, measure in columns)),
        *(
            (ablation, *(_change(group.scores[ablation][measure]) for _, group, measure in columns))
            for ablation in ablations
        ),
    ]
    return Table(
        "Ablation: change when an ingredient is dropped",
        ("", *(f"{stem if group.name == ALL else group.name} {measure}" for stem, group, measure in columns)),
        tuple(rows),
        ("A * marks a change beyond chance (95 %, query by query).",),
    )


def _ablated(stem: str, group: Group) -> tuple[str, ...]:
    """Return the measures that an ablation shows of a group: none of single kinds."""
    if group.name not in (ALL, UNMIRRORED):
        return ()
    with_targets = tuple(measure for measure in MEASURES if target_of(stem, group.name, measure) is not None)
    return with_targets or ("nDCG@10",)


def _target(stem: str, group: Group, measure: str, system: str) -> str:
    target = target_of(stem, group.name, measure)
    if target is None:
        return ""
    return f"≥ {target:.3f} {_verdict(group.scores[system][measure].mean >= target)}"


def _verdict(is_met: bool) -> str:
    return "✓" if is_met else "✗"


def _cell(score: Score) -> str:
    return f"{_mean(score)} ±{(score.high - score.low) / 2:.3f}"


def _mean(score: Score) -> str:
    mark = ""
    if score.lead > 0:
        mark = SURELY_AHEAD if score.is_sure else PERHAPS_AHEAD
    return f"{mark}{score.mean:.3f}"


def _change(score: Score) -> str:
    return f"{score.lead:+.4f}{'*' if score.is_sure else ' '}"
