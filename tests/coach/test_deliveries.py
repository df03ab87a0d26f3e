"""Oil brought to the door tells what a home needs in a normal year, as readings of a meter would."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from sqlmodel import Session

from coach.homes import evidence
from greener_homes import consent, homes, weather
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.homes import Provenance
from models.house.weather import typical_year
from models.quantities import Commodity, Fuel
from tests import scenes
from tests.scenes import NOW
from utility_connectors import bills
from utility_connectors.bills import Delivery

FIRST, EVERY, COUNT = date(2024, 6, 1), timedelta(days=45), 18
PER_DEGREE_DAY, PER_DAY, BALANCE_C = 0.9, 0.5, 15.0


def oil_used(first: date, last: date) -> float:
    """Litres a made-up home burns between two days of Durham's typical year."""
    year = typical_year("Oshawa").mean_c
    days = [first + timedelta(days=place) for place in range((last - first).days)]
    cold = np.maximum(0, BALANCE_C - year[[min(day.timetuple().tm_yday, 365) - 1 for day in days]])
    return float((PER_DEGREE_DAY * cold + PER_DAY).sum())


def test_deliveries_become_a_normal_year_of_oil(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    who = scenes.resident(session, keys)
    consent.publish_statements(session, now=NOW)
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    answer = Answer(who.person.id, who.home.id, Source.BILLS, (Commodity.OIL,), words.id, scenes.MOVED_IN)
    consent.grant(session, answer, actor=who.person.actor, now=NOW)
    told = {"municipality": "Oshawa", "heating_fuel": "oil"}
    homes.state_facts(session, who.home.id, told, provenance=Provenance.RESIDENT, actor=who.person.actor, now=NOW)
    assert weather.for_home(session, who.home.id, "Oshawa", FIRST, FIRST + COUNT * EVERY) is None  # typical stands in
    for place in range(COUNT):
        on = FIRST + place * EVERY
        amount = Decimal(str(round(oil_used(on - EVERY, on), 1)))
        bills.add(session, keys, who.home.id, Delivery(Commodity.OIL, on, amount), actor=who.person.actor, now=NOW)
    found = evidence.gather(session, consent.live(session, who.home.id, Purpose.ADVICE, at=NOW), now=NOW)
    use = found.evidence.measured[Fuel.OIL]
    assert use.total == pytest.approx(oil_used(date(2025, 1, 1), date(2026, 1, 1)), rel=0.03)
    assert use.heating == pytest.approx(use.total - 365 * PER_DAY, rel=0.03)
    assert use.cooling == 0
