"""What would go to a lender, part by part: each part is one field a resident can tick, and nothing else exists.

Made of what the coach approved and, for use, of the readings that the permission given opens. The same parts are shown
to the resident before, sealed, and given to the lender.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np
from sqlmodel import Session

from coach.cases import recommendation
from coach.cases.recommendation import RecommendationView
from coach.referrals.basis import Basis
from coach.referrals.codes_referrals import NO_PLAN
from greener_homes import audit, homes, people, readings
from greener_homes.consent import LOCAL, LiveConsent, ReferralField
from greener_homes.errors import Refusal
from greener_homes.local_days import midnight
from greener_homes.people import PersonView
from greener_homes.vault import Vault
from models.measures import catalogue
from models.quantities import Commodity
from models.series import UsageSeries

SCHEMA: Final = "greener-homes/referral/1"
YEAR: Final = timedelta(days=365)
DAY_S: Final = 86_400
OF_USAGE: Final = frozenset({ReferralField.YEARLY_USE, ReferralField.INTERVALS})
"""Parts that are made of readings."""


@dataclass(frozen=True, slots=True)
class Content:
    """The parts by field, the assessment the plan rests on, and the measures a coach approved for now."""

    parts: Mapping[ReferralField, object]
    assessment_id: uuid.UUID
    measures: tuple[str, ...]

    @property
    def text(self) -> str:
        """The parts as they are sealed: the same parts are the same text."""
        said = {field.value: part for field, part in self.parts.items()}
        return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def digest(self, vault: Vault) -> str:
        """A keyed digest of the text, by which what was shown and what is sent are the same."""
        return vault.match("referral_package", self.text).hex()


def draft(
    session: Session,
    vault: Vault,
    person: PersonView,
    fields: Collection[ReferralField],
    consent: LiveConsent,
    basis: Basis,
    *,
    viewer: audit.Actor,
    now: datetime,
) -> Content:
    """The parts that these fields are today. Use is of the last year and of what `basis` covers. Raises Refusal.

    `viewer` is who reads the plan for it: the resident, or the platform where nobody is shown it.
    """
    items = recommendation.for_home(session, consent.home_id, viewer=viewer, now=now)
    approved = [item for item in items if not item.later]
    if not approved:
        raise Refusal(NO_PLAN)
    first = max(midnight(basis.since), int((now - YEAR).timestamp()))
    read = basis.commodities if OF_USAGE.intersection(fields) else ()  # nobody's readings are opened for less
    used = [_from(one, first) for kind in read for one in _series(session, consent, kind)]
    used = [one for one in used if len(one)]
    makers: dict[ReferralField, Callable[[], object]] = {
        ReferralField.CONTACT: lambda: _contact(session, vault, person),
        ReferralField.MUNICIPALITY: lambda: _municipality(session, consent.home_id),
        ReferralField.PLAN: lambda: _plan(items),
        ReferralField.WORK: lambda: [_work(item) for item in approved],
        ReferralField.SAVINGS: lambda: [_saving(item) for item in approved],
        ReferralField.YEARLY_USE: lambda: [_total(one) for one in used],
        ReferralField.INTERVALS: lambda: [_intervals(one) for one in used],
    }
    parts = {field: makers[field]() for field in ReferralField if field in fields}
    return Content(MappingProxyType(parts), items[0].assessment_id, tuple(item.measure for item in approved))


def _contact(session: Session, vault: Vault, person: PersonView) -> dict[str, str]:
    return {"name": person.name, "email": people.address_of(session, vault, person.id)}


def _municipality(session: Session, home_id: uuid.UUID) -> str | None:
    known = {fact.name: fact.value for fact in homes.known_facts(session, home_id)}
    found = known.get("municipality")
    return None if found is None else str(found)


def _plan(items: Sequence[RecommendationView]) -> dict[str, object]:
    return {
        "approved_on": items[0].reviewed_at.astimezone(LOCAL).date().isoformat(),
        "steps": [{"measure": item.measure, "name": _name(item), "later": item.later} for item in items],
    }


def _work(item: RecommendationView) -> dict[str, object]:
    cost = _mapping(item.numbers.get("cost_cad"))
    return {
        "measure": item.measure,
        "name": _name(item),
        "cost_cad": {name: _rounded(cost.get(name)) for name in ("low", "high")},
        "rebates_cad": _rounded(item.numbers.get("incentive_cad")),
    }


def _saving(item: RecommendationView) -> dict[str, object]:
    bill = _mapping(item.numbers.get("bill_cad_per_year"))
    return {
        "measure": item.measure,
        "name": _name(item),
        "bill_cad_per_year": {name: _rounded(bill.get(name)) for name in ("p10", "p90")},
    }


def _series(session: Session, consent: LiveConsent, commodity: Commodity) -> list[UsageSeries]:
    """The readings of a commodity that the permission opens, meter by meter."""
    return [point.series for point in readings.series_for(session, consent, commodity=commodity)]


def _from(series: UsageSeries, first: int) -> UsageSeries:
    keep = series.starts >= first
    return replace(
        series,
        starts=series.starts[keep],
        durations=series.durations[keep],
        values=series.values[keep],
        quality=series.quality[keep],
    )


def _total(series: UsageSeries) -> dict[str, object]:
    return {
        "commodity": series.commodity.value,
        "unit": series.unit.value,
        "from": _day(int(series.starts[0])),
        "until": _day(int(series.ends[-1]) - 1),
        "days": round(int(np.sum(series.durations)) / DAY_S),
        "total": round(series.total, 1),
    }


def _intervals(series: UsageSeries) -> dict[str, object]:
    return {
        "commodity": series.commodity.value,
        "unit": series.unit.value,
        "starts": [int(start) for start in series.starts],
        "seconds": [int(length) for length in series.durations],
        "amounts": [round(float(amount), 3) for amount in series.amounts],
    }


def _name(item: RecommendationView) -> str:
    return catalogue.measure(item.measure).name_en


def _rounded(value: object) -> int | None:
    return round(value) if isinstance(value, int | float) else None


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, LOCAL).date().isoformat()
