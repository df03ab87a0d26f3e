"""Advice for a file of homes, for the command line: parse, fit all meters of a batch at once, advise one by one.

Pure: bytes in, plain values out; no database, no network, no clock. A home without usage is advised from its facts
alone; one whose readings cannot support a number is told so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from coach.advising import codes_advice as codes
from coach.advising.advice import advise
from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import Savings
from coach.homes.homes_json import HomeRecord, UsagePeriods, parse_homes
from coach.homes.temperatures import read_temperatures
from greener_homes.errors import Refusal
from models.baseline.fit import Baseline, FitResult, fit_billing, fit_daily
from models.baseline.normalise import normalise
from models.baseline.periods import BillingPeriods, DailyUse
from models.findings import Finding, Severity
from models.house.degree_hours import DegreeHours
from models.house.epw import WeatherUnreadable, daily_means, read_epw
from models.house.weather import FIRST_DAY, PLACES, typical_year
from models.money.loan import MOST_PERCENT, MOST_YEARS, LoanTerms
from models.quantities import FUEL_UNIT, Commodity, Fuel
from models.savings.evidence import MeasuredUse
from models.series import DailyTemperature

BATCH: Final = 256
"""Homes fitted at once."""
Z90: Final = 1.645
"""Half-width of a 90 % interval in standard errors."""
ASSUMED_WEATHER_ERROR: Final = 0.12
"""What taking a typical year for the year of the bills may add to a normal year's use, one standard error (uncited)."""

_EPOCH = date(1970, 1, 1)
_COMMODITY: Final[Mapping[Fuel, Commodity]] = {
    Fuel.ELECTRICITY: Commodity.ELECTRICITY,
    Fuel.NATURAL_GAS: Commodity.NATURAL_GAS,
}


def advise_homes(
    homes: bytes | str,
    temperature: str | None,
    epw: bytes | None,
    *,
    on: date,
    corrected: bool = True,
    all_measures: bool = False,
    savings: Savings | None = None,
    loan: LoanTerms | None = None,
) -> Iterator[dict[str, object]]:
    """One JSON object a home, in the file's order, with the figures of day `on`.

    `temperature` is the text of the daily temperatures of the usage periods, `epw` the typical year savings are
    stated for (None: the built-in year of each home's municipality); `loan` the terms a lender offers. Raises Refusal
    before the first home when any of the three cannot be read.
    """
    records = parse_homes(homes)
    measured_weather = read_temperatures(temperature) if temperature is not None else None
    climate = Climate.read(epw)
    return _advice(records, measured_weather, climate, Figures(on), corrected, all_measures, savings, loan)


def loan_of(rate_percent: float | None, years: int | None) -> LoanTerms | None:
    """The terms of a loan as given; None when neither is. Refusal when only one is, or when no loan has such terms."""
    if rate_percent is None and years is None:
        return None
    try:
        return LoanTerms(-1.0 if rate_percent is None else rate_percent, years or 0)
    except ValueError:
        raise Refusal(codes.BAD_LOAN, percent=round(MOST_PERCENT), years=MOST_YEARS) from None


def evidence_of(homes: bytes | str, temperature: str, climate: Climate) -> Iterator[HomeEvidence]:
    """What advice would know of each home of a file, in its order; Refusal as `advise_homes`."""
    records, weather = parse_homes(homes), read_temperatures(temperature)
    for low in range(0, len(records), BATCH):
        yield from _evidence(records[low : low + BATCH], weather, climate)


class Climate:
    """The normal year of each home: one for all when a file was given, else its municipality's."""

    def __init__(self, given: DailyTemperature | None) -> None:
        self._given = given
        self._held: dict[str, tuple[DailyTemperature, DegreeHours]] = {}

    @classmethod
    def read(cls, epw: bytes | None) -> Climate:
        """The year of an EPW file, or the built-in ones. Refusal when the file cannot be read."""
        return cls(_typical(epw))

    def of(self, municipality: str | None) -> tuple[DailyTemperature, DegreeHours]:
        """Daily means and degree-hours; Oshawa stands in for a place we do not know."""
        known = {place.casefold(): place for place in PLACES}
        place = known.get((municipality or "").strip().casefold(), "Oshawa")
        if place not in self._held:
            year = self._given or typical_year(place)
            self._held[place] = (year, DegreeHours.of(year))
        return self._held[place]


def _typical(epw: bytes | None) -> DailyTemperature | None:
    if epw is None:
        return None
    try:
        return daily_means(read_epw(epw).temperature_c, FIRST_DAY)
    except WeatherUnreadable as unreadable:
        raise Refusal(unreadable.code, **unreadable.facts) from unreadable


def _advice(
    records: Sequence[HomeRecord],
    weather: DailyTemperature | None,
    climate: Climate,
    figures: Figures,
    corrected: bool,
    all_measures: bool,
    savings: Savings | None,
    loan: LoanTerms | None,
) -> Iterator[dict[str, object]]:
    for low in range(0, len(records), BATCH):
        for evidence in _evidence(records[low : low + BATCH], weather, climate):
            yield advise(
                evidence,
                figures,
                corrected=corrected,
                all_measures=all_measures,
                traced=False,
                savings=savings,
                loan=loan,
            ).as_json()


def _evidence(
    records: Sequence[HomeRecord], weather: DailyTemperature | None, climate: Climate
) -> Iterator[HomeEvidence]:
    fits = _fits(records, weather if weather is not None else _weather_of(records))
    for place, record in enumerate(records):
        year, degree_hours = climate.of(record.facts.municipality)
        measured, findings = {}, list(record.findings)
        if record.usage and weather is None:
            findings.append(codes.TEMPERATURE_ASSUMED.finding())
        for fuel in record.usage:
            use, said = _measured(fuel, fits[place, fuel], year)
            findings += said
            if use is not None:
                measured[fuel] = use if weather is not None else _less_sure(use)
        yield HomeEvidence(record.id, record.facts, measured, degree_hours, tuple(findings))


def _fits(records: Sequence[HomeRecord], weather: DailyTemperature) -> dict[tuple[int, Fuel], FitResult]:
    """Every meter of the batch fitted, all of a kind at once."""
    kinds: dict[tuple[Fuel, bool], list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for fuel, periods in record.usage.items():
            kinds[fuel, periods.daily].append(place)
    found: dict[tuple[int, Fuel], FitResult] = {}
    for (fuel, daily), places in kinds.items():
        commodity, unit = _COMMODITY.get(fuel, Commodity.OTHER), FUEL_UNIT[fuel]
        meters = [records[place].usage[fuel] for place in places]
        if daily:
            results = fit_daily([_days(each) for each in meters], weather, commodity, unit)
        else:
            results = fit_billing([_bills(each) for each in meters], weather, commodity, unit)
        found |= {(place, fuel): result for place, result in zip(places, results, strict=True)}
    return found


def _days(periods: UsagePeriods) -> DailyUse:
    first = int(periods.starts[0])
    amounts = np.full(int(periods.ends[-1]) - first, np.nan)
    amounts[periods.starts - first] = periods.amounts
    return DailyUse(first, amounts)


def _bills(periods: UsagePeriods) -> BillingPeriods:
    return BillingPeriods(periods.starts, periods.ends, periods.amounts, np.zeros(periods.starts.size, dtype=np.bool_))


def _weather_of(records: Sequence[HomeRecord]) -> DailyTemperature:
    """A typical year repeated over the days of the batch's usage."""
    spans = [periods for record in records for periods in record.usage.values()]
    if not spans:
        return typical_year()
    first, last = min(int(each.starts[0]) for each in spans), max(int(each.ends[-1]) for each in spans)
    year = typical_year().mean_c
    days = [(_EPOCH + timedelta(days=day)).timetuple().tm_yday for day in range(first, last)]
    return DailyTemperature(first, year[np.minimum(np.array(days), year.size) - 1])


def _measured(fuel: Fuel, result: FitResult, year: DailyTemperature) -> tuple[MeasuredUse | None, list[Finding]]:
    """The fuel's normal year, None when its data cannot support a number, and what is in doubt."""
    said = [finding for finding in result.findings if finding.severity is not Severity.NOTE]
    normal = None if result.baseline is None or result.disqualified else normalise(result.baseline, year)
    if result.baseline is None or normal is None or normal.total <= 0:
        return None, [codes.USAGE_DISQUALIFIED.finding(fuel=fuel.value), *said]
    low, high = normal.ci90
    use = MeasuredUse(
        fuel=fuel,
        total=normal.total,
        base=normal.base,
        heating=normal.heating,
        cooling=normal.cooling,
        relative_error=(high - low) / 2.0 / Z90 / normal.total,
        balance_point_c=result.baseline.balance_point_heating_c,
        until=_until(result.baseline),
    )
    return use, said


def _until(baseline: Baseline) -> str:
    return (_EPOCH + timedelta(days=baseline.last_day)).isoformat()


def _less_sure(use: MeasuredUse) -> MeasuredUse:
    return replace(use, relative_error=float(np.hypot(use.relative_error, ASSUMED_WEATHER_ERROR)))
