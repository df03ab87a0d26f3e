"""The steps of the check about permissions and tokens: asked for, given, refreshed, ended, as the standards say."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from utility_connectors.addresses import is_loopback, parse
from web.sandbox.scope import read_scope
from web.sandbox.walk import Skipped, Walk, expect, refused, require, shown

DAY_S = 86_400
DENIED = (401, 403, 404)


def transport(walk: Walk) -> None:
    """Every address is https (or this machine's) and under the one given."""
    base = parse(walk.base_url).origin
    said = walk.talk.utility
    urls = (said.authorize_url, said.token_url, said.revoke_url, said.resource_url, said.service_status_url)
    for url in filter(None, urls):
        origin = parse(url).origin
        require(origin == base, f"{url} is not under {base}")
        require(origin.scheme == "https" or is_loopback(origin), f"{url} is not https")


def own_token(walk: Walk) -> None:
    """The third party gets a token by its credentials alone."""
    said = walk.talk.post(walk.talk.utility.token_url, {"grant_type": "client_credentials"})
    expect(said, 200)
    walk.own_token = said.text("access_token")
    require(bool(walk.own_token), "no access_token in the answer")


def wrong_secret(walk: Walk) -> None:
    """A wrong secret gives no token."""
    said = walk.talk.post(walk.talk.utility.token_url, {"grant_type": "client_credentials"}, secret="not-the-secret")  # noqa: S106
    require(
        said.status == 401 and said.text("error") == "invalid_client", f"{shown(said)} instead of 401 invalid_client"
    )


def pkce(walk: Walk) -> None:
    """An authorization without PKCE is refused."""
    _refuses_to_authorize(walk, code_challenge=None, code_challenge_method=None)


def no_plain(walk: Walk) -> None:
    """The plain method of PKCE is refused."""
    _refuses_to_authorize(walk, code_challenge="p" * 43, code_challenge_method="plain")


def registered_redirect(walk: Walk) -> None:
    """Nobody is led to an address that was not registered."""
    elsewhere = "https://elsewhere.invalid/return"
    said = walk.talk.get(walk.talk.authorize_address(redirect_uri=elsewhere))
    require(
        not said.headers.get("location", "").startswith(elsewhere), "the answer leads to an address nobody registered"
    )


def authorize(walk: Walk) -> None:
    """Somebody agrees, and our state and a code come back."""
    walk.first_code = _code(walk)


def issuer(walk: Walk) -> None:
    """The answer says who gives it, and it is who we asked."""
    if "state" not in walk.seen:
        raise Skipped("no answer came back from the customer's browser")
    expected = walk.talk.utility.issuer
    said = walk.seen.get("iss", "")
    require(bool(said), "no iss in the answer, so one utility's answer can pass for another's")
    require(expected is None or said == expected, f"iss is {said!r}, registered is {expected!r}")


def wrong_verifier(walk: Walk) -> None:
    """The first code, with a wrong verifier, gives nothing."""
    if not walk.first_code:
        raise Skipped("there is no code")
    said = walk.talk.exchange(walk.first_code, verifier="w" * 64)
    refused(said, "invalid_grant")


def exchange(walk: Walk) -> None:
    """A second code gives tokens."""
    if not walk.first_code:
        raise Skipped("there is no code")
    walk.code = _code(walk)
    said = walk.talk.exchange(walk.code)
    expect(said, 200)
    require(bool(said.text("access_token")), "no access_token in the answer")
    walk.tokens = said


def token_answer(walk: Walk) -> None:
    """The token answer is complete, uncached, and no wider than asked."""
    said = walk.token
    document, resource = said.document, walk.talk.utility.resource_url
    require("json" in said.headers.get("content-type", ""), "the answer is not application/json")
    require("no-store" in said.headers.get("cache-control", ""), "no Cache-Control: no-store")
    require(said.text("token_type").lower() == "bearer", f"token_type is {document.get('token_type')!r}")
    life = document.get("expires_in")
    require(type(life) is int and 0 < life <= 366 * DAY_S, f"expires_in is {life!r}")
    require(bool(said.text("refresh_token")), "no refresh_token")
    for name in ("resourceURI", "authorizationURI"):
        require(said.text(name).startswith(f"{resource}/"), f"{name} is not under {resource}")
    asked, given = read_scope(walk.talk.utility.scope), read_scope(said.text("scope") or walk.talk.utility.scope)
    require(given is not None, "the scope granted is no ESPI scope")
    if asked is not None and given is not None:
        wider = sorted(set(given.blocks) - set(asked.blocks))
        require(not wider, f"function blocks nobody asked for: {wider}")


def refresh(walk: Walk) -> None:
    """A refresh gives two new tokens."""
    before = walk.token
    said = walk.talk.refresh(before.text("refresh_token"))
    expect(said, 200)
    require(said.text("access_token") not in ("", before.text("access_token")), "no new access_token")
    walk.newer = said
    require(said.text("refresh_token") not in ("", before.text("refresh_token")), "the refresh token was not rotated")


def refresh_once(walk: Walk) -> None:
    """The refresh token of before gives nothing."""
    if walk.newer is None or walk.tokens is None:
        raise Skipped("nothing was refreshed")
    refused(walk.talk.refresh(walk.tokens.text("refresh_token")), "invalid_grant")


def revoke(walk: Walk) -> None:
    """Tokens can be revoked, also unknown ones."""
    url = walk.talk.utility.revoke_url
    if not url:
        raise Skipped("the utility's file names no revoke_url")
    token = walk.token
    said = walk.talk.post(url, {"token": token.text("refresh_token") or token.text("access_token")})
    expect(said, 200)
    expect(walk.talk.post(url, {"token": "a-token-nobody-knows"}), 200)


def after_revoke(walk: Walk) -> None:
    """Neither readings nor a refresh are open any more."""
    token = walk.token
    if not walk.talk.utility.revoke_url:
        raise Skipped("the utility's file names no revoke_url")
    said = walk.talk.get((walk.tokens or token).text("resourceURI"), token.text("access_token"))
    require(said.status in DENIED, f"readings are still given: {shown(said)}")
    refused(walk.talk.refresh(token.text("refresh_token")), "invalid_grant")


def code_once(walk: Walk) -> None:
    """The code of before gives nothing."""
    if not walk.code:
        raise Skipped("there is no code")
    refused(walk.talk.exchange(walk.code), "invalid_grant")


def _refuses_to_authorize(walk: Walk, **changed: str | None) -> None:
    said = walk.talk.get(walk.talk.authorize_address(**changed))
    if 300 <= said.status < 400:
        location = said.headers.get("location", "")
        if "error=" in location and location.startswith(walk.talk.redirect_uri):
            return
        raise Skipped("the customer is sent to sign in first, so this cannot be told from outside")
    require(400 <= said.status < 500, f"{shown(said)} instead of an error")


def _code(walk: Walk) -> str:
    """A code for a permission somebody has just agreed to."""
    answered = walk.agree(walk.talk.authorize_address()).strip()
    said = {name: values[0] for name, values in parse_qs(urlsplit(answered).query).items()}
    require(answered.split("?")[0] == walk.talk.redirect_uri, "the browser did not end at our redirect address")
    require(said.get("state") == walk.talk.state, "the state that came back is not ours")
    walk.seen.update(said)
    require("error" not in said, f"the answer is the error {said.get('error')!r}")
    require(bool(said.get("code")), "no code came back")
    return said["code"]
