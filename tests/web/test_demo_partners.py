"""The demonstration's partners have their people, once."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from greener_homes import agreements, finance_offers, incentive_changes, organisations
from greener_homes.people import Audience
from tests import scenes
from web import demo_agreements, demo_partners


def test_each_partners_sign_in_works_for_it_and_seeding_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    staff = [scenes.person(session, keys, audience) for audience in Audience]
    for _ in range(2):
        demo_partners.seed(session, staff, now=scenes.NOW)
        demo_agreements.seed(session, keys, demo_partners.UTILITY, now=scenes.NOW)
    found = {person.audience: organisations.of_person(session, person.id) for person in staff}
    assert {audience: one.key for audience, one in found.items() if one} == {
        Audience.UTILITY_PARTNER: demo_partners.UTILITY,
        Audience.FINANCIAL_PARTNER: demo_partners.LENDER,
    }
    utility = organisations.by_key(session, demo_partners.UTILITY)
    assert utility is not None and len(agreements.of_organisation(session, utility.id)) == 1
    assert [each.state.value for each in incentive_changes.listed(session)] == ["proposed"]
    lender = organisations.by_key(session, demo_partners.LENDER)
    assert lender is not None and "demonstration" in lender.name
    shown = finance_offers.shown_on(session, scenes.NOW.date())
    assert [(each.version, each.lender) for each in shown] == [(1, lender.name), (1, lender.name)]
    assert all("demonstration" in each.terms.name_en for each in shown)
