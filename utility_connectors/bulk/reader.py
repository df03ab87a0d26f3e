"""A file of many customers to batches of readings that may be stored, in memory that does not grow with the file.

Rows of anybody who is not a consenting home are counted and dropped here, before their content is looked at any
further. The regular rows are read thousands at once; the others one by one, for the exact reason they are refused.
Reading is strict (INPUT_RULES 5) and says nothing of a row's content except for homes that agreed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from greener_homes.errors import Refusal
from models.findings import Code
from models.quantities import Commodity
from models.series import Ints
from utility_connectors import codes
from utility_connectors.assembly import Bounds, bounds_of, plausible, rows_of
from utility_connectors.bulk import sorting
from utility_connectors.bulk.pairs import Pairs
from utility_connectors.bulk.parts import Batch
from utility_connectors.bulk.pieces import Pieces, fields
from utility_connectors.bulk.rows import MILLIONTHS, Reading, RowReader, misnamed
from utility_connectors.bulk.seen import RefusedRow as RefusedRow
from utility_connectors.bulk.seen import Seen
from utility_connectors.bulk.seen import Stream as Stream
from utility_connectors.bulk.shred import Plan, Shred, shred
from utility_connectors.csv_profiles.layout import Layout
from utility_connectors.csv_profiles.profile import UNITS, Measure
from utility_connectors.csv_profiles.times import Clock
from utility_connectors.limits import Limits
from utility_connectors.tally import Tally

AHEAD = 3
"""How many pieces are shredded ahead of the one being sorted out."""
NOT_A_CUSTOMER, BAD_ACCOUNT, BAD_METER = -1, -2, -3
NOT_ASKED, NOBODY = -2, -3
_BAD = {codes.CSV_ACCOUNT.code: BAD_ACCOUNT, codes.CSV_METER.code: BAD_METER}

Find = Callable[[str, str], int]
"""The number of the customer with exactly this account and meter, or NOT_A_CUSTOMER."""
Admit = Callable[[int, Commodity], tuple[int, int] | None]
"""Of which time (universal seconds, from and until) a customer's readings of a commodity may be kept; None: of none."""


class BulkReader:
    """Reads one file of the standard format. `find` and `admit` say whose rows may be kept, and of which time.

    After reading, `streams` are the streams that batches speak of, and `seen` what else there was.
    """

    def __init__(
        self, find: Find, admit: Admit, limits: Limits, *, now: int, most_pairs: int, rows_listed: int = 10_000
    ) -> None:
        self._find, self._admit, self._limits, self._now = find, admit, limits, now
        self._pairs = Pairs(most_pairs)
        self._clock = Clock()
        self._numbers: dict[tuple[int, Measure], int] = {}
        self._stream_of: dict[int, Ints] = {}
        self._line = 0
        self._measures: list[Measure] = []
        self._of_streams = np.empty((3, 1024), dtype=np.int64)
        self._bounds = np.empty((0, 7))
        self.streams: list[Stream] = []
        self.seen = Seen(rows_listed)
        self.header = b""
        self.layout: Layout | None = None
        self.bytes_read = 0

    def read(self, source: BinaryIO) -> Iterator[Batch]:
        """The rows that may be kept, batch by batch, in the file's order.

        Raises Irregular, before or after some batches, when only the ordinary reader can read this file; Refusal when
        nothing of it may be stored; both make everything given so far worthless.
        """
        pieces = Pieces(source, self._limits)
        plan = pieces.plan
        self.header, self.layout, self._line = pieces.header, plan.layout, 1
        ordinary = RowReader(plan.layout)
        with ThreadPoolExecutor(2, thread_name_prefix="shred") as pool:
            waiting: deque[Future[Shred]] = deque()
            try:
                for piece in pieces:
                    self.bytes_read = pieces.bytes_read
                    waiting.append(pool.submit(shred, piece, plan, self._limits, self._clock))
                    if len(waiting) > AHEAD:
                        yield from self._sorted_out(waiting.popleft().result(), plan, ordinary)
                while waiting:
                    yield from self._sorted_out(waiting.popleft().result(), plan, ordinary)
            finally:
                for future in waiting:
                    future.cancel()
        if not self.seen.rows:
            raise Refusal(codes.CSV_NO_ROWS)

    # The rows ------------------------------------------------------------------------------------------------------

    def _sorted_out(self, piece: Shred, plan: Plan, ordinary: RowReader) -> Iterator[Batch]:
        first_line = self._line + 1
        self._line += piece.lines
        if self._line > self._limits.csv_max_lines:
            raise Refusal(codes.CSV_TOO_MANY_LINES, limit=self._limits.csv_max_lines)
        batches = []
        if piece.sure.size:
            batches.append(self._known(piece, plan, first_line))
        if piece.others.size:
            batches.append(
                self._plausible(self._in_time(self._unusual(piece, ordinary, first_line)), piece, first_line)
            )
        for batch in batches:
            self.seen.kept += len(batch)
            if len(batch):
                yield batch

    def _known(self, piece: Shred, plan: Plan, first_line: int) -> Batch:
        customers = self._pairs.find(piece.text, piece.whose, lambda head: self._ask(piece, head))
        self.seen.rows += piece.sure.size
        head = piece.head
        if bool((customers < 0).any()):
            self._count_strangers(piece, customers[head], first_line)
        kinds = _few(piece.kind)
        if len(kinds) == 1:
            stream = self._streams_of(customers, kinds[0], plan.measures)
        else:
            customers, stream = customers[head], np.empty(head.size, dtype=np.int64)
            for kind in kinds:
                here = piece.kind == kind
                stream[here] = self._streams_of(customers[here], kind, plan.measures)
            head = np.arange(head.size)
        out, quality = np.empty((5, head.size), dtype=np.int64), np.empty(head.size, dtype=np.uint8)
        counts = np.zeros(4, dtype=np.int64)
        sorting.sort_out(
            stream,
            head,
            piece.starts,
            piece.durations,
            piece.values,
            piece.quality,
            piece.sure,
            first_line,
            self._of_streams,
            self._bounds,
            out,
            quality,
            counts,
        )
        kept, barred, outside, doubtful = counts.tolist()
        self.seen.not_consented += barred
        self.seen.outside_window += outside
        batch = Batch(out[0, :kept], out[1, :kept], out[2, :kept], out[3, :kept], quality[:kept], out[4, :kept])
        return self._plausible(batch, piece, first_line) if doubtful else batch

    def _ask(self, piece: Shred, head: int) -> int:
        begin, end, meter_begin, meter_end = piece.whose[head].tolist()
        account = piece.text[begin:end].tobytes().decode("latin-1")
        meter = piece.text[meter_begin:meter_end].tobytes().decode("latin-1")
        problem = misnamed(account, meter)
        if problem is not None:
            return _BAD[problem[0].code]
        customer = self._find(account, meter)
        if customer == NOT_A_CUSTOMER:
            self.seen.accounts_not_customers += 1
        return customer

    def _count_strangers(self, piece: Shred, customers: Ints, first_line: int) -> None:
        self.seen.not_customers += int(np.count_nonzero(customers == NOT_A_CUSTOMER))
        for meaning, code, column in (
            (BAD_ACCOUNT, codes.CSV_ACCOUNT, "account"),
            (BAD_METER, codes.CSV_METER, "meter"),
        ):
            for row in np.flatnonzero(customers == meaning).tolist():
                self.seen.refuse(code, int(piece.sure[row]) + first_line, column)

    def _streams_of(self, customers: Ints, kind: int, measures: Sequence[Measure | None]) -> Ints:
        """The stream of each customer's readings of one kind; -1 where they may not be kept, NOBODY of strangers."""
        if bool((customers < 0).any()):
            streams, ours = np.full(customers.size, NOBODY, dtype=np.int64), np.flatnonzero(customers >= 0)
            if ours.size:
                streams[ours] = self._streams_of(customers[ours], kind, measures)
            return streams
        known = self._stream_of.get(kind)
        most = int(customers.max(initial=-1)) + 1
        if known is None or known.size < most:
            grown = np.full(max(1024, 2 * most), NOT_ASKED, dtype=np.int64)
            if known is not None:
                grown[: known.size] = known
            self._stream_of[kind] = known = grown
        measure = measures[kind]
        if measure is None:
            raise ValueError("a row of no known measure was vouched for")
        streams = known[customers]
        unseen = customers[streams == NOT_ASKED]
        if not unseen.size:
            return streams
        for customer in np.unique(unseen).tolist():
            known[customer] = self._stream(customer, measure)
        return known[customers]

    def _stream(self, customer: int, measure: Measure) -> int:
        window = self._admit(customer, measure.commodity)
        if window is None:
            return -1
        key = customer, measure
        if key not in self._numbers:
            number = self._numbers[key] = len(self.streams)
            self.streams.append(Stream(customer, measure, *window))
            if measure not in self._measures:
                self._measures.append(measure)
                self._bounds = np.vstack([self._bounds, _limits(measure, self._limits, self._now)])
            if number >= self._of_streams.shape[1]:
                self._of_streams = np.concatenate([self._of_streams, np.empty_like(self._of_streams)], axis=1)
            self._of_streams[:, number] = (*window, self._measures.index(measure))
        return self._numbers[key]

    # The unusual rows ----------------------------------------------------------------------------------------------

    def _unusual(self, piece: Shred, ordinary: RowReader, first_line: int) -> Batch:
        rows: list[tuple[int, int, int, int, int, int]] = []
        for number in piece.others.tolist():
            line = number + first_line
            found = self._one(piece.line(number), line, ordinary)
            if found is not None:
                stream, reading = found
                rows.append((stream, reading.start, reading.duration, reading.value, reading.quality, line))
        columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T
        return Batch(columns[0], columns[1], columns[2], columns[3], columns[4].astype(np.uint8), columns[5])

    def _one(self, text: bytes, line: int, ordinary: RowReader) -> tuple[int, Reading] | None:
        row = fields(text, line, self.seen)
        if row is None or not any(row):
            return None
        self.seen.rows += 1
        whose = ordinary.whose(row)
        if isinstance(whose[0], Code):
            self.seen.refuse(whose[0], line, whose[1])
            return None
        customer = self._find(whose[0], whose[1])
        if customer == NOT_A_CUSTOMER:
            self.seen.not_customers += 1
            return None
        reading = ordinary.read(row)
        if not isinstance(reading, Reading):
            self.seen.refuse(reading[0], line, reading[1], customer, text)
            return None
        stream = self._stream(customer, reading.measure)
        if stream < 0:
            self.seen.not_consented += 1
            return None
        return stream, reading

    # What may be kept ----------------------------------------------------------------------------------------------

    def _in_time(self, batch: Batch) -> Batch:
        if not len(batch):
            return batch
        since, until, _ = self._of_streams
        inside = (batch.starts >= since[batch.stream]) & (batch.starts < until[batch.stream])
        outside = int(np.count_nonzero(~inside))
        self.seen.outside_window += outside
        return batch.take(inside) if outside else batch

    def _plausible(self, batch: Batch, piece: Shred, first_line: int) -> Batch:
        if not len(batch):
            return batch
        good = np.ones(len(batch), dtype=bool)
        for measure, here in self._by_measure(batch):
            rows = rows_of(batch.starts, batch.durations, batch.values, batch.quality, np.arange(len(batch)))
            rows = rows if here is None else rows.take(here)
            tally = Tally(len(rows))
            kept = plausible(rows, _bounds(measure, self._limits), self._limits, self._now, tally)
            if len(kept) == len(rows):
                continue
            findings = {code.code: code for code in _PLAUSIBILITY}
            for reject in tally.listed:
                good[reject.line] = False
                line = int(batch.lines[reject.line])
                customer = self.streams[int(batch.stream[reject.line])].customer
                self.seen.refuse(findings[reject.code], line, "", customer, piece.line(line - first_line))
        return batch if bool(good.all()) else batch.take(good)

    def _by_measure(self, batch: Batch) -> Iterator[tuple[Measure, Ints | None]]:
        """The measures of a batch with the places of their rows; None where there is one for all."""
        if len(self._measures) == 1:
            yield self._measures[0], None
            return
        kinds = self._of_streams[2][batch.stream]
        for number in _few(kinds):
            here = kinds == number
            yield self._measures[number], None if bool(here.all()) else np.flatnonzero(here)


_PLAUSIBILITY = (
    codes.READING_TOO_EARLY,
    codes.READING_IN_FUTURE,
    codes.READING_DURATION,
    codes.READING_NEGATIVE,
    codes.READING_TOO_LARGE,
)


def _bounds(measure: Measure, limits: Limits) -> Bounds:
    written = UNITS[measure.commodity][measure.unit]
    step = written.factor * 10.0 ** (written.exponent - MILLIONTHS)
    return bounds_of(limits, measure.commodity, measure.flow, step)


def _limits(measure: Measure, limits: Limits, now: int) -> NDArray[np.float64]:
    """Bounds within which `plausible` will find nothing, as `sorting.sort_out` takes them."""
    bounds = _bounds(measure, limits)
    a_second = np.inf if bounds.largest_per_s is None else bounds.largest_per_s
    return np.array(
        [
            limits.reading_min_start,
            now + limits.reading_max_future_s,
            bounds.duration_min_s,
            bounds.duration_max_s,
            -np.inf if bounds.negative_allowed else 0,
            bounds.largest,
            a_second,
        ],
        dtype=np.float64,
    )


def _few(numbers: NDArray[np.signedinteger[Any]]) -> list[int]:
    """The distinct numbers, where there are not many."""
    if not numbers.size:
        return []
    if bool((numbers == numbers[0]).all()):
        return [int(numbers[0])]
    return np.unique(numbers).tolist()  # type: ignore[no-any-return]
