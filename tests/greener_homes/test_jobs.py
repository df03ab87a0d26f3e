"""The catalogue and the ledger: asking, claiming, ending, retrying, fencing; with attempts made in this process."""

from __future__ import annotations

import importlib
import inspect
import os
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text, update
from sqlmodel import col, select

from greener_homes import attempt, db, jobs, ledger
from greener_homes.attempt import FencedOut
from greener_homes.jobs import JOBS, NOBODY, QUEUES, RELAY, JobSpec, WorkView
from greener_homes.settings import Settings
from greener_homes.tables.base import new_id
from greener_homes.tables.work import Work, WorkState
from tests.greener_homes import jobs_under_test
from tests.greener_homes.jobs_under_test import OWN_STEPS

LEASE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
WRITE = "test.write"


@pytest.fixture
def patient(settings: Settings, engine: Engine) -> Settings:
    """Settings with the jobs under test and quick heartbeats; a place for their effects."""
    with db.transaction(engine) as session:
        session.execute(text(jobs_under_test.EFFECTS))
    return settings.model_copy(update={"extra_jobs": jobs_under_test.HERE, "heartbeat_seconds": 0.05})


def ask(engine: Engine, name: str = WRITE, subject: uuid.UUID | None = None) -> uuid.UUID:
    """Asks for work, an hour ago, and returns its identifier."""
    with db.transaction(engine) as session:
        return jobs.enqueue(session, name, subject or uuid.uuid4(), now=datetime.now(UTC) - timedelta(hours=1))


def rows(engine: Engine) -> list[Work]:
    """The whole ledger, oldest first."""
    with db.reading(engine) as session:
        found = list(session.exec(select(Work).order_by(col(Work.created_at))))
        session.expunge_all()
    return found


def row(engine: Engine, work_id: uuid.UUID) -> Work:
    return next(work for work in rows(engine) if work.id == work_id)


def effects(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.execute(text("SELECT count(*) FROM effect")).scalar_one()


def change(engine: Engine, work_id: uuid.UUID, **values: object) -> None:
    with db.transaction(engine) as session:
        session.execute(update(Work).where(col(Work.id) == work_id).values(values))


def claim(engine: Engine, work_id: uuid.UUID, now: datetime | None = None) -> ledger.Claim | None:
    with db.transaction(engine) as session:
        return ledger.claim(session, work_id, worker="test:1", now=now or datetime.now(UTC), lease=LEASE)


class TestCatalogue:
    def test_names_are_unique_and_every_job_has_a_queue_and_a_timeout(self) -> None:
        assert len({job.name for job in JOBS}) == len(JOBS)
        assert all(job.queue in QUEUES and job.timeout_s > 0 for job in JOBS)

    @pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
    def test_every_job_can_be_called_as_the_worker_calls_it(self, job: JobSpec) -> None:
        module, _, function = job.path.partition(":")
        called = inspect.signature(getattr(importlib.import_module(module), function))
        called.bind(None, NOBODY, now=None, settings=None, step=None)

    def test_every_job_name_that_code_may_ask_for_is_on_the_page(self) -> None:
        assert set(jobs.JobName.__args__) == {job.name for job in JOBS}


class TestAsking:
    def test_asking_twice_for_waiting_work_leaves_one_row(self, engine: Engine) -> None:
        subject = uuid.uuid4()
        assert ask(engine, subject=subject) == ask(engine, subject=subject)

    def test_work_is_per_name_and_subject(self, engine: Engine) -> None:
        subject = uuid.uuid4()
        asked = {ask(engine, WRITE, subject), ask(engine, "test.away", subject), ask(engine, WRITE, uuid.uuid4())}
        assert len(asked) == 3

    def test_what_the_caller_undoes_was_never_asked(self, engine: Engine) -> None:
        subject = uuid.uuid4()
        with pytest.raises(ZeroDivisionError), db.transaction(engine) as session:
            jobs.enqueue(session, WRITE, subject, now=datetime.now(UTC))
            raise ZeroDivisionError
        with db.reading(engine) as session:
            assert jobs.state_of(session, WRITE, subject) is None

    def test_asking_while_it_runs_opens_the_next_when_it_ends(self, engine: Engine, patient: Settings) -> None:
        subject = uuid.uuid4()
        first = ask(engine, subject=subject)
        held = claim(engine, first)
        assert held is not None
        assert ask(engine, subject=subject) == ask(engine, subject=subject) == first
        with db.transaction(engine) as session:
            assert ledger.finish(session, held, now=datetime.now(UTC))
        ended, opened = rows(engine)
        assert (ended.id, ended.state) == (first, WorkState.DONE)
        assert (opened.subject_id, opened.state, opened.attempts) == (subject, WorkState.QUEUED, 0)

    def test_asking_after_it_ended_is_new_work(self, engine: Engine, patient: Settings) -> None:
        subject = uuid.uuid4()
        first = ask(engine, subject=subject)
        attempt.run(engine, patient, first)
        assert ask(engine, subject=subject) != first

    def test_asking_from_many_sides_at_once_leaves_one_row(self, engine: Engine) -> None:
        subject = uuid.uuid4()
        with ThreadPoolExecutor(6) as threads:
            asked = set(threads.map(lambda _: ask(engine, subject=subject), range(24)))
        assert len(asked) == 1

    def test_the_bell_rings_when_the_caller_commits(self, engine: Engine, database_url: str) -> None:
        from greener_homes.worker import _bell

        with _bell(database_url) as wait:
            start = time.monotonic()
            ask(engine)
            wait(10)
        assert time.monotonic() - start < 5


class TestEnds:
    def test_done_work_leaves_its_effects_once_whatever_is_sent_again(self, engine: Engine, patient: Settings) -> None:
        work = ask(engine)
        for _ in range(3):
            attempt.run(engine, patient, work)
        assert (row(engine, work).state, row(engine, work).attempts) == (WorkState.DONE, 1)
        assert effects(engine) == len(OWN_STEPS)

    def test_a_refusal_is_recorded_undone_and_not_tried_again(self, engine: Engine, patient: Settings) -> None:
        work = ask(engine, "test.refuse")
        attempt.run(engine, patient, work)
        ended = row(engine, work)
        assert (ended.state, ended.error_code) == (WorkState.REFUSED, "test.refused")
        assert effects(engine) == 0

    @pytest.mark.parametrize(("name", "code", "tries"), [("test.away", "test.away", 3), ("test.bug", "job.fault", 2)])
    def test_outages_and_faults_are_tried_again_later_and_then_given_up(
        self, engine: Engine, patient: Settings, name: str, code: str, tries: int
    ) -> None:
        work = ask(engine, name)
        for number in range(1, tries):
            before = datetime.now(UTC)
            attempt.run(engine, patient, work)
            put_off = row(engine, work)
            assert (put_off.state, put_off.attempts, put_off.error_code) == (WorkState.QUEUED, number, code)
            assert put_off.available_at > before + timedelta(seconds=45)
            attempt.run(engine, patient, work)  # too early: nothing happens
            assert row(engine, work).attempts == number
            change(engine, work, available_at=before)
        attempt.run(engine, patient, work)
        assert (row(engine, work).state, row(engine, work).attempts) == (WorkState.FAILED, tries)
        assert effects(engine) == 0

    def test_delays_grow_with_each_attempt(self, engine: Engine, patient: Settings) -> None:
        work = ask(engine, "test.away")
        delays = []
        for _ in range(2):
            attempt.run(engine, patient, work)
            delays.append(row(engine, work).available_at - datetime.now(UTC))
            change(engine, work, available_at=datetime.now(UTC))
        assert delays[0] < timedelta(seconds=73) < timedelta(seconds=475) < delays[1]

    def test_work_that_crashed_three_times_is_set_aside(self, engine: Engine) -> None:
        work = ask(engine)
        now = datetime.now(UTC)
        for number in range(3):
            held = claim(engine, work, now + number * 2 * LEASE)
            assert held is not None and held.attempt == number + 1
            with db.transaction(engine) as session:
                moment, worker = now + number * 2 * LEASE, str(row(engine, work).worker)
                ledger.let_go(session, work, worker=worker, now=moment, crashed=True)
        assert claim(engine, work, now + 6 * LEASE) is None
        ended = row(engine, work)
        assert (ended.state, ended.error_code) == (WorkState.DEAD, "job.crashed")

    def test_attempts_ended_from_outside_are_not_held_against_the_work_too_soon(self, engine: Engine) -> None:
        work = ask(engine)
        now = datetime.now(UTC)
        claims = [claim(engine, work, now + number * 2 * LEASE) for number in range(ledger.FORGIVEN_ATTEMPTS + 9)]
        assert [held.attempt for held in claims if held] == list(range(1, ledger.FORGIVEN_ATTEMPTS + 4))
        assert row(engine, work).state is WorkState.DEAD

    def test_an_orderly_end_forgets_earlier_crashes(self, engine: Engine, patient: Settings) -> None:
        work = ask(engine, "test.away")
        claim(engine, work, datetime.now(UTC) - 2 * LEASE)
        assert row(engine, work).crashes == 1
        attempt.run(engine, patient, work)
        assert row(engine, work).crashes == 0

    def test_what_a_page_sees_says_whether_to_wait(self, engine: Engine, patient: Settings) -> None:
        def view(name: str) -> WorkView:
            subject = uuid.uuid4()
            attempt.run(engine, patient, ask(engine, name, subject))
            with db.reading(engine) as session:
                found = jobs.state_of(session, name, subject)
            assert found is not None
            return found

        assert not view(WRITE).is_open and not view(WRITE).was_given_up
        assert view("test.away").is_open


class TestLeases:
    def test_work_in_hand_cannot_be_claimed_until_its_lease_is_over(self, engine: Engine) -> None:
        work = ask(engine)
        now = datetime.now(UTC)
        assert claim(engine, work, now) is not None
        assert claim(engine, work, now + LEASE) is None
        again = claim(engine, work, now + LEASE + timedelta(milliseconds=1))
        assert again is not None and again.attempt == 2

    def test_only_one_of_many_claims_at_once_succeeds(self, engine: Engine) -> None:
        work = ask(engine)
        with ThreadPoolExecutor(6) as threads:
            won = list(threads.map(lambda _: claim(engine, work), range(12)))
        assert sum(held is not None for held in won) == 1

    def test_a_running_job_keeps_its_lease(self, engine: Engine, patient: Settings) -> None:
        held = claim(engine, ask(engine))
        assert held is not None
        change(engine, held.id, lease_until=datetime.now(UTC))
        with attempt.Lease(engine, held, patient, timeout_s=60):
            time.sleep(0.3)
            until = row(engine, held.id).lease_until
        assert until is not None and until > datetime.now(UTC) + timedelta(seconds=patient.lease_seconds - 2)

    def test_a_job_past_its_timeout_loses_its_lease(
        self, engine: Engine, patient: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attempt, "GRACE_S", 0)
        held = claim(engine, ask(engine))
        assert held is not None
        with attempt.Lease(engine, held, patient, timeout_s=0):
            time.sleep(0.2)
            before = row(engine, held.id).lease_until
            time.sleep(0.2)
            assert row(engine, held.id).lease_until == before

    def test_steps_can_be_read_while_the_job_runs(self, engine: Engine, patient: Settings) -> None:
        held = claim(engine, ask(engine))
        assert held is not None
        with attempt.Lease(engine, held, patient, timeout_s=60) as step:
            step("second")
            assert row(engine, held.id).step == "second"

    def test_an_attempt_that_lost_its_work_undoes_everything(
        self, engine: Engine, patient: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        work = ask(engine)
        write = jobs_under_test.write_steps

        def steal_then_write(session: object, subject_id: uuid.UUID, **given: object) -> None:
            write(session, subject_id, **given)
            now = datetime.now(UTC)
            with db.transaction(engine) as other:  # at once, or a heartbeat would come between
                other.execute(update(Work).where(col(Work.id) == work).values(lease_until=now - LEASE))
                assert ledger.claim(other, work, worker="test:1", now=now, lease=LEASE) is not None

        monkeypatch.setattr(jobs_under_test, "write_steps", steal_then_write)
        attempt.run(engine, patient, work)
        assert effects(engine) == 0
        assert (row(engine, work).state, row(engine, work).attempts) == (WorkState.RUNNING, 2)

    @pytest.mark.parametrize("end", ["finish", "refuse", "put_off"])
    def test_no_end_is_taken_from_an_attempt_that_lost_its_work(self, engine: Engine, end: str) -> None:
        now = datetime.now(UTC)
        work = ask(engine)
        late = claim(engine, work, now - 2 * LEASE)
        assert late is not None and claim(engine, work, now) is not None
        with db.transaction(engine) as session:
            if end == "put_off":
                taken = ledger.put_off(session, late, code="x", now=now, delay=None)
            else:
                taken = ledger.finish(session, late, now=now, code=None if end == "finish" else "x")
        assert not taken
        assert row(engine, work).state is WorkState.RUNNING

    def test_a_fenced_out_attempt_stops_at_its_next_step(self, engine: Engine, patient: Settings) -> None:
        work = ask(engine)
        late = claim(engine, work, datetime.now(UTC) - 2 * LEASE)
        assert late is not None
        with pytest.raises(FencedOut), attempt.Lease(engine, late, patient, timeout_s=60) as step:
            change(engine, work, attempts=2)
            step("first")

    def test_work_whose_worker_is_known_to_be_gone_is_to_be_had_at_once(self, engine: Engine) -> None:
        work = ask(engine)
        claim(engine, work)
        with db.transaction(engine) as session:
            ledger.let_go(session, work, worker="test:2", now=datetime.now(UTC), crashed=True)
        assert claim(engine, work) is None
        with db.transaction(engine) as session:
            ledger.let_go(session, work, worker="test:1", now=datetime.now(UTC), crashed=True)
        assert claim(engine, work) is not None


class TestDue:
    def due(
        self, engine: Engine, now: datetime, *, known: tuple[uuid.UUID, ...] = (), limit: int = 10
    ) -> list[uuid.UUID]:
        unsent_since = now - timedelta(seconds=5)
        with db.transaction(engine) as session:
            found = ledger.due(session, [WRITE], now=now, unsent_since=unsent_since, known=known, limit=limit)
            return [work.id for work in found]

    def test_what_waits_is_due_unless_it_lies_in_the_broker_or_was_just_sent(self, engine: Engine) -> None:
        now = datetime.now(UTC)
        work = ask(engine)
        assert self.due(engine, now + MINUTE) == [work]
        assert self.due(engine, now + MINUTE, known=(work,)) == []
        change(engine, work, dispatched_at=now)
        assert self.due(engine, now + timedelta(seconds=4)) == []
        assert self.due(engine, now + timedelta(seconds=6)) == [work]

    def test_what_runs_is_due_once_its_lease_is_over(self, engine: Engine) -> None:
        now = datetime.now(UTC)
        work = ask(engine)
        claim(engine, work, now)
        assert self.due(engine, now + LEASE) == []
        assert self.due(engine, now + LEASE + MINUTE) == [work]

    def test_what_is_put_off_or_ended_is_not_due(self, engine: Engine, patient: Settings) -> None:
        later, done = ask(engine), ask(engine)
        change(engine, later, available_at=datetime.now(UTC) + timedelta(hours=1))
        attempt.run(engine, patient, done)
        assert self.due(engine, datetime.now(UTC) + MINUTE) == []

    def test_the_oldest_comes_first_and_no_more_than_asked(self, engine: Engine) -> None:
        asked = [ask(engine) for _ in range(5)]
        assert self.due(engine, datetime.now(UTC) + MINUTE, limit=3) == asked[:3]

    def test_only_queues_for_which_something_is_due_are_named(self, engine: Engine) -> None:
        now = datetime.now(UTC) + MINUTE
        queues = {"one": [WRITE, "test.never"], "other": ["test.away"]}
        work = ask(engine)
        with db.transaction(engine) as session:
            assert ledger.queues_due(session, queues, now=now, unsent_since=now) == {"one"}
        change(engine, work, dispatched_at=now)
        with db.transaction(engine) as session:
            assert ledger.queues_due(session, queues, now=now, unsent_since=now - MINUTE) == set()
            assert ledger.queues_due(session, queues, now=now, unsent_since=now + MINUTE) == {"one"}

    def test_a_second_relay_leaves_what_the_first_has_in_hand(self, engine: Engine) -> None:
        ask(engine)
        now = datetime.now(UTC) + MINUTE
        with db.transaction(engine) as session:
            assert ledger.due(session, [WRITE], now=now, unsent_since=now, known=(), limit=9)
            assert self.due(engine, now) == []


class TestSchedule:
    EVERY_MINUTE = JobSpec(WRITE, f"{jobs_under_test.HERE}:write_steps", "testing", timeout_s=9, schedule=MINUTE)

    def test_scheduled_work_is_asked_for_once_a_period(self, engine: Engine) -> None:
        now = datetime.now(UTC)
        counts = []
        for seconds in (0, 1, 59, 60, 61, 120):
            at = now + timedelta(seconds=seconds)
            with db.transaction(engine) as session:
                ledger.start_scheduled(session, [self.EVERY_MINUTE], now=at)
                open_rows = session.exec(select(Work).where(Work.name == WRITE, Work.state == WorkState.QUEUED)).all()
                for work in open_rows:
                    work.state, work.finished_at = WorkState.DONE, at
                counts.append(len(open_rows))
        assert counts == [1, 0, 0, 1, 0, 1]

    def test_scheduled_work_that_still_runs_is_not_doubled(self, engine: Engine) -> None:
        for minutes in range(3):
            with db.transaction(engine) as session:
                ledger.start_scheduled(session, [self.EVERY_MINUTE], now=datetime.now(UTC) + minutes * MINUTE)
        assert len(rows(engine)) == 1

    def test_finished_scheduled_work_is_cleared_away_after_a_day(self, engine: Engine) -> None:
        now = datetime.now(UTC)
        old = Work(name=WRITE, subject_id=NOBODY, state=WorkState.DONE, available_at=now, created_at=now)
        old.created_at = old.finished_at = now - timedelta(days=2)
        mine = Work(id=new_id(), **{**old.model_dump(exclude={"id", "name"}), "name": "test.away"})
        with db.transaction(engine) as session:
            session.add(old)
            session.add(mine)
        with db.transaction(engine) as session:
            ledger.start_scheduled(session, [self.EVERY_MINUTE], now=now)
        assert {(work.name, work.state) for work in rows(engine)} == {
            (WRITE, WorkState.QUEUED),
            ("test.away", WorkState.DONE),
        }


class TestHeartbeats:
    def test_the_quietest_process_speaks_for_all(self, engine: Engine) -> None:
        now = datetime.now(UTC)
        for age, kind in enumerate((*QUEUES, RELAY)):
            with db.transaction(engine) as session:
                assert jobs.worker_seen(session) is None
                ledger.beat(session, kind, worker="test:1", now=now - timedelta(hours=1))
                ledger.beat(session, kind, worker="test:1", now=now - timedelta(seconds=age))
        with db.reading(engine) as session:
            assert jobs.worker_seen(session) == now - timedelta(seconds=len(QUEUES))


def test_a_broker_that_is_away_is_said_to_be(settings: Settings, valkey: str) -> None:
    assert jobs.broker_answers(settings)
    away = settings.model_copy(update={"redis_url": f"unix://{settings.var}/nobody.sock"})
    assert not jobs.broker_answers(away)


def test_a_halted_job_waits_for_its_test_and_halts_once(settings: Settings) -> None:
    halting: Callable[[], None] = lambda: attempt.halt(settings.model_copy(update={"halt_at_step": "a.b"}), "a.b")  # noqa: E731
    mark = settings.var / "halted" / "a_b"
    with ThreadPoolExecutor(1) as threads:
        halted = threads.submit(halting)
        while not mark.exists():
            time.sleep(0.01)
        assert mark.read_text().split() == [str(os.getpid()), str(os.getppid())]
        assert not halted.done()
        mark.write_text(attempt.GO_ON)
        halted.result(timeout=5)
    halting()
