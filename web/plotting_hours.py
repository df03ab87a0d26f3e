"""Draws days and hours as SVG: bars with the outdoor temperature on an axis of its own below, and the week as a map.

As `web.plotting`, whose widths, axes and class names these are; knows no words but the numbers on its axes. In the map
an amount is told by the size of its square as well as by how dark it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.formatting import hour_name, number
from web.plotting import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    Bar,
    Scale,
    bar_drawn,
    grid,
    temperature_axis,
    text_at,
    unit_mark,
    up_at,
)
from web.svg import element, path, picture

STRIP = 64
"""Height of the temperature's own axis."""
GAP = 26
HOURS = 24
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
    drawn = [*grid(axis, width, language), unit_mark(unit)]
    peak = max((bar.amount for bar in items if bar.amount is not None), default=None)
    for place, bar in enumerate(items):
        left, middle = LEFT + place * each, LEFT + (place + 0.5) * each
        if bar.amount is not None:
            drawn.append(bar_drawn(bar, left + each * 0.14, each * 0.72, axis, colour))
            if bar.amount == peak:
                drawn.append(
                    text_at(bar.said, min(max(middle, LEFT + 24), width - 24), up_at(bar.amount, axis) - 8, "label")
                )
                peak = None
        if bar.name:
            drawn.append(text_at(bar.name, middle, TOP + HEIGHT + 20))
    if not outdoors.is_known:
        return picture(width, TOP + HEIGHT + BOTTOM, *drawn)
    drawn += _strip(outdoors, each, TOP + HEIGHT + BOTTOM + GAP, width, language)
    return picture(width, TOP + HEIGHT + BOTTOM + GAP + STRIP + 8, *drawn)


def week_map(
    cells: Sequence[Sequence[float | None]], axis: Scale, names: Sequence[str], colour: str, width: int, language: str
) -> Markup:
    """Hours across, days down; one path a step, so that a week is little to send. `names` are of the days."""
    wide, tall = (width - LEFT - RIGHT) / HOURS, HEIGHT / len(cells)
    squares: dict[int, list[str]] = {}
    for row, line in enumerate(cells):
        for hour, amount in enumerate(line):
            if amount is not None:
                step = step_of(amount, axis)
                share = SMALLEST + (LARGEST - SMALLEST) * (step - 1) / (STEPS - 1)
                x, y = LEFT + (hour + 0.5 - share / 2) * wide, TOP + (row + 0.5 - share / 2) * tall
                squares.setdefault(step, []).append(
                    f"M{x:.1f} {y:.1f}h{share * wide:.1f}v{share * tall:.1f}h-{share * wide:.1f}z"
                )
    drawn = [element("path", d="".join(squares[step]), class_=f"heat s{step} {colour}") for step in sorted(squares)]
    for row, name in enumerate(names):
        drawn.append(element("text", name, x=LEFT - 8, y=TOP + (row + 0.5) * tall + 4, text_anchor="end"))
    drawn += [
        element("text", hour_name(hour, language), x=LEFT + hour * wide, y=TOP + HEIGHT + 20) for hour in (0, 6, 12, 18)
    ]
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def step_of(amount: float, axis: Scale) -> int:
    """Which of the steps an amount is in, 1 to 5, along the round lines of its axis."""
    lines = max(round((axis.high - axis.low) / axis.step), 1)
    line = min(max(int((amount - axis.low) / axis.step), 0), lines - 1)
    return round((line + 1) * STEPS / lines)


def _strip(outdoors: Outdoors, each: float, top: float, width: int, language: str) -> list[Markup]:
    """The temperature as a line with its own few marks; where nothing is known the line is broken."""
    axis = temperature_axis([one for one in outdoors.celsius if one is not None])
    drawn = [element("text", outdoors.unit, x=0, y=top - 10)]
    for tick in dict.fromkeys((axis.low, 0.0 if axis.low < 0 < axis.high else axis.low, axis.high)):
        y = _down(tick, axis, top)
        drawn.append(element("line", x1=LEFT, x2=width - RIGHT, y1=y, y2=y, class_="gridline"))
        drawn.append(element("text", number(tick, language), x=LEFT - 8, y=y + 4, text_anchor="end"))
    stretch: list[tuple[float, float]] = []
    for place, celsius in enumerate((*outdoors.celsius, None)):
        if celsius is not None:
            stretch.append((LEFT + (place + 0.5) * each, _down(celsius, axis, top)))
        elif stretch:
            drawn.append(element("path", d=path(stretch if len(stretch) > 1 else stretch * 2), class_="fit"))
            stretch = []
    return drawn


def _down(celsius: float, axis: Scale, top: float) -> float:
    return top + STRIP - (celsius - axis.low) / (axis.high - axis.low) * STRIP
