"""Everything the form of a visit asks, and everything that can be answered, has words in both languages."""

from __future__ import annotations

import pytest

from coach.visits.form import FIELDS, MATERIALS, SEEN, WHO, Kind, Part
from coach.visits.measurements import SAID_HERE
from web.words import home_facts
from web.words import visits as words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_field_and_answer_has_words(language: str) -> None:
    said = [words.part(part.value, language) for part in Part]
    said += [words.seen(part.value, choice, language) for part in Part for choice in SEEN[part]]
    for name, asked in FIELDS.items():
        if name.endswith("_unit"):
            said += [words.UNITS[unit](language) for unit in asked.options]
        elif asked.fact:
            assert home_facts.has_label(asked.fact)
            labels = [home_facts.option_label(asked.fact, value, language) for value in asked.options]
            assert not set(labels) & set(asked.options), name
        elif asked.kind is Kind.NUMBER or name.endswith(("_make", "_model")):
            said.append(words.FIELDS[name](language))
    said += [words.MATERIALS[one](language) for one in MATERIALS] + [words.WHO[one](language) for one in WHO]
    assert all(said)
    assert all(home_facts.has_label(name) for name in SAID_HERE)


def test_nothing_has_words_that_nobody_asks() -> None:
    assert {f"{part.value}.{choice}" for part in Part for choice in SEEN[part]} == set(words.SEEN)
    assert set(words.FIELDS) <= set(FIELDS) and set(words.SUFFIXES) <= set(FIELDS)
    assert set(words.UNITS) == {unit for name, one in FIELDS.items() if name.endswith("_unit") for unit in one.options}
