"""The demonstration's partners have their people, once."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from greener_homes import organisations
from greener_homes.people import Audience
from tests import scenes
from web import demo_partners


def test_each_partners_sign_in_works_for_it_and_seeding_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    staff = [scenes.person(session, keys, audience) for audience in Audience]
    for _ in range(2):
        demo_partners.seed(session, staff, now=scenes.NOW)
    found = {person.audience: organisations.of_person(session, person.id) for person in staff}
    assert {audience: one.key for audience, one in found.items() if one} == {
        Audience.UTILITY_PARTNER: demo_partners.UTILITY,
        Audience.FINANCIAL_PARTNER: demo_partners.LENDER,
    }
