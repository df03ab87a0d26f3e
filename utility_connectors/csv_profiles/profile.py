"""What a supplier's CSV looks like, as data. A new format is a new profile, not new code.

A profile names its columns, says what each amount is measured in and how a row's end is known. Its `example`
is a small file in the format; the tests read every profile's own example.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from models.quantities import GJ_PER_THERM, L_PER_US_GALLON, M3_PER_FT3, Commodity, Flow, Unit
from models.series import Quality


class Role(StrEnum):
    """What a column is for. Columns without a role are never looked at."""

    ACCOUNT = "account"
    METER = "meter"
    COMMODITY = "commodity"
    START = "start"
    END = "end"
    START_CLOCK = "start_clock"
    END_CLOCK = "end_clock"
    DAYS = "days"
    QUANTITY = "quantity"
    UNIT = "unit"
    QUALITY = "quality"
    FLOW = "flow"
    COST = "cost"


class RowEnd(StrEnum):
    """How a row says when it ends."""

    STATED = "stated"
    """By its end column."""
    CLOCK = "clock"
    """By a time of day, often the last minute that still counts (00:59)."""
    NEIGHBOUR = "neighbour"
    """It does not: a reading lasts as long as to its nearest neighbour, a date lasts the day."""
    BILL = "bill"
    """By a date, that may or may not belong to the period; the days billed or the next bill tell."""


@dataclass(frozen=True, slots=True)
class CsvUnit:
    """A unit as written in a CSV: which of ours it becomes, ×10**`exponent` × `factor`."""

    unit: Unit
    exponent: int = 0
    factor: float = 1.0


UNITS: Mapping[Commodity, Mapping[str, CsvUnit]] = MappingProxyType(
    {
        Commodity.ELECTRICITY: {"kWh": CsvUnit(Unit.KWH), "Wh": CsvUnit(Unit.KWH, -3)},
        Commodity.NATURAL_GAS: {
            "m3": CsvUnit(Unit.M3),
            "ft3": CsvUnit(Unit.M3, 0, M3_PER_FT3),
            "therm": CsvUnit(Unit.GJ, 0, GJ_PER_THERM),
            "GJ": CsvUnit(Unit.GJ),
            "CCF": CsvUnit(Unit.M3, 2, M3_PER_FT3),
        },
        Commodity.WATER: {"m3": CsvUnit(Unit.M3), "L": CsvUnit(Unit.M3, -3)},
        Commodity.OTHER: {"L": CsvUnit(Unit.LITRE), "US gal": CsvUnit(Unit.LITRE, 0, L_PER_US_GALLON)},
    }
)
STANDARD_UNITS: Mapping[str, str] = MappingProxyType(
    {unit: unit for unit in ("kWh", "Wh", "m3", "ft3", "therm", "GJ", "L")}
)
"""What our documented format may have in a unit column: exactly these."""

WRITTEN_UNITS: Mapping[str, str] = MappingProxyType(
    {
        written: unit
        for unit, spellings in {
            "kWh": ("kWh", "kilowatt hours"),
            "Wh": ("Wh",),
            "m3": ("m3", "m³", "cubic metres"),
            "ft3": ("ft3", "ft³", "cubic feet"),
            "CCF": ("CCF",),
            "therm": ("therm", "therms"),
            "GJ": ("GJ",),
            "L": ("L", "litre", "litres"),
        }.items()
        for spelling in spellings
        for written in (spelling, spelling.lower(), spelling.upper(), spelling.capitalize())
    }
)
"""What other people's files have there. Gallons are not among them: nothing says whose."""

UNIT_ALONE: Mapping[str, Commodity] = MappingProxyType(
    {"kWh": Commodity.ELECTRICITY, "Wh": Commodity.ELECTRICITY, "therm": Commodity.NATURAL_GAS}
)
"""What a unit column says where nothing names the commodity: gas and water share volumes, so those say nothing."""

COMMODITIES: Mapping[str, Commodity] = MappingProxyType(
    {
        "electricity": Commodity.ELECTRICITY,
        "gas": Commodity.NATURAL_GAS,
        "natural_gas": Commodity.NATURAL_GAS,
        "water": Commodity.WATER,
    }
)
FLOWS: Mapping[str, Flow] = MappingProxyType(
    {
        "import": Flow.DELIVERED,
        "delivered": Flow.DELIVERED,
        "export": Flow.RECEIVED,
        "received": Flow.RECEIVED,
        "net": Flow.NET,
    }
)
QUALITIES: Mapping[str, Quality] = MappingProxyType(
    {
        "actual": Quality.ACTUAL,
        "validated": Quality.ACTUAL,
        "verified": Quality.ACTUAL,
        "edited": Quality.EDITED,
        "estimated": Quality.ESTIMATED,
        "derived": Quality.DERIVED,
        "questionable": Quality.QUESTIONABLE,
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column of amounts holds, when its name or the file's says so."""

    commodity: Commodity
    unit: str
    flow: Flow = Flow.DELIVERED


@dataclass(frozen=True, slots=True)
class Profile:
    """One format. Column names are compared without regard to case and surrounding spaces.

    `measures` are columns of amounts whose name says the unit; a profile without them has QUANTITY and, unless
    the file's own name tells (`by_file_name`: a word, what it means), UNIT. A unit column outranks the file's name,
    which then tells no more than the commodity, and only where the unit leaves it open. Other columns never tell:
    figures worked out from the amounts are often in units of their own. `folds_by_order` lets the two
    readings of the repeated autumn hour be told apart by their order.
    """

    name: str
    columns: Mapping[Role, tuple[str, ...]]
    required: frozenset[Role]
    row_end: RowEnd
    example: str
    measures: Mapping[str, Measure] = field(default_factory=lambda: MappingProxyType({}))
    by_file_name: tuple[tuple[str, Measure], ...] = ()
    unit_words: Mapping[str, str] = field(default_factory=lambda: WRITTEN_UNITS)
    folds_by_order: bool = False
    longest_decimals: int = 6
    currency: str = "CAD"


@dataclass(frozen=True, slots=True)
class Layout:
    """A profile found in a file: which column plays which role."""

    profile: Profile
    roles: Mapping[Role, int]
    measures: Sequence[tuple[int, Measure]]
    width: int


def layout_of(header: Sequence[str], profiles: Sequence[Profile]) -> Layout | None:
    """The first profile whose required columns are all in the header."""
    names = [name.strip().lower() for name in header]
    for profile in profiles:
        roles = {
            role: names.index(name)
            for role, accepted in profile.columns.items()
            for name in accepted[::-1]
            if name in names
        }
        measures = [(index, profile.measures[name]) for index, name in enumerate(names) if name in profile.measures]
        if profile.required.issubset(roles) and (measures or Role.QUANTITY in roles):
            return Layout(profile, roles, measures, len(names))
    return None
