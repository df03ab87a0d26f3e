"""What the model would say without this or that bill: a page beside the case; and leaving one out for good."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.advising.ranking_in_use import folder_in, ranking_in_use
from coach.cases import bills_left_out, review
from coach.cases import without as reversals
from coach.cases.order import diverged
from coach.cases.review import ReviewView
from coach.cases.without import Bill, Outcome, Place, Reversal, Stretch
from coach.homes import left_out_kept
from coach.homes.left_out_kept import KeptStretch, LeftOutWhy
from greener_homes import homes
from greener_homes.errors import NotFound, Refusal
from models.quantities import Commodity, Fuel
from web import charts, current, forms, i18n, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError
from web.desk.blueprint import desk
from web.desk.case_opened import opened_case
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
class KeptBill:
    """A bill that is left out, with why; `see_url` shows both outcomes side by side."""

    name: str
    why: str
    see_url: str
    back_url: str = ""


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
    kept: tuple[KeptBill, ...] = ()
    reasons: tuple[Choice, ...] = ()
    note: Field | None = None
    keep_url: str = ""
    """Where a bill is left out for good; empty where this coach has not taken the case, or it is left out already."""
    bill_key: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def is_same(self) -> bool:
        """Nothing a coach would act on differs."""
        return not (any(one.differs for one in (*self.uses, *self.measures)) or self.doubts or self.settled)


@desk.get("/cases/<uuid:review_id>/without")
@access(Access.COACH)
def without(review_id: uuid.UUID) -> str:
    """The bills of the home; with one in the address, what would be said without it, beside what is said."""
    return _page(review_id, request.args.get("bill", ""))


def _page(review_id: uuid.UUID, asked: str, error: str = "") -> str:
    session, coach, now = current.session(), current.person(), current.now()
    found, opened = opened_case(review_id)
    bills = reversals.bills(session, opened)
    chosen = next((one for one in bills if _key(one.stretch) == asked), None) if ASKED.fullmatch(asked) else None
    kept = left_out_kept.kept(session, found.home_id)
    mine = found.is_mine(coach)
    may_keep = mine and chosen is not None and chosen.stretch not in {one.stretch for one in kept}
    page = WithoutPage(
        reference=homes.get(session, found.home_id).reference,
        case_url=url_for("desk.case", review_id=review_id),
        url=url_for("desk.without", review_id=review_id),
        bills=tuple(Choice(_key(one.stretch), _bill(one), chosen=one is chosen) for one in bills),
        kept=tuple(kept_bill(found, one, mine=mine) for one in kept),
        reasons=tuple(Choice(one.value, words.left_out_label(one, i18n.language())) for one in LeftOutWhy),
        note=Field(
            "note",
            _("What a colleague should know (needed for another reason)"),
            value=forms.as_typed(request.form, "note") if error else "",
            error=error,
            kind="textarea",
        ),
        keep_url=url_for("desk.bill_left_out", review_id=review_id) if may_keep else "",
        bill_key=asked if may_keep else "",
        errors=(FieldError("note", error),) if error else (),
    )
    if chosen is not None:
        ranking = ranking_in_use(folder_in(current.settings().var))
        made = reversals.reversal(session, opened, chosen.stretch, now=now, ranking=ranking)
        page = _with_outcome(page, chosen, made)
    return render_template("desk/without.html", page=page)


@desk.post("/cases/<uuid:review_id>/without")
@access(Access.COACH)
def bill_left_out(review_id: uuid.UUID) -> Response | tuple[str, int]:
    """The home's advice is made without this bill from now on."""
    asked = request.form.get("bill", "")
    stretch, reason = _stretch(asked), forms.choice(request.form, "reason", LeftOutWhy)
    if stretch is None:
        raise NotFound
    if reason is None:
        raise Refusal(forms.BAD_CHOICE)
    try:
        note = forms.text(request.form, "note", maximum=review.NOTE_MAXIMUM)
        bills_left_out.leave_out(
            current.session(), current.person(), review_id, stretch, reason, note, now=current.now()
        )
    except Refusal as refusal:
        if refusal.code not in (review.COLLEAGUE_NOTE_NEEDED, review.NOTE_LONG, forms.BAD_TEXT):
            raise
        return _page(review_id, asked, messages.sentence(refusal.code.code, refusal.facts)), 422
    flash(_("Left out. The advice is being worked out again, and comes back to you in a minute."), "success")
    return redirect(url_for("desk.case", review_id=review_id), code=303)


@desk.post("/cases/<uuid:review_id>/without/<uuid:bill_id>/back")
@access(Access.COACH)
def bill_taken_back(review_id: uuid.UUID, bill_id: uuid.UUID) -> Response:
    """The bill counts again."""
    bills_left_out.take_back(current.session(), current.person(), review_id, bill_id, now=current.now())
    flash(_("It counts again. The advice is being worked out again, and comes back to you in a minute."), "success")
    return redirect(url_for("desk.case", review_id=review_id), code=303)


def kept_bill(found: ReviewView, one: KeptStretch, *, mine: bool) -> KeptBill:
    """A bill that is left out, as the case and this page name it."""
    language = i18n.language()
    last = date.fromordinal(one.stretch.until.toordinal() - 1)
    why = words.left_out_label(one.reason, language)
    return KeptBill(
        name=_(
            "%(fuel)s, %(first)s to %(last)s",
            fuel=charts.fuel_name(Fuel(one.stretch.commodity.value), language),
            first=short_day(one.stretch.first, language),
            last=day(last, language),
        ),
        why=_("%(why)s. “%(note)s”", why=why, note=one.note) if one.note else why,
        see_url=url_for("desk.without", review_id=found.id, bill=_key(one.stretch)),
        back_url=url_for("desk.bill_taken_back", review_id=found.id, bill_id=one.id) if mine else "",
    )


def _with_outcome(page: WithoutPage, bill: Bill, made: Reversal) -> WithoutPage:
    language = i18n.language()
    default, other = made.default, made.reversal
    return replace(
        page,
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


def _stretch(asked: str) -> Stretch | None:
    """The stretch an address or a form names; None for anything else."""
    found = ASKED.fullmatch(asked)
    try:
        return (
            Stretch(Commodity(found[1]), date.fromisoformat(found[2]), date.fromisoformat(found[3])) if found else None
        )
    except ValueError:
        return None


def _key(stretch: Stretch) -> str:
    return f"{Commodity(stretch.commodity).value}.{stretch.first.isoformat()}.{stretch.until.isoformat()}"
