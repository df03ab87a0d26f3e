"""Lists of all homes of a programme, kept: gathered, worked out and written some thousand homes at a time.

A run that ends early has kept what it committed; running again replaces it. Homes that are not plain (several sources,
readings by the hour, power sent to the grid) are counted and left to the ordinary assessment. What a programme counts
is read from kept lists (`list_counts`); the assessment a coach judges, with plan, reasons and traces, is made for the
home.
"""

from __future__ import annotations

import json
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
from greener_homes.tariffs import distributor_for
from models.house.stock import assumed
from models.measures.roadmap import VERSION as ROADMAP_VERSION
from models.quantities import Fuel
from models.ranking.rule import VERSION as RANKING_VERSION
from models.savings.cohort import DECIDING, key_of
from models.savings.draws import draws, fewer
from models.series import Ints

VERSION: Final = "fleet-1"
DRAWS: Final = 32
"""Chances for each home of a list: a quarter of an assessment's (docs/decisions/0023 says what that costs)."""
AT_ONCE: Final = 8_192
"""Homes read and written together: some hundreds of megabytes. Fewer are slower by the home: rare kinds then stand in
smaller cohorts."""
MANY_PARTS: Final = 4
"""More parts than this are ended with smaller ones, and into so many the last ones are cut."""
COLUMNS: Final = {
    "home_id": "uuid",
    "evidence_digest": "varchar",
    "versions": "jsonb",
    "grant_ids": "jsonb",
    "opened": "jsonb",
    "measures": "encoded",
    "bill_cad": "encoded",
    "carbon_kg": "encoded",
    "value_cad": "encoded",
    "electricity_kwh": "encoded",
    "gas_m3": "encoded",
    "other_fuel": "encoded",
    "cost_cad": "encoded",
    "incentive_cad": "encoded",
    "refused": "encoded",
    "municipality": "varchar",
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


Kinds = dict[Hashable, list[int]]
"""Homes, by their places among all, by what those that can be worked out together have in common."""


def kinds_of(session: Session, home_ids: Sequence[uuid.UUID], known: dict[str, Hashable], *, first: int = 0) -> Kinds:
    """The homes by kind, as far as facts tell; the `first` of them stands at this place.

    `known` keeps the kind of homes that were told in the same words from one call to the next.
    """
    kinds: Kinds = {}
    for low in range(0, len(home_ids), AT_ONCE):
        part = home_ids[low : low + AT_ONCE]
        told = home_facts.known_words(session, part, DECIDING)
        for place, home in enumerate(part, first + low):
            words = told.get(home, "{}")
            kind = known.get(words)
            if kind is None:
                facts = assumed(evidence.home_facts(json.loads(words)))
                kind = known[words] = key_of(facts, {}, distributor_for)
            kinds.setdefault(kind, []).append(place)
    return kinds


def parts_of(kinds: Sequence[Kinds], at_once: int = AT_ONCE) -> list[list[int]]:
    """All homes in parts of at most so many to be listed together, those of a kind next to each other.

    Rare kinds come first: they take longest, and whoever ends last should not have begun with them. Of many parts the
    last ones are small, so that all processes end at about the same time.
    """
    together: Kinds = {}
    for some in kinds:
        for kind, homes in some.items():
            together.setdefault(kind, []).extend(homes)
    ordered = [home for homes in sorted(together.values(), key=len) for home in homes]
    parts = [ordered[low : low + at_once] for low in range(0, len(ordered), at_once)]
    if len(parts) <= MANY_PARTS:
        return parts
    last = [home for part in parts[-2:] for home in part]
    small = -(-at_once // MANY_PARTS)
    return [*parts[:-2], *(last[low : low + small] for low in range(0, len(last), small))]


def screen(
    session: Session,
    fleet: Fleet,
    home_ids: Sequence[uuid.UUID],
    weathers: Weathers,
    *,
    now: datetime,
    step: Callable[[str], None],
) -> Counts:
    """The lists of these homes are kept, in the place of older ones; a home that gets none keeps no older one.

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
    older = delete(Screening).where(copying.one_of(col(Screening.home_id), home_ids))
    session.execute(older, execution_options={"synchronize_session": False})
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
            "incentives": fleet.figures.incentives_version,
        }
    )
    openings: dict[Hashable, bytes] = {}
    for listed in fleet.lists(known.evidence):
        for place, figures, refused in _lists(listed):
            home = known.homes[place]
            opened = known.consents[home]
            grants = copying.json([str(grant) for one in opened for grant in one.grant_ids])
            what = tuple([(one.source, one.supplier_id, one.covered) for one in opened])
            words = openings.get(what)
            if words is None:
                words = openings[what] = copying.json([word for one in opened for word in evidence.openings(one)])
            municipality = known.evidence[place].facts.municipality
            yield home, (home, known.digests[place], versions, grants, words, *figures, refused, municipality, now)


def _lists(listed: Listed) -> Iterator[tuple[int, tuple[bytes, ...], bytes]]:
    """Of each home its place, what is put forward, column by column, and what is refused, as they are copied."""
    table, order = listed.table, listed.judged.order
    homes, ranks = np.nonzero(listed.judged.put_forward(table))
    columns = order[homes, ranks]
    ids = [work.id for work in table.works]
    fuels = table.fuels[homes, columns]
    figures = [each[homes, columns] for each in (table.bill, table.carbon, table.value)]
    figures += [fuels[:, _ELECTRICITY], fuels[:, _GAS], fuels[:, _OTHERS].sum(axis=1)]
    figures += [each[homes, columns, None] for each in (table.cost, table.incentive)]
    borders = _borders(homes, len(listed.places))
    kept = [copying.texts_of(columns.tolist(), ids, borders.tolist())]
    kept += [copying.singles_of(each.ravel(), (borders * each.shape[1]).tolist()) for each in figures]
    yield from zip(listed.places.tolist(), zip(*kept, strict=True), _refused(listed, ids), strict=True)


def _refused(listed: Listed, ids: Sequence[str]) -> list[bytes]:
    """Of each home what is refused and why, as it is copied."""
    known = len(listed.codes)
    judged = np.where(listed.table.worked & (listed.judged.refused > 0), known + listed.judged.refused, 0)
    numbers = np.where(listed.before > 0, listed.before, judged)
    homes, columns = np.nonzero(numbers)
    codes = [*listed.codes, *REFUSALS]
    different, of_each = np.unique(columns * len(codes) + numbers[homes, columns], return_inverse=True)
    words = [f"{ids[each // len(codes)]}={codes[each % len(codes)]}" for each in different.tolist()]
    return copying.texts_of(of_each.tolist(), words, _borders(homes, len(numbers)).tolist())


def _borders(homes: Ints, count: int) -> Ints:
    """Where each of so many homes begins among places that name their homes in order, and the end."""
    return np.searchsorted(homes, np.arange(count + 1))
