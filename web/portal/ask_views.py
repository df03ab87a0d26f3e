"""What the pages of a resident's questions are told: frozen, in the resident's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from coach.asking.questions import Author, Conversation, MessageView, ReplyBy, ThreadView
from coach.asking.thread_states import ThreadState
from greener_homes.people import Language
from web import asked_about, forms, i18n
from web.components import Chip, Choice, Field, FieldError, Notice, Question, Tone
from web.formatting import day
from web.messages_shown import Message, message
from web.text import gettext as _

SHORT = 140
LATELY = timedelta(days=14)
"""How long the first page says that a coach wrote."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the list."""

    subject: str
    words: str
    href: str
    state: Chip
    due: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation with the form to go on."""

    subject: str
    state: Chip
    due: str
    how: str
    messages: tuple[Message, ...]
    text: Field
    photos_error: str
    write_url: str
    close_url: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """The form of a new question; `subject` is empty for one about nothing in particular."""

    subject: str
    promise: str
    action: str
    text: Field
    photos_error: str
    reply_by: Question
    phone: Field
    language: Question
    errors: tuple[FieldError, ...] = ()


def line(view: ThreadView, words: str) -> Line:
    """A thread in the list."""
    one_line = " ".join(words.split())
    return Line(
        subject=asked_about.subject_words(view.about, view.about_key, i18n.language()),
        words=one_line if len(one_line) <= SHORT else one_line[: SHORT - 1].rstrip() + "…",
        href=url_for("portal.ask_thread", thread_id=view.id),
        state=state_chip(view.state),
        due=_due(view),
    )


def state_chip(state: ThreadState) -> Chip:
    """Whose turn it is, said to the resident."""
    return {
        ThreadState.OPEN: Chip(_("With your coach"), Tone.INFO, "clock"),
        ThreadState.WAITING: Chip(_("Your coach asks you something"), Tone.WARN, "chat"),
        ThreadState.ANSWERED: Chip(_("Answered"), Tone.OK),
        ThreadState.CLOSED: Chip(_("Closed")),
    }[state]


def conversation(found: Conversation, now: datetime, typed: str, errors: tuple[FieldError, ...]) -> Thread:
    """The conversation, with what was typed where it could not be sent."""
    view = found.thread
    by_field = {error.field: error.text for error in errors}
    return Thread(
        subject=asked_about.subject_words(view.about, view.about_key, i18n.language()),
        state=state_chip(view.state),
        due=_("This is later than we promised. We are sorry; it stands first on the list.")
        if view.is_overdue(now)
        else _due(view),
        how=_how(view),
        messages=tuple(_message(one) for one in found.messages),
        text=Field("question", _("Write more"), value=typed, error=by_field.get("question", ""), kind="textarea"),
        photos_error=by_field.get("photos", ""),
        write_url=url_for("portal.ask_written", thread_id=view.id),
        close_url="" if view.state is ThreadState.CLOSED else url_for("portal.ask_closed", thread_id=view.id),
        errors=errors,
    )


def notices(turns: Sequence[ThreadState], *, is_asked: bool) -> tuple[Notice, ...]:
    """What the first page says of questions: that a coach wrote lately, and that we ask something ourselves."""
    found = []
    if ThreadState.WAITING in turns:
        found.append(Notice(Tone.WARN, _("Your coach asks you something"), (_("It stands under “Ask a coach”."),)))
    elif turns:
        found.append(Notice(Tone.OK, _("Your coach has answered"), (_("It stands under “Ask a coach”."),)))
    if is_asked:
        text = _("Two questions, one minute, under “Ask a coach”.")
        found.append(Notice(Tone.INFO, _("Did you hear from us?"), (text,)))
    return tuple(found)


def _message(one: MessageView) -> Message:
    """`mine` is the resident's own."""
    mine = one.author is Author.RESIDENT
    return message(
        one,
        mine=mine,
        who=_("You") if mine else _("Your coach"),
        photo_url=lambda attachment: url_for("portal.ask_photo", attachment_id=attachment),
    )


def new_question(
    subject: str, promised: date, language: str, given: forms.Form, errors: tuple[FieldError, ...], action: str
) -> NewQuestion:
    """The form, empty or as it was sent."""
    by_field = {error.field: error.text for error in errors}
    reply, spoken = given.get("reply_by") or ReplyBy.PORTAL.value, given.get("language") or language
    return NewQuestion(
        subject=subject,
        promise=_("You hear from a coach by %(day)s.", day=day(promised, i18n.language())),
        action=action,
        text=Field(
            "question",
            _("Your question"),
            value=forms.as_typed(given, "question"),
            hint=_("Leave out account numbers and passwords: nobody needs them to answer."),
            error=by_field.get("question", ""),
            kind="textarea",
        ),
        photos_error=by_field.get("photos", ""),
        reply_by=Question(
            "reply_by",
            _("How do you want to hear?"),
            (
                Choice("portal", _("Here only"), chosen=reply == "portal"),
                Choice("email", _("By e-mail too"), _("The answer comes to your address."), chosen=reply == "email"),
                Choice("phone", _("A coach calls me"), _("Write your number below."), chosen=reply == "phone"),
            ),
            error=by_field.get("reply_by", ""),
        ),
        phone=Field(
            "phone",
            _("Number to call, if you want a call"),
            value=forms.as_typed(given, "phone"),
            hint=_("Kept for this question only, sealed with your own key."),
            error=by_field.get("phone", ""),
            kind="tel",
            autocomplete="tel",
        ),
        language=Question(
            "language",
            _("In which language?"),
            tuple(
                Choice(one.value, {"en": _("English"), "fr": _("French")}[one.value], chosen=spoken == one.value)
                for one in Language
            ),
        ),
        errors=errors,
    )


def _due(view: ThreadView) -> str:
    if view.state is not ThreadState.OPEN:
        return ""
    return _("You hear from a coach by %(day)s.", day=day(view.promised_on, i18n.language()))


def _how(view: ThreadView) -> str:
    return {
        ReplyBy.PORTAL: _("The answer will stand on this page."),
        ReplyBy.EMAIL: _("The answer will stand on this page, and come by e-mail."),
        ReplyBy.PHONE: _("A coach calls you. What was said will stand on this page."),
    }[view.reply_by]
