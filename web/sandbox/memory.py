"""All the sandbox utility knows while it runs: authorizations, codes, tokens and news to tell. Gone when it stops.

Times are its own clock's, epoch seconds. Several threads answer requests, so everything that changes changes under
one lock.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from time import sleep

from web.sandbox.clock import Clock
from web.sandbox.customers import Account, customer
from web.sandbox.registration import Registration
from web.sandbox.scenarios import Scenario
from web.sandbox.scope import Scope, read_scope

CODE_LIFE_S = 300
TOKEN_LIFE_S = 3600
PERMISSION_LIFE_S = 366 * 86_400
RESOURCES = "/espi/1_1/resource"


class Status(IntEnum):
    """ESPI's AuthorizationStatus."""

    REVOKED = 0
    ACTIVE = 1
    DENIED = 2


@dataclass(slots=True)
class Permission:
    """A customer's authorization of the third party, over some accounts."""

    id: str
    customer_id: str
    account_ids: tuple[str, ...]
    scope: str
    granted_at: int
    status: Status = Status.ACTIVE
    requests: int = 0
    told_at: int = 0
    """Up to when published readings the third party has been told of."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts it covers."""
        known = customer(self.customer_id)
        found = (known.account(one) for one in self.account_ids) if known else ()
        return tuple(one for one in found if one is not None)

    @property
    def terms(self) -> Scope:
        """The scope, read."""
        scope = read_scope(self.scope)
        if scope is None:
            raise ValueError("a permission was given for a scope that cannot be read")
        return scope


@dataclass(slots=True)
class Code:
    """An authorization code: for one client, one address, one use, a few minutes."""

    code: str
    client_id: str
    redirect_uri: str
    challenge: str
    permission_id: str
    issued_at: int
    used: bool = False


@dataclass(slots=True)
class Token:
    """One pair of tokens. Without a permission it is the third party's own, for its own resources."""

    access: str
    refresh: str
    client_id: str
    scope: str
    permission_id: str
    issued_at: int
    uses: int = 0
    is_revoked: bool = False
    refresh_used: bool = False


@dataclass(slots=True)
class Sandbox:
    """The utility: what it plays and what it remembers. `pause` waits; tests give one that only takes notes.

    Who passes news on holds `telling`, so that whoever asks for it meanwhile finds it told.
    """

    scenario: Scenario
    registration: Registration
    base_url: str
    clock: Clock = field(default_factory=Clock)
    pause: Callable[[float], None] = sleep
    permissions: dict[str, Permission] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    faults_played: int = 0
    telling: threading.Lock = field(default_factory=threading.Lock)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody else changes anything meanwhile."""
        with self._lock:
            yield

    def permit(self, customer_id: str, account_ids: Sequence[str], scope: str) -> Permission:
        """The customer has agreed."""
        with self._lock:
            permission = Permission(
                id=secrets.token_hex(8),
                customer_id=customer_id,
                account_ids=tuple(account_ids),
                scope=scope,
                granted_at=self.clock.now(),
            )
            permission.told_at = permission.granted_at
            self.permissions[permission.id] = permission
            return permission

    def end(self, permission: Permission, *, told: bool) -> None:
        """The permission is over and its tokens are dead; `told` when the third party must be told."""
        with self._lock:
            permission.status = Status.REVOKED
            for token in self.tokens:
                token.is_revoked |= token.permission_id == permission.id
            if told:
                self.news.append(self.authorization_uri(permission.id))

    def plays_a_fault(self) -> bool:
        """Whether this request for readings is one the scenario spoils; counted."""
        with self._lock:
            if self.scenario.answer_fault is None or self.faults_played >= self.scenario.answer_times:
                return False
            self.faults_played += 1
            return True

    def find_access(self, access: str) -> Token | None:
        """The token of that access string."""
        return next((one for one in self.tokens if _same(one.access, access)), None)

    def find_refresh(self, refresh: str) -> Token | None:
        """The token of that refresh string."""
        return next((one for one in self.tokens if one.refresh and _same(one.refresh, refresh)), None)

    def resource_uri(self, permission_id: str) -> str:
        """Where the permission's readings are."""
        return f"{self.base_url}{RESOURCES}/Batch/Subscription/{permission_id}"

    def authorization_uri(self, permission_id: str) -> str:
        """Where the permission itself is."""
        return f"{self.base_url}{RESOURCES}/Authorization/{permission_id}"


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
