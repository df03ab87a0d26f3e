"""The arrows a permission may go along, and no others; each leaves an event; stopping asks the utility to stop."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sqlmodel import Session, select

from greener_homes import organisations, permissions
from greener_homes.organisations import OrganisationKind
from greener_homes.permissions import ARROWS, PermissionState
from greener_homes.tables.connection import Permission
from greener_homes.tables.work import Work
from tests import scenes
from tests.scenes import NOW

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "connect-my-data.md"
PAIRS = list(itertools.product(PermissionState, PermissionState))


def made(session: Session, tmp_path: Path, state: PermissionState) -> Permission:
    who = scenes.resident(session, scenes.vault(tmp_path))
    key = f"u-{who.home.id.hex[:20]}"
    supplier = organisations.register(session, OrganisationKind.UTILITY, key, "A utility", now=NOW)
    row = Permission(
        home_id=who.home.id,
        person_id=who.person.id,
        supplier_id=supplier.id,
        state=state,
        created_at=NOW,
        moved_at=NOW,
        access_sealed=b"sealed",
        refresh_sealed=b"sealed",
    )
    permissions.create(session, row, now=NOW)
    return row


def test_the_states_are_those_of_the_table() -> None:
    assert ARROWS.keys() == set(PermissionState)
    assert {"created", "sent", "accepted", "rejected", "timed_out", "invalid", "revoked", "terminated"} <= {*ARROWS}
    assert {"fulfilled", "unfulfillable", "failed_to_terminate", "externally_terminated"} <= {*ARROWS}


@pytest.mark.parametrize(("came_from", "to"), PAIRS, ids=lambda state: state.value)
def test_only_the_arrows_of_the_table_can_be_gone_along(
    session: Session, tmp_path: Path, came_from: PermissionState, to: PermissionState
) -> None:
    row = made(session, tmp_path, came_from)
    if to in ARROWS[came_from]:
        permissions.move(session, row, to, now=NOW, code="utility.denied")
        assert (row.state, row.code, row.moved_at) == (to, "utility.denied", NOW)
        assert [state for _, state, _ in permissions.events(session, row.id)] == [came_from, to]
    else:
        with pytest.raises(permissions.IllegalArrow):
            permissions.move(session, row, to, now=NOW)
        assert row.state is came_from
        assert len(permissions.events(session, row.id)) == 1


def test_every_state_can_be_reached_and_every_path_ends() -> None:
    seen, waiting = set(), [PermissionState.CREATED]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += ARROWS[state]
    assert seen == set(PermissionState)
    ends = {state for state, arrows in ARROWS.items() if not arrows}
    assert not ends & permissions.ENDING
    assert all(_ends(state, ()) for state in PermissionState), "no arrow leads back to where it came from"


def _ends(state: PermissionState, path: tuple[PermissionState, ...]) -> bool:
    return state not in path and all(_ends(one, (*path, state)) for one in ARROWS[state])


@pytest.mark.parametrize("state", list(PermissionState), ids=lambda state: state.value)
def test_stopping_ends_what_is_open_and_nothing_else(session: Session, tmp_path: Path, state: PermissionState) -> None:
    row = made(session, tmp_path, state)
    stopped = permissions.stop(session, row.home_id, row.supplier_id, now=NOW)
    work = session.exec(select(Work).where(Work.subject_id == row.id)).all()
    expected = {
        PermissionState.CREATED: PermissionState.TERMINATED,
        PermissionState.SENT: PermissionState.REVOKED,
        PermissionState.ACCEPTED: PermissionState.REVOKED,
    }
    assert (stopped, row.state) == (int(state in expected), expected.get(state, state))
    told = expected.get(state) is PermissionState.REVOKED
    assert [one.name for one in work] == ["permission.terminate"] * told
    assert (row.access_sealed is None) == (state is PermissionState.CREATED), "kept while they are needed to stop it"


def test_the_arrows_in_the_document_are_those_of_the_table() -> None:
    section = DOCUMENT.read_text(encoding="utf-8").partition("## States and arrows")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    printed = {}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        printed[cells[0].strip("`")] = {name.strip(" `") for name in cells[1].split(",")} - {"–", ""}
    assert printed == {state.value: {one.value for one in arrows} for state, arrows in ARROWS.items()}
