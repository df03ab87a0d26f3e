"""A fitted baseline as JSON and back, without loss: what is stored beside an assessment and can be read in ten years.

The first fields are those of `greener-homes baseline` in the contracts; the rest is what normalising and predicting
need. Reading trusts nothing: every field is checked, and anything else is a ValueError that names the field.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from models.baseline.fit import Baseline, ModelKind
from models.baseline.periods import Frequency
from models.findings import Fact, Finding, Severity
from models.quantities import Commodity, Unit

FORMAT = "greener-homes.baseline/1"
_EPOCH = date(1970, 1, 1)
_Closed = TypeVar("_Closed", bound=StrEnum)


def to_document(baseline: Baseline) -> dict[str, object]:
    """Plain values that JSON holds exactly; days as ISO dates."""
    return {
        "format": FORMAT,
        "commodity": baseline.commodity.value,
        "unit": baseline.unit.value,
        "frequency": baseline.frequency.value,
        "days": baseline.days,
        "model": baseline.model.value,
        "balance_point_heating_c": baseline.balance_point_heating_c,
        "balance_point_cooling_c": baseline.balance_point_cooling_c,
        "base_load_per_day": baseline.base_load_per_day,
        "heating_slope": baseline.heating_slope,
        "cooling_slope": baseline.cooling_slope,
        "cvrmse": baseline.cvrmse,
        "nmbe": baseline.nmbe,
        "r2": baseline.r2,
        "points": baseline.points,
        "first_day": iso_day(baseline.first_day),
        "last_day": iso_day(baseline.last_day),
        "residual_std": baseline.residual_std,
        "autocorrelation": baseline.autocorrelation,
        "variance_inflation": baseline.variance_inflation,
        "effective_freedom": baseline.effective_freedom,
        "covariance": list(baseline.covariance),
        "findings": [finding.as_json() for finding in baseline.findings],
    }


def from_document(document: Mapping[str, object]) -> Baseline:
    """The baseline that was written; ValueError naming the first field that is missing or not what it should be."""
    if document.get("format") != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    read = _Reader(document)
    return Baseline(
        commodity=read.one_of("commodity", Commodity),
        unit=read.one_of("unit", Unit),
        frequency=read.one_of("frequency", Frequency),
        model=read.one_of("model", ModelKind),
        balance_point_heating_c=read.number_or_none("balance_point_heating_c"),
        balance_point_cooling_c=read.number_or_none("balance_point_cooling_c"),
        base_load_per_day=read.number("base_load_per_day"),
        heating_slope=read.number("heating_slope"),
        cooling_slope=read.number("cooling_slope"),
        cvrmse=read.number("cvrmse"),
        nmbe=read.number("nmbe"),
        r2=read.number("r2"),
        days=read.count("days"),
        points=read.count("points"),
        first_day=read.day("first_day"),
        last_day=read.day("last_day"),
        residual_std=read.number("residual_std"),
        autocorrelation=read.number("autocorrelation"),
        variance_inflation=read.number("variance_inflation"),
        effective_freedom=read.number("effective_freedom"),
        covariance=read.numbers("covariance", 25),
        findings=read.findings("findings"),
    )


def iso_day(day: int) -> str:
    """The ISO date of a local day counted from 1970-01-01."""
    return (_EPOCH + timedelta(days=day)).isoformat()


class _Reader:
    """Fields of a document, each as the type it must have."""

    def __init__(self, document: Mapping[str, object]) -> None:
        self._document = document

    def number(self, field: str) -> float:
        return _number(field, self._document.get(field))

    def number_or_none(self, field: str) -> float | None:
        if field not in self._document:
            raise ValueError(f"{field} is missing")
        value = self._document[field]
        return None if value is None else _number(field, value)

    def numbers(self, field: str, count: int) -> tuple[float, ...]:
        value = self._document.get(field)
        if not isinstance(value, list) or len(value) != count:
            raise ValueError(f"{field} is not {count} numbers")
        return tuple(_number(field, item) for item in value)

    def count(self, field: str) -> int:
        value = self._document.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"{field} is not a count")
        return value

    def day(self, field: str) -> int:
        value = self._document.get(field)
        try:
            return (date.fromisoformat(value if isinstance(value, str) else "") - _EPOCH).days
        except ValueError as wrong:
            raise ValueError(f"{field} is not a date") from wrong

    def one_of(self, field: str, closed: type[_Closed]) -> _Closed:
        value = self._document.get(field)
        if not isinstance(value, str) or value not in {member.value for member in closed}:
            raise ValueError(f"{field} is not one of {', '.join(closed)}")
        return closed(value)

    def findings(self, field: str) -> tuple[Finding, ...]:
        value = self._document.get(field)
        if not isinstance(value, list):
            raise ValueError(f"{field} is not a list")
        return tuple(_finding(field, item) for item in value)


def _number(field: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{field} is not a number")
    return float(value)


def _finding(field: str, value: object) -> Finding:
    if not isinstance(value, dict):
        raise ValueError(f"{field} holds something that is not a finding")
    code, severity, facts = value.get("code"), value.get("severity"), value.get("facts")
    if not isinstance(code, str) or not isinstance(severity, str) or not isinstance(facts, dict):
        raise ValueError(f"{field} holds something that is not a finding")
    checked: dict[str, Fact] = {}
    for name, fact in facts.items():
        if not isinstance(name, str) or not (fact is None or isinstance(fact, str | int | float | bool)):
            raise ValueError(f"{field} holds a fact that is not a plain value")
        checked[name] = fact
    return Finding(code, Severity(severity), MappingProxyType(checked))
