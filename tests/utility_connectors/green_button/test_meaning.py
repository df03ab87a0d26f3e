"""Units, commodities, directions and scales: what readings are, and when they must not be stored."""

from __future__ import annotations

import pytest

from models.quantities import Commodity, Flow, Unit
from models.series import Quality
from tests.utility_connectors.documents import (
    ESPI,
    JANUARY_2026,
    document,
    finding_codes,
    hours,
    look,
    only,
    read,
    reading,
    reading_type,
    refused,
)

DAY = 86_400


@pytest.mark.parametrize(
    ("kind", "fields", "commodity", "unit", "total"),
    [
        (0, {"uom": 72}, Commodity.ELECTRICITY, Unit.KWH, 1.0),
        (0, {"uom": 72, "powerOfTenMultiplier": 3}, Commodity.ELECTRICITY, Unit.KWH, 1000.0),
        (0, {"uom": 72, "powerOfTenMultiplier": -3}, Commodity.ELECTRICITY, Unit.KWH, 0.001),
        (0, {"uom": 72, "powerOfTenMultiplier": "absent"}, Commodity.ELECTRICITY, Unit.KWH, 1.0),
        (1, {"uom": 42, "powerOfTenMultiplier": -3}, Commodity.NATURAL_GAS, Unit.M3, 1.0),
        (1, {"uom": 167, "powerOfTenMultiplier": -3, "commodity": 7}, Commodity.NATURAL_GAS, Unit.M3, 1.0),
        (1, {"uom": 119}, Commodity.NATURAL_GAS, Unit.M3, 28.316846592),
        (1, {"uom": 169, "powerOfTenMultiplier": -3}, Commodity.NATURAL_GAS, Unit.GJ, 0.105505585),
        (1, {"uom": 132, "powerOfTenMultiplier": 3}, Commodity.NATURAL_GAS, Unit.GJ, 1.055055853),
        (1, {"uom": 31, "powerOfTenMultiplier": 6}, Commodity.NATURAL_GAS, Unit.GJ, 1.0),
        (2, {"uom": 128}, Commodity.WATER, Unit.M3, 3.785411784),
        (2, {"uom": 130}, Commodity.WATER, Unit.M3, 4.54609),
        (2, {"uom": 134, "commodity": 9}, Commodity.WATER, Unit.M3, 1.0),
        (4, {"uom": 31, "powerOfTenMultiplier": 6, "commodity": 10}, Commodity.STEAM, Unit.GJ, 1.0),
        ("", {"uom": 72}, Commodity.ELECTRICITY, Unit.KWH, 1.0),
        ("", {"uom": 169, "powerOfTenMultiplier": -3}, Commodity.NATURAL_GAS, Unit.GJ, 0.105505585),
    ],
)
def test_units_become_ours(
    kind: int | str, fields: dict[str, int | str], commodity: Commodity, unit: Unit, total: float
) -> None:
    file = read(document([reading(JANUARY_2026, 1000, DAY)], kind=kind, type_=reading_type(**fields)))
    (stream,) = file.streams
    assert (stream.commodity, stream.unit, stream.storable) == (commodity, unit, True)
    assert only(file)[1] == pytest.approx(total, rel=1e-9)


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (0, {"uom": 999}, "espi.unit_unknown"),
        (0, {"uom": "absent"}, "espi.unit_unknown"),
        (0, {"uom": "7_2"}, "espi.unit_unknown"),
        (0, {"powerOfTenMultiplier": -400}, "espi.multiplier_unknown"),
        (0, {"powerOfTenMultiplier": 4}, "espi.multiplier_unknown"),
        (0, {"powerOfTenMultiplier": ""}, "espi.multiplier_unknown"),
        (0, {"powerOfTenMultiplier": "3.0"}, "espi.multiplier_unknown"),
        (0, {"uom": 169}, "espi.commodity_conflict"),
        (0, {"commodity": 7}, "espi.commodity_conflict"),
        (1, {"commodity": 1}, "espi.commodity_conflict"),
        (0, {"commodity": "x"}, "espi.commodity_conflict"),
        (7, {}, "espi.commodity_conflict"),
        ("", {"uom": 42}, "espi.commodity_conflict"),
    ],
)
def test_what_contradicts_itself_or_says_nothing_is_not_stored(
    kind: int | str, fields: dict[str, int | str], code: str
) -> None:
    data = document(hours(24), kind=kind, type_=reading_type(**fields))
    assert refused(data) == "usage_file.no_valid_readings"
    assert dict(look(data).reject_counts) == {code: 24}


@pytest.mark.parametrize(
    "fields",
    [
        {"uom": 38},
        {"uom": 71},
        {"accumulationBehaviour": 1},
        {"accumulationBehaviour": 9},
        {"accumulationBehaviour": "x"},
        {"flowDirection": 15},
        {"flowDirection": "x"},
    ],
)
def test_what_is_no_amount_used_in_a_period_is_reported_but_not_stored(fields: dict[str, int | str]) -> None:
    data = document(hours(24), type_=reading_type(**fields))
    assert refused(data) == "usage_file.nothing_to_keep"
    (stream,) = look(data).streams
    assert (stream.count, stream.storable) == (24, False)


def test_gas_in_kwh_is_kept_as_gas_energy_with_a_warning() -> None:
    file = read(document([reading(JANUARY_2026, 1_000_000, DAY)], kind=1))
    (stream,) = file.streams
    assert (stream.commodity, stream.unit) == (Commodity.NATURAL_GAS, Unit.GJ)
    assert only(file) == (1, 3.6)
    assert finding_codes(file) == ["espi.gas_in_kwh"]


@pytest.mark.parametrize(
    ("code", "flow"), [(1, Flow.DELIVERED), (0, Flow.DELIVERED), (4, Flow.NET), (19, Flow.RECEIVED)]
)
def test_directions(code: int, flow: Flow) -> None:
    (stream,) = read(document(hours(3), type_=reading_type(flowDirection=code))).streams
    assert stream.flow is flow


def test_only_a_net_meter_may_run_backwards() -> None:
    rows = [*hours(23), reading(JANUARY_2026 + 23 * 3600, -500)]
    assert only(read(document(rows, type_=reading_type(flowDirection=4))))[0] == 24
    one_way = read(document(rows))
    assert (only(one_way)[0], dict(one_way.reject_counts)) == (23, {"reading.negative": 1})


def test_more_than_a_hundred_kilowatts_is_not_a_home() -> None:
    rows = [*hours(23), reading(JANUARY_2026 + 23 * 3600, 100_001)]
    assert dict(read(document(rows)).reject_counts) == {"reading.too_large": 1}
    assert only(read(document([reading(JANUARY_2026, 100_000)]))) == (1, 100.0)


def test_readings_before_2000_and_after_tomorrow_are_left_out() -> None:
    now = JANUARY_2026
    rows = [reading(946_684_799, 5), reading(946_684_800, 5), reading(now + 86_400, 5), reading(now + 86_401, 5, 60)]
    file = read(document(rows), now=now)
    assert only(file)[0] == 2
    assert dict(file.reject_counts) == {"reading.too_early": 1, "reading.in_future": 1}
    assert dict(look(document(rows), now=None).reject_counts).get("reading.in_future") is None


def test_qualities_are_kept_and_the_worst_of_several_counts() -> None:
    def graded(*codes: int) -> str:
        return "".join(f"<ReadingQuality><quality>{code}</quality></ReadingQuality>" for code in codes)

    rows = [
        reading(JANUARY_2026 + 3600 * i, 5, extra=extra)
        for i, extra in enumerate(["", graded(0), graded(8), graded(7), graded(17, 9), graded(99), graded(11)])
    ]
    (stream,) = read(document(rows)).streams
    assert stream.series is not None
    assert [Quality(q).label for q in stream.series.quality.tolist()] == [
        "actual", "actual", "estimated", "edited", "estimated", "questionable", "derived",
    ]  # fmt: skip


def test_a_reading_type_may_set_the_quality_of_those_that_do_not_say() -> None:
    (stream,) = read(document(hours(2), type_=reading_type(defaultQuality=8))).streams
    assert stream.series is not None
    assert set(stream.series.quality.tolist()) == {Quality.ESTIMATED}


def test_costs_are_added_up_in_the_types_currency() -> None:
    rows = [reading(JANUARY_2026 + 3600 * i, 5, extra="<cost>12345</cost>") for i in range(3)]
    (stream,) = read(document(rows, type_=reading_type(currency=124))).streams
    assert stream.cost is not None
    assert (str(stream.cost.amount), stream.cost.currency) == ("0.37035", "CAD")


def test_a_currency_may_stand_in_the_bill_summary_only() -> None:
    summary = f"<entry><content><UsageSummary {ESPI}><currency>124</currency></UsageSummary></content></entry>"
    rows = [reading(JANUARY_2026, 5, extra="<cost>100000</cost>")]
    (stream,) = read(document(rows).replace(b"</feed>", summary.encode() + b"</feed>")).streams
    assert stream.cost is not None
    assert (float(stream.cost.amount), stream.cost.currency) == (1.0, "CAD")


def test_huge_and_tiny_scales_neither_overflow_nor_lose_the_total() -> None:
    tiny = read(document([reading(JANUARY_2026, 123_456_789_012, 3600)], type_=reading_type(powerOfTenMultiplier=-9)))
    assert only(tiny)[1] == pytest.approx(0.123456789, rel=1e-6)
    big = read(document([reading(JANUARY_2026, 3, DAY)], kind=1, type_=reading_type(uom=42, powerOfTenMultiplier=3)))
    assert only(big) == (1, 3000.0)
    huge = document([reading(JANUARY_2026, 3, DAY)], kind=1, type_=reading_type(uom=42, powerOfTenMultiplier=12))
    assert refused(huge) == "usage_file.no_valid_readings"


def test_two_price_period_registers_count_as_two_usage_points() -> None:
    text = document(hours(2), type_=reading_type(tou=1)).decode()
    second = (
        text.split("<entry>", 1)[1]
        .rsplit("</feed>", 1)[0]
        .replace("MeterReading/1", "MeterReading/2")
        .replace("ReadingType/1", "ReadingType/2")
        .replace("<tou>1</tou>", "<tou>2</tou>")
    )
    both = read(text.replace("</feed>", f"<entry>{second}</feed>").encode())
    assert [(s.usage_point, s.storable) for s in both.streams] == [
        ("UsagePoint/1#tou1", True),
        ("UsagePoint/1#tou2", True),
    ]
