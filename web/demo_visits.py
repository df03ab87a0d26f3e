"""The demonstration's visits: one household has its plan after a call, at another the coach is in the middle of it.

Nothing signed here states a fact: the example street stays as it was made.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from coach.visits import signing, visits
from coach.visits.visit_views import MeetingKind
from greener_homes.db import Session
from greener_homes.local_days import LOCAL
from greener_homes.people import Language, PersonView
from greener_homes.vault import Vault

GIVEN, UNDER_WAY = 0, 4
"""Households by their place on the street."""
CALL: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "concern_1": "The back bedroom is cold",
        "concern_2": "What the winter costs",
        "seen_attic": "thin hatch_leaks",
        "note_attic": "You measured about four inches near the hatch, less towards the eaves.",
        "summary": "We spoke for half an hour and looked at your photos of the attic together.",
        "step_1_what": "Seal around the hatch",
        "step_1_who": "household",
        "step_2_what": "Send the two quotes for the attic to your coach",
        "step_2_who": "household",
    },
    Language.FRENCH: {
        "concern_1": "La chambre du fond est froide",
        "concern_2": "Ce que coûte l’hiver",
        "seen_attic": "thin hatch_leaks",
        "note_attic": "Vous avez mesuré environ quatre pouces près de la trappe, moins vers l’avant-toit.",
        "summary": "Nous avons parlé une demi-heure et regardé ensemble vos photos du grenier.",
        "step_1_what": "Sceller le tour de la trappe",
        "step_1_who": "household",
        "step_2_what": "Envoyer les deux soumissions du grenier à votre coach",
        "step_2_who": "household",
    },
}
VISIT: Mapping[str, str] = {
    "seen_basement": "bare_walls header_open",
    "fact_basement_insulation": "none",
    "heating_make": "Example",
    "heating_year": "2009",
    "heating_afue": "92",
    "panel_amps": "100",
}


def write(
    session: Session,
    vault: Vault,
    people: tuple[PersonView, PersonView],
    home_id: uuid.UUID,
    place: int,
    *,
    now: datetime,
) -> None:
    """What the coach, the second of `people`, has written down with the household at this place, if anything."""
    resident, coach = people
    if place not in (GIVEN, UNDER_WAY):
        return
    kind = MeetingKind.CALL if place == GIVEN else MeetingKind.VISIT
    at = now - timedelta(hours=1)
    visit = visits.begin_at_home(session, vault, coach, home_id, kind, now=at)
    said = {"held_on": at.astimezone(LOCAL).date().isoformat()}
    said |= CALL[resident.language] if place == GIVEN else VISIT
    kept = visits.save(session, vault, coach, visit, said, based_on=1, now=at)
    if place == GIVEN:
        signing.sign(session, vault, coach, visit, (), version=kept.visit.version, now=at)
        signing.give(session, vault, coach, visit, now=at)
