"""The frozen shapes of advice: evidence in, opportunities with ranges, reasons and a trace out.

Plain values for services, pages and the command line; `as_json` gives the shapes of the contract. No arithmetic here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from coach.advising.cash_flow import CashFlow
from coach.advising.kinds_of_no import No
from coach.advising.plan_types import Plan
from coach.advising.price_plans import PlanBills
from coach.advising.rebates import OfferSaid
from coach.advising.trace_types import Origin as Origin
from coach.advising.trace_types import TraceItem as TraceItem
from greener_homes.reference.price_periods import PricePlan
from models.findings import Finding
from models.house.degree_hours import DegreeHours
from models.house.facts import HomeFacts
from models.measures.catalogue import Measure
from models.measures.economics import Figure
from models.measures.occasions import Occasion
from models.money.loan import Loan
from models.money.value import AtReplacement, Payback
from models.quantities import FUEL_UNIT, Fuel
from models.ranking.candidate import Candidate
from models.savings.evidence import MeasuredUse
from models.savings.rule import Range
from models.series import Floats

USAGE_KEY: Mapping[Fuel, str] = MappingProxyType({fuel: f"{fuel}_{unit.lower()}" for fuel, unit in FUEL_UNIT.items()})
"""What a fuel's amounts are called in JSON: natural_gas_m3, electricity_kwh, oil_l, propane_l, wood_cord."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who said a fact and when (ISO date), as far as we know."""

    origin: Origin
    date: str | None = None


@dataclass(frozen=True, slots=True)
class HomeEvidence:
    """All that is known of one home when advice is made.

    `measured` holds fuels whose data can support a number; `findings` say what could not. `sources` by name of
    fact; a fact without one was said by the resident. `weather` is the normal year savings are stated for.
    """

    id: str
    facts: HomeFacts
    measured: Mapping[Fuel, MeasuredUse]
    weather: DegreeHours
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    hours: Floats | None = None


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One measure in one home, alone: savings by fuel a year, money in CAD, kg CO₂e, why, and what to mind.

    `carbon_kg` by marginal factors, `carbon_average_kg` by average ones. `monthly_cash_cad`: what is left in hand each
    month after paying back `loan`, where one was given. `cost_basis` says what the cost stands for. `by_plan`: a heat
    pump's bills on each plan; `replacement`: the measure against buying the like of old equipment again. `advised` is
    False for what is listed only because everything was asked for; `not_because` says why then. `candidate` is what
    the ranker saw of it. `offers`: the answer of every offer of money for it; `cash`: the same money by month and year,
    where traces are kept. `worst_first`: the household said its income is low, so the worst case is said first.
    `moment`: when the old one goes, for what is worth it then.
    """

    measure: Measure
    rank: int
    savings: Mapping[Fuel, Range]
    bill_cad: Range
    carbon_kg: Range
    cost: Figure
    incentive_cad: float
    net_present_value_cad: Range
    reasons: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    trace: tuple[TraceItem, ...]
    carbon_average_kg: Range
    payback_years: Payback
    monthly_cash_cad: Range
    cost_basis: str
    by_plan: Mapping[PricePlan, Range]
    replacement: AtReplacement | None
    loan: Loan | None
    candidate: Candidate
    not_because: Finding | None = None
    offers: tuple[OfferSaid, ...] = ()
    cash: CashFlow | None = None
    worst_first: bool = False
    moment: Occasion | None = None

    @property
    def advised(self) -> bool:
        return self.not_because is None

    def as_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "measure": self.measure.id,
            "rank": self.rank,
            "stage": self.measure.stage,
            "savings": {USAGE_KEY[fuel]: span.as_json(1) for fuel, span in self.savings.items()},
            "bill_cad_per_year": self.bill_cad.as_json(2),
            "carbon_kg_per_year": self.carbon_kg.as_json(1),
            "carbon_average_kg_per_year": self.carbon_average_kg.as_json(1),
            "cost_cad": {name: round(getattr(self.cost, name)) for name in ("low", "typical", "high")},
            "cost_basis": {"basis": self.cost_basis, "as_of": self.cost.as_of, "source_id": self.cost.source_id},
            "incentive_cad": round(self.incentive_cad),
            "net_present_value_cad": self.net_present_value_cad.as_json(0),
            "simple_payback_years": self.payback_years.as_json(),
            "monthly_cash_flow_cad": self.monthly_cash_cad.as_json(2),
            "loan": None if self.loan is None else self.loan.as_json(),
            "bill_cad_per_year_by_plan": {plan.value: span.as_json(2) for plan, span in self.by_plan.items()},
            "at_replacement": None if self.replacement is None else self.replacement.as_json(),
            "reasons": [reason.code for reason in self.reasons],
            "findings": [finding.as_json() for finding in self.findings],
            **({"worst_first": True} if self.worst_first else {}),
            **({} if self.moment is None else {"moment": _moment(self.moment)}),
        }


@dataclass(frozen=True, slots=True)
class NotAdvised:
    """A measure that is not put forward, and why: which `kind` of no, and what would change it (`details`)."""

    measure: Measure
    reason: Finding
    kind: No = No.SAVES_NOTHING
    details: tuple[Finding, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The contract's shape, with the facts that fill the sentences."""
        return {
            "measure": self.measure.id,
            "reason": self.reason.code,
            "facts": dict(self.reason.facts),
            "kind": self.kind.value,
            "details": [{"code": each.code, "facts": dict(each.facts)} for each in self.details],
        }


@dataclass(frozen=True, slots=True)
class Advice:
    """The machine's word on one home: nobody but a coach makes it a recommendation.

    `safety` names health and safety items to raise; `assumed` the facts the stock filled; `not_applicable` why the
    rest does not fit at all (for coaches; not in the contract's JSON). `versions` of the rules that made it.
    `price_plans` compares a year's electricity on every plan, before any work.
    """

    id: str
    measured: Mapping[Fuel, MeasuredUse]
    opportunities: tuple[Opportunity, ...]
    not_advised: tuple[NotAdvised, ...]
    not_applicable: tuple[NotAdvised, ...]
    plan: Plan
    safety: tuple[str, ...]
    assumed: tuple[str, ...]
    findings: tuple[Finding, ...]
    versions: Mapping[str, str]
    price_plans: PlanBills

    def as_json(self) -> dict[str, object]:
        """The contract's shape for one home."""
        return {
            "id": self.id,
            "baseline": {USAGE_KEY[fuel]: _baseline(use) for fuel, use in self.measured.items()},
            "opportunities": [each.as_json() for each in self.opportunities],
            "not_advised": [each.as_json() for each in self.not_advised],
            "roadmap": self.plan.as_json(),
            "safety": list(self.safety),
            "price_plans": self.price_plans.as_json(),
            "findings": [finding.as_json() for finding in self.findings],
        }


def _moment(at: Occasion) -> dict[str, object]:
    when = {"code": at.when.code, "facts": dict(at.when.facts)}
    return {"trigger": at.trigger.value, "year": at.year, "when": when}


def _baseline(use: MeasuredUse) -> dict[str, float]:
    parts = {"heating": use.heating, "base": use.base, "cooling": use.cooling}
    return {"normalised_annual": round(use.total, 1), **{name: round(value, 1) for name, value in parts.items()}}
