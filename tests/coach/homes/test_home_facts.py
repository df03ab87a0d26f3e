"""Facts as they are kept become the facts that models compute with; what they cannot mean is "I don't know"."""

from __future__ import annotations

from coach.homes.evidence import home_facts
from models.house.facts import DwellingType, HomeFacts
from models.quantities import Fuel


def test_kept_words_become_kinds_and_figures_stay() -> None:
    kept = {"dwelling_type": "semi", "heating_fuel": "natural_gas", "attic_r": 32.0, "gas_range": False}
    expected = HomeFacts(dwelling_type=DwellingType.SEMI, heating_fuel=Fuel.NATURAL_GAS, attic_r=32.0, gas_range=False)
    assert home_facts(kept) == expected


def test_what_is_no_answer_is_unknown_and_what_is_no_fact_is_left_out() -> None:
    kept = {"cooling": "ice", "goal": None, "heating_fuel": 7, "tenure": ["owner"], "shoe_size": 44, "storeys": None}
    assert home_facts(kept) == HomeFacts()
    assert not hasattr(home_facts(kept), "shoe_size")
    assert kept["cooling"] == "ice", "what was given stays as it was"
