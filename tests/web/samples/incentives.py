"""Programme staff's pages of programs, changes to them, partners and their agreements; the partner's own page."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from werkzeug.datastructures import MultiDict

from coach.fleet_wide.incentive_effect import Counted, Flip, Preview
from coach.fleet_wide.incentive_kinds import Example, ForProgramme, Group, Line, Side
from coach.fleet_wide.incentive_shown import (
    CapShown,
    OfferShown,
    PathShown,
    ProgrammeShown,
    RuleShown,
    StandingShown,
    Vocabulary,
)
from coach.projects.paid_together import Together
from greener_homes.agreements import AgreementPurpose, AgreementView, PartnerStanding, Standing
from greener_homes.feeds import FeedHealth, FeedKind, FeedOwner
from greener_homes.incentive_changes import ChangedPart, ChangeState, ChangeView
from greener_homes.incentive_notices import NoticeView
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.partner_counts import PartnerCounts
from models.measures.catalogue import measures
from tests.web.samples.pages import LENDER, PROGRAMME, RESIDENT, UTILITY, Page
from tests.web.samples.plan import plan
from tests.web.samples.speaking import speaking
from web.components import FieldError, Link, Notice, Tone
from web.partners import agreement
from web.portal import money_news
from web.programme import (
    agreements,
    incentive_changes,
    incentive_form,
    incentive_parts,
    incentive_rules,
    incentive_seen,
    incentives,
    inventory,
    paid,
)
from web.programme.incentive_parts import About
from web.programme.incentive_seen import PartForm

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
OPEN = StandingShown("open", "2026-04", None, date(2025, 1, 28), date(2026, 11, 30), False)
UNKNOWN = StandingShown("unknown", "2024", None, None, None, False)
CLOSED = StandingShown("closed", "2026-01", "2024-02", None, None, False)


def offer(key: str, en: str, fr: str, cad: float, most: float | None, rule: str = "fixed") -> OfferShown:
    return OfferShown(
        key, "HRS", en, fr, "money", rule, "home", (cad, cad, cad), None, most, False, OPEN, "S50", date(2026, 7, 29)
    )


OFFERS = (
    offer("HRS-TSTAT", "Smart thermostat", "Thermostat intelligent", 75, 75),
    offer(
        "HRS-WINDOW",
        "ENERGY STAR windows and doors, by opening",
        "Fenêtres et portes ENERGY STAR, par ouverture",
        100,
        None,
        "per_unit",
    ),
    offer("HRS-HPWH", "Heat pump water heater", "Chauffe-eau à thermopompe", 500, 500),
)
HRS = ProgrammeShown(
    "HRS",
    "Home Renovation Savings",
    "Enbridge Gas; IESO Save on Energy",
    OPEN,
    "S50",
    date(2026, 7, 29),
    OFFERS,
    (CapShown("HRS-HOME-GAS", (5_000, 5_000, 10_000), 18, "S51"),),
    (PathShown("HRS-DIRECT", ("work", "claim"), 3),),
    (RuleShown("ONE-PAYER", (("HRS-TSTAT",), ("DGH-ONE",)), True, True),),
)
DGH = ProgrammeShown(
    "DGH", "Durham Greener Homes", "Region of Durham", UNKNOWN, "S04", TODAY + timedelta(days=60), OFFERS[:2], ()
)
GREENER = ProgrammeShown(
    "CGHG", "Canada Greener Homes Grant", "Natural Resources Canada", CLOSED, "S59", date(2026, 5, 1), OFFERS[:1], ()
)

PAID = (
    Together("HRS", "Home Renovation Savings", 2026, 140, 16_890_000, 21_200_000),
    Together("EAP", "Energy Affordability Program", 2026, 20, 4_310_000, 4_200_000),
    Together("CGHG", "Canada Greener Homes Grant", 2025),
    Together("", "", 2025, 10, 70_000, 0),
)


KNOWN = Vocabulary(
    {"HRS": "Home Renovation Savings", "DGH": "Durham Greener Homes"},
    {each.id: (each.name_en, each.name_fr) for each in OFFERS},
    {each.id: "HRS" for each in OFFERS} | {"HRS-DIRECT": "HRS"},
    {each.id: (each.name_en, each.name_fr) for each in measures()},
    ("EAP", "OESP"),
)
FOR_WHOM = ForProgramme(
    "HRS",
    (
        Group("all", "", 420, Side(20, 40, 100), Side(110, 120, 800)),
        Group("dwelling_type", "detached", 300, Side(0), Side(110, 120, 800)),
        Group("dwelling_type", "*", 120, Side(20, 40, 100), Side(None)),
        Group("heating_fuel", "natural_gas", 420, Side(20, 40, 100), Side(110, 120, 800)),
        Group("municipality", "Oshawa", 240, Side(None), Side(60, 120, 800)),
        Group("municipality", "", 180, Side(0), Side(50, 100, 400)),
    ),
)
EXAMPLES = (
    Example(
        60,
        {"dwelling_type": "detached", "heating_fuel": "natural_gas", "tenure": ""},
        (Line("HRS-HPWH", "HRS", "DHW-HPWH", 50_000, "S50", "2026-04"),),
        (),
        whole=True,
    ),
    Example(
        20,
        {},
        (Line("HRS-TSTAT", "HRS", "HVAC-TSTAT", 7_500, "S50", "2026-04"),),
        (Line("HRS-TSTAT", "HRS", "HVAC-TSTAT", 10_000, "C7", "2026-11-20"),),
        whole=False,
    ),
)
RULE: dict[str, object] = {
    "all": [
        {"fact": "heating_fuel", "among": ["natural_gas", "electricity"]},
        {"any": [{"fact": "attic_r", "at_most": 12, "likely": True}, {"income_within": "EAP"}, {"never_had": ["DGH"]}]},
    ]
}


def rule(language: str, *, chosen: str = "attic_r") -> dict[str, object]:
    """A rule as it is put together, with the boxes of what is being added."""
    w = speaking(language)
    back = Link("Home Renovation Savings", "/incentive_programme")
    heading = f"{w('Smart thermostat', 'Thermostat intelligent')}\u00a0· {incentive_parts.aspect_name('when')}"
    said = heading, "", "/incentive_rule", back
    page = incentive_rules.page(RULE, "needs" if chosen == "work" else "when", chosen, KNOWN, MultiDict(), said)
    return {"page": page}


def part(aspects: tuple[str, ...], now: dict[str, object], *errors: FieldError) -> dict[str, object]:
    """A part as a form of lists and boxes."""
    wrong = {each.field: each.text for each in errors}
    about = About(now, KNOWN, "HRS", MultiDict(), wrong)
    form = PartForm(
        heading=f"Home Renovation Savings\u00a0· {incentive_parts.aspect_name(aspects[-1])}",
        lead="",
        url="/incentive_part",
        back=Link("Home Renovation Savings", "/incentive_programme"),
        sections=tuple(each for aspect in aspects for each in incentive_parts.drawn(aspect, about)),
        seen=incentive_seen.boxes(MultiDict(), TODAY, wrong),
        kept={},
        errors=errors,
    )
    return {"form": form}


STEPS: dict[str, object] = {
    "least_measures": 2,
    "steps": [
        {"step": "assessment_before"},
        {"step": "work"},
        {"step": "assessment_after", "within_days": 180, "after": "assessment_before"},
        {"step": "claim"},
    ],
    "evidence": ["assessment_reports", "invoice"],
}
LIMIT: dict[str, object] = {"cad": [5000, 5000, 10000], "covers": ["HRS"], "except": ["HRS-HPWH"], "confidence": "low"}


def change(number: int = 7, state: ChangeState = ChangeState.PROPOSED) -> ChangeView:
    return ChangeView(
        ChangedPart.OFFER,
        "HRS-TSTAT",
        {"pay.cad": [90, 100, 100], "pay.max_cad": 100},
        TODAY,
        TODAY - timedelta(days=1),
        TODAY + timedelta(days=90),
        "https://example.org/rebates/thermostats",
        "The thermostat rebate is $100 now, $90 for the smallest model.",
        "La remise sur le thermostat passe à 100\u00a0$, 90\u00a0$ pour le plus petit modèle.",
        id=uuid.UUID(int=number),
        number=number,
        state=state,
        proposed_by=None,
        proposed_at=NOW,
        decided_by=None,
        decided_at=None if state is ChangeState.PROPOSED else NOW,
    )


def listed(*, empty: bool = False) -> incentives.Incentives:
    changes = () if empty else (change(8), change(7, ChangeState.APPROVED))
    shown = [DGH] if empty else [HRS, GREENER, DGH]
    return incentives.list_page(shown, changes, () if empty else (3,), TODAY)


def shown_change(
    _: str = "", *, state: ChangeState = ChangeState.PROPOSED, few: bool = False, many: bool = False
) -> dict[str, object]:
    one = change(state=state)
    flip = Counted(Flip("HRS-WINDOW", "eligible", "not"), 30)
    turns = (flip, Counted(Flip("HRS-HPWH", "maybe", "eligible"), None))
    preview = Preview(420, 130, 40, (-780, -120, 50), turns, (FOR_WHOM,), EXAMPLES)
    if many:
        preview = replace(preview, drawn=2_000, plans=24_310)
    page = incentive_changes.change_page(
        one,
        {"pay.cad": 75, "pay.max_cad": 75},
        Preview(None, None, None, None, ()) if few else preview,
        incentives.names_of([HRS]),
        {each.id: each for each in OFFERS},
        mine=few,
        today=TODAY,
        known=KNOWN,
        alone_from=NOW if few else None,
        now=NOW - timedelta(hours=5),
    )
    return {"change": page, "refused": None}


def refused_change(language: str) -> dict[str, object]:
    w = speaking(language)
    said = w("Somebody else must approve what you proposed.", "Une autre personne doit approuver votre proposition.")
    heading = w("That did not work", "Cela n’a pas fonctionné")
    return shown_change() | {"refused": Notice(Tone.BAD, heading, (said,))}


def form(about_part: ChangedPart, target: str, *errors: FieldError) -> dict[str, object]:
    about = incentive_form.subject(HRS, about_part, target)
    given = MultiDict({"typical": "much", "source": "a friend", "state": "open"}) if errors else MultiDict()
    urls = ("/incentive_form", "/incentive_programme")
    others = tuple(
        Link(incentive_parts.aspect_name(each), "/incentive_part") for each in incentive_parts.ASPECTS[about_part]
    )
    return {"form": incentive_form.drawn(about, given, TODAY, urls, errors[0] if errors else None, others)}


def wrong(language: str) -> dict[str, object]:
    w = speaking(language)
    said = w("Say where you saw it.", "Dites où vous l’avez vu.")
    return form(ChangedPart.OFFER, "HRS-TSTAT", FieldError("source", said))


LAKESIDE = OrganisationView(uuid.UUID(int=1), OrganisationKind.UTILITY, "lakeside", "Lakeside Power")
LOANS = OrganisationView(uuid.UUID(int=2), OrganisationKind.LENDER, "harbour", "Harbour Credit Union")
TOWN = OrganisationView(uuid.UUID(int=3), OrganisationKind.MUNICIPALITY, "brooklin", "Town of Brooklin")
COUNTS = PartnerCounts(1_240, 30)


def held(days: int = 30) -> AgreementView:
    return AgreementView(
        uuid.UUID(int=9),
        LAKESIDE.id,
        "DUA-2024-07",
        (AgreementPurpose.CONSENTS, AgreementPurpose.COUNTS, AgreementPurpose.USAGE),
        ("electricity",),
        730,
        TODAY - timedelta(days=700),
        TODAY - timedelta(days=690),
        TODAY + timedelta(days=days),
        NOW,
        None,
        "privacy office, 905-555-0100",
    )


def source(*, late: bool) -> FeedHealth:
    return FeedHealth(
        FeedKind.PARTNER,
        "lakeside",
        FeedOwner.PARTNER,
        timedelta(hours=48),
        NOW - timedelta(days=5 if late else 1),
        NOW + timedelta(days=-3 if late else 1),
        late,
        (),
        uuid.UUID(int=4),
        "hourly",
    )


def all_partners(*, rows: bool = True) -> inventory.Inventory:
    found = (
        PartnerStanding(LAKESIDE, Standing.ENDS_SOON, held()),
        PartnerStanding(LOANS, Standing.NONE, None),
        PartnerStanding(TOWN, Standing.ENDED, held(-4)),
    )
    if not rows:
        return inventory.inventory((), {}, {}, TODAY)
    return inventory.inventory(found, {"lakeside": [source(late=True)]}, {LAKESIDE.id: COUNTS}, TODAY)


def one_partner(language: str, *, error: bool = False) -> agreements.Partner:
    w = speaking(language)
    wanted = w("Choose what of a home may pass.", "Choisissez ce qui peut passer d’une maison.")
    errors = (FieldError("field", wanted),) if error else ()
    stands = PartnerStanding(LAKESIDE, Standing.ENDS_SOON, held())
    return agreements.partner_page(stands, [held()], [source(late=False)], COUNTS, TODAY, errors)


def workspace(*, none: bool = False) -> agreement.Workspace:
    if none:
        return agreement.workspace(PartnerStanding(LOANS, Standing.NONE, None), [], [], PartnerCounts(), TODAY)
    stands = PartnerStanding(LAKESIDE, Standing.ENDS_SOON, held())
    return agreement.workspace(stands, [held()], [source(late=False)], COUNTS, TODAY)


def news() -> tuple[Notice, ...]:
    one = NoticeView(uuid.UUID(int=5), change(state=ChangeState.APPROVED), 120_000, 40_000, (), NOW)
    return money_news.said([one])


PAGES = {
    "incentives": Page(PROGRAMME, "programme/incentives.html", lambda lang: {"page": listed()}),
    "incentive_programme": Page(
        PROGRAMME,
        "programme/incentive_programme.html",
        lambda lang: {"page": incentives.programme_page(HRS, [change()], TODAY)},
    ),
    "incentive_form": Page(
        PROGRAMME, "programme/incentive_form.html", lambda lang: form(ChangedPart.OFFER, "HRS-TSTAT")
    ),
    "incentive_change": Page(PROGRAMME, "programme/incentive_change.html", shown_change),
    "incentive_part": Page(PROGRAMME, "programme/incentive_part.html", lambda lang: part(("steps",), STEPS)),
    "incentive_rule": Page(PROGRAMME, "programme/incentive_rule.html", rule),
    "partners_all": Page(PROGRAMME, "programme/partners.html", lambda lang: {"inventory": all_partners()}),
    "partner_one": Page(PROGRAMME, "programme/partner.html", lambda lang: {"partner": one_partner(lang)}),
    "agreement": Page(UTILITY, "partners/agreement.html", lambda lang: {"page": workspace()}),
    "payments_all": Page(PROGRAMME, "programme/payments.html", lambda lang: {"page": paid.paid_page(PAID)}),
}
"""These pages by name."""

STATES = {
    "incentives_calm": Page(PROGRAMME, "programme/incentives.html", lambda lang: {"page": listed(empty=True)}),
    "incentive_form_programme": Page(
        PROGRAMME, "programme/incentive_form.html", lambda lang: form(ChangedPart.PROGRAMME, "HRS")
    ),
    "incentive_form_limit": Page(
        PROGRAMME, "programme/incentive_form.html", lambda lang: form(ChangedPart.CAP, "HRS-HOME-GAS")
    ),
    "incentive_form_wrong": Page(PROGRAMME, "programme/incentive_form.html", wrong),
    "incentive_change_sampled": Page(
        PROGRAMME, "programme/incentive_change.html", lambda lang: shown_change(many=True)
    ),
    "incentive_part_limit": Page(PROGRAMME, "programme/incentive_part.html", lambda lang: part(("limit",), LIMIT)),
    "incentive_part_new": Page(PROGRAMME, "programme/incentive_part.html", lambda lang: part(("offered", "work"), {})),
    "incentive_part_gone": Page(PROGRAMME, "programme/incentive_part.html", lambda lang: part(("gone",), {})),
    "incentive_rule_work": Page(PROGRAMME, "programme/incentive_rule.html", lambda lang: rule(lang, chosen="work")),
    "incentive_change_mine": Page(PROGRAMME, "programme/incentive_change.html", lambda lang: shown_change(few=True)),
    "incentive_change_counts": Page(
        PROGRAMME,
        "programme/incentive_change.html",
        lambda lang: shown_change(state=ChangeState.APPROVED),
    ),
    "incentive_change_refused": Page(PROGRAMME, "programme/incentive_change.html", refused_change),
    "payments_agree": Page(PROGRAMME, "programme/payments.html", lambda lang: {"page": paid.paid_page(PAID[1:3])}),
    "payments_none": Page(PROGRAMME, "programme/payments.html", lambda lang: {"page": paid.paid_page(())}),
    "partners_none": Page(PROGRAMME, "programme/partners.html", lambda lang: {"inventory": all_partners(rows=False)}),
    "partner_wrong": Page(PROGRAMME, "programme/partner.html", lambda lang: {"partner": one_partner(lang, error=True)}),
    "agreement_none": Page(LENDER, "partners/agreement.html", lambda lang: {"page": workspace(none=True)}),
    "plan_news": Page(RESIDENT, "portal/plan.html", lambda lang: {"plan": plan(lang), "news": news()}),
}
"""The same in other states."""
