"""After withdrawal and after erasure a byte search finds nothing, whichever way a resident's data came."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from coach.homes import energuide
from greener_homes import attempt, consent, consent_receipts, db, erasure, homes, jobs, person_exports, privacy
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.erasure import ErasureState
from greener_homes.homes import Provenance
from greener_homes.settings import Settings
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors import partner_scenes as partners
from tests.utility_connectors.green_button.rogue_utility import AUTHORIZATION, SUBSCRIPTION, running
from tests.utility_connectors.green_button.stage import Stage, staged
from tests.utility_connectors.test_partner_canaries import tables
from utility_connectors import bills

ACCOUNT, METER, EMAIL = "AZ88770011", "MZ88770012", "zyxwcanary@leaves.example"
LITRES, CENTS, RATING = "1234.567", 776_655, 123.457
USAGE = (LITRES, str(CENTS))
"""What was measured or typed: gone with the permission it rests on."""
SECRETS = ("CANARY-access", "CANARY-refresh", "CANARY-code", SUBSCRIPTION, AUTHORIZATION, ACCOUNT, METER, EMAIL)
"""Never anywhere in the open, at any time."""
FACTS = (str(RATING), "Canaryville")
"""What the resident said of the home: not usage, so it stays until they go."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"allow_loopback": True, "log_format": "json", "log_level": "DEBUG"})


@pytest.fixture
def stage(engine: Engine, settings: Settings) -> Iterator[Stage]:
    with running() as utility, staged(engine, settings, utility) as stage:
        yield stage


def lived(stage: Stage) -> None:
    """Connected at a utility, matched at another, bills typed, a house file read, a copy asked for."""
    who, keys = stage.who, stage.vault
    stage.connect()
    assert stage.state == "fulfilled" or stage.stored > 0
    with db.transaction(stage.engine) as session:
        words = consent.statement(session, Purpose.ADVICE, who.person.language)
        fuels = (Commodity.OIL,)
        answer = Answer(who.person.id, who.home.id, Source.BILLS, fuels, words.id, scenes.MOVED_IN)
        consent.grant(session, answer, actor=who.person.actor, now=NOW)
        oil = bills.Delivery(Commodity.OIL, date(2025, 3, 4), Decimal(LITRES), cost_cents=CENTS)
        bills.add(session, keys, who.home.id, oil, actor=who.person.actor, now=NOW)
        energuide.keep(
            session,
            who.home.id,
            {"year_built": 1977.0},
            rating_gj=RATING,
            evaluated_on=date(2024, 3, 9),
            actor=who.person.actor,
            now=NOW,
        )
        homes.state_facts(
            session,
            who.home.id,
            {"municipality": "Canaryville"},
            provenance=Provenance.RESIDENT,
            actor=who.person.actor,
            now=NOW,
        )
        supplier = partners.supplier(session)
        partners.agree(session, who, supplier)
        customer = partners.Customer(who, ACCOUNT, METER)
        partners.link(session, keys, supplier, customer)
        lines = partners.rows(ACCOUNT, METER, 48)
        lines.append(lines[0].replace("kWh", "furlong"))
    with db.transaction(stage.engine) as session:
        partners.stored(session, keys, supplier, partners.written(lines), at=NOW)
        asked = person_exports.ask(session, who.person, now=NOW)
        copy = keys.spool()
        copy.write(f"{EMAIL} {ACCOUNT} {LITRES}".encode())
        person_exports.made(session, keys, asked, copy.finish(), now=NOW)
        consent_receipts.sign_waiting(session, keys)


def places(stage: Stage, database_url: str, logged: list[str]) -> dict[str, bytes]:
    files = (path for path in stage.settings.var.rglob("*") if path.is_file())
    return {
        **{f"table {name}": content for name, content in tables(database_url)},
        **{f"file {path.relative_to(stage.settings.var)}": path.read_bytes() for path in files},
        "log": "\n".join(logged).encode(),
    }


def found(heap: dict[str, bytes], canaries: tuple[str, ...]) -> set[tuple[str, str]]:
    forms = {
        canary: (canary.encode(), canary.encode().hex().encode(), canary.encode("utf-16-le")) for canary in canaries
    }
    return {
        (place, canary)
        for (place, held), canary in itertools.product(heap.items(), canaries)
        for form in forms[canary]
        if form in held
    }


def test_nothing_of_what_came_in_outlives_its_permission(stage: Stage, database_url: str, logged: list[str]) -> None:
    lived(stage)
    before = places(stage, database_url, logged)
    assert {canary for _, canary in found(before, USAGE + FACTS)} == {*USAGE, *FACTS}, "the search finds what is there"
    assert found(before, SECRETS) == set()

    with db.transaction(stage.engine) as session:
        privacy.withdraw_everything(session, stage.vault, stage.who.home.id, actor=stage.who.person.actor, now=NOW)
    stage.work()
    after = places(stage, database_url, logged)
    assert found(after, USAGE + SECRETS) == set()
    assert stage.stored == 0
    with db.reading(stage.engine) as session:
        left = {
            name: session.execute(text(f"SELECT count(*) FROM {name} {where}")).scalar_one()
            for name, where in {
                **dict.fromkeys(("interval_block", "block_revision", "usage_point", "typed_entry"), ""),
                "partner_reject": "WHERE row_sealed IS NOT NULL",
                "permission": "WHERE num_nonnulls(access_sealed, refresh_sealed, previous_sealed) > 0",
            }.items()
        }
    assert left == dict.fromkeys(left, 0)


def test_nothing_at_all_outlives_the_person(stage: Stage, database_url: str, logged: list[str]) -> None:
    lived(stage)
    with db.transaction(stage.engine) as session:
        reference = erasure.ask(session, stage.vault, stage.who.person, scenes.PASSWORD, now=NOW)
    _work_off(stage, "person.withdraw")
    stage.work()
    with db.transaction(stage.engine) as session:
        jobs.enqueue(session, "erasure.sweep", jobs.NOBODY, now=NOW)
    _work_off(stage, "erasure.sweep")
    _work_off(stage, "person.erase")
    with db.reading(stage.engine) as session:
        assert erasure.receipt(session, reference).state is ErasureState.ERASED
    heap = places(stage, database_url, logged)
    assert found(heap, USAGE + SECRETS + FACTS) == set()
    assert list(stage.vault.spooled_names()) == []
    with db.reading(stage.engine) as session:
        left = session.execute(text("SELECT count(*) FROM home_match WHERE num_nonnulls(pair_match, point_match) > 0"))
        assert left.scalar_one() == 0, "no supplier's file finds the home any more"


def _work_off(stage: Stage, name: str) -> None:
    with db.reading(stage.engine) as session:
        query = text("SELECT id FROM work WHERE name = :name AND state = 'queued'")
        waiting = list(session.execute(query, {"name": name}).scalars())
    for work in waiting:
        attempt.run(stage.engine, stage.settings, work)
