"""The check of partners' custodians, held against our own utility: sound in `normal`, found out in each departure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from tests.web.sandbox.conftest import NOON, Played
from tests.web.sandbox.third_party import GAS_HOUSE, Browser
from utility_connectors.custodians import Description
from web.sandbox.conformance import STEPS, Outcome, Verdict, check

Play = Callable[..., Played]
NEEDS_CODE = {"issuer", "wrong-verifier", "exchange", "code-once"}
NEEDS_TOKEN = {
    "token-answer", "no-token", "wrong-token", "readings", "clean", "fresh", "no-person", "same-again", "window",
    "other-subscription", "authorization", "refresh", "refresh-once", "revoke", "after-revoke",
}  # fmt: skip
NEEDS_READINGS = {"clean", "fresh", "no-person", "same-again", "window"}
FAILS: dict[str, set[str]] = {
    "normal": set(),
    "out-of-order": set(),
    "slow": set(),
    "narrower-scope": set(),
    "async-202": set(),
    "forgets-notifications": set(),
    "revised": set(),
    "late": {"fresh"},
    "duplicate": {"clean"},
    "gap": {"clean"},
    "wrong-unit": {"readings", "clean"},
    "never-confirms-revocation": {"revoke", "after-revoke"},
    "server-errors": {"readings"},
    "rate-limited": {"readings"},
    "truncated": {"readings"},
    "html-instead-of-xml": {"readings"},
    "redirecting": {"readings"},
    "refuses-consent": {"authorize"},
    "token-expired": {"same-again", "window", "authorization"},
    "revoked-at-utility": {"same-again", "window", "authorization", "refresh"},
}


def agreeing(address: str, accounts: tuple[str, ...] = ("8001-G",)) -> str:
    """A customer who signs in, shares and is sent back."""
    browser = Browser()
    browser.visit(address)
    browser.press("customer", "gas-heated-house")
    return browser.press("decision", "agree", account=list(accounts)).headers["location"]


def sharing_all(address: str) -> str:
    """As `agreeing`, with both accounts."""
    return agreeing(address, GAS_HOUSE)


def walked(played: Played, agree: Callable[[str], str] = agreeing, **changed: object) -> dict[str, Outcome]:
    utility = Description.model_validate(played.third.document | changed)
    base, uri = played.running.utility.base_url, played.third.redirect_uri
    outcomes = list(check(base, utility, uri, agree, now=NOON, pause=played.pauses.append))
    assert [one.step for one in outcomes] == [step.name for step in STEPS]
    assert all(bool(one.reason) == (one.verdict is not Verdict.PASSED) for one in outcomes)
    return {one.step: one for one in outcomes}


def steps(outcomes: dict[str, Outcome], verdict: Verdict) -> set[str]:
    return {name for name, one in outcomes.items() if one.verdict is verdict}


@pytest.mark.parametrize("name", list(FAILS))
def test_each_departure_is_found_where_it_is(play: Play, name: str) -> None:
    outcomes = walked(play(name), sharing_all if name in ("normal", "wrong-unit") else agreeing)
    assert steps(outcomes, Verdict.FAILED) == FAILS[name], {n: o.reason for n, o in outcomes.items() if o.reason}
    skipped = steps(outcomes, Verdict.SKIPPED)
    if name == "refuses-consent":
        assert skipped == (NEEDS_CODE - {"issuer"}) | NEEDS_TOKEN
    elif name == "revoked-at-utility":
        assert skipped == {"refresh-once"}
    elif "readings" in FAILS[name] and name != "wrong-unit":
        assert skipped == NEEDS_READINGS
    else:
        assert skipped == set()


def test_a_reason_says_what_was_wrong(play: Play) -> None:
    outcomes = walked(play("gap"))
    assert "espi.gap" in outcomes["clean"].reason
    assert "12 days old" in walked(play("late"))["fresh"].reason
    assert "http.cut_short" in walked(play("truncated"))["readings"].reason
    assert "302" in walked(play("redirecting"))["readings"].reason


def test_somebody_who_does_not_agree_ends_the_walk_early(play: Play) -> None:
    played = play()
    outcomes = walked(played, lambda address: f"{played.third.redirect_uri}?{urlencode({'error': 'access_denied'})}")
    assert "state" in outcomes["authorize"].reason
    assert steps(outcomes, Verdict.SKIPPED) == NEEDS_CODE | NEEDS_TOKEN


def test_an_answer_from_somewhere_else_is_not_taken(play: Play) -> None:
    outcomes = walked(play(), lambda address: "https://elsewhere.invalid/?code=1&state=2")
    assert "redirect address" in outcomes["authorize"].reason


def test_an_issuer_that_is_not_the_registered_one_is_found(play: Play) -> None:
    outcomes = walked(play(), issuer="https://another.invalid")
    assert steps(outcomes, Verdict.FAILED) == {"issuer"}


def test_addresses_elsewhere_or_without_tls_are_found(play: Play) -> None:
    played = play()
    outcomes = walked(played, service_status_url="http://elsewhere.invalid/status")
    assert outcomes["transport"].verdict is Verdict.FAILED
    assert "http.address_refused" in outcomes["service-status"].reason


def test_wrong_credentials_are_found_at_once(play: Play) -> None:
    outcomes = walked(play(), client_secret="another")
    assert {"own-token", "exchange"} <= steps(outcomes, Verdict.FAILED)
    assert "401 invalid_client" in outcomes["own-token"].reason
