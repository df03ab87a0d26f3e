"""What comes first in a programme's homes, by municipality, in counts that say nothing of any one home.

Groups of fewer than `SMALLEST` are put together with others until they are large enough, and what is left is rounded to
tens; every sum shown is a sum of shown numbers. So neither a sum less its parts nor a number tonight less last night's
says what one home's list begins with. Only homes whose permission for advice is in force are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col, func

from greener_homes import consent
from greener_homes.consent import Purpose
from greener_homes.tables.advice import Screening

SMALLEST: Final = 10
"""Homes of a group that is shown (our own judgement)."""
ROUNDED_TO: Final = 10


@dataclass(frozen=True, slots=True)
class First:
    """So many homes, about, have this measure first; None: other measures, or nothing put forward."""

    measure: str | None
    homes: int


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality's homes with a list; None: other places, or unknown."""

    municipality: str | None
    firsts: Sequence[First]

    @property
    def homes(self) -> int:
        return sum(each.homes for each in self.firsts)


@dataclass(frozen=True, slots=True)
class ListCounts:
    """Places, the largest first, and when the newest list was made; no place while there are too few homes."""

    places: Sequence[Place]
    made_at: datetime | None

    @property
    def homes(self) -> int:
        return sum(each.homes for each in self.places)

    @property
    def firsts(self) -> Sequence[First]:
        """The same measures over all places."""
        found: dict[str | None, int] = {}
        for place in self.places:
            for each in place.firsts:
                found[each.measure] = found.get(each.measure, 0) + each.homes
        return _largest_first([First(measure, homes) for measure, homes in found.items()])


def list_counts(session: Session, *, at: datetime) -> ListCounts:
    """The counts as of now."""
    first = col(Screening.measures)[1]
    query = (
        select(col(Screening.municipality), first, func.count(), func.max(col(Screening.made_at)))
        .where(col(Screening.home_id).in_(consent.open_homes(Purpose.ADVICE, at=at)))
        .group_by(col(Screening.municipality), first)
    )
    rows = session.execute(query).all()
    exact = {(place, measure): count for place, measure, count, _ in rows}
    return ListCounts(safe(exact), max((made for *_, made in rows), default=None))


def safe(exact: Mapping[tuple[str | None, str | None], int]) -> Sequence[Place]:
    """Exact counts by municipality and first measure, put together and rounded until they can be shown."""
    places: dict[str | None, dict[str | None, int]] = {}
    for (place, measure), count in exact.items():
        places.setdefault(place, {})[measure] = count
    together = _merged({place: sum(firsts.values()) for place, firsts in places.items()})
    shown: dict[str | None, dict[str | None, int]] = {}
    for place, firsts in places.items():
        own = shown.setdefault(together[place], {})
        for measure, count in firsts.items():
            own[measure] = own.get(measure, 0) + count
    found = [Place(place, _rounded(firsts)) for place, firsts in shown.items() if sum(firsts.values()) >= SMALLEST]
    return sorted(found, key=lambda each: (each.municipality is None, -each.homes, each.municipality or ""))


def _rounded(firsts: Mapping[str | None, int]) -> Sequence[First]:
    together = _merged(firsts)
    shown: dict[str | None, int] = {}
    for measure, count in firsts.items():
        shown[together[measure]] = shown.get(together[measure], 0) + count
    return _largest_first([First(measure, to_tens(count)) for measure, count in shown.items()])


def _merged(counts: Mapping[str | None, int]) -> dict[str | None, str | None]:
    """Under which name each is counted: its own; None for those too few, and the next larger until it is enough."""
    rising = sorted(counts, key=lambda name: (name is not None, counts[name], name or ""))
    aside = {name for name in rising if name is None or counts[name] < SMALLEST}
    for name in rising:
        if 0 < sum(counts[each] for each in aside) < SMALLEST:
            aside.add(name)
    return {name: None if name in aside else name for name in counts}


def to_tens(count: int) -> int:
    """A count as it is shown, halves upwards."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _largest_first(firsts: Sequence[First]) -> Sequence[First]:
    return sorted(firsts, key=lambda each: (each.measure is None, -each.homes, each.measure or ""))
