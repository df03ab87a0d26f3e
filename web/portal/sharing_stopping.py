"""Stopping: what goes and what it does to everything else, said before from the code that does it; then done."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, privacy
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound
from greener_homes.privacy import Receipt
from models.quantities import Commodity
from web import current, i18n
from web.access import Access, access
from web.commodities import commodity_name, commodity_names
from web.components import Link
from web.formatting import number
from web.portal import sharing_question, sharing_views
from web.portal.blueprint import portal
from web.portal.sharing_question import Question
from web.portal.sharing_words import local_day, purpose_name, went_name
from web.text import gettext as _
from web.text import ngettext

SAID = ("readings", "entries", "imports", "files", "assessments", "recommendations", "reviews", "packages")
"""What a page counts; the receipt has the rest."""


@portal.get("/sharing/stop/<purpose>")
@access(Access.RESIDENT)
def stop_asked(purpose: str) -> str:
    """Asks again before stopping, and says what goes, what stays, and what else changes."""
    question = sharing_question.asked(purpose)
    mine = _mine(question)
    commodities = _named(question, mine)
    foreseen = privacy.foresee(
        current.session(),
        current.home().id,
        question.purpose,
        source=question.source,
        commodities=commodities,
        now=current.now(),
        supplier_id=question.supplier.id if question.supplier else None,
        recipient_id=question.recipient.id if question.recipient else None,
        person_id=current.person().id,
    )
    others = () if question.recipient or len(commodities) < len(mine) or len(mine) < 2 else mine
    return render_template(
        "portal/withdraw.html",
        withdrawal=sharing_views.Withdrawal(
            heading=_("Stop this?"),
            about=_about(question, commodities),
            lead=_("We send nothing more at once. This is what else happens.") if question.recipient else "",
            goes=_goes([foreseen]),
            effects=_effects(foreseen),
            stays=_stays(foreseen),
            less=tuple(
                Link(
                    _("Stop only %(kind)s", kind=commodity_name(one).lower()),
                    question.url("portal.stop_asked", commodity=one.value),
                )
                for one in others
            ),
            confirm_url=question.url(
                "portal.stop", **({"commodity": commodities[0].value} if len(commodities) < len(mine) else {})
            ),
            keep_url=url_for("portal.sharing"),
        ),
    )


@portal.post("/sharing/stop/<purpose>")
@access(Access.RESIDENT)
def stop(purpose: str) -> Response:
    """The permission is withdrawn and what rested on it is gone; the next page is the receipt."""
    question = sharing_question.asked(purpose)
    receipt = privacy.withdraw(
        current.session(),
        current.vault(),
        current.home().id,
        question.purpose,
        source=question.source,
        commodities=_named(question, _mine(question)),
        actor=current.person().actor,
        now=current.now(),
        supplier_id=question.supplier.id if question.supplier else None,
        recipient_id=question.recipient.id if question.recipient else None,
        person_id=current.person().id,
    )
    flash(_said([receipt]), "success")
    return redirect(url_for("portal.sharing"), code=303)


@portal.get("/sharing/stop")
@access(Access.RESIDENT)
def stop_everything_asked() -> str:
    """Asks again before everything is stopped at once."""
    foreseen = privacy.foresee_everything(
        current.session(), current.home().id, now=current.now(), person_id=current.person().id
    )
    if not foreseen:
        raise NotFound
    last = foreseen[-1]
    return render_template(
        "portal/withdraw.html",
        withdrawal=sharing_views.Withdrawal(
            heading=_("Stop everything?"),
            about=", ".join(dict.fromkeys(purpose_name(one.purpose) for one in foreseen)),
            goes=_goes(foreseen),
            effects=tuple(dict.fromkeys(effect for one in foreseen for effect in _effects(one, everything=True))),
            stays=_stays(last),
            confirm_url=url_for("portal.stop_everything"),
            keep_url=url_for("portal.sharing"),
        ),
    )


@portal.post("/sharing/stop")
@access(Access.RESIDENT)
def stop_everything() -> Response:
    """Every answer of this person is withdrawn, and what rested on them is gone."""
    done = privacy.withdraw_everything(
        current.session(),
        current.vault(),
        current.home().id,
        actor=current.person().actor,
        now=current.now(),
        person_id=current.person().id,
    )
    if done:
        flash(_said(done), "success")
    return redirect(url_for("portal.sharing"), code=303)


def _mine(question: Question) -> tuple[Commodity, ...]:
    """The kinds of energy this person's own answer covers; empty for contact. Raises NotFound without an answer."""
    session, person = current.session(), current.person()
    given = [*consent.in_force(session, current.home().id, at=current.now()), *consent.lapsed(session, person.id)]
    mine = [grant for grant in given if question.is_about(grant) and grant.person_id == person.id]
    if not mine:
        raise NotFound
    return tuple(dict.fromkeys(grant.commodity for grant in mine if grant.commodity is not None))


def _named(question: Question, mine: tuple[Commodity, ...]) -> tuple[Commodity, ...]:
    """The one kind that the address names, or all. Raises NotFound for one that is not shared.

    What went to a partner went as one, and stops as one.
    """
    named = request.args.get("commodity")
    if named is None or question.recipient is not None:
        return mine
    found = tuple(one for one in mine if one.value == named)
    if not found:
        raise NotFound
    return found


def _about(question: Question, commodities: Sequence[Commodity]) -> str:
    if not commodities or question.recipient is not None:
        return question.title
    return f"{question.title} ({commodity_names(commodities).lower()})"


def _goes(foreseen: Sequence[Receipt]) -> tuple[str, ...]:
    """What will be deleted, counted once however many questions end."""
    counts = {name: _total(foreseen, name) for name in SAID}
    language = i18n.language()
    return tuple(
        _("%(name)s: %(count)s", name=went_name(name).capitalize(), count=number(count, language))
        for name, count in counts.items()
        if count
    )


def _total(foreseen: Sequence[Receipt], name: str) -> int:
    """Usage adds up over questions; the same advice would go with each of them, and goes once.

    So does what was sent to lenders: with the yes to each of them, or all at once with the plan.
    """
    found = [one.went[name] for one in foreseen]
    if name == "packages":
        of_lenders = [one.went[name] for one in foreseen if one.purpose is Purpose.REFERRAL]
        return max(sum(of_lenders), *found, 0)
    return max(found, default=0) if name in ("assessments", "recommendations", "reviews") else sum(found)


def _effects(foreseen: Receipt, *, everything: bool = False) -> tuple[str, ...]:
    found = []
    if foreseen.tells_source:
        found.append(_("We ask the supplier to stop, and show you whether it has confirmed."))
    if foreseen.recipient_id is not None:
        found.append(_("The partner can fetch nothing more, our copy of what went is deleted, and it has to confirm."))
    elif foreseen.recipients:
        found.append(_told(foreseen.recipients))
    if foreseen.kept_by_others:
        found.append(_("Somebody else in your household said yes to the same. What rests on their answer stays."))
    if foreseen.advised_again and not everything:
        found.append(_("Your advice was made of more than this. It goes too, and is worked out again from what stays."))
    elif foreseen.assessments:
        found.append(_("Your advice and your plan go too. There is nothing left to make new advice of."))
    if foreseen.scrubbed:
        found.append(_("Files that also brought other kinds stay listed, without what was said of them."))
    if foreseen.left_empty and not everything:
        names = ", ".join(purpose_name(one).lower() for one in foreseen.left_empty)
        found.append(_("These stay permitted and find nothing any more: %(names)s.", names=names))
    return tuple(found)


def _told(lenders: int) -> str:
    return ngettext(
        "One lender was sent your plan: it is told to stop, and has to confirm.",
        "%(num)s lenders were sent your plan: they are told to stop, and have to confirm.",
        lenders,
    )


def _stays(foreseen: Receipt) -> tuple[str, ...]:
    stays = [_("That you agreed and stopped, and when: we must be able to show it")]
    if foreseen.purpose is Purpose.COACH_ACCESS:
        stays.insert(0, _("Your readings, for your own pages"))
    if foreseen.purpose is Purpose.ADVICE:
        stays.insert(0, _("What you told us of your home, until you ask us to delete it"))
    return tuple(stays)


def _said(done: Sequence[Receipt]) -> str:
    language = i18n.language()
    went = ", ".join(
        f"{went_name(name)} {number(count, language)}"
        for name in SAID
        if (count := sum(receipt.went[name] for receipt in done))
    )
    said = _("Stopped on %(on)s.", on=local_day(done[0].at))
    if any(receipt.purpose is Purpose.COACH_ACCESS for receipt in done):
        said += " " + _("Coaches no longer see your readings.")
    if lenders := sum(receipt.recipients for receipt in done):
        said += " " + ngettext("One lender was told to stop.", "%(num)s lenders were told to stop.", lenders)
    deleted = _("We deleted: %(went)s.", went=went) if went else _("There was nothing to delete.")
    receipt = _("Your receipt is under “My data”.")
    return f"{said} {deleted} {receipt}"
