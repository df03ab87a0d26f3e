"""The documents of referrals: what a lender reads of its own, what it says back, and the list it compares.

Money is written in dollars with two digits after the point, a yearly rate in per cent with at most three: never as a
binary fraction.
"""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from coach.referrals.charges import MOST_RATE_THOUSANDTHS, MOST_TERM_YEARS
from coach.referrals.comparing import Differs
from coach.referrals.endings import ReferralEnd
from coach.referrals.states import ReferralEventKind, ReferralNeed, ReferralState
from greener_homes.consent import ReferralField
from web.partner_api.describe import Query
from web.partner_api.models import PAGE, Count, Id, Moment, Out

DOLLARS = re.compile(r"(0|[1-9][0-9]{0,6})\.[0-9]{2}", re.ASCII)
PERCENT = re.compile(r"(0|[1-9][0-9]?)(\.[0-9]{1,3})?", re.ASCII)
FIELDS = re.compile(r"[a-z_]{1,20}(,[a-z_]{1,20}){0,9}", re.ASCII)
LIST_MAXIMUM = 5_000


def _cents(value: Any) -> int:
    if not isinstance(value, str) or DOLLARS.fullmatch(value) is None:
        raise ValueError("dollars and cents, as 18500.00")
    return int(value.replace(".", ""))


def _thousandths(value: Any) -> int:
    if not isinstance(value, str) or PERCENT.fullmatch(value) is None:
        raise ValueError("per cent a year, as 4.5")
    whole, _, part = value.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0") or 0)


def _fields(value: Any) -> tuple[ReferralField, ...]:
    if not isinstance(value, str) or FIELDS.fullmatch(value) is None:
        raise ValueError("names of fields with commas between")
    return tuple(ReferralField(one) for one in value.split(","))


Cents = Annotated[
    int, BeforeValidator(_cents), Field(ge=1),
    WithJsonSchema({"type": "string", "pattern": f"^{DOLLARS.pattern}$", "examples": ["18500.00"]}),
]  # fmt: skip
Thousandths = Annotated[
    int, BeforeValidator(_thousandths), Field(ge=0, le=MOST_RATE_THOUSANDTHS),
    WithJsonSchema({"type": "string", "pattern": f"^{PERCENT.pattern}$", "examples": ["4.5"]}),
]  # fmt: skip
Fields = Annotated[
    tuple[ReferralField, ...], BeforeValidator(_fields),
    WithJsonSchema({"type": "string", "description": "Names of fields with commas between."}),
]  # fmt: skip
EventKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]


class ReferralEventDocument(Out):
    """Something you said happened. `fits` is false while it does not fit what happened before it."""

    event_id: str
    kind: ReferralEventKind
    occurred_at: AwareDatetime
    amount: str | None
    fits: bool


class ReferralDocument(Out):
    """One resident sent to you, and where that stands. Nothing here says who it is: fetch the package for that."""

    id: uuid.UUID
    state: ReferralState
    state_since: AwareDatetime
    sent_at: AwareDatetime
    offer_id: uuid.UUID | None
    version: int
    fields: list[ReferralField]
    needs: list[ReferralNeed]
    funded: str | None
    events: list[ReferralEventDocument]
    links: dict[str, str]


class ReferralsDocument(Out):
    """Residents sent to you, oldest first."""

    items: list[ReferralDocument]
    next: str | None
    """Where the page after this one is; none on the last."""


class PackageDocument(Out):
    """What one resident sent you: the fields agreed to, each under its own name, and nothing beside them."""

    document_schema: str
    referral_id: uuid.UUID
    version: int
    made_at: AwareDatetime
    parts: dict[ReferralField, Any]


class EventRequest(BaseModel):
    """Something that happened, under an id of yours that you never use for anything else.

    `needs` goes with needs_information; `amount` with approved, enrolled, funded and repaid; `rate_percent` and `years`
    with enrolled, which only a utility says, as it does ended and transferred.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    event_id: EventKey
    kind: ReferralEventKind
    occurred_at: Moment
    needs: Annotated[list[ReferralNeed], Field(max_length=len(ReferralNeed))] = []
    amount: Cents | None = None
    rate_percent: Thousandths | None = None
    years: Annotated[int, Field(ge=1, le=MOST_TERM_YEARS)] | None = None


class ToldDocument(Out):
    """Where the referral stands with your event. `is_new` is false for one you had told us before."""

    is_new: bool
    referral: ReferralDocument


class ChargeDocument(Out):
    """One month's line on the bill. `month` is its first day, `owed` what is left after it."""

    month: date
    amount: str
    interest: str
    owed: str


class ScheduleDocument(Out):
    """Every charge of an enrolment, until it ended on the bill."""

    items: list[ChargeDocument]


class NoticeDocument(Out):
    """A referral you have to stop: delete what you fetched, use it no more, and confirm."""

    id: uuid.UUID
    referral_id: uuid.UUID
    why: ReferralEnd
    at: AwareDatetime
    confirmed_at: AwareDatetime | None
    links: dict[str, str]


class NoticesDocument(Out):
    """What you have to stop, oldest first."""

    items: list[NoticeDocument]
    next: str | None


class ListedReferral(BaseModel):
    """One line of your list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    referral_id: Id
    state: ReferralState
    funded: Cents | None = None


class ComparisonRequest(BaseModel):
    """All referrals you hold, as you hold them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    items: Annotated[list[ListedReferral], Field(max_length=LIST_MAXIMUM)]


class DifferenceDocument(Out):
    """One referral on which your list and ours differ."""

    referral_id: uuid.UUID
    how: Differs
    ours: ReferralState | None
    theirs: ReferralState | None


class ComparisonDocument(Out):
    """What differs; staff of the programme see the same."""

    at: AwareDatetime
    compared: int
    differences: list[DifferenceDocument]


class ReferralsQuery(Query):
    """Which referrals, or notices, to list."""

    limit: Count = PAGE
    after: Id | None = None
    """The last one of the page before this one."""


class PackageQuery(Query):
    """Which version and which of its fields to fetch: the newest, and all that was agreed to, unless named."""

    version: Count | None = None
    fields: Fields | None = None
