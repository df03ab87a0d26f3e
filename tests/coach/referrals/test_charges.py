"""Charges on a utility's bill: to the cent, until they end, what is left, and what a move does to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from coach.referrals import charges, endings, on_bill, telling
from coach.referrals.states import ReferralEventKind, Standing, Told, fold
from greener_homes import finance_offers
from greener_homes.finance_offers_terms import OnMoving
from greener_homes.organisations import OrganisationKind
from greener_homes.tables.referral import Referral
from greener_homes.vault import Vault
from tests import finance_scenes
from tests.coach.referrals import referred
from tests.scenes import NOW

K = ReferralEventKind
BEGUN = datetime(2026, 1, 15, 17, tzinfo=UTC)
D = Decimal


def event(kind: ReferralEventKind, days: int = 0, **more: int) -> Told:
    return Told(f"{kind.value}-{days}", kind, BEGUN + timedelta(days=days), **more)


def enrolled(*after: Told, stopped: datetime | None = None) -> Standing:
    first = event(K.ENROLLED, amount_cents=600_000, rate_thousandths=4_500, years=5)
    return fold(BEGUN - timedelta(days=9), [first, *after], stopped)


def test_the_schedule_is_the_loans_by_hand() -> None:
    """6,000 at 4.5 % over five years: 6000 × .00375 / (1 − 1.00375⁻⁶⁰) = 111.858 a month."""
    found = charges.charges(enrolled())
    assert (found[0].month, found[0].amount, found[0].interest, found[0].owed) == (
        date(2026, 2, 1), D("111.86"), D("22.50"), D("5910.64"),
    )  # fmt: skip
    owed = D(6000)
    for one in found:
        interest = (owed * D("0.00375")).quantize(D("0.01"), rounding="ROUND_HALF_UP")
        owed += interest - one.amount
        assert (one.interest, one.owed) == (interest, owed)
    assert (len(found), found[-1].month, owed) == (60, date(2031, 1, 1), 0)
    assert abs(found[-1].amount - found[0].amount) < D("0.60"), "the last one settles the rounding"


def test_what_is_left_on_a_day_is_what_the_last_charge_left() -> None:
    standing = enrolled()
    assert charges.owed_on(standing, date(2026, 1, 14)) == 0
    assert charges.owed_on(standing, date(2026, 1, 15)) == charges.owed_on(standing, date(2026, 1, 31)) == 6000
    assert charges.owed_on(standing, date(2026, 2, 1)) == charges.owed_on(standing, date(2026, 2, 28)) == D("5910.64")
    assert charges.owed_on(standing, date(2031, 1, 1)) == 0


@pytest.mark.parametrize("kind", [K.ENDED, K.TRANSFERRED, K.REPAID])
def test_nothing_is_charged_after_the_end_on_the_bill(kind: ReferralEventKind) -> None:
    standing = enrolled(event(kind, 100))
    assert [one.month.month for one in charges.charges(standing)] == [2, 3, 4]
    assert charges.owed_on(standing, date(2026, 4, 24)) > 0 == charges.owed_on(standing, date(2026, 4, 25))


def test_that_sharing_stops_ends_no_charge() -> None:
    """A household that stops sharing with its utility, or moves out, still owes what it owes."""
    stopped = enrolled(stopped=BEGUN + timedelta(days=60))
    assert charges.charges(stopped) == charges.charges(enrolled())
    assert charges.owed_on(stopped, date(2026, 12, 31)) == charges.owed_on(enrolled(), date(2026, 12, 31)) > 0
    ended = enrolled(event(K.ENDED, 100), stopped=BEGUN + timedelta(days=900))
    assert charges.charges(ended) == charges.charges(enrolled(event(K.ENDED, 100)))


def test_what_a_move_does_is_the_utilitys_own_word_and_nobody_elses(session: Session, keys: Vault) -> None:
    utility = referred.lender(session, "utility", OrganisationKind.UTILITY)
    who = referred.planned(session, keys)
    scene = referred.sent(session, keys, who, utility)
    today = NOW.date()
    assert not on_bill.on_bill(session, who.person.id, who.home.id, today)
    said = Told("on", K.ENROLLED, NOW, amount_cents=600_000, rate_thousandths=4_500, years=5)
    telling.tell(session, utility.id, scene.sent.referral_id, said, actor=referred.SOFTWARE, now=NOW)

    (found,) = on_bill.on_bill(session, who.person.id, who.home.id, today)
    assert (found.utility, found.monthly, found.owed, found.on_moving) == ("Utility", D("111.86"), D(6000), None)
    terms = {"kind": "on_bill", "security": "utility_bill", "on_moving": "stays_with_home"}
    offer = finance_scenes.put(session, utility.id, **terms).offer
    row = session.get_one(Referral, scene.sent.referral_id)
    row.offer_id = offer.id
    session.add(row)
    session.flush()
    finance_offers.withdraw(session, utility.id, offer.terms.key, actor=referred.SOFTWARE, now=NOW)
    (found,) = on_bill.on_bill(session, who.person.id, who.home.id, today)
    assert found.on_moving is OnMoving.STAYS_WITH_HOME, "what was offered then holds, also once it is withdrawn"

    endings.withdraw(session, keys, who.person, who.home.id, scene.sent.referral_id, now=NOW)
    assert on_bill.on_bill(session, who.person.id, who.home.id, today)[0].owed == found.owed
    other = referred.planned(session, keys)
    assert not on_bill.on_bill(session, other.person.id, who.home.id, today)
