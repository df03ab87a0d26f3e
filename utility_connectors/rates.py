"""The Ontario Energy Board's published bill data as dated figures: prices, Durham's distributors, Enbridge's gas.

Electricity (S29): the regulated prices are one for the province and every row must agree on them; delivery is taken
for the distributors in `published_distributors.csv`, each by words its name and class hold, and only when exactly one
row has them. Where distribution rate protection applies, the fixed charge is its cap and only riders go by use. Gas
(S30): Rate 1 of the former Enbridge Gas Distribution, four monthly blocks. What is reported but not billed to a home
on the regulated plans (OFC, PBGA, GA_RR_NONRPP) is not read. Pure: bytes in, figures out; nothing is stored here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from greener_homes.errors import Refusal
from greener_homes.rates import ProposedRates
from greener_homes.reference import (
    DeliveryRate,
    ElectricityPrice,
    GasPrice,
    PublishedDistributor,
    constant,
    rows,
)
from greener_homes.reference.price_book import PriceBook
from greener_homes.reference.price_periods import Period, PricePlan
from models.findings import Finding
from utility_connectors import codes_rates as codes
from utility_connectors.rates_xml import Rows, read_rows

ELECTRICITY_SOURCE, GAS_SOURCE = "S29", "S30"
CONFIDENCE = "high"
PLACES = Decimal("0.00000001")
CENTS = 100
PRICES: tuple[tuple[str, PricePlan, Period], ...] = (
    ("RPPOffP", PricePlan.TOU, Period.OFF_PEAK),
    ("RPPMidP", PricePlan.TOU, Period.MID_PEAK),
    ("RPPOnP", PricePlan.TOU, Period.ON_PEAK),
    ("RPP1", PricePlan.TIERED, Period.TIER_1),
    ("RPP2", PricePlan.TIERED, Period.TIER_2),
    ("ULO_overnight", PricePlan.ULO, Period.OVERNIGHT),
    ("ULO_weekendoffp", PricePlan.ULO, Period.WEEKEND_OFF_PEAK),
    ("ULO_midp", PricePlan.ULO, Period.MID_PEAK),
    ("ULO_onp", PricePlan.ULO, Period.ON_PEAK),
)
NEVER_DEARER: tuple[tuple[str, str], ...] = (
    ("RPPOffP", "RPPMidP"),
    ("RPPMidP", "RPPOnP"),
    ("RPP1", "RPP2"),
    ("ULO_overnight", "ULO_weekendoffp"),
    ("ULO_weekendoffp", "ULO_midp"),
    ("ULO_midp", "ULO_onp"),
)
RANGES: Mapping[str, tuple[float, float]] = {
    **{name: (0.005, 1.0) for name, _, _ in PRICES},
    "Rebate": (0.0, 0.6),
    "SC": (0.0, 250.0),
    "DC": (-0.05, 0.25),
    "OC": (-0.05, 0.1),
    "Net": (0.0, 0.06),
    "Conn": (0.0, 0.06),
    "WMSR": (0.0, 0.03),
    "RRRP": (0.0, 0.02),
    "SSS": (0.0, 5.0),
    "LF": (1.0, 1.25),
    "DRP_Rate": (10.0, 150.0),
    "MC": (5.0, 100.0),
    **{f"DCT{block}": (0.001, 1.0) for block in range(1, 5)},
    **dict.fromkeys(("DCPA", "SCPA", "CMPA", "TCPA"), (-0.3, 0.3)),
    "CM": (0.01, 1.5),
    "TC": (0.0, 0.5),
    "FedCC": (0.0, 0.5),
    "FacCC": (0.0, 0.05),
    "storage": (0.0, 0.3),
}
"""Beyond these a figure is a slip of somebody's pen, CAD per kWh, m³ or month. Set by what was seen, twice over."""
NO_UPPER_END = 99_999.0
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,20})?([eE]-\d{1,2})?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00)?", re.ASCII)
_YEAR = re.compile(r"20\d{2}", re.ASCII)

Row = Mapping[str, str]


def read_rates(data: bytes, effective_from: date | None = None) -> ProposedRates:
    """The file's figures, ready to be proposed. Raises Refusal with a code for anything that cannot be trusted whole.

    `effective_from` is the day electricity figures begin, which those files do not say; gas files say it themselves.
    """
    name, found = read_rows(data)
    sha256 = hashlib.sha256(data).hexdigest()
    if name == "GasBillData":
        price = _gas(found, effective_from)
        return ProposedRates(sha256, price.effective_from, PriceBook(gas=(price,)))
    if effective_from is None:
        raise Refusal(codes.RATES_NEED_DATE)
    homes = [row for row in found if "residential" in _words(row.get("Class", ""))]
    delivery, findings = _delivery(homes, effective_from)
    book = PriceBook(electricity=_electricity(homes, effective_from), delivery=tuple(delivery))
    return ProposedRates(sha256, effective_from, book, tuple(findings))


def _electricity(homes: Sequence[Row], since: date) -> tuple[ElectricityPrice, ...]:
    """The province's prices, which every row repeats."""
    if not homes:
        raise Refusal(codes.RATES_FIELD, field="Class")
    wanted = [*(name for name, _, _ in PRICES), "Rebate"]
    figures = {name: _same(homes, name) for name in wanted}
    for lower, higher in NEVER_DEARER:
        if figures[lower] > figures[higher]:
            raise Refusal(codes.RATES_ORDER, lower=lower, higher=higher)
    for row in homes:
        _tax(row)
    until = date(since.year + (since >= date(since.year, 11, 1)), 10, 31)
    rebate = round(figures["Rebate"] * CENTS, 6)
    return tuple(
        ElectricityPrice(
            since, until, plan, period, round(figures[name] * CENTS, 6), rebate, ELECTRICITY_SOURCE, CONFIDENCE
        )
        for name, plan, period in PRICES
    )


def _delivery(homes: Sequence[Row], since: date) -> tuple[list[DeliveryRate], list[Finding]]:
    """The region's distributors that one row each speaks of, and what is to be said of the others."""
    delivery, findings = [], []
    for ours in rows(PublishedDistributor):
        found = [row for row in homes if _is_row_of(row, ours)]
        if len(found) != 1:
            findings.append(codes.RATES_DISTRIBUTOR_MISSING.finding(distributor=ours.name))
            continue
        delivery.append(_delivery_rate(found[0], ours, since))
        year = found[0].get("YEAR", "")
        if _YEAR.fullmatch(year) and int(year) != since.year:
            findings.append(codes.RATES_YEAR.finding(distributor=ours.name, year=int(year), given=since.year))
    return delivery, findings


def _delivery_rate(row: Row, ours: PublishedDistributor, since: date) -> DeliveryRate:
    fixed, by_use = _number(row, "SC"), _number(row, "DC", empty=0.0)
    if row.get("DRP") == "1":
        fixed, by_use = min(fixed, _number(row, "DRP_Rate")), _number(row, "OC", empty=0.0)
    return DeliveryRate(
        distributor=ours.distributor,
        name=ours.name,
        effective_from=since,
        stand_in=False,
        fixed_cad_per_month=fixed,
        variable_cad_per_kwh=by_use,
        network_cad_per_kwh=_number(row, "Net"),
        connection_cad_per_kwh=_number(row, "Conn"),
        wmsr_cad_per_kwh=_number(row, "WMSR"),
        rrrp_cad_per_kwh=_number(row, "RRRP"),
        sss_cad_per_month=_number(row, "SSS"),
        loss_factor=_number(row, "LF"),
        source_id=ELECTRICITY_SOURCE,
        confidence=CONFIDENCE,
    )


def _gas(found: Rows, given: date | None) -> GasPrice:
    mine = [row for row in found if _is_our_gas(row)]
    if len(mine) != 1:
        raise Refusal(codes.RATES_NO_GAS)
    row = mine[0]
    _tax(row)
    said = _date(row, "ED")
    if given is not None and given != said:
        raise Refusal(codes.RATES_OTHER_DATE, said=said.isoformat(), given=given.isoformat())
    steps = _blocks(row)
    storage = _in_range("storage", round(_plain(row, "SC", 0.0), 8)) + _number(row, "SCPA", empty=0.0)
    return GasPrice(
        effective_from=said,
        known_until=_three_months_on(said) - timedelta(days=1),
        monthly_charge=_number(row, "MC"),
        block_1_upto_m3=steps[0],
        block_2_upto_m3=steps[1],
        block_3_upto_m3=steps[2],
        delivery_1=_number(row, "DCT1"),
        delivery_2=_number(row, "DCT2"),
        delivery_3=_number(row, "DCT3"),
        delivery_4=_number(row, "DCT4"),
        # Storage is billed by the cubic metre like the adjustment; this tariff has had none.
        delivery_adjustment=round(_number(row, "DCPA", empty=0.0) + storage, 8),
        supply=_number(row, "CM"),
        supply_adjustment=_number(row, "CMPA", empty=0.0),
        transport=_number(row, "TC"),
        transport_adjustment=_number(row, "TCPA", empty=0.0),
        federal_carbon=_number(row, "FedCC", empty=0.0),
        facility_carbon=_number(row, "FacCC", empty=0.0),
        source_id=GAS_SOURCE,
        confidence=CONFIDENCE,
    )


def _blocks(row: Row) -> tuple[float, float, float]:
    """Where the first three blocks end, m³ a month; the fourth has no end and there is no fifth."""
    first, second, third, fourth = (_plain(row, f"DT{block}High") for block in range(1, 5))
    fifth = _plain(row, "DT5High", 0.0)
    if not 0 < first < second < third < NO_UPPER_END <= fourth or fifth != 0:
        raise Refusal(codes.RATES_BLOCKS)
    return first, second, third


def _is_our_gas(row: Row) -> bool:
    area, rate_class = row.get("SA", "").casefold(), row.get("RC", "").lstrip("0")
    return "enbridge" in _words(row.get("Dist", "")) and area == "all" and rate_class == "1"


def _is_row_of(row: Row, ours: PublishedDistributor) -> bool:
    return set(ours.published_words) <= _words(row.get("Dist", "")) and _words(row.get("Class", "")) == set(
        ours.class_words
    )


def _same(homes: Sequence[Row], name: str) -> float:
    """The figure that every row gives. Raises Refusal when they differ."""
    found = {_number(row, name) for row in homes}
    if len(found) != 1:
        raise Refusal(codes.RATES_PRICES_DIFFER, field=name)
    return found.pop()


def _tax(row: Row) -> None:
    ours, theirs = constant("hst_fraction").value, _plain(row, "GST")
    if theirs != ours:
        raise Refusal(codes.RATES_TAX, value=theirs, ours=ours)


def _number(row: Row, name: str, empty: float | None = None) -> float:
    """A figure within its range; `empty` where the element is there without text, or not at all."""
    return _in_range(name, _plain(row, name, empty))


def _in_range(name: str, value: float) -> float:
    low, high = RANGES[name]
    if not low <= value <= high:
        raise Refusal(codes.RATES_OUT_OF_RANGE, field=name, value=value, low=low, high=high)
    return value


def _plain(row: Row, name: str, empty: float | None = None) -> float:
    text = row.get(name, "")
    if not text and empty is not None:
        return empty
    if not _NUMBER.fullmatch(text):
        raise Refusal(codes.RATES_FIELD, field=name)
    return float(Decimal(text).quantize(PLACES))


def _date(row: Row, name: str) -> date:
    found = _DATE.fullmatch(row.get(name, ""))
    try:
        return date.fromisoformat(found[1]) if found else _no_date(name)
    except ValueError:
        return _no_date(name)


def _no_date(name: str) -> date:
    raise Refusal(codes.RATES_FIELD, field=name)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.casefold()))


def _three_months_on(day: date) -> date:
    month = day.month + 3
    return date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
