"""The next events, for the front door."""

from __future__ import annotations

from greener_homes import log, public_events
from greener_homes.db import DatabaseAway
from web import current, i18n
from web.events_shown import EventShown, event_shown

ON_THE_FRONT_DOOR = 2


def soonest() -> tuple[EventShown, ...]:
    """The next ones. The front door opens even while our records are out of reach: then with none."""
    try:
        found = public_events.to_come(current.session(), now=current.now(), limit=ON_THE_FRONT_DOOR)
    except DatabaseAway as error:
        log.get(__name__).warning("front_door.without_events", exc_info=error)
        return ()
    language = i18n.language()
    return tuple(event_shown(one, language) for one in found)
