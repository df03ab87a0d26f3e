"""Real processes, killed outright at every step of a job: nothing lost, nothing doubled, running again in a minute."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from greener_homes import jobs
from greener_homes.attempt import SETTLED
from greener_homes.ledger import CRASH_LIMIT, FORGIVEN_ATTEMPTS
from greener_homes.tables.work import WorkState
from tests.greener_homes.jobs_under_test import QUEUE, STEPS
from tests.greener_homes.processes import Processes, until

pytestmark = pytest.mark.slow


def test_whatever_is_killed_at_a_step_the_work_is_done_once(engine: Engine, database_url: str, tmp_path: Path) -> None:
    with Processes(engine, database_url, tmp_path, halt_at_step=",".join(STEPS)) as processes:
        for step in STEPS:
            attempts = []

            processes.halt_next_at(step, STEPS)
            horse_dies = processes.ask()
            horse, _ = processes.wait_for_halt(step)
            os.kill(horse, signal.SIGKILL)
            attempts.append(processes.wait_until_done(horse_dies).attempts)

            processes.halt_next_at(step, STEPS)
            worker_dies = processes.ask()
            _, worker = processes.wait_for_halt(step)
            assert worker == processes.pid(QUEUE)
            processes.kill(QUEUE)
            attempts.append(processes.wait_until_done(worker_dies).attempts)

            processes.halt_next_at(step, STEPS)
            broker_dies = processes.ask()
            processes.wait_for_halt(step)
            processes.kill_broker()
            asked_while_away = processes.ask()
            processes.go_on(step)
            attempts.append(processes.wait_until_done(broker_dies).attempts)
            processes.broker.start()
            processes.wait_until_done(asked_while_away)

            assert attempts == ([1, 1, 1] if step == SETTLED else [2, 2, 1]), step
            assert processes.wrong_effects() == {}, step


def test_an_emptied_broker_loses_nothing(engine: Engine, database_url: str, tmp_path: Path) -> None:
    with Processes(engine, database_url, tmp_path) as processes:
        asked = []
        for _ in range(5):
            asked += [processes.ask() for _ in range(8)]
            processes.empty_broker()
        for subject in asked:
            assert processes.wait_until_done(subject).state is WorkState.DONE
        assert processes.wrong_effects() == {}


def test_random_kills_lose_and_double_nothing(engine: Engine, database_url: str, tmp_path: Path) -> None:
    chance = random.Random(2)
    with Processes(engine, database_url, tmp_path) as processes:
        asked = [processes.ask() for _ in range(60)]
        until(lambda: processes.state(asked[2]).state is WorkState.DONE, "a first result")
        for _ in range(10):
            time.sleep(chance.uniform(0.05, 0.6))
            victim = chance.choice(("horse", QUEUE, jobs.RELAY, "broker"))
            if victim == "broker":
                processes.kill_broker()
                processes.broker.start()
            elif victim == "horse":
                processes.kill_horse()
            else:
                processes.kill(victim)
        for subject in asked:
            assert processes.wait_until_done(subject).state is WorkState.DONE
        assert processes.wrong_effects() == {}


def test_poison_is_set_aside_and_other_work_goes_on(engine: Engine, database_url: str, tmp_path: Path) -> None:
    with Processes(engine, database_url, tmp_path) as processes:
        poison, other = processes.ask("test.crash"), processes.ask()
        ended = processes.wait_until_done(poison, "test.crash")
        assert (ended.state, ended.attempts, ended.error_code) == (WorkState.DEAD, 3, "job.crashed")
        assert processes.wait_until_done(other).state is WorkState.DONE

        greedy = processes.wait_until_done(processes.ask("test.killed"), "test.killed")
        limit = FORGIVEN_ATTEMPTS + CRASH_LIMIT
        assert (greedy.state, greedy.attempts, greedy.error_code) == (WorkState.DEAD, limit, "job.crashed")

        hung = processes.wait_until_done(processes.ask("test.hang"), "test.hang")
        assert (hung.state, hung.error_code) == (WorkState.FAILED, "job.timed_out")


def test_a_worker_told_to_stop_finishes_its_job_first(engine: Engine, database_url: str, tmp_path: Path) -> None:
    with Processes(engine, database_url, tmp_path, halt_at_step="second", afresh=True) as processes:
        subject = processes.ask()
        processes.wait_for_halt("second")
        stopped = processes.tell_to_stop(QUEUE)
        time.sleep(0.5)
        assert stopped.poll() is None
        processes.go_on("second")
        assert stopped.wait(20) == 0
        assert processes.wait_until_done(subject).attempts == 1
        assert processes.tell_to_stop(jobs.RELAY).wait(20) == 0
