"""A programme is screened in parts: by jobs at night, and by a command in one go, with the same lists."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coach.fleet_wide import programme_jobs, programme_run
from coach.fleet_wide.fleet_run import Counts
from coach.fleet_wide.homes_open import first_of_each_part, open_home_ids
from greener_homes import db, privacy
from greener_homes.consent import Purpose, Source
from greener_homes.settings import Settings
from greener_homes.tables.advice import Screening
from greener_homes.tables.work import Work
from models.quantities import Commodity
from tests import scenes
from tests.coach.fleet_wide.test_fleet_run import lived_in
from tests.scenes import NOW


def lists(session: Session) -> dict[uuid.UUID, Screening]:
    return {row.home_id: row for row in session.exec(select(Screening).execution_options(populate_existing=True))}


def test_parts_hold_every_home_that_agreed_once(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    people = [scenes.resident(session, keys) for _ in range(6)]
    for who in people[:5]:
        scenes.agree(session, who)
    at = NOW + timedelta(minutes=1)
    agreed = sorted(who.home.id for who in people[:5])
    assert open_home_ids(session, at=at) == agreed
    firsts = first_of_each_part(session, 2, at=at)
    assert firsts == agreed[::2]
    parts = [open_home_ids(session, at=at, since=first, most=2) for first in firsts]
    assert [home for part in parts for home in part] == agreed


def test_the_nightly_plan_asks_for_each_part_once_and_a_part_keeps_lists(
    session: Session, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = scenes.vault(tmp_path)
    one, other = lived_in(session, keys), lived_in(session, keys, scale=1.4)
    monkeypatch.setattr(programme_jobs, "PART", 1)
    seen: list[str] = []
    for _ in range(2):
        programme_jobs.plan(session, uuid.UUID(int=0), now=NOW, settings=settings, step=seen.append)
    asked = select(Work.subject_id, Work.available_at).where(Work.name == "programme.screen_part")
    waiting = session.exec(asked.order_by(col(Work.available_at))).all()
    first, second = sorted((one.home.id, other.home.id))
    assert waiting == [(first, NOW + programme_jobs.APART), (second, NOW + 2 * programme_jobs.APART)]
    seen.clear()
    programme_jobs.screen_part(session, first, now=NOW, settings=settings, step=seen.append)
    assert seen == ["gathered", "listed", "saved"] and list(lists(session)) == [first]
    before = lists(session)[first].model_dump()
    programme_jobs.screen_part(session, first, now=NOW, settings=settings, step=seen.append)
    assert lists(session)[first].model_dump() == before, "run again it writes the same"


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_keeps_a_list_of_every_home_that_agreed(
    engine: Engine, database_url: str, tmp_path: Path, processes: int
) -> None:
    keys = scenes.vault(tmp_path)
    with db.transaction(engine) as session:
        plain = lived_in(session, keys)
        lived_in(session, keys, hourly=True)
        scenes.resident(session, keys)
    said: list[str] = []
    screened = programme_run.run(database_url, now=NOW, processes=processes, at_once=1, say=said.append)
    assert screened.counts == Counts(listed=1, not_plain=1) and said[0].startswith("2 homes")
    assert {"loaded", "ordered", "gathered", "listed", "saved", "committed"} == screened.steps.keys()
    with db.transaction(engine) as session:
        assert lists(session).keys() == {plain.home.id}
        gas = {"source": Source.UPLOAD, "commodities": (Commodity.NATURAL_GAS,), "actor": plain.person.actor}
        privacy.withdraw(session, keys, plain.home.id, Purpose.ADVICE, **gas, now=NOW)  # type: ignore[arg-type]
        assert not lists(session), "a list goes with its permission"


def test_a_home_that_is_plain_no_longer_keeps_no_older_list(
    session: Session, settings: Settings, tmp_path: Path
) -> None:
    hourly = lived_in(session, scenes.vault(tmp_path), hourly=True)
    session.add(Screening(home_id=hourly.home.id, evidence_digest="an older one", made_at=NOW - timedelta(days=1)))
    session.flush()
    programme_jobs.screen_part(session, hourly.home.id, now=NOW, settings=settings, step=lambda _: None)
    assert not lists(session)
