"""How old prices are on a day, tariff by tariff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from greener_homes.price_freshness import DELIVERY_HOLDS
from greener_homes.reference.price_book import PriceBook, reference_book
from greener_homes.tariffs import Freshness, freshness


def on(day: date, book: PriceBook | None = None) -> dict[tuple[str, str], Freshness]:
    return {(each.family, each.key): each for each in freshness(day, book)}


def test_every_tariff_that_is_used_is_spoken_of() -> None:
    assert set(on(date(2026, 8, 1))) == {
        ("electricity", "tou"),
        ("electricity", "ulo"),
        ("electricity", "tiered"),
        ("gas", "egd"),
        *(("delivery", row.distributor) for row in reference_book().delivery),
    }


def test_prices_in_their_time_are_fresh_and_the_day_after_they_are_not() -> None:
    inside, after = on(date(2026, 10, 31)), on(date(2026, 11, 1))
    assert not inside["electricity", "tou"].is_stale
    assert (after["electricity", "tou"].days_over, after["electricity", "tou"].is_stale) == (1, True)
    assert (inside["gas", "egd"].days_over, inside["gas", "egd"].known_until) == (31, date(2026, 9, 30))


def test_a_time_without_any_price_is_a_hole() -> None:
    assert on(date(2026, 8, 1))["electricity", "tou"].holes == ((date(2020, 3, 24), date(2021, 10, 31)),)


def test_a_stand_in_is_stale_until_the_real_rate_is_held_and_that_grows_old_too() -> None:
    own = replace(reference_book().delivery[0], stand_in=False, effective_from=date(2026, 1, 1))
    book = replace(reference_book(), delivery=(own,))
    key = "delivery", own.distributor
    assert on(date(2026, 8, 1))[key].is_stale
    assert not on(date(2026, 8, 1), book)[key].is_stale
    assert on(date(2026, 1, 1) + DELIVERY_HOLDS + timedelta(days=1), book)[key].days_over == 1
