"""The coach's order: changes are applied to the machine's order and raised again when it moves far."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.cases.order import ChangeAction, diverged, ordered

MACHINE = ["attic", "air", "header", "thermostat", "heat pump"]


def test_without_changes_the_machines_order_stands() -> None:
    assert ordered(MACHINE, {}) == MACHINE


def test_a_moved_measure_stands_where_the_coach_put_it() -> None:
    assert ordered(MACHINE, {"thermostat": (ChangeAction.MOVE, 1)})[0] == "thermostat"


def test_later_and_removed_measures_come_after_the_rest() -> None:
    changes = {"attic": (ChangeAction.REMOVE, None), "air": (ChangeAction.LATER, None)}
    assert ordered(MACHINE, changes) == ["header", "thermostat", "heat pump", "air", "attic"]


def test_a_note_leaves_the_order_alone() -> None:
    assert ordered(MACHINE, {"header": (ChangeAction.NOTE, None)}) == MACHINE


@given(
    st.dictionaries(
        st.sampled_from([*MACHINE, "unknown"]),
        st.tuples(st.sampled_from(ChangeAction), st.none() | st.integers(1, 99)),
    )
)
def test_no_change_loses_or_doubles_a_measure(changes: dict[str, tuple[ChangeAction, int | None]]) -> None:
    assert sorted(ordered(MACHINE, changes)) == sorted(MACHINE)


def test_a_quarter_of_the_bill_effect_or_three_places_is_far() -> None:
    def bill(middle: float) -> dict[str, object]:
        return {"bill_cad_per_year": {"p10": 0.0, "p50": middle, "p90": 2 * middle}}

    assert not diverged(1, bill(100), 3, bill(120))
    assert diverged(1, bill(100), 1, bill(130))
    assert diverged(1, bill(100), 4, bill(100))
