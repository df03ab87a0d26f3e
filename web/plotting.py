"""Draws charts as SVG at two widths: one for a column on a wide screen, one for a phone.

Colours are class names that the style sheet fills from the tokens, so that dark mode and print follow.
Knows no words but the numbers on its axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from web.formatting import hour_name, number
from web.svg import element, path, picture

WIDTHS = (460, 330)
"""Drawing units: beside another card, and on a phone."""
HEIGHT = 200
TOP, BOTTOM, LEFT, RIGHT = 24, 28, 40, 6
CHARACTER = 6.5
"""Width of a figure beside an axis."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name below, its amount (None: a gap), the amount in words, and the band behind."""

    name: str
    amount: float | None
    said: str
    estimated: bool
    band: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Reach:
    """One estimate as a bar from its low to its high end: its name below, and a shorter one for a phone."""

    name: str
    short: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of a scatter."""

    x: float
    y: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A round axis: its ends and the step between its lines."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(count + 1)]

    @property
    def decimals(self) -> int:
        """As many as tell the lines apart: a quarter needs two."""
        return next((places for places in (0, 1) if abs(round(self.step, places) - self.step) < 1e-9), 2)


def axis_over(values: Sequence[float]) -> Scale:
    """From zero, or from below it when something was exported, to the next round line above.

    A value may pass the outermost line by a billionth of a step: what nobody can see gets no line of its own.
    """
    high, low = max([0.0, *values]), min([0.0, *values])
    step = _step((high - low) / 5 or 0.2)
    unseen = 1e-9
    return Scale(floor(low / step + unseen) * step, max(ceil(high / step - unseen), 1) * step, step)


def temperature_axis(values: Sequence[float]) -> Scale:
    """Outdoor temperatures in steps of ten degrees."""
    low, high = (min(values), max(values)) if values else (-10.0, 20.0)
    return Scale(floor(low / 10) * 10.0, max(ceil(high / 10) * 10.0, floor(low / 10) * 10.0 + 10), 10.0)


def bars(items: Sequence[Bar], axis: Scale, unit: str, colour: str, width: int, language: str) -> Markup:
    """Bars side by side with the highest labelled; on a narrow drawing names shrink to a letter."""
    each = (width - LEFT - RIGHT) / max(len(items), 1)
    drawn = [*grid(axis, width, language), unit_mark(unit)]
    drawn += [_band(bar.band, i, each, axis) for i, bar in enumerate(items) if bar.band]
    read = [bar.amount for bar in items if bar.amount is not None]
    peak = max(read, default=None)
    for i, bar in enumerate(items):
        left, middle = LEFT + i * each, LEFT + (i + 0.5) * each
        if bar.amount is None:
            drawn.append(element("text", "–", x=middle, y=up_at(0, axis) - 6, text_anchor="middle"))
        else:
            drawn.append(bar_drawn(bar, left + each * 0.2, each * 0.6, axis, colour))
            if bar.amount == peak:
                drawn.append(text_at(bar.said, middle, up_at(bar.amount, axis) - 8, "label"))
                peak = None
        if name := _bar_name(bar.name, i, len(items), width):
            drawn.append(text_at(name, middle, TOP + HEIGHT + 20))
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def reaches(items: Sequence[Reach], axis: Scale, unit: str, width: int, language: str) -> Markup:
    """Estimates side by side, each from its low to its high end; what lies below zero is hatched."""
    start = _room_for_ticks(axis, language)
    each = (width - start - RIGHT) / max(len(items), 1)
    drawn = [*grid(axis, width, language, start), unit_mark(unit)]
    for i, item in enumerate(items):
        left, wide = start + i * each + each * 0.18, each * 0.64
        drawn += [_piece(left, wide, max(item.low, 0.0), item.high, axis, "bar reach")] if item.high > 0 else []
        drawn += [_piece(left, wide, item.low, min(item.high, 0.0), axis, "below")] if item.low < 0 else []
        if name := item.name if width > 400 else item.short:
            drawn.append(text_at(name, start + (i + 0.5) * each, TOP + HEIGHT + 20))
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def scatter(
    spots: Sequence[Spot],
    line: Sequence[tuple[float, float]],
    axes: tuple[Scale, Scale],
    units: tuple[str, str],
    colour: str,
    radius: float,
    width: int,
    language: str,
) -> Markup:
    """Points, estimated ones open, and the fitted line behind them."""
    across, up = axes
    drawn = [*grid(up, width, language), unit_mark(units[0])]
    drawn += [text_at(number(t, language), _x(t, across, width), TOP + HEIGHT + 18) for t in across.ticks]
    drawn.append(element("text", units[1], x=width - RIGHT, y=TOP + HEIGHT + 36, text_anchor="end"))
    if line:
        d = path([(_x(x, across, width), up_at(y, up)) for x, y in line])
        drawn.append(element("path", d=d, class_="fit"))
    places = [(_x(spot.x, across, width), up_at(spot.y, up), spot.estimated) for spot in spots]
    # One path of dots, not a circle for each: a year of days is then 5 kB instead of 40.
    dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y, estimated in places if not estimated)
    drawn.append(element("path", d=dots or "M0 0", class_=f"dots {colour}", stroke_width=radius * 2))
    for x, y, estimated in places:
        if estimated:
            drawn.append(element("circle", cx=x, cy=y, r=radius, class_=f"open {colour}"))
    return picture(width, TOP + HEIGHT + BOTTOM + 12, *drawn)


def day_lines(lines: Sequence[Sequence[float]], up: Scale, unit: str, colour: str, width: int, language: str) -> Markup:
    """A day from midnight to midnight; the first line solid, the second dashed."""
    hours = Scale(0, 24, 6)
    drawn = [*grid(up, width, language), unit_mark(unit)]
    for hour in (0, 6, 12, 18):
        anchor = "start" if hour == 0 else "middle"
        x = _x(hour, hours, width)
        drawn.append(element("text", hour_name(hour, language), x=x, y=TOP + HEIGHT + 20, text_anchor=anchor))
    for kind, line in zip(("line", "dash"), lines, strict=True):
        d = path([(_x(hour + 0.5, hours, width), up_at(amount, up)) for hour, amount in enumerate(line)])
        drawn.append(element("path", d=d, class_=f"{kind} {colour}"))
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def _room_for_ticks(axis: Scale, language: str) -> float:
    """Where a drawing begins so that its longest number stands whole beside it."""
    longest = max(len(number(tick, language, axis.decimals)) for tick in axis.ticks)
    return max(LEFT, 8 + CHARACTER * longest)


def grid(axis: Scale, width: int, language: str, left: float = LEFT) -> list[Markup]:
    """The lines of an axis from `left` to the right edge, each with its number."""
    drawn = []
    for tick in axis.ticks:
        y = up_at(tick, axis)
        drawn.append(element("line", x1=left, x2=width - RIGHT, y1=y, y2=y, class_="zero" if not tick else "gridline"))
        said = number(tick, language, axis.decimals)
        drawn.append(element("text", said, x=left - 8, y=y + 4, text_anchor="end"))
    return drawn


def unit_mark(unit: str) -> Markup:
    """The unit, at the top left."""
    return element("text", unit, x=0, y=11)


def text_at(said: str, x: float, y: float, class_: str = "") -> Markup:
    """Words around a point."""
    extra = {"class_": class_} if class_ else {}
    return element("text", said, x=x, y=y, text_anchor="middle", **extra)


def bar_drawn(bar: Bar, x: float, width: float, axis: Scale, colour: str) -> Markup:
    """One bar from the line of nought, hatched when estimated."""
    top, foot = up_at(max(bar.amount or 0, 0), axis), up_at(min(bar.amount or 0, 0), axis)
    box = {"x": x, "y": top, "width": width, "height": max(foot - top, 1.0), "rx": 2}
    if bar.estimated:
        return element("rect", **box, class_=f"estimated {colour}", fill=f"url(#hatch-{colour})")
    return element("rect", **box, class_=f"bar {colour}")


def _piece(x: float, width: float, low: float, high: float, axis: Scale, class_: str) -> Markup:
    top, foot = up_at(high, axis), up_at(low, axis)
    box: dict[str, str | float] = {"x": x, "y": top, "width": width, "height": max(foot - top, 1.5), "rx": 2}
    if class_ == "below":
        box["fill"] = "url(#hatch-more)"
    return element("rect", **box, class_=class_)


def _band(band: tuple[float, float], index: int, each: float, axis: Scale) -> Markup:
    low, high = up_at(band[0], axis), up_at(band[1], axis)
    return element("rect", x=LEFT + index * each, y=high, width=each, height=max(low - high, 1.0), class_="similar")


def _bar_name(name: str, index: int, count: int, width: int) -> str:
    """Every name up to twelve bars, every third beyond; a letter on a narrow drawing."""
    if count > 12 and index % 3:
        return ""
    return name if width > 400 or count > 12 else name[0].upper()


def _x(value: float, axis: Scale, width: int) -> float:
    return LEFT + (value - axis.low) / (axis.high - axis.low) * (width - LEFT - RIGHT)


def up_at(value: float, axis: Scale) -> float:
    """How far down the drawing a value of the axis lies."""
    return TOP + HEIGHT - (value - axis.low) / (axis.high - axis.low) * HEIGHT


def _step(least: float) -> float:
    scale = 10.0 ** floor(log10(least))
    return next(scale * step for step in _STEPS if scale * step >= least * 0.9999)
