"""Sending letters over SMTP, one a job: sealed on the way, bounded in time, tried again by the ledger.

A worker that is killed between the server's word and our commit sends the letter again, with the same Message-ID. A
server that says no for good ends the letter; anything else is nobody's fault and is tried again.
"""

from __future__ import annotations

import smtplib
import ssl
import uuid
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from sqlmodel import Session, select

from greener_homes import audit, jobs, mail, people
from greener_homes.errors import Outage
from greener_homes.mail_message import Opened, message
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter, LetterState
from greener_homes.tables.people import Person
from greener_homes.vault import Vault, open_vault
from models.findings import Code, Severity

TIMEOUT_S = 8
"""For each answer of the server: letters share their worker with others who wait."""
PERMANENT = range(500, 600)

MAIL_AWAY = Code(
    "mail.away",
    Severity.WARNING,
    "The mail server could not be reached. The letter is tried again.",
    "Le serveur de courriel est injoignable. La lettre sera essayée de nouveau.",
)
MAIL_REFUSED = Code(
    "mail.refused",
    Severity.WARNING,
    "The mail server will not take a letter to this address.",
    "Le serveur de courriel n’accepte pas de lettre pour cette adresse.",
)
CODES = (MAIL_AWAY, MAIL_REFUSED)


class _Refused(Exception):  # noqa: N818  never leaves this module
    """The server said no for good."""


def send(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: the letter is with the mail server, or waits while there is none.

    Safe to run again: a letter that ended is not sent; one that was sent without our knowing has the same Message-ID.
    """
    row = session.exec(select(Letter).where(Letter.id == subject_id).with_for_update()).one_or_none()
    if row is None or row.state is not LetterState.WAITING or not mail.is_ready(settings):
        return
    letter = _opened(session, open_vault(settings), row, now)
    if letter is None:
        row.state, row.settled_at = LetterState.DROPPED, now
        session.add(row)
        return
    pages_url = settings.pages_url() or ""
    composed = message(letter, mail_from=settings.mail_from or "", pages_url=pages_url, now=now)
    step("composed")
    try:
        deliver(settings, composed)
    except _Refused:
        row.state, row.error_code = LetterState.FAILED, MAIL_REFUSED.code
    except (smtplib.SMTPException, OSError) as error:
        raise Outage(MAIL_AWAY) from error
    else:
        row.state = LetterState.SENT
        audit.record(session, audit.PLATFORM, audit.Action.LETTER_SENT, at=now, object_id=row.id, topic=row.topic.value)
    row.settled_at = now
    session.add(row)
    session.flush()
    step("sent")


def sweep(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: letters that wait although they could be sent are asked for again. Safe to run again."""
    if mail.is_ready(settings):
        jobs.enqueue_each(session, "mail.send", mail.waiting(session), now=now)


def deliver(settings: Settings, composed: EmailMessage) -> None:
    """The mail server has taken the message. Raises SMTPException, OSError, or says that it never will."""
    host = settings.smtp_host or ""
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, settings.smtp_port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(host, settings.smtp_port, timeout=TIMEOUT_S)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user is not None and settings.smtp_password is not None:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        try:
            server.send_message(composed)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code in PERMANENT for code, _ in refused.recipients.values()):
                raise _Refused from refused
            raise
        except smtplib.SMTPDataError as refused:
            if refused.smtp_code in PERMANENT:
                raise _Refused from refused
            raise


def _opened(session: Session, vault: Vault, row: Letter, now: datetime) -> Opened | None:
    """The letter in clear; None when its reader is gone, wants none, or may not be written to any more."""
    person = session.get(Person, row.person_id)
    key = people.key_of(session, vault, row.person_id)
    wanted = mail.wants(session, row.person_id, row.topic, at=now)
    if person is None or key is None or person.closed_at is not None or not wanted:
        return None
    return Opened(
        id=row.id,
        to=vault.open(key, person.email_sealed, f"person|email|{person.id}"),
        subject=vault.open(key, row.subject_sealed, f"letter|subject|{person.id}"),
        text=vault.open(key, row.text_sealed, f"letter|text|{person.id}"),
        language=row.language,
        unsubscribe_mark="" if row.topic in mail.ALWAYS else mail.unsubscribe_mark(vault, person.id, row.topic),
        is_news=row.topic in mail.ON_REQUEST,
    )
