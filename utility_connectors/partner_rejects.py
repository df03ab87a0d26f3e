"""Refused rows of a supplier's file: sealed until they are mended or forgotten, reported on, given back.

Only rows of homes that agreed are kept, each with its line, code and column; of all others there is the count. A file
of offers is of no home at all: every refused row of it is kept.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from greener_homes.errors import NotFound
from greener_homes.tables.connection import PartnerFile, PartnerFileContent, PartnerReject
from greener_homes.vault import Vault
from utility_connectors.bulk.rows import millionths
from utility_connectors.csv_profiles.layout import layout_of
from utility_connectors.csv_profiles.profile import Role
from utility_connectors.csv_profiles.standard import STANDARD

REASON_COLUMN = "refused_because"
LONGEST_VALUE = 64
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Listed = tuple[int, str, str | None, uuid.UUID | None, bytes | None]
"""A refused row: its line, code and column, the home that agreed, and only of such a home its text."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One refused row. `column` names what is to blame, None where it is the row; `value` only of homes that agreed."""

    line: int
    column: str | None
    code: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """Why rows were refused: how many by code, exactly; and the first so many of them by line."""

    counts: Mapping[str, int]
    rows: tuple[ReportRow, ...]

    @property
    def is_complete(self) -> bool:
        return len(self.rows) == sum(self.counts.values())


def report(session: Session, row: PartnerFile, vault: Vault | None) -> Report:
    """Why rows of the file were refused, by line. With `vault`, also what homes that agreed had there."""
    rejects = _rejects(session, row)
    places = {} if vault is None else _places(vault, row)
    key = None if vault is None or row.report_key is None else vault.unwrap(row.report_key, _place(row.id))
    rows = []
    for reject in rejects:
        value = None
        if key is not None and vault is not None and reject.row_sealed is not None:
            cells = _cells(vault.open(key, reject.row_sealed, _row_place(reject.id)))
            place = places.get(reject.column or "")
            value = cells[place][:LONGEST_VALUE] if place is not None and place < len(cells) else None
        rows.append(ReportRow(reject.line, reject.column, reject.code, value))
    counts = {name.removeprefix("refused."): count for name, count in row.counts.items() if name.startswith("refused.")}
    return Report(counts or dict(Counter(reject.code for reject in rejects)), tuple(rows))


def file_of(session: Session, vault: Vault, row: PartnerFile) -> Iterator[bytes]:
    """The refused rows of homes that agreed, as the sender wrote them, with the reason in one more column.

    A cell a spreadsheet would take for a formula gets an apostrophe; no such cell is a value or the name of a column we
    read, so a mended row means the same when it comes back. Raises NotFound where nothing is kept.
    """
    if row.report_key is None or row.header_sealed is None:
        raise NotFound
    key = vault.unwrap(row.report_key, _place(row.id))
    header = _cells(vault.open(key, row.header_sealed, f"partner_file|header_sealed|{row.id}"))
    kept = [reject for reject in _rejects(session, row) if reject.row_sealed is not None]
    return _written(vault, key, header, kept)


def seal(
    session: Session,
    vault: Vault,
    row: PartnerFile,
    header: bytes,
    refused: Sequence[Listed],
) -> None:
    """What is to be said of refused rows (line, code, column, home, text) is kept, in place of what was said before."""
    forget(session, row)
    key, row.report_key = vault.new_key(_place(row.id))
    if header:
        row.header_sealed = vault.seal(key, header.decode("utf-8"), f"partner_file|header_sealed|{row.id}")
    for line, code, column, home_id, content in refused:
        reject = PartnerReject(file_id=row.id, home_id=home_id, line=line, code=code, column=column)
        may_keep = home_id is not None or row.content is PartnerFileContent.OFFERS
        if may_keep and content is not None:
            reject.row_sealed = vault.seal(key, content.decode("utf-8"), _row_place(reject.id))
        session.add(reject)
    session.add(row)
    session.flush()


def forget(session: Session, row: PartnerFile) -> None:
    """Nothing of refused rows is kept any more, and the key is gone."""
    session.exec(delete(PartnerReject).where(col(PartnerReject.file_id) == row.id))
    row.report_key = row.header_sealed = None
    session.add(row)
    session.flush()


def _rejects(session: Session, row: PartnerFile) -> Sequence[PartnerReject]:
    query = select(PartnerReject).where(PartnerReject.file_id == row.id)
    return session.exec(query.order_by(col(PartnerReject.line), col(PartnerReject.id))).all()


def _places(vault: Vault, row: PartnerFile) -> Mapping[str, int]:
    """Which cell of a row each role's name means."""
    if row.report_key is None or row.header_sealed is None:
        return {}
    key = vault.unwrap(row.report_key, _place(row.id))
    header = _cells(vault.open(key, row.header_sealed, f"partner_file|header_sealed|{row.id}"))
    if row.content is PartnerFileContent.OFFERS:
        return {name: place for place, name in enumerate(header)}
    layout = layout_of(header, (STANDARD,))
    return {} if layout is None else {Role(role).value: place for role, place in layout.roles.items()}


def _written(vault: Vault, key: bytes, header: list[str], rejects: Sequence[PartnerReject]) -> Iterator[bytes]:
    yield _line([*map(_harmless, header), REASON_COLUMN])
    for reject in rejects:
        if reject.row_sealed is not None:
            cells = _cells(vault.open(key, reject.row_sealed, _row_place(reject.id)))
            yield _line([*(_harmless(cell) for cell in cells), reject.code])


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8")


def _cells(text: str) -> list[str]:
    return next(csv.reader([text]), [])


def _harmless(cell: str) -> str:
    """The cell as a spreadsheet shows it, never as it would compute it."""
    if not cell.startswith(_FORMULA) or millionths(cell) is not None:
        return cell
    return f"'{cell}"


def _place(file_id: uuid.UUID) -> str:
    return f"partner_file|report_key|{file_id}"


def _row_place(reject_id: uuid.UUID) -> str:
    return f"partner_reject|row_sealed|{reject_id}"
