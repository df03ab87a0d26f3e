"""The frozen shapes of a plan: its steps with their moments and running totals, and the plans it was chosen over.

Plain values; `as_json` gives the shapes of the contract. No arithmetic here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from coach.advising.plan_money_types import PlanMoney
from models.findings import Finding
from models.measures.occasions import Trigger
from models.quantities import FUEL_UNIT, Fuel
from models.savings.rule import Range


@dataclass(frozen=True, slots=True)
class Running:
    """All that was done so far: what the household has paid, and what a year is lower by."""

    net_cost_cad: float
    bill_cad: Range
    carbon_kg: Range

    def as_json(self) -> dict[str, object]:
        """The totals in plain values."""
        return {
            "net_cost_cad": round(self.net_cost_cad),
            "bill_cad_per_year": self.bill_cad.as_json(2),
            "carbon_kg_per_year": self.carbon_kg.as_json(1),
        }


@dataclass(frozen=True, slots=True)
class Added:
    """What one step lowers a year by after the steps before it."""

    bill_cad: Range
    carbon_kg: Range

    def as_json(self) -> dict[str, object]:
        """Both in plain values."""
        return {"bill_cad_per_year": self.bill_cad.as_json(2), "carbon_kg_per_year": self.carbon_kg.as_json(1)}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step: a measure, or a work that must go with measures (`goes_with`), and never both.

    `year` is the calendar year, None when only the occasion is known; `when` says it, `why` what the step does to
    others. `adds_bill_cad` and `adds_carbon_kg` a year are what it adds after the steps before it, `adds` as ranges.
    """

    measure: str | None
    work: str | None
    goes_with: tuple[str, ...]
    stage: int
    trigger: Trigger
    year: int | None
    when: Finding
    why: tuple[Finding, ...]
    net_cost_cad: float
    adds_bill_cad: float
    adds_carbon_kg: float
    running: Running
    adds: Added | None = None

    def as_json(self) -> dict[str, object]:
        """The step in plain values."""
        return {
            "measure": self.measure,
            "work": self.work,
            "goes_with": list(self.goes_with),
            "trigger": self.trigger.value,
            "year": self.year,
            "when": _said(self.when),
            "why": [_said(each) for each in self.why],
            "net_cost_cad": round(self.net_cost_cad),
            "adds": {
                "bill_cad_per_year": round(self.adds_bill_cad, 2) + 0.0,
                "carbon_kg_per_year": round(self.adds_carbon_kg, 1) + 0.0,
            },
            "adds_range": None if self.adds is None else self.adds.as_json(),
            "running": self.running.as_json(),
        }


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A plan for another aim: its measures and works, and what all of it does. `aim` is the figure aimed at.

    Without measures `finding` says why there is none; `gap` the most by which a better one may be worth more a year.
    """

    aim: float | None
    measures: tuple[str, ...]
    works: tuple[str, ...]
    net_cost_cad: float
    bill_cad: Range
    carbon_kg: Range
    finding: Finding | None
    gap: float

    def as_json(self) -> dict[str, object]:
        """The plan in plain values."""
        return {
            "aim": None if self.aim is None else round(self.aim),
            "measures": list(self.measures),
            "works": list(self.works),
            "net_cost_cad": round(self.net_cost_cad),
            "bill_cad_per_year": self.bill_cad.as_json(2),
            "carbon_kg_per_year": self.carbon_kg.as_json(1),
            "finding": None if self.finding is None else _said(self.finding),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Measures that go together, in the order of work, what they save as a whole, and when each comes.

    `net_cost_cad` is after the best legal incentives for all of them, works included; `incentive_cad` is those. `money`
    is the plan in time, where that was wanted.
    """

    measures: tuple[str, ...]
    savings: Mapping[Fuel, Range]
    bill_cad: Range
    carbon_kg: Range
    net_cost_cad: float
    incentive_cad: float = 0.0
    steps: tuple[PlanStep, ...] = ()
    alternatives: Mapping[str, OtherPlan] | None = None
    findings: tuple[Finding, ...] = ()
    money: PlanMoney | None = None

    @property
    def triggers(self) -> dict[Trigger, list[PlanStep]]:
        """The steps by what brings their moment, in their order."""
        found: dict[Trigger, list[PlanStep]] = {}
        for step in self.steps:
            if step.trigger is not Trigger.TOGETHER:
                found.setdefault(step.trigger, []).append(step)
        return found

    def as_json(self) -> dict[str, object]:
        """The plan in plain values."""
        return {
            "measures": list(self.measures),
            "savings": {f"{fuel}_{FUEL_UNIT[fuel].lower()}": span.as_json(1) for fuel, span in self.savings.items()},
            "bill_cad_per_year": self.bill_cad.as_json(2),
            "carbon_kg_per_year": self.carbon_kg.as_json(1),
            "net_cost_cad": round(self.net_cost_cad),
            "incentive_cad": round(self.incentive_cad),
            "stages": [
                {"stage": stage, "year": year, "steps": [step.as_json() for step in steps]}
                for (stage, year), steps in groupby(self.steps, key=lambda step: (step.stage, step.year))
            ],
            "triggers": [
                {"trigger": trigger.value, "year": steps[0].year, "measures": [step.measure for step in steps]}
                for trigger, steps in self.triggers.items()
            ],
            "alternatives": {name: plan.as_json() for name, plan in (self.alternatives or {}).items()},
            "findings": [finding.as_json() for finding in self.findings],
            **({} if self.money is None else {"cash_flow": self.money.as_json()}),
        }


def _said(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "facts": dict(finding.facts)}
