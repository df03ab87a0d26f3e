"""What is believed of many homes together is what is believed of each."""

from __future__ import annotations

import numpy as np
import pytest

from models.house.degree_hours import DegreeHours
from models.house.facts import BasementInsulation, DwellingType, HomeFacts, WindowType
from models.house.many import ManyHomes
from models.house.seen import answered, described
from models.house.stock import Assumed, assumed
from models.house.stock_sample import Part, stock_sample
from models.house.weather import typical_year
from models.measures.catalogue import measure
from models.quantities import Fuel
from models.savings.belief import believe
from models.savings.cohort import DECIDING, Cohort, cohorts, key_of, measured_of, taken
from models.savings.columns import NotAlikeError, alike
from models.savings.evidence import MeasuredUse
from models.savings.learned_rows import described_row, described_rows
from models.savings.physics import effect_of

YEAR = DegreeHours.of(typical_year())
WORKS = ("ENV-AIR", "ENV-ATTIC-LOW", "ENV-WALL-EXT", "ENV-BSMT", "ENV-WIN-ES", "HVAC-ZONE", "APP-LED", "GEN-PV")


def anywhere(municipality: str | None) -> str:
    """The same prices wherever a home is."""
    return "one price list"


def homes(count: int) -> list[Assumed]:
    rng = np.random.default_rng(5)

    def one(*values: object) -> object:
        return values[int(rng.integers(len(values)))]

    return [
        assumed(
            HomeFacts(
                dwelling_type=one(DwellingType.DETACHED, DwellingType.SEMI, None),
                year_built=one(1950, 1987, None),
                heated_area_m2=one(110.0, 180.0, None),
                attic_r=one(8.0, 32.0, None),
                wall_r=one(2.0, 14.0, None),
                basement_insulation=one(BasementInsulation.NONE, BasementInsulation.FULL, None),
                window_type=one(*WindowType, None),
                heating_fuel=Fuel.NATURAL_GAS,
                occupants=one(2, 4, None),
            )  # type: ignore[arg-type]
        )
        for _ in range(count)
    ]


def gas(heating: float) -> dict[Fuel, MeasuredUse]:
    return {Fuel.NATURAL_GAS: MeasuredUse(Fuel.NATURAL_GAS, 400.0 + heating, 400.0, heating, 0.0, 0.05, 15.0)}


def test_each_home_of_a_cohort_is_believed_as_if_it_were_alone() -> None:
    alone = homes(12)
    measured = [gas(900.0 + 100.0 * place) for place in range(12)]
    (cohort,) = {id(each): each for each in cohorts(alone, measured, {None: YEAR}, anywhere, 100)}.values()
    ((whole, together),) = cohort.believed()
    assert whole.rows.tolist() == list(range(12))
    for place, home in enumerate(alone):
        one = believe(home, measured[place], YEAR)
        np.testing.assert_allclose(together.losses.total[place], one.losses.total, rtol=1e-12)
        for fuel, amount in one.use_by_fuel.items():
            np.testing.assert_allclose(together.use_by_fuel[fuel][place], amount, rtol=1e-12)
        own = taken(together, np.array([place]), 12)
        for name in WORKS:
            expected, found = effect_of(measure(name), one), effect_of(measure(name), own)
            for part in ("heat", "cooling", "plugs", "generated_kwh"):
                np.testing.assert_allclose(np.ravel(getattr(found, part)), getattr(expected, part), rtol=1e-12)


def test_homes_that_go_different_ways_are_parted() -> None:
    measured = [gas(1.0 if place % 3 == 0 else 1_500.0) for place in range(9)]
    parts = Cohort(ManyHomes.of(homes(9)), measured, YEAR, np.arange(9)).believed()
    codes = {tuple(part.rows.tolist()): [each.code for each in belief.findings] for part, belief in parts}
    assert codes == {(0, 3, 6): ["usage.no_heating_seen"], (1, 2, 4, 5, 7, 8): []}


def test_no_cohort_mixes_fuels_or_meters_or_grows_too_large() -> None:
    kinds = [*homes(4), assumed(HomeFacts(heating_fuel=Fuel.OIL)), *homes(2)]
    measured = [{}, *[gas(1_000.0)] * 3, {}, *[gas(1_000.0)] * 2]
    found = cohorts(kinds, measured, {None: YEAR}, anywhere, 2)
    assert sorted(place for each in found for place in each.rows.tolist()) == list(range(7))
    assert all(len(each) <= 2 for each in found)
    assert all(len({(home.facts.heating_fuel) for home in each.homes}) == 1 for each in found)
    assert all(len({tuple(one) for one in each.measured}) == 1 for each in found)


def test_a_mixed_answer_names_who_says_yes() -> None:
    assert alike(np.array([[True], [True]]))
    assert not alike(False)
    with pytest.raises(NotAlikeError) as mixed:
        alike(np.array([[True], [False], [True]]))
    assert mixed.value.rows.tolist() in ([True, False, True], [False, True, False])


def test_the_facts_that_decide_tell_a_kind_without_the_others() -> None:
    sample = described(stock_sample(3, 120, (Part.TEST,)), "Whitby")
    for place, told in enumerate(sample):
        facts = answered(f"home-{place}", told)
        few = HomeFacts(**{name: getattr(facts, name) for name in DECIDING})
        assert key_of(assumed(few), {}, anywhere) == key_of(assumed(facts), {}, anywhere)


def test_what_meters_told_many_homes_stands_in_rows_as_of_one() -> None:
    alone = homes(9)
    measured = [gas(700.0 + 150.0 * place) for place in range(9)]
    table = described_rows(alone, measured_of(measured), YEAR)
    for place, home in enumerate(alone):
        np.testing.assert_array_equal(table[place], described_row(home, measured[place], YEAR))
    unmetered = described_rows(alone, {}, YEAR)
    for place, home in enumerate(alone):
        np.testing.assert_array_equal(unmetered[place], described_row(home, {}, YEAR))
