"""What the model would say without this or that bill: a page beside the case, which changes nothing."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for

from coach.advising.ranking_in_use import folder_in, ranking_in_use
from coach.cases import review
from coach.cases import without as reversals
from coach.cases.order import diverged
from coach.cases.without import Bill, Outcome, Place, Reversal, Stretch
from coach.homes import permitted
from greener_homes import audit, consent, homes
from greener_homes.audit import Action
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from models.quantities import Commodity, Fuel
from web import charts, current, i18n, messages
from web.access import Access, access
from web.components import Choice
from web.desk.blueprint import desk
from web.desk.since import UNITS
from web.formatting import Span, day, number, short_day, yearly_effect
from web.text import gettext as _
from web.words import desk as words
from web.words.fact_values import spoken

ASKED = re.compile(r"([a-z_]{1,20})\.([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said with everything that is known, and without the bill; `differs` where a coach would look again."""

    label: str
    default: str
    reversal: str
    differs: bool


@dataclass(frozen=True, slots=True)
class WithoutPage:
    """The bills of a home, and, once one is chosen, both outcomes."""

    reference: str
    case_url: str
    url: str
    bills: tuple[Choice, ...]
    left_out: str = ""
    uses: tuple[Line, ...] = ()
    measures: tuple[Line, ...] = ()
    doubts: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Nothing a coach would act on differs."""
        return not (any(one.differs for one in (*self.uses, *self.measures)) or self.doubts or self.settled)


@desk.get("/cases/<uuid:review_id>/without")
@access(Access.COACH)
def without(review_id: uuid.UUID) -> str:
    """The bills of the home; with one in the address, what would be said without it, beside what is said."""
    session, coach, now = current.session(), current.person(), current.now()
    found = review.get(session, review_id)
    opened = permitted.for_coaches(session, found.home_id, at=now)
    if not opened:
        raise Refusal(consent.MISSING)
    audit.record_looks(
        session,
        coach.actor,
        Action.USAGE_VIEWED,
        [found.home_id],
        at=now,
        purpose=Purpose.COACH_ACCESS.value,
        object_id=found.id,
    )
    bills, asked = reversals.bills(session, opened), request.args.get("bill", "")
    chosen = next((one for one in bills if _key(one.stretch) == asked), None) if ASKED.fullmatch(asked) else None
    page = WithoutPage(
        reference=homes.get(session, found.home_id).reference,
        case_url=url_for("desk.case", review_id=review_id),
        url=url_for("desk.without", review_id=review_id),
        bills=tuple(Choice(_key(one.stretch), _bill(one), chosen=one is chosen) for one in bills),
    )
    if chosen is not None:
        ranking = ranking_in_use(folder_in(current.settings().var))
        made = reversals.reversal(session, opened, chosen.stretch, now=now, ranking=ranking)
        page = _with_outcome(page, chosen, made)
    return render_template("desk/without.html", page=page)


def _with_outcome(page: WithoutPage, bill: Bill, made: Reversal) -> WithoutPage:
    language = i18n.language()
    default, other = made.default, made.reversal
    return WithoutPage(
        reference=page.reference,
        case_url=page.case_url,
        url=page.url,
        bills=page.bills,
        left_out=_bill(bill),
        uses=tuple(_use(fuel, default, other, language) for fuel in sorted({*default.uses, *other.uses})),
        measures=tuple(_measure(name, default, other, language) for name in _in_order(default, other)),
        doubts=_sentences(other, default, language),
        settled=_sentences(default, other, language),
    )


def _use(name: str, default: Outcome, other: Outcome, language: str) -> Line:
    fuel = Fuel(name)

    def said(outcome: Outcome) -> str:
        use = outcome.uses.get(name)
        if use is None:
            return _("cannot be told")
        return _(
            "%(total)s %(unit)s, %(heating)s of it heating",
            total=number(use[0], language),
            unit=UNITS.get(fuel, name),
            heating=number(use[1], language),
        )

    was, now = default.uses.get(name), other.uses.get(name)
    differs = was is None or now is None or abs(now[0] - was[0]) > 0.05 * max(was[0], 1.0)
    return Line(charts.fuel_name(fuel, language), said(default), said(other), differs)


def _measure(name: str, default: Outcome, other: Outcome, language: str) -> Line:
    was, now = default.places.get(name), other.places.get(name)
    differs = was is None or now is None or diverged(was.rank, _as_numbers(was), now.rank, _as_numbers(now))
    return Line(words.measure_label(name, language), _place(was, language), _place(now, language), differs)


def _place(found: Place | None, language: str) -> str:
    if found is None:
        return _("not put forward")
    effect = yearly_effect(Span(found.low, found.high), language)
    return _("place %(rank)s, %(effect)s", rank=found.rank, effect=effect)


def _as_numbers(found: Place) -> dict[str, object]:
    middle = (found.low + found.high) / 2
    return {"bill_cad_per_year": {"p10": found.low, "p50": middle, "p90": found.high}}


def _in_order(default: Outcome, other: Outcome) -> list[str]:
    new = [name for name in other.places if name not in default.places]
    return [*sorted(default.places, key=lambda name: default.places[name].rank), *new]


def _sentences(there: Outcome, elsewhere: Outcome, language: str) -> tuple[str, ...]:
    return tuple(
        messages.sentence(code, spoken(found.facts, language))
        for code, found in there.doubts.items()
        if code not in elsewhere.doubts
    )


def _bill(one: Bill) -> str:
    language = i18n.language()
    fuel = charts.fuel_name(Fuel(one.stretch.commodity.value), language)
    last = date.fromordinal(one.stretch.until.toordinal() - 1)
    said = _(
        "%(fuel)s, %(first)s to %(last)s: %(amount)s %(unit)s",
        fuel=fuel,
        first=short_day(one.stretch.first, language),
        last=day(last, language),
        amount=number(one.amount, language),
        unit=UNITS.get(Fuel(one.stretch.commodity.value), one.unit.value),
    )
    return _("%(bill)s (estimated)", bill=said) if one.estimated else said


def _key(stretch: Stretch) -> str:
    return f"{Commodity(stretch.commodity).value}.{stretch.first.isoformat()}.{stretch.until.isoformat()}"
