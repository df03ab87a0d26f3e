"""What programs paid, beside what the plan counted: the same page for the household and for its coach."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from coach.projects import codes_payments as codes
from coach.projects import payments, predictions, rebate_steps
from coach.projects.payments import Against, Payment, PaymentView, Reconciled
from coach.projects.projects import ProjectView
from greener_homes.errors import Refusal
from greener_homes.people import Audience
from web import current, forms, i18n, messages
from web import project_shown as shown
from web.components import Choice, Field, FieldError, Notice, Tone
from web.formatting import TORONTO, day, money
from web.project_shown import Said
from web.text import gettext as _

Answer = Response | tuple[str, int]
MOST_CAD = 100_000.0
FIELD_OF = {
    codes.UNKNOWN.code: "what",
    codes.AMOUNT.code: "amount",
    codes.DAY.code: "paid_on",
    codes.TOO_MANY.code: "what",
    forms.BAD_NUMBER.code: "amount",
    forms.BAD_DATE.code: "paid_on",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One offer: what the plan counted, what came, and why they differ."""

    name: str
    programme: str
    planned: str
    paid: str
    because: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """One payment, and where it is taken away if it was a mistake."""

    what: str
    who: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Payments:
    """The page."""

    title: str
    finding: str
    back_url: str
    warning: Notice | None
    lines: tuple[LineShown, ...]
    came: tuple[Came, ...]
    url: str
    choices: tuple[Choice, ...]
    choice_error: str
    amount: Field
    paid_on: Field
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the page leads: back, where a payment is sent, and where one is taken away."""

    back: str
    send: str
    remove: Callable[[uuid.UUID], str]


def shown_for(project: ProjectView, urls: Urls, layout: str, nav_entry: str, refusal: Refusal | None = None) -> str:
    """The page in its audience's layout, below `nav_entry` of its menu; with what was typed where it is refused."""
    name = shown.title(project.measures, i18n.language(), {})
    return render_template(
        "components/payments_page.html",
        page=page_of(project, urls, refusal),
        project_title=name,
        layout=layout,
        nav_entry=nav_entry,
    )


def recorded(home_id: uuid.UUID | None, project_id: uuid.UUID, url: str, again: Callable[[Refusal], str]) -> Answer:
    """What the form says stands with the project, and the browser goes to `url`; or `again` says what to mend.

    `home_id` is the resident's own, None for a coach. Raises NotFound and Refusal as `payments.record`.
    """
    try:
        payments.record(
            current.session(),
            home_id,
            project_id,
            _asked(request.form),
            actor=current.person().actor,
            now=current.now(),
        )
    except Refusal as refusal:
        if refusal.code.code not in FIELD_OF:
            raise
        return again(refusal), 422
    flash(_("Noted."), "success")
    return redirect(url, code=303)


def removed(home_id: uuid.UUID | None, project_id: uuid.UUID, payment_id: uuid.UUID, url: str) -> Response:
    """The payment was a mistake and is gone; the browser goes to `url`."""
    payments.remove(current.session(), home_id, project_id, payment_id, actor=current.person().actor, now=current.now())
    flash(_("Taken away."), "success")
    return redirect(url, code=303)


def _asked(form: forms.Form) -> Payment:
    offer, _slash, measure = form.get("what", "").partition("/")
    amount, on = forms.number(form, "amount", low=0, high=MOST_CAD), forms.day(form, "paid_on")
    if on is None:
        raise Refusal(codes.DAY)
    return Payment(offer[:60], measure[:60], round(100 * (amount or 0)), on)


def page_of(project: ProjectView, urls: Urls, refusal: Refusal | None = None) -> Payments:
    """The page of a project that this request may see, as it stands today; with what was typed where it is refused."""
    session, language = current.session(), i18n.language()
    today = current.now().astimezone(TORONTO).date()
    return page(
        payments.reconciliation(session, project, predictions.of_project(session, project.id), today),
        payments.of_project(session, project.id),
        [
            (offer.id, measure, _("%(name)s: %(value)s", name=offer.programme.name, value=offer.name(language)))
            for offer, measure in payments.offers_for(project, rebate_steps.programmes(session, today))
        ],
        urls,
        language,
        refusal,
        request.form,
    )


def page(
    found: Reconciled,
    came: Sequence[PaymentView],
    offers: Sequence[tuple[str, str, str]],
    urls: Urls,
    language: str,
    refusal: Refusal | None = None,
    form: forms.Form | None = None,
) -> Payments:
    """What the page shows. `offers`: what can have paid, as id, measure and name."""
    given = form or forms.Form()
    field = FIELD_OF.get(refusal.code.code, "what") if refusal else ""
    said = messages.sentence(refusal.code.code, refusal.facts) if refusal else ""
    names = {(offer, measure): name for offer, measure, name in offers}
    return Payments(
        title=_("What the programs paid"),
        finding=_finding(found, language),
        back_url=urls.back,
        warning=Notice(
            Tone.WARN,
            _("Two programs may have paid for the same"),
            tuple(shown.sentence(each, language).text for each in found.twice),
        )
        if found.twice
        else None,
        lines=tuple(_line(each, language) for each in found.lines),
        came=tuple(_came(each, names, urls, language) for each in came),
        url=urls.send,
        choices=(
            Choice("", _("Choose first")),
            *(
                Choice(f"{offer}/{measure}", name, chosen=given.get("what") == f"{offer}/{measure}")
                for offer, measure, name in offers
            ),
        ),
        choice_error=said if field == "what" else "",
        amount=Field(
            "amount",
            _("How much"),
            forms.as_typed(given, "amount"),
            error=said if field == "amount" else "",
            suffix="$",
        ),
        paid_on=Field(
            "paid_on",
            _("When it came"),
            forms.as_typed(given, "paid_on"),
            error=said if field == "paid_on" else "",
            kind="date",
        ),
        errors=(FieldError(field, said),) if refusal else (),
    )


def _finding(found: Reconciled, language: str) -> str:
    planned, paid = (money(each / 100, language) for each in (found.planned_cents, found.paid_cents))
    if not found.planned_cents:
        return _("%(paid)s has come; the plan counted on nothing.", paid=paid)
    return _("%(paid)s of about %(planned)s has come.", paid=paid, planned=planned)


def _line(one: Against, language: str) -> LineShown:
    return LineShown(
        one.offer.name(language),
        f"{one.offer.programme.name} · {shown.title((one.measure,), language, {})}",
        money(one.planned_cents / 100, language),
        money(one.paid_cents / 100, language),
        tuple(shown.sentence(each, language) for each in one.because),
    )


def _came(one: PaymentView, names: dict[tuple[str, str], str], urls: Urls, language: str) -> Came:
    payment = one.payment
    what = names.get((payment.offer, payment.measure), payment.offer)
    amount, on = money(payment.cents / 100, language), day(payment.paid_on, language)
    who = _("Written down by a coach") if one.by == Audience.COACH.value else _("Written down by the household")
    return Came(_("%(amount)s on %(day)s, %(what)s", amount=amount, day=on, what=what), who, urls.remove(one.id))
