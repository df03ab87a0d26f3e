"""Files of one day, whose rows have a time of day only: the day stands above, as in “Period: Jan 15, 2026”."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from greener_homes.errors import Refusal
from models.series import Ints
from utility_connectors import codes
from utility_connectors.csv_profiles.opening import Opened, RowSource
from utility_connectors.csv_profiles.profile import Role
from utility_connectors.csv_profiles.text import plain
from utility_connectors.csv_profiles.times import Clock, clock_seconds
from utility_connectors.tally import Tally


def on_its_day(opened: Opened) -> Opened:
    """The same table with the day in a last column, where its format leaves that to the lines above the header.

    Where they name none, or several, the column of times must hold whole moments. Raises Refusal where it does not.
    """
    layout = opened.layout
    if not layout.profile.day_above:
        return opened
    clock = Clock(layout.profile.times)
    days = set(filter(None, (_day_in(line, clock) for line in opened.above.splitlines())))
    if len(days) != 1:
        times = layout.roles[Role.START_CLOCK]
        others: dict[Role, int] = {role: at for role, at in layout.roles.items() if role is not Role.START_CLOCK}
        whole = replace(layout, roles=others | {Role.START: times})
        return replace(opened, rows=_Whole(opened.rows, times), layout=whole)
    width = layout.width + 1
    dated = replace(layout, roles={**layout.roles, Role.START: width - 1}, width=width, needed=width)
    return replace(opened, rows=_Dated(opened.rows, layout.width, days.pop()), layout=dated)


def _day_in(line: str, clock: Clock) -> str | None:
    """The day a line names alone or after a colon, in ISO 8601."""
    written = clock.read(plain(line).rpartition(":")[2].strip().strip(',;"').strip())
    if written is None or not written.is_date or written.is_month:
        return None
    return datetime.fromtimestamp(written.wall_s, UTC).date().isoformat()


@dataclass(slots=True)
class _Whole:
    """Rows whose times are not all times of day alone."""

    _rows: RowSource
    _times: int

    @property
    def is_foreign(self) -> bool:
        return self._rows.is_foreign

    def take(self, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        rows, lines = self._rows.take(most, tally)
        said = [row[self._times].strip() for row in rows if len(row) > self._times and row[self._times].strip()]
        if said and all(clock_seconds(text) is not None for text in said):
            raise Refusal(codes.CSV_DAY_UNSAID)
        return rows, lines


@dataclass(slots=True)
class _Dated:
    """Rows with their day behind all columns the header has."""

    _rows: RowSource
    _width: int
    _day: str

    @property
    def is_foreign(self) -> bool:
        return self._rows.is_foreign

    def take(self, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        rows, lines = self._rows.take(most, tally)
        return [self._with_day(row) if any(row) else row for row in rows], lines

    def _with_day(self, row: list[str]) -> list[str]:
        return [*row[: self._width], *[""] * (self._width - len(row)), self._day]
