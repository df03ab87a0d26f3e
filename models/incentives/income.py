"""Income limits of programmes by the size of the household; the largest size on the list holds for larger ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncomeLimits:
    """One programme's limits, CAD a year on its `basis` (before_tax, after_tax), as published at `effective`."""

    id: str
    by_size: Mapping[int, float]
    basis: str
    effective: str
    benefits_qualify: bool
    source_id: str

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes of household on the list."""
        return tuple(sorted(self.by_size))

    def limit(self, household_size: int) -> float:
        """The income up to which a household of that size qualifies."""
        sizes = self.sizes
        return self.by_size[min(max(household_size, sizes[0]), sizes[-1])]

    def __hash__(self) -> int:
        return hash((self.id, self.effective))
