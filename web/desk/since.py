"""What changed in a home since last time, in words: a sentence each, the facts of the home first."""

from __future__ import annotations

from coach.cases.since_last import FactChange, Since, Standing, UseChange
from models.quantities import FUEL_UNIT, Fuel
from web import charts, i18n, messages
from web import opportunity as numbers
from web.desk import views
from web.formatting import TORONTO, Span, number, yearly_effect
from web.text import gettext as _
from web.words import home_facts
from web.words.fact_values import spoken
from web.words.measures import MEASURES


def since_view(since: Since | None) -> views.SinceLast | None:
    """The differences as sentences; None where there is no last time."""
    if since is None:
        return None
    language = i18n.language()
    points = [
        *(_fact(one, language) for one in since.facts if home_facts.has_label(one.name)),
        *(_use(one, language) for one in since.uses),
        *(_("New among the opportunities: %(title)s.", title=_title(one, language)) for one in since.appeared),
        *(_("No longer put forward: %(title)s.", title=_title(one, language)) for one in since.gone),
        *(_standing(one, language) for one in since.standing),
        *(_("New to check: %(what)s", what=_finding(one, language)) for one in since.doubts),
        *(_("No longer in doubt: %(what)s", what=_finding(one, language)) for one in since.settled),
    ]
    return views.SinceLast(since.at.astimezone(TORONTO).date(), tuple(points))


def _fact(one: FactChange, language: str) -> str:
    if one.before is None:
        return _(
            "%(name)s: %(after)s (it was not known).",
            name=home_facts.label(one.name, language),
            after=home_facts.describe_fact(one.name, one.after, language),
        )
    return _(
        "%(name)s: %(after)s (was %(before)s).",
        name=home_facts.label(one.name, language),
        after=home_facts.describe_fact(one.name, one.after, language),
        before=home_facts.describe_fact(one.name, one.before, language),
    )


def _use(one: UseChange, language: str) -> str:
    fuel = Fuel(one.fuel)
    name = charts.fuel_name(fuel, language)
    if one.before is None or one.after is None:
        return (
            _("%(fuel)s can be told from readings now.", fuel=name)
            if one.before is None
            else _("%(fuel)s can no longer be told from readings.", fuel=name)
        )
    unit = UNITS.get(fuel, FUEL_UNIT[fuel].value)
    return _(
        "%(fuel)s in a normal year: %(after)s %(unit)s (was %(before)s).",
        fuel=name,
        after=number(one.after, language),
        unit=unit,
        before=number(one.before, language),
    )


UNITS = {Fuel.ELECTRICITY: "kWh", Fuel.NATURAL_GAS: "m³", Fuel.OIL: "L", Fuel.PROPANE: "L"}
"""How a fuel's unit is written; other fuels by their own word."""


def _standing(one: Standing, language: str) -> str:
    title = _title(one.measure, language)
    if one.moved:
        return _(
            "%(title)s: place %(after)s (was %(before)s).",
            title=title,
            after=one.rank_after,
            before=one.rank_before,
        )
    return _(
        "%(title)s, a year: %(after)s (was %(before)s).",
        title=title,
        after=yearly_effect(Span(*one.bill_after), language),
        before=yearly_effect(Span(*one.bill_before), language),
    )


def _title(measure: str, language: str) -> str:
    words = MEASURES.get(measure)
    return words.title(language) if words else measure


def _finding(one: object, language: str) -> str:
    found = one if isinstance(one, dict) else {}
    return messages.sentence(str(found.get("code")), spoken(numbers.facts_of(found), language))
