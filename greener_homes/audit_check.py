"""Whether the audit's chain is whole: events, hashes, signatures and what was anchored outside all agree.

What it cannot know: an act that was never written, or one that somebody with the application's own rights to the
database and to its keys added at its proper time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from greener_homes.audit_chain import START, Head, Signer, head_of, link
from greener_homes.tables.audit import AuditEvent, AuditHead, AuditSeal, AuditUnsealed

READ_AT_ONCE = 1_000
LATEST = timedelta(hours=1)
"""How long before the sealing that did not take it yet an act may lie: longer than any transaction of ours lasts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the chain: a stable code, and the number of the first event it concerns."""

    code: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and what was found. `waiting` events are recorded and not sealed yet."""

    sealed: int
    waiting: int
    heads: int
    anchors: int
    last_sealed_at: datetime | None
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify(session: Session, signer: Signer, anchors: Iterable[Head] = (), *, made_up_past: bool = False) -> Verdict:
    """Whether events, chain, signatures and anchors all agree; what does not is in the verdict, first things first.

    `made_up_past` is for the demonstration, which writes events of days before it was made.
    """
    heads = [head_of(row) for row in session.exec(select(AuditHead).order_by(col(AuditHead.number)))]
    outside = list(anchors)
    wanted = {head.number for head in (*heads, *outside)}
    walk = _Walk(heads, wanted, made_up_past=made_up_past)
    for seal_row, event in _sealed(session):
        walk.take(seal_row, event)
    faults = [
        *walk.faults,
        *_faults_of_heads(heads, walk, signer),
        *_faults_of_anchors(outside, heads, walk, signer),
        *_faults_of_waiting(session, heads, made_up_past=made_up_past),
    ]
    waiting = session.exec(select(func.count()).select_from(AuditUnsealed)).one()
    last = heads[-1].at if heads else None
    return Verdict(walk.count, waiting, len(heads), len(outside), last, tuple(faults))


class _Walk:
    """Goes along the chain once, holding no more than the hashes that heads and anchors speak of."""

    def __init__(self, heads: list[Head], wanted: set[int], *, made_up_past: bool) -> None:
        self.count = 0
        self.faults: list[Fault] = []
        self.hashes: dict[int, bytes] = {0: START}
        self._wanted = wanted
        self._previous = START
        self._heads = heads
        self._passed = 0
        self._made_up_past = made_up_past

    def take(self, seal: AuditSeal, event: AuditEvent | None) -> None:
        """The next link. After a fault the walk goes on from what is written, to say what else is wrong."""
        expected = self.count + 1
        if seal.number != expected:
            self._fault("audit.links_missing", expected)
        self.count = seal.number
        if event is None:
            self._fault("audit.event_gone", seal.number)
        elif link(seal.number, self._previous, event) != seal.hash:
            self._fault("audit.link_broken", seal.number)
        elif self._is_backdated(seal.number, event):
            self._fault("audit.backdated", seal.number)
        self._previous = seal.hash
        if seal.number in self._wanted:
            self.hashes[seal.number] = seal.hash

    def _is_backdated(self, number: int, event: AuditEvent) -> bool:
        """Older than the sealing before the one that took it allows."""
        while self._passed < len(self._heads) and self._heads[self._passed].number < number:
            self._passed += 1
        if self._passed == 0 or self._made_up_past:
            return False
        return event.at < self._heads[self._passed - 1].at - LATEST

    def _fault(self, code: str, number: int) -> None:
        if not any(fault.code == code for fault in self.faults):
            self.faults.append(Fault(code, number))


def _faults_of_heads(heads: list[Head], walk: _Walk, signer: Signer) -> Iterator[Fault]:
    for head in heads:
        if not signer.knows(head):
            yield Fault("audit.head_not_signed", head.number)
            break
    for head in heads:
        if walk.hashes.get(head.number) != head.hash:
            yield Fault("audit.head_disagrees", head.number)
            break
    if walk.count != (heads[-1].number if heads else 0):
        yield Fault("audit.end_without_head", walk.count)


def _faults_of_anchors(outside: list[Head], heads: list[Head], walk: _Walk, signer: Signer) -> Iterator[Fault]:
    inside = {head.number for head in heads}
    for head in outside:
        if not signer.knows(head):
            yield Fault("audit.anchor_not_signed", head.number)
            return
        if head.number > walk.count:
            yield Fault("audit.cut_short", walk.count)
            return
        if walk.hashes.get(head.number) != head.hash:
            yield Fault("audit.anchor_disagrees", head.number)
            return
        if head.number not in inside:
            yield Fault("audit.head_gone", head.number)
            return


def _faults_of_waiting(session: Session, heads: list[Head], *, made_up_past: bool) -> Iterator[Fault]:
    sealed = select(AuditSeal.event_id).where(AuditSeal.event_id == AuditEvent.id).exists()
    noted = select(AuditUnsealed.event_id).where(AuditUnsealed.event_id == AuditEvent.id).exists()
    if session.exec(select(AuditEvent.id).where(~sealed, ~noted).limit(1)).first() is not None:
        yield Fault("audit.event_outside")
    if session.exec(select(AuditEvent.id).where(sealed, noted).limit(1)).first() is not None:
        yield Fault("audit.sealed_twice")
    there = select(AuditEvent.id).where(AuditEvent.id == AuditUnsealed.event_id).exists()
    if session.exec(select(AuditUnsealed.event_id).where(~there).limit(1)).first() is not None:
        yield Fault("audit.waiting_gone")
    if heads and not made_up_past:
        late = select(AuditEvent.id).where(noted, col(AuditEvent.at) < heads[-1].at - LATEST)
        if session.exec(late.limit(1)).first() is not None:
            yield Fault("audit.backdated")


def _sealed(session: Session) -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    query = (
        select(AuditSeal, AuditEvent)
        .join(AuditEvent, col(AuditEvent.id) == AuditSeal.event_id, isouter=True)
        .order_by(col(AuditSeal.number))
        .execution_options(yield_per=READ_AT_ONCE)
    )
    yield from session.exec(query)
