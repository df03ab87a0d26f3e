"""The scoreboard as one document: every contender beside homes with true savings, and advice beside measured effects.

Homes are compared whole: nothing is trained here, and a source never holds a home that training saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from coach.advising import codes_evaluation as codes
from coach.advising.advice_types import USAGE_KEY
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE, savings_in_use
from coach.learning.contenders import (
    NO_BILLS,
    PLATFORM,
    RULE,
    advised,
    case_of,
    deemed_table,
    degree_day_answers,
    documents,
)
from greener_homes.errors import Refusal
from models.evaluation.goals import losses, verdicts
from models.evaluation.measured import MeasuredEffect, PredictedShare, compare
from models.evaluation.scoreboard import Answers, Case, error_rows, list_rows
from models.evaluation.truth import Evidence, Knowledge, TruthSource, UsageLevel
from models.quantities import Fuel
from models.ranking.rule import VERSION as RANKING

_DIGITS: Final = 4


def evaluate(sources: Sequence[TruthSource], effects: Sequence[MeasuredEffect], *, on: date) -> dict[str, object]:
    """Everything in plain values, with the prices of day `on`; the same files give the same document.

    Raises Refusal when there is no home to compare with, or when no prices are held for the day.
    """
    boards, measured = [], []
    for source in sources:
        cases = [case_of(home, Figures(on)) for home in source.homes()]
        if not cases:
            continue
        boards.append({"truth": source.name, "homes": len(cases), **_board(cases, source.corrected, on)})
        if effects:
            compared = compare(effects, _shares(cases, on))
            measured.append({"homes_of": source.name, "rows": [_plain(one) for one in compared]})
    if not boards:
        raise Refusal(codes.NO_TRUTH)
    return {
        "on": on.isoformat(),
        "versions": {"savings": savings_in_use().version, "ranking": RANKING},
        "truths": boards,
        "measured": measured,
    }


def answers_of(cases: Sequence[Case], *, on: date, corrected: bool) -> list[Answers]:
    """What every contender says: advice and the rule alone with each kind of evidence the homes have, plainer ways."""
    found = [deemed_table(cases)]
    for knowledge in Knowledge:
        if not any(knowledge in case.home.facts for case in cases):
            continue
        found.append(degree_day_answers(cases, knowledge))
        for usage in UsageLevel:
            evidence = Evidence(usage, knowledge)
            if any(case.home.shows(evidence) for case in cases):
                name = NO_BILLS if usage is UsageLevel.NONE else PLATFORM
                found.append(advised(cases, evidence, on=on, corrected=corrected, name=name))
                if savings_in_use().model is not None:
                    found.append(advised(cases, evidence, on=on, corrected=corrected, name=RULE, savings=RULE_ALONE))
    return found


def _board(cases: Sequence[Case], corrected: bool, on: date) -> dict[str, object]:
    answers = answers_of(cases, on=on, corrected=corrected)
    errors = [row for each in answers for row in error_rows(cases, each)]
    lists = [row for each in answers for row in list_rows(cases, each)]
    # without bills the platform is judged too: still covering, honestly wider
    ours = (PLATFORM, NO_BILLS)
    return {
        "corrected": corrected,
        "errors": [_plain(row) for row in errors],
        "lists": [_plain(row) for row in lists],
        "goals": [_plain(one) for name in ours for one in verdicts(name, errors, lists)],
        "losses": [_plain(one) for one in losses(PLATFORM, errors, lists)],
    }


def _shares(cases: Sequence[Case], on: date) -> Iterator[PredictedShare]:
    """What advice says each measure saves of the normal year's gas, in gas homes with usage."""
    for evidence in _best_evidence(cases):
        physics, experience = (
            {case.home.id: document for case, document in documents(cases, evidence, on=on, corrected=corrected)}
            for corrected in (False, True)
        )
        for home, document in physics.items():
            year = document["baseline"].get(USAGE_KEY[Fuel.NATURAL_GAS])
            if year is None:
                continue
            gas, corrected = year["normalised_annual"], _gas_saved(experience[home])
            for name, saved in _gas_saved(document).items():
                if name in corrected:
                    yield PredictedShare(home, name, saved / gas, corrected[name] / gas)


def _best_evidence(cases: Sequence[Case]) -> list[Evidence]:
    """The finest usage of the best-described homes, one kind for all."""
    possible = [
        evidence
        for knowledge in reversed(Knowledge)
        for usage in reversed(UsageLevel)
        if usage is not UsageLevel.NONE
        for evidence in [Evidence(usage, knowledge)]
        if any(case.home.shows(evidence) for case in cases)
    ]
    return possible[:1]


def _gas_saved(document: Any) -> dict[str, float]:
    key = USAGE_KEY[Fuel.NATURAL_GAS]
    return {one["measure"]: one["savings"][key]["p50"] for one in document["opportunities"] if key in one["savings"]}


def _plain(value: Any) -> Any:
    """Frozen records as JSON's own kinds, figures to four decimals."""
    if isinstance(value, Evidence):
        return value.name
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return round(value, _DIGITS) + 0.0
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
