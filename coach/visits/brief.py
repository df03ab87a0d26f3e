"""What a coach reads before a visit: what the household wants, what is known and how surely, what to look at and why.

Made of the home's last assessment and of facts, under the household's permission for coaches and of no more than that
opens. Without the permission only what the resident said when they booked is in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from coach import assessment
from coach.advising import codes_advice
from coach.asking import conversations
from coach.asking.conversations import ThreadView
from coach.assessment import AssessmentView
from coach.cases import order, review
from coach.cases.changes import BILL
from coach.cases.order import CaseOpportunity
from coach.homes import permitted
from coach.visits.form import concerns
from coach.visits.visit_views import VisitView
from greener_homes import consent, homes
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import KnownFact

LOOKED_AT = 6
TOLD_WEIGHT = 0.35
"""How much of the doubt about a fact that nobody knows is left when the resident has told it (our own judgement)."""
SURE = frozenset({"coach", "energuide", "utility", "measured"})
NOT_LOOKED_AT = frozenset({"municipality", "price_plan", "income_qualified"})
"""Facts that no look at a home settles."""
WISHES = ("priorities", "goal", "budget_cad")
SAFETY = ("stop.", "check.")
SERIOUS = ("warning", "disqualification")
ABOUT_PRICES = ("price.", "cost.")
"""Doubts about figures, the same for every home: nothing to look at there."""


@dataclass(frozen=True, slots=True)
class LookAt:
    """A fact to settle: the measures that rest on it most, and by how much their yearly bill is in doubt [CAD]."""

    name: str
    is_told: bool
    measures: tuple[str, ...]
    low_cad: float
    high_cad: float


@dataclass(frozen=True, slots=True)
class Allowed:
    """A permission in force, and until when."""

    purpose: Purpose
    until: datetime


@dataclass(frozen=True, slots=True)
class Brief:
    """The page before a visit. `is_closed` where the household is not open to coaches."""

    concerns: tuple[str, ...]
    is_closed: bool = True
    assessed_at: datetime | None = None
    wishes: Mapping[str, object] = field(default_factory=dict)
    known: tuple[KnownFact, ...] = ()
    assumed: tuple[str, ...] = ()
    look_at: tuple[LookAt, ...] = ()
    stops: tuple[str, ...] = ()
    doubts: tuple[Mapping[str, object], ...] = ()
    questions: tuple[ThreadView, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    review_id: uuid.UUID | None = None


def brief(session: Session, found: VisitView, *, now: datetime) -> Brief:
    """The brief of a visit, of what is permitted now."""
    home_id, said = found.visit.home_id, concerns(found.answers)
    opened = permitted.for_coaches(session, home_id, at=now)
    in_force = consent.in_force(session, home_id, at=now)
    allowed = tuple({one.purpose: Allowed(one.purpose, one.expires_at) for one in in_force}.values())
    if not opened:
        return Brief(said, allowed=allowed)
    known = homes.known_facts(session, home_id)
    case = review.latest(session, home_id)
    told = Brief(
        said,
        is_closed=False,
        wishes={fact.name: fact.value for fact in known if fact.name in WISHES and fact.value is not None},
        known=tuple(fact for fact in known if fact.name not in WISHES and fact.value is not None),
        questions=tuple(conversations.of_home(session, home_id)),
        allowed=allowed,
        review_id=case.id if case else None,
    )
    if case is None:
        return told
    try:
        assessed = assessment.get(session, opened, case.assessment_id)
    except (NotFound, Refusal):  # it rests on more than the household opens to coaches now
        return told
    put = order.worked_order(session, home_id, case.assessment_id)
    return Brief(
        said,
        is_closed=False,
        assessed_at=assessed.created_at,
        wishes=told.wishes,
        known=told.known,
        assumed=tuple(_words(assessed.evidence.get("assumed"))),
        look_at=look_at(put),
        stops=tuple(_words(assessed.evidence.get("safety"))),
        doubts=tuple(_to_check(assessed, put)),
        questions=told.questions,
        allowed=allowed,
        review_id=case.id,
    )


def look_at(put: Sequence[CaseOpportunity]) -> tuple[LookAt, ...]:
    """The facts whose doubt moves the order most, first what moves it most.

    Each opportunity in the order shares its doubt, which is the width of its yearly bill over its place, among the
    facts of its trace that nobody has seen: whole for one taken from similar homes, a part for one the resident told.
    """
    weight: dict[str, float] = {}
    touched: dict[str, dict[str, tuple[float, float, float]]] = {}
    told: dict[str, bool] = {}
    for item in put:
        ends = _ends(item.numbers)
        if ends is None or item.is_removed:
            continue
        doubt = (ends[1] - ends[0]) / max(item.place, 1)
        for name, origin in _facts(item):
            if origin in SURE or name in NOT_LOOKED_AT:
                continue
            told[name] = origin == "resident"
            mine = doubt * (TOLD_WEIGHT if told[name] else 1.0)
            weight[name] = weight.get(name, 0.0) + mine
            touched.setdefault(name, {})[item.measure] = (mine, *ends)
    first = sorted(weight, key=lambda name: (-weight[name], name))[:LOOKED_AT]
    return tuple(_look_at(name, told[name], touched[name]) for name in first if weight[name] > 0)


def _look_at(name: str, is_told: bool, touched: Mapping[str, tuple[float, float, float]]) -> LookAt:
    most = sorted(touched, key=lambda measure: (-touched[measure][0], measure))
    _, low, high = touched[most[0]]
    return LookAt(name, is_told, tuple(most[:2]), low, high)


def _facts(item: CaseOpportunity) -> list[tuple[str, str]]:
    return [
        (str(entry.get("name")), str(entry.get("origin")))
        for entry in item.trace
        if entry.get("label") == codes_advice.TRACE_FACT.code
    ]


def _to_check(assessed: AssessmentView, put: Sequence[CaseOpportunity]) -> list[Mapping[str, object]]:
    """What stops work or must be looked at before it, then what else is in doubt; each once."""
    stopped = [
        {"code": one.get("reason"), "severity": SERIOUS[0], "facts": one.get("facts")} for one in assessed.not_advised
    ]
    of_work = [one for item in put if not item.is_removed for one in _found(item.numbers.get("findings"))]
    safety = [one for one in (*stopped, *of_work) if str(one.get("code")).startswith(SAFETY)]
    found: dict[str, Mapping[str, object]] = {}
    for one in (*safety, *assessed.findings):
        if one.get("severity") in SERIOUS and not str(one.get("code")).startswith(ABOUT_PRICES):
            found.setdefault(str(one.get("code")), one)
    return list(found.values())


def _found(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _ends(numbers: Mapping[str, object]) -> tuple[float, float] | None:
    found = numbers.get(BILL)
    if not isinstance(found, Mapping):
        return None
    low, high = found.get("p10"), found.get("p90")
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return None
    return float(low), float(high)


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
