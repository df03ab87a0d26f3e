"""The sandbox utility as an authorization server: every code once, PKCE for all, tokens that rotate and end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.sandbox.conftest import Played
from tests.web.sandbox.third_party import STATE, Browser, ask, told
from web.sandbox.memory import CODE_LIFE_S, TOKEN_LIFE_S

Play = Callable[..., Played]


def test_a_customer_agrees_and_the_third_party_gets_tokens(play: Play) -> None:
    played = play()
    third = played.third
    answer = third.authorize()
    assert answer["state"] == STATE
    assert answer["iss"] == third.document["issuer"]
    reply = third.exchange(answer["code"])
    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-type"] == "application/json"
    token = reply.json()
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] == TOKEN_LIFE_S
    assert token["scope"] == third.document["scope"]
    assert token["resourceURI"].startswith(f"{third.document['resource_url']}/Batch/Subscription/")
    assert token["authorizationURI"].startswith(f"{third.document['resource_url']}/Authorization/")
    assert len({token["access_token"], token["refresh_token"], answer["code"]}) == 3


def test_a_customer_who_does_not_share_is_said_so_with_the_state(play: Play) -> None:
    answer = play().third.authorize("refuse")
    assert answer["error"] == "access_denied"
    assert (answer["state"], "code" in answer) == (STATE, False)
    assert answer["iss"]


def test_a_customer_must_choose_an_account_to_share(play: Play) -> None:
    third = play().third
    browser = Browser()
    browser.visit(third.address())
    browser.press("customer", "solar-roof")
    assert browser.press("decision", "agree").status == 422
    assert browser.press("decision", "agree", account=["8001-E"]).status == 422, "another customer's account"
    assert "code" in told(browser.press("decision", "agree", account=["8002-E"]))


def test_a_form_from_elsewhere_is_not_taken(play: Play) -> None:
    third = play().third
    body = b"customer=gas-heated-house&decision=agree&account=8001-E"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask("POST", third.address(), headers, body).status == 400


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"scope": "FB=4;FB=5"}, "invalid_scope"),
        ({"scope": "FB=x"}, "invalid_scope"),
    ],
)
def test_a_request_that_is_not_sound_goes_back_as_an_error(
    play: Play, changed: dict[str, str | None], error: str
) -> None:
    third = play().third
    answer = told(Browser().visit(third.address(**changed)))
    assert (answer["error"], answer["state"], answer["iss"]) == (error, STATE, third.document["issuer"])


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "http://127.0.0.1:8000/elsewhere"},
        {"redirect_uri": 'http://"quoted"/'},
        {"redirect_uri": None},
        {"client_id": "somebody-else"},
        {"client_id": None},
        {"response_type": "token"},
        {"response_type": 'to"ken'},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(play: Play, changed: dict[str, str | None]) -> None:
    browser = Browser()
    assert browser.visit(play().third.address(**changed)).status == 400


def test_a_code_is_good_for_one_use_and_a_second_ends_what_it_gave(play: Play) -> None:
    third = play().third
    code = third.authorize()["code"]
    third.token = third.exchange(code).json()
    assert third.readings().status == 200
    again = third.exchange(code)
    assert (again.status, again.json()["error"]) == (400, "invalid_grant")
    assert third.readings().status == 401
    assert third.refresh().json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "x" * 64}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:8000/other"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"code": "unknown"}, "invalid_grant"),
        ({"code": "é"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_opens_nothing_without_all_that_belongs_to_it(
    play: Play, changed: dict[str, str | None], error: str
) -> None:
    third = play().third
    reply = third.exchange(third.authorize()["code"], **changed)
    assert (reply.status, reply.json()["error"]) == (400, error)


def test_a_code_does_not_keep(play: Play) -> None:
    played = play()
    code = played.third.authorize()["code"]
    played.clock.advance(CODE_LIFE_S)
    assert played.third.exchange(code).json()["error"] == "invalid_grant"


def test_the_secret_must_be_right(play: Play) -> None:
    reply = play().third.post("token_url", {"grant_type": "client_credentials"}, secret="wrong é")
    assert (reply.status, reply.json()["error"]) == (401, "invalid_client")


def test_refreshing_gives_new_tokens_and_the_old_refresh_token_is_dead(play: Play) -> None:
    played = play()
    third = played.third
    third.connect()
    before = third.token
    played.clock.advance(TOKEN_LIFE_S)
    assert third.readings().status == 401
    third.token = third.refresh().json()
    assert third.token["resourceURI"] == before["resourceURI"]
    assert not {before["access_token"], before["refresh_token"]} & set(map(str, third.token.values()))
    assert third.readings().status == 200
    after, third.token = third.token, before
    assert third.refresh().json()["error"] == "invalid_grant"
    third.token = after
    assert third.readings().status == 200


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_revoking_either_token_ends_the_permission(play: Play, which: str) -> None:
    third = play().third
    third.connect()
    for _ in range(2):
        assert third.post("revoke_url", {"token": third.token[which]}).status == 200
    assert third.post("revoke_url", {"token": "nobody’s"}).status == 200
    assert third.readings().status == 401
    assert third.refresh().json()["error"] == "invalid_grant"
    entry = third.get(third.token["authorizationURI"], third.own_token())
    assert b"<status>0</status>" in entry.body


def test_a_request_for_tokens_without_a_secret_is_refused(play: Play) -> None:
    document = play().third.document
    body = b"grant_type=client_credentials&client_id=greener-homes"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask("POST", document["token_url"], headers, body).status == 401
    assert ask("POST", document["revoke_url"], headers, b"token=x").status == 401
