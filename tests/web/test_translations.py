"""French for everything we say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.web.messages_used import Message, messages
from web.catalogue import catalogue, speaker

NO_BREAK = "\u00a0"


def french_of(message: Message) -> Iterator[str]:
    pairs = getattr(catalogue("fr"), "_catalog", {})
    if isinstance(message, str):
        yield pairs.get(message, "")
    else:
        yield from (pairs.get((message[0], form), "") for form in (0, 1))


def test_every_message_has_its_french() -> None:
    missing = [f"{where}: {message}" for message, where in messages().items() if not all(french_of(message))]
    assert not missing, "add these to web/translations/fr/LC_MESSAGES/messages.po:\n" + "\n".join(missing)


def test_no_french_is_left_of_what_nobody_says() -> None:
    said = {message if isinstance(message, str) else message[0] for message in messages()}
    kept = {key if isinstance(key, str) else key[0] for key in getattr(catalogue("fr"), "_catalog", {})} - {""}
    assert kept - said == set()


def test_french_fills_the_same_places() -> None:
    for message in messages():
        english = {name for text in ([message] if isinstance(message, str) else message) for name in _places(text)}
        for text in french_of(message):
            if text:
                assert set(_places(text)) <= english, text


def test_french_is_spaced_as_it_is_here() -> None:
    for message in messages():
        for text in french_of(message):
            assert not re.search(r"\s[?!;]", text), f"no space before ? ! ;: {text}"
            assert not re.search(rf"[^{NO_BREAK}\d]:(?!//)(?=\s|$)", text), f"a no-break space before a colon: {text}"
            assert "« " not in text and " »" not in text, f"no-break spaces inside « »: {text}"
            assert "'" not in text, f"’ and not ': {text}"
            assert "!" not in text, f"no exclamation marks: {text}"


@pytest.mark.parametrize("language", ["en", "de"])
def test_another_language_is_answered_in_english(language: str) -> None:
    assert speaker(language)("You pay") == "You pay"


def test_a_message_is_said_with_its_facts() -> None:
    assert speaker("fr")("about %(amount)s", amount="40 $") == "environ 40 $"


def _places(text: str) -> list[str]:
    return re.findall(r"%\((\w+)\)s", text)
