"""Ways to pay for a plan: what lenders offer this home today, worked out for the very plan that is shown.

The order is that of the true annual cost, the lowest first, and of nothing else; nothing of the home goes to a lender.
A plan is made before any offer is looked at, and no offer changes it (tests/coach/test_financing.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from coach.advising.offered import Choice, Offered, choice, credit_terms, months_of
from coach.homes import evidence
from greener_homes import finance_offers
from greener_homes.finance_offers import OfferView
from greener_homes.finance_offers_terms import OfferTerms
from models.house.facts import HomeFacts
from models.money.credit import Credit, borrow

USUAL_CAD: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class WayToPay:
    """One offer that may be for this home, as this plan would use it."""

    offer: OfferView
    choice: Choice


def ways_to_pay(
    session: Session, at_once_cad: Mapping[str, float], facts: HomeFacts, on: date, *, months: int | None = None
) -> Sequence[WayToPay]:
    """Every offer in force that day that may be for this home and this work, the least true annual cost first.

    `at_once_cad`: what each piece of work begun at once leaves to pay (`PlanMoney.at_once_cad`).
    """
    found = []
    for offer in finance_offers.shown_on(session, on):
        fits = choice(offered(offer, months), at_once_cad, facts)
        if fits is not None:
            found.append(WayToPay(offer, fits))
    return sorted(found, key=lambda each: (each.choice.credit.true_percent, each.offer.lender, each.offer.terms.key))


def ways_as_kept(
    session: Session, roadmap: Mapping[str, object], facts: Mapping[str, object], on: date
) -> Sequence[WayToPay]:
    """The same from what an assessment kept; nothing where it was kept before plans said what is begun at once."""
    money = roadmap.get("cash_flow")
    kept = money.get("at_once_cad") if isinstance(money, Mapping) else None
    if not isinstance(kept, Mapping):
        return ()
    at_once = {str(name): float(cad) for name, cad in kept.items() if isinstance(cad, int | float)}
    return ways_to_pay(session, at_once, evidence.home_facts(facts), on)


def offer_in_force(session: Session, offer_id: uuid.UUID, on: date) -> OfferView | None:
    """The version with this id if residents may see it that day."""
    return next((each for each in finance_offers.shown_on(session, on) if each.id == offer_id), None)


def example(terms: OfferTerms) -> tuple[Credit, int]:
    """What the offer comes to for a usual amount, or the nearest it lends, over its usual time, and those months."""
    tried = Offered(terms, "example")
    amount = min(max(USUAL_CAD, terms.amount_min_cad), terms.amount_max_cad)
    return borrow(amount, credit_terms(tried, amount)), months_of(tried)


def offered(offer: OfferView, months: int | None = None) -> Offered:
    """The offer to try with a plan."""
    return Offered(offer.terms, f"offer:{offer.terms.key}:{offer.version}", months)
