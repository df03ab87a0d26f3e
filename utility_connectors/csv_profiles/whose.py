"""Whose a row is and what it measures: account, meter, commodity, unit and flow, exactly as written or not at all.

No case, space or Unicode of an account or a meter is ever evened out, so that a look-alike can never pass for
somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from greener_homes.errors import Refusal
from models.findings import Code
from models.quantities import Commodity, Flow
from utility_connectors import codes
from utility_connectors.csv_profiles.layout import Layout
from utility_connectors.csv_profiles.profile import UNIT_ALONE, UNITS, Measure, Role
from utility_connectors.limits import Limits

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#:-]{0,63}", re.ASCII)
LONGEST_WORD = 64
SAID_BY = (Role.ACCOUNT, Role.METER, Role.COMMODITY, Role.UNIT, Role.FLOW)
NO_ONES = "meter-1"
"""The meter of a file that names none."""

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class StreamKey:
    """Whose, what and which way: rows of the same key are one stream."""

    account: str | None
    meter: str
    measure: Measure


class Groups(dict[tuple[str, ...], int]):
    """What rows say of whose they are, by the texts they say it with, to a number of `streams_of`.

    A negative number is a place in `problems`, counted from -1. Rows that cannot be understood are not remembered.
    """

    def __init__(
        self,
        layout: Layout,
        measures: Sequence[Measure | None],
        limits: Limits,
        named: Commodity | None,
    ) -> None:
        super().__init__()
        self._profile = layout.profile
        self._roles = [role for role in SAID_BY if role in layout.roles]
        self._measures = measures
        self._limits = limits
        self._named = named
        self._numbers: dict[StreamKey, int] = {}
        self.columns = [layout.roles[role] for role in self._roles]
        self.streams: list[StreamKey] = []
        self.streams_of: list[list[int]] = []
        self.problems = [
            (codes.CSV_ACCOUNT, Role.ACCOUNT),
            (codes.CSV_METER, Role.METER),
            (codes.CSV_COMMODITY, Role.COMMODITY),
            (codes.CSV_UNIT, Role.UNIT),
            (codes.CSV_COMMODITY_UNSAID, Role.UNIT),
            (codes.CSV_FLOW, Role.FLOW),
        ]

    def __missing__(self, said: tuple[str, ...]) -> int:
        texts = dict(zip(self._roles, said, strict=True))
        account, meter = texts.get(Role.ACCOUNT), texts.get(Role.METER)
        if account is not None and not IDENTIFIER.fullmatch(account):
            return self._problem(codes.CSV_ACCOUNT)
        if meter is not None and not IDENTIFIER.fullmatch(meter):
            return self._problem(codes.CSV_METER)
        streams: list[int] = []
        for fixed in self._measures:
            measure = self._measure(texts) if fixed is None else self._sent(fixed, texts)
            if isinstance(measure, Code):
                return self._problem(measure)
            streams.append(
                self._number(StreamKey(account, meter or account or NO_ONES, replace(measure, is_part=False)))
            )
        self.streams_of.append(streams)
        self[said] = len(self.streams_of) - 1
        return self[said]

    def _problem(self, code: Code) -> int:
        return -1 - [known for known, _ in self.problems].index(code)

    def _measure(self, texts: Mapping[Role, str]) -> Measure | Code:
        name = self._meaning(texts.get(Role.UNIT, ""), self._profile.unit_words)
        is_said = Role.COMMODITY in texts
        said = self._meaning(texts.get(Role.COMMODITY, ""), self._profile.commodity_words) if is_said else None
        if is_said and said is None:
            return codes.CSV_COMMODITY
        what = said if is_said else UNIT_ALONE.get(name or "", self._named)
        if name is None or (what is not None and name not in UNITS[what]):
            return codes.CSV_UNIT
        if what is None:
            return codes.CSV_COMMODITY_UNSAID
        way = self._meaning(texts[Role.FLOW], self._profile.flow_words) if Role.FLOW in texts else Flow.DELIVERED
        return codes.CSV_FLOW if way is None else Measure(what, name, way)

    def _sent(self, measure: Measure, texts: Mapping[Role, str]) -> Measure | Code:
        """A measure the format knows, the way the row says."""
        if Role.FLOW not in texts:
            return measure
        way = self._meaning(texts[Role.FLOW], self._profile.flow_words)
        return codes.CSV_FLOW if way is None else replace(measure, flow=way)

    def _meaning(self, text: str, words: Mapping[str, Meaning]) -> Meaning | None:
        if self._profile.is_exact or text in words:
            return words.get(text)
        return words.get(text.strip().lower()) if len(text) <= LONGEST_WORD else None

    def _number(self, key: StreamKey) -> int:
        if key not in self._numbers:
            if len(self._numbers) >= self._limits.streams_max:
                raise Refusal(codes.TOO_MANY_METERS, limit=self._limits.streams_max)
            self._numbers[key] = len(self._numbers)
            self.streams.append(key)
        return self._numbers[key]
