"""What pages show of a home's usage, worked out when its readings arrive: read again instead of all its readings.

Days, bills, the mean day and the mean week of each fuel, as `usage` and `usage_hours` work them out: the very numbers,
bit by bit. Where nothing is kept that still counts (`greener_homes.usage_shown`), they are worked out of the readings.
Pages keep nothing: a job does, while it holds the permissions.
"""

from __future__ import annotations

import json
import struct
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np
import zstandard
from sqlmodel import Session

from coach.homes import usage, usage_hours
from coach.homes.usage import DayUse, FuelUse, HourShape, Week, Worked
from greener_homes import consent, usage_shown
from greener_homes.consent import LiveConsent, Purpose
from models.baseline.periods import BillingPeriods
from models.quantities import Commodity, Unit
from models.series import Floats

METHOD: Final = "usage-1"
"""Changed whenever the same readings would be worked out otherwise, or be kept in another form."""
COMMODITIES: Final = (Commodity.NATURAL_GAS, Commodity.ELECTRICITY)
HEAD: Final = struct.Struct("<I")
LEVEL: Final = 3
MAX_BYTES: Final = 64 << 20


def of_home(session: Session, consents: Sequence[LiveConsent]) -> Mapping[Commodity, FuelUse]:
    """Each fuel of which these permissions (for advice, of one home, best first) open anything."""
    kept = usage_shown.read(session, consents, METHOD)
    return unpacked(kept) if kept is not None else _worked_out(session, consents)


def keep(session: Session, home_id: uuid.UUID, *, now: datetime) -> None:
    """What the home's permissions open now is kept for its pages, nothing where that is nothing. Safe to run again."""
    opened = consent.live(session, home_id, Purpose.ADVICE, at=now, lock=True)
    if not opened:
        usage_shown.forget(session, [home_id])
    elif usage_shown.read(session, opened, METHOD) is None:
        basis = usage_shown.basis(session, opened, METHOD)
        usage_shown.keep(session, home_id, basis, packed(_worked_out(session, opened)), now=now)


def packed(uses: Mapping[Commodity, FuelUse]) -> bytes:
    """What `unpacked` gives back, but for the readings themselves."""
    numbers: list[Floats] = []
    head = [_put(use, numbers) for use in uses.values()]
    said = json.dumps(head).encode()
    body = np.concatenate([np.zeros(0), *numbers]).astype("<f8").tobytes()
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(HEAD.pack(len(said)) + said + body)


def unpacked(payload: bytes) -> dict[Commodity, FuelUse]:
    """The fuels that were packed, without their readings."""
    raw = zstandard.ZstdDecompressor().decompress(payload, max_output_size=MAX_BYTES)
    (length,) = HEAD.unpack_from(raw)
    head = json.loads(raw[HEAD.size : HEAD.size + length])
    numbers = iter(_cut(np.frombuffer(raw, dtype="<f8", offset=HEAD.size + length), head))
    uses = [_taken(each, numbers) for each in head]
    return {use.commodity: use for use in uses}


def _worked_out(session: Session, consents: Sequence[LiveConsent]) -> dict[Commodity, FuelUse]:
    found = (usage.of_home(session, consents, commodity) for commodity in COMMODITIES)
    return {use.commodity: use for use in found if use is not None}


def _put(use: FuelUse, numbers: list[Floats]) -> dict[str, object]:
    """What is said of a fuel in words; its numbers join the others, each with its length."""
    bills, shape, week = usage.bills_alone(use), usage.hour_shape(use), usage_hours.week(use)
    arrays: list[Floats] = [use.days.amount, use.days.estimated]
    for each in bills or ():
        arrays += [column.astype(np.float64) for column in (each.starts, each.ends, each.amount, each.estimated)]
    arrays += [np.array(line) for line in (shape.weekday, shape.weekend)] if shape else []
    arrays += [week.mean.ravel()] if week else []
    numbers += arrays
    return {
        "commodity": use.commodity.value,
        "unit": use.unit.value,
        "first_day": use.days.first_day,
        "bills": None if bills is None else len(bills),
        "shape": shape is not None,
        "week_days": None if week is None else week.days,
        "sizes": [array.size for array in arrays],
    }


def _cut(numbers: Floats, head: Sequence[Mapping[str, Sequence[int]]]) -> Iterator[Floats]:
    at = 0
    for each in head:
        for size in each["sizes"]:
            yield numbers[at : at + size]
            at += size


def _taken(said: Mapping[str, object], numbers: Iterator[Floats]) -> FuelUse:
    days = DayUse(int(str(said["first_day"])), next(numbers), next(numbers))
    bills = None
    if said["bills"] is not None:
        bills = tuple(_bills([next(numbers) for _ in range(4)]) for _ in range(int(str(said["bills"]))))
    shape = HourShape(*(tuple(next(numbers).tolist()) for _ in range(2))) if said["shape"] else None
    week = None
    if said["week_days"] is not None:
        week = Week(next(numbers).reshape(7, usage.HOURS), int(str(said["week_days"])))
    worked = Worked(bills, shape, week)
    return FuelUse(Commodity(str(said["commodity"])), Unit(str(said["unit"])), days, (), worked)


def _bills(columns: Sequence[Floats]) -> BillingPeriods:
    starts, ends, amount, estimated = columns
    return BillingPeriods(starts.astype(np.int64), ends.astype(np.int64), amount, estimated > 0)
