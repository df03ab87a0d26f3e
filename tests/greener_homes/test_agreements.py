"""Data-use agreements: entered as signed, kept to once on file, told of before they end, and no hindrance without."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from greener_homes import agreements, audit, doctor, incentive_changes, organisations, partner_clients, partner_counts
from greener_homes.agreements import AgreementPurpose, Signed, Standing
from greener_homes.errors import NotFound, Refusal
from greener_homes.incentive_changes import ChangedPart, Proposal
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.partner_clients import Scope
from greener_homes.settings import Settings
from greener_homes.vault import Vault
from tests.scenes import NOW

TODAY = date(2026, 11, 21)
PURPOSES = (AgreementPurpose.USAGE, AgreementPurpose.CONSENTS)
CONTACTS = "privacy office, privacy@utility.example"


@pytest.fixture
def utility(session: Session) -> OrganisationView:
    return organisations.register(session, OrganisationKind.UTILITY, "lakeside", "Lakeside Power", now=NOW)


def signed(one: OrganisationView, **other: object) -> Signed:
    usual = Signed(
        one.id,
        "DUA-7",
        PURPOSES,
        ["electricity"],
        730,
        CONTACTS,
        TODAY - timedelta(days=30),
        TODAY - timedelta(days=30),
        TODAY + timedelta(days=300),
    )
    return replace(usual, **other)  # type: ignore[arg-type]


def test_what_was_signed_is_on_file_and_whom_to_ask_is_sealed(
    session: Session, keys: Vault, utility: OrganisationView
) -> None:
    agreements.enter(session, keys, signed(utility), actor=audit.OPERATOR, now=NOW)
    (held,) = agreements.of_organisation(session, utility.id, vault=keys)
    assert (held.purposes, held.fields, held.retention_days) == (tuple(sorted(PURPOSES)), ("electricity",), 730)
    assert held.contacts == CONTACTS
    (row,) = session.execute(text("SELECT partner_agreement::text FROM partner_agreement")).scalars()
    assert "privacy" not in row
    assert agreements.of_organisation(session, utility.id)[0].contacts == ""


@pytest.mark.parametrize(
    ("days", "standing"),
    [(300, Standing.IN_FORCE), (60, Standing.ENDS_SOON), (0, Standing.ENDS_SOON), (-1, Standing.ENDED)],
)
def test_its_end_is_told_of_before_it_comes(
    session: Session, keys: Vault, utility: OrganisationView, days: int, standing: Standing
) -> None:
    lasting = signed(utility, expires_on=TODAY + timedelta(days=days))
    agreements.enter(session, keys, lasting, actor=audit.OPERATOR, now=NOW)
    (found,) = agreements.standings(session, at=NOW)
    assert found.standing is standing


def test_without_one_on_file_everything_goes_on(session: Session, keys: Vault, utility: OrganisationView) -> None:
    agreements.require(session, utility.id, AgreementPurpose.USAGE, at=NOW)
    assert agreements.standing_of(session, utility, at=NOW).standing is Standing.NONE
    client(session, keys, utility)


def client(session: Session, keys: Vault, one: OrganisationView, scope: Scope = Scope.IMPORTS_WRITE) -> uuid.UUID:
    made = partner_clients.make(session, keys, one.id, "Nightly", [scope], actor=audit.OPERATOR, now=NOW)
    return made.client.id


def test_what_it_does_not_cover_or_outlasted_begins_nothing_new(
    session: Session, keys: Vault, utility: OrganisationView
) -> None:
    before = client(session, keys, utility, Scope.OFFERS_WRITE)
    held = agreements.enter(session, keys, signed(utility), actor=audit.OPERATOR, now=NOW)
    client(session, keys, utility)
    for refused in (
        lambda: client(session, keys, utility, Scope.OFFERS_WRITE),
        lambda: partner_clients.rotate(session, keys, utility.id, before, actor=audit.OPERATOR, now=NOW),
    ):
        with pytest.raises(Refusal) as found:
            refused()
        assert found.value.code is agreements.NOT_COVERED
    agreements.end(session, held.id, actor=audit.OPERATOR, now=NOW)
    with pytest.raises(Refusal) as ended:
        client(session, keys, utility)
    assert ended.value.code is agreements.ENDED and not agreements.may(session, utility.id, PURPOSES[0], at=NOW)
    agreements.enter(session, keys, signed(utility, reference="DUA-8"), actor=audit.OPERATOR, now=NOW)
    client(session, keys, utility)
    assert agreements.standing_of(session, utility, at=NOW).standing is Standing.IN_FORCE


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"purposes": []}, agreements.WRONG_PURPOSES),
        ({"fields": []}, agreements.WRONG_FIELDS),
        ({"fields": ["contact"]}, agreements.WRONG_FIELDS),
        ({"fields": ["electricity", "blood"]}, agreements.WRONG_FIELDS),
        ({"contacts": ""}, agreements.WRONG_WORDS),
        ({"reference": "x" * 81}, agreements.WRONG_WORDS),
        ({"retention_days": 0}, agreements.WRONG_WORDS),
        ({"signed_on": TODAY + timedelta(days=1)}, agreements.WRONG_DAYS),
        ({"expires_on": TODAY - timedelta(days=31)}, agreements.WRONG_DAYS),
        ({"expires_on": TODAY + timedelta(days=9999)}, agreements.WRONG_DAYS),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session, keys: Vault, utility: OrganisationView, other: dict[str, object], code: object
) -> None:
    with pytest.raises(Refusal) as refused:
        agreements.enter(session, keys, signed(utility, **other), actor=audit.OPERATOR, now=NOW)
    assert refused.value.code is code


def test_a_lender_cannot_sign_for_readings_and_a_municipality_can_be_one(session: Session, keys: Vault) -> None:
    lender = organisations.register(session, OrganisationKind.LENDER, "loans", "Loans", now=NOW)
    with pytest.raises(Refusal):
        agreements.enter(session, keys, signed(lender), actor=audit.OPERATOR, now=NOW)
    town = organisations.register(session, OrganisationKind.MUNICIPALITY, "town", "Town", now=NOW)
    counts = signed(town, purposes=[AgreementPurpose.COUNTS], fields=[])
    assert agreements.enter(session, keys, counts, actor=audit.OPERATOR, now=NOW).purposes == (AgreementPurpose.COUNTS,)


def test_none_of_it_is_found_by_guessing(session: Session) -> None:
    with pytest.raises(NotFound):
        agreements.end(session, uuid.uuid4(), actor=audit.OPERATOR, now=NOW)


def test_few_homes_are_not_counted(session: Session) -> None:
    assert [partner_counts.shown(count) for count in (0, 9, 10, 14, 15)] == [None, None, 10, 10, 20]
    assert partner_counts.counts(session, at=NOW) == {}


def test_the_doctor_says_what_ends_and_what_nobody_has_looked_at(
    session: Session, keys: Vault, utility: OrganisationView, settings: Settings
) -> None:
    lasting = signed(utility, expires_on=TODAY + timedelta(days=20))
    agreements.enter(session, keys, lasting, actor=audit.OPERATOR, now=NOW)
    seen = Proposal(ChangedPart.PROGRAMME, "HRS", {"state": "open"}, TODAY, TODAY, TODAY, "S50", "Open.", "Ouvert.")
    made = incentive_changes.propose(session, seen, number=1, by=None, now=NOW)
    incentive_changes.approve(session, made.id, by=uuid.uuid4(), now=NOW)
    later = NOW + timedelta(days=2)
    warned = {each.name for each in doctor.examine_database(session, settings, now=later) if each.state.value != "fine"}
    assert {"agreement lakeside", "program HRS"} <= warned
