"""The same charts as plain Plotly figures that draw nothing and only answer a pointer.

Laid exactly over the drawing, so that the page looks the same with and without script. Plain lists and
numbers, no Plotly objects (a figure built from objects takes a hundred times longer).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from web.plotting import LEFT, RIGHT, TOP, Bar, Scale, Spots

Figure = dict[str, Any]
UNSEEN = {"opacity": 0}


def bars(items: Sequence[Bar], axis: Scale, hover: Sequence[str]) -> Figure:
    """One answer a bar: the sentence of its month."""
    data: Figure = {
        "type": "bar",
        "x": list(range(len(items))),
        "y": [bar.amount for bar in items],
        "text": list(hover),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": UNSEEN,
    }
    return _figure([data], (-0.5, len(items) - 0.5), axis)


def scatter(spots: Spots, axes: tuple[Scale, Scale], units: tuple[str, str], language: str) -> Figure:
    """One answer a point: use and temperature."""
    across, up = axes
    data: Figure = {
        "type": "scatter",
        "mode": "markers",
        "x": _rounded(spots.x, 2),
        "y": _rounded(spots.y, 3),
        "hovertemplate": f"%{{y:.1f}} {units[0]}<br>%{{x:.1f}} {units[1]}<extra></extra>",
        "marker": UNSEEN,
    }
    return _figure([data], (across.low, across.high), up, language)


def day_lines(lines: Sequence[Sequence[float]], hover: Sequence[Sequence[str]], up: Scale) -> Figure:
    """One answer a point of either line: the sentence of its hour."""
    data: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x0": 0.5,
            "dx": 1,
            "y": _rounded(line, 3),
            "text": list(said),
            "hovertemplate": "%{text}<extra></extra>",
            "line": {"color": "rgba(0,0,0,0)"},
        }
        for line, said in zip(lines, hover, strict=True)
    ]
    return _figure(data, (0, 24), up)


def week(
    cells: Sequence[Sequence[float | None]], names: tuple[Sequence[str], Sequence[str]], unit: str, language: str
) -> Figure:
    """One answer a square: its day, its hour and its amount. `names` are of the hours and of the days."""
    hours, days = names
    data: Figure = {
        "type": "heatmap",
        "x": list(hours),
        "y": list(days),
        "z": [[None if amount is None else round(amount, 2) for amount in line] for line in cells],
        "hovertemplate": f"%{{y}}, %{{x}}: %{{z}} {unit}<extra></extra>",
        "showscale": False,
        **UNSEEN,
    }
    return _figure([data], (-0.5, len(hours) - 0.5), Scale(len(days) - 0.5, -0.5, 1), language)


def as_json(figure: Figure) -> Markup:
    """The figure as JSON that is safe inside a script element."""
    return htmlsafe_json_dumps(figure, dumps=_written)


def _written(figure: Figure) -> str:
    """As JSON; numbers that were written already stand in it as they are."""
    text = json.dumps(figure)
    for data in figure["data"]:
        for numbers in data.values():
            if isinstance(numbers, Written):
                text = text.replace(json.dumps(numbers), numbers, 1)
    return text


class Written(str):
    """Numbers as JSON writes them in a list: a year of days is long, and would be rounded, read and written anew."""

    __slots__ = ()


def _rounded(values: Sequence[float], places: int) -> Written:
    """As `round` rounds them and JSON writes them, but all at once: without more than one nought at the end."""
    text = f"%.{places}f, " * len(values) % tuple(values)
    for _nought in range(places - 1):
        text = text.replace("0,", ",")
    return Written(f"[{text.removesuffix(', ')}]")


def _figure(data: list[Figure], across: tuple[float, float], up: Scale, language: str = "en") -> Figure:
    """`frame` is where the axes lie inside the drawing, in its own units: left, right, top."""
    layout: Figure = {
        "xaxis": {"range": list(across)},
        "yaxis": {"range": [up.low, up.high]},
        "hovermode": "closest",
        "hoverdistance": 40,
        "separators": ",\u00a0" if language == "fr" else ".,",
    }
    return {"data": data, "layout": layout, "frame": [LEFT, RIGHT, TOP]}
