"""A month's report in words, the same for the page and the paper: one view, made from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coach.reports import codes_reports as codes
from coach.reports.fuel_months import FuelMonth
from coach.reports.month_steps import FOR_SEASON
from coach.reports.reports import Report
from models.quantities import Commodity
from web import i18n, messages
from web import opportunity as numbers
from web.commodities import commodity_name
from web.components import Fact, Zone, zone_of
from web.formatting import NBSP, TORONTO, Shown, day, money, month_year, number, significant
from web.project_shown import UNITS
from web.ranges import PeerBand
from web.text import gettext as _
from web.text import ngettext
from web.words.fact_values import spoken
from web.words.measures import measure_words

ICONS = {"electricity": "bolt", "natural_gas": "flame"}
OUTSTANDING = (codes.LESS.code, codes.MORE.code)


@dataclass(frozen=True, slots=True)
class FuelShown:
    """One fuel: what is said of its month, its figures, and where they come from."""

    id: str
    name: str
    icon: str
    said: str
    rows: tuple[Fact, ...]
    working: tuple[Fact, ...]
    band: PeerBand | None = None
    """What the year before would have used in this weather, as a band, and the month's use on it."""
    band_said: str = ""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One thing to do this month."""

    zone: Zone
    heading: str
    title: str
    line: str
    measure: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A month's report."""

    finding: str
    lead: str
    month: str
    made_on: date
    fuels: tuple[FuelShown, ...]
    step: StepShown
    changes: tuple[str, ...]
    small_print: str
    prices: str


def report_shown(report: Report, facts: Mapping[str, object]) -> ReportShown:
    """What a report says, in the language of the page. `facts` are the home's, for the words of its step."""
    language = i18n.language()
    month = month_year(report.month, language)
    return ReportShown(
        finding=_finding(report, month[:1].upper() + month[1:]),
        lead=_(
            "Each fuel beside your own year before it, in the weather this month had. Nobody else’s home is in these "
            "numbers."
        ),
        month=month,
        made_on=report.made_at.astimezone(TORONTO).date(),
        fuels=tuple(_fuel(each, language) for each in report.fuels),
        step=_step(report, facts, language),
        changes=_changes(report, facts, language),
        small_print=_(
            "Costs are about what the meter’s use comes to at the prices of that month, with fixed charges and tax. "
            "Your bill may differ. This is advice, not a bill."
        ),
        prices=month,
    )


def _finding(report: Report, month: str) -> str:
    said = {each.said.code for each in report.fuels}
    if {codes.LESS.code, codes.MORE.code} <= said:
        return _("%(month)s: less of one, more of the other", month=month)
    outstanding = [(each.said.code, each.commodity) for each in report.fuels if each.said.code in OUTSTANDING]
    if len(outstanding) == 1:
        return _one(*outstanding[0], month)
    if codes.LESS.code in said:
        return _("%(month)s: less than the year before", month=month)
    if codes.MORE.code in said:
        return _("%(month)s: more than the year before", month=month)
    if codes.AS_BEFORE.code in said:
        return _("%(month)s: much like the year before", month=month)
    return _("%(month)s: your energy in short", month=month)


def _one(code: str, commodity: Commodity, month: str) -> str:
    """The one fuel that differs, by name."""
    if code == codes.LESS.code:
        if commodity is Commodity.ELECTRICITY:
            return _("%(month)s: less electricity than the year before", month=month)
        return _("%(month)s: less gas than the year before", month=month)
    if commodity is Commodity.ELECTRICITY:
        return _("%(month)s: more electricity than the year before", month=month)
    return _("%(month)s: more gas than the year before", month=month)


def _fuel(fuel: FuelMonth, language: str) -> FuelShown:
    facts = {name: UNITS.get(str(value), value) for name, value in fuel.said.facts.items()}
    band, said = _band(fuel.numbers, language)
    return FuelShown(
        id=fuel.commodity.value,
        name=commodity_name(fuel.commodity),
        icon=ICONS[fuel.commodity.value],
        said=messages.sentence(fuel.said.code, spoken(facts, language), language),
        rows=tuple(_rows(fuel.numbers, language)),
        working=tuple(_working(fuel.numbers, language)),
        band=band,
        band_said=said,
    )


def _band(kept: Mapping[str, object], language: str) -> tuple[PeerBand | None, str]:
    """The band and what it shows in words; nothing where nothing can be compared."""
    ends = kept.get("ci90")
    if not isinstance(ends, list):
        return None, ""
    used = numbers.number_in(kept, "used")
    low, high = (max(used + float(end), 0.0) for end in ends)
    if high <= low:
        return None, ""
    unit = Shown(UNITS.get(str(kept["unit"]), str(kept["unit"])))
    said = _(
        "You used %(used)s. The year before would have used %(low)s to %(high)s in this weather.",
        used=_amount(kept, "used", language),
        low=number(significant(low, 3), language),
        high=f"{number(significant(high, 3), language)}{NBSP}{unit.value}",
    )
    return PeerBand(low, high, used, unit), said


def _rows(kept: Mapping[str, object], language: str) -> list[Fact]:
    if kept.get("used") is None:
        return []
    found = [Fact(_("You used"), _amount(kept, "used", language))]
    if kept.get("expected") is not None:
        found.append(Fact(_("As in the year before, in this weather"), _amount(kept, "expected", language)))
    if kept.get("year_ago") is not None:
        found.append(Fact(_("The same month a year before"), _then(kept, language)))
    if kept.get("cost_cad") is not None:
        cost = money(significant(numbers.number_in(kept, "cost_cad"), 2), language)
        found.append(Fact(_("What it cost"), _("about %(amount)s", amount=cost)))
    return found


def _then(kept: Mapping[str, object], language: str) -> str:
    amount = _amount(kept, "year_ago", language)
    if kept.get("mean_c") is None or kept.get("year_ago_mean_c") is None:
        return amount
    warmer = numbers.number_in(kept, "mean_c") - numbers.number_in(kept, "year_ago_mean_c")
    degrees = number(abs(warmer), language, 1)
    if degrees in ("0.0", "0,0"):
        return _("%(amount)s, and it was just as cold", amount=amount)
    if warmer > 0:
        return _("%(amount)s, and it was %(degrees)s °C colder then", amount=amount, degrees=degrees)
    return _("%(amount)s, and it was %(degrees)s °C warmer then", amount=amount, degrees=degrees)


def _working(kept: Mapping[str, object], language: str) -> list[Fact]:
    """Where the figures come from."""
    if kept.get("used") is None:
        return []
    days = round(numbers.number_in(kept, "days"))
    found = [
        Fact(_("Days of the meter"), _days(kept, language)),
        Fact(_("Days known"), ngettext("%(num)s day", "%(num)s days", days)),
    ]
    baseline = kept.get("baseline")
    ends = kept.get("ci90")
    if isinstance(baseline, Mapping) and isinstance(ends, list):
        low, high = (number(float(end), language) for end in ends)
        found += [
            Fact(_("Difference, nine chances in ten"), _("%(low)s to %(high)s", low=low, high=high)),
            Fact(_("Learned from"), _days(baseline, language)),
        ]
    if kept.get("mean_c") is not None:
        degrees = number(numbers.number_in(kept, "mean_c"), language, 1)
        found.append(Fact(_("Mean outdoor temperature"), f"{degrees}{NBSP}°C"))
    found.append(Fact(_("Method"), _("CalTRACK 2.0, avoided use of one month")))
    return found


def _days(kept: Mapping[str, object], language: str) -> str:
    first, last = (day(date.fromisoformat(str(kept[name])), language) for name in ("first_day", "last_day"))
    return _("from %(first)s to %(last)s, both days included", first=first, last=last)


def _amount(kept: Mapping[str, object], name: str, language: str) -> str:
    value = significant(numbers.number_in(kept, name), 3)
    unit = UNITS.get(str(kept["unit"]), str(kept["unit"]))
    return f"{number(value, language, 1 if abs(value) < 10 else 0)}{NBSP}{unit}"


def _step(report: Report, facts: Mapping[str, object], language: str) -> StepShown:
    words = measure_words(report.step.measure)
    season = report.step.origin == FOR_SEASON
    return StepShown(
        zone=zone_of(report.step.measure),
        heading=_("Free, and good for any home in this season") if season else _("From your plan"),
        title=words.title(language, **facts),
        line=words.line(language, **facts),
        measure="" if season else report.step.measure,
        is_planned=not season,
    )


def _changes(report: Report, facts: Mapping[str, object], language: str) -> tuple[str, ...]:
    def titles(measures: tuple[str, ...]) -> str:
        return ", ".join(measure_words(each).title(language, **facts) for each in measures)

    found = []
    if report.new:
        found.append(_("New in your plan: %(steps)s.", steps=titles(report.new)))
    if report.gone:
        found.append(_("No longer in your plan: %(steps)s.", steps=titles(report.gone)))
    return tuple(found) or (_("Nothing changed in your plan since the month began."),)
