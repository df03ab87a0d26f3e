"""The work on a partner's file of offers: looked over, or stored; what was refused is reported as for any other file.

Looking over writes no offer. Storing asks for each again, since others may have come meanwhile; killed anywhere, it
begins again from the sealed file, and what is already on record is the same statement once more.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from greener_homes import audit, finance_offers
from greener_homes.errors import Refusal
from greener_homes.finance_offers import Outcome, ReceivedVia
from greener_homes.tables.connection import PartnerFile, PartnerFileState
from greener_homes.vault import Vault
from models.findings import Finding
from utility_connectors import finance_codes as codes
from utility_connectors import partner_files, partner_rejects
from utility_connectors.finance_reading import MOST_BYTES, OfferFile, OfferRow, column_of, read_offers

Step = Callable[[str], None]
Taken = tuple[OfferRow, Outcome]
Refused = tuple[OfferRow, Refusal]
NAMED: Final = 50
"""How many offers the page of a file names one by one."""
_COMES: Final = {
    Outcome.NEW: codes.COMES_NEW,
    Outcome.CHANGED: codes.COMES_CHANGED,
    Outcome.LATE: codes.COMES_LATE,
}


def check(session: Session, vault: Vault, row: PartnerFile, *, now: datetime, step: Step) -> None:
    """It is known what storing the file would do and what is refused; no offer is stored."""
    step("opened")
    try:
        file = _read(vault, row)
    except Refusal as refusal:
        if partner_files.still(session, row, PartnerFileState.RECEIVED):
            partner_files.reject(session, vault, row, refusal, now=now)
        return

    def weigh(each: OfferRow) -> Outcome:
        assert each.terms is not None and each.stated_at is not None  # noqa: S101  only rows that are offers
        return finance_offers.would_be(session, row.organisation_id, each.terms, each.stated_at, now=now)

    taken, refused = _each(file, weigh)
    if not partner_files.still(session, row, PartnerFileState.RECEIVED):
        return
    row.state = PartnerFileState.CHECKED
    _describe(session, vault, row, file, taken, refused)
    step("recorded")


def store(session: Session, vault: Vault, row: PartnerFile, *, now: datetime, step: Step) -> None:
    """The file's offers are on record, or the file says why not. `row` is held by this transaction."""
    step("opened")
    try:
        file = _read(vault, row)
    except Refusal as refusal:
        partner_files.reject(session, vault, row, refusal, now=now)
        return
    step(partner_files.READ)

    def put(each: OfferRow) -> Outcome:
        assert each.terms is not None and each.stated_at is not None  # noqa: S101  only rows that are offers
        return finance_offers.put(
            session,
            row.organisation_id,
            each.terms,
            each.stated_at,
            via=ReceivedVia.FILE,
            actor=audit.PLATFORM,
            now=now,
            file_id=row.id,
        ).outcome

    taken, refused = _each(file, put)
    step("written")
    _describe(session, vault, row, file, taken, refused)
    partner_files.finish(session, vault, row, PartnerFileState.STORED, now=now)
    audit.record(
        session, audit.PLATFORM, audit.Action.PARTNER_FILE_STORED, at=now, object_id=row.id, added=row.counts["kept"]
    )
    step("recorded")


def _read(vault: Vault, row: PartnerFile) -> OfferFile:
    if row.spool_name is None or row.spool_key is None:
        raise ValueError("an open partner file has no bytes")
    with vault.read_spooled(row.spool_name, row.spool_key) as source:
        return read_offers(source.read(MOST_BYTES + 1))


def _each(file: OfferFile, take: Callable[[OfferRow], Outcome]) -> tuple[list[Taken], list[Refused]]:
    taken: list[Taken] = []
    refused: list[Refused] = []
    for each in file.rows:
        if each.refusal is not None:
            refused.append((each, each.refusal))
            continue
        try:
            taken.append((each, take(each)))
        except Refusal as refusal:
            refused.append((each, refusal))
    return taken, refused


def _describe(
    session: Session,
    vault: Vault,
    row: PartnerFile,
    file: OfferFile,
    taken: Sequence[Taken],
    refused: Sequence[Refused],
) -> None:
    outcomes = Counter(outcome for _, outcome in taken)
    why = Counter(refusal.code.code for _, refusal in refused)
    row.format = file.format
    row.counts = (
        {"rows": len(file.rows), "kept": len(taken), "refused": len(refused)}
        | {outcome.value: outcomes[outcome] for outcome in Outcome}
        | {f"refused.{code}": count for code, count in sorted(why.items())}
    )
    row.findings = [found.as_json() for found in _findings(taken)]
    listed: list[partner_rejects.Listed] = [
        (each.line, refusal.code.code, column_of(refusal), None, _line(each.cells)) for each, refusal in refused
    ]
    partner_rejects.seal(session, vault, row, _line(file.header), listed)


def _findings(taken: Sequence[Taken]) -> list[Finding]:
    """Which offers are new, changed or too late, the first of them by name. A key is letters, digits and dashes."""
    named = [(each, outcome) for each, outcome in taken if outcome in _COMES]
    return [_COMES[outcome].finding(key=each.terms.key) for each, outcome in named[:NAMED] if each.terms is not None]


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue().encode("utf-8")
