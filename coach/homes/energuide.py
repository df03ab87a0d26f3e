"""What an EnerGuide house file said, kept as facts of a home with that as their source, and taken back again.

An evaluation is a later look than memory: its facts stand before the resident's own. What it does not say
is left to whoever else knows.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from greener_homes import audit, consent, homes, jobs
from greener_homes.consent import Purpose
from greener_homes.homes import FactValue, KnownFact, Provenance
from models.house.facts import CLOSED_SETS, FACT_NAMES, LIMITS

RATING = "energuide_rating_gj"
"""The rating on the label [GJ a year]. Rated, never metered: it is shown, and no saving is computed from it."""
EVALUATED = "energuide_evaluated_on"


def keep(
    session: Session,
    home_id: uuid.UUID,
    facts: Mapping[str, FactValue],
    *,
    rating_gj: float | None,
    evaluated_on: date | None,
    actor: audit.Actor,
    now: datetime,
) -> int:
    """The file's plausible facts are the home's, and what an earlier file said beyond them no longer counts.

    Returns how many changed. The home is assessed again where its readings may be used.
    """
    told: dict[str, FactValue] = {name: value for name, value in facts.items() if _fits(name, value)}
    told[RATING] = rating_gj
    told[EVALUATED] = evaluated_on.isoformat() if evaluated_on else None
    earlier = [fact.name for fact in said(session, home_id)]
    changed = homes.state_facts(
        session,
        home_id,
        dict.fromkeys(earlier) | told,
        provenance=Provenance.ENERGUIDE,
        actor=actor,
        now=now,
    )
    if changed:
        _assess_again(session, home_id, now)
    return changed


def forget(session: Session, home_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> int:
    """Nothing a house file said counts any more; returns how many facts that were."""
    names = [fact.name for fact in said(session, home_id) if fact.value is not None]
    if names:
        homes.state_facts(session, home_id, dict.fromkeys(names), provenance=Provenance.ENERGUIDE, actor=actor, now=now)
        _assess_again(session, home_id, now)
    return len(names)


def said(session: Session, home_id: uuid.UUID) -> list[KnownFact]:
    """What house files say of this home now, by name."""
    return of_files(homes.known_facts(session, home_id))


def of_files(known: Sequence[KnownFact]) -> list[KnownFact]:
    """Of what is known of a home, what house files say."""
    return [fact for fact in known if fact.provenance is Provenance.ENERGUIDE]


def _fits(name: str, value: FactValue) -> bool:
    if name not in FACT_NAMES or value is None:
        return False
    if name in CLOSED_SETS:
        return value in set(CLOSED_SETS[name])
    low, high = LIMITS.get(name, (float("-inf"), float("inf")))
    return isinstance(value, bool) or (isinstance(value, int | float) and low <= value <= high)


def _assess_again(session: Session, home_id: uuid.UUID, now: datetime) -> None:
    if any(grant.purpose is Purpose.ADVICE for grant in consent.in_force(session, home_id, at=now)):
        jobs.enqueue(session, "home.assess", home_id, now=now)
