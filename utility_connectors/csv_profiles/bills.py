"""Bill histories: a start date, an end date, an amount. Oil and propane deliveries look the same."""

from __future__ import annotations

from models.quantities import Commodity
from utility_connectors.csv_profiles.conventions import DateStyle, Numbers, Times
from utility_connectors.csv_profiles.profile import ANY_QUALITY, Measure, Profile, Role, RowEnd

_GAS_M3 = Measure(Commodity.NATURAL_GAS, "m3")
_GAS_GJ = Measure(Commodity.NATURAL_GAS, "GJ")
_GAS_THERMS = Measure(Commodity.NATURAL_GAS, "therm")
_OIL_GALLONS = Measure(Commodity.OTHER, "US gal")

_DATES = {
    Role.START: ("start_date", "start date", "period_start", "from"),
    Role.END: ("end_date", "end date", "period_end", "to"),
    Role.DAYS: ("days_in_bill", "days", "billing days"),
    Role.COST: ("cost", "amount", "total_cost", "bill"),
    Role.ACCOUNT: ("account_number", "account number", "account"),
    Role.METER: ("meter_id", "meter number", "meter"),
    Role.QUALITY: ("quality",),
}
LONG = Numbers(longest_decimals=12, grouped=True)
_PERIOD = frozenset({Role.START, Role.END})
_BY_NAME = (("gas", _GAS_THERMS), ("oil", _OIL_GALLONS), ("propane", _OIL_GALLONS))


def _columns(measure: Measure, units: tuple[str, ...], stems: tuple[str, ...]) -> dict[str, Measure]:
    """The ways to name a column of this measure: "usage (therms)", "usage_therms", "usage therms"."""
    return {
        name: measure
        for unit in units
        for stem in stems
        for name in (f"{stem} ({unit})", f"{stem}_{unit}", f"{stem} {unit}")
    }


_USE = ("usage", "consumption")
_GAS_USE = ("gas", "natural gas", "gas usage", "gas consumption")

_ANY = ",;\t"
_MEASURES = {
    **dict.fromkeys(("kwh", "usage_kwh", "usage (kwh)", "electricity_kwh"), Measure(Commodity.ELECTRICITY, "kWh")),
    **_columns(Measure(Commodity.ELECTRICITY, "kWh"), ("kwh",), (*_USE, "electricity")),
    **dict.fromkeys(("m3", "m³"), _GAS_M3),
    **_columns(_GAS_M3, ("m3", "m³", "cubic metres"), _USE + _GAS_USE),
    **dict.fromkeys(("therms", "therm"), _GAS_THERMS),
    **_columns(_GAS_THERMS, ("therms", "therm"), _USE + _GAS_USE),
    "gj": _GAS_GJ,
    **_columns(_GAS_GJ, ("gj",), _USE + _GAS_USE),
    **_columns(Measure(Commodity.NATURAL_GAS, "CCF"), ("ccf",), _GAS_USE),
    **_columns(Measure(Commodity.NATURAL_GAS, "ft3"), ("ft3", "ft³"), _GAS_USE),
    **_columns(Measure(Commodity.WATER, "m3"), ("m3", "m³"), ("water", "water usage", "water consumption")),
    **dict.fromkeys(("litres", "usage_l", "oil_l", "propane_l"), Measure(Commodity.OTHER, "L")),
}
_WRITTEN = Times(dates=(DateStyle.ISO, DateStyle.MONTH_FIRST, DateStyle.NAMED))
_LATE = 45

BILLS = Profile(
    name="csv-bills",
    columns=_DATES,
    required=_PERIOD,
    row_end=RowEnd.BILL,
    measures=_MEASURES,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""start_date,end_date,usage_m3,cost
2025-01-04,2025-02-03,310,148.20
2025-02-03,2025-03-05,287,139.07
""",
)

BILLS_SAYING_UNIT = Profile(
    name="csv-bills-unit",
    columns={
        **_DATES,
        Role.QUANTITY: ("usage", "quantity", "consumption"),
        Role.UNIT: ("unit", "units"),
        Role.COMMODITY: ("commodity", "fuel"),
    },
    required=_PERIOD | {Role.QUANTITY, Role.UNIT, Role.COMMODITY},
    row_end=RowEnd.BILL,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""start_date,end_date,commodity,usage,unit
2025-01-04,2025-02-03,natural_gas,310,m3
2025-02-03,2025-03-05,natural_gas,287,m3
""",
)

BILLS_UNIT_ALONE = Profile(
    name="csv-bills-unit-alone",
    columns={
        **_DATES,
        Role.QUANTITY: ("usage", "quantity", "consumption"),
        Role.UNIT: ("unit", "units"),
    },
    required=_PERIOD | {Role.QUANTITY, Role.UNIT},
    row_end=RowEnd.BILL,
    by_file_name=_BY_NAME,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""start_date,end_date,usage,units
2025-01-04,2025-02-03,110,therms
2025-02-03,2025-03-05,98,therms
""",
)

BILLS_BY_FILE_NAME = Profile(
    name="csv-bills-days",
    columns={**_DATES, Role.QUANTITY: ("usage",)},
    required=_PERIOD | {Role.QUANTITY, Role.DAYS},
    row_end=RowEnd.BILL,
    by_file_name=_BY_NAME,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""start_date,end_date,days_in_bill,usage
2025-01-04 00:00:00,2025-02-02 00:00:00,30,120
2025-02-03 00:00:00,2025-03-04 00:00:00,30,98
""",
)

BILLS_PERIOD = Profile(
    name="csv-bills-period",
    columns={
        Role.PERIOD: ("billing period", "bill period", "service period", "period", "dates", "période de facturation"),
        Role.DAYS: (*_DATES[Role.DAYS], "number of days"),
        Role.COST: (*_DATES[Role.COST], "charge", "charges", "total charges"),
        Role.ACCOUNT: _DATES[Role.ACCOUNT],
        Role.METER: _DATES[Role.METER],
        Role.QUALITY: ("quality", "read type", "reading type", "actual/estimated"),
    },
    required=frozenset({Role.PERIOD}),
    row_end=RowEnd.BILL,
    measures=_MEASURES,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""Billing Period,Consumption (m3),Number of Days,Charges
"Jan 4, 2025 to Feb 3, 2025",310,30,"$1,148.20 "
"Feb 3, 2025 to Mar 5, 2025",287,30,"$139.07 "
""",
)

_READ_COLUMNS = {
    Role.END: ("read date", "reading date", "meter read date", "date de relevé"),
    Role.DAYS: (*_DATES[Role.DAYS], "number of days"),
    Role.COST: (*_DATES[Role.COST], "charge", "charges"),
    Role.ACCOUNT: _DATES[Role.ACCOUNT],
    Role.METER: _DATES[Role.METER],
    Role.QUALITY: ("quality", "read type", "reading type", "actual/estimated"),
}

BILLS_READ = Profile(
    name="csv-bills-read",
    columns=_READ_COLUMNS,
    required=frozenset({Role.END, Role.DAYS}),
    row_end=RowEnd.BILL,
    measures=_MEASURES,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""Read Date,Consumption (m3),Number of Days,Read Type,Charge
2025-02-03,310,30,Actual,148.20
2025-03-05,287,30,Estimated,139.07
""",
)

BILLS_READ_BY_FILE_NAME = Profile(
    name="csv-bills-read-days",
    columns={**_READ_COLUMNS, Role.QUANTITY: ("usage",)},
    required=frozenset({Role.END, Role.DAYS, Role.QUANTITY}),
    row_end=RowEnd.BILL,
    by_file_name=_BY_NAME,
    times=_WRITTEN,
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""Read Date,Usage,Number of Days,Usage per day,Charge,Average Temperature
2/3/2025,120,30,4.0,$148.20,25
3/15/2025,98,40,2.5,$139.07,31
""",
)

MONTHS = Profile(
    name="csv-months",
    columns={
        Role.START: ("month", "billing month", "bill month", "year-month", "mois"),
        Role.COST: (*_DATES[Role.COST], "charge", "charges"),
        Role.ACCOUNT: _DATES[Role.ACCOUNT],
        Role.METER: _DATES[Role.METER],
        Role.QUALITY: ("quality", "read type"),
    },
    required=frozenset({Role.START}),
    row_end=RowEnd.MONTH,
    measures=_MEASURES,
    times=Times(dates=(DateStyle.MONTH, DateStyle.ISO, DateStyle.MONTH_FIRST)),
    numbers=LONG,
    quality_words=ANY_QUALITY,
    delimiters=_ANY,
    expected_late_days=_LATE,
    example="""Month,Gas Usage (m3),Cost
January 2025,310,148.20
February 2025,287,139.07
""",
)
