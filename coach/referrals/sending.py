"""Sending to one lender: shown first, then agreed to and sent in one act, with a receipt of what exactly went.

The resident's yes names the lender and the fields. What is sealed is made again under that yes, and only if it is what
was shown, to the letter. Asking the same lender again adds a version; what went before is never changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from coach.referrals import codes_referrals as codes
from coach.referrals import content
from coach.referrals.content import Basis, Content
from greener_homes import agreements, audit, consent, consent_receipts, db, finance_offers, organisations, people
from greener_homes.agreements import AgreementPurpose
from greener_homes.consent import (
    LOCAL,
    OF_THE_ACCOUNT,
    Answer,
    ConsentAction,
    LiveConsent,
    Purpose,
    ReferralField,
    Source,
)
from greener_homes.consent_receipts import Told
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import HomeView
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.people import PersonView
from greener_homes.tables.referral import Referral, ReferralPackage
from greener_homes.vault import Vault

LENDS = (OrganisationKind.LENDER, OrganisationKind.UTILITY, OrganisationKind.MUNICIPALITY)
"""Who can be asked: lenders, utilities that lend on their bill, and municipalities that lend on the property tax."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the resident agreed to send: to whom, which fields, in which words, and what they were shown."""

    recipient_id: uuid.UUID
    fields: tuple[ReferralField, ...]
    statement_id: uuid.UUID
    shown: str
    offer_id: uuid.UUID | None = None
    form_build: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it."""

    referral_id: uuid.UUID
    version: int
    receipt_id: uuid.UUID


def lender(session: Session, key: str, *, now: datetime) -> OrganisationView:
    """The partner of this key that can be asked now. Raises NotFound for any other."""
    found = organisations.by_key(session, key)
    if found is None or found not in lenders(session, now=now):
        raise NotFound
    return found


def lenders(session: Session, *, now: datetime) -> Sequence[OrganisationView]:
    """Whom a resident can ask now: open lenders, and others while an offer of their own is shown.

    Nobody whose data-use agreement does not cover it (`agreements.may`).
    """
    offering = {one.organisation_id for one in finance_offers.shown_on(session, now.astimezone(LOCAL).date())}
    return [
        one
        for kind in LENDS
        for one in organisations.open_ones(session, kind)
        if (kind is OrganisationKind.LENDER or one.id in offering)
        and agreements.may(session, one.id, AgreementPurpose.REFERRALS, at=now)
    ]


def preview(
    session: Session,
    vault: Vault,
    person: PersonView,
    home: HomeView,
    fields: tuple[ReferralField, ...],
    *,
    now: datetime,
) -> Content:
    """Exactly what would be sent, to the resident's own eyes. Raises Refusal."""
    basis = _basis(session, person, home, now)
    live = consent.require(session, home.id, Purpose.ADVICE, basis.source, at=now, supplier_id=basis.supplier_id)
    return _drafted(session, vault, person, fields, live, basis, now)


def send(session: Session, vault: Vault, person: PersonView, home: HomeView, wanted: Wanted, *, now: datetime) -> Sent:
    """The yes is in the ledger and what was shown is sealed for the lender, or neither is. Raises Refusal, NotFound."""
    recipient = organisations.get(session, wanted.recipient_id)
    if recipient.kind not in LENDS:
        raise NotFound
    with db.part(session):
        basis = _basis(session, person, home, now)
        if not wanted.fields:
            raise Refusal(codes.NOTHING_CHOSEN)
        consent.grant(session, _answer(person, home, basis, wanted), actor=person.actor, now=now, vault=vault)
        live = consent.require(
            session,
            home.id,
            Purpose.REFERRAL,
            basis.source,
            at=now,
            lock=True,
            supplier_id=basis.supplier_id,
            recipient_id=wanted.recipient_id,
            person_id=person.id,
        )
        made = _drafted(session, vault, person, wanted.fields, live, basis, now)
        if made.digest(vault) != wanted.shown or live.fields != set(wanted.fields):
            raise Refusal(codes.CHANGED)
        return _seal(session, vault, person, home, wanted, made, live, now)


def decline(
    session: Session,
    vault: Vault,
    person: PersonView,
    home: HomeView,
    recipient_id: uuid.UUID,
    statement_id: uuid.UUID,
    *,
    now: datetime,
    form_build: str = "",
) -> None:
    """The "no" is remembered and nothing else changes. Raises Refusal, NotFound."""
    wanted = Wanted(recipient_id, (), statement_id, "", form_build=form_build)
    answer = _answer(person, home, _basis(session, person, home, now), wanted)
    consent.refuse(session, answer, actor=person.actor, now=now, vault=vault)


def _basis(session: Session, person: PersonView, home: HomeView, now: datetime) -> Basis:
    """The best source that the resident's own yes lets in, else one that needs nobody's account. Raises Refusal."""
    grants = [one for one in consent.in_force(session, home.id, at=now) if one.purpose is Purpose.ADVICE]
    mine = [one for one in grants if one.person_id == person.id]
    usable = mine or [one for one in grants if one.source not in OF_THE_ACCOUNT]
    sources = sorted(
        {(one.source, one.supplier_id) for one in usable if one.source is not None},
        key=lambda found: (tuple(Source).index(found[0]), str(found[1] or "")),
    )
    if not sources:
        raise Refusal(codes.NO_PLAN)
    source, supplier_id = sources[0]
    held = [one for one in usable if (one.source, one.supplier_id) == (source, supplier_id)]
    kinds = tuple(sorted({one.commodity for one in held if one.commodity is not None}))
    since = max(one.data_from for one in held if one.data_from is not None)
    return Basis(source, supplier_id, kinds, since, bool(mine))


def _drafted(
    session: Session,
    vault: Vault,
    person: PersonView,
    fields: tuple[ReferralField, ...],
    live: LiveConsent,
    basis: Basis,
    now: datetime,
) -> Content:
    if not fields:
        raise Refusal(codes.NOTHING_CHOSEN)
    return content.draft(session, vault, person, fields, live, basis, now=now)


def _answer(person: PersonView, home: HomeView, basis: Basis, wanted: Wanted) -> Answer:
    return Answer(
        person.id,
        home.id,
        basis.source,
        basis.commodities,
        wanted.statement_id,
        basis.since,
        supplier_id=basis.supplier_id,
        recipient_id=wanted.recipient_id,
        account_holder=basis.is_own and basis.source in OF_THE_ACCOUNT,
        form_build=wanted.form_build,
        fields=wanted.fields,
    )


def _seal(
    session: Session,
    vault: Vault,
    person: PersonView,
    home: HomeView,
    wanted: Wanted,
    made: Content,
    live: LiveConsent,
    now: datetime,
) -> Sent:
    row = _open_referral(session, person, home, wanted.recipient_id)
    if row is None:
        row = Referral(
            home_id=home.id,
            person_id=person.id,
            recipient_id=wanted.recipient_id,
            source=live.source,
            made_at=now,
            state_since=now,
        )
    row.source, row.supplier_id = live.source, live.supplier_id
    row.offer_id, row.measures = wanted.offer_id or row.offer_id, list(made.measures)
    session.add(row)
    session.flush()
    last = session.exec(select(func.max(ReferralPackage.version)).where(ReferralPackage.referral_id == row.id)).one()
    key = people.key_of(session, vault, person.id)
    if key is None:
        raise NotFound
    package = ReferralPackage(
        referral_id=row.id,
        version=(last or 0) + 1,
        fields=sorted(made.parts),
        assessment_id=made.assessment_id,
        digest=made.digest(vault),
        size_bytes=len(made.text.encode()),
        made_at=now,
    )
    package.content_sealed = vault.seal(key, made.text, place_of(package.id))
    package.receipt_id = _receipt(session, vault, wanted, package, live, now)
    session.add(package)
    session.flush()
    audit.record(
        session,
        person.actor,
        audit.Action.REFERRAL_SENT,
        at=now,
        home_id=home.id,
        object_id=row.id,
        purpose=Purpose.REFERRAL.value,
        version=package.version,
        fields=len(package.fields),
    )
    return Sent(row.id, package.version, package.receipt_id)


def place_of(package_id: uuid.UUID) -> str:
    """Where a package's content is sealed for."""
    return f"referral_package|content|{package_id}"


def _open_referral(session: Session, person: PersonView, home: HomeView, recipient_id: uuid.UUID) -> Referral | None:
    return session.exec(
        select(Referral)
        .where(
            Referral.person_id == person.id,
            Referral.home_id == home.id,
            Referral.recipient_id == recipient_id,
            col(Referral.closed_at).is_(None),
        )
        .with_for_update()
    ).one_or_none()


def _receipt(
    session: Session, vault: Vault, wanted: Wanted, package: ReferralPackage, live: LiveConsent, now: datetime
) -> uuid.UUID:
    told = Told(
        action=ConsentAction.SEND,
        person_id=live.person_id,
        home_id=live.home_id,
        purpose=Purpose.REFERRAL,
        statement_id=wanted.statement_id,
        source=live.source,
        supplier_id=live.supplier_id,
        recipient_id=wanted.recipient_id,
        actor_id=live.person_id,
        form_build=wanted.form_build,
        fields=tuple(ReferralField(one) for one in package.fields),
        sent={
            "package_id": str(package.id),
            "version": package.version,
            "bytes": package.size_bytes,
            "digest": package.digest,
        },
    )
    return consent_receipts.write(session, told, at=now, vault=vault)
