"""The roadmap as moments: what brings each, the steps and works that come then, and all that was done by its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from coach.advising.roadmap_given import GivenRoadmap, GivenStep
from web import messages
from web import opportunity as numbers
from web.components import StepState, Zone, zone_of
from web.formatting import Shown, Span, money, yearly_effect
from web.words import worth as words
from web.words.fact_values import spoken
from web.words.measures import measure_words

NOW: Final = "now"
TOGETHER: Final = "together"


@dataclass(frozen=True, slots=True)
class WorkShown:
    """A work that must go with a step, why, and what it costs (typical)."""

    title: str
    why: str
    cost: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of the roadmap: the measure, what it adds to the steps before it, and the works that go with it."""

    measure: str
    zone: Zone
    title: str
    href: str
    when: str
    cost: str
    adds: str
    why: tuple[str, ...] = ()
    works: tuple[WorkShown, ...] = ()


@dataclass(frozen=True, slots=True)
class ByThen:
    """All that was done so far: what was paid, bills a year, carbon a year. `is_careful`: a careful sum."""

    paid: Span
    bills: Span
    carbon: Span
    is_careful: bool


@dataclass(frozen=True, slots=True)
class MomentShown:
    """One moment of the timeline."""

    title: str
    when: str
    state: StepState
    number: int
    steps: tuple[StepShown, ...]
    by_then: ByThen


@dataclass(frozen=True, slots=True)
class OtherShown:
    """A plan beside the main one: its aim, its steps, and what all of it does."""

    title: str
    text: str
    steps: tuple[str, ...]
    cost: str
    bills: str
    carbon: str


def moments(
    roadmap: GivenRoadmap,
    facts: Mapping[str, object],
    this_year: int,
    language: str,
    href: Callable[[str], str] = lambda _: "",
    costs: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
) -> tuple[MomentShown, ...]:
    """The steps by the moment that brings them, in the order of work; works stand with the step they belong to.

    `costs`: the numbers of each measure, so that what was paid is a range; without them it is the typical price.
    """
    return tuple(
        MomentShown(
            title=_title(each.moment, place, language),
            when=_around(each.moment, language),
            state=_state(each.moment, place),
            number=place,
            steps=tuple(_step(one, each.works, facts, language, href) for one in each.steps),
            by_then=_by_then(each.until_then, costs),
        )
        for place, each in enumerate(_together(roadmap, this_year), start=1)
    )


def by_the_end(roadmap: GivenRoadmap, this_year: int, costs: Mapping[str, Mapping[str, object]]) -> ByThen:
    """All that was done by the last moment; IndexError for a roadmap without steps."""
    return _by_then(_together(roadmap, this_year)[-1].until_then, costs)


def moment_of(roadmap: GivenRoadmap, measure: str, this_year: int, language: str) -> tuple[str, str]:
    """When one measure comes, short and in a sentence; both empty when the roadmap does not hold it."""
    found = next((each for each in roadmap.steps if each.measure == measure), None)
    if found is None:
        return "", ""
    moment = _moment(found, this_year)
    around = _around(moment, language)
    short = words.word_for(words.WHEN, moment.trigger, language)
    return f"{short}, {around}" if around else short, _when(found, language)


def own_moment(found: Mapping[str, object], this_year: int, language: str) -> tuple[str, str]:
    """The same of what is worth it when the old one goes and the roadmap does not hold; else both are empty."""
    stored = numbers.moment(found)
    if not stored or not numbers.waits_for_its_moment(found):
        return "", ""
    moment = _moment(GivenStep(stored, 0.0, {}, {}, False), this_year)
    around = _around(moment, language)
    short = words.word_for(words.WHEN, moment.trigger, language)
    return f"{short}, {around}" if around else short, _when_said(stored, language)


def waits(roadmap: GivenRoadmap, measure: str) -> bool:
    """Whether the roadmap has the measure wait for a moment."""
    found = [each for each in roadmap.steps if each.measure == measure]
    return bool(found) and str(found[0].step.get("trigger")) not in (NOW, TOGETHER)


def works_with(roadmap: GivenRoadmap, measure: str, language: str) -> tuple[WorkShown, ...]:
    """The works that must go with one measure."""
    works = [each for each in roadmap.steps if not each.measure]
    return tuple([_work(each, language) for each in works if measure in _goes_with(each)])


def others(roadmap: GivenRoadmap, facts: Mapping[str, object], language: str) -> tuple[OtherShown, ...]:
    """The plans beside the main one."""
    return tuple(
        _other(name, plan, facts, language)
        for name in words.OTHER_PLANS
        if (plan := (roadmap.others or {}).get(name)) is not None
    )


def about(roadmap: GivenRoadmap, language: str) -> tuple[str, ...]:
    """What to say of the roadmap as a whole."""
    return tuple(_sentence(each, language) for each in roadmap.findings)


class _Moment(NamedTuple):
    """What brings a step: its trigger, the year where one is known and ahead, and whether the time has come."""

    trigger: str
    year: int | None = None
    is_due: bool = False


class _Together(NamedTuple):
    """What comes at one moment: its steps, the works that go with them, and all that was done by its end."""

    moment: _Moment
    steps: Sequence[GivenStep]
    works: Sequence[GivenStep]
    until_then: Sequence[GivenStep]


def _together(roadmap: GivenRoadmap, this_year: int) -> list[_Together]:
    steps = [each for each in roadmap.steps if each.measure]
    works = [each for each in roadmap.steps if not each.measure]
    found = []
    for moment, group in groupby(steps, key=lambda each: _moment(each, this_year)):
        members = list(group)
        here = {each.measure for each in members}
        theirs = [each for each in works if here.intersection(_goes_with(each))]
        last = max(roadmap.steps.index(each) for each in (*members, *theirs))
        found.append(_Together(moment, members, theirs, roadmap.steps[: last + 1]))
    return found


def _moment(step: GivenStep, this_year: int) -> _Moment:
    trigger, year = str(step.step.get("trigger")), step.step.get("year")
    if trigger in (NOW, TOGETHER):
        return _Moment(NOW)
    if str(_of(step.step, "when").get("code")).endswith("_overdue"):
        return _Moment(trigger, None, True)
    return _Moment(trigger, year if isinstance(year, int) and year > this_year else None)


def _title(moment: _Moment, place: int, language: str) -> str:
    if moment.trigger == NOW and place > 1:
        return words.AFTER_THAT(language)
    return words.word_for(words.WHEN, moment.trigger, language)


def _around(moment: _Moment, language: str) -> str:
    if moment.is_due:
        return words.IT_IS_TIME(language)
    return "" if moment.year is None else words.AROUND(language, year=moment.year)


def _state(moment: _Moment, place: int) -> StepState:
    if place == 1:
        return StepState.NOW
    return StepState.NEXT if moment.trigger == NOW or moment.is_due else StepState.LATER


def _step(
    step: GivenStep,
    works: Sequence[GivenStep],
    facts: Mapping[str, object],
    language: str,
    href: Callable[[str], str],
) -> StepShown:
    measure = step.measure or ""
    adds = numbers.range_of(_of(step.step, "adds_range"), "bill_cad_per_year")
    return StepShown(
        measure=measure,
        zone=zone_of(measure),
        title=measure_words(measure).title(language, **facts),
        href=href(measure),
        when="" if str(step.step.get("trigger")) == NOW else _when(step, language),
        cost=_cost(step, language),
        adds=yearly_effect(adds, language) if _of(step.step, "adds_range") else "",
        why=tuple(_sentence(each, language) for each in numbers.rows_of(step.step.get("why"))),
        works=tuple(_work(each, language) for each in works if measure in _goes_with(each)),
    )


def _work(step: GivenStep, language: str) -> WorkShown:
    why = numbers.rows_of(step.step.get("why"))
    name = str(step.step.get("work"))
    return WorkShown(
        words.word_for(words.WORKS, name, language), _sentence(why[0], language) if why else "", _cost(step, language)
    )


def _by_then(steps: Sequence[GivenStep], costs: Mapping[str, Mapping[str, object]]) -> ByThen:
    """What was done by the last of these: prices are dear or cheap together, so their ends add up."""
    paid = [_pay(each, costs.get(each.measure or "", {})) for each in steps]
    last = steps[-1]
    return ByThen(
        paid=Span(sum(each.low for each in paid), sum(each.high for each in paid)),
        bills=numbers.range_of({"all": last.bill_cad}, "all"),
        carbon=numbers.range_of({"all": last.carbon_kg}, "all", Shown.KG),
        is_careful=last.is_careful,
    )


def _pay(step: GivenStep, found: Mapping[str, object]) -> Span:
    """The range of a step's cost after the rebates it has in the plan; a work has no range."""
    net = numbers.number_in(step.step, "net_cost_cad")
    if not found:
        return Span(net, net)
    cost = numbers.cost(found)
    given = max(numbers.number_in(_of(found, "cost_cad"), "typical") - net, 0.0)
    return Span(max(cost.low - given, 0.0), max(cost.high - given, 0.0))


def _other(name: str, plan: Mapping[str, object], facts: Mapping[str, object], language: str) -> OtherShown:
    said, aim = words.OTHER_PLANS[name], plan.get("aim")
    of_carbon = name == "target"
    shown = ""
    if isinstance(aim, int | float):
        kilograms = Span(float(aim), float(aim), Shown.KG)
        shown = numbers.carbon_said(kilograms, language) if of_carbon else money(float(aim), language)
    measures = plan.get("measures")
    names = [str(each) for each in measures] if isinstance(measures, list) else []
    return OtherShown(
        title=said.title(language, aim=shown),
        text=said.text(language),
        steps=tuple(measure_words(each).title(language, **facts) for each in names),
        cost=_about(numbers.number_in(plan, "net_cost_cad"), language),
        bills=yearly_effect(numbers.range_of(plan, "bill_cad_per_year"), language),
        carbon=numbers.carbon_said(numbers.range_of(plan, "carbon_kg_per_year", Shown.KG), language),
    )


def _cost(step: GivenStep, language: str) -> str:
    return _about(numbers.number_in(step.step, "net_cost_cad"), language)


def _about(cad: float, language: str) -> str:
    """An amount at typical prices."""
    return numbers.nothing(language) if cad < 1 else words.ABOUT(language, amount=money(numbers.rounded(cad), language))


def _goes_with(step: GivenStep) -> tuple[str, ...]:
    found = step.step.get("goes_with")
    return tuple(str(each) for each in found) if isinstance(found, list) else ()


def _when(step: GivenStep, language: str) -> str:
    return _when_said(step.step, language)


def _when_said(stored: Mapping[str, object], language: str) -> str:
    found = _of(stored, "when")
    return _sentence(found, language) if found else ""


def _sentence(entry: Mapping[str, object], language: str) -> str:
    return messages.sentence(str(entry.get("code")), spoken(numbers.facts_of(entry), language), language)


def _of(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = found.get(name)
    return inner if isinstance(inner, Mapping) else {}
