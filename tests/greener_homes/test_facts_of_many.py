"""What is known of many homes at once is what is known of each."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session

from greener_homes import home_facts
from greener_homes.home_facts import TRUST
from tests import scenes
from tests.scenes import NOW

VALUES = {"attic_r": (None, 20.0, 50.0), "heating_fuel": (None, "natural_gas", "oil"), "gas_range": (None, True, False)}


def test_many_homes_facts_are_each_homes_facts_whoever_spoke(session: Session, tmp_path: Path) -> None:
    keys, chance = scenes.vault(tmp_path), random.Random(5)
    people = [scenes.resident(session, keys) for _ in range(8)]
    for place, who in enumerate(people):
        for source in chance.sample(TRUST, place % 4):
            for when in (NOW, NOW + timedelta(days=1)):
                told = {name: chance.choice(values) for name, values in VALUES.items() if chance.random() < 0.8}
                home_facts.state_facts(session, who.home.id, told, provenance=source, actor=who.person.actor, now=when)
    ids = [who.home.id for who in people]
    one_by_one = {home: {fact.name: fact.value for fact in home_facts.known_facts(session, home)} for home in ids}
    told_of = {home: facts for home, facts in one_by_one.items() if facts}
    assert len(told_of) == 6, "of two homes nothing is known"
    assert home_facts.known_values(session, ids) == told_of
    words = home_facts.known_words(session, ids, ["attic_r", "gas_range"])
    few = {
        home: {name: value for name, value in facts.items() if name != "heating_fuel"}
        for home, facts in told_of.items()
    }
    assert {home: json.loads(each) for home, each in words.items()} == {
        home: facts for home, facts in few.items() if facts
    }
