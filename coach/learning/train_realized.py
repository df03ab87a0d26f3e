"""What our own homes' meters say of predictions, put beside the studies that correct them. Writes nothing.

The studies stay what corrects (`models/savings/realization`): whether our own homes change that is a decision for
people, with these figures before them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from coach.learning.train_types import Trained
from models.savings.realized import LEAST_HOMES, OurRate, Realized, rates

KIND: Final = "realized"


def train_realized(found: Sequence[Realized]) -> Trained:
    """The rates by kind of work as a file, as plain values and in words; also where there is nothing yet.

    The lineage are digests: whoever has a home's identifier can tell whether it was counted, and nobody whose homes
    they are.
    """
    made = rates(found)
    document = {
        "homes": len({each.mark for each in found}),
        "rates": [_as_json(each) for each in made],
        "lineage": sorted({each.mark for each in found}),
    }
    files = {"rates.json": (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()}
    return Trained(KIND, files, {key: document[key] for key in ("homes", "rates")}, tuple(_lines(len(found), made)))


def _lines(count: int, made: Sequence[OurRate]) -> list[str]:
    if not made:
        return [f"Realized savings: {count} measured, too few of any kind of work to say a rate"]
    head = f"  {'kind of work':<22}{'homes':>6}{'ours':>14}{'study':>8}{'together':>16}"
    rows = [
        f"  {each.family:<22}{each.homes:>6}{each.rate:>7.2f} ± {each.standard_error:.2f}{each.study:>8.2f}"
        f"{each.together:>9.2f} ± {each.together_error:.2f}{'' if each.is_enough else f'  (fewer than {LEAST_HOMES})'}"
        for each in made
    ]
    return [f"Realized savings: {count} measured", head, *rows]


def _as_json(each: OurRate) -> dict[str, object]:
    return {
        "family": each.family,
        "homes": each.homes,
        "rate": round(each.rate, 4),
        "standard_error": round(each.standard_error, 4),
        "study": each.study,
        "together": round(each.together, 4),
        "together_error": round(each.together_error, 4),
        "is_enough": each.is_enough,
    }
