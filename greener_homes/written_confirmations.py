"""What becomes of an answer that staff wrote down: confirmed or declined by a second person, or contradicted."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import audit, homes, privacy
from greener_homes.consent import Answer, ConsentAction, ReferralField
from greener_homes.consent_history import hold, hold_for, standing
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.consent import ConsentEvent, ConsentGrant, Said, WrittenAnswer, WrittenState
from greener_homes.vault import Vault
from greener_homes.written_answers import give, question, record, take_back
from greener_homes.written_answers_kept import WAITS, WrittenView, view
from greener_homes.written_callers import lives_there, require_staff
from greener_homes.written_codes import NOT_LIVING_THERE, NOT_WAITING, OVERTAKEN, SAME_PERSON
from models.quantities import Commodity

ANSWERS = (ConsentAction.GRANT, ConsentAction.REFUSE, ConsentAction.WITHDRAW)


def confirm(session: Session, vault: Vault, answer_id: uuid.UUID, *, staff: PersonView, now: datetime) -> WrittenView:
    """The yes on paper counts from now on, for twelve months.

    Raises NotFound; Refusal for whoever wrote it down, for one that no longer waits, when its person has answered
    since, has moved out, or the words on the paper are not the newest any more.
    """
    row = _waiting(session, answer_id, staff, now)
    if row.written_by is None or row.written_by == staff.id:
        raise Refusal(SAME_PERSON)
    _hold(session, row)
    if _has_answered_since(session, row):
        raise Refusal(OVERTAKEN)
    if not lives_there(session, row.person_id, row.home_id, now=now):
        raise Refusal(NOT_LIVING_THERE)
    answer = Answer(
        person_id=row.person_id,
        home_id=row.home_id,
        source=row.source,
        commodities=tuple(Commodity(one) for one in row.commodities),
        statement_id=row.statement_id,
        data_from=row.data_from,
        channel=row.channel,
        supplier_id=row.supplier_id,
        recipient_id=row.recipient_id,
        account_holder=row.account_holder,
        on_behalf_reason=row.why.value,
        form_build=row.form_build,
        fields=tuple(ReferralField(one) for one in row.fields),
    )
    row.receipt_id = give(session, vault, answer, staff.actor, now)
    return _decided(session, row, WrittenState.COUNTS, audit.Action.CONSENT_CONFIRMED, staff, now)


def decline(session: Session, answer_id: uuid.UUID, *, staff: PersonView, now: datetime) -> WrittenView:
    """The yes on paper never counted. Whoever wrote it down may say so too. Raises NotFound, Refusal."""
    row = _waiting(session, answer_id, staff, now)
    return _decided(session, row, WrittenState.DECLINED, audit.Action.CONSENT_DECLINED, staff, now)


def contradict(
    session: Session, vault: Vault, answer_id: uuid.UUID, person: PersonView, *, now: datetime
) -> WrittenView:
    """The person never said this: a yes is withdrawn with all that rests on it, and what waited never counts.

    What a stop erased does not come back. Safe to repeat. Raises NotFound, also for another's.
    """
    row = _locked(session, answer_id)
    if row.person_id != person.id or row.state is WrittenState.DECLINED:
        raise NotFound
    if row.state is WrittenState.CONTRADICTED:
        return view(row)
    if row.state is WrittenState.COUNTS and row.said is Said.YES:
        _withdraw_what_it_gave(session, vault, row, person.actor, now)
    row.state, row.contradicted_at = WrittenState.CONTRADICTED, now
    session.add(row)
    record(session, person.actor, audit.Action.CONSENT_CONTRADICTED, row, now)
    session.flush()
    return view(row)


def _withdraw_what_it_gave(
    session: Session, vault: Vault, row: WrittenAnswer, actor: audit.Actor, now: datetime
) -> None:
    """Only what this very answer gave and nothing has replaced since."""
    if row.purpose in privacy.RESTS_ON_USAGE:
        hold(session, row.home_id)  # first, as every other end of such an answer does
    given = select(ConsentEvent.grant_id).where(
        ConsentEvent.receipt_id == row.receipt_id, ConsentEvent.action == ConsentAction.GRANT
    )
    rows = standing(session, col(ConsentGrant.id).in_(given), col(ConsentGrant.person_id) == row.person_id)
    if rows:
        take_back(session, vault, row, tuple(one.commodity for one in rows if one.commodity), actor, now)


def _hold(session: Session, row: WrittenAnswer) -> None:
    """The person's own answer to the same question comes before this or after it, never beside it unseen."""
    homes.hold_place(session, row.person_id, row.home_id)
    hold_for(session, row.home_id, row.purpose)
    standing(session, *question(row), col(ConsentGrant.person_id) == row.person_id)


def _has_answered_since(session: Session, row: WrittenAnswer) -> bool:
    """Whether the person answered the same question, or stopped it, after this was written down."""
    found = session.exec(
        select(ConsentEvent.id)
        .where(
            ConsentEvent.person_id == row.person_id,
            ConsentEvent.home_id == row.home_id,
            ConsentEvent.purpose == row.purpose,
            col(ConsentEvent.source).is_not_distinct_from(row.source),
            col(ConsentEvent.supplier_id).is_not_distinct_from(row.supplier_id),
            col(ConsentEvent.recipient_id).is_not_distinct_from(row.recipient_id),
            col(ConsentEvent.action).in_(ANSWERS),
            ConsentEvent.occurred_at > row.written_at,
        )
        .limit(1)
    ).first()
    return found is not None


def _waiting(session: Session, answer_id: uuid.UUID, staff: PersonView, now: datetime) -> WrittenAnswer:
    require_staff(staff)
    row = _locked(session, answer_id)
    if row.state is not WrittenState.WAITING or now >= row.written_at + WAITS:
        raise Refusal(NOT_WAITING)
    return row


def _locked(session: Session, answer_id: uuid.UUID) -> WrittenAnswer:
    row = session.exec(
        select(WrittenAnswer)
        .where(WrittenAnswer.id == answer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _decided(
    session: Session, row: WrittenAnswer, state: WrittenState, action: audit.Action, staff: PersonView, now: datetime
) -> WrittenView:
    row.state, row.decided_by, row.decided_at = state, staff.id, now
    session.add(row)
    record(session, staff.actor, action, row, now)
    session.flush()
    return view(row)
