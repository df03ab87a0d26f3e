"""A made-up credit union, “Lakeshore Credit Union (sandbox)”: a lender's software that speaks the partner API.

It lists what was sent to it, fetches a package, says what happened as its scenario has it, confirms what it must stop
and sends its own list to compare. It knows nothing of the platform but what the API answers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from utility_connectors.addresses import parse
from utility_connectors.http import Door
from web.sandbox.lender_scenarios import Happened, LenderScenario
from web.sandbox.walk import Failed, require

API = "/api/v1"
SCOPE = "referrals:read referrals:write"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the platform answered."""

    status: int
    document: Mapping[str, Any]


Call = Callable[[str, str, object | None], Answered]
"""Asks the platform: method, path, and a JSON body or None."""


@dataclass(frozen=True, slots=True)
class CreditUnion:
    """The lender's side: it calls, and remembers nothing between calls."""

    call: Call

    def referrals(self) -> Iterator[Mapping[str, Any]]:
        """Everything that was sent to it, page after page. Raises Failed."""
        yield from self._pages(f"{API}/referrals?limit=50")

    def package(self, referral: Mapping[str, Any]) -> Answered:
        """What one resident sent, or that there is no such thing."""
        return self.call("GET", f"{API}/referrals/{referral['id']}/package", None)

    def tell(self, referral: Mapping[str, Any], scenario: LenderScenario, place: int) -> Mapping[str, Any]:
        """One thing that happened, under the id it always has. Raises Failed."""
        said = _event(referral, scenario.course[place], place)
        found: Mapping[str, Any] = self.expect(200, "POST", f"{API}/referrals/{referral['id']}/events", said)
        return found

    def confirm_all(self) -> int:
        """Everything it has to stop is confirmed; returns how much that was. Raises Failed."""
        waiting = [one for one in self._pages(f"{API}/referral-notices?limit=50") if one["confirmed_at"] is None]
        for one in waiting:
            self.expect(200, "POST", one["links"]["confirm"], None)
        return len(waiting)

    def compare(self, listed: list[dict[str, str]]) -> list[Mapping[str, Any]]:
        """What differs between its own list and the platform's. Raises Failed."""
        found: list[Mapping[str, Any]] = self.expect(200, "POST", f"{API}/referrals/comparison", {"items": listed})[
            "differences"
        ]
        return found

    def _pages(self, first: str) -> Iterator[Mapping[str, Any]]:
        path: str | None = first
        while path:
            page = self.expect(200, "GET", path)
            yield from page["items"]
            path = page["next"]

    def expect(self, status: int, method: str, path: str, body: object | None = None) -> Mapping[str, Any]:
        """The document of an answer with this status. Raises Failed for another, with its code and nothing else."""
        answered = self.call(method, path, body)
        said = answered.document.get("code", "")
        require(answered.status == status, f"{method} was answered {answered.status} {said} instead of {status}")
        return answered.document


def over_http(base_url: str, client_id: str, secret: str) -> Call:
    """Calls to a platform at this address, with a token of these credentials. Raises Failed without one."""
    origin = parse(base_url).origin
    door = Door(frozenset({origin}), loopback=True)

    def ask(method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answered:
        with door.open(method, parse(base_url.rstrip("/") + path), headers=headers, body=body) as answer:
            found = json.loads(answer.body() or b"{}")
            return Answered(answer.status, found if isinstance(found, dict) else {})

    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    form = urlencode({"grant_type": "client_credentials", "scope": SCOPE}).encode()
    headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
    token = ask("POST", "/oauth/token", headers, form)
    if token.status != 200:
        raise Failed(f"no token: {token.status} {token.document.get('error', '')}")
    bearer = {"Authorization": f"Bearer {token.document['access_token']}"}

    def call(method: str, path: str, body: object | None) -> Answered:
        if body is None:
            return ask(method, path, bearer, None)
        return ask(method, path, bearer | {"Content-Type": "application/json"}, json.dumps(body).encode())

    return call


def _event(referral: Mapping[str, Any], one: Happened, place: int) -> dict[str, object]:
    at = datetime.fromisoformat(referral["sent_at"]) + timedelta(seconds=place + 1)
    said: dict[str, object] = {
        "event_id": f"{referral['id']}.{place}",
        "kind": one.kind.value,
        "occurred_at": at.isoformat().replace("+00:00", "Z"),
    }
    if one.needs:
        said["needs"] = [need.value for need in one.needs]
    if one.amount:
        said["amount"] = one.amount
    return said
