"""Residents read plain words: sentences and words short enough for the eighth grade, on every page, in both languages.

Measured, since nobody can judge one's own words: Flesch-Kincaid's grade for English, Kandel and Moles' ease for French
(60 to 70 is ordinary, above is easy). Syllables are counted by hyphenation, which misses a few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pyphen
import pytest

from tests.web.sample_app import PAGES, create
from tests.web.samples.pages import ANYONE, RESIDENT

GRADE, EASE = 8.0, 60.0
FEWEST_WORDS = 40
"""Fewer than these say nothing of how a page reads."""
OUTSIDE = frozenset({"nav", "header", "footer", "svg", "script"})
SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Paragraphs(HTMLParser):
    """The words of each paragraph of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self._said: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in OUTSIDE:
            self._open.append(tag)
        elif tag == "p" and not self._open:
            self._said = []

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)
        elif tag == "p" and self._said is not None:
            self.found.append(" ".join("".join(self._said).split()))
            self._said = None

    def handle_data(self, data: str) -> None:
        if self._said is not None and not self._open:
            self._said.append(data)


def sentences(page: str) -> Iterator[list[str]]:
    """The words of each sentence."""
    reader = Paragraphs()
    reader.feed(page)
    for paragraph in reader.found:
        for sentence in SENTENCE.split(paragraph):
            words = WORD.findall(sentence)
            if len(words) >= 3:
                yield words


LEGAL = (
    "<p>Notwithstanding any representation heretofore made, participation in the programme constitutes irrevocable "
    "authorization for the administration, dissemination and retention of consumption information.</p>"
)


def ease_of(page: str, language: str) -> tuple[float, int]:
    """The grade (en) or the ease (fr) of a page, and of how many words."""
    hyphens = pyphen.Pyphen(lang={"en": "en_US", "fr": "fr"}[language], left=1, right=1)
    said = list(sentences(page))
    words = [word for sentence in said for word in sentence]
    if not words:
        return 0.0, 0
    long = len(words) / len(said)
    syllables = sum(len(hyphens.positions(word)) + 1 for word in words) / len(words)
    grade, ease = 0.39 * long + 11.8 * syllables - 15.59, 207 - 1.015 * long - 73.6 * syllables
    return round(grade if language == "en" else ease, 1), len(words)


def test_words_of_the_law_are_found_hard() -> None:
    assert ease_of(LEGAL, "en")[0] > 2 * GRADE


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_residents_is_easy_to_read(language: str) -> None:
    client, hard, read = create().test_client(), {}, 0
    for name, (audience, _template, _told) in PAGES.items():
        if audience not in (ANYONE, RESIDENT):
            continue
        found, words = ease_of(client.get(f"/{name}?lang={language}").get_data(as_text=True), language)
        if words < FEWEST_WORDS:
            continue
        read += 1
        if found > GRADE if language == "en" else found < EASE:
            hard[name] = found
    assert read > 60
    assert hard == {}
