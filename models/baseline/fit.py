"""Baselines fitted: base load, heating and cooling as change-point lines against temperature, many meters at once.

The model is use per day = base + heating slope · HDD + cooling slope · CDD (CalTRACK 2.0, S115): ordinary least
squares on days, weighted by days on bills; coefficients above zero; no cooling for gas; the kind with the highest
adjusted R² whose slopes stand out of the residuals (`judge`). A meter whose data are insufficient is fitted all the
same, with the findings beside the numbers; only when there is nothing to fit is there no baseline. Results do not
depend on which other meters are in the batch, nor on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.baseline.batch import MIN_POINTS, NO_COOLING, NO_HEATING, Batch, billing_batch, daily_batch
from models.baseline.periods import BillingPeriods, DailyUse, Frequency
from models.baseline.sufficiency import side_by_side
from models.findings import Finding
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats

__all__ = [
    "MIN_POINTS",
    "NO_COOLING",
    "NO_HEATING",
    "Baseline",
    "FitResult",
    "ModelKind",
    "fit_billing",
    "fit_daily",
    "predict_daily",
    "results",
]


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
    use, weather, first_day = side_by_side(uses, _one_each(temperature, len(uses)))
    return results(daily_batch(use, first_day, weather, commodity), commodity, unit)


def fit_billing(
    bills: Sequence[BillingPeriods],
    temperature: Sequence[DailyTemperature] | DailyTemperature,
    commodity: Commodity,
    unit: Unit,
) -> list[FitResult]:
    """One result a meter, in order, from the usable bills of its latest year; `temperature` as in `fit_daily`."""
    return results(billing_batch(bills, _one_each(temperature, len(bills)), commodity), commodity, unit)


def results(batch: Batch, commodity: Commodity, unit: Unit) -> list[FitResult]:
    """The batch meter by meter, in order."""
    found: list[FitResult] = [FitResult(None, findings) for findings in batch.findings]
    for i, baseline in zip(batch.rows.tolist(), _baselines(batch, commodity, unit), strict=True):
        found[i] = FitResult(baseline, baseline.findings)
    return found


def predict_daily(baseline: Baseline, mean_c: Floats) -> Floats:
    """Expected use of days with these mean temperatures, in the baseline's unit; NaN where the temperature is."""
    expected = np.where(np.isnan(mean_c), np.nan, baseline.base_load_per_day)
    if baseline.balance_point_heating_c is not None:
        expected = expected + baseline.heating_slope * np.maximum(baseline.balance_point_heating_c - mean_c, 0.0)
    if baseline.balance_point_cooling_c is not None:
        expected = expected + baseline.cooling_slope * np.maximum(mean_c - baseline.balance_point_cooling_c, 0.0)
    return expected


def _one_each(temperature: Sequence[DailyTemperature] | DailyTemperature, count: int) -> list[DailyTemperature]:
    if isinstance(temperature, DailyTemperature):
        return [temperature] * count
    if len(temperature) != count:
        raise ValueError(f"{count} meters but {len(temperature)} temperature series")
    return list(temperature)


def _baselines(batch: Batch, commodity: Commodity, unit: Unit) -> list[Baseline]:
    fits = batch.fits
    columns = zip(
        batch.rows.tolist(),
        fits.kind.tolist(),
        fits.parameters.tolist(),
        fits.cvrmse.tolist(),
        fits.nmbe.tolist(),
        fits.r2.tolist(),
        batch.days.tolist(),
        fits.points.astype(np.int64).tolist(),
        batch.first_day.tolist(),
        batch.last_day.tolist(),
        fits.deviation.tolist(),
        fits.autocorrelation.tolist(),
        fits.inflation.tolist(),
        fits.freedom.tolist(),
        fits.covariance.reshape(batch.rows.size, 25).tolist(),
        strict=True,
    )
    kinds = (ModelKind.INTERCEPT, ModelKind.HDD, ModelKind.CDD, ModelKind.HDD_CDD)
    return [
        Baseline(
            commodity=commodity,
            unit=unit,
            frequency=batch.frequency,
            model=kinds[kind],
            balance_point_heating_c=theta[3] if kind & 1 else None,
            balance_point_cooling_c=theta[4] if kind & 2 else None,
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
            findings=batch.findings[row],
        )
        for row, kind, theta, cvrmse, nmbe, r2, days, count, first, last, std, memory, inflated, free, flat in columns
    ]
