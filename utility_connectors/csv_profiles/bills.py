"""Bill histories: a start date, an end date, an amount. Oil and propane deliveries look the same."""

from __future__ import annotations

from collections.abc import Mapping

from models.quantities import Commodity
from utility_connectors.csv_profiles.conventions import DateStyle, Numbers, Times
from utility_connectors.csv_profiles.names import ACCOUNTS, METERS, QUALITIES
from utility_connectors.csv_profiles.profile import ANY_QUALITY, Measure, Profile, Role, RowEnd

_KWH = Measure(Commodity.ELECTRICITY, "kWh")
_GAS_M3 = Measure(Commodity.NATURAL_GAS, "m3")
_GAS_GJ = Measure(Commodity.NATURAL_GAS, "GJ")
_GAS_THERMS = Measure(Commodity.NATURAL_GAS, "therm")
_OIL_GALLONS = Measure(Commodity.OTHER, "US gal")

_SAID_BESIDE = {
    Role.DAYS: ("days_in_bill", "days", "billing days", "number of days", "jours", "nombre de jours"),
    Role.COST: ("cost", "amount", "total_cost", "bill", "charge", "charges", "total charges", "montant ($)", "montant"),
    Role.ACCOUNT: (*ACCOUNTS, "contrat", "numéro de compte"),
    Role.METER: METERS,
    Role.QUALITY: QUALITIES,
}
_BOTH_ENDS = {
    Role.START: ("start_date", "period_start", "from", "date de début", "du"),
    Role.END: ("end_date", "period_end", "to", "date de fin", "au"),
    **_SAID_BESIDE,
}
_READ_ON = {Role.END: ("read date", "reading date", "meter read date", "date de relevé"), **_SAID_BESIDE}
_AMOUNT = {Role.QUANTITY: ("usage", "quantity", "consumption"), Role.UNIT: ("unit", "units")}
LONG = Numbers(longest_decimals=12, grouped=True)
_PERIOD = frozenset({Role.START, Role.END})
_BY_NAME = (("gas", _GAS_THERMS), ("oil", _OIL_GALLONS), ("propane", _OIL_GALLONS))


def _columns(measure: Measure, units: tuple[str, ...], stems: tuple[str, ...]) -> dict[str, Measure]:
    """The ways to name a column of this measure: "usage (therms)" and what is alike."""
    return {f"{stem} ({unit})": measure for unit in units for stem in stems}


_USE = ("usage", "consumption", "consommation")
_GAS_USE = ("gas", "natural gas", "gas usage", "gas consumption")
_MEASURES = {
    "kwh": _KWH,
    **_columns(_KWH, ("kwh",), (*_USE, "electricity")),
    "m3": _GAS_M3,
    **_columns(_GAS_M3, ("m3", "cubic metres"), _USE + _GAS_USE),
    **dict.fromkeys(("therms", "therm"), _GAS_THERMS),
    **_columns(_GAS_THERMS, ("therms", "therm"), _USE + _GAS_USE),
    "gj": _GAS_GJ,
    **_columns(_GAS_GJ, ("gj",), _USE + _GAS_USE),
    **_columns(Measure(Commodity.NATURAL_GAS, "CCF"), ("ccf",), _GAS_USE),
    **_columns(Measure(Commodity.NATURAL_GAS, "ft3"), ("ft3",), _GAS_USE),
    **_columns(Measure(Commodity.WATER, "m3"), ("m3",), ("water", "water usage", "water consumption")),
    **dict.fromkeys(("litres", "usage_l", "oil_l", "propane_l"), Measure(Commodity.OTHER, "L")),
}
_DAYS_OF_BILLS = (DateStyle.ISO, DateStyle.MONTH_FIRST, DateStyle.NAMED, DateStyle.SERIAL)
_LATE = 45


def _profile(
    name: str,
    columns: Mapping[Role, tuple[str, ...]],
    required: frozenset[Role],
    example: str,
    *,
    measures: Mapping[str, Measure] = _MEASURES,
    by_file_name: tuple[tuple[str, Measure], ...] = (),
    row_end: RowEnd = RowEnd.BILL,
    dates: tuple[DateStyle, ...] = _DAYS_OF_BILLS,
) -> Profile:
    """A format of bills: those differ in what their columns are, and in nothing else."""
    return Profile(
        name=name,
        columns=columns,
        required=required,
        row_end=row_end,
        measures=measures,
        by_file_name=by_file_name,
        times=Times(dates=dates),
        numbers=LONG,
        quality_words=ANY_QUALITY,
        delimiters=",;\t",
        encoding="cp1252",
        expected_late_days=_LATE,
        example=example,
    )


BILLS = _profile(
    "csv-bills",
    _BOTH_ENDS,
    _PERIOD,
    """start_date,end_date,usage_m3,cost
2025-01-04,2025-02-03,310,148.20
2025-02-03,2025-03-05,287,139.07
""",
)

BILLS_SAYING_UNIT = _profile(
    "csv-bills-unit",
    {**_BOTH_ENDS, **_AMOUNT, Role.COMMODITY: ("commodity", "fuel")},
    _PERIOD | {Role.QUANTITY, Role.UNIT, Role.COMMODITY},
    """start_date,end_date,commodity,usage,unit
2025-01-04,2025-02-03,natural_gas,310,m3
2025-02-03,2025-03-05,natural_gas,287,m3
""",
    measures={},
)

BILLS_UNIT_ALONE = _profile(
    "csv-bills-unit-alone",
    {**_BOTH_ENDS, **_AMOUNT},
    _PERIOD | {Role.QUANTITY, Role.UNIT},
    """start_date,end_date,usage,units
2025-01-04,2025-02-03,110,therms
2025-02-03,2025-03-05,98,therms
""",
    measures={},
    by_file_name=_BY_NAME,
)

BILLS_BY_FILE_NAME = _profile(
    "csv-bills-days",
    {**_BOTH_ENDS, Role.QUANTITY: ("usage",)},
    _PERIOD | {Role.QUANTITY, Role.DAYS},
    """start_date,end_date,days_in_bill,usage
2025-01-04 00:00:00,2025-02-02 00:00:00,30,120
2025-02-03 00:00:00,2025-03-04 00:00:00,30,98
""",
    measures={},
    by_file_name=_BY_NAME,
)

BILLS_PERIOD = _profile(
    "csv-bills-period",
    {
        Role.PERIOD: ("billing period", "bill period", "service period", "period", "dates", "période de facturation"),
        **_SAID_BESIDE,
    },
    frozenset({Role.PERIOD}),
    """Billing Period,Consumption (m3),Number of Days,Charges
"Jan 4, 2025 to Feb 3, 2025",310,30,"$1,148.20 "
"Feb 3, 2025 to Mar 5, 2025",287,30,"$139.07 "
""",
)

BILLS_READ = _profile(
    "csv-bills-read",
    _READ_ON,
    frozenset({Role.END, Role.DAYS}),
    """Read Date,Consumption (m3),Number of Days,Read Type,Charge
2025-02-03,310,30,Actual,148.20
2025-03-05,287,30,Estimated,139.07
""",
)

BILLS_READ_BY_FILE_NAME = _profile(
    "csv-bills-read-days",
    {**_READ_ON, Role.QUANTITY: ("usage",)},
    frozenset({Role.END, Role.DAYS, Role.QUANTITY}),
    """Read Date,Usage,Number of Days,Usage per day,Charge,Average Temperature
2/3/2025,120,30,4.0,$148.20,25
3/15/2025,98,40,2.5,$139.07,31
""",
    measures={},
    by_file_name=_BY_NAME,
)

MONTHS = _profile(
    "csv-months",
    {Role.START: ("month", "billing month", "bill month", "year-month", "mois"), **_SAID_BESIDE},
    frozenset({Role.START}),
    """Month,Gas Usage (m3),Cost
January 2025,310,148.20
February 2025,287,139.07
""",
    row_end=RowEnd.MONTH,
    dates=(DateStyle.MONTH, DateStyle.ISO, DateStyle.MONTH_FIRST),
)
