"""Scenes of referrals: a resident with an approved plan, a lender, and a referral sent to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from coach.cases import review
from coach.cases.review import Decision
from coach.cases.second_look_sample import Sampling
from coach.referrals import sending
from coach.referrals.sending import Sent, Wanted
from greener_homes import consent, homes, organisations, readings
from greener_homes.audit import Actor
from greener_homes.consent import Purpose, ReferralField, Source
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.people import PersonView
from greener_homes.readings import Incoming
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW, Resident

SOFTWARE = Actor(uuid.UUID(int=7), "client")
PLAN = (ReferralField.CONTACT, ReferralField.PLAN, ReferralField.WORK)
LAST_WEEK = datetime(2026, 11, 14, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """A resident who sent a referral to a lender."""

    who: Resident
    lender: OrganisationView
    sent: Sent


def planned(
    session: Session,
    keys: Vault,
    *,
    readings_too: bool = False,
    email: str | None = None,
    by: PersonView | None = None,
) -> Resident:
    """A resident whose plan a coach has approved."""
    who = scenes.resident(session, keys, email=email)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    told, facts = homes.Provenance.RESIDENT, {"municipality": "Oshawa"}
    homes.state_facts(session, who.home.id, facts, provenance=told, actor=who.person.actor, now=NOW)
    if readings_too:
        live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
        run = scenes.stored_run(session, who)
        readings.store(session, live, keys, Incoming("power", scenes.hourly(LAST_WEEK, 48)), run, now=NOW)
    case = scenes.assessed(session, who, ("ENV-AIR", "HVAC-TSTAT"))
    coach = by or scenes.coach(session, keys)
    review.claim(session, coach, case, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW, sampling=Sampling(0.0, 0.0))
    return who


def lender(
    session: Session, name: str = "credit-union", kind: OrganisationKind = OrganisationKind.LENDER
) -> OrganisationView:
    """A partner that can be asked."""
    return organisations.register(session, kind, name, name.replace("-", " ").title(), now=NOW)


def sent(
    session: Session,
    keys: Vault,
    who: Resident,
    to: OrganisationView,
    fields: tuple[ReferralField, ...] = PLAN,
    at: datetime = NOW,
) -> Scene:
    """The resident looked at what would go, said yes, and it went."""
    shown = sending.preview(session, keys, who.person, who.home, fields, now=at).digest(keys)
    words = consent.statement(session, Purpose.REFERRAL, who.person.language)
    wanted = Wanted(to.id, fields, words.id, shown, form_build="tests")
    return Scene(who, to, sending.send(session, keys, who.person, who.home, wanted, now=at))
