"""Where the home is: asked for one thing only, to notice a home that is registered twice, and kept as a fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import home_marks, jobs
from greener_homes.civic_addresses import LINE_MAXIMUM, NOT_A_POSTAL_CODE, UNIT_MAXIMUM, Written
from greener_homes.errors import Refusal
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Field, FieldError
from web.formatting import TORONTO, day
from web.portal.blueprint import portal
from web.text import gettext as _

POSTAL_MAXIMUM = 10


@dataclass(frozen=True, slots=True)
class AddressPage:
    """The form, and since when an address is known; `forget_url` is empty while none is."""

    fields: tuple[Field, ...]
    send_url: str
    known: str = ""
    forget_url: str = ""
    errors: tuple[FieldError, ...] = ()


@portal.get("/sharing/address")
@access(Access.RESIDENT)
def address() -> str:
    """What the address is for, and the form."""
    return render_template("portal/address.html", page=_page())


@portal.post("/sharing/address")
@access(Access.RESIDENT)
def address_said() -> Response | tuple[str, int]:
    """The home is compared by this address from now on; or the page says what to mend."""
    session, home, person, now = current.session(), current.home(), current.person(), current.now()
    try:
        written = Written(
            forms.text(request.form, "line", maximum=LINE_MAXIMUM),
            forms.text(request.form, "unit", maximum=UNIT_MAXIMUM),
            forms.text(request.form, "postal", maximum=POSTAL_MAXIMUM),
        )
        home_marks.state_address(session, current.vault(), person.id, home.id, written, now=now)
    except Refusal as refusal:
        field = "postal" if refusal.code is NOT_A_POSTAL_CODE else "line"
        error = FieldError(field, messages.sentence(refusal.code.code, refusal.facts))
        return render_template("portal/address.html", page=_page(error)), 422
    jobs.enqueue(session, "home.compare", home.id, now=now)
    flash(_("Kept as a fingerprint. The address itself is not kept."), "success")
    return redirect(url_for("portal.address"), code=303)


@portal.post("/sharing/address/forget")
@access(Access.RESIDENT)
def address_forgotten() -> Response:
    """The fingerprint is gone."""
    home_marks.forget_address(current.session(), current.person().id, current.home().id)
    flash(_("The fingerprint is deleted."), "success")
    return redirect(url_for("portal.address"), code=303)


def _page(error: FieldError | None = None) -> AddressPage:
    said_at = home_marks.address_said_at(current.session(), current.person().id, current.home().id)
    return address_page(day(said_at.astimezone(TORONTO).date(), i18n.language()) if said_at else "", error)


def address_page(known: str, error: FieldError | None = None) -> AddressPage:
    """The page, with what was typed where something is to mend."""
    wrong = {error.field: error.text} if error else {}

    def field(name: str, label: str, autocomplete: str, hint: str = "") -> Field:
        typed = forms.as_typed(request.form, name) if error else ""
        return Field(name, label, typed, hint, wrong.get(name, ""), autocomplete=autocomplete)

    return AddressPage(
        fields=(
            field("line", _("Number and street"), "address-line1"),
            field("unit", _("Unit, if there is one"), "address-line2"),
            field("postal", _("Postal code"), "postal-code"),
        ),
        send_url=url_for("portal.address_said"),
        known=known,
        forget_url=url_for("portal.address_forgotten") if known else "",
        errors=(error,) if error else (),
    )
