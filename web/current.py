"""What a view needs of the request it answers: the session, the person, the moment, the settings."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Final

from flask import current_app, g, request
from flask_login import current_user

from greener_homes import homes, organisations, people
from greener_homes.db import Engine, Session
from greener_homes.errors import NotFound
from greener_homes.homes import HomeView
from greener_homes.organisations import OrganisationView
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.vault import Vault

READING: Final = frozenset({"GET", "HEAD"})
"""What changes nothing."""


def session() -> Session:
    """The transaction of this request; committed when the view has answered, undone when it raised."""
    found: Session = g.session
    return found


def now() -> datetime:
    """The moment this request is answered at, the same throughout."""
    here = g._get_current_object()  # once: each attribute of the stand-in looks for it anew
    if "now" not in here:
        here.now = datetime.now(UTC)
    moment: datetime = here.now
    return moment


def person() -> PersonView:
    """The signed-in person. Only for views whose access level asks for one."""
    found: PersonView = current_user.person
    return found


def home() -> HomeView:
    """The signed-in resident's own home. Raises NotFound when there is none yet.

    A page that is only read has it with the person; a form may be what gives somebody another home.
    """
    found: HomeView | None = current_user.home if request.method in READING else None
    if found is None:
        found = homes.home_of(session(), person().id, on=now().astimezone(homes.LOCAL).date())
    if found is None:
        raise NotFound
    return found


def name_of(person_id: uuid.UUID) -> str | None:
    """What somebody is called, or None when nobody by this id is known any more. Asked once a request for each."""
    known: dict[uuid.UUID, str | None] = g.setdefault("names", {})
    if person_id not in known:
        known[person_id] = people.name_of(session(), vault(), person_id)
    return known[person_id]


def organisation() -> OrganisationView | None:
    """The open organisation the signed-in person works for; None for whoever works for none."""
    return organisations.of_person(session(), person().id)


def engine() -> Engine:
    """The database, for what must be committed whatever becomes of this request."""
    found: Engine = current_app.config["ENGINE"]
    return found


def vault() -> Vault:
    """The vault of this installation."""
    found: Vault = current_app.config["VAULT"]
    return found


def settings() -> Settings:
    """The settings this application was made with."""
    found: Settings = current_app.config["SETTINGS"]
    return found
