"""People on their way to an identity provider and back: what must be remembered of each, once, for ten minutes.

Kept here and not in a cookie, so that an answer counts once however often it is sent, and only where it was asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, select

from greener_homes.errors import NotFound
from greener_homes.identity.email_links import digest
from greener_homes.tables.ways_in import ProviderVisit
from greener_homes.vault import Vault

LASTS = timedelta(minutes=10)
PLATFORM_KEY = "provider visits"


def begin(
    session: Session,
    vault: Vault,
    provider: str,
    state: str,
    carried: Mapping[str, str],
    browser: str,
    *,
    now: datetime,
) -> None:
    """What is carried will be there for whoever comes back with this state, in this browser, from this provider."""
    session.add(
        ProviderVisit(
            provider=provider,
            state_digest=digest(state),
            browser_digest=digest(browser),
            carried_sealed=vault.seal(vault.key_for(PLATFORM_KEY), json.dumps(dict(carried)), _place(provider)),
            begun_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()


def take(session: Session, vault: Vault, provider: str, state: str, browser: str, *, now: datetime) -> dict[str, str]:
    """What was carried, which is there no more. Raises NotFound for a state of another browser or provider."""
    row = session.exec(
        select(ProviderVisit)
        .where(
            ProviderVisit.state_digest == digest(state),
            ProviderVisit.provider == provider,
            ProviderVisit.browser_digest == digest(browser),
            ProviderVisit.expires_at > now,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    carried: dict[str, str] = json.loads(vault.open(vault.key_for(PLATFORM_KEY), row.carried_sealed, _place(provider)))
    session.delete(row)
    session.flush()
    return carried


def _place(provider: str) -> str:
    return f"provider_visit|carried|{provider}"
