"""A program that changes moves a measure only through what the household itself pays: the rest stays where it was."""

from __future__ import annotations

from datetime import date

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from models.house.degree_hours import DegreeHours
from models.house.facts import DwellingType, HomeFacts
from models.house.weather import typical_year
from models.incentives.overlay import Change, Part, laid_over
from models.quantities import Fuel

ON = date(2026, 11, 21)
FACTS = HomeFacts(
    dwelling_type=DwellingType.DETACHED, year_built=1978, heated_area_m2=172, heating_fuel=Fuel.NATURAL_GAS, attic_r=20
)


def advice(*changes: Change) -> Advice:
    home = HomeEvidence("h", FACTS, {}, DegreeHours.of(typical_year()))
    figures = Figures(ON, incentives=laid_over(changes).graph)
    return advise(home, figures, savings=RULE_ALONE, traced=False, all_measures=True)


def change(**fields: object) -> Change:
    return Change.of(1, Part.OFFER, "HRS-ATTIC-12-25", {name.replace("__", "."): each for name, each in fields.items()})


def test_who_gives_and_under_which_name_moves_nothing() -> None:
    plain = advice()
    renamed = advice(change(source_id="C1", confidence="low"))
    assert [(each.measure.id, each.rank, each.candidate) for each in renamed.opportunities] == [
        (each.measure.id, each.rank, each.candidate) for each in plain.opportunities
    ]


def test_a_rebate_moves_its_measure_by_what_the_household_pays_and_nothing_else() -> None:
    before = {each.measure.id: each for each in advice().opportunities}
    after = {each.measure.id: each for each in advice(change(pay__cad=0, pay__max_cad=None)).opportunities}
    attic = "ENV-ATTIC-MID"
    lost = before[attic].incentive_cad - after[attic].incentive_cad
    assert lost == 1_200.0
    assert after[attic].candidate.net_cost_cad - before[attic].candidate.net_cost_cad == lost
    assert (after[attic].bill_cad, after[attic].carbon_kg) == (before[attic].bill_cad, before[attic].carbon_kg)
    for name in before.keys() - {attic}:
        assert after[name].candidate == before[name].candidate
