"""Draws charts as SVG at two widths: one for a column on a wide screen, one for a phone.

Colours are class names that the style sheet fills from the tokens, so that dark mode and print follow.
Knows no words but the numbers on its axes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from math import ceil, floor, log10

from markupsafe import Markup

from web.formatting import hour_name, number
from web.svg import element, elements, path, picture

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
class Spots:
    """The points of a scatter, by columns of one length."""

    x: Sequence[float]
    y: Sequence[float]
    estimated: Sequence[bool]


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
    lefts = [LEFT + i * each for i in range(len(items))]
    middles = [LEFT + (i + 0.5) * each for i in range(len(items))]
    drawn = [*grid(axis, width, language), unit_mark(unit), *_bands(items, lefts, each, axis)]
    boxes = bars_drawn(items, [left + each * 0.2 for left in lefts], each * 0.6, axis, colour)
    names = names_drawn([_bar_name(bar.name, i, len(items), width) for i, bar in enumerate(items)], middles)
    peak = highest(items)
    for i, (bar, middle) in enumerate(zip(items, middles, strict=True)):
        if bar.amount is None:
            drawn.append(element("text", "–", x=middle, y=up_at(0, axis) - 6, text_anchor="middle"))
        else:
            drawn.append(boxes[i])
            if i == peak:
                drawn.append(text_at(bar.said, middle, up_at(bar.amount, axis) - 8, "label"))
        if i in names:
            drawn.append(names[i])
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def reaches(items: Sequence[Reach], axis: Scale, unit: str, width: int, language: str) -> Markup:
    """Estimates side by side, each from its low to its high end; what lies below zero is hatched."""
    start = _room_for_ticks(axis, language)
    each = (width - start - RIGHT) / max(len(items), 1)
    lefts = [start + i * each + each * 0.18 for i in range(len(items))]
    above = {i: (max(item.low, 0.0), item.high) for i, item in enumerate(items) if item.high > 0}
    below = {i: (item.low, min(item.high, 0.0)) for i, item in enumerate(items) if item.low < 0}
    parts = (
        _pieces(above, lefts, each * 0.64, axis, class_="bar reach"),
        _pieces(below, lefts, each * 0.64, axis, fill="url(#hatch-more)", class_="below"),
        names_drawn(
            [item.name if width > 400 else item.short for item in items],
            [start + (i + 0.5) * each for i in range(len(items))],
        ),
    )
    drawn = [part[i] for i in range(len(items)) for part in parts if i in part]
    return picture(width, TOP + HEIGHT + BOTTOM, *grid(axis, width, language, start), unit_mark(unit), *drawn)


def scatter(
    spots: Spots,
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
    drawn += elements(
        "text",
        [number(tick, language) for tick in across.ticks],
        x=_across(across.ticks, across, width),
        y=TOP + HEIGHT + 18,
        text_anchor="middle",
    )
    drawn.append(element("text", units[1], x=width - RIGHT, y=TOP + HEIGHT + 36, text_anchor="end"))
    if line:
        d = path(zip(_across([x for x, _ in line], across, width), ups_at([y for _, y in line], up), strict=True))
        drawn.append(element("path", d=d, class_="fit"))
    x, y, guessed = _across(spots.x, across, width), ups_at(spots.y, up), spots.estimated
    # One path of dots, not a circle for each: a year of days is then 5 kB instead of 40.
    is_read = [not each for each in guessed]
    ends = [*chain.from_iterable(zip(compress(x, is_read), compress(y, is_read), strict=True))]
    dots = "M%.1f %.1fh0" * (len(ends) // 2) % tuple(ends)
    drawn.append(element("path", d=dots or "M0 0", class_=f"dots {colour}", stroke_width=radius * 2))
    drawn += elements(
        "circle", cx=[*compress(x, guessed)], cy=[*compress(y, guessed)], r=radius, class_=f"open {colour}"
    )
    return picture(width, TOP + HEIGHT + BOTTOM + 12, *drawn)


def day_lines(lines: Sequence[Sequence[float]], up: Scale, unit: str, colour: str, width: int, language: str) -> Markup:
    """A day from midnight to midnight; the first line solid, the second dashed."""
    hours = Scale(0, 24, 6)
    drawn = [*grid(up, width, language), unit_mark(unit)]
    for hour, x in zip((0, 6, 12, 18), _across((0, 6, 12, 18), hours, width), strict=True):
        anchor = "start" if hour == 0 else "middle"
        drawn.append(element("text", hour_name(hour, language), x=x, y=TOP + HEIGHT + 20, text_anchor=anchor))
    for kind, line in zip(("line", "dash"), lines, strict=True):
        places = _across([hour + 0.5 for hour in range(len(line))], hours, width)
        d = path(zip(places, ups_at(line, up), strict=True))
        drawn.append(element("path", d=d, class_=f"{kind} {colour}"))
    return picture(width, TOP + HEIGHT + BOTTOM, *drawn)


def _room_for_ticks(axis: Scale, language: str) -> float:
    """Where a drawing begins so that its longest number stands whole beside it."""
    return max(LEFT, 8 + CHARACTER * max([len(said) for said in _ticks_said(axis, language)]))


def grid(axis: Scale, width: int, language: str, left: float = LEFT) -> list[Markup]:
    """The lines of an axis from `left` to the right edge, each with its number."""
    ticks = axis.ticks
    downs = ups_at(ticks, axis)
    looks = ["gridline" if tick else "zero" for tick in ticks]
    lines = elements("line", x1=left, x2=width - RIGHT, y1=downs, y2=downs, class_=looks)
    said = elements("text", _ticks_said(axis, language), x=left - 8, y=[y + 4 for y in downs], text_anchor="end")
    return [part for pair in zip(lines, said, strict=True) for part in pair]


def _ticks_said(axis: Scale, language: str) -> list[str]:
    decimals = axis.decimals
    return [number(tick, language, decimals) for tick in axis.ticks]


def unit_mark(unit: str) -> Markup:
    """The unit, at the top left."""
    return element("text", unit, x=0, y=11)


def text_at(said: str, x: float, y: float, class_: str = "") -> Markup:
    """Words around a point."""
    extra = {"class_": class_} if class_ else {}
    return element("text", said, x=x, y=y, text_anchor="middle", **extra)


def names_drawn(names: Sequence[str], middles: Sequence[float]) -> dict[int, Markup]:
    """The names below the bars, each by the place of its bar; one without a name is not among them."""
    places = [place for place, name in enumerate(names) if name]
    said = [names[place] for place in places]
    at = [middles[place] for place in places]
    drawn = elements("text", said, x=at, y=TOP + HEIGHT + 20, text_anchor="middle")
    return dict(zip(places, drawn, strict=True))


def highest(items: Sequence[Bar]) -> int | None:
    """The place of the first of the highest bars; None where nothing was read."""
    amounts = [bar.amount for bar in items]
    read = [amount for amount in amounts if amount is not None]
    return amounts.index(max(read)) if read else None


def bars_drawn(
    items: Sequence[Bar], lefts: Sequence[float], width: float, axis: Scale, colour: str
) -> dict[int, Markup]:
    """Each bar that was read, by its place, from the line of nought; hatched when estimated."""
    boxes = {i: (min(bar.amount, 0), max(bar.amount, 0)) for i, bar in enumerate(items) if bar.amount is not None}
    guessed = {i: box for i, box in boxes.items() if items[i].estimated}
    sure = {i: box for i, box in boxes.items() if not items[i].estimated}
    return _pieces(sure, lefts, width, axis, 1.0, class_=f"bar {colour}") | _pieces(
        guessed, lefts, width, axis, 1.0, class_=f"estimated {colour}", fill=f"url(#hatch-{colour})"
    )


def _pieces(
    reach: Mapping[int, tuple[float, float]],
    lefts: Sequence[float],
    width: float,
    axis: Scale,
    least: float = 1.5,
    **looks: str,
) -> dict[int, Markup]:
    """A box for each place with a low and a high end, of at least that height."""
    feet, tops = (ups_at([ends[which] for ends in reach.values()], axis) for which in (0, 1))
    heights = [max(foot - top, least) for foot, top in zip(feet, tops, strict=True)]
    drawn = elements("rect", x=[lefts[i] for i in reach], y=tops, width=width, height=heights, rx=2, **looks)
    return dict(zip(reach, drawn, strict=True))


def _bands(items: Sequence[Bar], lefts: Sequence[float], width: float, axis: Scale) -> list[Markup]:
    """What lies behind the bars, where it is known."""
    known = [(left, *bar.band) for left, bar in zip(lefts, items, strict=True) if bar.band]
    lows, highs = (ups_at([band[which] for band in known], axis) for which in (1, 2))
    heights = [max(low - high, 1.0) for low, high in zip(lows, highs, strict=True)]
    at = [band[0] for band in known]
    return elements("rect", x=at, y=highs, width=width, height=heights, class_="similar")


def _bar_name(name: str, index: int, count: int, width: int) -> str:
    """Every name up to twelve bars, every third beyond; a letter on a narrow drawing."""
    if count > 12 and index % 3:
        return ""
    return name if width > 400 or count > 12 else name[0].upper()


def _across(values: Sequence[float], axis: Scale, width: int) -> list[float]:
    """How far to the right in the drawing each value of the axis lies."""
    low, reach, room = axis.low, axis.high - axis.low, width - LEFT - RIGHT
    return [LEFT + (value - low) / reach * room for value in values]


def up_at(value: float, axis: Scale) -> float:
    """How far down the drawing a value of the axis lies."""
    return ups_at([value], axis)[0]


def ups_at(values: Sequence[float], axis: Scale) -> list[float]:
    """How far down the drawing each value of the axis lies."""
    low, reach = axis.low, axis.high - axis.low
    return [TOP + HEIGHT - (value - low) / reach * HEIGHT for value in values]


def _step(least: float) -> float:
    scale = 10.0 ** floor(log10(least))
    return next(scale * step for step in _STEPS if scale * step >= least * 0.9999)
