"""A lender's file of offers goes the way of every partner's file: looked over, agreed to, stored, reported on."""

from __future__ import annotations

import csv
import io
import json
import uuid

import pytest
from sqlmodel import Session

from greener_homes import finance_offers
from greener_homes.vault import Vault
from tests.finance_scenes import LENDER, WRITTEN, as_csv, lender, put
from tests.scenes import NOW
from tests.utility_connectors.partner_scenes import no_step, sealed
from utility_connectors import partner_files, partner_intake
from utility_connectors.partner_files import PartnerFileContent, PartnerFileState, PartnerFileView
from utility_connectors.partner_rejects import REASON_COLUMN

BAD = {**WRITTEN, "key": "two", "kind": "gift"}


@pytest.fixture
def mine(session: Session) -> uuid.UUID:
    return lender(session)


def sent(session: Session, keys: Vault, mine: uuid.UUID, content: bytes, *, store: bool = True) -> PartnerFileView:
    view = partner_files.accept(
        session,
        keys,
        mine,
        sealed(keys, content),
        named="",
        idempotency_key=None,
        commit=False,
        actor=LENDER,
        now=NOW,
        content=PartnerFileContent.OFFERS,
    )
    partner_intake.check(session, keys, view.id, now=NOW, step=no_step)
    if store and partner_files.get(session, mine, view.id).is_preview:
        partner_files.commit(session, mine, view.id, actor=LENDER, now=NOW)
        partner_intake.store(session, keys, view.id, now=NOW, step=no_step)
        partner_intake.store(session, keys, view.id, now=NOW, step=no_step)
    return partner_files.get(session, mine, view.id)


def test_looking_a_file_over_stores_no_offer_and_says_what_storing_would_do(
    session: Session, keys: Vault, mine: uuid.UUID
) -> None:
    put(session, mine, key="known", days_ago=3)
    put(session, mine, key="newer", days_ago=1)
    rows = [{**WRITTEN, "key": "known"}, {**WRITTEN, "key": "newer", "rate_low_percent": "4"}, WRITTEN, BAD]
    view = sent(session, keys, mine, as_csv(*rows), store=False)
    assert view.state is PartnerFileState.CHECKED
    counts = {name: view.counts[name] for name in ("rows", "kept", "refused", "new", "same", "late")}
    assert counts == {"rows": 4, "kept": 3, "refused": 1, "new": 1, "same": 1, "late": 1}
    assert [found["code"] for found in view.findings] == ["offer_file.late", "offer_file.new"]
    assert [each.terms.key for each in finance_offers.of_organisation(session, mine)] == ["known", "newer"]


def test_a_stored_file_is_its_offers_once_and_again_is_nothing_new(
    session: Session, keys: Vault, mine: uuid.UUID
) -> None:
    first = sent(session, keys, mine, as_csv(WRITTEN))
    again = sent(session, keys, mine, json.dumps({"offers": [dict(WRITTEN)]}).encode())
    assert [each.state for each in (first, again)] == [PartnerFileState.STORED] * 2
    assert (first.counts["new"], again.counts["new"], again.counts["same"]) == (1, 0, 1)
    (kept,) = finance_offers.versions(session, mine, "home-loan")
    assert kept.received_via is finance_offers.ReceivedVia.FILE


def test_refused_rows_come_back_as_they_were_with_the_reason(session: Session, keys: Vault, mine: uuid.UUID) -> None:
    odd = {**WRITTEN, "key": "three", "name_en": "=HYPERLINK(1)", "page_url": "ftp://a.example.org/"}
    view = sent(session, keys, mine, as_csv(WRITTEN, BAD, odd))
    report = partner_files.report(session, mine, view.id, vault=keys)
    assert [(row.line, row.column, row.code, row.value) for row in report.rows] == [
        (3, "kind", "offer.not_one_of", "gift"),
        (4, "page_url", "offer.address", "ftp://a.example.org/"),
    ]
    given = b"".join(partner_files.rejects_file(session, keys, mine, view.id)).decode()
    back = list(csv.DictReader(io.StringIO(given)))
    assert [row[REASON_COLUMN] for row in back] == ["offer.not_one_of", "offer.address"]
    assert back[0]["key"] == "two" and back[1]["name_en"] == "'=HYPERLINK(1)"


def test_what_the_lender_may_not_offer_is_refused_row_by_row(session: Session, keys: Vault, mine: uuid.UUID) -> None:
    on_bill = {**WRITTEN, "key": "bill", "kind": "on_bill", "security": "utility_bill"}
    view = sent(session, keys, mine, as_csv(WRITTEN, on_bill))
    assert (view.counts["new"], view.counts["refused.offer.kind"]) == (1, 1)


def test_a_file_that_is_none_is_rejected_and_nothing_stays(session: Session, keys: Vault, mine: uuid.UUID) -> None:
    view = sent(session, keys, mine, b"PK\x03\x04 not offers")
    assert (view.state, view.code) == (PartnerFileState.REJECTED, "offer_file.header")
    assert finance_offers.of_organisation(session, mine) == []


def test_files_of_offers_and_of_usage_are_listed_apart(session: Session, keys: Vault, mine: uuid.UUID) -> None:
    view = sent(session, keys, mine, as_csv(WRITTEN))
    assert partner_files.history(session, mine) == []
    assert [each.id for each in partner_files.history(session, mine, content=PartnerFileContent.OFFERS)] == [view.id]
