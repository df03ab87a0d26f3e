"""What is past its time goes, in batches; what is not stays; and how much is left is known."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from greener_homes import db, jobs, person_exports, retention
from greener_homes.identity import browsers
from greener_homes.person_exports import ExportState
from greener_homes.settings import Settings
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.tables.consent import Source
from greener_homes.tables.people import SignIn
from greener_homes.tables.rights import PersonExport
from greener_homes.tables.work import Work, WorkState
from greener_homes.vault import open_vault
from tests import scenes
from tests.scenes import NOW


def sweep(session: Session, settings: Settings) -> list[str]:
    steps: list[str] = []
    retention.sweep(session, jobs.NOBODY, now=NOW, settings=settings, step=steps.append)
    return steps


def left(session: Session) -> dict[str, int]:
    return {one.rule.name: one.rows for one in retention.backlog(session, now=NOW) if one.rows}


def finished_work(session: Session, days: int, count: int = 1) -> None:
    at = NOW - timedelta(days=days)
    session.add_all(
        Work(
            name="import.run",
            subject_id=uuid.uuid4(),
            state=WorkState.DONE,
            available_at=at,
            created_at=at,
            finished_at=at,
        )
        for _ in range(count)
    )
    session.flush()


def test_ended_sign_ins_go_after_ninety_days_and_live_ones_stay(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    who = scenes.resident(session, keys)
    for days in (92, 89, 0):
        browsers.start(session, who.person, now=NOW - timedelta(days=days), hours=12)
    session.flush()
    assert left(session) == {"sign_ins": 1}
    assert sweep(session, settings) == [rule.name for rule in retention.RULES]
    assert left(session) == {}
    assert len(session.exec(select(SignIn)).all()) == 2


def test_work_goes_in_batches_and_what_is_left_is_told(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(retention, "BATCHES", 2)
    finished_work(session, days=31, count=8)
    finished_work(session, days=29)
    sweep(session, settings)
    assert left(session) == {"work": 2}
    sweep(session, settings)
    assert left(session) == {}
    assert len(session.exec(select(Work).where(Work.name == "import.run")).all()) == 1


def test_a_row_somebody_holds_is_left_for_the_next_sweep(engine: Engine, settings: Settings) -> None:
    with db.transaction(engine) as session:
        finished_work(session, days=31, count=2)
    with Session(engine) as holding:
        holding.exec(select(Work).limit(1).with_for_update()).one()
        with db.transaction(engine) as session:
            sweep(session, settings)
            assert left(session) == {"work": 1}


@pytest.mark.parametrize("state", [ImportState.REJECTED, ImportState.STORED, ImportState.STOPPED])
def test_details_of_a_file_go_and_its_counts_stay(session: Session, settings: Settings, state: ImportState) -> None:
    who = scenes.resident(session, open_vault(settings))
    for days in (31, 29):
        session.add(
            ImportRun(
                home_id=who.home.id,
                person_id=who.person.id,
                source=Source.UPLOAD,
                state=state,
                sha256=uuid.uuid4().hex,
                size_bytes=1,
                counts={"rejected": 1},
                rejects=[{"line": 3, "code": "csv.number"}],
                received_at=NOW - timedelta(days=days),
                finished_at=NOW - timedelta(days=days),
            )
        )
    session.flush()
    sweep(session, settings)
    rows = session.exec(select(ImportRun).order_by(ImportRun.finished_at)).all()  # type: ignore[arg-type]
    assert [row.rejects for row in rows] == [[], [{"line": 3, "code": "csv.number"}]]
    assert [row.counts for row in rows] == [{"rejected": 1}] * 2


def test_a_copy_of_a_persons_data_goes_with_its_file_after_seven_days(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        for days in (8, 6):
            who = scenes.resident(session, keys)
            then = NOW - timedelta(days=days)
            asked = person_exports.ask(session, who.person, now=then)
            spool = keys.spool()
            spool.write(b"copy")
            person_exports.made(session, keys, asked, spool.finish(), now=then)
    with db.transaction(engine) as session:
        sweep(session, settings)
        assert len(list(keys.spooled_names())) == 2, "until it is committed"
    with db.transaction(engine) as session:
        rows = session.exec(select(PersonExport).order_by(PersonExport.asked_at)).all()  # type: ignore[arg-type]
        assert [(row.state, row.spool_key is None) for row in rows] == [
            (ExportState.GONE, True),
            (ExportState.READY, False),
        ]
        assert [name for name, _ in keys.spooled_names()] == [rows[1].spool_name]


def test_sweeping_twice_changes_nothing_more(session: Session, settings: Settings) -> None:
    finished_work(session, days=31)
    sweep(session, settings)
    before = len(session.exec(select(Work)).all())
    sweep(session, settings)
    assert len(session.exec(select(Work)).all()) == before


def test_every_rule_says_what_how_long_and_why() -> None:
    assert len({rule.name for rule in retention.RULES}) == len(retention.RULES)
    assert all(rule.what and rule.why.endswith(".") and rule.lasts > timedelta() for rule in retention.RULES)
    assert all(stays.what and stays.why for stays in retention.STAYS)


def test_the_rules_are_printed_as_they_are() -> None:
    printed = (Path(retention.__file__).parents[1] / "docs" / "explanation" / "audit.md").read_text("utf-8")
    for rule in retention.RULES:
        assert f"| {rule.what} | {rule.lasts.days} days | {rule.why} |" in printed
    for stays in retention.STAYS:
        assert f"| {stays.what} | – | {stays.why[0].upper()}{stays.why[1:]}. |" in printed
