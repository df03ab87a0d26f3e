"""Interval files people download from a portal: a time, an amount whose column names its unit, little else."""

from __future__ import annotations

from models.quantities import Commodity, Flow
from utility_connectors.csv_profiles.conventions import DateStyle, DecimalMark, Label, Numbers, Repeated, Times
from utility_connectors.csv_profiles.names import ACCOUNTS, COSTS, DATES, METERS, QUALITIES
from utility_connectors.csv_profiles.profile import ANY_QUALITY, FLOWS, Measure, Profile, Role, RowEnd

ANY = ",;\t"
MISSING = frozenset({"n/a", "na", "-", "--", "null", "none"})
_KWH = Measure(Commodity.ELECTRICITY, "kWh")
_OUT = Measure(Commodity.ELECTRICITY, "kWh", Flow.RECEIVED)
MEASURES = {
    **dict.fromkeys(
        (
            "kwh",
            "usage (kwh)",
            "consumption (kwh)",
            "energy (kwh)",
            "electricity (kwh)",
            "value (kwh)",
            "import (kwh)",
            "delivered (kwh)",
            "inflow (kwh)",
            "total usage (kwh)",
            "hourly consumption (kwh)",
            "units consumed (kwh)",
            "energyconsumption (kwh)",
        ),
        _KWH,
    ),
    **dict.fromkeys(("wh", "usage (wh)"), Measure(Commodity.ELECTRICITY, "Wh")),
    **dict.fromkeys(("export (kwh)", "received (kwh)", "outflow (kwh)", "generation (kwh)"), _OUT),
    "net (kwh)": Measure(Commodity.ELECTRICITY, "kWh", Flow.NET),
    **dict.fromkeys(("m3", "usage (m3)", "consumption (m3)", "gas (m3)"), Measure(Commodity.NATURAL_GAS, "m3")),
    **dict.fromkeys(("therms", "usage (therms)"), Measure(Commodity.NATURAL_GAS, "therm")),
}
_SAID_BESIDE = {
    Role.QUANTITY: ("usage", "consumption"),
    Role.UNIT: ("units", "unit", "uom", "unit of measure"),
    Role.ACCOUNT: ACCOUNTS,
    Role.METER: METERS,
    Role.QUALITY: QUALITIES,
    Role.COST: COSTS,
    Role.COMMODITY: ("commodity", "fuel"),
    Role.FLOW: ("flow", "direction", "flow direction"),
}
_START = (
    "interval_start",
    "datetime",
    "date_time",
    "timestamp",
    "start",
    "start_time",
    "start date/time",
    "interval start date/time",
    "date/time",
    "date",
)
_DATES = (
    DateStyle.ISO,
    DateStyle.MONTH_FIRST,
    DateStyle.NAMED,
    DateStyle.COMPACT,
    DateStyle.SERIAL,
    DateStyle.EPOCH,
)
_BY_ORDER = Times(dates=_DATES, repeated=Repeated.ORDER)
_NUMBERS = Numbers(longest_decimals=12, grouped=True, missing=MISSING)

_PART = Measure(Commodity.ELECTRICITY, "kWh", is_part=True)
_PRICES = (
    "tou off-peak",
    "tou mid-peak",
    "tou on-peak",
    "tier 1",
    "tier 2",
    "ulo overnight",
    "ulo off-peak",
    "ulo mid-peak",
    "ulo on-peak",
)
_AT_PRICES = {
    **{f"usage {price} (kwh)": _PART for price in _PRICES},
    **{f"{price} (kwh)": _PART for price in ("off-peak", "mid-peak", "on-peak", "ultra-low overnight")},
}
"""Use at each price, which is one use together."""

SPANNED = Profile(
    name="csv-spanned",
    columns={
        Role.START: _START[:-1],
        Role.END: ("interval_end", "end", "end_time", "end date/time", "interval end date/time"),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START, Role.END}),
    row_end=RowEnd.STATED,
    measures=MEASURES,
    times=_BY_ORDER,
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    delimiters=ANY,
    example="""Name,Address,Service,Type,Start Time,End Time,Usage,Units,Costs,Weather
A HOUSEHOLD,1 EXAMPLE STREET,Electric,electric,2026-01-15 00:00:00-05:00,2026-01-15 01:00:00-05:00,1.2,kWh,$0.15,45
A HOUSEHOLD,1 EXAMPLE STREET,Electric,electric,2026-01-15 01:00:00-05:00,2026-01-15 02:00:00-05:00,0.9,kWh,$0.12,45
""",
)

HOURLY = Profile(
    name="csv-hourly",
    columns={
        Role.START: _START,
        Role.DURATION: ("duration (minutes)", "duration_minutes", "interval (minutes)", "interval_minutes", "minutes"),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START}),
    row_end=RowEnd.NEIGHBOUR,
    measures=MEASURES,
    times=_BY_ORDER,
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    delimiters=ANY,
    example="""datetime,kWh
2026-01-15 00:00,0.400
2026-01-15 01:00,0.437
2026-01-15 02:00,0.474
""",
)

CLOCKED = Profile(
    name="csv-clocked",
    columns={
        Role.START: DATES,
        Role.START_CLOCK: ("start time", "usage_start_time"),
        Role.END_CLOCK: ("end time", "usage_end_time"),
        **_SAID_BESIDE,
        Role.FLOW: ("consumption_surplusgeneration", *_SAID_BESIDE[Role.FLOW]),
    },
    required=frozenset({Role.START, Role.START_CLOCK, Role.END_CLOCK}),
    row_end=RowEnd.CLOCK,
    measures=MEASURES,
    times=_BY_ORDER,
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    flow_words={**FLOWS, "consumption": Flow.DELIVERED, "surplus generation": Flow.RECEIVED},
    delimiters=ANY,
    example="""Name,A HOUSEHOLD
Address,1 EXAMPLE STREET
Account Number,0000000001
Service,Service 1

TYPE,DATE,START TIME,END TIME,USAGE (kWh),UNITS,COST,NOTES
Electric usage,2026-01-15,00:00,00:59,0.40,kWh,$0.06,
Electric usage,2026-01-15,01:00,01:59,0.43,kWh,$0.07,
""",
)

DATE_AND_TIME = Profile(
    name="csv-date-time",
    columns={
        Role.START: DATES,
        Role.START_CLOCK: ("time", "start time", "time of day", "start hour"),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START, Role.START_CLOCK}),
    row_end=RowEnd.NEIGHBOUR,
    measures={**MEASURES, **_AT_PRICES},
    times=_BY_ORDER,
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    delimiters=ANY,
    example="""Date,Time,kWh
2026-01-15,12:00 AM,0.40
2026-01-15,1:00 AM,0.43
2026-01-15,2:00 AM,0.47
""",
)

ONE_DAY = Profile(
    name="csv-one-day",
    columns={Role.START_CLOCK: DATE_AND_TIME.columns[Role.START_CLOCK], **_SAID_BESIDE},
    required=frozenset({Role.START_CLOCK}),
    row_end=RowEnd.NEIGHBOUR,
    measures=MEASURES,
    times=_BY_ORDER,
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    delimiters=ANY,
    day_above=True,
    example="""Hourly usage

Period: Jan 15,2026

Time,Cost($),Units Consumed (kWh)
00:00,0.04,0.40
01:00,0.05,0.43
02:00,0.05,0.47
""",
)
"""A workbook or file for each day, as Alectra Utilities' portal gives them."""

HOUR_ENDING = Profile(
    name="csv-hour-ending",
    columns={
        Role.START: DATES,
        Role.HOUR: ("hour ending", "hour_ending", "hourending", "he"),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START, Role.HOUR}),
    row_end=RowEnd.NEIGHBOUR,
    measures=MEASURES,
    times=Times(dates=_DATES, label=Label.ENDING, repeated=Repeated.ORDER),
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    delimiters=ANY,
    example="""Account,Date,Hour Ending,kWh
0000000001,2026-01-15,1,0.40
0000000001,2026-01-15,2,0.43
0000000001,2026-01-15,24,0.47
""",
)

HOUR_OF_DAY = Profile(
    name="csv-hour-of-day",
    columns={
        Role.START: (*DATES, "day"),
        Role.HOUR: ("hour", "hour of day", "hour number", "hr"),
        **_SAID_BESIDE,
    },
    required=frozenset({Role.START, Role.HOUR}),
    row_end=RowEnd.NEIGHBOUR,
    measures={**MEASURES, **_AT_PRICES},
    times=_BY_ORDER,
    numbers=_NUMBERS,
    quality_words=ANY_QUALITY,
    delimiters=ANY,
    hour_tells=True,
    example="Date,Hour,kWh\n" + "".join(f"2026-01-15,{hour},0.{400 + hour}\n" for hour in range(1, 25)),
)

TIME_OF_USE = Profile(
    name="csv-time-of-use",
    columns={
        Role.START: ("date", "day"),
        Role.ACCOUNT: _SAID_BESIDE[Role.ACCOUNT],
        Role.METER: _SAID_BESIDE[Role.METER],
    },
    required=frozenset({Role.START}),
    row_end=RowEnd.NEIGHBOUR,
    measures=_AT_PRICES,
    times=_BY_ORDER,
    numbers=_NUMBERS,
    delimiters=ANY,
    example="""2026/01/17 10:10:00 # Your daily usage
Date,Usage TOU off-peak (kWh),Usage TOU mid-peak (kWh),Usage TOU on-peak (kWh),Usage tier 1 (kWh),Temperature
2026-01-15,8.20,3.10,4.05,,-6.5
2026-01-16,9.90,3.00,3.75,,-9.1
""",
)

_COMPTES = ("numéro de compte", "compte", "contrat")
_JOURS = Times(dates=(DateStyle.ISO, DateStyle.DAY_FIRST, DateStyle.NAMED, DateStyle.SERIAL), repeated=Repeated.ORDER)
_NOMBRES = Numbers(DecimalMark.COMMA, longest_decimals=12, grouped=True, missing=MISSING)

FRENCH = Profile(
    name="csv-fr",
    columns={
        Role.START: ("date et heure", "date/heure", "début", "horodatage", "date"),
        Role.ACCOUNT: _COMPTES,
        Role.METER: ("numéro de compteur", "compteur"),
        Role.COST: ("coût", "coût ($)", "montant", "montant ($)"),
    },
    required=frozenset({Role.START}),
    row_end=RowEnd.NEIGHBOUR,
    measures={
        **dict.fromkeys(("consommation (kwh)", "énergie (kwh)", "kwh consommés"), _KWH),
        "consommation (m3)": Measure(Commodity.NATURAL_GAS, "m3"),
    },
    times=_JOURS,
    numbers=_NOMBRES,
    delimiters=";\t",
    encoding="cp1252",
    example="""Contrat;Date et heure;Consommation (kWh);Température moyenne
0000000001;2026-01-15 00:00;0,40;-6
0000000001;2026-01-15 01:00;0,43;-7
0000000001;2026-01-15 02:00;0,47;-7
""",
)

CONTRACT = Profile(
    name="csv-fr-contract",
    columns={
        Role.START: ("date et heure", "date"),
        Role.ACCOUNT: _COMPTES,
        Role.QUALITY: ("code de consommation",),
    },
    required=frozenset({Role.START, Role.ACCOUNT}),
    row_end=RowEnd.NEIGHBOUR,
    measures={"kwh": _KWH},
    times=_JOURS,
    numbers=_NOMBRES,
    quality_words=ANY_QUALITY,
    delimiters=";\t",
    encoding="cp1252",
    example="""Contrat;Date et heure;kWh;Code de consommation;Température moyenne (°C);Code de température
0000000001;2026-01-15 00:00:00;0,40;R;-6;R
0000000001;2026-01-15 01:00:00;0,43;R;-7;R
0000000001;2026-01-15 02:00:00;0,47;R;-7;R
""",
)
