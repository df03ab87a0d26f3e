"""Referrals: whom to ask, what would go, where it stands; the lender's own, and the staff's counts."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

from coach.referrals.codes_referrals import NOT_THEN
from coach.referrals.comparing import Comparison, Difference, Differs
from coach.referrals.endings import NoticeView, ReferralEnd
from coach.referrals.lists import LenderCounts, PackageView, ReferralView
from coach.referrals.states import ReferralEventKind, ReferralNeed, ReferralState, Told, fold
from greener_homes.consent import Purpose, ReferralField, Statement
from greener_homes.errors import Refusal
from greener_homes.finance_offers import OfferView
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.people import Language
from tests.web.samples.offers import TAX
from tests.web.samples.pages import LENDER, PROGRAMME, RESIDENT, UTILITY, Page
from tests.web.samples.speaking import speaking
from web import referral_shown as shown
from web.components import Link, Notice, Tone
from web.partners import referral_list as listing
from web.partners import referrals as lending
from web.portal import referral_asking, referral_views, referrals
from web.programme import referrals as counting
from web.text import gettext as _

AT = datetime(2026, 11, 10, 15, tzinfo=UTC)
NOW = AT + timedelta(days=11)
K = ReferralEventKind
CHOSEN = (ReferralField.CONTACT, ReferralField.PLAN, ReferralField.WORK, ReferralField.YEARLY_USE)
STEPS = [
    {"measure": "ENV-AIR", "name": "Air sealing", "later": False},
    {"measure": "HVAC-ASHP-HYB", "name": "Heat pump", "later": True},
]
PARTS: dict[ReferralField, object] = {
    ReferralField.CONTACT: {"name": "Sample person", "email": "sample.person@mail.example"},
    ReferralField.PLAN: {"approved_on": date(2026, 11, 3).isoformat(), "steps": STEPS},
    ReferralField.WORK: [
        {"measure": "ENV-AIR", "name": "Air sealing", "cost_cad": {"low": 1500, "high": 3800}, "rebates_cad": 250}
    ],
    ReferralField.YEARLY_USE: [
        {
            "commodity": "natural_gas",
            "unit": "m3",
            "from": "2025-11-10",
            "until": "2026-11-09",
            "days": 365,
            "total": 2410.2,
        }
    ],
}


def lender(name: str = "Example Credit Union") -> OrganisationView:
    return OrganisationView(uuid.UUID(int=5), OrganisationKind.LENDER, "example-credit-union", name)


def referral(*said: Told, ended: datetime | None = None, confirmed: datetime | None = None) -> ReferralView:
    """One referral after all this was said of it."""
    content = None if ended else {field.value: part for field, part in PARTS.items()}
    package = PackageView(1, CHOSEN, AT, uuid.UUID(int=9), AT + timedelta(days=1), 2, ended, content)
    return ReferralView(
        id=uuid.UUID(int=0xA1B2C3D4E5F6),
        recipient_id=uuid.UUID(int=5),
        offer_id=None,
        made_at=AT,
        standing=fold(AT, said, ended),
        told=said,
        packages=(package,),
        withdrawn_at=ended,
        ended_as=ReferralEnd.WITHDRAWN if ended else None,
        confirmed_at=confirmed,
    )


def told(kind: ReferralEventKind, days: int, **more: object) -> Told:
    return Told(f"e{days}", kind, AT + timedelta(days=days), **more)  # type: ignore[arg-type]


ASKED = (told(K.RECEIVED, 1), told(K.NEEDS_INFORMATION, 3, needs=(ReferralNeed.INCOME, ReferralNeed.QUOTE)))
PAID = (told(K.RECEIVED, 1), told(K.APPROVED, 4), told(K.FUNDED, 8, amount_cents=1_850_000), told(K.DECLINED, 9))
ON_BILL = (told(K.ENROLLED, 2, amount_cents=600_000, rate_thousandths=4_500, years=5),)


def words(language: str) -> Statement:
    """The words of the question, shortened."""
    w = speaking(language)
    said = w("Exactly the parts you ticked, as this page shows them.", "Exactement les parties cochées.")
    return Statement(
        uuid.UUID(int=3), Purpose.REFERRAL, 2, Language(language), "ab" * 32,
        title=w("Send what I ticked to one partner", "Envoyer ce que j’ai coché à un partenaire"),
        what=said, who=said, why=said, how_long=said, stop=said, risk=said,
    )  # fmt: skip


def overview(*, sent: bool = True, lenders: bool = True, plan: bool = True) -> referral_views.Referrals:
    line = referral_views.Line(
        "Example Credit Union",
        _("Sent on %(day)s", day=shown.local_day(AT)),
        shown.state_chip(ReferralState.NEEDS_INFORMATION),
        "/referral",
    )
    ask = Link(_("Ask %(lender)s", lender="Other Credit Union"), "/referral_ask")
    return referral_views.Referrals((line,) if sent else (), (ask,) if lenders else (), plan, "/plan")


def asking(error: str = "", *, plan: bool = True, about: OfferView | None = None) -> referral_views.Asking:
    return referral_asking.asking_page(lender(), (), error=error, with_plan=plan, offer=about)


def looking(language: str, *, changed: bool = False) -> referral_views.Looking:
    w = speaking(language)
    said = w("What would be sent has changed since you looked.", "Ce qui serait envoyé a changé depuis.")
    notice = Notice(Tone.WARN, said, (_("Nothing was sent."),)) if changed else None
    return referral_asking.looking_page(lender(), PARTS, words(language), "cd" * 32, notice)


def one(view: ReferralView) -> dict[str, object]:
    return {"page": referrals.referral_page(view, lender(), NOW)}


def mine(*, rows: bool = True, state: ReferralState | None = None) -> listing.ReferralsPage:
    found = (referral(*ASKED), referral(*PAID)) if rows and state is None else ()
    stops = (NoticeView(uuid.UUID(int=1), uuid.UUID(int=0xBEEF), ReferralEnd.WITHDRAWN, AT, None),) if rows else ()
    differing = (
        Difference(uuid.UUID(int=0xA1B2C3D4E5F6), Differs.STATE, ReferralState.FUNDED, ReferralState.APPROVED),
        Difference(uuid.UUID(int=0xBEEF), Differs.STOPPED_HERE, ReferralState.WITHDRAWN, ReferralState.APPROVED),
    )
    compared = Comparison(AT, 12, differing) if rows else None
    counts = {ReferralState.NEEDS_INFORMATION: 1, ReferralState.FUNDED: 1} if rows else {}
    return listing.referrals_page(found, counts, 1, stops, compared, state)


def counted(*, rows: bool = True) -> counting.ReferralsPage:
    states = {ReferralState.SENT: 3, ReferralState.APPROVED: 4, ReferralState.FUNDED: 2}
    named = [
        ("Example Credit Union", LenderCounts(uuid.UUID(int=5), states, 1, 2, 0)),
        ("Other Credit Union", LenderCounts(uuid.UUID(int=6), {ReferralState.RECEIVED: 1}, 0, 0, 0)),
    ]
    return counting.referrals_page(named if rows else [], [Comparison(AT, 9, ()), None] if rows else [])


def opened(refusal: Refusal | None = None) -> dict[str, object]:
    parts = shown.parts({field.value: part for field, part in PARTS.items()}, to_lender=True)
    return {"page": lending.referral_page(referral(*PAID), NOW, parts, refusal=refusal)}


def nothing_ticked(language: str) -> str:
    return speaking(language)("Tick at least one thing to send.", "Cochez au moins une chose à envoyer.")


PAGES = {
    "referrals": Page(RESIDENT, "portal/referrals.html", lambda lang: {"page": overview()}),
    "referral_ask": Page(RESIDENT, "portal/referral_ask.html", lambda lang: {"page": asking()}),
    "referral_look": Page(RESIDENT, "portal/referral_look.html", lambda lang: {"page": looking(lang)}),
    "referral": Page(RESIDENT, "portal/referral.html", lambda lang: one(referral(*ASKED))),
    "referral_ended": Page(RESIDENT, "portal/referral.html", lambda lang: one(referral(*PAID, ended=AT))),
    "referral_stop": Page(
        RESIDENT,
        "portal/referral_stop.html",
        lambda lang: {"page": referral_views.Stopping("Example Credit Union", "/referral_stop", "/referral")},
    ),
    "lender_referrals": Page(LENDER, "partners/referrals.html", lambda lang: {"page": mine()}),
    "lender_referral": Page(LENDER, "partners/referral.html", lambda lang: opened()),
    "referral_counts": Page(PROGRAMME, "programme/referrals.html", lambda lang: {"page": counted()}),
}
STATES = {
    "lender_referral_wrong": Page(LENDER, "partners/referral.html", lambda lang: opened(Refusal(NOT_THEN))),
    "referrals_first": Page(RESIDENT, "portal/referrals.html", lambda lang: {"page": overview(sent=False)}),
    "referrals_no_plan": Page(
        RESIDENT, "portal/referrals.html", lambda lang: {"page": overview(sent=False, plan=False)}
    ),
    "referrals_no_lender": Page(
        RESIDENT, "portal/referrals.html", lambda lang: {"page": overview(sent=False, lenders=False)}
    ),
    "referral_ask_wrong": Page(
        RESIDENT, "portal/referral_ask.html", lambda lang: {"page": asking(nothing_ticked(lang))}
    ),
    "referral_ask_offer": Page(RESIDENT, "portal/referral_ask.html", lambda lang: {"page": asking(about=TAX)}),
    "referral_ask_no_plan": Page(RESIDENT, "portal/referral_ask.html", lambda lang: {"page": asking(plan=False)}),
    "referral_look_changed": Page(
        RESIDENT, "portal/referral_look.html", lambda lang: {"page": looking(lang, changed=True)}
    ),
    "referral_funded": Page(RESIDENT, "portal/referral.html", lambda lang: one(referral(*PAID))),
    "referral_on_bill": Page(RESIDENT, "portal/referral.html", lambda lang: one(referral(*ON_BILL))),
    "referral_confirmed": Page(RESIDENT, "portal/referral.html", lambda lang: one(referral(ended=AT, confirmed=NOW))),
    "lender_referrals_none": Page(LENDER, "partners/referrals.html", lambda lang: {"page": mine(rows=False)}),
    "lender_referrals_narrowed": Page(
        LENDER, "partners/referrals.html", lambda lang: {"page": mine(state=ReferralState.DECLINED)}
    ),
    "lender_referral_closed": Page(
        LENDER, "partners/referral.html", lambda lang: {"page": lending.referral_page(referral(*ASKED), NOW)}
    ),
    "utility_referral": Page(
        UTILITY,
        "partners/referral.html",
        lambda lang: {"page": lending.referral_page(referral(*ON_BILL), NOW, on_bill=True)},
    ),
    "lender_referral_over": Page(
        LENDER, "partners/referral.html", lambda lang: {"page": lending.referral_page(referral(ended=AT), NOW)}
    ),
    "referral_counts_none": Page(PROGRAMME, "programme/referrals.html", lambda lang: {"page": counted(rows=False)}),
}
