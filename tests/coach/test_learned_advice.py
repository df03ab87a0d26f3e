"""Advice says what was learned, opens to it, and can be asked for without it."""

from __future__ import annotations

from coach.advising.advice import advise
from coach.advising.advice_types import Advice, Origin
from coach.advising.codes_advice import MODEL_REFUSED
from coach.advising.savings_in_use import RULE_ALONE, Savings, savings_in_use
from models.savings.learned import shipped
from models.savings.rule import VERSION
from tests.coach.advising.test_advice import FIGURES, evidence
from tests.models.example_homes import GAS_HOME, METERED


def told(savings: Savings | None = None) -> Advice:
    home = evidence(GAS_HOME, METERED)
    return advise(home, FIGURES, all_measures=True, corrected=False, savings=savings)


def test_both_parts_of_a_number_are_in_its_versions() -> None:
    assert told().versions["savings"] == f"{VERSION}+{shipped().version}" == savings_in_use().version
    assert told(RULE_ALONE).versions["savings"] == VERSION


def test_a_learned_number_opens_to_the_model_and_its_factor() -> None:
    learned, rule = ({one.measure.id: one for one in told(savings).opportunities} for savings in (None, RULE_ALONE))
    opened = 0
    for name, one in learned.items():
        items = [item for item in one.trace if item.label == "trace.learned_factor"]
        assert len(items) == (name in shipped().chosen)
        assert not any(item.label == "trace.learned_factor" for item in rule[name].trace)
        for item in items:
            assert (item.name, item.origin) == (shipped().version, Origin.RULE)
            assert isinstance(item.value, float) and 0.05 < item.value < 20.0
            opened += 1
    assert opened >= 5


def test_what_was_not_learned_is_told_as_the_rule_tells_it() -> None:
    learned, rule = ({one.measure.id: one for one in told(savings).opportunities} for savings in (None, RULE_ALONE))
    assert learned.keys() == rule.keys()
    same = {name for name in learned if learned[name].savings == rule[name].savings}
    assert same == learned.keys() - shipped().chosen


def test_what_cannot_be_verified_is_said_with_the_advice() -> None:
    doubt = MODEL_REFUSED.finding(code="artifact.not_whole")
    assert savings_in_use().findings == ()
    assert doubt in told(Savings(None, (doubt,))).findings
