"""Which customer of a supplier a home is. Nothing matches on a blank, on a guess, or on numbers that only look alike.

A home and a customer belong together because its resident typed the account and meter number exactly as the supplier
writes them, or because a one-time token went from us to the resident to the supplier and back. Kept are keyed digests.
A second home with the same numbers waits for staff. Undoing a match stops it at once and deletes what came through it.
"""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from greener_homes import audit, db, people, privacy_advice, privacy_usage
from greener_homes.errors import NotFound, Refusal
from greener_homes.match_codes import CODES as CODES
from greener_homes.match_codes import NUMBER as NUMBER
from greener_homes.match_codes import STILL_HELD as STILL_HELD
from greener_homes.match_codes import TOKEN_UNKNOWN as TOKEN_UNKNOWN
from greener_homes.match_customers import Customers as Customers
from greener_homes.match_customers import customers as customers
from greener_homes.match_customers import pair_label, point_of
from greener_homes.match_customers import pseudonym as pseudonym
from greener_homes.match_customers import pseudonym_key as pseudonym_key
from greener_homes.match_customers import still_matched as still_matched
from greener_homes.match_views import MatchView as MatchView
from greener_homes.match_views import held as held
from greener_homes.match_views import of_home as of_home
from greener_homes.match_views import view as view
from greener_homes.privacy_collection import assess_what_stays
from greener_homes.tables.consent import Source
from greener_homes.tables.match import HomeMatch
from greener_homes.tables.match import MatchHow as MatchHow
from greener_homes.tables.match import MatchReason as MatchReason
from greener_homes.tables.match import MatchState as MatchState
from greener_homes.vault import Vault
from models.quantities import Commodity

IDENTIFIER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/#:-]{0,62}[A-Za-z0-9._/#:-])?", re.ASCII)
"""What an account, meter or usage point number may be: as suppliers print them, without a space at either end."""
TOKEN_LASTS = timedelta(days=30)
TOKEN_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # noqa: S105  the letters of tokens, none of them
TOKEN_GROUPS, GROUP_LETTERS = 5, 5
ENDS_SHOWN = 3
CURRENT = (MatchState.WAITING, MatchState.LIVE, MatchState.HELD)


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
    row = _claim(home_id, person_id, supplier_id, commodity, MatchHow.ACCOUNT_AND_METER, actor, now)
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
    row = _claim(home_id, person_id, supplier_id, commodity, MatchHow.USAGE_POINT, actor, now)
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
    row = _claim(home_id, person_id, supplier_id, commodity, MatchHow.TOKEN, actor, now)
    row.token_match, row.token_expires_at = _token_match(vault, supplier_id, token), now + TOKEN_LASTS
    session.add(row)
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


def undo(
    session: Session,
    home_id: uuid.UUID,
    match_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
    reason: MatchReason | None = None,
) -> MatchView:
    """The match no longer stands; what came through it is deleted, and so is the home's advice, to be made without it.

    A wrong match brought in somebody else's usage, so nothing of it may stay: readings, refused rows, what records of
    files say, advice. `reason` is staff's, where they decide. Raises NotFound.
    """
    row = _own(session, home_id, match_id)
    if row.state not in CURRENT:
        return view(row)
    if row.point_match is not None and row.state is MatchState.LIVE:
        _erase_what_came(session, row, row.point_match, now)
    if row.state is not MatchState.LIVE:
        row.manifest_match = None  # never live: its supplier must not hear of an end, which would be another home's
    row.state = MatchState.UNDONE
    row.pair_match = row.point_match = row.token_match = row.ends_sealed = None
    row.changed_at, row.ended_by = now, actor.id
    facts = decided(row, reason, actor, now) if reason else {}
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.MATCH_UNDONE, at=now, home_id=home_id, object_id=row.id, **facts)
    return view(row)


def release(
    session: Session, match_id: uuid.UUID, *, actor: audit.Actor, now: datetime, reason: MatchReason | None = None
) -> MatchView:
    """Staff found the held claim true: it is live. Raises NotFound, and Refusal while another home is matched."""
    row = session.exec(select(HomeMatch).where(HomeMatch.id == match_id).with_for_update()).one_or_none()
    if row is None or row.state is not MatchState.HELD or row.pair_match is None:
        raise NotFound
    _one_at_a_time(session, row.pair_match)
    if live_one(session, row) is not None:
        raise Refusal(STILL_HELD)
    row.state, row.changed_at = MatchState.LIVE, now
    facts = decided(row, reason, actor, now) if reason else {}
    session.add(row)
    session.flush()
    audit.record(session, actor, audit.Action.MATCH_LINKED, at=now, home_id=row.home_id, object_id=row.id, **facts)
    return view(row)


def decided(row: HomeMatch, reason: MatchReason, actor: audit.Actor, now: datetime) -> dict[str, str]:
    """The row says who decided what about it, and why; returns what the audit says of that."""
    row.reason, row.decided_at, row.decided_by = reason, now, actor.id
    return {"reason": reason.value}


def _exact(*numbers: str) -> None:
    if not all(IDENTIFIER.fullmatch(number) for number in numbers):
        raise Refusal(NUMBER)


def _claim(
    home_id: uuid.UUID,
    person_id: uuid.UUID,
    supplier_id: uuid.UUID,
    commodity: Commodity,
    how: MatchHow,
    actor: audit.Actor,
    now: datetime,
) -> HomeMatch:
    """A home's claim to be a customer, before anybody has said which."""
    return HomeMatch(
        home_id=home_id,
        person_id=person_id,
        supplier_id=supplier_id,
        commodity=commodity,
        state=MatchState.WAITING,
        how=how,
        made_by=actor.id,
        made_at=now,
        changed_at=now,
    )


def _erase_what_came(session: Session, row: HomeMatch, point: bytes, now: datetime) -> None:
    planned = privacy_usage.plan_point(session, row.home_id, Source.PARTNER, row.supplier_id, row.commodity, point)
    privacy_usage.erase(session, planned)
    if planned.points:
        privacy_advice.erase(session, privacy_advice.plan(session, row.home_id, None), now=now)
        assess_what_stays(session, row.home_id, now)


def _make_live(
    session: Session, vault: Vault, row: HomeMatch, name: str, actor: audit.Actor, now: datetime
) -> MatchView:
    pair = vault.match(pair_label(row.supplier_id), name)
    _one_at_a_time(session, pair)
    row.pair_match = pair
    other = live_one(session, row)
    same = other if other is not None and other.home_id == row.home_id else _held_one(session, row)
    if same is not None:
        if row in session:
            session.delete(row)
            session.flush()
        return view(same)
    account, _, meter = name.partition("|")
    row.manifest_match = pseudonym(pseudonym_key(vault, row.supplier_id), account, meter)
    row.point_match = point_of(vault, row.home_id, name)
    row.state = MatchState.LIVE if other is None else MatchState.HELD
    row.ends_sealed = None if other is None else _ends_sealed(session, vault, row.person_id, account, meter)
    row.changed_at = now
    session.add(row)
    session.flush()
    action = audit.Action.MATCH_LINKED if other is None else audit.Action.MATCH_HELD
    audit.record(session, actor, action, at=now, home_id=row.home_id, object_id=row.id, how=row.how.value)
    return view(row)


def live_one(session: Session, claim: HomeMatch) -> HomeMatch | None:
    """The match that stands for the customer this row claims to be; None where there is none."""
    return session.exec(
        select(HomeMatch).where(
            HomeMatch.supplier_id == claim.supplier_id,
            HomeMatch.commodity == claim.commodity,
            HomeMatch.pair_match == claim.pair_match,
            HomeMatch.state == MatchState.LIVE,
        )
    ).one_or_none()


def _held_one(session: Session, claim: HomeMatch) -> HomeMatch | None:
    """The same home's claim to the same customer that waits for staff already."""
    return session.exec(
        select(HomeMatch)
        .where(
            HomeMatch.home_id == claim.home_id,
            HomeMatch.supplier_id == claim.supplier_id,
            HomeMatch.commodity == claim.commodity,
            HomeMatch.pair_match == claim.pair_match,
            HomeMatch.state == MatchState.HELD,
        )
        .limit(1)
    ).first()


def _ends_sealed(session: Session, vault: Vault, person_id: uuid.UUID, account: str, meter: str) -> bytes | None:
    """The last characters of both numbers, for staff to speak of with the supplier, under the claimant's key."""
    key = people.key_of(session, vault, person_id)
    return vault.seal(key, f"{_end(account)}|{_end(meter)}", ends_place(person_id)) if key else None


def _end(number: str) -> str:
    """At most three characters, and never more than a third of the number."""
    return number[len(number) - min(ENDS_SHOWN, len(number) // ENDS_SHOWN) :]


def ends_place(person_id: uuid.UUID) -> str:
    """Where the last characters of a claimant's numbers are sealed for."""
    return f"home_match|ends|{person_id}"


def _one_at_a_time(session: Session, pair: bytes) -> None:
    """Two claims to the same customer are decided one after the other."""
    db.one_at_a_time(session, int.from_bytes(pair[:8], "big", signed=True))


def _own(session: Session, home_id: uuid.UUID, match_id: uuid.UUID) -> HomeMatch:
    query = select(HomeMatch).where(HomeMatch.id == match_id, HomeMatch.home_id == home_id)
    row = session.exec(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _token_match(vault: Vault, supplier_id: uuid.UUID, token: str) -> bytes:
    return vault.match(f"match_token|{supplier_id}", token)
