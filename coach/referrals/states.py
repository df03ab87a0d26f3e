"""Where a referral stands, worked out from everything its lender said: the same for any order and any repetition. Pure.

Events are taken in the order in which they happened, not in which they came. What does not fit what happened before
moves nothing and is kept as a conflict, for the lender and us to compare. Money that was paid out is never undone by
a word about an application.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from greener_homes.tables.referral import ReferralEventKind as ReferralEventKind
from greener_homes.tables.referral import ReferralNeed as ReferralNeed
from greener_homes.tables.referral import ReferralState as ReferralState

_S = ReferralState
_K = ReferralEventKind

_APPLYING: Final = frozenset({_K.NEEDS_INFORMATION, _K.APPROVED, _K.DECLINED, _K.ENROLLED, _K.FUNDED})
_MOVED: Final = frozenset({_K.REPAID, _K.ENDED, _K.TRANSFERRED})
ARROWS: Final[Mapping[ReferralState, frozenset[ReferralEventKind]]] = MappingProxyType(
    {
        _S.SENT: _APPLYING | {_K.RECEIVED},
        _S.RECEIVED: _APPLYING,
        _S.NEEDS_INFORMATION: _APPLYING | {_K.RECEIVED},
        _S.APPROVED: _APPLYING,
        _S.DECLINED: _APPLYING | {_K.RECEIVED},
        _S.ENROLLED: _MOVED | {_K.FUNDED},
        _S.FUNDED: _MOVED | {_K.ENROLLED},
        _S.REPAID: frozenset(),
        _S.ENDED: frozenset(),
        _S.TRANSFERRED: frozenset(),
    }
)
"""What may follow where. A lender may decline and think again; once it has paid, only the money's own story goes on."""
CLOSED: Final = frozenset({_S.REPAID, _S.ENDED, _S.TRANSFERRED, _S.WITHDRAWN})
"""Nothing more comes of it, whatever still arrives."""
WITH_MONEY: Final = frozenset({_K.APPROVED, _K.ENROLLED, _K.FUNDED, _K.REPAID})
"""What an amount may be said with."""
_ORDER: Final = {kind: place for place, kind in enumerate(ReferralEventKind)}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a lender said happened, under its own name for it. Money in cents, rates in thousandths of per cent."""

    key: str
    kind: ReferralEventKind
    occurred_at: datetime
    needs: tuple[ReferralNeed, ...] = ()
    amount_cents: int | None = None
    rate_thousandths: int | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands since when, what was paid out, what is asked for, what the bill charges, and what does not fit.

    `lender` is the lender's last word, since `lender_since`; it differs from `state` once the resident stopped.
    """

    state: ReferralState
    since: datetime
    lender: ReferralState
    lender_since: datetime
    funded: Told | None = None
    enrolled: Told | None = None
    needs: tuple[ReferralNeed, ...] = ()
    conflicts: tuple[Told, ...] = ()

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


def fold(sent_at: datetime, events: Iterable[Told], ended_at: datetime | None = None) -> Standing:
    """What the events say together. Of two with one name the first in order counts; an end stands above all."""
    state, since = _S.SENT, sent_at
    funded = enrolled = None
    needs: tuple[ReferralNeed, ...] = ()
    conflicts: list[Told] = []
    for one in _in_order(events):
        if one.kind is _K.FUNDED and funded is not None:
            if one.amount_cents != funded.amount_cents:
                conflicts.append(one)  # the same loan paid out twice in different amounts: a person must look
            continue
        if one.kind not in ARROWS[state]:
            if one.kind is not _K.RECEIVED and one.kind.value != state.value:
                conflicts.append(one)
            continue
        state, since = _S(one.kind.value), one.occurred_at
        needs = one.needs if one.kind is _K.NEEDS_INFORMATION else ()
        funded = one if one.kind is _K.FUNDED else funded
        enrolled = one if one.kind is _K.ENROLLED else enrolled
    if ended_at is not None:
        return Standing(_S.WITHDRAWN, ended_at, state, since, funded, enrolled, (), tuple(conflicts))
    return Standing(state, since, state, since, funded, enrolled, needs, tuple(conflicts))


def _in_order(events: Iterable[Told]) -> list[Told]:
    """As they happened, each name once; moments that are equal go by the usual course of a loan, then by name."""
    kept: dict[str, Told] = {}
    for one in sorted(set(events), key=_place):
        kept.setdefault(one.key, one)
    return list(kept.values())


def _place(one: Told) -> tuple[object, ...]:
    money = tuple(-1 if value is None else value for value in (one.amount_cents, one.rate_thousandths, one.years))
    return one.occurred_at, _ORDER[one.kind], one.key, one.needs, money
