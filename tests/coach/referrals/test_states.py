"""One true state: whatever order events come in, and however often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coach.referrals.states import ARROWS, CLOSED, Told, fold
from greener_homes.tables.referral import ReferralEventKind as Kind
from greener_homes.tables.referral import ReferralNeed, ReferralState

SENT = datetime(2026, 11, 21, 15, tzinfo=UTC)
EVENTS = some.lists(
    some.builds(
        Told,
        key=some.sampled_from([f"e{number}" for number in range(8)]),
        kind=some.sampled_from(Kind),
        occurred_at=some.integers(0, 5).map(lambda hours: SENT + timedelta(hours=hours)),
        needs=some.lists(some.sampled_from(ReferralNeed), max_size=2).map(tuple),
        amount_cents=some.none() | some.integers(1, 3),
    ),
    max_size=10,
)


def said(*kinds: Kind, **more: int) -> list[Told]:
    return [Told(f"e{place}", kind, SENT + timedelta(hours=place), **more) for place, kind in enumerate(kinds, 1)]


@settings(deadline=None, max_examples=80)
@given(some.data())
def test_any_order_and_repetition_of_the_same_events_leaves_one_state(data: some.DataObject) -> None:
    events = data.draw(EVENTS)
    shuffled = data.draw(some.permutations(events + data.draw(some.lists(some.sampled_from(events or [None])))))
    end = data.draw(some.none() | some.just(SENT + timedelta(days=1)))

    assert fold(SENT, [one for one in shuffled if one is not None], end) == fold(SENT, events, end)


@settings(deadline=None, max_examples=40)
@given(EVENTS, EVENTS)
def test_what_is_closed_is_never_opened_again_by_what_comes_late(first: list[Told], late: list[Told]) -> None:
    known = {one.key for one in first}
    before = fold(SENT, first)
    after = fold(SENT, [*first, *(one for one in late if one.key not in known)])

    assert not before.is_closed or after.is_closed


def test_every_state_but_the_end_says_what_may_follow() -> None:
    assert set(ARROWS) == set(ReferralState) - {ReferralState.WITHDRAWN}
    assert {state for state, next_ones in ARROWS.items() if not next_ones} == CLOSED - {ReferralState.WITHDRAWN}


@pytest.mark.parametrize(
    ("kinds", "state", "conflicts"),
    [
        ((), ReferralState.SENT, 0),
        ((Kind.RECEIVED, Kind.NEEDS_INFORMATION, Kind.RECEIVED), ReferralState.RECEIVED, 0),
        ((Kind.RECEIVED, Kind.APPROVED, Kind.FUNDED, Kind.REPAID), ReferralState.REPAID, 0),
        ((Kind.APPROVED, Kind.RECEIVED), ReferralState.APPROVED, 0),
        ((Kind.DECLINED, Kind.APPROVED), ReferralState.APPROVED, 0),
        ((Kind.APPROVED, Kind.FUNDED, Kind.DECLINED), ReferralState.FUNDED, 1),
        ((Kind.RECEIVED, Kind.REPAID), ReferralState.RECEIVED, 1),
        ((Kind.APPROVED, Kind.ENROLLED, Kind.FUNDED, Kind.TRANSFERRED), ReferralState.TRANSFERRED, 0),
        ((Kind.ENROLLED, Kind.ENDED, Kind.REPAID), ReferralState.ENDED, 1),
    ],
)
def test_the_course_of_a_loan(kinds: tuple[Kind, ...], state: ReferralState, conflicts: int) -> None:
    found = fold(SENT, said(*kinds))

    assert (found.state, len(found.conflicts)) == (state, conflicts)


def test_a_loan_paid_out_twice_in_two_amounts_is_a_conflict_and_the_first_counts() -> None:
    amounts = {"a": 5, "b": 5, "c": 6}
    first, again, other = (Told(key, Kind.FUNDED, SENT, amount_cents=cents) for key, cents in amounts.items())

    assert not fold(SENT, [first, again]).conflicts
    found = fold(SENT, [other, again, first])
    assert found.funded is not None and found.funded.amount_cents == 5
    assert found.conflicts == (other,)


def test_an_end_stands_above_everything_and_keeps_the_lenders_last_word() -> None:
    found = fold(SENT, said(Kind.FUNDED, amount_cents=100), SENT)

    assert (found.state, found.lender) == (ReferralState.WITHDRAWN, ReferralState.FUNDED)
