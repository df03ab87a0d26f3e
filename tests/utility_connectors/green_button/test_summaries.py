"""Bill summaries stand for readings where a usage point has no others, and only there."""

from __future__ import annotations

import io
import itertools
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from models.findings import Severity
from models.quantities import Commodity, Unit
from models.series import Quality
from tests.utility_connectors.documents import (
    ESPI,
    JANUARY_2026,
    NOW,
    block,
    document,
    entry,
    feed,
    finding_codes,
    hours,
    look,
    only,
    read,
    reading,
    reading_type,
    refused,
    usage_point,
)
from utility_connectors.inspect import inspect_paths
from utility_connectors.limits import DEFAULT
from utility_connectors.usage_file import examine

DAY = 86_400
POINT = "RetailCustomer/7/UsagePoint/1"
OVERALL, RUNNING = "overallConsumptionLastPeriod", "currentBillingPeriodOverAllConsumption"


def amount(value: int | str, name: str = OVERALL, **fields: Any) -> str:
    said = {"powerOfTenMultiplier": 0, "uom": 42, **fields}
    inner = "".join(f"<{key}>{number}</{key}>" for key, number in said.items() if number != "absent")
    return f"<{name}>{inner}<value>{value}</value></{name}>"


def summary(
    start: int | str = JANUARY_2026,
    days: float = 30,
    amounts: str = "",
    name: str = "UsageSummary",
    **fields: Any,
) -> str:
    period = f"<billingPeriod><duration>{int(days * DAY)}</duration><start>{start}</start></billingPeriod>"
    inner = "".join(f"<{key}>{number}</{key}>" for key, number in fields.items())
    return f"<{name} {ESPI}>{period}{amounts or amount(100)}{inner}</{name}>"


def bills(
    *summaries: str, kind: int | str = 1, point: str = POINT, updated: Sequence[str] = (), name: str = "UsageSummary"
) -> list[str]:
    """The entries of one usage point with its summaries, linked as the standard says."""
    moments = updated or ["2026-06-01T00:00:00Z"] * len(summaries)
    above = f"{point}/{name}"
    return [
        entry(usage_point(kind), point, "RetailCustomer/7/UsagePoint", [above]),
        *(
            entry(one, f"{above}/{number}", above, updated=moment)
            for number, (one, moment) in enumerate(zip(summaries, moments, strict=True))
        ),
    ]


def year(lengths: Sequence[int], first: int = 100) -> list[str]:
    """Bills one after another, of so many days each, with amounts that count up from `first`."""
    starts = [JANUARY_2026 + sum(lengths[:number]) * DAY for number in range(len(lengths))]
    return [
        summary(start, days, amount(first + number))
        for number, (start, days) in enumerate(zip(starts, lengths, strict=True))
    ]


def test_a_document_of_nothing_but_summaries_is_read_bill_by_bill() -> None:
    lengths = [28, 29, 30, 31, 32, 33, 28]
    file = read(feed(*bills(*year(lengths))))
    (stream,) = file.streams
    assert (stream.usage_point, stream.commodity, stream.unit, stream.interval_s) == (
        POINT,
        Commodity.NATURAL_GAS,
        Unit.M3,
        None,
    )
    assert stream.series is not None
    assert stream.series.amounts.tolist() == [100, 101, 102, 103, 104, 105, 106]
    assert (stream.series.durations // DAY).tolist() == lengths
    assert [(f.code, f.severity.value, dict(f.facts)) for f in file.findings] == [
        ("espi.summaries_used", "note", {"count": 7})
    ]


def test_the_older_name_and_the_running_amount_are_read_too() -> None:
    old = summary(amounts=amount(55, RUNNING), name="ElectricPowerUsageSummary")
    file = read(feed(*bills(old, name="ElectricPowerUsageSummary")))
    assert only(file) == (1, 55.0)


def test_the_amount_of_the_billing_period_wins_over_the_running_one() -> None:
    both = summary(amounts=amount(70, RUNNING) + amount(55))
    assert only(read(feed(*bills(both)))) == (1, 55.0)


def money(bill: int, to_date: int) -> str:
    return f"<billLastPeriod>{bill}</billLastPeriod><billToDate>{to_date}</billToDate>"


def line_item(amount: int, exponent: int | str, uom: int = 80) -> str:
    return (
        f"<costAdditionalDetailLastPeriod><amount>{amount}</amount><note>Amount Due</note><measurement>"
        f"<powerOfTenMultiplier>{exponent}</powerOfTenMultiplier><uom>{uom}</uom></measurement><itemKind>10</itemKind>"
        "</costAdditionalDetailLastPeriod>"
    )


def test_enbridge_gas_tells_one_bill_as_the_running_amount_and_in_thousandths() -> None:
    said = money(84_870, 84_870) + line_item(84_870, -3) + line_item(101_745, -4)
    told = summary(
        amounts=said + amount(0, powerOfTenMultiplier=-3) + amount(172_000, RUNNING, powerOfTenMultiplier=-3),
        currency=124,
    )
    file = read(feed(*bills(told)))
    assert only(file) == (1, 172.0)
    cost = file.streams[0].cost
    assert cost is not None
    assert (str(cost.amount), cost.currency) == ("84.87000", "CAD")


@pytest.mark.parametrize("said", [money(0, 0), money(500, 900), "", "<billLastPeriod>500</billLastPeriod>"])
def test_a_bill_of_nothing_stays_one_where_the_running_amount_is_another_bills(said: str) -> None:
    assert only(read(feed(*bills(summary(amounts=said + amount(0) + amount(70, RUNNING)))))) == (1, 0.0)


@pytest.mark.parametrize(
    "item", [line_item(501, -3), line_item(500, -3, uom=42), line_item(500, 0), line_item(500, "x")]
)
def test_a_line_that_is_not_the_bill_in_a_known_scale_changes_no_money(item: str) -> None:
    (stream,) = read(feed(*bills(summary(amounts=money(500, 500) + item + amount(70), currency=124)))).streams
    assert stream.cost is not None
    assert str(stream.cost.amount) == "0.00500"


@pytest.mark.parametrize(
    ("kind", "fields", "unit", "total"),
    [
        (1, {"uom": 42, "powerOfTenMultiplier": -3}, Unit.M3, 0.1),
        (1, {"uom": 119}, Unit.M3, 2.8316846592),
        (1, {"uom": 119, "powerOfTenMultiplier": 2}, Unit.M3, 283.16846592),
        (1, {"uom": 169}, Unit.GJ, 10.55055852620),
        (1, {"uom": 31, "powerOfTenMultiplier": 9}, Unit.GJ, 100.0),
        (0, {"uom": 72, "powerOfTenMultiplier": 3}, Unit.KWH, 100.0),
        (0, {"uom": 72}, Unit.KWH, 0.1),
        (2, {"uom": 42}, Unit.M3, 100.0),
        ("", {"uom": 72, "powerOfTenMultiplier": 3}, Unit.KWH, 100.0),
        ("", {"uom": 169}, Unit.GJ, 10.55055852620),
        (1, {"powerOfTenMultiplier": "absent"}, Unit.M3, 100.0),
    ],
)
def test_units_become_ours_and_a_missing_multiplier_is_one(
    kind: int | str, fields: dict[str, Any], unit: Unit, total: float
) -> None:
    file = read(feed(*bills(summary(amounts=amount(100, **fields)), kind=kind)))
    assert file.streams[0].unit is unit
    assert only(file)[1] == pytest.approx(total, rel=1e-8)


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (1, {"uom": "absent"}, "espi.unit_unknown"),
        (1, {"uom": 999}, "espi.unit_unknown"),
        (1, {"powerOfTenMultiplier": 4}, "espi.multiplier_unknown"),
        (1, {"powerOfTenMultiplier": ""}, "espi.multiplier_unknown"),
        (0, {"uom": 42}, "espi.commodity_conflict"),
        ("", {"uom": 42}, "espi.commodity_conflict"),
    ],
)
def test_what_contradicts_itself_or_says_nothing_is_not_stored(
    kind: int | str, fields: dict[str, Any], code: str
) -> None:
    data = feed(*bills(summary(amounts=amount(100, **fields)), kind=kind))
    assert refused(data) == "usage_file.no_valid_readings"
    assert dict(look(data).reject_counts) == {code: 1}


def test_gas_in_kwh_is_kept_as_energy_and_said() -> None:
    file = read(feed(*bills(summary(amounts=amount(1000, uom=72, powerOfTenMultiplier=3)))))
    assert (file.streams[0].unit, only(file)) == (Unit.GJ, (1, 3.6))
    assert finding_codes(file) == ["espi.gas_in_kwh", "espi.summaries_used"]


# Interval readings win ------------------------------------------------------------------------------------------------


def test_a_usage_point_with_interval_readings_keeps_to_them() -> None:
    plain = document(hours(24))
    extra = "".join(bills(summary(amounts=amount(900, uom=72, powerOfTenMultiplier=3)), kind=0, point="UsagePoint/1"))
    file = read(plain.replace(b"</feed>", extra.encode() + b"</feed>"))
    assert only(file) == only(read(plain))
    assert finding_codes(file) == []


@pytest.mark.parametrize("links", [{}, {"up": "nowhere/7"}, {"related": ["UsagePoint/1"]}])
def test_a_summary_that_cannot_be_told_apart_from_the_readings_is_not_added(links: dict[str, Any]) -> None:
    plain = document(hours(24))
    extra = entry(summary(amounts=amount(900, uom=72, powerOfTenMultiplier=3)), **links)
    assert only(read(plain.replace(b"</feed>", extra.encode() + b"</feed>"))) == only(read(plain))
    second = entry(usage_point(1), "UsagePoint/2")
    with_second = plain.replace(b"</feed>", (second + extra).encode() + b"</feed>")
    stored = [s for s in read(with_second).streams if s.storable and s.commodity is Commodity.ELECTRICITY]
    assert [s.count for s in stored] == [24]


def test_readings_of_no_known_usage_point_leave_all_summaries_aside() -> None:
    gas, water = bills(summary()), bills(summary(), kind=2, point="RetailCustomer/7/UsagePoint/2")
    loose = entry(block(hours(3)), "blocks/1")
    file = read(feed(*gas, *water, entry(reading_type()), loose))
    assert [(s.commodity, s.count) for s in file.streams] == [(Commodity.ELECTRICITY, 3)]


def test_gas_summaries_stand_beside_the_hours_of_the_electricity_meter() -> None:
    file = read(document(hours(24)).replace(b"</feed>", "".join(bills(*year([30, 31]))).encode() + b"</feed>"))
    assert [(s.usage_point, s.commodity, s.count, s.storable) for s in file.streams] == [
        ("UsagePoint/1", Commodity.ELECTRICITY, 24, True),
        (POINT, Commodity.NATURAL_GAS, 2, True),
    ]


def test_an_empty_block_is_no_reading_but_one_that_cannot_be_read_is() -> None:
    key = f"{POINT}/MeterReading/1/IntervalBlock/1"
    meter = entry(f"<MeterReading {ESPI}/>", f"{POINT}/MeterReading/1")
    assert only(read(feed(*bills(summary()), meter, entry(block([]), key)))) == (1, 100.0)
    bad = feed(*bills(summary()), meter, entry(block([reading(JANUARY_2026, "x")]), key))
    assert refused(bad) == "usage_file.no_valid_readings"
    assert dict(look(bad).reject_counts) == {"reading.value": 1}


def test_two_usage_points_keep_their_own_bills() -> None:
    gas = bills(*year([30, 30]))
    power = bills(
        summary(amounts=amount(700, uom=72, powerOfTenMultiplier=3)), kind=0, point="RetailCustomer/7/UsagePoint/2"
    )
    for entries in ([*gas, *power], [gas[0], power[0], *power[1:], *gas[1:]]):
        file = read(feed(*entries))
        found = {s.usage_point: (s.commodity, s.count, s.series and s.series.total) for s in file.streams}
        assert found == {
            POINT: (Commodity.NATURAL_GAS, 2, 201.0),
            "RetailCustomer/7/UsagePoint/2": (Commodity.ELECTRICITY, 1, 700.0),
        }


def test_more_usage_points_than_the_limit_are_refused() -> None:
    many = feed(*(one for n in range(5) for one in bills(summary(), point=f"UsagePoint/{n}")))
    assert len(read(many, limits=replace(DEFAULT, streams_max=5)).streams) == 5
    assert refused(many, limits=replace(DEFAULT, streams_max=4)) == "usage_file.too_many_meters"


def test_summaries_may_stand_in_their_usage_point_or_after_it_without_links() -> None:
    kinds = {
        n: f"<UsagePoint {ESPI}><ServiceCategory><kind>{n}</kind></ServiceCategory>%s</UsagePoint>" for n in (1, 2)
    }
    one, two = summary(), summary(amounts=amount(7))
    nested = read(feed(entry(kinds[1] % one), entry(kinds[2] % two)))
    after = read(feed(entry(kinds[1] % ""), entry(one), entry(kinds[2] % ""), entry(two)))
    bare = read(f"<a>{kinds[1] % one}{kinds[2] % two}</a>".encode())
    for file in (nested, after, bare):
        assert [(s.commodity, s.series and s.series.total) for s in file.streams] == [
            (Commodity.NATURAL_GAS, 100.0),
            (Commodity.WATER, 7.0),
        ]
        assert len({s.usage_point for s in file.streams}) == 2
    assert finding_codes(after) == ["espi.link_missing", "espi.summaries_used"]


def test_a_summary_may_name_its_usage_point_by_a_related_link_or_by_the_points_own() -> None:
    points = [entry(usage_point(kind), f"UsagePoint/{kind}", related=[f"summaries/{kind}"]) for kind in (1, 2)]
    file = read(
        feed(*points, entry(summary(), "a", related=["UsagePoint/1"]), entry(summary(amounts=amount(7)), "summaries/2"))
    )
    assert {s.usage_point: s.series and s.series.total for s in file.streams} == {
        "UsagePoint/1": 100.0,
        "UsagePoint/2": 7.0,
    }


# One summary ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (summary(amounts=amount(-5)), "reading.negative"),
        (summary(amounts=amount("12.5")), "reading.value"),
        (summary(amounts=amount("x") + amount(9, RUNNING)), "reading.value"),
        (summary(amounts=amount(10**18 - 1)), "reading.too_large"),
        (summary(amounts=amount(10**17, powerOfTenMultiplier=12)), "reading.too_large"),
        (summary(amounts=amount(-(10**17), powerOfTenMultiplier=9)), "reading.negative"),
        (summary(days=0), "reading.duration"),
        (summary(days=-30), "reading.duration"),
        (summary(days=101), "reading.duration"),
        (summary(days=36_500), "reading.duration"),
        (summary(start="soon"), "reading.time"),
        (summary(start=946_684_799), "reading.too_early"),
        (summary(start=NOW + 2 * DAY), "reading.in_future"),
        (summary(start=NOW - 10 * DAY), "espi.summary_unfinished"),
        (summary(amounts=amount(5, RUNNING, timeStamp=JANUARY_2026 + 9 * DAY)), "espi.summary_unfinished"),
        (f"<UsageSummary {ESPI}>{amount(5)}</UsageSummary>", "reading.time"),
        (
            f"<UsageSummary {ESPI}><billingPeriod><start>{JANUARY_2026}</start></billingPeriod>{amount(5)}"
            "</UsageSummary>",
            "reading.duration",
        ),
    ],
)  # fmt: skip
def test_a_bad_summary_is_left_out_alone(bad: str, code: str) -> None:
    good = summary(JANUARY_2026 + 60 * DAY)
    file = read(feed(*bills(good, bad)))
    assert only(file) == (1, 100.0)
    assert dict(file.reject_counts) == {code: 1}
    assert [reject.line for reject in file.rejects] == [1]
    assert refused(feed(*bills(bad))) == "usage_file.no_valid_readings"


def test_a_summer_bill_of_nothing_and_one_of_a_quarter_are_kept() -> None:
    file = read(feed(*bills(summary(amounts=amount(0)), summary(JANUARY_2026 + 30 * DAY, 100))))
    assert only(file) == (2, 100.0)
    assert dict(file.reject_counts) == {}


def test_a_running_amount_taken_when_the_period_was_over_is_whole() -> None:
    late = summary(amounts=amount(5, RUNNING, timeStamp=JANUARY_2026 + 35 * DAY))
    assert only(read(feed(*bills(late)))) == (1, 5.0)


@pytest.mark.parametrize(
    "nothing", ["", "<currency>124</currency>", f"<{OVERALL}/>", f"<{OVERALL}><value> </value></{OVERALL}>"]
)
def test_a_document_whose_summaries_give_no_amount_has_no_readings(nothing: str) -> None:
    one = f"<UsageSummary {ESPI}>{nothing}</UsageSummary>"
    assert refused(feed(*bills(one))) == "espi.no_readings"


@pytest.mark.parametrize(
    ("code", "quality"),
    [({}, Quality.ACTUAL), ({"qualityOfReading": 14}, Quality.ACTUAL), ({"qualityOfReading": 8}, Quality.ESTIMATED),
     ({"qualityOfReading": 77}, Quality.QUESTIONABLE), ({"qualityOfReading": "x"}, Quality.QUESTIONABLE)],
)  # fmt: skip
def test_the_quality_is_the_summarys_own(code: dict[str, Any], quality: Quality) -> None:
    (stream,) = read(feed(*bills(summary(**code)))).streams
    assert stream.series is not None
    assert stream.series.quality.tolist() == [quality]


def test_costs_are_hundred_thousandths_and_belong_to_the_amount_that_was_taken() -> None:
    def cost(*summaries: str) -> tuple[str, str] | None:
        found = read(feed(*bills(*summaries))).streams[0].cost
        return None if found is None else (str(found.amount), found.currency)

    later = JANUARY_2026 + 30 * DAY
    money: dict[str, Any] = {"billLastPeriod": 12_345_000, "billToDate": 900_000, "currency": 124}
    assert cost(summary(**money), summary(later, **money)) == ("246.90000", "CAD")
    assert cost(summary(amounts=amount(5, RUNNING), billToDate=900_000, currency=124)) == ("9.00000", "CAD")
    assert cost(summary(billToDate=900_000, currency=124)) is None
    assert cost(summary(billLastPeriod=100_000)) == ("1.00000", "XXX")
    assert cost(summary(billLastPeriod=1, currency=124), summary(later, billLastPeriod=1, currency=840)) is None
    assert cost(summary()) is None


# Several summaries ----------------------------------------------------------------------------------------------------


def test_the_same_period_again_counts_once_and_the_later_word_wins() -> None:
    old, new = summary(amounts=amount(100), billLastPeriod=5), summary(amounts=amount(90), billLastPeriod=7)
    early, late = "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"
    for pair, updated in (((old, new), (early, late)), ((new, old), (late, early))):
        file = read(feed(*bills(*pair, updated=updated)))
        assert only(file) == (1, 90.0)
        assert finding_codes(file) == ["espi.summaries_used", "reading.superseded"]
        cost = file.streams[0].cost
        assert cost is not None and str(cost.amount) == "0.00007"
    assert finding_codes(read(feed(*bills(old, old)))) == ["espi.summaries_used", "reading.repeated"]
    contradicting = read(feed(*bills(old, new)))
    assert only(contradicting) == (1, 100.0)
    assert finding_codes(contradicting) == ["espi.summaries_used", "reading.conflict"]


def test_a_correction_may_be_written_in_another_power_of_ten() -> None:
    fine = summary(amounts=amount(90_500, powerOfTenMultiplier=-3))
    file = read(feed(*bills(summary(), fine, updated=["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"])))
    assert only(file) == (1, 90.5)


def test_a_day_billed_twice_is_trimmed_and_more_is_not_counted_twice() -> None:
    day_over = read(feed(*bills(summary(days=31), summary(JANUARY_2026 + 30 * DAY))))
    assert only(day_over) == (2, 200.0)
    assert finding_codes(day_over) == ["espi.summaries_used", "reading.trimmed"]
    half_over = read(feed(*bills(summary(days=45), summary(JANUARY_2026 + 30 * DAY))))
    assert only(half_over) == (1, 100.0)
    assert dict(half_over.reject_counts) == {"reading.overlap": 1}


def test_two_units_of_one_meter_are_not_both_stored() -> None:
    pair = [summary(), summary(amounts=amount(40, uom=169))]
    file = read(feed(*bills(*pair)))
    assert [stream.storable for stream in file.streams] == [True, False]
    assert "espi.second_copy" in finding_codes(file)


def test_a_missing_month_is_a_gap() -> None:
    file = read(feed(*bills(summary(), summary(JANUARY_2026 + 60 * DAY))))
    assert [(f.code, dict(f.facts)) for f in file.findings if f.code == "espi.gap"] == [
        ("espi.gap", {"missing_s": 30 * DAY, "streams": 1})
    ]


def test_inspect_prints_summaries_as_readings(tmp_path: Path) -> None:
    path = tmp_path / "gas.xml"
    path.write_bytes(feed(*bills(*[one.replace("</Us", "<currency>124</currency></Us") for one in year([30, 30, 31])])))
    (told,) = inspect_paths([path], now=NOW)
    (point,) = told["usage_points"]
    assert (told["status"], point["readings"], point["unit"], point["total"]) == ("accepted", 3, "m3", 303.0)
    assert (point["interval_s"], point["quality"], point["cost_total"]) == (30 * DAY, {"actual": 3}, None)


# Whatever comes -------------------------------------------------------------------------------------------------------


@given(
    rows=st.lists(st.tuples(st.integers(28, 33), st.integers(0, 99_999), st.integers(0, 3)), min_size=1, max_size=8),
    shuffle=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_any_run_of_bills_comes_back_exactly_in_any_order_and_scale(
    rows: list[tuple[int, int, int]], shuffle: random.Random
) -> None:
    start, written = JANUARY_2026, []
    for days, value, power in rows:
        multiplier = -3 if power == 3 else power
        written.append(summary(start, days, amount(value, powerOfTenMultiplier=multiplier)))
        start += days * DAY
    shuffle.shuffle(written)
    series = read(feed(*bills(*written))).streams[0].series
    assert series is not None
    assert (series.durations // DAY).tolist() == [days for days, _, _ in rows]
    expected = [value * 10**power * 1000 if power != 3 else value for _, value, power in rows]
    assert [int(v) * 10 ** (series.exponent + 3) for v in series.values] == pytest.approx(expected, rel=1e-12)


WHOLE = feed(
    *bills(*year([30, 31, 29])),
    *bills(
        *(one.replace("<uom>42", "<uom>72").replace(OVERALL, RUNNING) for one in year([28, 33])),
        kind=0,
        point="RetailCustomer/7/UsagePoint/2",
        name="ElectricPowerUsageSummary",
    ),
    entry(block(hours(3)), "RetailCustomer/7/UsagePoint/3/MeterReading/1/IntervalBlock/1"),
    entry(reading_type()),
)
SPLICES = (b"<", b"&", b"-", b"9" * 18, b"9" * 30, b" ", b"x", b"</UsageSummary>", f"<UsageSummary {ESPI}>".encode(),
           f"<UsagePoint {ESPI}>".encode(), b"<value>1</value>", b"</entry>", b"<entry>", b"<billingPeriod>",
           b"<uom>72</uom>", b"<uom/>", b"RetailCustomer/7/UsagePoint/2", b"")  # fmt: skip


@given(st.integers(0, 2**48))
@settings(max_examples=300, deadline=None)
def test_mutated_summaries_are_read_or_refused_and_never_overlap(seed: int) -> None:
    source, data = random.Random(seed), bytearray(WHOLE)
    for _ in range(source.choice([1, 1, 2, 4])):
        place = source.randrange(len(data))
        match source.randrange(4):
            case 0:
                data[place] = source.choice(b"0123456789-<> /x")
            case 1:
                data[place:place] = source.choice(SPLICES)
            case 2:  # a whole element is dropped, doubled or blanked
                found = bytes(data).find(b"<", place)
                end = bytes(data).find(b"/", found + 1)
                end = bytes(data).find(b">", end) + 1 if found >= 0 <= end else 0
                if end > found:
                    data[found:end] = bytes(data[found:end]) * source.choice([0, 2])
            case _:
                digits = [i for i in range(place, min(place + 200, len(data))) if 48 <= data[i] <= 57]
                if digits:
                    data[source.choice(digits)] = source.choice(b"0123456789")
    try:
        file = examine(io.BytesIO(bytes(data)), "gas.xml", now=NOW)
    except Refusal as refusal:
        assert refusal.code.severity is Severity.REFUSAL
        return
    for stream in file.streams:
        if stream.series is not None:
            assert bool((stream.series.starts[1:] >= stream.series.ends[:-1]).all())
            assert bool((stream.series.values >= 0).all())
            assert stream.count >= len(stream.series)
    spans: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
    for stream in file.streams:
        if stream.storable and stream.series is not None:
            key = (stream.usage_point, stream.commodity, stream.flow)
            spans[key] += zip(stream.series.starts.tolist(), stream.series.ends.tolist(), strict=True)
    for times in spans.values():
        times.sort()
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(times))
