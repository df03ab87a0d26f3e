"""Fits of many meters in columns: the numbers of a baseline before anybody asks for one meter's.

Columns are arrays of one entry a meter, in order. What follows from a fit by division (CVRMSE, bias, R²) is worked
out when asked for. Never decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from models.baseline import codes
from models.baseline.degree_days import BALANCE_MAX_C, BALANCE_MIN_C, Bools, Observations
from models.baseline.judge import Judged
from models.baseline.search import SLOPES, Kind
from models.baseline.solve import HEATING_POINT, covariance_of
from models.baseline.sufficiency import MAX_CVRMSE
from models.findings import Finding
from models.series import Floats, Ints


@dataclass(frozen=True, slots=True)
class Fits:
    """Fits of m meters: kind, parameters in `solve`'s order [m, 5], their covariance before inflation [m, 5, 5].

    `weight` days in all, `points` days or bills, `mean` use a day, `spread` Σw of its centred squares, `left` Σwe²,
    `bias` Σwe with e observed less expected; `autocorrelation`, `inflation` and `freedom` are `residuals`' words.
    """

    kind: Ints
    parameters: Floats
    covariance: Floats
    points: Floats
    weight: Floats
    mean: Floats
    spread: Floats
    left: Floats
    bias: Floats
    autocorrelation: Floats
    inflation: Floats
    freedom: Floats

    @property
    def deviation(self) -> Floats:
        """Root mean square over days, or over bills weighted by their days, with the fit's degrees of freedom."""
        freed = np.maximum(self.points - 1 - SLOPES[self.kind], 1)
        found: Floats = np.sqrt(self.left / self._whole * self.points / freed)
        return found

    @property
    def cvrmse(self) -> Floats:
        """The deviation over mean use; 0 where there is no use."""
        return _share(self.deviation, np.abs(self.mean))

    @property
    def nmbe(self) -> Floats:
        """Mean predicted less observed over mean observed."""
        return -_share(self.bias / self._whole, np.abs(self.mean))

    @property
    def r2(self) -> Floats:
        """Share of the spread that is explained, without adjustment."""
        return np.where(self.spread > 0.0, 1.0 - _share(self.left, self.spread), 0.0)

    @property
    def heats(self) -> Bools:
        return np.asarray((self.kind & 1) > 0)

    @property
    def cools(self) -> Bools:
        return np.asarray(self.kind >= Kind.CDD)

    @property
    def _whole(self) -> Floats:
        return np.maximum(self.weight, 1e-300)


def joined(parts: list[Fits]) -> Fits:
    """All these meters in one record, in order; at least one part."""
    return Fits(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Fits)))


def fits_of(seen: Observations, judged: Judged) -> Fits:
    """The columns of fits whose residuals are at hand."""
    solution, known = judged.solution, seen.weight > 0
    deviation = seen.use - seen.mean[:, None]
    return Fits(
        kind=judged.kind,
        parameters=solution.parameters,
        covariance=covariance_of(solution.information, solution.active, solution.variance),
        points=known.sum(axis=1).astype(np.float64),
        weight=seen.weight.sum(axis=1),
        mean=seen.mean,
        spread=(seen.weight * deviation**2 * known).sum(axis=1),
        left=(seen.weight * solution.residual**2).sum(axis=1),
        bias=(seen.weight * solution.residual).sum(axis=1),
        autocorrelation=judged.autocorrelation,
        inflation=judged.inflation,
        freedom=judged.freedom,
    )


def findings_of(fits: Fits) -> list[tuple[Finding, ...]]:
    """What each fit itself shows: a poor one, one without weather, one at the edge of the grid."""
    cvrmse, points = fits.cvrmse, fits.parameters[:, HEATING_POINT:]
    inside = (points > BALANCE_MIN_C) & (points < BALANCE_MAX_C)
    at_limit = ~inside & np.stack([fits.heats, fits.cools], axis=1)
    flat = fits.kind == Kind.INTERCEPT
    found: list[tuple[Finding, ...]] = [()] * fits.kind.size
    for i in np.flatnonzero((cvrmse > MAX_CVRMSE) | flat | at_limit.any(axis=1)).tolist():
        listed = []
        if cvrmse[i] > MAX_CVRMSE:
            percents = {"percent": round(100 * float(cvrmse[i])), "allowed_percent": round(100 * MAX_CVRMSE)}
            listed.append(codes.POOR_FIT.finding(**percents))
        if flat[i]:
            listed.append(codes.NO_WEATHER_PATTERN.finding())
        edges = points[i, at_limit[i]].tolist()
        listed += [codes.BALANCE_POINT_AT_LIMIT.finding(celsius=point) for point in edges]
        found[i] = tuple(listed)
    return found


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
