"""The fast reader says exactly what the ordinary one says: of random files, of mutated ones, of unusual rows."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from models.series import UsageSeries
from tests import scenes
from utility_connectors.bulk.parts import Parts
from utility_connectors.bulk.reader import NOT_A_CUSTOMER, BulkReader
from utility_connectors.bulk.settling import settled
from utility_connectors.bulk.shred import Irregular
from utility_connectors.limits import DEFAULT
from utility_connectors.tally import Tally
from utility_connectors.usage_file import read_usage_file

NOW = 1_800_000_000
ALWAYS = (-(1 << 40), 1 << 40)
HEADER = "account_number,meter_id,commodity,interval_start,interval_end,quantity,unit,quality,flow"
Key = tuple[str, str, str, str]


def fast(data: bytes, folder: Path) -> tuple[dict[Key, UsageSeries], dict[str, int]]:
    """Every stream and how many rows were left out, by the fast reader."""
    names: list[tuple[str, str]] = []

    def find(account: str, meter: str) -> int:
        if (account, meter) not in names:
            names.append((account, meter))
        return names.index((account, meter))

    reader = BulkReader(find, lambda customer, commodity: ALWAYS, DEFAULT, now=NOW, most_pairs=1000)
    tally = Tally(1000)
    found: dict[Key, UsageSeries] = {}
    with Parts(scenes.vault(folder), len(data)) as parts:
        for batch in reader.read(io.BytesIO(data)):
            parts.add(batch)
        for part in parts:
            clean = settled(part, reader.streams, tally)
            for place, number in enumerate(clean.streams.tolist()):
                stream = reader.streams[number]
                rows = slice(int(clean.borders[place]), int(clean.borders[place + 1]))
                measure = stream.measure
                series = UsageSeries(
                    measure.commodity,
                    measure.flow,
                    clean.units[place],
                    clean.starts[rows],
                    clean.durations[rows],
                    clean.values[rows],
                    int(clean.exponents[place]),
                    clean.quality[rows],
                )
                found[(*names[stream.customer], measure.commodity.value + measure.unit, measure.flow.value)] = series
    if not found:
        raise Refusal(next(iter(reader.seen.codes.values())))
    return found, {code: count for code, count in (reader.seen.refused + tally.counts).items() if count}


def compared(data: bytes, folder: Path) -> str:
    """Holds both readers to each other; says which way it went."""
    try:
        mine, left_out = fast(data, folder)
    except Irregular:
        return "irregular"
    except Refusal as refusal:
        with pytest.raises(Refusal):
            read_usage_file(io.BytesIO(data), "", now=NOW)
        return refusal.code.code
    file = read_usage_file(io.BytesIO(data), "", now=NOW)
    theirs = {(one.account or "", one.usage_point, one.flow.value, one.unit): one.series for one in file.streams}
    ours: dict[tuple[str, str, str, object], UsageSeries] = {
        (key[0], key[1], key[3], series.unit): series for key, series in mine.items()
    }
    if len(ours) < len(mine):
        return "two units of one meter"
    assert ours.keys() == {key for key, series in theirs.items() if series is not None and len(series)}
    for key, series in ours.items():
        other = theirs[key]
        assert other is not None
        assert series.exponent == other.exponent
        for column in ("starts", "durations", "values", "quality"):
            np.testing.assert_array_equal(getattr(series, column), getattr(other, column), err_msg=column)
    assert left_out == {code: count for code, count in file.reject_counts.items() if count}
    return "same"


MOMENTS = [
    *(f"2026-01-15T{hour:02}:00:00-05:00" for hour in range(24)),
    *(f"2026-01-16 {hour:02}:30:00" for hour in range(0, 24, 6)),
    "2026-01-15T05:00:00Z",
    "2026-03-08T02:30:00",
    "2026-11-01T01:30:00",
    "2026-11-01T01:30:00-05:00",
    "2026-02-29T00:00:00-05:00",
    "2026-01-15T24:00:00-05:00",
    "2026-01-15T10:00:00+05:30",
    "2026-01-15T10:00:60Z",
    "2026-01-15T10:00Z",
    "2026-01-15",
    "1999-12-31T00:00:00Z",
    "2199-12-31T00:00:00Z",
    "",
]
AMOUNTS = [
    "0",
    "0.4",
    "1.234567",
    "12.5",
    "99",
    "-1.5",
    "123456789",
    "1234567890",
    "1.2345678",
    ".5",
    "5.",
    "1e3",
    "1,5",
    "٣",
    "",
    "-",
]
FIELDS = {
    "account": ["A1", "A2", "A1 ", " A1", "a1", "A" * 64, "A" * 65, "А1", "", "=A1", "A-1/2"],
    "meter": ["M1", "M2", "M1", "M1", "", "M" * 40],
    "commodity": ["electricity", "electricity", "natural_gas", "gas", "water", "Electricity", ""],
    "unit": ["kWh", "kWh", "Wh", "m3", "ft3", "therm", "GJ", "L", "kwh", ""],
    "quality": ["actual", "estimated", "validated", "questionable", "Actual", ""],
    "flow": ["import", "export", "net", "delivered", "received", "sideways"],
}


@st.composite
def row(draw: st.DrawFn) -> str:
    """Mostly a good row; sometimes each thing that can be wrong with one."""
    usual = draw(st.integers(0, 3)) > 0
    hour = draw(st.integers(0, 22))
    fields = [
        draw(st.sampled_from(FIELDS["account"][: 2 if usual else None])),
        draw(st.sampled_from(FIELDS["meter"][: 2 if usual else None])),
        draw(st.sampled_from(FIELDS["commodity"][: 1 if usual else None])),
        MOMENTS[hour] if usual else draw(st.sampled_from(MOMENTS)),
        MOMENTS[hour + 1] if usual else draw(st.sampled_from(MOMENTS)),
        draw(st.sampled_from(AMOUNTS[: 4 if usual else None])),
        draw(st.sampled_from(FIELDS["unit"][: 1 if usual else None])),
        draw(st.sampled_from(FIELDS["quality"][: 3 if usual else None])),
        draw(st.sampled_from(FIELDS["flow"][: 1 if usual else None])),
    ]
    if not usual and draw(st.booleans()):
        place = draw(st.integers(0, 8))
        fields[place] = draw(st.sampled_from(['"x"', f'"{fields[place]}"', '"a,b"', 'a"b', "é", "x" * 200]))
    if not usual and draw(st.integers(0, 5)) == 0:
        fields = fields[: draw(st.integers(0, 8))] if draw(st.booleans()) else [*fields, "more"]
    return ",".join(fields)


@given(st.lists(row(), max_size=60), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_random_files_are_read_alike(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], ending: str, mark: bool, ended: bool
) -> None:
    text = ending.join([HEADER, *rows]) + (ending if ended else "")
    compared((b"\xef\xbb\xbf" if mark else b"") + text.encode(), tmp_path_factory.mktemp("random"))


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(min_size=0, max_size=3)), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_mutated_files_are_read_alike(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]]
) -> None:
    lines = [
        f"A{home},M{home},electricity,{MOMENTS[hour]},{MOMENTS[hour + 1]},{hour}.{home}5,kWh,actual,import"
        for home in range(2)
        for hour in range(12)
    ]
    data = bytearray("\r\n".join([HEADER, *lines, ""]).encode())
    for at, change in changes:
        data[at % len(data) : at % len(data) + 1] = change
    compared(bytes(data), tmp_path_factory.mktemp("mutated"))


ORDERS = [
    HEADER.split(","),
    ["meter_id", "commodity", "account_number", "unit", "interval_start", "interval_end", "quantity", "flow"],
    ["interval_start", "interval_end", "quantity", "account_number", "meter_id", "commodity", "unit", "quality"],
    ["note", "account_number", "meter_id", "quantity", "commodity", "unit", "interval_start", "interval_end"],
    ["account_number", "meter_id", "commodity", "unit", "interval_start", "interval_end", "quantity"],
]
STYLES = [
    "2026-01-{0:02}T{1:02}:{2:02}:00-05:00",
    "2026-01-{0:02} {1:02}:{2:02}:00Z",
    "2026-01-{0:02}T{1:02}:{2:02}:00",
]


@given(
    st.sampled_from(ORDERS),
    st.sampled_from(STYLES),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 6000), st.binary(min_size=0, max_size=2)), max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_rows_like_the_one_before_are_read_alike(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[str],
    style: str,
    ending: str,
    by_customer: bool,
    changes: list[tuple[int, bytes]],
) -> None:
    moments = [style.format(5 + quarter // 96, quarter // 4 % 24, quarter % 4 * 15) for quarter in range(80, 112)]
    rows = []
    for home, place in [(home, place) for home in range(9, 12) for place in range(len(moments) - 1)]:
        fields = {
            "account_number": f"A{home}",
            "meter_id": f"M{200 - home}",
            "commodity": "electricity",
            "interval_start": moments[place],
            "interval_end": moments[place + 1],
            "quantity": f"{place * home % 7}.{place * 31 + home}",
            "unit": "Wh",
            "quality": "estimated" if place == 20 else "actual",
            "flow": "export" if home == 11 else "import",
            "note": "",
        }
        rows.append((place, home, ",".join(fields[name] for name in order)))
    lines = [line for _, _, line in (rows if by_customer else sorted(rows))]
    data = bytearray(ending.join([",".join(order), *lines, ""]).encode())
    for at, change in changes:
        data[at % len(data) : at % len(data) + 1] = change
    compared(bytes(data), tmp_path_factory.mktemp("like"))


def test_the_comparison_reaches_every_reading_way(tmp_path: Path) -> None:
    good = f"A1,M1,electricity,{MOMENTS[0]},{MOMENTS[1]},1.5,kWh,actual,import"
    assert compared(f"{HEADER}\n{good}\n".encode(), tmp_path) == "same"
    assert compared(f'{HEADER}\n{good}\n"A1\n",M1\n'.encode(), tmp_path) == "irregular"
    assert compared(f"{HEADER}\n".encode(), tmp_path) == "csv.no_rows"


def test_a_piece_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        f"A{home},M{home},electricity,{MOMENTS[hour]},{MOMENTS[hour + 1]},{hour}.5,kWh,actual,import"
        for home in range(3)
        for hour in range(20)
    ]
    data = "\r\n".join([HEADER, *lines]).encode()
    for size in (200, 333, 1024):
        monkeypatch.setattr("utility_connectors.bulk.pieces.PIECE_BYTES", size)
        assert compared(data, tmp_path) == "same"


def test_lines_are_counted_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("utility_connectors.bulk.pieces.PIECE_BYTES", 256)
    good = f"A1,M1,electricity,{MOMENTS[0]},{MOMENTS[1]},1.5,kWh,actual,import"
    lines = [good] * 50
    lines[30] = "short"
    lines[41] = good.replace("kWh", "kW")
    reader = BulkReader(lambda *_: 0, lambda *_: ALWAYS, DEFAULT, now=NOW, most_pairs=10)
    kept = sum(len(batch) for batch in reader.read(io.BytesIO("\n".join([HEADER, *lines]).encode())))
    assert kept == 48
    assert [(one.line, one.code) for one in reader.seen.listed] == [(32, "csv.field_count"), (43, "csv.unit")]


def test_more_pairs_than_the_limit_are_refused() -> None:
    rows = [f"A{n},M1,electricity,{MOMENTS[0]},{MOMENTS[1]},1,kWh,actual,import" for n in range(6)]
    reader = BulkReader(lambda *_: NOT_A_CUSTOMER, lambda *_: ALWAYS, DEFAULT, now=NOW, most_pairs=5)
    with pytest.raises(Refusal) as refused:
        list(reader.read(io.BytesIO("\n".join([HEADER, *rows]).encode())))
    assert refused.value.code.code == "usage_file.too_many_meters"


def test_longer_files_than_the_limit_are_refused() -> None:
    rows = [f"A1,M1,electricity,{MOMENTS[0]},{MOMENTS[1]},1,kWh,actual,import"] * 6
    limits = replace(DEFAULT, csv_max_lines=5)
    reader = BulkReader(lambda *_: NOT_A_CUSTOMER, lambda *_: ALWAYS, limits, now=NOW, most_pairs=5)
    with pytest.raises(Refusal) as refused:
        list(reader.read(io.BytesIO("\n".join([HEADER, *rows]).encode())))
    assert refused.value.code.code == "csv.too_many_lines"


def test_what_does_not_fit_in_memory_lies_sealed_on_disk(tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    lines = [
        f"A{home},M{home},electricity,{MOMENTS[hour]},{MOMENTS[hour + 1]},{hour}.5,kWh,actual,import"
        for hour in range(20)
        for home in range(80)
    ]
    data = "\n".join([HEADER, *lines]).encode()
    names: list[str] = []
    reader = BulkReader(
        lambda account, _: names.append(account) or len(names) - 1,  # type: ignore[func-returns-value]
        lambda *_: ALWAYS,
        DEFAULT,
        now=NOW,
        most_pairs=100,
    )
    with Parts(keys, 550_000_000, most_in_memory=1_000) as parts:
        for batch in reader.read(io.BytesIO(data)):
            for first in range(0, len(batch), 50):
                parts.add(batch.take(slice(first, first + 50)))
        assert len(list(keys.spooled_names())) == len(parts)
        given_back = list(parts)
    assert sum(len(batch) for batch in given_back) == parts.rows == 1600
    streams = [set(batch.stream.tolist()) for batch in given_back]
    assert sum(len(one) for one in streams) == len(set().union(*streams)) == 80, "a stream is in one part only"
    assert list(keys.spooled_names()) == []
