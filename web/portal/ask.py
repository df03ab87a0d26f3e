"""Ask a coach: the resident's questions, the form for a new one, and the conversation that follows."""

from __future__ import annotations

import uuid

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coach.asking import questions
from coach.asking.questions import About, Question, ReplyBy
from coach.cases.recommendation import for_home
from coach.clock import working_days
from coach.service import promises
from coach.service.promises import Contacted
from greener_homes import homes
from greener_homes.errors import NotFound, Refusal
from greener_homes.page_questions import AtOnce
from greener_homes.people import Language
from utility_connectors import imports
from web import asked_about, current, forms, i18n, messages, photos_sent
from web.access import Access, access
from web.components import FieldError
from web.portal import ask_views
from web.portal.blueprint import portal
from web.security import takes_uploads
from web.text import gettext as _

FIELD_OF = {
    questions.PHONE_NEEDED.code: "phone",
    questions.TOO_MANY_PHOTOS.code: "photos",
    "photo.kind": "photos",
    "photo.large": "photos",
    "form.choice": "reply_by",
}
"""Which field a refusal is about; the others are about the text."""
NOT_OF_A_FIELD = (questions.NOT_ALLOWED.code, questions.TOO_MANY.code, "page.not_found")
_THERE_IS = AtOnce(questions.HAS_ASKED, promises.IS_ASKED)
"""Most residents asked nothing and are asked nothing."""


@portal.get("/ask")
@access(Access.RESIDENT)
def ask() -> str:
    """The resident's questions, latest first, and the way to ask one."""
    session, person, now = current.session(), current.person(), current.now()
    has_asked, is_asked = _THERE_IS.ask(session, {"person": person.id, "now": now})
    found = questions.of_person(session, current.vault(), person.id) if has_asked else ()
    lines = tuple(ask_views.line(view, words) for view, words in found)
    open_ones = promises.open_for(session, person.id, now=now) if is_asked else ()
    check_url = url_for("portal.contact_said", check_id=open_ones[0].id) if open_ones else ""
    return render_template("portal/ask.html", lines=lines, new_url=url_for("portal.ask_new"), check_url=check_url)


@portal.post("/ask/heard/<uuid:check_id>")
@access(Access.RESIDENT)
def contact_said(check_id: uuid.UUID) -> Response:
    """Whether the household heard from us, said on its own page. Another's question is not found."""
    promises.answer_signed_in(
        current.session(),
        current.vault(),
        current.person(),
        check_id,
        forms.choice(request.form, "contacted", Contacted),
        forms.text(request.form, "did", maximum=promises.DID_MAXIMUM),
        now=current.now(),
    )
    flash(_("Your answer is noted. Thank you."), "success")
    return redirect(url_for("portal.ask"), code=303)


@portal.get("/ask/new")
@access(Access.RESIDENT)
def ask_new() -> str:
    """The form, for what the address says the question is about."""
    about, key = _subject()
    return render_template("portal/ask_new.html", form=_form(about, key))


@portal.post("/ask/new")
@access(Access.RESIDENT)
@takes_uploads
def asked() -> Response | tuple[str, int]:
    """The question waits for its coach; or the form comes back with what to mend."""
    about, key = _subject()
    session, person = current.session(), current.person()
    home = homes.home_of(session, person.id, on=current.now().astimezone(homes.LOCAL).date())
    try:
        question = Question(
            text=forms.text(request.form, "question", maximum=questions.TEXT_MAXIMUM),
            language=forms.choice(request.form, "language", Language) or person.language,
            about=about,
            about_key=key,
            reply_by=forms.choice(request.form, "reply_by", ReplyBy) or ReplyBy.PORTAL,
            phone=forms.text(request.form, "phone", maximum=questions.PHONE_MAXIMUM),
            photos=photos_sent.photos("photos"),
        )
        thread_id = questions.ask(
            session, current.vault(), person, home.id if home else None, question, now=current.now()
        )
    except Refusal as refusal:
        return render_template("portal/ask_new.html", form=_form(about, key, refusal)), 422
    flash(_("Sent. Your coach answers by the day named below."), "success")
    return redirect(url_for("portal.ask_thread", thread_id=thread_id), code=303)


@portal.get("/ask/<uuid:thread_id>")
@access(Access.RESIDENT)
def ask_thread(thread_id: uuid.UUID) -> str:
    """The conversation. Another's is not found."""
    return _thread(thread_id)


@portal.post("/ask/<uuid:thread_id>")
@access(Access.RESIDENT)
@takes_uploads
def ask_written(thread_id: uuid.UUID) -> Response | tuple[str, int]:
    """The resident has written more."""
    try:
        text = forms.text(request.form, "question", maximum=questions.TEXT_MAXIMUM)
        photos = photos_sent.photos("photos")
        questions.write(
            current.session(), current.vault(), current.person(), thread_id, text, photos, now=current.now()
        )
    except Refusal as refusal:
        if refusal.code.code in NOT_OF_A_FIELD:
            raise
        return _thread(thread_id, refusal), 422
    flash(_("Sent. Your coach answers by the day named below."), "success")
    return redirect(url_for("portal.ask_thread", thread_id=thread_id), code=303)


@portal.post("/ask/<uuid:thread_id>/close")
@access(Access.RESIDENT)
def ask_closed(thread_id: uuid.UUID) -> Response:
    """The resident needs no more on this."""
    questions.close(current.session(), current.person(), thread_id, now=current.now())
    flash(_("Closed. Write again and it opens."), "success")
    return redirect(url_for("portal.ask"), code=303)


@portal.get("/ask/photos/<uuid:attachment_id>")
@access(Access.RESIDENT)
def ask_photo(attachment_id: uuid.UUID) -> FlaskResponse:
    """A photo or PDF of the resident's own thread. Another's is not found."""
    found = questions.attachment(current.session(), current.vault(), current.person(), attachment_id, now=current.now())
    return asked_about.photo_response(found, f"photo-{str(attachment_id)[-12:]}")


def _thread(thread_id: uuid.UUID, refusal: Refusal | None = None) -> str:
    found = questions.for_resident(current.session(), current.vault(), current.person(), thread_id)
    typed = forms.as_typed(request.form, "question") if refusal else ""
    view = ask_views.conversation(found, current.now(), typed, _errors(refusal))
    return render_template("portal/ask_thread.html", thread=view)


def _form(about: About, key: str, refusal: Refusal | None = None) -> ask_views.NewQuestion:
    given: forms.Form = request.form if refusal else MultiDict()
    promised = working_days.after(current.now().astimezone(homes.LOCAL).date(), questions.REPLY_DAYS)
    subject = "" if about is About.GENERAL else asked_about.subject_words(about, key, i18n.language())
    language = current.person().language.value
    action = url_for("portal.asked", about=about.value, key=key) if key else url_for("portal.asked")
    return ask_views.new_question(subject, promised, language, given, _errors(refusal), action)


def _errors(refusal: Refusal | None) -> tuple[FieldError, ...]:
    if refusal is None:
        return ()
    field = FIELD_OF.get(refusal.code.code, "question")
    return (FieldError(field, messages.sentence(refusal.code.code, refusal.facts)),)


def _subject() -> tuple[About, str]:
    """What the address says the question is about. Raises NotFound for what this resident does not have."""
    try:
        about = About(request.args.get("about", About.GENERAL.value))
    except ValueError:
        raise NotFound from None
    key = request.args.get("key", "")
    match about:
        case About.GENERAL:
            return about, ""
        case About.RECOMMENDATION:
            given = for_home(current.session(), current.home().id, viewer=current.person().actor, now=current.now())
            known = any(one.measure == key for one in given)
        case About.CHART:
            known = key in asked_about.CHARTS
        case About.IMPORT:
            known = _is_theirs(key)
    if not known:
        raise NotFound
    return about, key


def _is_theirs(key: str) -> bool:
    try:
        imports.get(current.session(), current.home().id, uuid.UUID(key))
    except ValueError:
        return False
    return True
