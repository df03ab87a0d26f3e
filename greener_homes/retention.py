"""How long what is kept, and why: one table of rules, and a job that keeps them in batches.

A rule either ends something after a time, or says that it stays and why. What is past its time and still there is
the backlog: `greener-homes retention` prints it, and every sweep logs it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update
from sqlmodel import Session, col

from greener_homes import db, log
from greener_homes.settings import Settings
from greener_homes.tables.base import Row
from greener_homes.tables.connection import ImportRun, PartnerFile, PartnerReject
from greener_homes.tables.consent import WrittenAnswer, WrittenState
from greener_homes.tables.home import HomeInvitation
from greener_homes.tables.mail import Letter
from greener_homes.tables.people import SignIn
from greener_homes.tables.rights import ExportState, PersonExport, StaffRequest
from greener_homes.tables.work import Work
from greener_homes.vault import open_vault

BATCH = 500
BATCHES = 20
"""Batches of one rule in one sweep; the rest is backlog for the next, an hour later."""
A_WEEK, A_MONTH, A_QUARTER = timedelta(days=7), timedelta(days=30), timedelta(days=90)
TWO_YEARS = timedelta(days=730)

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of `table` that are `past` a moment: deleted, or with `change` made to them.

    `files` names a column of sealed files that go with the change.
    """

    name: str
    what: str
    lasts: timedelta
    why: str
    table: type[Row]
    past: Callable[[datetime], ColumnElement[bool]]
    change: Mapping[str, object] | None = None
    files: str | None = None

    def due(self, now: datetime) -> ColumnElement[bool]:
        """What this rule ends at `now`."""
        return self.past(now - self.lasts)


@dataclass(frozen=True, slots=True)
class Stays:
    """What has no end, and why."""

    what: str
    why: str


RULES = (
    Rule(
        "exports",
        "Copies people asked for of their own data",
        A_WEEK,
        "Long enough to fetch it; a copy of everything should not lie about.",
        PersonExport,
        lambda before: (col(PersonExport.state) == ExportState.READY) & (col(PersonExport.made_at) < before),
        {"state": ExportState.GONE, "spool_name": None, "spool_key": None, "sha256": None},
        files="spool_name",
    ),
    Rule(
        "export_requests",
        "That a copy was asked for",
        A_QUARTER,
        "Answers a question about a copy that somebody says they never asked for.",
        PersonExport,
        lambda before: (col(PersonExport.state) == ExportState.GONE) & (col(PersonExport.asked_at) < before),
    ),
    Rule(
        "staff_requests",
        "What staff took down for a resident who asked in person",
        A_QUARTER,
        "Answers a question about a request that somebody says they never made; the audit keeps that it was made.",
        StaffRequest,
        lambda before: col(StaffRequest.asked_at) < before,
    ),
    Rule(
        "import_details",
        "Line numbers and codes of what was left out of a file",
        A_MONTH,
        "Long enough to mend the file and send it again; the counts stay with the run.",
        ImportRun,
        lambda before: (col(ImportRun.finished_at) < before) & (func.jsonb_array_length(ImportRun.rejects) > 0),
        {"rejects": []},
    ),
    Rule(
        "partner_rejects",
        "Rows of a supplier's file that could not be used, sealed",
        A_MONTH,
        "Long enough for the supplier to mend them; the counts stay with the file.",
        PartnerReject,
        lambda before: col(PartnerReject.file_id).in_(
            select(PartnerFile.id).where(col(PartnerFile.finished_at) < before)  # type: ignore[call-overload]
        ),
    ),
    Rule(
        "partner_report_keys",
        "The key to those rows",
        A_MONTH,
        "Without it a backup's copy of them opens no more.",
        PartnerFile,
        lambda before: (
            (col(PartnerFile.finished_at) < before)
            & or_(col(PartnerFile.report_key).is_not(None), col(PartnerFile.header_sealed).is_not(None))
        ),
        {"report_key": None, "header_sealed": None},
    ),
    Rule(
        "sign_ins",
        "Browsers that were signed in",
        A_QUARTER,
        "Shows a person where they were signed in, should somebody else have been.",
        SignIn,
        lambda before: or_(col(SignIn.ended_at) < before, col(SignIn.expires_at) < before),
    ),
    Rule(
        "invitations",
        "Invitations to a household that ended",
        A_MONTH,
        "Answers who let somebody in; that somebody joined is in the audit.",
        HomeInvitation,
        lambda before: col(HomeInvitation.expires_at) < before,
    ),
    Rule(
        "unconfirmed_answers",
        "Answers on paper that no second person confirmed",
        A_MONTH,
        "They never counted; a month is long enough to confirm one.",
        WrittenAnswer,
        lambda before: (
            col(WrittenAnswer.state).in_((WrittenState.WAITING, WrittenState.DECLINED))
            & (col(WrittenAnswer.written_at) < before)
        ),
    ),
    Rule(
        "written_evidence",
        "Scans of answers on paper, and notes beside answers that staff wrote down",
        TWO_YEARS,
        "An answer lasts a year; a second one to answer a question about it.",
        WrittenAnswer,
        lambda before: (
            (col(WrittenAnswer.written_at) < before)
            & or_(col(WrittenAnswer.evidence_sealed).is_not(None), col(WrittenAnswer.note_sealed).is_not(None))
        ),
        {"evidence_sealed": None, "evidence_kind": None, "note_sealed": None},
    ),
    Rule(
        "letters",
        "Letters by e-mail that were sent, or could not be",
        A_MONTH,
        "Answers a question about a letter; what it said stands in the portal.",
        Letter,
        lambda before: col(Letter.settled_at) < before,
    ),
    Rule(
        "work",
        "Finished background work",
        A_MONTH,
        "Shows what went wrong and how often; holds opaque ids only.",
        Work,
        lambda before: col(Work.finished_at) < before,
    ),
)
STAYS = (
    Stays(
        "Readings, advice and what rests on a permission", "as long as the permission; then greener_homes/privacy.py"
    ),
    Stays(
        "Answers to questions of consent, their receipts and the words shown",
        "the law wants us to be able to show them",
    ),
    Stays("Questions to coaches, their answers and appointments", "as long as their writer wants to read them again"),
    Stays(
        "What a coach wrote down at a visit, and its photos",
        "facts of the home rest on it; drafts go once the household has its plan",
    ),
    Stays("The audit", "who did what must be answerable; it holds opaque ids only, and its chain allows no gaps"),
    Stays("The list of erasures", "backups: whoever was erased is erased again after a restore"),
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much of one rule is past its time and still there."""

    rule: Rule
    rows: int


def backlog(session: Session, *, now: datetime) -> list[Backlog]:
    """Every rule with what it still has to do."""
    return [
        Backlog(rule, session.execute(select(func.count()).select_from(rule.table).where(rule.due(now))).scalar_one())
        for rule in RULES
    ]


def sweep(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: what is past its time is gone, in batches. Safe to run again: it looks at what is there."""
    for rule in RULES:
        gone = sum(_batches(session, rule, now, settings))
        step(rule.name)
        if gone:
            logger.info("retention.kept", rule=rule.name, rows=gone)
    for left in backlog(session, now=now):
        if left.rows:
            logger.warning("retention.backlog", rule=left.rule.name, rows=left.rows)


def _batches(session: Session, rule: Rule, now: datetime, settings: Settings) -> Iterator[int]:
    for _ in range(BATCHES):
        done = _batch(session, rule, now, settings)
        if not done:
            return
        yield done


def _batch(session: Session, rule: Rule, now: datetime, settings: Settings) -> int:
    """One batch of one rule is done, skipping rows somebody holds; returns how many."""
    table = Row.metadata.tables[str(rule.table.__tablename__)]
    key = next(iter(table.primary_key.columns))
    chosen = select(key).where(rule.due(now)).limit(BATCH).with_for_update(skip_locked=True)
    found = list(session.execute(chosen).scalars())
    if not found:
        return 0
    if rule.files:
        names = session.execute(select(table.c[rule.files]).where(key.in_(found))).scalars()
        _discard_after_commit(session, [name for name in names if name], settings)
    statement = delete(table) if rule.change is None else update(table).values(**rule.change)
    done = session.execute(statement.where(key.in_(found)))
    session.expire_all()
    return done.rowcount if isinstance(done, CursorResult) else 0


def _discard_after_commit(session: Session, names: list[str], settings: Settings) -> None:
    vault = open_vault(settings)
    db.after_commit(session, lambda: vault.discard_all(names))
