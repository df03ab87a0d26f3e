"""My energy: one glance, the latest year in charts, similar homes, and this year at last year's weather."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, url_for

from coach import assessment
from coach.assessment import UseTold
from coach.homes import usage, usage_shown
from coach.homes.usage import FuelUse, Month
from greener_homes.consent import LiveConsent
from greener_homes.weather import HomePlace
from models.quantities import Commodity, Fuel
from web import current, i18n, messages
from web import opportunity as numbers
from web.access import Access, access
from web.components import Link, Notice, Provenance, Tag, Tone
from web.formatting import capitalised, month_name, month_year, significant
from web.portal import energy_asked, energy_trend, energy_year, similar_homes, views
from web.portal.blueprint import portal
from web.portal.energy_views import SimilarHomes
from web.portal.energy_year import SHOWN_UNITS as SHOWN_UNITS
from web.portal.energy_year import amount_of
from web.text import gettext as _
from web.text import ngettext
from web.words.fact_values import spoken

FUELS = ((Commodity.NATURAL_GAS, Fuel.NATURAL_GAS), (Commodity.ELECTRICITY, Fuel.ELECTRICITY))


@portal.get("/energy")
@access(Access.RESIDENT)
def energy() -> str:
    """The page; without a permission or a reading it says how to begin."""
    known = energy_asked.asked()
    uses = known_uses(known.permitted)
    if not uses:
        return render_template("portal/energy.html", energy=_nothing_yet())
    assessed = assessment.use_told(current.session(), known.permitted)
    similar = similar_homes.card(
        known.permitted, assessed.evidence if assessed else {}, is_off=known.is_off, is_counted=known.is_counted
    )
    page = _energy(uses, assessed, known.place, similar)
    return render_template("portal/energy.html", energy=page)


def known_uses(permitted: Sequence[LiveConsent], *, by_hour: bool = False) -> list[tuple[Fuel, FuelUse]]:
    """What is stored of each fuel that the permissions cover and a page can show, from all sources, counted once.

    `by_hour` reads what electricity was at every hour: else what was worked out of the readings will do.
    """
    session = current.session()
    uses: dict[Commodity, FuelUse | None] = {**usage_shown.of_home(session, permitted)} if permitted else {}
    kept = uses.get(Commodity.ELECTRICITY)
    if by_hour and kept is not None and kept.worked is not None:
        uses[Commodity.ELECTRICITY] = usage.of_home(session, permitted, Commodity.ELECTRICITY)
    return [
        (fuel, use)
        for commodity, fuel in FUELS
        if (use := uses.get(commodity)) is not None and use.is_known and use.unit in SHOWN_UNITS
    ]


def measured_tags(uses: Sequence[tuple[Fuel, FuelUse]]) -> tuple[Tag, ...]:
    """One tag a fuel, saying until when it was measured."""
    names = {Fuel.NATURAL_GAS: _("Gas measured"), Fuel.ELECTRICITY: _("Electricity measured")}
    return tuple(Tag(Provenance.MEASURED, on=use.days.last_known, text=names[fuel]) for fuel, use in uses)


def _nothing_yet() -> views.Energy:
    return views.Energy(
        months=None,
        finding=_("Your energy will be here"),
        lead=_("Share a year of readings and you will see where your energy goes, month by month."),
        connect_url=url_for("portal.sharing"),
    )


def _energy(
    uses: Sequence[tuple[Fuel, FuelUse]], assessed: UseTold | None, place: HomePlace, similar: SimilarHomes
) -> views.Energy:
    year = [(fuel, usage.months(use.days)) for fuel, use in uses]
    every = [month.month for _, months in year for month in months]
    finding, lead = _finding(year)
    baselines = assessed.baselines if assessed else ()
    changed = energy_trend.trends(assessed.evidence) if assessed else ()
    drawers = energy_year.drawers(uses, baselines, place, dict(year))
    guessed = sum(month.estimated for _, months in year for month in months)
    tags = list(measured_tags(uses))
    if guessed:
        tags.append(
            Tag(Provenance.ESTIMATED, text=ngettext("One month estimated", "%(num)s months estimated", guessed))
        )
    return views.Energy(
        months=(min(every), max(every)) if every else None,
        finding=finding,
        lead=lead,
        tags=tuple(tags),
        glance=energy_trend.glance(similar, changed, has_plan=assessed is not None),
        by_month=_drawn(drawers, "months-"),
        by_temperature=_drawn(drawers, "cold-"),
        by_hour=_drawn(drawers, "hours"),
        by_week=_drawn(drawers, "week"),
        end_uses=tuple(divided for document in baselines if (divided := energy_year.end_uses(document))),
        trends=changed,
        similar=similar,
        days=_days(uses),
        notices=_notices(baselines),
        sharing_url=url_for("portal.sharing"),
    )


def _drawn(drawers: Mapping[str, energy_year.Drawer], name: str) -> tuple[views.TitledChart, ...]:
    """The charts whose name begins like this, those that there are."""
    return tuple(drawn for key, draw in drawers.items() if key.startswith(name) and (drawn := draw()) is not None)


def _days(uses: Sequence[tuple[Fuel, FuelUse]]) -> Link | None:
    """The latest month day by day; None where nothing is known by the day."""
    ends = [use.days.last_known for _, use in uses]
    last = max((end for end in ends if end is not None), default=None)
    if last is None:
        return None
    words = _("%(month)s, day by day", month=month_year(last, i18n.language()))
    return Link(capitalised(words), url_for("portal.energy_month", month=f"{last:%Y-%m}"))


def _finding(year: Sequence[tuple[Fuel, Sequence[Month]]]) -> tuple[str, str]:
    """The heading and its lead: what the year of the first fuel with two known months says."""
    language = i18n.language()
    for fuel, every in year:
        months = [month for month in every if month.amount is not None]
        if len(months) < 2:
            continue
        high, low = max(months, key=amount_of), min(months, key=amount_of)
        names = {"high": month_name(high.month, language), "low": month_name(low.month, language)}
        ratio = amount_of(high) / amount_of(low) if amount_of(low) > 0 else 0
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
