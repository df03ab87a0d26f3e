"""Whose turn is next: promises first, lifts small and said, and nobody overtaken for ever, whatever happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cases.queue_order import LIFT_MAXIMUM, LIFTS, Lift, Turn, lifts, turn
from coach.clock import promise, working_days
from greener_homes.local_days import LOCAL
from greener_homes.tables.advice import WaitingReason

START = datetime(2026, 12, 14, 14, tzinfo=UTC)
BACK = (WaitingReason.ANSWERED, WaitingReason.BACK_FROM_HOLD, WaitingReason.RETURNED)


@dataclass
class Case:
    """A case of the desk that the property plays."""

    since: datetime
    joined: date
    reason: WaitingReason
    income: bool
    turn: Turn

    @property
    def key(self) -> tuple[date, datetime]:
        return self.turn.on, self.since


ARRIVALS = st.lists(st.tuples(st.sampled_from(WaitingReason), st.booleans()), max_size=4)
DAYS = st.lists(st.tuples(ARRIVALS, st.integers(0, 3), st.none() | st.integers(0, 9)), min_size=1, max_size=40)


@given(DAYS)
def test_nobody_who_joins_after_a_cases_turn_is_ever_put_before_it(
    days: list[tuple[list[tuple[WaitingReason, bool]], int, int | None]],
) -> None:
    """Every day some cases join, for any reason, and some are decided; holidays fall into the weeks played.

    Now and then a household that waits says that nobody has been in touch: its case is moved up where it stands.
    """
    waiting: list[Case] = []
    for number, (arrivals, decided, unheard) in enumerate(days):
        now = START + timedelta(days=number)
        today = now.astimezone(LOCAL).date()
        for reason, income in arrivals:
            promised = (
                promise.promise_after_return(today - timedelta(days=30), now)
                if reason in BACK
                else promise.first_promise(now)
            )
            joining = Case(now, today, reason, income, turn(promised, reason, income))
            assert joining.turn.on >= today, "its turn is never before the day it joined"
            for earlier in waiting:
                if earlier.turn.on < today:
                    assert earlier.key < joining.key
            waiting.append(joining)
        if unheard is not None and waiting:
            said = waiting[unheard % len(waiting)]
            said.turn = turn(said.turn.promised_on, said.reason, said.income, not_contacted=True)
            assert said.turn.on >= said.joined, "moved up, its turn is still never before the day it joined"
        waiting.sort(key=lambda one: one.key)
        del waiting[:decided]


@given(st.lists(st.tuples(st.sampled_from(WaitingReason), st.booleans()), min_size=3, max_size=3))
def test_a_steady_desk_reaches_every_case(mix: list[tuple[WaitingReason, bool]]) -> None:
    """Three arrive and three are decided each day, the newcomers lifted as anybody likes: the plain one is reached."""
    first = Case(START, START.date(), WaitingReason.NEW, False, turn(promise.first_promise(START), *PLAIN))
    waiting, day = [first], 0
    while first in waiting:
        now = START + timedelta(days=day)
        waiting += [
            Case(now, now.date(), reason, income, turn(promise.promise_after_return(now.date(), now), reason, income))
            for reason, income in mix
        ]
        waiting.sort(key=lambda one: one.key)
        del waiting[:3]
        day += 1
        assert day <= promise.PROMISE_DAYS * 3


PLAIN = (WaitingReason.NEW, False)


@pytest.mark.parametrize("reason", WaitingReason)
@pytest.mark.parametrize("income", [True, False, None])
def test_lifts_are_small_and_each_has_its_reason(reason: WaitingReason, income: bool | None) -> None:
    found = turn(date(2026, 12, 4), reason, income)
    assert 0 <= found.lift_days <= LIFT_MAXIMUM
    assert found.lift_days == min(sum(lifts(reason, income).values()), LIFT_MAXIMUM)
    assert (Lift.INCOME_QUALIFIED in lifts(reason, income)) is bool(income)
    unheard = turn(date(2026, 12, 4), reason, income, not_contacted=True)
    assert found.lift_days < unheard.lift_days or found.lift_days == LIFT_MAXIMUM
    assert Lift.NOT_CONTACTED in lifts(reason, income, not_contacted=True)
    assert set(LIFTS) == set(Lift)


def test_ten_working_days_leave_out_weekends_and_holidays() -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert promise.first_promise(friday) == date(2026, 12, 4)
    assert promise.first_promise(datetime(2026, 12, 18, 15, tzinfo=UTC)) > date(2027, 1, 1)


@given(st.integers(0, 15 * 365 * 24))
def test_a_promise_is_never_earlier_for_who_came_later_and_a_return_is_at_least_three_days_ahead(hours: int) -> None:
    at = START + timedelta(hours=hours)
    found = promise.first_promise(at)
    assert working_days.is_working_day(found)
    assert promise.first_promise(at + timedelta(days=1)) >= found
    today = at.astimezone(LOCAL).date()
    assert promise.promise_after_return(today, at) >= today + timedelta(days=LIFT_MAXIMUM)
    assert promise.kept_until(at) > at
