"""Data-use agreements with partners: what is on file, whether it stands, and what it lets a partner begin.

Most partners were there before any agreement was written down here. So a partner with none on file goes on, and staff
are warned; once one is on file it is kept to: when it has ended, or does not cover a purpose, nothing new begins for
that purpose, no file and no credential. What residents agreed to is another thing and always asked for besides
(docs/decisions/0030).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from greener_homes import audit, organisations
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import LOCAL
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.tables.agreement import AgreementPurpose as AgreementPurpose
from greener_homes.tables.agreement import PartnerAgreement
from greener_homes.tables.consent import ReferralField
from greener_homes.vault import Vault
from models.findings import Code, Severity
from models.quantities import Commodity

ENDS_SOON: Final = timedelta(days=60)
"""Before its last day from which staff and the partner are told: a renewal takes its weeks (our own judgement)."""
LONGEST: Final = timedelta(days=366 * 10)
RETENTION_DAYS: Final = (1, 3660)
CONTACTS_MAXIMUM: Final = 400
REFERENCE_MAXIMUM: Final = 80
USAGE_FIELDS: Final = tuple(each.value for each in Commodity)
REFERRAL_FIELDS: Final = tuple(each.value for each in ReferralField)
FIELDS: Final = (*USAGE_FIELDS, *REFERRAL_FIELDS)
PURPOSES_OF: Final[Mapping[OrganisationKind, tuple[AgreementPurpose, ...]]] = {
    OrganisationKind.UTILITY: tuple(AgreementPurpose),
    OrganisationKind.LENDER: (AgreementPurpose.OFFERS, AgreementPurpose.REFERRALS, AgreementPurpose.COUNTS),
    OrganisationKind.MUNICIPALITY: (AgreementPurpose.OFFERS, AgreementPurpose.REFERRALS, AgreementPurpose.COUNTS),
    OrganisationKind.RESEARCH: (AgreementPurpose.COUNTS,),
}

ENDED = Code(
    "agreement.ended",
    Severity.REFUSAL,
    "Your data-use agreement with the program has ended. Nothing new is taken until it is renewed; write to the "
    "program.",
    "Votre entente sur l’utilisation des données avec le programme a pris fin. Rien de nouveau n’est accepté avant son "
    "renouvellement; écrivez au programme.",
)
NOT_COVERED = Code(
    "agreement.not_covered",
    Severity.REFUSAL,
    "Your data-use agreement with the program does not cover this. Write to the program.",
    "Votre entente sur l’utilisation des données avec le programme ne couvre pas cela. Écrivez au programme.",
)
WRONG_DAYS = Code(
    "agreement.days",
    Severity.REFUSAL,
    "The days do not fit: signed today or earlier, its last day after its first, ten years at most.",
    "Les dates ne concordent pas\u00a0: signée aujourd’hui ou avant, dernier jour après le premier, dix ans au plus.",
)
WRONG_PURPOSES = Code(
    "agreement.purposes",
    Severity.REFUSAL,
    "Choose at least one purpose that is open to this kind of partner.",
    "Choisissez au moins une finalité ouverte à ce genre de partenaire.",
)
WRONG_FIELDS = Code(
    "agreement.fields",
    Severity.REFUSAL,
    "Choose what of a home may pass, for readings or for referrals.",
    "Choisissez ce qui peut passer d’une maison, pour les relevés ou les références.",
)
WRONG_WORDS = Code(
    "agreement.words",
    Severity.REFUSAL,
    "Give it a reference, whom to ask, and how many days the partner keeps what it gets ({low} to {high}).",
    "Indiquez une référence, la personne à joindre et pendant combien de jours le partenaire garde ce qu’il reçoit "
    "({low} à {high}).",
)
BEYOND = Code(
    "agreement.beyond",
    Severity.REFUSAL,
    "The program has not agreed with this partner that all of this may pass. Choose among what is offered now.",
    "Le programme n’a pas convenu avec ce partenaire que tout cela peut passer. Choisissez parmi ce qui est offert "
    "maintenant.",
)
CODES = (ENDED, NOT_COVERED, BEYOND, WRONG_DAYS, WRONG_PURPOSES, WRONG_FIELDS, WRONG_WORDS)


class Standing(StrEnum):
    """Where a partner stands."""

    NONE = "none"
    LATER = "later"
    IN_FORCE = "in_force"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Signed:
    """An agreement as it was signed. `contacts` says whom to ask, on either side."""

    organisation_id: uuid.UUID
    reference: str
    purposes: Collection[AgreementPurpose]
    fields: Collection[str]
    retention_days: int
    contacts: str
    signed_on: date
    begins_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement on file; `contacts` are empty unless they were asked for with the vault."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    reference: str
    purposes: tuple[AgreementPurpose, ...]
    fields: tuple[str, ...]
    retention_days: int
    signed_on: date
    begins_on: date
    expires_on: date
    entered_at: datetime
    ended_at: datetime | None
    contacts: str = ""

    def standing(self, today: date) -> Standing:
        """Where it stands on a day."""
        if self.ended_at is not None or self.expires_on < today:
            return Standing.ENDED
        if self.begins_on > today:
            return Standing.LATER
        return Standing.ENDS_SOON if self.expires_on - today <= ENDS_SOON else Standing.IN_FORCE

    def holds(self, today: date) -> bool:
        """Whether it is in force on a day."""
        return self.standing(today) in (Standing.IN_FORCE, Standing.ENDS_SOON)


@dataclass(frozen=True, slots=True)
class PartnerStanding:
    """A partner with where it stands: the agreement in force, else the next or the last one; None where none is."""

    organisation: OrganisationView
    standing: Standing
    agreement: AgreementView | None


def enter(session: Session, vault: Vault, signed: Signed, *, actor: audit.Actor, now: datetime) -> AgreementView:
    """The agreement is on file, beside earlier ones. Raises Refusal for what does not fit, NotFound."""
    _look_over(organisations.get(session, signed.organisation_id).kind, signed, now.astimezone(LOCAL).date())
    row = PartnerAgreement(
        organisation_id=signed.organisation_id,
        reference=signed.reference,
        purposes=sorted(each.value for each in signed.purposes),
        fields=[each for each in FIELDS if each in signed.fields],
        retention_days=signed.retention_days,
        contacts_sealed=b"",
        signed_on=signed.signed_on,
        begins_on=signed.begins_on,
        expires_on=signed.expires_on,
        entered_by=actor.id,
        entered_at=now,
    )
    row.contacts_sealed = vault.seal(_key(vault, row.organisation_id), signed.contacts, _place(row.id))
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.AGREEMENT_ENTERED, at=now, object_id=row.id)
    return _view(row)


def end(session: Session, agreement_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> AgreementView:
    """The agreement holds no longer from this moment on; again changes nothing. Raises NotFound."""
    row = session.exec(select(PartnerAgreement).where(PartnerAgreement.id == agreement_id).with_for_update()).first()
    if row is None:
        raise NotFound
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, actor.id
        session.add(row)
        session.flush()
        audit.record(session, actor, audit.Action.AGREEMENT_ENDED, at=now, object_id=row.id)
    return _view(row)


def of_organisation(
    session: Session, organisation_id: uuid.UUID, *, vault: Vault | None = None
) -> Sequence[AgreementView]:
    """Everything on file with one partner, the newest first; with whom to ask where the vault is given."""
    query = select(PartnerAgreement).where(PartnerAgreement.organisation_id == organisation_id)
    order = col(PartnerAgreement.expires_on).desc(), col(PartnerAgreement.id).desc()
    return [_view(row, vault) for row in session.exec(query.order_by(*order))]


def standings(session: Session, *, at: datetime) -> Sequence[PartnerStanding]:
    """Every partner that has not closed, by kind and name."""
    today = at.astimezone(LOCAL).date()
    held: dict[uuid.UUID, list[AgreementView]] = {}
    for row in session.exec(select(PartnerAgreement).order_by(col(PartnerAgreement.expires_on))):
        held.setdefault(row.organisation_id, []).append(_view(row))
    return [
        _standing(one, held.get(one.id, []), today)
        for kind in OrganisationKind
        for one in organisations.open_ones(session, kind)
    ]


def standing_of(session: Session, organisation: OrganisationView, *, at: datetime) -> PartnerStanding:
    """One partner."""
    held = sorted(of_organisation(session, organisation.id), key=lambda each: each.expires_on)
    return _standing(organisation, held, at.astimezone(LOCAL).date())


def require(session: Session, organisation_id: uuid.UUID, purpose: AgreementPurpose, *, at: datetime) -> None:
    """Something new may begin with this partner for a purpose. Raises Refusal where an agreement is on file, and none
    in force covers it."""
    held, today = of_organisation(session, organisation_id), at.astimezone(LOCAL).date()
    if not held:
        return
    in_force = [each for each in held if each.holds(today)]
    if not in_force:
        raise Refusal(ENDED)
    if not any(purpose in each.purposes for each in in_force):
        raise Refusal(NOT_COVERED)


def may(session: Session, organisation_id: uuid.UUID, purpose: AgreementPurpose, *, at: datetime) -> bool:
    """Whether `require` lets it pass."""
    try:
        require(session, organisation_id, purpose, at=at)
    except Refusal:
        return False
    return True


def passing(
    session: Session, organisation_id: uuid.UUID, fields: Collection[ReferralField], *, at: datetime
) -> frozenset[ReferralField]:
    """Those of these parts of a referral that may go to this partner: all of them while no agreement is on file.

    What one in force for referrals names; where none is in force any more, what was ever signed, for what runs is not
    cut and never grows. Of a resident's yes this takes away, and adds nothing to it.
    """
    on_file, today = of_organisation(session, organisation_id), at.astimezone(LOCAL).date()
    if not on_file:
        return frozenset(fields)
    covering = [each for each in on_file if AgreementPurpose.REFERRALS in each.purposes]
    signed = [each for each in covering if each.holds(today)] or covering
    named = {name for each in signed for name in each.fields}
    return frozenset(field for field in fields if field.value in named)


def _standing(one: OrganisationView, held: Sequence[AgreementView], today: date) -> PartnerStanding:
    """`held` by last day, so that of several the one that lasts longest speaks."""
    for wanted in (Standing.IN_FORCE, Standing.ENDS_SOON, Standing.LATER, Standing.ENDED):
        for each in reversed(held):
            if each.standing(today) is wanted:
                return PartnerStanding(one, wanted, each)
    return PartnerStanding(one, Standing.NONE, None)


def _look_over(kind: OrganisationKind, signed: Signed, today: date) -> None:
    low, high = RETENTION_DAYS
    if not set(signed.purposes) or not set(signed.purposes) <= set(PURPOSES_OF[kind]):
        raise Refusal(WRONG_PURPOSES)
    wanted = [(AgreementPurpose.USAGE, USAGE_FIELDS), (AgreementPurpose.REFERRALS, REFERRAL_FIELDS)]
    if not set(signed.fields) <= set(FIELDS) or any(
        purpose in signed.purposes and not set(signed.fields) & set(fields) for purpose, fields in wanted
    ):
        raise Refusal(WRONG_FIELDS)
    named = 0 < len(signed.reference) <= REFERENCE_MAXIMUM and 0 < len(signed.contacts) <= CONTACTS_MAXIMUM
    if not named or not low <= signed.retention_days <= high:
        raise Refusal(WRONG_WORDS, low=low, high=high)
    if signed.signed_on > today or not signed.signed_on <= signed.begins_on <= signed.expires_on:
        raise Refusal(WRONG_DAYS)
    if signed.expires_on - signed.begins_on > LONGEST:
        raise Refusal(WRONG_DAYS)


def _key(vault: Vault, organisation_id: uuid.UUID) -> bytes:
    return vault.key_for(f"agreement|{organisation_id}")


def _place(agreement_id: uuid.UUID) -> str:
    return f"partner_agreement|contacts|{agreement_id}"


def _view(row: PartnerAgreement, vault: Vault | None = None) -> AgreementView:
    contacts = ""
    if vault is not None:
        contacts = vault.open(_key(vault, row.organisation_id), row.contacts_sealed, _place(row.id))
    return AgreementView(
        id=row.id,
        organisation_id=row.organisation_id,
        reference=row.reference,
        purposes=tuple(AgreementPurpose(each) for each in row.purposes),
        fields=tuple(row.fields),
        retention_days=row.retention_days,
        signed_on=row.signed_on,
        begins_on=row.begins_on,
        expires_on=row.expires_on,
        entered_at=row.entered_at,
        ended_at=row.ended_at,
        contacts=contacts,
    )
