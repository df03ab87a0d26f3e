"""What was predicted of a project's measures when it began, kept as it was published, so that later is held to it.

Frozen with the project: the range, the cost, the money from others, the bill, the versions, the home's design heat
loss, and what each fuel's normal year was. Later advice may say something else; the comparison stays with what the
household decided on. Rests on the home's readings, and goes when they do.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach.cases.changes import with_coachs
from coach.homes.evidence import home_facts
from greener_homes.tables.advice import Assessment, Opportunity, Recommendation, Review
from greener_homes.tables.project import ProjectPrediction
from models.house.degree_hours import DegreeHours
from models.house.facts import FACT_NAMES, plausible
from models.house.stock import assumed
from models.house.weather import PLACES, typical_year
from models.quantities import Fuel
from models.savings.belief import believe
from models.savings.design_load import design_load_kw
from models.savings.evidence import MeasuredUse

KEPT: Final = (
    "savings",
    "bill_cad_per_year",
    "carbon_kg_per_year",
    "cost_cad",
    "cost_basis",
    "incentive_cad",
    "incentives",
    "stage",
)
"""Of an opportunity's numbers, those that later is compared with."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """One measure as it was put forward. `numbers` as stored, with the coach's own ranges in their place.

    `design_load_kw` are p10, p50 and p90 of the heat the home needs on its coldest night, None where it was not kept;
    `normal_year` what each fuel used in a normal year then, in its unit.
    """

    measure: str
    recommendation_id: uuid.UUID
    numbers: Mapping[str, object]
    versions: Mapping[str, str]
    grant_ids: tuple[str, ...]
    design_load_kw: tuple[float, float, float] | None
    normal_year: Mapping[str, float]

    def saved(self, key: str) -> tuple[float, float, float] | None:
        """p10, p50 and p90 of what a year was to save of a fuel, by its key such as natural_gas_m3."""
        found = self.numbers.get("savings")
        one = found.get(key) if isinstance(found, Mapping) else None
        return _three(one, ("p10", "p50", "p90"))

    @property
    def cost(self) -> tuple[float, float, float] | None:
        """Low, typical and high cost, CAD."""
        return _three(self.numbers.get("cost_cad"), ("low", "typical", "high"))


def current(session: Session, home_id: uuid.UUID) -> dict[str, Recommendation]:
    """What a coach recommends to this home now, by measure, in the coach's order."""
    rows = session.exec(
        select(Recommendation)
        .where(Recommendation.home_id == home_id, col(Recommendation.replaced_at).is_(None))
        .order_by(col(Recommendation.rank))
    )
    return {row.measure: row for row in rows}


def keep(session: Session, project_id: uuid.UUID, given: Sequence[Recommendation], *, now: datetime) -> None:
    """What these recommendations say is kept with the project."""
    for row in given:
        review = session.get_one(Review, row.review_id)
        assessed = session.get_one(Assessment, review.assessment_id)
        offered = session.get(Opportunity, row.opportunity_id) if row.opportunity_id else None
        numbers = with_coachs(offered.numbers if offered else {}, row.coach_numbers)
        session.add(
            ProjectPrediction(
                project_id=project_id,
                home_id=row.home_id,
                measure=row.measure,
                recommendation_id=row.id,
                grant_ids=list(assessed.grant_ids),
                versions=dict(assessed.versions),
                numbers={
                    **{name: numbers[name] for name in KEPT if name in numbers},
                    "design_load_kw": list(_design_load(assessed)),
                    "normal_year": _normal_year(assessed.evidence.get("measured")),
                    "by_a_coach": bool(row.coach_numbers),
                },
                kept_at=now,
            )
        )
    session.flush()


def of_project(session: Session, project_id: uuid.UUID) -> tuple[Predicted, ...]:
    """What was predicted of each measure; nothing once the readings it rests on were withdrawn."""
    rows = session.exec(
        select(ProjectPrediction).where(ProjectPrediction.project_id == project_id).order_by(col(ProjectPrediction.id))
    )
    return tuple(_predicted(row) for row in rows)


def _predicted(row: ProjectPrediction) -> Predicted:
    load = row.numbers.get("design_load_kw")
    known = tuple(float(each) for each in load) if isinstance(load, list) and len(load) == 3 else None
    year = row.numbers.get("normal_year")
    return Predicted(
        row.measure,
        row.recommendation_id,
        row.numbers,
        row.versions,
        tuple(row.grant_ids),
        (known[0], known[1], known[2]) if known else None,
        {str(fuel): float(total) for fuel, total in year.items()} if isinstance(year, Mapping) else {},
    )


def _design_load(assessed: Assessment) -> tuple[float, ...]:
    """p10, p50 and p90 of the design heat loss of the home this assessment was made of."""
    kept = assessed.evidence.get("facts")
    known = {name: value for name, value in kept.items() if name in FACT_NAMES} if isinstance(kept, Mapping) else {}
    home = assumed(plausible(home_facts(known))[0])
    place = home.facts.municipality
    weather = DegreeHours.of(typical_year(place) if place in PLACES and place else typical_year())
    load = design_load_kw(believe(home, _measured(assessed.evidence.get("measured")), weather))
    return tuple(round(each, 2) for each in (load.p10, load.p50, load.p90))


def _measured(kept: object) -> Mapping[Fuel, MeasuredUse]:
    """The metered fuels of an assessment as they were when it was made."""
    rows = [each for each in kept if isinstance(each, Mapping)] if isinstance(kept, list) else []
    return {Fuel(str(each["fuel"])): MeasuredUse(**{**each, "fuel": Fuel(str(each["fuel"]))}) for each in rows}


def _normal_year(kept: object) -> dict[str, float]:
    rows = [each for each in kept if isinstance(each, Mapping)] if isinstance(kept, list) else []
    return {str(each["fuel"]): float(each["total"]) for each in rows}


def _three(found: object, names: tuple[str, str, str]) -> tuple[float, float, float] | None:
    if not isinstance(found, Mapping):
        return None
    ends = [found.get(name) for name in names]
    low, middle, high = (float(each) if isinstance(each, int | float) else None for each in ends)
    return None if low is None or middle is None or high is None else (low, middle, high)
