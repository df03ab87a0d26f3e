"""Numbers that had no trace: bills by plan, replacement, another price plan, the shape of the hours, and offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence, Opportunity
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from coach.advising.trace_types import TraceItem
from coach.homes.shapes import as_document
from greener_homes.reference import Source, rows
from greener_homes.reference.price_periods import PricePlan
from models.house.facts import Cooling
from models.incentives.said import Answer
from models.shapes.notable import notice
from tests.models.example_homes import GAS_HOME, METERED, WEATHER
from tests.models.shapes.made_hours import people
from web.words.trace import trace_lines

FACTS = replace(GAS_HOME, heating_year=2004, cooling=Cooling.CENTRAL, cooling_year=2008)


@cache
def advised() -> Advice:
    evidence = HomeEvidence("h", FACTS, METERED, WEATHER)
    return advise(evidence, Figures(date(2026, 11, 21)), all_measures=True, savings=RULE_ALONE)


def one(measure: str) -> Opportunity:
    return next(each for each in advised().opportunities if each.measure.id == measure)


def lines(trace: tuple[TraceItem, ...], label: str) -> dict[str | None, TraceItem]:
    return {each.name: each for each in trace if each.label == label}


def test_a_heat_pumps_bills_on_every_plan_open_to_what_differs() -> None:
    trace = one("HVAC-ASHP-HYB").trace
    prices, rest = lines(trace, "trace.plan_pump"), lines(trace, "trace.plan_rest")
    assert set(prices) == {plan.value for plan in PricePlan}
    assert set(rest) == {"ulo", "tiered"}, "on the plan of today nothing else changes"
    assert prices["ulo"].value < prices["tou"].value  # type: ignore[operator]
    assert all(each.source_id and each.date for each in (*prices.values(), *rest.values()))
    assert not lines(one("ENV-AIR").trace, "trace.plan_pump")


def test_doing_it_at_replacement_opens_to_what_the_like_costs_and_saves() -> None:
    pump = one("HVAC-ASHP-D")
    assert pump.replacement is not None
    costs, saves = lines(pump.trace, "trace.like_cost"), lines(pump.trace, "trace.like_bill")
    assert set(costs) == set(saves) == set(pump.replacement.like) != set()
    spared = sum(float(each.value) for each in costs.values())  # type: ignore[arg-type]
    net = pump.cost.typical - pump.incentive_cad
    assert pump.replacement.cost_difference_cad.p50 == pytest.approx(net - spared, abs=0.01 * spared)
    less = sum(float(each.value) for each in saves.values())  # type: ignore[arg-type]
    assert pump.replacement.bill_cad.p50 == pytest.approx(pump.bill_cad.p50 - less, abs=30.0)


def test_another_price_plan_opens_to_a_year_on_each() -> None:
    switch = one("PLAN-SWITCH")
    years = lines(switch.trace, "trace.plan_year")
    best = advised().price_plans.best_other.value
    saved = float(years["tou"].value) - float(years[best].value)  # type: ignore[arg-type]
    assert switch.bill_cad.p50 == pytest.approx(saved, abs=5.0)
    assert not lines(switch.trace, "trace.reference_saving"), "a figure that is not used stands behind nothing"
    assert lines(switch.trace, "trace.measured_total"), "the use that was priced"


def test_the_comparison_of_plans_opens_to_its_own_lines() -> None:
    plans = advised().price_plans
    years, fixed = lines(plans.trace, "trace.plan_year"), lines(plans.trace, "trace.fixed_charge")["electricity"]
    for plan, bill in plans.bills.items():
        assert bill.p50 == pytest.approx(float(years[plan.value].value) + float(fixed.value), abs=5.0)  # type: ignore[arg-type]
    assert lines(plans.trace, "trace.plan_spread")["ulo"].value == 0.12


def test_the_shape_of_the_hours_opens_to_its_days_and_windows() -> None:
    document = as_document(notice(people()))
    assert document is not None
    trace = document["trace"]
    assert isinstance(trace, list)
    by_label = {each["label"]: each["value"] for each in trace}
    assert by_label["trace.shape_days"] == document["days"]
    assert by_label["trace.shape_hours_evening"] == "17-21"
    said = [line.value.replace("\u00a0", " ") for line in trace_lines(trace, "en")]
    assert "5 pm to 9 pm" in said
    assert all(line.label and line.value for line in trace_lines(trace, "fr"))


def test_every_line_of_every_trace_has_words_in_both_languages() -> None:
    entries = [each.as_json() for opportunity in advised().opportunities for each in opportunity.trace]
    for language in ("en", "fr"):
        for line in trace_lines(entries, language):
            assert "trace." not in line.label and "no words" not in line.label, line
            assert "{" not in line.label and "…" not in line.label, line


def test_every_offer_is_kept_with_its_answer_and_what_counts_adds_up() -> None:
    known = {row.source_id for row in rows(Source)}
    seen: set[Answer] = set()
    for each in advised().opportunities:
        counted = sum(offer.counted_cad for offer in each.offers)
        assert counted == pytest.approx(each.incentive_cad, abs=0.005) or counted > each.cost.typical
        for offer in each.offers:
            seen.add(offer.answer)
            assert set(offer.source_id.split(";")) <= known and offer.last_seen
            said = {finding.code for finding in offer.because}
            assert {f"incentive.missing.{name}" for name in offer.missing} <= said
            assert offer.because or offer.answer is Answer.ELIGIBLE
            assert offer.answer is not Answer.NOT or offer.counted_cad == 0.0
            assert offer.as_json()["answer"] == offer.answer.value
    assert seen == set(Answer)


def test_what_is_counted_is_read_first() -> None:
    for each in advised().opportunities:
        counted = [offer.counted_cad > 0 for offer in each.offers]
        assert counted == sorted(counted, reverse=True)
