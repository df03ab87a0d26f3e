"""What an agreement does not name passes to nobody: not sent and not fetched; a resident's yes adds nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from coach.referrals import codes_referrals as codes
from coach.referrals import fetching
from greener_homes import agreements, audit
from greener_homes.agreements import AgreementPurpose, Signed
from greener_homes.consent import LOCAL, ReferralField
from greener_homes.errors import Refusal
from greener_homes.organisations import OrganisationView
from greener_homes.tables.referral import ReferralPackage
from greener_homes.vault import Vault
from tests.coach.referrals import referred
from tests.coach.referrals.referred import PLAN, SOFTWARE
from tests.scenes import NOW

EVERY = frozenset(ReferralField)
SHORT = frozenset({ReferralField.CONTACT, ReferralField.PLAN})


def agreed(
    session: Session,
    keys: Vault,
    to: OrganisationView,
    fields: frozenset[ReferralField],
    purpose: AgreementPurpose = AgreementPurpose.REFERRALS,
) -> agreements.AgreementView:
    first = NOW.astimezone(LOCAL).date()
    days = (first, first, first + timedelta(days=300))
    signed = Signed(to.id, "DUA-1", [purpose], [each.value for each in fields], 365, "office", *days)
    return agreements.enter(session, keys, signed, actor=audit.OPERATOR, now=NOW)


def test_what_may_pass_is_what_is_signed_and_never_more(session: Session, keys: Vault) -> None:
    to = referred.lender(session)
    assert agreements.passing(session, to.id, EVERY, at=NOW) == EVERY, "none on file: as before"
    first = agreed(session, keys, to, SHORT)
    assert agreements.passing(session, to.id, EVERY, at=NOW) == SHORT
    assert agreements.passing(session, to.id, PLAN, at=NOW) == SHORT
    assert agreements.passing(session, to.id, [ReferralField.INTERVALS], at=NOW) == frozenset()
    second = agreed(session, keys, to, frozenset({ReferralField.WORK}))
    assert agreements.passing(session, to.id, EVERY, at=NOW) == SHORT | {ReferralField.WORK}
    agreements.end(session, second.id, actor=audit.OPERATOR, now=NOW)
    assert agreements.passing(session, to.id, EVERY, at=NOW) == SHORT
    agreements.end(session, first.id, actor=audit.OPERATOR, now=NOW)
    assert agreements.passing(session, to.id, EVERY, at=NOW) == SHORT | {ReferralField.WORK}, "what runs is not cut"
    other = referred.lender(session, "another")
    agreed(session, keys, other, frozenset(), AgreementPurpose.OFFERS)
    assert agreements.passing(session, other.id, EVERY, at=NOW) == frozenset()


def test_nothing_beyond_it_is_sent_and_no_yes_is_left_behind(session: Session, keys: Vault) -> None:
    who, to = referred.planned(session, keys), referred.lender(session)
    agreed(session, keys, to, SHORT)
    with pytest.raises(Refusal) as refused:
        referred.sent(session, keys, who, to)
    assert refused.value.code is agreements.BEYOND
    assert session.exec(select(func.count()).select_from(ReferralPackage)).one() == 0
    assert referred.sent(session, keys, who, to, tuple(each for each in PLAN if each in SHORT)).sent.version == 1


def test_a_fetch_gives_only_what_both_allow_now(session: Session, keys: Vault) -> None:
    who, to = referred.planned(session, keys), referred.lender(session)
    scene = referred.sent(session, keys, who, to)
    later = NOW + timedelta(hours=1)

    def fetch(fields: frozenset[ReferralField] | None = None) -> set[str]:
        given = fetching.fetch(session, keys, to.id, scene.sent.referral_id, actor=SOFTWARE, now=later, fields=fields)
        return set(given.parts)

    assert fetch() == {each.value for each in PLAN}
    agreed(session, keys, to, SHORT)
    assert fetch() == {each.value for each in SHORT}
    with pytest.raises(Refusal) as extra:
        fetch(frozenset({ReferralField.WORK}))
    assert extra.value.code is codes.EXTRA_FIELDS
