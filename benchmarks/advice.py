"""Advice a home: processor time from evidence to ranked opportunities, plan and alternatives.

    python benchmarks/advice.py [--homes 200] [--rounds 3]

Homes of our simulator that training never saw, told as a questionnaire, with bills, without them or with days, on every
price plan and with every goal. Readings are fitted beforehand. The first round warms caches and is not counted; the
best of the rest is printed as JSON. No peer does the same work; `rule_alone` leaves out the trained model, so that what
that costs can be seen.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from coach.advising.advice import advise
from coach.advising.advice_types import USAGE_KEY, HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE, Savings, savings_in_use
from coach.homes.homes_file import Climate, evidence_of
from models.evaluation.simulated import SimulatedTruths
from models.evaluation.truth import Knowledge, UsageLevel
from models.house.facts import Goal, PricePlanChoice

SEED = 11
ON = date(2026, 11, 21)
LEVELS = (UsageLevel.BILLS, UsageLevel.DAILY, UsageLevel.NONE)


def main() -> int:
    """Print milliseconds of processor time a home, and homes a second of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    homes = evidence(options.homes)
    found: dict[str, object] = {"homes": len(homes), "load": round(os.getloadavg()[0], 1)}
    for name, savings in (("in_use", savings_in_use()), ("rule_alone", RULE_ALONE)):
        seconds = timed(homes, savings, options.rounds)
        found[name] = {
            "ms_cpu_per_home": round(1000.0 * seconds / len(homes), 2),
            "homes_per_cpu_s": round(len(homes) / seconds, 1),
        }
    print(json.dumps(found))
    return 0


def evidence(count: int) -> list[HomeEvidence]:
    """So many homes as advice knows them."""
    plans, goals = tuple(PricePlanChoice), tuple(Goal)
    truths = list(islice(SimulatedTruths(count=2 * count, seed=SEED).homes(), count))
    told = []
    for place, home in enumerate(truths):
        usage = home.usage.get(LEVELS[place % len(LEVELS)], {})
        answers = asdict(home.facts[Knowledge.QUESTIONNAIRE])
        told.append(
            {
                **{name: value for name, value in answers.items() if value is not None},
                "id": home.id,
                "usage": {USAGE_KEY[fuel]: [list(row) for row in rows] for fuel, rows in usage.items()},
                "price_plan": plans[place % len(plans)].value,
                "goal": goals[place % len(goals)].value,
            }
        )
    return list(evidence_of(json.dumps(told), truths[0].weather.temperatures, Climate.read(None)))


def timed(homes: Sequence[HomeEvidence], savings: Savings, rounds: int) -> float:
    """Seconds of processor time for all homes, the best round after one that warms."""
    figures = Figures(ON)
    seconds = []
    for _ in range(1 + rounds):
        start = time.process_time()
        for home in homes:
            advise(home, figures, savings=savings, traced=False)
        seconds.append(time.process_time() - start)
    return min(seconds[1:])


if __name__ == "__main__":
    raise SystemExit(main())
