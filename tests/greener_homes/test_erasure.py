"""Erasure: afterwards nothing of the person is found anywhere, and whoever shares a home with them keeps their own."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import redis
from sqlalchemy import Engine
from sqlmodel import Session, select

from coach.asking import questions
from coach.asking.questions import Question, ReplyBy
from coach.cases import review
from coach.cases.order import Change, ChangeAction, Reason
from coach.cases.review import Decision
from greener_homes import (
    attempt,
    audit_chain,
    audit_check,
    belongings,
    consent,
    db,
    erasure,
    erasure_rows,
    homes,
    jobs,
    people,
    person_exports,
    readings,
    worker,
)
from greener_homes.audit_chain import Signer
from greener_homes.consent import Purpose, Source
from greener_homes.erasure import ErasureState
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Provenance, Relation
from greener_homes.identity import browsers
from greener_homes.people import Attempt
from greener_homes.readings import Incoming
from greener_homes.settings import Settings
from greener_homes.tables.base import Row
from greener_homes.tables.connection import ImportRun, ImportState, Permission, PermissionState
from greener_homes.tables.consent import ConsentEvent
from greener_homes.tables.home import HomeMember
from greener_homes.tables.people import Person, PersonKey
from greener_homes.tables.work import Work
from greener_homes.vault import SealBroken, Vault, open_vault
from tests import scenes
from tests.scenes import NOW

EMAIL, NAME = "zyxwcanary@leaves.example", "Zyxw Canary-Person"
ACCOUNT, FACT, NOTE = "ACCT-7700123456", "Canaryville-upon-Sea", "canary question about the attic"
WATT_HOURS = 918_273
NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)
CANARIES = (EMAIL, "zyxwcanary", NAME, ACCOUNT, FACT, NOTE, str(WATT_HOURS), str(48 * WATT_HOURS))


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


def run_of(session: Session, who: scenes.Resident, keys: Vault | None = None) -> ImportRun:
    run = ImportRun(
        home_id=who.home.id,
        person_id=who.person.id,
        source=Source.UPLOAD,
        state=ImportState.RECEIVED if keys else ImportState.STORED,
        sha256=uuid.uuid4().hex,
        size_bytes=1,
        received_at=NOW,
    )
    if keys:
        spool = keys.spool()
        spool.write(f"{EMAIL},{ACCOUNT},{WATT_HOURS}".encode())
        file = spool.finish()
        run.spool_name, run.spool_key = file.name, file.wrapped_key
    session.add(run)
    session.flush()
    return run


def lived(session: Session, keys: Vault) -> scenes.Resident:
    """A person with canaries in everything we hold on them."""
    registered = people.Registration(EMAIL, NAME, scenes.PASSWORD, people.Audience.RESIDENT)
    person = people.register(session, keys, registered, now=NOW)
    who = scenes.Resident(
        person, homes.add_home(session, person.id, relation=Relation.OWNER, moved_in=scenes.MOVED_IN, now=NOW)
    )
    browsers.start(session, person, now=NOW, hours=1)
    people.authenticate(session, keys, Attempt(EMAIL, "wrong", "192.0.2.0/24"), now=NOW)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, who, purpose)
    homes.state_facts(
        session, who.home.id, {"municipality": FACT}, provenance=Provenance.RESIDENT, actor=person.actor, now=NOW
    )
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    for watt_hours, updated in ((1, 0), (WATT_HOURS, 1)):
        incoming = Incoming(ACCOUNT, scenes.hourly(NEW_YEAR, 48, wh=watt_hours), updated=updated)
        readings.store(session, live, keys, incoming, run_of(session, who).id, now=NOW)
    waiting = run_of(session, who, keys)
    jobs.enqueue(session, "import.run", waiting.id, now=NOW)
    case = scenes.assessed(session, who, ("ENV-AIR", "HVAC-TSTAT"))
    coach = scenes.person(session, keys, people.Audience.COACH)
    review.claim(session, coach, case, now=NOW)
    review.change(session, coach, case, Change("HVAC-TSTAT", ChangeAction.NOTE, Reason.OTHER, note=NOTE), now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, NOTE, now=NOW)
    question = Question(f"{NOTE}, {FACT}", person.language, reply_by=ReplyBy.EMAIL)
    thread = questions.ask(session, keys, person, who.home.id, question, now=NOW)
    questions.answer(session, keys, coach, thread, f"{NAME}, {FACT}", asks_back=False, now=NOW)
    asked = person_exports.ask(session, person, now=NOW)
    spool = keys.spool()
    spool.write(f"{EMAIL} {NAME}".encode())
    person_exports.made(session, keys, asked, spool.finish(), now=NOW)
    return who


def everything(engine: Engine) -> dict[str, bytes]:
    """Every table as a dump would have it, with columns of bytes both as they are and in hex."""
    with db.reading(engine) as session:
        return {
            table.name: b"\n".join(
                bytes(value) + bytes(value).hex().encode()
                if isinstance(value, bytes | memoryview)
                else str(value).encode()
                for row in session.execute(table.select())
                for value in row
            )
            for table in Row.metadata.sorted_tables
        }


def found(heap: dict[str, bytes]) -> set[tuple[str, str]]:
    return {
        (place, canary)
        for place, held in heap.items()
        for canary in CANARIES
        for form in (canary.encode(), canary.encode().hex().encode())
        if form in held
    }


def work_off(engine: Engine, settings: Settings, *names: str) -> None:
    with db.reading(engine) as session:
        waiting = [
            row.id
            for name in names
            for row in session.exec(select(Work).where(Work.name == name, Work.state == "queued"))
        ]
    for work_id in waiting:
        attempt.run(engine, settings, work_id)


def erased(engine: Engine, settings: Settings, keys: Vault, who: scenes.Resident) -> str:
    with db.transaction(engine) as session:
        reference = erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW)
    work_off(engine, settings, "person.withdraw")
    work_off(engine, settings, "person.erase")
    return reference


def test_nothing_of_the_person_is_found_anywhere(
    engine: Engine, settings: Settings, keys: Vault, valkey: str, logged: list[str]
) -> None:
    with db.transaction(engine) as session:
        who = lived(session, keys)
        stranger = scenes.resident(session, keys, email="stranger@test.example")
        scenes.agree(session, stranger)
    with redis.Redis.from_url(valkey) as broker:
        worker.tick(engine, broker, settings)
    before = found(everything(engine))
    assert {canary for _, canary in before} >= {FACT, NOTE, str(48 * WATT_HOURS)}, "the search finds what is there"
    assert len(list(keys.spooled_names())) == 2

    reference = erased(engine, settings, keys, who)

    with db.reading(engine) as session:
        receipt = erasure.receipt(session, reference)
    assert receipt.state is ErasureState.ERASED and receipt.rows > 5 and receipt.unconfirmed == 0
    assert found(everything(engine)) == set()
    assert list(keys.spooled_names()) == []
    with redis.Redis.from_url(valkey) as broker:
        worker.tick(engine, broker, settings)
        held = {str(key): _content(broker, key) for key in broker.keys("*")}
    assert held and found(held) == set()
    assert logged and found({"log": "\n".join(logged).encode()}) == set()
    with db.reading(engine) as session:
        assert people.find(session, keys, EMAIL) is None
        assert people.name_of(session, keys, who.person.id) is None
        assert people.find(session, keys, "stranger@test.example") is not None
        assert consent.in_force(session, stranger.home.id, at=NOW)


def test_what_outlives_the_person_is_on_the_list_and_nothing_else(
    engine: Engine, settings: Settings, keys: Vault
) -> None:
    with db.transaction(engine) as session:
        who = lived(session, keys)
    erased(engine, settings, keys, who)
    whose = belongings.Whose(who.person.id, [who.home.id])
    with db.reading(engine) as session:
        left = {
            table.name
            for table in belongings.tables()
            if session.execute(table.select().where(belongings.rows_about(table, whose))).first() is not None
        }
    assert left <= set(erasure_rows.KEPT)
    assert {"person", "consent_event", "audit_event"} <= left


def test_copies_of_the_database_from_before_open_no_more(engine: Engine, settings: Settings, keys: Vault) -> None:
    """What write-ahead logs and backups still hold: sealed columns and the wrapped key, both whole."""
    with db.transaction(engine) as session:
        who = lived(session, keys)
        person = session.get_one(Person, who.person.id)
        email_sealed, wrapped = person.email_sealed, session.get_one(PersonKey, who.person.id).wrapped
    place = f"person_key|{who.person.id}"
    key = keys.unwrap(wrapped, place)
    assert keys.open(key, email_sealed, f"person|email|{who.person.id}") == EMAIL
    erased(engine, settings, keys, who)
    for vault in (keys, open_vault(settings)):
        with pytest.raises(SealBroken):
            vault.unwrap(wrapped, place)


def test_the_person_is_out_at_once_and_cannot_come_back(engine: Engine, settings: Settings, keys: Vault) -> None:
    with db.transaction(engine) as session:
        who = lived(session, keys)
        token = browsers.start(session, who.person, now=NOW, hours=1)
        erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW)
        assert browsers.signed_in(session, keys, token, now=NOW) is None
        assert people.authenticate(session, keys, Attempt(EMAIL, scenes.PASSWORD, "n"), now=NOW) is None


def test_asked_twice_it_is_one_erasure_and_the_last_receipt_counts(session: Session, keys: Vault) -> None:
    who = scenes.resident(session, keys)
    first, last = (erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW) for _ in range(2))
    assert len(erasure.digests(session)) == 1
    assert erasure.receipt(session, last).state is ErasureState.ASKED
    with pytest.raises(NotFound):
        erasure.receipt(session, first)


def test_a_wrong_password_deletes_nothing(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    who = scenes.resident(session, keys)
    with pytest.raises(Refusal) as refused:
        erasure.ask(session, keys, who.person, "not the password", now=NOW)
    assert refused.value.code is erasure.WRONG_PASSWORD
    assert session.get_one(Person, who.person.id).closed_at is None
    assert erasure.digests(session) == []


def test_members_of_a_shared_home_keep_it(engine: Engine, settings: Settings, keys: Vault) -> None:
    with db.transaction(engine) as session:
        who = lived(session, keys)
        other = scenes.person(session, keys)
        session.add(
            HomeMember(person_id=other.id, home_id=who.home.id, relation=Relation.MEMBER, moved_in=scenes.MOVED_IN)
        )
        session.flush()
        theirs = scenes.Resident(other, who.home)
        scenes.agree(session, theirs)
    erased(engine, settings, keys, who)
    with db.reading(engine) as session:
        live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
        assert live.person_id == other.id
        assert readings.has_any(session, who.home.id), "they rest on the other's answer"
        assert [fact.name for fact in homes.known_facts(session, who.home.id)] == ["municipality"]
        assert session.get(HomeMember, (who.person.id, who.home.id)) is None


@pytest.mark.parametrize("halt", ["withdrawn", "utilities_told"])
def test_a_withdrawal_cut_short_is_done_again_whole(engine: Engine, settings: Settings, keys: Vault, halt: str) -> None:
    with db.transaction(engine) as session:
        who = lived(session, keys)
        erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW)
        subject = session.exec(select(Work.subject_id).where(Work.name == "person.withdraw")).one()
    with pytest.raises(KeyboardInterrupt), db.transaction(engine) as session:
        erasure.withdraw_all(session, subject, now=NOW, settings=settings, step=_stopping_at(halt))
    with db.transaction(engine) as session:
        erasure.withdraw_all(session, subject, now=NOW, settings=settings, step=_going_on)
        withdrawn = session.exec(select(ConsentEvent).where(ConsentEvent.action == "withdraw")).all()
    assert len(withdrawn) == 4


@pytest.mark.parametrize("halt", ["found", "rows_deleted", "key_destroyed"])
def test_an_erasure_cut_short_is_done_again_whole(engine: Engine, settings: Settings, keys: Vault, halt: str) -> None:
    with db.transaction(engine) as session:
        who = lived(session, keys)
        erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW)
    work_off(engine, settings, "person.withdraw")
    with db.reading(engine) as session:
        subject = session.exec(select(Work.subject_id).where(Work.name == "person.erase")).one()
    with pytest.raises(KeyboardInterrupt), db.transaction(engine) as session:
        erasure.erase(session, subject, now=NOW, settings=settings, step=_stopping_at(halt))
    with db.transaction(engine) as session:
        erasure.sweep(session, jobs.NOBODY, now=NOW, settings=settings, step=_going_on)
    work_off(engine, settings, "person.erase")
    assert found(everything(engine)) == set()


def test_a_utility_has_ten_minutes_to_confirm_and_the_receipt_says_when_it_did_not(
    engine: Engine, settings: Settings, keys: Vault
) -> None:
    from greener_homes import organisations
    from greener_homes.organisations import OrganisationKind

    with db.transaction(engine) as session:
        who = lived(session, keys)
        supplier = organisations.register(session, OrganisationKind.UTILITY, "slow", "Slow", now=NOW)
        session.add(
            Permission(
                home_id=who.home.id,
                person_id=who.person.id,
                supplier_id=supplier.id,
                state=PermissionState.ACCEPTED,
                created_at=NOW,
                moved_at=NOW,
                refresh_sealed=b"x",
            )
        )
        reference = erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW)
        subject = session.exec(select(Work.subject_id).where(Work.name == "person.withdraw")).one()
    for run, now in ((erasure.withdraw_all, NOW), (erasure.erase, NOW + timedelta(minutes=9))):
        with db.transaction(engine) as session:
            run(session, subject, now=now, settings=settings, step=_going_on)
    with db.transaction(engine) as session:
        assert session.exec(select(Permission.state)).one() is PermissionState.REVOKED
        assert erasure.receipt(session, reference).state is ErasureState.WITHDRAWN
        erasure.erase(session, subject, now=NOW + timedelta(minutes=10), settings=settings, step=_going_on)
        done = erasure.receipt(session, reference)
        assert (done.state, done.unconfirmed) == (ErasureState.ERASED, 1)
        assert session.exec(select(Permission)).all() == []


def test_after_a_restore_whoever_is_on_the_list_is_erased_again(
    engine: Engine, settings: Settings, keys: Vault
) -> None:
    with db.transaction(engine) as session:
        gone, stays = scenes.resident(session, keys), scenes.resident(session, keys)
        listed = [erasure.digest_of(keys, gone.person.id)]  # the list as it was when the backup was older than it
    with db.transaction(engine) as session:
        assert erasure.erase_again(session, keys, listed, now=NOW) == 1
    work_off(engine, settings, "person.withdraw")
    work_off(engine, settings, "person.erase")
    with db.transaction(engine) as session:
        assert session.get(PersonKey, gone.person.id) is None
        assert session.get(PersonKey, stays.person.id) is not None
        assert erasure.digests(session) == listed
        assert erasure.erase_again(session, keys, listed, now=NOW) == 0


def test_the_audit_stays_whole_through_an_erasure(engine: Engine, settings: Settings, keys: Vault) -> None:
    signer = Signer(keys)
    with db.transaction(engine) as session:
        who = lived(session, keys)
        audit_chain.seal(session, signer, now=NOW)
    erased(engine, settings, keys, who)
    with db.transaction(engine) as session:
        audit_chain.seal(session, signer, now=datetime.now(UTC))
        assert audit_check.verify(session, signer).is_sound


def test_an_unknown_reference_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        erasure.receipt(session, "nothing")


def _content(broker: redis.Redis, key: bytes) -> bytes:
    """A key of the broker with what it holds, as text where it is a hash: dumps may be compressed."""
    fields = broker.hgetall(key) if broker.type(key) == b"hash" else {}
    return b"\n".join([key, broker.dump(key) or b"", *fields.keys(), *fields.values()])


def _going_on(name: str) -> None:
    """No step stops the job."""


def _stopping_at(halt: str):  # type: ignore[no-untyped-def]
    def step(name: str) -> None:
        if name == halt:
            raise KeyboardInterrupt

    return step
