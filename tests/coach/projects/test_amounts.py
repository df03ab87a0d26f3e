"""Amounts as people write them, and everything else refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.projects import amounts
from greener_homes.errors import Refusal


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", None),
        ("  ", None),
        ("0", "0"),
        ("12500", "12500"),
        ("12,500", "12500"),
        ("12 500", "12500"),
        ("12\u00a0500,00 $", "12500.00"),
        ("12\u202f500,5\u00a0$", "12500.5"),
        ("$12,500.75", "12500.75"),
        ("$ 99", "99"),
        ("1,23", "1.23"),
        ("1,234", "1234"),
        ("123456.7", "123456.7"),
    ],
)
def test_both_notations_are_read(text: str, said: str | None) -> None:
    wanted = None if said is None else int(Decimal(said) * 100)
    assert amounts.cents(text, high=500_000) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "$",
        "1.234",
        "1,2345",
        "12,50,0",
        "1,234,5",
        "1,234,56",
        "12 5000",
        "-5",
        "+5",
        "1e5",
        "NaN",
        "inf",
        "1_000",
        "١٢٣",
        "12.5.1",
        "12.345,6",
        ".5",
        "5.",
        "500001",
        "9" * 30,
        "12\n500",
        "$12$",
        "0x10",
        "1\u2009234",
    ],
)
def test_what_could_be_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        amounts.cents(text, high=500_000)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_within_its_limits_or_refused(text: str) -> None:
    try:
        found = amounts.cents(text, high=1000)
    except Refusal:
        return
    assert found is None or 0 <= found <= 100_000


@given(st.integers(0, 49_999_999))
def test_every_amount_written_either_way_is_read_back(cents: int) -> None:
    english = f"${cents / 100:,.2f}"
    french = f"{cents // 100:,}".replace(",", "\u00a0") + f",{cents % 100:02d}\u00a0$"
    assert amounts.cents(english, high=500_000) == amounts.cents(french, high=500_000) == cents
