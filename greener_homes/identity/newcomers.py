"""Somebody who confirmed their address for the first time: a name, a home, and what they said of it before."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from greener_homes import audit, homes, jobs, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Provenance, Relation
from greener_homes.identity import browsers, email_links, link_letters
from greener_homes.identity.email_links import Link
from greener_homes.people import PersonView
from greener_homes.vault import Vault
from models.findings import Code, Severity

NAMELESS = Code(
    "newcomer.name",
    Severity.REFUSAL,
    "Write what we shall call you. A first name is enough.",
    "Écrivez comment vous appeler. Un prénom suffit.",
)
CODES = (NAMELESS,)


def called(name: str) -> str:
    """The name on one line. Raises Refusal for none."""
    kept = " ".join(name.split())
    if not kept:
        raise Refusal(NAMELESS)
    return kept


def welcome(
    session: Session, vault: Vault, link: Link, name: str, password: str | None, *, with_home: bool, now: datetime
) -> PersonView:
    """The account stands, with a home unless its person comes to join another one. Nothing is permitted by that.

    Raises NotFound when the person is gone, Refusal for a password that will not do.
    """
    people.confirm(session, vault, link.person_id, name, link.language, now)
    if password is not None:
        people.set_password(session, link.person_id, password)
    person = people.view(session, vault, link.person_id)
    if person is None:
        raise NotFound
    audit.record(session, person.actor, audit.Action.PERSON_REGISTERED, at=now)
    email_links.end_links(session, person.id, now=now)
    if with_home:
        settle(session, person, link.facts, now=now)
    return person


def settle(session: Session, person: PersonView, facts: object, *, now: datetime) -> None:
    """The person has a home, and what they said of it is on record as said by them. Nothing happens for who has one."""
    if homes.home_of(session, person.id, on=now.astimezone(homes.LOCAL).date()) is not None:
        return
    home = homes.add_home(session, person.id, relation=Relation.OWNER, moved_in=None, now=now)
    jobs.enqueue(session, "home.compare", home.id, now=now)
    if isinstance(facts, dict) and facts:
        homes.state_facts(session, home.id, facts, provenance=Provenance.RESIDENT, actor=person.actor, now=now)


def password_is_new(session: Session, vault: Vault, person: PersonView, *, but: str | None, now: datetime) -> None:
    """After a change of password: other browsers are signed out, earlier links are void, and a letter says so."""
    browsers.end_all(session, person, but=but, now=now)
    email_links.end_links(session, person.id, now=now)
    audit.record(session, person.actor, audit.Action.PASSWORD_CHANGED, at=now)
    link_letters.password_changed(session, vault, person, now=now)
