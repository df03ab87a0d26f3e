"""Which homes are counted among similar homes: those that said yes to it, with what was worked out for their advice.

Counting a home for others is another purpose than advising it. It needs *open data*, in words that name similar homes,
for all that the advice of that fuel rests on: every source, and every day of it. What is read is the normal year of the
newest assessment, never a reading. Reads in parts, so that a programme of any size stays in little memory.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, bindparam, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col

from coach.homes import permitted
from coach.homes.evidence import FUEL_OF
from coach.homes.similar_groups import COMPARED, CountedHome, definitions
from greener_homes import consent, consent_worded
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.homes import merged_away
from greener_homes.tables.advice import Assessment
from models.quantities import Commodity, Fuel

NAMED_SINCE: Final = 2
"""The version of the words for open figures that names similar homes."""
PART: Final = 2_000
COMMODITY_OF: Final = {fuel: commodity for commodity, fuel in FUEL_OF.items()}


def counted(session: Session, *, at: datetime, part: int = PART) -> Iterator[CountedHome]:
    """Every home that may be counted at `at`, once for each fuel whose normal year is known."""
    since: uuid.UUID | None = None
    while homes := _agreed(session, since, part, at):
        yield from _of_part(session, homes, at)
        since = homes[-1]


def _agreed(session: Session, since: uuid.UUID | None, most: int, at: datetime) -> list[uuid.UUID]:
    """Homes with any yes to open figures, after `since` in the order of their identifiers; a household only once."""
    opened = consent.open_homes(Purpose.OPEN_DATA, at=at).subquery()
    query = select(opened.c.home_id).distinct().where(opened.c.home_id.not_in(merged_away()))
    query = query.order_by(opened.c.home_id).limit(most)
    return list(session.execute(query if since is None else query.where(opened.c.home_id > since)).scalars())


def _of_part(session: Session, homes: Sequence[uuid.UUID], at: datetime) -> Iterator[CountedHome]:
    worded = consent_worded.agreed_in(session, homes, Purpose.OPEN_DATA, NAMED_SINCE, at=at)
    advised = permitted.for_advice_each(session, homes, at=at)
    given = consent.live_each(session, homes, Purpose.OPEN_DATA, at=at)
    for row in _newest(session, [home for home in homes if home in worded and home in advised]):
        open_to = {fuel for fuel in COMPARED if _is_whole(row.opened, advised[row.home_id], given[row.home_id], fuel)}
        yield from _of_home(row.home_id, row.measured, row.facts, open_to)


def _newest(session: Session, homes: Sequence[uuid.UUID]) -> Sequence[Any]:
    """Of each home's newest assessment: what was measured, the facts, and what it rests on."""
    return session.execute(_KNOWN, {"homes": list(homes)}).all()


_EVIDENCE: Final = col(Assessment.evidence)
_KNOWN: Final = (
    select(
        col(Assessment.home_id),
        _EVIDENCE["measured"].label("measured"),
        _EVIDENCE["facts"].label("facts"),
        _EVIDENCE["opened"].label("opened"),
    )
    .where(col(Assessment.home_id).in_(bindparam("homes", expanding=True)))
    .ext(distinct_on(col(Assessment.home_id)))
    .order_by(col(Assessment.home_id), col(Assessment.id).desc())
)
"""Put together once, for the pages that ask it."""


NEWEST: Final = (
    select(func.json_build_object("facts", _EVIDENCE["facts"], "measured", _EVIDENCE["measured"], type_=JSON))
    .where(col(Assessment.home_id) == bindparam("home"))
    .order_by(col(Assessment.id).desc())
    .limit(1)
    .scalar_subquery()
)
"""What a home's newest assessment knows of it as one value: `facts` and `measured`; None before there is one."""


def _of_home(home_id: uuid.UUID, measured: object, facts: object, open_to: set[Fuel]) -> Iterator[CountedHome]:
    known: Mapping[str, object] = facts if isinstance(facts, Mapping) else {}
    for fuel, amount in normal_years(measured).items():
        if fuel in open_to and (found := definitions(fuel, known)):
            yield CountedHome(home_id, amount, found)


def normal_years(measured: object) -> dict[Fuel, float]:
    """What each compared fuel uses in a normal year, from an assessment's evidence as it is kept."""
    rows = [one for one in measured if isinstance(one, Mapping)] if isinstance(measured, list) else []
    totals = {str(one.get("fuel")): one.get("total") for one in rows}
    found = {fuel: totals.get(fuel.value) for fuel in COMPARED}
    return {fuel: float(total) for fuel, total in found.items() if isinstance(total, int | float) and total > 0}


def _is_whole(opened: object, advised: Sequence[LiveConsent], given: Sequence[LiveConsent], fuel: Fuel) -> bool:
    """Whether the answers to open figures cover every source and day of a fuel that its advice rests on."""
    commodity = COMMODITY_OF[fuel]
    rests_on = {str(word) for word in opened} if isinstance(opened, list) else set()
    sources = {word for word in rests_on if word.endswith(f"|{commodity}")}
    covered = {_word(one, commodity) for one in advised if _covers(one, given, commodity)}
    return bool(sources) and sources <= covered


def _covers(advised: LiveConsent, given: Sequence[LiveConsent], commodity: Commodity) -> bool:
    met = advised.within(given)
    days = (advised.covers_from(commodity), advised.covers_until(commodity))
    return met is not None and days[0] is not None and (met.covers_from(commodity), met.covers_until(commodity)) == days


def _word(one: LiveConsent, commodity: Commodity) -> str:
    """As `evidence.openings` writes it."""
    return f"{one.source}|{one.supplier_id or ''}|{commodity}"
