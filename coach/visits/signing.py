"""Signing a visit off: what becomes a fact of the home, what is taken back, and giving the household its plan.

Facts are stated with provenance “coach”: a newer statement ends the older, nothing is overwritten. What somebody more
trusted said (an EnerGuide evaluation) goes on counting, and the coach is told so.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from coach.asking import letters
from coach.homes import permitted
from coach.visits import codes_visits as codes
from coach.visits import revisions, visits
from coach.visits.measurements import day_wrong, measured
from coach.visits.visit_views import MeetingKind, VisitState, VisitView, line
from greener_homes import audit, consent, homes, jobs, mail
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from greener_homes.home_facts import TRUST
from greener_homes.homes import FactValue, HowKnown, KnownFact, KnownHow, Provenance
from greener_homes.people import PersonView
from greener_homes.vault import Vault


@dataclass(frozen=True, slots=True)
class Becoming:
    """One fact that a visit would state. `value` None takes back what the visit said before it was corrected.

    `before` is what is known now; None where nothing is, and where the household is not open to coaches.
    """

    name: str
    value: FactValue
    before: KnownFact | None = None

    @property
    def is_outranked(self) -> bool:
        """Somebody who is believed before a coach says otherwise: both are kept, theirs counts."""
        if self.before is None or self.before.value in (None, self.value) or self.value is None:
            return False
        return TRUST.index(self.before.provenance) > TRUST.index(Provenance.COACH)


@dataclass(frozen=True, slots=True)
class ToSign:
    """What signing off would do, or why it cannot be done yet: by field, in the order of the form."""

    becoming: tuple[Becoming, ...]
    wrong: dict[str, Refusal]
    undecided: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.wrong and not self.undecided


def to_sign(session: Session, found: VisitView, *, now: datetime) -> ToSign:
    """What the form of a visit would state, beside what is known."""
    today = now.astimezone(homes.LOCAL).date()
    wrong = problems(found, today)
    known: dict[str, KnownFact] = {}
    if permitted.for_coaches(session, found.visit.home_id, at=now):
        known = {fact.name: fact for fact in homes.known_facts(session, found.visit.home_id)}
    said = measured(found.answers, today=today).facts
    stated = [Becoming(name, value, known.get(name)) for name, value in said.items()]
    again = [one for one in stated if not _stands(one, found)]
    back = [Becoming(name, None, known.get(name)) for name in found.visit.facts if name not in said]
    return ToSign((*again, *back), wrong, tuple(found.form.aside))


def problems(found: VisitView, today: date) -> dict[str, Refusal]:
    """What is impossible in a form, by field."""
    wrong = dict(measured(found.answers, today=today).wrong)
    day = day_wrong(found.answers, today=today)
    return {"held_on": day} | wrong if day else wrong


def sign(
    session: Session,
    vault: Vault,
    coach: PersonView,
    visit_id: uuid.UUID,
    names: Collection[str],
    *,
    version: int,
    now: datetime,
) -> Sequence[str]:
    """The visit stands as it is, and those of its facts that were ticked are the home's; returns which.

    The home is assessed again where its readings may be used. Raises NotFound, Refusal: also when the form is not the
    one (`version`) that the coach looked at.
    """
    row = visits.writable(session, coach, visit_id, now)
    found = VisitView(line(row), revisions.present(session, vault, row))
    planned = to_sign(session, found, now=now)
    if row.version != version:
        raise Refusal(codes.CHANGED)
    if planned.undecided:
        raise Refusal(codes.TWO_VERSIONS)
    for refusal in planned.wrong.values():
        raise refusal
    stated = {one.name: one.value for one in planned.becoming if one.name in names}
    changed = homes.state_facts(
        session, row.home_id, stated, provenance=Provenance.COACH, actor=coach.actor, now=now, how=_how(found)
    )
    still = {name for name in row.facts if stated.get(name, "") is not None}
    row.facts = sorted(still | {name for name, value in stated.items() if value is not None})
    row.state, row.signed_at = VisitState.SIGNED, now
    session.add(row)
    revisions.mark_signed(session, row)
    audit.record(
        session,
        coach.actor,
        audit.Action.VISIT_SIGNED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        facts=len(stated),
    )
    if changed and any(one.purpose is Purpose.ADVICE for one in consent.in_force(session, row.home_id, at=now)):
        jobs.enqueue(session, "home.assess", row.home_id, now=now)
    session.flush()
    return tuple(stated)


def correct(session: Session, coach: PersonView, visit_id: uuid.UUID, *, now: datetime) -> None:
    """The visit can be written again; what was signed stays on record until it is signed anew. Raises NotFound,
    Refusal.
    """
    row = visits.own(session, coach, visit_id, now)
    if row.state is VisitState.SIGNED:
        row.state = VisitState.OPEN
        session.add(row)
        session.flush()


def give(session: Session, vault: Vault, coach: PersonView, visit_id: uuid.UUID, *, now: datetime) -> None:
    """The household reads its plan as it was signed last, and has a letter where it wants such; drafts are gone.

    Raises NotFound, Refusal.
    """
    row = visits.own(session, coach, visit_id, now)
    if row.state is not VisitState.SIGNED:
        raise Refusal(codes.NOT_SIGNED)
    row.given_version, row.given_at = row.version, now
    session.add(row)
    revisions.forget_drafts(session, row, before=row.version)
    audit.record(session, coach.actor, audit.Action.VISIT_GIVEN, at=now, home_id=row.home_id, object_id=row.id)
    words, about = letters.visit_written(row.id, row.language), uuid.uuid5(row.id, str(row.version))
    mail.write(session, vault, row.person_id, mail.Topic.PLAN, about, words, row.language, now=now)
    session.flush()


def _how(found: VisitView) -> HowKnown | None:
    """What the form says of how this is known: a visit or a call, on its day."""
    how = KnownHow.VISIT if found.visit.kind is MeetingKind.VISIT else KnownHow.TELEPHONE
    return HowKnown(how, found.held_on) if found.held_on else None


def _stands(one: Becoming, found: VisitView) -> bool:
    """Whether a coach has said exactly this already."""
    before = one.before
    return before is not None and before.provenance is Provenance.COACH and before.value == one.value
