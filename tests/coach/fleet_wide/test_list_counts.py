"""Counts of lists say nothing of a home: small groups are put together, and sums are sums of what is shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from coach.fleet_wide.list_counts import SMALLEST, First, Place, list_counts, safe
from greener_homes.tables.advice import Screening
from tests import scenes
from tests.scenes import NOW

NAMES = st.sampled_from([None, "A", "B", "C", "D"])


@given(st.dictionaries(st.tuples(NAMES, NAMES), st.integers(1, 60)))
def test_nothing_shown_stands_for_a_few_homes(exact: dict[tuple[str | None, str | None], int]) -> None:
    shown = safe(exact)
    total = sum(exact.values())
    cells = [(place.municipality, first.measure, first.homes) for place in shown for first in place.firsts]
    assert all(homes >= SMALLEST and homes % 10 == 0 for *_, homes in cells)
    assert len({cell[:2] for cell in cells}) == len(cells)
    if total >= SMALLEST:
        assert abs(sum(place.homes for place in shown) - total) <= 5 * len(cells)
    else:
        assert not shown
    for place, measure, homes in cells:  # what has a name is that cell alone, and large enough by itself
        if place is not None and measure is not None:
            assert exact[place, measure] >= SMALLEST and abs(exact[place, measure] - homes) <= 5


def test_small_places_and_measures_are_counted_together() -> None:
    exact = {("Oshawa", "A"): 42, ("Oshawa", "B"): 12, ("Oshawa", "C"): 3, ("Brock", "A"): 8, ("Scugog", "A"): 9}
    assert safe(exact) == [
        Place("Oshawa", [First("A", 40), First(None, 20)]),
        Place(None, [First("A", 20)]),
    ]


def test_only_homes_with_a_permission_in_force_are_counted(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    people = [scenes.resident(session, keys) for _ in range(2 * SMALLEST)]
    for who in people[:SMALLEST]:
        scenes.agree(session, who)
    for who in people:
        session.add(
            Screening(
                home_id=who.home.id,
                evidence_digest="of all this",
                measures=["ENV-AIR", "ENV-DOOR"],
                municipality="Oshawa",
                made_at=NOW,
            )
        )
    session.flush()
    found = list_counts(session, at=NOW + timedelta(minutes=1))
    assert found.places == [Place("Oshawa", [First("ENV-AIR", SMALLEST)])] and found.made_at == NOW
    assert found.firsts == [First("ENV-AIR", SMALLEST)] and found.homes == SMALLEST
