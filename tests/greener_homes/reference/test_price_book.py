"""All prices as one value: equal by content, also where what tells two books apart quickly is the same."""

from __future__ import annotations

from dataclasses import replace

from greener_homes.reference.price_book import PriceBook, reference_book


def test_books_of_the_same_prices_are_one_and_of_other_prices_are_not() -> None:
    held = reference_book()
    same = PriceBook(held.electricity, held.delivery, held.gas)
    first, *others = held.electricity
    dearer = PriceBook((replace(first, cents_per_kwh=first.cents_per_kwh + 1), *others), held.delivery, held.gas)
    assert hash(same) == hash(held) and same == held
    assert dearer != held and len({held, same, dearer}) == 2
