"""Answers that come by telephone or on paper, and that programme staff write down for the person who gave them.

They keep the rules of every other answer. A yes by telephone counts at once; a yes on paper counts from the moment a
second member of staff confirms it, unless its person has answered otherwise since. A no is remembered, and a stop
stops, at once, however it came. The person reads of each and can contradict it; a contradicted yes is withdrawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from greener_homes import audit, consent, homes, jobs, people, privacy, readings, scans
from greener_homes.consent import Answer, Channel, ConsentAction, Purpose, ReferralField, Source
from greener_homes.consent_history import key, standing
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.scans import Scan
from greener_homes.tables.base import new_id
from greener_homes.tables.consent import ConsentEvent, ConsentGrant, WrittenAnswer
from greener_homes.tables.consent import EvidenceKind as EvidenceKind
from greener_homes.tables.consent import Said as Said
from greener_homes.tables.consent import WhyWritten as WhyWritten
from greener_homes.tables.consent import WrittenState as WrittenState
from greener_homes.vault import Vault
from greener_homes.written_answers_kept import WrittenView, place_of, view
from greener_homes.written_callers import is_known, lives_there, require_staff
from greener_homes.written_codes import NOT_LIVING_THERE, NOTHING_TO_STOP
from models.quantities import Commodity

NOTE_MAXIMUM = 1_000


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as staff write it down. `commodities` empty with a stop means all of them.

    A yes to a referral names in `fields` what may go; without any, nothing may.
    """

    person_id: uuid.UUID
    home_id: uuid.UUID
    said: Said
    purpose: Purpose
    source: Source | None
    commodities: tuple[Commodity, ...]
    statement_id: uuid.UUID
    channel: Channel
    why: WhyWritten
    form_build: str
    data_from: date | None = None
    supplier_id: uuid.UUID | None = None
    recipient_id: uuid.UUID | None = None
    account_holder: bool = False
    fields: tuple[ReferralField, ...] = ()
    note: str = ""
    scan: Scan | None = None

    @property
    def on_behalf_reason(self) -> str:
        return self.why.value


def write_down(session: Session, vault: Vault, written: Written, *, staff: PersonView, now: datetime) -> WrittenView:
    """The answer is on record, and counts unless it is a yes on paper, which waits for a second person.

    Raises Refusal as `consent.grant` does, before anything is changed, and for a stop of what nobody said yes to.
    """
    require_staff(staff)
    if written.channel not in (Channel.PHONE, Channel.PAPER):
        raise ValueError("only answers by telephone or on paper are written down")
    if not is_known(session, written.person_id, written.home_id):
        raise NotFound
    if consent.statement_shown(session, written.statement_id).purpose is not written.purpose:
        raise Refusal(consent.STATEMENT_CHANGED)
    row = _row(session, vault, written, staff, now)
    if written.said is Said.STOP:
        row.receipt_id = _stop(session, vault, written, staff.actor, now)
    elif not lives_there(session, written.person_id, written.home_id, now=now):
        raise Refusal(NOT_LIVING_THERE)
    elif written.said is Said.NO:
        row.receipt_id = consent.refuse(session, _answer(written), actor=staff.actor, now=now, vault=vault)
    elif written.channel is Channel.PAPER:
        _check(session, written, now)
        row.state = WrittenState.WAITING
    else:
        row.receipt_id = give(session, vault, _answer(written), staff.actor, now)
    session.add(row)
    record(session, staff.actor, audit.Action.CONSENT_WRITTEN_DOWN, row, now)
    session.flush()
    return view(row)


def _row(session: Session, vault: Vault, written: Written, staff: PersonView, now: datetime) -> WrittenAnswer:
    own = people.key_of(session, vault, written.person_id)
    if own is None:
        raise NotFound
    note, scan = written.note.strip()[:NOTE_MAXIMUM], written.scan
    return WrittenAnswer(
        id=new_id(),
        person_id=written.person_id,
        home_id=written.home_id,
        state=WrittenState.COUNTS,
        said=written.said,
        purpose=written.purpose,
        source=written.source,
        supplier_id=written.supplier_id,
        recipient_id=written.recipient_id,
        commodities=[one.value for one in written.commodities],
        data_from=written.data_from if written.said is Said.YES else None,
        account_holder=written.account_holder,
        fields=sorted(set(written.fields)) if written.said is Said.YES else [],
        statement_id=written.statement_id,
        channel=written.channel,
        why=written.why,
        note_sealed=vault.seal(own, note, place_of("note", written.person_id)) if note else None,
        evidence_kind=scan.kind if scan else None,
        evidence_sealed=vault.seal(own, scans.as_text(scan), place_of("evidence", written.person_id)) if scan else None,
        form_build=written.form_build,
        written_by=staff.id,
        written_at=now,
    )


def _answer(written: Written) -> Answer:
    return Answer(
        person_id=written.person_id,
        home_id=written.home_id,
        source=written.source,
        commodities=written.commodities,
        statement_id=written.statement_id,
        data_from=written.data_from,
        channel=written.channel,
        supplier_id=written.supplier_id,
        recipient_id=written.recipient_id,
        account_holder=written.account_holder,
        on_behalf_reason=written.why.value,
        form_build=written.form_build,
        fields=written.fields,
    )


def _check(session: Session, written: Written, now: datetime) -> None:
    """What `consent.grant` would refuse is refused when it is written down, not weeks later when it is confirmed."""
    words = consent.statement_shown(session, written.statement_id)
    if consent.statement(session, words.purpose, words.language).id != words.id:
        raise Refusal(consent.STATEMENT_CHANGED)
    if not written.purpose.is_contact and not written.commodities:
        raise Refusal(consent.NOTHING_CHOSEN)
    if written.data_from is not None and written.data_from > now.astimezone(consent.LOCAL).date():
        raise Refusal(consent.MOVED_IN_LATER)
    if written.source in consent.OF_THE_ACCOUNT and not written.account_holder:
        raise Refusal(consent.NOT_ACCOUNT_HOLDER)


def give(session: Session, vault: Vault, answer: Answer, actor: audit.Actor, now: datetime) -> uuid.UUID | None:
    """The answer counts, with what follows from it; returns its receipt."""
    given = consent.grant(session, answer, actor=actor, now=now, vault=vault)
    purpose = consent.statement_shown(session, answer.statement_id).purpose
    if purpose is Purpose.ADVICE and answer.data_from is not None:
        homes.set_move_in(session, answer.person_id, answer.home_id, answer.data_from)
    if purpose is Purpose.COACH_ACCESS and readings.has_any(session, answer.home_id):
        jobs.enqueue(session, "home.assess", answer.home_id, now=now)
    return session.exec(
        select(ConsentEvent.receipt_id).where(
            ConsentEvent.grant_id == given[0], ConsentEvent.action == ConsentAction.GRANT
        )
    ).one()


def _stop(session: Session, vault: Vault, written: Written, actor: audit.Actor, now: datetime) -> uuid.UUID | None:
    """What stood of it is withdrawn, and a yes on paper that waits for the same never counts; returns the receipt."""
    dropped = _drop_waiting(session, written, actor, now)
    rows = standing(session, *question(written), col(ConsentGrant.person_id) == written.person_id)
    found = {row.commodity for row in rows if not written.commodities or row.commodity in written.commodities}
    if not found:
        if dropped:
            return None
        raise Refusal(NOTHING_TO_STOP)
    return take_back(session, vault, written, tuple(one for one in found if one), actor, now, entered=written)


def take_back(
    session: Session,
    vault: Vault,
    about: Written | WrittenAnswer,
    commodities: Sequence[Commodity],
    actor: audit.Actor,
    now: datetime,
    entered: Written | None = None,
) -> uuid.UUID | None:
    done = privacy.withdraw(
        session,
        vault,
        about.home_id,
        about.purpose,
        source=about.source,
        commodities=sorted(commodities),
        actor=actor,
        now=now,
        supplier_id=about.supplier_id,
        recipient_id=about.recipient_id,
        person_id=about.person_id,
        entered=entered,
    )
    return next(iter(done.receipt_ids), None)


def record(session: Session, actor: audit.Actor, action: audit.Action, row: WrittenAnswer, now: datetime) -> None:
    """Who did what to this answer, by ids and codes."""
    audit.record(
        session,
        actor,
        action,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        purpose=row.purpose.value,
        said=row.said.value,
        channel=row.channel.value,
    )


def question(about: Written | WrittenAnswer) -> tuple[ColumnElement[bool], ...]:
    """SQL for the grants of the question that was answered."""
    return key(about.home_id, about.purpose, about.source, about.supplier_id, about.recipient_id)


def _drop_waiting(session: Session, written: Written, actor: audit.Actor, now: datetime) -> int:
    """A yes on paper to the same question that waits never counts; returns how many there were."""
    rows = session.exec(
        select(WrittenAnswer)
        .where(
            WrittenAnswer.person_id == written.person_id,
            WrittenAnswer.home_id == written.home_id,
            WrittenAnswer.state == WrittenState.WAITING,
            WrittenAnswer.purpose == written.purpose,
            col(WrittenAnswer.source).is_not_distinct_from(written.source),
            col(WrittenAnswer.supplier_id).is_not_distinct_from(written.supplier_id),
            col(WrittenAnswer.recipient_id).is_not_distinct_from(written.recipient_id),
        )
        .with_for_update()
    ).all()
    for row in rows:
        row.state, row.decided_by, row.decided_at = WrittenState.DECLINED, actor.id, now
        session.add(row)
        record(session, actor, audit.Action.CONSENT_DECLINED, row, now)
    return len(rows)
