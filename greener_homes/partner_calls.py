"""How often partners' software may call: counted in the database, so that every web process counts together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete

from greener_homes.errors import Refusal
from greener_homes.tables.programme import CallKind as CallKind
from greener_homes.tables.programme import PartnerCalls
from greener_homes.vault import Vault
from models.findings import Code, Severity


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be done in a stretch of time."""

    count: int
    window: timedelta


LIMITS = {
    CallKind.ASKED: Limit(30, timedelta(minutes=1)),
    CallKind.FAILED: Limit(20, timedelta(minutes=15)),
    CallKind.NETWORK: Limit(100, timedelta(minutes=15)),
    CallKind.CALL: Limit(600, timedelta(minutes=1)),
}
"""Tokens asked for and calls made: each by client. Failures to say who one is: by client and network together, so that
a stranger who knows a client's name cannot lock its owner out; and by network, whoever it says it is."""

CALLED_TOO_OFTEN = Code(
    "client.called_too_often",
    Severity.REFUSAL,
    "Too many calls. Wait {seconds} seconds, then go on.",
    "Trop d’appels. Attendez {seconds} secondes, puis continuez.",
)
CODES = (CALLED_TOO_OFTEN,)


def note(session: Session, vault: Vault, caller: str, kind: CallKind, *, now: datetime) -> None:
    """One more `kind` of call by `caller` is counted. Raises Refusal when that is one too many.

    The caller must commit in a transaction of its own: a count that is undone with what failed is no count.
    """
    limit = LIMITS[kind]
    since = _window(now, limit.window)
    values = {"caller": vault.match(f"partner_{kind.value}", caller), "kind": kind, "since": since, "count": 1}
    made = insert(PartnerCalls).values(values)
    counted = made.on_conflict_do_update(
        index_elements=["caller", "kind", "since"], set_={"count": col(PartnerCalls.count) + 1}
    ).returning(col(PartnerCalls.count))
    if session.execute(counted).scalar_one() > limit.count:
        _refuse(since + limit.window, now)


def refuse_if_exceeded(session: Session, vault: Vault, caller: str, kind: CallKind, *, now: datetime) -> None:
    """Raises Refusal when `caller` has done `kind` as often as is allowed; counts nothing."""
    limit = LIMITS[kind]
    since = _window(now, limit.window)
    key = {"caller": vault.match(f"partner_{kind.value}", caller), "kind": kind, "since": since}
    found = session.get(PartnerCalls, key)
    if found is not None and found.count >= limit.count:
        _refuse(since + limit.window, now)


def forget(session: Session, *, now: datetime) -> None:
    """Counts that no longer count are gone."""
    longest = max(limit.window for limit in LIMITS.values())
    session.exec(delete(PartnerCalls).where(col(PartnerCalls.since) < now - 2 * longest))


def _refuse(until: datetime, now: datetime) -> None:
    raise Refusal(CALLED_TOO_OFTEN, seconds=max(1, -(-int((until - now).total_seconds() * 1000) // 1000)))


def _window(now: datetime, length: timedelta) -> datetime:
    seconds = int(length.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
