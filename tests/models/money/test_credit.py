"""CreditTerms to the cent: published examples, the regulation's own formula by another road, and what always holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money.credit import Credit, CreditTerms, Early, borrow, settled
from models.money.loan import LoanTerms, schedule

D = Decimal


def test_the_sample_agreement_of_the_financial_consumer_agency() -> None:
    """FCAC Commissioner's Guidance CG-4 (2009): $10,000, 10.75 %, five years, $216.18 a month, APR 10.75 %."""
    found = borrow(D(10_000), CreditTerms(D("10.75"), 60))
    assert found.payment_cad == D("216.18")
    assert found.true_percent == D("10.75")


@pytest.mark.parametrize(
    ("compounded", "payment"),
    [(2, "1426.56"), (12, "1432.25")],
)
def test_a_brokers_example_of_both_ways_of_compounding(compounded: int, payment: str) -> None:
    """$300,000 at 4 % over 30 years, half-yearly as Canada's mortgages and monthly (thomas-goebel.ca, as published)."""
    assert borrow(D(300_000), CreditTerms(D(4), 360, compounded=compounded)).payment_cad == D(payment)


def test_a_fee_of_ten_dollars_in_a_published_example() -> None:
    """$1,000 at 12 % in 12 payments of $88.85 with $10 paid at the start: 13.92 %, effective 14.84 % (as published).

    There all twelve payments are alike; here the last one settles a cent, which is a hundredth of a per cent.
    """
    found = borrow(D(1_000), CreditTerms(D(12), 12, fees_cad=D(10)))
    assert (found.payment_cad, found.last_payment_cad) == (D("88.85"), D("88.84"))
    assert abs(found.true_percent - D("13.92")) <= D("0.01")
    assert abs(found.effective_percent - D("14.84")) <= D("0.01")


def test_a_loan_without_interest_or_fee_costs_nothing() -> None:
    found = borrow(D(40_000), CreditTerms(D(0), 120))
    assert (found.payment_cad, found.cost_cad, found.true_percent) == (D("333.33"), D(0), D(0))
    assert found.last_payment_cad == D("333.73")


def test_a_local_improvement_charge_in_yearly_instalments_by_hand() -> None:
    """Our own arithmetic: $3,000 at 5 % in three yearly instalments, each year written out."""
    found = borrow(D(3_000), CreditTerms(D(5), 3, per_year=1, compounded=1))
    written = [(each.interest, each.paid, each.owed) for each in found.table]
    assert written == [
        (D("150.00"), D("1101.63"), D("2048.37")),
        (D("102.42"), D("1101.63"), D("1049.16")),
        (D("52.46"), D("1101.62"), D("0.00")),
    ]
    assert found.by_month()[:12] == (*[D(0)] * 11, D("1101.63"))


def test_a_credit_of_monthly_terms_is_the_plain_loan_of_those_terms() -> None:
    ours = borrow(D("12345.67"), CreditTerms(D("6.125"), 84))
    assert ours.table == schedule(12_345.67, LoanTerms(6.125, 7))
    assert ours.by_month() == tuple(each.paid for each in ours.table)


def test_paying_back_early_spares_interest_and_costs_what_was_said() -> None:
    found = borrow(D(10_000), CreditTerms(D("10.75"), 60))
    half = settled(found, 30, Early.MONTHS_OF_INTEREST, D(3))
    assert half.owed_cad == found.table[29].owed
    assert half.spared_cad == sum(each.interest for each in found.table[30:])
    assert half.penalty_cad == (half.owed_cad * D("10.75") / 400).quantize(D("0.01"))
    assert settled(found, 30, Early.PERCENT_OF_OWED, D(2)).penalty_cad == (half.owed_cad / 50).quantize(D("0.01"))
    assert settled(found, 60, Early.FREE).gain_cad == 0
    with pytest.raises(ValueError, match="paid back"):
        settled(found, 30, Early.NOT_POSSIBLE)


@pytest.mark.parametrize(
    "terms", [{"payments": 0}, {"rate_percent": D(-1)}, {"fees_cad": D(-1)}, {"per_year": 0}, {"payments": 9_999}]
)
def test_terms_that_no_loan_has(terms: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"loan|rate"):
        CreditTerms(**({"rate_percent": D(5), "payments": 12} | terms))  # type: ignore[arg-type]


def test_nothing_cannot_be_borrowed() -> None:
    for amount, fees in ((D(0), D(0)), (D(100), D(100))):
        with pytest.raises(ValueError, match="amount"):
            borrow(amount, CreditTerms(D(5), 12, fees_cad=fees))


RHYTHMS = st.sampled_from([(12, 12), (12, 2), (26, 26), (52, 2), (1, 1), (26, 1)])
AMOUNTS = st.decimals(500, 125_000, places=2)
RATES = st.decimals(0, 30, places=3)


@st.composite
def borrowings(draw: st.DrawFn) -> Credit:
    per_year, compounded = draw(RHYTHMS)
    amount = draw(AMOUNTS)
    terms = CreditTerms(
        draw(RATES),
        draw(st.integers(1, 10)) * per_year,
        per_year,
        compounded,
        (amount * draw(st.integers(0, 10)) / 100).quantize(D("0.01")),
        draw(st.booleans()),
    )
    return borrow(amount, terms)


@settings(deadline=None, max_examples=60)
@given(borrowings())
def test_what_is_borrowed_is_what_is_paid_back(found: Credit) -> None:
    assert sum(each.principal for each in found.table) == found.principal_cad
    assert found.table[-1].owed == 0
    assert all(each.paid >= 0 and each.owed >= 0 for each in found.table)
    assert len({each.paid for each in found.table[:-1]}) <= 2
    assert sum(found.by_month()) + found.at_start_cad == found.total_cad
    assert found.cost_cad == found.interest_cad + found.terms.fees_cad
    assert found.effective_percent >= found.true_percent


@settings(deadline=None, max_examples=40)
@given(borrowings())
def test_the_true_annual_cost_is_the_regulations_formula(found: Credit) -> None:
    """By the rules themselves: each payment goes to the cost of credit first, P is the average before it, C is all."""
    rate = float(found.true_percent) / 100 / found.terms.per_year
    principal, before = float(found.amount_cad - found.at_start_cad), []
    for each in found.table:
        before.append(principal)
        principal = principal * (1 + rate) - float(each.paid)
    average = sum(before) / len(before)
    apr = float(found.cost_cad) / (float(found.terms.years) * average) * 100
    assert apr == pytest.approx(float(found.true_percent), abs=0.03)


@settings(deadline=None, max_examples=30)
@given(AMOUNTS, RATES, st.decimals(0, 50, places=2))
def test_a_fee_never_makes_a_loan_look_cheaper(amount: Decimal, rate: Decimal, fee: Decimal) -> None:
    plain = borrow(amount, CreditTerms(rate, 60))
    for added in (True, False):
        assert borrow(amount, CreditTerms(rate, 60, fees_cad=fee, fees_added=added)).true_percent >= plain.true_percent
