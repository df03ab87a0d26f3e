"""Requests for links: what a worker makes of them, what is forgotten, and what erasure and a copy know of them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from greener_homes import jobs, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.identity import email_links, link_letters, newcomers, provider_visits
from greener_homes.identity.email_links import Asked, LinkKind
from greener_homes.people import Language, Registration
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter
from greener_homes.tables.people import Audience, Person
from greener_homes.tables.ways_in import EmailLink, ProviderVisit
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.scenes import NOW

EMAIL = "Somebody@mail.example"


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


def ask(session: Session, keys: Vault, kind: LinkKind = LinkKind.SIGN_UP, email: str = EMAIL) -> EmailLink:
    asked = Asked(kind, email, Language.FRENCH, "192.0.2.0/24", onward="/sharing")
    return session.get_one(EmailLink, email_links.ask(session, keys, asked, "this browser", now=NOW))


def write(session: Session, settings: Settings, row: EmailLink) -> list[str]:
    steps: list[str] = []
    link_letters.write(session, row.id, now=NOW, settings=settings, step=steps.append)
    session.flush()
    return steps


def token_of(session: Session, keys: Vault, row: EmailLink) -> str:
    letter = session.exec(select(Letter).where(Letter.about_id == row.id)).one()
    assert row.person_id
    key = people.key_of(session, keys, row.person_id)
    assert key and letter.language is Language.FRENCH
    text = keys.open(key, letter.text_sealed, f"letter|text|{row.person_id}")
    return text.partition("/letter/")[2].split()[0]


def test_written_twice_it_is_one_letter(session: Session, settings: Settings, keys: Vault) -> None:
    row = ask(session, keys)
    assert write(session, settings, row) == ["linked", "written"]
    digest = row.token_digest
    assert write(session, settings, row) == [] and row.token_digest == digest
    assert len(session.exec(select(Letter)).all()) == 1
    link = email_links.look(session, keys, token_of(session, keys, row), "this browser", now=NOW)
    assert link.same_browser and link.onward == "/sharing"
    assert not email_links.look(session, keys, token_of(session, keys, row), "another", now=NOW).same_browser


def test_a_used_link_is_used_for_everybody(session: Session, settings: Settings, keys: Vault) -> None:
    row = ask(session, keys)
    write(session, settings, row)
    token = token_of(session, keys, row)
    assert email_links.use(session, keys, token, "this browser", now=NOW).kind is LinkKind.SIGN_UP
    for again in (email_links.look, email_links.use):
        with pytest.raises(NotFound):
            again(session, keys, token, "this browser", now=NOW)


def test_an_address_nobody_confirmed_is_forgotten_and_blocks_nobody(
    session: Session, settings: Settings, keys: Vault
) -> None:
    write(session, settings, ask(session, keys))
    assert people.find(session, keys, EMAIL) is None
    coach = Registration(EMAIL, "A coach", scenes.PASSWORD, Audience.COACH)
    assert people.register(session, keys, coach, now=NOW).audience is Audience.COACH, (
        "whoever vouches for it goes first"
    )
    write(session, settings, ask(session, keys, email="another@mail.example"))
    assert len(session.exec(select(Person)).all()) == 2
    later = NOW + link_letters.UNCONFIRMED_LASTS + timedelta(minutes=1)
    link_letters.forget(session, jobs.NOBODY, now=later, settings=settings, step=lambda _: None)
    assert [one.audience for one in session.exec(select(Person))] == [Audience.COACH]
    assert session.exec(select(EmailLink)).all() == []


def test_facts_a_visitor_said_never_reach_a_home_that_stands(session: Session, settings: Settings, keys: Vault) -> None:
    scenes.resident(session, keys, email=EMAIL)
    row = ask(session, keys)
    row.asked_sealed = keys.seal(
        keys.key_for(email_links.PLATFORM_KEY),
        json.dumps({"email": EMAIL, "onward": "", "facts": {"year_built": 1900}, "provider": "", "subject": ""}),
        f"email_link|waiting|{row.id}",
    )
    write(session, settings, row)
    assert row.kind is LinkKind.SIGN_IN and row.expires_at == NOW + email_links.LASTS
    assert email_links.look(session, keys, token_of(session, keys, row), "", now=NOW).facts == {}


@pytest.mark.parametrize(
    "address", ["", "a", "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example", "x" * 250 + "@b.ca"]
)
def test_what_is_no_address_is_refused(session: Session, keys: Vault, address: str) -> None:
    with pytest.raises(Refusal) as refusal:
        ask(session, keys, email=address)
    assert refusal.value.code is email_links.BAD_ADDRESS


def test_one_network_may_ask_so_often_for_whatever_addresses(session: Session, keys: Vault) -> None:
    for place in range(email_links.FROM_ONE_NETWORK):
        ask(session, keys, email=f"{place}@mail.example")
    with pytest.raises(Refusal) as refusal:
        ask(session, keys, email="one-more@mail.example")
    assert refusal.value.code is email_links.TOO_MANY and refusal.value.facts == {"minutes": 60}


def test_a_newcomer_who_has_a_home_keeps_it(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    newcomers.settle(session, who.person, {"year_built": 1950}, now=NOW)
    from greener_homes import homes

    home = homes.home_of(session, who.person.id, on=NOW.date())
    assert home and home.id == who.home.id and homes.known_facts(session, home.id) == []


def test_a_visit_to_a_provider_is_taken_once_by_the_browser_that_went(
    session: Session, settings: Settings, keys: Vault
) -> None:
    def take(provider: str = "region", state: str = "s", browser: str = "b", minutes: int = 0) -> dict[str, str]:
        return provider_visits.take(session, keys, provider, state, browser, now=NOW + timedelta(minutes=minutes))

    provider_visits.begin(session, keys, "region", "s", {"nonce": "n"}, "b", now=NOW)
    for wrong in ({"provider": "other"}, {"state": "t"}, {"browser": "c"}, {"minutes": 10}):
        with pytest.raises(NotFound):
            take(**wrong)  # type: ignore[arg-type]
    assert take() == {"nonce": "n"}
    with pytest.raises(NotFound):
        take()
    provider_visits.begin(session, keys, "region", "u", {}, "b", now=NOW)
    link_letters.forget(session, jobs.NOBODY, now=NOW + timedelta(hours=1), settings=settings, step=lambda _: None)
    assert session.exec(select(ProviderVisit)).all() == []
