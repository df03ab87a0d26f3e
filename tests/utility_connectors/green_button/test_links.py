"""Readings find their meter, unit and usage point by links, by nesting, or where there is one possibility."""

from __future__ import annotations

import pytest

from tests.utility_connectors.documents import (
    ESPI,
    JANUARY_2026,
    block,
    entry,
    feed,
    finding_codes,
    hours,
    look,
    only,
    read,
    reading_type,
    refused,
    usage_point,
)
from utility_connectors.green_button.links import meter_key_of, resource_key

METER = f"<MeterReading {ESPI}/>"
POINT = entry(usage_point(), "UsagePoint/1")
WH, KILO = reading_type(), reading_type(powerOfTenMultiplier=3)


@pytest.mark.parametrize(
    "href",
    [
        "https://utility.invalid/DataCustodian/espi/1_1/resource/UsagePoint/1",
        "/espi/1_1/resource/UsagePoint/1/",
        "UsagePoint/1",
        " //host.invalid//UsagePoint//1?a=b#c ",
    ],
)
def test_links_to_the_same_resource_have_the_same_key(href: str) -> None:
    assert resource_key(href) == "UsagePoint/1"


@pytest.mark.parametrize("href", ["http://[", "", " ", "\u0000"])
def test_a_link_that_is_no_link_does_no_harm(href: str) -> None:
    assert resource_key(href) in ("", "\u0000")


def test_a_block_names_its_meter_reading_by_either_of_its_links() -> None:
    assert meter_key_of("", "UsagePoint/1/MeterReading/2/IntervalBlock") == "UsagePoint/1/MeterReading/2"
    assert meter_key_of("UsagePoint/1/MeterReading/2/IntervalBlock/9", "") == "UsagePoint/1/MeterReading/2"
    assert meter_key_of("", "UsagePoint/1/MeterReading/2") == "UsagePoint/1/MeterReading/2"
    assert meter_key_of("block-9", "") == ""


def test_the_reading_type_is_the_one_the_meter_reading_links_to() -> None:
    data = feed(
        POINT,
        entry(METER, "UsagePoint/1/MeterReading/1", related=["/v1/ReadingType/2"]),
        entry(WH, "https://host.invalid/v1/ReadingType/1"),
        entry(KILO, "https://host.invalid/v1/ReadingType/2"),
        entry(block(hours(2, value=1)), "UsagePoint/1/MeterReading/1/IntervalBlock/1"),
    )
    assert only(read(data)) == (2, 3.0)


def test_a_meter_reading_may_point_at_its_blocks_instead_of_the_other_way_round() -> None:
    data = feed(
        POINT,
        entry(METER, "m1", related=["ReadingType/1", "blocks/7"]),
        entry(METER, "m2", related=["ReadingType/2", "blocks/8"]),
        entry(WH, "ReadingType/1"),
        entry(KILO, "ReadingType/2"),
        entry(block(hours(2)), "blocks/7"),
        entry(block(hours(2, value=1)), "blocks/8"),
    )
    assert [round(s.series.total, 3) for s in look(data).streams if s.series] == [0.801, 3.0]


@pytest.mark.parametrize(
    "kind",
    [
        entry(KILO, "ReadingType/9", related=["UsagePoint/1/MeterReading/1"]),
        entry(KILO, "UsagePoint/1/MeterReading/1/ReadingType/9"),
        entry(KILO),
    ],
)
def test_a_reading_type_may_point_back_or_stand_below_or_be_the_only_one(kind: str) -> None:
    data = feed(
        POINT,
        entry(METER, "UsagePoint/1/MeterReading/1"),
        kind,
        entry(block(hours(2, value=1)), up="UsagePoint/1/MeterReading/1/IntervalBlock"),
    )
    file = read(data)
    assert only(file) == (2, 3.0)
    assert finding_codes(file) == []


def test_with_several_reading_types_and_no_link_the_unit_is_unknown() -> None:
    data = feed(
        POINT,
        entry(METER, "UsagePoint/1/MeterReading/1"),
        entry(WH, "ReadingType/1"),
        entry(KILO, "ReadingType/2"),
        entry(block(hours(24)), "UsagePoint/1/MeterReading/1/IntervalBlock/1"),
    )
    assert refused(data) == "usage_file.no_valid_readings"
    assert [(s.unit, s.count, s.series) for s in look(data).streams] == [(None, 24, None)]


def test_several_reading_types_that_say_the_same_are_one() -> None:
    data = feed(POINT, entry(WH, "ReadingType/1"), entry(WH, "ReadingType/2"), entry(block(hours(2))))
    assert only(read(data)) == (2, 0.801)


def test_two_reading_types_of_the_same_name_that_differ_are_no_reading_type() -> None:
    data = feed(
        POINT,
        entry(METER, "UsagePoint/1/MeterReading/1", related=["ReadingType/1"]),
        entry(WH, "ReadingType/1"),
        entry(KILO, "ReadingType/1"),
        entry(block(hours(2)), "UsagePoint/1/MeterReading/1/IntervalBlock/1"),
    )
    assert refused(data) == "usage_file.no_valid_readings"


def test_a_link_to_a_reading_type_that_is_not_there_leaves_the_only_one_with_a_warning() -> None:
    data = feed(
        POINT,
        entry(METER, "UsagePoint/1/MeterReading/1", related=["ReadingType/9"]),
        entry(WH, "ReadingType/1"),
        entry(block(hours(2)), "UsagePoint/1/MeterReading/1/IntervalBlock/1"),
    )
    file = read(data)
    assert only(file) == (2, 0.801)
    assert finding_codes(file) == ["espi.reading_type_assumed"]


def test_blocks_without_links_belong_to_the_meter_reading_before_them_with_a_warning() -> None:
    data = feed(
        entry(usage_point(), "UsagePoint/1"),
        entry(METER, "UsagePoint/1/MeterReading/1"),
        entry(block(hours(2))),
        entry(usage_point(), "UsagePoint/2"),
        entry(METER, "UsagePoint/2/MeterReading/1"),
        entry(block(hours(3))),
        entry(WH),
    )
    file = read(data)
    assert [(s.usage_point, s.count) for s in file.streams] == [("UsagePoint/1", 2), ("UsagePoint/2", 3)]
    assert finding_codes(file) == ["espi.link_missing"]


def test_blocks_of_two_meters_stay_apart_though_only_one_meter_has_an_entry() -> None:
    data = feed(
        POINT,
        entry(METER, "UsagePoint/1/MeterReading/1"),
        entry(WH),
        entry(block(hours(2)), up="UsagePoint/1/MeterReading/1/IntervalBlock"),
        entry(block(hours(2, JANUARY_2026 + 86_400)), up="UsagePoint/1/MeterReading/2/IntervalBlock"),
    )
    assert [s.count for s in read(data).streams] == [2, 2]


def test_the_usage_point_is_named_by_where_it_stands() -> None:
    data = feed(
        entry(usage_point(), "https://h.invalid/espi/1_1/resource/RetailCustomer/7/UsagePoint/3"),
        entry(METER, "RetailCustomer/7/UsagePoint/3/MeterReading/1", up="RetailCustomer/7/UsagePoint/3/MeterReading"),
        entry(WH),
        entry(block(hours(2)), "RetailCustomer/7/UsagePoint/3/MeterReading/1/IntervalBlock/1"),
    )
    assert [s.usage_point for s in read(data).streams] == ["RetailCustomer/7/UsagePoint/3"]


def test_without_any_links_a_usage_point_still_has_a_name() -> None:
    assert [s.usage_point for s in read(feed(entry(WH), entry(block(hours(2))))).streams] == ["usage-point-1"]


def test_an_entry_inside_an_entry_does_not_lose_readings() -> None:
    inner = entry(block(hours(2, JANUARY_2026 + 86_400)), "UsagePoint/1/MeterReading/1/IntervalBlock/2")
    outer = entry(block(hours(2)) + inner, "UsagePoint/1/MeterReading/1/IntervalBlock/1")
    assert sum(s.count for s in look(feed(POINT, entry(WH), outer)).streams) == 4
