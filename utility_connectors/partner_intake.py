"""The work on a supplier's file: looked over, or stored for the homes that agreed. All of it, or none.

Everything is read before anything is written. What may be kept waits in memory or in sealed parts; then one
transaction asks for each home's consent again, locks it, and stores. Nothing is visible before that is committed;
afterwards the file and its key are gone. Killed anywhere, the work begins again from the sealed file.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime

from sqlmodel import Session, select

from greener_homes import audit, feeds, jobs, organisations
from greener_homes.errors import Refusal
from greener_homes.feeds import FeedKind
from greener_homes.garbage import seldom_searched
from greener_homes.readings import Stored
from greener_homes.tables.connection import PartnerFile, PartnerFileContent, PartnerFileState
from greener_homes.vault import Vault
from models.findings import Finding
from utility_connectors import finance_files, partner_files, partner_rejects, supplier_profiles
from utility_connectors.partner_codes import DROPPED, NO_CUSTOMERS, NOT_AGREED, OUTSIDE_WINDOW
from utility_connectors.partner_reading import Intake, Read
from utility_connectors.partner_storing import Outcome

Step = Callable[[str], None]


@seldom_searched()
def check(session: Session, vault: Vault, file_id: uuid.UUID, *, now: datetime, step: Step) -> None:
    """The file's counts and refusals are known and nothing is stored; or it is rejected and says why.

    Does nothing once the file is committed, cancelled or finished, so running again after a crash is harmless.
    """
    row = session.exec(select(PartnerFile).where(PartnerFile.id == file_id)).one_or_none()
    if row is None or row.state is not PartnerFileState.RECEIVED:
        return
    if row.content is PartnerFileContent.OFFERS:
        finance_files.check(session, vault, row, now=now, step=step)
        return
    try:
        with Intake(session, vault, row, now, step) as intake:
            for _ in intake.kept():
                pass
    except Refusal as refusal:
        if partner_files.still(session, row, PartnerFileState.RECEIVED):
            partner_files.reject(session, vault, row, refusal, now=now)
        return
    if not partner_files.still(session, row, PartnerFileState.RECEIVED):
        return
    row.state = PartnerFileState.CHECKED
    _describe(session, vault, row, intake.read)
    step("recorded")


@seldom_searched()
def store(session: Session, vault: Vault, file_id: uuid.UUID, *, now: datetime, step: Step) -> None:
    """The readings of homes that agreed are stored and those homes will be assessed; or the file says why not.

    Does nothing when the file is gone or already finished, so running again after a crash is harmless.
    """
    row = session.exec(select(PartnerFile).where(PartnerFile.id == file_id).with_for_update()).one_or_none()
    if row is None or row.state is not PartnerFileState.RUNNING:
        return
    if row.content is PartnerFileContent.OFFERS:
        finance_files.store(session, vault, row, now=now, step=step)
        return
    with ExitStack() as held:
        try:
            intake = held.enter_context(Intake(session, vault, row, now, step))
            intake.take_in()
        except Refusal as refusal:
            partner_files.reject(session, vault, row, refusal, now=now)
            return
        step(partner_files.READ)
        outcome = Outcome(session, vault, row, intake.read.format, now)
        for many in intake.settled():
            outcome.store(many)
        step("written")
    _describe(session, vault, row, intake.read)
    row.counts = _with_outcome(row.counts, outcome.total) | {"homes": len(outcome.runs)}
    partner_files.finish(session, vault, row, PartnerFileState.STORED, now=now)
    supplier_profiles.count_use(session, intake.read.format, now=now)
    lateness = supplier_profiles.lateness(session, intake.read.format)
    feeds.arrived(
        session,
        FeedKind.PARTNER,
        organisations.get(session, row.organisation_id).key,
        at=now,
        file_format="" if lateness is None else intake.read.format,
        patience=lateness,
    )
    outcome.correct_runs()
    jobs.enqueue_each(session, "home.assess", list(outcome.changed), now=now)
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.PARTNER_FILE_STORED,
        at=now,
        object_id=row.id,
        homes=len(outcome.runs),
        added=outcome.total.added,
        replaced=outcome.total.replaced,
    )
    step("recorded")


def _with_outcome(counts: dict[str, int], total: Stored) -> dict[str, int]:
    """Counts of what was read with what became of it: what consent covered no more at the end was dropped after all."""
    found = total.as_counts()
    dropped = found.pop("not_consented"), found.pop("before_move_in") + found.pop("after_move_out")
    return (
        counts
        | found
        | {
            "kept": counts["kept"] - sum(dropped),
            "not_consented": counts["not_consented"] + dropped[0],
            "outside_window": counts["outside_window"] + dropped[1],
        }
    )


def _describe(session: Session, vault: Vault, row: PartnerFile, read: Read) -> None:
    row.format = read.format
    row.counts = (
        read.counts
        | {"refused": sum(read.refused.values())}
        | {f"refused.{code}": count for code, count in sorted(read.refused.items())}
    )
    row.findings = [finding.as_json() for finding in (*_findings(read.counts), *read.findings)]
    partner_rejects.seal(session, vault, row, read.header, read.listed)


def _findings(counts: dict[str, int]) -> Sequence[Finding]:
    found = []
    if not counts.get("kept"):
        found.append(NO_CUSTOMERS.finding())
    if counts.get("not_customers"):
        found.append(DROPPED.finding(rows=counts["not_customers"], accounts=counts["accounts_not_customers"]))
    if counts.get("not_consented"):
        found.append(NOT_AGREED.finding(rows=counts["not_consented"]))
    if counts.get("outside_window"):
        found.append(OUTSIDE_WINDOW.finding(rows=counts["outside_window"]))
    return found
