"""Corrected advice beside measured effects: average change in log gas use per kind of work, from a published study.

The study (two-way fixed effects on monthly bills) gives for each kind of work what auditors' HOT2000 files promised
and what bills showed. Ours are log(1 − saving / normal year's use), averaged over homes of ours, first as physics,
then corrected. The rates of correction come from this same study, so the corrected column tests the transfer to our
physics and nothing more: where our physics already promises less than HOT2000 did, the same rate takes off too much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from models.measures.catalogue import Method, measure
from models.savings.realization import realization_rate

LARGEST_SHARE = 0.95
"""No measure saves more of a fuel than this; keeps the logarithm finite."""
_SMALL_WORK = (Method.HEATING_SHARE,)


@dataclass(frozen=True, slots=True)
class MeasuredEffect:
    """One kind of work: mean change in log gas use that bills showed and that audits promised, with standard errors."""

    family: str
    realised: float
    realised_error: float
    promised: float
    promised_error: float


@dataclass(frozen=True, slots=True)
class PredictedShare:
    """What advice said one measure saves of one home's normal gas use, as physics and as corrected, 0 to 1."""

    home: str
    measure: str
    physics: float
    corrected: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of work beside the study; ours None where no home of ours could have it.

    `rate` what advice multiplies by; `implied_rate` what would bring our physics to what bills showed.
    """

    effect: MeasuredEffect
    homes: int
    physics: float | None
    corrected: float | None
    rate: float
    implied_rate: float | None
    standard_errors_off: float | None


def compare(effects: Sequence[MeasuredEffect], shares: Iterable[PredictedShare]) -> list[Comparison]:
    """Each effect of a kind of work we correct, beside the mean over homes of ours."""
    by_family: dict[str, dict[str, list[PredictedShare]]] = defaultdict(lambda: defaultdict(list))
    for share in shares:
        work = measure(share.measure)
        if work.realization is not None and not (
            work.method in _SMALL_WORK and work.realization != "foundation_header"
        ):
            by_family[work.realization][share.home].append(share)
    return [_comparison(effect, by_family[effect.family]) for effect in effects]


def _comparison(effect: MeasuredEffect, homes: dict[str, list[PredictedShare]]) -> Comparison:
    known = realization_rate(effect.family)
    if known is None:
        raise ValueError("a kind of work has a rate")
    physics = _mean([_mean([_log(each.physics) for each in one]) for one in homes.values()])
    corrected = _mean([_mean([_log(each.corrected) for each in one]) for one in homes.values()])
    return Comparison(
        effect=effect,
        homes=len(homes),
        physics=physics,
        corrected=corrected,
        rate=known.rate,
        implied_rate=effect.realised / physics if physics else None,
        standard_errors_off=None if corrected is None else (corrected - effect.realised) / effect.realised_error,
    )


def _log(share: float) -> float:
    return log(1.0 - min(share, LARGEST_SHARE))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [each for each in values if each is not None]
    return sum(known) / len(known) if known else None
