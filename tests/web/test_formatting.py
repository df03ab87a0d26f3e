"""How numbers, ranges, money and dates read in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from web import formatting as f
from web.formatting import Quantity, Shown, Span

N = "\u00a0"


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        (Span(300, 2600), "$300–2,600", f"300 à 2{N}600{N}$"),
        (Span(553, 3250), "$550–3,300", f"550 à 3{N}300{N}$"),
        (Span(0.12, 0.44, Shown.TONNE), "0.1–0.4" + N + "t", f"0,1 à 0,4{N}t"),
        (Span(8.4, 23, Shown.PERCENT), "8–23%", f"8 à 23{N}%"),
        (Span(64, 217, Shown.M3), f"64–220{N}m³", f"64 à 220{N}m³"),
        (Span(50.1, 50.2), "about $50", f"environ 50{N}$"),
        (Span(-90, 250), f"{f.MINUS}$90 to 250", f"{f.MINUS}90 à 250{N}$"),
        (Span(-250, -90), f"{f.MINUS}$250 to {f.MINUS}90", f"{f.MINUS}250 à {f.MINUS}90{N}$"),
    ],
)
def test_a_range_reads_as_two_numbers_and_one_unit(span: Span, english: str, french: str) -> None:
    assert f.span(span, "en") == english
    assert f.span(span, "fr") == french


def test_a_range_given_backwards_is_turned_round() -> None:
    assert Span(5, 2) == Span(2, 5)


def test_a_range_inside_a_sentence() -> None:
    assert f.span_words(Span(300, 2600), "en") == "$300 to $2,600"
    assert f.span_words(Span(300, 2600), "fr") == f"de 300 à 2{N}600{N}$"
    assert f.span_words(Span(65, 215, Shown.M3), "en") == f"65 to 220{N}m³"


@pytest.mark.parametrize(
    ("saving", "bill", "year"),
    [
        (Span(20, 70), "fall $20–70", "saves $20–70"),
        (Span(-250, 90), "rise $250 or fall $90", "$250 more to $90 less"),
        (Span(-250, -90), "rise $90–250", "costs $90–250 more"),
    ],
)
def test_a_saving_that_may_be_a_cost_says_so(saving: Span, bill: str, year: str) -> None:
    assert f.bill_change(saving, "en") == bill
    assert f.yearly_effect(saving, "en") == year


def test_a_saving_that_may_be_a_cost_says_so_in_french() -> None:
    assert f.bill_change(Span(-250, 90), "fr") == f"augmenter de 250{N}$ ou baisser de 90{N}$"
    assert f.yearly_effect(Span(-250, 90), "fr") == f"250{N}$ de plus à 90{N}$ de moins"


@given(st.floats(min_value=-1e7, max_value=1e7), st.floats(min_value=-1e7, max_value=1e7))
def test_an_estimate_never_shows_more_than_two_significant_figures(low: float, high: float) -> None:
    shown = f.span(Span(low, high, Shown.KWH), "en")
    for number in (
        shown.removeprefix("about ").replace(f.MINUS, "").replace(f"{N}kWh", "").replace(" to ", "–").split("–")
    ):
        digits = number.replace(",", "").strip("0").lstrip("0")
        assert len(digits) <= 2, shown


@given(st.floats(min_value=0.001, max_value=1e9), st.integers(min_value=1, max_value=4))
def test_rounding_to_figures_stays_near_and_is_done_once(value: float, figures: int) -> None:
    once = f.significant(value, figures)
    assert abs(once - value) <= value * 0.5 * 10 ** (1 - figures) * 1.0001
    assert f.significant(once, figures) == once


def test_measured_amounts_keep_three_figures_and_a_no_break_space() -> None:
    assert f.quantity(Quantity(2411.3, Shown.M3), "en") == f"2,410{N}m³"
    assert f.quantity(Quantity(8103, Shown.KWH), "fr") == f"8{N}100{N}kWh"
    assert f.quantity(Quantity(4.26, Shown.KWH), "fr") == f"4,3{N}kWh"


@given(st.floats(min_value=-1e12, max_value=1e12), st.integers(min_value=0, max_value=3), st.sampled_from(["en", "fr"]))
def test_a_number_is_written_as_its_locale_writes_it(value: float, decimals: int, language: str) -> None:
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(abs(rounded), format=pattern, locale=f"{language}_CA").replace("\u202f", "\u00a0")
    assert f.number(value, language, decimals) == ("−" if rounded < 0 else "") + written


def test_money_and_shares() -> None:
    assert f.money(2690.4, "en") == "$2,690"
    assert f.money(-45, "en") == f"{f.MINUS}$45"
    assert f.money(2690.4, "fr") == f"2{N}690{N}$"
    assert f.percent(0.943, "en") == "94%"
    assert f.percent(0.943, "fr") == f"94{N}%"


def test_ticks_leave_a_unit_out_where_it_only_repeats() -> None:
    assert [f.on_axis(v, "en", Shown.TONNE) for v in (0, 1, 2)] == ["0", f"1{N}t", f"2{N}t"]
    assert f.on_axis(0, "en", Shown.CAD) == "$0"
    assert f.on_axis(50, "fr", Shown.PERCENT) == f"50{N}%"


def test_dates() -> None:
    assert f.day(date(2026, 11, 12), "en") == "12 November 2026"
    assert f.day(date(2026, 11, 1), "fr") == "1er novembre 2026"
    assert f.short_day(date(2026, 10, 31), "en") == f"31{N}Oct{N}2026"
    assert f.short_day(date(2026, 10, 31), "fr") == f"31{N}oct.{N}2026"
    assert f.period(date(2025, 11, 1), date(2026, 10, 1), "en") == "November 2025 to October 2026"
    assert f.period(date(2025, 11, 1), date(2026, 10, 1), "fr") == "De novembre 2025 à octobre 2026"


def test_times_are_those_of_durham_on_both_sides_of_the_clock_change() -> None:
    assert f.clock(datetime(2026, 11, 21, 19, 6, tzinfo=UTC), "en") == "14:06"
    assert f.clock(datetime(2026, 7, 21, 19, 6, tzinfo=UTC), "fr") == f"15{N}h{N}06"
    assert f.moment(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), "en") == f"21{N}Nov{N}2026, 22:00"


def test_hours_of_the_day() -> None:
    assert [f.hour_name(h, "en") for h in (0, 7, 12, 19)] == [f"12{N}am", f"7{N}am", f"12{N}pm", f"7{N}pm"]
    assert f.hour_name(19, "fr") == f"19{N}h"


def test_words_in_a_row() -> None:
    assert f.join(["gas"], "en") == "gas"
    assert f.join(["gas", "oil", "wood"], "en") == "gas, oil and wood"
    assert f.join(["le gaz", "le bois"], "fr") == "le gaz et le bois"
