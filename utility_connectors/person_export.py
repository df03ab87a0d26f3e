"""A person's copy of everything held on them, as one ZIP: JSON by table, readings as CSV and as Green Button.

Made by the queue, written sealed into the spool piece by piece; at most one usage point's readings are in memory.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from sqlmodel import Session

from greener_homes import export, person_exports
from greener_homes.export import PointUsage
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings
from greener_homes.vault import SpoolWriter, Vault, open_vault
from models.quantities import Commodity
from models.series import Quality
from utility_connectors.green_button import writer
from utility_connectors.ports import UsageStream

GREEN_BUTTON = frozenset({Commodity.ELECTRICITY, Commodity.NATURAL_GAS, Commodity.WATER, Commodity.STEAM})
"""What the standard has a code for; other fuels are in the CSV files only."""
ROWS_AT_ONCE = 10_000
READ_ME = """Greener Homes: everything we hold on you
Maisons plus vertes : tout ce que nous avons sur vous

manifest.json          what this is, when it was made
                       ce que c’est, et quand cela a été fait
data/*.json            one file for each kind of record; empty lists mean that there is nothing
                       un fichier par genre de dossier ; une liste vide veut dire qu’il n’y a rien
usage/*.csv            your readings, one file for each usage point; times are UTC
                       vos relevés, un fichier par point de mesure ; les heures sont en UTC
usage/green_button.xml the same readings in the Green Button format
                       les mêmes relevés au format Green Button

Keep it where only you can read it: it shows when people are home.
Gardez-le où vous seul pouvez le lire : il montre quand quelqu’un est à la maison.
"""


def make(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: the copy that was asked for is ready to be fetched.

    Safe to run again: an interrupted one leaves a sealed file whose key was never kept, and the sweep takes it away.
    """
    vault = open_vault(settings)
    person_id = person_exports.to_make(session, subject_id)
    if person_id is None:
        return
    step("opened")
    spool = vault.spool()
    try:
        pack(session, vault, person_id, spool, now=now)
        step("packed")
        file = spool.finish()
    except BaseException:
        spool.abandon()
        raise
    person_exports.made(session, vault, subject_id, file, now=now)
    step("recorded")


def pack(session: Session, vault: Vault, person_id: uuid.UUID, spool: SpoolWriter, *, now: datetime) -> None:
    """The whole ZIP is in `spool`."""
    moment, today = now.astimezone(UTC), now.astimezone(LOCAL).date()
    with zipfile.ZipFile(_Forward(spool), "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, pieces: Iterable[bytes]) -> None:
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as out:
                for piece in pieces:
                    out.write(piece)

        add("README.txt", [READ_ME.encode()])
        add("manifest.json", [json.dumps({"schema": export.SCHEMA, "made_at": moment.isoformat()}).encode()])
        for name, pieces in export.documents(session, vault, person_id, on=today):
            add(name, pieces)
        for point in export.usage(session, person_id, on=today):
            add(f"usage/{_name_of(point)}.csv", _csv(point))
        known = (point for point in export.usage(session, person_id, on=today) if point.commodity in GREEN_BUTTON)
        add("usage/green_button.xml", writer.write_parts(map(_stream, known), updated=int(moment.timestamp())))


def _name_of(point: PointUsage) -> str:
    return f"{point.usage_point_id}_{point.commodity.value}_{point.flow.value}_{point.unit.value}"


def _csv(point: PointUsage) -> Iterator[bytes]:
    series = point.series
    yield b"start_utc,duration_s,value,unit,quality\n"
    for first in range(0, len(series), ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        columns = (series.starts[rows], series.durations[rows], series.values[rows], series.quality[rows])
        yield "".join(
            f"{_utc(start)},{duration},{_decimal(value, series.exponent)},{point.unit.value},"
            f"{Quality(quality).name.lower()}\n"
            for start, duration, value, quality in zip(*(column.tolist() for column in columns), strict=True)
        ).encode()


def _utc(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _decimal(value: int, exponent: int) -> str:
    """`value` steps of ten to the `exponent`, exactly, without an exponent."""
    if exponent >= 0:
        return str(value * 10**exponent)
    digits = str(abs(value)).rjust(1 - exponent, "0")
    return f"{'-' if value < 0 else ''}{digits[:exponent]}.{digits[exponent:]}"


def _stream(point: PointUsage) -> UsageStream:
    durations = set(point.series.durations.tolist())
    return UsageStream(
        usage_point=str(point.usage_point_id),
        commodity=point.commodity,
        flow=point.flow,
        unit=point.unit,
        interval_s=durations.pop() if len(durations) == 1 else None,
        count=len(point.series),
        series=point.series,
    )


class _Forward(io.RawIOBase):
    """A stream that only goes forward, for an archive that is written once."""

    def __init__(self, spool: SpoolWriter) -> None:
        super().__init__()
        self._spool = spool

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: object) -> int:
        return self._spool.write(bytes(data))  # type: ignore[call-overload]
