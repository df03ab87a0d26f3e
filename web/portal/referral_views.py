"""What the pages of referrals are told: whom to ask, what would go, what went, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from web.components import Chip, Fact, FieldError, Link, Notice, Question, Term
from web.portal.on_bill import ChargeRow
from web.referral_shown import Part


@dataclass(frozen=True, slots=True)
class Line:
    """One referral in the list: to whom, since when, where it stands."""

    to: str
    sent: str
    state: Chip
    href: str


@dataclass(frozen=True, slots=True)
class Referrals:
    """What the resident sent, and whom else they can ask."""

    sent: tuple[Line, ...]
    lenders: tuple[Link, ...]
    has_plan: bool
    plan_url: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The first step: what may go, nothing ticked."""

    lender: str
    url: str
    fields: Question
    has_plan: bool
    plan_url: str
    back_url: str
    offer: str = ""
    about: str = ""
    """The offer the resident has in mind, by its name; empty without one."""
    moving: str = ""
    """What that offer says of a move."""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Looking:
    """The second step: exactly what would go, in which words it is agreed to, and yes or no."""

    lender: str
    parts: tuple[Part, ...]
    stays: str
    terms: tuple[Term, ...]
    url: str
    statement: str
    shown: str
    fields: tuple[str, ...]
    legal: str
    change_url: str
    offer: str = ""
    about: str = ""
    moving: str = ""
    changed: Notice | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that happened, in plain words, and when."""

    title: str
    when: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """Where one referral stands, what happened, what went, and how to stop."""

    lender: str
    heading: str
    text: str
    state: Chip
    stages: tuple[Stage, ...]
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    charge: tuple[Fact, ...]
    charges: tuple[ChargeRow, ...]
    charges_url: str
    receipts: tuple[Link, ...]
    file_url: str
    stop_url: str
    again_url: str
    looked_url: str
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Stopping:
    """Asks again before stopping."""

    lender: str
    url: str
    keep_url: str
