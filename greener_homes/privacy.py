"""Withdrawal that undoes: what a permission let in goes when the permission does, and so does what was made of it.

Other packages write their rows; this module and those beside it (`privacy_usage`, `privacy_advice`) may delete any,
so that erasure never depends on anybody's co-operation. What goes is planned first and then done, so that a page
says beforehand exactly what will happen. What remains is an opaque history of the answers and the audit record.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import audit, db, jobs, privacy_advice, privacy_referrals, privacy_usage
from greener_homes.consent_history import Entered, hold, mark_withdrawn, retaining, standing
from greener_homes.privacy_advice import AdvicePlan
from greener_homes.privacy_collection import assess_what_stays, cancel, count_without, stop_collection
from greener_homes.privacy_questions import Ending, questions, sources
from greener_homes.privacy_receipt import Receipt as Receipt
from greener_homes.privacy_receipt import receipt_of, write_receipts
from greener_homes.privacy_usage import UsagePlan
from greener_homes.tables.consent import ConsentGrant, Purpose, Source
from greener_homes.tables.referral_notice import ReferralEnd
from greener_homes.vault import Vault
from models.quantities import Commodity

RESTS_ON_USAGE = frozenset({Purpose.ADVICE, Purpose.COACH_ACCESS})
"""Purposes whose end takes advice away: it is made of what they opened, and judged with it in sight."""


def withdraw(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    purpose: Purpose,
    *,
    source: Source | None,
    commodities: Sequence[Commodity],
    actor: audit.Actor,
    now: datetime,
    supplier_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    entered: Entered | None = None,
) -> Receipt:
    """The permission no longer stands and what rested on it is gone; the receipt says what.

    `entered` is how the word reached us where the person did not say it here themselves.

    Ends the answers of `person_id`, or of everybody in the home. ADVICE withdrawn: collection stops, the supplier is
    asked to stop, and the readings that rest on nobody's answer any more are deleted with their revisions, import
    runs and waiting files, and so is the advice made of them. COACH_ACCESS withdrawn: readings stay, but the advice,
    which a coach may no longer stand behind with open eyes, is deleted. REFERRAL withdrawn: the partner can fetch
    nothing more, our copy of what it was sent is gone, and it is told to stop (`privacy_referrals`); so it is when the
    advice goes that was sent. The other purposes end, and nothing more.
    What stays is assessed again. Work that runs at this moment finds the permission gone and writes nothing.
    """
    ending = Ending(home_id, purpose, source, supplier_id, recipient_id, tuple(commodities), person_id)
    if purpose in RESTS_ON_USAGE:
        hold(session, home_id)
    rows = standing(session, *ending.conditions())
    usage, advice = _plans(session, ending, rows)
    lent = _referrals(session, purpose, rows, advice)
    receipt = receipt_of(session, ending, rows, usage, advice, privacy_referrals.counted(session, lent), now)
    written = write_receipts(session, vault, ending, rows, receipt, actor, now, entered)
    for row in rows:
        mark_withdrawn(session, [row], actor=actor, now=now, receipt_id=written[row.person_id], entered=entered)
    if purpose is Purpose.ADVICE and source is not None:
        stop_collection(session, home_id, source, supplier_id, ending.commodities, now)
    if rows:
        count_without(session, home_id, purpose, now)
    if purpose is Purpose.REFERRAL:
        privacy_referrals.end(session, lent, ReferralEnd.WITHDRAWN, now=now)
    _erase(session, vault, home_id, usage, advice, now)
    audit.record(
        session,
        actor,
        audit.Action.DATA_ERASED,
        at=now,
        home_id=home_id,
        purpose=purpose.value,
        readings=receipt.readings,
        recommendations=receipt.recommendations,
    )
    session.flush()
    return replace(receipt, receipt_ids=tuple(written.values()))


def withdraw_everything(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
    source: Source | None = None,
    supplier_id: uuid.UUID | None = None,
) -> Sequence[Receipt]:
    """Every answer of a person (or of everybody) about a home is withdrawn, or every one about one source.

    One receipt a question, ADVICE last, so that each says only what its own end took.
    """
    hold(session, home_id)
    return [
        withdraw(
            session,
            vault,
            one.home_id,
            one.purpose,
            source=one.source,
            commodities=one.commodities,
            actor=actor,
            now=now,
            supplier_id=one.supplier_id,
            recipient_id=one.recipient_id,
            person_id=person_id,
        )
        for one in questions(session, home_id, person_id, source, supplier_id)
    ]


def foresee(
    session: Session,
    home_id: uuid.UUID,
    purpose: Purpose,
    *,
    source: Source | None,
    commodities: Sequence[Commodity],
    now: datetime,
    supplier_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
) -> Receipt:
    """What `withdraw` would say if it were asked now. Changes nothing and holds nothing back."""
    ending = Ending(home_id, purpose, source, supplier_id, recipient_id, tuple(commodities), person_id)
    rows = session.exec(
        select(ConsentGrant).where(*ending.conditions(), *retaining()).order_by(col(ConsentGrant.id))
    ).all()
    usage, advice = _plans(session, ending, rows)
    lent = privacy_referrals.counted(session, _referrals(session, purpose, rows, advice))
    return receipt_of(session, ending, rows, usage, advice, lent, now)


def foresee_everything(
    session: Session, home_id: uuid.UUID, *, now: datetime, person_id: uuid.UUID | None = None
) -> Sequence[Receipt]:
    """What each question would lose if everything were withdrawn; advice is counted with the first that takes it."""
    return [
        foresee(
            session,
            one.home_id,
            one.purpose,
            source=one.source,
            commodities=one.commodities,
            now=now,
            supplier_id=one.supplier_id,
            recipient_id=one.recipient_id,
            person_id=person_id,
        )
        for one in questions(session, home_id, person_id, None, None)
    ]


def clear(session: Session, vault: Vault, home_id: uuid.UUID, *, now: datetime) -> int:
    """Nothing of the home's usage is left that rests on no answer; returns the readings that went. Safe to run again.

    For what a withdrawal could not reach because a worker held it, and for days that a newer answer leaves out.
    """
    hold(session, home_id)
    gone = 0
    for source, supplier_id in sources(session, home_id):
        planned = privacy_usage.plan(session, home_id, source, supplier_id, tuple(Commodity))
        gone += _erase_usage(session, vault, planned).readings
    if gone:
        assess_what_stays(session, home_id, now)
    return gone


def erase_for(
    session: Session, vault: Vault, home_id: uuid.UUID, rows: Sequence[ConsentGrant], now: datetime
) -> Receipt:
    """What rests on these grants of one question, and on no other, is gone: for those that ended by themselves.

    The caller holds the home's answers (`consent_history.hold`).
    """
    first = rows[0]
    ending = Ending(
        home_id,
        first.purpose,
        first.source,
        first.supplier_id,
        first.recipient_id,
        tuple(dict.fromkeys(row.commodity for row in rows if row.commodity is not None)),
        None,
    )
    usage, advice = _plans(session, ending, rows)
    lent = _referrals(session, first.purpose, rows, advice)
    receipt = receipt_of(session, ending, rows, usage, advice, privacy_referrals.counted(session, lent), now)
    if first.purpose is Purpose.REFERRAL:
        privacy_referrals.end(session, lent, ReferralEnd.EXPIRED, now=now)
    _erase(session, vault, home_id, usage, advice, now)
    return receipt


def _referrals(
    session: Session, purpose: Purpose, rows: Sequence[ConsentGrant], advice: AdvicePlan
) -> Sequence[uuid.UUID]:
    """The referrals that end with these answers, or with the advice that goes with them (`privacy_advice.erase`)."""
    if rows and purpose is Purpose.REFERRAL:
        return privacy_referrals.under(session, rows)
    return privacy_referrals.made_of(session, advice.assessments) if advice.assessments else ()


def _erase(
    session: Session, vault: Vault, home_id: uuid.UUID, usage: UsagePlan, advice: AdvicePlan, now: datetime
) -> None:
    done = _erase_usage(session, vault, usage)
    privacy_advice.erase(session, advice, now=now)
    if len(done.runs) < len(usage.runs):
        jobs.enqueue(session, "home.clear", home_id, now=now)
    assess_what_stays(session, home_id, now)


def _erase_usage(session: Session, vault: Vault, planned: UsagePlan) -> UsagePlan:
    """The usage is gone, with work that waits for it; its files as soon as that is committed."""
    done = privacy_usage.erase(session, planned)
    cancel(session, "import.run", done.runs)
    db.after_commit(session, lambda: vault.discard_all(done.files))
    return done


def _plans(session: Session, ending: Ending, rows: Sequence[ConsentGrant]) -> tuple[UsagePlan, AdvicePlan]:
    usage = UsagePlan()
    if ending.purpose is Purpose.ADVICE and ending.source is not None:
        usage = privacy_usage.plan(
            session,
            ending.home_id,
            ending.source,
            ending.supplier_id,
            ending.commodities,
            ending={row.id for row in rows},
        )
    if rows and ending.purpose in RESTS_ON_USAGE:
        return usage, privacy_advice.plan(session, ending.home_id, {row.person_id for row in rows})
    return usage, AdvicePlan()
