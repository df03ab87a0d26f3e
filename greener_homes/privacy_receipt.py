"""What a person is told of a permission's end: what goes by count, and what that does to everything else.

The same function says it beforehand and afterwards, from the same plan.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from greener_homes import audit, consent_receipts
from greener_homes.consent_history import Entered, key, retaining
from greener_homes.consent_live import in_force_at
from greener_homes.consent_receipts import Told
from greener_homes.privacy_advice import AdvicePlan
from greener_homes.privacy_questions import Ending
from greener_homes.privacy_referrals import Going
from greener_homes.privacy_usage import UsagePlan
from greener_homes.tables.consent import Channel, ConsentAction, ConsentGrant, Purpose, Source
from greener_homes.vault import Vault
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class Receipt:
    """What went when a permission ended, or would go, by count, and when."""

    home_id: uuid.UUID
    purpose: Purpose
    at: datetime
    permissions: int
    readings: int = 0
    blocks: int = 0
    revisions: int = 0
    imports: int = 0
    files: int = 0
    assessments: int = 0
    opportunities: int = 0
    recommendations: int = 0
    reviews: int = 0
    overrides: int = 0
    entries: int = 0
    packages: int = 0
    """What was sent to lenders: our copy of it."""
    recipients: int = 0
    """Lenders that are told to stop."""
    scrubbed: int = 0
    """Records of files that also brought what stays: they no longer speak of what went."""
    source: Source | None = None
    supplier_id: uuid.UUID | None = None
    recipient_id: uuid.UUID | None = None
    commodities: tuple[Commodity, ...] = ()
    tells_source: bool = False
    """Whether the supplier is asked to stop."""
    kept_by_others: bool = False
    """Whether somebody else in the household said yes to the same, so that its readings stay under their answer."""
    advised_again: bool = False
    """Whether advice is worked out anew from what stays."""
    left_empty: tuple[Purpose, ...] = ()
    """Other permissions that stand and find no readings any more."""
    receipt_ids: tuple[uuid.UUID, ...] = ()

    @property
    def went(self) -> dict[str, int]:
        """What went, by count, as the kept receipt says it."""
        names = (
            *("permissions", "readings", "blocks", "revisions", "imports", "files", "entries", "scrubbed"),
            *("assessments", "opportunities", "recommendations", "reviews", "overrides", "packages", "recipients"),
        )
        return {name: getattr(self, name) for name in names}


def receipt_of(
    session: Session,
    ending: Ending,
    rows: Sequence[ConsentGrant],
    usage: UsagePlan,
    advice: AdvicePlan,
    lent: Going,
    now: datetime,
) -> Receipt:
    of_usage = ending.purpose is Purpose.ADVICE
    others = _standing_besides(session, ending, rows) if rows and of_usage else ()
    left = {row.commodity for row in others if row.source is ending.source and row.supplier_id == ending.supplier_id}
    ended = {row.commodity for row in rows}
    return Receipt(
        home_id=ending.home_id,
        purpose=ending.purpose,
        at=now,
        permissions=len(rows),
        readings=usage.readings,
        blocks=len(usage.blocks),
        revisions=len(usage.revisions),
        imports=len(usage.runs),
        files=len(usage.files),
        entries=len(usage.entries),
        scrubbed=len(usage.scrubbed),
        assessments=len(advice.assessments),
        opportunities=len(advice.opportunities),
        recommendations=len(advice.recommendations),
        reviews=len(advice.reviews),
        overrides=len(advice.overrides),
        packages=lent.packages,
        recipients=lent.recipients,
        source=ending.source,
        supplier_id=ending.supplier_id,
        recipient_id=ending.recipient_id,
        commodities=tuple(sorted({row.commodity for row in rows if row.commodity is not None})),
        tells_source=of_usage and bool(rows) and _is_told(session, ending, rows, now),
        kept_by_others=bool(ended & left),
        advised_again=bool(advice.assessments) and (not of_usage or bool(others)),
        left_empty=_left_empty(session, ending, ended - left, now) if of_usage else (),
    )


def write_receipts(
    session: Session,
    vault: Vault,
    ending: Ending,
    rows: Sequence[ConsentGrant],
    receipt: Receipt,
    actor: audit.Actor,
    now: datetime,
    entered: Entered | None = None,
) -> dict[uuid.UUID, uuid.UUID]:
    """One receipt for each person whose answer ended, by person; the counts are the home's."""
    written: dict[uuid.UUID, uuid.UUID] = {}
    for row in rows:
        if row.person_id in written:
            continue
        told = Told(
            action=ConsentAction.WITHDRAW,
            person_id=row.person_id,
            home_id=ending.home_id,
            purpose=ending.purpose,
            statement_id=row.statement_id,
            source=ending.source,
            supplier_id=ending.supplier_id,
            recipient_id=ending.recipient_id,
            commodities=tuple(
                sorted(one.commodity for one in rows if one.person_id == row.person_id and one.commodity is not None)
            ),
            data_from=row.data_from,
            data_until=row.data_until,
            channel=entered.channel if entered else Channel.WEB,
            on_behalf_reason=entered.on_behalf_reason if entered else "",
            form_build=entered.form_build if entered else "",
            actor_id=actor.id,
            went=receipt.went,
        )
        written[row.person_id] = consent_receipts.write(session, told, at=now, vault=vault)
    return written


def _standing_besides(session: Session, ending: Ending, rows: Sequence[ConsentGrant]) -> Sequence[ConsentGrant]:
    """Other answers that let the same home's usage in, from any source."""
    gone = {row.id for row in rows}
    found = session.exec(
        select(ConsentGrant).where(
            ConsentGrant.home_id == ending.home_id, ConsentGrant.purpose == Purpose.ADVICE, *retaining()
        )
    )
    return [row for row in found if row.id not in gone]


def _is_told(session: Session, ending: Ending, rows: Sequence[ConsentGrant], now: datetime) -> bool:
    """Whether `privacy_collection.stop_collection` will have something to tell the supplier."""
    if ending.source is None or ending.supplier_id is None:
        return False
    asked = key(ending.home_id, ending.purpose, ending.source, ending.supplier_id, None)
    live = set(
        session.exec(
            select(ConsentGrant.commodity).where(
                *asked, in_force_at(now), col(ConsentGrant.id).not_in([row.id for row in rows])
            )
        )
    )
    return not live if ending.source is Source.UTILITY else not {row.commodity for row in rows} <= live


def _left_empty(
    session: Session, ending: Ending, commodities: Collection[Commodity | None], now: datetime
) -> tuple[Purpose, ...]:
    if ending.source is None or not commodities:
        return ()
    rows = session.exec(
        select(ConsentGrant.purpose).where(
            ConsentGrant.home_id == ending.home_id,
            ConsentGrant.source == ending.source,
            col(ConsentGrant.supplier_id).is_not_distinct_from(ending.supplier_id),
            ConsentGrant.purpose != Purpose.ADVICE,
            col(ConsentGrant.commodity).in_([one for one in commodities if one is not None]),
            in_force_at(now),
        )
    )
    return tuple(sorted({Purpose(row) for row in rows}))
