"""A supplier's stored file is an arrival of its format, expected again when files of that format usually are."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlmodel import Session

from greener_homes import feeds
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors import partner_scenes as partners
from tests.utility_connectors.test_partner_formats import TAUGHT, written
from utility_connectors import supplier_profiles
from utility_connectors.csv_profiles.bills import BILLS
from utility_connectors.csv_profiles.document import ProfileDocument

DAY = timedelta(days=1)


def teach(session: Session, keys: Vault, days: int) -> None:
    document = ProfileDocument.model_validate_json(json.dumps({**TAUGHT, "expected_late_days": days}))
    supplier_profiles.teach(session, "Lakeside", document, by=scenes.person(session, keys).id, now=NOW)


def test_lateness_is_what_the_formats_profile_says(session: Session, keys: Vault) -> None:
    teach(session, keys, 30)
    known = {
        name: supplier_profiles.lateness(session, name) for name in (BILLS.name, "taught-lakeside", "green_button")
    }
    assert known == {BILLS.name: 45 * DAY, "taught-lakeside": 30 * DAY, "green_button": None}


def test_each_format_of_a_supplier_is_missed_at_its_own_pace(session: Session, keys: Vault) -> None:
    utility = partners.supplier(session)
    ours = partners.customer(session, keys, utility, 1)
    teach(session, keys, 30)
    night = partners.written(partners.rows(ours.account, ours.meter, 24))
    standard = partners.stored(session, keys, utility, night).format
    partners.stored(session, keys, utility, written("Whose,Which,When,Use", ours.account, ours.meter, 48), at=NOW + DAY)
    found = {each.format: each.due_at - NOW for each in feeds.health(session, NOW + DAY)}
    assert found == {standard: 2 * DAY, "taught-lakeside": 31 * DAY}
    assert [each.format for each in feeds.late(session, NOW + 9 * DAY)] == [standard]


def test_no_format_makes_a_supplier_late_sooner_than_is_usual(session: Session, keys: Vault) -> None:
    utility = partners.supplier(session)
    ours = partners.customer(session, keys, utility, 1)
    teach(session, keys, 0)
    partners.stored(session, keys, utility, written("Whose,Which,When,Use", ours.account, ours.meter))
    (came,) = feeds.health(session, NOW)
    assert (came.format, came.patience) == ("taught-lakeside", 2 * DAY)
