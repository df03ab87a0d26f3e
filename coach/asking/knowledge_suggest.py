"""Articles that may help a coach to answer: nearest by TF-IDF over words and pieces of words, in both languages.

The index is made of the programme's own published articles only, never of anybody's questions, and holds no randomness:
the same articles and the same words give the same suggestions. A suggestion is a beginning that a coach edits; nothing
is ever sent by itself. Loading scikit-learn and making the index takes seconds, so that pages never wait for it: both
happen beside them, begun by the list of questions, and a page that comes too early says so (`ready_ones`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coach.asking.knowledge import ArticleView

SUGGESTED_AT_MOST = 3
LEAST_LIKE = 0.06
"""Likeness (cosine) below which an article is not worth a coach's look. Chosen on the questions of
tests/coach/asking/test_knowledge.py."""
TEXT_USED = 2_000
HALVES = 2
"""Words, and pieces of words: each half of a text's row has length one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article and how like the question it is, 0 to 1."""

    article: ArticleView
    likeness: float


@dataclass(frozen=True, slots=True)
class _Index:
    vectorizer: Any
    matrix: Any


def prepare(articles: Sequence[ArticleView]) -> None:
    """Suggestions out of these articles are being made ready, beside whatever goes on. Safe to call again."""
    _preparing(_ordered(articles))


def ready_ones(articles: Sequence[ArticleView], text: str) -> list[Suggestion] | None:
    """As `suggest`, without ever waiting: None while the index is being made ready."""
    if articles and not _preparing(_ordered(articles)).done():
        return None
    return suggest(articles, text)


def suggest(articles: Sequence[ArticleView], text: str) -> list[Suggestion]:
    """The published articles most like a question, best first; none when none is like it. Waits for the index."""
    if not articles or not text.strip():
        return []
    ordered = _ordered(articles)
    index = _preparing(ordered).result()
    both = (index.matrix @ index.vectorizer.transform([text[:TEXT_USED]]).T).toarray().ravel()
    best: dict[str, float] = {}
    for place, likeness in enumerate(both):
        slug = ordered[place // 2].slug
        best[slug] = max(best.get(slug, 0.0), float(likeness) / HALVES)
    found = [Suggestion(one, best[one.slug]) for one in ordered if best[one.slug] >= LEAST_LIKE]
    return sorted(found, key=lambda one: (-one.likeness, one.article.slug))[:SUGGESTED_AT_MOST]


def _ordered(articles: Sequence[ArticleView]) -> tuple[ArticleView, ...]:
    return tuple(sorted(articles, key=lambda one: one.slug))


@lru_cache(maxsize=2)
def _preparing(articles: tuple[ArticleView, ...]) -> Future[_Index]:
    """The index of these articles, once it is made: by a thread of its own, which ends with it."""
    with_it = ThreadPoolExecutor(max_workers=1, thread_name_prefix="suggestions")
    made = with_it.submit(_index, articles)
    with_it.shutdown(wait=False)
    return made


def _index(articles: tuple[ArticleView, ...]) -> _Index:
    """A row for each article in each language; a title counts as three of its sentences."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    shared = {"strip_accents": "unicode", "lowercase": True, "sublinear_tf": True}
    vectorizer = make_union(
        TfidfVectorizer(ngram_range=(1, 2), **shared),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **shared),
    )
    texts = [" ".join((words.title,) * 3) + "\n" + words.body for one in articles for words in (one.en, one.fr)]
    return _Index(vectorizer, vectorizer.fit_transform(texts))
