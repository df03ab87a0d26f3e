"""The demonstration's partners: one made-up utility, one made-up credit union with its offers, and who signs in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from greener_homes import organisations
from greener_homes.db import Session
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience, PersonView
from web import demo_offers

UTILITY, LENDER = "example-utility", "example-lender"
PARTNERS = (
    (Audience.UTILITY_PARTNER, OrganisationKind.UTILITY, UTILITY, "Example Utility"),
    (Audience.FINANCIAL_PARTNER, OrganisationKind.LENDER, LENDER, "Example Credit Union (demonstration)"),
)


def seed(session: Session, staff: Iterable[PersonView], *, now: datetime) -> None:
    """Each partner is known and its demonstration sign-in works for it. Doing it again changes nothing."""
    known = list(staff)
    for audience, kind, key, name in PARTNERS:
        partner = organisations.by_key(session, key) or organisations.register(session, kind, key, name, now=now)
        for person in known:
            if person.audience is audience and organisations.of_person(session, person.id) is None:
                organisations.add_member(session, partner.id, person.id, now=now)
        if kind is OrganisationKind.LENDER:
            demo_offers.seed(session, partner.id, now=now)
