"""Offers of money as their lender, programme staff and residents see them: full, empty, waiting and wrong."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from coach import financing
from coach.advising.offered import choice
from coach.financing import WayToPay
from greener_homes.finance_offers import OfferState, OfferView, ReceivedVia
from greener_homes.finance_offers_decided import ToDecide
from models.house.facts import HomeFacts
from tests.finance_scenes import terms
from tests.web.samples.pages import LENDER, PROGRAMME, UTILITY, Page
from utility_connectors.partner_files import PartnerFileContent, PartnerFileState, PartnerFileView
from utility_connectors.partner_rejects import Report, ReportRow
from web import messages
from web.partners import lending, offers, offers_files
from web.programme import offers as staff

AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
LENDER_NAME = "Example Credit Union (demonstration)"


def offer(number: int, state: OfferState = OfferState.APPROVED, *, gone: bool = False, **changed: str) -> OfferView:
    """A version of a made-up offer."""
    return OfferView(
        id=uuid.UUID(int=0x0FF0 + number),
        organisation_id=uuid.UUID(int=7),
        lender=LENDER_NAME,
        version=number,
        terms=terms(**changed),
        stated_at=AT - timedelta(days=30 - number),
        received_via=ReceivedVia.FILE if number % 2 else ReceivedVia.API,
        received_at=AT - timedelta(days=30 - number),
        state=state,
        decided_at=None,
        withdrawn_at=AT if gone else None,
    )


LOAN = offer(2)
TAX = offer(
    3,
    OfferState.WAITING,
    key="tax-bill",
    kind="local_improvement_charge",
    name_en="Example tax-bill financing",
    name_fr="Exemple de financement par l’impôt foncier",
    security="property_tax_bill",
    on_moving="stays_with_home",
    payments="yearly",
    compounding="yearly",
    term_max_months="180",
    admin_fee_percent="2",
    fees_paid="added",
    rate_low_percent="4.25",
    municipalities="Oshawa;Whitby",
    early_repayment="months_of_interest",
    early_amount="3",
)
GONE = offer(4, gone=True, key="spring-loan", rate_kind="variable", rate_high_percent="9.99")
ALL = (LOAN, TAX, GONE)


def ways(at_once_cad: Mapping[str, float], facts: HomeFacts) -> tuple[WayToPay, ...]:
    """The two first offers beside a plan."""
    held = []
    for each in (LOAN, TAX):
        fits = choice(financing.offered(each), at_once_cad, facts)
        if fits is not None:
            held.append(WayToPay(each, fits))
    return tuple(sorted(held, key=lambda each: each.choice.credit.true_percent))


def file(state: PartnerFileState) -> PartnerFileView:
    """A file of offers in one of its states."""
    counted = state in (PartnerFileState.CHECKED, PartnerFileState.STORED)
    counts = {"rows": 6, "kept": 4, "refused": 2, "new": 1, "changed": 1, "same": 1, "late": 1}
    found = {"code": "offer_file.new", "severity": "note", "facts": {"key": "home-loan"}}
    return PartnerFileView(
        id=uuid.UUID(int=0xF11E),
        state=state,
        format="offers-csv" if counted else None,
        sha256="3f9a0c12b7de" * 5 + "77aa",
        size_bytes=4_210,
        counts=counts if counted else {},
        findings=(found,) if counted else (),
        code="offer_file.header" if state is PartnerFileState.REJECTED else None,
        facts={"count": 2} if state is PartnerFileState.REJECTED else {},
        progress=None,
        received_at=AT,
        finished_at=AT if state is PartnerFileState.STORED else None,
        supersedes=None,
        content=PartnerFileContent.OFFERS,
    )


def _file(state: PartnerFileState) -> Page:
    rows = (
        ReportRow(4, "rate_low_percent", "offer.number", "6,5"),
        ReportRow(7, None, "offer.whole_payments", None),
    )
    report = Report({each.code: 1 for each in rows}, rows) if state is not PartnerFileState.REJECTED else Report({}, ())
    return Page(LENDER, "partners/file.html", lambda lang: {"file": offers_files.file_page(file(state), report)})


def _dearer() -> ToDecide:
    before = offer(1, rate_low_percent="5.99", admin_fee_cad="0")
    return ToDecide(offer(2, OfferState.WAITING, admin_fee_cad=str(Decimal("75.00"))), before)


PAGES = {
    "lending": Page(
        LENDER, "partners/lending.html", lambda lang: {"lending": lending.lending_page(LENDER_NAME, ALL, seen=1)}
    ),
    "lending_first": Page(
        LENDER, "partners/lending.html", lambda lang: {"lending": lending.lending_page(LENDER_NAME, (), seen=0)}
    ),
    "lending_nobody": Page(
        LENDER, "partners/lending.html", lambda lang: {"lending": lending.lending_page("", (), seen=0)}
    ),
    "offers": Page(
        LENDER,
        "partners/offers.html",
        lambda lang: {"offers": offers.offers_page(ALL, (file(PartnerFileState.STORED),))},
    ),
    "offers_none": Page(UTILITY, "partners/offers.html", lambda lang: {"offers": offers.offers_page((), ())}),
    "partner_offer": Page(
        LENDER, "partners/offer.html", lambda lang: {"offer": offers.offer_page((LOAN, offer(1)), LOAN)}
    ),
    "partner_offer_unseen": Page(
        LENDER, "partners/offer.html", lambda lang: {"offer": offers.offer_page((GONE,), None)}
    ),
    "offers_send": Page(LENDER, "partners/send.html", lambda lang: {"send": offers_files.send_page()}),
    "offers_send_wrong": Page(
        LENDER,
        "partners/send.html",
        lambda lang: {"send": offers_files.send_page(messages.sentence("offer_file.empty", {}, lang))},
    ),
    "offers_file": _file(PartnerFileState.CHECKED),
    "offers_file_stored": _file(PartnerFileState.STORED),
    "offers_file_rejected": _file(PartnerFileState.REJECTED),
    "staff_offers": Page(PROGRAMME, "programme/offers.html", lambda lang: {"offers": staff.list_page(ALL)}),
    "staff_offers_none": Page(PROGRAMME, "programme/offers.html", lambda lang: {"offers": staff.list_page(())}),
    "staff_offer": Page(PROGRAMME, "programme/offer.html", lambda lang: {"offer": staff.offer_page(_dearer())}),
    "staff_offer_first": Page(
        PROGRAMME, "programme/offer.html", lambda lang: {"offer": staff.offer_page(ToDecide(TAX, None))}
    ),
}
"""The pages of lenders' offers."""
