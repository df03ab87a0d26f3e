"""Advice for one home: evidence and dated figures in; ranked opportunities, honest refusals and a plan out.

Pure: no clock, no database, no page. The machine proposes; only a coach's review makes any of it a recommendation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from coach.advising import codes_advice
from coach.advising.advice_types import Advice, HomeEvidence, NotAdvised, Opportunity, TraceItem
from coach.advising.cash_flow import cash_flow
from coach.advising.drafts import LIKES, Draft, Passed, drafts_of, silent
from coach.advising.figures import Figures
from coach.advising.honest_no import Broken, data_cannot_support, details, due_anyway, kind_of, spoiled
from coach.advising.instead import at_replacement_of
from coach.advising.market import Market
from coach.advising.plan_inputs import may_enter
from coach.advising.plans import plan_of
from coach.advising.price_plans import heat_pump_findings, plan_bills, plan_findings
from coach.advising.price_plans import traced as with_trace
from coach.advising.replacement import of_like, wait
from coach.advising.savings_in_use import Savings, savings_in_use
from coach.advising.trace import trace_of
from coach.advising.worth import remarks
from models.findings import Finding
from models.house.facts import Goal, HomeFacts, plausible
from models.house.stock import Assumed, assumed
from models.measures import codes
from models.measures.catalogue import Category, Measure
from models.measures.end_uses import FORCED_AIR
from models.measures.occasions import Occasion, occasion_of
from models.measures.roadmap import VERSION as ROADMAP_VERSION
from models.money.loan import LoanTerms
from models.quantities import Fuel
from models.ranking.rule import Ranker, RuleRanker, by_effect
from models.savings.belief import Belief
from models.savings.rule import believe

__all__ = ["advise", "put_forward"]

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
    savings: Savings | None = None,
    loan: LoanTerms | None = None,
) -> Advice:
    """What the machine would tell this home's coach, with the figures of one day.

    Savings are corrected by realization rates unless `corrected` is False; with `all_measures` every measure that
    can be done is listed by what it does for the goal, whatever its worth. `traced` False leaves the traces out, for
    bulk work that does not show them. `savings` None: as this installation works them out. `loan`: terms a lender
    offers, None for no loan.
    Raises Refusal when no prices are held for the day.
    """
    savings = savings or savings_in_use()
    case = _case(home, figures, savings, corrected=corrected, everything=all_measures, traced=traced, loan=loan)
    facts, belief, market, drafts = case.told, case.belief, case.market, case.drafts
    judged = _judged(_in_order(case, ranker), case)
    forward = [each for each in judged if each.refusal is None]
    refused = [each for each in judged if each.refusal is not None]
    listed = _compared(judged, case.goal) if all_measures else forward
    reasons = ranker.because([draft.candidate for draft in drafts], facts.goal, facts.budget_cad)
    because = dict(zip(map(_id, drafts), reasons, strict=True))
    plans = plan_bills(market)
    return Advice(
        id=home.id,
        measured=home.measured,
        opportunities=tuple(
            _opportunity(each, rank, case, because[_id(each.draft)]) for rank, each in enumerate(listed, start=1)
        ),
        not_advised=_not_advised(refused, case),
        not_applicable=tuple(NotAdvised(each.measure, each.reason) for each in case.passed if not each.fits),
        plan=plan_of(_for_plan(forward, drafts, case), drafts, belief, market, case.goal, timed=traced),
        safety=_safety_items(belief.home),
        assumed=tuple(sorted(belief.home.names)),
        findings=(
            *case.doubts,
            *home.findings,
            *belief.findings,
            *savings.findings,
            *_about_home(belief.home, forward),
            *plan_findings(plans, facts),
            *_heat_pumps(drafts, market, belief.home),
            *figures.price_findings(facts.price_plan, facts.municipality),
        ),
        versions=MappingProxyType(
            {
                "savings": savings.version,
                "ranking": ranker.version,
                "roadmap": ROADMAP_VERSION,
                "incentives": figures.incentives_version,
            }
        ),
        price_plans=with_trace(plans, market) if traced else plans,
    )


def put_forward(home: HomeEvidence, figures: Figures, *, savings: Savings) -> tuple[Belief, tuple[Measure, ...]]:
    """What is believed of a home, and the measures that `advise` would put forward, the first first; nothing else of
    advice is worked out. Raises Refusal when no prices are held for the day."""
    case = _case(home, figures, savings)
    judged = _judged(_in_order(case, RULE), case)
    return case.belief, tuple(each.draft.measure for each in judged if each.refusal is None)


@dataclass(frozen=True, slots=True)
class _Case:
    """One home under advice, each measure worked out."""

    evidence: HomeEvidence
    told: HomeFacts
    doubts: tuple[Finding, ...]
    belief: Belief
    market: Market
    goal: Goal
    traced: bool
    broken: Broken
    drafts: Sequence[Draft]
    passed: Sequence[Passed]


def _case(
    home: HomeEvidence,
    figures: Figures,
    savings: Savings,
    *,
    corrected: bool = True,
    everything: bool = False,
    traced: bool = True,
    loan: LoanTerms | None = None,
) -> _Case:
    facts, doubts = plausible(home.facts)
    known = assumed(facts)
    belief = believe(known, home.measured, home.weather)
    market = Market.of(figures, belief, own=home.hours, corrected=corrected, loan=loan)
    broken = spoiled((*home.findings, *belief.findings), known, home.measured)
    drafts, passed = drafts_of(belief, market, corrected=corrected, everything=everything, learned=savings.model)
    return _Case(home, facts, doubts, belief, market, facts.goal or Goal.BILL, traced, broken, drafts, passed)


def _in_order(case: _Case, ranker: Ranker) -> list[Draft]:
    order = ranker.rank([draft.candidate for draft in case.drafts], case.goal, case.told.budget_cad)
    return [case.drafts[place] for place in order]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A draft with why it is not put forward, if it is not, or what to warn of."""

    draft: Draft
    refusal: Finding | None
    warnings: tuple[Finding, ...]


def _judged(ordered: Sequence[Draft], case: _Case) -> list[_Judged]:
    """By each draft's own numbers first, then by a better one of its family; what is bought again anyway is better than
    nothing else."""
    judged = [_Judged(draft, *_refusal(draft, case)) for draft in ordered]
    best: dict[str, str] = {}
    for place in sorted(range(len(judged)), key=lambda at: _is_like_then(judged[at].draft)):
        draft, family = judged[place].draft, judged[place].draft.measure.family
        if judged[place].refusal is None and family is not None:
            if family in best:
                judged[place] = replace(judged[place], refusal=codes.ALTERNATIVE.finding(better=best[family]))
            else:
                best[family] = draft.measure.id
    return judged


def _is_like_then(draft: Draft) -> bool:
    """Whether it is only what must be bought again anyway, at its moment."""
    return draft.measure.id in LIKES and draft.worth.at_its_moment is not None


def _refusal(draft: Draft, case: _Case) -> tuple[Finding | None, tuple[Finding, ...]]:
    if draft.before_money is not None:
        return draft.before_money, ()
    return _by_worth(draft, case)


def _by_worth(draft: Draft, case: _Case) -> tuple[Finding | None, tuple[Finding, ...]]:
    goal = case.goal
    bill, carbon, value = draft.worth.bill_cad, draft.worth.carbon_kg, draft.worth.net_present_value_cad
    unsupported = data_cannot_support(draft, case.broken)
    if unsupported is not None:
        return unsupported, ()
    for_carbon = goal is Goal.CARBON and carbon.p50 > WORTH_KG
    for_comfort = goal is Goal.COMFORT and draft.candidate.comfort >= WORTH_COMFORT
    if bill.p50 <= -NOTHING_CAD:
        worse = codes.WORSE_OFF.finding(cad=round(-bill.p50))
        return (None, (worse,)) if for_carbon else (worse, ())
    if bill.p50 < NOTHING_CAD and carbon.p50 < NOTHING_KG:
        return codes.SAVES_NOTHING.finding(), ()
    years = round(draft.measure.life_years)
    like = draft.measure.id in LIKES
    moment = draft.worth.at_its_moment
    if moment is not None and like:
        return None, (of_like(moment),)
    if value.p90 < 0:
        waits = draft.worth.replacement
        if moment is not None and not moment.is_due:
            return None, (wait(moment),)
        if waits is not None and not waits.is_due and waits.pays and not like:
            return wait(waits), ()
        never = due_anyway(draft) or codes.NEVER_PAYS.finding(years=years)
        return (None, (never,)) if for_carbon or for_comfort else (never, ())
    return None, (codes.SLOW_PAYBACK.finding(years=years),) if value.p50 < 0 else ()


def _for_plan(forward: Sequence[_Judged], drafts: Sequence[Draft], case: _Case) -> list[Draft]:
    """What is put forward, and what would be if the plan puts right first what stands against it."""
    stopped = [each for each in drafts if each.before_money is not None and may_enter(each)]
    return [*(each.draft for each in forward), *(each for each in stopped if _by_worth(each, case)[0] is None)]


def _not_advised(refused: Sequence[_Judged], case: _Case) -> tuple[NotAdvised, ...]:
    by_worth = [(each.draft.measure, each.refusal, each.draft) for each in refused if each.refusal is not None]
    before_money = [(each.measure, each.reason, None) for each in case.passed if each.fits]
    return tuple(
        NotAdvised(
            measure,
            reason,
            kind_of(reason),
            details(measure, reason, draft, case.market, case.belief.home, case.broken),
        )
        for measure, reason, draft in (*by_worth, *before_money)
        if not silent(measure, reason)
    )


def _id(draft: Draft) -> str:
    return draft.measure.id


def _compared(judged: Sequence[_Judged], goal: Goal) -> list[_Judged]:
    """Everything that can be done, by how much it does for the goal, whatever its worth: a comparison, not advice."""
    return [judged[place] for place in by_effect([each.draft.candidate for each in judged], goal)]


def _opportunity(judged: _Judged, rank: int, case: _Case, because: Sequence[Finding]) -> Opportunity:
    draft = judged.draft
    moment = draft.worth.at_its_moment if judged.refusal is None else None
    refusal = (judged.refusal,) if judged.refusal is not None else ()
    return Opportunity(
        measure=draft.measure,
        rank=rank,
        savings=draft.worth.savings,
        bill_cad=draft.worth.bill_cad,
        carbon_kg=draft.worth.carbon_kg,
        cost=draft.worth.cost,
        incentive_cad=draft.worth.incentive_cad,
        net_present_value_cad=(draft.worth if moment is None else moment).net_present_value_cad,
        reasons=(*refusal, *draft.verdict.because, *because),
        findings=(
            *judged.warnings,
            *draft.safety.checks,
            *draft.verdict.checks,
            *draft.prediction.findings,
            *remarks(draft.prediction, draft.worth, case.belief, case.market),
        ),
        trace=_trace(draft, case) if case.traced else (),
        carbon_average_kg=draft.worth.carbon_average_kg,
        payback_years=draft.worth.payback_years,
        monthly_cash_cad=draft.worth.monthly_cash_cad,
        cost_basis=draft.worth.money.cost_basis,
        by_plan=draft.worth.by_plan,
        replacement=at_replacement_of(draft, case.drafts),
        loan=draft.worth.loan,
        candidate=draft.candidate,
        not_because=judged.refusal,
        offers=draft.worth.money.offers,
        cash=cash_flow(draft.measure, draft.worth, case.market) if case.traced else None,
        moment=None if moment is None else _moment(draft, case),
        worst_first=case.belief.home.facts.income_qualified is True,
    )


def _moment(draft: Draft, case: _Case) -> Occasion:
    """When the old one goes."""
    return occasion_of(draft.measure, case.belief.home, case.market.figures.on.year, pays=False)


def _trace(draft: Draft, case: _Case) -> tuple[TraceItem, ...]:
    return trace_of(draft.prediction, draft.worth, case.evidence, case.belief, case.market)


def _heat_pumps(drafts: Sequence[Draft], market: Market, known: Assumed) -> tuple[Finding, ...]:
    """What the heat pumps that fit this home would do to its bills, put forward or not."""
    by_method = {each.measure.method: (each.worth.by_plan, each.worth.closed_account) for each in drafts}
    return heat_pump_findings(by_method, market, known.facts)


def _about_home(known: Assumed, forward: Sequence[_Judged]) -> tuple[Finding, ...]:
    found = []
    if known.names:
        found.append(codes_advice.FACTS_ASSUMED.finding(count=len(known.names)))
    if known.facts.heating_fuel in FORCED_AIR or known.facts.hot_water_fuel in FORCED_AIR:
        found.append(codes_advice.SAFETY_CO.finding())
    found.append(codes_advice.SAFETY_RADON.finding())
    if any(each.draft.measure.category is Category.HVAC for each in forward):
        found.append(codes_advice.DOOR_TO_DOOR.finding())
    return tuple(found)


def _safety_items(known: Assumed) -> tuple[str, ...]:
    burns = known.facts.heating_fuel is not Fuel.ELECTRICITY or known.facts.hot_water_fuel is not Fuel.ELECTRICITY
    return SAFETY_ITEMS if burns else SAFETY_ITEMS[1:]
