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
from coach.referrals import content, held
from coach.referrals.basis import Basis, basis_of
from coach.referrals.content import Content
from greener_homes import agreements, audit, consent, consent_receipts, db, finance_offers, organisations, people
from greener_homes.agreements import AgreementPurpose
from greener_homes.consent import (
    LOCAL,
    Answer,
    Channel,
    ConsentAction,
    LiveConsent,
    Purpose,
    ReferralField,
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
    channel: Channel = Channel.WEB
    on_behalf_reason: str = ""
    """Why somebody else wrote the yes down; empty for the resident's own hand."""


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


def nameable(session: Session, *, now: datetime) -> Sequence[OrganisationView]:
    """Whom an answer that comes by telephone or on paper can be about: who can be asked, and who ever was.

    An end never waits until somebody lends again.
    """
    asked = set(session.exec(select(Referral.recipient_id).distinct()))
    open_ones = [one for kind in LENDS for one in organisations.open_ones(session, kind)]
    now_ones = {one.id for one in lenders(session, now=now)}
    return [one for one in open_ones if one.id in asked | now_ones or one.kind is OrganisationKind.LENDER]


def preview(
    session: Session,
    vault: Vault,
    person: PersonView,
    home: HomeView,
    fields: tuple[ReferralField, ...],
    *,
    now: datetime,
    viewer: audit.Actor | None = None,
) -> Content:
    """Exactly what would be sent, to the resident's own eyes unless another viewer is named. Raises Refusal."""
    basis = basis_of(session, person.id, home.id, now=now)
    live = consent.require(session, home.id, Purpose.ADVICE, basis.source, at=now, supplier_id=basis.supplier_id)
    if not fields:
        raise Refusal(codes.NOTHING_CHOSEN)
    return content.draft(session, vault, person, fields, live, basis, viewer=viewer or person.actor, now=now)


def send(session: Session, vault: Vault, person: PersonView, home: HomeView, wanted: Wanted, *, now: datetime) -> Sent:
    """The yes is in the ledger and what was shown is sealed for the lender, or neither is. Raises Refusal, NotFound."""
    recipient = organisations.get(session, wanted.recipient_id)
    if recipient.kind not in LENDS:
        raise NotFound
    with db.part(session):
        basis = basis_of(session, person.id, home.id, now=now)
        if not wanted.fields:
            raise Refusal(codes.NOTHING_CHOSEN)
        consent.grant(session, _answer(person, home, basis, wanted), actor=person.actor, now=now, vault=vault)
        return carry_out(session, vault, person, home, wanted, basis, actor=person.actor, now=now)


def carry_out(
    session: Session,
    vault: Vault,
    person: PersonView,
    home: HomeView,
    wanted: Wanted,
    basis: Basis,
    *,
    actor: audit.Actor,
    now: datetime,
) -> Sent:
    """What a yes that was just given names is sealed for the lender, with a receipt. Raises Refusal, NotFound.

    Where the resident was shown it (`Wanted.shown`), it is that to the letter; where the yes was said or signed, the
    fields were read out, and nobody is shown what goes. The yes was given on `basis`, and that still stands.
    """
    if agreements.passing(session, wanted.recipient_id, wanted.fields, at=now) != set(wanted.fields):
        raise Refusal(agreements.BEYOND)
    if basis_of(session, person.id, home.id, now=now) != basis:
        raise Refusal(codes.CHANGED)  # ended while we waited for what the yes rests on
    live = held.yes(session, home.id, person.id, wanted.recipient_id, basis.source, basis.supplier_id, now=now)
    viewer = person.actor if wanted.channel is Channel.WEB else audit.PLATFORM
    made = content.draft(session, vault, person, wanted.fields, live, basis, viewer=viewer, now=now)
    was_shown = wanted.channel is not Channel.WEB or made.digest(vault) == wanted.shown
    if not was_shown or live.fields != set(wanted.fields):
        raise Refusal(codes.CHANGED)
    return _seal(session, vault, person, home, wanted, made, live, actor, now)


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
    answer = _answer(person, home, basis_of(session, person.id, home.id, now=now), wanted)
    consent.refuse(session, answer, actor=person.actor, now=now, vault=vault)


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
        account_holder=basis.account_holder,
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
    actor: audit.Actor,
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
    elif (row.source, row.supplier_id) != (live.source, live.supplier_id):
        _erase_earlier(session, row.id, now)
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
    package.receipt_id = _receipt(session, vault, wanted, package, live, actor, now)
    session.add(package)
    session.flush()
    audit.record(
        session,
        actor,
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
        .execution_options(populate_existing=True)
    ).one_or_none()


def _erase_earlier(session: Session, referral_id: uuid.UUID, now: datetime) -> None:
    """What went under a yes for another source is not kept under this one, which is never asked about it."""
    for package in session.exec(select(ReferralPackage).where(ReferralPackage.referral_id == referral_id)):
        package.content_sealed, package.erased_at = None, package.erased_at or now
        session.add(package)


def _receipt(
    session: Session,
    vault: Vault,
    wanted: Wanted,
    package: ReferralPackage,
    live: LiveConsent,
    actor: audit.Actor,
    now: datetime,
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
        channel=wanted.channel,
        on_behalf_reason=wanted.on_behalf_reason,
        actor_id=actor.id,
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
