"""Merging two homes and putting them back: by a person, all at once, under locks, with a journal of every row.

Locks are taken in the project's order: homes (the lower id first), then permissions (home by home, in the order of
their ids), then the pair, then cases. Two people who merge at once follow each other, and the second finds the pair
decided; a withdrawal waits for a merge or the merge finds the permission gone; an import or an assessment that runs
writes to the home it was begun for, where its permission is.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, exists
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from coach.asking import letters
from coach.cases import queue_order
from coach.cases.review_states import OPEN, ReviewState
from coach.duplicates import pairs
from coach.duplicates.duplicate_codes import CASE_TAKEN, CHANGED, CHOOSE_ONE, MERGED_ALREADY, TOO_LATE, UNDONE
from coach.duplicates.pairs import PairState
from coach.duplicates.plan import KNOWN_NAMES, Plan, booked, movable_questions, open_case, plan
from coach.homes import permitted
from greener_homes import audit, consent, facts_merged, homes, jobs, mail, moved_rows, people
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import LOCAL
from greener_homes.people import Language, PersonView
from greener_homes.tables.advice import Review
from greener_homes.tables.duplicate import DuplicatePair, HomeMerge
from greener_homes.vault import Vault

UNDO_DAYS = 30
"""Days within which a merge can be undone, by a coach or by anybody who lives in either home."""
PARTED = uuid.UUID("5b0f5d9c-7a53-4d0e-9a0e-0f6f1d3f7a11")
"""Tells the letter on a merge that was undone from the one on the merge."""
LISTED = 50


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge that was made: which home stands for which, since when, and until when it can be undone."""

    id: uuid.UUID
    kept_id: uuid.UUID
    gone_id: uuid.UUID
    kept_reference: str
    gone_reference: str
    merged_at: datetime
    merged_by: uuid.UUID | None
    undo_until: datetime
    undone_at: datetime | None
    objected: bool

    def can_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now <= self.undo_until


def merge(
    session: Session,
    vault: Vault,
    coach: PersonView,
    pair_id: uuid.UUID,
    stays: uuid.UUID | None,
    *,
    seen: str,
    now: datetime,
) -> uuid.UUID:
    """The two homes are one household, for which `stays` stands; returns the merge.

    `seen` is the digest of the plan that the coach read. Raises NotFound, and Refusal for anything that has changed
    meanwhile: the pair, a permission, the plan, a case in a coach's hands.
    """
    found = pairs.get(session, pair_id, now=now)
    if stays not in found.home_ids:
        raise Refusal(CHOOSE_ONE)
    goes = next(home for home in found.home_ids if home != stays)
    _hold(session, found.home_ids, now)
    pair = pairs.held(session, pair_id)
    _refuse_chains(session, stays, goes)
    case, resting = _held_case(session, stays), _held_case(session, goes)
    if resting is not None and resting.state is ReviewState.CLAIMED:
        raise Refusal(CASE_TAKEN)
    agreed = plan(session, stays, goes, now=now)
    if agreed.seen != seen:
        raise Refusal(CHANGED)
    row = HomeMerge(
        pair_id=pair.id,
        kept_home_id=stays,
        gone_home_id=goes,
        merged_at=now,
        merged_by=coach.id,
        undo_until=now + timedelta(days=UNDO_DAYS),
    )
    session.add(row)
    session.flush()
    _move(session, row.id, agreed, case, resting, now)
    pairs.decide(session, pair, PairState.MERGED, coach.id, now)
    jobs.enqueue(session, "home.assess", stays, now=now)
    _on_record(session, row, coach.actor, audit.Action.HOMES_MERGED, now)
    _tell(session, vault, row, now)
    return row.id


def undo(
    session: Session, vault: Vault, actor: audit.Actor, merge_id: uuid.UUID, *, now: datetime, objected: bool = False
) -> None:
    """The homes stand as they stood; the pair is open again, or apart for good where a resident objected.

    What came since stays where it was put: with the home that stood for both, or at the usage point it belongs to.
    Raises NotFound, Refusal.
    """
    row = session.get(HomeMerge, merge_id)
    if row is None:
        raise NotFound
    for home_id in sorted((row.kept_home_id, row.gone_home_id)):
        homes.lock(session, home_id)
    query = select(HomeMerge).where(HomeMerge.id == merge_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one()
    if row.undone_at is not None:
        raise Refusal(UNDONE)
    if now > row.undo_until:
        raise Refusal(TOO_LATE, days=UNDO_DAYS)
    moved_rows.put_back(session, row.id)
    row.undone_at, row.undone_by, row.objected = now, actor.id, objected
    session.add(row)
    state = PairState.APART if objected else PairState.OPEN
    pairs.decide(session, session.get_one(DuplicatePair, row.pair_id), state, actor.id, now)
    for home_id in (row.kept_home_id, row.gone_home_id):
        jobs.enqueue(session, "home.assess", home_id, now=now)
    _on_record(session, row, actor, audit.Action.HOMES_PARTED, now)
    _tell(session, vault, row, now)


def object_to(session: Session, vault: Vault, person: PersonView, merge_id: uuid.UUID, *, now: datetime) -> None:
    """Somebody who lives in either home says that it is wrong: it is undone at once, and never proposed again.

    An end never waits for anybody. Raises NotFound for a home that is not theirs, Refusal.
    """
    if merge_id not in {one.id for one in of_person(session, person.id, now=now)}:
        raise NotFound
    undo(session, vault, person.actor, merge_id, now=now, objected=True)


def of_person(session: Session, person_id: uuid.UUID, *, now: datetime) -> Sequence[MergeView]:
    """Merges of the homes where this person lives that stand, or were undone within their time; newest first."""
    values = {"person": person_id, "on": now.astimezone(LOCAL).date(), "now": now}
    return _views(session, session.exec(_OF_PERSON, params=values).all())


def recent(session: Session, *, now: datetime) -> Sequence[MergeView]:
    """Merges that can still be undone, newest first; at most `LISTED`."""
    query = _newest(col(HomeMerge.undone_at).is_(None), col(HomeMerge.undo_until) >= now)
    return _views(session, session.exec(query).all())


def _hold(session: Session, home_ids: Sequence[uuid.UUID], now: datetime) -> None:
    """Both homes and what opens them to coaches stay as they are. Raises Refusal where nothing does any more."""
    for home_id in sorted(home_ids):
        homes.lock(session, home_id)
    for home_id in sorted(home_ids):
        if not permitted.for_coaches(session, home_id, at=now, lock=True):
            raise Refusal(consent.MISSING)


def _refuse_chains(session: Session, stays: uuid.UUID, goes: uuid.UUID) -> None:
    """One home stands for another, and for no other's other: so that each merge can be undone by itself."""
    in_another = any(homes.stands_for(session, home) for home in (stays, goes))
    if in_another or homes.stood_for(session, goes):
        raise Refusal(MERGED_ALREADY)


def _held_case(session: Session, home_id: uuid.UUID) -> Review | None:
    session.exec(
        select(Review.id).where(Review.home_id == home_id, col(Review.state).in_(list(OPEN))).with_for_update()
    ).all()
    return open_case(session, home_id)


def _move(
    session: Session, merge_id: uuid.UUID, agreed: Plan, case: Review | None, resting: Review | None, now: datetime
) -> None:
    stays, goes = agreed.kept_id, agreed.gone_id
    moved_rows.change(session, merge_id, "home", goes, merged_into=stays)
    facts_merged.merge(session, merge_id, stays, goes, KNOWN_NAMES, now=now)
    for thread_id in movable_questions(session, goes):
        moved_rows.change(session, merge_id, "thread", thread_id, home_id=stays)
    for appointment_id in booked(session, goes):
        moved_rows.change(session, merge_id, "appointment", appointment_id, home_id=stays)
    if case is not None and resting is not None:
        _keep_the_earlier_place(session, merge_id, case, resting)


def _keep_the_earlier_place(session: Session, merge_id: uuid.UUID, case: Review, resting: Review) -> None:
    """The case that goes on is promised, and has waited, as the one of the two that was first."""
    promised, since = min(case.promised_on, resting.promised_on), min(case.waiting_since, resting.waiting_since)
    turn = queue_order.turn(promised, case.reason, case.income_qualified, not_contacted=case.not_contacted)
    moved_rows.change(
        session,
        merge_id,
        "review",
        case.id,
        waiting_since=since,
        promised_on=promised,
        lift_days=turn.lift_days,
        turn_on=turn.on,
    )


def _on_record(session: Session, row: HomeMerge, actor: audit.Actor, action: audit.Action, now: datetime) -> None:
    for home_id in (row.kept_home_id, row.gone_home_id):
        audit.record(session, actor, action, at=now, home_id=home_id, object_id=row.id)


def _tell(session: Session, vault: Vault, row: HomeMerge, now: datetime) -> None:
    """Whoever lives in either home has a letter, where they agreed to letters; their page says it in any case."""
    names = homes.references(session, (row.kept_home_id, row.gone_home_id))
    today = now.astimezone(LOCAL).date()
    parted = row.undone_at is not None
    about = uuid.uuid5(PARTED, str(row.id)) if parted else row.id
    told = {
        member.person_id
        for home_id in (row.kept_home_id, row.gone_home_id)
        for member in homes.members(session, home_id, on=today)
    }
    for person_id in sorted(told):
        if consent.may_contact(session, person_id, Purpose.CONTACT_EMAIL, at=now):
            language = people.language_of(session, person_id) or Language.ENGLISH
            kept, gone = names[row.kept_home_id], names[row.gone_home_id]
            if parted:
                words = letters.homes_parted(kept, gone, language)
            else:
                words = letters.homes_merged(kept, gone, row.undo_until, language)
            mail.write(session, vault, person_id, mail.Topic.HOUSEHOLD, about, words, language, now=now)


def _newest(*conditions: object) -> SelectOfScalar[HomeMerge]:
    return select(HomeMerge).where(*conditions).order_by(col(HomeMerge.merged_at).desc()).limit(LISTED)  # type: ignore[arg-type]


_LIVED_IN: Final = homes.lived_in(bindparam("person"), on=bindparam("on"))
_THEIRS: Final = (
    or_(col(HomeMerge.kept_home_id).in_(_LIVED_IN), col(HomeMerge.gone_home_id).in_(_LIVED_IN)),
    or_(col(HomeMerge.undone_at).is_(None), col(HomeMerge.undo_until) >= bindparam("now")),
)
_OF_PERSON: Final = _newest(*_THEIRS)
"""Put together once, for the pages that ask it."""
IS_MERGED: Final = exists().where(*_THEIRS)
"""Whether `of_person` would find anything, for pages that ask it together with more."""


def _views(session: Session, rows: Sequence[HomeMerge]) -> Sequence[MergeView]:
    merged = [home for row in rows for home in (row.kept_home_id, row.gone_home_id)]
    names = homes.references(session, merged) if merged else {}
    return [
        MergeView(
            id=row.id,
            kept_id=row.kept_home_id,
            gone_id=row.gone_home_id,
            kept_reference=names[row.kept_home_id],
            gone_reference=names[row.gone_home_id],
            merged_at=row.merged_at,
            merged_by=row.merged_by,
            undo_until=row.undo_until,
            undone_at=row.undone_at,
            objected=row.objected,
        )
        for row in rows
    ]
