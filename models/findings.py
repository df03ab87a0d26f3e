"""What can be said about data without stopping work: stable codes and the findings that carry them.

A *code* is dotted, lower case and never reused. Each package declares its own codes in a `codes.py`
(one tuple called `CODES`), with the sentence a person reads in English and in French; a test collects
them all and checks that they are unique, translated and documented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

NO_BREAK = "\u00a0"
_LENGTHS = ((86_400, "day", "jour"), (3_600, "hour", "heure"), (60, "minute", "minute"), (1, "second", "seconde"))
_PARTS = re.compile(r"\{(\w+)\}|\[([^][|]*)\|([^][|]*)\]|([^{[]+|[{[])")
"""Of a sentence: a fact, a choice between one and many, or words as they are."""

Fact = str | int | float | bool | None
"""What a finding may carry: plain values that JSON and a sentence can both hold. Never personal data."""


class Severity(StrEnum):
    """How much a code matters to the number it stands beside."""

    NOTE = "note"
    WARNING = "warning"
    DISQUALIFICATION = "disqualification"
    REFUSAL = "refusal"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed about data: a code, how much it matters, and the facts that fill its sentence."""

    code: str
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> dict[str, object]:
        """The shape promised in the command line's and the API's JSON."""
        return {"code": self.code, "severity": self.severity.value, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Code:
    """A declared code: its severity and the sentence in both languages, with `{fact}` placeholders.

    A fact whose name ends in `_s` is seconds and is said in hours and minutes. `[one|many]` becomes one or the other
    by the number named last before it: “{count} row[|s]”.
    """

    code: str
    severity: Severity
    en: str
    fr: str

    def finding(self, **facts: Fact) -> Finding:
        """A finding with this code; facts are the values its sentence names."""
        return Finding(self.code, self.severity, MappingProxyType(dict(facts)))

    def sentence(self, language: str, facts: Mapping[str, Fact]) -> str:
        """The sentence in `language` ("en" or "fr"); a fact that is missing reads as an ellipsis."""
        template = self.fr if language == "fr" else self.en
        number: float = 1
        said = []
        for part in _PARTS.finditer(template):
            fact, one, many, plain = part.groups()
            if fact is not None:
                value = facts.get(fact, "…")
                number = value if isinstance(value, int | float) else number
                said.append(length(value, language) if fact.endswith("_s") and isinstance(value, int) else str(value))
            elif plain is not None:
                said.append(plain)
            else:
                said.append(one if _is_one(number, language) else many)
        return "".join(said)


def length(seconds: int, language: str) -> str:
    """So many seconds as people say them, in the two largest units: “1 day 2 hours”, “45 minutes”."""
    french, left = language == "fr", abs(seconds)
    said: list[str] = []
    for unit_s, english_word, french_word in _LENGTHS:
        count, left = divmod(left, unit_s)
        if count and len(said) < 2:
            word = french_word if french else english_word
            said.append(f"{count}{NO_BREAK}{word}" + ("" if _is_one(count, language) else "s"))
    return " ".join(said) or f"0{NO_BREAK}{'seconde' if french else 'seconds'}"


def _is_one(number: float, language: str) -> bool:
    """Whether a noun after this number is in the singular."""
    return abs(number) < 2 if language == "fr" else number == 1
