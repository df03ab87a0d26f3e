"""Questions at the desk: the lists, one conversation with what it is about, and the coach's answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.asking import knowledge, knowledge_suggest, question_lists, questions
from coach.asking.knowledge import ArticleView
from coach.asking.question_lists import Which
from coach.asking.questions import Author, Conversation
from coach.asking.thread_states import ThreadState
from greener_homes import audit, homes
from greener_homes.errors import Refusal
from greener_homes.photos import NOT_A_PHOTO, TOO_LARGE
from web import article_text, asked_about, current, forms, messages, photos_sent
from web.access import Access, access
from web.components import FieldError
from web.desk import question_views
from web.desk.blueprint import desk
from web.security import takes_uploads
from web.text import gettext as _

PAGE = re.compile("[1-9][0-9]{0,3}")
OWNER = re.compile("[0-9a-f]{32}")
OF_THE_TEXT = (questions.TEXT_NEEDED.code, questions.TEXT_LONG.code, forms.BAD_TEXT.code)
OF_THE_PHOTOS = (questions.TOO_MANY_PHOTOS.code, NOT_A_PHOTO.code, TOO_LARGE.code)


@desk.get("/questions")
@access(Access.COACH)
def questions_list() -> str:
    """One list of questions, what is due first on top."""
    session, coach = current.session(), current.person()
    which = forms.choice(request.args, "list", Which) or Which.MINE
    asked_for = request.args.get("page", "1")
    page = question_lists.listed(
        session, current.vault(), coach, which, page=int(asked_for) if PAGE.fullmatch(asked_for) else 1
    )
    seen = question_lists.home_ids(session, page.lines)
    audit.record_looks(session, coach.actor, audit.Action.QUESTION_READ, seen, at=current.now(), purpose="question")
    knowledge_suggest.prepare(knowledge.published(session))
    today = current.now().astimezone(homes.LOCAL).date()
    view = question_views.question_list(page, which, question_lists.counts(session, coach), today)
    return render_template("desk/questions.html", questions=view)


@desk.get("/questions/<uuid:thread_id>")
@access(Access.COACH)
def question(thread_id: uuid.UUID) -> str:
    """The conversation, what it is about, and what may help to answer it."""
    return _page(thread_id)


@desk.post("/questions/<uuid:thread_id>/take")
@access(Access.COACH)
def question_taken(thread_id: uuid.UUID) -> Response:
    """The question is this coach's."""
    seen = request.form.get("owner", "")
    questions.take(
        current.session(),
        current.person(),
        thread_id,
        seen_owner=uuid.UUID(seen) if OWNER.fullmatch(seen) else None,
        now=current.now(),
    )
    flash(_("It is yours now."), "success")
    return redirect(url_for("desk.question", thread_id=thread_id), code=303)


@desk.post("/questions/<uuid:thread_id>")
@access(Access.COACH)
@takes_uploads
def question_answered(thread_id: uuid.UUID) -> Response | tuple[str, int]:
    """The resident has an answer, or is asked something first; or the form comes back."""
    asks_back = request.form.get("turn") == "ask_back"
    try:
        text = forms.text(request.form, "answer", maximum=questions.TEXT_MAXIMUM)
        questions.answer(
            current.session(),
            current.vault(),
            current.person(),
            thread_id,
            text,
            asks_back=asks_back,
            now=current.now(),
            photos=photos_sent.photos("photos"),
        )
    except Refusal as refusal:
        field = "answer" if refusal.code.code in OF_THE_TEXT else "photos"
        if refusal.code.code not in (*OF_THE_TEXT, *OF_THE_PHOTOS):
            raise
        error = FieldError(field, messages.sentence(refusal.code.code, refusal.facts))
        return _page(thread_id, forms.as_typed(request.form, "answer"), (error,)), 422
    flash(_("The resident was asked.") if asks_back else _("Answered. The resident reads it now."), "success")
    return redirect(url_for("desk.question", thread_id=thread_id), code=303)


@desk.post("/questions/<uuid:thread_id>/close")
@access(Access.COACH)
def question_closed(thread_id: uuid.UUID) -> Response:
    """Nothing is left to answer."""
    questions.close_as_coach(current.session(), current.person(), thread_id, now=current.now())
    flash(_("Closed. If the resident writes again, it opens."), "success")
    return redirect(url_for("desk.questions_list"), code=303)


@desk.get("/questions/photos/<uuid:attachment_id>")
@access(Access.COACH)
def question_photo(attachment_id: uuid.UUID) -> FlaskResponse:
    """A photo or PDF of a question; that it was opened is on record for the resident."""
    found = questions.attachment(current.session(), current.vault(), current.person(), attachment_id, now=current.now())
    return asked_about.photo_response(found, f"photo-{str(attachment_id)[-12:]}")


def _page(thread_id: uuid.UUID, typed: str = "", errors: tuple[FieldError, ...] = ()) -> str:
    session, coach = current.session(), current.person()
    found = questions.for_coach(session, current.vault(), coach, thread_id, now=current.now())
    name = current.name_of(found.thread.person_id) or ""
    articles = knowledge.published(session)
    view = question_views.question_page(
        found, coach, name, typed or _beginning(articles, found), errors, _suggested(articles, found)
    )
    return render_template("desk/question.html", question=view)


def _beginning(articles: Sequence[ArticleView], found: Conversation) -> str:
    """The words of the article that the address names, in the resident's language, for the coach to edit."""
    wanted = request.args.get("start", "")
    language = found.thread.language.value
    return next((article_text.plain(one.words(language).body) for one in articles if one.slug == wanted), "")


def _suggested(articles: Sequence[ArticleView], found: Conversation) -> Sequence[ArticleView] | None:
    """Articles like what the resident wrote last; none where nothing waits for an answer, None while being prepared."""
    if found.thread.state is ThreadState.CLOSED:
        return ()
    words = [one.text for one in found.messages if one.author is Author.RESIDENT]
    ready = knowledge_suggest.ready_ones(articles, "\n".join(words[-2:]))
    return None if ready is None else [one.article for one in ready]
