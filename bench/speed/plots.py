"""Plots: small SVGs, drawn here, legible on light and dark pages alike."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bench.speed.engines import ENGINES
from bench.speed.figures import percentile
from bench.speed.measured import ALL, Measured

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 130, 58, 48
_BAR, _GAP = 15, 18
_NAMES = 110
_LABEL = 70
_COLOURS = ("#d1495b", "#2a7de1", "#2e9e6b", "#c98a00", "#8b5fbf", "#0097a7", "#7a7a7a")
_STYLE = """
text{font:13px system-ui,sans-serif;fill:#1f2328}
.title{font-weight:600;font-size:15px}
.faint{fill:#59636e;font-size:12px}
.grid{stroke:#8b949e;stroke-opacity:.3}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.faint{fill:#9198a1}}
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A name and points of x and y, both above 0."""

    name: str
    points: Sequence[tuple[float, float]]


def by_size(measured: Sequence[Measured], percent: float) -> str:
    """Draw the time of a faceted answer by the number of notes, a line for each engine."""
    names = dict.fromkeys(name for each in measured for name in each.engines)
    lines = []
    for name in names:
        points = []
        for each in measured:
            times = each.engines[name].warm.get(True, {}) if name in each.engines else {}
            if times:
                points.append((float(each.notes), 1e3 * percentile(times.values(), percent)))
        if points:
            lines.append(Line(name, sorted(points)))
    return lines_svg(
        f"Top 20, exact total, three facets: p{percent:g} of all questions", lines, "notes", "ms"
    )


def by_engine(each: Measured) -> str:
    """Draw p50 and p95 of every engine as multiples of the reference's, with facets."""
    bars = {}
    for name, figures in each.engines.items():
        if figures.warm.get(True):
            bars[name] = tuple(1 / each.against(name, ALL, True, percent).ratio for percent in (50, 95))
    title = f"{each.notes:,} notes, three facets: time of an answer, {each.reference} = 1"
    return bars_svg(title, bars, ("p50", "p95"))


def lines_svg(title: str, lines: Sequence[Line], x_name: str, y_name: str) -> str:
    """Draw lines on two logarithmic axes."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    if not xs:
        return _svg(title, _HEIGHT, ())
    across = _Scale.over(xs, _LEFT, _WIDTH - _RIGHT)
    up = _Scale.over(ys, _HEIGHT - _BOTTOM, _TOP)
    marks: list[str] = []
    for y in up.ticks():
        at = up.of(y)
        marks.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}"/>')
        marks.append(_text(_LEFT - 8, at + 4, f"{y:g}", "faint", "end"))
    for x in sorted(set(xs)):
        marks.append(_text(across.of(x), _HEIGHT - _BOTTOM + 20, f"{x:,.0f}", "faint", "middle"))
    marks.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, x_name, "faint", "middle"))
    marks.append(_text(_LEFT - 8, _TOP - 10, y_name, "faint", "end"))
    labels = _apart({line.name: up.of(line.points[-1][1]) for line in lines}, 15)
    for line in lines:
        colour = _colour_of(line.name)
        places = [(across.of(x), up.of(y)) for x, y in line.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        marks.append(f'<path fill="none" stroke="{colour}" stroke-width="2" d="M{path}"/>')
        marks += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places]
        marks.append(
            f'<circle cx="{_WIDTH - _RIGHT + 14}" cy="{labels[line.name]:.1f}" r="4" fill="{colour}"/>'
        )
        marks.append(_text(_WIDTH - _RIGHT + 24, labels[line.name] + 4, line.name))
    return _svg(title, _HEIGHT, marks)


def bars_svg(title: str, bars: Mapping[str, Sequence[float]], names: Sequence[str]) -> str:
    """Draw a group of bars for each key, on one logarithmic axis from 0.1 or less; 1 has a line."""
    values = [value for group in bars.values() for value in group]
    group_height = _BAR * len(names) + _GAP
    height = _TOP + 8 + group_height * len(bars)
    if not values:
        return _svg(title, height, ())
    across = _Scale.over([*values, 0.5, 2.0], _NAMES, _WIDTH - _LABEL)
    marks: list[str] = []
    one = across.of(1)
    for number, (key, group) in enumerate(bars.items()):
        top = _TOP + number * group_height
        marks.append(_text(_NAMES - 8, top + _BAR * len(group) / 2 + 5, key, "", "end"))
        for place, (value, name) in enumerate(zip(group, names, strict=True)):
            left, right = sorted((one, across.of(value)))
            y = top + place * _BAR
            marks.append(
                f'<rect x="{left:.1f}" y="{y}" width="{max(1.0, right - left):.1f}" height="{_BAR - 2}"'
                f' fill="{_colour_of(key)}" fill-opacity="{1 - 0.4 * place:.1f}"/>'
            )
            marks.append(_text(right + 5, y + _BAR - 4, f"{value:.3g}× {name}", "faint"))
    marks.append(f'<path class="grid" stroke-opacity="1" d="M{one:.1f} {_TOP - 12}V{height - 8}"/>')
    return _svg(title, height, marks)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logarithmic axis: `low` stands at `start`, `high` at `end`, in pixels."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> "_Scale":
        low, high = math.log10(min(values)), math.log10(max(values))
        spare = max(0.05, (high - low) * 0.04)
        return cls(low - spare, high + spare, start, end)

    def of(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        for power in range(math.floor(self.low), math.ceil(self.high) + 1):
            if self.low <= power <= self.high:
                yield 10.0**power


def _colour_of(name: str) -> str:
    """Return an engine's colour, the same in every plot."""
    names = [*ENGINES]
    return _COLOURS[names.index(name) % len(_COLOURS)] if name in names else _COLOURS[-1]


def _apart(places: Mapping[str, float], least: float) -> dict[str, float]:
    """Return places moved down until no two are closer than `least`."""
    moved: dict[str, float] = {}
    last = -math.inf
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        last = moved[name] = max(place, last + least)
    return moved


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, height: float, marks: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img"'
        f' aria-label="{escape(title)}"><style>{_STYLE}</style>'
    )
    return "\n".join([head, _text(16, 24, title, "title"), *marks, "</svg>\n"])
