"""Withdrawal in parts: one kind, one source, one person; said before as it is done; and nothing of it left."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from greener_homes import consent, homes, jobs, organisations, privacy, privacy_endings, readings
from greener_homes.consent import GRACE, LASTS, Answer, ConsentAction, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Relation
from greener_homes.organisations import OrganisationKind
from greener_homes.privacy import Receipt
from greener_homes.readings import Incoming
from greener_homes.tables.advice import Assessment
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.tables.consent import ConsentEvent, ConsentGrant
from greener_homes.tables.home import HomeFact
from greener_homes.tables.match import HomeMatch, MatchState
from greener_homes.tables.usage import BlockRevision, IntervalBlock
from greener_homes.tables.work import Work
from greener_homes.vault import Vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.greener_homes.test_privacy import lived_in
from tests.scenes import NOW

NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)
GAS, POWER = Commodity.NATURAL_GAS, Commodity.ELECTRICITY


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    return scenes.resident(session, keys)


def run_of(session: Session, who: scenes.Resident, **more: object) -> uuid.UUID:
    row = ImportRun(
        home_id=who.home.id,
        person_id=who.person.id,
        source=Source.UPLOAD,
        state=ImportState.STORED,
        sha256=uuid.uuid4().hex,
        size_bytes=4_711,
        received_at=NOW,
        **more,
    )
    session.add(row)
    session.flush()
    return row.id


def store(
    session: Session,
    keys: Vault,
    who: scenes.Resident,
    commodity: Commodity,
    *,
    first: datetime = NEW_YEAR,
    hours: int = 48,
    run_id: uuid.UUID | None = None,
    at: datetime = NOW,
    **more: int,
) -> uuid.UUID:
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=at, lock=True)
    unit = Unit.KWH if commodity is POWER else Unit.M3
    series = scenes.hourly(first, hours, commodity=commodity, unit=unit, wh=more.get("wh", 500))
    used = run_id or run_of(session, who)
    readings.store(session, live, keys, Incoming(commodity.value, series, more.get("updated", 0)), used, now=at)
    return used


def withdraw(
    session: Session,
    keys: Vault,
    who: scenes.Resident,
    *commodities: Commodity,
    purpose: Purpose = Purpose.ADVICE,
    person_id: uuid.UUID | None = None,
) -> Receipt:
    return privacy.withdraw(
        session,
        keys,
        who.home.id,
        purpose,
        source=Source.UPLOAD,
        commodities=commodities,
        actor=who.person.actor,
        now=NOW,
        person_id=person_id,
    )


@pytest.mark.parametrize("commodities", [(GAS,), (POWER,), (GAS, POWER)])
@pytest.mark.parametrize("purpose", [Purpose.ADVICE, Purpose.COACH_ACCESS])
def test_what_is_said_before_is_what_happens(
    session: Session, keys: Vault, commodities: tuple[Commodity, ...], purpose: Purpose
) -> None:
    who = lived_in(session, keys)
    said = privacy.foresee(session, who.home.id, purpose, source=Source.UPLOAD, commodities=commodities, now=NOW)
    again = privacy.foresee(session, who.home.id, purpose, source=Source.UPLOAD, commodities=commodities, now=NOW)
    assert said == again, "asking changes nothing"
    done = withdraw(session, keys, who, *commodities, purpose=purpose)
    assert replace(done, receipt_ids=()) == said
    assert done.permissions == len(commodities)


def test_everything_at_once_is_said_before_too(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    said = privacy.foresee_everything(session, who.home.id, now=NOW, person_id=who.person.id)
    done = privacy.withdraw_everything(
        session, keys, who.home.id, actor=who.person.actor, now=NOW, person_id=who.person.id
    )
    assert [(one.purpose, one.source, one.permissions, one.readings, one.imports) for one in done] == [
        (one.purpose, one.source, one.permissions, one.readings, one.imports) for one in said
    ]
    assert consent.in_force(session, who.home.id, at=NOW) == []


def test_a_file_that_brought_both_says_nothing_more_of_what_went(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    both = run_of(
        session,
        who,
        counts={"added": 96},
        findings=[{"code": "x", "facts": {"commodity": "natural_gas"}}],
        rejects=[{"line": 3, "code": "gas"}],
        facts={"fuel": "gas"},
    )
    digest = session.get_one(ImportRun, both).sha256
    store(session, keys, who, POWER, run_id=both)
    store(session, keys, who, GAS, run_id=both)
    receipt = withdraw(session, keys, who, GAS)
    row = session.get_one(ImportRun, both)
    assert (row.counts, row.findings, row.rejects, row.facts, row.size_bytes) == ({}, [], [], {}, 0)
    assert row.sha256 != digest, "the same file may come again once gas is permitted again"
    assert (receipt.readings, receipt.imports, receipt.scrubbed) == (48, 0, 1)


def test_a_run_that_corrected_what_stays_is_kept_with_its_revisions(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    store(session, keys, who, POWER)
    correcting = store(session, keys, who, POWER, wh=600, updated=1)
    store(session, keys, who, POWER, first=NEW_YEAR + timedelta(days=5), updated=2)
    store(session, keys, who, GAS, run_id=correcting)
    withdraw(session, keys, who, GAS)
    assert session.get(ImportRun, correcting) is not None
    assert len(session.exec(select(BlockRevision)).all()) == 1


def test_a_waiting_file_goes_with_the_last_permission_and_its_work_is_cancelled(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    waiting = run_of(session, who)
    session.get_one(ImportRun, waiting).state = ImportState.RECEIVED
    jobs.enqueue(session, "import.run", waiting, now=NOW)
    jobs.enqueue(session, "home.assess", who.home.id, now=NOW)
    withdraw(session, keys, who, GAS)
    assert session.get(ImportRun, waiting) is not None, "it may still bring electricity"
    withdraw(session, keys, who, POWER)
    session.expire_all()
    assert session.get(ImportRun, waiting) is None
    assert session.exec(select(Work.name).where(col(Work.subject_id).in_([waiting, who.home.id]))).all() == []


def test_another_members_yes_keeps_what_rests_on_it(session: Session, keys: Vault, who: scenes.Resident) -> None:
    other = scenes.person(session, keys)
    homes.join(session, other.id, who.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
    scenes.agree(session, who)
    scenes.agree(session, scenes.Resident(other, who.home), commodities=(POWER,))
    store(session, keys, who, POWER)
    store(session, keys, who, GAS)
    receipt = withdraw(session, keys, who, POWER, GAS, person_id=who.person.id)
    assert (receipt.permissions, receipt.readings, receipt.kept_by_others) == (2, 48, True)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    assert (live.person_id, live.commodities) == (other.id, {POWER})
    last = withdraw(session, keys, who, POWER, person_id=other.id)
    assert (last.readings, last.kept_by_others) == (48, False)


def test_advice_goes_with_the_answers_it_rests_on_and_with_no_others(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    other = scenes.person(session, keys)
    homes.join(session, other.id, who.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
    scenes.agree(session, who)
    scenes.agree(session, scenes.Resident(other, who.home))
    grants = {grant.person_id: str(grant.id) for grant in consent.in_force(session, who.home.id, at=NOW)}
    for person in (who.person.id, other.id):
        session.add(Assessment(home_id=who.home.id, evidence_digest="d", created_at=NOW, grant_ids=[grants[person]]))
    session.flush()
    receipt = withdraw(session, keys, who, POWER, person_id=other.id)
    assert receipt.assessments == 1
    left = session.exec(select(Assessment.grant_ids).where(Assessment.home_id == who.home.id)).all()
    assert left == [[grants[who.person.id]]]


def test_contact_and_research_end_without_touching_usage(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.RESEARCH)
    words = consent.statement(session, Purpose.CONTACT_EMAIL, who.person.language)
    answer = Answer(who.person.id, who.home.id, None, (), words.id, None)
    consent.grant(session, answer, actor=who.person.actor, now=NOW)
    assert consent.may_contact(session, who.person.id, Purpose.CONTACT_EMAIL, at=NOW)
    assert not consent.may_contact(session, who.person.id, Purpose.CONTACT_POST, at=NOW)
    store(session, keys, who, POWER)
    for purpose, source in ((Purpose.CONTACT_EMAIL, None), (Purpose.RESEARCH, Source.UPLOAD)):
        receipt = privacy.withdraw(
            session,
            keys,
            who.home.id,
            purpose,
            source=source,
            commodities=scenes.BOTH,
            actor=who.person.actor,
            now=NOW,
        )
        assert (receipt.permissions > 0, receipt.readings, receipt.assessments) == (True, 0, 0)
    assert not consent.may_contact(session, who.person.id, Purpose.CONTACT_EMAIL, at=NOW)
    assert readings.has_any(session, who.home.id)


def test_a_match_at_a_partner_ends_with_its_commodity(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    match = session.exec(select(HomeMatch).where(HomeMatch.home_id == who.home.id)).one()
    done = privacy.withdraw(
        session,
        keys,
        who.home.id,
        Purpose.ADVICE,
        source=Source.PARTNER,
        commodities=(POWER,),
        actor=who.person.actor,
        now=NOW,
        supplier_id=match.supplier_id,
    )
    assert (done.permissions, done.tells_source, match.state) == (1, True, MatchState.WITHDRAWN)


def test_after_its_time_nothing_is_open_and_after_the_grace_nothing_is_left(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    store(session, keys, who, POWER)
    over = NOW + LASTS
    privacy_endings.expire(session, keys, now=over)
    assert consent.live(session, who.home.id, Purpose.ADVICE, at=over) == []
    assert readings.has_any(session, who.home.id), "it waits for a new yes"
    privacy_endings.expire(session, keys, now=over + GRACE - timedelta(minutes=1))
    assert readings.has_any(session, who.home.id)
    privacy_endings.expire(session, keys, now=over + GRACE)
    assert not readings.has_any(session, who.home.id)
    assert privacy_endings.expire(session, keys, now=over + GRACE + timedelta(days=400)) == 0
    told = session.exec(select(ConsentEvent.action).where(ConsentEvent.home_id == who.home.id)).all()
    assert sorted(told) == sorted([ConsentAction.GRANT, ConsentAction.EXPIRE, ConsentAction.ERASE] * 2)


def test_a_new_yes_within_the_grace_keeps_what_was_collected(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    store(session, keys, who, POWER)
    over = NOW + LASTS
    privacy_endings.expire(session, keys, now=over)
    scenes.agree(session, who, at=over + timedelta(days=10))
    privacy_endings.expire(session, keys, now=over + GRACE + timedelta(days=1))
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=over + GRACE)
    assert sum(len(one.series) for one in readings.series_for(session, live, commodity=POWER)) == 48


def test_a_later_first_day_clears_what_it_leaves_out(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    store(session, keys, who, POWER)
    store(session, keys, who, POWER, wh=600, updated=1)
    scenes.agree(session, who, data_from=date(2025, 1, 2), at=NOW + timedelta(minutes=1))
    assert jobs.state_of(session, "home.clear", who.home.id) is not None
    assert privacy.clear(session, keys, who.home.id, now=NOW + timedelta(minutes=2)) == 24
    assert privacy.clear(session, keys, who.home.id, now=NOW + timedelta(minutes=3)) == 0
    block = session.exec(select(IntervalBlock).join(ImportRun).where(ImportRun.home_id == who.home.id)).one()
    assert (block.count, block.total) == (24, 24 * 600)


def test_after_moving_out_nothing_later_is_kept_or_stored(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    told = homes.Provenance.RESIDENT
    homes.state_facts(session, who.home.id, {"occupants": 3}, provenance=told, actor=who.person.actor, now=NOW)
    store(session, keys, who, POWER, hours=72)
    gone = privacy_endings.move_out(
        session, keys, who.person.id, who.home.id, date(2025, 1, 3), actor=who.person.actor, now=NOW
    )
    assert gone == 24
    with pytest.raises(Refusal):
        consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    assert homes.home_of(session, who.person.id) is None
    assert session.exec(select(HomeFact.id).where(HomeFact.home_id == who.home.id)).all() == []
    assert readings.has_any(session, who.home.id), "what was shared before stays until it is withdrawn"
    with pytest.raises(NotFound):
        scenes.agree(session, who)
    privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW, person_id=who.person.id)
    assert not readings.has_any(session, who.home.id)


def test_a_day_of_moving_out_that_lies_ahead_ends_everything_when_it_comes(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    leaves = date(2026, 12, 1)
    privacy_endings.move_out(session, keys, who.person.id, who.home.id, leaves, actor=who.person.actor, now=NOW)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    assert live.covers_until(POWER) == leaves
    late = datetime(2026, 11, 30, 12, tzinfo=UTC)
    store(session, keys, who, POWER, first=late, hours=48, at=late)
    midnight = datetime(2026, 12, 1, 5, tzinfo=UTC)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=midnight - timedelta(seconds=1))
    found = readings.series_for(session, live, commodity=POWER)
    assert sum(len(one.series) for one in found) == int((midnight - late).total_seconds() // 3600)
    with pytest.raises(Refusal):
        consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=midnight)
    privacy_endings.expire(session, keys, now=midnight)
    ended = session.exec(select(ConsentGrant.ended_by).where(ConsentGrant.home_id == who.home.id)).all()
    assert set(ended) == {"moved_out"}


def test_when_the_day_comes_on_which_the_last_member_leaves_the_home_begins_anew(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    told, leaves = homes.Provenance.RESIDENT, date(2026, 12, 1)
    stays, silent = (scenes.resident(session, keys) for _ in range(2))
    partner = scenes.person(session, keys)
    homes.join(session, partner.id, stays.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN, now=NOW)
    scenes.assessed(session, who, ("ENV-ATTIC-MID",))
    for one in (who, stays, silent):
        homes.state_facts(session, one.home.id, {"occupants": 3}, provenance=told, actor=one.person.actor, now=NOW)
        privacy_endings.move_out(session, keys, one.person.id, one.home.id, leaves, actor=one.person.actor, now=NOW)
    privacy_endings.expire(session, keys, now=datetime(2026, 12, 1, 4, 59, tzinfo=UTC))
    assert set(session.exec(select(HomeFact.home_id))) == {one.home.id for one in (who, stays, silent)}
    midnight = datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert set(privacy_endings.homes_due(session, now=midnight)) == {who.home.id, silent.home.id}
    privacy_endings.expire(session, keys, now=midnight)
    assert set(session.exec(select(HomeFact.home_id))) == {stays.home.id}, "where somebody stays, what was told stays"
    assert session.exec(select(Assessment.id).where(Assessment.home_id == who.home.id)).all() == []
    assert privacy_endings.homes_due(session, now=midnight) == []


def test_a_new_household_never_sees_the_earlier_ones_days_nor_loses_its_own(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    store(session, keys, who, POWER, hours=48)
    leaves = date(2025, 1, 3)
    privacy_endings.move_out(session, keys, who.person.id, who.home.id, leaves, actor=who.person.actor, now=NOW)
    newcomer = scenes.person(session, keys)
    homes.join(session, newcomer.id, who.home.id, relation=Relation.OWNER, moved_in=leaves, now=NOW)
    new = scenes.Resident(newcomer, who.home)
    scenes.agree(session, new, data_from=date(2020, 1, 1))
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    assert live.covers_from(POWER) == leaves
    store(session, keys, new, POWER, first=NEW_YEAR, hours=96)
    found = readings.series_for(session, live, commodity=POWER)
    assert sum(len(one.series) for one in found) == 48
    receipt = privacy.withdraw(
        session,
        keys,
        who.home.id,
        Purpose.ADVICE,
        source=Source.UPLOAD,
        commodities=scenes.BOTH,
        actor=who.person.actor,
        now=NOW,
        person_id=who.person.id,
    )
    assert (receipt.readings, receipt.blocks) == (48, 0), "the month is cut, and the newcomer's part stays"
    assert sum(len(one.series) for one in readings.series_for(session, live, commodity=POWER)) == 48


def test_a_supplier_is_asked_to_stop_only_when_nothing_of_it_is_permitted(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    supplier = organisations.register(session, OrganisationKind.UTILITY, "a-power-company", "A company", now=NOW)
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    answer = Answer(
        who.person.id,
        who.home.id,
        Source.UTILITY,
        scenes.BOTH,
        words.id,
        scenes.MOVED_IN,
        supplier_id=supplier.id,
        account_holder=True,
    )
    consent.grant(session, answer, actor=who.person.actor, now=NOW)
    said = privacy.foresee(
        session,
        who.home.id,
        Purpose.ADVICE,
        source=Source.UTILITY,
        commodities=scenes.BOTH,
        now=NOW,
        supplier_id=supplier.id,
    )
    assert said.tells_source
    part = privacy.foresee(
        session,
        who.home.id,
        Purpose.ADVICE,
        source=Source.UTILITY,
        commodities=(GAS,),
        now=NOW,
        supplier_id=supplier.id,
    )
    assert not part.tells_source, "it goes on sending what is still permitted"
    with pytest.raises(Refusal) as refusal:
        consent.grant(session, replace(answer, account_holder=False), actor=who.person.actor, now=NOW)
    assert refusal.value.code is consent.NOT_ACCOUNT_HOLDER
