"""The ESPI resources: readings of a subscription, permissions, the application, and whether the service is up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, request

from web.sandbox.answers import as_played
from web.sandbox.atom import application_entry, authorization_entry, authorization_feed, service_status
from web.sandbox.customers import Account
from web.sandbox.feed import Window, feed_parts
from web.sandbox.memory import RESOURCES, Permission, Sandbox, Status, Token
from web.sandbox.oauth import is_live, sandbox
from web.sandbox.registration import APPLICATION_ID

resources = Blueprint("resources", __name__, url_prefix=RESOURCES)

ATOM = "application/atom+xml"
XML = "application/xml"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})")
Keeps = Callable[[bytes], bool]


@resources.get("/ReadServiceStatus")
def read_service_status() -> Response:
    """Normal. Anybody may ask; a token that is none is still refused."""
    if request.headers.get("Authorization") and _token() is None:
        return _unauthorized()
    return Response(service_status(), mimetype=XML)


@resources.get("/ApplicationInformation/<application_id>")
def application_information(application_id: str) -> Response:
    """How the third party is registered, for itself."""
    token = _token()
    if token is None:
        return _unauthorized()
    if token.permission_id or application_id != APPLICATION_ID:
        return _missing()
    utility = sandbox()
    entry = application_entry(utility.base_url, utility.registration, now=utility.clock.now())
    return Response(entry, mimetype=ATOM)


@resources.get("/Authorization")
def authorizations() -> Response:
    """Every permission of the third party, for itself."""
    token = _token()
    if token is None:
        return _unauthorized()
    if token.permission_id:
        return _forbidden()
    utility = sandbox()
    return Response(authorization_feed(utility, list(utility.permissions.values())), mimetype=ATOM)


@resources.get("/Authorization/<permission_id>")
def authorization(permission_id: str) -> Response:
    """One permission and its status, for the third party or with the permission's own token."""
    found = _permission(permission_id)
    if isinstance(found, Response):
        return found
    return Response(authorization_entry(sandbox(), found), mimetype=ATOM)


@resources.delete("/Authorization/<permission_id>")
def end_authorization(permission_id: str) -> Response:
    """The permission is over, at the third party's wish."""
    found = _permission(permission_id)
    if isinstance(found, Response):
        return found
    utility = sandbox()
    if not utility.scenario.confirms_revocation:
        return Response("temporarily unavailable", status=503, headers={"Retry-After": "3600"})
    utility.end(found, told=False)
    return Response(status=204)


@resources.get("/Batch/Subscription/<permission_id>")
def batch(permission_id: str) -> Response:
    """Everything of a subscription in one feed."""
    return _readings(permission_id, None, lambda part: True)


@resources.get("/Batch/Subscription/<permission_id>/UsagePoint/<point>")
def batch_of_point(permission_id: str, point: str) -> Response:
    """Everything of one usage point."""
    return _readings(permission_id, point, lambda part: True)


@resources.get("/Subscription/<permission_id>/UsagePoint")
def usage_points(permission_id: str) -> Response:
    """The usage points alone."""
    return _readings(permission_id, None, lambda part: b"<espi:UsagePoint>" in part)


@resources.get("/Subscription/<permission_id>/UsagePoint/<point>")
@resources.get("/Subscription/<permission_id>/UsagePoint/<point>/<path:below>")
def below_point(permission_id: str, point: str, below: str = "") -> Response:
    """One usage point, or what stands below it: a meter reading, its blocks, bill summaries."""
    base = f"{sandbox().base_url}{RESOURCES}/Subscription/{permission_id}/UsagePoint/{point}"
    wanted = re.compile(rf'rel="self" href="{re.escape(base)}{re.escape("/" + below if below else "")}["/]'.encode())
    exact = f'rel="self" href="{base}"'.encode()
    return _readings(permission_id, point, lambda part: bool(wanted.search(part)) if below else exact in part)


def _readings(permission_id: str, point: str | None, keeps: Keeps) -> Response:
    utility = sandbox()
    with utility.changing():
        token = _token()
        if token is None:
            return _unauthorized()
        if token.permission_id != permission_id:
            return _forbidden()
        permission = utility.permissions[permission_id]
        permission.requests += 1
    window = _window()
    if window is None:
        return Response("published and updated times must be RFC 3339 date-times", status=400, mimetype="text/plain")
    accounts = [one for one in permission.accounts if point is None or one.id == point]
    if not accounts:
        return _missing()
    parts = partial(_parts, permission, accounts, window, keeps)
    if permission.requests < utility.scenario.revoked_after or permission.status is not Status.ACTIVE:
        return as_played(utility, permission, parts)
    return as_played(utility, permission, lambda: _last_of(utility, permission, parts()))


def _last_of(utility: Sandbox, permission: Permission, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of the last answer this permission gives: it is over before whoever asked has the whole of it."""
    held: bytes | None = None
    for part in parts:
        if held is not None:
            yield held
        held = part
    utility.end(permission, told=True)
    if held is not None:
        yield held


def _parts(permission: Permission, accounts: list[Account], window: Window, keeps: Keeps) -> Iterator[bytes]:
    utility = sandbox()
    parts = feed_parts(
        accounts,
        window,
        utility.scenario,
        now=utility.clock.now(),
        since=permission.granted_at - permission.terms.history_s,
        address=f"{utility.base_url}{RESOURCES}/Subscription/{permission.id}/",
        bills=permission.terms.has_bills,
    )
    return _only(parts, keeps)


def _only(parts: Iterable[bytes], keeps: Keeps) -> Iterator[bytes]:
    """The feed with those entries alone; what is no entry stays."""
    return (part for part in parts if not part.startswith(b"<entry>") or keeps(part))


def _permission(permission_id: str) -> Permission | Response:
    utility = sandbox()
    token = _token()
    if token is None:
        return _unauthorized()
    if token.permission_id not in ("", permission_id):
        return _forbidden()
    return utility.permissions.get(permission_id) or _missing()


def _token() -> Token | None:
    """The live token this request bears, if it bears one."""
    kind, _, said = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not said:
        return None
    utility = sandbox()
    with utility.changing():
        token = utility.find_access(said.strip())
        return token if is_live(token, utility.clock.now()) else None


def _window() -> Window | None:
    """The window asked for; None where a bound is no moment."""
    names = ("published-min", "published-max", "updated-min", "updated-max")
    bounds: list[int | None] = []
    for name in names:
        said = request.args.get(name)
        moment = _epoch(said) if said else None
        if said and moment is None:
            return None
        bounds.append(moment)
    return Window(*bounds)


def _epoch(text: str) -> int | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())
    except (ValueError, OverflowError):
        return None


def _unauthorized() -> Response:
    challenge = 'Bearer realm="Lakeshore Power (sandbox)", error="invalid_token"'
    return Response("invalid token", status=401, mimetype="text/plain", headers={"WWW-Authenticate": challenge})


def _forbidden() -> Response:
    return Response("not for this token", status=403, mimetype="text/plain")


def _missing() -> Response:
    return Response("no such resource", status=404, mimetype="text/plain")
