"""Lists of many homes at once are those that advice gives one by one: the same measures, figures, order and noes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence
from coach.advising.codes_advice import USAGE_DISQUALIFIED
from coach.advising.figures import Figures
from coach.fleet_wide.fleet import Fleet, Listed
from coach.fleet_wide.fleet_list import FUELS, REFUSALS
from models.house.degree_hours import DegreeHours
from models.house.facts import (
    BasementInsulation,
    Cooling,
    DwellingType,
    Goal,
    HeatingSystem,
    HomeFacts,
    PricePlanChoice,
    WindowType,
)
from models.house.weather import typical_year
from models.quantities import Fuel
from models.savings.draws import DRAWS, draws, fewer
from models.savings.evidence import MeasuredUse
from models.savings.rule import Range

FIGURES = Figures(date(2026, 11, 21))
TOLERANCE = 1e-8
"""Of a figure, or of a cent where it is less: sums are taken in another order."""
WEATHER = {place: DegreeHours.of(typical_year(place)) for place in ("Oshawa", "Ajax", "Brock")}


def told(place: int) -> HomeFacts:
    """A household's answers: each home leaves other gaps."""
    rng = np.random.default_rng([7, place])

    def one(*values: object) -> object:
        return values[int(rng.integers(len(values)))]

    heating = one(Fuel.NATURAL_GAS, Fuel.NATURAL_GAS, Fuel.NATURAL_GAS, Fuel.OIL, Fuel.ELECTRICITY, None)
    systems = {
        Fuel.NATURAL_GAS: (HeatingSystem.FURNACE, HeatingSystem.FURNACE, HeatingSystem.BOILER, None),
        Fuel.OIL: (HeatingSystem.FURNACE,),
        Fuel.ELECTRICITY: (HeatingSystem.BASEBOARD, HeatingSystem.HEAT_PUMP),
        None: (None,),
    }
    return HomeFacts(
        municipality=one("Oshawa", "Ajax", "Brock"),
        dwelling_type=one(DwellingType.DETACHED, DwellingType.ROW_MIDDLE, DwellingType.SEMI, None),
        year_built=one(1938, 1968, 1985, 2008, None),
        heated_area_m2=one(95.0, 140.0, 210.0, None),
        basement_area_m2=one(60.0, 0.0, None),
        occupants=one(1, 3, 5, None),
        heating_fuel=heating,
        heating_system=one(*systems[heating]),
        heating_efficiency_pct=one(78.0, 96.0, None),
        heating_year=one(1999, 2019, None),
        hot_water_fuel=one(Fuel.NATURAL_GAS, Fuel.ELECTRICITY, None),
        cooling=one(Cooling.CENTRAL, Cooling.NONE, None),
        cooling_year=one(2001, 2020, None),
        attic_r=one(8.0, 12.0, 32.0, 60.0, None),
        wall_r=one(0.0, 12.0, None),
        basement_insulation=one(BasementInsulation.NONE, BasementInsulation.PARTIAL, None),
        window_type=one(*WindowType, None),
        window_year=one(1990, None),
        ach50=one(3.1, None, None),
        price_plan=one(*PricePlanChoice, None),
        goal=one(*Goal, None),
        budget_cad=one(900.0, None, None),
        gas_range=one(True, False, None),
        crawl_space=one(True, False, None),
        pool=one(True, False, None),
        damp_basement=one(True, False, None),
        vermiculite=one(True, None),
        income_qualified=one(True, False, None),
        roof_year=one(1998, 2022, None),
    )  # type: ignore[arg-type]


def home(place: int) -> HomeEvidence:
    """A home with the meters of its fuels, of one of them, or of none."""
    facts, rng = told(place), np.random.default_rng([8, place])
    heating = facts.heating_fuel or Fuel.NATURAL_GAS
    measured: dict[Fuel, MeasuredUse] = {}
    if place % 4 != 3:
        heat = 4_000.0 if heating is Fuel.ELECTRICITY else 0.0
        measured[Fuel.ELECTRICITY] = use(Fuel.ELECTRICITY, 5_000.0, heat, 900.0, rng)
    if place % 4 in (0, 1) and heating is Fuel.NATURAL_GAS:
        measured[Fuel.NATURAL_GAS] = use(Fuel.NATURAL_GAS, 480.0, 5.0 if place % 12 == 1 else 1_600.0, 0.0, rng)
    findings = (USAGE_DISQUALIFIED.finding(fuel="natural_gas"),) if place % 4 == 2 else ()
    return HomeEvidence(f"home-{place}", facts, measured, WEATHER[facts.municipality or "Oshawa"], findings)


def use(fuel: Fuel, base: float, heating: float, cooling: float, rng: np.random.Generator) -> MeasuredUse:
    scale = float(rng.lognormal(0.0, 0.3))
    parts = base * scale, heating * scale, cooling * scale
    return MeasuredUse(fuel, sum(parts), *parts, 0.04, 15.0 if heating else None)


HOMES = [home(place) for place in range(36)]


@pytest.fixture(scope="module")
def listed() -> list[tuple[HomeEvidence, Listed, int]]:
    """Each home with its list, in the order of the homes."""
    found = {
        int(place): (HOMES[place], each, at)
        for each in Fleet(FIGURES).lists(HOMES)
        for at, place in enumerate(each.places)
    }
    return [found[place] for place in range(len(HOMES))]


@pytest.fixture(scope="module")
def advice() -> list[Advice]:
    return [advise(each, FIGURES, traced=False) for each in HOMES]


def ids(each: Listed, at: int) -> list[str]:
    forward = each.judged.put_forward(each.table)[at]
    return [each.table.works[column].id for column in each.judged.order[at][forward]]


def refusals(each: Listed, at: int) -> Mapping[str, str]:
    found = each.refused_before[at]
    for column, number in enumerate(each.judged.refused[at].tolist()):
        code = REFUSALS[number]
        if code is not None and each.table.worked[at, column]:
            found[each.table.works[column].id] = code
    return found


def test_every_home_has_one_list_in_the_same_order_as_its_advice(
    listed: list[tuple[HomeEvidence, Listed, int]], advice: list[Advice]
) -> None:
    assert [ids(each, at) for _, each, at in listed] == [
        [opportunity.measure.id for opportunity in one.opportunities] for one in advice
    ]
    assert sum(len(one.opportunities) for one in advice) > 5 * len(HOMES)


def test_the_same_is_refused_for_the_same_reasons(
    listed: list[tuple[HomeEvidence, Listed, int]], advice: list[Advice]
) -> None:
    for (_, each, at), one in zip(listed, advice, strict=True):
        assert refusals(each, at) == {said.measure.id: said.reason.code for said in one.not_advised}
    told_of = {said.reason.code for one in advice for said in one.not_advised}
    assert len(told_of & {code for code in REFUSALS if code}) >= 5, "too few kinds of no to compare"


def test_figures_are_those_of_advice(listed: list[tuple[HomeEvidence, Listed, int]], advice: list[Advice]) -> None:
    for (_, each, at), one in zip(listed, advice, strict=True):
        table, column = each.table, {work.id: place for place, work in enumerate(each.table.works)}
        for opportunity in one.opportunities:
            place = column[opportunity.measure.id]
            same(opportunity.bill_cad, table.bill[at, place])
            same(opportunity.carbon_kg, table.carbon[at, place])
            same(opportunity.net_present_value_cad, table.value[at, place])
            for fuel, saving in opportunity.savings.items():
                same(saving, table.fuels[at, place, FUELS.index(fuel)])
            assert table.cost[at, place] == pytest.approx(opportunity.cost.typical)
            assert table.incentive[at, place] == pytest.approx(opportunity.incentive_cad)


def same(span: Range, found: np.ndarray) -> None:
    assert found.tolist() == pytest.approx([span.p10, span.p50, span.p90], rel=TOLERANCE, abs=TOLERANCE)


def test_who_else_is_listed_changes_nothing(listed: list[tuple[HomeEvidence, Listed, int]]) -> None:
    alone = next(iter(Fleet(FIGURES).lists([HOMES[0]])))
    _, together, at = listed[0]
    assert ids(alone, 0) == ids(together, at)
    np.testing.assert_allclose(alone.table.bill[0], together.table.bill[at], rtol=TOLERANCE, atol=TOLERANCE)


def test_places_with_the_same_prices_are_worked_out_together_each_with_its_own_weather() -> None:
    gas = next(each for each in HOMES if each.facts.municipality == "Ajax" and len(each.measured) == 2)
    both = [
        replace(gas, facts=replace(gas.facts, municipality=place), weather=WEATHER[place])
        for place in ("Ajax", "Brock")
    ]
    (listed,) = Fleet(FIGURES).lists(both)
    shown = []
    for at, one in enumerate(both):
        told = advise(one, FIGURES, traced=False)
        assert ids(listed, at) == [opportunity.measure.id for opportunity in told.opportunities]
        place = {work.id: column for column, work in enumerate(listed.table.works)}
        for opportunity in told.opportunities:
            same(opportunity.bill_cad, listed.table.bill[at, place[opportunity.measure.id]])
        shown.append([opportunity.bill_cad for opportunity in told.opportunities])
    assert shown[0] != shown[1], "another weather should say something else"


def test_a_measure_that_does_not_fit_all_is_worked_out_where_it_fits() -> None:
    gas = next(each for each in HOMES if (each.facts.basement_area_m2 or 0.0) > 0.0 and len(each.measured) == 2)
    few = replace(gas, facts=replace(gas.facts, basement_area_m2=0.0, basement_insulation=None))
    homes = [gas, few, gas, gas]
    (listed,) = Fleet(FIGURES).lists(homes)
    for at, place in enumerate(listed.places.tolist()):
        told = advise(homes[place], FIGURES, traced=False)
        assert ids(listed, at) == [opportunity.measure.id for opportunity in told.opportunities]


def test_fewer_draws_give_nearly_the_same_and_are_put_back() -> None:
    gas = [replace(each, findings=()) for each in HOMES[:8]]
    full = {int(place): each for each in Fleet(FIGURES).lists(gas) for place in each.places}
    with fewer(32):
        some = {int(place): each for each in Fleet(FIGURES).lists(gas) for place in each.places}
    assert full.keys() == some.keys()
    for place, each in full.items():
        at, other = each.places.tolist().index(place), some[place]
        one, two = each.table.bill[at], other.table.bill[other.places.tolist().index(place)]
        known = np.isfinite(one[:, 1])
        apart = np.abs(one[known, 1] - two[known, 1]) / np.maximum(np.abs(one[known, 1]), 20.0)
        assert float(np.median(apart)) < 0.05
    assert draws() == DRAWS
