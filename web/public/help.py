"""Help at all hours: the programme's own articles, found by a few words, and the way to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask_login import current_user

from coach.asking import knowledge, knowledge_search
from coach.asking.article_files import source_words
from coach.asking.knowledge import ArticleView
from greener_homes.people import Audience
from web import article_text, current, forms, i18n
from web.access import Access, access
from web.article_text import Block
from web.components import Field, Link
from web.public.routes import public
from web.text import gettext as _

BEGINNING = 150


@dataclass(frozen=True, slots=True)
class Found:
    """An article in a list: its title, how it begins, and where it is."""

    title: str
    beginning: str
    href: str


@dataclass(frozen=True, slots=True)
class Help:
    """The search and what it found; without words, everything there is."""

    search: Field
    action: str
    articles: tuple[Found, ...]
    searched: str
    person: Link


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article."""

    title: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    read_again: date
    person: Link


@public.get("/help")
@access(Access.PUBLIC)
def help() -> str:  # noqa: A001  the page's name
    """Articles for the words in the address, best first; all of them when there are none."""
    asked = " ".join(forms.as_typed(request.args, "q")[: knowledge_search.QUERY_MAXIMUM].split())
    articles, language = knowledge.published(current.session()), i18n.language()
    found = (
        knowledge_search.search(articles, asked)
        if asked
        else sorted(articles, key=lambda one: one.words(language).title)
    )
    view = Help(
        search=Field("q", _("What is it about?"), value=asked, kind="search", autocomplete="off"),
        action=url_for("public.help"),
        articles=tuple(_found(one, language) for one in found),
        searched=asked,
        person=person_link(),
    )
    return render_template("public/help.html", help=view)


@public.get("/help/<slug>")
@access(Access.PUBLIC)
def help_article(slug: str) -> str:
    """One article. One that is not published is not found."""
    found, language = knowledge.get(current.session(), slug), i18n.language()
    words = found.words(language)
    view = ArticlePage(
        title=article_text.typeset(words.title, language),
        blocks=article_text.blocks(words.body, language),
        sources=tuple(source_words()[one] for one in found.sources if one in source_words()),
        read_again=found.review_by,
        person=person_link(),
    )
    return render_template("public/article.html", article=view)


def person_link() -> Link:
    """The way to a person: a resident asks right away, anybody else signs in first."""
    if current_user.is_authenticated and current_user.person.audience is Audience.RESIDENT:
        return Link(_("Ask a coach"), url_for("portal.ask_new"))
    return Link(_("Sign in and ask a coach"), url_for("auth.sign_in", next=url_for("portal.ask_new")))


def _found(one: ArticleView, language: str) -> Found:
    words = one.words(language)
    first = next(block.lines[0] for block in article_text.blocks(words.body, language) if block.kind == "paragraph")
    short = first if len(first) <= BEGINNING else first[: BEGINNING - 1].rsplit(" ", 1)[0] + "…"
    return Found(article_text.typeset(words.title, language), short, url_for("public.help_article", slug=one.slug))
