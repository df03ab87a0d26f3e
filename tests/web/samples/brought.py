"""Other ways for usage to come: suppliers, typed bills, an advisor's file; and how complete it is."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from coach.homes.data_health import Gap, MeterHealth
from greener_homes.bill_check import Account
from greener_homes.consent import Source
from greener_homes.matches import MatchHow, MatchState, MatchView
from greener_homes.tariffs import distributor_for
from models.quantities import Commodity, Flow, Unit
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import speaking
from utility_connectors.bills import EntryKind, EntryView
from web.components import Chip, Choice, Fact, Field, FieldError, Question, Tone
from web.portal import brought_views, data_health, senders, suppliers, typed_bills
from web.text import gettext as _

NAME = "Lakeside Power"
AT = datetime(2026, 11, 20, 14, 15, tzinfo=UTC)
ID = uuid.UUID(int=7)

ACCOUNT = Account(None, distributor_for("Oshawa"))


def supplier_rows() -> tuple[senders.SenderRow, ...]:
    return (
        senders.SenderRow(NAME, "/supplier", Chip(_("Linked"), Tone.OK)),
        senders.SenderRow("Rouge Valley Gas", "/supplier_new", Chip(_("Not shared"))),
        senders.SenderRow(
            "Utility of a Town with a Long Name", "/supplier", Chip(_("We are looking at it"), Tone.WARN)
        ),
    )


def supplier(*, token: str = "", wrong: str = "", matched: bool = True) -> suppliers.Supplier:
    """One that may send, with a match and one that waits; or a token; or a number that was not good."""
    found = (
        _match(Commodity.ELECTRICITY, MatchState.LIVE, MatchHow.ACCOUNT_AND_METER),
        _match(Commodity.NATURAL_GAS, MatchState.WAITING, MatchHow.TOKEN),
        _match(Commodity.WATER, MatchState.UNDONE, MatchHow.ACCOUNT_AND_METER),
    )
    measured = Question(
        "commodity",
        _("What does this meter measure?"),
        (Choice("electricity", _("Electricity")), Choice("natural_gas", _("Natural gas"))),
    )
    return suppliers.Supplier(
        NAME,
        "/supplier",
        "/consent",
        "/suppliers",
        may_send=True,
        matches=tuple(suppliers._match(one) for one in found) if matched else (),
        account=Field(
            "account", _("Account number"), hint=_("Exactly as on your bill, with every dash and zero."), error=wrong
        ),
        meter=Field("meter", _("Meter number"), hint=_("On the same bill, or on the meter itself.")),
        commodity=measured,
        token_commodity=measured,
        link_url="/supplier",
        token_url="/supplier_token",
        token=token,
        token_until="2026-12-04",
        errors=(FieldError("account", wrong),) if wrong else (),
    )


def _match(commodity: Commodity, state: MatchState, how: MatchHow) -> MatchView:
    return MatchView(ID, ID, ID, commodity, state, how, ID, AT, AT, None)


def meters() -> tuple[data_health.Meter, ...]:
    """One complete, one with gaps, one that is late."""
    since = datetime(2024, 11, 20, 5, tzinfo=UTC)
    gaps = tuple(
        Gap(since + timedelta(days=40 * i), since + timedelta(days=40 * i, hours=5 + 30 * i)) for i in range(1, 8)
    )
    return tuple(
        data_health._meter(MeterHealth(Source.UPLOAD, None, ID, *one))
        for one in (
            (Commodity.ELECTRICITY, Flow.DELIVERED, since, AT, 17_520, 3600, 0.0, 0, (), False),
            (Commodity.NATURAL_GAS, Flow.DELIVERED, since, AT, 730, 86_400, 0.04, 0, gaps, False),
            (Commodity.ELECTRICITY, Flow.RECEIVED, since, AT - timedelta(days=90), 15_000, 3600, 0.0, 0, (), True),
        )
    )


def bills(*, wrong: str = "", entries: bool = True) -> brought_views.TypedBills:
    """Oil being typed, with what was typed before."""
    typed = (
        _entry(Commodity.OIL, Unit.LITRE, "642.5", date(2026, 10, 30), cents=98_210, filled=True),
        _entry(Commodity.OIL, Unit.LITRE, "710", date(2026, 2, 3)),
        _entry(Commodity.ELECTRICITY, Unit.KWH, "611", date(2026, 10, 5), begins=date(2026, 9, 4), cents=11_420),
    )
    return brought_views.TypedBills(
        is_allowed=True,
        consent_url="/consent",
        kinds=tuple(typed_bills._kind(one, chosen=one is Commodity.OIL) for one in typed_bills.TYPED),
        commodity="oil",
        fields=(
            Field("ends_on", _("Day of the delivery"), kind="date"),
            Field(
                "amount",
                _("Amount delivered"),
                "6 42" if wrong else "",
                _("With a point before decimals, and no spaces."),
                wrong,
                suffix="L",
            ),
            Field("cost", _("What it cost, in dollars"), hint=_("Leave it empty if you don’t know."), suffix="$"),
        ),
        question=typed_bills._question(Commodity.OIL),
        errors=(FieldError("amount", wrong),) if wrong else (),
        entries=tuple(typed_bills._entry(one, ACCOUNT) for one in typed) if entries else (),
    )


def _entry(
    commodity: Commodity,
    unit: Unit,
    amount: str,
    ends: date,
    *,
    begins: date | None = None,
    cents: int | None = None,
    filled: bool = False,
) -> EntryView:
    kind = EntryKind.BILL if begins else EntryKind.DELIVERY
    return EntryView(ID, kind, commodity, unit, begins, ends, Decimal(amount), cents, begins is not None, filled)


def no_bills() -> brought_views.TypedBills:
    """Where nothing may be typed yet."""
    return brought_views.TypedBills(False, "/consent", (), "oil", (), typed_bills._question(Commodity.OIL), (), ())


def energuide(language: str) -> brought_views.EnerGuide:
    w = speaking(language)
    return brought_views.EnerGuide(
        facts=(
            Fact(_("EnerGuide rating"), "112 GJ"),
            Fact(w("Attic insulation", "Isolant du grenier"), "R-20"),
            Fact(
                w("Air leakage", "Fuites d’air"),
                w("6.8 air changes an hour at 50 Pa", "6,8 renouvellements d’air à l’heure à 50 Pa"),
            ),
            Fact(_("Evaluated on"), w("9 June 2025", "9 juin 2025")),
        )
    )


def wrong_number(language: str) -> str:
    return speaking(language)("Type the number as it is on the bill.", "Tapez le numéro tel qu’il est sur la facture.")


PAGES = {
    "suppliers": Page(RESIDENT, "portal/senders.html", lambda lang: {"senders": senders.suppliers(supplier_rows())}),
    "suppliers_none": Page(RESIDENT, "portal/senders.html", lambda lang: {"senders": senders.suppliers(())}),
    "supplier": Page(RESIDENT, "portal/supplier.html", lambda lang: {"supplier": supplier()}),
    "supplier_new": Page(
        RESIDENT,
        "portal/supplier.html",
        lambda lang: {"supplier": suppliers.Supplier(NAME, "/supplier", "/consent", "/suppliers", may_send=False)},
    ),
    "supplier_wrong": Page(
        RESIDENT,
        "portal/supplier.html",
        lambda lang: {"supplier": supplier(wrong=wrong_number(lang), matched=False)},
    ),
    "supplier_token": Page(
        RESIDENT,
        "portal/supplier.html",
        lambda lang: {"supplier": supplier(token="K7QF-2MXD-9RTA-V4HC", matched=False)},
    ),
    "health": Page(RESIDENT, "portal/data_health.html", lambda lang: {"meters": meters()}),
    "health_none": Page(RESIDENT, "portal/data_health.html", lambda lang: {"meters": ()}),
    "bills": Page(RESIDENT, "portal/typed_bills.html", lambda lang: {"page": bills()}),
    "bills_first": Page(RESIDENT, "portal/typed_bills.html", lambda lang: {"page": bills(entries=False)}),
    "bills_wrong": Page(RESIDENT, "portal/typed_bills.html", lambda lang: {"page": bills(wrong=wrong_number(lang))}),
    "bills_none": Page(RESIDENT, "portal/typed_bills.html", lambda lang: {"page": no_bills()}),
    "energuide": Page(RESIDENT, "portal/energuide.html", lambda lang: {"page": energuide(lang)}),
    "energuide_none": Page(RESIDENT, "portal/energuide.html", lambda lang: {"page": brought_views.EnerGuide()}),
    "energuide_wrong": Page(
        RESIDENT,
        "portal/energuide.html",
        lambda lang: {"page": brought_views.EnerGuide(error=_("Choose a file first. Nothing was sent."))},
    ),
}
"""The pages of every other way in."""
