"""What the article pages of the desk are told: frozen, in the coach's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from coach.asking import knowledge
from coach.asking.knowledge import ArticleState, DeskArticle
from coach.asking.personal_details import Detail, DetailKind, details
from web import article_text, forms, i18n
from web.article_text import Block
from web.components import Chip, Choice, Field, FieldError, Question, Tone
from web.formatting import day
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Row:
    """One article in the list."""

    title: str
    href: str
    state: Chip
    version: str
    review: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Articles:
    """The list."""

    rows: tuple[Row, ...]
    due: int
    new_url: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The draft as everybody would read it, in one language."""

    language: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """The words in both languages. Addresses are empty for what cannot be done now."""

    heading: str
    state: Chip | None
    action: str
    fields: tuple[Field, ...]
    review_by: Field
    personal: tuple[str, ...]
    check: Question | None
    previews: tuple[Preview, ...]
    publish_url: str = ""
    retire_url: str = ""
    public_url: str = ""
    errors: tuple[FieldError, ...] = ()

    def with_public(self, href: str) -> ArticleForm:
        """The same, with where everybody reads it."""
        return replace(self, public_url=href)


def article_list(found: Sequence[DeskArticle], today: date, language: str) -> Articles:
    """Due first, then drafts, then the rest by title."""
    rows = tuple(
        _row(one, today, language)
        for one in sorted(
            found, key=lambda one: (not one.is_due(today), one.draft is None, one.newest.words(language).title)
        )
    )
    return Articles(rows, sum(row.is_due for row in rows), url_for("desk.article_new"))


def article_form(
    found: DeskArticle | None,
    given: forms.Form,
    names: tuple[str, ...],
    action: str,
    errors: tuple[FieldError, ...],
    today: date,
) -> ArticleForm:
    """The form, with what was typed before what is kept. `action` is given where an answer is promoted."""
    by_field = {error.field: error.text for error in errors}
    newest = found.newest if found else None
    kept = {
        "title_en": newest.en.title if newest else "",
        "title_fr": newest.fr.title if newest else "",
        "body_en": newest.en.body if newest else "",
        "body_fr": newest.fr.body if newest else "",
    }
    shown = {name: forms.as_typed(given, name) if name in given else value for name, value in kept.items()}
    labels = {
        "title_en": _("Title in English"),
        "title_fr": _("Title in French"),
        "body_en": _("Words in English"),
        "body_fr": _("Words in French"),
    }
    hint = _("An empty line between paragraphs; “## ” begins a heading, “- ” a line of a list.")
    review = newest.review_by if newest and newest.review_by > today else today + knowledge.REVIEW_USUALLY
    draft = found.draft if found else None
    return ArticleForm(
        heading=newest.words(i18n.language()).title if newest else _("A new answer for everybody"),
        state=_state(found, today) if found else None,
        action=action or (url_for("desk.article_saved", slug=found.slug) if found else url_for("desk.article_made")),
        fields=tuple(
            Field(
                name,
                labels[name],
                value=shown[name],
                hint=hint if name == "body_en" else "",
                error=by_field.get(name, ""),
                kind="textarea" if name.startswith("body") else "text",
                autocomplete="off",
            )
            for name in ("title_en", "body_en", "title_fr", "body_fr")
        ),
        review_by=Field(
            "review_by",
            _("Read again by"),
            value=forms.as_typed(given, "review_by") if "review_by" in given else review.isoformat(),
            error=by_field.get("review_by", ""),
            kind="date",
        ),
        personal=_personal(tuple(shown.values()), names) if action else (),
        check=Question(
            "checked",
            _("Before it is kept"),
            (Choice("yes", _("I have read both texts. Nothing in them points to a person or a home.")),),
            error=by_field.get("checked", ""),
            many=True,
        )
        if action
        else None,
        previews=tuple(
            Preview(
                language,
                article_text.typeset(draft.words(language).title, language),
                article_text.blocks(draft.words(language).body, language),
            )
            for language in ("en", "fr")
        )
        if draft
        else (),
        publish_url=url_for("desk.article_published", slug=found.slug) if found and draft else "",
        retire_url=url_for("desk.article_retired", slug=found.slug)
        if found and found.state is ArticleState.PUBLISHED
        else "",
        errors=errors,
    )


def _personal(texts: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(one for text in texts for one in details(text, names))
    return tuple(_("%(what)s: “%(text)s”", what=_kind(one), text=one.text) for one in found)


def _kind(one: Detail) -> str:
    return {
        DetailKind.NAME: _("The resident’s name"),
        DetailKind.EMAIL: _("An e-mail address"),
        DetailKind.PHONE: _("A telephone number"),
        DetailKind.POSTAL_CODE: _("A postal code"),
        DetailKind.STREET: _("A street address"),
        DetailKind.ACCOUNT: _("A long number"),
        DetailKind.HOME: _("A home’s reference"),
        DetailKind.DAY: _("A day"),
        DetailKind.AMOUNT: _("An amount of this home"),
    }[one.kind]


def _row(one: DeskArticle, today: date, language: str) -> Row:
    newest = one.newest
    return Row(
        title=article_text.typeset(newest.words(language).title, language),
        href=url_for("desk.article", slug=one.slug),
        state=_state(one, today),
        version=_("Version %(number)s", number=newest.number) if newest.number else _("Came with the program"),
        review=day(newest.review_by, language),
        is_due=one.is_due(today),
    )


def _state(one: DeskArticle, today: date) -> Chip:
    if one.is_due(today):
        return Chip(_("Due to be read again"), Tone.WARN, "clock")
    if one.draft is not None:
        return Chip(_("Draft"), Tone.INFO, "edit")
    if one.state is ArticleState.RETIRED:
        return Chip(_("Taken off"))
    return Chip(_("Published"), Tone.OK)
