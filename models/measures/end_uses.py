"""A year of a home's energy by end use, as a cloud of equally likely possibilities (one value a draw).

Useful heat is kept apart from the fuel that makes it, so that insulation and equipment can be combined in
either order. Arrays are one value per draw [n]; energy in kWh of useful heat or in the fuel's own unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from models.quantities import MJ_PER_KWH, MJ_PER_UNIT, Fuel
from models.series import Floats

KWH_PER_UNIT: Final[Mapping[Fuel, float]] = MappingProxyType(
    {fuel: megajoules / MJ_PER_KWH for fuel, megajoules in MJ_PER_UNIT.items()}
)
"""kWh (higher heating value) in one kWh, m³, L, L, cord."""
FORCED_AIR: Final = frozenset({Fuel.NATURAL_GAS, Fuel.OIL, Fuel.PROPANE})


@dataclass(frozen=True, slots=True)
class HeatSource:
    """What turns a fuel into a share of useful heat: `efficiency` useful kWh per kWh of fuel [n], `share` 0–1 [n]."""

    fuel: Fuel
    efficiency: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class EndUses:
    """What the home uses energy for in a normal year.

    `heat_kwh`, `water_kwh` useful kWh [n]; `fan_share` kWh of fan power per useful kWh from a burning furnace;
    `cooling_kwh`, `plugs_kwh` electricity [n]; `other` what else each fuel does, in its unit [n];
    `generated_kwh` electricity made on the roof [n].
    """

    heat_kwh: Floats
    heat_sources: tuple[HeatSource, ...]
    fan_share: float
    water_kwh: Floats
    water_sources: tuple[HeatSource, ...]
    cooling_kwh: Floats
    plugs_kwh: Floats
    generated_kwh: Floats
    other: Mapping[Fuel, Floats] = field(default_factory=lambda: MappingProxyType({}))

    def by_fuel(self) -> dict[Fuel, Floats]:
        """Everything each fuel does in a year, in its own unit [n]; electricity net of what the roof makes."""
        electricity = self.cooling_kwh + self.plugs_kwh - self.generated_kwh
        burnt = [source.share for source in self.heat_sources if source.fuel in FORCED_AIR]
        if burnt and self.fan_share:
            electricity = electricity + self.heat_kwh * (self.fan_share * burnt[0])
        totals: dict[Fuel, Floats] = {Fuel.ELECTRICITY: electricity}
        for fuel, amount in (*_fuels(self.heat_kwh, self.heat_sources), *_fuels(self.water_kwh, self.water_sources)):
            totals[fuel] = totals[fuel] + amount if fuel in totals else amount
        for fuel, amount in self.other.items():
            totals[fuel] = totals[fuel] + amount if fuel in totals else amount
        return totals


def saved(before: Mapping[Fuel, Floats], after: Mapping[Fuel, Floats]) -> dict[Fuel, Floats]:
    """What a year after uses less than the year before, by fuel, in its unit [n]; negative where it uses more."""
    gone = {fuel: amount - after[fuel] if fuel in after else amount for fuel, amount in before.items()}
    return gone | {fuel: -amount for fuel, amount in after.items() if fuel not in before}


def _fuels(useful_kwh: Floats, sources: tuple[HeatSource, ...]) -> Iterator[tuple[Fuel, Floats]]:
    for source in sources:
        yield source.fuel, useful_kwh * source.share / (source.efficiency * KWH_PER_UNIT[source.fuel])
