"""Loans to the cent: what is borrowed is paid back, interest is what is paid beyond it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money.loan import LoanTerms, loan, schedule

TERMS = st.builds(LoanTerms, st.decimals(0, 30, places=2).map(float), st.integers(1, 25))


def test_ten_thousand_dollars_at_six_per_cent_over_five_years() -> None:
    # 10,000 × .005 / (1 − 1.005⁻⁶⁰) = 193.328 a month; the last payment settles the rounding
    found = loan(10_000.0, LoanTerms(6.0, 5))
    assert found.monthly_cad == 193.33
    assert found.total_cad == 11_599.68 and found.interest_cad == 1_599.68
    first = schedule(10_000.0, LoanTerms(6.0, 5))[0]
    assert (first.interest, first.principal, first.owed) == (Decimal("50.00"), Decimal("143.33"), Decimal("9856.67"))


def test_a_loan_without_interest_costs_nothing() -> None:
    found = loan(40_000.0, LoanTerms(0.0, 10))
    assert (found.monthly_cad, found.total_cad, found.interest_cad) == (333.33, 40_000.0, 0.0)
    assert found.as_json()["source"] == "given"


@settings(deadline=None, max_examples=40)
@given(st.decimals(0, 100_000, places=2).map(float), TERMS)
def test_the_principal_of_all_payments_is_the_loan(amount: float, terms: LoanTerms) -> None:
    months = list(schedule(amount, terms))
    assert len(months) == 12 * terms.years
    assert sum((month.principal for month in months), Decimal(0)) == Decimal(str(amount)).quantize(Decimal("0.01"))
    assert months[-1].owed == 0
    assert all(month.paid >= 0 and month.interest >= 0 and month.owed >= 0 for month in months)


@settings(deadline=None, max_examples=40)
@given(st.floats(100, 100_000), TERMS)
def test_what_is_paid_is_the_loan_and_its_interest(amount: float, terms: LoanTerms) -> None:
    found = loan(amount, terms)
    assert found.total_cad == pytest.approx(found.amount_cad + found.interest_cad, abs=1e-6)
    assert found.interest_cad >= 0


@pytest.mark.parametrize(("rate", "years"), [(-0.1, 5), (61.0, 5), (5.0, 0), (5.0, 41)])
def test_terms_no_loan_has_are_an_error(rate: float, years: int) -> None:
    with pytest.raises(ValueError, match="a loan"):
        LoanTerms(rate, years)


def test_less_than_nothing_cannot_be_borrowed() -> None:
    with pytest.raises(ValueError, match="below zero"):
        list(schedule(-1.0, LoanTerms(5.0, 5)))
