"""Letters that households chose to have: that their plan is ready, and that a month of their readings is in.

Nothing of a home stands in them but that there is something to read. Whether somebody wants one, and may be written to,
is asked when it is written (`mail.write`) and again when it is sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from coach.asking import letters
from greener_homes import consent, homes, mail, people, readings
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.mail import Topic, Words
from greener_homes.people import Language
from greener_homes.tables.advice import Recommendation
from greener_homes.vault import Vault

LOOKS_BACK = timedelta(days=2)
"""Plans published longer ago are not written about any more: whoever chooses letters later is not sent old ones."""
REPORT_FROM_DAY = 8
"""Day of the month from which the month before is reported: suppliers take a week to send its last days."""
REPORT_UNTIL_DAY = 20
MONTHS = uuid.UUID("0c4d3b0a-1f5e-4a64-8f3b-2f8f4b1d9f10")


def plans_ready(session: Session, vault: Vault, *, now: datetime) -> int:
    """Everybody who lives in a home whose plan was just published is written to, once a plan; returns how many.

    Safe to run again.
    """
    published = session.exec(
        select(Recommendation.home_id, Recommendation.review_id)
        .where(col(Recommendation.published_at) > now - LOOKS_BACK, col(Recommendation.replaced_at).is_(None))
        .distinct()
        .order_by(col(Recommendation.review_id))
    ).all()
    words = {language: letters.plan_ready(language) for language in Language}
    return sum(_tell(session, vault, home, Topic.PLAN, review, words, now) for home, review in published)


def months_in(session: Session, vault: Vault, *, now: datetime) -> int:
    """Everybody who lives in a home with readings of last month is written to, once a month; returns how many.

    Only while the home's permission for advice stands. Safe to run again.
    """
    today = now.astimezone(LOCAL).date()
    if not REPORT_FROM_DAY <= today.day <= REPORT_UNTIL_DAY:
        return 0
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    permitted: Collection[uuid.UUID] = set(session.execute(consent.open_homes(Purpose.ADVICE, at=now)).scalars())
    words = {language: letters.month_in(month, language) for language in Language}
    return sum(
        _tell(session, vault, home, Topic.REPORT, _about(home, month), words, now)
        for home in readings.homes_with(session, month)
        if home in permitted
    )


def _about(home_id: uuid.UUID, month: date) -> uuid.UUID:
    return uuid.uuid5(MONTHS, f"{home_id}|{month.isoformat()}")


def _tell(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    topic: Topic,
    about_id: uuid.UUID,
    words: dict[Language, Words],
    now: datetime,
) -> int:
    told = 0
    for member in homes.members(session, home_id, on=now.astimezone(LOCAL).date()):
        language = people.language_of(session, member.person_id) or Language.ENGLISH
        made = mail.write(session, vault, member.person_id, topic, about_id, words[language], language, now=now)
        told += made is not None
    return told
