"""The programme's own articles: answers worth reusing, in both languages, versioned, each with a day to read it again.

The package brings the first ones. What coaches write is kept in the database and stands before a packaged article of
the same address. A version never changes once it is published; the next one follows. Only a coach publishes, and only
words in both languages, from which a person has taken what points to somebody.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from coach.asking.article_files import PackagedArticle, Words, packaged
from coach.asking.personal_details import named_people
from greener_homes import audit
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.conversation import Article, ArticleVersion
from greener_homes.tables.conversation import ArticleState as ArticleState
from models.findings import Code, Severity

TITLE_MAXIMUM = 120
BODY_MAXIMUM = 8_000
SLUG_MAXIMUM = 60
REVIEW_AT_MOST = timedelta(days=731)
REVIEW_USUALLY = timedelta(days=365)

WORDS_NEEDED = Code(
    "article.words_needed",
    Severity.REFUSAL,
    "An article needs a title and words in both languages.",
    "Un article a besoin d’un titre et d’un texte dans les deux langues.",
)
REVIEW_NEEDED = Code(
    "article.review_needed",
    Severity.REFUSAL,
    "Name a day within two years by which somebody reads this again.",
    "Nommez un jour, d’ici deux ans, avant lequel quelqu’un relit cet article.",
)
NOT_CHECKED = Code(
    "article.not_checked",
    Severity.REFUSAL,
    "Read the list of what looks personal, take it out, and say that you did.",
    "Lisez la liste de ce qui semble personnel, retirez-le, et dites que vous l’avez fait.",
)
NAMES_SOMEBODY = Code(
    "article.names_somebody",
    Severity.REFUSAL,
    "The resident’s name or an e-mail address still stands in it. Nothing was saved.",
    "Le nom de la personne ou un courriel s’y trouve encore. Rien n’a été enregistré.",
)
CODES = (WORDS_NEEDED, REVIEW_NEEDED, NOT_CHECKED, NAMES_SOMEBODY)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article in one version. `number` is 0 for the one the package brings."""

    slug: str
    number: int
    en: Words
    fr: Words
    sources: tuple[str, ...]
    review_by: date
    published_on: date | None

    def words(self, language: str) -> Words:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class DeskArticle:
    """An article as coaches see it: what is shown, and what is written for next time."""

    slug: str
    state: ArticleState
    shown: ArticleView | None
    draft: ArticleView | None

    @property
    def newest(self) -> ArticleView:
        found = self.draft or self.shown
        if found is None:
            raise ValueError("an article has a version")
        return found

    def is_due(self, today: date) -> bool:
        """Whether somebody should have read it again by now."""
        return self.state is ArticleState.PUBLISHED and self.shown is not None and self.shown.review_by < today


@dataclass(frozen=True, slots=True)
class Draft:
    """Words to be kept as the next version."""

    title_en: str
    title_fr: str
    body_en: str
    body_fr: str
    review_by: date | None
    sources: tuple[str, ...] = ()
    from_an_answer: bool = False
    names: tuple[str, ...] = ()
    """Names of the people an answer was written for: they must not be in it."""
    checked: bool = True
    """Whether a person said that nothing personal is left."""


def published(session: Session) -> Sequence[ArticleView]:
    """Every article that is shown to everybody, by title in English."""
    shown = [one.shown for one in all_articles(session) if one.state is ArticleState.PUBLISHED and one.shown]
    return sorted(shown, key=lambda one: one.en.title)


def get(session: Session, slug: str) -> ArticleView:
    """The published article of this address. Raises NotFound."""
    found = find(session, slug)
    if found.state is not ArticleState.PUBLISHED or found.shown is None:
        raise NotFound
    return found.shown


def find(session: Session, slug: str) -> DeskArticle:
    """The article of this address, published or not. Raises NotFound."""
    for one in all_articles(session):
        if one.slug == slug:
            return one
    raise NotFound


def all_articles(session: Session) -> Sequence[DeskArticle]:
    """Every article there is, by address."""
    rows = session.exec(
        select(Article, ArticleVersion)
        .join(ArticleVersion, col(ArticleVersion.article_id) == Article.id)
        .order_by(col(Article.slug), col(ArticleVersion.number))
    ).all()
    found = {slug: DeskArticle(slug, ArticleState.PUBLISHED, _packaged(one), None) for slug, one in packaged().items()}
    for article, version in rows:
        before = found.get(article.slug)
        view = _view(article.slug, version)
        shown = view if view.published_on else before.shown if before else None
        draft = None if view.published_on else view
        found[article.slug] = DeskArticle(article.slug, article.state, shown, draft)
    return [found[slug] for slug in sorted(found)]


def save_draft(session: Session, coach: PersonView, slug: str | None, draft: Draft, *, now: datetime) -> str:
    """The words wait to be published as the article's next version; returns its address. Raises Refusal, NotFound.

    Without an address it is a new article, whose address comes from its English title.
    """
    _check(draft, now.date())
    known = find(session, slug) if slug else None
    row = session.exec(select(Article).where(Article.slug == (slug or "")).with_for_update()).one_or_none()
    if row is None:
        state = ArticleState.PUBLISHED if known and known.shown else ArticleState.DRAFT
        row = Article(slug=slug or _free_slug(session, draft.title_en), state=state, made_at=now)
        session.add(row)
        session.flush()
    version = session.exec(
        select(ArticleVersion).where(ArticleVersion.article_id == row.id, col(ArticleVersion.published_at).is_(None))
    ).one_or_none()
    if version is None:
        last = session.exec(
            select(func.coalesce(func.max(ArticleVersion.number), 0)).where(ArticleVersion.article_id == row.id)
        ).one()
        version = ArticleVersion(
            article_id=row.id,
            number=last + 1,
            title_en="",
            title_fr="",
            body_en="",
            body_fr="",
            review_by=now.date(),
            written_at=now,
        )
    version.title_en, version.title_fr = draft.title_en.strip(), draft.title_fr.strip()
    version.body_en, version.body_fr = draft.body_en.strip(), draft.body_fr.strip()
    version.sources = list(draft.sources)
    version.review_by = draft.review_by or now.date() + REVIEW_USUALLY
    version.from_an_answer = version.from_an_answer or draft.from_an_answer
    version.written_by, version.written_at = coach.id, now
    session.add(version)
    session.flush()
    return row.slug


def publish(session: Session, coach: PersonView, slug: str, *, now: datetime) -> None:
    """The draft is what everybody reads now. Raises NotFound where there is none, Refusal."""
    row, version = _draft_row(session, slug)
    _check(Draft(version.title_en, version.title_fr, version.body_en, version.body_fr, version.review_by), now.date())
    version.published_at, version.published_by = now, coach.id
    row.state = ArticleState.PUBLISHED
    session.add_all((row, version))
    audit.record(session, coach.actor, audit.Action.ARTICLE_PUBLISHED, at=now, object_id=row.id, version=version.number)
    session.flush()


def retire(session: Session, coach: PersonView, slug: str, *, now: datetime) -> None:
    """Nobody is shown the article any more; coaches still find it. Publishing a new version brings it back."""
    known = find(session, slug)
    row = session.exec(select(Article).where(Article.slug == slug).with_for_update()).one_or_none()
    if row is None:
        row = Article(slug=slug, made_at=now)
        session.add(row)
        session.flush()
        newest = known.newest
        session.add(
            ArticleVersion(
                article_id=row.id,
                number=1,
                title_en=newest.en.title,
                title_fr=newest.fr.title,
                body_en=newest.en.body,
                body_fr=newest.fr.body,
                sources=list(newest.sources),
                review_by=newest.review_by,
                written_at=now,
                published_at=now,
            )
        )
    row.state = ArticleState.RETIRED
    session.add(row)
    audit.record(session, coach.actor, audit.Action.ARTICLE_RETIRED, at=now, object_id=row.id)
    session.flush()


def _check(draft: Draft, today: date) -> None:
    texts = (draft.title_en, draft.title_fr, draft.body_en, draft.body_fr)
    if not all(text.strip() for text in texts):
        raise Refusal(WORDS_NEEDED)
    if draft.review_by is not None and not today < draft.review_by <= today + REVIEW_AT_MOST:
        raise Refusal(REVIEW_NEEDED)
    if any(named_people(text, draft.names) for text in texts):
        raise Refusal(NAMES_SOMEBODY)
    if not draft.checked:
        raise Refusal(NOT_CHECKED)


def _draft_row(session: Session, slug: str) -> tuple[Article, ArticleVersion]:
    row = session.exec(select(Article).where(Article.slug == slug).with_for_update()).one_or_none()
    version = (
        session.exec(
            select(ArticleVersion).where(
                ArticleVersion.article_id == row.id, col(ArticleVersion.published_at).is_(None)
            )
        ).one_or_none()
        if row
        else None
    )
    if row is None or version is None:
        raise NotFound
    return row, version


def _free_slug(session: Session, title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")[:SLUG_MAXIMUM].strip("-") or "article"
    taken = {one.slug for one in all_articles(session)} | set(session.exec(select(Article.slug)))
    return next(slug for slug in (base, *(f"{base}-{uuid.uuid4().hex[:6]}" for _ in range(9))) if slug not in taken)


def _packaged(one: PackagedArticle) -> ArticleView:
    return ArticleView(one.slug, 0, one.en, one.fr, one.sources, one.review_by, None)


def _view(slug: str, row: ArticleVersion) -> ArticleView:
    return ArticleView(
        slug,
        row.number,
        Words(row.title_en, row.body_en),
        Words(row.title_fr, row.body_fr),
        tuple(row.sources),
        row.review_by,
        row.published_at.date() if row.published_at else None,
    )
