"""A page that offers boxes for a partner offers only what its agreement names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from greener_homes import agreements, audit, db
from greener_homes.agreements import AgreementPurpose, Signed
from greener_homes.consent import ReferralField
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests.coach.referrals import referred
from tests.web import visiting

ASK = "/referrals/ask/credit-union"
RESIDENT = "resident@test.example"


def test_a_resident_ticks_only_what_may_pass(engine: Engine, settings: Settings) -> None:
    keys, now = open_vault(settings), datetime.now(UTC)
    with db.transaction(engine) as session:
        lender = referred.lender(session)
        referred.planned(session, keys, email=RESIDENT)
    client = visiting.signed_in(visiting.application(engine, settings), RESIDENT)
    assert all(f'value="{each.value}"' in client.get(ASK).text for each in ReferralField)
    today = now.astimezone(LOCAL).date()
    days = (today, today, today + timedelta(days=300))
    signed = Signed(lender.id, "D-1", [AgreementPurpose.REFERRALS], ["contact", "plan"], 90, "office", *days)
    with db.transaction(engine) as session:
        agreements.enter(session, keys, signed, actor=audit.OPERATOR, now=now)
    page = client.get(ASK).text
    offered = {each.value for each in ReferralField if f'value="{each.value}"' in page}
    assert offered == {"contact", "plan"}
