"""This year beside the year before at the same weather, in words and figures; and the page's one glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import url_for

from models.quantities import Commodity, Fuel, Unit
from web import charts, i18n, messages
from web import opportunity as numbers
from web.components import Fact, Link
from web.fit import number_in
from web.formatting import Quantity, Shown, quantity, short_day
from web.portal.energy_views import Glance, SimilarHomes, Trend
from web.ranges import Place
from web.text import gettext as _
from web.words.fact_values import spoken

FUELS = {Commodity.NATURAL_GAS.value: Fuel.NATURAL_GAS, Commodity.ELECTRICITY.value: Fuel.ELECTRICITY}
UNITS = {Unit.KWH.value: Shown.KWH, Unit.M3.value: Shown.M3, Unit.GJ.value: Shown.GJ, Unit.LITRE.value: Shown.LITRE}


def trends(evidence: Mapping[str, object]) -> tuple[Trend, ...]:
    """Each fuel of which anything is said; nothing from before trends were kept."""
    found = evidence.get("trend")
    documents = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    by_fuel = {FUELS.get(str(document.get("commodity"))): document for document in documents}
    return tuple(_trend(fuel, by_fuel[fuel]) for fuel in FUELS.values() if fuel in by_fuel)


def glance(similar: SimilarHomes, found: Sequence[Trend], *, has_plan: bool) -> tuple[Glance, ...]:
    """The three answers; those that cannot be given yet say so."""
    figure = next((one for one in found if one.is_figure), found[0] if found else None)
    next_link = Link(_("My plan"), url_for("portal.plan")) if has_plan else Link(_("My home"), url_for("portal.home"))
    return (
        Glance("home", _("How your home is doing"), _doing(similar), Link(_("Similar homes"), "#similar")),
        Glance(
            "wave",
            _("What changed"),
            figure.short if figure else _("We cannot say yet."),
            Link(_("At the same weather"), "#trend") if figure else None,
        ),
        Glance(
            "forward",
            _("What next"),
            _("Your plan says what would help most, or what it waits for.")
            if has_plan
            else _("Your home’s page says what is missing."),
            next_link,
        ),
    )


def _doing(similar: SimilarHomes) -> str:
    if similar.is_off:
        return _("You do not compare with other homes.")
    said = {
        Place.BELOW: _("less than most similar homes"),
        Place.LOWER: _("a little below the middle of similar homes"),
        Place.MIDDLE: _("near the middle of similar homes"),
        Place.HIGHER: _("a little above the middle of similar homes"),
        Place.ABOVE: _("more than most similar homes"),
    }
    compared = [
        _("%(fuel)s: %(place)s", fuel=one.title, place=said[one.peers.place]) for one in similar.fuels if one.peers
    ]
    return ". ".join(compared) + "." if compared else _("There are too few homes like yours here yet to say.")


def _trend(fuel: Fuel, document: Mapping[str, object]) -> Trend:
    language = i18n.language()
    code = str(document.get("code"))
    return Trend(
        fuel="gas" if fuel is Fuel.NATURAL_GAS else "electric",
        title=charts.fuel_name(fuel, language),
        sentence=messages.sentence(code, spoken(_as_shown(numbers.facts_of(document)), language)),
        short=_short(code, fuel),
        facts=_facts(document, language),
    )


def _as_shown(facts: Mapping[str, object]) -> Mapping[str, object]:
    """The facts with the unit as it is printed: m³ and never m3."""
    unit = UNITS.get(str(facts.get("unit")))
    return {**facts, "unit": unit.value} if unit is not None else facts


def _short(code: str, fuel: Fuel) -> str:
    gas = fuel is Fuel.NATURAL_GAS
    return {
        "trend.less": _("Less gas than the year before, at the same weather.")
        if gas
        else _("Less electricity than the year before, at the same weather."),
        "trend.more": _("More gas than the year before, at the same weather.")
        if gas
        else _("More electricity than the year before, at the same weather."),
        "trend.same": _("Nothing that stands out, at the same weather."),
        "trend.too_early": _("Too early to say."),
    }.get(code, _("We cannot say yet."))


def _facts(document: Mapping[str, object], language: str) -> tuple[Fact, ...]:
    """The figures behind a sentence: what last year's home would have used, what was used, and between which days."""
    expected, observed = number_in(document, "expected"), number_in(document, "observed")
    unit = UNITS.get(str(document.get("unit")))
    if expected is None or observed is None or unit is None:
        return ()
    since, last = (date.fromisoformat(str(document[name])) for name in ("since", "last"))
    days = number_in(document, "days") or 0.0
    return (
        Fact(_("As last year, at this year’s weather"), quantity(Quantity(expected, unit), language)),
        Fact(_("What you used"), quantity(Quantity(observed, unit), language)),
        Fact(
            _("Days compared"),
            _(
                "%(days)s, from %(first)s to %(last)s",
                days=f"{days:.0f}",
                first=short_day(since, language),
                last=short_day(last, language),
            ),
        ),
    )
