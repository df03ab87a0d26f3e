"""Baselines of a file's usage points as the documents of `greener-homes baseline`: pure, batched, no database.

One document a usage point and commodity: its readings become days or bills, all meters of a kind are fitted at
once, and each fit is stated for a normal year and, when asked, predicted for given days. What cannot be fitted has
a document too, with the findings that say why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.homes.codes_baseline import NORMAL_YEAR_INCOMPLETE
from coach.homes.temperatures import read_temperatures
from greener_homes.errors import Refusal
from models.baseline.document import iso_day
from models.baseline.fit import FitResult, fit_billing, fit_daily, predict_daily
from models.baseline.normalise import NormalYear, normalise, whole_years
from models.baseline.periods import DailyUse, Frequency, billing_periods, choose, daily_use
from models.baseline.sufficiency import export_findings, series_findings
from models.findings import Finding
from models.house.weather import typical_year
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, UsageSeries

__all__ = ["baseline_documents", "read_temperatures"]

_NOT_AN_AMOUNT = frozenset({Unit.KW, Unit.KVAH})
_NUMBERS = ("base_load_per_day", "heating_slope", "cooling_slope", "cvrmse", "nmbe", "r2")


@dataclass(frozen=True, slots=True)
class _Meter:
    """One usage point's readings of one commodity: what is fitted, and what was sent back to the grid."""

    usage_point: str
    commodity: Commodity
    unit: Unit
    frequency: Frequency
    series: tuple[UsageSeries, ...]
    export: DailyUse | None


def baseline_documents(
    usage_file_streams: Iterable[tuple[str, UsageSeries]],
    temperatures: DailyTemperature,
    normal: DailyTemperature | None = None,
    predict: DailyTemperature | None = None,
) -> list[dict[str, object]]:
    """One document a usage point and commodity, in the order they first appear.

    Streams are pairs of usage point id and readings. `normal` is the normal year (default: Durham's typical year);
    Refusal when it is not whole years. `predict` fills `predicted_daily` for its days. Demand and reactive power
    are left out; export is never fitted, only remarked on.
    """
    normal_year = typical_year() if normal is None else normal
    if whole_years(normal_year) is None:
        raise Refusal(NORMAL_YEAR_INCOMPLETE, days=int(np.isfinite(normal_year.mean_c).sum()))
    meters = _meters(usage_file_streams)
    results = _fit(meters, temperatures)
    return [_document(meter, result, normal_year, predict) for meter, result in zip(meters, results, strict=True)]


def _meters(streams: Iterable[tuple[str, UsageSeries]]) -> list[_Meter]:
    grouped: dict[tuple[str, Commodity], list[UsageSeries]] = defaultdict(list)
    for usage_point, series in streams:
        if series.unit not in _NOT_AN_AMOUNT and len(series):
            grouped[usage_point, series.commodity].append(series)
    return [_meter(usage_point, commodity, found) for (usage_point, commodity), found in grouped.items()]


def _meter(usage_point: str, commodity: Commodity, found: list[UsageSeries]) -> _Meter:
    """What was drawn, else the difference of both ways; longest first, daily before bills, in one unit."""
    sent = [series for series in found if series.flow is Flow.RECEIVED]
    for flow in (Flow.DELIVERED, Flow.NET):
        drawn = [series for series in found if series.flow is flow]
        if drawn:
            break
    else:
        return _Meter(usage_point, commodity, found[0].unit, Frequency.DAILY, (), days_of(sent))
    drawn.sort(key=lambda series: int(series.durations.sum()), reverse=True)
    daily = [series for series in drawn if choose(series) is Frequency.DAILY]
    frequency = Frequency.DAILY if daily else Frequency.BILLING
    kept = daily or drawn[:1]
    same_unit = tuple(series for series in kept if series.unit is kept[0].unit)
    return _Meter(usage_point, commodity, kept[0].unit, frequency, same_unit, days_of(sent) if sent else None)


def days_of(found: Sequence[UsageSeries]) -> DailyUse:
    """The days of several series of one meter; where two know a day, the first is believed."""
    parts = [part for series in found if (part := daily_use(series)).amount.size]
    if not parts:
        return DailyUse(0, np.zeros(0))
    first = min(part.first_day for part in parts)
    amount = np.full(max(part.first_day + part.amount.size for part in parts) - first, np.nan)
    for part in parts:
        place = amount[part.first_day - first :][: part.amount.size]
        np.copyto(place, part.amount, where=np.isnan(place))
    return DailyUse(first, amount)


def _fit(meters: Sequence[_Meter], temperatures: DailyTemperature) -> list[FitResult]:
    """One result a meter, in order; meters of a kind together."""
    kinds: dict[tuple[Frequency, Commodity, Unit], list[int]] = defaultdict(list)
    for i, meter in enumerate(meters):
        kinds[meter.frequency, meter.commodity, meter.unit].append(i)
    results: dict[int, FitResult] = {}
    for (frequency, commodity, unit), rows in kinds.items():
        if frequency is Frequency.DAILY:
            found = fit_daily([days_of(meters[i].series) for i in rows], temperatures, commodity, unit)
        else:
            bills = [billing_periods(meters[i].series[0]) for i in rows]
            found = fit_billing(bills, temperatures, commodity, unit)
        results.update(zip(rows, found, strict=True))
    return [results[i] for i in range(len(meters))]


def _document(
    meter: _Meter, result: FitResult, normal: DailyTemperature, predict: DailyTemperature | None
) -> dict[str, object]:
    baseline = result.baseline
    findings = [finding.as_json() for finding in _findings(meter, result)]
    start: dict[str, object] = {"usage_point": meter.usage_point, "commodity": meter.commodity.value}
    start |= {"unit": meter.unit.value, "frequency": meter.frequency.value}
    if baseline is None:
        nothing = dict.fromkeys(
            ("first_day", "last_day", "model", "balance_point_heating_c", "balance_point_cooling_c")
        )
        rest = dict.fromkeys((*_NUMBERS, "normalised_annual", "predicted_daily"))
        return {**start, "days": 0, **nothing, **rest, "findings": findings}
    return {
        **start,
        "days": baseline.days,
        "first_day": iso_day(baseline.first_day),
        "last_day": iso_day(baseline.last_day),
        "model": baseline.model.value,
        "balance_point_heating_c": baseline.balance_point_heating_c,
        "balance_point_cooling_c": baseline.balance_point_cooling_c,
        **{name: getattr(baseline, name) for name in _NUMBERS},
        "normalised_annual": _normal_year(normalise(baseline, normal)),
        "predicted_daily": None if predict is None else _by_day(predict, predict_daily(baseline, predict.mean_c)),
        "findings": findings,
    }


def _findings(meter: _Meter, result: FitResult) -> list[Finding]:
    """Everything found about a meter, each thing said once."""
    found = [*result.findings]
    for series in meter.series:
        found += series_findings(series)
    if meter.export is not None and result.baseline is not None:
        found += export_findings(meter.export, result.baseline.first_day, result.baseline.last_day)
    said: dict[tuple[str, str], Finding] = {}
    for finding in found:
        said.setdefault((finding.code, repr(sorted(finding.facts.items()))), finding)
    return list(said.values())


def _normal_year(year: NormalYear) -> dict[str, object]:
    parts = {"total": year.total, "base": year.base, "heating": year.heating, "cooling": year.cooling}
    return {**parts, "unit": year.unit.value, "ci90": list(year.ci90)}


def _by_day(weather: DailyTemperature, use: Iterable[float]) -> list[list[object]]:
    """Pairs of ISO date and use; null where the temperature is unknown."""
    return [[iso_day(weather.first_day + i), None if v != v else float(v)] for i, v in enumerate(use)]
