"""What an EnerGuide house file says of a home: rating, envelope, equipment; each in the words of our facts.

Only what was measured or seen counts. A rating is made under standard conditions, so the file's household and
thermostat are everybody's and nobody's: they are not read. Insulation of a basement stands in its composite
sections even where the headline number is nought (reference/NOTES.md §6), so the sections are read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import BinaryIO

from greener_homes.errors import Refusal
from models.findings import Finding
from utility_connectors.energuide import codes
from utility_connectors.energuide.document import Element, read_document

R_PER_RSI = 5.678263337
"""ft²·°F·h/Btu in one m²·K/W."""
BTU_PER_WH = 3.412141633
INSULATED_RSI = 0.5
"""From here on a section of basement wall counts as insulated: about R-3, more than any bare wall has."""
BARE_RSI = 0.5
"""What an uninsulated wall or ceiling resists: boards, cladding and air films, about R-3."""
FULL_SHARE, PARTIAL_SHARE = 0.8, 0.05
LOW_E_RSI = 0.40
"""A double window of no known make-up that resists more than this has a coating."""
SINGLE_RSI, TRIPLE_RSI = 0.25, 0.60
OUTDATED_YEARS = 5
NUMBER = re.compile(r"[ \t\r\n]*-?[0-9]{1,12}(\.[0-9]{1,15})?([eE][-+]?[0-9]{1,3})?[ \t\r\n]*")

DWELLINGS = MappingProxyType(
    {
        "single detached": "detached",
        "double/semi-detached": "semi",
        "row house, end unit": "row_end",
        "row house, middle unit": "row_middle",
        "mobile home": "mobile",
    }
)
STOREYS = MappingProxyType(
    {
        "one storey": 1.0,
        "one and a half": 1.5,
        "two storeys": 2.0,
        "two and a half": 2.5,
        "three storeys": 3.0,
        "split level": 2.0,
        "split entry / raised basement": 1.0,
    }
)
FUELS = MappingProxyType(
    {"1": "electricity", "2": "natural_gas", "3": "oil", "4": "propane"} | dict.fromkeys("5678", "wood")
)
HEATERS = MappingProxyType(
    {"Furnace": "furnace", "Boiler": "boiler", "Baseboards": "baseboard", "ComboHeatDhw": "boiler", "P9": "boiler"}
)
WITH_ATTIC = frozenset({"attic/gable", "attic/hip", "scissor"})
WITHOUT_ATTIC = frozenset({"cathedral", "flat"})
STOVES = ("stove", "fireplace", "furnace w/ wood")

FactValue = str | float | bool | None


@dataclass(frozen=True, slots=True)
class HouseFile:
    """What one file said. `facts` by the names of models.house.facts; `rating_gj` the EnerGuide rating [GJ a year].

    `tightness` air changes an hour at 50 Pa is among the facts. Nothing here names a person or a place.
    """

    facts: Mapping[str, FactValue]
    rating_gj: float | None
    evaluated_on: date | None
    program: str
    findings: tuple[Finding, ...]


def read_house_file(source: BinaryIO, *, today: date) -> HouseFile:
    """What the file says. Raises Refusal when it is no house file or says nothing we can use."""
    root = read_document(source)
    house = root.first("House")
    if house is None:
        raise Refusal(codes.NOT_A_HOUSE)
    reading = _Reading()
    facts = {
        **_building(reading, house),
        **_envelope(reading, house, root),
        **_foundation(reading, house),
        **_equipment(reading, house),
    }
    known = {name: value for name, value in facts.items() if value is not None}
    if not known:
        raise Refusal(codes.NOTHING_KNOWN)
    rating = _rating(reading, root)
    evaluated = _evaluated(root, today)
    if rating is None:
        reading.findings.append(codes.NO_RATING.finding())
    if evaluated is not None and (today - evaluated).days > OUTDATED_YEARS * 365:
        reading.findings.append(codes.OUTDATED.finding(on=evaluated.isoformat()))
    if reading.wrong:
        reading.findings.append(codes.LEFT_OUT.finding(count=reading.wrong))
    return HouseFile(MappingProxyType(known), rating, evaluated, _program(root), tuple(reading.findings))


class _Reading:
    """Numbers on their way out of the file, with what was wrong counted."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.wrong = 0

    def number(self, element: Element | None, attribute: str, low: float, high: float) -> float | None:
        """The number in an attribute, or None where it is absent; one outside its limits is absent and counted."""
        text = element.attributes.get(attribute) if element is not None else None
        if text is None or not text.strip():
            return None
        value = float(text) if NUMBER.fullmatch(text) else math.nan
        if not low <= value <= high:
            self.wrong += 1
            return None
        return value


def _building(reading: _Reading, house: Element) -> dict[str, FactValue]:
    told = house.first("Specifications")
    if told is None:
        return {}
    year = reading.number(told.first("YearBuilt"), "value", 1800, 2100)
    area = told.first("HeatedFloorArea")
    above = reading.number(area, "aboveGrade", 20, 1500)
    below = reading.number(area, "belowGrade", 0, 700)
    how = house.first("NaturalAirInfiltration/Specifications/House/AirTightnessTest")
    tested = how is not None and how.attributes.get("code") == "x"  # else it is a guess by age
    test = house.first("NaturalAirInfiltration/Specifications/BlowerTest")
    return {
        "dwelling_type": DWELLINGS.get(_english(told.first("HouseType"))),
        "storeys": STOREYS.get(_english(told.first("Storeys"))),
        "year_built": int(year) if year else None,
        "heated_area_m2": _rounded(above, 1),
        "basement_area_m2": _rounded(below, 1),
        "ach50": _rounded(reading.number(test, "airChangeRate", 0.2, 60), 2) if tested else None,
        "solar_panels": True if house.first("Generation/PhotovoltaicSystems/*") else None,
    }


def _envelope(reading: _Reading, house: Element, root: Element) -> dict[str, FactValue]:
    attic: list[tuple[float, float]] = []
    sloped = 0.0
    for ceiling in house.all("Components/Ceiling"):
        area = reading.number(ceiling.first("Measurements"), "area", 0, 2000) or 0.0
        kind = _english(ceiling.first("Construction/Type"))
        if kind in WITHOUT_ATTIC:
            sloped += area
        elif kind in WITH_ATTIC and (rsi := _nominal(reading, ceiling.first("Construction/CeilingType"))) is not None:
            attic.append((area, rsi))
    walls = [
        (_wall_area(reading, wall), rsi)
        for wall in house.all("Components/Wall")
        if (rsi := _nominal(reading, wall.first("Construction/Type"))) is not None
    ]
    return {
        "attic_r": _r(_parallel(attic)),
        "wall_r": _r(_parallel(walls)),
        "cathedral_ceiling": sloped > 0.2 * (sloped + sum(area for area, _ in attic)) if sloped or attic else None,
        "window_type": _windows(reading, house, root),
    }


def _foundation(reading: _Reading, house: Element) -> dict[str, FactValue]:
    basements = list(house.all("Components/Basement"))
    if not basements:
        known = any(True for kind in ("Crawlspace", "Slab") for _ in house.all(f"Components/{kind}"))
        return {
            "basement_insulation": "no_basement" if known else None,
            "crawl_space": True if house.first("Components/Crawlspace") else None,
        }
    insulated, whole = 0.0, 0.0
    for basement in basements:
        length = reading.number(basement, "exposedSurfacePerimeter", 0, 1000) or 1.0
        construction = basement.first("Wall/Construction")
        if construction is None:
            continue
        sides = [_insulated_share(reading, construction, side) for side in ("Interior", "Exterior")]
        # a wall to which nothing was added says nothing of it: that is a bare wall
        insulated += length * max((share for share in sides if share is not None), default=0.0)
        whole += length
    share = insulated / whole if whole else None
    return {
        "basement_insulation": None
        if share is None
        else "full"
        if share >= FULL_SHARE
        else "partial"
        if share >= PARTIAL_SHARE
        else "none",
        "crawl_space": True if house.first("Components/Crawlspace") else None,
    }


def _insulated_share(reading: _Reading, construction: Element, side: str) -> float | None:
    """How much of the wall carries insulation on this side, 0 to 1, by its sections; None where nothing is said."""
    added = construction.first(f"{side}AddedInsulation")
    if added is None:
        return None
    sections = list(added.all("Composite/Section"))
    if not sections:
        headline = reading.number(added, "nominalInsulation", 0, 30)
        return None if headline is None else float(headline >= INSULATED_RSI)
    parts = [reading.number(section, "percentage", 0, 100) for section in sections]
    rest = max(0.0, 100.0 - sum(part for part in parts if part is not None))  # the last section often has no number
    share = 0.0
    for section, part in zip(sections, parts, strict=True):
        rsi = reading.number(section, "nominalRsi", 0, 30) or reading.number(section, "rsi", 0, 30) or 0.0
        share += (rest if part is None else part) if rsi >= INSULATED_RSI else 0.0
    return min(share, 100.0) / 100.0


def _equipment(reading: _Reading, house: Element) -> dict[str, FactValue]:
    heating = house.first("HeatingCooling")
    facts: dict[str, FactValue] = {"hot_water_fuel": _fuel(house.first("Components/HotWater/Primary/EnergySource"))}
    if heating is None:
        return facts
    main = next((item for item in heating.all("Type1/*") if item.name in HEATERS), None)
    pump = next((item for item in heating.all("Type2/*") if item.name.endswith("HeatPump")), None)
    if main is not None:
        facts |= _main_heater(reading, main)
    if pump is not None and "cool" not in _english(pump.first("Equipment/Function")).partition("/")[0]:
        if facts.get("heating_fuel") not in (None, "electricity"):
            reading.findings.append(codes.TWO_HEAT_SOURCES.finding())
        facts |= {
            "heating_system": "heat_pump",
            "heating_fuel": "electricity",
            "heating_efficiency_pct": _pump_efficiency(reading, pump),
        }
    facts["cooling"] = _cooling(heating, pump)
    return facts


def _main_heater(reading: _Reading, main: Element) -> dict[str, FactValue]:
    fuel = "electricity" if main.name == "Baseboards" else _fuel(main.first("Equipment/EnergySource"))
    kind = _english(main.first("Equipment/EquipmentType"))
    system = "stove" if any(word in kind for word in STOVES) else HEATERS[main.name]
    specifications = main.first("Specifications")
    efficiency = reading.number(specifications, "efficiency", 30, 110)
    steady = specifications is not None and specifications.attributes.get("isSteadyState") == "true"
    if steady and fuel != "electricity" and efficiency is not None:
        reading.findings.append(codes.STEADY_STATE.finding())
    return {"heating_fuel": fuel, "heating_system": system, "heating_efficiency_pct": efficiency}


def _pump_efficiency(reading: _Reading, pump: Element) -> float | None:
    """Heat per electricity over a season, in per cent: a COP as it is, an HSPF [Btu/Wh] through its unit."""
    rated = pump.first("Specifications/HeatingEfficiency")
    if rated is None:
        return None
    if rated.attributes.get("isCop") == "true":
        cop = reading.number(rated, "value", 1, 6)
    else:
        hspf = reading.number(rated, "value", 3, 20)
        cop = hspf / BTU_PER_WH if hspf is not None else None
    return _rounded(100 * cop, 0) if cop is not None else None


def _cooling(heating: Element, pump: Element | None) -> str | None:
    if pump is not None and "cooling" in _english(pump.first("Equipment/Function")):
        return "heat_pump"
    conditioner = heating.first("Type2/AirConditioning")
    if conditioner is None:
        return "none" if heating.first("Type2") is not None else None
    return "central" if "central" in _english(conditioner.first("Equipment/CentralType")) else "room"


def _windows(reading: _Reading, house: Element, root: Element) -> str | None:
    """The kind that most of the glass is of, by area."""
    made_of = _glazing_codes(root)
    areas: dict[str, float] = {}
    for window in house.below("Window"):
        size, kind = window.first("Measurements"), window.first("Construction/Type")
        height = reading.number(size, "height", 0, 20_000)
        width = reading.number(size, "width", 0, 20_000)
        if not height or not width or kind is None:
            continue
        count = reading.number(window, "number", 0, 200) or 1.0
        rsi = reading.number(kind, "rValue", 0, 5)
        glazing = made_of.get(kind.attributes.get("idref", ""))
        name = _glazing(glazing, rsi)
        if name is not None:
            areas[name] = areas.get(name, 0.0) + height * width * count
    return max(sorted(areas), key=lambda name: areas[name]) if areas else None


def _glazing_codes(root: Element) -> dict[str, tuple[str, str]]:
    """How many panes and which coating each window code of the file has, in its English words."""
    found: dict[str, tuple[str, str]] = {}
    for code in root.all("Codes/Window/*/Code"):
        layers = code.first("Layers/Window") or code.first("Layers")
        if layers is not None and "id" in code.attributes:
            panes = layers.first("GlazingTypes") or layers.first("GlazingType")
            coating = layers.first("CoatingsTints") or layers.first("LowECoating")
            found[code.attributes["id"]] = _english(panes), _english(coating)
    return found


def _glazing(made_of: tuple[str, str] | None, rsi: float | None) -> str | None:
    if made_of is not None and made_of[0]:
        panes, coating = made_of
        if panes.startswith("single"):
            return "single"
        if panes.startswith("triple"):
            return "triple"
        return "double_lowe" if coating.startswith("low-e") else "double"
    if not rsi:
        return None
    return (
        "single"
        if rsi < SINGLE_RSI
        else "double"
        if rsi < LOW_E_RSI
        else "double_lowe"
        if rsi < TRIPLE_RSI
        else "triple"
    )


def _rating(reading: _Reading, root: Element) -> float | None:
    """The EnerGuide rating on the label [GJ a year], which only a file of a rated evaluation carries."""
    program = root.first("Program")
    if program is None:
        return None
    return next(
        (
            value
            for found in program.below("ERSRating")
            if (value := reading.number(found, "value", 0, 2000)) is not None
        ),
        None,
    )


def _evaluated(root: Element, today: date) -> date | None:
    file = root.first("ProgramInformation/File")
    text = file.attributes.get("evaluationDate", "") if file is not None else ""
    try:
        on = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return on if date(1990, 1, 1) <= on <= today else None


def _program(root: Element) -> str:
    """The version of HOT2000 that wrote the file, digits only; empty where unsaid."""
    version = root.first("Application/Version")
    if version is None:
        return ""
    parts = [version.attributes.get(name, "") for name in ("major", "minor", "build")]
    return ".".join(part for part in parts if re.fullmatch(r"[0-9]{1,6}", part))


def _nominal(reading: _Reading, construction: Element | None) -> float | None:
    """The nominal resistance of the insulation [m²·K/W]; the whole assembly's where no layer was named."""
    nominal = reading.number(construction, "nominalInsulation", 0, 30)
    if nominal:
        return nominal
    if construction is not None and construction.attributes.get("idref"):
        return nominal  # a known make-up without insulation
    return reading.number(construction, "rValue", 0, 30)


def _wall_area(reading: _Reading, wall: Element) -> float:
    size = wall.first("Measurements")
    return (reading.number(size, "height", 0, 50) or 0.0) * (reading.number(size, "perimeter", 0, 1000) or 0.0)


def _parallel(parts: Iterable[tuple[float, float]]) -> float | None:
    """The insulation of parts side by side (area, resistance) that would let as much heat through, behind what
    every part has anyway: boards, air films."""
    kept = [(area, BARE_RSI + rsi) for area, rsi in parts if area > 0]
    if not kept:
        return None
    return max(0.0, sum(area for area, _ in kept) / sum(area / rsi for area, rsi in kept) - BARE_RSI)


def _r(rsi: float | None) -> float | None:
    return round(rsi * R_PER_RSI, 1) if rsi is not None else None


def _rounded(value: float | None, places: int) -> float | None:
    return round(value, places) if value is not None else None


def _fuel(source: Element | None) -> str | None:
    return FUELS.get(source.attributes.get("code", "")) if source is not None else None


def _english(element: Element | None) -> str:
    label = element.first("English") if element is not None else None
    return label.text.strip().lower() if label is not None else ""
