"""A stored roadmap, cut down to what a coach gave: no step, total or other plan names what no review covers. Pure.

Totals are the plan's own as long as no step before them was left out. From there on they are a careful sum: each step
was counted after all of the longer plan, so the steps that are left lower a year by no less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_MAPPINGS: Final = (dict, Mapping)
"""Almost all are plain: to ask that first takes a tenth of the time."""
_PARTS: Final = ("p10", "p50", "p90")
_TOTALS: Final = ("bill_cad_per_year", "carbon_kg_per_year")


@dataclass(frozen=True, slots=True)
class GivenStep:
    """One step that may be shown, in plain values as stored, with all that was done by then.

    `is_careful`: its totals are a careful sum, because a step before it was left out.
    """

    step: Mapping[str, object]
    paid_cad: float
    bill_cad: Mapping[str, float]
    carbon_kg: Mapping[str, float]
    is_careful: bool
    measure: str | None = field(init=False)
    """None for a work that goes with measures."""

    def __post_init__(self) -> None:
        name = self.step.get("measure")
        object.__setattr__(self, "measure", str(name) if name else None)


@dataclass(frozen=True, slots=True)
class GivenRoadmap:
    """The steps in the order of work, the plans beside it that hold nothing else, and what to say of the whole."""

    steps: tuple[GivenStep, ...] = ()
    others: Mapping[str, Mapping[str, object]] | None = None
    findings: tuple[Mapping[str, object], ...] = ()

    @property
    def is_careful(self) -> bool:
        """Whether any total is a careful sum."""
        return any(each.is_careful for each in self.steps)


def given_roadmap(roadmap: Mapping[str, object], given: Collection[str]) -> GivenRoadmap:
    """What of a stored roadmap rests on these measures alone."""
    steps = tuple(_steps(list(stored_steps(roadmap)), given))
    others = _mapping(roadmap.get("alternatives"))
    return GivenRoadmap(
        steps=steps,
        others={
            name: plan
            for name, plan in others.items()
            if isinstance(plan, Mapping) and plan.get("measures") and set(plan["measures"]) <= set(given)
        },
        findings=tuple(each for each in _list(roadmap.get("findings")) if isinstance(each, Mapping)) if steps else (),
    )


def stored_steps(roadmap: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Every step of a stored roadmap, in the order of work."""
    for stage in _list(roadmap.get("stages")):
        for step in _list(_mapping(stage).get("steps")):
            if isinstance(step, Mapping):
                yield step


def _steps(steps: Sequence[Mapping[str, object]], given: Collection[str]) -> Iterator[GivenStep]:
    paid, cut = 0.0, False
    totals = {name: dict.fromkeys(_PARTS, 0.0) for name in _TOTALS}
    for step in steps:
        if not _is_given(step, given):
            cut = True
            continue
        paid += _number(step.get("net_cost_cad"))
        running, adds = _mapping(step.get("running")), _mapping(step.get("adds_range"))
        for name in _TOTALS:
            said = _mapping(adds.get(name)) if cut else _mapping(running.get(name))
            before = totals[name] if cut else dict.fromkeys(_PARTS, 0.0)
            totals[name] = {part: round(before[part] + _number(said.get(part)), 2) for part in _PARTS}
        yield GivenStep(step, paid, totals[_TOTALS[0]], totals[_TOTALS[1]], cut)


def _is_given(step: Mapping[str, object], given: Collection[str]) -> bool:
    """A measure that was given, or a work that goes with one."""
    measure = step.get("measure")
    if measure:
        return measure in given
    return any(each in given for each in _list(step.get("goes_with")))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, _MAPPINGS) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
