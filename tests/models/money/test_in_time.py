"""Money in time: every dollar stands in its month, and months, years and worth are the same dollars counted."""

from __future__ import annotations

import numpy as np
import pytest

from models.measures.economics import annuity, net_present_value
from models.money.in_time import (
    Answer,
    Begun,
    Spared,
    answer,
    horizon,
    months_of,
    neutral_share,
    since,
    worth,
)
from models.money.loan import LoanTerms, loan

N = 8
CALENDAR = np.arange(12.0)[:, None] + np.zeros(N)
"""January saves nothing, December eleven dollars: 66 a year."""
DRAWN = np.linspace(900.0, 1100.0, N)


def work(month: int = 0, life: float = 3.0, given: float = 200.0, after: int = 3) -> Begun:
    return Begun(month, DRAWN, np.full(N, given), after, CALENDAR, life)


def test_what_is_paid_given_and_saved_stands_in_its_own_month() -> None:
    found = months_of([work(month=2)], [], 48, january=1, n=N)  # the first month is a December
    assert np.flatnonzero(found.paid[:, 0]).tolist() == [2]
    assert found.paid[2].tolist() == (-DRAWN).tolist()
    assert np.flatnonzero(found.given[:, 0]).tolist() == [5]
    # month 2 is a February; it saves until the January three years later
    assert found.saved[:5, 0].tolist() == [0.0, 0.0, 1.0, 2.0, 3.0]
    assert found.saved[37, 0] == 0.0 and found.saved[38:, 0].tolist() == [0.0] * 10
    assert found.saved.sum(axis=0) == pytest.approx([3 * 66.0] * N)


def test_years_are_the_months_before_them() -> None:
    found = months_of([work()], [], 36, january=0, n=N)
    assert found.after_years.shape == (4, N)
    assert found.after_years[0].tolist() == [0.0] * N
    assert found.after_years[2] == pytest.approx(found.in_hand[:24].sum(axis=0))
    assert found.after_years[3] == pytest.approx(3 * 66.0 + 200.0 - DRAWN)


def test_buying_what_is_due_anyway_costs_and_brings_nothing() -> None:
    due = work(month=24, life=4.0, given=0.0)
    like = Spared(24, DRAWN, CALENDAR, 4.0)
    found = months_of([due], [like], 72, january=0, n=N)
    assert found.in_hand == pytest.approx(np.zeros((72, N)))
    assert worth([due], [like], N) == pytest.approx(np.zeros(N))


def test_one_work_begun_now_is_worth_what_its_measure_is_worth() -> None:
    expected = net_present_value(np.full(N, 66.0), DRAWN, 200.0, annuity(3.0))
    assert worth([work()], [], N) == pytest.approx(expected)
    assert worth([work(month=24)], [], N) == pytest.approx(since(24) * expected)
    assert since(12) == pytest.approx(1 / 1.02)


def test_a_loan_comes_at_once_and_is_paid_back_to_the_cent() -> None:
    taken = loan(1000.0, LoanTerms(6.5, 2))
    found = months_of([work()], [], 36, january=0, n=N, loan=taken)
    assert found.brought[0].tolist() == [1000.0] * N
    assert -found.repaid[:24, 0].sum() == pytest.approx(taken.total_cad, abs=1e-9)
    assert -found.repaid[0, 0] == taken.monthly_cad
    assert not found.repaid[24:].any()


def test_bills_are_neutral_where_the_first_year_saves_what_the_loan_takes() -> None:
    taken = loan(100.0, LoanTerms(0.0, 2))  # 50 a year
    saves = CALENDAR * np.array([0.5, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 2.0])  # 33 to 132 a year
    begun = Begun(0, DRAWN, np.zeros(N), 0, saves, 5.0)
    share = neutral_share(months_of([begun], [], 24, 0, N, taken))
    assert share == 5 / 8
    assert neutral_share(months_of([begun], [], 24, 0, N)) == 1.0
    assert [answer(each) for each in (1.0, 0.8, 0.79, 0.21, 0.2, 0.0)] == [
        Answer.YES,
        Answer.YES,
        Answer.MAYBE,
        Answer.MAYBE,
        Answer.NO,
        Answer.NO,
    ]


def test_it_is_looked_at_until_the_last_is_worn_out_and_no_longer_than_asked() -> None:
    assert horizon([work(life=3.0), work(month=6, life=3.0)], 25) == 48
    assert horizon([work(life=40.0)], 25) == 300
    assert horizon([], 25) == 12
