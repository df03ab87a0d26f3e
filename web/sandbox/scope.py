"""Green Button scope strings as a data custodian reads them: function blocks and terms.

`FB=4_5_15_16;IntervalDuration=3600;BlockDuration=Daily;HistoryLength=63072000`. Order is kept, unknown terms are
kept too; what cannot be read is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DEFAULT_SCOPE = (
    "FB=4_5_10_15_16_18_19_32_33_34_35_37_38_39_40_41_44;"
    "IntervalDuration=3600;BlockDuration=Daily;HistoryLength=63072000"
)
"""Interval metering, costs, time of use, summaries, gas and electricity, several usage points, Connect My Data."""
SUMMARIES = frozenset({15, 16, 18})
"""Function blocks that mean bills: usage summaries and their costs."""
LONGEST_HISTORY_S = 94_608_000
DEFAULT_HISTORY_S = 63_072_000
YEAR_S = 31_536_000
LONGEST_SCOPE = 500
_TERM = re.compile(r"([A-Za-z]{2,40})=([A-Za-z0-9_.:-]{1,200})")
_BLOCKS = re.compile(r"[0-9]{1,2}(_[0-9]{1,2})*")


@dataclass(frozen=True, slots=True)
class Scope:
    """`blocks` in the order they were written, `terms` the others."""

    blocks: tuple[int, ...]
    terms: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        blocks = "_".join(map(str, self.blocks))
        return ";".join([f"FB={blocks}", *(f"{name}={value}" for name, value in self.terms)])

    @property
    def history_s(self) -> int:
        """How far back readings go, seconds."""
        said = dict(self.terms).get("HistoryLength", "")
        return min(int(said), LONGEST_HISTORY_S) if said.isascii() and said.isdigit() else DEFAULT_HISTORY_S

    @property
    def has_bills(self) -> bool:
        return bool(SUMMARIES.intersection(self.blocks))

    def narrowed(self) -> Scope:
        """A year of history at most, and no bills."""
        history = str(min(self.history_s, YEAR_S))
        terms = tuple((name, history if name == "HistoryLength" else value) for name, value in self.terms)
        return replace(self, blocks=tuple(one for one in self.blocks if one not in SUMMARIES), terms=terms)


def read_scope(text: str) -> Scope | None:
    """The scope this string says, or None where it says none a custodian could grant."""
    if not text or len(text) > LONGEST_SCOPE:
        return None
    pairs = [_TERM.fullmatch(part) for part in text.split(";") if part]
    named = [(pair[1], pair[2]) for pair in pairs if pair is not None]
    names = [name for name, _ in named]
    if len(named) != len(pairs) or len(set(names)) != len(names) or "FB" not in names:
        return None
    said = dict(named)["FB"]
    if not _BLOCKS.fullmatch(said):
        return None
    blocks = tuple(dict.fromkeys(int(one) for one in said.split("_")))
    return Scope(blocks, tuple((name, value) for name, value in named if name != "FB"))
