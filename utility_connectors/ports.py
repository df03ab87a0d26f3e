"""The small set of types every connector speaks: a file goes in, streams, rejects and findings come out.

A connector reads bytes and nothing else: no database, no network, no clock. What it could not keep it
counts by reason and, where one row is to blame, names by line; it never carries the row's content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from models.findings import Finding
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries


@dataclass(frozen=True, slots=True)
class Cost:
    """Money the sender printed beside the readings: an amount in units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not kept: where it stood and the stable code that says why. Never its content."""

    line: int
    code: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class UsageStream:
    """Everything one meter reading said: whose (in the sender's words), what, which way, and how much.

    `usage_point` and `account` are the sender's identifiers, needed to match a home and never logged.
    `series` is sorted and free of overlaps; None when its unit is unknown or not an amount we keep, in
    which case `count` still says how many readings there were. `updated` is the sender's last change,
    epoch seconds, 0 when unsaid: a later one replaces, an earlier one never does.
    """

    usage_point: str
    commodity: Commodity
    flow: Flow
    unit: Unit | None
    interval_s: int | None
    count: int
    series: UsageSeries | None
    updated: int = 0
    cost: Cost | None = None
    account: str | None = None
    storable: bool = True
    """False for demand, reactive power and the like: counted and reported, never stored as use."""


@dataclass(frozen=True, slots=True)
class UsageFile:
    """What one accepted file held."""

    format: str
    streams: tuple[UsageStream, ...]
    findings: tuple[Finding, ...] = ()
    rejects: tuple[Reject, ...] = ()
    reject_counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many readings were not kept, by code; at least as many as `rejects`, which is capped."""
