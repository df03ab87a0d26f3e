"""The written rules of consent (docs/explanation/consent.md), read naively: a log of what happened, replayed anew for
every question. Shares no code with what it judges, and knows no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DURHAM = ZoneInfo("America/Toronto")
YEAR = timedelta(days=365)

Key = tuple[str, str | None, str | None, str | None]
"""Purpose, source, supplier, recipient."""
Cover = dict[str, tuple[date, date | None]]
"""Commodity to the first day covered and the first no longer covered."""


@dataclass(frozen=True)
class Joined:
    at: datetime
    who: str
    first_household: bool


@dataclass(frozen=True)
class Yes:
    at: datetime
    who: str
    key: Key
    commodities: tuple[str, ...]
    moved_in: date | None


@dataclass(frozen=True)
class Stopped:
    at: datetime
    who: str | None
    """None: everybody's answers."""
    key: Key | None
    """None: every question."""
    commodities: tuple[str, ...] | None


@dataclass(frozen=True)
class Leaves:
    at: datetime
    who: str
    on: date


@dataclass
class Oracle:
    """What happened, in order, and what the rules say of a moment."""

    log: list[object] = field(default_factory=list)

    def lives_there(self, who: str, at: datetime) -> bool:
        """Rule 5."""
        joined = any(isinstance(one, Joined) and one.who == who for one in self.log)
        left = self.leaves_on(who)
        return joined and (left is None or day(at) < left)

    def leaves_on(self, who: str) -> date | None:
        """Rule 13: the last day that was said."""
        said = [one.on for one in self.log if isinstance(one, Leaves) and one.who == who]
        return said[-1] if said else None

    def covered(self, key: Key, at: datetime) -> Cover:
        """Rules 9 to 14: what is open for one question at `at`; nothing when empty."""
        found: Cover = {}
        people = {one.who for one in self.log if isinstance(one, Joined)}
        for who in people:
            for commodity, (since, until) in self._one_persons(who, key, at).items():
                if commodity in found:
                    other_since, other_until = found[commodity]
                    since = min(since, other_since)
                    until = None if until is None or other_until is None else max(until, other_until)
                found[commodity] = (since, until)
        return found

    def may_write(self, who: str, purpose: str, at: datetime) -> bool:
        """The same for contact, which has no commodity."""
        last = None
        for one in self.log:
            if isinstance(one, Yes) and one.who == who and one.key[0] == purpose:
                last = one.at
            elif isinstance(one, Stopped) and one.who in (who, None) and (one.key is None or one.key[0] == purpose):
                last = None
        left = self.leaves_on(who)
        return last is not None and last <= at < last + YEAR and (left is None or day(at) < left)

    def _one_persons(self, who: str, key: Key, at: datetime) -> Cover:
        given: dict[str, tuple[datetime, date]] = {}
        for one in self.log:
            if isinstance(one, Yes) and (one.who, one.key) == (who, key):
                assert one.moved_in is not None
                for commodity in one.commodities:
                    given[commodity] = (one.at, max(one.moved_in, self._not_before(who)))
            elif isinstance(one, Stopped) and one.who in (who, None) and one.key in (key, None):
                gone = tuple(given) if one.commodities is None else one.commodities
                given = {name: answer for name, answer in given.items() if name not in gone}
        left = self.leaves_on(who)
        if left is not None and left <= day(at):
            return {}
        return {name: (since, left) for name, (when, since) in given.items() if when <= at < when + YEAR}

    def _not_before(self, who: str) -> date:
        """Rule 10: who joins after an earlier household left has nothing from its days."""
        joined = next(one for one in self.log if isinstance(one, Joined) and one.who == who)
        if joined.first_household:
            return date.min
        others = {one.who for one in self.log if isinstance(one, Leaves)}
        gone = [left for other in others if (left := self.leaves_on(other)) and left <= day(joined.at)]
        return max(gone, default=date.min)


def day(at: datetime) -> date:
    return at.astimezone(DURHAM).date()


def best_first(keys: Iterable[Key]) -> list[Key]:
    """Rule 23's order of sources; suppliers in order of their ids."""
    order = ("utility", "partner", "upload", "bills")
    return sorted(keys, key=lambda key: (order.index(key[1] or ""), key[2] or ""))
