"""A lost device: what was on it opens nothing any more, and its person begins again with password or letter.

Only whoever keeps the machine does this, by `greener-homes lost-device`, after hearing from the person in another way;
no page does it, or asking would be enough to get past the second step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from greener_homes import audit
from greener_homes.identity import browsers, link_letters, passkeys, second_factors
from greener_homes.people import PersonView
from greener_homes.vault import Vault
from models.findings import Code, Severity

NOBODY = Code(
    "lost_device.nobody",
    Severity.REFUSAL,
    "Nobody is registered with this address.",
    "Personne n’est inscrit à cette adresse.",
)
CODES = (NOBODY,)


@dataclass(frozen=True, slots=True)
class Lost:
    """What was taken away."""

    second_step: bool
    passkeys: int


def forget(session: Session, vault: Vault, person: PersonView, *, now: datetime) -> Lost:
    """The person has no second step, recovery codes or passkeys, is signed out everywhere, and is told by letter."""
    had_step, kept = second_factors.is_set_up(session, person.id), passkeys.listed(session, person.id)
    second_factors.remove(session, person.id, actor=audit.OPERATOR, now=now)
    for one in kept:
        passkeys.remove(session, person, one.id, actor=audit.OPERATOR, now=now)
    browsers.end_all(session, person, now=now)
    link_letters.second_factor_changed(session, vault, person, made=False, now=now)
    return Lost(had_step, len(kept))
