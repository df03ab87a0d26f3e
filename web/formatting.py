"""Numbers, ranges, money, dates and units as a person in Durham reads them, in English or French.

Everything takes its language as an argument; nothing here reads a clock or a request. Spaces inside a
number, before a unit and before $ are no-break. Estimates keep at most two significant figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from math import floor, log10
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from web.catalogue import speaker

TORONTO = ZoneInfo("America/Toronto")
NBSP = "\u00a0"
MINUS = "−"
_REGION = {"en": "en_CA", "fr": "fr_CA"}


class Shown(StrEnum):
    """The units a page shows, by the symbol that is printed."""

    CAD = "$"
    KWH = "kWh"
    M3 = "m³"
    LITRE = "L"
    GJ = "GJ"
    TONNE = "t"
    KG = "kg"
    PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One measured amount. Estimates are a `Span`, never this."""

    amount: float
    unit: Shown


@dataclass(frozen=True, slots=True)
class Span:
    """An estimate: two numbers in one unit, the lower first (p10 and p90 unless said otherwise)."""

    low: float
    high: float
    unit: Shown = Shown.CAD

    def __post_init__(self) -> None:
        low, high = sorted((self.low, self.high))
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    @property
    def may_be_negative(self) -> bool:
        """True when part of the range lies below zero: a bill that may rise."""
        return self.low < 0


@lru_cache(maxsize=16_384)
def significant(value: float, figures: int = 2) -> float:
    """`value` rounded to that many significant figures, halves away from zero."""
    if not value:
        return 0.0
    step = floor(log10(abs(value))) - figures + 1
    return float(Decimal(repr(value)).quantize(_place(step), rounding=ROUND_HALF_UP))


@lru_cache(maxsize=16_384)
def number(value: float, language: str, decimals: int = 0) -> str:
    """`value` with that many decimals, grouped by three, with a real minus sign."""
    rounded = Decimal(repr(float(value))).quantize(_place(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}".translate(_separators(language))
    return MINUS + text if rounded < 0 else text


def money(amount: float, language: str) -> str:
    """Whole dollars: “$2,690”, « 2 690 $ »."""
    return _with_unit(number(amount, language), Shown.CAD, language)


def quantity(measured: Quantity, language: str) -> str:
    """A measured amount to three significant figures, with its unit: “2,410 m³”."""
    return _with_unit(amount_only(measured, language), measured.unit, language)


def amount_only(measured: Quantity, language: str) -> str:
    """The number of a measured amount without its unit, for places that print the unit apart."""
    value = significant(measured.amount, 3)
    return number(value, language, 1 if abs(value) < 10 and value % 1 else 0)


def round_number(value: float, language: str) -> str:
    """Three significant figures and no unit, for numbers whose unit stands nearby."""
    return number(significant(value, 3), language)


def on_axis(value: float, language: str, unit: Shown) -> str:
    """A tick of an axis: “$2,000”, “1 t”, and a bare 0 where the unit would only repeat itself."""
    text = number(value, language, 0 if value == int(value) else 1)
    return text if not value and unit not in (Shown.CAD, Shown.PERCENT) else _with_unit(text, unit, language)


def span(estimate: Span, language: str) -> str:
    """A range for a label or a fact: “$300–2,600”, « 300 à 2 600 $ »; one number is said as “about”."""
    low, high = _ends(estimate, language)
    if low == high:
        say = speaker(language)
        return say("about %(amount)s", amount=_with_unit(low, estimate.unit, language))
    if language == "fr":
        return _with_unit(f"{low} à {high}", estimate.unit, language)
    dash = f" to {MINUS}" if estimate.high < 0 else " to " if estimate.low < 0 else "–"
    return _with_unit(f"{low}{dash}{high.lstrip(MINUS)}", estimate.unit, language)


def span_words(estimate: Span, language: str) -> str:
    """A range inside a sentence: “$300 to $2,600”, « de 300 à 2 600 $ »."""
    low, high = _ends(estimate, language)
    if low == high:
        return span(estimate, language)
    if language == "fr":
        return "de " + _with_unit(f"{low} à {high}", estimate.unit, language)
    first = low if estimate.unit is not Shown.CAD else _with_unit(low, Shown.CAD, language)
    return f"{first} to {_with_unit(high, estimate.unit, language)}"


def bill_change(saving: Span, language: str) -> str:
    """What the yearly bill could do, after “Your yearly bill could”: “rise $250 or fall $90”."""
    say = speaker(language)
    if saving.high <= 0:
        return say("rise %(amount)s", amount=span(Span(-saving.high, -saving.low), language))
    if not saving.may_be_negative:
        return say("fall %(amount)s", amount=span(saving, language))
    rise, fall = _both_ways(saving, language)
    return say("rise %(rise)s or fall %(fall)s", rise=rise, fall=fall)


def yearly_effect(saving: Span, language: str) -> str:
    """What a year brings, short: “saves $20–70”, “$250 more to $90 less”, “costs $100–250 more”."""
    say = speaker(language)
    if saving.high <= 0:
        return say("costs %(amount)s more", amount=span(Span(-saving.high, -saving.low), language))
    if not saving.may_be_negative:
        return say("saves %(amount)s", amount=span(saving, language))
    rise, fall = _both_ways(saving, language)
    return say("%(rise)s more to %(fall)s less", rise=rise, fall=fall)


def percent(share: float, language: str) -> str:
    """A share of one as whole percent: 0.94 → “94%”, « 94 % »."""
    return _with_unit(number(share * 100, language), Shown.PERCENT, language)


@lru_cache(maxsize=4_096)
def day(when: date, language: str) -> str:
    """“12 November 2026”, « 12 novembre 2026 », « 1er novembre 2026 »."""
    return _first_of_month(when, format_date(when, "d MMMM y", locale=_REGION[language]), language)


def short_day(when: date, language: str) -> str:
    """“31 Oct 2026”, « 31 oct. 2026 »."""
    return _first_of_month(when, f"{when.day}{NBSP}{month_short(when, language)}{NBSP}{when.year}", language)


def capitalised(words: str) -> str:
    """With a capital letter, as at the beginning of a line; the rest as it is."""
    return words[:1].upper() + words[1:]


def full_day(when: date, language: str) -> str:
    """“Thursday 3 December 2026”, « jeudi 3 décembre 2026 »."""
    return f"{format_date(when, 'EEEE', locale=_REGION[language])} {day(when, language)}"


@lru_cache(maxsize=1_024)
def month_year(when: date, language: str) -> str:
    """“November 2025”, « novembre 2025 »."""
    return str(format_date(when, "MMMM y", locale=_REGION[language]))


@lru_cache(maxsize=1_024)
def month_name(when: date, language: str) -> str:
    """“January”, « janvier »."""
    return str(format_date(when, "LLLL", locale=_REGION[language]))


@lru_cache(maxsize=1_024)
def month_short(when: date, language: str) -> str:
    """“Nov”, « nov. »."""
    return str(format_date(when, "LLL", locale=_REGION[language])).removesuffix("." if language == "en" else "")


def period(first: date, last: date, language: str) -> str:
    """“November 2025 to October 2026”, « De novembre 2025 à octobre 2026 »."""
    say = speaker(language)
    return say("%(first)s to %(last)s", first=month_year(first, language), last=month_year(last, language))


def moment(when: datetime, language: str) -> str:
    """“21 Nov 2026, 14:06” in Durham's time, from an aware time."""
    local = when.astimezone(TORONTO)
    return f"{short_day(local.date(), language)}, {clock(when, language)}"


def clock(when: datetime, language: str) -> str:
    """“14:06”, « 14 h 06 » in Durham's time, from an aware time."""
    local = when.astimezone(TORONTO)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}" if language == "fr" else f"{local.hour}:{local.minute:02d}"


def hour_name(hour: int, language: str) -> str:
    """An hour of the day, 0 to 23: “7 pm”, « 19 h »."""
    if language == "fr":
        return f"{hour}{NBSP}h"
    return f"{hour % 12 or 12}{NBSP}{'am' if hour < 12 else 'pm'}"


def join(words: list[str], language: str) -> str:
    """“a, b and c”, « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    say = speaker(language)
    return say("%(most)s and %(last)s", most=", ".join(words[:-1]), last=words[-1])


@lru_cache(maxsize=64)
def _place(exponent: int) -> Decimal:
    """What is rounded to: one at nought, tens at one, tenths below."""
    return Decimal(1).scaleb(exponent)


@lru_cache(maxsize=len(_REGION))
def _separators(language: str) -> dict[int, str]:
    """What stands in the place of the comma between thousands and of the point, by the language's own locale."""
    symbols = Locale.parse(_REGION[language]).number_symbols["latn"]
    return str.maketrans({",": symbols["group"].replace("\u202f", NBSP), ".": symbols["decimal"]})


def _with_unit(text: str, unit: Shown, language: str) -> str:
    if unit is Shown.CAD and language == "en":
        return f"{MINUS}${text[1:]}" if text.startswith(MINUS) else f"${text}"
    if unit is Shown.PERCENT and language == "en":
        return f"{text}%"
    return f"{text}{NBSP}{unit.value}"


def _ends(estimate: Span, language: str) -> tuple[str, str]:
    decimals = _decimals(estimate)
    low, high = (number(significant(end), language, decimals) for end in (estimate.low, estimate.high))
    return low, high


def _decimals(estimate: Span) -> int:
    """Cents and parts of a kWh are never shown; tonnes and gigajoules need a decimal when they are few."""
    if estimate.unit not in (Shown.TONNE, Shown.GJ) or max(abs(estimate.low), abs(estimate.high)) >= 10:
        return 0
    return 1 if max(abs(estimate.low), abs(estimate.high)) >= 0.1 else 2


def _both_ways(saving: Span, language: str) -> tuple[str, str]:
    return money(significant(-saving.low), language), money(significant(saving.high), language)


def _first_of_month(when: date, text: str, language: str) -> str:
    return "1er" + text[1:] if language == "fr" and when.day == 1 else text
