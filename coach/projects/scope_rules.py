"""What a quote must say of each kind of work, as data: insulation its R and area, equipment its size and model.

Where a rule of a rebate or of the measures' own data stands behind it, that is said. Which work needs which licence in
Ontario (ESA, TSSA) is from the regulators' general duties (L12 of the reference's law notes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.measures.catalogue import HEAT_PUMPS, Method, measure


class Say(StrEnum):
    """What a quote says of the work."""

    R_VALUE = "r_value"
    AREA = "area"
    SIZE = "size"
    MODEL = "model"
    LEAKAGE = "leakage"
    """How much leakage is to go, measured with a blower door before and after."""


class Licence(StrEnum):
    """Who must hold which licence for it."""

    ELECTRICAL = "electrical"
    """A licensed electrical contractor, with a notification to the Electrical Safety Authority."""
    FUEL = "fuel"
    """A technician registered with the Technical Standards and Safety Authority."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a quote for one kind of work must say; `least_r` the insulation a good job reaches, None where none is."""

    says: frozenset[Say] = frozenset()
    least_r: float | None = None
    licences: frozenset[Licence] = frozenset()


_INSULATION: Final = frozenset({Say.R_VALUE, Say.AREA})
_MACHINE: Final = frozenset({Say.SIZE, Say.MODEL})
_BY_ID: Final[Mapping[str, Scope]] = MappingProxyType(
    {
        "ENV-CATH": Scope(_INSULATION),
        "ENV-FLOOR": Scope(_INSULATION),
        "ENV-CRAWL": Scope(_INSULATION),
        "ENV-HEADER": Scope(frozenset({Say.R_VALUE})),
        "HVAC-HRV": Scope(frozenset({Say.MODEL})),
        "COOL-AC": Scope(_MACHINE, licences=frozenset({Licence.ELECTRICAL})),
        "GEN-BATT": Scope(_MACHINE, licences=frozenset({Licence.ELECTRICAL})),
        "EV-L2": Scope(frozenset({Say.MODEL}), licences=frozenset({Licence.ELECTRICAL})),
        "PANEL-200": Scope(licences=frozenset({Licence.ELECTRICAL})),
        "ENV-DOOR": Scope(frozenset({Say.MODEL})),
    }
)
_BY_METHOD: Final[Mapping[Method, Scope]] = MappingProxyType(
    {
        Method.CEILING: Scope(_INSULATION, least_r=50.0),
        Method.WALL_CAVITY: Scope(_INSULATION),
        Method.WALL_EXTERIOR: Scope(_INSULATION),
        Method.BASEMENT: Scope(_INSULATION, least_r=20.0),
        Method.WINDOWS: Scope(frozenset({Say.MODEL})),
        Method.AIR_LEAKAGE: Scope(frozenset({Say.LEAKAGE})),
        Method.FURNACE: Scope(_MACHINE, licences=frozenset({Licence.FUEL})),
        Method.TANKLESS: Scope(_MACHINE, licences=frozenset({Licence.FUEL})),
        Method.HEAT_PUMP_WATER: Scope(_MACHINE, licences=frozenset({Licence.ELECTRICAL})),
        Method.SOLAR: Scope(_MACHINE, licences=frozenset({Licence.ELECTRICAL})),
        **{method: Scope(_MACHINE, licences=frozenset({Licence.ELECTRICAL})) for method in HEAT_PUMPS},
    }
)
"""Attics to R-50 as the rebate asks (S51); basement walls to R-20 as rebates and the code's tables do (uncited)."""
HEATS_ALONE: Final = frozenset({Method.FURNACE})
"""Equipment that must carry the coldest night by itself."""
HEATS_WITH_HELP: Final = HEAT_PUMPS
"""Equipment beside which something else may carry it."""
NOT_AT_THE_DOOR: Final = frozenset(
    {
        "HVAC-FURN",
        "HVAC-BOILER",
        "HVAC-ASHP-D",
        "HVAC-ASHP-HYB",
        "HVAC-ASHP-DL",
        "HVAC-OIL-HP",
        "COOL-AC",
        "DHW-HPWH",
        "DHW-HPWH-GAS",
        "DHW-TANKLESS",
        "HVAC-DUCT",
    }
)
"""What nobody in Ontario may sell at a door where they were not asked to come: furnaces, air conditioners, water
heaters, duct cleaning (S112). That heat pumps and boilers are among them is our reading: they cool, or replace one."""


def scope_of(measure_id: str) -> Scope:
    """What a quote for this measure must say; nothing for a measure of which no rule is known."""
    found = _BY_ID.get(measure_id)
    if found is not None:
        return found
    return _BY_METHOD.get(measure(measure_id).method, Scope()) if is_known(measure_id) else Scope()


def method_of(measure_id: str) -> Method | None:
    """How the measure works, None for one that is no longer in the catalogue."""
    return measure(measure_id).method if is_known(measure_id) else None


def is_known(measure_id: str) -> bool:
    """Whether the catalogue has this measure."""
    try:
        measure(measure_id)
    except KeyError:
        return False
    return True
