"""The letters that households chose to have when a coach published their plan, and when programmes it counts on change.

Nothing of a home stands in them but that there is something to read. Whether somebody wants one, and may be written to,
is asked when it is written (`mail.write`) and again when it is sent.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from coach.asking import letters
from greener_homes import homes, incentive_notices, mail, people
from greener_homes.local_days import LOCAL
from greener_homes.mail import Topic, Words
from greener_homes.people import Language
from greener_homes.tables.advice import Recommendation
from greener_homes.vault import Vault

LOOKS_BACK = timedelta(days=2)
"""Plans published longer ago are not written about any more: whoever chooses letters later is not sent old ones."""


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


def money_changed(session: Session, vault: Vault, *, now: datetime) -> int:
    """Everybody who lives in a home whose plan a changed programme touches is written to, once a change; returns how
    many. Safe to run again.
    """
    words = {language: letters.money_changed(language) for language in Language}
    made = incentive_notices.made_since(session, now - LOOKS_BACK)
    return sum(_tell(session, vault, home, Topic.PLAN, change, words, now) for home, change in made)


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
