"""Evidence: all that is known of one home at one moment, gathered under a permission, ready to be computed with.

Reads facts, readings and weather; computes baselines; writes nothing. The digest says whether anything changed
since the last assessment, so that the same evidence is never assessed twice.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from coach.advising.advice_types import HomeEvidence, Origin, Source
from coach.advising.codes_advice import TEMPERATURE_ASSUMED
from coach.advising.own_hours import own_hours
from coach.homes import figures_in_use, merged_usage, shapes, trend
from coach.homes.baselines import baseline_documents
from coach.homes.codes_baseline import BILL_LEFT_OUT
from coach.homes.left_out import Stretch, without
from coach.homes.left_out_kept import kept
from greener_homes import bill_check, homes, rates, readings, tariffs, weather
from greener_homes.consent import LiveConsent
from greener_homes.consent import Source as ConsentSource
from greener_homes.homes import KnownFact, Provenance
from greener_homes.readings import PointSeries
from greener_homes.tariffs import PricePlan
from greener_homes.weather import HomePlace
from models.findings import Finding, Severity
from models.house.degree_hours import DegreeHours
from models.house.facts import CLOSED_SETS, FACT_NAMES, HomeFacts, facts_of
from models.house.weather import typical_year
from models.quantities import Commodity, Flow, Fuel
from models.savings.evidence import MeasuredUse
from models.series import DailyTemperature

EPOCH = date(1970, 1, 1)
Z90 = 1.645
"""Half-width of a 90 % interval in standard errors."""
READ = {
    Commodity.ELECTRICITY: (Flow.DELIVERED, Flow.RECEIVED, Flow.NET),
    Commodity.NATURAL_GAS: (Flow.DELIVERED,),
    Commodity.OIL: (Flow.DELIVERED,),
    Commodity.PROPANE: (Flow.DELIVERED,),
    Commodity.WOOD: (Flow.DELIVERED,),
}
FUEL_OF = {
    Commodity.ELECTRICITY: Fuel.ELECTRICITY,
    Commodity.NATURAL_GAS: Fuel.NATURAL_GAS,
    Commodity.OIL: Fuel.OIL,
    Commodity.PROPANE: Fuel.PROPANE,
    Commodity.WOOD: Fuel.WOOD,
}
ORIGIN_OF = {
    Provenance.STOCK: Origin.STOCK,
    Provenance.RESIDENT: Origin.RESIDENT,
    Provenance.UTILITY: Origin.UTILITY,
    Provenance.COACH: Origin.COACH,
    Provenance.ENERGUIDE: Origin.ENERGUIDE,
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an assessment is made from, and how to tell whether it has changed."""

    evidence: HomeEvidence
    facts: Mapping[str, object]
    documents: Sequence[dict[str, object]]
    grant_ids: tuple[uuid.UUID, ...]
    opened: tuple[str, ...]
    digest: str
    load_shape: Mapping[str, object] | None = None
    left_out: tuple[Stretch, ...] = ()
    trend: tuple[dict[str, object], ...] = ()


def gather(
    session: Session, consents: Sequence[LiveConsent], *, now: datetime, left_out: Sequence[Stretch] | None = None
) -> Gathered:
    """Everything these permissions (of one home, one a source, best first) open, with one baseline a usage point.

    But for the readings that a coach left out; or for those of `left_out` instead, to see what would be said then.
    """
    home_id = consents[0].home_id
    known = homes.known_facts(session, home_id)
    series = _series(session, consents)
    missing = tuple(one.stretch for one in kept(session, home_id)) if left_out is None else tuple(left_out)
    for stretch in missing:
        series = without(series, stretch)
    place = _municipality(known)
    temperature, findings = _temperature(session, home_id, place, series)
    documents = baseline_documents([(str(point.usage_point_id), point.series) for point in series], temperature)
    facts = {fact.name: fact.value for fact in known if fact.name in FACT_NAMES}
    municipality = facts.get("municipality")
    measured = all(found.code != TEMPERATURE_ASSUMED.code for found in findings)
    noticed = shapes.noticed(series, temperature if measured else None, facts.get("occupants"))
    checks = _last_bills(session, consents, facts)
    evidence = HomeEvidence(
        id=str(home_id),
        facts=home_facts(facts),
        measured=_measured(documents, series),
        weather=DegreeHours.of(typical_year(str(municipality)) if municipality else typical_year()),
        findings=(*findings, *_doubts(documents), *(noticed.findings if noticed else ()), *checks, *_said(missing)),
        sources={fact.name: Source(ORIGIN_OF[fact.provenance], _said_on(fact)) for fact in known},
        hours=own_hours([point.series for point in series]),
    )
    grant_ids = tuple(dict.fromkeys(grant for consent in consents for grant in consent.grant_ids))
    opened = tuple(opening for consent in consents for opening in openings(consent))
    billed = "".join(f"{each.code}{dict(each.facts)}" for each in checks)
    digest = _digest(known, series, temperature, figures_in_use.edition(session, now) + billed)
    compared, shape = trend.documents(series, temperature if measured else None), shapes.as_document(noticed)
    return Gathered(evidence, facts, documents, grant_ids, opened, digest, shape, missing, compared)


def openings(consent: LiveConsent) -> tuple[str, ...]:
    """What a permission opens, each source and commodity as one word, by which two permissions are compared."""
    return tuple(f"{consent.source}|{consent.supplier_id or ''}|{commodity}" for commodity in consent.commodities)


def home_facts(facts: Mapping[str, object]) -> HomeFacts:
    """Facts as they are kept, as the models want them. A value outside its closed set is "I don't know"."""
    found = {name: value for name, value in facts.items() if name in _NAMES}
    for name, members in _MEMBERS.items():
        value = found.get(name)
        if value is not None:
            found[name] = members.get(str(value))
    return facts_of(found)


def temperature_of(
    session: Session, home_id: uuid.UUID | None, municipality: str | None, first: date, last: date
) -> tuple[DailyTemperature, tuple[Finding, ...]]:
    """Daily means of the home from `first` to `last`, and what is in doubt; a typical year's where none were measured.

    The station is the home's: by where it is, or the one it was given (`greener_homes.weather.for_home`).
    """
    measured = weather.for_home(session, home_id, municipality, first, last)
    if measured is not None:
        return measured.temperature, measured.findings
    return _typical(first, last), (TEMPERATURE_ASSUMED.finding(),)


def temperature_at(session: Session, place: HomePlace, first: date, last: date) -> DailyTemperature:
    """As `temperature_of`, for a home of which the place is at hand."""
    measured = weather.at(session, place, first, last)
    return _typical(first, last) if measured is None else measured.temperature


def _series(session: Session, consents: Sequence[LiveConsent]) -> list[PointSeries]:
    found: list[PointSeries] = []
    for commodity, flows in READ.items():
        found.extend(merged_usage.as_one_meter(merged_usage.by_source(session, consents, commodity, flows)))
    return found


def _said(missing: Sequence[Stretch]) -> tuple[Finding, ...]:
    """That readings were left out, once a fuel, with how many days of them."""
    days: dict[Commodity, int] = {}
    for one in missing:
        days[one.commodity] = days.get(one.commodity, 0) + (one.until - one.first).days
    return tuple(BILL_LEFT_OUT.finding(commodity=commodity.value, days=total) for commodity, total in days.items())


def _last_bills(session: Session, consents: Sequence[LiveConsent], facts: Mapping[str, object]) -> tuple[Finding, ...]:
    """What is said of the last bills that were typed with their totals, under the permission for typed bills."""
    covered = [each for consent in consents if consent.source is ConsentSource.BILLS for each in consent.commodities]
    if not covered:
        return ()
    plan, place = facts.get("price_plan"), facts.get("municipality")
    account = bill_check.Account(
        PricePlan(str(plan)) if plan else None,
        tariffs.distributor_for(str(place) if place else None),
        rates.in_use(session),
    )
    return bill_check.of_home(session, consents[0].home_id, covered, account)


def _said_on(fact: KnownFact) -> str:
    """The day a trace gives for a fact: when a coach saw it, else when it was said."""
    return (fact.how.on if fact.how else fact.stated_at.date()).isoformat()


def _municipality(known: Sequence[KnownFact]) -> str | None:
    said = next((fact.value for fact in known if fact.name == "municipality"), None)
    return said if isinstance(said, str) else None


def _temperature(
    session: Session, home_id: uuid.UUID, municipality: str | None, series: Sequence[PointSeries]
) -> tuple[DailyTemperature, tuple[Finding, ...]]:
    if not series:
        return typical_year(), ()
    first = _day(int(min(point.series.starts[0] for point in series))) - timedelta(days=1)
    last = _day(int(max(point.series.ends[-1] for point in series))) + timedelta(days=1)
    return temperature_of(session, home_id, municipality, first, last)


def _typical(first: date, last: date) -> DailyTemperature:
    year = typical_year().mean_c
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    at = [min(day.timetuple().tm_yday, 365) - 1 for day in days]
    return DailyTemperature((first - EPOCH).days, year[np.array(at)])


def _measured(documents: Iterable[Mapping[str, object]], series: Sequence[PointSeries]) -> dict[Fuel, MeasuredUse]:
    """What each fuel uses in a normal year; a fuel any of whose meters cannot support a number is left out."""
    found: dict[Fuel, list[MeasuredUse]] = {}
    spoiled: set[Fuel] = set()
    for document in documents:
        fuel = FUEL_OF.get(Commodity(str(document["commodity"])))
        if fuel is None:
            continue
        use = _measured_use(fuel, document, _until(series, str(document["usage_point"])))
        if use is None:
            spoiled.add(fuel)
        else:
            found.setdefault(fuel, []).append(use)
    return {fuel: _sum(uses) for fuel, uses in found.items() if fuel not in spoiled}


def _measured_use(fuel: Fuel, document: Mapping[str, object], until: str | None) -> MeasuredUse | None:
    normal = document.get("normalised_annual")
    findings = document.get("findings")
    disqualified = isinstance(findings, list) and any(
        found["severity"] == Severity.DISQUALIFICATION for found in findings
    )
    if not isinstance(normal, Mapping) or disqualified or float(normal["total"]) <= 0:
        return None
    low, high = normal["ci90"]
    balance = document.get("balance_point_heating_c")
    return MeasuredUse(
        fuel=fuel,
        total=float(normal["total"]),
        base=float(normal["base"]),
        heating=float(normal["heating"]),
        cooling=float(normal["cooling"]),
        relative_error=(float(high) - float(low)) / 2 / Z90 / float(normal["total"]),
        balance_point_c=float(balance) if isinstance(balance, int | float) else None,
        until=until,
    )


def _sum(uses: Sequence[MeasuredUse]) -> MeasuredUse:
    """Several meters of one fuel as one use; errors are taken as independent."""
    if len(uses) == 1:
        return uses[0]
    total = sum(use.total for use in uses)
    main = max(uses, key=lambda use: use.heating)
    return MeasuredUse(
        fuel=uses[0].fuel,
        total=total,
        base=sum(use.base for use in uses),
        heating=sum(use.heating for use in uses),
        cooling=sum(use.cooling for use in uses),
        relative_error=float(np.sqrt(sum((use.relative_error * use.total) ** 2 for use in uses))) / total,
        balance_point_c=main.balance_point_c,
        until=max((use.until for use in uses if use.until), default=None),
    )


def _until(series: Sequence[PointSeries], usage_point: str) -> str | None:
    ends = [int(point.series.ends[-1]) for point in series if str(point.usage_point_id) == usage_point]
    return datetime.fromtimestamp(max(ends) - 1, readings.LOCAL).date().isoformat() if ends else None


def _doubts(documents: Iterable[Mapping[str, object]]) -> tuple[Finding, ...]:
    """What the baselines found, once each, without mere notes."""
    found: dict[str, Finding] = {}
    for document in documents:
        findings = document.get("findings")
        for each in findings if isinstance(findings, list) else []:
            if each["severity"] != Severity.NOTE:
                found.setdefault(each["code"], Finding(each["code"], Severity(each["severity"]), each["facts"]))
    return tuple(found.values())


def _day(moment: int) -> date:
    return EPOCH + timedelta(days=moment // 86_400)


_NAMES = frozenset(FACT_NAMES)
_MEMBERS = {name: {each.value: each for each in members} for name, members in CLOSED_SETS.items()}


def _digest(
    known: Sequence[KnownFact], series: Sequence[PointSeries], temperature: DailyTemperature, prices: str
) -> str:
    digest = hashlib.sha256()
    facts = [(fact.name, fact.value, fact.provenance.value) for fact in known]
    digest.update(json.dumps([facts, prices], sort_keys=True).encode())  # prices are looked at again monthly
    for point in series:
        one = point.series
        digest.update(f"{point.usage_point_id}|{one.flow}|{one.unit}|{one.exponent}".encode())
        for column in (one.starts, one.durations, one.values, one.quality):
            digest.update(np.ascontiguousarray(column).tobytes())
    digest.update(temperature.mean_c.tobytes())
    return digest.hexdigest()
