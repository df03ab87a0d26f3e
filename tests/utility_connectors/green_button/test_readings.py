"""Whole documents: several meters, corrections, repeats, and what is said about them."""

from __future__ import annotations

from models.quantities import Flow
from models.series import Quality
from tests.utility_connectors.documents import (
    ESPI,
    JANUARY_2026,
    block,
    document,
    entry,
    feed,
    finding_codes,
    hours,
    interval,
    only,
    read,
    reading,
    reading_type,
    usage_point,
)

METER = f"<MeterReading {ESPI}/>"


def meters(*meters: tuple[str, str, list[str]]) -> bytes:
    """One usage point with meter readings (name, reading type, readings)."""
    entries = [entry(usage_point(), "UsagePoint/1")]
    for name, kind, rows in meters:
        key = f"UsagePoint/1/MeterReading/{name}"
        entries += [
            entry(METER, key, related=[f"ReadingType/{name}"]),
            entry(kind, f"ReadingType/{name}"),
            entry(block(rows), f"{key}/IntervalBlock/1"),
        ]
    return feed(*entries)


def test_import_and_export_are_streams_of_their_own() -> None:
    file = read(meters(("in", reading_type(), hours(3)), ("out", reading_type(flowDirection=19), hours(3, value=100))))
    assert [(s.flow, s.count) for s in file.streams] == [(Flow.DELIVERED, 3), (Flow.RECEIVED, 3)]
    assert all(s.storable for s in file.streams)


def test_days_beside_hours_of_the_same_meter_are_reported_but_not_stored_too() -> None:
    days = [reading(JANUARY_2026, 9_876, 86_400)]
    file = read(meters(("day", reading_type(), days), ("hour", reading_type(), hours(24))))
    assert [(s.interval_s, s.storable) for s in file.streams] == [(86_400, False), (3600, True)]
    assert finding_codes(file) == ["espi.second_copy"]


def test_the_same_meter_in_another_year_is_no_second_copy() -> None:
    file = read(
        meters(("a", reading_type(), hours(24)), ("b", reading_type(), [reading(JANUARY_2026 - 86_400, 5, 86_400)]))
    )
    assert [s.storable for s in file.streams] == [True, True]


def test_identical_readings_count_once_and_are_only_noted() -> None:
    file = read(document([*hours(24), *hours(24)]))
    assert only(file) == only(read(document(hours(24))))
    assert [(f.code, f.severity.value) for f in file.findings] == [("reading.repeated", "note")]


def test_contradicting_readings_are_never_added_and_the_one_kept_is_marked() -> None:
    file = read(document([*hours(24), reading(JANUARY_2026, 9_999)]))
    assert only(file) == only(read(document(hours(24))))
    series = file.streams[0].series
    assert series is not None
    assert series.quality.tolist() == [Quality.QUESTIONABLE] + [Quality.ACTUAL] * 23
    assert finding_codes(file) == ["reading.conflict"]


def test_a_later_block_corrects_an_earlier_one_wherever_it_stands() -> None:
    old = entry(block(hours(2)), "UsagePoint/1/MeterReading/1/IntervalBlock/1", updated="2026-01-20T00:00:00Z")
    new = entry(
        block(hours(2, value=700)), "UsagePoint/1/MeterReading/1/IntervalBlock/2", updated="2026-01-21T00:00:00+01:00"
    )
    for blocks in ((old, new), (new, old)):
        file = read(feed(entry(usage_point(), "UsagePoint/1"), entry(reading_type()), *blocks))
        assert only(file) == (2, 1.401)
        assert finding_codes(file) == ["reading.superseded"]
        assert file.streams[0].updated == 1_768_950_000


def test_an_actual_reading_wins_over_an_estimate_of_the_same_date() -> None:
    estimate = reading(JANUARY_2026, 1, extra="<ReadingQuality><quality>8</quality></ReadingQuality>")
    file = read(document([estimate, *hours(2)]))
    assert only(file) == (2, 0.801)
    assert finding_codes(file) == ["reading.superseded"]


def test_overlapping_readings_never_double_the_energy() -> None:
    shifted = [reading(JANUARY_2026 + 1800 + 3600 * i, 400) for i in range(24)]
    file = read(document([*hours(24), *shifted]))
    series = file.streams[0].series
    assert series is not None
    assert bool((series.starts[1:] >= series.ends[:-1]).all())
    assert only(file)[0] == 24


def test_a_gap_is_said_in_seconds() -> None:
    rows = [one for i, one in enumerate(hours(24)) if i not in (5, 6)]
    file = read(document(rows))
    assert [(f.code, dict(f.facts)) for f in file.findings] == [("espi.gap", {"missing_s": 7200, "streams": 1})]


def test_readings_may_come_newest_first_in_many_blocks() -> None:
    blocks = [
        entry(block([one]), f"UsagePoint/1/MeterReading/1/IntervalBlock/{i}") for i, one in enumerate(hours(48)[::-1])
    ]
    file = read(feed(entry(usage_point(), "UsagePoint/1"), entry(reading_type()), *blocks))
    assert only(file) == only(read(document(hours(48))))
    assert finding_codes(file) == []


def test_several_blocks_may_share_one_entry() -> None:
    both = block(hours(2), interval(JANUARY_2026, 7200)) + block(hours(2, JANUARY_2026 + 7200, 402))
    file = read(feed(entry(usage_point(), "UsagePoint/1"), entry(reading_type()), entry(both, "x")))
    assert only(file) == only(read(document(hours(4))))


def test_a_meter_in_another_time_zone_is_noted() -> None:
    zone = f"<LocalTimeParameters {ESPI}><tzOffset>-28800</tzOffset></LocalTimeParameters>"
    file = read(document(hours(2)).replace(b"</feed>", entry(zone).encode() + b"</feed>"))
    assert [(f.code, dict(f.facts)) for f in file.findings] == [("espi.other_time_zone", {"offset_s": -28_800})]


def test_findings_carry_no_identifiers() -> None:
    rows = [*hours(24), reading(JANUARY_2026, 9_999), reading("x", 1)]
    file = read(document(rows).replace(b"UsagePoint/1", b"UsagePoint/SECRET-7"))
    assert "SECRET" not in repr([f.as_json() for f in file.findings]) + repr(file.rejects)
