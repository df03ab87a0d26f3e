"""Quotes side by side, and what is said of them: price, size, what they leave out, and how they were sold."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach.projects import codes_projects, predictions, projects, quote_flags, quotes
from coach.projects import codes_quotes as codes
from coach.projects.predictions import Predicted
from coach.projects.quotes import AreaUnit, Line, Pressure, Quote, QuoteView, SizeUnit, Tax
from coach.projects.states import ProjectState
from greener_homes.errors import Refusal
from greener_homes.tables.project import ProjectQuote
from greener_homes.vault import Vault
from models.findings import Code
from tests.coach.projects.begun import ATTIC, FURNACE, THERMOSTAT, advised, begun
from tests.scenes import NOW

TODAY = date(2026, 11, 21)
GOOD = QuoteView(
    uuid.UUID(int=1),
    "Attics Ltd",
    TODAY,
    TODAY + timedelta(days=30),
    230_000,
    29_900,
    0,
    (Line(ATTIC, r_value=60.0, area=1000.0, area_unit=AreaUnit.SQUARE_FEET),),
    frozenset(),
    False,
)


def predicted(measure: str, cost: tuple[float, float, float] = (1500, 2300, 3800), load: float = 10.0) -> Predicted:
    numbers = {"cost_cad": dict(zip(("low", "typical", "high"), cost, strict=True)), "incentive_cad": 1200}
    return Predicted(measure, uuid.UUID(int=2), numbers, {}, (), (0.8 * load, load, 1.2 * load), {})


def said(quote: QuoteView, measure: str = ATTIC, today: date = TODAY) -> list[str]:
    return [each.code for each in quote_flags.flags(quote, (predicted(measure),), (measure,), today)]


def test_a_plain_quote_raises_nothing() -> None:
    assert said(GOOD) == [codes.PRICE_USUAL.code]


@pytest.mark.parametrize(
    ("before_tax", "code"),
    [
        (380_000, codes.PRICE_USUAL),
        (380_001, codes.PRICE_HIGH),
        (132_744, codes.PRICE_USUAL),
        (132_000, codes.PRICE_LOW),
    ],
)
def test_price_has_the_benefit_of_the_doubt_about_tax(before_tax: int, code: Code) -> None:
    tax = round(before_tax * 0.13)
    assert said(replace(GOOD, before_tax_cents=before_tax, tax_cents=tax)) == [code.code]


def test_a_price_is_held_against_all_the_work_it_is_for() -> None:
    both = (predicted(ATTIC), predicted(THERMOSTAT, (100, 200, 400)))
    assert quote_flags.cost_range(both, (ATTIC, THERMOSTAT)) == (1600, 4200, 2025)
    assert quote_flags.cost_range((), (ATTIC,)) == (1500, 3800, 2025), "today's table where a prediction is gone"
    assert quote_flags.cost_range((), ("NOT-A-MEASURE",)) is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (Line(ATTIC), {codes.R_MISSING, codes.AREA_MISSING}),
        (Line(ATTIC, r_value=40.0, area=90.0), {codes.R_LOW}),
        (Line(FURNACE), {codes.SIZE_MISSING, codes.MODEL_MISSING}),
        (Line(THERMOSTAT), set()),
    ],
)
def test_what_a_quote_leaves_out_is_named(line: Line, wanted: set[Code]) -> None:
    quote = replace(GOOD, lines=(line,))
    found = set(said(quote, line.measure)) - {codes.PRICE_USUAL.code, codes.PRICE_LOW.code, codes.PRICE_HIGH.code}
    assert found == {code.code for code in wanted}


@pytest.mark.parametrize(
    ("measure", "size", "unit", "code"),
    [
        (FURNACE, 40_000, SizeUnit.BTU_H, codes.SIZE_FITS),
        (FURNACE, 100_000, SizeUnit.BTU_H, codes.SIZE_LARGE),
        (FURNACE, 7.5, SizeUnit.KW, codes.SIZE_SMALL),
        ("HVAC-ASHP-D", 3, SizeUnit.TONS, codes.SIZE_FITS),
        ("HVAC-ASHP-D", 5, SizeUnit.TONS, codes.SIZE_LARGE),
        ("HVAC-ASHP-D", 3, SizeUnit.KW, codes.SIZE_SMALL),
    ],
)
def test_size_is_held_against_the_coldest_night(measure: str, size: float, unit: SizeUnit, code: Code) -> None:
    quote = replace(GOOD, lines=(Line(measure, size=size, size_unit=unit, model="X-1"),))
    sizes = [each for each in said(quote, measure) if each.startswith("quote.size")]
    assert sizes == [code.code]
    (finding,) = [
        each for each in quote_flags.flags(quote, (predicted(measure),), (measure,), TODAY) if each.code == code.code
    ]
    assert "8.0" in code.sentence("en", finding.facts)


@pytest.mark.parametrize(
    ("pressure", "measure", "code"),
    [
        (Pressure.TODAY_ONLY, ATTIC, codes.TODAY_ONLY),
        (Pressure.CAME_UNASKED, FURNACE, codes.CAME_FORBIDDEN),
        (Pressure.CAME_UNASKED, ATTIC, codes.CAME_UNASKED),
        (Pressure.RENTAL_OR_LIEN, FURNACE, codes.RENTAL_OR_LIEN),
        (Pressure.NO_LICENCE, FURNACE, codes.NO_FUEL_LICENCE),
        (Pressure.NO_LICENCE, "HVAC-ASHP-D", codes.NO_ELECTRICAL_LICENCE),
        (Pressure.NO_LICENCE, ATTIC, codes.NO_LICENCE),
        (Pressure.ALL_IN_ADVANCE, ATTIC, codes.ALL_IN_ADVANCE),
    ],
)
def test_pressure_is_named_first(pressure: Pressure, measure: str, code: Code) -> None:
    quote = replace(GOOD, pressure=frozenset({pressure}), lines=())
    assert said(quote, measure)[0] == code.code


def test_a_quote_that_ended_or_counts_on_more_rebate_than_we_do_says_so() -> None:
    assert codes.EXPIRED.code in said(GOOD, today=TODAY + timedelta(days=31))
    assert codes.EXPIRES_SOON.code in said(GOOD, today=TODAY + timedelta(days=25))
    assert codes.NO_END.code in said(replace(GOOD, valid_until=None))
    assert codes.REBATE_UNSURE.code in said(replace(GOOD, rebate_cents=150_000))
    assert codes.REBATE_UNSURE.code not in said(replace(GOOD, rebate_cents=125_000))


def offered(**other: object) -> Quote:
    plain = Quote("Attics Ltd", TODAY, 260_000, Tax.WITHOUT, lines=(Line(ATTIC, r_value=60.0, model="Blow & co"),))
    return replace(plain, **other)  # type: ignore[arg-type]


def test_quotes_stand_side_by_side_sealed_and_a_plan_is_quoted(session: Session, keys: Vault) -> None:
    who, coach = advised(session, keys)
    project = begun(session, who)
    first = quotes.add(session, keys, who.home.id, project, offered(), actor=who.person.actor, now=NOW)
    second = offered(contractor="Zweite", total_cents=226_000, tax=Tax.WITH, rebate_cents=10_000)
    other = quotes.add(session, keys, None, project, second, actor=coach.actor, now=NOW)
    one, two = quotes.of_project(session, keys, project)
    assert (one.before_tax_cents, one.tax_cents, one.with_tax_cents) == (260_000, 33_800, 293_800)
    assert (two.before_tax_cents, two.tax_cents, two.to_pay_cents) == (200_000, 26_000, 216_000)
    assert one.lines == (Line(ATTIC, r_value=60.0, model="Blow & co"),)
    for row in session.exec(select(ProjectQuote)):
        assert b"Attics" not in row.words_sealed and b"Zweite" not in row.words_sealed
    assert projects.get(session, who.home.id, project).state is ProjectState.QUOTED
    quotes.choose(session, who.home.id, project, other, actor=who.person.actor, now=NOW)
    assert [each.is_chosen for each in quotes.of_project(session, keys, project)] == [False, True]
    quotes.remove(session, who.home.id, project, first, actor=who.person.actor, now=NOW)
    assert [each.contractor for each in quotes.of_project(session, keys, project)] == ["Zweite"]


NO_QUOTES: tuple[tuple[dict[str, object], Code], ...] = (
    ({"contractor": " "}, codes.CONTRACTOR_NEEDED),
    ({"contractor": "x" * 81}, codes.CONTRACTOR_NEEDED),
    ({"total_cents": None}, codes.TOTAL_NEEDED),
    ({"total_cents": 0}, codes.TOTAL_NEEDED),
    ({"tax": None}, codes.TAX_NEEDED),
    ({"given_on": TODAY + timedelta(days=1)}, codes.DAYS_WRONG),
    ({"valid_until": TODAY - timedelta(days=1)}, codes.DAYS_WRONG),
    ({"lines": (Line(ATTIC, model="x" * 61),)}, codes.MODEL_LONG),
)


def test_what_is_no_quote_is_refused(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    for wrong, code in NO_QUOTES:
        with pytest.raises(Refusal) as refused:
            quotes.add(session, keys, who.home.id, project, offered(**wrong), actor=who.person.actor, now=NOW)
        assert refused.value.code is code


def test_there_is_an_end_to_quotes(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    project = begun(session, who)
    for _place in range(quotes.QUOTES_AT_MOST):
        quotes.add(session, keys, who.home.id, project, offered(), actor=who.person.actor, now=NOW)
    with pytest.raises(Refusal) as refused:
        quotes.add(session, keys, who.home.id, project, offered(), actor=who.person.actor, now=NOW)
    assert refused.value.code is codes_projects.TOO_MANY_QUOTES


def test_what_was_predicted_stays_what_it_was(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    (kept,) = predictions.of_project(session, begun(session, who))
    assert kept.saved("natural_gas_m3") == (60.0, 118.0, 190.0) and kept.cost == (1500, 2300, 3800)
    low, middle, high = kept.design_load_kw or (0.0, 0.0, 0.0)
    assert 4.0 < low < middle < high < 30.0, "an Ontario house of which nothing is known"
