"""The demonstration's household that registered twice waits for a coach."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from coach.duplicates import pairs
from coach.homes.example_street import ExampleHome
from greener_homes.consent import Purpose
from greener_homes.home_likeness import Shared
from tests import scenes
from web import demo_twice


def test_two_members_who_wrote_one_address_differently_are_put_before_a_coach(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    who = scenes.resident(session, keys)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, who, purpose)
    example = ExampleHome({"dwelling_type": "semi", "attic_r": None}, ("", ""), None, (), True)
    for place in (demo_twice.PLACE - 1, demo_twice.PLACE):
        demo_twice.register(session, keys, (who.person, who.home), example, place, "A station", now=scenes.NOW)
    (pair,) = pairs.waiting(session, now=scenes.NOW)
    assert who.home.id in pair.home_ids and set(pair.evidence) == {Shared.SPELLING}
