"""A whole plan's money, as stored, in words, charts and tables: the same for residents, paper and coaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from web import messages, plotting
from web import opportunity as numbers
from web.advice.cash_flow import FEW, reach_chart
from web.advice.money import Amount
from web.advice.ways_to_pay import percent_said, years_said
from web.catalogue import speaker
from web.charts import Chart
from web.components import Chip, Fact, Tone
from web.formatting import Span, money, month_name, month_short, number, span_words
from web.ranges import Axis, RangeBar
from web.words import finance, worth
from web.words import plan_money as words
from web.words.fact_values import spoken
from web.words.trace import trace_lines

TONES: Final = {"yes": Tone.OK, "maybe": Tone.WARN, "no": None}
NEVER_SURE: Final = (1, 99)
"""Of 100 cases: nothing is said to be certain."""


@dataclass(frozen=True, slots=True)
class HangShown:
    """One thing the plan hangs on: how low and how high it was tried, and the gain or loss then."""

    label: str
    low: str
    at_low: str
    high: str
    at_high: str


@dataclass(frozen=True, slots=True)
class PlanMoneyInShort:
    """The plan's money on paper: whether bills are no higher, three amounts, and when it would lose."""

    answer: Chip
    chance: str
    amounts: tuple[Amount, ...]
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanMoneyShown(PlanMoneyInShort):
    """The same on a screen: with charts, a loan, what it hangs on, and its trace."""

    finding: str
    months: Chart
    years: Chart | None
    loan: tuple[Fact, ...]
    expected: str
    bars: tuple[RangeBar, ...]
    hangs: tuple[HangShown, ...]
    undated: tuple[str, ...]
    trace: tuple[Fact, ...]


def plan_money_in_short(
    stored: Mapping[str, object] | None, language: str, *, worst_first: bool = False
) -> PlanMoneyInShort | None:
    """The stored money of a plan in a few words; None for plans that were kept before it was, or that hold nothing.

    `worst_first`: the household has little, so the worst case is said before anything else.
    """
    if not stored or not any(any(each) for each in _threes(stored, "month_cad")):
        return None
    neutral = _of(stored, "bill_neutral_first_year")
    answer, share = str(neutral.get("answer")), numbers.number_in(neutral, "share")
    chance = words.CHANCE if _of(stored, "loan") else words.CHANCE_BILLS
    return PlanMoneyInShort(
        answer=Chip(words.ANSWERS[answer](language), TONES[answer]),
        chance=chance(language, count=number(min(max(round(100 * share), NEVER_SURE[0]), NEVER_SURE[1]), language)),
        amounts=(*(_worst(stored, language) if worst_first else ()), *amounts(stored, language)),
        turns=turns(stored, language),
    )


def plan_money_shown(
    stored: Mapping[str, object] | None, language: str, *, worst_first: bool = False, for_coach: bool = False
) -> PlanMoneyShown | None:
    """The same in words, charts and tables."""
    short = plan_money_in_short(stored, language, worst_first=worst_first)
    if stored is None or short is None:
        return None
    loan = _of(stored, "loan")
    finding = (words.WITH_LOAN if loan else words.FINDING)[str(_of(stored, "bill_neutral_first_year").get("answer"))]
    sensitivity = _of(stored, "sensitivity")
    hangs = numbers.rows_of(sensitivity.get("hangs"))
    shown = tuple([_hang(each, language) for each in hangs])
    return PlanMoneyShown(
        answer=short.answer,
        chance=short.chance,
        amounts=short.amounts,
        turns=short.turns,
        finding=finding(language),
        months=_months(stored, bool(loan), language),
        years=_years(stored, language),
        loan=_loan(loan, language),
        expected=span_words(_point(numbers.number_in(sensitivity, "middle_cad")), language),
        bars=_bars(hangs, shown, language),
        hangs=shown,
        undated=tuple(numbers.words_of(stored.get("undated"))),
        trace=trace_lines(numbers.rows_of(stored.get("trace")), language, for_coach=for_coach),
    )


def amounts(stored: Mapping[str, object], language: str) -> tuple[Amount, ...]:
    """What is paid at the start, when it has come back, and the gain or loss, with their exact ends."""
    start = numbers.number_in(stored, "upfront_cad")
    value = numbers.range_of(stored, "net_present_value_cad")
    years = numbers.payback(stored) or (None, None, None)
    exact = tuple(each for each in years if each is not None)
    return (
        Amount(
            "start",
            words.AT_THE_START(language),
            numbers.price_said(_point(numbers.rounded(start)), language),
            (start,),
            words.START_NOTE(language),
        ),
        Amount("payback", words.BACK_AFTER(language), _payback(years, language), exact),
        Amount(
            "value",
            words.GAIN(language),
            span_words(value, language),
            (value.low, value.high),
            words.GAIN_NOTE(language),
        ),
    )


def _worst(stored: Mapping[str, object], language: str) -> tuple[Amount, ...]:
    low = numbers.range_of(stored, "net_present_value_cad").low
    said = words.WORST_LOSS if low < 0 else words.WORST_GAIN
    amount = said(language, amount=money(numbers.rounded(abs(low)), language))
    return (Amount("worst", worth.WORST(language), amount, (low,), worth.WORST_NOTE(language)),)


def answer_said(stored: Mapping[str, object], language: str) -> str:
    """Whether bills are no higher from the first year, in one word."""
    return words.ANSWERS[str(_of(stored, "bill_neutral_first_year").get("answer"))](language)


def turns(stored: Mapping[str, object], language: str) -> tuple[str, ...]:
    """What would have to be true for the plan to lose, in sentences."""
    found = numbers.rows_of(_of(stored, "sensitivity").get("turns"))
    return tuple(
        messages.sentence(str(each.get("code")), spoken(numbers.facts_of(each), language), language) for each in found
    )


def _payback(years: tuple[float | None, float | None, float | None], language: str) -> str:
    soonest, middle, latest = years
    if soonest is None or middle is None:
        return words.NOT_AT_ALL(language)
    if latest is None:
        return worth.ABOUT_YEARS(language, years=number(round(middle), language))
    low, high = round(soonest), round(latest)
    if high <= 1:
        return worth.ABOUT_A_YEAR(language)
    if low == high:
        return worth.ABOUT_YEARS(language, years=number(high, language))
    return worth.FROM_TO_YEARS(language, low=number(low, language), high=number(high, language))


def _months(stored: Mapping[str, object], with_loan: bool, language: str) -> Chart:
    first = date.fromisoformat(f"{stored.get('first_month')}-01")
    days = [
        date(first.year + (first.month - 1 + place) // 12, (first.month - 1 + place) % 12 + 1, 1) for place in range(12)
    ]
    spans = [Span(low, high) for low, _, high in _threes(stored, "bill_month_cad")]
    items = [
        plotting.Reach(month_short(day, language), month_name(day, language)[0].upper(), each.low, each.high)
        for day, each in zip(days, spans, strict=True)
    ]
    rows = [(month_name(day, language).capitalize(), each) for day, each in zip(days, spans, strict=True)]
    caption = (words.MONTHS_CAPTION_LOAN if with_loan else words.MONTHS_CAPTION)(language)
    say, heading = speaker(language), words.MONTHS_SAID(language)
    return reach_chart(
        items, rows, (say("Month"), heading, caption, heading, say("Short in that month")), say, language
    )


def _years(stored: Mapping[str, object], language: str) -> Chart | None:
    spans = [Span(low, high) for low, _, high in _threes(stored, "in_hand_after_year_cad")][1:]
    if len(spans) < 2:
        return None
    step = 1 if len(spans) < FEW else 5
    items = []
    for year, each in enumerate(spans, start=1):
        name = number(year, language) if year % step == 0 or year == 1 else ""
        items.append(plotting.Reach(name, name if year % 5 == 0 or year == 1 else "", each.low, each.high))
    rows = [(words.AFTER(language, year=number(year, language)), each) for year, each in enumerate(spans, start=1)]
    last = words.YEARS_SAID(language, years=number(len(spans), language), amount=span_words(spans[-1], language))
    say, heading = speaker(language), words.YEARS_HEADING(language)
    said = (say("Year"), heading, words.YEARS_CAPTION(language), last, say("Still missing"))
    return reach_chart(items, rows, said, say, language)


def _loan(loan: Mapping[str, object], language: str) -> tuple[Fact, ...]:
    if not loan:
        return ()
    if "true_annual_percent" in loan:
        return _credit(loan, language)
    kept = (
        (words.BORROWED, "amount_cad"),
        (words.A_MONTH, "monthly_payment_cad"),
        (words.INTEREST, "interest_cad"),
        (words.IN_ALL, "total_paid_cad"),
    )
    return tuple(Fact(label(language), numbers.cents(numbers.number_in(loan, name), language)) for label, name in kept)


def _credit(loan: Mapping[str, object], language: str) -> tuple[Fact, ...]:
    """A lender's offer: what it is a payment, fees and all, and its true annual cost."""

    def cents(name: str) -> str:
        return numbers.cents(numbers.number_in(loan, name), language)

    each = finance.EACH[finance.EACH_BY_COUNT[int(numbers.number_in(loan, "payments_per_year"))]]
    true = percent_said(numbers.number_in(loan, "true_annual_percent"), language)
    return (
        Fact(words.BORROWED(language), cents("amount_cad")),
        Fact(each(language), cents("payment_cad")),
        Fact(finance.HOW_LONG(language), years_said(round(12 * numbers.number_in(loan, "years")), language)),
        Fact(finance.FEES(language), cents("fees_cad")),
        Fact(words.INTEREST(language), cents("interest_cad")),
        Fact(words.IN_ALL(language), cents("total_paid_cad")),
        Fact(finance.TRUE_COST(language), true),
    )


def _bars(hangs: Sequence[Mapping[str, object]], shown: Sequence[HangShown], language: str) -> tuple[RangeBar, ...]:
    spans = [_ends(each) for each in hangs]
    axis = Axis.covering(tuple(spans))
    return tuple(
        RangeBar(each.label, span, axis, words.FROM_TO(language, low=each.low, high=each.high))
        for each, span in zip(shown, spans, strict=True)
    )


def _hang(each: Mapping[str, object], language: str) -> HangShown:
    low, high = (_tried(numbers.number_in(each, end), language) for end in ("low", "high"))
    at_low, at_high = (
        span_words(_point(numbers.number_in(each, name)), language) for name in ("at_low_cad", "at_high_cad")
    )
    return HangShown(_label(each, language), low, at_low, high, at_high)


def _label(each: Mapping[str, object], language: str) -> str:
    return words.HANGS[str(each.get("on"))](language)


def _tried(times: float, language: str) -> str:
    """How far from what is expected: “20 % less”."""
    off = round(100 * (times - 1.0))
    if off == 0:
        return words.AS_EXPECTED(language)
    return (words.MORE if off > 0 else words.LESS)(language, percent=number(abs(off), language))


def _ends(each: Mapping[str, object]) -> Span:
    both = [numbers.number_in(each, name) for name in ("at_low_cad", "at_high_cad")]
    return Span(min(both), max(both))


def _point(cad: float) -> Span:
    return Span(cad, cad)


def _threes(stored: Mapping[str, object], name: str) -> list[tuple[float, float, float]]:
    found = stored.get(name)
    rows = [each for each in found if isinstance(each, list) and len(each) == 3] if isinstance(found, list) else []
    return [(float(low), float(middle), float(high)) for low, middle, high in rows]


def _of(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = found.get(name)
    return inner if isinstance(inner, Mapping) else {}
