"""Tariffs in words: what each line of a published sheet is the price of, and how its figures are written."""

from __future__ import annotations

from collections.abc import Mapping

from greener_homes.price_freshness import Freshness
from greener_homes.rates import Line, RateFamily
from greener_homes.reference.price_periods import Period, PricePlan
from web import i18n
from web.formatting import Shown, day, number, on_axis, period
from web.text import gettext as _
from web.text import ngettext

DECIMALS = 6


def family(which: RateFamily) -> str:
    """What kind of price it is."""
    return {
        RateFamily.ELECTRICITY: _("Electricity prices"),
        RateFamily.DELIVERY: _("Electricity delivery prices"),
        RateFamily.GAS: _("Gas prices"),
    }[which]


def kind(which: RateFamily) -> str:
    """What kind of price it is, in a list that says it is of prices."""
    return {
        RateFamily.ELECTRICITY: _("Electricity"),
        RateFamily.DELIVERY: _("Delivery"),
        RateFamily.GAS: _("Natural gas"),
    }[which]


def tariff(line: Line) -> str:
    """Whose or which price the line is."""
    if line.family is RateFamily.ELECTRICITY:
        plan, _slash, period = line.key.partition("/")
        return f"{_plan(plan)}, {_period(period)}"
    return line.name or _gas(line.key)


def figure(name: str) -> str:
    """What the figure is called, with its unit."""
    return {
        "cents_per_kwh": _("Price, ¢/kWh"),
        "oer_percent": _("Ontario Electricity Rebate, in percent"),
        "fixed_cad_per_month": _("Fixed charge, $ a month"),
        "variable_cad_per_kwh": _("Charge by use, $/kWh"),
        "network_cad_per_kwh": _("Transmission network, $/kWh"),
        "connection_cad_per_kwh": _("Transmission connection, $/kWh"),
        "wmsr_cad_per_kwh": _("Wholesale market service, $/kWh"),
        "rrrp_cad_per_kwh": _("Rural and remote rate protection, $/kWh"),
        "sss_cad_per_month": _("Standard supply service, $ a month"),
        "loss_factor": _("Loss factor"),
        "monthly_charge": _("Monthly charge, $"),
        "block_1_upto_m3": _("First block up to, m³ a month"),
        "block_2_upto_m3": _("Second block up to, m³ a month"),
        "block_3_upto_m3": _("Third block up to, m³ a month"),
        "delivery_1": _("Delivery, first block, $/m³"),
        "delivery_2": _("Delivery, second block, $/m³"),
        "delivery_3": _("Delivery, third block, $/m³"),
        "delivery_4": _("Delivery, beyond, $/m³"),
        "delivery_adjustment": _("Delivery adjustment and storage, $/m³"),
        "supply": _("Gas supply, $/m³"),
        "supply_adjustment": _("Gas supply adjustment, $/m³"),
        "transport": _("Transport, $/m³"),
        "transport_adjustment": _("Transport adjustment, $/m³"),
        "federal_carbon": _("Federal carbon charge, $/m³"),
        "facility_carbon": _("Facility carbon charge, $/m³"),
    }[name]


def amount(value: float | None) -> str:
    """A figure with all the decimals it was published with."""
    if value is None:
        return _("none")
    decimals = len(f"{value:.{DECIMALS}f}".rstrip("0").partition(".")[2])
    return number(value, i18n.language(), decimals)


def change(line: Line) -> str:
    """By how much of itself the figure changes, in percent."""
    if line.before == line.after:
        return ""
    if line.change is None:
        return _("new")
    percent = round(line.change * 100, 1)
    said = on_axis(percent, i18n.language(), Shown.PERCENT)
    return f"+{said}" if percent > 0 else said


def stale(found: Freshness, distributors: Mapping[str, str]) -> str:
    """What is wrong with the age of one tariff's prices; `distributors` by key, with their names."""
    language = i18n.language()
    name = _named(found, distributors)
    if found.days_over:
        return ngettext(
            "%(name)s: known until %(until)s, %(num)s day ago.",
            "%(name)s: known until %(until)s, %(num)s days ago.",
            found.days_over,
            name=name,
            until=day(found.known_until, language),
        )
    return _("%(name)s: never seen, a neighbour’s prices stand in.", name=name)


def holes(found: Freshness, distributors: Mapping[str, str]) -> tuple[str, ...]:
    """The days between two of one tariff's prices that nothing is known of: use of those days cannot be priced."""
    language, name = i18n.language(), _named(found, distributors)
    return tuple(
        _("%(name)s: no price for %(period)s.", name=name, period=period(first, last, language))
        for first, last in found.holes
    )


def _named(found: Freshness, distributors: Mapping[str, str]) -> str:
    if found.family == RateFamily.ELECTRICITY:
        return _plan(found.key)
    if found.family == RateFamily.DELIVERY:
        return _("Delivery, %(name)s", name=distributors.get(found.key, found.key))
    return _gas(found.key)


def _gas(key: str) -> str:
    return _("Enbridge Gas") if key == "egd" else key


def _plan(key: str) -> str:
    names = {
        PricePlan.TOU: _("Time-of-use"),
        PricePlan.ULO: _("Ultra-low overnight"),
        PricePlan.TIERED: _("Tiered"),
    }
    return {plan.value: name for plan, name in names.items()}.get(key, key)


def _period(key: str) -> str:
    names = {
        Period.OFF_PEAK: _("off-peak"),
        Period.MID_PEAK: _("mid-peak"),
        Period.ON_PEAK: _("on-peak"),
        Period.OVERNIGHT: _("overnight"),
        Period.WEEKEND_OFF_PEAK: _("weekend off-peak"),
        Period.TIER_1: _("first tier"),
        Period.TIER_2: _("second tier"),
        Period.ANY_HOUR: _("any hour"),
    }
    return {period.value: name for period, name in names.items()}.get(key, key)
