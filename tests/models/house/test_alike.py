"""A rule asked once of homes that are alike says of each what it would say if it were asked of each."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.alike import AlikeHomes, Remembered, _kinds
from models.house.facts import HeatingSystem, HomeFacts
from models.house.stock import Assumed, assumed
from models.quantities import Fuel

FACTS = st.builds(
    HomeFacts,
    heating_fuel=st.sampled_from([Fuel.NATURAL_GAS, Fuel.OIL, None]),
    heating_system=st.sampled_from([HeatingSystem.FURNACE, HeatingSystem.BOILER, None]),
    attic_r=st.sampled_from([None, 12.0, 30.0, 60.0]),
    year_built=st.sampled_from([None, 1960, 1990]),
)


def rule(home: Assumed) -> tuple[object, ...]:
    """Looks at one more fact in some homes than in others."""
    if home.facts.heating_fuel is Fuel.OIL:
        return "oil", home.knows("attic_r")
    if home.knows("year_built"):
        return "dated", (home.facts.attic_r or 0.0) > 20.0
    return ("undated", "heating_system" in home.names)


@given(st.lists(FACTS, min_size=1, max_size=30))
@settings(deadline=None)
def test_answers_are_those_of_each_home(facts: list[HomeFacts]) -> None:
    homes = [assumed(each) for each in facts]
    answers = AlikeHomes(homes, {}).ask("rule", rule)
    assert [answers.values[number] for number in answers.of_each] == [rule(home) for home in homes]


@given(st.lists(st.lists(FACTS, min_size=1, max_size=10), min_size=2, max_size=5))
@settings(deadline=None)
def test_what_was_said_of_other_homes_before_changes_no_answer(parts: list[list[HomeFacts]]) -> None:
    read, remembered = {}, Remembered()  # type: ignore[var-annotated]
    for facts in parts:
        homes = [assumed(each) for each in facts]
        answers = AlikeHomes(homes, read, remembered).ask("rule", rule)
        assert [answers.values[number] for number in answers.of_each] == [rule(home) for home in homes]


def test_what_was_said_before_is_not_asked_again() -> None:
    asked: list[int] = []

    def counted(home: Assumed) -> int:
        asked.append(home.facts.year_built or 0)
        return asked[-1]

    read, remembered = {}, Remembered()  # type: ignore[var-annotated]
    for years in ((1950, 1960), (1960, 1970), (1950, 1970)):
        homes = [assumed(HomeFacts(year_built=year)) for year in years]
        found = AlikeHomes(homes, read, remembered).ask("counted", counted)
        assert [found.values[number] for number in found.of_each] == list(years)
    assert sorted(asked[1:]) == [1950, 1960, 1970]  # the first showed what it looks at


def test_alike_homes_are_asked_once() -> None:
    asked: Counter[object] = Counter()

    def counted(home: Assumed) -> float:
        asked[home.facts.attic_r] += 1
        return home.facts.attic_r or 0.0

    homes = [assumed(HomeFacts(attic_r=float(place % 2), year_built=1900 + place)) for place in range(50)]
    found = AlikeHomes(homes, {"counted": (("attic_r", False),)}).ask("counted", counted)
    assert found.column(lambda said: said).tolist() == [float(place % 2) for place in range(50)]
    assert asked == {0.0: 1, 1.0: 1}


def test_figures_in_the_same_band_are_alike() -> None:
    homes = [assumed(HomeFacts(year_built=year)) for year in (1950, 1960, 1990, 2000)]
    bands = {"year_built": lambda year: year < 1978}
    found = AlikeHomes(homes, {}).ask("age", lambda home: (home.facts.year_built or 0) < 1978, bands)
    assert (found.column(bool, bool).tolist(), len(found.values)) == ([True, True, False, False], 2)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.sampled_from([41, 10_000]))
def test_kinds_are_told_apart_by_a_table_as_by_sorting(numbers: list[int], different: int) -> None:
    first, of_each = _kinds(np.array(numbers), different)
    _, its_first, its_each = np.unique(numbers, return_index=True, return_inverse=True)
    assert (first.tolist(), of_each.tolist()) == (its_first.tolist(), its_each.tolist())
