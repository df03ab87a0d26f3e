"""Who can see what: every person, role and organisation that may see something now, under which answer, until when."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from flask import render_template, url_for

from greener_homes import consent, homes
from greener_homes.consent import GrantView, Purpose
from web import current
from web.access import Access, access
from web.commodities import commodity_names
from web.components import Link
from web.formatting import TORONTO
from web.portal import sharing_question, sharing_views
from web.portal.blueprint import portal
from web.portal.sharing_question import Question
from web.portal.sharing_words import local_day
from web.referral_shown import short_names
from web.text import gettext as _


@portal.get("/sharing/who")
@access(Access.RESIDENT)
def who_sees() -> str:
    """The list, those nearest to the household first."""
    session, home, person = current.session(), current.home(), current.person()
    grants = consent.in_force(session, home.id, at=current.now())
    names = {
        member.person_id: current.name_of(member.person_id) or ""
        for member in homes.members(session, home.id, on=current.now().astimezone(TORONTO).date())
    }
    members = [name for one, name in names.items() if one != person.id]
    found = [_yourself(members), *_others(grants, names), _platform()]
    waiting = [grant for grant in consent.lapsed(session, person.id) if grant.home_id == home.id]
    return render_template(
        "portal/who_sees.html",
        who=sharing_views.WhoSees(
            people=tuple(found),
            waiting=tuple(_waiting(question, held) for question, held in _grouped(waiting)),
            receipts_url=url_for("portal.receipts"),
            looked_url=url_for("portal.looked"),
        ),
    )


def _yourself(members: Sequence[str]) -> sharing_views.Seer:
    who = _("You")
    if members:
        who = _("You, and in your household: %(names)s", names=", ".join(members))
    return sharing_views.Seer(
        icon="home",
        who=who,
        what=_("Everything on these pages"),
        why=_("It is your home’s."),
        until="",
        links=(Link(_("Who lives here"), url_for("portal.household")),),
    )


def _platform() -> sharing_views.Seer:
    return sharing_views.Seer(
        icon="lock",
        who=_("The people who keep this service running"),
        what=_("Nothing of your readings in their daily work. Names and addresses are sealed."),
        why=_("A look would be on record, and you could read it."),
        until="",
        links=(Link(_("Who looked at my data"), url_for("portal.looked")),),
    )


def _others(grants: Sequence[GrantView], names: Mapping[uuid.UUID, str]) -> list[sharing_views.Seer]:
    found = []
    for question, held in _grouped(grants):
        who, icon, what = _seer(question, held)
        kinds = commodity_names(grant.commodity for grant in held if grant.commodity is not None)
        by = [names.get(grant.person_id, "") or _("somebody of your household") for grant in held]
        mine = any(grant.person_id == current.person().id for grant in held)
        if question.purpose.is_contact and not mine:
            continue  # about whoever said so, and nobody else
        found.append(
            sharing_views.Seer(
                icon=icon,
                who=who,
                what=f"{what} {question.source_name}. {kinds}." if kinds and question.recipient is None else what,
                why=_("Under the answer of %(who)s.", who=", ".join(dict.fromkeys(by))),
                until=_("Until %(day)s.", day=local_day(min(grant.expires_at for grant in held))),
                links=(Link(_("Stop"), question.url("portal.stop_asked")),) if mine else (),
            )
        )
    return found


def _seer(question: Question, held: Sequence[GrantView]) -> tuple[str, str, str]:
    """Who it is, the icon, and what they see or do."""
    return {
        Purpose.ADVICE: (_("Our computers"), "gauge", _("Work out advice from your readings.")),
        Purpose.COACH_ACCESS: (_("The coaches of the program"), "users", _("See your readings and their charts.")),
        Purpose.REFERRAL: (
            question.recipient.name if question.recipient else "",
            "coins",
            _("Can fetch what you sent: %(fields)s.", fields=_fields(held)),
        ),
        Purpose.RESEARCH: (_("Researchers of the program"), "clipboard", _("May use your readings without your name.")),
        Purpose.OPEN_DATA: (_("Everybody"), "people", _("Sees sums of many homes that yours may be counted in.")),
        Purpose.CONTACT_EMAIL: (_("Greener Homes"), "mail", _("May write to you by e-mail.")),
        Purpose.CONTACT_TELEPHONE: (_("Greener Homes"), "chat", _("May call you.")),
        Purpose.CONTACT_POST: (_("Greener Homes"), "mail", _("May send you letters.")),
    }[question.purpose]


def _fields(held: Sequence[GrantView]) -> str:
    """What a partner may fetch under these answers, or that it is nothing."""
    fields = {field for grant in held for field in grant.fields}
    return short_names(tuple(fields)) or _("nothing")


def _waiting(question: Question, held: Sequence[GrantView]) -> sharing_views.Waiting:
    """A permission that ended by itself: nobody uses what rests on it, and it is deleted unless there is a new yes."""
    return sharing_views.Waiting(
        what=question.title,
        deleted_on=local_day(min(grant.expires_at for grant in held) + consent.GRACE),
        again=Link(_("Read and decide"), question.url("portal.consent_asked")),
        stop=Link(_("Delete it now"), question.url("portal.stop_asked")),
    )


def _grouped(grants: Sequence[GrantView]) -> list[tuple[Question, list[GrantView]]]:
    found: dict[Question, list[GrantView]] = {}
    for grant in grants:
        found.setdefault(sharing_question.of_grant(grant), []).append(grant)
    return list(found.items())
