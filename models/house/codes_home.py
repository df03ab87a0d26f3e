"""What can be said about the facts of a home: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

IMPLAUSIBLE = Code(
    "home.implausible",
    Severity.WARNING,
    "“{fact}” says {value}; it should lie between {low} and {high}. We read it as “I don’t know”.",
    "«\u00a0{fact}\u00a0» indique {value}; la valeur devrait être entre {low} et {high}. Nous la lisons comme "
    "«\u00a0je ne sais pas\u00a0».",
)

CODES = (IMPLAUSIBLE,)
