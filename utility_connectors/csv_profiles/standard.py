"""The documented format for partners: one row a reading, everything said in the row."""

from __future__ import annotations

from utility_connectors.csv_profiles.conventions import DateStyle, Times
from utility_connectors.csv_profiles.profile import STANDARD_UNITS, Profile, Role, RowEnd

STANDARD = Profile(
    name="csv-standard",
    columns={
        Role.ACCOUNT: ("account_number",),
        Role.METER: ("meter_id",),
        Role.COMMODITY: ("commodity",),
        Role.START: ("interval_start",),
        Role.END: ("interval_end",),
        Role.QUANTITY: ("quantity",),
        Role.UNIT: ("unit",),
        Role.QUALITY: ("quality",),
        Role.FLOW: ("flow",),
    },
    required=frozenset(
        {
            Role.ACCOUNT,
            Role.METER,
            Role.COMMODITY,
            Role.START,
            Role.END,
            Role.QUANTITY,
            Role.UNIT,
        }
    ),
    row_end=RowEnd.STATED,
    unit_words=STANDARD_UNITS,
    times=Times(dates=(DateStyle.ISO,), is_exact=True),
    is_exact=True,
    delimiters=",\t",
    example="""account_number,meter_id,commodity,interval_start,interval_end,quantity,unit,quality,flow
A100,M100,electricity,2026-01-15T00:00:00-05:00,2026-01-15T01:00:00-05:00,0.400,kWh,actual,import
A100,M100,electricity,2026-01-15T01:00:00-05:00,2026-01-15T02:00:00-05:00,0.437,kWh,estimated,import
""",
)
