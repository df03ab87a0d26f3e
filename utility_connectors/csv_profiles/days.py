"""Files with a row a day and a column for each hour, half hour or quarter of it, by the names such columns have."""

from __future__ import annotations

from models.quantities import Commodity
from utility_connectors.csv_profiles.conventions import DateStyle, DayTable, Numbers, Repeated, Times
from utility_connectors.csv_profiles.hourly import ANY, MISSING
from utility_connectors.csv_profiles.names import ACCOUNTS, DATES, METERS, QUALITIES
from utility_connectors.csv_profiles.profile import ANY_QUALITY, Measure, Profile, Role, RowEnd

_MINUTES_A_DAY = 1440
_KWH = Measure(Commodity.ELECTRICITY, "kWh")


def _clock(minute: int) -> tuple[str, ...]:
    hour, rest = divmod(minute, 60)
    plain = (f"{hour:02}:{rest:02}", f"{hour}:{rest:02}", f"{hour:02}{rest:02}", f"{hour:02}:{rest:02}:00")
    half = f"{hour % 12 or 12}:{rest:02} {'am' if hour % 24 < 12 else 'pm'}"
    midnight = _clock(0)[:-2] if minute == _MINUTES_A_DAY else ()
    names = (*plain, half, *(f"{clock} (kwh)" for clock in (*plain[:2], half)), *midnight)
    return (*names, str(hour), f"{hour:02}") if rest == 0 and hour < 24 else names


def _numbered(number: int, stems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{stem}{gap}{number:0{width}}" for stem in stems for gap in ("", " ", "_") for width in (1, 2))


def by_beginning(parts: int) -> DayTable:
    """Columns named by the clock at which each part begins: 00:00 to 23:00, or 0 to 23."""
    step = _MINUTES_A_DAY // parts
    return DayTable(tuple(_clock(part * step) for part in range(parts)))


def by_end(parts: int) -> DayTable:
    """Columns named by the clock at which each part ends: 01:00 to 24:00, or 00:15 to 24:00."""
    step = _MINUTES_A_DAY // parts
    return DayTable(tuple(_clock((part + 1) * step) for part in range(parts)))


def by_number(parts: int) -> DayTable:
    """Columns numbered from one, with those of the repeated hour after them: HE1 to HE25, HH1 to HH50."""
    stems = ("h", "he", "hr", "hour", "hour ending", "kwh") if parts == 24 else ("hh", "interval", "period", "p", "kwh")
    bare = ("",)
    return DayTable(
        tuple(_numbered(number, (*stems, *bare)) for number in range(1, parts + 1)),
        tuple(_numbered(number, (*stems, *bare)) for number in range(parts + 1, parts + parts // 24 + 1)),
    )


def _profile(name: str, table: DayTable, header: tuple[str, ...]) -> Profile:
    parts = len(table.parts)
    rows = [
        ",".join(["0000000001", f"2026-01-{day}", *(f"0.{200 + (day * part) % 700}" for part in range(parts))])
        for day in (15, 16)
    ]
    return Profile(
        name=name,
        columns={
            Role.START: (*DATES, "day"),
            Role.ACCOUNT: ACCOUNTS,
            Role.METER: METERS,
            Role.UNIT: ("units", "unit", "uom", "unit of measure"),
            Role.QUALITY: QUALITIES,
        },
        required=frozenset({Role.START}),
        row_end=RowEnd.DAY,
        by_file_name=(("", _KWH),),
        day_table=table,
        times=Times(
            dates=(DateStyle.ISO, DateStyle.MONTH_FIRST, DateStyle.NAMED, DateStyle.SERIAL), repeated=Repeated.ORDER
        ),
        numbers=Numbers(longest_decimals=12, missing=MISSING | {""}),
        quality_words=ANY_QUALITY,
        delimiters=ANY,
        example="\n".join([",".join(["Account", "Date", *header]), *rows, ""]),
    )


def _header(parts: int, first: int) -> tuple[str, ...]:
    step = _MINUTES_A_DAY // parts
    return tuple(_clock((part + first) * step)[0] for part in range(parts))


DAYS: tuple[Profile, ...] = (
    _profile("csv-day-96", by_beginning(96), _header(96, 0)),
    _profile("csv-day-96-ending", by_end(96), _header(96, 1)),
    _profile("csv-day-48", by_beginning(48), _header(48, 0)),
    _profile("csv-day-48-ending", by_end(48), _header(48, 1)),
    _profile("csv-day-48-numbered", by_number(48), tuple(f"HH{n:02}" for n in range(1, 49))),
    _profile("csv-day-24", by_beginning(24), _header(24, 0)),
    _profile("csv-day-24-ending", by_end(24), _header(24, 1)),
    _profile("csv-day-24-numbered", by_number(24), tuple(f"HE{n}" for n in range(1, 25))),
)
"""The finer first: the names of hours are among those of quarters."""
