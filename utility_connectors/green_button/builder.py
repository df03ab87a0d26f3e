"""What a walk through a Green Button document leaves behind: a feed, element by element.

The reader in `feed` says which element begins or ends and with what text; here that becomes columns, resources
and their links. A number that is no number costs its reading, and its line and code are tallied.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from greener_homes.errors import Refusal
from models.findings import Code
from utility_connectors import codes
from utility_connectors.green_button.links import meter_key_of, resource_key
from utility_connectors.green_button.resources import ABSENT, UNSAID_QUALITY, BlockOwner, Feed, Resource
from utility_connectors.green_button.vocabulary import (
    QUALITIES,
    SAID_COST_EXPONENTS,
    UNKNOWN_QUALITY,
    UOM_CURRENCY,
)
from utility_connectors.limits import Limits
from utility_connectors.tally import Tally

_INTEGER = re.compile(r"[ \t\r\n]*(-?[0-9]{1,18})[ \t\r\n]*")
_DATE_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


class FeedBuilder:
    """One feed in the making. `enter_…` and `leave_…` are named in the table of states; `slots` hold leaves' text."""

    def __init__(self, limits: Limits, tally: Tally, where: Callable[[], tuple[int, int]]) -> None:
        self.feed = Feed()
        self.slots: dict[str, str | None] = {}
        self.reading_at = -1
        self.reading_line = 0
        self.reading_taken = False
        self._limits = limits
        self._tally = tally
        self._where = where
        self._kept = 0
        self._open: list[Resource] = []
        self._in_entry = False
        self._links: list[tuple[str, str]] = []
        self._updated = 0
        self._resources: list[Resource] = []
        self._blocks: list[tuple[int, Resource | None]] = []
        self._owner_numbers: dict[tuple[int, str, str, str, int], int] = {}

    def enter_entry(self, _: str) -> None:
        """An Atom entry begins; one inside another ends that one."""
        if self._in_entry:
            self.leave_entry()
        self._in_entry = True

    def link(self, attributes: dict[str, str]) -> None:
        """The entry at hand has a link; those of the feed itself lead nowhere we go."""
        if self._in_entry and attributes.get("href"):
            if len(self._links) >= self._limits.espi_max_links:
                raise Refusal(codes.TOO_MANY_RESOURCES, limit=self._limits.espi_max_links)
            self._links.append((attributes.get("rel", ""), resource_key(attributes["href"])))

    def leave_updated(self) -> None:
        """When the entry, or outside entries the feed, was last changed is known."""
        moment = _epoch_of(self.slots.pop("updated", None))
        if self._in_entry:
            self._updated = moment
        else:
            self.feed.updated = moment

    def leave_entry(self) -> None:
        """The entry's links now belong to its outermost resources and its blocks."""
        key = next((href for rel, href in self._links if rel == "self"), "")
        up = next((href for rel, href in self._links if rel == "up"), "")
        related = [href for rel, href in self._links if rel not in ("self", "up")]
        for resource in self._resources:
            resource.updated = self._updated
            if resource.parent is None:
                self._count_resource(len(related))
                resource.key, resource.up, resource.related = key, up, related
        for block, parent in self._blocks:
            self._own(block, parent, key, up)
        self._in_entry, self._updated = False, 0
        self._links, self._resources, self._blocks = [], [], []

    def enter_resource(self, kind: str) -> None:
        """A resource of this kind has begun."""
        self._count_resource()
        feed = self.feed
        lists = {
            "UsagePoint": feed.usage_points,
            "MeterReading": feed.meters,
            "ReadingType": feed.types,
            "UsageSummary": feed.summaries,
            "LocalTimeParameters": feed.zones,
        }
        before = feed.usage_points if kind in ("MeterReading", "UsageSummary") else feed.meters
        parent, previous = self._open[-1:], before[-1:]
        resource = Resource(kind, parent[0] if parent else None, previous[0] if previous else None)
        resource.line = self._where()[1]
        self.feed.has_espi = True
        lists[kind].append(resource)
        self._open.append(resource)
        self._resources.append(resource)
        self.slots = {}

    def leave_resource(self) -> None:
        """The innermost open resource is complete."""
        self._open.pop()

    def leave_number(self) -> None:
        """One number of the open resource is known; blank is as if it were not there, except for the multiplier."""
        name, text = self.slots.popitem()
        numbers = self._open[-1].numbers
        if text is not None and not text.strip() and not name.endswith("powerOfTenMultiplier"):
            return
        number = _integer(text)
        numbers[name] = number if numbers.get(name, number) == number else None

    def enter_line_item(self, _: str) -> None:
        """A line of the bill begins."""
        self.slots = {}

    def leave_line_item(self) -> None:
        """Where the line repeats the bill's amount and says the scale of its money, that scale is the bill's.

        By the schema the bill's amount stands before its lines.
        """
        amount, unit = _integer(self.slots.get("amount")), _integer(self.slots.get("uom"))
        exponent = _integer(self.slots.get("powerOfTenMultiplier"))
        self.slots = {}
        numbers = self._open[-1].numbers
        is_the_bill = amount is not None and amount == numbers.get("billLastPeriod")
        if is_the_bill and unit == UOM_CURRENCY and exponent in SAID_COST_EXPONENTS:
            numbers["billLastPeriod.powerOfTenMultiplier"] = exponent

    # Blocks and readings ------------------------------------------------------------------------------------------

    def enter_block(self, _: str) -> None:
        """Readings from here on belong to a new block."""
        self.feed.has_espi = True
        columns = self.feed.columns
        columns.block_first.append(len(columns))
        columns.block_owner.append(0)
        columns.block_updated.append(0)
        columns.block_start.append(ABSENT)
        columns.block_duration.append(ABSENT)
        block, parent = len(columns.block_first) - 1, self._open[-1] if self._open else None
        if self._in_entry:
            self._blocks.append((block, parent))
        else:
            self._own(block, parent, "", "")
        self.slots = {}

    def enter_interval(self, _: str) -> None:
        """The block's own period begins."""
        self.slots = {}

    def leave_interval(self) -> None:
        """The block's own period is known, or said to be no period."""
        start, duration = _integer(self.slots.get("start")), _integer(self.slots.get("duration"))
        self.feed.columns.block_start[-1] = ABSENT if start is None else start
        self.feed.columns.block_duration[-1] = ABSENT if duration is None else duration
        self.slots = {}

    def enter_reading(self, _: str) -> None:
        """A reading begins, here."""
        self.reading_at, self.reading_line = self._where()
        self.slots = {}

    def leave_quality(self) -> None:
        """The worse of this and the qualities the reading already has, as our number."""
        code = _integer(self.slots.pop("code", None))
        quality = UNKNOWN_QUALITY if code is None else QUALITIES.get(code, UNKNOWN_QUALITY)
        self.slots["quality"] = str(max(int(self.slots.get("quality") or 0), int(quality)))

    def leave_reading(self) -> None:
        """The reading is in the columns, or tallied; one that a run has taken is there already."""
        if self.reading_taken:
            self.reading_taken = False
            return
        slots, line = self.slots, self.reading_line
        value = _integer(slots.get("value"))
        if value is None:
            self._tally.add(codes.READING_VALUE, line)
            return
        start = self._moment("start", codes.READING_TIME)
        duration = self._moment("duration", codes.READING_DURATION)
        if start is None or duration is None:
            return
        cost = _integer(slots.get("cost"))
        columns = self.feed.columns
        columns.values.append(value)
        columns.starts.append(start)
        columns.durations.append(duration)
        columns.costs.append(ABSENT if cost is None else cost)
        columns.qualities.append(int(slots["quality"] or 0) if "quality" in slots else UNSAID_QUALITY)
        columns.lines.append(line)

    def _moment(self, name: str, code: Code) -> int | None:
        """A start or duration; ABSENT where the element is missing, None (and tallied) where it is no number."""
        if name not in self.slots:
            return ABSENT
        number = _integer(self.slots[name])
        if number is None:
            self._tally.add(code, self.reading_line)
        return number

    def _own(self, block: int, parent: Resource | None, key: str, up: str) -> None:
        """The block's owner is noted, once for all blocks that name it in the same words."""
        previous = self.feed.meters[-1] if self.feed.meters else None
        meter_key = meter_key_of(key, up)
        if meter_key or parent is not None:
            key = up = ""
            previous = None
        identity = (id(parent), meter_key, key, up, id(previous))
        number = self._owner_numbers.get(identity)
        if number is None:
            self._count_resource()
            number = self._owner_numbers[identity] = len(self.feed.owners)
            self.feed.owners.append(BlockOwner(parent, meter_key, key, up, previous))
        self.feed.columns.block_owner[block] = number
        self.feed.columns.block_updated[block] = self._updated if self._in_entry else 0

    def _count_resource(self, links: int = 0) -> None:
        self._kept += 1 + links
        if self._kept > self._limits.espi_max_resources:
            raise Refusal(codes.TOO_MANY_RESOURCES, limit=self._limits.espi_max_resources)


def _integer(text: str | None) -> int | None:
    """A whole number written in ASCII digits with at most white space around it, or None."""
    if text is None:
        return None
    if text.isdigit() and text.isascii() and len(text) <= 18:
        return int(text)
    found = _INTEGER.fullmatch(text)
    return int(found[1]) if found else None


def _epoch_of(text: str | None) -> int:
    """Epoch seconds of an Atom date, taken as universal time where it does not say; 0 where it is no date."""
    found = _DATE_TIME.fullmatch(text.strip()) if text else None
    if found is None:
        return 0
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour <= 24 and minute < 60 and second <= 60 and year >= 1970):
        return 0
    zone = found[7] or "Z"
    offset = 0 if zone == "Z" else (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60) * (-1 if zone[0] == "-" else 1)
    return calendar.timegm((year, month, day, hour, minute, second)) - offset
