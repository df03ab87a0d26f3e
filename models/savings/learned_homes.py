"""What was learned, said of one measure in many homes at once: the same columns, trees and ranges as for one home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.house.many import ManyHomes
from models.measures.catalogue import Measure
from models.measures.interactions import NOTHING, Effect
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.cohort import taken
from models.savings.columns import alike
from models.savings.conformal import tails_of
from models.savings.learned import LearnedSavings, as_effect, group_of_home, lift_of, moved, ordered, shares, within
from models.savings.learned_rows import (
    PART,
    End,
    Part,
    Usage,
    described_rows,
    end_of,
    left_of,
    of_measure,
    tenths_of_ranked,
)
from models.series import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the platform sees of homes: a row each without what a measure adds, and how far their ranges are stretched
    [homes, features], [homes]; and the end uses that measures save on."""

    rows: Floats
    below: Floats
    above: Floats
    ends: Mapping[Part, End | None]

    def at(self, places: Ints) -> Seen:
        """Of the homes at these places."""
        ends = {part: None if end is None else _end_at(end, places) for part, end in self.ends.items()}
        return Seen(self.rows[places], self.below[places], self.above[places], ends)


def _end_at(end: End, places: Ints) -> End:
    source, middle, count = end.source, np.asarray(end.middle), len(end.use)
    use = end.use[places]
    return End(end.part, taken(source, places, count), use, middle[places])


def seen_of(model: LearnedSavings, homes: ManyHomes, belief: Belief) -> Seen:
    """What is seen of the homes of a cohort of which `belief` is held."""
    fuel = homes[0].facts.heating_fuel or Fuel.NATURAL_GAS
    usage = Usage.SEEN if fuel in belief.measured else Usage.UNSEEN
    dwellings = homes.values("dwelling_type")
    kinds = homes.names.of_each * len(dwellings.values) + dwellings.of_each
    _, first, of_each = np.unique(kinds, return_index=True, return_inverse=True)
    tails = [tails_of(model.tails, group_of_home(homes[place], usage)) for place in first.tolist()]
    return Seen(
        described_rows(homes, belief.measured, belief.weather),
        np.array([each.below for each in tails])[of_each],
        np.array([each.above for each in tails])[of_each],
        {part: _end_of_each(part, belief) for part in Part},
    )


def _end_of_each(part: Part, belief: Belief) -> End | None:
    """As `end_of`, a row for each home."""
    end = end_of(part, belief)
    if end is None:
        return None
    shape = belief.uses.plugs_kwh.shape
    return replace(end, use=np.broadcast_to(end.use, shape), middle=np.broadcast_to(end.middle, shape[:1]))


def told_homes(model: LearnedSavings, seen: Seen, measure: Measure, effect: Effect, belief: Belief) -> Effect:
    """The effect as learned in each of the homes; as it was, where the rule is kept.

    NotAlikeError where some have no such end use.
    """
    part = PART.get(measure.method)
    if measure.id not in model.chosen or part is None or effect is NOTHING:
        return effect
    end = seen.ends[part]
    if end is None or alike(np.asarray(end.middle) <= 0.0):
        return effect
    left = left_of(effect, end)
    if left is None:
        return effect
    saved = end.use * (1.0 - left)
    middles = np.asarray(end.middle)
    order, ranked = ordered(saved)
    expected = tenths_of_ranked(ranked) / middles[:, None]
    table = of_measure(seen.rows, measure, expected)
    raw = shares(model.trees, table) + lift_of([measure.id], model.lifts)
    said = within(raw, seen.below, seen.above)
    return as_effect(effect, end, moved(order, said, middles, end.use))
