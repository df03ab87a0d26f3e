"""A home's monthly report: made once a month for whoever wants it, under live permissions, and read again later.

Made of readings, so it names the permissions it rests on and goes with them. Kept as figures and codes; words are said
where it is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from coach.homes import permitted
from coach.reports import codes_reports as codes
from coach.reports import draws, fuel_months, month_steps, report_letter
from coach.reports.fuel_months import FuelMonth
from coach.reports.month_steps import Step
from greener_homes import audit, consent, homes, jobs, mail, people, readings
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.local_days import LOCAL, begins
from greener_homes.mail import Topic
from greener_homes.people import Language
from greener_homes.settings import Settings
from greener_homes.tables.report import MonthlyReport, ReportDraw
from greener_homes.vault import Vault
from models.findings import Fact, Finding, Severity
from models.quantities import Commodity

FROM_DAY: Final = 8
"""Day of the month from which the month before is reported: suppliers take a week to send its last days."""
WAITS_UNTIL_DAY: Final = 15
"""Day until which a report waits for the fuel that is late; then it says that it lacks it."""
UNTIL_DAY: Final = 20
ABOUT: Final = uuid.UUID("0c4d3b0a-1f5e-4a64-8f3b-2f8f4b1d9f10")


@dataclass(frozen=True, slots=True)
class Report:
    """One month's report as it was made."""

    month: date
    fuels: tuple[FuelMonth, ...]
    step: Step
    new: tuple[str, ...]
    """Measures that the plan had not a month before."""
    gone: tuple[str, ...]
    made_at: datetime


def month_due(now: datetime) -> date | None:
    """The first day of the month that is reported at this moment; None outside the days of reports."""
    today = now.astimezone(LOCAL).date()
    if not FROM_DAY <= today.day <= UNTIL_DAY:
        return None
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def plan(session: Session, *, now: datetime) -> int:
    """A report is asked for of every home that is due one; returns how many. Safe to run again.

    Due is a home with readings of the month, a permission for advice and somebody who wants a report, whose lot does
    not hold it back, and that has none yet. Nothing of a home is opened.
    """
    month = month_due(now)
    if month is None:
        return 0
    today = now.astimezone(LOCAL).date()
    permitted_homes = set(session.execute(consent.open_homes(Purpose.ADVICE, at=now)).scalars())
    done = set(session.exec(select(MonthlyReport.home_id).where(MonthlyReport.month == month)))
    asked = set(session.exec(select(ReportDraw.home_id).where(col(ReportDraw.asked_at).is_not(None))))
    held = set(session.exec(select(ReportDraw.home_id).where(col(ReportDraw.held_until) > today))) - asked
    wanted = (mail.homes_wanting(session, Topic.REPORT, at=now) | asked) & permitted_homes
    due = [home for home in readings.homes_with(session, month) if home in wanted and home not in done | held]
    jobs.enqueue_each(session, "report.make", due, now=now)
    return len(due)


def make(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    settings: Settings,
    *,
    now: datetime,
    step: Callable[[str], None],
) -> bool:
    """The home's report of the month that is due is made, as in `make_month`; returns whether it was made now."""
    month = month_due(now)
    return month is not None and make_month(session, vault, home_id, settings, month, now=now, step=step)


def make_month(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    settings: Settings,
    month: date,
    *,
    now: datetime,
    step: Callable[[str], None],
) -> bool:
    """The home's report of a month (its first day) is kept and its letters are written; returns whether it was now.

    Safe to run again: a month is reported once, whatever comes in later. Nothing is made for a home that nobody wants
    a report of, that the lot holds back, or whose permissions end while it is worked out.
    """
    today = now.astimezone(LOCAL).date()
    if _row(session, home_id, month) is not None:
        return False
    opened = permitted.for_advice(session, home_id, at=now)
    wanting = _wanting(session, home_id, now, today)
    before = draws.of_home(session, home_id)
    if not opened or not (wanting or (before is not None and before.asked_at is not None)):
        return False
    if draws.draw(session, vault, home_id, settings, now=now).holds_back(today):
        return False
    fuels = fuel_months.of_home(session, home_id, opened, month)
    missing = [each.said.code == codes.NO_MONTH.code for each in fuels]
    if all(missing) or (any(missing) and today.day < WAITS_UNTIL_DAY):
        return False
    report = _report(session, home_id, fuels, month, now)
    step("worked_out")
    if permitted.for_advice(session, home_id, at=now, lock=True) != opened:
        return False
    if not _keep(session, home_id, report, opened):
        return False
    for person_id, language in wanting:
        said = report_letter.words(month, fuels, report.step, language)
        mail.write(session, vault, person_id, Topic.REPORT, about(home_id, month), said, language, now=now)
    step("kept")
    return True


def of_home(session: Session, home_id: uuid.UUID) -> list[date]:
    """The months that the home has reports of, newest first."""
    rows = session.exec(
        select(MonthlyReport).where(MonthlyReport.home_id == home_id).order_by(col(MonthlyReport.month).desc())
    )
    return [row.month for row in rows]


def get(session: Session, home_id: uuid.UUID, month: date, *, viewer: audit.Actor, now: datetime) -> Report | None:
    """The home's report of a month; that it was read is on record."""
    row = _row(session, home_id, month)
    if row is None:
        return None
    audit.record(session, viewer, audit.Action.USAGE_VIEWED, at=now, home_id=home_id, purpose=Purpose.ADVICE.value)
    fuels, step, changed = row.said["fuels"], _mapping(row.said["step"]), _mapping(row.said["plan"])
    return Report(
        month=row.month,
        fuels=tuple(_fuel(each) for each in _rows(fuels)),
        step=Step(str(step["measure"]), str(step["origin"])),
        new=_words(changed["new"]),
        gone=_words(changed["gone"]),
        made_at=row.made_at,
    )


def about(home_id: uuid.UUID, month: date) -> uuid.UUID:
    """The report of a month, and what its letters are about: it is made once, and nobody is written to twice."""
    return uuid.uuid5(ABOUT, f"{home_id}|{month.isoformat()}")


def _wanting(session: Session, home_id: uuid.UUID, now: datetime, today: date) -> list[tuple[uuid.UUID, Language]]:
    """Who lives there and wants letters of this topic, with their language."""
    return [
        (member.person_id, people.language_of(session, member.person_id) or Language.ENGLISH)
        for member in homes.members(session, home_id, on=today)
        if mail.wants(session, member.person_id, Topic.REPORT, at=now)
    ]


def _report(session: Session, home_id: uuid.UUID, fuels: tuple[FuelMonth, ...], month: date, now: datetime) -> Report:
    step = month_steps.one_step(session, home_id, now=now, month=now.astimezone(LOCAL).month)
    new, gone = month_steps.changed(session, home_id, since=begins(month), now=now)
    return Report(month, fuels, step, tuple(new), tuple(gone), now)


def _keep(session: Session, home_id: uuid.UUID, report: Report, opened: Sequence[LiveConsent]) -> bool:
    statement = (
        insert(MonthlyReport)
        .values(
            id=about(home_id, report.month),
            home_id=home_id,
            month=report.month,
            said={
                "fuels": [each.as_json() for each in report.fuels],
                "step": {"measure": report.step.measure, "origin": report.step.origin},
                "plan": {"new": list(report.new), "gone": list(report.gone)},
            },
            grant_ids=[str(grant) for one in opened for grant in one.grant_ids],
            made_at=report.made_at,
        )
        .on_conflict_do_nothing()
        .returning(col(MonthlyReport.id))
    )
    made: uuid.UUID | None = session.execute(statement).scalar_one_or_none()
    if made is not None:
        audit.record(
            session,
            audit.PLATFORM,
            audit.Action.REPORT_MADE,
            at=report.made_at,
            home_id=home_id,
            object_id=made,
            purpose=Purpose.ADVICE.value,
            fuels=len(report.fuels),
        )
    return made is not None


def _row(session: Session, home_id: uuid.UUID, month: date) -> MonthlyReport | None:
    return session.exec(
        select(MonthlyReport).where(MonthlyReport.home_id == home_id, MonthlyReport.month == month)
    ).one_or_none()


def _fuel(found: Mapping[str, object]) -> FuelMonth:
    facts: Mapping[str, Fact] = _mapping(found["facts"])  # type: ignore[assignment]  # as codes gave them
    said = Finding(str(found["code"]), Severity.NOTE, facts)
    return FuelMonth(Commodity(str(found["commodity"])), said, _mapping(found["numbers"]))


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}


def _rows(found: object) -> list[Mapping[str, object]]:
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _words(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()
