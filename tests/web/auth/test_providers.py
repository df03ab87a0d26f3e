"""Signing in through an OpenID Connect provider that runs on this machine, honest and not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import ECKey
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import IdentityProvider, Settings
from greener_homes.tables.audit import AuditEvent
from tests.web.auth.letters import deliver
from tests.web.auth.provider import CLIENT, SECRET, Provider, query, running
from tests.web.visiting import application, registered
from utility_connectors.identity import discovery
from web.app import GreenerHomes

EMAIL = "resident@mail.example"


@pytest.fixture(scope="module")
def one_provider() -> Iterator[Provider]:
    with running() as made:
        yield made


@pytest.fixture
def provider(one_provider: Provider) -> Provider:
    """The provider, honest again, with nobody's codes."""
    fresh = Provider(issuer=one_provider.issuer, key=one_provider.key)
    one_provider.__dict__.update(fresh.__dict__)
    one_provider.person = {"sub": "somebody-1", "email": EMAIL, "email_verified": True}
    discovery._KNOWN.clear()
    return one_provider


@pytest.fixture
def site(engine: Engine, settings: Settings, provider: Provider) -> GreenerHomes:
    def named(key: str) -> IdentityProvider:
        return IdentityProvider(
            key=key,
            name=f"Provider {key}",
            issuer=provider.issuer,
            client_id=CLIENT,
            client_secret=SECRET,
            audiences=frozenset({"resident"}),
        )

    change = {"identity_providers": (named("region"), named("other")), "allow_loopback": True}
    return application(engine, settings.model_copy(update=change))


def go(client: FlaskClient, provider: Provider, key: str = "region") -> dict[str, str]:
    sent = client.get(f"/sign-in/with/{key}")
    assert sent.status_code == 303, sent.get_data(as_text=True)
    return provider.authorize(sent.headers["Location"])


def back(client: FlaskClient, given: dict[str, str], key: str = "region") -> Any:
    return client.get(f"/sign-in/with/{key}/back?{query(given)}")


def reasons(engine: Engine) -> list[object]:
    with db.reading(engine) as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.action == "person.identity_refused"))
        return [row.facts["why"] for row in rows]


def test_the_first_time_a_letter_connects_and_then_it_signs_in(
    site: GreenerHomes, engine: Engine, provider: Provider
) -> None:
    registered(engine, site.config["SETTINGS"], EMAIL, Audience.RESIDENT)
    client = site.test_client()
    assert "Sign in with Provider region" in client.get("/sign-in").get_data(as_text=True)
    assert back(client, go(client, provider)).headers["Location"] == "/sign-in/letter-sent"
    assert client.get("/account").status_code == 303, "its word alone opens nothing"
    (letter,) = deliver(engine, site.config["SETTINGS"])
    assert letter.subject == "Connect another way to sign in"
    assert client.post(letter.path).status_code == 303
    assert "Provider region" in client.get("/account").get_data(as_text=True)
    later = site.test_client()
    assert back(later, go(later, provider)).headers["Location"] == "/home"
    assert later.get("/account").status_code == 200
    assert deliver(engine, site.config["SETTINGS"])[-1].subject == "Another way into your account"


def test_somebody_new_confirms_their_address_and_both_stand(
    site: GreenerHomes, engine: Engine, provider: Provider
) -> None:
    client = site.test_client()
    assert back(client, go(client, provider)).headers["Location"] == "/sign-in/letter-sent"
    (letter,) = deliver(engine, site.config["SETTINGS"])
    assert letter.subject == "Confirm your e-mail address"
    assert client.post(letter.path, data={"name": "Sam"}).status_code == 303
    later = site.test_client()
    assert back(later, go(later, provider)).headers["Location"] == "/home"


def test_audiences_that_a_provider_may_not_sign_in_are_written_nothing(
    site: GreenerHomes, engine: Engine, provider: Provider
) -> None:
    registered(engine, site.config["SETTINGS"], EMAIL, Audience.COACH)
    client = site.test_client()
    assert back(client, go(client, provider)).headers["Location"] == "/sign-in/letter-sent"
    assert deliver(engine, site.config["SETTINGS"]) == []


BENT: dict[str, Callable[[dict[str, Any]], object]] = {
    "wrong nonce": lambda claims: claims.update(nonce="another"),
    "no nonce": lambda claims: claims.pop("nonce"),
    "wrong audience": lambda claims: claims.update(aud="another"),
    "two audiences": lambda claims: claims.update(aud=[CLIENT, "another"]),
    "another's party": lambda claims: claims.update(azp="another"),
    "expired": lambda claims: claims.update(exp=claims["iat"] - 120),
    "from tomorrow": lambda claims: claims.update(iat=claims["iat"] + 86_400),
    "another issuer": lambda claims: claims.update(iss="https://evil.example"),
    "no subject": lambda claims: claims.pop("sub"),
    "address unverified": lambda claims: claims.update(email_verified=False),
    "address called verified": lambda claims: claims.update(email_verified="true"),
}


def test_what_proves_nothing_opens_nothing_and_writes_to_nobody(
    site: GreenerHomes, engine: Engine, provider: Provider
) -> None:
    client = site.test_client()
    for name, bend in BENT.items():
        provider.bend = bend
        answered = back(client, go(client, provider))
        assert answered.status_code == 422 and "did not work" in answered.get_data(as_text=True), name
    provider.bend = lambda claims: None
    provider.unsigned = True
    assert back(client, go(client, provider)).status_code == 422, "alg none"
    provider.unsigned = False
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "now"})
    assert back(client, go(client, provider)).status_code == 422, "another's key"
    provider.signs_with = None
    assert len(reasons(engine)) == len(BENT) + 2 and deliver(engine, site.config["SETTINGS"]) == []


def test_an_answer_counts_once_in_one_browser_and_from_whom_it_was_asked(
    site: GreenerHomes, engine: Engine, provider: Provider
) -> None:
    client, thief = site.test_client(), site.test_client()
    given = go(client, provider)
    go(thief, provider)
    assert back(thief, given).status_code == 422, "another browser"
    assert back(client, given, key="other").status_code == 422, "another provider's answer"
    assert back(client, {**given, "iss": "https://evil.example"}).status_code == 422, "mixed up"
    assert back(client, given).status_code == 422, "the state was used"
    given = go(client, provider)
    del given["iss"]
    assert back(client, given).status_code == 422, "it says that it names itself"
    given = go(client, provider)
    used = go(client, provider)
    assert back(client, used).status_code == 303
    assert back(client, {**given, "code": used["code"]}).status_code == 422, "a code buys one token"
    assert provider.refused == [used["code"]]
    given, mine = go(thief, provider), go(client, provider)
    assert back(client, {**mine, "code": given["code"]}).status_code == 422, "a code of another question"
    assert set(reasons(engine)) == {"state", "issuer", "code"}


def test_a_provider_that_says_something_else_of_itself_is_not_asked(
    site: GreenerHomes, engine: Engine, provider: Provider
) -> None:
    client = site.test_client()
    bad: tuple[dict[str, object], ...] = (
        {"issuer": "https://evil.example"},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
    )
    for says in bad:
        provider.says = says
        discovery._KNOWN.clear()
        assert client.get("/sign-in/with/region").status_code == 422, says
    assert reasons(engine) == ["issuer", "pkce", "address", "document"]
    assert client.get("/sign-in/with/nobody").status_code == 404
