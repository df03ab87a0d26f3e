"""Files of the standard CSV, and of exports with local times, whose truth is known whatever was done to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.hostile.truth import Truth

HEADER = (
    "account_number",
    "meter_id",
    "commodity",
    "interval_start",
    "interval_end",
    "quantity",
    "unit",
    "quality",
    "flow",
)
TORONTO = ZoneInfo("America/Toronto")
DAYS = (date(2026, 1, 15), date(2026, 7, 2), date(2026, 3, 8), date(2025, 3, 9), date(2026, 11, 1), date(2025, 11, 2))
ELSEWHERE = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""Where rows stand that must not be kept: if one is, the total is another."""
AMOUNTS = (
    "NaN", "nan", "inf", "-inf", "Infinity", "1e3", "1E-2", "1_000", "١٢", "１.5", "0x10", "", "-", "--1",
    "+5", "1.5.2",
    "1,5", "=1+1", '"=HYPERLINK(""x"")"', "1.23456789", "9999999999", "999999999", "-3", "5 kWh", "½",
    "1\u00a0000", "1\u2009",
    "9" * 400, "\u22125", "#REF!", "TRUE", "None", "null", "1/2", "٫5", "²", "1\u200b",
)  # fmt: skip
MOMENTS = (
    "2026-03-08T02:30:00", "2026-11-01T01:30:00", "2026-02-29T00:00:00Z", "2026-01-15T24:00:01Z",
    "2026-13-01T00:00:00Z",
    "1999-12-31T23:00:00Z", "2199-01-01T00:00:00Z", "", "now", "٢٠٢٦-05-04T12:00:00Z",
    "2026-05-04T12:00:00+99:00",
    "0000-00-00T00:00:00Z", "2026-05-04T12:00:61Z", "1778000000", "99999-05-04T12:00:00Z",
    "-2026-05-04T12:00:00Z",
    "2026-05-04T12:00:00+14:01:99", "2026-05-04T12:00:00\u200b", "4/5/26",
)  # fmt: skip
NAMES = (
    "\u0410100",
    "a100",
    "A100 ",
    " A100",
    "A1\u00ad00",
    "A\u200b100",
    "\uff21100",
    "A100\u0301",
    "=A100",
    "@A100",
    "A'100",
    "Ａ１００",
)
Row = list[str]


def standard(random: Random) -> tuple[str, bytes, Truth]:
    """One day of one meter, hidden among things that must not count."""
    day = random.choice(DAYS)
    rows, total = _day(random, day)
    truth = Truth((total,), meter="M100")
    label = ["standard"]
    for name, do in sorted(random.sample(_ROWS, random.randint(0, 3)), key=_ROWS.index):
        rows, truth = do(random, rows, truth)
        label.append(name)
    header = list(HEADER)
    for name, shape in random.sample(_SHAPES, random.randint(0, 2)):
        header, rows = shape(random, header, rows)
        label.append(name)
    text = _written(random, header, rows)
    data, truth = _encoded(random, text, truth, label)
    if random.random() < 0.2:
        name, spoil = random.choice(_SPOILERS)
        data, truth = spoil(random, data), Truth()
        label.append(name)
    return " ".join(label), data, truth


def local(random: Random) -> tuple[str, bytes, Truth]:
    """An export with naive local times or hours by number, on days that have 23, 24 or 25 hours."""
    day = random.choice(DAYS)
    amounts = [random.randint(1, 4000) for _ in range(25)]
    real = [moment.replace(tzinfo=None) for moment in _hours(day)]
    shape = random.choice(("hourly", "parts", "ending", "numbered", "twenty-four", "newest"))
    if shape == "parts":
        names = [f"{hour:02}:00" for hour in range(24)]
        text = _day_table(names, day, amounts[:24])
        return f"parts {day}", text, Truth(most=sum(amounts[:24]))
    if shape == "numbered":
        text = _day_table([f"HE{hour}" for hour in range(1, 25)], day, amounts[:24])
        return f"numbered {day}", text, Truth(most=sum(amounts[:24]), may_reject=True)
    if shape == "ending":
        rows = [f"0001,{day},{hour + 1},{amounts[hour] / 1000:.3f}" for hour in range(24)]
        text = "Account,Date,Hour Ending,kWh\n" + "\n".join(rows) + "\n"
        return f"ending {day}", text.encode(), Truth(most=sum(amounts[:24]))
    if shape == "twenty-four":  # as written by whoever thinks that every day has 24 hours
        real = [datetime.combine(day, datetime.min.time()) + timedelta(hours=hour) for hour in range(24)]
        truth = Truth(most=sum(amounts[:24]))
    else:
        truth = Truth((sum(amounts[: len(real)]),))
    rows = [f"{moment:%Y-%m-%d %H:%M},{amount / 1000:.3f}" for moment, amount in zip(real, amounts, strict=False)]
    if shape == "newest":
        rows.reverse()
    end = random.choice(("\n", "\r\n", "\r", "\n\n"))
    return f"{shape} {day}", end.join(["datetime,kWh", *rows, ""]).encode(), truth


def _day_table(names: list[str], day: date, amounts: list[int]) -> bytes:
    values = ",".join(f"{amount / 1000:.3f}" for amount in amounts)
    return f"Account,Date,{','.join(names)}\n0001,{day},{values}\n".encode()


def _hours(day: date) -> list[datetime]:
    first = datetime.combine(day, datetime.min.time(), TORONTO).astimezone(UTC)
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), TORONTO).astimezone(UTC)
    count = int((after - first).total_seconds()) // 3600
    return [(first + timedelta(hours=hour)).astimezone(TORONTO) for hour in range(count)]


def _day(random: Random, day: date) -> tuple[list[Row], int]:
    rows, total = [], 0
    for moment in _hours(day):
        amount = random.randint(0, 9000)
        total += amount
        rows.append(_row(moment.astimezone(UTC), amount / 1000, random))
    return rows, total


def _row(start: datetime, amount: float, random: Random | None = None, hours: int = 1) -> Row:
    written = (start, start + timedelta(hours=hours))
    how = random.randint(0, 2) if random else 0
    if how == 0:
        moments = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in written]
    else:
        moments = [moment.astimezone(TORONTO).isoformat(sep=" " if how == 2 else "T") for moment in written]
    return ["A100", "M100", "electricity", *moments, f"{amount:.3f}", "kWh", "actual", "import"]


def _shuffled(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    return random.sample(rows, len(rows)), truth


def _repeated(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    return [*rows, *(list(random.choice(rows)) for _ in range(random.randint(1, 40)))], truth


def _overlapped(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    """Rows that contain hours which are there: they would count the same energy twice."""
    first = min(_moment(row[3]) for row in rows)
    return [*rows, _row(first, 50.0, hours=random.choice((2, 6, 24)))], truth


def _bad_amount(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    row = _row(ELSEWHERE, 1.0)
    row[5] = random.choice(AMOUNTS)
    return _inserted(random, rows, row), truth


def _bad_moment(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    row = _row(ELSEWHERE, 1.0)
    row[random.choice((3, 4))] = random.choice(MOMENTS)
    return _inserted(random, rows, row), truth


def _bad_word(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    row = _row(ELSEWHERE, 1.0)
    place = random.choice((2, 6, 7, 8))
    row[place] = random.choice(("", "kw", "KWH", "gal", "sideways", "=1", "Electricity", "м3", "\ufeff", "x" * 90))
    if row[place] == "" and place in (7, 8):
        row[place] = "?"
    return _inserted(random, rows, row), truth


def _bad_duration(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    row = _row(ELSEWHERE, 0.5)
    away = random.choice((0, 30, -3600, 36 * 86_400, 400 * 86_400))
    row[3], row[4] = (
        "2024-05-04T12:00:00Z",
        (datetime(2024, 5, 4, 12, tzinfo=UTC) + timedelta(seconds=away)).isoformat(),
    )
    return _inserted(random, rows, row), truth


def _ragged(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    row = _row(ELSEWHERE, 1.0)
    row = row[: random.randint(1, 6)] if random.random() < 0.5 else [*row, *["more"] * random.choice((1, 7, 500))]
    return _inserted(random, rows, row), truth


def _someone(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    """Names that look like the one that counts: they are others' or nobody's."""
    row = _row(ELSEWHERE, 1.0)
    place = random.choice((0, 1))
    row[place] = random.choice(NAMES).replace("A", "A" if place == 0 else "M")
    row[1 - place] = "ZZZ"
    return _inserted(random, rows, row), truth


def _contradicted(random: Random, rows: list[Row], truth: Truth) -> tuple[list[Row], Truth]:
    """The same hour with another amount: one of them counts, never both, and it is said."""
    row = list(random.choice(rows))
    was = round(float(row[5]) * 1000)
    other = was + random.randint(1, 500)
    row[5] = f"{other / 1000:.3f}"
    totals = tuple({*truth.totals, *(total + other - was for total in truth.totals)})
    return [*rows, row], Truth(totals, must_say=("reading.conflict", "reading.superseded"), meter=truth.meter)


def _inserted(random: Random, rows: list[Row], row: Row) -> list[Row]:
    place = random.randint(0, len(rows))
    return [*rows[:place], row, *rows[place:]]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _columns_moved(random: Random, header: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    order = random.sample(range(len(header)), len(header))
    moved = [[row[place] for place in order] if len(row) == len(header) else row for row in rows]
    return [header[place] for place in order], moved


def _columns_more(random: Random, header: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    name = random.choice(
        ("__proto__", "constructor", "=cmd|' /C calc'!A0", "a<script>", "name", "%s%n", "${jndi:ldap://x}", "é")
    )
    if name in header:
        return header, rows
    value = random.choice(("", "=1+1", "<b>", "Jane", "\u202e", "'; DROP TABLE reading; --", "x" * 9000))
    return [*header, name], [[*row, value] if len(row) == len(header) else [*row, "", "", ""] for row in rows]


def _written(random: Random, header: Row, rows: list[Row]) -> str:
    quoted = random.random() < 0.3
    lines = [_line(row, quoted) for row in (header, *rows)]
    end = random.choice(("\n", "\r\n", "\n", "\r"))
    return end.join(lines) + random.choice(("", end, end * 3))


def _line(row: Row, quoted: bool) -> str:
    if quoted:
        return ",".join(cell if cell.startswith('"') else '"' + cell.replace('"', '""') + '"' for cell in row)
    return ",".join(
        cell if '"' not in cell or cell.startswith('"') else '"' + cell.replace('"', '""') + '"' for cell in row
    )


def _encoded(random: Random, text: str, truth: Truth, label: list[str]) -> tuple[bytes, Truth]:
    how = random.choice(("utf-8",) * 6 + ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp037"))
    label.append(how)
    doubtful = how not in ("utf-8", "utf-8-sig")
    changed = Truth(truth.totals, True, truth.must_say, truth.most, truth.meter) if doubtful else truth
    return text.encode(how, errors="replace"), changed


def _no_header(random: Random, data: bytes) -> bytes:
    return data.partition(b"\n")[2] if b"\n" in data else data.partition(b"\r")[2]


def _no_column(random: Random, data: bytes) -> bytes:
    return (
        data.replace(b"q\0u\0a\0n\0t\0", b"p\0u\0a\0n\0t\0")
        .replace(b"quantity", b"qu_ntity", 1)
        .replace("quantity".encode("utf-16-be"), "qu_ntity".encode("utf-16-be"))
        .replace("quantity".encode("utf-32-le"), "qu_ntity".encode("utf-32-le"))
        .replace("quantity".encode("cp037"), "qu_ntity".encode("cp037"))
    )


def _repeated_header(random: Random, data: bytes) -> bytes:
    return b"account_number,meter_id,commodity,interval_start,interval_end,quantity,unit,quantity\n" + data


def _too_wide(random: Random, data: bytes) -> bytes:
    width = random.choice((201, 5_000, 400_000))
    return ",".join((*HEADER, *(f"c{number}" for number in range(width)))).encode() + b"\n" + data


def _endless(random: Random, data: bytes) -> bytes:
    return random.choice((b"x", b",", b'"', b"\0", b"=")) * random.choice((200_000, 3_000_000)) + data


_ROWS: list[tuple[str, Callable[[Random, list[Row], Truth], tuple[list[Row], Truth]]]] = [
    ("overlapped", _overlapped),
    ("contradicted", _contradicted),
    ("shuffled", _shuffled),
    ("repeated", _repeated),
    ("bad amount", _bad_amount),
    ("bad moment", _bad_moment),
    ("bad word", _bad_word),
    ("bad duration", _bad_duration),
    ("ragged", _ragged),
    ("someone else", _someone),
]
_SHAPES: list[tuple[str, Callable[[Random, Row, list[Row]], tuple[Row, list[Row]]]]] = [
    ("columns moved", _columns_moved),
    ("columns more", _columns_more),
]
_SPOILERS: list[tuple[str, Callable[[Random, bytes], bytes]]] = [
    ("no header", _no_header),
    ("no column", _no_column),
    ("header twice a name", _repeated_header),
    ("too wide", _too_wide),
    ("endless", _endless),
]
