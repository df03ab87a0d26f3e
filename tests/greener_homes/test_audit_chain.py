"""The audit's chain: nothing is skipped, nothing can be changed by us, and no change by anybody else goes unseen."""

from __future__ import annotations

import json
import os
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, select

from greener_homes import audit, audit_chain, audit_check, audit_sealing, db
from greener_homes.audit import Action, Actor
from greener_homes.audit_chain import Head, Signer
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.vault import Vault
from tests.scenes import NOW

SEALINGS, EACH = 6, 10


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer(Vault((os.urandom(32),), tmp_path))


def act(session: Session, place: int, at: datetime = NOW) -> None:
    actor = Actor(uuid.UUID(int=1 + place % 3), "coach")
    audit.record(
        session, actor, Action.USAGE_VIEWED, at=at, home_id=uuid.UUID(int=7), purpose="coach_access", shown=place
    )


def lived(session: Session, signer: Signer) -> list[Head]:
    """An audit of some sealings, half an hour apart; the heads as they were anchored."""
    heads = []
    for sealing in range(SEALINGS):
        now = NOW + timedelta(minutes=30 * sealing)
        for place in range(EACH):
            act(session, sealing * EACH + place, now - timedelta(seconds=60 - place))
        session.flush()
        head = audit_chain.seal(session, signer, now=now)
        assert head is not None
        heads.append(head)
    return heads


def codes(session: Session, signer: Signer, anchors: list[Head]) -> set[str]:
    session.expire_all()
    return {fault.code for fault in audit_check.verify(session, signer, anchors).faults}


def test_a_chain_nobody_touched_is_sound(session: Session, signer: Signer) -> None:
    heads = lived(session, signer)
    act(session, 1, NOW + timedelta(hours=3))
    session.flush()
    verdict = audit_check.verify(session, signer, heads)
    assert verdict.faults == ()
    assert (verdict.sealed, verdict.waiting, verdict.heads, verdict.anchors) == (SEALINGS * EACH, 1, SEALINGS, SEALINGS)


def test_nothing_to_seal_makes_no_head(session: Session, signer: Signer) -> None:
    assert audit_chain.seal(session, signer, now=NOW) is None
    assert audit_check.verify(session, signer).is_sound


def test_a_batch_takes_no_more_than_its_limit_and_the_next_goes_on(session: Session, signer: Signer) -> None:
    for place in range(7):
        act(session, place)
    session.flush()
    sizes = [head.number for _ in range(3) if (head := audit_chain.seal(session, signer, now=NOW, limit=3))]
    assert sizes == [3, 6, 7]
    assert audit_check.verify(session, signer).is_sound


def test_an_act_that_is_committed_late_is_sealed_when_it_appears(engine: Engine, signer: Signer) -> None:
    with Session(engine) as slow, Session(engine) as quick:
        act(slow, 1)
        slow.flush()  # written first, with the smaller number and the earlier transaction
        act(quick, 2)
        quick.commit()
        with db.transaction(engine) as sealer:
            head = audit_chain.seal(sealer, signer, now=NOW)
        assert head is not None and head.number == 1
        slow.commit()
    with db.transaction(engine) as sealer:
        head = audit_chain.seal(sealer, signer, now=NOW)
        assert head is not None and head.number == 2
    with db.reading(engine, one_moment=True) as session:
        verdict = audit_check.verify(session, signer)
        assert (verdict.sealed, verdict.waiting, verdict.faults) == (2, 0, ())


def test_no_event_is_skipped_whatever_the_order_of_commits(engine: Engine, signer: Signer) -> None:
    chance = random.Random(12)
    open_ones: list[Session] = []
    for written in range(60):
        choice = chance.random()
        if choice < 0.5 or not open_ones:
            session = Session(engine)
            act(session, written)
            session.flush()
            open_ones.append(session)
        elif choice < 0.8:
            session = open_ones.pop(chance.randrange(len(open_ones)))
            session.commit() if chance.random() < 0.8 else session.rollback()
            session.close()
        else:
            with db.transaction(engine) as sealer:
                audit_chain.seal(sealer, signer, now=NOW, limit=chance.choice((1, 3, 100)))
        if len(open_ones) > 5:
            session = open_ones.pop(0)
            session.commit()
            session.close()
    for session in open_ones:
        session.commit()
        session.close()
    with db.transaction(engine) as sealer:
        audit_chain.seal(sealer, signer, now=NOW)
        total = len(sealer.exec(select(AuditEvent.id)).all())
        verdict = audit_check.verify(sealer, signer)
    assert (verdict.sealed, verdict.waiting, verdict.faults) == (total, 0, ())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE audit_seal SET hash = ''",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
        "TRUNCATE consent_event",
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(session: Session, signer: Signer, statement: str) -> None:
    lived(session, signer)
    with pytest.raises(ProgrammingError, match="append-only"):
        session.execute(text(statement))


def _hex(chance: random.Random) -> str:
    return chance.randbytes(32).hex()


def _number(chance: random.Random) -> int:
    return chance.randint(1, SEALINGS * EACH)


def _event(number: str) -> str:
    return f"(SELECT event_id FROM audit_seal WHERE number = {number})"


def _change(session: Session, chance: random.Random) -> None:
    value = chance.choice(
        (
            "action = 'advice.viewed'",
            "at = at + interval '1 microsecond'",
            "actor_id = gen_random_uuid()",
            "actor_id = NULL",
            "actor_audience = 'resident'",
            "home_id = gen_random_uuid()",
            "object_id = gen_random_uuid()",
            "purpose = 'advice'",
            "purpose = NULL",
            "facts = '{}'",
            "facts = facts || '{\"shown\": -1}'",
            "id = gen_random_uuid()",
        )
    )
    session.execute(text(f"UPDATE audit_event SET {value} WHERE id = {_event(str(_number(chance)))}"))


def _remove_event(session: Session, chance: random.Random) -> None:
    session.execute(text(f"DELETE FROM audit_event WHERE id = {_event(str(_number(chance)))}"))


def _remove_both(session: Session, chance: random.Random) -> None:
    number = _number(chance)
    session.execute(text(f"DELETE FROM audit_event WHERE id = {_event(str(number))}"))
    session.execute(text(f"DELETE FROM audit_seal WHERE number = {number}"))
    if chance.random() < 0.5:
        session.execute(text(f"UPDATE audit_seal SET number = -number WHERE number > {number}"))
        session.execute(text("UPDATE audit_seal SET number = -number - 1 WHERE number < 0"))


def _add_event(session: Session, chance: random.Random) -> None:
    session.execute(
        text(
            "INSERT INTO audit_event SELECT gen_random_uuid(), at, action, actor_id, actor_audience, home_id, "
            f"object_id, purpose, facts FROM audit_event WHERE id = {_event(str(_number(chance)))}"
        )
    )


def _add_through_the_front(session: Session, chance: random.Random) -> None:
    session.execute(text("SET LOCAL session_replication_role = origin"))
    act(session, 3, NOW - timedelta(hours=chance.randint(2, 500)))
    session.flush()


def _swap_events(session: Session, chance: random.Random) -> None:
    one, other = chance.sample(range(1, SEALINGS * EACH + 1), 2)
    first, second = (
        session.execute(text(f"SELECT event_id FROM audit_seal WHERE number = {number}")).scalar_one()
        for number in (one, other)
    )
    session.execute(text("UPDATE audit_seal SET event_id = gen_random_uuid() WHERE number = :n"), {"n": one})
    session.execute(text("UPDATE audit_seal SET event_id = :e WHERE number = :n"), {"e": first, "n": other})
    session.execute(text("UPDATE audit_seal SET event_id = :e WHERE number = :n"), {"e": second, "n": one})


def _swap_hashes(session: Session, chance: random.Random) -> None:
    one, other = chance.sample(range(1, SEALINGS * EACH + 1), 2)
    session.execute(
        text(
            "UPDATE audit_seal s SET hash = o.hash FROM audit_seal o "
            f"WHERE s.number IN ({one}, {other}) AND o.number = {one + other} - s.number"
        )
    )


def _cut_the_tail(session: Session, chance: random.Random) -> None:
    keep = EACH * chance.randint(1, SEALINGS - 1)
    if chance.random() < 0.5:  # at a head, so that chain and heads agree with each other
        session.execute(text(f"DELETE FROM audit_head WHERE number > {keep}"))
    session.execute(text(f"DELETE FROM audit_event WHERE id IN {_event('ANY').replace('= ANY', f'> {keep}')}"))
    session.execute(text(f"DELETE FROM audit_seal WHERE number > {keep}"))


def _empty(session: Session, chance: random.Random) -> None:
    every = ["audit_seal", "audit_head", "audit_event", "audit_unsealed"]
    for table in chance.choice((every, every[:1], every[1:2], every[2:3], every[:2])):
        session.execute(text(f"DELETE FROM {table}"))


def _touch_a_head(session: Session, chance: random.Random) -> None:
    value = chance.choice(
        (
            "at = at + interval '1 second'",
            f"hash = decode('{_hex(chance)}', 'hex')",
            f"signature = decode('{_hex(chance)}', 'hex')",
            "key_id = 'another'",
        )
    )
    session.execute(text(f"UPDATE audit_head SET {value} WHERE number = {EACH * chance.randint(1, SEALINGS)}"))


def _remove_a_head(session: Session, chance: random.Random) -> None:
    session.execute(text(f"DELETE FROM audit_head WHERE number = {EACH * chance.randint(1, SEALINGS)}"))


def _chain_anew(session: Session, chance: random.Random) -> None:
    """Change an event and compute the whole chain again, correctly; the heads with another key, or with old marks."""
    _change(session, chance) if chance.random() < 0.5 else _remove_event(session, chance)
    session.execute(text("DELETE FROM audit_seal"))
    session.execute(text("DELETE FROM audit_head"))
    session.execute(text("DELETE FROM audit_unsealed"))
    session.execute(text("INSERT INTO audit_unsealed SELECT id FROM audit_event"))
    session.expire_all()
    forger = Signer(Vault((chance.randbytes(32),), Path("unused")))
    for sealing in range(SEALINGS):
        audit_chain.seal(session, forger, now=NOW + timedelta(minutes=30 * sealing), limit=EACH)
    if chance.random() < 0.5:
        session.execute(text("UPDATE audit_head SET key_id = (SELECT min(key_id) FROM audit_head)"))


TAMPERINGS: tuple[Callable[[Session, random.Random], None], ...] = (
    _change, _remove_event, _remove_both, _add_event, _add_through_the_front, _swap_events, _swap_hashes, _cut_the_tail,
    _empty, _touch_a_head, _remove_a_head, _chain_anew,
)  # fmt: skip


def test_of_200_tamperings_by_a_superuser_none_is_missed(engine: Engine, signer: Signer) -> None:
    with db.transaction(engine) as session:
        heads = lived(session, signer)
    missed = []
    for seed in range(200):
        tamper = TAMPERINGS[seed % len(TAMPERINGS)]
        with Session(engine) as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))  # triggers rest
            tamper(session, random.Random(seed))
            if not codes(session, signer, heads):
                missed.append((seed, tamper.__name__))
            session.rollback()
    assert missed == []
    with db.reading(engine, one_moment=True) as session:
        assert codes(session, signer, heads) == set()


def test_only_an_anchor_outside_knows_that_the_end_was_cut_off(session: Session, signer: Signer) -> None:
    heads = lived(session, signer)
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_seal WHERE number > 20)"))
    session.execute(text("DELETE FROM audit_seal WHERE number > 20"))
    session.execute(text("DELETE FROM audit_head WHERE number > 20"))
    assert codes(session, signer, []) == set()
    assert codes(session, signer, heads) == {"audit.cut_short"}


def test_the_place_of_a_change_is_said(session: Session, signer: Signer) -> None:
    lived(session, signer)
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(f"UPDATE audit_event SET purpose = 'x' WHERE id = {_event('17')}"))
    session.expire_all()
    assert audit_check.verify(session, signer).faults == (audit_check.Fault("audit.link_broken", 17),)


def test_anchors_survive_their_file_and_a_damaged_line_is_refused(session: Session, signer: Signer) -> None:
    heads = lived(session, signer)
    lines = [audit_chain.anchor_line(head) for head in heads]
    assert list(audit_chain.read_anchors([*lines, ""])) == heads
    with pytest.raises(ValueError, match="damaged"):
        list(audit_chain.read_anchors([lines[0][:-5]]))
    forged = json.loads(lines[0])
    forged["audit_head"]["number"] = 3
    assert codes(session, signer, list(audit_chain.read_anchors([json.dumps(forged)]))) == {"audit.anchor_not_signed"}


def test_the_job_seals_what_waits_and_anchors_the_head_after_the_commit(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    outside = tmp_path / "anchors"
    told = settings.model_copy(update={"audit_anchor_file": outside})
    for place in range(2):
        with db.transaction(engine) as session:
            act(session, place)
        with db.transaction(engine) as session:
            audit_sealing.run(session, uuid.uuid4(), now=NOW, settings=told, step=lambda name: None)
            assert (outside.read_text().count("\n") if outside.exists() else 0) == place
    heads = list(audit_chain.read_anchors(outside.read_text().splitlines()))
    assert [head.number for head in heads] == [1, 2]
