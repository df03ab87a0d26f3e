"""The utilities that can be connected: how each is spoken to, and whether it is answering.

Registered by an operator from a strict description, never by anything that arrives over the network. The circuit
breaker is a row: after failures in a row nothing is asked of a utility for a while, by any process, and its service
status is asked first when the while is over.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy import exists
from sqlmodel import Session, col, select

from greener_homes import feeds, log, organisations
from greener_homes.errors import NotFound, Refusal
from greener_homes.feeds import FeedKind
from greener_homes.organisations import OrganisationKind
from greener_homes.page_questions import plain
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from greener_homes.tables.connection import Custodian, Permission
from greener_homes.tables.connection import FetchBy as FetchBy
from greener_homes.vault import Vault
from utility_connectors import addresses
from utility_connectors.addresses import Origin
from utility_connectors.codes_utility import CLOSED, REGISTRATION
from utility_connectors.green_button.peer import Peer
from utility_connectors.green_button.scope import is_scope
from utility_connectors.strict_json import read_object

FAILURES_TO_CLOSE = 5
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
LARGEST_DESCRIPTION = 100_000
_VISIBLE = re.compile(r"[\x21-\x39\x3b-\x7e]{1,1000}")
"""Without the colon, which would part the two in a Basic header."""

logger = log.get(__name__)


class Description(BaseModel):
    """A utility as its operator describes it, in JSON. Unknown names are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    key: str
    name: str = Field(min_length=1, max_length=200)
    authorize_url: str
    token_url: str
    revoke_url: str | None = None
    resource_url: str
    service_status_url: str | None = None
    issuer: str | None = None
    client_id: str
    client_secret: str
    scope: str
    fetch_by: str = "published"
    window_days: int = Field(default=92, ge=1, le=800)
    look_back_days: int = Field(default=10, ge=0, le=92)
    late_hours: int = Field(default=48, ge=1, le=24 * 92)
    enabled: bool = True

    @field_validator("client_id", "client_secret")
    @classmethod
    def _visible(cls, value: str) -> str:
        if _VISIBLE.fullmatch(value) is None:
            raise ValueError("visible ASCII characters only, no colon")
        return value


@dataclass(frozen=True, slots=True)
class UtilityView:
    """A utility as residents and staff see it."""

    id: uuid.UUID
    key: str
    name: str
    enabled: bool
    closed_until: datetime | None
    problem: str | None
    answered_at: datetime | None
    late_hours: int
    issuer: str
    sign_in_origin: str
    """Where a resident is sent to agree: the one other place a form of ours may lead to."""


def register(session: Session, vault: Vault, content: bytes, settings: Settings, *, now: datetime) -> UtilityView:
    """The utility that `content` (JSON) describes can be connected; describing it again changes how it is spoken to.

    Raises Refusal, naming the field, for a description that is not exactly as documented.
    """
    if len(content) > LARGEST_DESCRIPTION:
        raise Refusal(REGISTRATION, problem="it is too long")
    try:
        said = Description.model_validate(read_object(content))
        fetch_by = FetchBy(said.fetch_by)
    except ValidationError as error:
        where = ", ".join(str(one["loc"][0]) if one["loc"] else "?" for one in error.errors())
        raise Refusal(REGISTRATION, problem=where) from None
    except ValueError:
        raise Refusal(REGISTRATION, problem="JSON, fetch_by") from None
    _require_sound(said, settings)
    organisation = organisations.by_key(session, said.key)
    if organisation is None:
        try:
            organisation = organisations.register(session, OrganisationKind.UTILITY, said.key, said.name, now=now)
        except ValueError:
            raise Refusal(REGISTRATION, problem="key") from None
    elif organisation.kind is not OrganisationKind.UTILITY:
        raise Refusal(REGISTRATION, problem="key")
    key, wrapped = vault.new_key(f"custodian|{organisation.id}")
    row = session.get(Custodian, organisation.id) or Custodian(
        organisation_id=organisation.id,
        authorize_url="",
        token_url="",
        resource_url="",
        issuer="",
        client_id="",
        secret_sealed=b"",
        secret_key=b"",
        scope="",
        registered_at=now,
    )
    row.authorize_url, row.token_url, row.revoke_url = said.authorize_url, said.token_url, said.revoke_url
    row.resource_url, row.status_url = said.resource_url.rstrip("/"), said.service_status_url
    row.issuer = said.issuer or str(addresses.parse(said.authorize_url).origin)
    row.client_id, row.secret_key = said.client_id, wrapped
    row.secret_sealed = vault.seal(key, said.client_secret, f"custodian|secret|{organisation.id}")
    row.scope, row.fetch_by = said.scope, fetch_by
    row.window_days, row.look_back_days, row.late_hours = said.window_days, said.look_back_days, said.late_hours
    row.enabled, row.failures, row.closed_until, row.problem = said.enabled, 0, None, None
    session.add(row)
    session.flush()
    return _view(session, row)


def all_of_them(session: Session) -> Sequence[UtilityView]:
    """Every utility that was registered, by name."""
    return sorted((_view(session, row) for row in session.exec(select(Custodian))), key=lambda one: one.name)


IS_ANY_OPEN: Final = exists().where(plain(Custodian).c.enabled)
"""Whether any utility can be connected now, for pages that ask it together with more."""


def by_key(session: Session, key: str) -> UtilityView:
    """The registered utility with this key. Raises NotFound."""
    organisation = organisations.by_key(session, key)
    row = session.get(Custodian, organisation.id) if organisation else None
    if row is None:
        raise NotFound
    return _view(session, row)


def origins(session: Session) -> dict[Origin, list[tuple[uuid.UUID, str]]]:
    """Whose data lies at which origin, and under which path: what a notification may speak of."""
    found: dict[Origin, list[tuple[uuid.UUID, str]]] = {}
    for row in session.exec(select(Custodian).where(col(Custodian.enabled))):
        address = addresses.parse(row.resource_url)
        found.setdefault(address.origin, []).append((row.organisation_id, address.path))
    return found


def peer(
    session: Session, vault: Vault, organisation_id: uuid.UUID, settings: Settings, *, even_disabled: bool = False
) -> Peer:
    """The utility, ready to be spoken to. Raises Refusal when it is not registered or not enabled."""
    row = session.get(Custodian, organisation_id, populate_existing=True)
    organisation = organisations.get(session, organisation_id)
    if row is None or not (row.enabled or even_disabled):
        raise Refusal(CLOSED)
    key = vault.unwrap(row.secret_key, f"custodian|{organisation_id}")
    return Peer(
        id=organisation_id,
        key=organisation.key,
        authorize=addresses.parse(row.authorize_url),
        token=addresses.parse(row.token_url),
        revoke=addresses.parse(row.revoke_url) if row.revoke_url else None,
        resource=addresses.parse(row.resource_url),
        status=addresses.parse(row.status_url) if row.status_url else None,
        issuer=row.issuer,
        client_id=row.client_id,
        client_secret=vault.open(key, row.secret_sealed, f"custodian|secret|{organisation_id}"),
        scope=row.scope,
        by_change=row.fetch_by is FetchBy.UPDATED,
        window=timedelta(days=row.window_days),
        look_back=timedelta(days=row.look_back_days),
        failures=row.failures,
        closed_until=row.closed_until,
        loopback=settings.reaches_itself,
    )


def note_answer(session: Session, organisation_id: uuid.UUID, *, now: datetime) -> None:
    """The utility answers: the breaker is shut again."""
    row = session.exec(select(Custodian).where(Custodian.organisation_id == organisation_id).with_for_update()).one()
    row.failures, row.closed_until, row.problem, row.answered_at = 0, None, None, now
    session.add(row)


def note_arrival(session: Session, organisation_id: uuid.UUID, *, now: datetime) -> None:
    """The utility sent readings: it is a source that is expected to go on, as lately as it was registered with."""
    key = organisations.get(session, organisation_id).key
    row = session.get_one(Custodian, organisation_id)
    feeds.register(session, FeedKind.CUSTODIAN, key, at=now, patience=timedelta(hours=row.late_hours))
    feeds.arrived(session, FeedKind.CUSTODIAN, key, at=now)


def expect_only_of_the_connected(session: Session, *, now: datetime) -> None:
    """Nothing is expected any more of a utility at which no permission stands."""
    standing = select(Permission.supplier_id).where(Permission.state == PermissionState.ACCEPTED)
    idle = select(Custodian).where(col(Custodian.organisation_id).not_in(standing))
    for row in session.exec(idle).all():
        feeds.ended(session, FeedKind.CUSTODIAN, organisations.get(session, row.organisation_id).key, at=now)


def note_failure(session: Session, organisation_id: uuid.UUID, code: str, *, now: datetime, at_once: bool) -> None:
    """One more failure; from the fifth in a row (or `at_once`) nothing is asked for a while, doubling to an hour."""
    row = session.exec(select(Custodian).where(Custodian.organisation_id == organisation_id).with_for_update()).one()
    row.failures, row.problem = row.failures + 1, code
    beyond = row.failures - FAILURES_TO_CLOSE
    if at_once:
        row.closed_until = now + LONGEST_PAUSE
    elif beyond >= 0:
        row.closed_until = now + min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** min(beyond, 10))
    if row.closed_until is not None:
        logger.error("utility.closed", utility=str(organisation_id), code=code, failures=row.failures)
    session.add(row)


def redirect_path(key: str) -> str:
    """Where a utility sends the resident back to: each has a path of its own, so that answers cannot be mixed up."""
    return f"/green-button/return/{quote(key, safe='')}"


def _require_sound(said: Description, settings: Settings) -> None:
    urls = {
        "authorize_url": said.authorize_url,
        "token_url": said.token_url,
        "revoke_url": said.revoke_url,
        "resource_url": said.resource_url,
        "service_status_url": said.service_status_url,
    }
    for name, url in urls.items():
        if url is None:
            continue
        try:
            address = addresses.parse(url)
        except Refusal:
            raise Refusal(REGISTRATION, problem=name) from None
        secure = address.origin.scheme == "https" or (settings.reaches_itself and addresses.is_loopback(address.origin))
        if not secure or (name == "resource_url" and (address.query or not address.path.strip("/"))):
            raise Refusal(REGISTRATION, problem=name)
    if not is_scope(said.scope):
        raise Refusal(REGISTRATION, problem="scope")


def _view(session: Session, row: Custodian) -> UtilityView:
    organisation = organisations.get(session, row.organisation_id)
    return UtilityView(
        row.organisation_id,
        organisation.key,
        organisation.name,
        row.enabled,
        row.closed_until,
        row.problem,
        row.answered_at,
        row.late_hours,
        row.issuer,
        str(addresses.parse(row.authorize_url).origin),
    )
