"""Lists of all homes of a programme, kept: gathered, worked out and written some thousand homes at a time.

A run that ends early has kept what it committed; running again replaces it. Homes that are not plain (several sources,
readings by the hour, power sent to the grid) are counted and left to the ordinary assessment. A kept list is what a
queue may be ordered by; the assessment a coach judges, with plan, reasons and traces, is made when the home is opened.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

import numpy as np
from sqlmodel import Session, col, delete

from coach.fleet_wide import fleet_evidence
from coach.fleet_wide.fleet import Fleet, Listed
from coach.fleet_wide.fleet_evidence import Known, Weathers
from coach.fleet_wide.fleet_list import FUELS, REFUSALS
from coach.homes import evidence
from greener_homes import consent, copying, home_facts
from greener_homes.tables.advice import Screening
from models.house.stock import assumed
from models.measures.roadmap import VERSION as ROADMAP_VERSION
from models.quantities import Fuel
from models.ranking.rule import VERSION as RANKING_VERSION
from models.savings.cohort import key_of
from models.savings.draws import draws, fewer
from models.series import Floats, Ints

VERSION: Final = "fleet-1"
DRAWS: Final = 32
"""Chances for each home of a list: a quarter of an assessment's (docs/decisions/0023 says what that costs)."""
AT_ONCE: Final = 4_096
"""Homes read and written together: a hundred megabytes or two."""
COLUMNS: Final = {
    "home_id": "uuid",
    "evidence_digest": "varchar",
    "versions": "jsonb",
    "grant_ids": "jsonb",
    "opened": "jsonb",
    "measures": "varchar[]",
    "bill_cad": "float4[]",
    "carbon_kg": "float4[]",
    "value_cad": "float4[]",
    "electricity_kwh": "float4[]",
    "gas_m3": "float4[]",
    "other_fuel": "float4[]",
    "cost_cad": "float4[]",
    "incentive_cad": "float4[]",
    "refused": "varchar[]",
    "made_at": "timestamptz",
}
_ELECTRICITY, _GAS = FUELS.index(Fuel.ELECTRICITY), FUELS.index(Fuel.NATURAL_GAS)
_OTHERS = [place for place in range(len(FUELS)) if place not in (_ELECTRICITY, _GAS)]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of homes: listed; not plain; without a permission, or with one that ended meanwhile."""

    listed: int = 0
    not_plain: int = 0
    not_permitted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


Kinds = dict[Hashable, list[uuid.UUID]]
"""Homes by what those that can be worked out together have in common."""


def kinds_of(session: Session, home_ids: Sequence[uuid.UUID]) -> Kinds:
    """The homes by kind, as far as facts tell."""
    kinds: Kinds = {}
    for low in range(0, len(home_ids), AT_ONCE):
        part = home_ids[low : low + AT_ONCE]
        known = home_facts.known_values(session, part)
        for home in part:
            facts = assumed(evidence.home_facts(known.get(home, {})))
            kinds.setdefault(key_of(facts, {}), []).append(home)
    return kinds


def parts_of(kinds: Sequence[Kinds], at_once: int = AT_ONCE) -> list[list[uuid.UUID]]:
    """All homes in parts of at most so many to be listed together, those of a kind next to each other."""
    together: Kinds = {}
    for some in kinds:
        for kind, homes in some.items():
            together.setdefault(kind, []).extend(homes)
    ordered = [home for homes in sorted(together.values(), key=len, reverse=True) for home in homes]
    return [ordered[low : low + at_once] for low in range(0, len(ordered), at_once)]


def screen(
    session: Session,
    fleet: Fleet,
    home_ids: Sequence[uuid.UUID],
    weathers: Weathers,
    *,
    now: datetime,
    step: Callable[[str], None],
) -> Counts:
    """The lists of these homes are kept, in the place of older ones.

    Permissions are asked for, and asked for again and held before anything is written: a home where one ended meanwhile
    gets no list.
    """
    known = fleet_evidence.gather(session, home_ids, weathers, now=now)
    step("gathered")
    with fewer(DRAWS):
        rows = dict(_rows(fleet, known, now))
    step("listed")
    kept = consent.still_live(session, [one for home in rows for one in known.consents[home]], at=now)
    written = [row for home, row in rows.items() if home in kept]
    session.execute(delete(Screening).where(copying.one_of(col(Screening.home_id), list(rows))))
    copying.copy_in(session, "screening", tuple(COLUMNS), tuple(COLUMNS.values()), written)
    step("saved")
    not_plain = len(known.others)
    return Counts(len(written), not_plain, len(home_ids) - len(written) - not_plain)


def _rows(fleet: Fleet, known: Known, now: datetime) -> Iterator[tuple[uuid.UUID, tuple[object, ...]]]:
    """A row for each home, as it is copied."""
    versions = copying.json(
        {
            "screening": VERSION,
            "draws": str(draws()),
            "savings": fleet.savings.version,
            "ranking": RANKING_VERSION,
            "roadmap": ROADMAP_VERSION,
        }
    )
    for listed in fleet.lists(known.evidence):
        for place, figures, refused in _lists(listed):
            home = known.homes[place]
            opened = known.consents[home]
            grants = copying.json([str(grant) for one in opened for grant in one.grant_ids])
            words = copying.json([word for one in opened for word in evidence.openings(one)])
            yield home, (home, known.digests[place], versions, grants, words, *figures, refused, now)


def _lists(listed: Listed) -> Iterator[tuple[int, tuple[object, ...], list[str]]]:
    """Of each home its place, what is put forward, column by column, and what is refused."""
    table, order = listed.table, listed.judged.order
    forward = listed.judged.put_forward(table)
    ids = np.array([work.id for work in table.works])

    def in_order(values: Floats) -> Floats:
        return np.take_along_axis(values, order.reshape(*order.shape, *(1,) * (values.ndim - 2)), axis=1)

    spans = [in_order(each) for each in (table.bill, table.carbon, table.value)]
    fuels = [table.fuels[:, :, _ELECTRICITY], table.fuels[:, :, _GAS], table.fuels[:, :, _OTHERS].sum(axis=2)]
    spans += [in_order(each) for each in fuels]
    sums = [in_order(each) for each in (table.cost, table.incentive)]
    codes = [(int(home), int(column)) for home, column in np.argwhere(table.worked & (listed.judged.refused > 0))]
    refused = [[f"{measure}={code}" for measure, code in each] for each in listed.refused_before]
    for home, column in codes:
        refused[home].append(f"{ids[column]}={REFUSALS[listed.judged.refused[home, column]]}")
    counts = forward.sum(axis=1)
    named = np.split(ids[order[forward]], np.cumsum(counts)[:-1])
    columns = [_by_home(each[forward], counts) for each in (*spans, *sums)]
    for home, place in enumerate(listed.places.tolist()):
        yield place, (named[home].tolist(), *(column[home] for column in columns)), refused[home]


def _by_home(values: Floats, counts: Ints) -> list[np.ndarray]:
    """Figures of the measures of all homes, one after the other, cut home by home and ready to be copied."""
    width = values[0].size if len(values) else 1
    return np.split(copying.singles(values.ravel()), np.cumsum(counts * width)[:-1])
