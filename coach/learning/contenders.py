"""Who stands on the scoreboard: the platform's own advice, run as `greener-homes advise` runs it, and plainer ways.

Homes with true savings are written down as a file of homes and put through the same door. Nothing here scores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from coach.advising import rebates
from coach.advising.advice_types import USAGE_KEY
from coach.advising.figures import Figures
from coach.advising.savings_in_use import Savings
from coach.homes.homes_file import Climate, advise_homes
from models.evaluation import deemed, degree_day_rule
from models.evaluation.estimate import Amount, Estimate, Valuation, exactly
from models.evaluation.scoreboard import Answers, Case
from models.evaluation.truth import Evidence, Knowledge, TruthHome, TruthWeather, UsageLevel
from models.house.facts import FACT_NAMES
from models.house.stock import assumed
from models.measures.catalogue import measure
from models.measures.economics import annuity
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from models.savings.rule import Range

PLATFORM: Final = "advice"
NO_BILLS: Final = "advice without bills"
RULE: Final = "rule alone"
"""The same advice without what was learned."""
AT_ONCE: Final = 256
"""Homes written into one file of homes."""


def case_of(home: TruthHome, figures: Figures) -> Case:
    """The home and what its savings are worth at the day's figures."""
    facts = home.described
    prices, emissions = figures.prices(facts.price_plan, facts.municipality), figures.emissions()
    heating_fuel = assumed(facts).facts.heating_fuel or Fuel.NATURAL_GAS
    costs = {}
    profile = rebates.profile(replace(facts, heating_fuel=heating_fuel))
    for name in home.savings:
        money = figures.money(name, profile).cost
        costs[name] = money.net_typical / annuity(measure(name).life_years)
    return Case(
        home,
        Valuation(
            heating_fuel=heating_fuel,
            cad_per_unit={fuel: figure.typical for fuel, figure in prices.per_unit.items()},
            kg_per_unit={fuel: figure.typical for fuel, figure in emissions.marginal.items()},
            yearly_cost_cad=costs,
        ),
    )


def advised(
    cases: Sequence[Case],
    evidence: Evidence,
    *,
    on: date,
    corrected: bool,
    name: str = PLATFORM,
    savings: Savings | None = None,
) -> Answers:
    """What `advise` says of every home that can be shown this way, every measure listed; `savings` as for `advise`."""
    shown = [case for case in cases if case.home.shows(evidence)]
    said = [
        estimate
        for case, document in _documents(shown, evidence, on=on, corrected=corrected, savings=savings)
        for estimate in _estimates(case, document)
    ]
    return Answers.of(name, evidence, [case.home.id for case in shown], said)


def deemed_table(cases: Sequence[Case]) -> Answers:
    """The catalogue's figures for every home."""
    said = []
    for case in cases:
        for name in case.home.savings:
            saved = deemed.deemed(name, case.valuation.heating_fuel)
            if saved is not None:
                said.append(Estimate(case.home.id, name, case.valuation.ranges(saved)))
    return Answers.of(deemed.NAME, None, [case.home.id for case in cases], said)


def degree_day_answers(cases: Sequence[Case], knowledge: Knowledge) -> Answers:
    """The textbook's rule for every home described this well."""
    evidence = Evidence(UsageLevel.NONE, knowledge)
    climates: dict[TruthWeather, Climate] = {}
    said, homes = [], []
    for case in cases:
        facts = case.home.facts.get(knowledge)
        if facts is None:
            continue
        homes.append(case.home.id)
        weather = case.home.weather
        if weather not in climates:
            climates[weather] = Climate.read(weather.typical_year)
        _, degree_hours = climates[weather].of(facts.municipality)
        for name in case.home.savings:
            saved = degree_day_rule.degree_days(name, facts, degree_hours)
            if saved is not None:
                ranges = case.valuation.ranges({fuel: exactly(amount) for fuel, amount in saved.items()})
                said.append(Estimate(case.home.id, name, ranges))
    return Answers.of(degree_day_rule.NAME, evidence, homes, said)


def as_home(home: TruthHome, evidence: Evidence) -> dict[str, object]:
    """The home as a file of homes says it, with no more than this evidence."""
    facts = home.facts[evidence.knowledge]
    known = {name: getattr(facts, name) for name in FACT_NAMES if getattr(facts, name) is not None}
    usage = home.usage.get(evidence.usage, {})
    return {"id": home.id, **known, "usage": {USAGE_KEY[fuel]: list(rows) for fuel, rows in usage.items()} or None}


def documents(
    cases: Sequence[Case], evidence: Evidence, *, on: date, corrected: bool
) -> Iterator[tuple[Case, Mapping[str, Any]]]:
    """Each home that can be shown this way with what `advise` said of it."""
    return _documents([case for case in cases if case.home.shows(evidence)], evidence, on=on, corrected=corrected)


def _documents(
    cases: Sequence[Case], evidence: Evidence, *, on: date, corrected: bool, savings: Savings | None = None
) -> Iterator[tuple[Case, Mapping[str, Any]]]:
    for weather, same in _by_weather(cases):
        for low in range(0, len(same), AT_ONCE):
            some = same[low : low + AT_ONCE]
            told = advise_homes(
                json.dumps([as_home(case.home, evidence) for case in some]),
                weather.temperatures,
                weather.typical_year,
                on=on,
                corrected=corrected,
                all_measures=True,
                savings=savings,
            )
            yield from zip(some, told, strict=True)


def _by_weather(cases: Iterable[Case]) -> Iterator[tuple[TruthWeather, list[Case]]]:
    groups: dict[TruthWeather, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.home.weather, []).append(case)
    yield from groups.items()


def _estimates(case: Case, document: Mapping[str, Any]) -> Iterator[Estimate]:
    """The opportunities a truth is known of, with their places among those."""
    asked = [one for one in document["opportunities"] if one["measure"] in case.home.savings]
    for place, one in enumerate(sorted(asked, key=lambda each: int(each["rank"])), start=1):
        yield Estimate(case.home.id, one["measure"], _ranges(one, case.valuation.heating_fuel), place)


def _ranges(opportunity: Mapping[str, Any], heating_fuel: Fuel) -> dict[Amount, Range]:
    """The four amounts as advice said them; a fuel it did not name is not saved."""
    saved = {fuel: _range(opportunity["savings"].get(key)) for fuel, key in USAGE_KEY.items()}
    kwh = KWH_PER_UNIT[heating_fuel]
    heat = saved[heating_fuel]
    found = {
        Amount.HEATING_FUEL: Range(heat.p10 * kwh, heat.p50 * kwh, heat.p90 * kwh),
        Amount.BILL: _range(opportunity["bill_cad_per_year"]),
        Amount.CARBON: _range(opportunity["carbon_kg_per_year"]),
    }
    if heating_fuel is not Fuel.ELECTRICITY:
        found[Amount.ELECTRICITY] = saved[Fuel.ELECTRICITY]
    return found


def _range(said: Mapping[str, float] | None) -> Range:
    return exactly(0.0) if said is None else Range(said["p10"], said["p50"], said["p90"])
