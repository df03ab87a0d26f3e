"""One row of the standard format at a time: the rows that are not plainly regular, and why a row is refused.

Accounts and meters are taken exactly as written or not at all. A time without an offset is Toronto's; the hour that
clocks skip and the hour they repeat are refused, never guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.findings import Code
from models.quantities import Commodity
from utility_connectors import codes
from utility_connectors.csv_profiles.layout import Layout
from utility_connectors.csv_profiles.profile import (
    COMMODITIES,
    FLOWS,
    QUALITIES,
    UNITS,
    Measure,
    Role,
)
from utility_connectors.csv_profiles.times import Clock, Kind

MILLIONTHS = 6
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#:-]{0,63}", re.ASCII)
_QUANTITY = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,6}))?")

Refused = tuple[Code, str]
"""Why a row is refused, and which column is to blame ("" where it is the row)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one row says: its measure, when (universal seconds), how long, how much in millionths, how sure."""

    measure: Measure
    start: int
    duration: int
    value: int
    quality: int


class RowReader:
    """Reads rows of one layout of the standard format."""

    def __init__(self, layout: Layout) -> None:
        self._roles = dict(layout.roles)
        self._width = layout.width
        self._units = layout.profile.unit_words
        self._clock = Clock(layout.profile.times)

    def whose(self, row: Sequence[str]) -> tuple[str, str] | Refused:
        """The row's account and meter, exactly as written; or why it cannot be anybody's."""
        if len(row) != self._width:
            return codes.CSV_FIELD_COUNT, ""
        account, meter = row[self._roles[Role.ACCOUNT]], row[self._roles[Role.METER]]
        problem = misnamed(account, meter)
        return (account, meter) if problem is None else problem

    def read(self, row: Sequence[str]) -> Reading | Refused:
        """What the row says, if it has the right number of fields; or the code and column that say why not."""
        measure = self._measure(row)
        if not isinstance(measure, Measure):
            return measure
        quality = QUALITIES.get(row[self._roles[Role.QUALITY]]) if Role.QUALITY in self._roles else QUALITIES["actual"]
        if quality is None:
            return codes.CSV_QUALITY, Role.QUALITY
        begin, until = (self._moment(row[self._roles[role]]) for role in (Role.START, Role.END))
        for moment, role in ((begin, Role.START), (until, Role.END)):
            if moment is codes.READING_TIME:
                return codes.READING_TIME, role
        value = millionths(row[self._roles[Role.QUANTITY]])
        if value is None:
            return codes.READING_VALUE, Role.QUANTITY
        if not isinstance(begin, int):
            return begin, Role.START
        if not isinstance(until, int):
            return until, Role.END
        return Reading(measure, begin, until - begin, value, int(quality))

    def about(self, text: bytes) -> tuple[Commodity | None, int | None]:
        """What a refused row is about and when, as far as it can be read: its commodity, its start or else its end."""
        row = next(csv.reader([text.decode("utf-8")]), [])
        if len(row) != self._width:
            return None, None
        moments = (self._moment(row[self._roles[role]]) for role in (Role.START, Role.END))
        moment = next((found for found in moments if isinstance(found, int)), None)
        return COMMODITIES.get(row[self._roles[Role.COMMODITY]]), moment

    def _measure(self, row: Sequence[str]) -> Measure | Refused:
        commodity = COMMODITIES.get(row[self._roles[Role.COMMODITY]])
        if commodity is None:
            return codes.CSV_COMMODITY, Role.COMMODITY
        unit = self._units.get(row[self._roles[Role.UNIT]])
        if unit is None or unit not in UNITS[commodity]:
            return codes.CSV_UNIT, Role.UNIT
        flow = FLOWS.get(row[self._roles[Role.FLOW]]) if Role.FLOW in self._roles else FLOWS["delivered"]
        if flow is None:
            return codes.CSV_FLOW, Role.FLOW
        return Measure(commodity, unit, flow)

    def _moment(self, text: str) -> int | Code:
        written = self._clock.read(text)
        if written is None or written.is_month:
            return codes.READING_TIME
        if written.offset_s is not None:
            return written.wall_s - written.offset_s
        kind = self._clock.kind(written.wall_s)
        if kind is Kind.ONCE:
            return self._clock.utc(written.wall_s)
        return codes.CSV_TIME_AMBIGUOUS if kind is Kind.TWICE else codes.CSV_TIME_SKIPPED


def misnamed(account: str, meter: str) -> Refused | None:
    """Why this account and meter cannot be anybody's, or None where they may be somebody's."""
    if not IDENTIFIER.fullmatch(account):
        return codes.CSV_ACCOUNT, Role.ACCOUNT
    if not IDENTIFIER.fullmatch(meter):
        return codes.CSV_METER, Role.METER
    return None


def millionths(text: str) -> int | None:
    """A plain decimal number in millionths, or None where it is written otherwise."""
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    scaled = int(found[2] + (found[3] or "").ljust(MILLIONTHS, "0"))
    return -scaled if found[1] else scaled
