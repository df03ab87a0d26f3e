"""Lists of a programme are kept as advice would give them, under permissions that hold when they are written."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session, select

from coach.advising.advice import advise
from coach.advising.figures import Figures
from coach.fleet_wide import fleet_run
from coach.fleet_wide.fleet import Fleet
from coach.fleet_wide.fleet_evidence import Weathers
from coach.fleet_wide.fleet_run import Counts
from coach.homes import evidence, permitted
from greener_homes import consent, homes, privacy, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.readings import Incoming
from greener_homes.tables.advice import Screening
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.savings.draws import DRAWS
from models.series import UsageSeries
from tests import scenes
from tests.scenes import NOW

FIRST = date(2025, 11, 1)
DAYS = 380
FACTS = {"dwelling_type": "detached", "year_built": 1975, "heating_fuel": "natural_gas", "attic_r": 12, "goal": "bill"}


@pytest.fixture
def all_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_run, "DRAWS", DRAWS)


def warmth(day: int) -> float:
    return 9.0 - 14.0 * np.cos(2.0 * np.pi * (day - 80) / 365.0) + 3.0 * np.sin(day * 1.7)


def lived_in(session: Session, keys: Vault, *, scale: float = 1.0, hourly: bool = False) -> scenes.Resident:
    """A home with a year of gas and power by day, or its power by the hour."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    told = homes.Provenance.RESIDENT
    homes.state_facts(session, who.home.id, FACTS, provenance=told, actor=who.person.actor, now=NOW)
    coach, seen = homes.Provenance.COACH, {"attic_r": 20, "year_built": None}  # and could not tell its age
    homes.state_facts(session, who.home.id, seen, provenance=coach, actor=who.person.actor, now=NOW)
    weather.store_days(session, "oshawa", {FIRST + timedelta(days=day): warmth(day) for day in range(DAYS)})
    cold = np.array([max(0.0, 15.0 - warmth(day)) for day in range(DAYS)])
    wobble = 1.0 + 0.1 * np.sin(np.arange(DAYS) * 2.3)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    power = scenes.hourly(datetime(2026, 1, 1, 5, tzinfo=UTC), 48) if hourly else None
    gas = days(Commodity.NATURAL_GAS, Unit.M3, (1.2 + 0.45 * cold) * scale * wobble)
    for name, series in (("gas", gas), ("power", power or days(Commodity.ELECTRICITY, Unit.KWH, 16.0 * wobble))):
        run = scenes.stored_run(session, who)
        readings.store(session, live, keys, Incoming(name, series), run, now=NOW)
    return who


def days(commodity: Commodity, unit: Unit, used: np.ndarray) -> UsageSeries:
    starts = [
        datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), evidence.readings.LOCAL)
        for day in range(DAYS + 1)
    ]
    edges = np.array([int(each.timestamp()) for each in starts])
    return UsageSeries(
        commodity,
        Flow.DELIVERED,
        unit,
        edges[:-1],
        np.diff(edges),
        np.rint(used * 1000).astype(np.int64),
        -3,
        np.zeros(DAYS, dtype=np.uint8),
    )


def screened(session: Session, *who: scenes.Resident, step: object = None) -> Counts:
    fleet = Fleet(Figures(NOW.date()))
    said = step or (lambda name: None)
    return fleet_run.screen(session, fleet, [each.home.id for each in who], Weathers(), now=NOW, step=said)  # type: ignore[arg-type]


def test_a_kept_list_is_what_advice_gives_from_the_same_evidence(
    session: Session, keys: Vault, all_draws: None
) -> None:
    people = [lived_in(session, keys), lived_in(session, keys, scale=1.4)]
    assert screened(session, *people) == Counts(listed=2)
    for who in people:
        row = session.get(Screening, who.home.id)
        opened = permitted.for_advice(session, who.home.id, at=NOW)
        gathered = evidence.gather(session, opened, now=NOW)
        assert gathered.evidence.facts.attic_r == 20, "the coach is believed before the resident"
        advice = advise(gathered.evidence, Figures(NOW.date()), traced=False)
        assert row is not None
        assert row.measures == [each.measure.id for each in advice.opportunities]
        assert dict(each.split("=") for each in row.refused) == {
            each.measure.id: each.reason.code for each in advice.not_advised
        }
        for spans, name in (
            (row.bill_cad, "bill_cad"),
            (row.carbon_kg, "carbon_kg"),
            (row.value_cad, "net_present_value_cad"),
        ):
            figures = [
                getattr(getattr(each, name), part) for each in advice.opportunities for part in ("p10", "p50", "p90")
            ]
            assert spans == pytest.approx(figures, rel=1e-5, abs=1e-3)
        assert row.cost_cad == pytest.approx([each.cost.typical for each in advice.opportunities], rel=1e-5)
        assert row.opened == list(gathered.opened)
        assert row.grant_ids == [str(grant) for grant in gathered.grant_ids]


def test_a_newer_list_takes_the_place_of_the_older(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    screened(session, who)
    before = session.exec(select(Screening.evidence_digest)).one()
    screened(session, who)
    assert session.exec(select(Screening.evidence_digest)).all() == [before], "the same evidence has the same digest"
    homes.state_facts(
        session, who.home.id, {"wall_r": 2}, provenance=homes.Provenance.COACH, actor=who.person.actor, now=NOW
    )
    screened(session, who)
    assert session.exec(select(Screening.evidence_digest)).one() != before


def test_homes_that_are_not_plain_or_not_open_are_left(session: Session, keys: Vault) -> None:
    plain, by_the_hour, silent = (
        lived_in(session, keys),
        lived_in(session, keys, hourly=True),
        scenes.resident(session, keys),
    )
    assert screened(session, plain, by_the_hour, silent) == Counts(1, 1, 1)
    assert session.exec(select(Screening.home_id)).all() == [plain.home.id]


def test_who_withdraws_meanwhile_gets_no_list(session: Session, keys: Vault) -> None:
    who, other = lived_in(session, keys), lived_in(session, keys)

    def step(name: str) -> None:
        if name == "listed":
            privacy.withdraw(
                session,
                keys,
                who.home.id,
                Purpose.ADVICE,
                source=Source.UPLOAD,
                commodities=(Commodity.NATURAL_GAS,),
                actor=who.person.actor,
                now=NOW,
            )

    assert screened(session, who, other, step=step) == Counts(listed=1, not_permitted=1)
    assert session.exec(select(Screening.home_id)).all() == [other.home.id]


def test_homes_of_a_kind_are_listed_together(session: Session, keys: Vault) -> None:
    people = [scenes.resident(session, keys) for _ in range(6)]
    for place, who in enumerate(people):
        fuel = {"heating_fuel": "oil" if place % 2 else "natural_gas"}
        homes.state_facts(
            session, who.home.id, fuel, provenance=homes.Provenance.RESIDENT, actor=who.person.actor, now=NOW
        )
    ids = [who.home.id for who in people]
    known: dict[str, Hashable] = {}
    kinds = [fleet_run.kinds_of(session, ids[:4], known), fleet_run.kinds_of(session, ids[4:], known, first=4)]
    assert sorted(map(sorted, fleet_run.parts_of(kinds, 3))) == [[0, 2, 4], [1, 3, 5]] and len(known) == 2


def test_many_parts_end_with_small_ones_and_hold_every_home_once() -> None:
    kinds: fleet_run.Kinds = {
        fuel: [1000 * place + home for home in range(20 + 30 * place)] for place, fuel in enumerate("ab")
    }
    parts = fleet_run.parts_of([kinds], 8)
    assert [len(part) for part in parts] == [8, 8, 8, 8, 8, 8, 8, 2, 2, 2, 2, 2, 2, 2]
    assert [home for part in parts for home in part] == [*kinds["a"], *kinds["b"]]
