"""Permissions that end by themselves: at their time, and when a household moves out.

At the end of its twelve months a permission opens nothing any more and collection stops; what rested on it waits a
month for a new yes, and is then erased exactly as a withdrawal would erase it. Moving out ends what is covered on
that day; what was shared before stays until it is withdrawn, or until that same month after the permission's time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, delete, select

from greener_homes import audit, consent_receipts, homes, jobs, privacy, privacy_advice
from greener_homes.consent_codes import LEFT_BEFORE_MOVING_IN
from greener_homes.consent_history import hold, mark_ended, mark_erased, note_move_out, retaining, standing
from greener_homes.consent_live import LOCAL
from greener_homes.consent_receipts import GRACE, Told
from greener_homes.errors import NotFound, Refusal
from greener_homes.privacy import Receipt
from greener_homes.privacy_collection import stop_collection
from greener_homes.settings import Settings
from greener_homes.tables.consent import ConsentAction, ConsentGrant, EndedBy, Purpose
from greener_homes.tables.report import ReportDraw
from greener_homes.tables.similar import SimilarChoice
from greener_homes.vault import Vault, open_vault
from models.quantities import Commodity

HOMES_AT_ONCE = 5_000
"""Homes looked at in one go; the rest follow at the next."""
FARTHEST = timedelta(days=366)
"""How far ahead somebody may say that they will move out."""

Question = tuple[object, ...]


def expire(session: Session, vault: Vault, *, now: datetime) -> int:
    """What is due at every home is done, as `end_due` says of one; returns how many answers changed."""
    return sum(end_due(session, vault, home_id, now=now) for home_id in homes_due(session, now=now))


def homes_due(session: Session, *, now: datetime, limit: int = HOMES_AT_ONCE) -> Sequence[uuid.UUID]:
    """Homes with an answer whose time has come, or that a whole household left and that still speak of it."""
    today = now.astimezone(LOCAL).date()
    lasts = col(ConsentGrant.ended_at).is_(None)
    over = lasts & ((col(ConsentGrant.expires_at) <= now) | (col(ConsentGrant.data_until) <= today))
    waited = col(ConsentGrant.ended_by).is_not(None) & (col(ConsentGrant.expires_at) <= now - GRACE)
    answered = sqlalchemy_select(col(ConsentGrant.home_id)).where(*retaining(), over | waited)
    due = answered.union(homes.left_behind(today)).subquery()
    return session.exec(select(due.c.home_id).order_by(due.c.home_id).limit(limit)).all()


def end_due(session: Session, vault: Vault, home_id: uuid.UUID, *, now: datetime) -> int:
    """Permissions of the home whose time has come are ended; what rested on those that ended a month ago is erased.

    After the last member has left, the home's advice and what the household told go. Returns how many answers
    changed. Each change is in the history, with a receipt. Safe to run again.
    """
    today = now.astimezone(LOCAL).date()
    hold(session, home_id)
    rows = standing(session, col(ConsentGrant.home_id) == home_id)
    over = [row for row in rows if row.ended_at is None and row.expires_at <= now]
    left = [row for row in rows if row.ended_at is None and row.expires_at > now and _is_left(row, today)]
    for question in _by_question(over):
        _end(session, vault, question, EndedBy.EXPIRED, now)
    for question in _by_question(left):
        _end(session, vault, question, EndedBy.MOVED_OUT, now)
    done = [row for row in rows if row.ended_at is not None and row.expires_at <= now - GRACE]
    for question in _by_question(done):
        _erase(session, vault, question, now)
    _begin_anew(session, home_id, today, now)
    return len(over) + len(left) + len(done)


def move_out(
    session: Session,
    vault: Vault,
    person_id: uuid.UUID,
    home_id: uuid.UUID,
    on: date,
    *,
    actor: audit.Actor,
    now: datetime,
) -> int:
    """The person no longer lives there from the local day `on`: their answers cover nothing from that day on.

    Usage of later days that is stored already is erased. When nobody is left, the home's advice and what the household
    told of it go, so that whoever comes next begins anew. Returns the readings that went. Raises NotFound, Refusal.
    """
    homes.hold_place(session, person_id, home_id)
    member = homes.get_member(session, person_id, home_id)
    today = now.astimezone(LOCAL).date()
    if member.left_on is not None and member.left_on <= today:
        raise NotFound
    if on > today + FARTHEST or (member.moved_in is not None and on < member.moved_in):
        raise Refusal(LEFT_BEFORE_MOVING_IN)
    hold(session, home_id)
    rows = standing(session, col(ConsentGrant.home_id) == home_id, col(ConsentGrant.person_id) == person_id)
    for question in _by_question(rows):
        receipt_id = _write(session, vault, question, ConsentAction.MOVE_OUT, actor, now, until=on)
        for row in question:
            note_move_out(session, row, on, actor=actor, now=now, receipt_id=receipt_id)
    homes.set_move_out(session, person_id, home_id, on)
    audit.record(session, actor, audit.Action.HOUSEHOLD_LEFT, at=now, home_id=home_id, ahead=on > today)
    _begin_later(session, home_id, on)
    if on <= today:
        for question in _by_question(row for row in rows if row.ended_at is None):
            _end(session, vault, question, EndedBy.MOVED_OUT, now, noted=True)
        _begin_anew(session, home_id, today, now)
    return privacy.clear(session, vault, home_id, now=now)


def run_expire(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: each home where something is due is work of its own; receipts without a signature get one.

    Safe to run again: a home that waits already is asked for once.
    """
    jobs.enqueue_each(session, "home.expire", homes_due(session, now=now), now=now)
    consent_receipts.sign_waiting(session, open_vault(settings))
    step("asked")


def run_end_due(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: `end_due`. Safe to run again, because what has ended or was erased is not due any more."""
    end_due(session, open_vault(settings), subject_id, now=now)
    step("ended")


def run_clear(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: nothing of home `subject_id` is left that rests on no answer. Safe to run again."""
    try:
        homes.lock(session, subject_id)
    except NotFound:
        return
    privacy.clear(session, open_vault(settings), subject_id, now=now)
    step("cleared")


def _begin_later(session: Session, home_id: uuid.UUID, on: date) -> None:
    """Answers of those who joined on that day or after cover nothing from before it, also when it is said late."""
    newcomers = homes.joined_since(session, home_id, on)
    for row in standing(session, col(ConsentGrant.home_id) == home_id, col(ConsentGrant.person_id).in_(newcomers)):
        if row.data_from is not None and row.data_from < on:
            row.data_from = on
            session.add(row)
    session.flush()


def _is_left(row: ConsentGrant, today: date) -> bool:
    return row.data_until is not None and row.data_until <= today


def _begin_anew(session: Session, home_id: uuid.UUID, today: date, now: datetime) -> None:
    """Where nobody lives any more, nothing is left that the next household could take for its own."""
    if homes.members(session, home_id, on=today):
        return
    privacy_advice.erase(session, privacy_advice.plan(session, home_id, None), now=now)
    homes.forget_what_was_told(session, home_id)
    session.exec(delete(SimilarChoice).where(col(SimilarChoice.home_id) == home_id))
    session.exec(delete(ReportDraw).where(col(ReportDraw.home_id) == home_id))


def _by_question(rows: Iterable[ConsentGrant]) -> list[list[ConsentGrant]]:
    """Grants that answer one question of one person about one home, together."""
    found: dict[Question, list[ConsentGrant]] = {}
    for row in rows:
        question = (row.home_id, row.person_id, row.purpose, row.source, row.supplier_id, row.recipient_id)
        found.setdefault(question, []).append(row)
    return list(found.values())


def _end(
    session: Session, vault: Vault, rows: Sequence[ConsentGrant], why: EndedBy, now: datetime, *, noted: bool = False
) -> None:
    first = rows[0]
    action = ConsentAction.EXPIRE if why is EndedBy.EXPIRED else ConsentAction.MOVE_OUT
    receipt_id = None if noted else _write(session, vault, rows, action, audit.PLATFORM, now)
    for row in rows:
        mark_ended(session, row, why, actor=audit.PLATFORM, now=now, receipt_id=receipt_id)
    if first.purpose is Purpose.ADVICE and first.source is not None:
        stop_collection(session, first.home_id, first.source, first.supplier_id, _commodities(rows), now)
    if first.purpose is Purpose.COACH_ACCESS:
        jobs.enqueue(session, "home.assess", first.home_id, now=now)


def _erase(session: Session, vault: Vault, rows: Sequence[ConsentGrant], now: datetime) -> None:
    receipt = privacy.erase_for(session, vault, rows[0].home_id, rows, now)
    receipt_id = _write(session, vault, rows, ConsentAction.ERASE, audit.PLATFORM, now, receipt=receipt)
    for row in rows:
        mark_erased(session, row, now=now, receipt_id=receipt_id)
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.DATA_ERASED,
        at=now,
        home_id=rows[0].home_id,
        purpose=rows[0].purpose.value,
        readings=receipt.readings,
        recommendations=receipt.recommendations,
    )


def _write(
    session: Session,
    vault: Vault,
    rows: Sequence[ConsentGrant],
    action: ConsentAction,
    actor: audit.Actor,
    now: datetime,
    *,
    until: date | None = None,
    receipt: Receipt | None = None,
) -> uuid.UUID:
    first = rows[0]
    told = Told(
        action=action,
        person_id=first.person_id,
        home_id=first.home_id,
        purpose=first.purpose,
        statement_id=first.statement_id,
        source=first.source,
        supplier_id=first.supplier_id,
        recipient_id=first.recipient_id,
        commodities=_commodities(rows),
        data_from=first.data_from,
        data_until=until or first.data_until,
        expires_at=first.expires_at,
        actor_id=actor.id,
        went=receipt.went if receipt else {},
    )
    return consent_receipts.write(session, told, at=now, vault=vault)


def _commodities(rows: Sequence[ConsentGrant]) -> tuple[Commodity, ...]:
    return tuple(sorted({row.commodity for row in rows if row.commodity is not None}))
