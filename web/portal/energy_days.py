"""My energy by day and by hour: one month day by day, one day hour by hour, each beside the outdoor temperature.

The month or the day stands in the address. What cannot be read is not found; a time of which nothing is known leads to
the nearest of which something is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.homes import usage_hours
from coach.homes.usage import EPOCH, FuelUse
from greener_homes import weather, weather_hours
from greener_homes.errors import NotFound
from models.quantities import Fuel
from web import charts, charts_hours, current, i18n
from web.access import Access, access
from web.charts_hours import Stretch
from web.components import Link
from web.formatting import Quantity, Shown, day, hour_name, month_year, number, quantity
from web.portal import energy, energy_asked, views
from web.portal.blueprint import portal
from web.portal.energy_year import SHOWN_UNITS, slug
from web.text import gettext as _

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)

Uses = Sequence[tuple[Fuel, FuelUse]]


@dataclass(frozen=True, slots=True)
class EnergyTime:
    """A month or a day. `parts` leads to the times inside it, `earlier` and `later` to those beside it."""

    title: str
    lead: str
    charts: tuple[views.TitledChart, ...]
    up: Link
    earlier: Link | None = None
    later: Link | None = None
    parts_heading: str = ""
    parts: tuple[Link, ...] = ()


@portal.get("/energy/months/<month>")
@access(Access.RESIDENT)
def energy_month(month: str) -> str | Response:
    """A month, day by day."""
    uses = current_uses()
    wanted = month_asked(month)
    first, last = (each.replace(day=1) for each in known_between(uses))
    nearest = min(max(wanted, first), last)
    if nearest != wanted or month != f"{wanted:%Y-%m}":
        return redirect(url_for("portal.energy_month", month=f"{nearest:%Y-%m}"), code=303)
    return render_template("portal/energy_time.html", page=month_page(uses, wanted))


@portal.get("/energy/days/<on>")
@access(Access.RESIDENT)
def energy_day(on: str) -> str | Response:
    """A day, hour by hour."""
    uses = current_uses(by_hour=True)
    wanted = day_asked(on)
    first, last = known_between(uses)
    nearest = min(max(wanted, first), last)
    if nearest != wanted or on != wanted.isoformat():
        return redirect(url_for("portal.energy_day", on=nearest.isoformat()), code=303)
    return render_template("portal/energy_time.html", page=day_page(uses, wanted))


def month_asked(text: str) -> date:
    """The first of the month “2026-01”. Raises NotFound for anything else."""
    return _read(MONTH, text)


def day_asked(text: str) -> date:
    """The day “2026-01-15”. Raises NotFound for anything else."""
    return _read(DAY, text)


def current_uses(*, by_hour: bool = False) -> Uses:
    """What the resident's pages may show now. Raises NotFound where that is nothing."""
    uses = energy.known_uses(energy_asked.asked().permitted, by_hour=by_hour)
    if not uses:
        raise NotFound
    return uses


def known_between(uses: Uses) -> tuple[date, date]:
    """The first and the last day of which anything is known."""
    firsts = [EPOCH + timedelta(days=use.days.first_day) for _, use in uses]
    lasts = [end for _, use in uses if (end := use.days.last_known) is not None]
    return min(firsts), max(lasts)


def month_page(uses: Uses, month: date) -> EnergyTime:
    """The month that begins on this day."""
    language = i18n.language()
    first, last = known_between(uses)
    before, after = month - timedelta(days=1), month + timedelta(days=days_in(month))
    named = month_year(month, language)
    by_hour = any(fuel is Fuel.ELECTRICITY for fuel, _ in uses)
    return EnergyTime(
        title=_("Day by day: %(month)s", month=named),
        lead=_("What you used each day, and how cold or warm it was."),
        charts=month_charts(uses, month),
        up=Link(_("My energy"), url_for("portal.energy")),
        earlier=_to_month(before) if before >= first else None,
        later=_to_month(after) if after <= last else None,
        parts_heading=_("Look at one day, hour by hour"),
        parts=_to_days(max(month, first), min(after - timedelta(days=1), last)) if by_hour else (),
    )


def day_page(uses: Uses, on: date) -> EnergyTime:
    """That day."""
    language = i18n.language()
    first, last = known_between(uses)
    before, after = on - timedelta(days=1), on + timedelta(days=1)
    return EnergyTime(
        title=_("Hour by hour: %(day)s", day=day(on, language)),
        lead=" ".join(_whole_day(uses, on)),
        charts=day_charts(uses, on),
        up=Link(_("Day by day: %(month)s", month=month_year(on, language)), _month_url(on)),
        earlier=_to_day(before) if before >= first else None,
        later=_to_day(after) if after <= last else None,
    )


def month_charts(uses: Uses, month: date) -> tuple[views.TitledChart, ...]:
    """Each fuel's days of the month, those of which any is known."""
    outdoors = _outdoors(month, days_in(month))
    drawn = (_month_chart(fuel, use, month, outdoors) for fuel, use in uses)
    return tuple(each for each in drawn if each is not None)


def day_charts(uses: Uses, on: date) -> tuple[views.TitledChart, ...]:
    """The hours of a day, from `uses` by the hour; none where nothing is read by the hour."""
    drawn = (_day_chart(use, on) for fuel, use in uses if fuel is Fuel.ELECTRICITY)
    return tuple(each for each in drawn if each is not None)


def days_in(month: date) -> int:
    """How many days the month has that begins on this day."""
    return ((month + timedelta(days=32)).replace(day=1) - month).days


def _month_chart(fuel: Fuel, use: FuelUse, month: date, outdoors: Sequence[float | None]) -> views.TitledChart | None:
    language, unit = i18n.language(), SHOWN_UNITS[use.unit]
    read = _of_days(use, month, len(outdoors))
    days = tuple([Stretch(*each, celsius) for each, celsius in zip(read, outdoors, strict=True)])
    known = {place: each.amount for place, each in enumerate(days) if each.amount is not None}
    if not known:
        return None
    highest = max(known, key=lambda place: known[place])
    chart = charts_hours.DaysOfMonth(fuel, unit, month, days, _caption(len(days) - len(known), outdoors))
    return views.TitledChart(
        id=f"days-{slug(fuel)}",
        heading=charts.fuel_name(fuel, language),
        sentence=_(
            "Most on %(day)s, %(amount)s.",
            day=day(month + timedelta(days=highest), language),
            amount=quantity(Quantity(known[highest], unit), language),
        ),
        chart=charts_hours.days_of_month(chart, language),
        total=Quantity(sum(known.values()), unit) if len(known) == len(days) else None,
        file_url=url_for("portal.energy_file", name=f"days-{slug(fuel)}", month=f"{month:%Y-%m}"),
    )


def _day_chart(use: FuelUse, on: date) -> views.TitledChart | None:
    language = i18n.language()
    hours = usage_hours.hours(use, on)
    known = [each for each in hours if each.amount is not None]
    if not known:
        return None
    outdoors = _outdoors_by_hour(on, [each.starts for each in hours])
    stretches = tuple(
        Stretch(each.amount, each.estimated, celsius) for each, celsius in zip(hours, outdoors, strict=True)
    )
    highest = max(known, key=lambda each: each.amount or 0.0)
    clock = tuple(each.clock for each in hours)
    caption = _caption(len(hours) - len(known), outdoors)
    chart = charts_hours.HoursOfDay(Fuel.ELECTRICITY, Shown.KWH, on, clock, stretches, caption)
    return views.TitledChart(
        id="day-electricity",
        heading=charts.fuel_name(Fuel.ELECTRICITY, language),
        sentence=_(
            "Most around %(hour)s, %(amount)s.",
            hour=hour_name(highest.clock, language),
            amount=quantity(Quantity(highest.amount or 0.0, Shown.KWH), language),
        ),
        chart=charts_hours.hours_of_day(chart, language),
        total=Quantity(sum(each.amount or 0.0 for each in known), Shown.KWH) if len(known) == len(hours) else None,
        file_url=url_for("portal.energy_file", name="day-electricity", day=on.isoformat()),
    )


def _whole_day(uses: Uses, on: date) -> list[str]:
    """The day in a line: each fuel's sum, and how cold it was."""
    language, said = i18n.language(), []
    for fuel, use in uses:
        ((amount, _guessed),) = _of_days(use, on, 1)
        if amount is not None:
            words = quantity(Quantity(amount, SHOWN_UNITS[use.unit]), language)
            said.append(_("%(fuel)s: %(amount)s.", fuel=charts.fuel_name(fuel, language), amount=words))
    (celsius,) = _outdoors(on, 1)
    if celsius is not None:
        said.append(_("Outdoors it was %(celsius)s °C on average.", celsius=number(celsius, language)))
    return said or [_("Nothing is known of this day.")]


def _of_days(use: FuelUse, first: date, count: int) -> list[tuple[float | None, bool]]:
    """What was used on each day from `first` on, and whether it was estimated; None where nothing is known."""
    start, size = (first - EPOCH).days - use.days.first_day, use.days.amount.size
    before, after = min(max(-start, 0), count), min(max(start + count - size, 0), count)
    inside = slice(start + before, max(start + count - after, 0))
    nothing: tuple[float | None, bool] = (None, False)
    read = [
        nothing if amount != amount else (amount, guessed > 0.5)
        for amount, guessed in zip(use.days.amount[inside].tolist(), use.days.estimated[inside].tolist(), strict=True)
    ]
    return [nothing] * before + read + [nothing] * after


def _outdoors(first: date, count: int) -> list[float | None]:
    """Mean temperatures of the days from `first` on, as they were measured near the home."""
    found = _weather(first, first + timedelta(days=count - 1))
    if found is None:
        return [None] * count
    return [None if each != each else each for each in found.temperature.mean_c.tolist()]


def _outdoors_by_hour(on: date, starts: Sequence[int]) -> list[float | None]:
    found = _weather(on, on)
    if found is None:
        return [None] * len(starts)
    # a local day begins in the month that the station's clock calls the same, or in the one before
    first = (on - timedelta(days=1)).replace(day=1)
    return weather_hours.at_hours(weather.stored_months(current.session(), found.station, first, on), starts)


def _weather(first: date, last: date) -> weather.HomeWeather | None:
    """Asked for once a page, however many parts of it tell of the same days."""
    found: dict[tuple[date, date], weather.HomeWeather | None] = g.setdefault("weather_of_days", {})
    if (first, last) not in found:
        found[first, last] = weather.at(current.session(), energy_asked.asked().place, first, last)
    return found[first, last]


def _caption(gaps: int, outdoors: Sequence[float | None]) -> str:
    known = any(each is not None for each in outdoors)
    said = _("Meter readings; the outdoor temperature has its own scale below.") if known else _("Meter readings.")
    missing = _("Where there is no bar, there is no reading.")
    return f"{said} {missing}" if gaps else said


def _read(pattern: re.Pattern[str], text: str) -> date:
    """Raises NotFound for what is no date of ours."""
    found = pattern.fullmatch(text)
    if found is None:
        raise NotFound
    year, month, *rest = (int(part) for part in found.groups())
    try:
        return date(year, month, *(rest or [1]))
    except ValueError:
        raise NotFound from None


def _month_url(on: date) -> str:
    return url_for("portal.energy_month", month=f"{on:%Y-%m}")


def _to_month(on: date) -> Link:
    return Link(month_year(on, i18n.language()), _month_url(on))


def _to_days(first: date, last: date) -> tuple[Link, ...]:
    """Every day from the first to the last, by its number. An address ends with its day, so that one is enough."""
    start = url_for("portal.energy_day", on=first.isoformat()).removesuffix(first.isoformat())
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return tuple([Link(str(each.day), start + each.isoformat()) for each in days])


def _to_day(on: date) -> Link:
    return Link(day(on, i18n.language()), url_for("portal.energy_day", on=on.isoformat()))
