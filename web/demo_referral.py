"""The demonstration's referral: its first household asked the made-up credit union, which needs papers of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from coach.referrals import fetching, sending, telling
from coach.referrals.codes_referrals import NO_PLAN
from coach.referrals.sending import Wanted
from coach.referrals.states import ReferralEventKind, ReferralNeed, Told
from greener_homes import consent, organisations, people
from greener_homes.consent import Purpose, ReferralField
from greener_homes.db import Session
from greener_homes.errors import Refusal
from greener_homes.homes import HomeView
from greener_homes.people import Audience, PersonView
from greener_homes.vault import Vault
from web.demo_partners import LENDER
from web.demo_sign_ins import SIGN_INS

ASKED = 0
"""The household by its place on the street: the one behind the resident's sign-in."""
CHOSEN = (ReferralField.CONTACT, ReferralField.PLAN, ReferralField.WORK, ReferralField.SAVINGS)
COURSE = (
    (ReferralEventKind.RECEIVED, ()),
    (ReferralEventKind.NEEDS_INFORMATION, (ReferralNeed.INCOME, ReferralNeed.QUOTE)),
)


def ask(session: Session, vault: Vault, resident: PersonView, home: HomeView, place: int, *, now: datetime) -> None:
    """The household at this place, if it is the one, sent its plan through the door residents use; once a home.

    One without an approved plan has nothing to send.
    """
    lender = organisations.by_key(session, LENDER) if place == ASKED else None
    if lender is None:
        return
    try:
        shown = sending.preview(session, vault, resident, home, CHOSEN, now=now).digest(vault)
    except Refusal as refusal:
        if refusal.code is not NO_PLAN:
            raise
        return
    words = consent.statement(session, Purpose.REFERRAL, resident.language)
    wanted = Wanted(lender.id, CHOSEN, words.id, shown, form_build="demonstration")
    sent = sending.send(session, vault, resident, home, wanted, now=now)
    sign_in = next(one for one in SIGN_INS if one.audience is Audience.FINANCIAL_PARTNER)
    banker = people.find(session, vault, sign_in.email)
    if banker is None:
        return
    fetching.fetch(session, vault, lender.id, sent.referral_id, actor=banker.actor, now=now)
    for place_of_it, (kind, needs) in enumerate(COURSE):
        at = now + timedelta(seconds=place_of_it)
        told = Told(f"demonstration-{place_of_it}", kind, at, needs=needs)
        telling.tell(session, lender.id, sent.referral_id, told, actor=banker.actor, now=at)
