"""Answers to questions of consent, and their ends: every one an event in an append-only history, with a receipt.

A yes replaces the same person's earlier yes to the same question. A no changes nothing and is remembered. What was
collected under an answer that ends is erased by `privacy`, which calls this.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from greener_homes import audit, consent_receipts, homes, jobs
from greener_homes.consent_codes import (
    MOVED_IN_LATER,
    NOT_ACCOUNT_HOLDER,
    NOTHING_CHOSEN,
    REASON_NEEDED,
    STATEMENT_CHANGED,
)
from greener_homes.consent_history import hold_for, key, mark_withdrawn, note, standing
from greener_homes.consent_live import LOCAL
from greener_homes.consent_receipts import Told
from greener_homes.consent_statements import statement
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.consent import (
    Channel,
    ConsentAction,
    ConsentEvent,
    ConsentGrant,
    ConsentStatement,
    EndedBy,
    Purpose,
    ReferralField,
    Source,
)
from greener_homes.tables.home import HomeMember
from greener_homes.vault import Vault
from models.quantities import Commodity

LASTS = timedelta(days=365)
OF_THE_ACCOUNT = frozenset({Source.UTILITY, Source.PARTNER})
"""Sources that only the holder of the account at the supplier can open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's "yes" or "no" to one statement, for one home, source and set of commodities.

    An answer about contact has neither source nor commodities nor window; one about a referral names the recipient, and
    in `fields` what may go there: without any, nothing may.
    `account_holder` is the person's own word. Whoever writes down another's answer says why in `on_behalf_reason`.
    """

    person_id: uuid.UUID
    home_id: uuid.UUID
    source: Source | None
    commodities: tuple[Commodity, ...]
    statement_id: uuid.UUID
    data_from: date | None
    channel: Channel = Channel.WEB
    supplier_id: uuid.UUID | None = None
    recipient_id: uuid.UUID | None = None
    account_holder: bool = False
    on_behalf_reason: str = ""
    form_build: str = ""
    fields: tuple[ReferralField, ...] = ()

    @property
    def fields_kept(self) -> list[str] | None:
        """The fields as rows hold them."""
        return sorted(set(self.fields)) if self.recipient_id is not None else None


def grant(
    session: Session, answer: Answer, *, actor: audit.Actor, now: datetime, vault: Vault | None = None
) -> Sequence[uuid.UUID]:
    """The answer is in force for twelve months, per commodity, replacing earlier answers to the same question.

    It covers nothing from before an earlier household left, nor from a day on that its person has said they leave.
    Raises Refusal when the words answered are no longer the newest, no commodity is chosen, the move-in date lies
    ahead, a supplier's data is granted by somebody who does not say they hold the account, or another's answer comes
    without a reason; NotFound for another's home.
    """
    words = _words(session, answer, actor)
    member = _member(session, answer.person_id, answer.home_id, now)
    since = _since(session, answer, words.purpose, member, now)
    commodities = _commodities(answer, words.purpose)
    if answer.source in OF_THE_ACCOUNT and not answer.account_holder:
        raise Refusal(NOT_ACCOUNT_HOLDER)
    hold_for(session, answer.home_id, words.purpose)
    _hold_earlier(session, answer, words.purpose)
    expires_at = now + LASTS
    told = _told(answer, words, ConsentAction.GRANT, actor, since, expires_at, member.left_on)
    receipt_id = consent_receipts.write(session, told, at=now, vault=vault)
    ids = []
    for commodity in commodities:
        _end_earlier(session, answer, commodity, words.purpose, since, now)
        row = ConsentGrant(
            person_id=answer.person_id,
            home_id=answer.home_id,
            source=answer.source,
            supplier_id=answer.supplier_id,
            commodity=commodity,
            purpose=words.purpose,
            recipient_id=answer.recipient_id,
            statement_id=words.id,
            fields=answer.fields_kept,
            channel=answer.channel,
            account_holder=answer.account_holder,
            data_from=since,
            data_until=member.left_on,
            granted_at=now,
            expires_at=expires_at,
        )
        session.add(row)
        session.flush()
        note(session, row, ConsentAction.GRANT, actor, now, receipt_id, answer)
        ids.append(row.id)
    audit.record(
        session,
        actor,
        audit.Action.CONSENT_GRANTED,
        at=now,
        home_id=answer.home_id,
        purpose=words.purpose.value,
        grants=len(ids),
    )
    return ids


def refuse(
    session: Session, answer: Answer, *, actor: audit.Actor, now: datetime, vault: Vault | None = None
) -> uuid.UUID:
    """The "no" is remembered and nothing else changes: what was agreed before stands. Returns the receipt's id.

    Raises Refusal and NotFound as `grant` does, but for the account holder, whom a no does not need.
    """
    words = _words(session, answer, actor)
    _member(session, answer.person_id, answer.home_id, now)
    commodities = _commodities(answer, words.purpose)
    receipt_id = consent_receipts.write(
        session, _told(answer, words, ConsentAction.REFUSE, actor, answer.data_from, None), at=now, vault=vault
    )
    session.add_all(
        ConsentEvent(
            receipt_id=receipt_id,
            person_id=answer.person_id,
            home_id=answer.home_id,
            action=ConsentAction.REFUSE,
            purpose=words.purpose,
            source=answer.source,
            supplier_id=answer.supplier_id,
            commodity=commodity,
            recipient_id=answer.recipient_id,
            statement_id=words.id,
            channel=answer.channel,
            on_behalf_reason=answer.on_behalf_reason or None,
            form_build=answer.form_build or None,
            fields=answer.fields_kept,
            actor_id=actor.id,
            occurred_at=now,
        )
        for commodity in commodities
    )
    session.flush()
    return receipt_id


def withdraw(
    session: Session,
    home_id: uuid.UUID,
    purpose: Purpose,
    *,
    source: Source | None,
    commodities: Iterable[Commodity],
    actor: audit.Actor,
    now: datetime,
    supplier_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
) -> int:
    """The grants no longer stand, those of `person_id` or of everybody in the home; returns how many.

    What was collected under them is erased by `privacy.withdraw`, which ends them itself.
    """
    rows = standing(
        session,
        *key(home_id, purpose, source, supplier_id, recipient_id),
        *_of_these(purpose, commodities),
        *(() if person_id is None else (col(ConsentGrant.person_id) == person_id,)),
    )
    mark_withdrawn(session, rows, actor=actor, now=now, receipt_id=None)
    return len(rows)


def _of_these(purpose: Purpose, commodities: Iterable[Commodity]) -> tuple[ColumnElement[bool], ...]:
    return () if purpose.is_contact else (col(ConsentGrant.commodity).in_(list(commodities)),)


def _words(session: Session, answer: Answer, actor: audit.Actor) -> ConsentStatement:
    words = session.get(ConsentStatement, answer.statement_id)
    if words is None or statement(session, words.purpose, words.language).id != words.id:
        raise Refusal(STATEMENT_CHANGED)
    if words.purpose.is_contact != (answer.source is None) or (words.purpose is Purpose.REFERRAL) != (
        answer.recipient_id is not None
    ):
        raise ValueError(f"an answer about {words.purpose} with other parts than that question has")
    if answer.fields and words.purpose is not Purpose.REFERRAL:
        raise ValueError("only a referral's answer names fields")
    own = actor.id == answer.person_id and answer.channel is Channel.WEB
    if not own and not answer.on_behalf_reason.strip():
        raise Refusal(REASON_NEEDED)
    return words


def _commodities(answer: Answer, purpose: Purpose) -> tuple[Commodity | None, ...]:
    """What the answer is about, each once; None for contact, which is about no energy. Raises Refusal for nothing."""
    if purpose.is_contact:
        return (None,)
    if not answer.commodities:
        raise Refusal(NOTHING_CHOSEN)
    return tuple(dict.fromkeys(answer.commodities))


def _since(session: Session, answer: Answer, purpose: Purpose, member: HomeMember, now: datetime) -> date | None:
    """The first day the answer can cover: never one of an earlier household's."""
    if purpose.is_contact:
        return None
    if answer.data_from is None:
        raise ValueError("an answer about usage says from which day on")
    if answer.data_from > now.astimezone(LOCAL).date():
        raise Refusal(MOVED_IN_LATER)
    left = homes.earlier_left(session, answer.home_id, member.joined_at)
    return answer.data_from if left is None else max(answer.data_from, left)


def _member(session: Session, person_id: uuid.UUID, home_id: uuid.UUID, now: datetime) -> HomeMember:
    """The person's place in the home, held so that two answers at once follow each other. Raises NotFound."""
    member = session.exec(
        select(HomeMember)
        .where(HomeMember.person_id == person_id, HomeMember.home_id == home_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if member is None or (member.left_on is not None and member.left_on <= now.astimezone(LOCAL).date()):
        raise NotFound
    return member


def _hold_earlier(session: Session, answer: Answer, purpose: Purpose) -> None:
    """What this answer may replace, all at once and in everybody's order: never kind by kind as they were ticked."""
    parts = key(answer.home_id, purpose, answer.source, answer.supplier_id, answer.recipient_id)
    standing(session, *parts, col(ConsentGrant.person_id) == answer.person_id)


def _end_earlier(
    session: Session,
    answer: Answer,
    commodity: Commodity | None,
    purpose: Purpose,
    since: date | None,
    now: datetime,
) -> None:
    """The same person's earlier answer is replaced; what it covered and the new one does not will be cleared."""
    rows = standing(
        session,
        *key(answer.home_id, purpose, answer.source, answer.supplier_id, answer.recipient_id),
        col(ConsentGrant.person_id) == answer.person_id,
        col(ConsentGrant.commodity).is_not_distinct_from(commodity),
    )
    for row in rows:
        row.ended_at, row.ended_by = now, EndedBy.REPLACED
        session.add(row)
    session.flush()
    if purpose is Purpose.ADVICE and any(_covers_more(row, since) for row in rows):
        jobs.enqueue(session, "home.clear", answer.home_id, now=now)


def _covers_more(row: ConsentGrant, since: date | None) -> bool:
    return row.data_from is not None and since is not None and row.data_from < since


def _told(
    answer: Answer,
    words: ConsentStatement,
    action: ConsentAction,
    actor: audit.Actor,
    since: date | None,
    expires_at: datetime | None,
    until: date | None = None,
) -> Told:
    return Told(
        action=action,
        person_id=answer.person_id,
        home_id=answer.home_id,
        purpose=words.purpose,
        statement_id=words.id,
        source=answer.source,
        supplier_id=answer.supplier_id,
        recipient_id=answer.recipient_id,
        commodities=answer.commodities,
        data_from=since,
        data_until=until,
        expires_at=expires_at,
        channel=answer.channel,
        on_behalf_reason=answer.on_behalf_reason,
        form_build=answer.form_build,
        actor_id=actor.id,
        fields=tuple(sorted(set(answer.fields))),
    )
