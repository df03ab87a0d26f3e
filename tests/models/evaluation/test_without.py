"""Leaving measures out of a comparison takes nothing else away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.evaluation.truth import TruthHome, Without
from models.quantities import Fuel
from tests.models.evaluation.cases import home_of

SAVED = {Fuel.NATURAL_GAS: 100.0}


@dataclass(frozen=True, slots=True)
class Homes:
    """Three homes: one with two measures, one with one of them, one with the other."""

    name: str = "made-up"
    corrected: bool = True

    def homes(self) -> Iterator[TruthHome]:
        yield home_of("both", {"ENV-AIR": SAVED, "DHW-TANKLESS": SAVED})
        yield home_of("heater", {"DHW-TANKLESS": SAVED})
        yield home_of("air", {"ENV-AIR": SAVED})


def test_a_home_keeps_what_is_not_left_out_and_goes_when_nothing_is_left() -> None:
    both, _heater, air = Homes().homes()
    left = Without(Homes(), frozenset({"DHW-TANKLESS"}))
    assert list(left.homes()) == [replace(both, savings={"ENV-AIR": SAVED}), air]
    assert (left.name, left.corrected) == ("made-up without DHW-TANKLESS", True)


def test_a_measure_no_home_has_changes_nothing() -> None:
    left = Without(Homes(corrected=False), frozenset({"ENV-DOOR", "ENV-FLOOR"}))
    assert list(left.homes()) == list(Homes().homes())
    assert (left.name, left.corrected) == ("made-up without ENV-DOOR, ENV-FLOOR", False)
