"""What is known of many homes at once, as advice wants it: facts, use in a normal year, and what is in doubt.

As `coach.homes.evidence` gathers it for one home, for homes that `greener_homes.days_many` calls plain; writes nothing.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from coach.advising.advice_types import HomeEvidence
from coach.homes import evidence, figures_in_use, permitted
from coach.homes.evidence import EPOCH, FUEL_OF, READ, Z90
from greener_homes import days_many, home_facts, weather
from greener_homes.consent import LiveConsent
from greener_homes.days_many import Days
from greener_homes.local_days import LOCAL
from models.baseline.batch import daily_batch
from models.baseline.local_days import midnights
from models.baseline.normalise import normalise_all
from models.findings import Finding, Severity
from models.house.degree_hours import DegreeHours
from models.house.weather import typical_year
from models.quantities import Fuel
from models.savings.evidence import MeasuredUse
from models.series import DailyTemperature

YEARS_READ = 2
"""So far back readings are looked at: a year, and a year for what comes late."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Plain homes with what is known of each, the permissions that opened it and a digest of all of it; `others` are
    left to be read one by one."""

    evidence: Sequence[HomeEvidence]
    homes: Sequence[uuid.UUID]
    consents: Mapping[uuid.UUID, Sequence[LiveConsent]]
    digests: Sequence[str]
    others: frozenset[uuid.UUID]


class Weathers:
    """Measured and normal weather of places, looked up once for many homes."""

    def __init__(self) -> None:
        self._measured: dict[tuple[str | None, date, date], tuple[DailyTemperature, tuple[Finding, ...]]] = {}
        self._normal: dict[str | None, DegreeHours] = {}

    def measured(
        self, session: Session, place: str | None, first: date, last: date
    ) -> tuple[DailyTemperature, tuple[Finding, ...]]:
        """Daily means of a place, and what is in doubt, as `coach.homes.evidence` has them."""
        key = place, first, last
        if key not in self._measured:
            self._measured[key] = evidence.temperature_of(session, None, place, first, last)
        return self._measured[key]

    def normal(self, place: str | None) -> DegreeHours:
        """The place's typical year."""
        if place not in self._normal:
            self._normal[place] = DegreeHours.of(typical_year(place) if place else typical_year())
        return self._normal[place]


def gather(session: Session, home_ids: Sequence[uuid.UUID], weathers: Weathers, *, now: datetime) -> Known:
    """Everything advice may be made of in these homes; homes without a permission are in none of it."""
    consents = permitted.for_advice_each(session, home_ids, at=now)
    own_station = weather.with_own_station(session, list(consents))
    plain = {home: opened for home, opened in consents.items() if home not in own_station}
    today = now.astimezone(LOCAL).date()
    first = (today - EPOCH).days - 365 * YEARS_READ
    read = days_many.read(session, plain, first, midnights(first, (today - EPOCH).days + 1))
    others = read.others | own_station
    homes = [home for home in plain if home not in others]
    facts = home_facts.known_values(session, homes)
    uses = _Uses(session, {home: facts.get(home, {}) for home in homes}, weathers)
    for days in sorted(read.days, key=lambda each: (list(READ).index(each.commodity), each.unit)):
        uses.add(days)
    found, digests = uses.evidence(figures_in_use.edition(session, now))
    return Known(found, homes, consents, digests, others)


@dataclass(slots=True, eq=False)
class _Home:
    """What is gathered of one home: facts, use by fuel, what is in doubt by code, and the bytes of its readings."""

    facts: Mapping[str, object]
    measured: dict[Fuel, MeasuredUse] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)

    @property
    def place(self) -> str | None:
        said = self.facts.get("municipality")
        return said if isinstance(said, str) else None

    def digest(self, month: str) -> str:
        """Changes when anything does that the list is made of."""
        digest = hashlib.sha256(_SORTED.encode([month, self.facts]).encode())
        for part in self.parts:
            digest.update(part)
        return digest.hexdigest()


_SORTED = json.JSONEncoder(sort_keys=True)


class _Uses:
    """Use of homes in a normal year, meter after meter."""

    def __init__(self, session: Session, facts: Mapping[uuid.UUID, Mapping[str, object]], weathers: Weathers) -> None:
        self._session, self._weathers = session, weathers
        self._homes = {home: _Home(told) for home, told in facts.items()}

    def evidence(self, month: str) -> tuple[list[HomeEvidence], list[str]]:
        """All of it for each home, and its digest."""
        digests = [known.digest(month) for known in self._homes.values()]
        return [self._evidence(home, known) for home, known in self._homes.items()], digests

    def _evidence(self, home: uuid.UUID, known: _Home) -> HomeEvidence:
        facts = evidence.home_facts(known.facts)
        weather, findings = self._weathers.normal(facts.municipality), tuple(known.findings.values())
        return HomeEvidence(str(home), facts, known.measured, weather, findings)

    def add(self, days: Days) -> None:
        """Baselines of these meters; homes of one place share its weather."""
        seen = np.flatnonzero(np.isfinite(days.use).any(axis=0))
        use, first = days.use[:, seen[0] : seen[-1] + 1], days.first_day + int(seen[0])
        homes = [self._homes[home] for home in days.homes]
        places: dict[str | None, list[int]] = {}
        for row, home in enumerate(homes):
            places.setdefault(home.place, []).append(row)
        for place, rows in places.items():
            self._add(days, np.ascontiguousarray(use[rows]), first, place, [homes[row] for row in rows])

    def _add(self, days: Days, use: np.ndarray, first: int, place: str | None, homes: Sequence[_Home]) -> None:
        begin, end = (EPOCH + timedelta(days=day) for day in (first - 1, first + use.shape[1]))
        temperature, doubts = self._weathers.measured(self._session, place, begin, end)
        batch = daily_batch(use, first, temperature.mean_c[1:-1], days.commodity)
        years = normalise_all(batch.fits, typical_year())
        fitted = {row: at for at, row in enumerate(batch.rows.tolist())}
        disqualified = batch.disqualified.tolist()
        parts = (years.total, years.base, years.heating, years.cooling)
        totals, bases, heats, cools = (part.tolist() for part in parts)
        errors = ((years.high - years.low) / 2 / Z90 / np.where(years.total > 0, years.total, 1.0)).tolist()
        balances, heating = batch.fits.parameters[:, 3].tolist(), batch.fits.heats.tolist()
        fuel, name = FUEL_OF[days.commodity], f"{days.commodity}|{days.unit}|{first}".encode()
        name += hashlib.sha256(temperature.mean_c.tobytes()).digest()
        for row, home in enumerate(homes):
            home.parts += name, use[row].tobytes()
            for each in doubts:
                home.findings.setdefault(each.code, each)
            for each in batch.findings[row]:
                if each.severity is not Severity.NOTE:
                    home.findings.setdefault(each.code, each)
            at = fitted.get(row)
            if at is not None and not disqualified[row] and totals[at] > 0:
                balance = balances[at] if heating[at] else None
                home.measured[fuel] = MeasuredUse(
                    fuel, totals[at], bases[at], heats[at], cools[at], errors[at], balance
                )
