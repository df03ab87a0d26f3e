"""What is said of each offer in one application: eligible, maybe and what is missing, or not and why; and of the whole.

Every sentence is a code with facts. Nothing is ever promised: the surest word is “eligible, as far as we know”.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from models.findings import Finding
from models.incentives import codes, codes_facts
from models.incentives.application import LEAST, TYPICAL, Asked, Layout, Outcome, possible
from models.incentives.conditions import ALWAYS, Work
from models.incentives.graph import Answers, Graph, Kind, Offer, Path, Rule
from models.incentives.profile import Profile
from models.incentives.rulings import Ruling, rulings
from models.incentives.search import places
from models.incentives.truth import Truth

NO_WORK: Final = Answers("", (1.0, 1.0, 1.0), None, ALWAYS)


class Answer(StrEnum):
    """Whether a home gets an offer, as far as anybody can say before the programme decides."""

    ELIGIBLE = "eligible"
    MAYBE = "maybe"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One offer's answer for one application.

    `missing` names the facts that would settle it, exactly those (MAYBE only). `because` says what is missing, what is
    in doubt, or why not; `mind` what else there is to know of an offer that may be had.
    """

    offer: Offer
    measure_ids: tuple[str, ...]
    answer: Answer
    missing: tuple[str, ...]
    because: tuple[Finding, ...]
    mind: tuple[Finding, ...]


def verdicts(graph: Graph, asked: Asked, solved: Outcome) -> tuple[Verdict, ...]:
    """The answer of every offer that answers to any of the jobs, in the order of their ids."""
    ruled: dict[str, list[Ruling]] = {}
    for job in asked.jobs:
        for ruling in rulings(graph, asked.profile, asked.on).get(job.measure_id, ()):
            ruled.setdefault(ruling.offer.id, []).append(ruling)
    at_best = possible(asked, solved.layout, Truth.UNKNOWN)
    surely = possible(asked, solved.layout, Truth.LIKELY)
    return tuple(_verdict(ruled[key], asked, solved, at_best, surely) for key in sorted(ruled))


def _verdict(ruled: list[Ruling], asked: Asked, solved: Outcome, at_best: int, surely: int) -> Verdict:
    # The measure that comes nearest to having it speaks for the offer.
    ruling = max(ruled, key=lambda each: each.truth)
    offer = ruling.offer
    measures = tuple(each.answers.measure_id for each in ruled)
    if ruling.truth is Truth.NO:
        because = ruling.said_of_state if ruling.state is Truth.NO else ruling.home.against
        return Verdict(offer, measures, Answer.NOT, (), because, ())
    here = solved.layout.of_offer.get(offer.id, 0)
    wanting = _wanting(offer, solved.layout, at_best) if here and not here & at_best else ()
    if wanting and not asked.more_work:
        return Verdict(offer, measures, Answer.NOT, (), wanting, ())
    sure_enough = here and ruling.truth >= Truth.LIKELY and not wanting
    unsure = _wanting(offer, solved.layout, surely) if sure_enough and not here & surely else wanting
    settled = ruling.home.truth is Truth.YES and ruling.state >= Truth.LIKELY and not unsure
    missing = tuple(codes_facts.MISSING[fact].finding() for fact in ruling.home.missing)
    return Verdict(
        offer,
        measures,
        Answer.ELIGIBLE if settled else Answer.MAYBE,
        ruling.home.missing,
        (*missing, *unsure),
        (*ruling.said_of_state, *_mind(offer, ruling)),
    )


def beside_work(graph: Graph, profile: Profile, on: date) -> tuple[Verdict, ...]:
    """The answer of every offer that answers to no measure: help with bills, loans, grants that are closed."""
    found = []
    for offer in graph.offers.values():
        if not offer.answers:
            state, said_of_state = offer.standing.on(on, offer.programme.name)
            ruling = Ruling(offer, NO_WORK, offer.when.ask(profile, Work()), state, said_of_state)
            found.append(_alone(ruling))
    return tuple(found)


def _alone(ruling: Ruling) -> Verdict:
    """The answer of an offer that waits for no other work."""
    home, offer = ruling.home, ruling.offer
    if ruling.truth is Truth.NO:
        return Verdict(
            offer, (), Answer.NOT, (), ruling.said_of_state if ruling.state is Truth.NO else home.against, ()
        )
    settled = home.truth is Truth.YES and ruling.state >= Truth.LIKELY
    missing = tuple(codes_facts.MISSING[fact].finding() for fact in home.missing)
    answer = Answer.ELIGIBLE if settled else Answer.MAYBE
    return Verdict(offer, (), answer, home.missing, missing, (*ruling.said_of_state, *_mind(offer, ruling)))


def _wanting(offer: Offer, layout: Layout, mask: int) -> tuple[Finding, ...]:
    path = offer.path
    if path is not None and path.least_measures > 1:
        have = layout.upgrades(path.id, mask | layout.of_offer[offer.id])
        if have < path.least_measures:
            name = offer.programme.name
            return (codes.NEEDS_UPGRADES.finding(programme=name, least=path.least_measures, have=have),)
    return (codes.NEEDS_OTHERS.finding(),)


def _mind(offer: Offer, ruling: Ruling) -> Iterator[Finding]:
    programme = offer.programme.name
    if offer.path is not None and offer.path.assessed:
        yield codes.ASSESSMENT.finding(programme=programme)
    if offer.income_tested:
        yield codes.INCOME.finding(programme=programme)
    if offer.pay.rule is Rule.NO_COST:
        yield codes.NO_COST.finding(programme=programme)
    if offer.pay.rule is Rule.NOT_SEEN and offer.kind is Kind.MONEY:
        yield codes.NOT_SEEN.finding(programme=programme)
    for doubt in offer.doubts:
        yield codes.DOUBTS[doubt].finding(amount=_cad(offer.pay.cents[TYPICAL]), other=_cad(offer.other_cents))
    if "heating_fuel" in ruling.home.missing:
        yield codes.FUEL_UNKNOWN.finding()


def why_not_used(verdict: Verdict, graph: Graph, solved: Outcome) -> tuple[Finding, ...]:
    """Why the typical amount counts nothing for an offer."""
    if verdict.answer is Answer.NOT:
        return verdict.because
    if verdict.offer.kind is not Kind.MONEY:
        return (codes.NOT_MONEY.finding(),)
    here = places(solved.layout.of_offer[verdict.offer.id])
    problem, found = solved.problems[TYPICAL], solved.found[TYPICAL]
    if all(solved.awards[place].ruling.truth < LEAST[TYPICAL] for place in here):
        return (codes.LESS_SURE.finding(), *verdict.because)
    if not any(problem.amounts[place] for place in here):
        return tuple(each for each in verdict.mind if each.code in _WITHOUT_AMOUNT) or (codes.LESS_SURE.finding(),)
    if any(found.mask >> place & 1 for place in here):
        return tuple(_full(graph, solved, solved.layout.of_offer[verdict.offer.id])) or (codes.PAID_IN_FULL.finding(),)
    others = sorted({name for place in here for name in _clashing(place, solved)})
    if others:
        unseen = any(
            exclusion.unseen and any(verdict.offer.id in group for group in exclusion.groups)
            for exclusion in graph.exclusions
        )
        better = codes.LEFT_FOR_BETTER.finding(other=", ".join(others))
        return (better, codes.TOGETHER_UNSEEN.finding()) if unseen else (better,)
    return verdict.because or (codes.NEEDS_OTHERS.finding(),)


_WITHOUT_AMOUNT = frozenset({codes.NOT_SEEN.code, codes.NO_COST.code})


def _clashing(place: int, solved: Outcome) -> Iterator[str]:
    """The programmes used that keep an award out."""
    chosen = solved.found[TYPICAL].mask
    for one, other in solved.problems[TYPICAL].clashes:
        against = other if one >> place & 1 else one if other >> place & 1 else 0
        for each in places(against & chosen):
            yield solved.awards[each].offer.programme.name


def about_all(graph: Graph, solved: Outcome) -> tuple[Finding, ...]:
    """What is said of the whole: caps that hold something back, and that nothing is promised."""
    capped = tuple(_full(graph, solved, solved.found[TYPICAL].mask))
    likely = (codes.LIKELY.finding(),) if solved.found[TYPICAL].cents else ()
    return (*capped, *likely)


def _full(graph: Graph, solved: Outcome, touching: int) -> Iterator[Finding]:
    """The caps over some of these awards that are asked for more than they give."""
    problem, found = solved.problems[TYPICAL], solved.found[TYPICAL]
    for limit in problem.given:
        asked_for = sum(problem.amounts[place] for place in places(limit.mask & found.mask))
        if limit.cap_id is None or asked_for <= limit.cents or not limit.mask & touching:
            continue
        whose = next(cap.programme for cap in graph.caps if cap.id == limit.cap_id)
        if whose is not None:
            yield codes.CAPPED.finding(programme=whose.name, cap=_cad(limit.cents))
        else:
            yield codes.CAPPED_TOGETHER.finding(cap=_cad(limit.cents))


def to_keep(path: Path) -> tuple[Finding, ...]:
    """The documents a path asks for."""
    return tuple(codes.EVIDENCE[name].finding() for name in path.evidence)


def _cad(cents: int | None) -> int | None:
    """Dollars as a sentence says them."""
    return None if cents is None else round(cents / 100)
