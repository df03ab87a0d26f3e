"""Reading runs by pattern gives exactly what reading element by element gives, whatever stands in between."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from tests.utility_connectors.documents import JANUARY_2026, document, hours, reading, shared
from utility_connectors.green_button import feed as feed_module
from utility_connectors.green_button.feed import read_feed
from utility_connectors.green_button.runs import RunReader
from utility_connectors.limits import DEFAULT
from utility_connectors.tally import Tally

INTRUDERS = (
    "<!-- a comment -->",
    "<!-- 3/1/2012 5:00:00 AM -->",
    "<!-- <IntervalReading> -->",
    "<![CDATA[</IntervalReading>]]>",
    "<?instruction?>",
    "<tou>2</tou>",
    "<note>5</note>",
    "<value>7</value>",
    "&#48;",
    "x",
    "\n\t ",
    "<value/>",
    "<IntervalReading xmlns='http://naesb.org/espi'/>",
    "</IntervalReading>",
    "<ReadingQuality><quality>8</quality></ReadingQuality>",
    "<ReadingQuality><quality>-8</quality></ReadingQuality>",
    "<ReadingQuality><quality>99</quality></ReadingQuality>",
)


def outcome(data: bytes, *, by_pattern: bool, chunk: int, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patch:
        patch.setattr(feed_module, "CHUNK", chunk)
        if not by_pattern:
            patch.setattr(RunReader, "take", lambda *_: None)
        tally = Tally(100)
        try:
            columns = read_feed(io.BytesIO(data), DEFAULT, tally).columns
        except Refusal as refusal:
            return refusal.code.code, refusal.facts
        return (
            *(list(column) for column in (columns.starts, columns.durations, columns.values, columns.costs)),
            list(columns.qualities),
            list(columns.block_first),
            dict(tally.counts),
            [(reject.line, reject.code) for reject in tally.listed],
        )


@given(seed=st.integers(0, 2**32), chunk=st.sampled_from([16, 100, 700, 1 << 18]))
@settings(max_examples=150, deadline=None)
def test_pattern_and_element_readings_agree_on_disturbed_documents(seed: int, chunk: int) -> None:
    source = random.Random(seed)
    rows = [
        reading(
            JANUARY_2026 + 3600 * i,
            400 + i,
            extra=source.choice(["", "", "", "<cost>5</cost>"]) + source.choice(["", "\n"]),
        )
        for i in range(30)
    ]
    text = document(rows).decode()
    for _ in range(source.choice([0, 1, 1, 3])):
        place = text.find("<", source.randrange(len(text)))
        text = text[:place] + source.choice(INTRUDERS) + text[place:]
    data = text.encode()
    monkeypatch = pytest.MonkeyPatch()
    fast = outcome(data, by_pattern=True, chunk=chunk, monkeypatch=monkeypatch)
    assert fast == outcome(data, by_pattern=False, chunk=1 << 18, monkeypatch=monkeypatch)


def test_pattern_and_element_readings_agree_on_every_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(shared("samples", "green_button").glob("*.xml")):
        data = path.read_bytes()
        fast = outcome(data, by_pattern=True, chunk=1 << 16, monkeypatch=monkeypatch)
        slow = outcome(data, by_pattern=False, chunk=1 << 18, monkeypatch=monkeypatch)
        assert _without_late_lines(fast) == _without_late_lines(slow), path.name


def _without_late_lines(result: object) -> object:
    return result[:-1] if isinstance(result, tuple) and len(result) > 2 else result


def test_runs_really_are_taken() -> None:
    taken: list[int] = []
    original = RunReader.take

    def counting(self: RunReader, buffer: bytes, position: int, prefix: bytes, line: int) -> object:
        run = original(self, buffer, position, prefix, line)
        taken.append(0 if run is None else run.end - position)
        return run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RunReader, "take", counting)
        data = document(hours(1000))
        read_feed(io.BytesIO(data), DEFAULT, Tally(10))
    assert max(taken) > 0.9 * len(data)
    assert len(taken) < 10


def test_prefixes_with_digits_do_not_leak_into_numbers() -> None:
    text = document(hours(50)).decode()
    for name in ("IntervalBlock", "IntervalReading", "timePeriod", "duration", "start", "value"):
        text = text.replace(f"<{name}", f"<n-5.0:{name}").replace(f"</{name}", f"</n-5.0:{name}")
    data = text.replace("<feed ", '<feed xmlns:n-5.0="http://naesb.org/espi" ').encode()
    columns = read_feed(io.BytesIO(data), DEFAULT, Tally(10)).columns
    assert list(columns.values) == [400 + i for i in range(50)]
