"""ESPI resources other than the whole feed: who may see what, and what each looks like."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from tests.web.sandbox.conftest import Ear, Played
from tests.web.sandbox.third_party import Browser, ask
from web.sandbox.news import tell

Play = Callable[..., Played]
ESPI = "{http://naesb.org/espi}"


def connected(play: Play) -> Played:
    played = play()
    played.third.connect()
    return played


def test_a_permission_is_an_entry_with_its_status_scope_and_addresses(play: Play) -> None:
    third = connected(play).third
    root = ET.fromstring(third.get(third.token["authorizationURI"]).body)
    found = {one.tag.removeprefix(ESPI): one.text for one in root.iter() if one.tag.startswith(ESPI)}
    assert found["status"] == "1"
    assert found["scope"] == third.token["scope"]
    assert found["resourceURI"] == third.token["resourceURI"]
    assert found["authorizationURI"] == third.token["authorizationURI"]


def test_the_third_party_sees_all_its_permissions_and_its_registration_without_the_secret(play: Play) -> None:
    third = connected(play).third
    own = third.own_token()
    feed = third.get(f"{third.document['resource_url']}/Authorization", own)
    assert third.token["authorizationURI"].encode() in feed.body
    application = third.get(f"{third.document['resource_url']}/ApplicationInformation/1", own)
    assert ET.fromstring(application.body).find(f".//{ESPI}client_id") is not None
    assert third.document["client_secret"].encode() not in application.body
    assert third.get(f"{third.document['resource_url']}/ApplicationInformation/1").status == 404
    assert third.get(f"{third.document['resource_url']}/Authorization").status == 403


def test_deleting_the_authorization_ends_the_permission(play: Play) -> None:
    third = connected(play).third
    own = third.own_token()
    assert third.get(third.token["authorizationURI"], method="DELETE").status == 204
    assert third.readings().status == 401
    assert b"<status>0</status>" in third.get(third.token["authorizationURI"], own).body
    assert third.get(third.token["authorizationURI"], own, method="DELETE").status == 204


def test_one_permission_opens_nothing_of_another(play: Play) -> None:
    played = connected(play)
    third = played.third
    first = dict(third.token)
    third.customer, third.accounts = "solar-roof", ("8002-E",)
    third.connect()
    assert third.get(first["resourceURI"]).status == 403
    assert third.get(first["authorizationURI"]).status == 403
    assert third.get(first["authorizationURI"], method="DELETE").status == 403
    assert third.get(first["resourceURI"], third.own_token()).status == 403
    assert third.get(first["resourceURI"], first["access_token"]).status == 200


def test_without_a_token_there_is_nothing_but_the_service_status(play: Play) -> None:
    third = connected(play).third
    for name in ("resourceURI", "authorizationURI"):
        reply = ask("GET", third.token[name])
        assert (reply.status, reply.headers["www-authenticate"][:6]) == (401, "Bearer")
        assert third.get(third.token[name], "not a token é").status == 401
    status = ask("GET", third.document["service_status_url"])
    assert ET.fromstring(status.body).findtext(f"{ESPI}currentStatus") == "1"
    assert third.get(third.document["service_status_url"], "wrong").status == 401


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("UsagePoint", {"UsagePoint": 2}),
        ("UsagePoint/8001-G", {"UsagePoint": 1}),
        ("UsagePoint/8001-G/MeterReading", {"MeterReading": 1, "IntervalBlock": 729}),
        ("UsagePoint/8001-G/UsageSummary", {"UsageSummary": 23}),
        ("UsagePoint/8001-X", {}),
    ],
)
def test_what_stands_below_a_subscription_can_be_asked_for_by_itself(
    play: Play, path: str, counts: dict[str, int]
) -> None:
    third = connected(play).third
    base = third.token["resourceURI"].replace("/Batch/", "/")
    reply = third.get(f"{base}/{path}")
    if not counts:
        assert reply.status == 404
        return
    tags = [one.tag.removeprefix(ESPI) for one in ET.fromstring(reply.body).iter()]
    kinds = ("UsagePoint", "MeterReading", "IntervalBlock", "UsageSummary")
    assert {kind: tags.count(kind) for kind in kinds if kind in tags} == counts


def test_an_account_that_was_not_shared_is_not_in_the_feed(play: Play) -> None:
    played = play()
    played.third.accounts = ("8001-G",)
    played.third.connect()
    assert b"8001-E" not in played.third.readings().body


def test_stopping_at_the_utility_is_one_button_and_is_told(play: Play, ear: Ear) -> None:
    played = connected(play)
    browser = Browser()
    browser.visit(f"{played.running.utility.base_url}/")
    assert browser.page is not None
    form = next(browser.page.iter("form"))
    button = next(form.iter("button"))
    button.set("name", "stop")
    button.set("value", "stop")
    assert browser.press("stop", "stop").status == 303
    assert played.third.readings().status == 401
    tell(played.running.utility)
    assert played.third.token["authorizationURI"].encode() in ear.heard[0]
    browser.visit(f"{played.running.utility.base_url}/?lang=fr")
    assert "Cette permission a pris fin." in "".join(browser.page.itertext())
