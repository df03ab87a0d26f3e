"""The charts of “My energy” for a year: month by month, against the cold, hour by hour, and how a fuel divides.

Each with its sentence, and by a name of its own, by which it is asked about and its numbers are fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flask import url_for

from coach import assessment
from coach.homes import usage, usage_hours
from coach.homes.usage import FuelUse, Month
from greener_homes.weather import HomePlace
from models.quantities import Commodity, Fuel, Unit
from models.series import DailyTemperature
from web import charts, charts_hours, current, i18n
from web.components import Provenance, Tag
from web.fit import document_of, fitted_line, number_in
from web.formatting import Quantity, Shown, hour_name, month_name, quantity, significant
from web.plotting import Spots
from web.portal import views
from web.ranges import Part, Split
from web.text import gettext as _
from web.text import ngettext

SHOWN_UNITS = {Unit.KWH: Shown.KWH, Unit.M3: Shown.M3, Unit.GJ: Shown.GJ, Unit.LITRE: Shown.LITRE}

Drawer = Callable[[], views.TitledChart | None]


def drawers(
    uses: Sequence[tuple[Fuel, FuelUse]],
    baselines: Sequence[Mapping[str, object]],
    place: HomePlace,
    months: Mapping[Fuel, Sequence[Month]] | None = None,
) -> dict[str, Drawer]:
    """What draws each chart of a year, by the chart's name, in the order of the page. Nothing is drawn yet.

    `place` is where the home is; `months` are those of each fuel's year, where they were added up already.
    """
    found: dict[str, Drawer] = {}
    known: dict[range, DailyTemperature] = {}

    def outdoors(use: FuelUse) -> DailyTemperature:
        """Looked up once where several fuels tell of the same days, as they mostly do."""
        days = usage.days_of_points(use)
        if days not in known:
            known[days] = assessment.temperature_for(current.session(), place, use)
        return known[days]

    for fuel, use in uses:
        found[f"months-{slug(fuel)}"] = partial(by_month, fuel, use, (months or {}).get(fuel))
    for fuel, use in uses:
        found[f"cold-{slug(fuel)}"] = partial(
            by_temperature, outdoors, fuel, use, document_of(baselines, use.commodity)
        )
    for fuel, use in uses:
        if fuel is Fuel.ELECTRICITY:
            found |= {"hours": partial(by_hour, use), "week": partial(by_week, use)}
    return found


def slug(fuel: Fuel) -> str:
    """A fuel as part of a name."""
    return fuel.value.replace("_", "-")


def by_month(fuel: Fuel, use: FuelUse, months: Sequence[Month] | None = None) -> views.TitledChart | None:
    """The chart of a fuel with at least one whole month; there is nothing to draw before that."""
    language, unit = i18n.language(), SHOWN_UNITS[use.unit]
    months = usage.months(use.days) if months is None else months
    known = [month for month in months if month.amount is not None]
    total = usage.year_total(months)
    if not known:
        return None
    high = max(known, key=amount_of)
    sentence = _(
        "You used most in %(month)s, %(amount)s.",
        month=month_name(high.month, language),
        amount=quantity(Quantity(amount_of(high), unit), language),
    )
    gaps = len(months) - len(known)
    caption = _("Meter readings, added up by month.")
    if gaps:
        caption += " " + ngettext(
            "One month has too few readings to add up, and is left open.",
            "%(num)s months have too few readings to add up, and are left open.",
            gaps,
        )
    chart = charts.MonthlyUse(
        fuel=fuel,
        unit=unit,
        months=tuple(charts.MonthUse(month.month, month.amount, month.estimated) for month in months),
        caption=caption,
    )
    return views.TitledChart(
        id=f"months-{slug(fuel)}",
        heading=charts.fuel_name(fuel, language),
        sentence=sentence,
        chart=charts.monthly_bars(chart, language),
        total=Quantity(total, unit) if total is not None else None,
        file_url=_file(f"months-{slug(fuel)}"),
    )


def by_temperature(
    outdoors: Callable[[FuelUse], DailyTemperature],
    fuel: Fuel,
    use: FuelUse,
    document: Mapping[str, object] | None,
) -> views.TitledChart | None:
    if document is None:
        return None
    language, unit = i18n.language(), SHOWN_UNITS[use.unit]
    found = usage.points(use, outdoors(use))
    if len(found) < 6:
        return None
    line = fitted_line(document)
    chart = charts.UseByTemperature(
        fuel=fuel,
        unit=unit,
        days=Spots(found.mean_c, found.amount_per_day, found.estimated),
        line=line,
        caption=_("Each dot is a day or a bill; the line is what the weather explains."),
    )
    name = charts.fuel_name(fuel, language)
    return views.TitledChart(
        id=f"cold-{slug(fuel)}",
        heading=_("%(fuel)s and the weather", fuel=name),
        sentence=_weather_says(line),
        chart=charts.use_by_temperature(chart, language),
        file_url=_file(f"cold-{slug(fuel)}"),
    )


def _weather_says(line: charts.FittedLine | None) -> str:
    heats, cools = (line.heating_slope > 0, line.cooling_slope > 0) if line else (False, False)
    if heats and cools:
        return _("Cold days and hot days both take more: that part is heating and cooling.")
    if heats:
        return _("The colder the day, the more you use: that part is heating.")
    if cools:
        return _("The hotter the day, the more you use: that part is cooling.")
    return _("The weather explains little of it.")


def by_hour(use: FuelUse) -> views.TitledChart | None:
    shape = usage.hour_shape(use)
    if shape is None:
        return None
    language = i18n.language()
    peak = max(range(24), key=lambda hour: shape.weekday[hour])
    chart = charts.HourlyShape(
        fuel=Fuel.ELECTRICITY,
        unit=Shown.KWH,
        weekday=shape.weekday,
        weekend=shape.weekend,
        caption=_("The mean of the latest year, hour by hour."),
    )
    return views.TitledChart(
        id="hours",
        heading=_("Your day, hour by hour"),
        sentence=_("On weekdays you use most electricity around %(hour)s.", hour=hour_name(peak, language)),
        chart=charts.hourly_shape(chart, language),
        file_url=_file("hours"),
    )


def by_week(use: FuelUse) -> views.TitledChart | None:
    """The mean week as a map; None where nothing is known by the hour."""
    found = usage_hours.week(use)
    if found is None:
        return None
    language = i18n.language()
    mean = tuple([tuple([None if one != one else one for one in line]) for line in found.mean.tolist()])
    chart = charts_hours.WeekUse(
        fuel=Fuel.ELECTRICITY,
        unit=Shown.KWH,
        mean=mean,
        caption=_("The mean of the latest year. The larger and darker a square, the more you use."),
    )
    day, hour = found.highest
    return views.TitledChart(
        id="week",
        heading=_("Your week, hour by hour"),
        sentence=_(
            "Most on %(day)s around %(hour)s.",
            day=charts_hours.weekday_name(day, language),
            hour=hour_name(hour, language),
        ),
        chart=charts_hours.week_map(chart, language),
        file_url=_file("week"),
    )


def end_uses(document: Mapping[str, object]) -> views.EndUses | None:
    """How a fuel divides in a normal year, from its baseline."""
    normal = document.get("normalised_annual")
    if not isinstance(normal, Mapping) or not number_in(normal, "total"):
        return None
    fuel = Fuel.NATURAL_GAS if document.get("commodity") == Commodity.NATURAL_GAS else Fuel.ELECTRICITY
    gas = fuel is Fuel.NATURAL_GAS
    language, unit = i18n.language(), Shown.M3 if gas else Shown.KWH
    base_name = _("Hot water and cooking") if gas else _("Everyday use")
    parts = []
    for name, label, colour in (
        ("heating", _("Heating"), "gas" if gas else "electric"),
        ("cooling", _("Cooling"), "weather"),
        ("base", base_name, "hotwater"),
    ):
        amount = number_in(normal, name) or 0.0
        if amount > 0:
            shown = quantity(Quantity(significant(amount, 2), unit), language)
            parts.append(Part(label, amount, colour, _("about %(amount)s", amount=shown)))
    largest = max(parts, key=lambda part: part.share, default=None)
    if largest is None:
        return None
    share = round(100 * largest.share / sum(part.share for part in parts), -1)
    sentence = _(
        "About %(share)s%% goes to this in a normal year: %(use)s.", share=f"{share:.0f}", use=largest.label.lower()
    )
    return views.EndUses(
        heading=_("Where your gas goes") if gas else _("Where your electricity goes"),
        sentence=sentence,
        split=Split(sentence, tuple(parts)),
        tag=Tag(Provenance.ESTIMATED, text=_("Estimated from how use follows the weather")),
    )


def amount_of(month: Month) -> float:
    """What was used in a month, nothing where that is unknown: for the highest and the lowest."""
    return month.amount or 0.0


def _file(name: str) -> str:
    return url_for("portal.energy_file", name=name)
