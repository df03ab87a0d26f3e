"""Offers in versions: the one stated last counts whichever came first; nobody sees one that staff did not look at."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import permutations

import pytest
from sqlmodel import Session

from greener_homes import codes_finance, finance_offers, finance_offers_decided
from greener_homes.errors import NotFound, Refusal
from greener_homes.finance_offers import OfferState, Outcome
from greener_homes.organisations import OrganisationKind
from tests.finance_scenes import LENDER, lender, put
from tests.scenes import NOW

TODAY = NOW.date()


@pytest.fixture
def mine(session: Session) -> uuid.UUID:
    return lender(session)


def look(session: Session, offer_id: uuid.UUID, *, approve: bool = True) -> None:
    decide = finance_offers_decided.approve if approve else finance_offers_decided.decline
    decide(session, offer_id, by=None, now=NOW)


def shown(session: Session) -> list[int]:
    return [each.version for each in finance_offers.shown_on(session, TODAY)]


def test_the_same_content_twice_is_one_version_however_it_is_written(session: Session, mine: uuid.UUID) -> None:
    first = put(session, mine)
    again = put(session, mine, amount_min_cad="1000.00", rate_low_percent="6.500", days_ago=2)
    later = put(session, mine, days_ago=1)
    assert [each.outcome for each in (first, again, later)] == [Outcome.NEW, Outcome.SAME, Outcome.SAME]
    assert len(finance_offers.versions(session, mine, "home-loan")) == 1
    assert later.offer.stated_at == NOW - timedelta(days=1)


def test_an_older_version_that_comes_late_is_kept_and_never_counts(session: Session, mine: uuid.UUID) -> None:
    newest = put(session, mine, days_ago=1, rate_low_percent="5")
    late = put(session, mine, days_ago=3, rate_low_percent="7")
    assert late.outcome is Outcome.LATE
    assert [each.version for each in finance_offers.versions(session, mine, "home-loan")] == [1, 2]
    assert finance_offers.of_organisation(session, mine) == [newest.offer]
    assert put(session, mine, days_ago=3, rate_low_percent="7").outcome is Outcome.SAME


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_order_they_come_in_the_one_stated_last_counts(
    session: Session, mine: uuid.UUID, order: tuple[int, ...]
) -> None:
    """A, then B, then A said again: A counts, also where B came last of all."""
    said = [("5", 3.0), ("6", 2.0), ("5", 1.0)]
    for place in order:
        rate, days = said[place]
        put(session, mine, days_ago=days, rate_low_percent=rate)
    (found,) = finance_offers.of_organisation(session, mine)
    assert found.terms.rate_low_percent == 5


def test_other_terms_of_the_same_moment_are_refused(session: Session, mine: uuid.UUID) -> None:
    put(session, mine)
    with pytest.raises(Refusal) as refused:
        put(session, mine, rate_low_percent="5")
    assert refused.value.code is codes_finance.SAME_MOMENT


def test_nobody_sees_an_offer_before_staff_looked(session: Session, mine: uuid.UUID) -> None:
    first = put(session, mine)
    assert shown(session) == []
    look(session, first.offer.id)
    assert shown(session) == [1]
    look(session, first.offer.id, approve=False)
    assert shown(session) == []


def test_a_change_of_price_or_words_waits_and_takes_the_old_one_down(session: Session, mine: uuid.UUID) -> None:
    look(session, put(session, mine, days_ago=5).offer.id)
    for days, changed in enumerate(
        ({"rate_low_percent": "7"}, {"admin_fee_cad": "80"}, {"page_url": "https://other.example.org/"}), start=1
    ):
        found = put(session, mine, days_ago=4 - days, **changed)
        assert (found.outcome, found.offer.state) == (Outcome.CHANGED, OfferState.WAITING)
        assert shown(session) == []
        wanted = finance_offers_decided.to_decide(session, found.offer.id)
        assert set(changed) <= set(wanted.changed)
        look(session, found.offer.id)
        assert shown(session) == [found.offer.version]


def test_more_towns_or_a_longer_season_need_no_second_look(session: Session, mine: uuid.UUID) -> None:
    look(session, put(session, mine).offer.id)
    wider = put(session, mine, days_ago=1, municipalities="Oshawa", valid_until="2027-12-31")
    assert (wider.outcome, wider.offer.state) == (Outcome.CHANGED, OfferState.APPROVED)
    assert shown(session) == [2]


def test_what_was_withdrawn_is_seen_by_nobody_until_it_is_said_and_looked_at_again(
    session: Session, mine: uuid.UUID
) -> None:
    look(session, put(session, mine).offer.id)
    for _ in range(2):
        assert finance_offers.withdraw(session, mine, "home-loan", actor=LENDER, now=NOW).is_withdrawn
    assert shown(session) == []
    late = put(session, mine, days_ago=0.5, rate_low_percent="4")
    assert late.outcome is Outcome.LATE and late.offer.is_withdrawn
    again = finance_offers.put(
        session,
        mine,
        late.offer.terms,
        NOW + timedelta(minutes=1),
        via=finance_offers.ReceivedVia.API,
        actor=LENDER,
        now=NOW + timedelta(minutes=2),
    )
    assert (again.outcome, again.offer.state) == (Outcome.CHANGED, OfferState.WAITING)
    look(session, again.offer.id)
    assert shown(session) == [3]


def test_a_version_that_begins_later_leaves_the_one_in_force(session: Session, mine: uuid.UUID) -> None:
    look(session, put(session, mine).offer.id)
    look(session, put(session, mine, days_ago=1, rate_low_percent="8", valid_from="2027-01-01").offer.id)
    assert shown(session) == [1]


def test_another_lenders_offer_is_not_found(session: Session, mine: uuid.UUID) -> None:
    other = lender(session, "other")
    put(session, other)
    with pytest.raises(NotFound):
        finance_offers.withdraw(session, mine, "home-loan", actor=LENDER, now=NOW)
    with pytest.raises(NotFound):
        finance_offers.versions(session, mine, "home-loan")
    put(session, mine, rate_low_percent="3")
    assert [each.version for each in finance_offers.of_organisation(session, other)] == [1]


@pytest.mark.parametrize(
    ("who", "kind", "security"),
    [
        (OrganisationKind.UTILITY, "loan", "none"),
        (OrganisationKind.LENDER, "on_bill", "utility_bill"),
        (OrganisationKind.RESEARCH, "loan", "none"),
        (OrganisationKind.MUNICIPALITY, "loan", "none"),
    ],
)
def test_each_kind_of_partner_offers_its_own_kind(
    session: Session, who: OrganisationKind, kind: str, security: str
) -> None:
    with pytest.raises(Refusal) as refused:
        put(session, lender(session, kind=who), kind=kind, security=security)
    assert refused.value.code is codes_finance.KIND


def test_a_utility_offers_on_bill_repayment(session: Session) -> None:
    utility = lender(session, "utility", OrganisationKind.UTILITY)
    assert put(session, utility, kind="on_bill", security="utility_bill").outcome is Outcome.NEW


def test_a_municipality_offers_a_charge_on_the_property_tax_bill(session: Session) -> None:
    town = lender(session, "town", OrganisationKind.MUNICIPALITY)
    said = put(
        session, town, kind="local_improvement_charge", security="property_tax_bill", on_moving="stays_with_home"
    )
    assert said.outcome is Outcome.NEW


def test_one_organisation_has_so_many_offers_and_no_more(
    session: Session, mine: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finance_offers, "MOST_KEYS", 2)
    for key in ("one", "two", "one"):
        put(session, mine, key=key)
    with pytest.raises(Refusal) as refused:
        put(session, mine, key="three")
    assert refused.value.code is codes_finance.TOO_MANY


def test_of_many_versions_the_last_are_listed_and_all_count(
    session: Session, mine: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finance_offers, "VERSIONS_LISTED", 2)
    first = put(session, mine, days_ago=5, rate_low_percent="5")
    look(session, first.offer.id)
    for days, rate in ((4.0, "6"), (3.0, "7"), (2.0, "8")):
        put(session, mine, days_ago=days, rate_low_percent=rate)
    assert [each.version for each in finance_offers.versions(session, mine, "home-loan")] == [4, 3]
    newest = finance_offers.of_organisation(session, mine)[0]
    assert finance_offers_decided.to_decide(session, newest.id).approved_before == finance_offers.get(
        session, first.offer.id
    )
    assert put(session, mine, days_ago=5, rate_low_percent="5").outcome is Outcome.SAME
    assert put(session, mine, days_ago=1, rate_low_percent="9").offer.version == 5


def test_staff_read_what_waits_first_and_no_longer_list_than_is_read(
    session: Session, mine: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = put(session, mine, key="decided").offer
    look(session, decided.id)
    other = lender(session, "other")
    waits = put(session, other, key="waits").offer
    gone = put(session, other, key="gone").offer
    finance_offers.withdraw(session, other, "gone", actor=LENDER, now=NOW)
    listed = [each.id for each in finance_offers_decided.newest(session)]
    assert listed[0] == waits.id and set(listed) == {waits.id, decided.id, gone.id}
    monkeypatch.setattr(finance_offers_decided, "LISTED", 1)
    assert [each.id for each in finance_offers_decided.newest(session)] == [waits.id]
