"""What is kept of a Green Button document while it is read: columns of readings and the few resources around them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

ABSENT = -(1 << 62)
"""Stands in a column for what the document does not say."""
UNSAID_QUALITY = -1


@dataclass(slots=True, eq=False)
class Resource:
    """One UsagePoint, MeterReading, ReadingType or usage summary: where it stands, what it points to, its numbers.

    `parent` is the resource it is nested in; `previous` the usage point (of a meter reading or summary) or meter
    reading named last before it. `line` is where it begins, `updated` when its entry last changed (epoch seconds, 0
    unsaid). A number that is there but is not an integer is None.
    """

    kind: str
    parent: Resource | None = None
    previous: Resource | None = None
    key: str = ""
    up: str = ""
    related: list[str] = field(default_factory=list)
    numbers: dict[str, int | None] = field(default_factory=dict)
    line: int = 0
    updated: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class BlockOwner:
    """What an interval block says of the meter reading it belongs to: what encloses it, its links, its place."""

    parent: Resource | None
    meter_key: str
    key: str
    up: str
    previous: Resource | None


def _whole_numbers() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Columns:
    """Every reading of the document in its order, and every block as the reading it begins with."""

    starts: array[int] = field(default_factory=_whole_numbers)
    durations: array[int] = field(default_factory=_whole_numbers)
    values: array[int] = field(default_factory=_whole_numbers)
    costs: array[int] = field(default_factory=_whole_numbers)
    qualities: array[int] = field(default_factory=_whole_numbers)
    lines: array[int] = field(default_factory=_whole_numbers)
    block_first: array[int] = field(default_factory=_whole_numbers)
    block_owner: array[int] = field(default_factory=_whole_numbers)
    block_updated: array[int] = field(default_factory=_whole_numbers)
    block_start: array[int] = field(default_factory=_whole_numbers)
    block_duration: array[int] = field(default_factory=_whole_numbers)

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(slots=True)
class Feed:
    """All a document holds that matters to readings, and which other kinds of document it is."""

    columns: Columns = field(default_factory=Columns)
    owners: list[BlockOwner] = field(default_factory=list)
    usage_points: list[Resource] = field(default_factory=list)
    meters: list[Resource] = field(default_factory=list)
    types: list[Resource] = field(default_factory=list)
    summaries: list[Resource] = field(default_factory=list)
    zones: list[Resource] = field(default_factory=list)
    updated: int = 0
    has_espi: bool = False
    has_customer: bool = False
    others: set[str] = field(default_factory=set)
