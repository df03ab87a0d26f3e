"""A home among similar homes: its own normal year beside the middle half of a group of at least twenty-five.

Figures are made once a month for all groups at once and stay as they are until the next: whoever joins or leaves within
a month changes none of them, so that nobody's use can be taken from two of them. A group that too few are left of is
taken away at the next look, and is not there again before the next month. Rounded, and from many homes' own counting;
a range for one's own home is in nobody's figures.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ARRAY, Row, String, any_, bindparam, case, exists
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, delete, select

from coach.homes import similar_counted, similar_groups
from coach.homes.evidence import FUEL_OF
from coach.homes.similar_groups import COMPARED as COMPARED
from coach.homes.similar_groups import FEWEST_HOMES as FEWEST_HOMES
from coach.homes.similar_groups import Age as Age
from coach.homes.similar_groups import Definition as Definition
from coach.homes.similar_groups import Kind as Kind
from coach.homes.similar_groups import Size as Size
from greener_homes import audit, consent_worded
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.local_days import LOCAL
from greener_homes.page_questions import AtOnce, plain
from greener_homes.tables.similar import SimilarChoice, SimilarGroup
from models.quantities import Fuel


class Standing(StrEnum):
    """What can be said of a home and a fuel."""

    COMPARED = "compared"
    TOO_FEW = "too_few"
    NO_YEAR = "no_year"
    """Its own normal year is not known yet."""
    NO_HEATING_FUEL = "no_heating_fuel"
    SOLAR = "solar"


@dataclass(frozen=True, slots=True)
class Group:
    """The group a home is held beside: at least so many homes, and what their middle half uses in a normal year."""

    definition: Definition
    homes: int
    low: float
    high: float
    month: date


@dataclass(frozen=True, slots=True)
class Similar:
    """One fuel of a home among similar homes; `group` and `you` are there when it is compared."""

    fuel: Fuel
    standing: Standing
    you: float | None = None
    group: Group | None = None


def of_home(
    session: Session, opened: Sequence[LiveConsent], evidence: Mapping[str, object] | None = None
) -> tuple[Similar, ...] | None:
    """Each fuel these permissions open, among similar homes; None where the household turned comparing off.

    `evidence` is an assessment's; None takes the newest of the home.
    """
    home_id = opened[0].home_id
    if evidence is None:
        is_off, known = _OF_NEWEST.ask(session, {"home": home_id})
    else:
        is_off, known = is_turned_off(session, home_id), evidence
    return None if is_off else of_comparing_home(session, opened, known or {})


def of_comparing_home(
    session: Session, opened: Sequence[LiveConsent], known: Mapping[str, object]
) -> tuple[Similar, ...]:
    """The same of a home that did not turn comparing off; `known` is an assessment's evidence."""
    covered = {FUEL_OF.get(commodity) for one in opened for commodity in one.commodities}
    given = known.get("facts")
    facts: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    years = similar_counted.normal_years(known.get("measured"))
    wanted = {
        fuel: {one.key: one for one in similar_groups.definitions(fuel, facts)} for fuel in COMPARED if fuel in covered
    }
    groups = _groups(session, [key for each in wanted.values() for key in each])
    return tuple(_similar(fuel, each, years.get(fuel), facts, groups) for fuel, each in wanted.items())


def is_turned_off(session: Session, home_id: uuid.UUID) -> bool:
    """Whether the household does not want to be compared."""
    return session.get(SimilarChoice, home_id) is not None


IS_TURNED_OFF: Final = exists().where(plain(SimilarChoice).c.home_id == bindparam("home"))
"""`is_turned_off` of a home as one value, for pages that ask it together with more."""
IS_AGREED: Final = consent_worded.is_agreed_in(Purpose.OPEN_DATA, similar_counted.NAMED_SINCE)
"""Whether somebody of the home agreed, in the words that name it, to have it counted for others; in the same way."""
_OF_NEWEST: Final = AtOnce(IS_TURNED_OFF, case((~IS_TURNED_OFF, similar_counted.NEWEST)))


def choose(session: Session, home_id: uuid.UUID, *, on: bool, actor: audit.Actor, now: datetime) -> None:
    """The household's pages and its case compare it, or do not. Whether it is counted for others is its own answer."""
    if on:
        session.exec(delete(SimilarChoice).where(col(SimilarChoice.home_id) == home_id))
    else:
        session.merge(SimilarChoice(home_id=home_id, turned_off_at=now))
    audit.record(session, actor, audit.Action.COMPARING_CHOSEN, at=now, home_id=home_id, on=on)
    session.flush()


def work_out(session: Session, *, now: datetime, step: Callable[[str], None]) -> int:
    """Figures of this month stand, and none of a group that too few are left of; returns how many have figures.

    Run again within the month it makes nothing new, whatever has changed; where nothing could be made yet, it tries
    again each night.
    """
    month = now.astimezone(LOCAL).date().replace(day=1)
    homes = list(similar_counted.counted(session, at=now))
    step("counted")
    standing = list(session.exec(select(SimilarGroup).order_by(col(SimilarGroup.key))))
    if any(row.month == month for row in standing):
        _take_away(session, [row for row in standing if row.low is not None], homes)
    else:
        session.exec(delete(SimilarGroup))
        session.add_all(
            SimilarGroup(key=key, month=month, counted=one.homes, low=one.low, high=one.high, made_at=now)
            for key, one in similar_groups.figures(homes).items()
        )
    session.flush()
    step("kept")
    return sum(row.low is not None for row in session.exec(select(SimilarGroup)))


def _take_away(session: Session, rows: Sequence[SimilarGroup], homes: Sequence[similar_groups.CountedHome]) -> None:
    members = similar_groups.sizes(homes)
    for row in rows:
        if not similar_groups.is_enough(members.get(row.key, [0.0])):
            row.low = row.high = None
            session.add(row)


def _groups(session: Session, keys: Sequence[str]) -> dict[str, Row[Any]]:
    if not keys:
        return {}
    return {row.key: row for row in session.execute(_OF_KEYS, {"keys": list(keys)})}


_GROUP: Final = plain(SimilarGroup)
_OF_KEYS: Final = sqlalchemy_select(_GROUP.c.key, _GROUP.c.month, _GROUP.c.counted, _GROUP.c.low, _GROUP.c.high).where(
    _GROUP.c.key == any_(bindparam("keys", type_=ARRAY(String))), _GROUP.c.low.is_not(None)
)
"""Put together once, and plain values in place of objects, for the pages that ask it."""


def _similar(
    fuel: Fuel,
    definitions: Mapping[str, Definition],
    you: float | None,
    facts: Mapping[str, object],
    groups: Mapping[str, Row[Any]],
) -> Similar:
    if you is None:
        return Similar(fuel, Standing.NO_YEAR)
    if not definitions:
        solar = fuel is Fuel.ELECTRICITY and facts.get("solar_panels") is True and facts.get("heating_fuel")
        return Similar(fuel, Standing.SOLAR if solar else Standing.NO_HEATING_FUEL, you)
    for key, definition in definitions.items():
        row = groups.get(key)
        if row is not None and row.low is not None and row.high is not None:
            return Similar(fuel, Standing.COMPARED, you, Group(definition, row.counted, row.low, row.high, row.month))
    return Similar(fuel, Standing.TOO_FEW, you)
