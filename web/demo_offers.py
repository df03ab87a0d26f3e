"""The demonstration's offers: two of a credit union that does not exist, so named in every place it is read.

No real lender's terms are here: what Durham's own partners offer has not been published (DGH-CU, DGH-ONBILL).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from greener_homes import audit, finance_offers, finance_offers_decided
from greener_homes.db import Session
from greener_homes.finance_offers import ReceivedVia
from utility_connectors.finance_terms import terms_of

STATED: Final = timedelta(days=14)
PAGE: Final = "https://www.example.org/credit-union"
_BOTH: Final = MappingProxyType(
    {
        "kind": "loan",
        "on_moving": "follows_borrower",
        "security": "none",
        "who": "owner",
        "valid_from": "2026-01-01",
        "page_url": PAGE,
    }
)
OFFERS: Final = (
    {
        **_BOTH,
        "key": "home-energy-loan",
        "name_en": "Home energy loan (demonstration)",
        "name_fr": "Prêt énergie maison (démonstration)",
        "rate_low_percent": "7.25",
        "term_min_months": "12",
        "term_max_months": "120",
        "amount_min_cad": "1000.00",
        "amount_max_cad": "40000.00",
        "early_repayment": "free",
    },
    {
        **_BOTH,
        "key": "heat-pump-loan",
        "name_en": "Insulation and heat pump loan (demonstration)",
        "name_fr": "Prêt isolation et thermopompe (démonstration)",
        "rate_low_percent": "5.50",
        "term_min_months": "36",
        "term_max_months": "180",
        "amount_min_cad": "2000.00",
        "amount_max_cad": "50000.00",
        "admin_fee_cad": "150.00",
        "fees_paid": "added",
        "early_repayment": "months_of_interest",
        "early_amount": "3",
        "categories": "envelope;hvac",
    },
)
"""As the made-up credit union writes them; every figure is invented for the demonstration."""


def seed(session: Session, lender_id: uuid.UUID, *, now: datetime) -> None:
    """The offers are stated and staff have approved them. Doing it again changes nothing."""
    known = {each.terms.key for each in finance_offers.of_organisation(session, lender_id)}
    stated_at = now - STATED
    for written in OFFERS:
        if written["key"] in known:
            continue
        terms, _ = terms_of({**written, "stated_at": stated_at.isoformat()})
        stated = finance_offers.put(
            session, lender_id, terms, stated_at, via=ReceivedVia.FILE, actor=audit.PLATFORM, now=now
        )
        finance_offers_decided.approve(session, stated.offer.id, by=None, now=now)
