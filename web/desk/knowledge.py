"""Articles at the desk: what is shown to everybody, what is due to be read again, and writing the next version."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coach.asking import knowledge, questions
from coach.asking.knowledge import ArticleState, Draft
from coach.asking.questions import Author, Conversation, MessageView
from greener_homes import homes
from greener_homes.errors import NotFound, Refusal
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import FieldError
from web.desk import knowledge_views
from web.desk.blueprint import desk
from web.text import gettext as _

FIELD_OF = {
    knowledge.REVIEW_NEEDED.code: "review_by",
    forms.BAD_DATE.code: "review_by",
    knowledge.NOT_CHECKED.code: "checked",
}
"""Which field a refusal is about; the others are about the words."""


@desk.get("/articles")
@access(Access.COACH)
def articles() -> str:
    """Every article, those due to be read again first."""
    found = knowledge.all_articles(current.session())
    view = knowledge_views.article_list(found, current.now().astimezone(homes.LOCAL).date(), i18n.language())
    return render_template("desk/articles.html", articles=view)


@desk.get("/articles/new")
@access(Access.COACH)
def article_new() -> str:
    """The form of an article that begins with nothing."""
    return _form(None, MultiDict())


@desk.post("/articles/new")
@access(Access.COACH)
def article_made() -> Response | tuple[str, int]:
    """The words are kept as a draft."""
    return _save(None)


@desk.get("/articles/<slug>")
@access(Access.COACH)
def article(slug: str) -> str:
    """The form with the newest words, what is shown now, and what can be done."""
    return _form(slug, MultiDict())


@desk.post("/articles/<slug>")
@access(Access.COACH)
def article_saved(slug: str) -> Response | tuple[str, int]:
    """The words are kept as the next version's draft."""
    return _save(slug)


@desk.post("/articles/<slug>/publish")
@access(Access.COACH)
def article_published(slug: str) -> Response:
    """Everybody reads the draft from now on."""
    knowledge.publish(current.session(), current.person(), slug, now=current.now())
    flash(_("Published in both languages."), "success")
    return redirect(url_for("desk.articles"), code=303)


@desk.post("/articles/<slug>/retire")
@access(Access.COACH)
def article_retired(slug: str) -> Response:
    """Nobody is shown the article any more."""
    knowledge.retire(current.session(), current.person(), slug, now=current.now())
    flash(_("Taken off. Publishing a new version brings it back."), "success")
    return redirect(url_for("desk.articles"), code=303)


@desk.get("/questions/<uuid:thread_id>/messages/<uuid:message_id>/promote")
@access(Access.COACH)
def answer_promoted(thread_id: uuid.UUID, message_id: uuid.UUID) -> str:
    """An answer as the beginning of an article, with what looks personal in it."""
    found, message = _answer(thread_id, message_id)
    given = MultiDict({f"body_{found.thread.language.value}": message.text})
    return _form(None, given, names=_names(found), action=_promote_action(thread_id, message_id))


@desk.post("/questions/<uuid:thread_id>/messages/<uuid:message_id>/promote")
@access(Access.COACH)
def answer_promoted_saved(thread_id: uuid.UUID, message_id: uuid.UUID) -> Response | tuple[str, int]:
    """The words are kept as a draft, once a person has taken out what points to somebody."""
    found, _message = _answer(thread_id, message_id)
    return _save(None, names=_names(found), action=_promote_action(thread_id, message_id))


def _promote_action(thread_id: uuid.UUID, message_id: uuid.UUID) -> str:
    return url_for("desk.answer_promoted_saved", thread_id=thread_id, message_id=message_id)


def _answer(thread_id: uuid.UUID, message_id: uuid.UUID) -> tuple[Conversation, MessageView]:
    """A coach's own message of this thread. Raises NotFound for anything else."""
    found = questions.for_coach(current.session(), current.vault(), current.person(), thread_id, now=current.now())
    for one in found.messages:
        if one.id == message_id and one.author is Author.COACH:
            return found, one
    raise NotFound


def _names(found: Conversation) -> tuple[str, ...]:
    name = current.name_of(found.thread.person_id)
    return (name,) if name else ()


def _save(slug: str | None, names: tuple[str, ...] = (), action: str = "") -> Response | tuple[str, int]:
    given = request.form
    try:
        draft = Draft(
            title_en=forms.text(given, "title_en", maximum=knowledge.TITLE_MAXIMUM),
            title_fr=forms.text(given, "title_fr", maximum=knowledge.TITLE_MAXIMUM),
            body_en=forms.text(given, "body_en", maximum=knowledge.BODY_MAXIMUM),
            body_fr=forms.text(given, "body_fr", maximum=knowledge.BODY_MAXIMUM),
            review_by=forms.day(given, "review_by"),
            sources=knowledge.find(current.session(), slug).newest.sources if slug else (),
            from_an_answer=bool(action),
            names=names,
            checked=not action or forms.agreed(given, "checked"),
        )
        kept = knowledge.save_draft(current.session(), current.person(), slug, draft, now=current.now())
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            raise
        error = FieldError(
            FIELD_OF.get(refusal.code.code, "body_en"), messages.sentence(refusal.code.code, refusal.facts)
        )
        return _form(slug, given, names=names, action=action, errors=(error,)), 422
    flash(_("Kept as a draft. Nobody but coaches sees it before it is published."), "success")
    return redirect(url_for("desk.article", slug=kept), code=303)


def _form(
    slug: str | None,
    given: forms.Form,
    *,
    names: tuple[str, ...] = (),
    action: str = "",
    errors: tuple[FieldError, ...] = (),
) -> str:
    found = knowledge.find(current.session(), slug) if slug else None
    view = knowledge_views.article_form(found, given, names, action, errors, current.now().date())
    if found is not None and found.state is ArticleState.PUBLISHED:
        view = view.with_public(url_for("public.help_article", slug=found.slug))
    return render_template("desk/article.html", article=view)
