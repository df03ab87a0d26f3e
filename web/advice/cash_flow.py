"""A measure's money by month and year by year as charts with their sentence and table, and what a loan would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from jinja2.utils import htmlsafe_json_dumps

from coach.advising.cash_flow import MOST_PERCENT, MOST_YEARS, Borrowed, borrowed
from web import chart_figures, plotting
from web import opportunity as numbers
from web.advice.money import payback_said
from web.catalogue import Speaker, speaker
from web.charts import Chart, KeyMark
from web.formatting import Shown, Span, month_name, month_short, number, on_axis, span_words

_MONTHS: Final = tuple(date(2025, month, 1) for month in range(1, 13))
FEW: Final = 13
"""Up to so many years each one is named under its bar."""


@dataclass(frozen=True, slots=True)
class CashShown:
    """The two charts, with what each says as a heading; the loan, when terms were given; what was wrong with them."""

    months: Chart
    months_said: str
    years: Chart | None
    years_said: str
    can_borrow: bool
    loan: Borrowed | None = None


def cash_shown(
    found: Mapping[str, object],
    trace: Sequence[Mapping[str, object]],
    language: str,
    terms: tuple[float, int] | None = None,
) -> CashShown | None:
    """The charts of one opportunity's stored money; None for numbers kept before it was. `terms`: rate and years."""
    months, years = numbers.month_spans(found), numbers.year_spans(found)
    if len(months) != len(_MONTHS):
        return None
    say = speaker(language)
    taken = borrowed(found, *terms) if terms is not None else None
    if taken is not None and taken.in_hand:
        months = tuple(Span(low, high) for low, high in taken.in_hand)
    pays_back = len(years) > 2 and numbers.pay(found).high > 0 and not numbers.waits_for_its_moment(found)
    shown_years = years if taken is None and pays_back else ()
    return CashShown(
        months=_months_chart(months, taken is not None, say, language),
        months_said=_months_said(months, say, language),
        years=_years_chart(found, shown_years, say, language) if shown_years else None,
        years_said=_years_said(found, trace, say, language),
        can_borrow=numbers.typical_pay(found) > 0,
        loan=taken,
    )


def months_said(found: Mapping[str, object], language: str) -> str:
    """The most and the least of the months in a sentence; empty for numbers kept before months were."""
    months = numbers.month_spans(found)
    return _months_said(months, speaker(language), language) if len(months) == len(_MONTHS) else ""


def loan_terms(rate: str, years: str) -> tuple[float, int] | None:
    """A yearly rate in per cent and whole years as typed. ValueError for what no loan has; None when nothing was."""
    if not rate.strip() and not years.strip():
        return None
    percent, time = float(rate.replace(",", ".").replace("%", "").strip()), int(years.strip())
    if not (0.0 <= percent <= MOST_PERCENT and 1 <= time <= MOST_YEARS):
        raise ValueError("no loan has such terms")
    return percent, time


def _months_chart(months: Sequence[Span], with_loan: bool, say: Speaker, language: str) -> Chart:
    items = [
        plotting.Reach(
            month_short(_MONTHS[i], language), month_name(_MONTHS[i], language)[0].upper(), each.low, each.high
        )
        for i, each in enumerate(months)
    ]
    rows = [(month_name(_MONTHS[i], language).capitalize(), each) for i, each in enumerate(months)]
    caption = (
        say("What the work saves in each month less the payment. Eight times in ten it lies within the bar.")
        if with_loan
        else say("What the work saves in each month at today’s prices. Eight times in ten it lies within the bar.")
    )
    heading = say("Dollars in hand by month")
    return reach_chart(
        items,
        rows,
        (say("Month"), heading, caption, _months_said(months, say, language), say("Short in that month")),
        say,
        language,
    )


def _years_chart(found: Mapping[str, object], years: Sequence[Span], say: Speaker, language: str) -> Chart:
    pay = numbers.pay(found)
    spans = [Span(-pay.high, -pay.low), *years[1:]]
    step = 1 if len(spans) <= FEW else 5
    items = []
    for year, each in enumerate(spans):
        name = number(year, language) if year % step == 0 else ""
        items.append(plotting.Reach(name, name if year % 5 == 0 else "", each.low, each.high))
    rows = [
        (say("After %(years)s years", years=year) if year else say("At the start"), each)
        for year, each in enumerate(spans)
    ]
    caption = say("All that was saved so far less what you paid. The hatched part is still to come back.")
    heading = say("Dollars in hand after each year")
    label = say(
        "After %(years)s years: %(amount)s in hand.", years=len(spans) - 1, amount=span_words(spans[-1], language)
    )
    return reach_chart(items, rows, (say("Year"), heading, caption, label, say("Still missing")), say, language)


def reach_chart(
    items: Sequence[plotting.Reach],
    rows: Sequence[tuple[str, Span]],
    words: tuple[str, str, str, str, str],
    say: Speaker,
    language: str,
) -> Chart:
    """A chart of ranges of dollars with its table; `words` are its first column, heading, caption, what it says, and
    what lies below nothing."""
    first, heading, caption, label, missing = words
    axis = plotting.axis_over([end for item in items for end in (item.low, item.high)])
    wide, narrow = (plotting.reaches(items, axis, "$", width, language) for width in plotting.WIDTHS)
    hover = [f"{name}: {span_words(each, language)}" for name, each in rows]
    bars = [plotting.Bar(i.name, i.high if i.high > 0 else i.low, "", False, None) for i in items]
    key = [KeyMark("bar", "reach", say("Saved"))]
    if any(item.low < 0 for item in items):
        key.append(KeyMark("below", "", missing))
    return Chart(
        label,
        caption,
        tuple(key),
        wide,
        narrow,
        heading,
        (first, say("At least"), say("At most")),
        tuple((name, _dollars(each.low, language), _dollars(each.high, language)) for name, each in rows),
        htmlsafe_json_dumps(chart_figures.bars(bars, axis, hover)),
    )


def _dollars(amount: float, language: str) -> str:
    return on_axis(round(amount), language, Shown.CAD)


def _months_said(months: Sequence[Span], say: Speaker, language: str) -> str:
    best = max(range(len(months)), key=lambda i: months[i].low + months[i].high)
    least = min(range(len(months)), key=lambda i: months[i].low + months[i].high)
    if abs(_middle(months[best]) - _middle(months[least])) < 1.0:
        return say("About the same every month: %(amount)s.", amount=span_words(months[best], language))
    return say(
        "Most in %(best)s: %(most)s. Least in %(worst)s: %(least)s.",
        best=month_name(_MONTHS[best], language),
        most=span_words(months[best], language),
        worst=month_name(_MONTHS[least], language),
        least=span_words(months[least], language),
    )


def _years_said(found: Mapping[str, object], trace: Sequence[Mapping[str, object]], say: Speaker, language: str) -> str:
    said = payback_said(found, numbers.life_years(trace), language)
    return say("You pay %(pay)s. Pays back: %(when)s.", pay=numbers.price_said(numbers.pay(found), language), when=said)


def _middle(each: Span) -> float:
    return (each.low + each.high) / 2
