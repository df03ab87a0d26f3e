"""Before and after: what each fuel's meter says once a project is done, kept until it says more.

From the home's own baseline of the days before, with the weather taken out (`models/baseline/before_after`, CalTRACK
2.0's avoided use), under the home's live permission, asked again before anything is written. Nothing is said before
there is enough; where several things changed, nothing is counted for one of them; a year's prediction is held against
a year only.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from coach.homes import permitted
from coach.projects import outcome_said, predictions
from coach.projects.meter_reading import Window, read
from coach.projects.outcome_said import Outcome
from coach.projects.predictions import Predicted
from coach.projects.projects import ProjectView, of_home, view
from coach.projects.states import WORK_DONE
from greener_homes import audit
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import Project, ProjectOutcome
from models.findings import Fact, Finding, Severity
from models.quantities import Commodity

BASELINE_DAYS: Final = timedelta(days=365)
FIRST_YEAR: Final = timedelta(days=365)
LOOKED_FOR: Final = timedelta(days=500)
"""How long after its end a project is looked at again: a first year, and what arrives late of it."""
AGAIN_AFTER: Final = timedelta(days=7)
KEY_OF: Final = {
    Commodity.NATURAL_GAS: "natural_gas_m3",
    Commodity.ELECTRICITY: "electricity_kwh",
    Commodity.OIL: "oil_l",
    Commodity.PROPANE: "propane_l",
    Commodity.WOOD: "wood_cord",
}
"""The fuels of predictions, by the commodity that is metered."""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What is said of one fuel: the sentence first, what qualifies it after, and its figures as kept."""

    commodity: Commodity
    said: Finding
    more: tuple[Finding, ...]
    numbers: Mapping[str, object]
    looked_at: datetime

    @property
    def is_measured(self) -> bool:
        """Whether there is a figure."""
        return "avoided" in self.numbers


def measure(session: Session, project_id: uuid.UUID, *, now: datetime, step: Callable[[str], None]) -> bool:
    """What the home's meters say of this project is kept; returns whether anything was written.

    Safe to run again: the same readings give the same words. Permissions are asked for again, and held, before it is
    written; where one has ended meanwhile, nothing is.
    """
    row = session.get(Project, project_id)
    if row is None or row.state not in WORK_DONE or row.work_began_on is None or row.done_on is None:
        session.exec(delete(ProjectOutcome).where(col(ProjectOutcome.project_id) == project_id))
        return False
    opened = permitted.for_advice(session, row.home_id, at=now)
    if not opened:
        return False
    found = _looked(session, opened, view(row), now.astimezone(LOCAL).date())
    step("measured")
    if permitted.for_advice(session, row.home_id, at=now, lock=True) != opened:
        return False
    _keep(session, row, found, opened, now)
    step("saved")
    return True


def of_project(session: Session, project_id: uuid.UUID) -> tuple[OutcomeView, ...]:
    """What was found, fuels that have a figure first; nothing of a home that took its readings back."""
    rows = session.exec(select(ProjectOutcome).where(ProjectOutcome.project_id == project_id))
    found = [
        OutcomeView(
            Commodity(row.commodity),
            _finding(row.said, row.facts),
            tuple(_finding(str(each["code"]), each["facts"]) for each in _rows(row.numbers.get("more"))),
            row.numbers,
            row.looked_at,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_measured, each.commodity.value)))


def due(session: Session, *, now: datetime) -> list[uuid.UUID]:
    """Projects whose meters are to be looked at again: done within the time that is looked at, and not this week."""
    today = now.astimezone(LOCAL).date()
    fresh = select(ProjectOutcome.project_id).where(col(ProjectOutcome.looked_at) > now - AGAIN_AFTER)
    return list(
        session.exec(
            select(Project.id).where(
                col(Project.state).in_(list(WORK_DONE)),
                col(Project.done_on) >= today - LOOKED_FOR,
                col(Project.id).not_in(fresh),
            )
        )
    )


def changed_meanwhile(session: Session, project: ProjectView) -> bool:
    """Whether more than this one measure changed the home in the year before, or the year after, the work."""
    if len(project.measures) > 1 or project.work_began_on is None or project.done_on is None:
        return True
    first, last = project.work_began_on - BASELINE_DAYS, project.done_on + FIRST_YEAR
    return any(
        other.id != project.id
        and other.is_carried_out
        and other.work_began_on is not None
        and other.done_on is not None
        and other.work_began_on <= last
        and other.done_on >= first
        for other in of_home(session, project.home_id)
    )


def _looked(
    session: Session, opened: Sequence[LiveConsent], project: ProjectView, today: date
) -> dict[Commodity, Outcome]:
    """Each fuel the work was to change, and what its meter says."""
    if project.work_began_on is None or project.done_on is None:
        return {}
    predicted = predictions.of_project(session, project.id)
    alone = not changed_meanwhile(session, project)
    window = Window(project.home_id, project.work_began_on, project.done_on)
    found = {}
    for commodity in _concerned(predicted):
        meter = read(session, opened, commodity, window)
        found[commodity] = outcome_said.said(meter, _share(predicted, commodity) if alone else None, alone, today)
    return found


def _concerned(predicted: Sequence[Predicted]) -> tuple[Commodity, ...]:
    """The fuels that were predicted to change; power and gas where nothing is known of it any more."""
    known = [
        commodity
        for commodity, key in KEY_OF.items()
        if any((saved := each.saved(key)) is not None and any(saved) for each in predicted)
    ]
    return tuple(known) if known else (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)


def _share(predicted: Sequence[Predicted], commodity: Commodity) -> tuple[float, float, float] | None:
    """p10, p50 and p90 of what one measure was to save of a fuel, as shares of its normal year then."""
    if len(predicted) != 1:
        return None
    saved = predicted[0].saved(KEY_OF[commodity])
    year = predicted[0].normal_year.get(commodity.value)
    if saved is None or not year:
        return None
    return saved[0] / year, saved[1] / year, saved[2] / year


def _keep(
    session: Session, row: Project, found: Mapping[Commodity, Outcome], opened: Sequence[LiveConsent], now: datetime
) -> None:
    grants = [str(grant) for consent in opened for grant in consent.grant_ids]
    session.exec(delete(ProjectOutcome).where(col(ProjectOutcome.project_id) == row.id))
    session.add_all(
        ProjectOutcome(
            project_id=row.id,
            home_id=row.home_id,
            commodity=commodity.value,
            said=outcome.said.code,
            facts=dict(outcome.said.facts),
            numbers={
                **outcome.numbers,
                "more": [{"code": each.code, "facts": dict(each.facts)} for each in outcome.more],
            },
            grant_ids=grants,
            looked_at=now,
        )
        for commodity, outcome in found.items()
    )
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.PROJECT_MEASURED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        purpose=Purpose.ADVICE.value,
        fuels=len(found),
    )
    session.flush()


def _finding(code: str, facts: object) -> Finding:
    known: Mapping[str, Fact] = facts if isinstance(facts, Mapping) else {}
    return Finding(code, Severity.NOTE, known)


def _rows(found: object) -> list[Mapping[str, object]]:
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
