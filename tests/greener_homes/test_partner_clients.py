"""Partners' software: secrets shown once, two at a time, tokens for an hour, and an end that counts at once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from greener_homes import audit, organisations, partner_calls, partner_clients, partner_tokens
from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_calls import LIMITS, CallKind
from greener_homes.partner_clients import NewSecret, Scope
from greener_homes.settings import Settings
from greener_homes.tables.programme import Organisation, PartnerCalls, PartnerSecret, PartnerToken
from greener_homes.vault import Vault
from tests.scenes import NOW

READS = (Scope.IMPORTS_READ,)
BOTH = (Scope.IMPORTS_READ, Scope.IMPORTS_WRITE)
SOMEBODY = audit.Actor(uuid.UUID(int=7), "utility_partner")


@pytest.fixture
def utility(session: Session) -> uuid.UUID:
    return organisations.register(session, OrganisationKind.UTILITY, "utility-a", "Utility A", now=NOW).id


@pytest.fixture
def made(session: Session, keys: Vault, utility: uuid.UUID) -> NewSecret:
    return partner_clients.make(session, keys, utility, "Nightly", BOTH, actor=SOMEBODY, now=NOW)


def known(session: Session, keys: Vault, made: NewSecret, secret: str | None = None, after: int = 0) -> bool:
    at = NOW + timedelta(minutes=after)
    return partner_tokens.authenticate(session, keys, str(made.client.id), secret or made.secret, now=at) is not None


def a_token(session: Session, keys: Vault, made: NewSecret) -> str:
    found = partner_tokens.authenticate(session, keys, str(made.client.id), made.secret, now=NOW)
    assert found is not None
    return partner_tokens.issue(session, found, READS, now=NOW)


def test_a_client_is_known_by_its_secret_and_by_nothing_else(session: Session, keys: Vault, made: NewSecret) -> None:
    assert known(session, keys, made)
    assert not known(session, keys, made, made.secret[:-1])
    assert not known(session, keys, made, made.secret.upper())
    assert not partner_tokens.authenticate(session, keys, str(uuid.uuid4()), made.secret, now=NOW)
    assert not partner_tokens.authenticate(session, keys, str(made.client.id).upper(), made.secret, now=NOW)


def test_neither_secret_nor_token_is_in_the_database(session: Session, keys: Vault, made: NewSecret) -> None:
    token = a_token(session, keys, made)
    kept = [session.exec(select(PartnerSecret)).one(), session.exec(select(PartnerToken)).one()]
    written = " ".join(repr(row.model_dump()) for row in kept)
    assert made.secret not in written and token not in written
    assert made.secret.removeprefix("ghs_").encode() not in kept[0].digest


def test_a_client_gets_only_scopes_open_to_its_organisation(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    lender, researcher = (
        organisations.register(session, kind, kind.value, kind.value, now=NOW).id
        for kind in (OrganisationKind.LENDER, OrganisationKind.RESEARCH)
    )
    closed = [(utility, ())]
    closed += [(lender, (scope,)) for scope in (Scope.IMPORTS_READ, Scope.IMPORTS_WRITE, Scope.CONSENTS_READ)]
    closed += [(lender, (Scope.REFERRALS_READ, Scope.MATCHES_WRITE))]
    closed += [(researcher, (scope,)) for scope in Scope]
    for organisation, scopes in closed:
        with pytest.raises(Refusal) as refused:
            partner_clients.make(session, keys, organisation, "Other", scopes, actor=SOMEBODY, now=NOW)
        assert refused.value.code is partner_clients.SCOPE_UNKNOWN
    for organisation in (utility, lender):
        lends = (Scope.REFERRALS_READ, Scope.REFERRALS_WRITE)
        partner_clients.make(session, keys, organisation, "Loans", lends, actor=SOMEBODY, now=NOW)


@pytest.mark.parametrize("name", ["", "n" * 81])
def test_a_client_needs_a_name_of_some_length(session: Session, keys: Vault, utility: uuid.UUID, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        partner_clients.make(session, keys, utility, name, READS, actor=SOMEBODY, now=NOW)
    assert refused.value.code is partner_clients.NAME_NEEDED


def test_an_organisation_has_a_bounded_number_of_clients(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    for place in range(partner_clients.CLIENTS_AT_ONCE):
        last = partner_clients.make(session, keys, utility, f"Client {place}", READS, actor=SOMEBODY, now=NOW)
    with pytest.raises(Refusal) as refused:
        partner_clients.make(session, keys, utility, "One more", READS, actor=SOMEBODY, now=NOW)
    assert refused.value.code is partner_clients.TOO_MANY
    partner_clients.close(session, utility, last.client.id, actor=SOMEBODY, now=NOW)
    partner_clients.make(session, keys, utility, "One more", READS, actor=SOMEBODY, now=NOW)


def test_two_secrets_overlap_and_the_first_ends_by_itself(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    second = partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=NOW)
    last_minute = int(partner_clients.OVERLAP.total_seconds() // 60) - 1
    assert known(session, keys, made, after=last_minute) and known(session, keys, second, after=last_minute)
    assert not known(session, keys, made, after=last_minute + 1)
    assert known(session, keys, second, after=last_minute + 1)


def test_a_secret_that_is_ending_is_not_given_more_time(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    second = partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=NOW)
    newer = second.client.secrets[1].id
    partner_clients.end_secret(session, utility, made.client.id, newer, actor=SOMEBODY, now=NOW)
    later = NOW + timedelta(days=10)
    third = partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=later)
    assert third.client.secrets[0].ends_at == NOW + partner_clients.OVERLAP


def test_a_third_secret_waits_until_one_is_ended(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    second = partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=NOW)
    with pytest.raises(Refusal) as refused:
        partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=NOW)
    assert refused.value.code is partner_clients.TWO_SECRETS
    first = second.client.secrets[0].id
    partner_clients.end_secret(session, utility, made.client.id, first, actor=SOMEBODY, now=NOW)
    assert not known(session, keys, made) and known(session, keys, second)
    assert partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=NOW).secret


def test_a_token_opens_what_it_was_issued_for_and_lasts_an_hour(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    token = a_token(session, keys, made)
    found = partner_tokens.token(session, token, now=NOW + timedelta(minutes=59))
    assert found is not None
    assert (found.scopes, found.client.organisation_id) == (READS, utility)
    assert partner_tokens.token(session, token, now=NOW + timedelta(hours=1)) is None
    assert partner_tokens.token(session, token + "x", now=NOW) is None


def test_a_token_ends_at_once_with_whatever_it_rests_on(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    stranger = partner_clients.make(session, keys, utility, "Stranger", READS, actor=SOMEBODY, now=NOW)

    def lives_after(end: object) -> bool:
        assert end is None
        return partner_tokens.token(session, token, now=NOW) is not None

    token = a_token(session, keys, made)
    assert lives_after(partner_tokens.revoke_token(session, stranger.client, token, now=NOW))
    assert not lives_after(partner_tokens.revoke_token(session, made.client, token, now=NOW))
    token = a_token(session, keys, made)
    secret = made.client.secrets[0].id
    assert not lives_after(
        partner_clients.end_secret(session, utility, made.client.id, secret, actor=SOMEBODY, now=NOW)
    )
    token = a_token(session, keys, stranger)
    assert not lives_after(partner_clients.close(session, utility, stranger.client.id, actor=SOMEBODY, now=NOW))


def test_nothing_of_a_closed_organisation_works(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    token = a_token(session, keys, made)
    row = session.get_one(Organisation, utility)
    row.closed_at = NOW
    session.add(row)
    session.flush()
    assert partner_tokens.token(session, token, now=NOW) is None
    assert not known(session, keys, made)


def test_another_organisations_client_is_not_found(session: Session, keys: Vault, made: NewSecret) -> None:
    other = organisations.register(session, OrganisationKind.UTILITY, "utility-b", "Utility B", now=NOW).id
    client, secret = made.client.id, made.client.secrets[0].id
    for act in (
        lambda: partner_clients.get(session, other, client, now=NOW),
        lambda: partner_clients.rotate(session, keys, other, client, actor=SOMEBODY, now=NOW),
        lambda: partner_clients.close(session, other, client, actor=SOMEBODY, now=NOW),
        lambda: partner_clients.end_secret(session, other, client, secret, actor=SOMEBODY, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert list(partner_clients.of_organisation(session, other, now=NOW)) == []


def test_every_change_is_on_record_without_the_secret(
    session: Session, keys: Vault, utility: uuid.UUID, made: NewSecret
) -> None:
    second = partner_clients.rotate(session, keys, utility, made.client.id, actor=SOMEBODY, now=NOW)
    partner_clients.end_secret(session, utility, made.client.id, second.client.secrets[0].id, actor=SOMEBODY, now=NOW)
    partner_clients.close(session, utility, made.client.id, actor=SOMEBODY, now=NOW)
    session.flush()
    rows = session.execute(
        text("SELECT action, facts::text FROM audit_event WHERE object_id = :client ORDER BY id"),
        {"client": made.client.id},
    ).all()
    assert {row[0] for row in rows} == {
        "client.made",
        "client.rotated",
        "client.secret_ended",
        "client.closed",
    }
    assert not any(secret in row[1] for row in rows for secret in (made.secret, second.secret))


def test_one_call_too_many_is_refused_until_the_window_ends(session: Session, keys: Vault) -> None:
    allowed = LIMITS[CallKind.ASKED].count
    for _ in range(allowed):
        partner_calls.note(session, keys, "somebody", CallKind.ASKED, now=NOW)
    with pytest.raises(Refusal) as refused:
        partner_calls.note(session, keys, "somebody", CallKind.ASKED, now=NOW)
    assert refused.value.facts == {"seconds": 60}
    with pytest.raises(Refusal):
        partner_calls.refuse_if_exceeded(session, keys, "somebody", CallKind.ASKED, now=NOW)
    partner_calls.note(session, keys, "somebody else", CallKind.ASKED, now=NOW)
    partner_calls.note(session, keys, "somebody", CallKind.CALL, now=NOW)
    partner_calls.note(session, keys, "somebody", CallKind.ASKED, now=NOW + timedelta(minutes=1))


def test_counts_and_ended_tokens_are_forgotten(session: Session, keys: Vault, made: NewSecret) -> None:
    a_token(session, keys, made)
    partner_calls.note(session, keys, "somebody", CallKind.CALL, now=NOW)
    later = NOW + timedelta(days=1)
    partner_tokens.forget(session, uuid.UUID(int=0), now=later, settings=Settings(), step=lambda _name: None)
    assert session.exec(select(PartnerCalls)).all() == []
    assert len(session.exec(select(PartnerToken)).all()) == 1
    later += timedelta(hours=2)
    partner_tokens.forget(session, uuid.UUID(int=0), now=later, settings=Settings(), step=lambda _name: None)
    assert session.exec(select(PartnerToken)).all() == []
