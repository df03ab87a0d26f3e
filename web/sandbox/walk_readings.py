"""The steps of the check about resources: who may read, what a feed holds, and whether it is what was asked for."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

from models.findings import Severity
from utility_connectors.ports import UsageFile
from utility_connectors.usage_file import examine
from web.sandbox.conversation import Said
from web.sandbox.walk import Skipped, Walk, expect, require, shown

DAY_S = 86_400
WINDOW_S = 30 * DAY_S
FRESH_S = 8 * DAY_S
"""A custodian whose newest reading is older than that is late."""
WAIT_S, MOST_WAITS = 10.0, 12
"""Between two looks at readings that are being prepared, and how often we look."""
DENIED = (401, 403, 404)
CUSTOMER_NAMESPACE = b"naesb.org/espi/customer"
_STATUS = re.compile(rb"<(?:[A-Za-z0-9_]+:)?status>\s*([0-9])\s*<")
_SERVICE = re.compile(rb"<(?:[A-Za-z0-9_]+:)?currentStatus>\s*([0-9])\s*<")


def service_status(walk: Walk) -> None:
    """The service says it is up."""
    url = walk.talk.utility.service_status_url
    if not url:
        raise Skipped("the utility's file names no service_status_url")
    said = walk.talk.get(url, walk.own_token)
    expect(said, 200)
    found = _SERVICE.search(said.body)
    require(found is not None, "no currentStatus in the answer")
    require(found is not None and found[1] == b"1", "the service says it is not normal")


def no_token(walk: Walk) -> None:
    """Without a token there are no readings, and the answer says what is wanted."""
    said = walk.talk.get(walk.token.text("resourceURI"))
    expect(said, 401)
    require("bearer" in said.headers.get("www-authenticate", "").lower(), "no WWW-Authenticate: Bearer")


def wrong_token(walk: Walk) -> None:
    """With a wrong token there are no readings."""
    expect(walk.talk.get(walk.token.text("resourceURI"), "not-a-token"), 401)


def readings(walk: Walk) -> None:
    """The subscription is a feed of which every meter reading can be stored."""
    said = _fetched(walk)
    walk.feed = said.body
    walk.file = _read(said, walk.now)
    unusable = [one for one in walk.usage.streams if not one.storable and one.series is not None]
    require(len(unusable) < len(walk.usage.streams), "none of the meter readings can be stored: " + _codes(walk.usage))
    require(not unusable, f"{len(unusable)} meter readings cannot be stored: {_codes(walk.usage)}")


def clean(walk: Walk) -> None:
    """Nothing had to be left out or warned of."""
    found = [one for one in walk.usage.findings if one.severity is not Severity.NOTE]
    require(not found and not walk.usage.reject_counts, _codes(walk.usage))


def fresh(walk: Walk) -> None:
    """The newest reading is recent."""
    ends = [int(one.series.ends[-1]) for one in walk.usage.streams if one.series is not None and len(one.series)]
    if not ends:
        raise Skipped("no readings were received")
    age = (walk.now - max(ends)) // DAY_S
    require(walk.now - max(ends) <= FRESH_S, f"the newest reading is {age} days old")


def no_person(walk: Walk) -> None:
    """No customer data came."""
    _ = walk.usage
    require(CUSTOMER_NAMESPACE not in walk.feed, "the feed holds customer data nobody asked for")


def same_again(walk: Walk) -> None:
    """The same request gives the same readings."""
    first = _totals(walk.usage)
    again = _totals(_read(_fetched(walk), walk.now))
    require(first == again, "the same request gave other readings")


def window(walk: Walk) -> None:
    """A month asked for is a month given."""
    ends = [int(one.series.ends[-1]) for one in walk.usage.streams if one.series is not None and len(one.series)]
    if not ends:
        raise Skipped("no readings were received")
    high = max(ends) // DAY_S * DAY_S - 3 * DAY_S
    low = high - WINDOW_S
    said = walk.talk.get(walk.token.text("resourceURI"), walk.token.text("access_token"), **_published(low, high))
    expect(said, 200)
    for one in _read(said, walk.now).streams:
        if one.series is not None and len(one.series):
            first, last = int(one.series.starts[0]), int(one.series.ends[-1])
            near = int(one.series.durations.max()) + DAY_S
            require(
                low - near <= first and last <= high + near, "readings from outside published-min and published-max"
            )


def other_subscription(walk: Walk) -> None:
    """Another subscription is closed to us."""
    uri = walk.token.text("resourceURI")
    said = walk.talk.get(f"{uri.rpartition('/')[0]}/not-a-subscription", walk.token.text("access_token"))
    require(said.status in DENIED, f"{shown(said)} instead of 401, 403 or 404")


def authorization(walk: Walk) -> None:
    """The permission can be looked at and is active."""
    said = walk.talk.get(walk.token.text("authorizationURI"), walk.token.text("access_token"))
    if said.status in DENIED and walk.own_token:
        said = walk.talk.get(walk.token.text("authorizationURI"), walk.own_token)
    expect(said, 200)
    found = _STATUS.search(said.body)
    require(found is not None and found[1] == b"1", "the Authorization does not say status 1 (active)")


def _fetched(walk: Walk) -> Said:
    """The subscription's feed, waited for where it is being prepared."""
    for _ in range(MOST_WAITS):
        said = walk.talk.get(walk.token.text("resourceURI"), walk.token.text("access_token"))
        if said.status != 202:
            break
        walk.pause(WAIT_S)
    expect(said, 200)
    return said


def _read(said: Said, now: int) -> UsageFile:
    require(b"html" not in said.headers.get("content-type", "").encode(), "a page came instead of a feed")
    return examine(io.BytesIO(said.body), "feed", now=now)


def _totals(file: UsageFile) -> list[tuple[str, str, int, int]]:
    return sorted(
        (one.usage_point, f"{one.commodity} {one.flow}", one.count, int(one.series.values.sum()) if one.series else 0)
        for one in file.streams
    )


def _published(low: int, high: int) -> dict[str, str]:
    def said(moment: int) -> str:
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return {"published_min": said(low), "published_max": said(high)}


def _codes(file: UsageFile) -> str:
    """What was found, as codes with their facts."""
    found = [f"{one.code} {dict(one.facts)}" for one in file.findings]
    return "; ".join([*found, *(f"{code}: {count} left out" for code, count in file.reject_counts.items())])
