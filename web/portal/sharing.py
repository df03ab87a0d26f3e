"""My data: choose what to share, read and answer each question in its exact words, and stop."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, homes, jobs, privacy, readings
from greener_homes.consent import Answer, GrantView, Purpose, Source, Statement
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import HomeView
from greener_homes.people import Language
from models.quantities import Commodity
from utility_connectors import imports
from utility_connectors.imports import ImportView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Field, FieldError, Link, Step, StepState, Term
from web.formatting import TORONTO, day, moment, number
from web.portal import views
from web.portal.blueprint import portal
from web.text import gettext as _

SHARED = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)
"""What a resident's file may bring."""
TERM_ICONS = (
    ("what", "energy"),
    ("who", "users"),
    ("why", "home"),
    ("how_long", "calendar"),
    ("stop", "leave"),
    ("risk", "warn"),
)


@portal.get("/sharing")
@access(Access.RESIDENT)
def sharing() -> str:
    """What is shared, how to share, and what came in."""
    return render_template("portal/connect.html", connect=connect_view(current.home(), error=""))


@portal.get("/sharing/consent/<purpose>")
@access(Access.RESIDENT)
def consent_asked(purpose: str) -> str:
    """One question of consent, in exact words, with nothing chosen in advance."""
    return render_template("portal/consent.html", consent=_consent(_purpose(purpose), current.home()))


@portal.post("/sharing/consent/<purpose>")
@access(Access.RESIDENT)
def consent_answered(purpose: str) -> Response | tuple[str, int]:
    """The answer is in the ledger. Only an exact "yes" to the words shown is a yes."""
    asked, home, person = _purpose(purpose), current.home(), current.person()
    if not forms.agreed(request.form, "granted"):
        return redirect(url_for("portal.sharing"), code=303)
    try:
        moved_in = forms.day(request.form, "moved_in") if asked is Purpose.ADVICE else home.moved_in
        if moved_in is None:
            raise Refusal(forms.BAD_DATE)
        answer = Answer(person.id, home.id, Source.UPLOAD, SHARED, _statement_id(), moved_in)
        consent.grant(current.session(), answer, actor=person.actor, now=current.now())
    except Refusal as refusal:
        error = FieldError("moved_in", messages.sentence(refusal.code.code, refusal.facts))
        page = _consent(asked, home, errors=(error,), moved_in=forms.as_typed(request.form, "moved_in"))
        return render_template("portal/consent.html", consent=page), 422
    if asked is Purpose.ADVICE:
        homes.set_move_in(current.session(), person.id, home.id, moved_in)
        flash(_("Thank you. You can stop at any time, under “My data”."), "success")
        if not _has(Purpose.COACH_ACCESS, home):
            return redirect(url_for("portal.consent_asked", purpose=Purpose.COACH_ACCESS.value), code=303)
    elif readings.has_any(current.session(), home.id):
        jobs.enqueue(current.session(), "home.assess", home.id, now=current.now())
    return redirect(url_for("portal.sharing"), code=303)


@portal.get("/sharing/stop/<purpose>")
@access(Access.RESIDENT)
def stop_asked(purpose: str) -> str:
    """Asks again before stopping, and says what goes and what stays."""
    asked = _purpose(purpose)
    if not _has(asked, current.home()):
        raise NotFound
    return render_template("portal/withdraw.html", withdrawal=_withdrawal(asked))


@portal.post("/sharing/stop/<purpose>")
@access(Access.RESIDENT)
def stop(purpose: str) -> Response:
    """The permission is withdrawn and what rested on it is gone; the next page says what went."""
    asked, home = _purpose(purpose), current.home()
    receipt = privacy.withdraw(
        current.session(),
        current.vault(),
        home.id,
        asked,
        source=Source.UPLOAD,
        commodities=SHARED,
        actor=current.person().actor,
        now=current.now(),
    )
    flash(_receipt_words(receipt), "success")
    return redirect(url_for("portal.sharing"), code=303)


def _purpose(name: str) -> Purpose:
    try:
        return Purpose(name)
    except ValueError:
        raise NotFound from None


def _statement_id() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("statement", ""))
    except ValueError:
        raise Refusal(consent.STATEMENT_CHANGED) from None


def _has(purpose: Purpose, home: HomeView) -> bool:
    grants = consent.in_force(current.session(), home.id, at=current.now())
    return any(grant.purpose is purpose for grant in grants)


def connect_view(home: HomeView, *, error: str) -> views.Connect:
    """What is shared, what can be, the form to send a file, and what came before; `error` is about the form."""
    grants = consent.in_force(current.session(), home.id, at=current.now())
    given = {grant.purpose: grant for grant in grants}
    may_upload = Purpose.ADVICE in given
    sources = tuple(
        views.Source(
            icon=icon,
            name=name,
            what=what,
            href=url_for("portal.consent_asked", purpose=purpose.value),
            live=purpose in given,
        )
        for purpose, icon, name, what in (
            (
                Purpose.ADVICE,
                "energy",
                _("A Green Button file from my utility"),
                _("Electricity and gas readings, up to two years of them."),
            ),
            (
                Purpose.COACH_ACCESS,
                "users",
                _("A look by a Home Energy Coach"),
                _("So that a person checks the advice before you see it."),
            ),
        )
    )
    past = imports.history(current.session(), home.id)
    return views.Connect(
        steps=_steps(may_upload, Purpose.COACH_ACCESS in given, bool(past)),
        sources=tuple(source for source in sources if not source.live),
        grants=tuple(_grant(grant) for grant in given.values()),
        upload=_upload(error) if may_upload else None,
        past=tuple(_past(run) for run in past),
    )


def _steps(agreed: bool, coached: bool, sent: bool) -> tuple[Step, ...]:
    done = (agreed, coached, sent)
    names = (_("Say what may be used"), _("Let a coach look"), _("Send your file"))
    first_open = done.index(False) if False in done else len(done)
    return tuple(
        Step(name, StepState.DONE if finished else StepState.NOW if place == first_open else StepState.NEXT)
        for place, (name, finished) in enumerate(zip(names, done, strict=True))
    )


def _grant(grant: GrantView) -> views.Grant:
    names = {
        Purpose.ADVICE: _("Files I send, to prepare advice"),
        Purpose.COACH_ACCESS: _("A coach may look at them"),
    }
    return views.Grant(
        source=names[grant.purpose],
        since=grant.granted_at.astimezone(TORONTO).date(),
        until=grant.expires_at.astimezone(TORONTO).date(),
        withdraw_url=url_for("portal.stop_asked", purpose=grant.purpose.value),
    )


def _upload(error: str) -> views.Upload:
    return views.Upload(
        url=url_for("portal.upload"),
        label=_("Your usage file"),
        hint=_("A Green Button file (.xml), a usage file (.csv) or a ZIP of them, up to 100 MB."),
        error=error,
        guide=(
            _("Sign in at your electricity or gas utility’s website."),
            _("Look for “Green Button”, “Download my data” or “Usage”."),
            _("Choose the longest time it offers, and save the file. Then choose it here."),
        ),
    )


def _past(run: ImportView) -> Link:
    when = moment(run.received_at.astimezone(TORONTO), i18n.language())
    return Link(_("File sent on %(when)s", when=when), url_for("portal.import_shown", run_id=run.id))


def _consent(
    purpose: Purpose, home: HomeView, *, errors: tuple[FieldError, ...] = (), moved_in: str | None = None
) -> views.Consent:
    words = consent.statement(current.session(), purpose, Language(i18n.language()))
    given = _has(Purpose.ADVICE, home), _has(Purpose.COACH_ACCESS, home)
    known = home.moved_in.isoformat() if home.moved_in else ""
    asks_move_in = purpose is Purpose.ADVICE
    return views.Consent(
        steps=_steps(given[0] or purpose is Purpose.COACH_ACCESS, given[1], sent=False),
        heading=words.title,
        lead=_("Read this and decide. Saying no changes nothing for you."),
        terms=_terms(words),
        agree_url=url_for("portal.consent_answered", purpose=purpose.value),
        decline_url=url_for("portal.sharing"),
        agree_label=_("I agree"),
        after_agreeing=_("Next, a question about your coach.") if asks_move_in else _("Next, you send your file."),
        statement=str(words.id),
        legal=_(
            "These are the exact words of version %(version)s. We keep them with your answer.", version=words.version
        ),
        move_in=Field(
            name="moved_in",
            label=_("When did you move in?"),
            value=known if moved_in is None else moved_in,
            hint=_("Nothing from before that day is kept: it belongs to whoever lived there."),
            error=errors[0].text if errors else "",
            kind="date",
            maximum=current.now().astimezone(TORONTO).date().isoformat(),
        )
        if asks_move_in
        else None,
        errors=errors,
        connect_url=url_for("portal.sharing"),
    )


def _terms(words: Statement) -> tuple[Term, ...]:
    titles = {
        "what": _("What"),
        "who": _("Who sees it"),
        "why": _("What for"),
        "how_long": _("How long"),
        "stop": _("How to stop"),
        "risk": _("What could go wrong"),
    }
    return tuple(Term(icon, titles[name], getattr(words, name)) for name, icon in TERM_ICONS)


def _withdrawal(purpose: Purpose) -> views.Withdrawal:
    if purpose is Purpose.ADVICE:
        goes: tuple[str, ...] = (
            _("All your electricity and gas readings, and the record of the files they came in"),
            _("The advice worked out from them, and your plan"),
            _("Cases waiting for a coach"),
        )
        stays = (
            _("What you told us of your home, until you ask us to delete it"),
            _("That you agreed and stopped, and when: the law wants us to be able to show it"),
        )
        heading = _("Stop using my files for advice?")
    else:
        goes = (_("The coach’s view of your readings"), _("Your plan, which a coach stands behind"))
        stays = (_("Your readings, for your own pages"), _("That you agreed and stopped, and when"))
        heading = _("Stop letting a coach look?")
    return views.Withdrawal(
        heading=heading,
        goes=goes,
        stays=stays,
        confirm_url=url_for("portal.stop", purpose=purpose.value),
        keep_url=url_for("portal.sharing"),
    )


def _receipt_words(receipt: privacy.Receipt) -> str:
    language = i18n.language()
    on = day(receipt.at.astimezone(TORONTO).date(), language)
    deleted = [
        (_("readings"), receipt.readings),
        (_("records of files"), receipt.imports),
        (_("assessments"), receipt.assessments),
        (_("recommendations"), receipt.recommendations),
    ]
    went = ", ".join(f"{name} {number(count, language)}" for name, count in deleted if count)
    said = _("Stopped on %(on)s.", on=on)
    if receipt.purpose is not Purpose.ADVICE:
        said += " " + _("Coaches no longer see your readings.")
    return f"{said} {_('We deleted: %(went)s.', went=went)}" if went else f"{said} {_('There was nothing to delete.')}"
