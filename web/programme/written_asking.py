"""Writing an answer down: the question is chosen, its exact words are on the page to read out, then the answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.referrals import codes_referrals, written
from coach.referrals.written import Heard
from greener_homes import agreements, consent, scans, written_answers
from greener_homes.consent import Channel, ReferralField
from greener_homes.errors import Refusal
from greener_homes.organisations import OrganisationView
from greener_homes.scans import Scan
from greener_homes.written_answers import NOTE_MAXIMUM, Said, WhyWritten, Written, WrittenState
from greener_homes.written_answers_kept import WrittenView
from greener_homes.written_callers import Named
from models.quantities import Commodity
from web import current, forms, messages
from web.access import Access, access
from web.components import FieldError, Question
from web.programme import written_caller, written_question
from web.programme import written_words as words
from web.programme.blueprint import programme
from web.programme.written_form import words_page
from web.programme.written_question import Asked
from web.security import takes_uploads
from web.text import gettext as _
from web.uploads import SealedPart

FORM = "programme-2"
"""Which form an answer was written down in; raised when the form asks otherwise than before."""
FIELD_OF = {
    consent.NOTHING_CHOSEN.code: "commodity",
    codes_referrals.NOTHING_CHOSEN.code: "field",
    agreements.BEYOND.code: "field",
    consent.NOT_ACCOUNT_HOLDER.code: "account_holder",
    consent.MOVED_IN_LATER.code: "moved_in",
    forms.BAD_DATE.code: "moved_in",
    forms.BAD_CHOICE.code: "commodity",
    forms.BAD_TEXT.code: "note",
    scans.NOT_A_SCAN.code: "scan",
    scans.TOO_LARGE.code: "scan",
}


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Whose answer it is, and the choices that lead to the words."""

    name: str
    reference: str
    questions: tuple[Question, ...]
    url: str
    back_url: str
    error: str = ""


@programme.get("/answers/for/<caller>")
@access(Access.PROGRAMME)
def answer_question(caller: str) -> str:
    """Which question was answered."""
    return _question_page(caller, written_caller.named(caller))


@programme.get("/answers/for/<caller>/words")
@access(Access.PROGRAMME)
def answer_asked(caller: str) -> str | tuple[str, int]:
    """The exact words to read out, and the form."""
    found = written_caller.named(caller)
    try:
        asked = written_question.asked()
    except Refusal as refusal:
        return _question_page(caller, found, messages.sentence(refusal.code.code, refusal.facts)), 422
    return render_template("programme/answer_words.html", page=words_page(caller, found, asked))


@programme.post("/answers/for/<caller>/words")
@access(Access.PROGRAMME)
@takes_uploads
def answer_said(caller: str) -> Response | tuple[str, int]:
    """The answer is written down; the next page says whether it counts already."""
    found, asked = written_caller.named(caller), written_question.asked()
    if missing := _not_chosen():
        return _words_again(caller, found, asked, *missing)
    try:
        done = _kept(found, asked)
    except Refusal as refusal:
        where = FIELD_OF.get(refusal.code.code, "said")
        if where == "commodity" and asked.recipient is not None:
            where = "field"
        error = FieldError(where, messages.sentence(refusal.code.code, refusal.facts))
        return _words_again(caller, found, asked, error)
    if done.state is WrittenState.WAITING:
        flash(_("Written down. It counts once somebody else has confirmed it."), "success")
    else:
        flash(_("Written down. It counts from now on, and the resident can read it."), "success")
    return redirect(url_for("programme.answer", answer_id=done.id), code=303)


def _kept(found: Named, asked: Asked) -> WrittenView:
    """The answer on record; what is sent to a partner goes by its own door, which sends it. Raises Refusal."""
    session, vault, staff, now = current.session(), current.vault(), current.person(), current.now()
    if asked.recipient is not None:
        return written.write_down(session, vault, _heard(found, asked, asked.recipient), staff=staff, now=now)
    return written_answers.write_down(session, vault, _written(found, asked), staff=staff, now=now)


def _heard(found: Named, asked: Asked, recipient: OrganisationView) -> Heard:
    """The form for a partner, read strictly: each field by its own name. Raises Refusal."""
    ticked = set(request.form.getlist("field"))
    fields = tuple(field for field in ReferralField if field.value in ticked)
    if len(fields) != len(ticked):
        raise Refusal(forms.BAD_CHOICE)
    return Heard(
        person_id=found.person_id,
        home_id=found.home_id,
        said=Said(request.form["said"]),
        recipient_id=recipient.id,
        fields=fields,
        statement_id=_statement_id(asked),
        channel=Channel(request.form["channel"]),
        why=WhyWritten(request.form["why"]),
        form_build=FORM,
        note=forms.text(request.form, "note", maximum=NOTE_MAXIMUM),
        scan=_scan(),
    )


def _not_chosen() -> tuple[FieldError, ...]:
    """The choices every answer needs and that were not made, or not among what was offered."""
    needed = (
        ("said", tuple(Said), _("Say what they answered.")),
        ("channel", words.CHANNELS, _("Say how it reached us.")),
        ("why", tuple(WhyWritten), _("Say why you write it down for them.")),
    )
    return tuple(FieldError(name, text) for name, offered, text in needed if request.form.get(name) not in offered)


def _written(found: Named, asked: Asked) -> Written:
    """The form, read strictly, once every choice it needs is made; the scan at last. Raises Refusal."""
    said = Said(request.form["said"])
    chosen = _chosen(asked)
    moved_in = None
    if asked.source is not None and said is Said.YES:
        moved_in = forms.day(request.form, "moved_in")
        if moved_in is None:
            raise Refusal(forms.BAD_DATE)
    return Written(
        person_id=found.person_id,
        home_id=found.home_id,
        said=said,
        purpose=asked.purpose,
        source=asked.source,
        commodities=asked.offered if said is Said.NO else chosen,
        statement_id=_statement_id(asked),
        channel=Channel(request.form["channel"]),
        why=WhyWritten(request.form["why"]),
        form_build=FORM,
        data_from=moved_in,
        supplier_id=asked.supplier.id if asked.supplier else None,
        account_holder=forms.agreed(request.form, "account_holder"),
        note=forms.text(request.form, "note", maximum=NOTE_MAXIMUM),
        scan=_scan(),
    )


def _chosen(asked: Asked) -> tuple[Commodity, ...]:
    offered = {one.value: one for one in asked.offered}
    ticked = request.form.getlist("commodity")
    if any(one not in offered for one in ticked):
        raise Refusal(forms.BAD_CHOICE)
    return tuple(dict.fromkeys(offered[one] for one in ticked))


def _statement_id(asked: Asked) -> uuid.UUID:
    """The words that were on the page, in the language they were read out in. Raises Refusal for any others."""
    newest = consent.statement(current.session(), asked.purpose, asked.language).id
    if request.form.get("statement") != str(newest):
        raise Refusal(consent.STATEMENT_CHANGED)
    return newest


def _scan() -> Scan | None:
    """The scan that was sent, if one was; nothing of it stays in the spool. Raises Refusal."""
    part = request.files.get("scan")
    if part is None or not part.filename or not isinstance(part.stream, SealedPart):
        return None
    vault, file = current.vault(), part.stream.finish()
    try:
        if file.size > scans.LARGEST_BYTES:
            raise Refusal(scans.TOO_LARGE, megabytes=scans.LARGEST_BYTES // 1_000_000)
        with vault.read_spooled(file.name, file.wrapped_key) as source:
            return scans.read_scan(source.read())
    finally:
        vault.discard(file.name)


def _words_again(caller: str, found: Named, asked: Asked, *errors: FieldError) -> tuple[str, int]:
    return render_template("programme/answer_words.html", page=words_page(caller, found, asked, errors)), 422


def _question_page(caller: str, found: Named, error: str = "") -> str:
    return render_template(
        "programme/answer_question.html",
        page=QuestionPage(
            name=found.name,
            reference=found.reference,
            questions=written_question.questions(),
            url=url_for("programme.answer_asked", caller=caller),
            back_url=url_for("programme.answer_new"),
            error=error,
        ),
    )
