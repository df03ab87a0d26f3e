"""Which customer of a supplier a home is. Nothing matches on a blank, on a guess, or on numbers that only look alike.

A home and a customer belong together because its resident typed the account and meter number exactly as the supplier
writes them, or because a one-time token went from us to the resident to the supplier and back. Kept are keyed digests.
A second home with the same numbers waits for staff. Undoing a match stops it at once and deletes what came through it.
"""

from __future__ import annotations

import hmac
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from greener_homes import audit, db, jobs
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.consent import Source
from greener_homes.tables.match import HomeMatch
from greener_homes.tables.match import MatchHow as MatchHow
from greener_homes.tables.match import MatchState as MatchState
from greener_homes.tables.usage import UsagePoint
from greener_homes.vault import Vault
from models.findings import Code, Severity
from models.quantities import Commodity

IDENTIFIER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/#:-]{0,62}[A-Za-z0-9._/#:-])?", re.ASCII)
"""What an account, meter or usage point number may be: as suppliers print them, without a space at either end."""
TOKEN_LASTS = timedelta(days=30)
TOKEN_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # noqa: S105  the letters of tokens, none of them
TOKEN_GROUPS, GROUP_LETTERS = 5, 5
CURRENT = (MatchState.WAITING, MatchState.LIVE, MatchState.HELD)

NUMBER = Code(
    "match.number",
    Severity.REFUSAL,
    "Write the number exactly as your bill shows it: letters and digits, with nothing before or after.",
    "Écrivez le numéro exactement comme sur votre facture\u00a0: des lettres et des chiffres, sans rien avant ni "
    "après.",
)
TOKEN_UNKNOWN = Code(
    "match.token_unknown",
    Severity.REFUSAL,
    "This token is not known, was used before, or is too old. The customer can make a new one.",
    "Ce jeton est inconnu, a déjà servi ou est trop ancien. Le client peut en créer un autre.",
)
STILL_HELD = Code(
    "match.still_held",
    Severity.REFUSAL,
    "Another home is still matched with this account and meter. Undo that match first.",
    "Un autre logement est encore jumelé à ce compte et à ce compteur. Annulez d’abord ce jumelage.",
)
CODES = (NUMBER, TOKEN_UNKNOWN, STILL_HELD)


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match as people see it: that it is there, what it rests on, since when and by whom. Never the numbers."""

    id: uuid.UUID
    home_id: uuid.UUID
    supplier_id: uuid.UUID
    commodity: Commodity
    state: MatchState
    how: MatchHow
    made_by: uuid.UUID | None
    made_at: datetime
    changed_at: datetime
    token_expires_at: datetime | None

    @property
    def is_live(self) -> bool:
        """Whether readings may come through it."""
        return self.state is MatchState.LIVE


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers of one supplier that are homes of ours, found by exact numbers. Holds digests, never numbers."""

    label: str
    vault: Vault
    homes: dict[bytes, tuple[tuple[Commodity, uuid.UUID], ...]]

    def find(self, account: str, meter: str) -> tuple[tuple[Commodity, uuid.UUID], ...]:
        """The home of each commodity for exactly this account and meter; empty where there is none."""
        return self.homes.get(self.vault.match(self.label, f"{account}|{meter}"), ())

    def find_usage_point(self, usage_point: str) -> tuple[tuple[Commodity, uuid.UUID], ...]:
        """The same for a usage point that a resident linked by its own identifier."""
        return self.homes.get(self.vault.match(self.label, f"|{usage_point}"), ())

    @property
    def home_ids(self) -> set[uuid.UUID]:
        return {home for found in self.homes.values() for _, home in found}


def link(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    person_id: uuid.UUID,
    supplier_id: uuid.UUID,
    *,
    account: str,
    meter: str,
    commodity: Commodity,
    actor: audit.Actor,
    now: datetime,
) -> MatchView:
    """The home is this customer, or its claim is held because another home already is. Safe to repeat.

    Raises Refusal for numbers that are blank or not written as suppliers write them.
    """
    _exact(account, meter)
    row = HomeMatch(
        home_id=home_id,
        person_id=person_id,
        supplier_id=supplier_id,
        commodity=commodity,
        state=MatchState.LIVE,
        how=MatchHow.ACCOUNT_AND_METER,
        made_by=actor.id,
        made_at=now,
        changed_at=now,
    )
    return _make_live(session, vault, row, f"{account}|{meter}", actor, now)


def link_usage_point(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    person_id: uuid.UUID,
    supplier_id: uuid.UUID,
    *,
    usage_point: str,
    commodity: Commodity,
    actor: audit.Actor,
    now: datetime,
) -> MatchView:
    """As `link`, by the identifier a Green Button file gives a usage point, where it has neither account nor meter."""
    _exact(usage_point)
    row = HomeMatch(
        home_id=home_id,
        person_id=person_id,
        supplier_id=supplier_id,
        commodity=commodity,
        state=MatchState.LIVE,
        how=MatchHow.USAGE_POINT,
        made_by=actor.id,
        made_at=now,
        changed_at=now,
    )
    return _make_live(session, vault, row, f"|{usage_point}", actor, now)


def new_token(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    person_id: uuid.UUID,
    supplier_id: uuid.UUID,
    *,
    commodity: Commodity,
    actor: audit.Actor,
    now: datetime,
) -> str:
    """A token to hand to the supplier, good once and for thirty days. This is the only time anybody sees it.

    An earlier one of the same home, supplier and commodity that has not come back is worth nothing any more.
    """
    session.exec(
        delete(HomeMatch).where(
            col(HomeMatch.home_id) == home_id,
            col(HomeMatch.supplier_id) == supplier_id,
            col(HomeMatch.commodity) == commodity,
            col(HomeMatch.state) == MatchState.WAITING,
        )
    )
    letters = "".join(secrets.choice(TOKEN_LETTERS) for _ in range(TOKEN_GROUPS * GROUP_LETTERS))
    token = "-".join(letters[at : at + GROUP_LETTERS] for at in range(0, len(letters), GROUP_LETTERS))
    session.add(
        HomeMatch(
            home_id=home_id,
            person_id=person_id,
            supplier_id=supplier_id,
            commodity=commodity,
            state=MatchState.WAITING,
            how=MatchHow.TOKEN,
            token_match=_token_match(vault, supplier_id, token),
            token_expires_at=now + TOKEN_LASTS,
            made_by=actor.id,
            made_at=now,
            changed_at=now,
        )
    )
    session.flush()
    return token


def link_by_token(
    session: Session,
    vault: Vault,
    supplier_id: uuid.UUID,
    *,
    token: str,
    account: str,
    meter: str,
    actor: audit.Actor,
    now: datetime,
) -> MatchView:
    """The supplier says whose token it was handed: that home is this customer, and the token is used up.

    Raises Refusal for numbers that are not exact, and for a token that is unknown, another supplier's, or too old.
    """
    _exact(account, meter)
    row = session.exec(
        select(HomeMatch)
        .where(
            HomeMatch.token_match == _token_match(vault, supplier_id, token),
            HomeMatch.supplier_id == supplier_id,
            HomeMatch.state == MatchState.WAITING,
        )
        .with_for_update()
    ).one_or_none()
    if row is None or row.token_expires_at is None or row.token_expires_at <= now:
        raise Refusal(TOKEN_UNKNOWN)
    row.token_match, row.token_expires_at = None, None
    return _make_live(session, vault, row, f"{account}|{meter}", actor, now)


def undo(session: Session, home_id: uuid.UUID, match_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> MatchView:
    """The match no longer stands, what came through it is deleted, and the home will be assessed without it.

    A wrong match brought in somebody else's usage, so nothing of it may stay. Raises NotFound.
    """
    row = _own(session, home_id, match_id)
    if row.state not in CURRENT:
        return _view(row)
    if row.point_match is not None and row.state is MatchState.LIVE:
        gone = session.exec(
            delete(UsagePoint).where(
                col(UsagePoint.home_id) == home_id,
                col(UsagePoint.source) == Source.PARTNER,
                col(UsagePoint.supplier_id) == row.supplier_id,
                col(UsagePoint.commodity) == row.commodity,
                col(UsagePoint.match) == row.point_match,
            )
        ).rowcount
        if gone:
            jobs.enqueue(session, "home.assess", home_id, now=now)
    row.state = MatchState.UNDONE
    row.pair_match = row.point_match = row.token_match = None
    row.changed_at, row.ended_by = now, actor.id
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.MATCH_UNDONE, at=now, home_id=home_id, object_id=row.id)
    return _view(row)


def of_home(session: Session, home_id: uuid.UUID) -> Sequence[MatchView]:
    """Every match of a home, also past ones, newest first: how, when and by whom."""
    rows = session.exec(
        select(HomeMatch).where(HomeMatch.home_id == home_id).order_by(col(HomeMatch.made_at).desc(), col(HomeMatch.id))
    )
    return [_view(row) for row in rows]


def held(session: Session) -> Sequence[MatchView]:
    """Claims to a customer that another home already is, oldest first: for staff to decide."""
    rows = session.exec(
        select(HomeMatch).where(HomeMatch.state == MatchState.HELD).order_by(col(HomeMatch.made_at), col(HomeMatch.id))
    )
    return [_view(row) for row in rows]


def release(session: Session, match_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> MatchView:
    """Staff found the held claim true: it is live. Raises NotFound, and Refusal while another home is matched."""
    row = session.exec(select(HomeMatch).where(HomeMatch.id == match_id).with_for_update()).one_or_none()
    if row is None or row.state is not MatchState.HELD or row.pair_match is None:
        raise NotFound
    _one_at_a_time(session, row.pair_match)
    if _live_one(session, row.supplier_id, row.commodity, row.pair_match) is not None:
        raise Refusal(STILL_HELD)
    row.state, row.changed_at = MatchState.LIVE, now
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.MATCH_LINKED, at=now, home_id=row.home_id, object_id=row.id)
    return _view(row)


def customers(session: Session, vault: Vault, supplier_id: uuid.UUID) -> Customers:
    """Everybody whose rows in this supplier's files may be theirs to share. Says nothing of consent."""
    rows = session.exec(
        select(HomeMatch.pair_match, HomeMatch.commodity, HomeMatch.home_id).where(
            HomeMatch.supplier_id == supplier_id,
            HomeMatch.state == MatchState.LIVE,
            col(HomeMatch.pair_match).is_not(None),
        )
    )
    found: dict[bytes, tuple[tuple[Commodity, uuid.UUID], ...]] = {}
    for pair, commodity, home_id in rows:
        if pair is not None:
            found[pair] = (*found.get(pair, ()), (Commodity(commodity), home_id))
    return Customers(_pair_label(supplier_id), vault, found)


def pseudonym_key(vault: Vault, supplier_id: uuid.UUID) -> bytes:
    """The key with which this supplier, and no other, works out its customers' pseudonyms (see `pseudonym`)."""
    return vault.match("manifest_key", str(supplier_id))


def pseudonym(key: bytes, account: str, meter: str) -> bytes:
    """What a customer is called in the manifest: HMAC-SHA-256 of "account|meter", as bytes."""
    return hmac.digest(key, f"{account}|{meter}".encode(), "sha256")


def _exact(*numbers: str) -> None:
    if not all(IDENTIFIER.fullmatch(number) for number in numbers):
        raise Refusal(NUMBER)


def _make_live(
    session: Session, vault: Vault, row: HomeMatch, name: str, actor: audit.Actor, now: datetime
) -> MatchView:
    pair = vault.match(_pair_label(row.supplier_id), name)
    _one_at_a_time(session, pair)
    other = _live_one(session, row.supplier_id, row.commodity, pair)
    if other is not None and other.home_id == row.home_id:
        if row in session:
            session.delete(row)
            session.flush()
        return _view(other)
    account, _, meter = name.partition("|")
    row.pair_match = pair
    row.manifest_match = pseudonym(pseudonym_key(vault, row.supplier_id), account, meter)
    row.point_match = vault.match(f"usage_point|{row.home_id}", name)
    row.state = MatchState.LIVE if other is None else MatchState.HELD
    row.changed_at = now
    session.add(row)
    session.flush()
    action = audit.Action.MATCH_LINKED if other is None else audit.Action.MATCH_HELD
    audit.record(session, actor, action, at=now, home_id=row.home_id, object_id=row.id, how=row.how.value)
    return _view(row)


def _live_one(session: Session, supplier_id: uuid.UUID, commodity: Commodity, pair: bytes) -> HomeMatch | None:
    return session.exec(
        select(HomeMatch).where(
            HomeMatch.supplier_id == supplier_id,
            HomeMatch.commodity == commodity,
            HomeMatch.pair_match == pair,
            HomeMatch.state == MatchState.LIVE,
        )
    ).one_or_none()


def _one_at_a_time(session: Session, pair: bytes) -> None:
    """Two claims to the same customer are decided one after the other."""
    db.one_at_a_time(session, int.from_bytes(pair[:8], "big", signed=True))


def _own(session: Session, home_id: uuid.UUID, match_id: uuid.UUID) -> HomeMatch:
    query = select(HomeMatch).where(HomeMatch.id == match_id, HomeMatch.home_id == home_id)
    row = session.exec(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _pair_label(supplier_id: uuid.UUID) -> str:
    return f"partner_pair|{supplier_id}"


def _token_match(vault: Vault, supplier_id: uuid.UUID, token: str) -> bytes:
    return vault.match(f"match_token|{supplier_id}", token)


def _view(row: HomeMatch) -> MatchView:
    return MatchView(
        row.id,
        row.home_id,
        row.supplier_id,
        row.commodity,
        row.state,
        row.how,
        row.made_by,
        row.made_at,
        row.changed_at,
        row.token_expires_at,
    )
