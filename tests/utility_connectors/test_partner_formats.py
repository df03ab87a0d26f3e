"""A supplier's file in a format other than ours: read as the built-in formats and those staff taught say."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from greener_homes.tables.connection import ImportRun
from greener_homes.vault import Vault
from tests import scenes
from tests.utility_connectors import partner_scenes as partners
from utility_connectors import supplier_profiles
from utility_connectors.csv_profiles.document import ProfileDocument
from utility_connectors.partner_files import PartnerFileState

TAUGHT = {
    "name": "taught-lakeside",
    "columns": {"start": ["when"], "account": ["whose"], "meter": ["which"]},
    "row_end": "neighbour",
    "measures": {"use": {"commodity": "electricity", "unit": "kWh"}},
    "times": {"dates": ["iso"], "zone": "utc"},
}


@pytest.fixture
def keys(tmp_path: Path) -> Vault:
    return Vault((bytes(32),), tmp_path)


def written(header: str, account: str, meter: str, hours: int = 24) -> bytes:
    moments = [partners.FIRST + timedelta(hours=hour) for hour in range(hours)]
    return "\n".join([header, *(f"{account},{meter},{moment:%Y-%m-%d %H:%M},0.5" for moment in moments), ""]).encode()


def test_a_file_in_a_taught_format_is_stored_and_counted_as_that(session: Session, keys: Vault) -> None:
    utility = partners.supplier(session)
    ours = partners.customer(session, keys, utility, 1)
    staff = scenes.resident(session, keys).person
    document = ProfileDocument.model_validate_json(json.dumps(TAUGHT))
    supplier_profiles.teach(session, "Lakeside", document, by=staff.id, now=scenes.NOW)
    done = partners.stored(session, keys, utility, written("Whose,Which,When,Use", ours.account, ours.meter))
    assert (done.state, done.format) == (PartnerFileState.STORED, "taught-lakeside")
    assert done.counts["added"] == 24
    assert [run.format for run in session.exec(select(ImportRun))] == ["taught-lakeside"]
    assert [profile.used for profile in supplier_profiles.listed(session)] == [1]


def test_a_file_in_a_built_in_format_keeps_that_formats_name(session: Session, keys: Vault) -> None:
    utility = partners.supplier(session)
    ours = partners.customer(session, keys, utility, 1)
    done = partners.stored(session, keys, utility, written("Account,Meter,datetime,kWh", ours.account, ours.meter))
    assert (done.state, done.format, done.counts["added"]) == (PartnerFileState.STORED, "csv-hourly", 24)
    assert [run.format for run in session.exec(select(ImportRun))] == ["csv-hourly"]
