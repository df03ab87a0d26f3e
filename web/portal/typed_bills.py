"""Bills and deliveries typed by hand: for homes whose utility offers no file, and for oil, propane and wood."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, homes, rates
from greener_homes.bill_check import Account, LastBill, check
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.tariffs import PricePlan, distributor_for
from models.quantities import Commodity
from utility_connectors import bills
from utility_connectors.bills import DELIVERED, UNITS, Bill, Delivery, EntryView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Choice, Field, FieldError
from web.components import Question as Asked
from web.formatting import TORONTO, day, money, number
from web.portal import brought_views
from web.portal.blueprint import portal
from web.text import gettext as _
from web.words.fact_values import spoken

TYPED = tuple(UNITS)
FIELD_OF = {bills.BAD_AMOUNT.code: "amount", bills.NOT_TYPED.code: "commodity", forms.BAD_CHOICE.code: "commodity"}
"""Which field a refused entry is mended at: its last day, where nothing else is said."""


@portal.get("/bills/typed")
@access(Access.RESIDENT)
def typed_bills() -> str:
    """What was typed, and the form for one more."""
    return _page(_asked_for())


@portal.post("/bills/typed")
@access(Access.RESIDENT)
def typed_bill_added() -> Response | tuple[str, int]:
    """The entry is kept and counts, or the page says what to mend."""
    try:
        chosen = forms.choice(request.form, "commodity", Commodity)
        if chosen is None:
            raise Refusal(forms.BAD_CHOICE)
        if misread := _misread(chosen):
            return _page(_asked_for(), *misread), 422
        bills.add(
            current.session(),
            current.vault(),
            current.home().id,
            _delivery(chosen) if chosen in DELIVERED else _bill(chosen),
            actor=current.person().actor,
            now=current.now(),
        )
    except Refusal as refusal:
        wrong = FIELD_OF.get(refusal.code.code, "ends_on")
        return _page(_asked_for(), FieldError(wrong, messages.sentence(refusal.code.code, refusal.facts))), 422
    flash(_("Kept. Type the next one, or go on."), "success")
    return redirect(url_for("portal.typed_bills", commodity=chosen.value), code=303)


@portal.post("/bills/typed/<uuid:entry_id>/remove")
@access(Access.RESIDENT)
def typed_bill_removed(entry_id: uuid.UUID) -> Response:
    """The entry no longer counts and is gone."""
    bills.remove(
        current.session(),
        current.vault(),
        current.home().id,
        entry_id,
        actor=current.person().actor,
        now=current.now(),
    )
    flash(_("Taken away. It no longer counts."), "success")
    return redirect(url_for("portal.typed_bills"), code=303)


def _misread(commodity: Commodity) -> tuple[FieldError, ...]:
    """What is wrong with each field that cannot be read by itself."""
    begins = () if commodity in DELIVERED else (("starts_on", partial(_day, "starts_on")),)
    fields: tuple[tuple[str, Callable[[], object]], ...] = (
        *begins,
        ("ends_on", partial(_day, "ends_on")),
        ("amount", _amount),
        ("cost", _cost),
    )
    found = []
    for place, read in fields:
        try:
            read()
        except Refusal as refusal:
            found.append(FieldError(place, messages.sentence(refusal.code.code, refusal.facts)))
    return tuple(found)


def _bill(commodity: Commodity) -> Bill:
    estimated = forms.agreed(request.form, "estimated")
    return Bill(commodity, _day("starts_on"), _day("ends_on"), _amount(), _cost(), estimated)


def _delivery(commodity: Commodity) -> Delivery:
    return Delivery(commodity, _day("ends_on"), _amount(), _cost(), forms.agreed(request.form, "filled"))


def _day(name: str) -> date:
    found = forms.day(request.form, name)
    if found is None:
        raise Refusal(forms.BAD_DATE)
    return found


def _amount() -> Decimal:
    text = forms.as_typed(request.form, "amount").strip()
    value = forms.number(request.form, "amount", low=0, high=float(bills.LARGEST))
    if value is None:
        raise Refusal(bills.BAD_AMOUNT, largest=int(bills.LARGEST))
    return Decimal(text)


def _cost() -> int | None:
    value = forms.number(request.form, "cost", low=0, high=bills.LARGEST_COST_CENTS / 100)
    return None if value is None else round(100 * value)


def _asked_for() -> Commodity:
    """Which commodity the form is for: what was just typed or chosen, gas otherwise."""
    told = request.form.get("commodity") or request.args.get("commodity") or ""
    return next((one for one in TYPED if one.value == told), Commodity.NATURAL_GAS)


def _live() -> LiveConsent | None:
    try:
        return consent.require(current.session(), current.home().id, Purpose.ADVICE, Source.BILLS, at=current.now())
    except Refusal:
        return None


def _page(chosen: Commodity, *errors: FieldError) -> str:
    live = _live()
    covered = [one for one in TYPED if live is not None and one in live.commodities]
    entries = bills.of_home(current.session(), live) if live is not None else ()
    if chosen not in covered and covered:
        chosen = covered[0]
    return render_template(
        "portal/typed_bills.html",
        page=brought_views.TypedBills(
            is_allowed=live is not None,
            consent_url=url_for("portal.consent_asked", purpose=Purpose.ADVICE.value, source=Source.BILLS.value),
            kinds=tuple(_kind(one, chosen=one is chosen) for one in covered),
            commodity=chosen.value,
            fields=_fields(chosen, errors) if live is not None else (),
            question=_question(chosen),
            errors=errors if live is not None else (),
            entries=_entries(entries),
        ),
    )


def _kind(commodity: Commodity, *, chosen: bool) -> brought_views.TypedKind:
    return brought_views.TypedKind(name(commodity), url_for("portal.typed_bills", commodity=commodity.value), chosen)


def _fields(commodity: Commodity, errors: Sequence[FieldError]) -> tuple[Field, ...]:
    today = current.now().astimezone(TORONTO).date().isoformat()
    is_delivery = commodity in DELIVERED
    wrong = {error.field: error.text for error in errors}

    def field(key: str, label: str, hint: str = "", kind: str = "text", suffix: str = "") -> Field:
        return Field(
            name=key,
            label=label,
            value=forms.as_typed(request.form, key) if errors else "",
            hint=hint,
            error=wrong.get(key, ""),
            kind=kind,
            maximum=today if kind == "date" else "",
            suffix=suffix,
        )

    days = (
        (field("ends_on", _("Day of the delivery"), kind="date"),)
        if is_delivery
        else (
            field("starts_on", _("First day on the bill"), kind="date"),
            field("ends_on", _("Day the next bill begins"), _("Usually the day after the last day."), kind="date"),
        )
    )
    amount = field(
        "amount",
        _("Amount delivered") if is_delivery else _("Amount used"),
        _("With a point before decimals, and no spaces."),
        suffix=unit(commodity),
    )
    cost = field("cost", _("What it cost, in dollars"), _("Leave it empty if you don’t know."), suffix="$")
    return (*days, amount, cost)


def _question(commodity: Commodity) -> Asked:
    """The one thing more to tick about an entry."""
    is_delivery = commodity in DELIVERED
    name = "filled" if is_delivery else "estimated"
    ticked = request.form.get(name)
    no = _("No, or I don’t know") if is_delivery else _("No")
    return Asked(
        name=name,
        legend=_("Was the tank or shed full afterwards?") if is_delivery else _("Does the bill say “estimated”?"),
        choices=(Choice("yes", _("Yes"), chosen=ticked == "yes"), Choice("no", no, chosen=ticked == "no")),
        hint=_("From one full tank to the next is what you used.") if is_delivery else "",
    )


def _entries(entries: Sequence[EntryView]) -> tuple[brought_views.TypedEntry, ...]:
    account = _account() if entries else None
    return tuple(_entry(entry, account) for entry in entries) if account is not None else ()


def _entry(entry: EntryView, account: Account) -> brought_views.TypedEntry:
    language = i18n.language()
    ends = day(entry.ends_on, language)
    when = (
        ends
        if entry.starts_on is None
        else _("From %(first)s to %(last)s", first=day(entry.starts_on, language), last=ends)
    )
    notes = [
        *([_("Estimated")] if entry.estimated else []),
        *([_("Tank not full")] if entry.commodity in DELIVERED and not entry.filled else []),
    ]
    return brought_views.TypedEntry(
        commodity=name(entry.commodity),
        when=when,
        amount=f"{number(float(entry.amount), language, _decimals(entry.amount))} {unit(entry.commodity)}",
        cost="" if entry.cost_cents is None else money(entry.cost_cents / 100, language),
        note=", ".join(notes),
        remove_url=url_for("portal.typed_bill_removed", entry_id=entry.id),
        differs=_differs(entry, account),
    )


def _account() -> Account:
    """The price plan and place of this home, and the prices in use."""
    facts = {one.name: one.value for one in homes.known_facts(current.session(), current.home().id)}
    plan, place = facts.get("price_plan"), facts.get("municipality")
    return Account(
        PricePlan(str(plan)) if plan else None,
        distributor_for(str(place) if place else None),
        rates.in_use(current.session()),
    )


def _differs(entry: EntryView, account: Account) -> tuple[str, ...]:
    """Where a total that was typed is not what our prices make of the same use."""
    if entry.starts_on is None or entry.cost_cents is None or entry.estimated:
        return ()
    last = LastBill(entry.commodity, entry.starts_on, entry.ends_on, float(entry.amount), entry.cost_cents / 100)
    found = check(last, account)
    language = i18n.language()
    said = () if found is None else found.findings
    return tuple(messages.sentence(each.code, spoken(each.facts, language), language) for each in said)


def _decimals(amount: Decimal) -> int:
    """As many as were typed: people compare it with the paper."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, min(3, -exponent)) if isinstance(exponent, int) else 0


def name(commodity: Commodity) -> str:
    """What people call it."""
    return {
        Commodity.ELECTRICITY: _("Electricity"),
        Commodity.NATURAL_GAS: _("Natural gas"),
        Commodity.WATER: _("Water"),
        Commodity.OIL: _("Heating oil"),
        Commodity.PROPANE: _("Propane"),
        Commodity.WOOD: _("Firewood"),
    }[commodity]


def unit(commodity: Commodity) -> str:
    """The unit as it is written beside a number."""
    return {
        Commodity.ELECTRICITY: "kWh",
        Commodity.NATURAL_GAS: "m³",
        Commodity.WATER: "m³",
        Commodity.OIL: "L",
        Commodity.PROPANE: "L",
        Commodity.WOOD: _("cords"),
    }[commodity]
