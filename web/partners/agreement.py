"""A partner's workspace: its data-use agreement, the health of its sources, the counts it may see. No home is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from greener_homes import agreements, feeds, partner_counts
from greener_homes.agreements import AgreementPurpose, AgreementView, PartnerStanding
from greener_homes.errors import NotFound
from greener_homes.feeds import FeedHealth
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_counts import PartnerCounts
from web import agreement_words as words
from web import current
from web.access import Access, access
from web.components import Chip, Fact, Link, Notice
from web.formatting import TORONTO
from web.partners.blueprint import partners
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is agreed, how its data comes, what it may know in counts, and where its other pages are."""

    organisation: str
    state: Chip
    alarm: Notice | None
    agreement: tuple[Fact, ...]
    sources: tuple[Fact, ...]
    counts: tuple[Fact, ...]
    links: tuple[Link, ...]


@partners.get("/agreement")
@access(Access.PARTNER)
def agreement() -> str:
    """What is agreed between the signed-in person's organisation and the programme."""
    organisation = current.organisation()
    if organisation is None:
        raise NotFound
    session, now = current.session(), current.now()
    today = now.astimezone(TORONTO).date()
    held = agreements.of_organisation(session, organisation.id, vault=current.vault())
    page = workspace(
        agreements.standing_of(session, organisation, at=now),
        held,
        [each for each in feeds.health(session, now) if each.key == organisation.key],
        partner_counts.counts(session, at=now).get(organisation.id, PartnerCounts()),
        today,
    )
    return render_template("partners/agreement.html", page=page)


def workspace(
    stands: PartnerStanding,
    held: Sequence[AgreementView],
    sources: Sequence[FeedHealth],
    counts: PartnerCounts,
    today: date,
) -> Workspace:
    """What the page shows; counts only where the agreement in force says so."""
    spoken = next((each for each in held if stands.agreement and each.id == stands.agreement.id), None)
    counted = any(each.holds(today) and AgreementPurpose.COUNTS in each.purposes for each in held)
    return Workspace(
        stands.organisation.name,
        words.standing(stands.standing),
        words.alarm(stands, today),
        words.facts(spoken) if spoken else (),
        tuple(words.source(each) for each in sources),
        _counts(stands.organisation.kind, counts) if counted else (),
        _links(stands.organisation.kind),
    )


def _counts(kind: OrganisationKind, counts: PartnerCounts) -> tuple[Fact, ...]:
    found = [Fact(_("Referrals"), words.homes(counts.referrals))]
    if kind is OrganisationKind.UTILITY:
        found.insert(0, Fact(_("Customers who agreed"), words.homes(counts.homes)))
    return tuple(found)


def _links(kind: OrganisationKind) -> tuple[Link, ...]:
    if kind is OrganisationKind.UTILITY:
        return (
            Link(_("Files"), url_for("partners.files")),
            Link(_("Software"), url_for("partners.clients")),
            Link(_("Customers"), url_for("partners.consents")),
            Link(_("Referrals"), url_for("partners.referrals")),
        )
    return (
        Link(_("Lending"), url_for("partners.lending")),
        Link(_("Referrals"), url_for("partners.referrals")),
    )
