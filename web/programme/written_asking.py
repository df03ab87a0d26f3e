"""Writing an answer down: the question is chosen, its exact words are on the page to read out, then the answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, scans, written_answers
from greener_homes.consent import Channel, Purpose
from greener_homes.errors import Refusal
from greener_homes.scans import Scan
from greener_homes.written_answers import NOTE_MAXIMUM, Said, WhyWritten, Written, WrittenState
from greener_homes.written_callers import Named
from models.quantities import Commodity
from web import current, forms, messages
from web.access import Access, access
from web.catalogue import speaker
from web.components import Choice, Field, FieldError, Question, Term
from web.formatting import TORONTO
from web.programme import written_caller, written_question
from web.programme import written_words as words
from web.programme.blueprint import programme
from web.programme.written_question import Asked
from web.security import takes_uploads
from web.text import gettext as _
from web.uploads import SealedPart

FORM = "programme-1"
"""Which form an answer was written down in; raised when the form asks otherwise than before."""
FIELD_OF = {
    consent.NOTHING_CHOSEN.code: "commodity",
    consent.NOT_ACCOUNT_HOLDER.code: "account_holder",
    consent.MOVED_IN_LATER.code: "moved_in",
    forms.BAD_DATE.code: "moved_in",
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


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The words to read out, in their own language, and the form for what was said."""

    name: str
    reference: str
    about: str
    language: str
    title: str
    terms: tuple[Term, ...]
    statement: str
    version: int
    url: str
    back_url: str
    said: Question
    channel: Question
    why: Question
    kinds: Question | None
    holder: Question | None
    move_in: Field | None
    note: Field
    scan_error: str = ""
    errors: tuple[FieldError, ...] = ()


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
    return render_template("programme/answer_words.html", page=_words_page(caller, found, asked))


@programme.post("/answers/for/<caller>/words")
@access(Access.PROGRAMME)
@takes_uploads
def answer_said(caller: str) -> Response | tuple[str, int]:
    """The answer is written down; the next page says whether it counts already."""
    found, asked = written_caller.named(caller), written_question.asked()
    try:
        done = written_answers.write_down(
            current.session(), current.vault(), _written(found, asked), staff=current.person(), now=current.now()
        )
    except Refusal as refusal:
        error = FieldError(FIELD_OF.get(refusal.code.code, "said"), messages.sentence(refusal.code.code, refusal.facts))
        return render_template("programme/answer_words.html", page=_words_page(caller, found, asked, error)), 422
    if done.state is WrittenState.WAITING:
        flash(_("Written down. It counts once somebody else has confirmed it."), "success")
    else:
        flash(_("Written down. It counts from now on, and the resident can read it."), "success")
    return redirect(url_for("programme.answer", answer_id=done.id), code=303)


def _written(found: Named, asked: Asked) -> Written:
    """The form, read strictly. Raises Refusal before anything is kept, but for the scan, which is read at last."""
    said = forms.choice(request.form, "said", Said)
    channel = forms.choice(request.form, "channel", Channel)
    why = forms.choice(request.form, "why", WhyWritten)
    if said is None or channel not in words.CHANNELS or why is None:
        raise Refusal(forms.BAD_CHOICE)
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
        statement_id=_statement_id(asked.purpose),
        channel=channel,
        why=why,
        form_build=FORM,
        data_from=moved_in,
        supplier_id=asked.supplier.id if asked.supplier else None,
        recipient_id=asked.recipient.id if asked.recipient else None,
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


def _statement_id(purpose: Purpose) -> uuid.UUID:
    """The words that were on the page. Raises Refusal for anything that is no id; the ledger judges the rest."""
    try:
        found = uuid.UUID(request.form.get("statement", ""))
    except ValueError:
        raise Refusal(consent.STATEMENT_CHANGED) from None
    newest = {consent.statement(current.session(), purpose, one).id for one in consent.Language}
    if found not in newest:
        raise Refusal(consent.STATEMENT_CHANGED)
    return found


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


def _words_page(caller: str, found: Named, asked: Asked, error: FieldError | None = None) -> AnswerPage:
    statement = consent.statement(current.session(), asked.purpose, asked.language)
    wrong = {error.field: error.text} if error else {}
    say = speaker(asked.language.value)
    ticked = set(request.form.getlist("commodity"))
    known = found.moved_in.isoformat() if found.moved_in else ""
    return AnswerPage(
        name=found.name,
        reference=found.reference,
        about=asked.about,
        language=asked.language.value,
        title=statement.title,
        terms=(
            Term("energy", say("What"), statement.what),
            Term("users", say("Who sees it"), statement.who),
            Term("home", say("What for"), statement.why),
            Term("calendar", say("How long"), statement.how_long),
            Term("leave", say("How to stop"), statement.stop),
            Term("warn", say("What could go wrong"), statement.risk),
        ),
        statement=str(statement.id),
        version=statement.version,
        url=url_for("programme.answer_said", caller=caller, **asked.parts),  # type: ignore[arg-type]
        back_url=url_for("programme.answer_question", caller=caller, **asked.parts),  # type: ignore[arg-type]
        said=Question(
            "said",
            _("What did they answer?"),
            tuple(
                Choice(one.value, words.said_name(one), hint=hint, chosen=request.form.get("said") == one.value)
                for one, hint in (
                    (Said.YES, _("For twelve months.")),
                    (Said.NO, _("It is remembered and changes nothing.")),
                    (Said.STOP, _("It stops at once, and what came in is deleted.")),
                )
            ),
            error=wrong.get("said", ""),
        ),
        channel=Question(
            "channel",
            _("How did it reach us?"),
            tuple(
                Choice(one.value, words.channel_name(one), hint=hint, chosen=request.form.get("channel") == one.value)
                for one, hint in (
                    (Channel.PHONE, _("I read the words out.")),
                    (Channel.PAPER, _("A yes waits until somebody else has looked at the paper.")),
                )
            ),
        ),
        why=Question(
            "why",
            _("Why do you write it down for them?"),
            tuple(
                Choice(one.value, words.why_name(one), chosen=request.form.get("why") == one.value)
                for one in WhyWritten
            ),
        ),
        kinds=Question(
            "commodity",
            _("Which kinds of energy?"),
            tuple(Choice(one.value, words.commodity_name(one), chosen=one.value in ticked) for one in asked.offered),
            hint=_("Only those they named. For a stop, none means all."),
            error=wrong.get("commodity", ""),
            many=True,
        )
        if asked.offered
        else None,
        holder=Question(
            "account_holder",
            _("Is the account theirs?"),
            (Choice("yes", _("They say that their name is on the bill")),),
            hint=_("Needed for a yes: only the holder of the account can let it be shared."),
            error=wrong.get("account_holder", ""),
            many=True,
        )
        if asked.source in consent.OF_THE_ACCOUNT
        else None,
        move_in=Field(
            "moved_in",
            _("When did they move in?"),
            value=forms.as_typed(request.form, "moved_in") if error else known,
            hint=_("For a yes: nothing from before that day is kept."),
            error=wrong.get("moved_in", ""),
            kind="date",
            maximum=current.now().astimezone(TORONTO).date().isoformat(),
        )
        if asked.source is not None
        else None,
        note=Field(
            "note",
            _("A note, if it helps"),
            value=forms.as_typed(request.form, "note") if error else "",
            hint=_("Sealed. The resident gets it with a copy of their data."),
            error=wrong.get("note", ""),
            kind="textarea",
        ),
        scan_error=wrong.get("scan", ""),
        errors=(error,) if error else (),
    )
