"""The latest year on the first page: what each fuel used, measured, and about what it cost at today's prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from coach.homes import usage
from coach.homes.usage import FuelUse, Month
from greener_homes import tariffs
from greener_homes.homes import FactValue
from greener_homes.tariffs import PricePlan
from models.quantities import Fuel
from web import charts, current, i18n
from web.components import Provenance, Tag
from web.formatting import TORONTO, Quantity, money, month_name, significant
from web.portal import energy, views
from web.ranges import Part, PeerBand, Split
from web.text import gettext as _

COLOURS = {Fuel.NATURAL_GAS: "gas", Fuel.ELECTRICITY: "electric"}


def latest_year(
    uses: Sequence[tuple[Fuel, FuelUse]],
    facts: Mapping[str, FactValue],
    similar: Mapping[Fuel, PeerBand],
    book: tariffs.PriceBook,
) -> views.Year | None:
    """The year at these prices, or None until one fuel has twelve whole months; `similar` are the fuels compared."""
    whole = [(fuel, use, months) for fuel, use in uses if usage.year_total(months := usage.months(use.days))]
    if not whole:
        return None
    stats = tuple(_stat(fuel, use, months, similar.get(fuel)) for fuel, use, months in whole)
    first = min(months[0].month for _fuel, _use, months in whole)
    last = max(months[-1].month for _fuel, _use, months in whole)
    cost = _cost({fuel: months for fuel, _use, months in whole}, facts, book)
    return views.Year(months=(first, last), stats=stats, cost=cost, energy_url=url_for("portal.energy"))


def _stat(fuel: Fuel, use: FuelUse, months: Sequence[Month], peers: PeerBand | None) -> views.YearStat:
    language = i18n.language()
    high = max(months, key=lambda one: one.amount or 0.0)
    low = min(months, key=lambda one: one.amount or 0.0)
    return views.YearStat(
        fuel=COLOURS[fuel],
        title=charts.fuel_name(fuel, language),
        amount=Quantity(usage.year_total(months) or 0.0, energy.SHOWN_UNITS[use.unit]),
        tag=Tag(Provenance.MEASURED, on=use.days.last_known),
        peers=peers,
        peers_url=url_for("portal.energy", _anchor="similar"),
        line=_(
            "Most in %(high)s, least in %(low)s.",
            high=month_name(high.month, language),
            low=month_name(low.month, language),
        ),
    )


def _cost(
    years: Mapping[Fuel, Sequence[Month]], facts: Mapping[str, FactValue], book: tariffs.PriceBook
) -> views.YearCost | None:
    """What these twelve months would cost at today's prices; a gas home without its gas has no honest sum."""
    burns_gas = facts.get("heating_fuel") == Fuel.NATURAL_GAS or facts.get("hot_water_fuel") == Fuel.NATURAL_GAS
    if Fuel.ELECTRICITY not in years or (burns_gas and Fuel.NATURAL_GAS not in years):
        return None
    language, today = i18n.language(), current.now().astimezone(TORONTO).date()
    bills = {Fuel.ELECTRICITY: _electricity(years[Fuel.ELECTRICITY], facts, book)}
    if Fuel.NATURAL_GAS in years:
        bills[Fuel.NATURAL_GAS] = tariffs.gas_year(_by_calendar(years[Fuel.NATURAL_GAS]), today, book).total_cad
    shown = {fuel: significant(bill, 3) for fuel, bill in bills.items()}
    parts = tuple(
        Part(charts.fuel_name(fuel, language), bill, COLOURS[fuel], money(bill, language))
        for fuel, bill in sorted(shown.items(), key=lambda one: one[0], reverse=True)
    )
    named = ", ".join(f"{part.label} {part.value}" for part in parts)
    return views.YearCost(
        total=significant(sum(bills.values()), 3),
        split=Split(_("%(parts)s, with HST, at today’s prices.", parts=named), parts),
        tag=Tag(Provenance.ESTIMATED),
    )


def _electricity(months: Sequence[Month], facts: Mapping[str, FactValue], book: tariffs.PriceBook) -> float:
    plan = facts.get("price_plan")
    place = facts.get("municipality")
    bill = tariffs.electricity_year(
        _by_calendar(months),
        None,
        PricePlan(str(plan)) if plan else PricePlan.TOU,
        current.now().astimezone(TORONTO).date(),
        tariffs.distributor_for(str(place) if place else None),
        book,
    )
    return bill.total_cad


def _by_calendar(months: Sequence[Month]) -> list[float]:
    """January to December [12], whatever month the year began with."""
    return [month.amount or 0.0 for month in sorted(months, key=lambda one: one.month.month)]
