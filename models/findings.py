"""What can be said about data without stopping work: stable codes and the findings that carry them.

A *code* is dotted, lower case and never reused. Each package declares its own codes in a `codes.py`
(one tuple called `CODES`), with the sentence a person reads in English and in French; a test collects
them all and checks that they are unique, translated and documented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

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
    """A declared code: its severity and the sentence in both languages, with `{fact}` placeholders."""

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
        return template.format_map(_Ellipsis(facts))


class _Ellipsis(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return "…"
