"""What measures and the work that goes with them cost to have done: ranges in the dollars of a year, with their doubts.

Money given toward work is `models/incentives`; nothing here knows of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from greener_homes import codes_money as codes
from greener_homes.reference import EnablingCost, MeasureCost, rows
from models.findings import Finding


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


@dataclass(frozen=True, slots=True)
class EnablingWork:
    """What a work costs that must go with a measure, CAD of `year`, and how many years it serves."""

    low: float
    typical: float
    high: float
    life_years: float
    year: int
    source_id: str


def measure_cost(measure_id: str) -> Cost:
    """What having the measure done costs. KeyError when the measure is unknown."""
    row = {each.measure_id: each for each in rows(MeasureCost)}[measure_id]
    findings = (codes.COST_UNCITED.finding(year=row.year),) if "U" in row.source_id.split(";") else ()
    return Cost(
        row.low_cad, row.typical_cad, row.high_cad, row.basis, row.year, row.source_id, row.confidence, findings
    )


def enabling_costs() -> Mapping[str, EnablingWork]:
    """What each work costs that must go with a measure, by its name."""
    return {
        row.work: EnablingWork(row.low_cad, row.typical_cad, row.high_cad, row.life_years, row.year, row.source_id)
        for row in rows(EnablingCost)
    }
