"""Letters on what a lender said of a referral: that there is news, or that something is missing. Never which lender,
and never its answer: those stand on the resident's page.

One letter for all that was said since the last; one for a standing, however often and in whatever order it is told;
none for what asks nothing of the resident and changes nothing for them; none after an end, not even one that waits.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from coach.asking import letters
from coach.referrals import held, lists
from coach.referrals.states import ReferralState, Standing
from greener_homes import mail, people
from greener_homes.mail import Topic
from greener_homes.people import Language
from greener_homes.tables.referral import Referral, ReferralEvent
from greener_homes.vault import Vault

LOOKS_BACK: Final = timedelta(days=2)
"""What was told longer ago is not written of any more: whoever turns letters on later is not sent old ones."""
MATTERS: Final = frozenset(
    {
        ReferralState.NEEDS_INFORMATION,
        ReferralState.APPROVED,
        ReferralState.DECLINED,
        ReferralState.ENROLLED,
        ReferralState.FUNDED,
    }
)
"""Where something is asked of the resident, or something has changed for them."""
NAMESPACE: Final = uuid.UUID("7d0d1c5e-5b7e-5c55-8f0e-0a6f3a4f7d21")


def write_due(session: Session, vault: Vault, *, now: datetime) -> int:
    """Whoever has news of a referral, told within `LOOKS_BACK`, is written to; returns how many letters.

    Safe to run again: what a referral was last written of is kept with it.
    """
    told = select(ReferralEvent.referral_id).where(col(ReferralEvent.recorded_at) > now - LOOKS_BACK)
    found = select(Referral.id).where(col(Referral.id).in_(told), col(Referral.withdrawn_at).is_(None))
    return sum(_write(session, vault, one, now) for one in session.exec(found.order_by(col(Referral.id))).all())


def _write(session: Session, vault: Vault, referral_id: uuid.UUID, now: datetime) -> bool:
    row = held.referral(session, referral_id)
    if row is None or row.withdrawn_at is not None:
        return False
    standing = lists.views(session, [row])[0].standing
    news = _in_codes(standing)
    if row.news == news:
        return False
    row.news = news
    session.add(row)
    session.flush()
    if standing.state not in MATTERS:
        return False
    language = people.language_of(session, row.person_id) or Language.ENGLISH
    words = letters.referral_news(row.id, language, asks=standing.state is ReferralState.NEEDS_INFORMATION)
    about = uuid.uuid5(NAMESPACE, f"{row.id}|{news}|{now.isoformat()}")
    row.letter_id = mail.write(session, vault, row.person_id, Topic.REFERRAL, about, words, language, now=now)
    return row.letter_id is not None


def _in_codes(standing: Standing) -> str:
    """The standing as far as it is news: the state, and what is asked for."""
    return "|".join((standing.state.value, *sorted(one.value for one in standing.needs)))
