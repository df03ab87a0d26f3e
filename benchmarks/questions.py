"""Which answer changes the advice most: by how much each question alone moves the first five measures of a home.

    python benchmarks/questions.py [--homes 60]

Homes of our simulator that training never saw, known by the three answers of the front door and without a reading, as
a newcomer's is. Each question is answered in turn with what the household would say, and the others stay open. Printed
as JSON by question: the share of the first five that are other measures than before, the mean over the homes; and in
how many homes the first of all is another. Wishes and yes-or-no answers, which no simulated home has, go round.
The order of asking (coach/homes/questionnaire_order.py) follows it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, replace
from datetime import date
from itertools import islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from coach.homes.evidence import home_facts
from coach.homes.questionnaire import GROUPS
from models.evaluation.simulated import SimulatedTruths
from models.evaluation.truth import Knowledge
from models.house.degree_hours import DegreeHours
from models.house.facts import HomeFacts
from models.house.weather import typical_year

SEED = 11
ON = date(2026, 11, 21)
FIRST = 5
FRONT_DOOR = ("dwelling_type", "year_built", "heating_fuel")
ROUND = {
    "goal": ("bill", "carbon", "comfort", "upfront"),
    "budget_cad": (500, 3_000, 10_000, 30_000),
    "tenure": ("owner", "owner", "tenant"),
    "price_plan": ("tou", "tou", "tiered", "ulo"),
    "municipality": ("Ajax", "Oshawa", "Whitby", "Brock", "Uxbridge"),
    "smart_thermostat": (True, False),
    "led_lighting": (True, True, False),
    "vermiculite": (False, False, False, True),
    "knob_and_tube": (False, False, False, True),
}


def main() -> int:
    """Print by question, the most telling first: the share of the first five that changes, and of homes' first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=60)
    homes = answered(parser.parse_args().homes)
    names = [question.name for group in GROUPS for question in group.questions if question.name not in FRONT_DOOR]
    moved: dict[str, list[float]] = {name: [] for name in names}
    led: dict[str, list[bool]] = {name: [] for name in names}
    for facts in homes:
        newcomer = HomeFacts(**{name: getattr(facts, name) for name in FRONT_DOOR})
        before = first(newcomer)
        for name in names:
            answer = getattr(facts, name)
            after = before if answer is None else first(replace(newcomer, **{name: answer}))
            moved[name].append(len(set(after) - set(before)) / FIRST)
            led[name].append(after[:1] != before[:1])
    for name in sorted(names, key=lambda each: (-sum(moved[each]), -sum(led[each]))):
        share, leading = (sum(found[name]) / len(homes) for found in (moved, led))
        print(json.dumps({"question": name, "others_in_first_five": round(share, 3), "other_first": round(leading, 3)}))
    return 0


def answered(count: int) -> list[HomeFacts]:
    """So many homes as their households describe them."""
    found = []
    for place, home in enumerate(islice(SimulatedTruths(count=2 * count, seed=SEED).homes(), count)):
        told = asdict(home.facts[Knowledge.QUESTIONNAIRE])
        found.append(home_facts(told | {name: options[place % len(options)] for name, options in ROUND.items()}))
    return found


def first(facts: HomeFacts) -> list[str]:
    """The first measures put forward for such a home, of which no reading is known."""
    evidence = HomeEvidence("questions", facts, {}, WEATHER)
    advice = advise(evidence, FIGURES, savings=RULE_ALONE, traced=False)
    return [each.measure.id for each in advice.opportunities[:FIRST]]


WEATHER = DegreeHours.of(typical_year())
FIGURES = Figures(ON)

if __name__ == "__main__":
    raise SystemExit(main())
