"""A letter's two halves say the same words, in both languages, and its HTML reaches for nothing outside."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.mail_message import Opened, message
from greener_homes.people import Language

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PAGES = "https://greener.example"
LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\u2028\u2029"))
PARTS = st.lists(
    LETTERS | st.sampled_from(["{pages}/plan", "a < b & c", "<script>x</script>", "line\nline"]), max_size=5
)
TAGS = frozenset(
    ["html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "div", "p", "strong", "br", "span", "a"]
)  # fmt: skip


class Read(HTMLParser):
    """The words of a page's body, its tags and its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.found: list[tuple[str, str]] = []
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.in_title = tag == "title"
        self.found += [(name, value or "") for name, value in attrs]
        if tag in ("br", "p"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if not self.in_title:
            self.words.append(data)


def made(parts: list[str], language: Language, *, can_turn_off: bool = True, is_news: bool = False) -> EmailMessage:
    mark = "7-plan-0a" if can_turn_off else ""
    letter = Opened(uuid.UUID(int=7), "x@mail.example", "A subject", "\n\n".join(parts), language, mark, is_news)
    return message(letter, mail_from="Homes <homes@greener.example>", pages_url=PAGES, now=NOW)


def halves(whole: EmailMessage) -> tuple[str, str]:
    plain, rich = whole.get_body(("plain",)), whole.get_body(("html",))
    assert plain is not None and rich is not None
    return plain.get_content(), rich.get_content()


def read(page: str) -> Read:
    found = Read()
    found.feed(page)
    return found


@settings(deadline=None, max_examples=60)
@given(PARTS, st.sampled_from(Language), st.booleans(), st.booleans())
def test_both_halves_say_the_same_words(parts: list[str], language: Language, off: bool, is_news: bool) -> None:
    text, page = halves(made(parts, language, can_turn_off=off, is_news=is_news))
    found = read(page)
    assert "".join(found.words).split() == re.sub(r"^--$", "", text, count=0, flags=re.MULTILINE).split()
    assert found.tags <= TAGS


@pytest.mark.parametrize("language", Language)
def test_the_html_is_sound_one_column_and_reaches_for_nothing_outside(language: Language) -> None:
    _, page = halves(made(["Hello", "{pages}/plan", "Elsewhere https://other.example/x"], language))
    html5lib.HTMLParser(strict=True).parse(page)
    found = read(page)
    addresses = [value for name, value in found.found if name in ("href", "src", "action", "background", "srcset")]
    assert addresses == [f"{PAGES}/plan", f"{PAGES}/unsubscribe/7-plan-0a"]
    assert not {name for name, _ in found.found} & {"src", "srcset", "class", "id", "onload", "onclick"}
    assert "url(" not in page and "@import" not in page and "<img" not in page
    assert f'lang="{language.value}"' in page
    assert sum(name == "role" and value == "presentation" for name, value in found.found) == page.count("<table")


def test_the_topic_is_turned_off_in_one_click_from_the_mail_program_too() -> None:
    whole = made(["Hello"], Language.ENGLISH)
    assert whole["List-Unsubscribe"] == f"<{PAGES}/unsubscribe/7-plan-0a>"
    assert whole["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made(["Hello"], Language.ENGLISH, can_turn_off=False)["List-Unsubscribe"] is None
