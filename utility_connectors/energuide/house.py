"""What an EnerGuide house file says of a home: rating, envelope, equipment; each in the words of our facts.

Only what was measured or seen counts. A rating is made under standard conditions, so the file's household and
thermostat are everybody's and nobody's: they are not read. Insulation of a basement stands in its composite
sections even where the headline number is nought (reference/NOTES.md §6), so the sections are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import BinaryIO

from greener_homes.errors import Refusal
from models.findings import Finding
from utility_connectors.energuide import codes
from utility_connectors.energuide.document import Element, read_document
from utility_connectors.energuide.envelope import envelope, foundation
from utility_connectors.energuide.equipment import equipment
from utility_connectors.energuide.reading import FactValue, Reading, english, rounded

OUTDATED_YEARS = 5

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


@dataclass(frozen=True, slots=True)
class HouseFile:
    """What one file said. `facts` by the names of models.house.facts; `rating_gj` the EnerGuide rating [GJ a year].

    Nothing here names a person or a place.
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
    reading = Reading()
    facts = {
        **_building(reading, house),
        **envelope(reading, house, root),
        **foundation(reading, house),
        **equipment(reading, house),
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


def _building(reading: Reading, house: Element) -> dict[str, FactValue]:
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
        "dwelling_type": DWELLINGS.get(english(told.first("HouseType"))),
        "storeys": STOREYS.get(english(told.first("Storeys"))),
        "year_built": int(year) if year else None,
        "heated_area_m2": rounded(above, 1),
        "basement_area_m2": rounded(below, 1),
        "ach50": rounded(reading.number(test, "airChangeRate", 0.2, 60), 2) if tested else None,
        "solar_panels": True if house.first("Generation/PhotovoltaicSystems/*") else None,
    }


def _rating(reading: Reading, root: Element) -> float | None:
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
