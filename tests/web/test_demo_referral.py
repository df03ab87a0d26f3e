"""The demonstration's referral: the first household asked the made-up credit union, which needs papers; once."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from coach.referrals import lists
from coach.referrals.states import ReferralNeed, ReferralState
from greener_homes import organisations
from greener_homes.people import Audience
from tests import scenes
from tests.coach.referrals import referred
from web import demo_partners, demo_referral
from web.demo_sign_ins import SIGN_INS


def test_the_first_household_alone_has_asked_and_something_is_missing(session: Session, tmp_path: Path) -> None:
    keys, now = scenes.vault(tmp_path), scenes.NOW
    banker = next(one.email for one in SIGN_INS if one.audience is Audience.FINANCIAL_PARTNER)
    demo_partners.seed(session, [scenes.person(session, keys, Audience.FINANCIAL_PARTNER, banker)], now=now)
    first, second = (referred.planned(session, keys) for _ in range(2))
    without_plan = scenes.resident(session, keys)
    for place, who in ((0, first), (1, second), (0, without_plan)):
        demo_referral.ask(session, keys, who.person, who.home, place, now=now)

    lender = organisations.by_key(session, demo_partners.LENDER)
    assert lender is not None and "demonstration" in lender.name
    (made,) = lists.newest_of_recipient(session, lender.id, page=1)
    assert lists.of_resident(session, first.person.id, first.home.id) == [made]
    assert (made.state, made.fields) == (ReferralState.NEEDS_INFORMATION, demo_referral.CHOSEN)
    assert made.standing.needs == (ReferralNeed.INCOME, ReferralNeed.QUOTE)
    assert made.packages[0].fetches == 1 and not made.standing.conflicts
