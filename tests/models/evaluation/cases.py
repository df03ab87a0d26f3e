"""Homes with made-up truths, and prices that are easy to reckon with."""

from __future__ import annotations

from collections.abc import Mapping

from models.evaluation.estimate import Estimate, Valuation
from models.evaluation.scoreboard import Case
from models.evaluation.truth import Knowledge, TruthHome, TruthWeather, UsageLevel
from models.house.facts import HomeFacts
from models.quantities import Fuel
from models.savings.rule import Range
from tests.models.example_homes import GAS_HOME

NOWHERE = TruthWeather("date,mean_c\n2023-01-01,0\n", None)
WORTH = Valuation(
    heating_fuel=Fuel.NATURAL_GAS,
    cad_per_unit={Fuel.NATURAL_GAS: 0.5, Fuel.ELECTRICITY: 0.1},
    kg_per_unit={Fuel.NATURAL_GAS: 2.0, Fuel.ELECTRICITY: 0.5},
    yearly_cost_cad={"ENV-AIR": 40.0, "HVAC-FURN": 10.0, "ENV-WIN-ES": 500.0, "HVAC-ZONE": 0.0},
)


def home_of(name: str, savings: Mapping[str, Mapping[Fuel, float]], facts: HomeFacts = GAS_HOME) -> TruthHome:
    rows = [("2023-01-01", "2023-02-01", 300.0)]
    usage = {UsageLevel.BILLS: {Fuel.NATURAL_GAS: rows}}
    return TruthHome(name, {Knowledge.QUESTIONNAIRE: facts}, usage, savings, NOWHERE)


def case_of(name: str, facts: HomeFacts = GAS_HOME, **gas_m3: float) -> Case:
    """A home that saves so much gas with each measure, its name written with underscores."""
    savings = {measure.replace("_", "-"): {Fuel.NATURAL_GAS: saved} for measure, saved in gas_m3.items()}
    return Case(home_of(name, savings, facts), WORTH)


def estimate(home: str, measure: str, *gas_m3: float, place: int | None = None) -> Estimate:
    """What somebody said: one figure, or p10, p50 and p90."""
    low, middle, high = gas_m3 * 3 if len(gas_m3) == 1 else gas_m3
    return Estimate(home, measure, WORTH.ranges({Fuel.NATURAL_GAS: Range(low, middle, high)}), place)
