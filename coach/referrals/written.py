"""A resident's answer about one lender that came by telephone or on paper, and that programme staff write down.

It is the same answer as on their own pages: every field is named on its own, on what their own permissions let in, and
what it names goes at once, with the same receipt. What differs is kept with it: how it came, who wrote it down and why.
Nobody at the programme is shown what goes. The resident is written to, with the way to stop, by a letter that nobody
can turn off. A yes on paper sends nothing before a second person has confirmed it; a stop stops everything at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from coach.asking import letters
from coach.referrals import codes_referrals as codes
from coach.referrals import sending
from coach.referrals.basis import Basis, basis_of
from coach.referrals.sending import Wanted
from greener_homes import (
    agreements,
    audit,
    db,
    homes,
    mail,
    people,
    privacy_referrals,
    written_answers,
    written_answers_kept,
)
from greener_homes import written_confirmations as confirmations
from greener_homes.consent import Channel, Purpose, ReferralField, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.mail import Topic
from greener_homes.people import PersonView
from greener_homes.privacy_questions import questions
from greener_homes.scans import Scan
from greener_homes.tables.referral import Referral
from greener_homes.tables.referral_notice import ReferralEnd
from greener_homes.vault import Vault
from greener_homes.written_answers import Said, WhyWritten, Written, WrittenState
from greener_homes.written_answers_kept import WrittenView
from greener_homes.written_callers import require_staff
from greener_homes.written_codes import NOTHING_TO_STOP


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody answered about one lender, as staff heard or read it."""

    person_id: uuid.UUID
    home_id: uuid.UUID
    said: Said
    recipient_id: uuid.UUID
    fields: tuple[ReferralField, ...]
    statement_id: uuid.UUID
    channel: Channel
    why: WhyWritten
    form_build: str
    note: str = ""
    scan: Scan | None = None


def write_down(session: Session, vault: Vault, heard: Heard, *, staff: PersonView, now: datetime) -> WrittenView:
    """The answer is on record and what follows from it is done: sent, waiting for a second person, or stopped.

    Raises NotFound, and Refusal with nothing changed: no plan to send, no field named, a lender nobody can ask now,
    nothing to stop, and whatever `written_answers.write_down` refuses.
    """
    require_staff(staff)
    with db.part(session):
        if heard.said is Said.STOP:
            return _stop(session, vault, heard, staff, now)
        basis = basis_of(session, heard.person_id, heard.home_id, now=now)
        if heard.said is Said.YES:
            _check(session, vault, heard, now)
        done = written_answers.write_down(session, vault, _written(heard, basis), staff=staff, now=now)
        if heard.said is Said.YES and done.state is WrittenState.COUNTS:
            _carry_out(session, vault, done, basis, heard.form_build, staff, now)
        return done


def confirm(session: Session, vault: Vault, answer_id: uuid.UUID, *, staff: PersonView, now: datetime) -> WrittenView:
    """The yes on paper counts, and what it names goes. One that names no field sends nothing.

    Raises as `written_confirmations.confirm`; Refusal also where the plan, the lender or what the yes rests on is not
    what it was when it was written down.
    """
    require_staff(staff)
    with db.part(session):
        known = written_answers_kept.get(session, answer_id)
        if not known.fields:
            return confirmations.confirm(session, vault, answer_id, staff=staff, now=now)
        basis = basis_of(session, known.person_id, known.home_id, now=now)
        if (basis.source, basis.supplier_id, basis.commodities, basis.since) != (
            known.source,
            known.supplier_id,
            known.commodities,
            known.data_from,
        ):
            raise Refusal(codes.RESTS_ON_OTHER)
        done = confirmations.confirm(session, vault, answer_id, staff=staff, now=now)
        _carry_out(session, vault, done, basis, "", staff, now)
        return done


def _check(session: Session, vault: Vault, heard: Heard, now: datetime) -> None:
    """What could not be sent is refused when it is written down, not weeks later when it is confirmed."""
    person, home = _person(session, vault, heard.person_id), homes.get(session, heard.home_id)
    _require_askable(session, heard.recipient_id, now)
    if agreements.passing(session, heard.recipient_id, heard.fields, at=now) != set(heard.fields):
        raise Refusal(agreements.BEYOND)
    sending.preview(session, vault, person, home, heard.fields, now=now, viewer=audit.PLATFORM)


def _carry_out(
    session: Session, vault: Vault, done: WrittenView, basis: Basis, form_build: str, staff: PersonView, now: datetime
) -> None:
    """What was agreed to goes, and the resident hears of it."""
    if done.recipient_id is None:
        raise NotFound
    _require_askable(session, done.recipient_id, now)
    person = _person(session, vault, done.person_id)
    wanted = Wanted(
        done.recipient_id,
        done.fields,
        done.statement_id,
        "",
        form_build=form_build,
        channel=done.channel,
        on_behalf_reason=done.why.value,
    )
    home = homes.get(session, done.home_id)
    sent = sending.carry_out(session, vault, person, home, wanted, basis, actor=staff.actor, now=now)
    words = letters.sent_on_their_word(sent.referral_id, person.language, by_telephone=done.channel is Channel.PHONE)
    mail.write(session, vault, person.id, Topic.WRITTEN, done.id, words, person.language, now=now)


def _stop(session: Session, vault: Vault, heard: Heard, staff: PersonView, now: datetime) -> WrittenView:
    """Every yes to this lender is taken back, of whatever source, and with it goes what it let be sent."""
    asked = _to_stop(session, heard)
    if not asked:
        raise Refusal(NOTHING_TO_STOP)
    done = [written_answers.write_down(session, vault, _about(heard, *one), staff=staff, now=now) for one in asked]
    mine = select(Referral.id).where(
        Referral.person_id == heard.person_id,
        Referral.home_id == heard.home_id,
        Referral.recipient_id == heard.recipient_id,
    )
    ids = session.exec(mine.order_by(col(Referral.id))).all()
    privacy_referrals.end(session, ids, ReferralEnd.WITHDRAWN, now=now)
    return done[0]


def _to_stop(session: Session, heard: Heard) -> Sequence[tuple[Source, uuid.UUID | None]]:
    """The sources of their answers to this lender that stand, or that wait on paper."""
    standing = [
        (one.source, one.supplier_id)
        for one in questions(session, heard.home_id, heard.person_id, None, None)
        if one.recipient_id == heard.recipient_id
    ]
    waiting = [
        (one.source, one.supplier_id)
        for one in written_answers_kept.of_person(session, heard.person_id)
        if (one.home_id, one.recipient_id, one.state) == (heard.home_id, heard.recipient_id, WrittenState.WAITING)
    ]
    return [(source, supplier) for source, supplier in dict.fromkeys((*standing, *waiting)) if source is not None]


def _written(heard: Heard, basis: Basis) -> Written:
    return replace(
        _about(heard, basis.source, basis.supplier_id),
        commodities=basis.commodities,
        data_from=basis.since,
        account_holder=basis.account_holder,
        fields=heard.fields if heard.said is Said.YES else (),
    )


def _about(heard: Heard, source: Source, supplier_id: uuid.UUID | None) -> Written:
    """The answer about one source, of all its commodities: as it is when somebody stops."""
    return Written(
        person_id=heard.person_id,
        home_id=heard.home_id,
        said=heard.said,
        purpose=Purpose.REFERRAL,
        source=source,
        commodities=(),
        statement_id=heard.statement_id,
        channel=heard.channel,
        why=heard.why,
        form_build=heard.form_build,
        supplier_id=supplier_id,
        recipient_id=heard.recipient_id,
        note=heard.note,
        scan=heard.scan,
    )


def _require_askable(session: Session, recipient_id: uuid.UUID, now: datetime) -> None:
    if recipient_id not in {one.id for one in sending.lenders(session, now=now)}:
        raise Refusal(codes.NOT_ASKABLE)


def _person(session: Session, vault: Vault, person_id: uuid.UUID) -> PersonView:
    found = people.view(session, vault, person_id)
    if found is None:
        raise NotFound
    return found
