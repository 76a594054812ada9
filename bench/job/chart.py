"""Chart: lines on two logarithmic axes as a small SVG, legible on light and dark pages alike."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import cycle

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 130, 50, 40
_BETWEEN_NAMES = 15
_COLOURS = ("#d1495b", "#2a7de1", "#c98a00", "#2e9e6b", "#8b5fbf", "#7a7a7a")
_STYLE = """
text{font:13px system-ui,sans-serif;fill:#1f2328}
.title{font-weight:600;font-size:15px}
.faint{fill:#59636e;font-size:12px}
.grid{stroke:#8b949e;stroke-opacity:.3}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.faint{fill:#9198a1}}
"""


def lines_svg(title: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Draw a line for each name through its points of x and y, all above 0."""
    xs = sorted({x for points in lines.values() for x, _ in points})
    ys = [y for points in lines.values() for _, y in points]
    marks = [_text(16, 24, title, "title")]
    for power in range(math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys))) + 1):
        if min(ys) <= 10.0**power <= max(ys):
            at = _up(10.0**power, ys)
            marks.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}"/>')
            marks.append(_text(_LEFT - 8, at + 4, f"{10.0**power:g}", "faint", "end"))
    marks += [_text(_across(x, xs), _HEIGHT - 16, f"{x:,.0f}", "faint", "middle") for x in xs]
    lowest = -math.inf
    by_height = sorted(
        zip(lines, cycle(_COLOURS), strict=False), key=lambda pair: _up(lines[pair[0]][-1][1], ys)
    )
    for name, colour in by_height:
        places = [(_across(x, xs), _up(y, ys)) for x, y in lines[name]]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        marks.append(f'<path fill="none" stroke="{colour}" stroke-width="2" d="M{path}"/>')
        marks += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places]
        lowest = max(places[-1][1], lowest + _BETWEEN_NAMES)
        marks.append(f'<circle cx="{_WIDTH - _RIGHT + 14}" cy="{lowest:.1f}" r="4" fill="{colour}"/>')
        marks.append(_text(_WIDTH - _RIGHT + 24, lowest + 4, name))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-label="{escape(title)}"><style>{_STYLE}</style>'
    )
    return "\n".join([head, *marks, "</svg>\n"])


def _across(x: float, xs: Sequence[float]) -> float:
    return _LEFT + 16 + _share(x, xs) * (_WIDTH - _RIGHT - _LEFT - 32)


def _up(y: float, ys: Sequence[float]) -> float:
    return _HEIGHT - _BOTTOM - 12 - _share(y, ys) * (_HEIGHT - _BOTTOM - 12 - _TOP)


def _share(value: float, values: Sequence[float]) -> float:
    """Return how far a value lies between the least and the greatest, by their logarithms."""
    low, high = math.log10(min(values)), math.log10(max(values))
    return (math.log10(value) - low) / ((high - low) or 1.0)


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'
