"""My energy: the latest year month by month, against the cold, and hour by hour; each chart with its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import render_template, url_for

from coach import assessment
from coach.assessment import AssessmentView
from coach.homes import usage
from coach.homes.usage import FuelUse, Month
from greener_homes import consent
from greener_homes.consent import LiveConsent, Purpose
from models.quantities import Commodity, Fuel, Unit
from web import charts, current, i18n, messages
from web import opportunity as numbers
from web.access import Access, access
from web.components import Notice, Provenance, Tag, Tone
from web.fit import document_of, fitted_line, number_in
from web.formatting import Quantity, Shown, hour_name, month_name, quantity, significant
from web.portal import views
from web.portal.blueprint import portal
from web.ranges import Part, Split
from web.text import gettext as _
from web.text import ngettext
from web.words.fact_values import spoken

FUELS = ((Commodity.NATURAL_GAS, Fuel.NATURAL_GAS), (Commodity.ELECTRICITY, Fuel.ELECTRICITY))
SHOWN_UNITS = {Unit.KWH: Shown.KWH, Unit.M3: Shown.M3, Unit.GJ: Shown.GJ, Unit.LITRE: Shown.LITRE}
POINTS_DRAWN = 365


@portal.get("/energy")
@access(Access.RESIDENT)
def energy() -> str:
    """The page; without a permission or a reading it says how to begin."""
    home = current.home()
    permitted = consent.live(current.session(), home.id, Purpose.ADVICE, at=current.now())
    uses = known_uses(permitted)
    if not uses:
        return render_template("portal/energy.html", energy=_nothing_yet())
    assessed = assessment.latest(current.session(), permitted)
    return render_template("portal/energy.html", energy=_energy(uses, assessed, permitted[0]))


def known_uses(permitted: Sequence[LiveConsent]) -> list[tuple[Fuel, FuelUse]]:
    """What is stored of each fuel that the permissions cover and a page can show, from all sources, counted once."""
    found = []
    for commodity, fuel in FUELS:
        use = usage.of_home(current.session(), permitted, commodity)
        if use is not None and use.is_known and use.unit in SHOWN_UNITS:
            found.append((fuel, use))
    return found


def measured_tags(uses: Sequence[tuple[Fuel, FuelUse]]) -> tuple[Tag, ...]:
    """One tag a fuel, saying until when it was measured."""
    names = {Fuel.NATURAL_GAS: _("Gas measured"), Fuel.ELECTRICITY: _("Electricity measured")}
    return tuple(Tag(Provenance.MEASURED, on=use.days.last_known, text=names[fuel]) for fuel, use in uses)


def period_of(uses: Sequence[tuple[Fuel, FuelUse]]) -> tuple[date, date] | None:
    """First and last month shown over all fuels."""
    every = [month.month for _, use in uses for month in usage.months(use.days)]
    return (min(every), max(every)) if every else None


def _nothing_yet() -> views.Energy:
    return views.Energy(
        months=None,
        finding=_("Your energy will be here"),
        lead=_("Share a year of readings and you will see where your energy goes, month by month."),
        connect_url=url_for("portal.sharing"),
    )


def _energy(uses: Sequence[tuple[Fuel, FuelUse]], assessed: AssessmentView | None, live: LiveConsent) -> views.Energy:
    finding, lead = _finding(uses)
    baselines = assessed.baselines if assessed else ()
    shape = next((shaped for fuel, use in uses if fuel is Fuel.ELECTRICITY and (shaped := _hours(use))), None)
    guessed = sum(month.estimated for _, use in uses for month in usage.months(use.days))
    tags = list(measured_tags(uses))
    if guessed:
        tags.append(
            Tag(Provenance.ESTIMATED, text=ngettext("One month estimated", "%(num)s months estimated", guessed))
        )
    return views.Energy(
        months=period_of(uses),
        finding=finding,
        lead=lead,
        tags=tuple(tags),
        by_month=tuple(drawn for fuel, use in uses if (drawn := _by_month(fuel, use))),
        end_uses=tuple(divided for document in baselines if (divided := _end_uses(document))),
        by_temperature=tuple(
            drawn
            for fuel, use in uses
            if (drawn := _by_temperature(live, fuel, use, document_of(baselines, use.commodity)))
        ),
        by_hour=shape,
        notices=_notices(baselines),
        sharing_url=url_for("portal.sharing"),
    )


def _finding(uses: Sequence[tuple[Fuel, FuelUse]]) -> tuple[str, str]:
    """The heading and its lead: what the year of the first fuel with two known months says."""
    language = i18n.language()
    for fuel, use in uses:
        months = [month for month in usage.months(use.days) if month.amount is not None]
        if len(months) < 2:
            continue
        high, low = max(months, key=_amount), min(months, key=_amount)
        names = {"high": month_name(high.month, language), "low": month_name(low.month, language)}
        ratio = _amount(high) / _amount(low) if _amount(low) > 0 else 0
        gas = fuel is Fuel.NATURAL_GAS
        if ratio >= 2:
            times = f"{significant(ratio, 1 if ratio >= 3 else 2):g}".replace(".", "," if language == "fr" else ".")
            heading = (
                _("In %(high)s you use about %(times)s times the gas of %(low)s.", times=times, **names)
                if gas
                else _("In %(high)s you use about %(times)s times the electricity of %(low)s.", times=times, **names)
            )
            lead = (
                _("It follows the weather: heating and cooling shape your year.")
                if high.month.month in (12, 1, 2)
                else _("Look for what runs in that month and not in the others.")
            )
            return heading, lead
        return (
            _("You use much the same gas all year.") if gas else _("You use much the same electricity all year."),
            _("What runs every day matters more here than the weather."),
        )
    return _("Your first readings are here."), _("A few more months will show how your home follows the weather.")


def _amount(month: Month) -> float:
    return month.amount or 0.0


def _by_month(fuel: Fuel, use: FuelUse) -> views.TitledChart | None:
    """The chart of a fuel with at least one whole month; there is nothing to draw before that."""
    language, unit = i18n.language(), SHOWN_UNITS[use.unit]
    months = usage.months(use.days)
    known = [month for month in months if month.amount is not None]
    total = usage.year_total(months)
    if not known:
        return None
    high = max(known, key=_amount)
    sentence = _(
        "You used most in %(month)s, %(amount)s.",
        month=month_name(high.month, language),
        amount=quantity(Quantity(_amount(high), unit), language),
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
        id=f"months-{fuel.value.replace('_', '-')}",
        heading=charts.fuel_name(fuel, language),
        sentence=sentence,
        chart=charts.monthly_bars(chart, language),
        total=Quantity(total, unit) if total is not None else None,
    )


def _by_temperature(
    live: LiveConsent, fuel: Fuel, use: FuelUse, document: Mapping[str, object] | None
) -> views.TitledChart | None:
    if document is None:
        return None
    language, unit = i18n.language(), SHOWN_UNITS[use.unit]
    found = usage.points(use, assessment.temperature_for(current.session(), live.home_id, use))
    if len(found) < 6:
        return None
    line = fitted_line(document)
    chart = charts.UseByTemperature(
        fuel=fuel,
        unit=unit,
        days=tuple(charts.DayUse(point.mean_c, point.amount_per_day, point.estimated) for point in found),
        line=line,
        caption=_("Each dot is a day or a bill; the line is what the weather explains."),
    )
    name = charts.fuel_name(fuel, language)
    return views.TitledChart(
        id=f"cold-{fuel.value.replace('_', '-')}",
        heading=_("%(fuel)s and the weather", fuel=name),
        sentence=_weather_says(line),
        chart=charts.use_by_temperature(chart, language),
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


def _hours(use: FuelUse) -> views.TitledChart | None:
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
    )


def _end_uses(document: Mapping[str, object]) -> views.EndUses | None:
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


def _notices(baselines: Sequence[Mapping[str, object]]) -> tuple[Notice, ...]:
    language, sentences = i18n.language(), dict[str, None]()
    for document in baselines:
        findings = document.get("findings")
        for found in findings if isinstance(findings, list) else []:
            if found.get("severity") != "note":
                sentences[messages.sentence(str(found["code"]), spoken(numbers.facts_of(found), language))] = None
    if not sentences:
        return ()
    return (Notice(Tone.INFO, _("What to know about these readings"), points=tuple(sentences)),)
