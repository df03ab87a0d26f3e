"""Wake-ups: what lies in the broker, who may read it, and that the relay restores all of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from redis import Redis
from rq import Queue
from sqlalchemy import Engine, event, text
from sqlmodel import select

from greener_homes import db, jobs, ledger, worker
from greener_homes.settings import Settings
from greener_homes.tables.work import Work, WorkState
from greener_homes.worker import SignedJson, WakeUp
from tests.greener_homes import jobs_under_test
from tests.greener_homes.jobs_under_test import QUEUE

KEY = b"k" * 32
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture
def ready(settings: Settings, engine: Engine, valkey: str) -> Settings:
    """Settings with a database, an empty broker and the jobs under test; no grace for what was just sent."""
    return settings.model_copy(update={"extra_jobs": jobs_under_test.HERE, "resend_seconds": 0.0})


@pytest.fixture
def broker(ready: Settings) -> Iterator[Redis]:
    with jobs.connect(ready) as client:
        yield client


def ask(engine: Engine, count: int = 1) -> set[uuid.UUID]:
    with db.transaction(engine) as session:
        return {jobs.enqueue(session, "test.write", uuid.uuid4(), now=datetime.now(UTC)) for _ in range(count)}


def lying(broker: Redis, settings: Settings) -> list[uuid.UUID]:
    return list(worker._work_ids(worker._queue(broker, QUEUE, settings).get_job_ids()))


class TestSigned:
    @given(PLAIN)
    def test_what_we_sign_we_can_read(self, value: object) -> None:
        assert SignedJson(KEY).loads(SignedJson(KEY).dumps(value)) == value

    @given(st.data())
    @hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
    def test_no_changed_message_is_read(self, data: st.DataObject) -> None:
        message = SignedJson(KEY).dumps([worker.PERFORM, None, ["x"], {}])
        place = data.draw(st.integers(0, len(message) - 1))
        changed = message[:place] + bytes([message[place] ^ data.draw(st.integers(1, 255))]) + message[place + 1 :]
        with pytest.raises(ValueError, match="not signed"):
            SignedJson(KEY).loads(changed)

    @pytest.mark.parametrize("message", [b"", b".", b"{}", b"\x80\x04N.", b"00.[]"])
    def test_no_unsigned_message_is_read(self, message: bytes) -> None:
        with pytest.raises(ValueError, match="not signed"):
            SignedJson(KEY).loads(message)

    def test_another_key_cannot_sign_for_us(self) -> None:
        with pytest.raises(ValueError, match="not signed"):
            SignedJson(KEY).loads(SignedJson(b"j" * 32).dumps([]))


class TestAllowList:
    @pytest.mark.parametrize(
        ("function", "arguments", "named"),
        [
            ("os.system", ("true",), {}),
            ("greener_homes.worker.main", ("relay",), {}),
            (worker.PERFORM, ("a", "b"), {}),
            (worker.PERFORM, (), {"work_id": "a"}),
        ],
    )
    def test_even_a_signed_message_can_ask_for_nothing_else(
        self, broker: Redis, ready: Settings, function: str, arguments: tuple[str, ...], named: dict[str, str]
    ) -> None:
        job = worker._queue(broker, QUEUE, ready).enqueue_call(function, arguments, named)
        again = WakeUp.fetch(job.id, connection=broker, serializer=SignedJson(ready.signing_key()))
        with pytest.raises(PermissionError):
            _ = again.func

    def test_callbacks_and_hooks_written_into_the_broker_are_dropped(self, broker: Redis, ready: Settings) -> None:
        job = worker._queue(broker, QUEUE, ready).enqueue_call(worker.PERFORM, ("a",))
        for kind in ("success", "failure", "stopped"):
            broker.hset(job.key, f"{kind}_callback_name", "os.system")
        broker.hset(job.key, "webhooks", '[{"url": "http://127.0.0.1:1/"}]')
        again = WakeUp.fetch(job.id, connection=broker, serializer=SignedJson(ready.signing_key()))
        assert again.func is worker.perform
        assert (again.success_callback, again.failure_callback, again.stopped_callback) == (None, None, None)
        assert not again.webhooks


class TestRehearsal:
    def test_a_child_finds_what_an_attempt_asks_put_together_and_no_connection(
        self, engine: Engine, ready: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "load", lambda: ready)
        worker._rehearse(QUEUE, ready)
        made = worker._engine_of_jobs(worker._database(ready))
        assert made.pool.checkedin() == made.pool.checkedout() == 0  # type: ignore[attr-defined]
        hits: list[str] = []

        def note(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
            hits.append(context.cache_hit.name)

        (work,) = ask(engine)
        with db.transaction(engine) as session:
            session.execute(text(jobs_under_test.EFFECTS))
        event.listen(made, "before_cursor_execute", note)
        worker.perform(str(work))
        event.remove(made, "before_cursor_execute", note)
        assert hits[0] == "CACHE_HIT"
        assert [row.state for row in _rows(engine)] == [WorkState.DONE]
        assert made.pool.checkedin() == 0  # type: ignore[attr-defined]

    def test_a_database_that_is_away_keeps_no_worker_from_beginning(self, ready: Settings) -> None:
        away = ready.model_copy(update={"database_url": f"postgresql://nobody@/none?host={ready.var}"})
        worker._rehearse(QUEUE, away)
        assert worker._engine_of_jobs(worker._database(away)).pool.checkedout() == 0  # type: ignore[attr-defined]


class TestRelay:
    def test_what_is_due_is_sent_once_and_carries_only_identifiers(
        self, engine: Engine, broker: Redis, ready: Settings
    ) -> None:
        asked = ask(engine, 3)
        for _ in range(3):
            worker.tick(engine, broker, ready)
        assert sorted(lying(broker, ready)) == sorted(asked)
        subjects = {str(work.subject_id) for work in _rows(engine)}
        everything = b" ".join(_everything(broker)).decode(errors="replace")
        assert not any(subject in everything for subject in subjects)
        assert not re.search(r"test\.write|import\.run", everything)

    def test_nobodys_work_waits_for_the_schedule(
        self, engine: Engine, broker: Redis, ready: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = ask(engine)
        seen: list[list[uuid.UUID]] = []
        look = lambda *_given, **_now: seen.append(lying(broker, ready))  # noqa: E731
        monkeypatch.setattr(ledger, "start_scheduled", look)
        worker.tick(engine, broker, ready)
        assert seen == [list(asked)]

    def test_an_emptied_broker_is_filled_again(self, engine: Engine, broker: Redis, ready: Settings) -> None:
        asked = ask(engine, 20)
        worker.tick(engine, broker, ready)
        broker.flushall()
        worker.tick(engine, broker, ready)
        assert sorted(lying(broker, ready)) == sorted(asked)

    def test_no_more_than_a_window_lies_in_the_broker(
        self, engine: Engine, broker: Redis, ready: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "WINDOW", 5)
        ask(engine, 12)
        for _ in range(3):
            worker.tick(engine, broker, ready)
        assert len(lying(broker, ready)) == 5

    def test_a_broker_that_is_away_leaves_the_work_unsent(self, engine: Engine, ready: Settings) -> None:
        ask(engine, 2)
        away = ready.model_copy(update={"redis_url": f"unix://{ready.var}/nobody.sock"})
        with jobs.connect(away) as nobody:
            worker.tick(engine, nobody, away)
        assert all(work.dispatched_at is None for work in _rows(engine) if work.name == "test.write")

    def test_strange_entries_in_a_queue_do_no_harm(self, engine: Engine, broker: Redis, ready: Settings) -> None:
        broker.rpush(f"rq:queue:{QUEUE}", "not-one-of-ours", "../../etc/passwd")
        asked = ask(engine)
        worker.tick(engine, broker, ready)
        assert lying(broker, ready) == list(asked)

    def test_every_scheduled_job_is_asked_for(self, engine: Engine, broker: Redis, ready: Settings) -> None:
        worker.tick(engine, broker, ready)
        assert {work.name for work in _rows(engine)} == {job.name for job in jobs.JOBS if job.schedule}
        assert isinstance(worker._queue(broker, QUEUE, ready), Queue)

    def test_a_process_without_a_queue_says_what_there_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert worker.main(["nothing"]) == 2
        said = capsys.readouterr().err
        assert all(kind in said for kind in (*jobs.QUEUES, jobs.RELAY))


def _rows(engine: Engine) -> list[Work]:
    with db.reading(engine) as session:
        found = list(session.exec(select(Work)))
        session.expunge_all()
    return found


def _everything(broker: Redis) -> Iterator[bytes]:
    """Every key and every value in the broker, whatever its kind."""
    for key in broker.scan_iter():
        yield key
        kind = broker.type(key)
        if kind == b"hash":
            for name, value in broker.hgetall(key).items():
                yield name + b"=" + value
        elif kind == b"list":
            yield from broker.lrange(key, 0, -1)
        elif kind == b"set":
            yield from broker.smembers(key)
        elif kind == b"string":
            yield broker.get(key)
