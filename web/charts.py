"""Charts as a page needs them: two drawings, a sentence, a table that says the same, and hover for Plotly.

Pure: numbers in, `Chart` out. One fuel a chart, from zero, five lines or so, nothing but the peak
labelled. A reading that was estimated is hatched; a month without one is a gap, never a zero. Never fits
anything: a fitted line arrives as its coefficients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
from markupsafe import Markup

from models.quantities import Fuel
from web import chart_figures, plotting
from web.catalogue import LANGUAGES, Speaker, speaker
from web.formatting import (
    Quantity,
    Shown,
    hour_name,
    month_name,
    month_short,
    month_year,
    number,
    quantity,
    significant,
)
from web.plotting import Spots
from web.svg import escaped

COLOUR_OF = {Fuel.ELECTRICITY: "electric"}
"""Colour token of a fuel; whatever burns takes the gas colour."""
MANY_POINTS = 40
"""From here on points are drawn small, so that a year of days stays legible."""


@dataclass(frozen=True, slots=True)
class MonthUse:
    """One calendar month: use in the chart's unit (None: no reading), and the middle half of similar homes."""

    month: date
    amount: float | None
    estimated: bool = False
    similar: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class MonthlyUse:
    """A fuel month by month, oldest first, in `unit` a month."""

    fuel: Fuel
    unit: Shown
    months: tuple[MonthUse, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class FittedLine:
    """A change-point model: base use a day, and use a day per °C beyond each balance point."""

    base: float
    heating_slope: float = 0.0
    heating_balance_c: float | None = None
    cooling_slope: float = 0.0
    cooling_balance_c: float | None = None

    def at(self, temperature_c: float) -> float:
        """Use a day the model expects at that temperature."""
        use = self.base
        if self.heating_balance_c is not None:
            use += self.heating_slope * max(0.0, self.heating_balance_c - temperature_c)
        if self.cooling_balance_c is not None:
            use += self.cooling_slope * max(0.0, temperature_c - self.cooling_balance_c)
        return use

    def corners(self, coldest: float, warmest: float) -> list[tuple[float, float]]:
        """The line's ends and bends between two temperatures, coldest first."""
        bends = [b for b in (self.heating_balance_c, self.cooling_balance_c) if b is not None]
        stops = [coldest, *sorted(b for b in bends if coldest < b < warmest), warmest]
        return [(t, self.at(t)) for t in stops]


@dataclass(frozen=True, slots=True)
class UseByTemperature:
    """Use a day against outdoor temperature, with the line that was fitted to it, if one was.

    `days` have the mean outdoor temperature [°C] of a day or a longer stretch across, use a day in `unit` up.
    """

    fuel: Fuel
    unit: Shown
    days: Spots
    line: FittedLine | None
    caption: str


@dataclass(frozen=True, slots=True)
class HourlyShape:
    """Mean use by local hour of the day [24 values each], on weekdays and at weekends."""

    fuel: Fuel
    unit: Shown
    weekday: tuple[float, ...]
    weekend: tuple[float, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class KeyMark:
    """One entry of the legend: how it is drawn, in which colour, and its words."""

    mark: str
    colour: str
    text: str


Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart's numbers as they are, for a file: dates in ISO, amounts not rounded for reading, None where unknown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a figure on a page is made of. `figure` is Plotly's JSON, safe inside a script element.

    `sheet` makes its numbers for a file, None where the table on the page says them exactly.
    """

    label: str
    caption: str
    key: tuple[KeyMark, ...]
    wide: Markup
    narrow: Markup
    table_caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figure: Markup
    sheet: Callable[[], Sheet] | None = None

    @property
    def body(self) -> Markup:
        """The rows as those of a table, the first cell of each its heading."""
        cells = escaped([cell for row in self.rows for cell in row])
        row = "<tr>" + '<th scope="row">%s</th>' + "<td>%s</td>" * (len(self.columns) - 1) + "</tr>"
        return Markup(row * len(self.rows) % tuple(cells))  # noqa: S704  # nosec B704  each cell is escaped


def monthly_bars(use: MonthlyUse, language: str) -> Chart:
    """Bars of each month; similar homes as a band behind, estimated months hatched, the highest labelled."""
    say, colour = speaker(language), COLOUR_OF.get(use.fuel, "gas")
    most = max([m.amount for m in use.months if m.amount is not None], default=None)
    bars = [
        plotting.Bar(
            month_short(m.month, language),
            m.amount,
            number(m.amount, language) if m.amount is not None and m.amount == most else "",
            m.estimated,
            m.similar,
        )
        for m in use.months
    ]
    unit = say("%(unit)s a month", unit=use.unit.value)
    axis = plotting.axis_over([*(m.amount or 0 for m in use.months), *(m.similar[1] for m in use.months if m.similar)])
    key = [KeyMark("bar", colour, say("You"))]
    if any(m.estimated for m in use.months):
        key.append(KeyMark("estimated", colour, say("Estimated reading")))
    if any(m.similar for m in use.months):
        key.append(KeyMark("band", "similar", say("Middle half of similar homes")))
    wide, narrow = (plotting.bars(bars, axis, unit, colour, width, language) for width in plotting.WIDTHS)
    hover = [_month_hover(m, use.unit, say, language) for m in use.months]
    return Chart(
        _monthly_label(use, say, language),
        use.caption,
        tuple(key),
        wide,
        narrow,
        say("%(fuel)s by month", fuel=fuel_name(use.fuel, language)),
        *_monthly_table(use, say, language),
        chart_figures.as_json(chart_figures.bars(bars, axis, hover)),
        partial(_monthly_sheet, use, say),
    )


def use_by_temperature(use: UseByTemperature, language: str) -> Chart:
    """Points of use a day against the cold, and the fitted line where there is one."""
    say, colour = speaker(language), COLOUR_OF.get(use.fuel, "gas")
    spots = use.days
    across = plotting.temperature_axis(spots.x)
    line = use.line.corners(across.low, across.high) if use.line else []
    up = plotting.axis_over([*spots.y, *[y for _, y in line]])
    units = (say("%(unit)s a day", unit=use.unit.value), say("outdoor °C"))
    radius = 5.0 if len(spots.x) < MANY_POINTS else 2.5
    wide, narrow = (
        plotting.scatter(spots, line, (across, up), units, colour, radius, width, language) for width in plotting.WIDTHS
    )
    key = [KeyMark("dot", colour, say("Your readings"))]
    if any(spots.estimated):
        key.append(KeyMark("open", colour, say("Estimated reading")))
    if line:
        key.append(KeyMark("line", "weather", say("What the cold explains")))
    return Chart(
        _temperature_label(use, say, language),
        use.caption,
        tuple(key),
        wide,
        narrow,
        say("%(fuel)s a day at each outdoor temperature", fuel=fuel_name(use.fuel, language)),
        *_temperature_table(use, say, language),
        chart_figures.as_json(chart_figures.scatter(spots, (across, up), units, language)),
        partial(_temperature_sheet, use, units[0], say),
    )


def hourly_shape(shape: HourlyShape, language: str) -> Chart:
    """Two lines over the hours of a day: weekdays solid, weekends dashed."""
    say, colour = speaker(language), COLOUR_OF.get(shape.fuel, "gas")
    up = plotting.axis_over([*shape.weekday, *shape.weekend])
    unit = say("%(unit)s an hour", unit=shape.unit.value)
    lines = (shape.weekday, shape.weekend)
    wide, narrow = (plotting.day_lines(lines, up, unit, colour, width, language) for width in plotting.WIDTHS)
    peak = max(range(len(shape.weekday)), key=lambda hour: shape.weekday[hour])
    label = say(
        "%(fuel)s by hour of the day. On weekdays it is highest at %(hour)s, %(amount)s an hour.",
        fuel=fuel_name(shape.fuel, language),
        hour=hour_name(peak, language),
        amount=said_small(shape.weekday[peak], shape.unit, language),
    )
    names = (say("Weekdays"), say("Weekends"))
    rows = tuple(
        [
            (hour_name(hour, language), *[said_small(amount, shape.unit, language) for amount in amounts])
            for hour, amounts in enumerate(zip(*lines, strict=True))
        ]
    )
    hover = [[f"{row[0]}, {name}: {row[i]}" for row in rows] for i, name in enumerate(names, 1)]
    return Chart(
        label,
        shape.caption,
        (KeyMark("line", colour, names[0]), KeyMark("dash", colour, names[1])),
        wide,
        narrow,
        say("%(fuel)s by hour of the day", fuel=fuel_name(shape.fuel, language)),
        (say("Hour"), *names),
        rows,
        chart_figures.as_json(chart_figures.day_lines(lines, hover, up)),
        partial(_hourly_sheet, shape, names, say),
    )


@lru_cache(maxsize=len(Fuel) * len(LANGUAGES))
def fuel_name(fuel: Fuel, language: str) -> str:
    """The fuel's everyday name, as a title."""
    say = speaker(language)
    names = {
        Fuel.ELECTRICITY: say("Electricity"),
        Fuel.NATURAL_GAS: say("Natural gas"),
        Fuel.OIL: say("Heating oil"),
        Fuel.PROPANE: say("Propane"),
        Fuel.WOOD: say("Wood"),
    }
    return names[fuel]


def said_small(amount: float, unit: Shown, language: str) -> str:
    """An amount of an hour or a day to two figures, with its unit."""
    return f"{number(significant(amount), language, 1 if abs(amount) < 10 else 0)}\u00a0{unit.value}"


def _month_hover(month: MonthUse, unit: Shown, say: Speaker, language: str) -> str:
    if month.amount is None:
        return say("%(month)s: no reading", month=month_year(month.month, language))
    said = f"{month_year(month.month, language)}: {quantity(Quantity(month.amount, unit), language)}"
    return say("%(reading)s, estimated", reading=said) if month.estimated else said


def _monthly_label(use: MonthlyUse, say: Speaker, language: str) -> str:
    read = [(m.amount, m) for m in use.months if m.amount is not None]
    fuel = fuel_name(use.fuel, language)
    if not read:
        return say("%(fuel)s each month. No readings yet.", fuel=fuel)
    ends = [max(read, key=lambda pair: pair[0]), min(read, key=lambda pair: pair[0])]
    (high, highest), (low, lowest) = ends
    return say(
        "%(fuel)s each month: highest %(high)s in %(highest)s, lowest %(low)s in %(lowest)s.",
        fuel=fuel,
        high=quantity(Quantity(high, use.unit), language),
        highest=month_name(highest.month, language),
        low=quantity(Quantity(low, use.unit), language),
        lowest=month_name(lowest.month, language),
    )


def _monthly_table(use: MonthlyUse, say: Speaker, language: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    similar = any(m.similar for m in use.months)
    columns = (say("Month"), use.unit.value, *((say("Similar homes"),) if similar else ()))
    rows = []
    for m in use.months:
        said = say("no reading") if m.amount is None else number(significant(m.amount, 3), language)
        if m.estimated:
            said = say("est. %(amount)s", amount=said)
        band = [f"{number(m.similar[0], language)}–{number(m.similar[1], language)}" if m.similar else ""]
        rows.append((month_year(m.month, language), said, *(band if similar else ())))
    return columns, tuple(rows)


def _monthly_sheet(use: MonthlyUse, say: Speaker) -> Sheet:
    columns = (say("Month"), use.unit.value, say("Estimated"))
    return Sheet(
        columns,
        tuple(
            (f"{m.month:%Y-%m}", None if m.amount is None else round(m.amount, 3), float(m.estimated))
            for m in use.months
        ),
    )


def _temperature_sheet(use: UseByTemperature, unit: str, say: Speaker) -> Sheet:
    days = use.days
    return Sheet(
        (say("Outdoor °C"), unit, say("Estimated")),
        tuple((round(x, 2), round(y, 3), float(g)) for x, y, g in zip(days.x, days.y, days.estimated, strict=True)),
    )


def _hourly_sheet(shape: HourlyShape, names: tuple[str, str], say: Speaker) -> Sheet:
    lines = enumerate(zip(shape.weekday, shape.weekend, strict=True))
    return Sheet(
        (say("Hour"), *(f"{name}, {shape.unit.value}" for name in names)),
        tuple((float(hour), *(round(amount, 4) for amount in amounts)) for hour, amounts in lines),
    )


def _temperature_label(use: UseByTemperature, say: Speaker, language: str) -> str:
    fuel, line = fuel_name(use.fuel, language), use.line
    if line is None:
        return say("%(fuel)s a day against outdoor temperature. No line fits it well.", fuel=fuel)
    said = [say("%(fuel)s a day against outdoor temperature.", fuel=fuel)]
    said.append(say("Everyday use is %(base)s.", base=said_small(line.base, use.unit, language)))
    for slope, balance, words in (
        (line.heating_slope, line.heating_balance_c, say("It rises %(slope)s for each degree below %(balance)s °C.")),
        (line.cooling_slope, line.cooling_balance_c, say("It rises %(slope)s for each degree above %(balance)s °C.")),
    ):
        if balance is not None and slope > 0:
            slope_said = f"{number(significant(slope), language, 2)}\u00a0{use.unit.value}"
            said.append(words % {"slope": slope_said, "balance": number(balance, language, 1)})
    return " ".join(said)


def _temperature_table(
    use: UseByTemperature, say: Speaker, language: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Up to a year of days would be no table to read: many points are gathered by steps of five degrees."""
    columns = (say("Outdoor °C"), say("%(unit)s a day", unit=use.unit.value))
    order = np.argsort(use.days.x, kind="stable")
    across, up = np.array(use.days.x)[order], np.array(use.days.y)[order].tolist()
    if len(up) < MANY_POINTS:
        guessed = np.array(use.days.estimated)[order].tolist()
        pairs = [(number(x, language, 1), y, g) for x, y, g in zip(across.tolist(), up, guessed, strict=True)]
    else:
        steps, starts = np.unique((across // 5).astype(np.int64) * 5, return_index=True)
        pairs = []
        for step, (start, end) in zip(steps.tolist(), pairwise([*starts.tolist(), len(up)]), strict=True):
            between = say("%(low)s to %(high)s", low=number(step, language), high=number(step + 5, language))
            pairs.append((between, sum(up[start:end]) / (end - start), False))
    rows = []
    for where, amount, estimated in pairs:
        said = number(significant(amount, 3), language, 1)
        rows.append((where, say("est. %(amount)s", amount=said) if estimated else said))
    return columns, tuple(rows)
