"""A year of this home's electricity on every price plan, as stored: bars on one scale, words, and what went in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from web import messages
from web import opportunity as numbers
from web.components import Fact
from web.formatting import Span
from web.ranges import Axis, RangeBar
from web.words import home_facts
from web.words import worth as words
from web.words.fact_values import spoken
from web.words.trace import trace_lines

TYPICAL_HOURS: Final = "plan.typical_hours"


@dataclass(frozen=True, slots=True)
class PlansShown:
    """The comparison: a bar a plan, the sentences, whose hours were taken where they do not say so, and the trace."""

    bars: tuple[RangeBar, ...]
    sentences: tuple[str, ...]
    hours: str
    trace: tuple[Fact, ...]
    exact: tuple[tuple[str, tuple[float, float]], ...]


def plans_shown(
    stored: Mapping[str, object] | None,
    findings: Sequence[Mapping[str, object]],
    language: str,
    *,
    known: bool,
    for_coach: bool = False,
) -> PlansShown | None:
    """The stored comparison in words; None where there is none. `known`: the household said which plan it has."""
    bills = stored.get("bill_cad_per_year") if stored else None
    if not stored or not isinstance(bills, Mapping) or not bills:
        return None
    spans = {str(plan): numbers.range_of(bills, str(plan)) for plan in bills}
    axis = Axis.covering(tuple(spans.values()))
    current = str(stored.get("current"))
    own = stored.get("hours") == "own"
    said_already = any(each.get("code") == TYPICAL_HOURS for each in findings)
    return PlansShown(
        bars=tuple(RangeBar(_name(plan, current, known, language), span, axis) for plan, span in _ordered(spans)),
        sentences=sentences(findings, language),
        hours="" if said_already else (words.OWN_HOURS if own else words.TYPICAL_HOURS)(language),
        trace=trace_lines(numbers.rows_of(stored.get("trace")), language, for_coach=for_coach),
        exact=tuple((plan, (span.low, span.high)) for plan, span in spans.items()),
    )


def sentences(findings: Sequence[Mapping[str, object]], language: str) -> tuple[str, ...]:
    """What was said of plans, in words."""
    return tuple(
        messages.sentence(str(each.get("code")), spoken(numbers.facts_of(each), language), language)
        for each in findings
    )


def _ordered(spans: Mapping[str, Span]) -> list[tuple[str, Span]]:
    """The cheapest first, by the middle of its range."""
    return sorted(spans.items(), key=lambda each: each[1].low + each[1].high)


def _name(plan: str, current: str, known: bool, language: str) -> str:
    name = home_facts.option_label("price_plan", plan, language)
    if plan != current:
        return name
    return f"{name}, {(words.YOURS if known else words.NOT_SAID)(language)}"
