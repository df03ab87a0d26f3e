"""Files as utilities' and others' portals export them, headers as seen in public: each is read right or refused.

Amounts are made up so that the total is known; nobody's data is here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.utility_connectors.documents import read, refused

FIRST = datetime.fromisoformat("2026-01-11")
Row = Callable[[datetime, datetime], str]


@dataclass(frozen=True, slots=True)
class Export:
    """A portal's file: what stands above the rows, one row from its beginning and end, and what must come of it."""

    header: str
    row: Row
    expected: str | dict[str, float]
    """The code it is refused with, or the total by commodity and flow."""
    minutes: int = 60
    rows: int = 48


USED, SENT = "electricity delivered", "electricity received"
EXPORTS = {
    "opower electricity": Export(
        'Name,A HOUSEHOLD\nAddress,"1 EXAMPLE ST, TOWN"\nAccount Number,1234567890\nService,Service 1\n\n'
        "TYPE,DATE,START TIME,END TIME,IMPORT (kWh),EXPORT (kWh),COST,NOTES",
        lambda a, b: f"Electric usage,{a:%Y-%m-%d},{a:%H:%M},{b - timedelta(minutes=1):%H:%M},0.25,0.05,$0.03,",
        {USED: 24.0, SENT: 4.8},
        15,
        96,
    ),
    "opower gas": Export(
        "Name,A HOUSEHOLD\n\nTYPE,DATE,START TIME,END TIME,USAGE (therms),COST,NOTES",
        lambda a, b: f"Natural gas usage,{a:%Y-%m-%d},00:00,23:59,1.00,$1.50,",
        {"natural_gas delivered": 20 * 0.105505585},
        1440,
        20,
    ),
    "opower with units": Export(
        "TYPE,DATE,START TIME,END TIME,USAGE,UNITS,COST,NOTES",
        lambda a, b: f"Electric usage,{a:%Y-%m-%d},{a:%H:%M},{b - timedelta(minutes=1):%H:%M},0.50,kWh,$0.07,",
        {USED: 24.0},
    ),
    "octopus electricity": Export(
        "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End",
        lambda a, b: f"0.250, 4.2, 1.0, {a:%Y-%m-%dT%H:%M:%S+00:00}, {b:%Y-%m-%dT%H:%M:%S+00:00}",
        {USED: 12.0},
        30,
    ),
    "octopus gas": Export(
        "Consumption (m³), Start, End",
        lambda a, b: f"0.250, {a:%Y-%m-%dT%H:%M:%SZ}, {b:%Y-%m-%dT%H:%M:%SZ}",
        {"natural_gas delivered": 12.0},
        30,
    ),
    "n3rgy": Export(
        "timestamp (UTC),energyConsumption (kWh)", lambda a, b: f"{a:%Y-%m-%d %H:%M},0.25", "csv.unknown_columns", 30
    ),
    "fluvius": Export(
        "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;"
        "Validatiestatus;Omschrijving",
        lambda a, b: (
            f'{a:%d-%m-%Y;%H:%M:%S};{b:%d-%m-%Y;%H:%M:%S};="5414";1SAG1;Digitale meter;Afname;0,025;kWh;Geldig;'
        ),
        "csv.unknown_columns",
        15,
    ),
    "enedis": Export(
        "Identifiant PRM;Type de donnees;Unite;Pas en minutes\n1;Courbe de charge;W;\nHorodate;Valeur",
        lambda a, b: f"{a:%Y-%m-%dT%H:%M:%S+01:00};250",
        "csv.unknown_columns",
        30,
    ),
    "datadis": Export(
        "cups;fecha;hora;consumo_kWh;metodoObtencion",
        lambda a, b: f"ES00;{a:%Y/%m/%d};{a.hour + 1:02}:00;0,123;Real",
        "csv.unknown_columns",
    ),
    "e-redes": Export(
        "Data;Hora;Consumo registado (kW), Ativa;Estado",
        lambda a, b: f"{a:%Y/%m/%d;%H:%M};0.123;Real",
        "csv.unknown_columns",
        15,
    ),
    "nem12": Export(
        "100,NEM12,202601131149,UNITEDDP,NEMMCO\n200,VABD000163,E1Q1,1,E1,N1,METSER123,kWh,30,",
        lambda a, b: f"300,{a:%Y%m%d}," + "0.5," * 48 + "A,,,20260201120000,",
        "csv.unknown_columns",
        1440,
        3,
    ),
    "solar homes": Export(
        "Customer,Generator Capacity,Postcode,Consumption Category,date,"
        + ",".join(f"{part * 30 // 60 % 24}:{part * 30 % 60:02}" for part in range(1, 49)),
        lambda a, b: f"1,3.78,2076,GC,{a:%d-%b-%y}" + ",0.5" * 48 + f"\n1,3.78,2076,GG,{a:%d-%b-%y}" + ",0.1" * 48,
        "csv.several_at_once",
        1440,
        3,
    ),
    "power beside no unit": Export(
        "UOM,kWh\n\nMeter Number,Date,Start Time,Duration,Consumption,Generation,Net",
        lambda a, b: f'"061","{a:%m/%d/%Y}","{a:%I:%M %p}","15","0.1200","0.0000","0.1200"',
        "csv.unit_unknown",
        15,
    ),
    "bc hydro": Export(
        '"Interval Start Date/Time","Inflow (kWh)","Outflow (kWh)","Net Consumption (kWh)","Demand (kW)",'
        '"Power Factor (%)","Estimated Usage"',
        lambda a, b: f'"{a:%Y-%m-%d %H:%M}","0.50","0.25","0.25","N/A","N/A",""',
        {USED: 24.0, SENT: 12.0},
    ),
    "hydro-québec hours": Export(
        "Contrat;Date et heure;kWh;Code de consommation;Température moyenne (°C);Code de température",
        lambda a, b: f"0300000001;{a:%Y-%m-%d %H:%M:%S};0,25;R;-5;R",
        {USED: 12.0},
    ),
    "hydro-québec bills": Export(
        "Contrat;Date de début;Date de fin;Jours;kWh;Montant ($)",
        lambda a, b: f"0300000001;{a:%Y-%m-%d};{b - timedelta(days=1):%Y-%m-%d};60;1 234;150,20",
        {USED: 4936.0},
        60 * 1440,
        4,
    ),
    "ontario interval with ends": Export(
        "Account Number,Meter Number,Interval Start Date/Time,Interval End Date/Time,Consumption (kWh),Rate Period",
        lambda a, b: f"2001,J01,{a:%Y-%m-%d %H:%M},{b:%Y-%m-%d %H:%M},0.5,Off-Peak",
        {USED: 24.0},
    ),
    "ontario use at each price": Export(
        "Date,Hour,Off-peak (kWh),Mid-peak (kWh),On-peak (kWh)",
        lambda a, b: f"{a:%Y-%m-%d,%H:00},0.5,0,0",
        {USED: 24.0},
    ),
    "ontario hours from 1 to 24": Export(
        "READ_DATE,HOUR_ENDING,KWH", lambda a, b: f"{a:%Y-%m-%d},{a.hour + 1},0.5", {USED: 24.0}
    ),
    "ontario time and price": Export(
        "Date,Time,Usage(kWh),Cost($),TOU Period",
        lambda a, b: f"{a:%m/%d/%Y,%I:%M %p},0.5,0.05,Off",
        {USED: 24.0},
    ),
    "ontario day in columns": Export(
        "Account Number,Meter Number,Read Date," + ",".join(f"Hour {hour}" for hour in range(1, 25)),
        lambda a, b: f"1,2,{a:%Y-%m-%d}" + ",0.5" * 24,
        {USED: 24.0},
        1440,
        2,
    ),
    "ontario gas bills": Export(
        "Bill Date,Billing Period,Meter Reading,Usage (m3),Number of Days,Amount",
        lambda a, b: f'"{b:%b %d, %Y}","{a:%b %d, %Y} - {b:%b %d, %Y}",1234,100,30,$148.20',
        {"natural_gas delivered": 400.0},
        30 * 1440,
        4,
    ),
    "texas": Export(
        "ESIID,USAGE_DATE,REVISION_DATE,USAGE_START_TIME,USAGE_END_TIME,USAGE_KWH,ESTIMATED_ACTUAL,"
        "CONSUMPTION_SURPLUSGENERATION",
        lambda a, b: f"'104,{a:%m/%d/%Y},,{a:%H:%M},{b:%H:%M},0.25,A,Consumption",
        {USED: 12.0},
        15,
    ),
    "half days in columns": Export(
        "Account No,Meter,Date,"
        + ",".join(
            f"{hour % 12 or 12}:{half} {'AM' if hour < 12 else 'PM'} kWH" for hour in range(24) for half in ("00", "30")
        ),
        lambda a, b: f"1,2,{a:%m/%d/%Y}" + ",0.25" * 48,
        {USED: 24.0},
        1440,
        2,
    ),
    "channels of kvarh": Export(
        "Date,Channel," + ",".join(f"HE{hour}" for hour in range(1, 25)),
        lambda a, b: f"{a:%Y-%m-%d},KWH" + ",0.5" * 24 + f"\n{a:%Y-%m-%d},KVARH" + ",0.1" * 24,
        "csv.unit_unknown",
        1440,
        2,
    ),
    "power": Export("Timestamp,Power (kW)", lambda a, b: f"{a:%Y-%m-%dT%H:%M:%S},0.5", "csv.unknown_columns"),
    "unit of power": Export(
        "Timestamp,Usage,Units", lambda a, b: f"{a:%Y-%m-%dT%H:%M:%S},0.5,kW", "usage_file.no_valid_readings"
    ),
    "seconds since 1970": Export(
        "timestamp,kWh", lambda a, b: f"{1_768_089_600 + int((a - FIRST).total_seconds())},0.5", {USED: 24.0}
    ),
    "excel days": Export(
        "Date,kWh", lambda a, b: f"{46_033 + (a - FIRST).total_seconds() / 86_400:.6f},0.5", {USED: 24.0}
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_an_export_is_read_right_or_refused(name: str, ends: str) -> None:
    export = EXPORTS[name]
    step = timedelta(minutes=export.minutes)
    rows = [export.row(FIRST + place * step, FIRST + (place + 1) * step) for place in range(export.rows)]
    text = "\n".join([export.header, *rows, ""]).replace("\n", ends)
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        if isinstance(export.expected, str):
            assert refused(data) == export.expected
            continue
        totals = {
            f"{stream.commodity.value} {stream.flow.value}": stream.series.total
            for stream in read(data).streams
            if stream.series is not None
        }
        assert totals == {what: pytest.approx(total, rel=1e-6) for what, total in export.expected.items()}
