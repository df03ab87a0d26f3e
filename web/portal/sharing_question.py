"""Which question of consent a page is about, read from its address: nothing unknown gets past here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request, url_for

from coach.referrals.sending import LENDS
from greener_homes import consent, organisations
from greener_homes.consent import GrantView, Purpose, Source
from greener_homes.errors import NotFound
from greener_homes.organisations import OrganisationKind, OrganisationView
from models.quantities import Commodity
from web import current
from web.brought import BROUGHT
from web.portal.sharing_words import purpose_name, source_name
from web.text import gettext as _

Member = TypeVar("Member", Purpose, Source)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what for, and for usage where from and, for a referral, to whom."""

    purpose: Purpose
    source: Source | None = None
    supplier: OrganisationView | None = None
    recipient: OrganisationView | None = None

    @property
    def title(self) -> str:
        """What would be permitted, with where it comes from."""
        if self.source is None:
            return purpose_name(self.purpose)
        if self.recipient is not None:
            return _("Sent to %(partner)s", partner=self.recipient.name)
        return _("%(source)s: %(purpose)s", source=self.source_name, purpose=purpose_name(self.purpose).lower())

    @property
    def source_name(self) -> str:
        return source_name(self.source, self.supplier.name if self.supplier else "") if self.source else ""

    @property
    def parts(self) -> dict[str, str]:
        """The question as parts of an address."""
        found = {"purpose": self.purpose.value}
        if self.source is not None:
            found["source"] = self.source.value
        if self.supplier is not None:
            found["supplier"] = self.supplier.key
        if self.recipient is not None:
            found["recipient"] = self.recipient.key
        return found

    def url(self, endpoint: str, **more: str) -> str:
        """The address of a page about this question."""
        parts: dict[str, Any] = {**self.parts, **more}
        return url_for(endpoint, **parts)

    def is_about(self, grant: GrantView) -> bool:
        """Whether a permission answers this question."""
        return (grant.purpose, grant.source, grant.supplier_id, grant.recipient_id) == (
            self.purpose,
            self.source,
            self.supplier.id if self.supplier else None,
            self.recipient.id if self.recipient else None,
        )

    def offered(self) -> tuple[Commodity, ...]:
        """The kinds of energy that can be answered: for what is done with readings, those that are shared at all."""
        if self.source is None:
            return ()
        brought = BROUGHT[self.source]
        if self.purpose is Purpose.ADVICE:
            return brought
        session, home = current.session(), current.home()
        advice = Question(Purpose.ADVICE, self.source, self.supplier)
        grants = consent.in_force(session, home.id, at=current.now())
        shared = {grant.commodity for grant in grants if advice.is_about(grant)}
        return tuple(one for one in brought if one in shared) or brought


def asked(purpose: str) -> Question:
    """The question the address names; files the resident sends where it names no source. Raises NotFound."""
    found = _member(Purpose, purpose)
    if found.is_contact:
        return Question(found)
    source = _member(Source, request.args.get("source", Source.UPLOAD.value))
    supplier = None
    if source in consent.OF_THE_ACCOUNT:
        supplier = _organisation("supplier", OrganisationKind.UTILITY)
    recipient = _organisation("recipient", *LENDS) if found is Purpose.REFERRAL else None
    return Question(found, source, supplier, recipient)


def of_grant(grant: GrantView) -> Question:
    """The question a permission answers."""
    session = current.session()
    return Question(
        grant.purpose,
        grant.source,
        organisations.get(session, grant.supplier_id) if grant.supplier_id else None,
        organisations.get(session, grant.recipient_id) if grant.recipient_id else None,
    )


def _organisation(name: str, *kinds: OrganisationKind) -> OrganisationView:
    key = request.args.get(name, "")
    found = organisations.by_key(current.session(), key) if key.isprintable() and len(key) <= 60 else None
    if found is None or found.kind not in kinds:
        raise NotFound
    return found


def _member(members: type[Member], value: str) -> Member:
    try:
        return members(value)
    except ValueError:
        raise NotFound from None
