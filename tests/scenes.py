"""Scenes tests begin from: people, homes, answers and readings, made by the same services that serve residents."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from sqlmodel import Session

from coach import assessment
from coach.assessment import AssessmentView
from coach.cases import conduct, review
from greener_homes import consent, db, homes, people, privacy, written_answers
from greener_homes.consent import Answer, Channel, Purpose, Source
from greener_homes.homes import HomeView, Relation
from greener_homes.people import Audience, Language, PersonView, Registration
from greener_homes.tables.advice import Assessment, Opportunity
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.vault import Vault
from greener_homes.written_answers import Said, WhyWritten, Written
from greener_homes.written_answers_kept import WrittenView
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
MOVED_IN = date(2024, 1, 1)
PASSWORD = "a password for tests"
BOTH = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident with a home."""

    person: PersonView
    home: HomeView


def vault(folder: Path) -> Vault:
    """A vault of its own, with its spool in `folder`."""
    return Vault((os.urandom(32),), folder / "spool")


def person(
    session: Session, keys: Vault, audience: Audience = Audience.RESIDENT, email: str | None = None
) -> PersonView:
    """Somebody registered."""
    address = email or f"{uuid.uuid4().hex[:12]}@test.example"
    return people.register(
        session, keys, Registration(address, f"Test {audience.value}", PASSWORD, audience, Language.ENGLISH), now=NOW
    )


def coach(session: Session, keys: Vault, *, email: str | None = None, at: datetime = NOW) -> PersonView:
    """A coach who has declared their interests in the year of `at`."""
    found = person(session, keys, Audience.COACH, email)
    conduct.declare(session, keys, found, "", now=at)
    return found


def resident(session: Session, keys: Vault, *, moved_in: date = MOVED_IN, email: str | None = None) -> Resident:
    """A resident with a home, who has answered no question of consent yet."""
    someone = person(session, keys, email=email)
    home = homes.add_home(session, someone.id, relation=Relation.OWNER, moved_in=moved_in, now=NOW)
    return Resident(someone, home)


def agree(
    session: Session,
    who: Resident,
    purpose: Purpose = Purpose.ADVICE,
    *,
    commodities: tuple[Commodity, ...] = BOTH,
    data_from: date = MOVED_IN,
    at: datetime = NOW,
) -> None:
    """The resident says yes to `purpose` for files they upload."""
    consent.publish_statements(session, now=NOW)
    words = consent.statement(session, purpose, who.person.language)
    answer = Answer(who.person.id, who.home.id, Source.UPLOAD, commodities, words.id, data_from)
    consent.grant(session, answer, actor=who.person.actor, now=at)


def end_consent(session: Session, who: Resident, purpose: Purpose, *, at: datetime = NOW) -> None:
    """What `agree` agreed to holds no more; nothing is erased yet."""
    consent.withdraw(
        session, who.home.id, purpose, source=Source.UPLOAD, commodities=BOTH, actor=who.person.actor, now=at
    )


def take_back(session: Session, keys: Vault, who: Resident, purpose: Purpose, *, at: datetime = NOW) -> None:
    """The resident takes back what `agree` agreed to, and what was collected under it is erased."""
    actor = who.person.actor
    privacy.withdraw(session, keys, who.home.id, purpose, source=Source.UPLOAD, commodities=BOTH, actor=actor, now=at)


def by_telephone(session: Session, keys: Vault, who: Resident, purpose: Purpose, *, at: datetime = NOW) -> WrittenView:
    """The resident says yes to `purpose` on the telephone, and programme staff write it down."""
    staff = person(session, keys, Audience.PROGRAMME)
    written = Written(
        who.person.id,
        who.home.id,
        Said.YES,
        purpose,
        None if purpose.is_contact else Source.UPLOAD,
        () if purpose.is_contact else BOTH,
        consent.statement(session, purpose, who.person.language).id,
        Channel.PHONE,
        WhyWritten.NO_INTERNET,
        "tests",
        data_from=None if purpose.is_contact else MOVED_IN,
    )
    return written_answers.write_down(session, keys, written, staff=staff, now=at)


def committed(session: Session) -> None:
    """What waits for this session's commit is done."""
    for call in session.info.pop(db.AFTER_COMMIT, []):
        call()


def hourly(
    first: datetime, hours: int, *, wh: int = 500, commodity: Commodity = Commodity.ELECTRICITY, unit: Unit = Unit.KWH
) -> UsageSeries:
    """A flat series of hourly readings, each of `wh` thousandths of the unit."""
    return UsageSeries(
        commodity=commodity,
        flow=Flow.DELIVERED,
        unit=unit,
        starts=int(first.timestamp()) + 3600 * np.arange(hours, dtype=np.int64),
        durations=np.full(hours, 3600, dtype=np.int64),
        values=np.full(hours, wh, dtype=np.int64),
        exponent=-3,
        quality=np.zeros(hours, dtype=np.uint8),
    )


def stored_run(session: Session, who: Resident, *, source: Source = Source.UPLOAD, at: datetime = NOW) -> uuid.UUID:
    """An import that has been read and stored, for readings to name as where they came from."""
    run = ImportRun(
        home_id=who.home.id,
        person_id=who.person.id,
        source=source,
        state=ImportState.STORED,
        sha256=uuid.uuid4().hex,
        size_bytes=1,
        received_at=at,
    )
    session.add(run)
    session.flush()
    return run.id


def worked_out(session: Session, who: Resident, *, at: datetime = NOW) -> AssessmentView:
    """A resident's home with its advice worked out from what it told and shared."""
    made = assessment.assess(session, who.home.id, now=at, step=lambda name: None)
    assert made is not None
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=at)
    return assessment.get(session, [live], made)


def numbers(bill: float = 50.0) -> dict[str, object]:
    """An opportunity's numbers, as the command line prints them."""
    return {
        "savings": {"natural_gas_m3": {"p10": 60.0, "p50": 118.0, "p90": 190.0}},
        "bill_cad_per_year": {"p10": bill / 2, "p50": bill, "p90": bill * 2},
        "cost_cad": {"low": 1500, "typical": 2300, "high": 3800},
    }


def assessed(session: Session, who: Resident, measures: tuple[str, ...], *, bill: float = 50.0) -> uuid.UUID:
    """An assessment of the resident's home with these opportunities in this order, waiting for review."""
    row = Assessment(home_id=who.home.id, evidence_digest="digest", created_at=NOW, evidence={"municipality": "Oshawa"})
    session.add(row)
    session.flush()
    session.add_all(
        Opportunity(assessment_id=row.id, measure=measure, rank=rank, numbers=numbers(bill))
        for rank, measure in enumerate(measures, start=1)
    )
    session.flush()
    return review.open_for(session, who.home.id, row.id, now=NOW)
