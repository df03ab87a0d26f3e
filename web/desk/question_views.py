"""What the question pages of the desk are told: frozen, in the coach's words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from coach.asking.knowledge import ArticleView
from coach.asking.question_lists import QuestionLine, QuestionPage, Which
from coach.asking.questions import Author, Conversation, MessageView, ReplyBy, ThreadView
from coach.asking.thread_states import ThreadState
from greener_homes.people import PersonView
from web import article_text, asked_about, current, i18n
from web.components import Chip, Fact, Field, FieldError, Link, Pages, Tone
from web.desk import question_subject
from web.desk.question_subject import Subject
from web.desk.views import Segment
from web.formatting import day
from web.messages_shown import Message, message
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Row:
    """One question in a list."""

    subject: str
    words: str
    href: str
    home: str
    language: str
    due: str
    is_late: bool
    state: Chip


@dataclass(frozen=True, slots=True)
class Questions:
    """A list of questions and the lists there are."""

    segments: tuple[Segment, ...]
    rows: tuple[Row, ...]
    pages: Pages
    due_late: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A conversation at the desk. Addresses are empty for what this coach cannot do now."""

    heading: str
    who: str
    state: Chip
    facts: tuple[Fact, ...]
    subject: Subject
    messages: tuple[Message, ...]
    answer: Field
    answer_url: str
    take_url: str
    owner: str
    """Whose the page says it is, so that a colleague who was faster is not overtaken."""
    close_url: str
    can_ask_back: bool
    suggestions: tuple[Link, ...] = ()
    errors: tuple[FieldError, ...] = ()
    photos_error: str = ""
    is_preparing: bool = False
    """Suggestions come with the next look: they are being made ready."""


def question_list(page: QuestionPage, which: Which, counted: Mapping[Which, int], today: date) -> Questions:
    """One list with the others beside it."""
    names = {
        Which.MINE: _("Mine"),
        Which.FREE: _("Nobody’s yet"),
        Which.OTHERS: _("My colleagues’"),
        Which.ANSWERED: _("Answered"),
    }
    rows = tuple(_row(one, today) for one in page.lines)

    def at(place: int) -> str:
        return url_for("desk.questions_list", list=which.value, page=place)

    return Questions(
        segments=tuple(
            Segment(names[one], url_for("desk.questions_list", list=one.value), counted[one], active=one is which)
            for one in Which
        ),
        rows=rows,
        pages=Pages(
            shown=len(rows),
            total=page.total,
            previous_url=at(page.page - 1) if page.page > 1 else "",
            next_url=at(page.page + 1) if page.page < page.pages else "",
        ),
        due_late=sum(row.is_late for row in rows),
    )


def question_page(
    found: Conversation,
    coach: PersonView,
    name: str,
    typed: str,
    errors: tuple[FieldError, ...],
    suggested: Sequence[ArticleView] | None = (),
) -> QuestionView:
    """The conversation with what the resident was looking at when they asked."""
    view, language = found.thread, i18n.language()
    mine = view.owner_id in (None, coach.id)
    is_closed = view.state is ThreadState.CLOSED
    return QuestionView(
        heading=asked_about.subject_words(view.about, view.about_key, language),
        who=name,
        state=state_chip(view, current.now()),
        facts=_facts(view, coach, language),
        subject=question_subject.subject(view),
        messages=tuple(_message(one, name, view.id) for one in found.messages),
        answer=Field(
            "answer",
            {"en": _("Your answer, in English"), "fr": _("Your answer, in French")}[view.language.value],
            value=typed,
            hint=_("The resident reads exactly this. Say what you know, what you do not, and what to do next."),
            error=next((one.text for one in errors if one.field == "answer"), ""),
            kind="textarea",
        ),
        answer_url=url_for("desk.question_answered", thread_id=view.id) if mine and not is_closed else "",
        take_url="" if view.owner_id == coach.id else url_for("desk.question_taken", thread_id=view.id),
        owner=view.owner_id.hex if view.owner_id else "",
        close_url=url_for("desk.question_closed", thread_id=view.id) if mine and not is_closed else "",
        can_ask_back=view.state is not ThreadState.WAITING,
        suggestions=tuple(
            Link(
                article_text.typeset(one.words(language).title, language),
                url_for("desk.question", start=one.slug, thread_id=view.id),
            )
            for one in suggested or ()
        ),
        errors=errors,
        is_preparing=suggested is None,
        photos_error=next((one.text for one in errors if one.field == "photos"), ""),
    )


def state_chip(view: ThreadView, now: datetime) -> Chip:
    """Whose turn it is, said to a coach."""
    if view.is_overdue(now):
        return Chip(_("Overdue"), Tone.BAD, "clock")
    return _state(view.state)


def _state(state: ThreadState) -> Chip:
    return {
        ThreadState.OPEN: Chip(_("To answer"), Tone.INFO, "chat"),
        ThreadState.WAITING: Chip(_("Resident’s turn"), Tone.WARN, "clock"),
        ThreadState.ANSWERED: Chip(_("Answered"), Tone.OK),
        ThreadState.CLOSED: Chip(_("Closed")),
    }[state]


def _row(one: QuestionLine, today: date) -> Row:
    late = one.is_overdue(today)
    return Row(
        subject=asked_about.subject_words(one.about, one.about_key, i18n.language()),
        words=one.words,
        href=url_for("desk.question", thread_id=one.id),
        home=one.reference or _("No home yet"),
        language={"en": _("English"), "fr": _("French")}[one.language.value],
        due=day(one.promised_on, i18n.language()) if one.state is ThreadState.OPEN else "",
        is_late=late,
        state=Chip(_("Overdue"), Tone.BAD, "clock") if late else _state(one.state),
    )


def _facts(view: ThreadView, coach: PersonView, language: str) -> tuple[Fact, ...]:
    how = {
        ReplyBy.PORTAL: _("On their page"),
        ReplyBy.EMAIL: _("On their page and by e-mail"),
        ReplyBy.PHONE: _("By telephone: %(number)s", number=view.phone),
    }[view.reply_by]
    owner = _("You") if view.owner_id == coach.id else _("Another coach") if view.owner_id else _("Nobody yet")
    return (
        Fact(_("Promised by"), day(view.promised_on, language)),
        Fact(_("Wants to hear"), how),
        Fact(_("In"), {"en": _("English"), "fr": _("French")}[view.language.value]),
        Fact(_("Whose"), owner),
    )


def _message(one: MessageView, name: str, thread_id: uuid.UUID) -> Message:
    """`mine` is the coaches' side."""
    ours = one.author is Author.COACH
    return message(
        one,
        mine=ours,
        who=_("A coach") if ours else name or _("The resident"),
        photo_url=lambda attachment: url_for("desk.question_photo", attachment_id=attachment),
        promote_url=url_for("desk.answer_promoted", thread_id=thread_id, message_id=one.id) if ours else "",
    )
