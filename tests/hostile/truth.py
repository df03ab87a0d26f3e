"""What is known of a made input before anything reads it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

ABSENT = "absent"
"""Stands for the total of a meter of which nothing may be kept."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What `inspect` may say of the meter that counts.

    `totals` are the only sums it may give, in thousandths of its unit; none means the file must be rejected. With
    `may_reject` a rejection is right too. `must_say` is a finding that has to be there whenever the file is accepted;
    `most` replaces `totals` where less may be kept, if a finding says so.
    """

    totals: tuple[float, ...] = ()
    may_reject: bool = False
    must_say: tuple[str, ...] = ()
    most: int | None = None
    meter: str | None = None

    def contradiction(self, said: dict[str, Any]) -> str | None:
        """How the document `said` by `inspect` departs from this, or None."""
        if said["status"] == "rejected":
            return (
                None if self.may_reject or not (self.totals or self.most is not None) else f"rejected: {said['code']}"
            )
        if not self.totals and self.most is None:
            return "accepted what had to be rejected"
        found = {finding["code"] for finding in said["findings"]}
        if self.must_say and not found.intersection(self.must_say):
            return f"accepted without a word of {'/'.join(self.must_say)}"
        total = self._total(said)
        if self.most is not None:
            fits = math.isclose(total, self.most) or (0 <= total < self.most and bool(found))
            return None if fits else f"total {total}, at most {self.most} with a finding; said {sorted(found)}"
        return (
            None
            if any(math.isclose(total, one, rel_tol=1e-7, abs_tol=1e-4) for one in self.totals)
            else f"total {total} is none of {self.totals}"
        )

    def _total(self, said: dict[str, Any]) -> float:
        points = [
            point
            for point in said["usage_points"]
            if point["total"] is not None and self.meter in (None, point["id"]) and point["flow"] == "delivered"
        ]
        return math.fsum(point["total"] * 1000 for point in points)
