"""Writing down a contractor's quote: a form of what matters about this work, read strictly in both notations."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coach.projects import amounts, projects, quotes
from coach.projects import codes_quotes as codes
from coach.projects.projects import ProjectView
from coach.projects.quotes import AreaUnit, Line, Pressure, Quote, SizeUnit, Tax
from coach.projects.scope_rules import scope_of
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL
from web import current, forms, i18n, messages
from web import project_shown as shown
from web.access import Access, access
from web.components import Choice, Field, FieldError, Question
from web.portal.blueprint import portal
from web.text import gettext as _
from web.words import projects as words

LARGEST_R, LARGEST_AREA, LARGEST_SIZE = 120, 20_000, 400_000
FIELD_OF = {
    codes.CONTRACTOR_NEEDED.code: "contractor",
    codes.TOTAL_NEEDED.code: "total",
    codes.TAX_NEEDED.code: "tax",
    codes.DAYS_WRONG.code: "valid_until",
    codes.MODEL_LONG.code: "model-0",
}


@dataclass(frozen=True, slots=True)
class LineForm:
    """What is asked of one measure: fields, and the units some of them are in."""

    title: str
    fields: tuple[Field, ...]
    area_units: tuple[Choice, ...]
    size_units: tuple[Choice, ...]
    place: int


@dataclass(frozen=True, slots=True)
class QuoteForm:
    """The form, empty or as it was sent."""

    title: str
    action: str
    back_url: str
    contractor: Field
    given_on: Field
    valid_until: Field
    total: Field
    tax: Question
    rebate: Field
    lines: tuple[LineForm, ...]
    pressure: Question
    errors: tuple[FieldError, ...] = ()


@portal.get("/projects/<uuid:project_id>/quote")
@access(Access.RESIDENT)
def project_quote(project_id: uuid.UUID) -> str:
    """The form for one more quote. Another household's project is not found."""
    return render_template("portal/project_quote.html", form=_form(_project(project_id), MultiDict(), ()))


@portal.post("/projects/<uuid:project_id>/quote")
@access(Access.RESIDENT)
def project_quote_kept(project_id: uuid.UUID) -> Response | tuple[str, int]:
    """The quote stands beside the others; or the form comes back with what to mend."""
    project = _project(project_id)
    errors = misread(request.form, project.measures)
    if not errors:
        try:
            quotes.add(
                current.session(),
                current.vault(),
                project.home_id,
                project_id,
                quote_in(request.form, project.measures),
                actor=current.person().actor,
                now=current.now(),
            )
        except Refusal as refusal:
            if refusal.code.code not in FIELD_OF:
                raise
            sentence = messages.sentence(refusal.code.code, refusal.facts)
            errors = (FieldError(FIELD_OF[refusal.code.code], sentence),)
    if errors:
        return render_template("portal/project_quote.html", form=_form(project, request.form, errors)), 422
    flash(_("Kept. It stands beside the others."), "success")
    return redirect(url_for("portal.project", project_id=project_id, _anchor="quotes"), code=303)


@portal.post("/projects/<uuid:project_id>/quotes/<uuid:quote_id>/choose")
@access(Access.RESIDENT)
def project_quote_chosen(project_id: uuid.UUID, quote_id: uuid.UUID) -> Response:
    """This is the quote the household takes."""
    home, actor = current.home().id, current.person().actor
    quotes.choose(current.session(), home, project_id, quote_id, actor=actor, now=current.now())
    flash(_("Marked as the one you take. Say below when it is booked."), "success")
    return redirect(url_for("portal.project", project_id=project_id), code=303)


@portal.post("/projects/<uuid:project_id>/quotes/<uuid:quote_id>/remove")
@access(Access.RESIDENT)
def project_quote_removed(project_id: uuid.UUID, quote_id: uuid.UUID) -> Response:
    """The quote is gone."""
    home, actor = current.home().id, current.person().actor
    quotes.remove(current.session(), home, project_id, quote_id, actor=actor, now=current.now())
    flash(_("Taken away."), "success")
    return redirect(url_for("portal.project", project_id=project_id, _anchor="quotes"), code=303)


def quote_in(form: forms.Form, measures: tuple[str, ...]) -> Quote:
    """The quote a form holds. Raises Refusal for what cannot be read."""
    today = current.now().astimezone(LOCAL).date()
    return Quote(
        contractor=forms.text(form, "contractor", maximum=quotes.CONTRACTOR_MAXIMUM),
        given_on=forms.day(form, "given_on") or today,
        valid_until=forms.day(form, "valid_until"),
        total_cents=amounts.cents(form.get("total", ""), high=quotes.TOTAL_MAXIMUM),
        tax=forms.choice(form, "tax", Tax),
        rebate_cents=amounts.cents(form.get("rebate", ""), high=quotes.TOTAL_MAXIMUM) or 0,
        lines=tuple(_line(form, measure, place) for place, measure in enumerate(measures)),
        pressure=frozenset(each for each in Pressure if each.value in form.getlist("pressure")),
    )


def misread(form: forms.Form, measures: tuple[str, ...]) -> tuple[FieldError, ...]:
    """What is wrong with each field that cannot be read by itself."""
    reads: list[tuple[str, Callable[[], object]]] = [
        ("contractor", partial(forms.text, form, "contractor", maximum=quotes.CONTRACTOR_MAXIMUM)),
        ("given_on", partial(forms.day, form, "given_on")),
        ("valid_until", partial(forms.day, form, "valid_until")),
        ("total", partial(amounts.cents, form.get("total", ""), high=quotes.TOTAL_MAXIMUM)),
        ("tax", partial(forms.choice, form, "tax", Tax)),
        ("rebate", partial(amounts.cents, form.get("rebate", ""), high=quotes.TOTAL_MAXIMUM)),
    ]
    for place, _measure in enumerate(measures):
        for name, high in (("r", LARGEST_R), ("area", LARGEST_AREA), ("size", LARGEST_SIZE)):
            field = f"{name}-{place}"
            reads.append((field, partial(amounts.number, form.get(field, ""), low=0, high=high)))
        field = f"model-{place}"
        reads.append((field, partial(forms.text, form, field, maximum=quotes.MODEL_MAXIMUM)))
    found = []
    for field, read in reads:
        try:
            read()
        except Refusal as refusal:
            found.append(FieldError(field, messages.sentence(refusal.code.code, refusal.facts)))
    return tuple(found)


def _line(form: forms.Form, measure: str, place: int) -> Line:
    return Line(
        measure,
        _float(amounts.number(form.get(f"r-{place}", ""), low=0, high=LARGEST_R)),
        _float(amounts.number(form.get(f"area-{place}", ""), low=0, high=LARGEST_AREA)),
        forms.choice(form, f"area_unit-{place}", AreaUnit) or AreaUnit.SQUARE_FEET,
        _float(amounts.number(form.get(f"size-{place}", ""), low=0, high=LARGEST_SIZE)),
        forms.choice(form, f"size_unit-{place}", SizeUnit) or SizeUnit.BTU_H,
        forms.text(form, f"model-{place}", maximum=quotes.MODEL_MAXIMUM),
    )


def _float(value: Decimal | None) -> float | None:
    return None if not value else float(value)


def _project(project_id: uuid.UUID) -> ProjectView:
    return projects.get(current.session(), current.home().id, project_id)


def _form(project: ProjectView, given: forms.Form, errors: tuple[FieldError, ...]) -> QuoteForm:
    language = i18n.language()
    back = url_for("portal.project", project_id=project.id)
    action = url_for("portal.project_quote_kept", project_id=project.id)
    today = current.now().astimezone(LOCAL).date()
    return quote_form(project.measures, given, errors, (action, back), today, language)


def quote_form(
    measures: tuple[str, ...],
    given: forms.Form,
    errors: tuple[FieldError, ...],
    addresses: tuple[str, str],
    today: date,
    language: str,
) -> QuoteForm:
    """The form for a quote of these measures; `addresses` are where it is sent and where it leads back to."""
    wrong = {error.field: error.text for error in errors}

    def field(name: str, label: str, hint: str = "", kind: str = "text", value: str = "", **other: str) -> Field:
        typed = forms.as_typed(given, name) if given else value
        return Field(name, label, typed, hint, wrong.get(name, ""), kind, **other)

    tax, pressed = given.get("tax", ""), given.getlist("pressure")
    return QuoteForm(
        title=shown.title(measures, language, {}),
        action=addresses[0],
        back_url=addresses[1],
        contractor=field("contractor", _("Who gave it?"), _("Sealed with your own key.")),
        given_on=field("given_on", _("Given on"), kind="date", value=today.isoformat(), maximum=today.isoformat()),
        valid_until=field("valid_until", _("Valid until"), _("If it says so."), "date"),
        total=field("total", _("Total"), _("Such as 12,500 or 12 500,00."), suffix="$"),
        tax=Question(
            "tax",
            _("Is HST in this total?"),
            (
                Choice(Tax.WITH.value, _("With HST"), chosen=tax == "with"),
                Choice(Tax.WITHOUT.value, _("Without HST"), chosen=tax == "without"),
            ),
            error=wrong.get("tax", ""),
        ),
        rebate=field("rebate", _("Rebate it takes off"), _("If the contractor counts on one."), suffix="$"),
        lines=tuple(_line_form(each, place, given, field, language) for place, each in enumerate(measures)),
        pressure=Question(
            "pressure",
            _("Was any of this so?"),
            tuple(
                Choice(each.value, words.PRESSURE[each.value](language), chosen=each.value in pressed)
                for each in Pressure
            ),
            many=True,
        ),
        errors=errors,
    )


def _line_form(measure: str, place: int, given: forms.Form, field: Callable[..., Field], language: str) -> LineForm:
    says = {each.value for each in scope_of(measure).says}
    fields = []
    if "r_value" in says:
        fields.append(field(f"r-{place}", _("R-value it reaches"), _("Leave out what it does not say.")))
    if "area" in says:
        fields.append(field(f"area-{place}", _("Area")))
    if "size" in says:
        fields.append(field(f"size-{place}", _("Size of the equipment")))
    if "model" in says:
        fields.append(field(f"model-{place}", _("Make and model")))
    area, size = given.get(f"area_unit-{place}", "ft2"), given.get(f"size_unit-{place}", "btu_h")
    return LineForm(
        shown.title((measure,), language, {}),
        tuple(fields),
        (Choice("ft2", _("sq ft"), chosen=area == "ft2"), Choice("m2", "m²", chosen=area == "m2"))
        if "area" in says
        else (),
        (
            Choice("btu_h", "BTU/h", chosen=size == "btu_h"),
            Choice("kw", "kW", chosen=size == "kw"),
            Choice("tons", _("tons"), chosen=size == "tons"),
            Choice("litres", "L", chosen=size == "litres"),
        )
        if "size" in says
        else (),
        place,
    )
