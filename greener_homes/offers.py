"""What rebates may answer to a measure and what the measure costs: as last seen, with every doubt said.

Amounts are never promised: what nobody saw, what depends on income or heating fuel we do not know, and what may
have ended counts for nothing in `amount_typical_cad` and is a finding instead. Dates are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from greener_homes import codes_money as codes
from greener_homes.reference import (
    IncentiveCap,
    IncentiveMeasure,
    IncentiveRow,
    IncomeLimit,
    MeasureCost,
    rows,
)
from models.findings import Code, Finding
from models.quantities import Fuel


class OfferStatus(StrEnum):
    """What we know of whether a programme takes applications."""

    OPEN = "open"
    OPEN_WHEN_LAST_SEEN = "open_when_last_seen"
    MAY_HAVE_ENDED = "may_have_ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Incentive:
    """A rebate for one measure in one home, CAD. `amount_typical_cad` is what a plan may count on after checking."""

    id: str
    programme: str
    administrator: str
    amount_low_cad: float
    amount_typical_cad: float
    amount_high_cad: float
    status: OfferStatus
    needs_assessment: bool
    income_tested: bool
    source_id: str
    confidence: str
    findings: tuple[Finding, ...]

    def status_sentence(self, language: str) -> str:
        """Whether it is open, as far as we know, in "en" or "fr"."""
        code = _STATUS_CODE[self.status]
        return next(code.sentence(language, each.facts) for each in self.findings if each.code == code.code)


@dataclass(frozen=True, slots=True)
class Money:
    """A range in CAD with what is in doubt about it."""

    low: float
    typical: float
    high: float
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a measure costs, CAD of `year`, before any rebate."""

    low: float
    typical: float
    high: float
    basis: str
    year: int
    source_id: str
    confidence: str
    findings: tuple[Finding, ...]


def incentives_for(
    measure_id: str, *, heating_fuel: Fuel | None, attic_r: float | None = None, on: date
) -> tuple[Incentive, ...]:
    """Every rebate that may answer to the measure on a day; empty when none does or the measure is unknown.

    `heating_fuel` None means we do not know it: rebates that depend on it count for nothing and say so.
    `attic_r` is the attic's present nominal R (ft²·°F·h/Btu); None leaves the choice to the measure itself.
    """
    offers = {row.incentive_id: row for row in rows(IncentiveRow)}
    found = []
    for link in rows(IncentiveMeasure):
        row = offers[link.incentive_id]
        if link.measure_id == measure_id and _begun(row, on) and _attic_fits(link, attic_r):
            fuels = set(link.heating_fuels or row.heating_fuels)
            if not fuels or heating_fuel is None or heating_fuel in fuels:
                found.append(_incentive(row, link, on, fuel_missing=bool(fuels) and heating_fuel is None))
    return tuple(found)


def combined(incentives: Iterable[Incentive], heating_fuel: Fuel | None) -> Money:
    """What several rebates give one home together, held under each programme's own cap for that heating fuel.

    Where sources disagree about the cap the lower one holds.
    """
    given = tuple(incentives)
    findings: list[Finding] = []
    sums = [0.0, 0.0, 0.0]
    for programme in dict.fromkeys(each.programme for each in given):
        theirs = [each for each in given if each.programme == programme]
        amounts = [
            sum(each.amount_low_cad for each in theirs),
            sum(each.amount_typical_cad for each in theirs),
            sum(each.amount_high_cad for each in theirs),
        ]
        cap = _cap(programme, heating_fuel)
        if amounts[2] > cap:
            findings.append(codes.INCENTIVE_CAPPED.finding(programme=programme, cap=_whole(cap)))
        sums = [total + min(amount, cap) for total, amount in zip(sums, amounts, strict=True)]
    return Money(sums[0], sums[1], sums[2], tuple(findings))


def measure_cost(measure_id: str) -> Cost:
    """What having the measure done costs. KeyError when the measure is unknown."""
    row = {each.measure_id: each for each in rows(MeasureCost)}[measure_id]
    findings = (codes.COST_UNCITED.finding(year=row.year),) if "U" in row.source_id.split(";") else ()
    return Cost(
        row.low_cad, row.typical_cad, row.high_cad, row.basis, row.year, row.source_id, row.confidence, findings
    )


def income_limit(programme: str, household_size: int) -> IncomeLimit:
    """The income up to which a household of that size qualifies for "EAP" or "DGH-HP"; KeyError for others."""
    held = {row.household_size: row for row in rows(IncomeLimit) if row.programme == programme}
    if not held:
        raise KeyError(programme)
    return held[min(max(household_size, min(held)), max(held))]


def _begun(row: IncentiveRow, on: date) -> bool:
    return row.opened is None or row.opened <= on


def _attic_fits(link: IncentiveMeasure, attic_r: float | None) -> bool:
    if attic_r is None:
        return True
    above, upto = link.attic_r_above, link.attic_r_upto
    return (above is None or attic_r > above) and (upto is None or attic_r <= upto)


def _incentive(row: IncentiveRow, link: IncentiveMeasure, on: date, *, fuel_missing: bool) -> Incentive:
    status = _status(row, on)
    low, typical, high = (_amount(row, units) for units in (link.units_low, link.units_typical, link.units_high))
    sure = not (row.income_tested or fuel_missing) and status in (OfferStatus.OPEN, OfferStatus.OPEN_WHEN_LAST_SEEN)
    seen = row.amount_cad is not None
    return Incentive(
        id=row.incentive_id,
        programme=row.programme,
        administrator=row.administrator,
        amount_low_cad=low if sure and seen else 0.0,
        amount_typical_cad=typical if sure and seen else 0.0,
        amount_high_cad=high,
        status=status,
        needs_assessment=row.assessment,
        income_tested=row.income_tested,
        source_id=row.source_id,
        confidence=row.confidence,
        findings=tuple(_findings(row, status, fuel_missing=fuel_missing)),
    )


def _status(row: IncentiveRow, on: date) -> OfferStatus:
    if row.ends is not None and on > row.ends:
        return OfferStatus.MAY_HAVE_ENDED
    return OfferStatus(row.status)


def _amount(row: IncentiveRow, units: float) -> float:
    """CAD for so many units, under the rebate's own maximum; the maximum alone where only that was seen."""
    if row.amount_cad is None:
        return row.max_cad or 0.0
    amount = row.amount_cad * units
    return amount if row.max_cad is None else min(amount, row.max_cad)


def _findings(row: IncentiveRow, status: OfferStatus, *, fuel_missing: bool) -> Iterable[Finding]:
    ends = row.ends.isoformat() if row.ends else None
    yield _STATUS_CODE[status].finding(programme=row.programme, last_seen=row.last_seen, ends=ends)
    if ends and status is OfferStatus.OPEN_WHEN_LAST_SEEN:
        yield codes.INCENTIVE_ENDS.finding(programme=row.programme, ends=ends)
    if row.assessment:
        yield codes.INCENTIVE_ASSESSMENT.finding(programme=row.programme)
    if row.income_tested:
        yield codes.INCENTIVE_INCOME.finding(programme=row.programme)
    if row.rule in _RULE_CODE:
        yield _RULE_CODE[row.rule].finding(programme=row.programme)
    for doubt in row.doubts:
        yield _DOUBT_CODE[doubt].finding(amount=_whole(row.amount_cad), other=_whole(row.other_amount_cad))
    if fuel_missing:
        yield codes.INCENTIVE_FUEL_UNKNOWN.finding()


def _whole(cad: float | None) -> int | None:
    """Dollars as a sentence says them."""
    return None if cad is None else round(cad)


def _cap(programme: str, heating_fuel: Fuel | None) -> float:
    """The programme's cap for a fuel; the lowest one for a fuel we do not know; none where it has none."""
    caps = [
        row.cap_cad
        for row in rows(IncentiveCap)
        if row.programme == programme and (heating_fuel is None or heating_fuel in row.heating_fuels)
    ]
    return min(caps, default=float("inf"))


_STATUS_CODE: dict[OfferStatus, Code] = {
    OfferStatus.OPEN: codes.INCENTIVE_OPEN,
    OfferStatus.OPEN_WHEN_LAST_SEEN: codes.INCENTIVE_VERIFY,
    OfferStatus.MAY_HAVE_ENDED: codes.INCENTIVE_MAY_HAVE_ENDED,
    OfferStatus.UNKNOWN: codes.INCENTIVE_UNKNOWN,
}
_RULE_CODE: dict[str, Code] = {
    "not_seen": codes.INCENTIVE_NOT_SEEN,
    "no_cost": codes.INCENTIVE_NO_COST,
}
_DOUBT_CODE: dict[str, Code] = {
    "sources_disagree": codes.INCENTIVE_DISAGREE,
    "excludes_net_metering": codes.INCENTIVE_NET_METERING,
    "first_heat_pump_only": codes.INCENTIVE_FIRST_HEAT_PUMP,
}
