"""Questions, their answers and articles: at the portal, at the desk and for everybody."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

from werkzeug.datastructures import MultiDict

from coach.asking import knowledge, knowledge_search
from coach.asking.article_files import packaged, source_words
from coach.asking.knowledge import ArticleState, DeskArticle
from coach.asking.question_lists import QuestionLine, QuestionPage, Which
from coach.asking.questions import About, AttachmentView, Author, Conversation, MessageView, ReplyBy, ThreadView
from coach.asking.thread_states import ThreadState
from greener_homes.people import Audience, Language, PersonView
from greener_homes.tables.conversation import AttachmentKind
from tests.web.samples.pages import ANYONE, COACH, RESIDENT, Page
from tests.web.samples.speaking import speaking
from web import article_text
from web.components import Fact, Field, FieldError, Link
from web.desk import knowledge_views, question_subject, question_views
from web.portal import ask_views
from web.public import help as help_pages
from web.text import gettext as _

NOW = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
TODAY, DUE, REVIEW = NOW.date(), date(2026, 11, 24), date(2027, 11, 1)
ME = PersonView(uuid.UUID(int=1), Audience.COACH, Language.ENGLISH, "Sample coach")
ARTICLES = tuple(knowledge._packaged(one) for one in packaged().values())


def thread(state: ThreadState = ThreadState.OPEN, **other: object) -> ThreadView:
    known = ThreadView(
        uuid.UUID(int=2),
        uuid.UUID(int=3),
        uuid.UUID(int=4),
        About.RECOMMENDATION,
        "ENV-ATTIC-MID",
        state,
        Language.ENGLISH,
        ReplyBy.EMAIL,
        "",
        ME.id,
        DUE,
        NOW,
        NOW,
        None,
    )
    return replace(known, **other)  # type: ignore[arg-type]


def asked(language: str) -> str:
    w = speaking(language)
    return w(
        "Is the attic really first? The front bedroom is cold, and the windows look old.\n\nHere is the hatch.",
        "Le grenier est-il vraiment le premier? La chambre d’en avant est froide.\n\nVoici la trappe.",
    )


def conversation(language: str, state: ThreadState = ThreadState.ANSWERED) -> Conversation:
    w = speaking(language)
    photos = (AttachmentView(uuid.UUID(int=7), AttachmentKind.PDF, 200_000),)
    answer = w(
        "Yes. The old windows lose less than they seem to; the air that leaves by the attic pulls cold air in.",
        "Oui. Les vieilles fenêtres perdent moins qu’il n’y paraît; l’air qui sort au grenier fait entrer le froid.",
    )
    return Conversation(
        thread(state),
        (
            MessageView(uuid.UUID(int=5), Author.RESIDENT, uuid.UUID(int=3), NOW, asked(language), photos),
            MessageView(uuid.UUID(int=6), Author.COACH, ME.id, NOW, answer, ()),
        ),
    )


def lines(language: str) -> tuple[ask_views.Line, ...]:
    w = speaking(language)
    bill = thread(ThreadState.WAITING, about=About.IMPORT, about_key="x")
    return (
        ask_views.line(thread(), asked(language)),
        ask_views.line(bill, w("Why is my January bill so high?", "Pourquoi janvier est-il si cher?")),
        ask_views.line(thread(ThreadState.CLOSED, about=About.GENERAL), w("Thank you.", "Merci.")),
    )


def new(*, wrong: bool = False) -> ask_views.NewQuestion:
    said = FieldError("question", _("About: %(what)s", what="x")) if wrong else None
    errors = (said, FieldError("photos", _("Closed"))) if said else ()
    return ask_views.new_question(
        "" if wrong else _("Chart: gas by month"), DUE, "en", MultiDict({"reply_by": "phone"}), errors, "/ask_new"
    )


def questions(language: str, *, rows: bool = True) -> question_views.Questions:
    w = speaking(language)
    made = tuple(
        QuestionLine(
            uuid.UUID(int=place), home, words, About.RECOMMENDATION, measure, state, Language(tongue), ME.id, due
        )
        for place, (home, words, measure, state, tongue, due) in enumerate(
            (
                ("GH-2041", asked(language)[:70], "ENV-ATTIC-MID", ThreadState.OPEN, "en", date(2026, 11, 19)),
                ("GH-1987", w("Which plan?", "Quel tarif?"), "HVAC-TSTAT", ThreadState.OPEN, "fr", DUE),
                ("", w("Can I begin?", "Puis-je commencer?"), "ENV-AIR", ThreadState.WAITING, "en", DUE),
            )
        )
    )
    counted = {Which.MINE: 3, Which.FREE: 11, Which.OTHERS: 4, Which.ANSWERED: 120}
    return question_views.question_list(
        QuestionPage(made if rows else (), 3 if rows else 0, 1), Which.MINE, counted, TODAY
    )


def question(language: str, state: ThreadState = ThreadState.OPEN) -> question_views.QuestionView:
    w = speaking(language)
    found = conversation(language, state)
    is_open = state is ThreadState.OPEN
    return question_views.QuestionView(
        heading=w("Top up the attic", "Rehausser l’isolation du grenier"),
        who=w("Sample person", "Personne exemple"),
        state=question_views.state_chip(found.thread, NOW),
        facts=question_views._facts(found.thread, ME, language),
        subject=question_subject.Subject(
            "GH-2041",
            Link(_("Open the case of %(home)s", home="GH-2041"), "/case"),
            (Fact(_("Rank"), "1"), Fact(_("Resident pays"), "$300–2,600" if language == "en" else "300 à 2 600 $")),
            (Fact(_("Rank"), "1"),),
        ),
        messages=tuple(question_views._message(one, "Sample", found.thread.id) for one in found.messages),
        answer=Field("answer", _("Your answer, in English"), kind="textarea"),
        answer_url="/question" if is_open else "",
        take_url="" if is_open else "/question",
        owner="",
        close_url="/question" if is_open else "",
        can_ask_back=True,
        suggestions=tuple(
            Link(article_text.typeset(one.words(language).title, language), "/question") for one in ARTICLES[:3]
        ),
    )


def desk_articles() -> tuple[DeskArticle, ...]:
    shown = [DeskArticle(one.slug, ArticleState.PUBLISHED, one, None) for one in ARTICLES]
    due = replace(shown[0], shown=replace(ARTICLES[0], review_by=date(2026, 1, 1), number=3))
    drafted = replace(shown[1], draft=replace(ARTICLES[1], number=1))
    return (due, drafted, replace(shown[2], state=ArticleState.RETIRED), *shown[3:])


def article(*, promoted: bool = False) -> knowledge_views.ArticleForm:
    if not promoted:
        return knowledge_views.article_form(desk_articles()[1], MultiDict(), (), "", (), TODAY)
    given = MultiDict({"body_en": "Dear Sample, call 905 555 0123 about the $1,412.07."})
    error = FieldError("checked", _("What looks personal"))
    return knowledge_views.article_form(None, given, ("Sample Person",), "/article", (error,), TODAY)


def helping(language: str, query: str = "") -> help_pages.Help:
    found = knowledge_search.search(ARTICLES, query) if query else ARTICLES
    return help_pages.Help(
        Field("q", _("What is it about?"), value=query, kind="search"),
        "/help",
        tuple(help_pages._found(one, language) for one in found),
        query,
        Link(_("Sign in and ask a coach"), "/sign-in"),
    )


def answer(language: str) -> help_pages.ArticlePage:
    found = next(one for one in ARTICLES if one.slug == "rebates-assessment-first")
    words = found.words(language)
    return help_pages.ArticlePage(
        article_text.typeset(words.title, language),
        article_text.blocks(words.body, language),
        tuple(source_words()[one] for one in found.sources),
        REVIEW,
        Link(_("Ask a coach"), "/ask_new"),
    )


PAGES = {
    "ask": Page(
        RESIDENT, "portal/ask.html", lambda lang: {"lines": lines(lang), "new_url": "/ask_new", "check_url": "/ask"}
    ),
    "ask_none": Page(RESIDENT, "portal/ask.html", lambda lang: {"lines": (), "new_url": "/ask_new"}),
    "ask_new": Page(RESIDENT, "portal/ask_new.html", lambda lang: {"form": new()}),
    "ask_wrong": Page(RESIDENT, "portal/ask_new.html", lambda lang: {"form": new(wrong=True)}),
    "ask_thread": Page(
        RESIDENT,
        "portal/ask_thread.html",
        lambda lang: {"thread": ask_views.conversation(conversation(lang), NOW, "", ())},
    ),
    "questions": Page(COACH, "desk/questions.html", lambda lang: {"questions": questions(lang)}),
    "questions_none": Page(COACH, "desk/questions.html", lambda lang: {"questions": questions(lang, rows=False)}),
    "question": Page(COACH, "desk/question.html", lambda lang: {"question": question(lang)}),
    "question_closed": Page(COACH, "desk/question.html", lambda lang: {"question": question(lang, ThreadState.CLOSED)}),
    "articles": Page(
        COACH,
        "desk/articles.html",
        lambda lang: {"articles": knowledge_views.article_list(desk_articles(), TODAY, lang)},
    ),
    "article": Page(COACH, "desk/article.html", lambda lang: {"article": article()}),
    "article_promoted": Page(COACH, "desk/article.html", lambda lang: {"article": article(promoted=True)}),
    "help": Page(ANYONE, "public/help.html", lambda lang: {"help": helping(lang)}),
    "help_found": Page(ANYONE, "public/help.html", lambda lang: {"help": helping(lang, "radon")}),
    "help_nothing": Page(ANYONE, "public/help.html", lambda lang: {"help": helping(lang, "zzzz")}),
    "help_article": Page(ANYONE, "public/article.html", lambda lang: {"article": answer(lang)}),
}
"""The pages of questions and answers."""
