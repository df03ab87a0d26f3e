"""Interval files people download from a portal: a time, an amount whose column names its unit, little else."""

from __future__ import annotations

from models.quantities import Commodity, Flow
from utility_connectors.csv_profiles.profile import Measure, Profile, Role, RowEnd

_MEASURES = {
    **dict.fromkeys(
        (
            "kwh",
            "usage_kwh",
            "usage (kwh)",
            "consumption_kwh",
            "consumption (kwh)",
            "energy_kwh",
            "electricity_kwh",
            "value_kwh",
            "import (kwh)",
            "import_kwh",
        ),
        Measure(Commodity.ELECTRICITY, "kWh"),
    ),
    **dict.fromkeys(("wh", "usage_wh", "usage (wh)"), Measure(Commodity.ELECTRICITY, "Wh")),
    **dict.fromkeys(("export (kwh)", "export_kwh"), Measure(Commodity.ELECTRICITY, "kWh", Flow.RECEIVED)),
    **dict.fromkeys(("net_kwh", "net (kwh)"), Measure(Commodity.ELECTRICITY, "kWh", Flow.NET)),
    **dict.fromkeys(("m3", "usage_m3", "usage (m3)", "consumption_m3", "gas_m3"), Measure(Commodity.NATURAL_GAS, "m3")),
    **dict.fromkeys(("therms", "usage (therms)", "usage_therms"), Measure(Commodity.NATURAL_GAS, "therm")),
}
_SAID_BESIDE = {
    Role.QUANTITY: ("usage",),
    Role.UNIT: ("units", "unit"),
    Role.ACCOUNT: ("account_number", "account number", "account"),
    Role.METER: ("meter_id", "meter number", "meter"),
    Role.QUALITY: ("quality",),
    Role.COST: ("cost", "costs"),
}

HOURLY = Profile(
    name="csv-hourly",
    columns={
        Role.START: (
            "interval_start",
            "datetime",
            "date_time",
            "timestamp",
            "start",
            "start_time",
            "start time",
            "date",
        ),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START}),
    row_end=RowEnd.NEIGHBOUR,
    measures=_MEASURES,
    folds_by_order=True,
    longest_decimals=12,
    example="""datetime,kWh
2026-01-15 00:00,0.400
2026-01-15 01:00,0.437
2026-01-15 02:00,0.474
""",
)

CLOCKED = Profile(
    name="csv-clocked",
    columns={
        Role.START: ("date",),
        Role.START_CLOCK: ("start time",),
        Role.END_CLOCK: ("end time",),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START, Role.START_CLOCK, Role.END_CLOCK}),
    row_end=RowEnd.CLOCK,
    measures=_MEASURES,
    folds_by_order=True,
    longest_decimals=12,
    example="""Name,A HOUSEHOLD
Address,1 EXAMPLE STREET
Account Number,0000000001
Service,Service 1

TYPE,DATE,START TIME,END TIME,USAGE (kWh),UNITS,COST,NOTES
Electric usage,2026-01-15,00:00,00:59,0.40,kWh,$0.06,
Electric usage,2026-01-15,01:00,01:59,0.43,kWh,$0.07,
""",
)
