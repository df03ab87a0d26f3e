"""Browsers that are signed in: started, known again, listed for their person, and ended one by one or all together.

A token is in one browser's cookie and nowhere else; the row that stands for it decides at each request. A browser that
nobody used for a while is signed out, and so is every browser a while after it signed in, however much it was used.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, true, update
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from greener_homes import audit, db, homes, people
from greener_homes.errors import NotFound
from greener_homes.homes import HomeView
from greener_homes.local_days import LOCAL
from greener_homes.page_questions import plain, rows_as_one
from greener_homes.people import Audience, PersonView
from greener_homes.tables.people import Person, PersonKey, SignIn
from greener_homes.vault import Vault

HALF_LASTS = timedelta(minutes=15)
"""How long the second factor is waited for."""
IDLE = timedelta(hours=4)
IDLE_STAFF = timedelta(hours=1)
"""A browser nobody used for so long is signed out; sooner for those who see other people's homes."""
SEEN_EVERY = timedelta(minutes=5)
"""How closely it is noted when a browser was last used."""
_SYSTEMS = (("iphone", "ios"), ("ipad", "ios"), ("android", "android"), ("windows", "windows"), ("cros", "chromeos"))
_SYSTEMS_LAST = (("mac os", "macos"), ("linux", "linux"))
_BROWSERS = (
    ("edg", "edge"),
    ("opr/", "opera"),
    ("samsungbrowser", "samsung"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("crios", "chrome"),
    ("chrome", "chrome"),
    ("safari", "safari"),
)

_BROWSER, _PERSON, _KEY = plain(SignIn), plain(Person), plain(PersonKey)


@dataclass(frozen=True, slots=True)
class BrowserView:
    """A signed-in browser as its person sees it. `device` is two words of ours, such as "firefox android"."""

    id: uuid.UUID
    device: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class SomebodyView:
    """Who is signed in, and the home they live in today; None for staff, and while there is none."""

    person: PersonView
    home: HomeView | None


def device_of(user_agent: str) -> str:
    """The family of browser and system a user agent names, in words of ours; "other" where we do not know it."""
    said = user_agent[:400].casefold()
    browser = next((name for mark, name in _BROWSERS if mark in said), "other")
    system = next((name for mark, name in (*_SYSTEMS, *_SYSTEMS_LAST) if mark in said), "other")
    return f"{browser} {system}"


def start(
    session: Session, person: PersonView, *, now: datetime, hours: int, device: str = "", half: bool = False
) -> str:
    """A browser is signed in as this person until `hours` from now; the token is returned and never kept.

    `half`: it opens nothing but the question for the second factor, for a quarter of an hour.
    """
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            person_id=person.id,
            token_digest=_digest(token),
            started_at=now,
            seen_at=now,
            expires_at=now + (HALF_LASTS if half else timedelta(hours=hours)),
            device=device[:40],
            is_half=half,
        )
    )
    if not half:
        audit.record(session, person.actor, audit.Action.SIGNED_IN, at=now)
    return token


def signed_in(session: Session, vault: Vault, token: str, *, now: datetime) -> SomebodyView | None:
    """Whom this token signs in, or None when it is unknown, ended, unused for long, too old, or but half."""
    found = _find(session, token, now, half=False)
    if found is None:
        return None
    if found.seen_at < now - SEEN_EVERY:
        _note_seen(session, found.id, now)
    return SomebodyView(people.view_of(vault, found), homes.view_of(found))


def half_signed_in(session: Session, vault: Vault, token: str, *, now: datetime) -> PersonView | None:
    """The person whose second factor this token waits for."""
    found = _find(session, token, now, half=True)
    return people.view_of(vault, found) if found else None


def complete(session: Session, person: PersonView, token: str, *, now: datetime, hours: int) -> str:
    """The second factor was given: the browser is signed in, by a new token that is returned. Raises NotFound."""
    found = _find(session, token, now, half=True)
    if found is None or found.person_id != person.id:
        raise NotFound
    browser = session.get_one(SignIn, found.id)
    browser.ended_at = now
    session.add(browser)
    session.flush()
    return start(session, person, now=now, hours=hours, device=browser.device)


def end(session: Session, token: str, *, now: datetime) -> None:
    """The browser holding this token is signed out."""
    _end(session, col(SignIn.token_digest) == _digest(token), now)


def listed(standing: Sequence[Sequence[Any]] | None) -> Sequence[BrowserView]:
    """The browsers of `LISTED`, which answers None for none: this one first, then the one used last."""
    views = [
        BrowserView(uuid.UUID(each), device, datetime.fromisoformat(started), datetime.fromisoformat(seen), is_this)
        for each, device, started, seen, is_this in standing or ()
    ]
    return sorted(views, key=lambda one: (not one.is_this, -one.seen_at.timestamp()))


def end_one(session: Session, person: PersonView, browser_id: uuid.UUID, *, now: datetime) -> None:
    """That browser is signed out. Raises NotFound for one that is not this person's."""
    ended = _end(session, (col(SignIn.id) == browser_id) & (col(SignIn.person_id) == person.id), now)
    if not ended:
        raise NotFound
    audit.record(session, person.actor, audit.Action.BROWSER_ENDED, at=now, object_id=browser_id)


def end_all(session: Session, person: PersonView, *, but: str | None = None, now: datetime) -> int:
    """Every browser of this person is signed out, except the one holding `but`; returns how many were."""
    whose: ColumnElement[bool] = col(SignIn.person_id) == person.id
    if but is not None:
        whose = whose & (col(SignIn.token_digest) != _digest(but))
    ended = _end(session, whose, now)
    if ended:
        audit.record(session, person.actor, audit.Action.BROWSERS_ENDED, at=now, browsers=ended)
    return ended


def _find(session: Session, token: str, now: datetime, *, half: bool) -> Row[Any] | None:
    """What every page asks of the browser, its person, their key and their home, read together."""
    values = {**holding(token, now), "half": half, "on": now.astimezone(LOCAL).date()}
    return session.execute(_BY_TOKEN, values).one_or_none()


def holding(token: str, now: datetime) -> dict[str, object]:
    """What `LISTED` is asked with beside its `person`: the browser that asks, and the moment."""
    return {"digest": _digest(token), "now": now, "used": now - IDLE, "used_by_staff": now - IDLE_STAFF}


def _standing() -> tuple[ColumnElement[bool], ...]:
    """SQL for browsers, joined with their person, that are signed in at a moment and were used lately before it."""
    resident, seen_at = _PERSON.c.audience == Audience.RESIDENT, _BROWSER.c.seen_at
    used = (resident & (seen_at > bindparam("used"))) | (~resident & (seen_at > bindparam("used_by_staff")))
    return (
        _BROWSER.c.ended_at.is_(None),
        _BROWSER.c.expires_at > bindparam("now"),
        used,
        _PERSON.c.closed_at.is_(None),
    )


_STANDS: Final = _standing()
_LIVES_IN: Final = homes.home_of_each(_PERSON.c.id).lateral("lives_in")
_BY_TOKEN: Final = (
    sqlalchemy_select(_BROWSER.c.id, _BROWSER.c.seen_at, *people.VIEWED, *_LIVES_IN.c)
    .select_from(_BROWSER)
    .join(_PERSON, _PERSON.c.id == _BROWSER.c.person_id)
    .join(_KEY, _KEY.c.person_id == _BROWSER.c.person_id)
    .outerjoin(_LIVES_IN, true())
    .where(
        _BROWSER.c.token_digest == bindparam("digest"),
        _BROWSER.c.is_half == bindparam("half"),
        *_STANDS,
    )
)
"""Put together once, and plain values in place of objects: every page asks it."""
LISTED: Final = (
    rows_as_one(
        _BROWSER.c.id,
        _BROWSER.c.device,
        _BROWSER.c.started_at,
        _BROWSER.c.seen_at,
        _BROWSER.c.token_digest == bindparam("digest"),
    )
    .select_from(_BROWSER)
    .join(_PERSON, _PERSON.c.id == _BROWSER.c.person_id)
    .where(_BROWSER.c.person_id == bindparam("person"), *_STANDS, _BROWSER.c.is_half.is_(False))
    .scalar_subquery()
)
"""The browsers a person is signed in with as one value, for `listed`: for the page that asks it together with more."""


def _note_seen(session: Session, sign_in_id: uuid.UUID, now: datetime) -> None:
    """In a transaction of its own: a long upload must not hold the row that every other page of the browser reads."""
    with db.beside(session) as own:
        own.execute(update(SignIn).where(col(SignIn.id) == sign_in_id, col(SignIn.seen_at) < now).values(seen_at=now))


def _end(session: Session, whose: ColumnElement[bool], now: datetime) -> int:
    rows = session.exec(select(SignIn).where(whose, col(SignIn.ended_at).is_(None))).all()
    for row in rows:
        row.ended_at = now
        session.add(row)
    session.flush()
    return len(rows)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
