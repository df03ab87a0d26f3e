"""What the readings of one meter reading are: of what, which way, in which unit, and whether they may be stored.

Reading type, service category and unit must agree. Where they contradict each other or leave it open, the
readings are still counted and reported, but nothing is guessed and nothing of them is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.findings import Code
from models.quantities import Commodity, Flow
from utility_connectors import codes
from utility_connectors.green_button.links import Linked
from utility_connectors.green_button.resources import Resource
from utility_connectors.green_button.vocabulary import (
    ACCUMULATION_DELTA,
    ANY_SCALE,
    COMMODITY_KINDS,
    FLOWS,
    MULTIPLIERS,
    NO_COMMODITY,
    SCALES,
    SERVICE_KINDS,
    UNIT_ONLY,
    UOM_WH,
    Scale,
)

FORWARD = 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """`scale` is None where the unit is nothing we know; `problem` says why the readings are not to be stored.

    One step of the document is `scale.factor` × 10**`exponent` of `scale.unit`. `tou` is the price period a
    register is for, 0 for all.
    """

    commodity: Commodity
    flow: Flow
    scale: Scale | None
    exponent: int
    problem: Code | None
    tou: int = 0
    gas_as_energy: bool = False


def meaning_of(meter: Linked) -> Meaning:
    """What this meter reading's document says its readings are."""
    kind = meter.reading_type
    said = _commodities(meter)
    commodity = said[0] if said else Commodity.OTHER
    flow_code = number_of(kind, "flowDirection", FORWARD)
    flow = Flow.DELIVERED if flow_code is None else FLOWS.get(flow_code, Flow.DELIVERED)
    uom = number_of(kind, "uom")
    multiplier = number_of(kind, "powerOfTenMultiplier", 0)
    if kind is None or uom is None or uom not in ANY_SCALE:
        return Meaning(commodity, flow, None, 0, codes.UNIT_UNKNOWN)
    if multiplier is None or multiplier not in MULTIPLIERS:
        return Meaning(commodity, flow, None, 0, codes.MULTIPLIER_UNKNOWN)
    scale = SCALES[commodity].get(uom)
    problem: Code | None = None
    if scale is None or len(set(said)) > 1 or number_of(kind, "commodity", NO_COMMODITY) is None:
        scale, problem = scale or ANY_SCALE[uom], codes.COMMODITY_CONFLICT
    elif (
        not scale.amount
        or flow_code not in FLOWS
        or number_of(kind, "accumulationBehaviour", ACCUMULATION_DELTA) != ACCUMULATION_DELTA
    ):
        problem = codes.NOT_AN_AMOUNT
    tou = number_of(kind, "tou", 0) or 0
    gas_as_energy = commodity is Commodity.NATURAL_GAS and uom == UOM_WH
    return Meaning(commodity, flow, scale, scale.exponent + multiplier, problem, tou, gas_as_energy)


def number_of(resource: Resource | None, name: str, absent: int | None = None) -> int | None:
    """A number of the resource; `absent` where it or the resource is not there, None where it is no number."""
    return absent if resource is None else resource.numbers.get(name, absent)


def _commodities(meter: Linked) -> list[Commodity]:
    """What the reading type, the service category and, where both are silent, the unit say; the first counts."""
    said: list[Commodity] = []
    code = number_of(meter.reading_type, "commodity")
    if code is not None and code != NO_COMMODITY:
        said.append(COMMODITY_KINDS.get(code, Commodity.OTHER))
    service = number_of(meter.usage_point, "kind")
    if service is not None:
        said.append(SERVICE_KINDS.get(service, Commodity.OTHER))
    uom = number_of(meter.reading_type, "uom")
    if not said and uom in UNIT_ONLY:
        said.append(UNIT_ONLY[uom])
    return said
