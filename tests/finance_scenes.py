"""A made-up lender, what it writes of an offer, and that offer as a value."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from greener_homes import audit, finance_offers, organisations
from greener_homes.finance_offers import ReceivedVia, Stated
from greener_homes.finance_offers_terms import OfferTerms
from greener_homes.organisations import OrganisationKind
from tests.scenes import NOW
from utility_connectors.finance_terms import COLUMNS, terms_of

WRITTEN: Mapping[str, str] = {
    "key": "home-loan",
    "stated_at": (NOW - timedelta(days=2)).isoformat(),
    "kind": "loan",
    "name_en": "Example home loan",
    "name_fr": "Exemple de prêt rénovation",
    "rate_low_percent": "6.5",
    "term_min_months": "12",
    "term_max_months": "120",
    "amount_min_cad": "1000",
    "amount_max_cad": "40000.00",
    "admin_fee_cad": "75.00",
    "early_repayment": "free",
    "on_moving": "follows_borrower",
    "security": "none",
    "who": "owner",
    "valid_from": "2026-01-01",
    "page_url": "https://lender.example.org/home-loan",
}
LENDER = audit.Actor(None, "financial_partner")


def lender(session: Session, name: str = "lender", kind: OrganisationKind = OrganisationKind.LENDER) -> uuid.UUID:
    """A lender that nobody knows."""
    return organisations.register(session, kind, f"{name}-{uuid.uuid4().hex[:8]}", name.title(), now=NOW).id


def terms(**other: str) -> OfferTerms:
    """The offer as it is written above, some of it otherwise."""
    return terms_of({**WRITTEN, **other})[0]


def put(session: Session, organisation_id: uuid.UUID, *, days_ago: float = 2, **other: str) -> Stated:
    """The lender states the offer, so many days ago."""
    stated_at = NOW - timedelta(days=days_ago)
    return finance_offers.put(
        session, organisation_id, terms(**other), stated_at, via=ReceivedVia.API, actor=LENDER, now=NOW
    )


def as_csv(*rows: Mapping[str, str]) -> bytes:
    """These offers as a file."""
    text = io.StringIO()
    written = csv.DictWriter(text, [name for name in COLUMNS if any(name in row for row in rows)], restval="")
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode()
