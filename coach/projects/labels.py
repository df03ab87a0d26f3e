"""What projects teach: which recommendations households took up, and what meters said of them a year later.

Both are drawn under live permissions and never hold words, names or readings. Taking work up is an answer to the
recommendation; giving it up is one only where the reason speaks of the work itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach.homes import permitted
from coach.projects.states import WORK_DONE, ProjectState
from greener_homes import consent
from greener_homes.consent import Purpose
from greener_homes.tables.advice import Recommendation
from greener_homes.tables.project import GivenUp, Project, ProjectOutcome, ProjectPrediction
from models.measures.catalogue import measure
from models.quantities import Commodity
from models.ranking.decided import Adoption, mark_of
from models.savings.realized import Realized

OF_GIVING_UP: Final = {
    GivenUp.CHANGED_MIND: Adoption.NOT_FOR_ME,
    GivenUp.TOO_EXPENSIVE: Adoption.NOT_FOR_ME,
    GivenUp.NOT_POSSIBLE: Adoption.NOT_FOR_ME,
    GivenUp.NOT_NOW: Adoption.LATER,
    GivenUp.NO_REBATE: Adoption.LATER,
    GivenUp.NO_CONTRACTOR: Adoption.LATER,
}
"""What giving up says of the recommendation; moving house and other reasons say nothing."""


def adopted(session: Session) -> dict[uuid.UUID, Adoption]:
    """What households said of recommendations by what they did, by the recommendation's id.

    The same measure recommended again to the same home is the same recommendation. Whether a home may be learned from
    is asked where the answers are used (`coach.cases.decisions.decided_homes`).
    """
    found: dict[tuple[uuid.UUID, str], Adoption] = {}
    for row in session.exec(select(Project).order_by(col(Project.id))):
        said = _said(row)
        if said is not None:
            found.update({(row.home_id, each): said for each in row.measures})
    if not found:
        return {}
    homes = {home for home, _ in found}
    rows = session.exec(
        select(Recommendation.id, Recommendation.home_id, Recommendation.measure).where(
            col(Recommendation.home_id).in_(list(homes))
        )
    )
    return {each: found[home, name] for each, home, name in rows if (home, name) in found}


def realized(session: Session, *, at: datetime) -> list[Realized]:
    """What meters said of one measure alone over a whole year, of homes that may be learned from, in a fixed order.

    Whether it came out well or badly is no reason to be left out.
    """
    return sorted(_realized(session, at), key=lambda each: (each.mark, each.measure))


def _said(row: Project) -> Adoption | None:
    if row.state is not ProjectState.GIVEN_UP:
        return Adoption.ACCEPTED
    return OF_GIVING_UP.get(row.given_up) if row.given_up is not None else None


def _realized(session: Session, at: datetime) -> Iterator[Realized]:
    rows = session.exec(
        select(ProjectOutcome, ProjectPrediction)
        .join(Project, col(Project.id) == ProjectOutcome.project_id)
        .join(ProjectPrediction, col(ProjectPrediction.project_id) == Project.id)
        .where(
            col(Project.state).in_(list(WORK_DONE)),
            col(Project.home_id).in_(consent.open_homes(Purpose.ADVICE, at=at)),
            col(Project.home_id).in_(consent.open_homes(Purpose.RESEARCH, at=at)),
        )
        .order_by(col(ProjectOutcome.id))
    )
    for outcome, predicted in rows:
        numbers, share = outcome.numbers, outcome.numbers.get("predicted_share")
        if not (numbers.get("alone") is True and numbers.get("whole_year") is True and isinstance(share, list)):
            continue
        expected, avoided = numbers.get("expected"), numbers.get("avoided")
        if not isinstance(expected, int | float) or not isinstance(avoided, int | float) or expected <= 0:
            continue
        if not _may_learn(session, outcome, at):
            continue
        yield Realized(
            mark_of(str(outcome.home_id)),
            predicted.measure,
            _family(predicted.measure),
            float(share[1]),
            float(avoided) / float(expected),
        )


def _may_learn(session: Session, outcome: ProjectOutcome, at: datetime) -> bool:
    """Whether what the household gives to research holds the fuel this rests on."""
    opened = permitted.for_learning(session, outcome.home_id, at=at)
    return any(Commodity(outcome.commodity) in each.commodities for each in opened)


def _family(measure_id: str) -> str | None:
    try:
        return measure(measure_id).realization
    except KeyError:
        return None
