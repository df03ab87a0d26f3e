"""Draws days and hours as SVG: bars with the outdoor temperature on an axis of its own below, and the week as a map.

As `web.plotting`, whose widths, axes and class names these are; knows no words but the numbers on its axes. In the map
an amount is told by the size of its square as well as by how dark it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from models.series import Floats
from web.formatting import hour_name, number
from web.plotting import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    Bar,
    Scale,
    bars_drawn,
    grid,
    highest,
    names_drawn,
    temperature_axis,
    text_at,
    unit_mark,
    up_at,
)
from web.svg import element, elements, path, picture

STRIP = 64
"""Height of the temperature's own axis."""
GAP = 26
HOURS = 24
NAMED_HOURS = (0, 6, 12, 18)
STEPS = 5
SMALLEST, LARGEST = 0.42, 0.94
"""Side of the square of the lowest and of the highest step, as a share of its cell."""


@dataclass(frozen=True, slots=True)
class Outdoors:
    """Temperatures [°C] under the bars, None where unknown; `unit` is said above them."""

    celsius: tuple[float | None, ...]
    unit: str

    @property
    def is_known(self) -> bool:
        return any(each is not None for each in self.celsius)


def bars_outdoors(
    items: Sequence[Bar], axis: Scale, unit: str, colour: str, outdoors: Outdoors, width: int, language: str
) -> Markup:
    """Narrow bars side by side, the highest labelled, and the temperature of the same stretches below."""
    each = (width - LEFT - RIGHT) / max(len(items), 1)
    lefts = [LEFT + place * each + each * 0.14 for place in range(len(items))]
    middles = [LEFT + (place + 0.5) * each for place in range(len(items))]
    drawn = [*grid(axis, width, language), unit_mark(unit)]
    boxes = bars_drawn(items, lefts, each * 0.72, axis, colour)
    names = names_drawn([bar.name for bar in items], middles)
    peak = highest(items)
    for place, bar in enumerate(items):
        if bar.amount is not None:
            drawn.append(boxes[place])
            if place == peak:
                at = min(max(middles[place], LEFT + 24), width - 24)
                drawn.append(text_at(bar.said, at, up_at(bar.amount, axis) - 8, "label"))
        if place in names:
            drawn.append(names[place])
    if not outdoors.is_known:
        return picture(width, TOP + HEIGHT + BOTTOM, *drawn)
    drawn += _strip(outdoors, each, TOP + HEIGHT + BOTTOM + GAP, width, language)
    return picture(width, TOP + HEIGHT + BOTTOM + GAP + STRIP + 8, *drawn)


def week_map(
    cells: Sequence[Sequence[float | None]], axis: Scale, names: Sequence[str], colour: str, width: int, language: str
) -> Markup:
    """Hours across, days down; one path a step, so that a week is little to send. `names` are of the days."""
    wide, tall = (width - LEFT - RIGHT) / HOURS, HEIGHT / len(cells)
    amounts = np.array(cells, dtype=np.float64)
    steps = steps_of(amounts, axis)
    drawn = []
    for step in np.unique(steps[steps > 0]).tolist():
        share = SMALLEST + (LARGEST - SMALLEST) * (step - 1) / (STEPS - 1)
        rows, hours = np.nonzero(steps == step)
        x, y = LEFT + (hours + 0.5 - share / 2) * wide, TOP + (rows + 0.5 - share / 2) * tall
        square = f"M%.1f %.1fh{share * wide:.1f}v{share * tall:.1f}h-{share * wide:.1f}z"
        d = square * rows.size % tuple(np.column_stack((x, y)).ravel().tolist())
        drawn.append(element("path", d=d, class_=f"heat s{step} {colour}"))
    middles = [TOP + (row + 0.5) * tall + 4 for row in range(len(cells))]
    drawn += elements("text", list(names), x=LEFT - 8, y=middles, text_anchor="end")
    drawn += elements(
        "text",
        [hour_name(hour, language) for hour in NAMED_HOURS],
        x=[LEFT + hour * wide for hour in NAMED_HOURS],
        y=TOP + HEIGHT + 20,
    )
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def steps_of(amounts: Floats, axis: Scale) -> NDArray[np.int64]:
    """Which of the steps each amount is in, 1 to 5, along the round lines of its axis; nought where unknown (NaN)."""
    lines = max(round((axis.high - axis.low) / axis.step), 1)
    known = ~np.isnan(amounts)
    line = np.where(known, (amounts - axis.low) / axis.step, 0).astype(np.int64).clip(0, lines - 1)
    return np.where(known, np.rint((line + 1) * STEPS / lines).astype(np.int64), 0)


def _strip(outdoors: Outdoors, each: float, top: float, width: int, language: str) -> list[Markup]:
    """The temperature as a line with its own few marks; where nothing is known the line is broken."""
    axis = temperature_axis([one for one in outdoors.celsius if one is not None])
    drawn = [element("text", outdoors.unit, x=0, y=top - 10)]
    ticks = [*dict.fromkeys((axis.low, 0.0 if axis.low < 0 < axis.high else axis.low, axis.high))]
    downs = _down(ticks, axis, top)
    lines = elements("line", x1=LEFT, x2=width - RIGHT, y1=downs, y2=downs, class_="gridline")
    said = [number(tick, language) for tick in ticks]
    texts = elements("text", said, x=LEFT - 8, y=[y + 4 for y in downs], text_anchor="end")
    drawn += [part for pair in zip(lines, texts, strict=True) for part in pair]
    places = [LEFT + (place + 0.5) * each for place in range(len(outdoors.celsius))]
    for is_known, stretch in groupby(zip(places, outdoors.celsius, strict=True), lambda at: at[1] is not None):
        if is_known:
            across, celsius = zip(*stretch, strict=True)
            points = [*zip(across, _down(celsius, axis, top), strict=True)]
            drawn.append(element("path", d=path(points if len(points) > 1 else points * 2), class_="fit"))
    return drawn


def _down(celsius: Sequence[float], axis: Scale, top: float) -> list[float]:
    low, reach = axis.low, axis.high - axis.low
    return [top + STRIP - (each - low) / reach * STRIP for each in celsius]
