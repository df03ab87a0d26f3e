"""Published rates from proposal to use: compared, decided about, joined with this version's, never overlapping."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlmodel import Session

from greener_homes import feeds, rates, tariffs
from greener_homes.errors import NotFound
from greener_homes.feeds import FeedKind
from greener_homes.rates import ProposedRates, RateFamily, SheetState
from greener_homes.reference.in_force import delivery_rate
from greener_homes.reference.price_book import PriceBook, joined, reference_book
from greener_homes.tariffs import Period, PricePlan
from models.quantities import Fuel

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
NOVEMBER, TODAY = date(2026, 11, 1), date(2026, 11, 21)
SUMMER_2026 = date(2026, 8, 1)


def proposed(sha: str = "a", *, dearer: float = 1.0, since: date = NOVEMBER) -> ProposedRates:
    """The prices of 2025, dearer by a factor, from a later day; Oshawa's own delivery; gas as it was."""
    held = reference_book()
    newest = max(row.effective_from for row in held.electricity)
    prices = tuple(
        replace(
            row,
            effective_from=since,
            known_until=date(2027, 10, 31),
            cents_per_kwh=round(row.cents_per_kwh * dearer, 4),
            source_id="S29",
        )
        for row in held.electricity
        if row.effective_from == newest
    )
    oshawa = next(row for row in held.delivery if row.distributor == "oshawa-power")
    own = replace(oshawa, effective_from=since, stand_in=False, fixed_cad_per_month=31.75, source_id="S29")
    return ProposedRates(sha * 64, since, PriceBook(electricity=prices, delivery=(own,)))


def off_peak(session: Session, on: date) -> float:
    return tariffs.marginal_cad_per_unit(
        Fuel.ELECTRICITY, PricePlan.TOU, on, shares={Period.OFF_PEAK: 1.0}, book=rates.in_use(session)
    )


def test_proposed_rates_are_not_used(session: Session) -> None:
    before = off_peak(session, TODAY)
    sheet = rates.propose(session, proposed(dearer=1.1), now=NOW)
    assert sheet.state is SheetState.PROPOSED
    assert sheet.figures == 10
    assert off_peak(session, TODAY) == before
    assert rates.in_use(session) == reference_book()


def test_approved_rates_are_used_from_their_first_day_and_not_before(session: Session) -> None:
    summer, autumn = off_peak(session, SUMMER_2026), off_peak(session, TODAY)
    sheet = rates.propose(session, proposed(dearer=1.1), now=NOW)
    rates.approve(session, sheet.id, by=uuid.uuid4(), now=NOW)
    assert off_peak(session, SUMMER_2026) == summer
    assert off_peak(session, date(2026, 10, 31)) == summer
    assert off_peak(session, TODAY) > autumn


def test_approved_prices_are_no_longer_called_old(session: Session) -> None:
    def codes() -> set[str]:
        bill = tariffs.electricity_year([700.0] * 12, None, PricePlan.TOU, TODAY, "oshawa-power", rates.in_use(session))
        return {finding.code for finding in bill.findings}

    assert {"price.electricity_older_than_date", "price.delivery_stand_in"} <= codes()
    rates.approve(session, rates.propose(session, proposed(), now=NOW).id, by=None, now=NOW)
    assert codes() == set()


def test_the_same_file_again_is_the_same_sheet(session: Session) -> None:
    first = rates.propose(session, proposed(), now=NOW)
    again = rates.propose(session, proposed(), now=NOW + timedelta(hours=1))
    assert again == first
    assert len(rates.sheets(session)) == 1
    other_day = rates.propose(session, proposed(since=date(2026, 12, 1)), now=NOW)
    assert other_day.id != first.id


def test_what_would_change_is_said_figure_by_figure(session: Session) -> None:
    sheet = rates.propose(session, proposed(dearer=1.1), now=NOW)
    found = {
        (each.family, each.key, each.figure): (each.before, each.after) for each in rates.differences(session, sheet.id)
    }
    assert found[RateFamily.ELECTRICITY, "tou/off_peak", "cents_per_kwh"] == (9.8, 10.78)
    assert found[RateFamily.DELIVERY, "oshawa-power", "fixed_cad_per_month"] == (32.0, 31.75)
    assert not any(figure == "oer_percent" for _, _, figure in found)
    rates.approve(session, sheet.id, by=None, now=NOW)
    assert rates.differences(session, sheet.id) == []


def test_a_figure_that_was_never_in_force_has_no_before(session: Session) -> None:
    early = rates.propose(session, proposed(since=date(2018, 1, 1)), now=NOW)
    assert {each.before for each in rates.differences(session, early.id)} == {None}


def test_of_two_approved_sheets_for_a_day_the_later_decision_stands(session: Session) -> None:
    one = rates.propose(session, proposed("a", dearer=1.1), now=NOW)
    two = rates.propose(session, proposed("b", dearer=1.2), now=NOW)
    rates.approve(session, two.id, by=None, now=NOW)
    rates.approve(session, one.id, by=None, now=NOW + timedelta(minutes=1))
    price = next(
        row
        for row in rates.in_use(session).electricity
        if (row.effective_from, row.plan, row.period) == (NOVEMBER, "tou", "off_peak")
    )
    assert price.cents_per_kwh == 10.78


def test_a_decision_can_be_taken_back_and_taken_again(session: Session) -> None:
    sheet = rates.propose(session, proposed(dearer=1.1), now=NOW)
    before = off_peak(session, TODAY)
    editions = [rates.edition(session)]
    rates.approve(session, sheet.id, by=None, now=NOW)
    editions.append(rates.edition(session))
    rates.decline(session, sheet.id, by=None, now=NOW + timedelta(minutes=1))
    editions.append(rates.edition(session))
    assert off_peak(session, TODAY) == before
    assert rates.decline(session, sheet.id, by=None, now=NOW + timedelta(days=1)).decided_at == NOW + timedelta(
        minutes=1
    )
    assert len(set(editions)) == 3


def test_an_unknown_sheet_is_not_found(session: Session) -> None:
    for act in (rates.approve, rates.decline):
        with pytest.raises(NotFound):
            act(session, uuid.uuid4(), by=None, now=NOW)
    with pytest.raises(NotFound):
        rates.differences(session, uuid.uuid4())


def test_approval_is_an_arrival_of_each_family(session: Session) -> None:
    sheet = rates.propose(session, proposed(), now=NOW)
    assert feeds.health(session, NOW) == []
    rates.approve(session, sheet.id, by=None, now=NOW)
    assert {(each.kind, each.key) for each in feeds.health(session, NOW)} == {
        (FeedKind.RATES, "electricity"),
        (FeedKind.RATES, "delivery"),
    }


def test_delivery_of_a_day_is_the_newest_begun_and_before_all_of_them_the_oldest(session: Session) -> None:
    book = joined(reference_book(), proposed(since=date(2027, 1, 1)).book)
    assert delivery_rate("oshawa-power", date(2026, 12, 31), book).stand_in
    assert not delivery_rate("oshawa-power", date(2027, 1, 1), book).stand_in
    assert delivery_rate("oshawa-power", date(2019, 1, 1), book).stand_in


def test_joined_periods_never_overlap() -> None:
    book = joined(reference_book(), proposed(since=date(2026, 5, 1)).book)
    for plan in PricePlan:
        spans = sorted({(row.effective_from, row.known_until) for row in book.electricity if row.plan == plan})
        assert all(end < following for (_, end), (following, _) in pairwise(spans))
        assert (date(2025, 11, 1), date(2026, 4, 30)) in spans


def test_a_book_joined_with_nothing_is_the_same_book() -> None:
    assert joined(reference_book(), PriceBook()) == reference_book()


def test_every_line_is_said_with_what_it_changes_also_after_the_decision(session: Session) -> None:
    sheet = rates.propose(session, proposed(dearer=1.1), now=NOW)

    def said() -> dict[tuple[str, str], tuple[float | None, float, float | None]]:
        found = rates.lines(session, sheet.id)
        return {(one.key, one.figure): (one.before, one.after, one.change) for one in found}

    before = said()
    was, becomes, share = before["tou/off_peak", "cents_per_kwh"]
    assert (was, becomes) == (9.8, 10.78)
    assert share == pytest.approx(0.1)
    assert before["tou/off_peak", "oer_percent"][2] == 0
    rates.approve(session, sheet.id, by=None, now=NOW)
    assert said() == before
    with pytest.raises(NotFound):
        rates.lines(session, uuid.uuid4())


def test_each_decision_is_on_record_with_who_took_it(session: Session) -> None:
    somebody = uuid.uuid4()
    sheet = rates.propose(session, proposed(), now=NOW, by=somebody)
    rates.propose(session, proposed(), now=NOW, by=somebody)
    rates.approve(session, sheet.id, by=None, now=NOW)
    rates.approve(session, sheet.id, by=somebody, now=NOW + timedelta(minutes=1))
    rates.decline(session, sheet.id, by=somebody, now=NOW + timedelta(minutes=2))
    query = text("SELECT action, actor_audience, actor_id FROM audit_event WHERE object_id = :id ORDER BY at, id")
    assert [tuple(row) for row in session.execute(query, {"id": sheet.id})] == [
        ("rates.proposed", "programme", somebody),
        ("rates.approved", "operator", None),
        ("rates.declined", "programme", somebody),
    ]
