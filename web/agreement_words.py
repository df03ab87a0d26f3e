"""Data-use agreements in words, the same for staff and for partners: purposes, what may pass, where one stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from greener_homes.agreements import (
    REFERRAL_FIELDS,
    USAGE_FIELDS,
    AgreementPurpose,
    AgreementView,
    PartnerStanding,
    Standing,
)
from greener_homes.feeds import FeedHealth
from greener_homes.organisations import OrganisationKind
from web import i18n
from web.components import Chip, Fact, Notice, Tone
from web.formatting import TORONTO, day, moment, number
from web.text import gettext as _
from web.text import ngettext


def standing(one: Standing) -> Chip:
    """Where a partner stands."""
    return {
        Standing.NONE: Chip(_("No agreement on file"), Tone.WARN),
        Standing.LATER: Chip(_("Begins later"), Tone.INFO),
        Standing.IN_FORCE: Chip(_("In force"), Tone.OK),
        Standing.ENDS_SOON: Chip(_("Ends soon"), Tone.WARN),
        Standing.ENDED: Chip(_("Ended"), Tone.BAD),
    }[one]


def kind(one: OrganisationKind) -> str:
    """What a partner is."""
    return {
        OrganisationKind.UTILITY: _("Utility"),
        OrganisationKind.LENDER: _("Lender"),
        OrganisationKind.RESEARCH: _("Research"),
        OrganisationKind.MUNICIPALITY: _("Municipality"),
    }[one]


def purpose(one: AgreementPurpose) -> str:
    """What data passes for."""
    return {
        AgreementPurpose.USAGE: _("Sends readings of customers who agreed"),
        AgreementPurpose.CONSENTS: _("Reads which of its customers agreed"),
        AgreementPurpose.OFFERS: _("Its offers are shown"),
        AgreementPurpose.REFERRALS: _("Gets residents who ask to be referred"),
        AgreementPurpose.COUNTS: _("Sees counts of homes, never of few"),
    }[one]


def field(name: str) -> str:
    """What of a home may pass."""
    return {
        "electricity": _("Electricity readings"),
        "natural_gas": _("Natural gas readings"),
        "water": _("Water readings"),
        "steam": _("Steam readings"),
        "oil": _("Oil deliveries"),
        "propane": _("Propane deliveries"),
        "wood": _("Wood deliveries"),
        "other": _("Other readings"),
        "contact": _("Name and how to reach them"),
        "plan": _("Summary of the plan"),
        "work": _("Work and its cost"),
        "savings": _("Savings, as ranges"),
        "municipality": _("Municipality"),
        "yearly_use": _("A year’s energy use"),
        "intervals": _("Readings by the hour"),
    }.get(name, name)


FIELD_GROUPS = (USAGE_FIELDS, REFERRAL_FIELDS)


def facts(one: AgreementView) -> tuple[Fact, ...]:
    """An agreement as lines."""
    language = i18n.language()
    return tuple(
        Fact(label, value)
        for label, value in (
            (_("Reference"), one.reference),
            (_("Purposes"), _list(purpose(each) for each in one.purposes)),
            (_("What may pass"), _list(field(each) for each in one.fields) or _("Nothing of a home")),
            (
                _("Kept by the partner"),
                ngettext(
                    "%(days)s day", "%(days)s days", one.retention_days, days=number(one.retention_days, language)
                ),
            ),
            (_("Signed"), day(one.signed_on, language)),
            (
                _("In force"),
                _("%(first)s to %(last)s", first=day(one.begins_on, language), last=day(one.expires_on, language)),
            ),
            (_("Whom to ask"), one.contacts),
        )
        if value
    )


def alarm(one: PartnerStanding, today: date) -> Notice | None:
    """What to do about an agreement that ends, has ended, or is not there."""
    language, agreement = i18n.language(), one.agreement
    if agreement is None:
        return Notice(
            Tone.WARN,
            _("No agreement on file"),
            (_("Everything goes on as before. Once one is entered here, it is kept to."),),
        )
    if one.standing is Standing.ENDED:
        return Notice(
            Tone.BAD,
            _("The agreement has ended"),
            (_("No new file and no new credential is taken until a new one is in force."),),
        )
    if one.standing is Standing.ENDS_SOON:
        left = (agreement.expires_on - today).days
        return Notice(
            Tone.WARN,
            ngettext("The agreement ends in %(num)s day", "The agreement ends in %(num)s days", left),
            (_("Its last day is %(day)s. After it nothing new is taken.", day=day(agreement.expires_on, language)),),
        )
    return None


def source(one: FeedHealth) -> Fact:
    """A source of a partner's data, and when it last came."""
    name = one.format or _("Files")
    if one.last_arrived_at is None:
        return Fact(name, _("Never yet"))
    came = moment(one.last_arrived_at.astimezone(TORONTO), i18n.language())
    return Fact(name, _("%(when)s, late", when=came) if one.is_late else came)


def homes(count: int | None) -> str:
    """A count of homes, when it can be said."""
    return _("fewer than 10") if count is None else _("about %(count)s", count=number(count, i18n.language()))


def _list(words: Iterable[str]) -> str:
    return " · ".join(words)
