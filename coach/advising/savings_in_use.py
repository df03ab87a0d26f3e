"""Which savings advice speaks of: those of the trained model that comes with the package, or the rule's alone.

A model that cannot be verified is never used and never hidden: the rule stays, and every advice says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from coach.advising import codes_advice as codes
from models.artifacts import ArtifactRefused
from models.findings import Finding
from models.savings.learned import LearnedSavings, shipped
from models.savings.rule import VERSION


@dataclass(frozen=True, slots=True, eq=False)
class Savings:
    """A model or None for the rule alone, and what to say about that."""

    model: LearnedSavings | None
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> str:
        """The rule's, and the model's where there is one: together they decide every number."""
        return VERSION if self.model is None else f"{VERSION}+{self.model.version}"


RULE_ALONE: Final = Savings(None)


@cache
def savings_in_use() -> Savings:
    """What this installation advises with; looked up once."""
    try:
        return Savings(shipped())
    except ArtifactRefused as refused:
        return Savings(None, (codes.MODEL_REFUSED.finding(code=refused.code.code),))
