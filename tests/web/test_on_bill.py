"""What is paid off on a utility's bill: what a move does, said before the yes and before the move; each charge."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from coach.referrals import telling
from coach.referrals.states import ReferralEventKind, Told
from greener_homes import db, finance_offers_decided, organisations
from greener_homes.local_days import LOCAL
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from tests import finance_scenes
from tests.coach.referrals import referred
from tests.web.visiting import application, registered, signed_in

RESIDENT, OTHER, CLERK = "resident@test.example", "other@test.example", "clerk@test.example"
ON_BILL = {"kind": "on_bill", "security": "utility_bill", "on_moving": "settled", "rate_low_percent": "4.5"}


def now() -> datetime:
    """This moment: what happened cannot lie long before what it belongs to, nor ahead of the pages' own clock."""
    return datetime.now(UTC)


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def utility(engine: Engine, keys: Vault) -> tuple[OrganisationView, uuid.UUID]:
    """A utility that lends on its bill, and its offer."""
    with db.transaction(engine) as session:
        one = referred.lender(session, "example-power", OrganisationKind.UTILITY)
        offer = finance_scenes.put(session, one.id, **ON_BILL).offer
        finance_offers_decided.approve(session, offer.id, by=None, now=now())
        for email in (RESIDENT, OTHER):
            referred.planned(session, keys, email=email)
    return one, offer.id


@pytest.fixture
def told(engine: Engine, utility: tuple[OrganisationView, uuid.UUID]) -> Callable[..., None]:
    """The utility says what happened, so many days ago."""

    def tell(where: str, kind: ReferralEventKind, days: int, **more: int) -> None:
        event = Told(f"{kind.value}-{days}", kind, now() - timedelta(days=days), **more)
        with db.transaction(engine) as session:
            referral_id = uuid.UUID(where.rsplit("/", 1)[-1])
            telling.tell(session, utility[0].id, referral_id, event, actor=referred.SOFTWARE, now=now())

    return tell


def sent(client: FlaskClient, offer: uuid.UUID) -> str:
    """The resident asks about the offer, reads what a move would do, and says yes; the referral's address."""
    asked = client.get(f"/referrals/offer/{offer}").headers["Location"]
    assert "If you move: it is paid back then." in client.get(asked).text
    look = client.get(f"/referrals/ask/example-power/look?field=contact&field=plan&offer={offer}").text
    assert "If you move: it is paid back then." in look
    hidden = dict(re.findall(r'<input type="hidden" name="(statement|shown)" value="([^"]+)"', look))
    form = {"granted": "yes", "field": ["contact", "plan"], "offer": str(offer), **hidden}
    answered = client.post("/referrals/ask/example-power", data=form)
    assert answered.status_code == 303
    return answered.headers["Location"]


def test_from_the_offer_to_moving_out(
    engine: Engine,
    settings: Settings,
    utility: tuple[OrganisationView, uuid.UUID],
    told: Callable[..., None],
) -> None:
    app = application(engine, settings)
    client = signed_in(app, RESIDENT)
    assert "on your bill from" not in client.get("/sharing/moving-out").text
    where = sent(client, utility[1])
    assert client.get(f"{where}/charges.csv").status_code == 404, "nothing is on a bill yet"
    told(where, ReferralEventKind.ENROLLED, 0, amount_cents=600_000, rate_thousandths=4_500, years=5)

    page = client.get(where).text
    assert "$111.86" in page and "$6,000.00" in page and "it is paid back then" in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{where}/charges.csv").text)))
    assert (len(rows), rows[0]["charge_cad"], rows[-1]["left_cad"]) == (60, "111.86", "0.00")
    paid = sum(Decimal(row["charge_cad"]) for row in rows)
    assert paid - sum(Decimal(row["interest_cad"]) for row in rows) == 6000
    assert f"${paid:,.2f}" in page, "all charges together"
    for row in rows[:12]:
        assert f"<td>${Decimal(row['left_cad']):,.2f}</td>" in page
    assert f"<td>${Decimal(rows[12]['left_cad']):,.2f}</td>" not in page, "a year of them, all in the file"
    french = client.get(f"{where}?lang=fr").text
    assert "111,86\u00a0$" in french and "Reste à payer" in french
    client.get(f"{where}?lang=en")

    moving = client.get("/sharing/moving-out").text
    assert "You still pay something off on your bill from Example Power" in moving and "$6,000.00 is left" in moving
    assert "If you move: it is paid back then." in moving and "ask for the exact sum" in moving
    day = now().astimezone(LOCAL).date() + timedelta(days=70)
    client.post("/sharing/moving-out", data={"left_on": day.isoformat()})
    left = [row["left_cad"] for row in rows if row["month"] <= f"{day:%Y-%m}"][-1]
    assert f"${Decimal(left):,.2f} is left" in client.get("/sharing/moving-out").text

    stranger = signed_in(app, OTHER)
    assert stranger.get(f"{where}/charges.csv").status_code == 404
    assert "on your bill from" not in stranger.get("/sharing/moving-out").text


def test_a_utility_without_software_says_on_its_page_what_it_charges_and_when_that_ends(
    engine: Engine, settings: Settings, utility: tuple[OrganisationView, uuid.UUID]
) -> None:
    app = application(engine, settings)
    clerk = registered(engine, settings, CLERK, Audience.UTILITY_PARTNER)
    with db.transaction(engine) as session:
        organisations.add_member(session, utility[0].id, clerk.id, now=now())
    resident, bills = signed_in(app, RESIDENT), signed_in(app, CLERK)
    where = sent(resident, utility[1])
    address = f"/partner{where}"

    def says(**more: str) -> int:
        page = bills.get(address).text
        names = dict(re.findall(r'<input type="hidden" name="(event|shown_at)" value="([^"]+)"', page))
        form = {**names, "on": f"{now().astimezone(LOCAL):%Y-%m-%d}", **more}
        return bills.post(f"{address}/said", data=form).status_code

    whole = {"what": "enrolled", "amount": "6000", "rate": "4.5", "years": "5"}
    for wrong in ({"rate": ""}, {"years": ""}, {"years": "4.5"}, {"years": "41"}, {"rate": "61"}, {"amount": ""}):
        assert says(**{**whole, **wrong}) == 422, wrong
    assert says(what="approved", rate="4.5") == 422, "a rate goes with a charge alone"
    assert says(**whole) == 303
    assert "$111.86" in resident.get(where).text
    assert says(what="transferred") == 303
    assert "passed on when you moved" in resident.get(where).text
    assert "on your bill from" not in resident.get("/sharing/moving-out").text


def test_stopping_sharing_hides_no_charge(
    engine: Engine,
    settings: Settings,
    utility: tuple[OrganisationView, uuid.UUID],
    told: Callable[..., None],
) -> None:
    client = signed_in(application(engine, settings), RESIDENT)
    where = sent(client, utility[1])
    told(where, ReferralEventKind.ENROLLED, 0, amount_cents=600_000, rate_thousandths=4_500, years=5)
    assert client.post(f"{where}/stop").status_code == 303
    assert "$111.86" in client.get(where).text and "on your bill from" in client.get("/sharing/moving-out").text
    assert len(client.get(f"{where}/charges.csv").text.splitlines()) == 61


def test_without_an_offer_nobody_guesses_what_a_move_does(
    engine: Engine, settings: Settings, keys: Vault, utility: tuple[OrganisationView, uuid.UUID]
) -> None:
    with db.transaction(engine) as session:
        who = referred.planned(session, keys, email="third@test.example")
        made = referred.sent(session, keys, who, utility[0], at=now())
        event = Told("on", ReferralEventKind.ENROLLED, now(), amount_cents=100_000, rate_thousandths=0, years=1)
        telling.tell(session, utility[0].id, made.sent.referral_id, event, actor=referred.SOFTWARE, now=now())
    client = signed_in(application(engine, settings), "third@test.example")
    assert "no offer says it, so ask before you move" in client.get("/sharing/moving-out").text
    assert "aucune offre ne le dit" in client.get("/sharing/moving-out?lang=fr").text
