"""Offers, refusals, moments, price plans and months: every stored thing is said, in both languages, and no other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coach.advising.kinds_of_no import No
from coach.advising.roadmap_given import given_roadmap
from tests.web.samples.advised import GREEN, PLAIN, advised, numbers_of
from web.advice import beside, cash_flow, honest_no, incentives, price_plans, roadmap
from web.components import StepState

LANGUAGES = ["en", "fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_offer_stands_under_its_answer_with_what_is_missing_and_where_it_was_seen(language: str) -> None:
    for one in (*advised(PLAIN).opportunities, *advised(GREEN).opportunities):
        groups = incentives.answer_groups(numbers_of(one), language)
        shown = [offer for group in groups for offer in group.offers]
        assert len(shown) == len(one.offers)
        by_name = {offer.name_fr if language == "fr" else offer.name_en: offer for offer in one.offers}
        for group in groups:
            for offer in group.offers:
                stored = by_name[offer.name]
                assert stored.answer.value == group.answer
                assert len(offer.missing) == len(stored.missing)
                assert offer.exact == stored.counted_cad
                assert offer.missing or offer.because or group.answer == "eligible"
                assert "U" not in offer.source.split(".")[0].split(";") and offer.source
                assert bool(offer.counted) == (group.answer != "not")


def test_old_numbers_have_no_offers() -> None:
    assert incentives.answer_groups({}, "en") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_read_once_under_its_kind_with_what_would_change_it(language: str) -> None:
    for facts in (PLAIN, GREEN):
        stored = [each.as_json() for each in advised(facts).not_advised]
        groups = honest_no.no_groups(stored, {}, language)
        assert sum(len(group.members) for group in groups) == len(stored)
        kinds = [group.kind for group in groups]
        assert set(kinds) <= {each.value for each in No} and len(set(kinds)) == len(kinds)
        assert all(group.heading and group.text for group in groups)
        assert all(one.title and one.reason for group in groups for one in group.members)
        details = sum(len(one.details) for group in groups for one in group.members)
        assert details == sum(len(each.details) for each in advised(facts).not_advised)


def test_a_refusal_from_before_kinds_is_not_lost() -> None:
    old = {"measure": "ENV-DOOR", "reason": "payback.never", "facts": {"years": 25}}
    (group,) = honest_no.no_groups([old], {}, "en")
    assert group.members[0].details == () and "25 years" in group.members[0].reason


def test_what_a_coach_took_out_has_the_coachs_words() -> None:
    (group,) = honest_no.left_out_group([("ENV-DOOR", "Yours is new.")], {}, "en")
    assert (group.members[0].reason, group.heading) == ("Yours is new.", "Your coach left these out")
    assert honest_no.left_out_group([], {}, "en") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_and_work_has_its_moment_and_sums_only_grow(language: str) -> None:
    plan = advised(GREEN).plan
    given = given_roadmap(plan.as_json(), set(plan.measures))
    costs = {one.measure.id: numbers_of(one) for one in advised(GREEN).opportunities}
    shown = roadmap.moments(given, {}, 2026, language, costs=costs)
    assert [step.measure for one in shown for step in one.steps] == [
        each.measure for each in plan.steps if each.measure
    ]
    works = [work.title for one in shown for step in one.steps for work in step.works]
    assert len(works) >= len([each for each in plan.steps if each.work]) > 0
    paid = [one.by_then.paid for one in shown]
    assert all(earlier.high <= later.high for earlier, later in pairwise(paid))
    last = plan.steps[-1].running.bill_cad
    assert (shown[-1].by_then.bills.low, shown[-1].by_then.bills.high) == (round(last.p10, 2), round(last.p90, 2))
    assert shown[0].state is StepState.NOW
    assert all(one.title and not one.title.startswith("when") for one in shown)


def test_a_furnace_that_is_due_is_time_and_a_roof_is_around_its_year() -> None:
    plan = advised(GREEN).plan
    given = given_roadmap(plan.as_json(), set(plan.measures))
    assert roadmap.moment_of(given, "HVAC-GSHP", 2026, "en")[0] == "When the heating is due, it is time"
    assert roadmap.moment_of(given, "GEN-PV", 2026, "fr")[0] == "Avec la prochaine toiture, vers 2031"
    assert roadmap.moment_of(given, "HVAC-FURN", 2026, "en") == ("", "")
    assert roadmap.waits(given, "GEN-PV") and not roadmap.waits(given, "APP-LED")
    assert [each.title for each in roadmap.works_with(given, "HVAC-GSHP", "en")] == ["Heating load worked out"]


def test_other_plans_say_their_aim() -> None:
    plan = advised(GREEN).plan
    others = roadmap.others(given_roadmap(plan.as_json(), set(plan.measures)), {}, "en")
    assert {each.title for each in others} >= {"Only what costs nothing", "Within $5,000"}
    assert all(each.steps and each.cost and each.bills for each in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_price_plan_is_a_bar_on_one_scale_the_cheapest_first(language: str) -> None:
    plans = advised(PLAIN).price_plans
    shown = price_plans.plans_shown(plans.as_json(), [], language, known=True)
    assert shown is not None
    assert dict(shown.exact) == {plan.value: (round(bill.p10), round(bill.p90)) for plan, bill in plans.bills.items()}
    assert len({bar.axis for bar in shown.bars}) == 1
    middles = [bar.span.low + bar.span.high for bar in shown.bars]
    assert middles == sorted(middles)
    assert sum((", yours" if language == "en" else ", le vôtre") in bar.label for bar in shown.bars) == 1
    assert shown.hours


def test_there_may_be_nothing_to_compare() -> None:
    assert price_plans.plans_shown(None, [], "en", known=True) is None
    assert price_plans.plans_shown({"current": "tou"}, [], "en", known=True) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_months_are_drawn_said_and_tabled(language: str) -> None:
    one = next(each for each in advised(PLAIN).opportunities if each.measure.id == "ENV-ATTIC-MID")
    stored, trace = numbers_of(one), [dict(each.as_json()) for each in one.trace]
    shown = cash_flow.cash_shown(stored, trace, language)
    assert shown is not None and shown.years is not None and shown.loan is None
    assert len(shown.months.rows) == 12 and len(shown.years.rows) == 26
    assert str(shown.months.wide).count("<rect") >= 12
    assert ("January" if language == "en" else "janvier") in shown.months_said


def test_a_loan_moves_every_month_by_its_payment() -> None:
    one = next(each for each in advised(PLAIN).opportunities if each.measure.id == "ENV-ATTIC-MID")
    shown = cash_flow.cash_shown(numbers_of(one), [], "en", (6.5, 10))
    assert shown is not None and shown.loan is not None and shown.years is None
    assert shown.loan.amount_cad == one.cost.typical - one.incentive_cad
    assert "less the payment" in shown.months.caption


def test_old_numbers_have_no_months() -> None:
    assert cash_flow.cash_shown({}, [], "en") is None


@pytest.mark.parametrize(
    ("rate", "years", "terms"),
    [("6.5", "10", (6.5, 10)), ("6,5 %", " 10 ", (6.5, 10)), ("0", "1", (0.0, 1)), ("", "", None), (" ", "", None)],
)
def test_terms_are_read_as_people_write_them(rate: str, years: str, terms: tuple[float, int] | None) -> None:
    assert cash_flow.loan_terms(rate, years) == terms


@pytest.mark.parametrize(
    ("rate", "years"), [("a lot", "10"), ("6", ""), ("", "10"), ("61", "10"), ("5", "0"), ("5", "2.5"), ("nan", "5")]
)
def test_terms_no_loan_has_are_not_read(rate: str, years: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        cash_flow.loan_terms(rate, years)


def test_a_heat_pumps_bills_and_its_replacement_are_those_that_are_stored() -> None:
    pump = next(each for each in advised(GREEN).opportunities if each.measure.id == "HVAC-GSHP")
    stored = numbers_of(pump)
    ends = [(bar.span.low, bar.span.high) for bar in beside.by_plan(stored, "en")]
    assert ends == [(round(each.p10, 2), round(each.p90, 2)) for each in pump.by_plan.values()]
    due = {
        "years_left": 0,
        "cost_difference_cad": {"p10": 1000.0, "p50": 2000.0, "p90": 3000.0},
        "bill_cad_per_year": {"p10": -50.0, "p50": 10.0, "p90": 80.0},
        "net_present_value_cad": {"p10": -500.0, "p50": 0.0, "p90": 900.0},
    }
    said = beside.at_replacement({"at_replacement": due}, "en")
    assert [each.value for each in said] == [
        "now: it is at the end of its life",
        "$1,000 to $3,000",
        "$50 more to $80 less",
        "−$500 to $900",
    ]
    assert beside.at_replacement({}, "en") == () and beside.by_plan({}, "en") == ()
