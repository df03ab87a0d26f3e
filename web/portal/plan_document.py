"""A resident's plan as a document for software: its shape, which is the JSON schema given out beside it.

Money is whole cents, always. Ranges hold in eight cases of ten. Names end in what they count: cents, kg, years.
A name that is here stays: `version` goes up by a whole number when one is taken away or means something else, and
behind the point when one is added.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

VERSION: Final = "1.0"
FactValue = str | int | float | bool | None


class Part(BaseModel):
    """The parent of every part: no name but those of the schema."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CentsRange(Part):
    """Cents: eight cases of ten lie between p10 and p90, half below p50."""

    p10: int
    p50: int
    p90: int


class CentsEnds(Part):
    """Cents, from the least to the most."""

    low: int
    high: int


class CentsOfWork(Part):
    """Cents of work: a cheap, a typical and a dear job."""

    low: int
    typical: int
    high: int


class KilogramsRange(Part):
    """Kilograms of CO2e a year."""

    p10: float
    p50: float
    p90: float


class Years(Part):
    """Years until it has paid for itself; null where it never does."""

    p10: float | None
    p50: float | None
    p90: float | None


class Said(Part):
    """Something to know, as a stable code with its facts."""

    code: str
    facts: dict[str, FactValue]


class TraceLine(Part):
    """One input behind the numbers, where it came from and when."""

    label: str
    name: str | None
    value: FactValue
    unit: str
    origin: str
    source_id: str | None
    date: str | None


class Basis(Part):
    """What a cost stands for, its day and its source."""

    basis: str
    as_of: str
    source_id: str


class Incentive(Part):
    """One offer of money that is not lent: its answer, what of it is counted, and why."""

    offer: str
    programme: str
    name_en: str
    name_fr: str
    kind: str
    answer: str
    is_free: bool
    counted_cents: int
    missing: list[str]
    because: list[Said]
    source_id: str
    last_seen: str


class Step(Part):
    """One recommendation by itself, as a coach left it. `coachs_own` names numbers that are the coach's."""

    recommendation_id: uuid.UUID
    measure: str
    title_en: str
    title_fr: str
    rank: int
    is_later: bool
    coachs_own: list[str]
    cost_cents: CentsOfWork
    cost_basis: Basis | None
    incentive_cents: int
    incentives: list[Incentive]
    pay_cents: CentsOfWork
    bill_cents_per_year: CentsRange
    bill_cents_per_year_by_price_plan: dict[str, CentsRange]
    payback_years: Years | None
    value_cents: CentsRange | None
    left_each_month_cents: CentsRange | None
    months_cents: list[CentsEnds]
    in_hand_after_year_cents: list[CentsEnds]
    carbon_kg_per_year: KilogramsRange
    carbon_average_kg_per_year: KilogramsRange | None
    findings: list[Said]
    trace: list[TraceLine]


class Month(Part):
    """One month of the whole plan: what is left in hand, and what that is made of in a typical case."""

    month: str
    in_hand_cents: CentsRange
    saved_cents: int
    paid_cents: int
    given_cents: int
    spared_cents: int
    brought_cents: int
    repaid_cents: int


class BillNeutral(Part):
    """Whether bills are no higher than now in the first year, and in which share of cases."""

    answer: Literal["yes", "maybe", "no"]
    share: float


class Hang(Part):
    """One thing the whole plan hangs on: how low and high it was tried, as times what is expected, and what then."""

    on: str
    low: float
    high: float
    at_low_cents: int
    at_high_cents: int
    source_id: str


class Whole(Part):
    """The steps of the plan together, in time. Steps that save the same heat are never added up.

    `agrees` is false where prices or rules have changed since the coach looked.
    """

    measures: list[str]
    undated: list[str]
    first_month: str
    upfront_cents: int
    at_once_cents: dict[str, int]
    value_cents: CentsRange
    payback_years: Years
    bill_neutral_first_year: BillNeutral
    months: list[Month]
    in_hand_after_year_cents: list[CentsRange]
    hangs: list[Hang]
    agrees: bool
    trace: list[TraceLine]


class LentOffer(Part):
    """What a lender offers for this very plan. Likely or maybe, never a promise; the order is the true annual cost."""

    id: uuid.UUID
    key: str
    version: int
    lender: str
    kind: str
    name_en: str
    name_fr: str
    is_likely: bool
    missing: list[Said]
    mind: list[Said]
    covers: list[str]
    amount_cents: int
    left_cents: int
    rate_percent: str
    true_annual_percent: str
    effective_annual_percent: str
    months: int
    payments: int
    payments_per_year: int
    payment_cents: int
    last_payment_cents: int
    fees_cents: int
    fees_at_start_cents: int
    interest_cents: int
    total_cents: int
    cost_cents: int
    on_moving: str
    valid_from: date
    valid_until: date | None
    page_url: str


class PricePlans(Part):
    """A year of the home's electricity on every price plan, before any work."""

    current: str
    hours: str
    bill_cents_per_year: dict[str, CentsRange]
    best_other: str
    saving_cents_per_year: CentsRange


class PlanDocument(Part):
    """A plan that a coach approved, with all its money, on the day it was asked for.

    `assessment_id` and each `recommendation_id` are what the numbers can be traced by; `model_versions` what made
    them; `prices_of` the day whose prices they are worked out with.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)

    schema_address: str = Field(serialization_alias="$schema")
    version: Literal["1.0"] = VERSION
    currency: Literal["CAD"] = "CAD"
    home: str
    made_at: AwareDatetime
    reviewed_at: AwareDatetime
    assessed_at: AwareDatetime
    prices_of: date
    assessment_id: uuid.UUID
    model_versions: dict[str, str]
    steps: list[Step]
    whole: Whole | None
    offers: list[LentOffer]
    price_plans: PricePlans | None
    about_prices: list[Said]


def schema() -> dict[str, Any]:
    """The JSON schema of a plan."""
    found = PlanDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
