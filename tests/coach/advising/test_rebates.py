"""One engine: what advice counts, what stands behind it and what a plan gets come from the same stacks."""

from __future__ import annotations

from datetime import date

import pytest

from coach.advising.figures import Figures
from coach.advising.rebates import alone, profile
from greener_homes.reference import Source, rows
from models.house.facts import HeatingSystem, HomeFacts
from models.incentives.load import graph
from models.incentives.stack import best_stack
from models.measures.catalogue import measures
from models.quantities import Fuel

ON = date(2026, 11, 21)
FIGURES = Figures(ON)
HOME = HomeFacts(
    municipality="Oshawa", heating_fuel=Fuel.NATURAL_GAS, heating_system=HeatingSystem.FURNACE, attic_r=20.0
)


@pytest.mark.parametrize("fuel", [*Fuel, None])
def test_what_is_counted_opens_to_offers_that_add_up_to_it(fuel: Fuel | None) -> None:
    home = profile(HomeFacts(heating_fuel=fuel))
    for money in (FIGURES.money(each.id, home) for each in measures()):
        assert sum(each.cad for each in money.rebates) == pytest.approx(money.cost.incentive_cad)
        assert money.cost.incentive_cad <= money.cost.cost.typical
        assert all(each.source_id and each.last_seen for each in money.rebates)


def test_advice_and_pages_ask_the_same_engine() -> None:
    home, money = profile(HOME), FIGURES.money("ENV-ATTIC-MID", profile(HOME))
    shown = alone("ENV-ATTIC-MID", money.cost.cost, home, ON)
    assert money.rebates == shown.stack.used
    assert money.free_programmes == shown.free_programmes == ("HWP",)
    assert money.cost.incentive_cad == shown.stack.total.typical_cad == 1200.0
    codes = [each.code for each in money.findings]
    assert "incentive.needs_more_upgrades" in codes
    assert "incentive.likely_never_promised" in codes


def test_a_plan_gets_its_own_stack_and_not_the_sum_of_its_parts() -> None:
    ids = ("ENV-ATTIC-MID", "ENV-AIR", "HVAC-GSHP", "GEN-BATT")
    home = profile(HOME)
    costs = {each: FIGURES.money(each, home).cost.cost for each in ids}
    parts = sum(FIGURES.money(each, home).cost.incentive_cad for each in ids)
    plan = best_stack(ids, costs, home, ON)
    assert plan.total.typical_cad == 5000.0 < parts
    assert best_stack(ids[:1], costs, home, ON).total.typical_cad == 0.0, "one assessed upgrade alone gets nothing"


def test_a_fact_the_stock_assumed_makes_money_likely_and_never_certain() -> None:
    guessed = profile(HOME, frozenset({"attic_r"}))
    stack = alone("ENV-ATTIC-MID", FIGURES.money("ENV-ATTIC-MID").cost.cost, guessed, ON).stack
    attic = next(each for each in stack.verdicts if each.offer.id == "HRS-ATTIC-12-25")
    assert attic.missing == ("attic_r",)
    assert (stack.total.low_cad, stack.total.typical_cad) == (0.0, 1200.0)


def test_every_source_of_a_programme_is_on_the_list_of_sources() -> None:
    assert graph().source_ids <= {each.source_id for each in rows(Source)}
