"""Projects as residents and coaches both read them: quotes side by side, steps to rebates, what the meters say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coach.projects import quote_flags
from coach.projects.outcomes import OutcomeView
from coach.projects.predictions import Predicted
from coach.projects.quotes import AreaUnit, Line, QuoteView, SizeUnit
from coach.projects.rebate_steps import StepView, Way
from coach.projects.scope_rules import scope_of
from models.findings import Finding, Severity
from models.quantities import Commodity
from web import messages
from web import opportunity as numbers
from web.components import Chip, Fact, Tone
from web.formatting import Span, day, number, short_day, span
from web.text import gettext as _
from web.words import projects as words
from web.words.fact_values import spoken
from web.words.measures import MEASURES, measure_words

TONES = {
    "planned": None,
    "quoted": Tone.INFO,
    "booked": Tone.INFO,
    "done": Tone.OK,
    "verified": Tone.OK,
    "unsatisfactory": Tone.BAD,
    "given_up": None,
}


UNITS = {"m3": "m³", "kWh": "kWh", "L": "L"}
"""Units of meters as they are printed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and whether it warns."""

    text: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """One quote as a column of the comparison: its rows in the same order for all."""

    id: str
    contractor: str
    rows: tuple[Fact, ...]
    said: tuple[Said, ...]
    chosen: bool
    choose_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step to a rebate; `mark_url` where it is ticked by hand, `due` in words."""

    text: str
    id: str
    done: str = ""
    due: str = ""
    is_late: bool = False
    mark_url: str = ""
    path: str = ""
    step: str = ""
    done_on: str = ""


@dataclass(frozen=True, slots=True)
class WayShown:
    """The way to one programme's money."""

    programme: str
    offers: str
    steps: tuple[StepShown, ...]
    keep: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """What a fuel's meter says: its sentence, what qualifies it, and the inputs it opens to."""

    fuel: str
    sentence: str
    more: tuple[str, ...]
    facts: tuple[Fact, ...]
    is_good: bool


def title(measures: Sequence[str], language: str, facts: Mapping[str, object]) -> str:
    """What is being done: the measures as actions."""
    said = [measure_words(each).title(language, **facts) for each in measures if each in MEASURES]
    return ", ".join([*said[:1], *(each[:1].lower() + each[1:] for each in said[1:])]) or _("A piece of work")


def state_chip(state: str, language: str) -> Chip:
    """Where it stands."""
    return Chip(words.STATES[state](language), TONES[state])


def sentence(finding: Finding, language: str) -> Said:
    """A finding in words."""
    facts = {name: UNITS.get(str(value), value) if name == "unit" else value for name, value in finding.facts.items()}
    text = messages.sentence(finding.code, spoken(facts, language))
    return Said(text, finding.severity is Severity.WARNING)


def quote_shown(
    quote: QuoteView, predicted: Sequence[Predicted], measures: Sequence[str], today: date, language: str
) -> QuoteShown:
    """A quote with what is to be said of it."""
    return QuoteShown(
        str(quote.id),
        quote.contractor or _("Somebody who is gone"),
        tuple(_rows(quote, measures, language)),
        tuple(sentence(each, language) for each in quote_flags.flags(quote, predicted, measures, today)),
        quote.is_chosen,
    )


def _rows(quote: QuoteView, measures: Sequence[str], language: str) -> list[Fact]:
    until = quote.valid_until
    found = [
        Fact(_("With HST"), numbers.cents(quote.with_tax_cents / 100, language)),
        Fact(_("Without HST"), numbers.cents(quote.before_tax_cents / 100, language)),
        Fact(
            _("Rebate it takes off"), numbers.cents(quote.rebate_cents / 100, language) if quote.rebate_cents else "–"
        ),
        Fact(_("Given on"), short_day(quote.given_on, language)),
        Fact(_("Valid until"), short_day(until, language) if until else "–"),
    ]
    lines = {line.measure: line for line in quote.lines}
    for measure in measures:
        line, says = lines.get(measure, Line(measure)), {each.value for each in scope_of(measure).says}
        if "r_value" in says:
            found.append(Fact(_("Insulation"), f"R-{number(line.r_value, language)}" if line.r_value else "–"))
        if "area" in says:
            found.append(Fact(_("Area"), _area(line, language)))
        if "size" in says:
            found.append(Fact(_("Size of the equipment"), _size(line, language)))
        if "model" in says or line.model:
            found.append(Fact(_("Model"), line.model or "–"))
    return found


def _area(line: Line, language: str) -> str:
    if line.area is None:
        return "–"
    unit = "m²" if line.area_unit is AreaUnit.M2 else _("sq ft")
    return f"{number(line.area, language)}\u00a0{unit}"


def _size(line: Line, language: str) -> str:
    if line.size is None:
        return "–"
    unit = {SizeUnit.KW: "kW", SizeUnit.BTU_H: "BTU/h", SizeUnit.TONS: _("tons"), SizeUnit.LITRES: "L"}[line.size_unit]
    decimals = 1 if line.size < 100 and line.size % 1 else 0
    return f"{number(line.size, language, decimals)}\u00a0{unit}"


def usual_price(predicted: Sequence[Predicted], measures: Sequence[str], language: str) -> str:
    """What such work usually costs, in words; empty where nobody knows."""
    found = quote_flags.cost_range(predicted, measures)
    if found is None:
        return ""
    low, high, year = found
    return _("%(range)s before rebates, prices of %(year)s", range=span(Span(low, high), language), year=str(year))


def way_shown(way: Way, today: date, language: str) -> WayShown:
    """The way to a programme's money, with its days."""
    return WayShown(
        way.programme,
        ", ".join(dict.fromkeys(offer.name(language) for offer in way.offers)),
        tuple(_step(each, way, today, language) for each in way.steps),
        tuple(sentence(each, language).text for each in way.keep),
        tuple(sentence(each, language) for each in way.said),
    )


def _step(step: StepView, way: Way, today: date, language: str) -> StepShown:
    due = ""
    if step.done_on is None and step.due_on is not None:
        when = day(step.due_on, language)
        unsure = step.due_on == way.closes and not way.closes_certain
        due = _("Perhaps only until %(day)s", day=when) if unsure else _("By %(day)s", day=when)
    return StepShown(
        text=sentence(step.words, language).text,
        id=f"{step.path}-{step.step}".lower(),
        done=day(step.done_on, language) if step.done_on else "",
        due=due,
        is_late=step.is_late(today),
        path=step.path,
        step=step.step,
        done_on=step.done_on.isoformat() if step.done_on else "",
    )


def outcome_shown(found: OutcomeView, language: str) -> OutcomeShown:
    """What a meter says, and how it was worked out."""
    return OutcomeShown(
        fuel=_fuel(found.commodity),
        sentence=sentence(found.said, language).text,
        more=tuple(sentence(each, language).text for each in found.more),
        facts=_how(found, language),
        is_good=found.said.code == "outcome.less",
    )


def _how(found: OutcomeView, language: str) -> tuple[Fact, ...]:
    """The inputs of a figure: expected, used, days, the days the baseline was made of, the method."""
    kept, baseline = found.numbers, found.numbers.get("baseline")
    if not found.is_measured or not isinstance(baseline, Mapping):
        return ()
    unit = UNITS.get(str(kept["unit"]), str(kept["unit"]))
    first, last = (day(date.fromisoformat(str(baseline[name])), language) for name in ("first_day", "last_day"))
    return (
        Fact(_("Expected without the work"), _amount(kept, "expected", unit, language)),
        Fact(_("Used"), _amount(kept, "observed", unit, language)),
        Fact(_("Days compared"), number(numbers.number_in(kept, "days"), language)),
        Fact(_("Learned from"), _("%(first)s to %(last)s", first=first, last=last)),
        Fact(_("Method"), _("CalTRACK 2.0, avoided use, nine chances in ten")),
    )


def _amount(kept: Mapping[str, object], name: str, unit: str, language: str) -> str:
    return f"{number(numbers.number_in(kept, name), language)}\u00a0{unit}"


def _fuel(commodity: Commodity) -> str:
    return {
        Commodity.NATURAL_GAS: _("Natural gas"),
        Commodity.ELECTRICITY: _("Electricity"),
        Commodity.OIL: _("Oil"),
        Commodity.PROPANE: _("Propane"),
        Commodity.WOOD: _("Wood"),
    }.get(commodity, commodity.value)
