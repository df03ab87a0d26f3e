"""The question of consent in its exact words, and its answer: each kind of energy on its own, nothing ticked before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.referrals import sending
from greener_homes import consent, homes, jobs, readings
from greener_homes.consent import Answer, Purpose, Source, Statement
from greener_homes.errors import Refusal
from greener_homes.homes import HomeView
from greener_homes.organisations import OrganisationView
from greener_homes.people import Language
from models.quantities import Commodity
from web import current, forms, i18n, messages
from web.access import Access, access
from web.commodities import commodity_name
from web.components import Choice, Field, FieldError, Term
from web.components import Question as Boxes
from web.formatting import TORONTO
from web.portal import sharing_question, sharing_views
from web.portal.blueprint import portal
from web.portal.sharing_question import Question
from web.portal.sharing_steps import steps
from web.text import gettext as _

FORM = "portal-2"
"""Which form an answer was given in; raised when the form asks otherwise than before."""
TERM_ICONS = (
    ("what", "energy"),
    ("who", "users"),
    ("why", "home"),
    ("how_long", "calendar"),
    ("stop", "leave"),
    ("risk", "warn"),
)
FIELD_OF = {
    consent.NOTHING_CHOSEN.code: "commodity",
    consent.NOT_ACCOUNT_HOLDER.code: "account_holder",
    forms.BAD_CHOICE.code: "commodity",
}


@portal.get("/sharing/consent/<purpose>")
@access(Access.RESIDENT)
def consent_asked(purpose: str) -> str | Response:
    """One question of consent, in exact words, with nothing chosen in advance.

    What goes to a partner is chosen and shown first, on pages of its own.
    """
    question = sharing_question.asked(purpose)
    if question.recipient is not None:
        return redirect(_where_asked(question.recipient), code=303)
    return render_template("portal/consent.html", consent=_consent(question, current.home(), chosen=()))


@portal.post("/sharing/consent/<purpose>")
@access(Access.RESIDENT)
def consent_answered(purpose: str) -> Response | tuple[str, int]:
    """The answer is in the ledger. Only an exact "yes" to the words shown is a yes, only an exact "no" a no."""
    question, home = sharing_question.asked(purpose), current.home()
    if question.recipient is not None:
        return redirect(_where_asked(question.recipient), code=303)
    if request.form.getlist("granted") == ["no"]:
        return _refused(question, home)
    if not forms.agreed(request.form, "granted"):
        return redirect(url_for("portal.sharing"), code=303)
    chosen: tuple[Commodity, ...] = ()
    try:
        chosen = _chosen(question)
        moved_in = _moved_in(question, home)
        answer = _answer(question, home, chosen, moved_in)
        consent.grant(current.session(), answer, actor=current.person().actor, now=current.now(), vault=current.vault())
    except Refusal as refusal:
        error = FieldError(
            FIELD_OF.get(refusal.code.code, "moved_in"), messages.sentence(refusal.code.code, refusal.facts)
        )
        typed = forms.as_typed(request.form, "moved_in")
        page = _consent(question, home, chosen=chosen, error=error, moved_in=typed)
        return render_template("portal/consent.html", consent=page), 422
    return redirect(_after(question, home, moved_in), code=303)


def _where_asked(recipient: OrganisationView) -> str:
    """The page that asks about one partner, or the list of those that can be asked where this one no longer can."""
    if recipient in sending.lenders(current.session(), now=current.now()):
        return url_for("portal.referral_asked", key=recipient.key)
    return url_for("portal.referrals")


def _refused(question: Question, home: HomeView) -> Response:
    """The "no" is remembered. Words that are no longer asked make no difference to a no."""
    try:
        answer = _answer(question, home, question.offered(), home.moved_in or current.now().astimezone(TORONTO).date())
        consent.refuse(
            current.session(), answer, actor=current.person().actor, now=current.now(), vault=current.vault()
        )
    except Refusal as refusal:
        if refusal.code is not consent.STATEMENT_CHANGED:
            raise
    flash(_("You said no. Nothing changes for you, and you can decide otherwise at any time."), "success")
    return redirect(url_for("portal.sharing"), code=303)


def _after(question: Question, home: HomeView, moved_in: date | None) -> str:
    """Where the resident goes next, once what follows from the yes has been asked for."""
    session, person = current.session(), current.person()
    if question.purpose is not Purpose.ADVICE:
        if question.purpose is Purpose.COACH_ACCESS and readings.has_any(session, home.id):
            jobs.enqueue(session, "home.assess", home.id, now=current.now())
        flash(_("Thank you. You can stop at any time, under “My data”."), "success")
        return url_for("portal.sharing")
    if moved_in is not None:
        homes.set_move_in(session, person.id, home.id, moved_in)
    flash(_("Thank you. You can stop at any time, under “My data”."), "success")
    if question.source is Source.UTILITY and question.supplier:
        return url_for("portal.utility", key=question.supplier.key)
    if question.source is Source.PARTNER and question.supplier:
        return url_for("portal.supplier", key=question.supplier.key)
    coach = Question(Purpose.COACH_ACCESS, question.source, question.supplier)
    if not any(coach.is_about(grant) for grant in consent.in_force(session, home.id, at=current.now())):
        return coach.url("portal.consent_asked")
    return url_for("portal.typed_bills" if question.source is Source.BILLS else "portal.sharing")


def _chosen(question: Question) -> tuple[Commodity, ...]:
    """The kinds ticked. Raises Refusal for one that was not offered; none ticked is refused by the ledger."""
    if question.source is None:
        return ()
    offered = {one.value: one for one in question.offered()}
    ticked = request.form.getlist("commodity")
    if any(one not in offered for one in ticked):
        raise Refusal(forms.BAD_CHOICE)
    return tuple(dict.fromkeys(offered[one] for one in ticked))


def _moved_in(question: Question, home: HomeView) -> date | None:
    if question.source is None:
        return None
    moved_in = forms.day(request.form, "moved_in") if question.purpose is Purpose.ADVICE else home.moved_in
    if moved_in is None:
        raise Refusal(forms.BAD_DATE)
    return moved_in


def _answer(question: Question, home: HomeView, chosen: Sequence[Commodity], moved_in: date | None) -> Answer:
    return Answer(
        current.person().id,
        home.id,
        question.source,
        tuple(chosen),
        _statement_id(question.purpose),
        moved_in if question.source else None,
        supplier_id=question.supplier.id if question.supplier else None,
        recipient_id=question.recipient.id if question.recipient else None,
        account_holder=forms.agreed(request.form, "account_holder"),
        form_build=FORM,
    )


def _statement_id(purpose: Purpose) -> uuid.UUID:
    """Which words were shown. Raises Refusal for anything but the words of this very question."""
    try:
        found = uuid.UUID(request.form.get("statement", ""))
    except ValueError:
        raise Refusal(consent.STATEMENT_CHANGED) from None
    newest = {consent.statement(current.session(), purpose, language).id for language in Language}
    if found not in newest:
        raise Refusal(consent.STATEMENT_CHANGED)
    return found


def _consent(
    question: Question,
    home: HomeView,
    *,
    chosen: Sequence[Commodity],
    error: FieldError | None = None,
    moved_in: str | None = None,
) -> sharing_views.Consent:
    words = consent.statement(current.session(), question.purpose, Language(i18n.language()))
    known = home.moved_in.isoformat() if home.moved_in else ""
    asks_move_in = question.purpose is Purpose.ADVICE
    wrong = {error.field: error.text} if error else {}
    return sharing_views.Consent(
        steps=steps(consent.in_force(current.session(), home.id, at=current.now()), sent=False)
        if question.source is Source.UPLOAD
        else (),
        heading=words.title,
        lead=_("Read this and decide. Saying no changes nothing for you."),
        about=_about(question),
        terms=terms_of(words),
        agree_url=question.url("portal.consent_answered"),
        agree_label=_("I agree"),
        after_agreeing=_after_agreeing(question),
        statement=str(words.id),
        legal=_(
            "These are the exact words of version %(version)s. We keep them with your answer.", version=words.version
        ),
        kinds=_kinds(question, chosen, wrong.get("commodity", "")),
        holder=_holder(wrong.get("account_holder", "")) if question.source in consent.OF_THE_ACCOUNT else None,
        move_in=Field(
            name="moved_in",
            label=_("When did you move in?"),
            value=known if moved_in is None else moved_in,
            hint=_("Nothing from before that day is kept: it belongs to whoever lived there."),
            error=wrong.get("moved_in", ""),
            kind="date",
            maximum=current.now().astimezone(TORONTO).date().isoformat(),
        )
        if asks_move_in
        else None,
        errors=(error,) if error else (),
        connect_url=url_for("portal.sharing"),
    )


def _after_agreeing(question: Question) -> str:
    """What comes right after a yes."""
    if question.purpose is not Purpose.ADVICE or question.source is None:
        return ""
    return {
        Source.UTILITY: _("Next, you sign in at your utility."),
        Source.PARTNER: _("Next, you say which of its customers you are."),
        Source.UPLOAD: _("Next, a question about your coach."),
        Source.BILLS: _("Next, a question about your coach."),
    }[question.source]


def _about(question: Question) -> str:
    """The one source, and the one recipient, that the words speak of."""
    if question.source is None:
        return ""
    where = _("Source: %(source)s.", source=question.source_name)
    if question.recipient is None:
        return where
    return where + " " + _("Partner: %(partner)s.", partner=question.recipient.name)


def _kinds(question: Question, chosen: Sequence[Commodity], error: str) -> Boxes | None:
    offered = question.offered()
    if not offered:
        return None
    return Boxes(
        name="commodity",
        legend=_("Which kinds of energy?"),
        choices=tuple(Choice(one.value, commodity_name(one), chosen=one in chosen) for one in offered),
        hint=_("Tick what you agree to. What you leave open stays closed."),
        error=error,
        many=True,
    )


def _holder(error: str) -> Boxes:
    return Boxes(
        name="account_holder",
        legend=_("Is the account yours?"),
        choices=(Choice("yes", _("Yes, my name is on the bill")),),
        hint=_("Only the holder of the account can let it be shared."),
        error=error,
        many=True,
    )


def terms_of(words: Statement) -> tuple[Term, ...]:
    """The words of a statement, one line an element."""
    titles = {
        "what": _("What"),
        "who": _("Who sees it"),
        "why": _("What for"),
        "how_long": _("How long"),
        "stop": _("How to stop"),
        "risk": _("What could go wrong"),
    }
    return tuple(Term(icon, titles[name], getattr(words, name)) for name, icon in TERM_ICONS)
