"""Programme staff's decisions: customers claimed twice, published prices, and residents who ask in person."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from greener_homes import staff_requests
from greener_homes.match_decisions import Claim
from greener_homes.matches import MatchHow, MatchReason, MatchState, MatchView
from greener_homes.price_freshness import Freshness
from greener_homes.rates import Line, RateFamily, SheetState, SheetView
from greener_homes.staff_requests import RequestGrounds, RequestKind, RequestView
from models.quantities import Commodity
from tests.web.samples.pages import PROGRAMME, Page
from web import messages
from web.components import Chip, FieldError, Tone
from web.programme import match_words, matches, prices, requests
from web.text import gettext as _

NOW = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
ME, COLLEAGUE = uuid.UUID(int=1), uuid.UUID(int=2)
SUPPLIER = "Lakeside Power"


def match(state: MatchState = MatchState.HELD, **other: object) -> MatchView:
    known = MatchView(
        uuid.UUID(int=7),
        uuid.UUID(int=8),
        uuid.UUID(int=9),
        Commodity.ELECTRICITY,
        state,
        MatchHow.ACCOUNT_AND_METER,
        None,
        NOW - timedelta(days=3),
        NOW,
        None,
    )
    return replace(known, **other)  # type: ignore[arg-type]


def claims(*, rows: bool = True) -> matches.Claims:
    """One in the way of another, one free; one decision of each kind."""
    if not rows:
        return matches.Claims((), ())
    waiting = tuple(
        matches.ClaimRow(SUPPLIER, what, NOW - timedelta(days=3), ends, state, "/match")
        for what, ends, state in (
            (_("Electricity"), "977 · 355", Chip(_("Another home has them"), Tone.WARN)),
            (_("Natural gas"), _("not kept"), Chip(_("Nothing in its way"), Tone.INFO)),
        )
    )
    decided = tuple(
        matches.DecidedRow(SUPPLIER, _("Electricity"), match_words.state(state), match_words.reason(why), NOW, again)
        for state, why, again in (
            (MatchState.LIVE, MatchReason.SUPPLIER_SAYS_THIS, "/matches"),
            (MatchState.REFUSED, MatchReason.NOT_SHOWN, "/matches"),
            (MatchState.UNDONE, MatchReason.OTHER_LEFT, ""),
        )
    )
    return matches.Claims(waiting, decided)


def claim(*, standing: bool = True, error: bool = False) -> matches.ClaimPage:
    other = match(MatchState.LIVE, how=MatchHow.TOKEN) if standing else None
    wrong = (FieldError("refuse-reason", _("Choose one of the answers shown.")),) if error else ()
    return matches.claim_page(Claim(match(), "977", "355", other), SUPPLIER, errors=wrong)


def sheets() -> tuple[SheetView, ...]:
    day = date(2026, 11, 1)
    power = (RateFamily.ELECTRICITY, RateFamily.DELIVERY)
    found = (
        (SheetState.PROPOSED, 15, power),
        (SheetState.APPROVED, 1, (RateFamily.GAS,)),
        (SheetState.DECLINED, 15, power),
    )
    return tuple(
        SheetView(uuid.UUID(int=place), "3" * 64, day, state, NOW, None if place == 0 else NOW, rows, families)
        for place, (state, rows, families) in enumerate(found)
    )


def price_list(*, rows: bool = True, error: bool = False) -> prices.Prices:
    old = (
        Freshness("electricity", "tou", date(2025, 11, 1), date(2026, 10, 31), 21, stands_in=False),
        Freshness("delivery", "oshawa-power", date(2024, 11, 1), date(2026, 10, 31), 0, stands_in=True),
    )
    aged = prices.age(old if rows else (), (), {"oshawa-power": "Oshawa Power"})
    wrong = (FieldError("file", _("Choose a file first. Nothing was sent.")),) if error else ()
    return prices.list_page(sheets() if rows else (), aged, wrong)


def sheet(state: SheetState = SheetState.PROPOSED, *, same: bool = False) -> prices.Sheet:
    lines = (
        Line(RateFamily.ELECTRICITY, "tou/off_peak", "", "cents_per_kwh", 9.8, 9.8 if same else 10.0),
        Line(RateFamily.ELECTRICITY, "tou/off_peak", "", "oer_percent", 23.5, 23.5),
        Line(RateFamily.DELIVERY, "oshawa-power", "Oshawa Power", "fixed_cad_per_month", 32.0, 32.0 if same else 31.75),
        Line(RateFamily.DELIVERY, "oshawa-power", "Oshawa Power", "loss_factor", 1.0487, 1.0487),
        Line(RateFamily.GAS, "egd", "", "supply_adjustment", -0.0125 if same else None, -0.0125),
    )
    found = next(one for one in sheets() if one.state is state)
    return prices.sheet_page(found, lines)


def request(kind: RequestKind, by: uuid.UUID = ME) -> RequestView:
    return RequestView(uuid.UUID(int=5), kind, RequestGrounds.IN_PERSON, by, NOW - timedelta(hours=2), None)


def asked(*, rows: bool = True, error: bool = False) -> requests.Requests:
    waiting = (request(RequestKind.ERASURE), request(RequestKind.EXPORT, COLLEAGUE)) if rows else ()
    said = messages.sentence(staff_requests.UNKNOWN.code)
    given = {"email": "resident@example.org", "kind": "export", "grounds": "in_person"} if error else {}
    return requests.list_page(waiting, ME, (FieldError("email", said),) if error else (), given)


def request_page(kind: RequestKind, by: uuid.UUID = ME, *, error: bool = False) -> requests.RequestPage:
    wrong = (FieldError("word", _("Type the word %(word)s.", word="DELETE")),) if error else ()
    return requests.request_page(request(kind, by), ME, wrong)


PAGES = {
    "matches": Page(PROGRAMME, "programme/matches.html", lambda lang: {"claims": claims()}),
    "matches_none": Page(PROGRAMME, "programme/matches.html", lambda lang: {"claims": claims(rows=False)}),
    "match": Page(PROGRAMME, "programme/match.html", lambda lang: {"claim": claim()}),
    "match_free": Page(PROGRAMME, "programme/match.html", lambda lang: {"claim": claim(standing=False)}),
    "match_wrong": Page(PROGRAMME, "programme/match.html", lambda lang: {"claim": claim(error=True)}),
    "prices": Page(PROGRAMME, "programme/prices.html", lambda lang: {"prices": price_list()}),
    "prices_none": Page(PROGRAMME, "programme/prices.html", lambda lang: {"prices": price_list(rows=False)}),
    "prices_wrong": Page(PROGRAMME, "programme/prices.html", lambda lang: {"prices": price_list(error=True)}),
    "price_sheet": Page(PROGRAMME, "programme/price_sheet.html", lambda lang: {"sheet": sheet()}),
    "price_sheet_used": Page(
        PROGRAMME, "programme/price_sheet.html", lambda lang: {"sheet": sheet(SheetState.APPROVED, same=True)}
    ),
    "requests": Page(PROGRAMME, "programme/requests.html", lambda lang: {"requests": asked()}),
    "requests_none": Page(PROGRAMME, "programme/requests.html", lambda lang: {"requests": asked(rows=False)}),
    "requests_wrong": Page(PROGRAMME, "programme/requests.html", lambda lang: {"requests": asked(error=True)}),
    "request_copy": Page(
        PROGRAMME, "programme/request.html", lambda lang: {"request_page": request_page(RequestKind.EXPORT)}
    ),
    "request_erasure": Page(
        PROGRAMME,
        "programme/request.html",
        lambda lang: {"request_page": request_page(RequestKind.ERASURE, COLLEAGUE)},
    ),
    "request_erasure_wrong": Page(
        PROGRAMME,
        "programme/request.html",
        lambda lang: {"request_page": request_page(RequestKind.ERASURE, COLLEAGUE, error=True)},
    ),
    "request_second_person": Page(
        PROGRAMME, "programme/request.html", lambda lang: {"request_page": request_page(RequestKind.ERASURE)}
    ),
    "request_done": Page(
        PROGRAMME,
        "programme/request_done.html",
        lambda lang: {"receipt": "https://homes.example.org/gone/3nJmVf0s2Yw1Qx8Zb7LkPA", "all_url": "/requests"},
    ),
}
"""The pages of staff's decisions."""
