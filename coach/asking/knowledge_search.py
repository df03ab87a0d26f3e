"""Finding an article by a few words, in either language, at any hour: plain counting, no model, nothing kept.

A word counts the more the fewer articles have it, and three times in a title. Accents and endings do not matter: words
that begin alike count as the same, a little less. What somebody typed is neither stored nor logged.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from coach.asking.knowledge import ArticleView

QUERY_MAXIMUM = 100
WORDS_MAXIMUM = 12
FOUND_MAXIMUM = 8
TITLE_COUNTS = 3.0
STEM = 5
"""Letters by which words that begin alike are taken for the same."""
STEM_COUNTS = 0.6
EMPTY_WORDS = frozenset(
    """the and for are was with that this what how why does can you your our from have has not but any about into its
    les des une est sont avec que qui quoi comment pourquoi dans sur pour par pas vous votre vos nos mes mon ma faut
    faire peut quel quelle quels quelles cette ces aux entre plus""".split()  # noqa: SIM905  easier to read than a list
)


def search(articles: Sequence[ArticleView], query: str) -> list[ArticleView]:
    """The articles that answer to the words, best first; none when nothing does. The same words find the same."""
    wanted = tuple(dict.fromkeys(_words(query[:QUERY_MAXIMUM])))[:WORDS_MAXIMUM]
    counted = _counted(tuple(articles))
    scores = {one.slug: _score(wanted, counted[one.slug], counted) for one in articles}
    best = max(scores.values(), default=0.0)
    found = [one for one in articles if scores[one.slug] > 0.15 * best and scores[one.slug] > 0]
    return sorted(found, key=lambda one: (-scores[one.slug], one.slug))[:FOUND_MAXIMUM]


def _score(wanted: Sequence[str], counts: Mapping[str, float], counted: Mapping[str, Mapping[str, float]]) -> float:
    total = 0.0
    for word in wanted:
        exact = counts.get(word, 0.0)
        alike = counts.get(_stem(word), 0.0) * STEM_COUNTS
        if exact or alike:
            key = word if exact else _stem(word)
            having = sum(key in one for one in counted.values())
            total += math.log1p(len(counted) / having) * math.log1p(max(exact, alike))
    return total


@lru_cache(maxsize=4)
def _counted(articles: tuple[ArticleView, ...]) -> Mapping[str, Mapping[str, float]]:
    """How often each word and each beginning stands in each article, in both languages."""
    found = {}
    for one in articles:
        counts: Counter[str] = Counter()
        for words in (one.en, one.fr):
            for text, weight in ((words.title, TITLE_COUNTS), (words.body, 1.0)):
                for word in _words(text):
                    counts[word] += weight  # type: ignore[assignment]
                    counts[_stem(word)] += weight  # type: ignore[assignment]
        found[one.slug] = dict(counts)
    return found


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]{2,}", folded)
    return [word for word in found if word not in EMPTY_WORDS and (len(word) > 2 or word.isdigit() or word in ("co",))]


def _stem(word: str) -> str:
    return f"{word[:STEM]}…"
