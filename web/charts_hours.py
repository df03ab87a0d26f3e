"""Charts of days and hours: the days of a month, the hours of a day, and the mean week as a map. As `web.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import pairwise

from babel.dates import format_date

from models.quantities import Fuel
from web import chart_figures, plotting, plotting_hours
from web.catalogue import LANGUAGES, Speaker, speaker
from web.charts import COLOUR_OF, Chart, KeyMark, Sheet, fuel_name, said_small
from web.formatting import Shown, day, hour_name, month_year, number
from web.plotting_hours import STEPS, Outdoors

A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One day or one hour: its use in the chart's unit (None: no reading), and the outdoor temperature [°C]."""

    amount: float | None
    estimated: bool = False
    temperature_c: float | None = None


@dataclass(frozen=True, slots=True)
class DaysOfMonth:
    """A fuel day by day through the month that begins on `month`, one `Stretch` a day."""

    fuel: Fuel
    unit: Shown
    month: date
    days: tuple[Stretch, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """A fuel hour by hour through a day; `clock` says which hour each is: the day a clock changes has 23 or 25."""

    fuel: Fuel
    unit: Shown
    day: date
    clock: tuple[int, ...]
    hours: tuple[Stretch, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class WeekUse:
    """Mean use of each hour of the week [7 × 24, Monday first; None: unknown]."""

    fuel: Fuel
    unit: Shown
    mean: tuple[tuple[float | None, ...], ...]
    caption: str


def days_of_month(use: DaysOfMonth, language: str) -> Chart:
    """A bar a day, the highest labelled, and the temperature below on its own axis."""
    say, fuel = speaker(language), fuel_name(use.fuel, language)
    dates = [use.month + timedelta(days=place) for place in range(len(use.days))]
    names = [str(each.day) if each.day % 5 == 0 or each.day == 1 else "" for each in dates]
    full = [day(each, language) for each in dates]
    label = say("%(fuel)s day by day in %(month)s.", fuel=fuel, month=month_year(use.month, language))
    heads = (say("Day"), say("%(unit)s a day", unit=use.unit.value), tuple(f"{each:%Y-%m-%d}" for each in dates))
    caption = say("%(fuel)s by day, %(month)s", fuel=fuel, month=month_year(use.month, language))
    return _bars(use.fuel, use.unit, use.days, (names, full), (label, use.caption, caption), heads, say, language)


def hours_of_day(use: HoursOfDay, language: str) -> Chart:
    """A bar an hour, the highest labelled, and the temperature below where it was measured by the hour."""
    say, fuel = speaker(language), fuel_name(use.fuel, language)
    full = [hour_name(hour, language) for hour in use.clock]
    names = [name if hour % 6 == 0 else "" for hour, name in zip(use.clock, full, strict=True)]
    label = say("%(fuel)s hour by hour on %(day)s.", fuel=fuel, day=day(use.day, language))
    starts = tuple(f"{use.day:%Y-%m-%d}T{hour:02d}" for hour in use.clock)
    heads = (say("Hour"), say("%(unit)s an hour", unit=use.unit.value), starts)
    caption = say("%(fuel)s by hour, %(day)s", fuel=fuel, day=day(use.day, language))
    return _bars(use.fuel, use.unit, use.hours, (names, full), (label, use.caption, caption), heads, say, language)


def week_map(use: WeekUse, language: str) -> Chart:
    """The week as squares, larger and darker where more is used; the highest and the lowest hour in words."""
    say, colour = speaker(language), COLOUR_OF.get(use.fuel, "gas")
    days = range(len(use.mean))
    names = [weekday_name(place, language) for place in days]
    short = [_weekday_short(place, language) for place in days]
    every = [amount for line in use.mean for amount in line]
    known = [amount for amount in every if amount is not None]
    axis = plotting.axis_over(known)
    wide, narrow = (
        plotting_hours.week_map(use.mean, axis, short, colour, width, language) for width in plotting.WIDTHS
    )
    hours = [hour_name(hour, language) for hour in range(len(use.mean[0]))]
    (high, at_high), (low, at_low) = (divmod(every.index(end(known)), len(hours)) for end in (max, min))
    label = say(
        "%(fuel)s in each hour of the week. Highest: %(high)s, %(at_high)s, %(most)s. Lowest: %(low)s, %(at_low)s, "
        "%(least)s.",
        fuel=fuel_name(use.fuel, language),
        high=names[high],
        at_high=hours[at_high],
        most=said_small(max(known), use.unit, language),
        low=names[low],
        at_low=hours[at_low],
        least=said_small(min(known), use.unit, language),
    )
    said = [[_shown(amount, language) for amount in line] for line in use.mean]
    return Chart(
        label,
        use.caption,
        _steps(axis, use.unit, colour, language),
        wide,
        narrow,
        say("%(fuel)s in each hour of the week, %(unit)s", fuel=fuel_name(use.fuel, language), unit=use.unit.value),
        (say("Hour"), *short),
        tuple(zip(hours, *said, strict=True)),
        chart_figures.as_json(chart_figures.week(use.mean, (hours, names), use.unit.value, language)),
        partial(_week_sheet, use, names, say),
    )


@lru_cache(maxsize=7 * len(LANGUAGES))
def weekday_name(weekday: int, language: str) -> str:
    """“Monday”, « lundi » for nought."""
    return str(format_date(A_MONDAY + timedelta(days=weekday), "EEEE", locale=language))


@lru_cache(maxsize=7 * len(LANGUAGES))
def _weekday_short(weekday: int, language: str) -> str:
    """“Mon”, « lun » for nought."""
    return str(format_date(A_MONDAY + timedelta(days=weekday), "EEE", locale=language)).rstrip(".")


def _week_sheet(use: WeekUse, names: Sequence[str], say: Speaker) -> Sheet:
    hours = enumerate(zip(*use.mean, strict=True))
    return Sheet(
        (say("Hour"), *(f"{name}, {use.unit.value}" for name in names)),
        tuple((float(hour), *(_exact(amount) for amount in amounts)) for hour, amounts in hours),
    )


def _steps(axis: plotting.Scale, unit: Shown, colour: str, language: str) -> tuple[KeyMark, ...]:
    ticks = axis.ticks
    return tuple(
        KeyMark(
            f"heat s{round((place + 1) * STEPS / (len(ticks) - 1))}",
            colour,
            f"{number(low, language, axis.decimals)}–{number(high, language, axis.decimals)}\u00a0{unit.value}",
        )
        for place, (low, high) in enumerate(pairwise(ticks))
    )


def _bars(
    fuel: Fuel,
    unit: Shown,
    stretches: tuple[Stretch, ...],
    names: tuple[list[str], list[str]],
    words: tuple[str, str, str],
    heads: tuple[str, str, tuple[str, ...]],
    say: Speaker,
    language: str,
) -> Chart:
    """`names`: short ones under the bars, full ones in the table; `words`: what it says, its caption, the table's."""
    colour = COLOUR_OF.get(fuel, "gas")
    most = max([each.amount for each in stretches if each.amount is not None], default=None)
    bars = [
        plotting.Bar(name, each.amount, _shown(most, language) if each.amount == most else "", each.estimated, None)
        for name, each in zip(names[0], stretches, strict=True)
    ]
    outdoors = Outdoors(tuple([each.temperature_c for each in stretches]), say("outdoor °C"))
    is_told = outdoors.is_known
    axis = plotting.axis_over([each.amount or 0.0 for each in stretches])
    wide, narrow = (
        plotting_hours.bars_outdoors(bars, axis, heads[1], colour, outdoors, width, language)
        for width in plotting.WIDTHS
    )
    key = [KeyMark("bar", colour, say("You"))]
    if any(each.estimated for each in stretches):
        key.append(KeyMark("estimated", colour, say("Estimated reading")))
    if is_told:
        key.append(KeyMark("line", "weather", say("Outdoor temperature")))
    amounts = [_amount(each, unit, say, language) for each in stretches]
    columns = (heads[0], heads[1], *((say("Outdoor °C"),) if is_told else ()))
    hover = [f"{name}: {amount}" for name, amount in zip(names[1], amounts, strict=True)]
    told = (names[1], amounts, *(([_celsius(each, language) for each in stretches],) if is_told else ()))
    return Chart(
        words[0],
        words[1],
        tuple(key),
        wide,
        narrow,
        words[2],
        columns,
        tuple(zip(*told, strict=True)),
        chart_figures.as_json(chart_figures.bars(bars, axis, hover)),
        partial(_stretch_sheet, stretches, heads, say),
    )


def _stretch_sheet(stretches: Sequence[Stretch], heads: tuple[str, str, tuple[str, ...]], say: Speaker) -> Sheet:
    return Sheet(
        (heads[0], heads[1], say("Estimated"), say("Outdoor °C")),
        tuple(
            (at, _exact(each.amount), float(each.estimated), _exact(each.temperature_c))
            for at, each in zip(heads[2], stretches, strict=True)
        ),
    )


def _amount(each: Stretch, unit: Shown, say: Speaker, language: str) -> str:
    amount = say("no reading") if each.amount is None else said_small(each.amount, unit, language)
    return say("est. %(amount)s", amount=amount) if each.estimated else amount


def _celsius(each: Stretch, language: str) -> str:
    return "–" if each.temperature_c is None else number(each.temperature_c, language, 1)


def _shown(amount: float | None, language: str) -> str:
    return "–" if amount is None else number(amount, language, 1 if abs(amount) < 100 else 0)


def _exact(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 4)
