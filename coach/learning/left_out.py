"""A comparison without some measures: what is left of every source."""

from __future__ import annotations

from collections.abc import Sequence

from coach.advising.codes_evaluation import MEASURE_UNKNOWN
from greener_homes.errors import Refusal
from models.evaluation.truth import TruthSource, Without
from models.measures.catalogue import measures


def without(sources: Sequence[TruthSource], left_out: Sequence[str]) -> list[TruthSource]:
    """The same sources without what these measures save. Raises Refusal for a name that no measure has."""
    known = {each.id for each in measures()}
    for name in left_out:
        if name not in known:
            raise Refusal(MEASURE_UNKNOWN, name=name)
    names = frozenset(left_out)
    return [Without(source, names) if names else source for source in sources]
