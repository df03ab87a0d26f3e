"""The articles the package brings: read once, in both languages, with the words of their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

FOLDER = "coach.asking.articles"
SOURCES = "sources.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """An article in one language."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class PackagedArticle:
    """An article as it lies in the package."""

    slug: str
    en: Words
    fr: Words
    sources: tuple[str, ...]
    review_by: date


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, PackagedArticle]:
    """Every packaged article by its address, in order of address. ValueError for one that is not whole."""
    found = {}
    for entry in sorted(resources.files(FOLDER).iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml") and entry.name != SOURCES:
            article = _read(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text(encoding="utf-8")))
            found[article.slug] = article
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def source_words() -> Mapping[str, str]:
    """What each source is called, by its id."""
    text = resources.files(FOLDER).joinpath(SOURCES).read_text(encoding="utf-8")
    return MappingProxyType({name: str(words) for name, words in tomllib.loads(text).items()})


def _read(slug: str, told: Mapping[str, object]) -> PackagedArticle:
    words = {}
    for language in ("en", "fr"):
        said = told.get(language)
        if not isinstance(said, dict) or not said.get("title") or not said.get("body"):
            raise ValueError(f"the article {slug} is not whole in {language}")
        words[language] = Words(str(said["title"]), str(said["body"]).strip())
    review_by, sources = told["review_by"], told["sources"]
    if not isinstance(review_by, date) or not isinstance(sources, list):
        raise ValueError(f"the article {slug} names no day of review or no list of sources")
    return PackagedArticle(slug, words["en"], words["fr"], tuple(map(str, sources)), review_by)
