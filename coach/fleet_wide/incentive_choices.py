"""What a form about programmes can offer, in plain words of the data: facts, kinds of money, rules, steps and proof."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.house.facts import CLOSED_SETS
from models.incentives import codes
from models.incentives.graph import Kind, Rule, State
from models.incentives.profile import NUMBERS as NUMBERS
from models.incentives.profile import WORDS
from models.incentives.profile import YES_OR_NO as YES_OR_NO
from models.incentives.reading import CAD_MAXIMUM

FACTS: Final = tuple(sorted(NUMBERS | WORDS | YES_OR_NO))
"""The facts that a condition can ask for."""
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(each.value for each in words) for name, words in CLOSED_SETS.items()}
)
"""The answers of facts that have only a few."""
KINDS: Final = tuple(each.value for each in Kind)
RULES: Final = tuple(each.value for each in Rule)
STATED: Final = frozenset({Rule.FIXED.value, Rule.UP_TO.value, Rule.PER_UNIT.value})
"""Rules whose amounts are in dollars."""
MOST_CAD: Final = CAD_MAXIMUM
PERCENT: Final = Rule.PERCENT.value
UNKNOWN: Final = State.UNKNOWN.value
MONEY: Final = Kind.MONEY.value
FIXED: Final = Rule.FIXED.value
STEPS: Final[Mapping[str, str]] = MappingProxyType({name: code.code for name, code in codes.STEPS.items()})
"""Steps a programme may have, each with the code that says it."""
EVIDENCE: Final[Mapping[str, str]] = MappingProxyType({name: code.code for name, code in codes.EVIDENCE.items()})
"""What may have to be kept, each with the code that says it."""
