"""Bill histories: a start date, an end date, an amount. Oil and propane deliveries look the same."""

from __future__ import annotations

from models.quantities import Commodity
from utility_connectors.csv_profiles.profile import Measure, Profile, Role, RowEnd

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
_PERIOD = frozenset({Role.START, Role.END})

BILLS = Profile(
    name="csv-bills",
    columns=_DATES,
    required=_PERIOD,
    row_end=RowEnd.BILL,
    measures={
        **dict.fromkeys(("kwh", "usage_kwh", "usage (kwh)", "electricity_kwh"), Measure(Commodity.ELECTRICITY, "kWh")),
        **dict.fromkeys(("m3", "usage_m3", "usage (m3)", "gas_m3"), Measure(Commodity.NATURAL_GAS, "m3")),
        **dict.fromkeys(("therms", "usage_therms", "usage (therms)"), _GAS_THERMS),
        **dict.fromkeys(("gj", "usage_gj", "usage (gj)"), Measure(Commodity.NATURAL_GAS, "GJ")),
        **dict.fromkeys(("litres", "usage_l", "oil_l", "propane_l"), Measure(Commodity.OTHER, "L")),
    },
    longest_decimals=12,
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
    longest_decimals=12,
    example="""start_date,end_date,commodity,usage,unit
2025-01-04,2025-02-03,natural_gas,310,m3
2025-02-03,2025-03-05,natural_gas,287,m3
""",
)

BILLS_BY_FILE_NAME = Profile(
    name="csv-bills-days",
    columns={**_DATES, Role.QUANTITY: ("usage",)},
    required=_PERIOD | {Role.QUANTITY, Role.DAYS},
    row_end=RowEnd.BILL,
    by_file_name=(("gas", _GAS_THERMS), ("oil", _OIL_GALLONS), ("propane", _OIL_GALLONS)),
    longest_decimals=12,
    example="""start_date,end_date,days_in_bill,usage
2025-01-04 00:00:00,2025-02-02 00:00:00,30,120
2025-02-03 00:00:00,2025-03-04 00:00:00,30,98
""",
)
