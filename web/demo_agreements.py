"""The demonstration's agreements, and a change to a program that waits for somebody's yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from coach.fleet_wide import incentive_proposals
from greener_homes import agreements, audit, incentive_changes, organisations
from greener_homes.agreements import PURPOSES_OF, REFERRAL_FIELDS, USAGE_FIELDS, Signed
from greener_homes.db import Session
from greener_homes.incentive_changes import ChangedPart, Proposal
from greener_homes.local_days import LOCAL
from greener_homes.vault import Vault

UTILITY_LEFT, CHANGED = timedelta(days=40), "HRS-TSTAT"
"""The utility's agreement ends soon, so that its pages show what then is said."""


def seed(session: Session, vault: Vault, utility: str, *, now: datetime) -> None:
    """The utility has an agreement that ends soon, and a change waits. Doing it again changes nothing."""
    one, today = organisations.by_key(session, utility), now.astimezone(LOCAL).date()
    if one is None or agreements.of_organisation(session, one.id):
        return
    signed = today - timedelta(days=690)
    agreements.enter(
        session,
        vault,
        Signed(
            one.id,
            "DUA-DEMO-1",
            PURPOSES_OF[one.kind],
            (*USAGE_FIELDS[:2], *REFERRAL_FIELDS[:3]),
            730,
            "demonstration: privacy office",
            signed,
            signed,
            today + UTILITY_LEFT,
        ),
        actor=audit.OPERATOR,
        now=now,
    )
    if not incentive_changes.listed(session):
        incentive_proposals.propose(
            session,
            Proposal(
                ChangedPart.OFFER,
                CHANGED,
                {"pay.cad": 100, "pay.max_cad": 100},
                today,
                today,
                today + timedelta(days=90),
                "https://example.org/demonstration",
                "Demonstration: the thermostat rebate would be $100.",
                "Démonstration\u00a0: la remise sur le thermostat serait de 100\u00a0$.",
            ),
            by=None,
            now=now,
        )
