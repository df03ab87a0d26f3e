"""A meter before and after, in codes and figures: what may be said, with its uncertainty, and what may not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from coach.projects import codes_outcomes as codes
from coach.projects.meter_reading import Meter
from models.baseline.avoided import AvoidedUse
from models.baseline.before_after import ENOUGH_DAYS, EPOCH, BeforeAfter, enough_on
from models.baseline.document import to_document
from models.findings import Finding

METHOD: Final = "avoided-1"
"""CalTRACK 2.0, 3.5 (S115), over at most the first year."""
ROUND_TO: Final = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of a fuel, what qualifies it, and the figures it opens to."""

    said: Finding
    more: tuple[Finding, ...] = ()
    numbers: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def said(meter: Meter, share: tuple[float, float, float] | None, alone: bool, today: date) -> Outcome:
    """What this meter says. `share` is what was predicted of the fuel's year (p10, p50, p90), None where it may not be
    held against it; `alone` whether one measure alone changed."""
    found = meter.found
    if found is None:
        return Outcome(meter.why_not or codes.NO_READINGS.finding())
    if not found.is_enough and found.baseline is not None:
        return _too_early(found, today)
    avoided = found.avoided
    if avoided is None or found.baseline is None:
        return Outcome(codes.NO_YEAR_BEFORE.finding())
    more = [] if alone else [codes.WHOLE_HOME.finding()]
    if not found.is_whole_year:
        more.append(codes.HALF_YEAR.finding())
    elif share is not None and avoided.share is not None:
        more.append(_against(avoided, share))
    return Outcome(_what(avoided), tuple(more), _numbers(found, avoided, share, alone))


def _too_early(found: BeforeAfter, today: date) -> Outcome:
    known_to = EPOCH + timedelta(days=found.last_day) if found.last_day is not None else today
    day = enough_on(found.counted, max(known_to, today - timedelta(days=1)), heats=found.heats)
    said = codes.TOO_EARLY.finding(day=day.isoformat(), needed=ENOUGH_DAYS, counted=found.counted)
    return Outcome(said, (), {"until": day.isoformat(), "counted": found.counted})


def _what(avoided: AvoidedUse) -> Finding:
    low, high = avoided.ci90
    facts = {"days": avoided.days, "unit": avoided.unit.value}
    if not avoided.stands_out:
        return codes.NOT_CLEAR.finding(**facts, low=_whole(low), high=_whole(high))
    if avoided.avoided > 0:
        return codes.LESS.finding(**facts, avoided=_whole(avoided.avoided), low=_whole(low), high=_whole(high))
    return codes.MORE.finding(**facts, avoided=_whole(-avoided.avoided), low=_whole(-high), high=_whole(-low))


def _against(avoided: AvoidedUse, share: tuple[float, float, float]) -> Finding:
    """The year's share beside the predicted one: outside only when the two intervals do not meet."""
    low, high = (end / avoided.expected for end in avoided.ci90)
    facts = {
        "percent": round(100 * (avoided.share or 0.0)),
        "low": round(100 * share[0]),
        "high": round(100 * share[2]),
    }
    if high < share[0]:
        return codes.LESS_THAN_PREDICTED.finding(**facts)
    if low > share[2]:
        return codes.MORE_THAN_PREDICTED.finding(**facts)
    return codes.AS_PREDICTED.finding(**facts)


def _numbers(
    found: BeforeAfter, avoided: AvoidedUse, share: tuple[float, float, float] | None, alone: bool
) -> dict[str, object]:
    return {
        "method": METHOD,
        "avoided": round(avoided.avoided, 3),
        "expected": round(avoided.expected, 3),
        "observed": round(avoided.observed, 3),
        "ci90": [round(end, 3) for end in avoided.ci90],
        "days": avoided.days,
        "unit": avoided.unit.value,
        "stands_out": avoided.stands_out,
        "whole_year": found.is_whole_year,
        "alone": alone,
        "predicted_share": list(share) if share is not None else None,
        "baseline": to_document(found.baseline) if found.baseline is not None else None,
    }


def _whole(value: float) -> int | float:
    """A figure as it is said: to ten where it is large."""
    return round(value / ROUND_TO) * int(ROUND_TO) if abs(value) >= ROUND_TO**2 else round(value)
