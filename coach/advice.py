"""Advice for one home: evidence and dated figures in; ranked opportunities, honest refusals and a plan out.

Pure: no clock, no database, no page. The machine proposes; only a coach's review makes any of it a recommendation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from coach import codes_advice
from coach.advice_types import Advice, HomeEvidence, NotAdvised, Opportunity, Plan, TraceItem
from coach.drafts import Draft, Passed, drafts_of, silent
from coach.figures import Figures
from coach.trace import trace_of
from coach.worth import Market, remarks
from models.findings import Finding
from models.house.facts import Goal, plausible
from models.house.stock import Assumed, assumed
from models.measures import codes
from models.measures.catalogue import Category, Method
from models.measures.economics import bill_change, carbon_change
from models.measures.end_uses import FORCED_AIR
from models.measures.roadmap import Step, roadmap
from models.quantities import Fuel
from models.ranking.reasons import reasons
from models.ranking.rule import Ranker, RuleRanker
from models.savings.belief import Belief
from models.savings.rule import VERSION, believe, ranges_of

__all__ = ["advise"]

WORTH_COMFORT: Final = 2
"""Measures of this comfort or more are put forward for comfort even if they never pay back."""
WORTH_KG: Final = 100.0
"""Measures that cut this much a year are put forward for carbon even if they cost more than they save."""
NOTHING_CAD: Final = 1.0
NOTHING_KG: Final = 1.0
SAFETY_ITEMS: Final = ("HS-CO", "HS-RADON")
RULE: Final = RuleRanker()


def advise(
    home: HomeEvidence,
    figures: Figures,
    *,
    corrected: bool = True,
    all_measures: bool = False,
    traced: bool = True,
    ranker: Ranker = RULE,
) -> Advice:
    """What the machine would tell this home's coach, with the figures of one day.

    Savings are corrected by realization rates unless `corrected` is False; with `all_measures` every measure that
    can be done is listed, whatever its worth. `traced` False leaves the traces out, for bulk work that does not
    show them. Raises Refusal when no prices are held for the day.
    """
    facts, doubts = plausible(home.facts)
    known = assumed(facts)
    belief = believe(known, home.measured, home.weather)
    market = Market.of(figures, facts)
    case = _Case(home, belief, market, facts.goal or Goal.BILL, traced)
    drafts, passed = drafts_of(belief, market, corrected=corrected, everything=all_measures)
    order = ranker.rank([draft.candidate for draft in drafts], case.goal, facts.budget_cad)
    judged = _judged([drafts[place] for place in order], case.goal)
    put_forward = [each for each in judged if each.refusal is None]
    refused = [each for each in judged if each.refusal is not None]
    listed = [*put_forward, *refused] if all_measures else put_forward
    return Advice(
        id=home.id,
        measured=home.measured,
        opportunities=tuple(_opportunity(each, rank, case) for rank, each in enumerate(listed, start=1)),
        not_advised=_not_advised(refused, passed),
        not_applicable=tuple(NotAdvised(each.measure, each.reason) for each in passed if not each.fits),
        plan=_plan([each.draft for each in put_forward], case, facts.budget_cad),
        safety=_safety_items(known),
        assumed=tuple(sorted(known.names)),
        findings=(
            *doubts,
            *home.findings,
            *belief.findings,
            *_about_home(known, put_forward),
            *figures.price_findings(facts.price_plan, facts.municipality),
        ),
        versions=MappingProxyType({"savings": VERSION, "ranking": ranker.version}),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One home under advice."""

    evidence: HomeEvidence
    belief: Belief
    market: Market
    goal: Goal
    traced: bool


@dataclass(frozen=True, slots=True)
class _Judged:
    """A draft with why it is not put forward, if it is not, or what to warn of."""

    draft: Draft
    refusal: Finding | None
    warnings: tuple[Finding, ...]


def _judged(ordered: Sequence[Draft], goal: Goal) -> list[_Judged]:
    """By each draft's own numbers first, then by a better one of its family."""
    judged: list[_Judged] = []
    best: dict[str, str] = {}
    for draft in ordered:
        family = draft.measure.family
        refusal, warnings = _refusal(draft, goal)
        if refusal is None and family is not None:
            if family in best:
                refusal = codes.ALTERNATIVE.finding(better=best[family])
            else:
                best[family] = draft.measure.id
        judged.append(_Judged(draft, refusal, warnings))
    return judged


def _refusal(draft: Draft, goal: Goal) -> tuple[Finding | None, tuple[Finding, ...]]:
    bill, carbon, value = draft.worth.bill_cad, draft.worth.carbon_kg, draft.worth.net_present_value_cad
    if draft.before_money is not None:
        return draft.before_money, ()
    for_carbon = goal is Goal.CARBON and carbon.p50 > WORTH_KG
    for_comfort = goal is Goal.COMFORT and draft.candidate.comfort >= WORTH_COMFORT
    if bill.p50 <= -NOTHING_CAD:
        worse = codes.WORSE_OFF.finding(cad=round(-bill.p50))
        return (None, (worse,)) if for_carbon else (worse, ())
    if bill.p50 < NOTHING_CAD and carbon.p50 < NOTHING_KG:
        return codes.SAVES_NOTHING.finding(), ()
    years = round(draft.measure.life_years)
    if value.p90 < 0:
        never = codes.NEVER_PAYS.finding(years=years)
        return (None, (never,)) if for_carbon or for_comfort else (never, ())
    return None, (codes.SLOW_PAYBACK.finding(years=years),) if value.p50 < 0 else ()


def _not_advised(refused: Sequence[_Judged], passed: Sequence[Passed]) -> tuple[NotAdvised, ...]:
    by_worth = [(each.draft.measure, each.refusal) for each in refused if each.refusal is not None]
    before_money = [(each.measure, each.reason) for each in passed if each.fits]
    return tuple(
        NotAdvised(measure, reason) for measure, reason in (*by_worth, *before_money) if not silent(measure, reason)
    )


def _opportunity(judged: _Judged, rank: int, case: _Case) -> Opportunity:
    draft = judged.draft
    refusal = (judged.refusal,) if judged.refusal is not None else ()
    because = reasons(draft.candidate, case.evidence.facts.goal, case.belief.home.facts.budget_cad)
    return Opportunity(
        measure=draft.measure,
        rank=rank,
        savings=draft.worth.savings,
        bill_cad=draft.worth.bill_cad,
        carbon_kg=draft.worth.carbon_kg,
        cost=draft.worth.cost,
        incentive_cad=draft.worth.incentive_cad,
        net_present_value_cad=draft.worth.net_present_value_cad,
        reasons=(*refusal, *draft.verdict.because, *because),
        findings=(
            *judged.warnings,
            *draft.safety.checks,
            *draft.verdict.checks,
            *draft.prediction.findings,
            *remarks(draft.prediction, draft.worth, case.belief, case.market),
        ),
        trace=_trace(draft, case) if case.traced else (),
        not_because=judged.refusal,
    )


def _trace(draft: Draft, case: _Case) -> tuple[TraceItem, ...]:
    return trace_of(draft.prediction, draft.worth, case.evidence, case.belief.home, case.market)


def _plan(put_forward: Sequence[Draft], case: _Case, budget_cad: float | None) -> Plan:
    steps = [
        Step(each.measure, each.prediction.effect, each.worth.net_cost_cad)
        for each in put_forward
        if each.measure.method is not Method.BILL
    ]
    chosen = roadmap(steps, case.belief.uses, budget_cad)
    fuels = [fuel for fuel, amount in chosen.saved.items() if amount.any()]
    bill = bill_change(chosen.saved, case.market.drawn)
    carbon = carbon_change(chosen.saved, case.market.figures.emissions().marginal)
    first, second, *rest = ranges_of([bill, carbon, *(chosen.saved[fuel] for fuel in fuels)])
    names = tuple(step.measure.id for step in chosen.steps)
    return Plan(names, dict(zip(fuels, rest, strict=True)), first, second, chosen.net_cost_cad)


def _about_home(known: Assumed, put_forward: Sequence[_Judged]) -> tuple[Finding, ...]:
    found = []
    if known.names:
        found.append(codes_advice.FACTS_ASSUMED.finding(count=len(known.names)))
    if known.facts.heating_fuel in FORCED_AIR or known.facts.hot_water_fuel in FORCED_AIR:
        found.append(codes_advice.SAFETY_CO.finding())
    found.append(codes_advice.SAFETY_RADON.finding())
    if any(each.draft.measure.category is Category.HVAC for each in put_forward):
        found.append(codes_advice.DOOR_TO_DOOR.finding())
    return tuple(found)


def _safety_items(known: Assumed) -> tuple[str, ...]:
    burns = known.facts.heating_fuel is not Fuel.ELECTRICITY or known.facts.hot_water_fuel is not Fuel.ELECTRICITY
    return SAFETY_ITEMS if burns else SAFETY_ITEMS[1:]
