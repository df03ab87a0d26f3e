"""A piece of a regular CSV to columns of numbers, without a loop in the interpreter.

The piece holds whole lines. Rows that are not plainly regular (another count of fields, quotes, a number or time in
any unusual form) are only named: the ordinary row reader decides about them. Safe in any thread: it shares nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from greener_homes.errors import Refusal
from models.series import Ints
from utility_connectors import codes
from utility_connectors.bulk import kernels
from utility_connectors.bulk.kernels import Bytes
from utility_connectors.csv_profiles.layout import Layout
from utility_connectors.csv_profiles.profile import COMMODITIES, FLOWS, QUALITIES, UNITS, Measure, Role
from utility_connectors.csv_profiles.times import Clock, Kind
from utility_connectors.limits import Limits

LONGEST_WORD = 16
"""How long a word of a closed list may be to be told at once."""
SAMPLED = 1 << 16
"""Letters of a piece in which lines are counted, to guess how many it has."""
WALL_CLOCK = 2
WIDEST_HOURS = 2_000_000
Mask = NDArray[np.bool_]


class Irregular(Exception):  # noqa: N818  nothing is wrong with the file
    """The text is not one line a row: only the ordinary reader can read this file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands in a row, and what each combination of commodity, unit and flow measures.

    `spellings`, `lengths`, `counts` and `absent` are the words of the columns in `kernels.WORDS`: their letters, how
    long and how many they are, and which is meant where the file has no such column. `group` is for each column the
    last of those after it that hold no time or quantity, which tend to be the same from row to row.
    """

    layout: Layout
    columns: Ints
    group: Ints
    spellings: Bytes
    lengths: Ints
    counts: Ints
    absent: Ints
    qualities: Bytes
    measures: tuple[Measure | None, ...]
    known_kind: Mask


@dataclass(frozen=True, slots=True)
class Shred:
    """The rows of one piece. `sure` are those that the columns below speak of; `others` are named by their number.

    Row i begins at `begins[i]` in `text`. Row j of the columns names the account and meter that begin and end at
    `whose[head[j]]`. `kind` numbers the combination of commodity, unit and flow. Times are universal seconds, values
    millionths.
    """

    text: Bytes
    begins: Ints
    sure: Ints
    others: Ints
    whose: Ints
    head: Ints
    kind: NDArray[np.int16]
    starts: Ints
    durations: Ints
    values: Ints
    quality: Bytes

    @property
    def lines(self) -> int:
        return int(self.begins.size)

    def line(self, number: int) -> bytes:
        """One row as it was written."""
        end = int(self.begins[number + 1]) if number + 1 < self.begins.size else self.text.size
        return self.text[int(self.begins[number]) : end].tobytes().removesuffix(b"\n").removesuffix(b"\r")


def plan_of(layout: Layout) -> Plan | None:
    """How to read files of this layout at once, or None where a row does not say everything itself."""
    roles = layout.roles
    needed = (Role.ACCOUNT, Role.METER, Role.START, Role.END, Role.QUANTITY, Role.COMMODITY, Role.UNIT)
    if any(role not in roles for role in needed) or layout.measures:
        return None
    columns = [roles.get(role, -1) for role in (*needed, Role.FLOW, Role.QUALITY)]
    words = tuple(COMMODITIES), tuple(layout.profile.unit_words), tuple(FLOWS), tuple(QUALITIES)
    most = max(len(column) for column in words)
    spellings = np.zeros((len(words), most, LONGEST_WORD), dtype=np.uint8)
    lengths = np.full((len(words), most), -1, dtype=np.int64)
    for place, column in enumerate(words):
        for number, word in enumerate(column):
            letters = word.encode()
            if len(letters) <= LONGEST_WORD:
                spellings[place, number, : len(letters)] = np.frombuffer(letters, dtype=np.uint8)
                lengths[place, number] = len(letters)
    absent = [-1, -1, words[2].index("delivered"), words[3].index("actual")]
    measures = tuple(_measure(layout, what, unit, way) for what in words[0] for unit in words[1] for way in words[2])
    return Plan(
        layout,
        np.array(columns, dtype=np.int64),
        _groups(layout),
        spellings,
        lengths,
        np.array([len(column) for column in words], dtype=np.int64),
        np.array(absent, dtype=np.int64),
        np.array([int(QUALITIES[name]) for name in words[3]], dtype=np.uint8),
        measures,
        np.array([measure is not None for measure in measures], dtype=bool),
    )


def shred(piece: bytes, plan: Plan, limits: Limits, clock: Clock) -> Shred:
    """The piece's rows. `piece` ends with a newline.

    Raises Refusal where the whole file must be refused, Irregular where only the ordinary reader can tell.
    """
    _check(piece)
    likely = piece.count(b"\n", 0, SAMPLED) * (len(piece) // SAMPLED + 2)
    found = _shred(piece, plan, limits, clock, likely) or _shred(piece, plan, limits, clock, piece.count(b"\n"))
    if found is None:
        raise ValueError("more lines than newlines")
    return found


def _shred(piece: bytes, plan: Plan, limits: Limits, clock: Clock, size: int) -> Shred | None:
    """As `shred`; None when there are more lines than `size`."""
    text = np.frombuffer(piece, dtype=np.uint8)
    begins, sure, others, head = (np.empty(size, dtype=np.int64) for _ in range(4))
    whose, when = np.empty((size, 4), dtype=np.int64), np.empty((size, 2), dtype=np.int64)
    kind, clocks = np.empty(size, dtype=np.int16), np.empty((size, 2), dtype=np.int8)
    values, quality = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.uint8)
    sizes = np.zeros(5, dtype=np.int64)
    found = kernels.read_rows(
        text,
        plan.layout.width,
        plan.columns,
        plan.group,
        plan.spellings,
        plan.lengths,
        plan.counts,
        plan.absent,
        plan.known_kind,
        kernels.MONTH_STARTS,
        kernels.MONTH_DAYS,
        limits.csv_max_field_bytes,
        begins,
        sure,
        others,
        whose,
        head,
        kind,
        quality,
        when,
        clocks,
        values,
        sizes,
    )
    if found == kernels.NO_ROOM:
        return None
    if found == kernels.NO_LINE_ENDS:
        raise Irregular
    lines, many, heads, longest, wall_clocks = sizes.tolist()
    if longest > limits.csv_max_line_bytes:
        raise Refusal(codes.CSV_LINE_TOO_LONG)
    starts, ends = when[:many, 0], when[:many, 1]
    piece_of = Shred(
        text,
        begins[:lines],
        sure[:many],
        others[: lines - many],
        whose[:heads],
        head[:many],
        kind[:many],
        starts,
        ends - starts,
        values[:many],
        plan.qualities[quality[:many]],
    )
    return _universal(piece_of, ends, clocks[:many], clock) if wall_clocks else piece_of


def _universal(piece: Shred, ends: Ints, clocks: NDArray[np.int8], clock: Clock) -> Shred:
    """The piece with its times on Toronto's wall clock made universal."""
    sure = np.ones(piece.sure.size, dtype=bool)
    starts, fits = _toronto(piece.starts, clocks[:, 0], sure, clock)
    ends, both = _toronto(ends, clocks[:, 1], fits, clock)
    return replace(
        piece,
        sure=piece.sure[both],
        others=np.sort(np.concatenate([piece.others, piece.sure[~both]])),
        head=piece.head[both],
        kind=piece.kind[both],
        starts=starts[both],
        durations=(ends - starts)[both],
        values=piece.values[both],
        quality=piece.quality[both],
    )


def _groups(layout: Layout) -> Ints:
    """For each column itself, or the last of the columns after it up to the next time or quantity."""
    alone = {layout.roles[role] for role in (Role.START, Role.END, Role.QUANTITY)}
    last = list(range(layout.width))
    for column in range(layout.width - 2, -1, -1):
        if column not in alone and column + 1 not in alone:
            last[column] = last[column + 1]
    return np.array(last, dtype=np.int64)


def _measure(layout: Layout, what: str, written: str, way: str) -> Measure | None:
    commodity, unit = COMMODITIES[what], layout.profile.unit_words[written]
    return Measure(commodity, unit, FLOWS[way]) if unit in UNITS[commodity] else None


def _check(piece: bytes) -> None:
    if b"\0" in piece:
        raise Refusal(codes.CSV_NUL)
    if not piece.isascii():
        try:
            piece.decode("utf-8")
        except UnicodeDecodeError:
            raise Refusal(codes.CSV_ENCODING) from None


def _toronto(wall: Ints, clocks: NDArray[np.int8], sure: Mask, clock: Clock) -> tuple[Ints, Mask]:
    """Times on Toronto's wall clock as universal ones; the hours it skips or repeats are not vouched for."""
    here = (clocks == WALL_CLOCK) & sure
    if not bool(here.any()):
        return wall, sure
    hours = wall[here] // 3600
    lowest = int(hours.min())
    span = int(hours.max()) - lowest + 1
    if span > WIDEST_HOURS:
        return wall, sure & ~here
    shift, once = np.zeros(span, dtype=np.int64), np.zeros(span, dtype=bool)
    seen = np.zeros(span, dtype=bool)
    seen[hours - lowest] = True
    for place in np.flatnonzero(seen).tolist():
        at = (lowest + place) * 3600
        once[place] = clock.kind(at) is Kind.ONCE
        shift[place] = clock.utc(at) - at
    moved, vouched = wall.copy(), sure.copy()
    moved[here] += shift[hours - lowest]
    vouched[here] = once[hours - lowest]
    return moved, vouched
