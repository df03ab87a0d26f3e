"""What a utility, or somebody between, can do to a question, the answer that comes back, and the token request."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from greener_homes import db, permissions
from greener_homes.errors import Refusal
from tests.utility_connectors.green_button.rogue_utility import BASE, SUBSCRIPTION, Reply
from tests.utility_connectors.green_button.stage import Stage
from utility_connectors import codes_utility as codes

TOKEN = "POST /oauth/token"


def refused(stage: Stage, answer: dict[str, str] | dict[str, list[str]], **how: object) -> None:
    """The answer is one we did not expect, and is said to be."""
    with pytest.raises(Refusal) as refusal:
        stage.come_back(answer, **how)  # type: ignore[arg-type]
    assert refusal.value.code is codes.RETURN_UNKNOWN


def resident_says_no(stage: Stage) -> None:
    answer = stage.ask()
    stage.come_back({"error": "access_denied", "state": answer["state"], "iss": answer["iss"]})


def issuer_of_another(stage: Stage) -> None:
    stage.come_back(stage.ask() | {"iss": "https://evil.example"})


def answer_at_anothers_door(stage: Stage) -> None:
    stage.come_back(stage.ask(), key="rogue-of-another")


def state_made_up(stage: Stage) -> None:
    refused(stage, stage.ask() | {"state": "A" * 43})


def state_missing(stage: Stage) -> None:
    answer = stage.ask()
    del answer["state"]
    refused(stage, answer)


def state_of_another_browser(stage: Stage) -> None:
    refused(stage, stage.ask(), browser="somebody else's sign-in")


def state_of_another_person(stage: Stage) -> None:
    refused(stage, stage.ask(), person_id=stage.who.home.id)


def state_twice_in_one_answer(stage: Stage) -> None:
    answer = stage.ask()
    refused(stage, {"code": [answer["code"]], "state": [answer["state"], answer["state"]]})


def answer_replayed(stage: Stage) -> None:
    answer = stage.ask()
    stage.come_back(answer)
    refused(stage, answer)
    stage.work()


def two_codes_in_one_answer(stage: Stage) -> None:
    answer = stage.ask()
    stage.come_back({"code": [answer["code"], "CANARY-code-2"], "state": [answer["state"]]})


def code_and_error_together(stage: Stage) -> None:
    stage.come_back(stage.ask() | {"error": "access_denied"})


def answer_without_code(stage: Stage) -> None:
    answer = stage.ask()
    del answer["code"]
    stage.come_back(answer)


def code_with_line_break(stage: Stage) -> None:
    stage.come_back(stage.ask() | {"code": "abc\r\nX-Injected: 1"})


def code_without_end(stage: Stage) -> None:
    stage.come_back(stage.ask() | {"code": "A" * 100_000})


def answer_too_late(stage: Stage) -> None:
    answer = stage.ask()
    stage.now += timedelta(minutes=11)
    stage.come_back(answer)


def nobody_comes_back(stage: Stage) -> None:
    stage.ask()
    stage.later(minutes=11)


def somebody_elses_code(stage: Stage) -> None:
    stage.come_back(stage.ask() | {"code": "CANARY-code-stolen"})
    stage.work()


def proof_key_of_another(stage: Stage) -> None:
    answer = stage.ask()
    stage.utility.codes[answer["code"]] = "a challenge of somebody else"
    stage.come_back(answer)
    stage.work()


def token_request_redirected(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(307, headers={"Location": "http://127.0.0.1:1/steal"}))
    stage.connect()


def token_answer_huge(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, b'{"access_token":"' + b"A" * 2_000_000 + b'"}'))
    stage.come_back(stage.ask())
    stage.work()
    stage.later(hours=1)


def token_answer_drips(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(raw=[b"HTTP/1.1 200 OK\r\n\r\n", *[b" "] * 200], pause=0.02))
    stage.come_back(stage.ask())
    stage.work()
    stage.later(hours=1)


def token_answer_is_a_page(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, b"<!DOCTYPE html><html><body>Sign in</body></html>"))
    stage.connect()


def token_answer_compressed(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, b"\x1f\x8b" + b"\x00" * 50, {"Content-Encoding": "gzip"}))
    stage.come_back(stage.ask())
    stage.work()
    stage.later(hours=1)


def _answered(stage: Stage, **changes: object) -> None:
    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(**changes)))
    stage.come_back(answer)
    stage.work()


def names_twice(stage: Stage) -> None:
    body = stage.utility.tokens().replace(b'"token_type"', b'"access_token": "CANARY-other", "token_type"')
    stage.utility.play(TOKEN, Reply(200, body))
    stage.connect()


def not_a_number(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens().replace(b"3600", b"NaN")))
    stage.connect()


def nested_without_end(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"))
    stage.connect()


def list_instead_of_object(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, b"[" + stage.utility.tokens() + b"]"))
    stage.connect()


def lone_surrogate(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(scope="SCOPE").replace(b"SCOPE", b"\\ud800")))
    stage.connect()


def token_type_of_another_kind(stage: Stage) -> None:
    _answered(stage, token_type="mac")


def token_with_header_in_it(stage: Stage) -> None:
    _answered(stage, access_token="abc\r\nX-Injected: yes")


def token_without_token(stage: Stage) -> None:
    _answered(stage, access_token=None)


def token_that_is_a_number(stage: Stage) -> None:
    _answered(stage, access_token=12345)


def lasts_a_negative_time(stage: Stage) -> None:
    _answered(stage, expires_in=-5)


def lasts_for_ever(stage: Stage) -> None:
    _answered(stage, expires_in=10**18)
    until = stage.permission.access_until
    assert until is not None and until - stage.now == timedelta(days=1), "never believed beyond a day"


def lasts_in_words(stage: Stage) -> None:
    _answered(stage, expires_in="an hour")


def lasts_half_a_second(stage: Stage) -> None:
    _answered(stage, expires_in=0.5)


def no_data_address(stage: Stage) -> None:
    _answered(stage, resourceURI=None)


def data_at_another_host(stage: Stage) -> None:
    _answered(stage, resourceURI="https://evil.example" + SUBSCRIPTION)


def data_at_another_port(stage: Stage) -> None:
    _answered(stage, resourceURI="http://127.0.0.1:1" + SUBSCRIPTION)


def data_at_another_scheme(stage: Stage) -> None:
    _answered(stage, resourceURI=stage.utility.origin.replace("http", "https") + SUBSCRIPTION)


def data_at_a_private_address(stage: Stage) -> None:
    _answered(stage, resourceURI="http://169.254.169.254" + SUBSCRIPTION)


def data_in_a_file(stage: Stage) -> None:
    _answered(stage, resourceURI="file:///etc/passwd")


def data_behind_a_user_name(stage: Stage) -> None:
    _answered(stage, resourceURI=f"http://127.0.0.1:{stage.utility.port}@evil.example{SUBSCRIPTION}")


def data_up_the_path(stage: Stage) -> None:
    _answered(stage, resourceURI=f"{stage.utility.origin}{BASE}/Batch/Subscription/../../admin")


def data_up_the_path_in_disguise(stage: Stage) -> None:
    _answered(stage, resourceURI=f"{stage.utility.origin}{BASE}/Batch/Subscription/%2e%2e%2fadmin")


def data_of_everybody(stage: Stage) -> None:
    _answered(stage, resourceURI=f"{stage.utility.origin}{BASE}/Batch/Bulk/1")


def data_that_is_a_number(stage: Stage) -> None:
    _answered(stage, resourceURI=5)


def authorization_at_another_host(stage: Stage) -> None:
    _answered(stage, authorizationURI=f"https://evil.example{BASE}/Authorization/7")


def scope_without_readings(stage: Stage) -> None:
    _answered(stage, scope="FB=3_13")


def scope_narrower(stage: Stage) -> None:
    _answered(stage, scope="FB=4_5;HistoryLength=7776000")
    assert stage.permission.scope == "FB=4_5;IntervalDuration=3600;BlockDuration=Daily;HistoryLength=7776000"
    asked = [one.query["published-min"] for one in stage.utility.asked if one.path == SUBSCRIPTION]
    assert asked == ["2026-08-23T15:00:00Z"], "ninety days were agreed to, and no more is asked for"


def scope_wider(stage: Stage) -> None:
    _answered(stage, scope="FB=4_5_15_39_51_52;IntervalDuration=3600;BlockDuration=Daily;HistoryLength=999999999")
    scope = stage.permission.scope or ""
    assert scope == "FB=4_5_15_39;IntervalDuration=3600;BlockDuration=Daily;HistoryLength=63072000"


def client_not_recognised(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(401, b'{"error":"invalid_client"}'))
    stage.come_back(stage.ask())
    stage.work()
    assert stage.breaker == (1, "utility.client_refused")
    stage.utility.played.clear()
    stage.later(minutes=2)


def token_address_down_for_a_while(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(500))
    stage.come_back(stage.ask())
    stage.work()
    assert stage.state == "sent"
    stage.utility.played.clear()
    stage.later(minutes=2)


def token_address_down_for_good(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(503))
    stage.come_back(stage.ask())
    stage.work()
    stage.later(minutes=31)


def cookies_set(stage: Stage) -> None:
    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(), {"Set-Cookie": "CANARY-cookie=1; Path=/"}))
    stage.come_back(answer)
    stage.work()
    assert not any("cookie" in one.headers for one in stage.utility.asked)


def error_with_secrets_in_it(stage: Stage) -> None:
    said = {"error": "invalid_grant", "error_description": "CANARY-description\r\n{}", "error_uri": "javascript:x"}
    stage.utility.play(TOKEN, Reply(400, json.dumps(said).encode()))
    stage.connect()


def stopped_while_the_code_is_exchanged(stage: Stage) -> None:
    def stop() -> None:
        with db.transaction(stage.engine) as session:
            permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now)

    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(), before=stop))
    stage.come_back(answer)
    stage.work()
    stage.later(minutes=6)
    assert not stage.utility.access, "what we got after all was given back"
