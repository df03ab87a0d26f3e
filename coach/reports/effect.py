"""Whether monthly reports help: what homes drawn to get them save more than homes that were held back.

Each home counts in the group its lot put it in, whether or not it read, asked for or wanted anything (intention to
treat). A home's figure is the share of a fuel it avoided in the year since its lot, beside its own year before, in the
same weather. Only readings given to advice and to research both are looked at, and no home's figure leaves here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coach.homes import permitted
from coach.projects.meter_reading import Window, read
from coach.reports import draws
from coach.reports.draws import Counted
from coach.reports.fuel_months import FUELS
from greener_homes.local_days import LOCAL
from greener_homes.tables.report import ReportDraw, ReportGroup
from models.evaluation.two_groups import LEAST, Difference, difference
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class FuelEffect:
    """One fuel: how many homes of each group can be measured, and by what share of their use the groups differ.

    Above zero, homes that were sent reports saved more. None while it is too early.
    """

    measured: Mapping[ReportGroup, int]
    share: Difference | None


@dataclass(frozen=True, slots=True)
class Effect:
    """The groups, and what can be said of each fuel."""

    groups: Mapping[ReportGroup, Counted]
    fuels: Mapping[Commodity, FuelEffect]
    least: int = LEAST
    """Homes of each group that it takes."""

    def as_json(self) -> dict[str, object]:
        """The same in plain values."""
        return {
            "groups": {group.value: {"homes": n.homes, "asked": n.asked} for group, n in self.groups.items()},
            "least": self.least,
            "fuels": {
                fuel.value: {
                    "measured": {group.value: count for group, count in found.measured.items()},
                    "share_saved_more": found.share and found.share.value,
                    "interval_95": found.share and list(found.share.interval),
                }
                for fuel, found in self.fuels.items()
            },
        }


def effect(session: Session, *, now: datetime) -> Effect:
    """What can be said at this moment. Reads home by home, so it takes a while where there are many."""
    shares: dict[Commodity, dict[ReportGroup, list[float]]] = {
        fuel: {group: [] for group in ReportGroup} for fuel in FUELS
    }
    drawn = session.exec(
        select(ReportDraw.home_id, ReportDraw.group, ReportDraw.drawn_at).order_by(col(ReportDraw.home_id))
    ).all()
    for home_id, group, drawn_at in drawn:
        opened = permitted.for_learning(session, home_id, at=now)
        if not opened:
            continue
        day = drawn_at.astimezone(LOCAL).date()
        for fuel in FUELS:
            found = read(session, opened, fuel, Window(home_id, day, day)).found
            if found is not None and found.avoided is not None and found.avoided.share is not None:
                shares[fuel][ReportGroup(group)].append(found.avoided.share)
    return Effect(
        draws.counts(session),
        {
            fuel: FuelEffect(
                {group: len(each) for group, each in by_group.items()},
                difference(by_group[ReportGroup.SENT], by_group[ReportGroup.HELD_BACK]),
            )
            for fuel, by_group in shares.items()
        },
    )
