"""The best plan: as good as trying every set, inside what it must keep to, and monotone in what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.measures.catalogue import measure
from models.measures.enabling import Enabling, WorkCost
from models.measures.end_uses import EndUses, HeatSource, saved
from models.measures.interactions import Effect, combined
from models.measures.plan_aims import NO_LIMITS, Choice, Limits, Objective, Step, Use
from models.measures.plan_numbers import packed
from models.measures.plan_search import alone, best, cost_of, most_carbon, works_of
from models.quantities import Fuel

ONE = np.ones(1)
GAS, POWER = Fuel.NATURAL_GAS, Fuel.ELECTRICITY
HOME = EndUses(
    heat_kwh=14_000.0 * ONE,
    heat_sources=(HeatSource(GAS, 0.8 * ONE, ONE),),
    fan_share=0.02,
    water_kwh=3_000.0 * ONE,
    water_sources=(HeatSource(GAS, 0.6 * ONE, ONE),),
    cooling_kwh=1_000.0 * ONE,
    plugs_kwh=7_000.0 * ONE,
    generated_kwh=0.0 * ONE,
    other={GAS: 40.0 * ONE},
)
PRICE = {GAS: 0.45, POWER: 0.14}
KG = {GAS: 1.93, POWER: 0.2}
OBJECTIVE = Objective(
    cad={(fuel, use): price for fuel, price in PRICE.items() for use in Use},
    kg={(fuel, use): kg for fuel, kg in KG.items() for use in Use},
    account_cad=300.0,
)
WORKS = MappingProxyType(
    {
        Enabling.VENTILATION: WorkCost(900.0, 15.0),
        Enabling.CHIMNEY_LINER: WorkCost(1_200.0, 20.0),
        Enabling.HEAT_LOAD: WorkCost(350.0, 20.0),
        Enabling.PANEL: WorkCost(4_000.0, 40.0),
        Enabling.DRY_FOUNDATION: WorkCost(2_000.0, 30.0),
    }
)
PUMP = HeatSource(POWER, 2.8 * ONE, ONE)
BETTER = HeatSource(GAS, 0.96 * ONE, ONE)
NEEDS: Mapping[str, tuple[Enabling, ...]] = {
    "ENV-AIR": (Enabling.VENTILATION,),
    "ENV-BSMT": (Enabling.DRY_FOUNDATION,),
    "HVAC-FURN": (Enabling.CHIMNEY_LINER,),
    "HVAC-ASHP-D": (Enabling.CHIMNEY_LINER, Enabling.HEAT_LOAD, Enabling.PANEL),
    "DHW-HPWH-GAS": (Enabling.PANEL,),
}
SHELL = ("ENV-AIR", "ENV-ATTIC-MID", "ENV-HEADER", "ENV-BSMT", "HVAC-HRV", "HVAC-TSTAT", "APP-LED", "COOL-FAN")
"""One that gives ventilation, one that needs headers, some that add heat."""
EQUIPMENT = ("HVAC-FURN", "HVAC-ASHP-D", "HVAC-ASHP-HYB", "DHW-HPWH-GAS", "DHW-TANKLESS", "APP-INDUCT", "GEN-PV")

share = st.floats(0.5, 1.05)
dollars = st.floats(0.0, 6_000.0)


@st.composite
def steps(draw: st.DrawFn, most: int = 8) -> list[Step]:
    """Candidates of a home: any of the shell, any equipment, with effects and costs of all sizes."""
    names = draw(st.lists(st.sampled_from(SHELL + EQUIPMENT), unique=True, max_size=most))
    return [step(name, draw(share), draw(share), draw(dollars)) for name in names]


def step(name: str, first: float, second: float, cost: float) -> Step:
    effects = {
        "HVAC-FURN": Effect(heat_sources=(BETTER,)),
        "HVAC-ASHP-D": Effect(heat_sources=(PUMP,), cooling=first),
        "HVAC-ASHP-HYB": Effect(
            heat_sources=(replace(PUMP, share=0.6 * ONE), replace(HOME.heat_sources[0], share=0.4 * ONE))
        ),
        "DHW-HPWH-GAS": Effect(water_sources=(PUMP,), heat_added_kwh=300.0 * first),
        "DHW-TANKLESS": Effect(water_sources=(BETTER,), heat_added_kwh=400.0 * first),
        "APP-INDUCT": Effect(other_removed={GAS: 30.0 * ONE}, electricity_added_kwh=140.0),
        "GEN-PV": Effect(generated_kwh=5_000.0 * first),
        "APP-LED": Effect(plugs=first, heat_added_kwh=200.0 * second),
        "COOL-FAN": Effect(cooling=first),
        "HVAC-HRV": Effect(heat=first, electricity_added_kwh=300.0 * second),
    }
    effect = effects.get(name, Effect(heat=first, cooling=second))
    requires = ("ENV-HEADER",) if name == "ENV-BSMT" else ()
    return Step(measure(name), effect, cost, needs=NEEDS.get(name, ()), requires=requires)


def value_of(chosen: Sequence[Step], objective: Objective = OBJECTIVE) -> tuple[float, float]:
    """What a set is worth and how many kilograms it spares, worked out the plain way."""
    after = combined([(each.measure, each.effect) for each in chosen], HOME)
    less = saved(HOME.by_fuel(), after.by_fuel())
    bill = sum(PRICE[fuel] * float(amount[0]) for fuel, amount in less.items())
    kg = sum(KG[fuel] * float(amount[0]) for fuel, amount in less.items())
    gas = float(after.by_fuel().get(GAS, np.zeros(1))[0])
    burns = any(source.fuel is GAS for source in (*after.heat_sources, *after.water_sources))
    if not burns and gas < 25.0:
        bill += objective.account_cad
    spread = sum(objective.charge(each.net_cost_cad, each.measure.life_years) for each in chosen)
    spread += sum(objective.charge(WORKS[work].cost_cad, WORKS[work].life_years) for work in works_of(chosen))
    value = objective.per_cad * bill + objective.per_kg * kg - spread
    return value + sum(objective.per_comfort * each.measure.comfort for each in chosen), kg


def allowed(chosen: Sequence[Step], limits: Limits) -> bool:
    names = [each.measure.id for each in chosen]
    families = [each.measure.family for each in chosen if each.measure.family]
    fits = len(families) == len(set(families)) and all(need in names for each in chosen for need in each.requires)
    enough = limits.carbon_kg is None or value_of(chosen)[1] >= limits.carbon_kg - 1e-9
    return fits and enough and cost_of(chosen, WORKS) <= limits.most_cad + 1e-9


def every_set(candidates: Sequence[Step]) -> Iterable[tuple[Step, ...]]:
    for size in range(len(candidates) + 1):
        yield from combinations(candidates, size)


def searched(candidates: Sequence[Step], limits: Limits = NO_LIMITS, objective: Objective = OBJECTIVE) -> Choice | None:
    return best(packed(candidates, HOME, WORKS), objective, limits)


@settings(deadline=None, max_examples=60)
@given(steps(), st.sampled_from([OBJECTIVE, replace(OBJECTIVE, per_cad=0.5, per_kg=1.0, per_comfort=40.0)]), st.data())
def test_the_search_finds_what_trying_every_set_finds(
    candidates: list[Step], objective: Objective, data: st.DataObject
) -> None:
    limits = Limits(
        budget_cad=data.draw(st.none() | st.floats(0.0, 15_000.0)),
        carbon_kg=data.draw(st.none() | st.floats(0.0, 5_000.0)),
    )
    values = [value_of(each, objective)[0] for each in every_set(candidates) if allowed(each, limits)]
    found = searched(candidates, limits, objective)
    assert (found is None) == (not values)
    if found is not None:
        assert found.gap == 0.0
        assert found.value == pytest.approx(max(values), abs=1e-6)
        assert allowed(found.steps, limits)
        again = value_of(found.steps, objective)
        assert (found.value, found.carbon_kg) == pytest.approx(again, abs=1e-6)
        assert found.cost_cad == pytest.approx(cost_of(found.steps, WORKS))


@settings(deadline=None, max_examples=60)
@given(steps(most=14), st.floats(0.0, 12_000.0), st.floats(0.0, 12_000.0))
def test_more_budget_never_makes_a_plan_worse(candidates: list[Step], budget: float, more: float) -> None:
    less, with_more = searched(candidates, Limits(budget)), searched(candidates, Limits(budget + more))
    assert less is not None and with_more is not None
    assert less.gap == with_more.gap == 0.0
    assert less.cost_cad <= budget + 1e-6
    assert with_more.value >= less.value - 1e-6


@settings(deadline=None, max_examples=60)
@given(steps(most=14), st.floats(0.0, 12_000.0), st.data())
def test_taking_a_measure_away_never_makes_the_best_plan_better(
    candidates: list[Step], budget: float, data: st.DataObject
) -> None:
    if not candidates:
        return
    gone = data.draw(st.sampled_from(candidates))
    whole = searched(candidates, Limits(budget))
    without = searched([each for each in candidates if each is not gone], Limits(budget))
    assert whole is not None and without is not None
    assert without.value <= whole.value + 1e-6


@settings(deadline=None, max_examples=60)
@given(steps(most=14))
def test_a_plan_holds_one_of_a_family_what_it_requires_and_saves_no_more_than_is_used(candidates: list[Step]) -> None:
    found = searched(candidates, objective=replace(OBJECTIVE, per_cad=0.0, per_kg=1.0))
    assert found is not None
    assert allowed(found.steps, Limits())
    after = combined([(each.measure, each.effect) for each in found.steps], HOME)
    assert after.by_fuel()[GAS][0] >= 0.0 if GAS in after.by_fuel() else True
    assert min(after.heat_kwh[0], after.water_kwh[0], after.cooling_kwh[0], after.plugs_kwh[0]) >= 0.0


def test_a_target_nothing_reaches_has_no_plan_and_the_most_is_known() -> None:
    candidates = [step(name, 0.8, 0.9, 1_000.0) for name in ("ENV-AIR", "ENV-ATTIC-MID", "HVAC-ASHP-D")]
    found = packed(candidates, HOME, WORKS)
    most = most_carbon(found, OBJECTIVE)
    assert most == pytest.approx(max(value_of(each)[1] for each in every_set(candidates)))
    assert best(found, OBJECTIVE, Limits(carbon_kg=most + 1.0)) is None
    reached = best(found, OBJECTIVE, Limits(carbon_kg=most - 1.0))
    assert reached is not None and reached.carbon_kg >= most - 1.0


def test_work_that_must_go_with_two_measures_is_paid_once() -> None:
    both = [step("HVAC-ASHP-D", 0.9, 1.0, 9_000.0), step("DHW-HPWH-GAS", 0.5, 1.0, 3_000.0)]
    assert works_of(both) == (Enabling.HEAT_LOAD, Enabling.PANEL)
    assert cost_of(both, WORKS) == 9_000 + 3_000 + 350 + 4_000
    assert Enabling.CHIMNEY_LINER in works_of(both[:1])


def test_a_measure_waits_for_what_it_requires_even_where_that_does_not_pay() -> None:
    basement, header = step("ENV-BSMT", 0.6, 1.0, 1_000.0), step("ENV-HEADER", 0.999, 1.0, 1_200.0)
    chosen = searched([basement, header])
    assert chosen is not None
    assert {each.measure.id for each in chosen.steps} == {"ENV-BSMT", "ENV-HEADER"}
    lonely = searched([basement])
    assert lonely is not None and lonely.steps == ()


def test_the_account_closes_only_when_nothing_burns_gas() -> None:
    pump, water, range_ = (step(name, 1.0, 1.0, 0.0) for name in ("HVAC-ASHP-D", "DHW-HPWH-GAS", "APP-INDUCT"))
    for chosen in ([pump, water, range_], [pump, water], [pump]):
        found = searched(chosen, objective=replace(OBJECTIVE, costs_count=False, account_cad=1e6))
        assert found is not None
        assert (found.value > 5e5) == (len(chosen) == 3)


def test_what_a_step_is_worth_alone_is_its_worth_as_the_only_one() -> None:
    objective = replace(OBJECTIVE, account_cad=0.0, costs_count=False)
    names = ("ENV-AIR", "HVAC-ASHP-D", "DHW-TANKLESS", "APP-LED", "GEN-PV", "APP-INDUCT", "HVAC-HRV")
    found = packed([step(name, 0.8, 0.9, 0.0) for name in names], HOME, WORKS)
    expected = [value_of([each], objective)[0] for each in found.steps]
    assert alone(found, objective) == pytest.approx(expected)


def test_many_measures_are_searched_to_the_end() -> None:
    names = [*SHELL, *EQUIPMENT, "ENV-DOOR", "ENV-DIY-SEAL", "DHW-SHOWER", "DHW-PIPE", "ENV-WIN-ES", "HVAC-DUCT"]
    candidates = [step(name, 0.7 + 0.01 * place, 0.99, 150.0 * place) for place, name in enumerate(names)]
    for limits in (Limits(), Limits(4_000.0), Limits(carbon_kg=3_000.0), Limits(9_000.0, 2_000.0)):
        found = searched(candidates, limits)
        assert found is not None and found.gap == 0.0


def test_too_many_measures_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        packed([step("ENV-AIR", 0.9, 1.0, 0.0)] * 61, HOME)
