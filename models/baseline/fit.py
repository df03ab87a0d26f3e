"""Baselines fitted: base load, heating and cooling as change-point lines against temperature, many meters at once.

The model is use per day = base + heating slope · HDD + cooling slope · CDD (CalTRACK 2.0, S115): ordinary least
squares on days, weighted by days on bills; coefficients above zero; no cooling for gas; the kind with the highest
adjusted R² whose slopes stand out of the residuals (`judge`). A meter whose data are insufficient is fitted all the
same, with the findings beside the numbers; only when there is nothing to fit is there no baseline. Results do not
depend on which other meters are in the batch, nor on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from models.baseline import codes
from models.baseline.billing_observations import PeriodObservations
from models.baseline.bills import Bills, usable_bills
from models.baseline.daily_observations import DailyObservations
from models.baseline.degree_days import BALANCE_MAX_C, BALANCE_MIN_C, Bools, Observations
from models.baseline.judge import Judged, judge
from models.baseline.periods import BillingPeriods, DailyUse, Frequency
from models.baseline.search import SLOPES, Kind, search
from models.baseline.solve import Solution
from models.baseline.sufficiency import MAX_CVRMSE, daily_findings, latest_year
from models.findings import Finding
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats, Ints

MIN_POINTS = 3
NO_HEATING = frozenset({Commodity.WATER})
NO_COOLING = frozenset({Commodity.NATURAL_GAS, Commodity.STEAM, Commodity.OIL, Commodity.PROPANE, Commodity.WOOD})
_CHUNK = 256


class ModelKind(StrEnum):
    """Which of heating and cooling a baseline has."""

    INTERCEPT = "intercept"
    HDD = "hdd"
    CDD = "cdd"
    HDD_CDD = "hdd_cdd"


@dataclass(frozen=True, slots=True)
class Baseline:
    """How one meter's use follows the weather, and how well that is known.

    Use in `unit` per day, temperatures °C, slopes in `unit` per °C·d. `cvrmse` and `residual_std` divide by points
    less coefficients; `nmbe` is mean predicted less observed over mean observed, `r2` without adjustment. `points`
    are days or bills, `days` the days they cover, `first_day` and `last_day` local days since 1970-01-01, both
    included. `autocorrelation`, `variance_inflation` and `effective_freedom` are `residuals`' words.
    `covariance` is the 5 × 5 covariance of base, slopes and balance points, row by row, before inflation.
    """

    commodity: Commodity
    unit: Unit
    frequency: Frequency
    model: ModelKind
    balance_point_heating_c: float | None
    balance_point_cooling_c: float | None
    base_load_per_day: float
    heating_slope: float
    cooling_slope: float
    cvrmse: float
    nmbe: float
    r2: float
    days: int
    points: int
    first_day: int
    last_day: int
    residual_std: float
    autocorrelation: float
    variance_inflation: float
    effective_freedom: float
    covariance: tuple[float, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FitResult:
    """A baseline, or None when nothing could be fitted, and everything that was found on the way."""

    baseline: Baseline | None
    findings: tuple[Finding, ...]

    @property
    def disqualified(self) -> bool:
        """Whether the data cannot support a number."""
        return any(finding.severity == "disqualification" for finding in self.findings)


def fit_daily(
    uses: Sequence[DailyUse],
    temperature: Sequence[DailyTemperature] | DailyTemperature,
    commodity: Commodity,
    unit: Unit,
) -> list[FitResult]:
    """One result a meter, in order, from the latest 365 days whose use and temperature are known.

    `temperature` is one series for all or one a meter (ValueError when the counts differ).
    """
    weather = _one_each(temperature, len(uses))
    results: list[FitResult] = []
    for low in range(0, len(uses), _CHUNK):
        year = latest_year(list(uses[low : low + _CHUNK]), weather[low : low + _CHUNK], commodity)
        seen = DailyObservations.of(year.use, year.known, year.temperature_c)
        covered = _Covered(Frequency.DAILY, year.known.sum(axis=1), year.last_day - year.span + 1, year.last_day)
        results += _fit(seen, covered, daily_findings(year, commodity), commodity, unit)
    return results


def fit_billing(
    bills: Sequence[BillingPeriods],
    temperature: Sequence[DailyTemperature] | DailyTemperature,
    commodity: Commodity,
    unit: Unit,
) -> list[FitResult]:
    """One result a meter, in order, from the usable bills of its latest year; `temperature` as in `fit_daily`."""
    weather = _one_each(temperature, len(bills))
    results: list[FitResult] = []
    for low in range(0, len(bills), _CHUNK):
        series = weather[low : low + _CHUNK]
        usable = [usable_bills(one, t, commodity) for one, t in zip(bills[low : low + _CHUNK], series, strict=True)]
        covered = _Covered(
            Frequency.BILLING,
            np.array([float((one.ends - one.starts).sum()) for one in usable]),
            np.array([int(one.starts[0]) if one.starts.size else 0 for one in usable], dtype=np.int64),
            np.array([int(one.ends[-1]) - 1 if one.ends.size else 0 for one in usable], dtype=np.int64),
        )
        results += _fit(_periods(usable, series), covered, [one.findings for one in usable], commodity, unit)
    return results


def predict_daily(baseline: Baseline, mean_c: Floats) -> Floats:
    """Expected use of days with these mean temperatures, in the baseline's unit; NaN where the temperature is."""
    expected = np.where(np.isnan(mean_c), np.nan, baseline.base_load_per_day)
    if baseline.balance_point_heating_c is not None:
        expected = expected + baseline.heating_slope * np.maximum(baseline.balance_point_heating_c - mean_c, 0.0)
    if baseline.balance_point_cooling_c is not None:
        expected = expected + baseline.cooling_slope * np.maximum(mean_c - baseline.balance_point_cooling_c, 0.0)
    return expected


@dataclass(frozen=True, slots=True)
class _Covered:
    frequency: Frequency
    days: Floats
    first_day: Ints
    last_day: Ints


def _one_each(temperature: Sequence[DailyTemperature] | DailyTemperature, count: int) -> list[DailyTemperature]:
    if isinstance(temperature, DailyTemperature):
        return [temperature] * count
    if len(temperature) != count:
        raise ValueError(f"{count} meters but {len(temperature)} temperature series")
    return list(temperature)


def _periods(bills: Sequence[Bills], weather: Sequence[DailyTemperature]) -> PeriodObservations:
    """The bills of several meters side by side, each with the temperatures of its days."""
    periods = max([one.starts.size for one in bills] + [1])
    longest = max([int((one.ends - one.starts).max()) for one in bills if one.starts.size] + [1])
    use, weight = np.zeros((len(bills), periods)), np.zeros((len(bills), periods))
    days = np.full((len(bills), periods, longest), np.nan)
    for i, (one, temperature) in enumerate(zip(bills, weather, strict=True)):
        length = one.ends - one.starts
        use[i, : length.size], weight[i, : length.size] = one.amount / length, length
        offset = np.arange(longest)
        at = one.starts[:, None] + offset - temperature.first_day
        inside = (offset < length[:, None]) & (at >= 0) & (at < temperature.mean_c.size)
        days[i, : length.size][inside] = temperature.mean_c[at[inside]]
    known = np.isfinite(days)
    return PeriodObservations.of(use, weight, np.where(known, days, 0.0), known.astype(np.float64))


def _fit(
    seen: Observations, covered: _Covered, findings: list[tuple[Finding, ...]], commodity: Commodity, unit: Unit
) -> list[FitResult]:
    points = (seen.weight > 0).sum(axis=1)
    results: list[FitResult | None] = [None] * points.size
    for i in np.flatnonzero(points < MIN_POINTS).tolist():
        few = codes.TOO_FEW_POINTS.finding(points=int(points[i]), needed=MIN_POINTS)
        results[i] = FitResult(None, findings[i] if points[i] == 0 else (few, *findings[i]))
    rows: Ints = np.flatnonzero(points >= MIN_POINTS)
    if rows.size:
        part = seen if rows.size == points.size else seen.take(rows)
        found = search(part, heating=commodity not in NO_HEATING, cooling=commodity not in NO_COOLING)
        judged = judge(part, found, covered.frequency)
        for i, baseline in zip(rows.tolist(), _baselines(part, judged, covered, rows, commodity, unit), strict=True):
            results[i] = _with_findings(baseline, findings[i])
    return [result for result in results if result is not None]


def _baselines(
    seen: Observations, judged: Judged, covered: _Covered, rows: Ints, commodity: Commodity, unit: Unit
) -> list[Baseline]:
    solution, known = judged.solution, seen.weight > 0
    weight = np.maximum(seen.weight.sum(axis=1), 1e-300)
    points = known.sum(axis=1)
    mean = seen.mean
    left = (seen.weight * solution.residual**2).sum(axis=1)
    spread = (seen.weight * (seen.use - mean[:, None]) ** 2 * known).sum(axis=1)
    freed = np.maximum(points - 1 - SLOPES[judged.kind], 1)
    # Root mean square over days or over bills weighted by their days, with the fit's degrees of freedom.
    deviation = np.sqrt(left / weight * points / freed)
    bias = (seen.weight * solution.residual).sum(axis=1) / weight
    covariance = _covariance(solution)
    size = np.abs(mean)
    columns = zip(
        judged.kind.tolist(),
        solution.parameters.tolist(),
        _share(deviation, size).tolist(),
        (-_share(bias, size)).tolist(),
        np.where(spread > 0.0, 1.0 - _share(left, spread), 0.0).tolist(),
        np.rint(covered.days[rows]).astype(np.int64).tolist(),
        points.tolist(),
        covered.first_day[rows].tolist(),
        covered.last_day[rows].tolist(),
        deviation.tolist(),
        judged.autocorrelation.tolist(),
        judged.inflation.tolist(),
        judged.freedom.tolist(),
        covariance.reshape(rows.size, -1).tolist(),
        strict=True,
    )
    kinds = (ModelKind.INTERCEPT, ModelKind.HDD, ModelKind.CDD, ModelKind.HDD_CDD)
    return [
        Baseline(
            commodity=commodity,
            unit=unit,
            frequency=covered.frequency,
            model=kinds[kind],
            balance_point_heating_c=theta[3] if kind & 1 else None,
            balance_point_cooling_c=theta[4] if kind >= Kind.CDD else None,
            base_load_per_day=theta[0],
            heating_slope=theta[1],
            cooling_slope=theta[2],
            cvrmse=cvrmse,
            nmbe=nmbe,
            r2=r2,
            days=days,
            points=count,
            first_day=first,
            last_day=last,
            residual_std=std,
            autocorrelation=memory,
            variance_inflation=inflated,
            effective_freedom=free,
            covariance=tuple(flat),
        )
        for kind, theta, cvrmse, nmbe, r2, days, count, first, last, std, memory, inflated, free, flat in columns
    ]


def _covariance(solution: Solution) -> Floats:
    """Covariance of the active parameters, rows and columns of the others 0 [m, 5, 5]."""
    both: Bools = solution.active[:, :, None] & solution.active[:, None, :]
    inverse: Floats = np.where(both, np.linalg.inv(solution.information), 0.0)
    return inverse * solution.variance[:, None, None]


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)


def _with_findings(baseline: Baseline, before: tuple[Finding, ...]) -> FitResult:
    found = list(before)
    if baseline.cvrmse > MAX_CVRMSE:
        percents = {"percent": round(100 * baseline.cvrmse), "allowed_percent": round(100 * MAX_CVRMSE)}
        found.append(codes.POOR_FIT.finding(**percents))
    if baseline.model is ModelKind.INTERCEPT:
        found.append(codes.NO_WEATHER_PATTERN.finding())
    found += [
        codes.BALANCE_POINT_AT_LIMIT.finding(celsius=point)
        for point in (baseline.balance_point_heating_c, baseline.balance_point_cooling_c)
        if point is not None and not BALANCE_MIN_C < point < BALANCE_MAX_C
    ]
    findings = tuple(found)
    return FitResult(replace(baseline, findings=findings) if findings else baseline, findings)
