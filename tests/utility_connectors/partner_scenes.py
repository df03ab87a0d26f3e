"""A supplier with customers, some of them homes that agreed, and the files it sends."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from greener_homes import audit, consent, matches, organisations, privacy
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.organisations import OrganisationKind
from greener_homes.vault import SpooledFile, Vault
from models.quantities import Commodity
from tests import scenes
from utility_connectors import partner_files, partner_intake
from utility_connectors.partner_files import PartnerFileView

HEADER = "account_number,meter_id,commodity,interval_start,interval_end,quantity,unit,quality,flow"
FIRST = datetime(2026, 3, 1, 5, tzinfo=UTC)
UTILITY = audit.Actor(None, "utility_partner")


@dataclass(frozen=True, slots=True)
class Customer:
    """A resident who is a customer: the numbers as the supplier writes them."""

    who: scenes.Resident
    account: str
    meter: str


def no_step(_: str) -> None:
    """What a job's steps are when nobody watches."""


def supplier(session: Session, name: str = "lakeshore") -> uuid.UUID:
    """A utility."""
    key = f"{name}-{uuid.uuid4().hex[:8]}"
    return organisations.register(session, OrganisationKind.UTILITY, key, name.title(), now=scenes.NOW).id


def agree(
    session: Session,
    who: scenes.Resident,
    supplier_id: uuid.UUID,
    *,
    commodities: tuple[Commodity, ...] = scenes.BOTH,
    data_from: date = scenes.MOVED_IN,
    at: datetime = scenes.NOW - timedelta(days=1),
) -> None:
    """The resident lets this supplier send their usage."""
    consent.publish_statements(session, now=at)
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    answer = Answer(
        who.person.id,
        who.home.id,
        Source.PARTNER,
        commodities,
        words.id,
        data_from,
        supplier_id=supplier_id,
        account_holder=True,
    )
    consent.grant(session, answer, actor=who.person.actor, now=at)


def customer(
    session: Session,
    keys: Vault,
    supplier_id: uuid.UUID,
    number: int,
    *,
    commodity: Commodity = Commodity.ELECTRICITY,
    agreed: bool = True,
) -> Customer:
    """A resident matched with account A and meter M of this number; who agreed, unless told otherwise."""
    who = scenes.resident(session, keys)
    if agreed:
        agree(session, who, supplier_id)
    found = Customer(who, f"A{2_000_000 + number}", f"M{1_000_000 + number}")
    link(session, keys, supplier_id, found, commodity=commodity)
    return found


def link(
    session: Session,
    keys: Vault,
    supplier_id: uuid.UUID,
    who: Customer,
    *,
    commodity: Commodity = Commodity.ELECTRICITY,
) -> matches.MatchView:
    """The resident types their numbers."""
    return matches.link(
        session,
        keys,
        who.who.home.id,
        who.who.person.id,
        supplier_id,
        account=who.account,
        meter=who.meter,
        commodity=commodity,
        actor=who.who.person.actor,
        now=scenes.NOW,
    )


def rows(
    account: str,
    meter: str,
    hours: int,
    *,
    first: datetime = FIRST,
    seed: int = 0,
    commodity: str = "electricity",
    unit: str = "kWh",
) -> list[str]:
    """Hourly rows of one customer, in the standard format."""
    values = np.random.default_rng(seed).integers(0, 4_000, hours).tolist()
    local = [(first + timedelta(hours=hour)).astimezone(consent.LOCAL).isoformat() for hour in range(hours + 1)]
    return [
        f"{account},{meter},{commodity},{local[hour]},{local[hour + 1]},{value / 1000:.3f},{unit},actual,import"
        for hour, value in enumerate(values)
    ]


def written(lines: Sequence[str], header: str = HEADER) -> bytes:
    """The file."""
    return "".join(f"{line}\r\n" for line in (header, *lines)).encode()


def sealed(keys: Vault, data: bytes) -> SpooledFile:
    """The file as it lies in the spool."""
    upload = keys.spool()
    upload.write(data)
    return upload.finish()


def send(
    session: Session,
    keys: Vault,
    supplier_id: uuid.UUID,
    data: bytes,
    *,
    commit: bool = True,
    key: str | None = None,
    named: str = "night.csv",
    at: datetime = scenes.NOW,
    supersedes: uuid.UUID | None = None,
) -> PartnerFileView:
    """The supplier sends the file."""
    return partner_files.accept(
        session,
        keys,
        supplier_id,
        sealed(keys, data),
        named=named,
        idempotency_key=key,
        commit=commit,
        actor=UTILITY,
        now=at,
        supersedes=supersedes,
    )


def stored(
    session: Session, keys: Vault, supplier_id: uuid.UUID, data: bytes, *, at: datetime = scenes.NOW, **more: object
) -> PartnerFileView:
    """The supplier sends the file and the work on it is done."""
    view = send(session, keys, supplier_id, data, at=at, **more)  # type: ignore[arg-type]
    partner_intake.store(session, keys, view.id, now=at, step=no_step)
    session.flush()
    return partner_files.get(session, supplier_id, view.id)


def withdraw(session: Session, keys: Vault, who: scenes.Resident, supplier_id: uuid.UUID) -> privacy.Receipt:
    """The resident takes back what they let this supplier send."""
    return privacy.withdraw(
        session,
        keys,
        who.home.id,
        Purpose.ADVICE,
        source=Source.PARTNER,
        commodities=scenes.BOTH,
        actor=who.person.actor,
        now=scenes.NOW,
        supplier_id=supplier_id,
    )


def shuffled(lines: Sequence[str], seed: int = 0) -> Iterator[str]:
    """The same lines in another order."""
    order = np.random.default_rng(seed).permutation(len(lines))
    return (lines[place] for place in order.tolist())
