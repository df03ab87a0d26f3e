"""Lenders' offers beside a plan: for whom, for how much, at what cost, to the cent; and never a change of the plan."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest
from sqlmodel import Session

from coach import financing
from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.explored import Given, Wish, explored
from coach.advising.figures import Figures
from coach.advising.offered import Choice, Offered, choice
from coach.advising.plan_money import Borrowing
from coach.advising.plan_money_types import PlanMoney
from coach.advising.plan_types import Plan
from coach.advising.savings_in_use import RULE_ALONE
from greener_homes import finance_offers_decided
from greener_homes.finance_offers_terms import OfferTerms
from models.house.facts import HomeFacts, Tenure
from models.money.credit import CreditTerms, borrow
from tests.finance_scenes import lender, put, terms
from tests.models.example_homes import GAS_HOME, METERED, WEATHER
from tests.scenes import NOW

FIGURES = Figures(NOW.date())
HOME = replace(GAS_HOME, municipality="Oshawa", tenure=Tenure.OWNER)
AT_ONCE = {"ENV-ATTIC-MID": 1_500.25, "ENV-AIR": 700.0, "electrical_panel": 800.0}
ABSURD = terms(rate_low_percent="0", admin_fee_cad="0", term_max_months="480", amount_max_cad="1000000", measures="")


@cache
def plan_of(offered: Offered | None = None) -> Plan:
    evidence = HomeEvidence("h", HOME, METERED, WEATHER)
    kept = advise(evidence, FIGURES, savings=RULE_ALONE).plan.measures if offered is None else plan_of().measures
    wish = Wish(borrowing=Borrowing(offered=offered))
    return explored(evidence, FIGURES, Given(kept, kept), wish, savings=RULE_ALONE)


def money(offered: Offered | None = None) -> PlanMoney:
    found = plan_of(offered).money
    assert found is not None
    return found


def chosen(offer: OfferTerms, facts: HomeFacts = HOME, **at_once: float) -> Choice | None:
    return choice(Offered(offer, "offer:x:1"), at_once or AT_ONCE, facts)


def needed(found: Choice | None) -> Choice:
    assert found is not None
    return found


def codes(found: Choice | None) -> list[str]:
    return [each.code for each in (*needed(found).missing, *needed(found).mind)]


def test_what_is_borrowed_is_what_the_work_begun_at_once_leaves_to_pay() -> None:
    found = needed(chosen(terms()))
    assert found.credit.amount_cad == Decimal("3000.25")
    assert found.is_likely and found.left_cad == 0
    again = borrow(Decimal("3000.25"), CreditTerms(Decimal("6.5"), 120, fees_cad=Decimal(75)))
    assert (found.credit.payment_cad, found.credit.true_percent) == (again.payment_cad, again.true_percent)


@pytest.mark.parametrize(
    ("changed", "amount", "left"),
    [
        ({"measures": "ENV-ATTIC-MID"}, "1500.25", "1500.00"),
        ({"categories": "envelope"}, "2200.25", "800.00"),
        ({"categories": "enabling"}, None, None),
        ({"categories": "enabling", "amount_min_cad": "500"}, "800.00", "2200.25"),
        ({"amount_max_cad": "2000"}, "2000", "1000.25"),
        ({"amount_min_cad": "3000.26"}, None, None),
        ({"measures": "HVAC-GSHP"}, None, None),
    ],
)
def test_an_offer_pays_for_its_own_work_and_no_more_than_it_lends(
    changed: dict[str, str], amount: str | None, left: str | None
) -> None:
    found = chosen(terms(**changed))
    if amount is None or left is None:
        assert found is None
        return
    assert (needed(found).credit.amount_cad, needed(found).left_cad) == (Decimal(amount), Decimal(left))
    assert "finance.pays_part" in codes(found)


@pytest.mark.parametrize(("left", "dollars"), [(0.49, None), (0.50, 1), (2.50, 3)])
def test_what_is_left_is_said_in_dollars_halves_upwards_and_never_as_nothing(left: float, dollars: int | None) -> None:
    at_once = {"ENV-ATTIC-MID": 1_500.10, "ENV-AIR": 499.90 + left}
    found = needed(chosen(terms(amount_max_cad="2000"), HOME, **at_once))
    assert found.left_cad == Decimal(str(left))
    assert [each.facts["cad"] for each in found.mind if each.code == "finance.pays_part"] == (
        [] if dollars is None else [dollars]
    )


@pytest.mark.parametrize(
    ("changed", "facts", "said"),
    [
        ({"municipalities": "Oshawa;Ajax"}, HOME, []),
        ({"municipalities": "Ajax"}, HOME, None),
        ({"municipalities": "Ajax"}, replace(HOME, municipality=None), ["finance.needs_town"]),
        ({"who": "tenant"}, HOME, None),
        ({"who": "both"}, replace(HOME, tenure=None), []),
        ({"who": "owner"}, replace(HOME, tenure=None), ["finance.needs_tenure"]),
        ({"who": "owner"}, replace(HOME, tenure=Tenure.TENANT), None),
        ({"low_income_only": "yes"}, HOME, ["finance.needs_income"]),
        ({"low_income_only": "yes"}, replace(HOME, income_qualified=True), []),
        ({"low_income_only": "yes"}, replace(HOME, income_qualified=False), None),
        ({"rate_kind": "variable", "rate_high_percent": "9"}, HOME, ["finance.may_rise"]),
        ({"rate_high_percent": "9"}, HOME, ["finance.range"]),
        ({"security": "lien"}, HOME, ["finance.lien"]),
    ],
)
def test_it_is_likely_maybe_or_not_shown(changed: dict[str, str], facts: HomeFacts, said: list[str] | None) -> None:
    found = chosen(terms(**changed), replace(facts) if facts is HOME else facts)
    assert (None if found is None else codes(found)) == said


def test_a_rate_between_two_is_counted_at_the_higher_one() -> None:
    assert needed(chosen(terms(rate_high_percent="9"))).credit.terms.rate_percent == 9


def test_what_would_cost_more_than_the_law_allows_is_not_shown() -> None:
    dear = terms(rate_low_percent="34", admin_fee_cad="400", term_max_months="12")
    assert chosen(dear) is None


def test_how_long_is_the_offers_own_whole_payments() -> None:
    yearly = terms(payments="yearly", term_min_months="12", term_max_months="240")
    for wanted, months in ((None, 120), (36, 36), (40, 36), (1, 12), (999, 240)):
        found = needed(choice(Offered(yearly, "x", wanted), AT_ONCE, HOME))
        assert (found.months, len(found.credit.table)) == (months, months // 12)


def test_fees_the_lender_pays_cost_the_home_nothing() -> None:
    free = needed(chosen(terms(rate_low_percent="0", fees_paid="by_lender")))
    assert (free.credit.cost_cad, free.credit.true_percent) == (0, 0)


def test_paying_back_halfway_is_said_where_it_can_be() -> None:
    assert needed(chosen(terms(early_repayment="not_possible"))).halfway is None
    half = needed(chosen(terms(early_repayment="months_of_interest", early_amount="3"))).halfway
    assert half is not None and half.penalty_cad > 0 and half.spared_cad > half.penalty_cad


def test_no_offer_ever_changes_the_plan_however_cheap() -> None:
    """The same measures in the same order with the same sums; only what is borrowed and paid back is otherwise."""
    plain = plan_of()
    for offer in (ABSURD, terms(), terms(rate_low_percent="29", admin_fee_cad="499"), terms(measures="HVAC-GSHP")):
        tried = plan_of(Offered(offer, "offer:x:1"))
        assert tried.measures == plain.measures
        assert [step.as_json() for step in tried.steps] == [step.as_json() for step in plain.steps]
        assert money(Offered(offer, "offer:x:1")).at_once_cad == money().at_once_cad
        assert money(Offered(offer, "offer:x:1")).value_cad == money().value_cad


def test_the_plan_with_an_offer_pays_what_the_offer_says_to_the_cent() -> None:
    offered = Offered(terms(amount_max_cad="100000"), "offer:home-loan:1")
    found = needed(choice(offered, money().at_once_cad, HOME))
    tried = money(offered)
    assert tried.loan == found.credit
    assert sum(tried.typical["repaid"][:12]) == pytest.approx(-float(found.credit.payment_cad) * 12)
    with_fee = [
        borrowed - plain for borrowed, plain in zip(tried.typical["paid"], money().typical["paid"], strict=True)
    ]
    assert with_fee[0] == pytest.approx(-75.0)
    assert tried.typical["brought"][0] == float(found.credit.amount_cad)


def test_residents_are_shown_what_staff_approved_cheapest_first(session: Session) -> None:
    ids: list[uuid.UUID] = []
    for name, rate in (("dear", "9"), ("cheap", "2"), ("waits", "1"), ("elsewhere", "1")):
        town = {"municipalities": "Ajax"} if name == "elsewhere" else {}
        offer = put(session, lender(session, name), key=name, rate_low_percent=rate, amount_max_cad="90000", **town)
        ids.append(offer.offer.id)
        if name != "waits":
            finance_offers_decided.approve(session, offer.offer.id, by=None, now=NOW)
    found = financing.ways_to_pay(session, money().at_once_cad, HOME, NOW.date())
    assert [each.offer.terms.key for each in found] == ["cheap", "dear"]
    assert financing.offer_in_force(session, ids[2], NOW.date()) is None
    assert financing.offer_in_force(session, ids[0], NOW.date() - timedelta(days=10_000)) is None
    roadmap, facts = {"cash_flow": money().as_json()}, {"municipality": "Oshawa", "tenure": "owner"}
    assert financing.ways_as_kept(session, roadmap, facts, NOW.date()) == found, "the desk has the same to the cent"
    assert financing.ways_as_kept(session, {"cash_flow": {}}, facts, NOW.date()) == ()
