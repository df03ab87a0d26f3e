"""What is known of a home, who said it and when. A newer statement ends the older; nothing is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import Session, col, delete, or_, select

from greener_homes import audit
from greener_homes.copying import one_of
from greener_homes.local_days import LOCAL
from greener_homes.page_questions import plain, rows_as_one
from greener_homes.tables.home import HomeFact, Provenance
from greener_homes.tables.home import KnownHow as KnownHow

FactValue = str | float | bool | None

TRUST = (Provenance.STOCK, Provenance.RESIDENT, Provenance.UTILITY, Provenance.COACH, Provenance.ENERGUIDE)
"""Which source is believed when several speak: the last of these."""
_TRUSTED: Final = {each.value: place for place, each in enumerate(TRUST)}
_PROVENANCES: Final = {each.value: each for each in Provenance}


@dataclass(frozen=True, slots=True)
class HowKnown:
    """How a coach came to know something, and on which day."""

    how: KnownHow
    on: date


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact with where it came from. A value of None is an honest "I don't know"."""

    name: str
    value: FactValue
    provenance: Provenance
    stated_at: datetime
    how: HowKnown | None = None

    @property
    def on(self) -> date:
        """The day it is known to have been so: when it was seen, else when it was said."""
        return self.how.on if self.how else self.stated_at.astimezone(LOCAL).date()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source said of a home, and who wrote it down; `ended_at` is when it said otherwise."""

    fact: KnownFact
    stated_by: uuid.UUID | None
    ended_at: datetime | None


def state_facts(
    session: Session,
    home_id: uuid.UUID,
    facts: Mapping[str, FactValue],
    *,
    provenance: Provenance,
    actor: audit.Actor,
    now: datetime,
    how: HowKnown | None = None,
) -> int:
    """The statements are on record and end this source's earlier ones where they differ; returns how many changed.

    `how` is how a coach knows them: the same word known in another way is another statement.
    """
    current = {
        row.name: row
        for row in session.exec(
            select(HomeFact)
            .where(HomeFact.home_id == home_id, HomeFact.provenance == provenance, col(HomeFact.ended_at).is_(None))
            .with_for_update()
        )
    }
    changed = 0
    for name, value in facts.items():
        kept = current.get(name)
        if kept is not None and kept.value == value and (how is None or how == _how(kept)):
            continue
        if kept is not None:
            kept.ended_at = now
            session.add(kept)
            session.flush()
        session.add(
            HomeFact(
                home_id=home_id,
                name=name,
                value=value,
                provenance=provenance,
                stated_by=actor.id,
                stated_at=now,
                known_how=how.how if how else None,
                known_on=how.on if how else None,
            )
        )
        changed += 1
    if changed:
        known = how.how if how else provenance
        audit.record(
            session, actor, audit.Action.FACTS_STATED, at=now, home_id=home_id, changed=changed, how=known.value
        )
    session.flush()
    return changed


def known_facts(session: Session, home_id: uuid.UUID) -> Sequence[KnownFact]:
    """What is known, one entry a name: the most trusted source that knows a value, else its "I don't know"."""
    return facts_of(session.execute(_STANDING, {"home": home_id}).scalar_one())


_FACT: Final = plain(HomeFact)
_STATED: Final = rows_as_one(
    _FACT.c.name, _FACT.c.value, _FACT.c.provenance, _FACT.c.stated_at, _FACT.c.known_how, _FACT.c.known_on
).where(_FACT.c.home_id == bindparam("home"), _FACT.c.ended_at.is_(None))
STANDING: Final = _STATED.scalar_subquery()
"""What stands of a home as one value, for `facts_of`: most pages of a resident ask it, some together with more."""
_STANDING: Final = sqlalchemy_select(STANDING)


def standing_of(name: str) -> ColumnElement[Any]:
    """As `STANDING`, of one fact alone."""
    return _STATED.where(_FACT.c.name == name).scalar_subquery()


def facts_of(standing: Sequence[Sequence[Any]] | None) -> Sequence[KnownFact]:
    """`known_facts` of what `STANDING` answered: None where nothing is known."""
    return _counting([_standing_fact(*row) for row in standing or ()])


def _standing_fact(
    name: str, value: FactValue, provenance: str, stated_at: str, known_how: str | None, known_on: str | None
) -> KnownFact:
    how = HowKnown(KnownHow(known_how), date.fromisoformat(known_on)) if known_how and known_on else None
    return KnownFact(name, value, _PROVENANCES[provenance], datetime.fromisoformat(stated_at), how)


def known_at(session: Session, home_id: uuid.UUID, at: datetime) -> Sequence[KnownFact]:
    """What was known at a moment, as `known_facts` had it then; without what was forgotten since."""
    still = or_(col(HomeFact.ended_at).is_(None), col(HomeFact.ended_at) > at)
    rows = session.exec(select(HomeFact).where(HomeFact.home_id == home_id, col(HomeFact.stated_at) <= at, still))
    return _counting([_fact(row) for row in rows])


def statements(session: Session, home_id: uuid.UUID) -> Sequence[Statement]:
    """Everything that was said of a home and stands or stood, the newest first of each fact, by name."""
    rows = session.exec(
        select(HomeFact)
        .where(HomeFact.home_id == home_id)
        .order_by(col(HomeFact.name), col(HomeFact.stated_at).desc(), col(HomeFact.id).desc())
    )
    return [Statement(_fact(row), row.stated_by, row.ended_at) for row in rows]


def known_values(session: Session, home_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, FactValue]]:
    """The values of `known_facts` for many homes; homes of which nothing is known are not in it."""
    return _objects(session, home_ids, lambda told: told)


def known_words(session: Session, home_ids: Sequence[uuid.UUID], names: Sequence[str]) -> dict[uuid.UUID, str]:
    """The same of a few facts, as JSON: homes of the same words have the same values."""
    return _objects(session, home_ids, lambda told: cast(told, String), col(HomeFact.name).in_(names))


def _objects(
    session: Session,
    home_ids: Sequence[uuid.UUID],
    written: Callable[[ColumnElement[Any]], ColumnElement[Any]],
    *only: ColumnElement[bool],
) -> dict[uuid.UUID, Any]:
    """Each home's facts as one object; where several sources speak, the most trusted one that knows is the last to.

    Most homes have one source, and there nobody has to be weighed against anybody: that takes half as long.
    """
    home, name, value, source = (
        col(each) for each in (HomeFact.home_id, HomeFact.name, HomeFact.value, HomeFact.provenance)
    )
    trust = case(_TRUSTED, value=cast(source, String))
    told = func.coalesce(func.json_typeof(value), "null") != "null"

    def asked(of: Sequence[uuid.UUID], order: tuple[Any, ...]) -> Any:
        made = func.json_object_agg(name, aggregate_order_by(value, *order) if order else value)
        query = sqlalchemy_select(home, written(made)).where(one_of(home, of), col(HomeFact.ended_at).is_(None), *only)
        return query.group_by(home)

    alone = asked(home_ids, ()).having(func.min(source) == func.max(source))
    found = dict(session.execute(alone).all())
    rest = [each for each in home_ids if each not in found]
    if rest:
        found.update(session.execute(asked(rest, (told, trust))).all())
    return found


def forget_what_was_told(session: Session, home_id: uuid.UUID) -> None:
    """What residents ever said of the home is gone: their household has left, and the next one speaks for itself."""
    session.exec(
        delete(HomeFact).where(col(HomeFact.home_id) == home_id, col(HomeFact.provenance) == Provenance.RESIDENT)
    )


def _counting(said: Iterable[KnownFact]) -> Sequence[KnownFact]:
    """Of each fact the statement that counts, by name."""
    best: dict[str, KnownFact] = {}
    for fact in said:
        kept = best.get(fact.name)
        if kept is None or _worth(fact) > _worth(kept):
            best[fact.name] = fact
    return [best[name] for name in sorted(best)]


def _fact(row: HomeFact) -> KnownFact:
    return KnownFact(row.name, row.value, row.provenance, row.stated_at, _how(row))


def _how(row: HomeFact) -> HowKnown | None:
    return HowKnown(row.known_how, row.known_on) if row.known_how and row.known_on else None


def _worth(fact: KnownFact) -> tuple[bool, int]:
    return (fact.value is not None, _TRUSTED[fact.provenance])
