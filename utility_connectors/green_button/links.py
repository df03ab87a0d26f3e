"""Which reading belongs to which meter reading, reading type and usage point.

Green Button documents join their parts by Atom links, and real ones break them in every way: relative beside
absolute, missing, one-sided, nested instead of linked. Links are followed where they lead somewhere; what they
leave open is settled only where there is a single possibility, or said to be unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from utility_connectors.green_button.resources import BlockOwner, Feed, Resource

LONGEST_LINK = 2_000
K = TypeVar("K", bound=Hashable)
BLOCK, METER, POINT, TYPE = "/IntervalBlock", "/MeterReading", "UsagePoint/", "ReadingType/"
SUMMARIES = ("/UsageSummary", "/ElectricPowerUsageSummary")


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """One meter reading with what it was found to belong to. `position_only`: only its place says which meter."""

    meter: Resource | None
    meter_key: str
    usage_point: Resource | None
    usage_point_key: str
    reading_type: Resource | None
    type_assumed: bool = False
    position_only: bool = False


def resource_key(href: str) -> str:
    """The part of a link that names the resource, alike for relative and absolute links."""
    try:
        path = urlsplit(href.strip()[:LONGEST_LINK]).path
    except ValueError:
        return ""
    path = "/".join(part for part in path.split("/") if part)
    return path.rsplit("resource/", 1)[-1]


def meter_key_of(key: str, up: str) -> str:
    """The meter reading a block's own links name, or an empty string."""
    if up.endswith(BLOCK):
        return up[: -len(BLOCK)]
    before, separator, _ = key.rpartition(BLOCK + "/")
    if separator:
        return before
    return up if METER[1:] + "/" in up else ""


class Resolver:
    """Follows the links of one document. Built once, asked once for each way a block names its owner."""

    def __init__(self, feed: Feed) -> None:
        self._meters = _first_by(feed.meters, lambda meter: [meter.key])
        self._meter_of_related = _first_by(feed.meters, lambda meter: meter.related)
        self._only_meter = feed.meters[0] if len(feed.meters) == 1 else None
        self._has_meters = bool(feed.meters)
        self._points = _first_by(feed.usage_points, lambda point: [point.key])
        self._point_of_related = _first_by(feed.usage_points, lambda point: point.related)
        self._only_point = feed.usage_points[0] if len(feed.usage_points) == 1 else None
        self._types = _agreed_by(feed.types, lambda kind: [kind.key])
        self._types_by_tail = _agreed_by(feed.types, lambda kind: [_tail(kind.key)] if kind.key else [])
        self._types_by_meter = _agreed_by(feed.types, _meters_named_by)
        self._types_nested = _agreed_by(feed.types, lambda kind: [id(_enclosing(kind.parent, "MeterReading"))])
        self._only_type = _agreed(feed.types)
        self._linked: dict[tuple[int, str], Linked] = {}

    def resolve(self, owner: BlockOwner) -> Linked:
        """The meter reading the block belongs to; the same object for blocks of the same meter reading."""
        meter, position_only = self._meter(owner)
        key = owner.meter_key or (meter.key if meter is not None else "")
        identity = (id(meter) if meter is not None else 0, key)
        if identity not in self._linked:
            self._linked[identity] = self._link(meter, key, position_only)
        return self._linked[identity]

    def resolve_summary(self, summary: Resource) -> Linked:
        """The usage point a bill summary belongs to, with neither meter reading nor reading type."""
        point, position_only = _enclosing(summary.parent, "UsagePoint"), False
        named = [_point_named_by(link) for link in (summary.up, summary.key, *summary.related)]
        if point is None:
            known = (self._points[name] for name in named if name in self._points)
            point = next(known, None) or self._point_of_related.get(summary.key)
            point = point or self._point_of_related.get(summary.up) or self._only_point
        if point is None and not any(named):
            point, position_only = summary.previous, summary.previous is not None
        key = point.key if point is not None else next((name for name in named if POINT in name), "")
        return Linked(None, "", point, key, None, position_only=position_only)

    def _meter(self, owner: BlockOwner) -> tuple[Resource | None, bool]:
        nested = _enclosing(owner.parent, "MeterReading")
        found = nested or self._meters.get(owner.meter_key)
        found = found or self._meter_of_related.get(owner.key) or self._meter_of_related.get(owner.up)
        if found is not None or owner.meter_key or not self._has_meters:
            return found or self._only_meter, False
        if self._only_meter is not None:
            return self._only_meter, False
        return owner.previous, owner.previous is not None

    def _link(self, meter: Resource | None, key: str, position_only: bool) -> Linked:
        kind, assumed = self._type(meter, key)
        if position_only and self._only_type is None:
            kind = None
        point = self._point(meter, key)
        point_key = point.key if point is not None else ""
        if not point_key and POINT in key:
            point_key = key.split(METER, 1)[0]
        return Linked(meter, key, point, point_key, kind, assumed, position_only)

    def _type(self, meter: Resource | None, key: str) -> tuple[Resource | None, bool]:
        """The reading type, and whether it had to be assumed against a link that leads nowhere."""
        if meter is not None and id(meter) in self._types_nested:
            return self._types_nested[id(meter)], False
        named = [link for link in meter.related if TYPE in link or link in self._types] if meter is not None else []
        exact = [self._types[link] for link in named if link in self._types]
        if exact:
            return _agreed(exact), False
        if key in self._types_by_meter:
            return self._types_by_meter[key], False
        tails = [self._types_by_tail[_tail(link)] for link in named if _tail(link) in self._types_by_tail]
        if tails:
            return _agreed(tails), False
        return self._only_type, self._only_type is not None and bool(named)

    def _point(self, meter: Resource | None, key: str) -> Resource | None:
        nested = _enclosing(meter.parent, "UsagePoint") if meter is not None else None
        if nested is not None:
            return nested
        candidates = [key.split(METER, 1)[0], meter.up.removesuffix(METER) if meter is not None else ""]
        for candidate in filter(None, candidates):
            if candidate in self._points:
                return self._points[candidate]
        found = self._point_of_related.get(key) or self._point_of_related.get(key.rsplit("/", 1)[0])
        if found is not None or self._only_point is not None:
            return found or self._only_point
        return meter.previous if meter is not None and not key else None


def _enclosing(resource: Resource | None, kind: str) -> Resource | None:
    while resource is not None and resource.kind != kind:
        resource = resource.parent
    return resource


def _point_named_by(link: str) -> str:
    """The usage point above a link to its summaries; any other link as it is."""
    for name in SUMMARIES:
        link = link.split(name, 1)[0]
    return link


def _tail(key: str) -> str:
    return key.rsplit(TYPE, 1)[-1]


def _meters_named_by(kind: Resource) -> list[str]:
    """The meter readings a reading type points back to, or stands under."""
    before, separator, _ = kind.key.rpartition("/" + TYPE)
    return [*(link for link in kind.related if METER[1:] in link), *([before] if separator else [])]


def _first_by(resources: Iterable[Resource], keys: Callable[[Resource], Iterable[str]]) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for resource in resources:
        for key in filter(None, keys(resource)):
            found.setdefault(key, resource)
    return found


def _agreed_by(kinds: Iterable[Resource], keys: Callable[[Resource], Iterable[K]]) -> dict[K, Resource | None]:
    """Reading types by key; None where several of the same key differ."""
    found: dict[K, Resource | None] = {}
    for kind in kinds:
        for key in filter(None, keys(kind)):
            found[key] = _agreed([found[key], kind]) if key in found else kind
    return found


def _agreed(kinds: Sequence[Resource | None]) -> Resource | None:
    """The one reading type, or one of several that say the same; None where they differ or there is none."""
    first = kinds[0] if kinds else None
    if first is None or any(kind is None or kind.numbers != first.numbers for kind in kinds):
        return None
    return first
