"""Simulated homes pushed through the door that advice uses, as the rows that savings are learned from.

Each home is shown several ways, as the scoreboard shows it: by few answers, a questionnaire or an EnerGuide file,
without use and with bills or daily use in turn. Which parts of the archetypes they come from is the caller's word.
Brings the simulator with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from coach.homes.homes_file import Climate, evidence_of
from coach.learning.contenders import as_home
from models.evaluation.simulated import SimulatedTruths
from models.evaluation.truth import Evidence, Knowledge, TruthHome, UsageLevel
from models.house.facts import plausible
from models.house.stock import assumed, group_of
from models.house.stock_sample import Part
from models.learning.table import Shown, Table, table_of
from models.savings.belief import believe
from models.savings.learned_rows import learnable

A_WEATHER: Final = 200
"""Homes that share their years of weather; the next so many have others."""
EVIDENCE: Final = tuple(
    Evidence(usage, knowledge)
    for knowledge in Knowledge
    for usage in (UsageLevel.NONE, UsageLevel.BILLS, UsageLevel.DAILY)
)


def training_table(seed: int, count: int, parts: tuple[Part, ...], *, varied: bool = True) -> Table:
    """So many homes of these parts, shown every way, each home's physics its own; the same for a seed."""
    return table_of(_shown(seed, count, parts, varied))


def _shown(seed: int, count: int, parts: tuple[Part, ...], varied: bool) -> Iterator[Shown]:
    climate, known = Climate.read(None), set(learnable())
    compared = tuple(name for name in SimulatedTruths(0, 0).compared if name in known)
    for first in range(0, count, A_WEATHER):
        truths = SimulatedTruths(
            min(A_WEATHER, count - first),
            seed + first,
            parts=parts,
            varied=varied,
            compared=compared,
        )
        homes = list(truths.homes())
        for evidence in EVIDENCE:
            yield from _believed(_in_turn(homes, evidence), evidence, climate, first)


def _in_turn(homes: Sequence[TruthHome], evidence: Evidence) -> list[TruthHome]:
    """Homes shown this way: every other one by bills, the others by day, each kind with every sort of description."""
    metered = (UsageLevel.BILLS, UsageLevel.DAILY)
    if evidence.usage not in metered:
        return [home for home in homes if home.shows(evidence)]
    turn = metered.index(evidence.usage) + tuple(Knowledge).index(evidence.knowledge)
    return [home for place, home in enumerate(homes) if (place + turn) % 2 == 0 and home.shows(evidence)]


def _believed(homes: Sequence[TruthHome], evidence: Evidence, climate: Climate, first: int) -> Iterator[Shown]:
    if not homes:
        return
    told = json.dumps([as_home(home, evidence) for home in homes])
    known = evidence_of(told, homes[0].weather.temperatures, climate)
    for home, seen in zip(homes, known, strict=True):
        facts, _ = plausible(seen.facts)
        place, archetype = (int(part) for part in home.id.rsplit("-", 2)[1:])
        described = home.described
        yield Shown(
            home=first + place,
            archetype=archetype,
            evidence=evidence.name,
            described={
                "dwelling type": described.dwelling_type.value if described.dwelling_type else "unknown",
                "vintage": group_of(described).vintage,
                "heating fuel": described.heating_fuel.value if described.heating_fuel else "unknown",
            },
            belief=believe(assumed(facts), seen.measured, seen.weather),
            truths=home.savings,
        )
