"""What the pages of “My energy” ask before any reading: what is permitted, where the home is, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g

from coach.homes import similar
from greener_homes import consent, weather
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.page_questions import AtOnce
from greener_homes.weather import HomePlace
from web import current


@dataclass(frozen=True, slots=True)
class Asked:
    """`permitted` are the permissions to use readings for advice, best first.

    `is_off` when the household does not want to be compared, `is_counted` when it is counted for others.
    """

    permitted: Sequence[LiveConsent]
    place: HomePlace
    is_off: bool
    is_counted: bool


def asked() -> Asked:
    """Answered for the home whose page this is, at the moment of the request; asked once a request."""
    if "energy_asked" not in g:
        now = current.now()
        standing, station, said, is_off, is_counted = _QUESTION.ask(
            current.session(), {"home": current.home().id, **consent.moment_of(now)}
        )
        permitted = consent.live_of(standing, Purpose.ADVICE, now)
        g.energy_asked = Asked(permitted, weather.place_from(station, said), is_off, is_counted)
    answers: Asked = g.energy_asked
    return answers


_QUESTION = AtOnce(consent.STANDING, *weather.PLACE, similar.IS_TURNED_OFF, similar.IS_AGREED)
