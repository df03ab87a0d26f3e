"""What we write we can read: every amount, time, quality and direction comes back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.quantities import Commodity, Flow, Unit
from models.series import Quality, UsageSeries
from tests.utility_connectors.documents import JANUARY_2026, look, read
from utility_connectors.green_button.writer import Bill, Metered, write, write_parts
from utility_connectors.ports import UsageStream

KINDS = st.sampled_from(
    [
        (Commodity.ELECTRICITY, Unit.KWH),
        (Commodity.NATURAL_GAS, Unit.M3),
        (Commodity.NATURAL_GAS, Unit.GJ),
        (Commodity.WATER, Unit.M3),
        (Commodity.STEAM, Unit.GJ),
    ]
)


def stream_of(
    values: list[int],
    *,
    steps: list[int] | None = None,
    quality: list[int] | None = None,
    commodity: Commodity = Commodity.ELECTRICITY,
    unit: Unit = Unit.KWH,
    flow: Flow = Flow.DELIVERED,
    exponent: int = -3,
    start: int = JANUARY_2026,
    name: str = "UsagePoint/1",
) -> UsageStream:
    durations = np.array(steps or [3600] * len(values), dtype=np.int64)
    series = UsageSeries(
        commodity,
        flow,
        unit,
        start + np.concatenate([[0], np.cumsum(durations)[:-1]]).astype(np.int64),
        durations,
        np.array(values, dtype=np.int64),
        exponent,
        np.array(quality or [0] * len(values), dtype=np.uint8),
    )
    return UsageStream(name, commodity, flow, unit, 3600, len(values), series)


@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 99_000), st.sampled_from([900, 3600, 82_800, 86_400, 90_000]), st.sampled_from(list(Quality))
        ),
        min_size=1,
        max_size=60,
    ),
    kind=KINDS,
    flow=st.sampled_from(list(Flow)),
    exponent=st.sampled_from([-9, -6, -5, -4, -3]),
)
@settings(max_examples=120, deadline=None)
def test_a_written_stream_reads_back_the_same(
    rows: list[tuple[int, int, Quality]], kind: tuple[Commodity, Unit], flow: Flow, exponent: int
) -> None:
    commodity, unit = kind
    written = stream_of(
        [value for value, _, _ in rows],
        steps=[step for _, step, _ in rows],
        quality=[int(quality) for _, _, quality in rows],
        commodity=commodity,
        unit=unit,
        flow=flow,
        exponent=exponent - 3 if commodity is Commodity.ELECTRICITY else exponent,
    )
    (back,) = look(write([written], updated=JANUARY_2026)).streams
    assert (back.usage_point, back.commodity, back.flow, back.unit) == ("UsagePoint/1", commodity, flow, unit)
    assert back.series is not None and written.series is not None
    assert back.series.starts.tolist() == written.series.starts.tolist()
    assert back.series.durations.tolist() == written.series.durations.tolist()
    assert back.series.quality.tolist() == written.series.quality.tolist()
    assert back.series.amounts == pytest.approx(written.series.amounts, abs=1e-9)
    assert back.updated == JANUARY_2026
    assert back.storable


@pytest.mark.parametrize(("first", "count"), [(1_772_946_000, 23), (1_793_505_600, 25)])
@given(values=st.lists(st.integers(0, 9_000), min_size=25, max_size=25))
@settings(max_examples=20, deadline=None)
def test_toronto_days_of_23_and_25_hours_come_back_whole(first: int, count: int, values: list[int]) -> None:
    (back,) = read(write([stream_of(values[:count], start=first)], updated=first)).streams
    assert back.series is not None
    assert len(back.series) == count
    assert int(back.series.ends[-1] - back.series.starts[0]) == count * 3600
    assert back.series.total == pytest.approx(sum(values[:count]) / 1000)


def test_several_streams_of_one_usage_point_share_its_entry() -> None:
    both = [stream_of([1, 2]), stream_of([3, 4], flow=Flow.RECEIVED), stream_of([5], name="Meter 7/ä")]
    document = write(both, updated=JANUARY_2026)
    assert document.count(b"<espi:UsagePoint>") == 2
    back = read(document)
    assert [(s.usage_point, s.flow) for s in back.streams] == [
        ("UsagePoint/1", Flow.DELIVERED),
        ("UsagePoint/1", Flow.RECEIVED),
        ("UsagePoint/Meter%207%2F%C3%A4", Flow.DELIVERED),
    ]


def test_a_long_stream_is_written_in_blocks_and_read_back_in_order() -> None:
    values = [i % 977 for i in range(5_000)]
    document = write([stream_of(values)], updated=JANUARY_2026)
    assert document.count(b"<espi:IntervalBlock>") > 5
    (back,) = read(document).streams
    assert back.series is not None
    assert back.series.total == pytest.approx(sum(values) / 1000)


def test_names_are_escaped() -> None:
    document = write([stream_of([1], name='UsagePoint/"><x a="')], updated=JANUARY_2026)
    assert read(document).streams[0].count == 1


def test_what_the_standard_has_no_code_for_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="service category"):
        write([stream_of([1], commodity=Commodity.OTHER, unit=Unit.LITRE)], updated=0)


def test_costs_periods_blocks_changes_and_bills_are_written_and_read_back() -> None:
    stream = stream_of([400, 500, 600, 700])
    metered = Metered(
        stream,
        costs=np.array([3_040, 6_100, 9_480, 5_320]),
        periods=np.array([1, 2, 3, 1]),
        blocks=np.array([20_000, 20_000, 20_001, 20_001]),
        changed=np.array([JANUARY_2026, JANUARY_2026, JANUARY_2026 + 50, JANUARY_2026 + 99]),
        bills=(Bill(JANUARY_2026, 4 * 3600, 2_200, 23_940, JANUARY_2026 + 99),),
    )
    document = write([metered], updated=JANUARY_2026 + 1_000)
    (back,) = read(document).streams
    assert back.cost is not None
    assert (float(back.cost.amount), back.cost.currency) == (0.2394, "CAD")
    assert back.updated == JANUARY_2026 + 99
    assert [f"IntervalBlock/{day}".encode() in document for day in (20_000, 20_001, 1)] == [True, True, False]
    assert b"<espi:tou>2</espi:tou></espi:IntervalReading>" in document
    assert b"<espi:billLastPeriod>23940</espi:billLastPeriod>" in document


def test_a_bill_alone_reads_back_as_what_was_used() -> None:
    stream = stream_of([400, 500])
    assert stream.series is not None
    bill = Bill(JANUARY_2026 - 40 * 86_400, 30 * 86_400, 612_345, 9_876_500, JANUARY_2026)
    document = write([Metered(stream, bills=(bill,))], updated=JANUARY_2026)
    entries = [part + b"</entry>" for part in document.split(b"</entry>")[:-1]]
    without_readings = b"".join(one for one in entries if b"<espi:MeterReading/>" not in one and b"Interval" not in one)
    (back,) = read(without_readings + b"</feed>").streams
    assert back.series is not None
    assert back.series.total == pytest.approx(612.345)
    assert back.cost is not None
    assert float(back.cost.amount) == 98.765


def test_links_stand_where_the_resources_can_be_asked_for() -> None:
    address = "https://data.example/espi/1_1/resource/Subscription/7/"
    document = b"".join(write_parts([stream_of([1, 2])], updated=JANUARY_2026, address=address))
    assert document.count(b'href="') == document.count(f'href="{address.rstrip("/")}'.encode()) > 0
    assert read(document).streams[0].usage_point == "Subscription/7/UsagePoint/1"
