"""Payback and money each month, as ranges that say never when it is never."""

from __future__ import annotations

import numpy as np
import pytest

from models.money.loan import LoanTerms, loan
from models.money.value import AtReplacement, Payback, monthly_cash, paybacks
from models.savings.draws import DRAWS
from models.savings.rule import Range

ONES = np.ones((1, DRAWS))


def test_a_thousand_dollars_for_a_hundred_a_year_take_ten_years() -> None:
    assert paybacks(100.0 * ONES, 1000.0 * ONES) == [Payback(10.0, 10.0, 10.0)]


def test_what_costs_nothing_pays_at_once_and_what_saves_nothing_never() -> None:
    free, useless, worse = paybacks(
        np.array([[50.0], [0.0], [-50.0]]) * ONES, np.array([[0.0], [0.0], [1000.0]]) * ONES
    )
    assert free.as_json() == {"p10": 0.0, "p50": 0.0, "p90": 0.0}
    assert useless == worse == Payback(None, None, None)


def test_a_saving_that_may_be_a_loss_pays_back_only_with_luck() -> None:
    found = paybacks(np.linspace(-100.0, 300.0, DRAWS)[None, :], 2000.0 * ONES)[0]
    assert found.p10 is not None and found.p50 is not None
    assert found.p10 < found.p50 == pytest.approx(20.0) and found.p90 is None


def test_without_a_loan_a_twelfth_of_the_year_is_left_each_month() -> None:
    assert monthly_cash(120.0 * ONES, 5000.0 * ONES, 0.0) == pytest.approx(10.0)


def test_with_a_loan_its_payment_goes_off() -> None:
    terms = LoanTerms(6.0, 5)
    payment = loan(5000.0, terms).monthly_cad
    cash = monthly_cash(120.0 * ONES, 5000.0 * ONES, payment / 5000.0)
    assert cash == pytest.approx(10.0 - payment)


def test_due_is_when_nothing_is_left_and_pays_is_more_likely_than_not() -> None:
    value = Range(-100.0, 0.0, 50.0)
    at = AtReplacement(0, ("HVAC-FURN",), value, value, value)
    assert at.is_due and at.pays
    assert at.as_json()["like"] == ["HVAC-FURN"]
