"""What a supplier's CSV looks like, as data. A new format is a new profile, not new code.

A profile names its columns, says what each amount is measured in and how a row's end is known. Its `example`
is a small file in the format; the tests read every profile's own example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from models.quantities import GJ_PER_THERM, L_PER_US_GALLON, M3_PER_FT3, Commodity, Flow, Unit
from models.series import Quality
from utility_connectors.csv_profiles.conventions import SUPPLIER_QUALITIES, DayTable, Ignore, Numbers, Times


class Role(StrEnum):
    """What a column is for. Columns without a role are never looked at."""

    ACCOUNT = "account"
    METER = "meter"
    COMMODITY = "commodity"
    START = "start"
    END = "end"
    PERIOD = "period"
    """Both ends in one column: “2025-01-04 to 2025-02-03”."""
    START_CLOCK = "start_clock"
    END_CLOCK = "end_clock"
    HOUR = "hour"
    """The hour of the day as a number: 0 to 23 where times name the beginning, 1 to 24 where they name the end."""
    DURATION = "duration"
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
    DAY = "day"
    """It is a whole day in columns, one for each part."""
    MONTH = "month"
    """It is the month named."""
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
        Commodity.ELECTRICITY: {
            "kWh": CsvUnit(Unit.KWH),
            "Wh": CsvUnit(Unit.KWH, -3),
            "MWh": CsvUnit(Unit.KWH, 3),
        },
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
ANY_QUALITY: Mapping[str, Quality] = MappingProxyType({**SUPPLIER_QUALITIES, **QUALITIES})
"""What suppliers' own files have there."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column of amounts holds, when its name or the file's says so."""

    commodity: Commodity
    unit: str
    flow: Flow = Flow.DELIVERED
    is_part: bool = False
    """One of several columns that make up one amount together, as use at each price."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One format. Column names are compared without regard to case and surrounding spaces.

    `measures` are columns of amounts whose name says the unit; a profile without them has QUANTITY and, unless
    the file's own name tells (`by_file_name`: a word, what it means), UNIT or, where the format itself tells,
    `measure`. A unit column outranks the file's name, which then tells no more than the commodity, and only where
    the unit leaves it open. Other columns never tell: figures worked out from the amounts are often in units of
    their own.

    `is_exact` formats are a partner's: words are taken as written, to the letter, and no row may be short. In others
    words are compared in lower case, and columns without a role may be missing at a row's end.
    """

    name: str
    columns: Mapping[Role, tuple[str, ...]]
    required: frozenset[Role]
    row_end: RowEnd
    example: str
    measures: Mapping[str, Measure] = field(default_factory=lambda: MappingProxyType({}))
    measure: Measure | None = None
    by_file_name: tuple[tuple[str, Measure], ...] = ()
    day_table: DayTable | None = None
    times: Times = field(default_factory=Times)
    numbers: Numbers = field(default_factory=Numbers)
    ignored: tuple[Ignore, ...] = ()
    unit_words: Mapping[str, str] = field(default_factory=lambda: WRITTEN_UNITS)
    quality_words: Mapping[str, Quality] = field(default_factory=lambda: QUALITIES)
    commodity_words: Mapping[str, Commodity] = field(default_factory=lambda: COMMODITIES)
    flow_words: Mapping[str, Flow] = field(default_factory=lambda: FLOWS)
    delimiters: str = ",\t"
    encoding: str = "utf-8"
    """Either that, or cp1252 for a format whose files are Windows' when they are not UTF-8."""
    is_exact: bool = False
    currency: str = "CAD"
    expected_late_days: int = 2
    """How many days after a reading its file is usually out: later than that, a feed counts as late."""
    learns: bool = True
    """Whether what a file shows of its dates, decimals and hours outweighs this profile. A person's word stands."""
    hour_tells: bool = False
    """Whether the column of hours must itself show, by 0 or 24, which end of a reading it names."""
    day_above: bool = False
    """Whether the rows name no day because the one day they are of stands above the header."""
    fingerprint: str = ""
    """Of a format taught by example: its header's. A file with exactly those columns is read by this profile first."""
