"""One thing said in English and in French, and the hard spaces both languages ask for.

Sentences are written with ordinary spaces; `Phrase` puts the no-break ones in, so that no writer has to see
them. Knows no home, no measure and no request: the language is always an argument.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Final

NBSP: Final = "\u00a0"
_UNIT: Final = r"(?:°C|%|\$|m²|m³|Bq/m³|mm|cm|m|L|kWh|kW|W|K|A|V|h|Pa)(?![\w/])"
_BEFORE_UNIT: Final = re.compile(rf"(?<=[\d}}]) (?={_UNIT})")
_IN_NUMBER: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_BEFORE_COLON: Final = re.compile(r"(?<=[\w)»}]) ?(?=:)")
_GUILLEMETS: Final = re.compile(r"(?<=«) | (?=»)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same thing in both languages. Calling it gives one of them, with `{fact}` places filled.

    `known` says it more exactly; it is used when every fact it names is given and is not None.
    """

    en: str
    fr: str
    known: Phrase | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "en", _BEFORE_UNIT.sub(NBSP, self.en))
        object.__setattr__(self, "fr", french_spaces(self.fr))

    def __bool__(self) -> bool:
        return bool(self.en)

    def __call__(self, language: str, **facts: object) -> str:
        """The words in `language` ("en" or "fr"). A fact that is named but missing reads as an ellipsis."""
        if self.known and all(facts.get(name) is not None for name in self.known.places):
            return self.known(language, **facts)
        template = self.fr if language == "fr" else self.en
        return template.format_map(_Shown(facts, language)) if "{" in template else template

    @property
    def places(self) -> frozenset[str]:
        """The names of the facts its words leave a place for."""
        return _places(self.en, self.fr)


@lru_cache(maxsize=4_096)
def _places(*texts: str) -> frozenset[str]:
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


def french_spaces(text: str) -> str:
    """`text` with no-break spaces before : and units, inside numbers and guillemets; a bare colon is given one."""
    for rule in (_BEFORE_UNIT, _IN_NUMBER, _GUILLEMETS, _BEFORE_COLON):
        text = rule.sub(NBSP, text)
    return text


def plain_number(value: float, language: str) -> str:
    """A small number or a year: never grouped, one decimal at most, a comma in French."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language == "fr" else text


NOTHING: Final = Phrase("", "")
"""Where there is nothing to say; false, so that a template can leave the line out."""


class _Shown(dict[str, str]):
    """Facts as a sentence shows them; none is looked at that it does not name."""

    def __init__(self, facts: Mapping[str, object], language: str) -> None:
        super().__init__()
        self._facts, self._language = facts, language

    def __missing__(self, key: str) -> str:
        value = self._facts.get(key)
        return "…" if value is None else _shown(value, self._language)


def _shown(value: object, language: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain_number(value, language)
    return str(value)
